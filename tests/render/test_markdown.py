"""The Markdown: the usual forges read it as it is meant, and its links lead somewhere."""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from markdown_it import MarkdownIt
from markdown_it.token import Token

from derive.document import DerivationEntry, Document
from derive.library import LIBRARY
from derive.render.contents import PARTS, contents
from derive.render.conventions import CONVENTIONS, VERDICTS
from derive.render.greek import GREEK
from derive.render.latex import text as latex_text
from derive.render.markdown.files import render
from derive.render.markdown.text import display, inline, plain, prose
from tests.attack.injected_words import WORDS, texts

OUTPUT = Path(__file__).parent.parent.parent / "output"
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])


@pytest.fixture(scope="module")
def files(whole: Document) -> dict[str, str]:
    return render(whole)


def tokens(text: str) -> list[Token]:
    """All tokens of a page, those of its lines too."""
    return [t for block in READER.parse(text) for t in (block, *(block.children or ()))]


def formulas(text: str) -> Iterator[str]:
    """All formulas of a page: what stands in code between dollars, and in blocks of math."""
    found = tokens(text)
    for before, token in pairwise(found):
        if token.type == "fence":
            assert token.info == "math"
            yield token.content
        elif token.type == "code_inline" and before.content.endswith("$"):
            yield token.content


def anchors(text: str) -> list[str]:
    """Where a link into a page can lead: its headings, as the forges name them."""
    found = tokens(text)
    headings = [b for a, b in pairwise(found) if a.type == "heading_open"]
    slugs = (re.sub(r"[^\w -]", "", h.content.lower()).replace(" ", "-") for h in headings)
    return list(slugs)


def test_every_link_leads_somewhere(
    whole: Document, files: dict[str, str], latex_files: dict[str, str], package: dict[str, str]
) -> None:
    there = {f"markdown/{path}" for path in files}
    there |= {f"latex/{path}" for path in latex_files}
    there |= {f"python/{path}" for path in package}
    there |= {f"certificates/{e.name}.json" for e in whole.derivations}
    beside = {"trust/README.md", "certificates/README.md"}
    assert all((OUTPUT / path).is_file() for path in beside)
    anchors_of = {f"markdown/{path}": anchors(text) for path, text in files.items()}
    links = 0
    for path, text in files.items():
        folder = posixpath.dirname(f"markdown/{path}")
        for token in tokens(text):
            if token.type != "link_open":
                continue
            target, _, anchor = str(token.attrs["href"]).partition("#")
            found = posixpath.normpath(posixpath.join(folder, target))
            assert found in there | beside, (path, token.attrs)
            if anchor:
                assert anchor in anchors_of[found], (path, token.attrs)
            links += 1
    assert links > len(whole.derivations)


def test_a_step_and_a_rule_are_anchors_of_their_own(whole: Document, files: dict[str, str]) -> None:
    for entry in whole.derivations:
        found = anchors(files[f"derivations/{entry.name}.md"])
        assert len(set(found)) == len(found), entry.name
        assert [a for a in found if a in {s.name for s in entry.steps}] == [
            s.name for s in entry.steps
        ]
    assert anchors(files["rules.md"])[1:] == [rule.name for rule in whole.rules]


# What GitHub's MathJax and the KaTeX of GitLab and Forgejo all set.
COMMANDS = {"\\ "}.union(
    r"""
    \, \; \! \{ \} \\ \quad \qquad \  \begin \end \text \frac \sqrt \left \right
    \bigl \bigr \Bigl \Bigr \biggl \biggr \Biggl \Biggr \big \Big \bigg
    \mathrm \mathbf \mathbb \mathcal \mathit \boldsymbol \mathop \Vert \vert \lvert \rvert
    \lt \gt \le \ge \ne \succ \in \to \mapsto \longrightarrow \Longrightarrow \Longleftrightarrow
    \Leftrightarrow \Rightarrow \downarrow \colon \pm \cdot \times \top \infty \partial \nabla
    \dot \hat \bar \tilde \sim \geq \leq \approx
    \int \sum \prod \log \exp \det \sin \cos \arctan \max \dots \ell \approx \mid \tfrac
    \varepsilon
    """.split(),  # noqa: SIM905
    (f"\\{letter}" for letter in GREEK),
)


