"""A step in LaTeX: what follows on what, and whether it is proved."""

from __future__ import annotations

from dataclasses import replace

import pytest
from latex_documents import entry_of
from latex_letters import a, b, c

from derive.document import Document
from derive.formula import formula
from derive.notation import (
    Equal,
    ForAll,
    Iff,
    Less,
    StrictlyConvex,
)
from derive.render.latex.files import render


@pytest.mark.parametrize(
    ("before", "relation", "after", "chain"),
    [
        (Equal(a, b), "<=>", Equal(b, a), (r"a = b", r"\Longleftrightarrow\;{}&b = a")),
        (Equal(a, b), "<=>", Iff(Equal(b, a), Less(0, 1)), (r"\Longleftrightarrow\;{}&(b = a",)),
        (ForAll(Less(a, b), b), "<=>", Less(a, c), (r"(a < b \text{ for all }", "&a < c")),
        (a**2, "is strictly convex", StrictlyConvex(a**2, a),
         (r"\quad &a^2 \text{ is strictly convex in } a",)),
    ],
)  # fmt: skip
def test_propositions_follow_on_propositions(
    whole: Document, before: object, relation: str, after: object, chain: tuple[str, ...]
) -> None:
    entry = entry_of(whole, before, after)
    step = replace(entry.steps[0], before=formula(before), relation=relation, conditions=())
    files = render(Document((replace(entry, steps=(step,)),), ()))
    found = files[f"steps/{entry.name}/m0.tex"].partition("{flalign*}")[2]
    positions = [found.find(part) for part in chain]
    assert -1 not in positions
    assert positions == sorted(positions)


def failed(whole: Document, verdict: str) -> str:
    """The fragment of a step with this verdict, on which a sampling of numbers agreed."""
    entry = whole.derivations[0]
    step = replace(
        entry.steps[0],
        verdict=verdict,
        evidence=(("proof", "limit"), ("rigorous enclosure", "both sides agree at 5 points")),
        failure="10% of {it} is not $x$" if verdict != "proved" else "",
        counterexample=(("t", "1/2"),) if verdict == "refuted" else (),
    )
    document = Document((replace(entry, steps=(step,), verdict=verdict),), ())
    return render(document)[f"steps/{entry.name}/{step.name}.tex"].partition(r"\surd}")[2]


@pytest.mark.parametrize("verdict", ["refuted", "rejected", "declined"])
def test_what_is_not_proved_has_no_tick_and_says_why(whole: Document, verdict: str) -> None:
    text = failed(whole, verdict)
    assert rf"\textbf{{{verdict}}}\par" in text
    assert "checkmark" not in text
    assert "(limit)" not in text
    assert r"\textbf{Not proved:} 10\% of \{it\} is not \$x\$" in text
    assert ("Counterexample: $t$ = 1/2" in text) == (verdict == "refuted")


@pytest.mark.parametrize(
    ("path", "display"),
    [
        ("gaussian_mean/end-values", (r"\bigl[-\sigma^2 \, q(x)\bigr]", r"={}&0 &&")),
        ("gaussian_bound/exponential-above-its-tangent", (r"e^{a x^2}", r"\le{}&\frac")),
        ("gaussian_integral/root-of-the-square", (r"\Longrightarrow\;{}&\int",)),
        ("exponential_beats_polynomial/cauchy-curve-vanishes", (r"\longrightarrow 0",)),
    ],
)
def test_a_fragment_says_what_follows_on_what(
    latex_files: dict[str, str], path: str, display: tuple[str, ...]
) -> None:
    chain = (
        latex_files[f"steps/{path}.tex"].partition("{flalign*}")[2].partition("\\end{flalign*}")[0]
    )
    positions = [chain.find(part) for part in display]
    assert -1 not in positions
    assert positions == sorted(positions)


def test_agreeing_numbers_do_not_look_like_a_proof(whole: Document) -> None:
    text = failed(whole, "declined")
    assert "Evidence of another kind, rigorous enclosure: both sides agree" in text
    assert "(both sides" not in text


def test_a_proof_names_its_kind(latex_files: dict[str, str]) -> None:
    fragment = latex_files["steps/gaussian_mean/antiderivative.tex"]
    assert r"$\checkmark$ proved (antiderivative with end values)" in fragment
