"""The language of terms: what is read, and what is refused."""

from __future__ import annotations

import pytest

from derive.recheck.domains import symbol_table
from derive.recheck.parse import parse
from derive.recheck.terms import Refusal, canonical, free, same, shape, substitute
from tests.recheck.one_step import TABLE, term

REFUSED = [
    "__import__('os')", "x.real", "x if x else y", "[x]", "x and y", "x or y", "lambda y: y",
    "1.5", "'x'", "True", "10**100000000000000000000000000000000000000000000000", "x < y < s",
    "unknown", "f.pdf(z)", "x @ y", "A + p", "A*B", "p + 1", "p.T @ p + p", "A @ p.T", "p[x]",
    "A[i]", "A**2", "x**A", "inverse(p)", "det(p)", "Integral(x)", "Integral(x, (x, 0))",
    "Integral(x, x)", "Integral(A, (p, 0, 1))", "Bracket(x, x)", "Sum(x, x)",
    "E(x, p, Normal(mu, s))",
    "Normal(mu, S)", "Normal(q, s)", "KL(Normal(mu, s), Normal(q, S))", "Normal.pdf(p, mu, s)",
    "Identity(x)", "Zero(k, 0)", "Lambda(x, x)", "WithDensity(x)", "f(x)", "exp(x, y)", "exp(A)",
    "Subs(Derivative(x, x), y, 0)", "x + oo", "x == p", "matrix(x)", "scalar(A)", "x[i]",
    "ж", "x; y", "(" * 500 + "x" + ")" * 500, "x" + " + x" * 20_000,
]  # fmt: skip


@pytest.mark.parametrize("text", REFUSED)
def test_what_is_not_in_the_language_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        term(text)


def test_grouping_is_kept() -> None:
    assert term("a - b - x") == ("sub", ("sub", term("a"), term("b")), term("x"))
    assert term("-a**2") == ("neg", ("pow", term("a"), ("int", 2)))
    assert term("p.T @ A @ q*a")[0] == "mul"
    assert term("p.T @ q")[0] == "scalar"
    assert shape(term("matrix(p.T @ q)")) == (("int", 1), ("int", 1))


def test_a_symbol_may_be_a_keyword() -> None:
    assert free(term("lambda**2")) == {TABLE["lambda"]}


def test_substitution_captures_nothing() -> None:
    line = term("Integral(a*x, (x, 0, 1))")
    new = substitute(line, {TABLE["a"]: TABLE["x"]})
    assert TABLE["x"] in free(new)
    assert same(new, term("Integral(x*y, (y, 0, 1))")) is True
    assert not same(new, term("Integral(x*x, (x, 0, 1))"))


def test_bound_names_do_not_matter_and_free_ones_do() -> None:
    assert same(term("Sum(p[i], i)"), term("Sum(p[j], j)"))
    assert not same(term("p[i]"), term("p[j]"))
    assert canonical(term("Sum(p[i]*q[j], i)")) != canonical(term("Sum(p[j]*q[j], j)"))


@pytest.mark.parametrize(
    "declared",
    [{"x": "complex"}, {"v": "vector"}, {"v": "vector(n)"}, {"pi": "real"}, {"a~": "real"},
     {"n": "natural", "v": "vector(n)"}, {"KL": "real"}],
)  # fmt: skip
def test_bad_symbols_are_refused(declared: dict[str, str]) -> None:
    with pytest.raises(Refusal):
        symbol_table(declared)


def test_a_term_must_be_a_string() -> None:
    with pytest.raises(Refusal):
        parse(3, TABLE)