def test_a_formula_is_of_commands_that_every_forge_sets(files: dict[str, str]) -> None:
    count = 0
    for path, text in files.items():
        for formula in formulas(text):
            found = set(re.findall(r"\\(?:[a-zA-Z]+|.)", formula, re.S))
            assert found <= COMMANDS, (path, formula, found - COMMANDS)
            assert not re.search(r"[<>|`$%#~]", formula), (path, formula)
            assert formula.count("{") == formula.count("}"), (path, formula)
            count += 1
    assert count > 2000


def test_a_page_has_no_dollar_and_no_html_but_ours(files: dict[str, str]) -> None:
    for path, text in files.items():
        for token in tokens(text):
            if token.type == "html_block":
                assert re.fullmatch(r"<!-- Generated by `derive build` .*-->\n?", token.content)
            assert token.type not in ("html_inline", "image", "hr"), (path, token)
        bare = re.sub(r"\$`[^`]*`\$", "", text)
        assert "$" not in bare, path
        assert re.search(r"[\w`]\$`", text) is None, path


def test_a_step_says_which_rule_gives_it_and_why(whole: Document, files: dict[str, str]) -> None:
    for entry in whole.derivations:
        page = files[f"derivations/{entry.name}.md"]
        for step in entry.steps:
            rule = f"](../rules.md#{step.rule.name}). {prose(step.reason)}\n"
            (said,) = re.findall(rf"(?m)^\*\*{step.number}\.\*\* \[.*\n", page)
            assert said.endswith(rule), f"{entry.name}: {step.name}"


def test_who_uses_a_derivation_is_listed(whole: Document, files: dict[str, str]) -> None:
    for entry in whole.derivations:
        said = re.findall(r"(?m)^- Used by (.*)$", files[f"derivations/{entry.name}.md"])
        users = [name for line in said for name in re.findall(r"\]\((\w+)\.md\)", line)]
        assert users == [d.name for d in whole.derivations if entry.name in d.theorems]


def test_what_is_proved_has_a_tick_and_its_kind(files: dict[str, str]) -> None:
    page = files["derivations/gaussian_mean.md"]
    assert "`gaussian_mean` · ✓ **proved**" in page
    assert "✓ **proved** by the kernel: antiderivative with end values." in page
    assert "- integrable in $`x`$ over $`\\mathbb{R}`$: the integrand above (" in page


@pytest.mark.parametrize("verdict", ["refuted", "rejected", "declined"])
def test_what_is_not_proved_has_no_tick_and_says_why(whole: Document, verdict: str) -> None:
    entry = whole.derivations[0]
    step = replace(
        entry.steps[0],
        verdict=verdict,
        evidence=(("proof", "limit"), ("rigorous enclosure", "both sides agree at 5 points")),
        failure="10% of {it} is not *so*",
        counterexample=(("t", "1/2"),) if verdict == "refuted" else (),
    )
    entry = replace(entry, steps=(step,), verdict=verdict)
    page = render(Document((entry,), ()))[f"derivations/{entry.name}.md"]
    assert "✓" not in page
    assert f"**{verdict}**." in page
    assert r"**Not proved:** 10% of \{it\} is not \*so\*." in page
    assert "≈ *No proof, but rigorous enclosure:* both sides agree at 5 points." in page
    assert "by the kernel" not in page
    assert ("Counterexample: $`t`$ = 1/2" in page) == (verdict == "refuted")


def test_every_part_names_derivations_that_there_are(whole: Document) -> None:
    found = contents(whole)
    assert [part for part, _ in found] == list(PARTS)
    listed = [entry.name for _, entries in found for entry in entries]
    assert sorted(listed) == sorted(LIBRARY)
    assert {n for part in PARTS for n in part.patterns if "*" not in n} <= set(LIBRARY)


