"""Side conditions: found from the lines, proved by signs, forms and growth, or refused."""

from __future__ import annotations

import pytest

from derive.recheck.conditions import conditions, is_among, needs_no_listing
from derive.recheck.discharge import Grounds, prove
from derive.recheck.growth import is_combination, is_gaussian
from derive.recheck.limits import limit
from derive.recheck.signs import sign
from derive.recheck.terms import Declined, Refusal
from tests.recheck.one_step import GAUSSIANS, TABLE, term

NEEDS = [
    ("a/x", ["x != 0"]),
    ("log(a*s)", ["0 < a*s"]),
    ("sqrt(a)", ["0 <= a"]),
    ("a**(-2)", ["a != 0"]),
    ("a**n", []),
    ("a**(n - 1)", ["a != 0"]),
    ("a**b", ["0 < a"]),
    ("inverse(A)", ["det(A) != 0"]),
    ("cholesky(S)", ["PositiveDefinite(S)"]),
    ("Normal.pdf(x, mu, a)", ["0 < a"]),
    ("Normal.pdf(p, q, S)", ["PositiveDefinite(S)"]),
    ("Integral(x, (x, a, b))", ["a <= b", "Integrable(x, (x, a, b))"]),
    ("E(x, x, Normal(mu, s))",
     ["0 < s", "Integrable(x*Normal.pdf(x, mu, s), (x, -oo, oo))"]),
    ("WithDensity(Lambda(p.T @ p, p)).pdf(q)", ["0 < p.T @ p"]),
    ("Subs(Derivative(log(s), s), s, a)", ["0 < s", "0 < a"]),
]  # fmt: skip
HOLD = [
    "s != 0", "0 < s*t", "0 < 1 + x**2", "0 <= Abs(x)", "0 < exp(a)", "n + 1 != 0", "0 <= 1 - h",
    "0 < exp(0) - exp(-t) + exp(-a)*exp(-t)", "0 <= exp(w) - exp(0)", "0 <= Max(a, 0) - a",
    "PositiveDefinite(S + R)", "PositiveDefinite(2*S)", "det(M) != 0", "det(cholesky(S).T) != 0",
    "0 < det(S)", "PositiveDefinite(M @ M.T)", "PositiveDefinite(M @ S @ M.T)",
    "PositiveDefinite(M.T @ S @ M)", "(s*(1 + h) + (1 - h))*(s*(1 - h) + (1 + h)) != 0",
    "0 < Normal.pdf(x, mu, s)", "0 < f(z)",
    "0 <= p.T @ S @ p", "Integrable(x**2*Normal.pdf(x, mu, s), (x, -oo, oo))",
    "Integrable(p @ p.T*Normal.pdf(p, q, S), p)", "Integrable(exp(x), (x, 0, 1))",
    "Integrable(Normal.pdf(x, mu, s)*log(Normal.pdf(x, mu, s)/Normal.pdf(x, a, t)), (x, -oo, oo))",
]  # fmt: skip
FAIL = [
    "a != 0", "0 < w", "0 < x**2", "0 <= a", "0 < 1 - h", "0 < s - t", "n != 0", "0 < log(s)",
    "PositiveDefinite(A)", "PositiveDefinite(S - R)", "det(A) != 0", "det(A @ A.T) != 0",
    "PositiveDefinite(M @ S @ M)", "PositiveDefinite(M @ A @ M.T)", "PositiveDefinite(A @ S @ A.T)",
    "(s*(1 + h) - (1 - h))*(s*(1 - h) + (1 + h)) != 0", "0 < det(M)", "PositiveDefinite(w*S)",
    "PositiveDefinite(M)", "0 <= p.T @ A @ p",
    "0 <= exp(a) - exp(0)", "0 < Sum(p[i], i)", "0 <= a - Max(a, 0)",
    "Integrable(x, (x, -oo, oo))", "Integrable(1/(1 + x**2), (x, -oo, oo))",
    "Integrable(exp(-x**2)/x, (x, -oo, oo))", "Integrable(exp(x**2), (x, -oo, oo))",
    "Integrable(exp(-a*x**2), (x, -oo, oo))", "Integrable(exp(-p[i]**2), p)",
    "Integrable(exp(-(p.T @ A @ p)), p)", "Integrable(1/s, (s, 0, 1))",
    "Integrable(f(z), z)", "Integrable(Normal.pdf(p, q, S)*f(p), p)",
]  # fmt: skip


