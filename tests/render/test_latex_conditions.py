"""The conditions of a line in LaTeX: each with what it rests on, and nothing said twice."""

from __future__ import annotations

from dataclasses import replace

from latex_documents import entry_of
from latex_letters import Q, S, X, a, b, c, k, q, x

from derive.document import ConditionEntry, Document
from derive.formula import formula
from derive.notation import (
    Equal,
    Expectation,
    Integrable,
    Integral,
    Less,
    PositiveDefinite,
    Unequal,
    Zero,
    exp,
)
from derive.render.latex.files import render


def test_conditions_and_counterexamples_speak_of_vectors(whole: Document) -> None:
    entry = entry_of(whole, a, X.T @ S @ X)
    conditions = [PositiveDefinite(S), Integrable(Q(X) * X, X), Unequal(X, Zero(k, 1))]
    step = replace(
        entry.steps[0],
        conditions=tuple(ConditionEntry(formula(c), "declared") for c in conditions),
        counterexample=(("x", "(1, 2)"), ("other", "3")),
        verdict="refuted",
    )
    found = render(Document((replace(entry, steps=(step,)),), ()))
    text = " ".join(found[f"steps/{entry.name}/m0.tex"].split())
    assert r"positive definite: $\Sigma$ (declared)" in text
    assert r"integrable in $\mathbf{x}$ over $\mathbb{R}^k$:" in text
    assert r"not zero: $\mathbf{x}$ (declared)" in text
    assert r"Counterexample: $\mathbf{x}$ = (1, 2), $\mathit{other}$ = 3." in text


def noted(whole: Document, *conditions: ConditionEntry, theorems: tuple[str, ...] = ()) -> str:
    """What the article says of a line with these conditions."""
    entry = entry_of(whole, a, a + Integral(exp(-(x**2)), x))
    step = replace(entry.steps[0], conditions=conditions, theorems=theorems)
    article = render(Document((replace(entry, steps=(step,)),), ()))["derivations.tex"]
    return " ".join(article.partition(r"\noindent\notes")[2].partition(r"\par")[0].split())


def test_a_condition_names_what_it_rests_on_and_the_line_does_not_repeat_it(
    whole: Document,
) -> None:
    condition = ConditionEntry(formula(Integrable(exp(-(x**2)), x)), "instance of some_theorem")
    found = noted(whole, condition, theorems=("some_theorem", "other_theorem"))
    assert "Rests on \\texttt{other\\_theorem}." in found
    assert r"the integrand above (instance of \texttt{some\_theorem})." in found


def test_conditions_of_a_kind_stand_together_and_say_nothing_twice(whole: Document) -> None:
    conditions = [(Unequal(a, 0), "g1"), (Less(0, b), "g2"), (Unequal(b, 0), "g1")]
    conditions += [(Unequal(c, 0), "g3"), (Equal(a, c), "assumed"), (Unequal(a / c, 0), "g3")]
    found = noted(whole, *(ConditionEntry(formula(p), ground) for p, ground in conditions))
    assert "not zero: $a$ (g1), $c$, $a / c$ (g3); positive: $b$ (g2); $a = c$ (assumed)." in found


def test_an_expectation_s_integrand_is_the_integrand_above(whole: Document) -> None:
    entry = entry_of(whole, a, Expectation(x**2, x, q))
    condition = ConditionEntry(formula(Integrable(x**2 * q(x), x)), "g")
    step = replace(entry.steps[0], conditions=(condition,))
    article = render(Document((replace(entry, steps=(step,)),), ()))["derivations.tex"]
    assert "the integrand above" in article


def test_the_article_lists_a_condition_where_it_is_first_needed(whole: Document) -> None:
    (entry,) = [e for e in whole.derivations if e.name == "gaussian_mean"]
    first = entry.steps[0]
    again = replace(first, name="again", number=2)
    article = render(Document((replace(entry, steps=(first, again)),), ()))["derivations.tex"]
    assert article.count("(declared)") == 1