def test_a_derivation_of_no_part_comes_last(whole: Document) -> None:
    entry = replace(whole.derivations[0], name="of_somebody_else")
    (_, first), (part, last) = contents(Document((entry, whole.derivations[-1]), ()))
    assert [e.name for e in first] == [whole.derivations[-1].name]
    assert (part.title, [e.name for e in last]) == ("Further derivations", ["of_somebody_else"])


def test_the_conventions_can_be_printed_everywhere() -> None:
    for _, text in (*CONVENTIONS, *VERDICTS):
        assert prose(text)
        assert latex_text.prose(text)


@pytest.mark.parametrize(
    ("tex", "portable"),
    [
        (r"\operatorname{tr}(A)", r"\mathop{\mathrm{tr}}(A)"),
        (r"\operatorname {tr} A", r"\mathop{\mathrm{tr}} A"),
        (r"q \,\|\, p", r"q \,\Vert \, p"),
        (r"f\biggr|_{x = a}", r"f\biggr\vert _{x = a}"),
        ("a<b > c", r"a\lt b \gt c"),
    ],
)
def test_a_formula_is_written_so_that_every_forge_sets_it(tex: str, portable: str) -> None:
    assert inline(tex) == f"$`{portable}`$"


def test_rows_are_aligned_and_begin_with_their_relation() -> None:
    assert display(["a + b"], "=") == "```math\n= a + b\n```"
    assert display(["a", "{}+ b"], r"\le").splitlines()[2:4] == [r"\le{}&a \\", r"&\quad {}+ b"]


@pytest.mark.parametrize(
    ("text", "markdown"),
    [
        ("a_b*c", r"a\_b\*c"),
        ("1. one", r"1\. one"),
        ("- one", r"\- one"),
        ("one - two. And $x$.", "one - two. And $`x`$."),
        ("costs $5", "costs <span>$</span>5"),
        ("<script>&amp;", "&lt;script&gt;&amp;amp;"),
        ("[a](b)", r"\[a\](b)"),
        ("Muñoz: σ ≤ 1", "Muñoz: σ ≤ 1"),
        ("see http://x.y, www.z", "see http&#58;//x.y, www&#46;z"),
        ("@you #1", "&#64;you &#35;1"),
    ],
)
def test_words_are_escaped(text: str, markdown: str) -> None:
    assert prose(text) == markdown


def read(markdown: str) -> str:
    """What a paragraph says, of which every token has to be text, or a formula of ours."""
    opening, paragraph, closing = READER.parse(f"Word {markdown}")
    assert (opening.type, closing.type) == ("paragraph_open", "paragraph_close")
    said = ""
    for token in paragraph.children or ():
        assert token.type in ("text", "text_special", "code_inline", "html_inline"), token
        assert token.type != "html_inline" or token.content in ("<span>", "</span>")
        said += token.content if token.type != "html_inline" else ""
    return " ".join(said.split())


@given(texts)
def test_hostile_words_are_shown_as_they_are_or_refused(text: str) -> None:
    try:
        markdown = plain(text)
    except ValueError:
        return
    assert read(markdown) == " ".join(f"Word {unicodedata.normalize('NFC', text)}".split())


@pytest.mark.parametrize("where", ["title", "summary", "source", "failure"])
def test_hostile_words_change_nothing_of_a_page(whole: Document, where: str) -> None:
    def kinds(entry: DerivationEntry) -> list[str]:
        page = render(Document((entry,), ()))[f"derivations/{entry.name}.md"]
        inside = ("text", "text_special", "softbreak", "html_inline", "code_inline", "inline")
        return [t.type for t in tokens(page) if t.type not in inside]

    entry = whole.derivations[0]
    expected = kinds(replace(entry, **{where: "word"}))
    shown = 0
    for word in WORDS:
        try:
            assert kinds(replace(entry, **{where: f"a {word} b"})) == expected, word
        except ValueError:
            continue
        shown += 1
    assert shown > len(WORDS) / 2