@pytest.mark.parametrize(("line", "needs"), NEEDS)
def test_what_a_line_needs(line: str, needs: list[str]) -> None:
    found = [p for p, _ in conditions(term(line)) if not needs_no_listing(p)]
    assert len(found) == len(needs)
    for text in needs:
        assert any(is_among(p, (), [term(text)]) for p in found)


@pytest.mark.parametrize("text", HOLD)
def test_a_condition_that_holds(text: str) -> None:
    prove(term(text), Grounds([], dict(GAUSSIANS)))


@pytest.mark.parametrize("text", FAIL)
def test_a_condition_that_need_not_hold(text: str) -> None:
    with pytest.raises((Refusal, Declined)):
        prove(term(text), Grounds([], dict(GAUSSIANS)))


@pytest.mark.parametrize(
    "line",
    [
        "Integral(s, (s, -oo, oo))",
        "Integral(h, (h, 0, oo))",
        "Integral(n, (n, 0, 1))",
        "Integral(exp(-(d.T @ d)), d)",
        "Derivative(n**2, n)",
    ],
)
def test_a_variable_stays_in_its_domain(line: str) -> None:
    with pytest.raises(Refusal):
        list(conditions(term(line)))


def test_without_the_theorem_a_gaussian_is_not_seen_to_be_integrable() -> None:
    with pytest.raises(Refusal):
        prove(term("Integrable(Normal.pdf(x, mu, s), (x, -oo, oo))"), Grounds())


def test_a_condition_is_listed_up_to_the_names_of_bound_variables_only() -> None:
    ((p, scope), *_) = conditions(term("Integral(1/(1 + x**2), (x, 0, 1))"))
    assert is_among(p, scope, [term("1 + u**2 != 0")])
    assert not is_among(p, (), [term("1 + u**2 != 0")])
    assert not is_among(p, scope, [term("1 + u**3 != 0")])
    assert not is_among(p, scope, [term("1 + s**2 != 0")])


def test_growth() -> None:
    x, p = TABLE["x"], TABLE["p"]
    assert is_gaussian(term("x**n*exp(-(c*x**2))"), x)
    assert not is_gaussian(term("x**a*exp(-(c*x**2))"), x)
    assert not is_gaussian(term("exp(-(c*x**2)) + 1"), x)
    assert not is_gaussian(term("exp(-(c*x))"), x)
    assert is_gaussian(term("exp(-(p.T @ S @ p) + p.T @ q)"), p)
    assert not is_gaussian(term("exp(-((p.T @ q)**2))"), p)
    assert not is_gaussian(term("exp(-(p.T @ (A @ A.T) @ p))"), p)


def test_combinations_of_what_is_assumed() -> None:
    z = TABLE["z"]
    known = [(term("f(z)*log(f(z)/g(z))"), z), (term("f(z)"), z)]
    assert is_combination(term("f(z)*(a + 2*log(g(z)) - 2*log(f(z)))"), z, known)
    assert not is_combination(term("f(z)*log(f(z))"), z, known)
    assert not is_combination(term("f(z)**2"), z, known)
    assert not is_combination(term("f(z)*z[i]"), z, known)


@pytest.mark.parametrize(
    ("function", "variable", "point", "value"),
    [
        ("1/(1 + x**2)", "x", "oo", "0"),
        ("arctan(s*x)/s", "x", "-oo", "(-(pi/2))/s"),
        ("-log(s)", "s", "0", "oo"),
        ("x**3", "x", "-oo", "-oo"),
        ("x*exp(-x**2)", "x", "oo", "0"),
    ],
)
def test_limits(function: str, variable: str, point: str, value: str) -> None:
    from derive.recheck.compare import equal

    found = limit(term(function), TABLE[variable], term(point), lambda: None).term
    wanted = term(value)
    assert found == wanted or (wanted[0] != "oo" and equal(found, wanted, frozenset()))


@pytest.mark.parametrize(
    ("function", "point"), [("x - x**2", "oo"), ("1/x", "0"), ("log(x)", "0"), ("sin(x)", "oo")]
)
def test_limits_that_are_not_seen(function: str, point: str) -> None:
    with pytest.raises(Declined):
        limit(term(function), TABLE["x"], term(point), lambda: None)


def test_signs_by_form_and_by_value() -> None:
    assert sign(term("(a*b)**2 + (a - 1)**2")) == "0+"
    assert sign(term("-(1 + a**2)")) == "-"
    assert sign(term("a")) == ""
    assert sign(term("Max(k, 0) - k")) == "0+"
    assert sign(term("Max(k, 0) + k - 2")) == "0+"
    assert sign(term("Max(k, 0) - k - 1")) == ""
