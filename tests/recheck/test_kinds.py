"""Every kind of justification: a step that it gives, and wrong ones that it must refuse."""

from __future__ import annotations

from typing import Any

import pytest

from derive.recheck.rules import CHECKS, KIND_OF
from tests.recheck.one_step import verdict

DENSITY = "1/(s*sqrt(2*pi))*exp(-((x - mu)**2/(2*s**2)))"
LINE = "(x, -oo, oo)"
UNIVARIATE = {"mu": "real", "s": "positive", "x": "real"}
MASS = ("Integral(Normal.pdf(x, mu, s), (x, -oo, oo)) == 1", UNIVARIATE)
TANGENT = ("1 + w <= exp(w)", {"w": "nonnegative"})
LOG = ("0 <= t - 1 - log(t)", {"t": "positive"})
F = "1/2*(s**2 - 1 - log(s**2))"
LOGARITHMS, EXPONENTS = ["laws of logarithms"], ["laws of exponents"]
ASSUMED = ("Integral(f(z), z) == 1",)
GOOD: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = [
    ("normal-density", ("Normal.pdf(x, mu, s)", DENSITY), {"terms": ["Normal.pdf(x, mu, s)"]}),
    ("definition-of-the-expectation",
     ("E(x, x, Normal(mu, s))", f"Integral(x*Normal.pdf(x, mu, s), {LINE})"),
     {"terms": ["E(x, x, Normal(mu, s))"]}),
    ("definition-of-the-divergence",
     ("KL(Normal(mu, s), Normal(a, t))",
      f"Integral(Normal.pdf(x, mu, s)*log(Normal.pdf(x, mu, s)/Normal.pdf(x, a, t)), {LINE})"),
     {"terms": ["KL(Normal(mu, s), Normal(a, t))"]}),
    ("linearity-of-the-integral",
     (f"Integral(a*exp(-x**2), {LINE})", f"a*Integral(exp(-x**2), {LINE})"), {}),
    ("square-of-a-sum", ("s*(a + b)**2", "s*(a**2 + 2*(a*b) + b**2)"), {}),
    ("adding-and-subtracting", ("(x - b)**2", "((x - a) + (a - b))**2"),
     {"at": "x - b", "given": {"term": "a"}}),
    ("differentiation", ("Derivative(a*x**2, x)", "2*a*x"),
     {"values": [["Derivative(a*x**2, x)", "2*a*x"]]}),
    ("differentiation", ("Derivative(p.T @ A @ p, p)", "(A + A.T) @ p"),
     {"values": [["Derivative(p.T @ A @ p, p)", "(A + A.T) @ p"]]}),
    ("differentiation", ("Derivative(log(det(S)), S)", "inverse(S)"),
     {"values": [["Derivative(log(det(S)), S)", "inverse(S)"]]}),
    ("antiderivative", ("Integral(2*x, (x, 0, a))", "Bracket(x**2, (x, 0, a))"),
     {"integral": "Integral(2*x, (x, 0, a))", "antiderivative": "x**2"}),
    ("end-values", ("Bracket(-exp(-x), (x, 0, oo))", "1"), {}),
    ("end-values", (f"Bracket(x*exp(-x**2), {LINE})", "0"), {}),
    ("substitution",
     (f"Integral(exp(-(x - mu)**2), {LINE})",
      "Integral(exp(-(mu + s*u - mu)**2)*s, (u, -oo, oo))"),
     {"integral": f"Integral(exp(-(x - mu)**2), {LINE})", "variable": "u", "value": "mu + s*u",
      "lower": "-oo", "upper": "oo"}),
    ("linear-substitution",
     ("Integral(exp(-(p.T @ p)), p)", "Integral(exp(-((M @ q).T @ (M @ q)))*Abs(det(M)), q)"),
     {"integral": "Integral(exp(-(p.T @ p)), p)", "variable": "q", "value": "M @ q",
      "matrix": "M"}),
    ("integral-of-a-derivative",
     ("Integral(Derivative(Normal.pdf(p, q, S), p), p)", "Zero(k, 1)"),
     {"integral": "Integral(Derivative(Normal.pdf(p, q, S), p), p)"}),
    ("integral-of-a-product",
     ("Integral(Product(exp(-p[i]**2), i), p)", "Product(Integral(exp(-x**2), (x, -oo, oo)), i)"),
     {"product": "Product(exp(-p[i]**2), i)", "variable": "p", "coordinate": "x"}),
    ("theorem", (f"a*Integral(Normal.pdf(x, mu, s), {LINE})", "a*1"), {"theorem": MASS}),
    ("assumption", ("a*1", "a*Integral(f(z), z)"), {"assumptions": ASSUMED}),
    ("logarithm-of-a-product", ("a*log(1/s*exp(b)*t)", "a*(log(1/s) + log(exp(b)) + log(t))"),
     {"theories": LOGARITHMS}),
    ("logarithm-of-an-exponential", ("a*log(exp(-(b/2)))", "a*(-(b/2))"),
     {"theories": EXPONENTS}),
    ("logarithm-of-a-root", ("a*log(sqrt(s + t))", "a*(log(s + t)/2)"),
     {"theories": LOGARITHMS}),
]  # fmt: skip
ORDER: list[tuple[str, tuple[Any, ...], dict[str, Any]]] = [
    ("monotonicity", ("exp(0) + a", "exp(w) + a", "<="),
     {"smaller": "exp(0)", "larger": "exp(w)", "difference": "exp(w) - exp(0)"}),
    ("theorem", ("s*(1 + w)", "s*exp(w)", "<="), {"theorem": TANGENT}),
    ("minimum", ("1 - 1 - log(1)", "t - 1 - log(t)", "<="),
     {"variable": "t", "point": "1", "second": "1/t**2"}),
    ("minimum", ("t - 1 - log(t) == 0", "t == 1", "<=>"),
     {"variable": "t", "point": "1", "second": "1/t**2"}),
    ("multiplying-both-sides", ("a/s == 1", "a == s", "<=>"), {"factor": "s"}),
    ("multiplying-by-matrices", ("inverse(S) @ p == Zero(k, 1)", "p == Zero(k, 1)", "<=>"),
     {"left": "S"}),
    ("bound-of-a-modulus", ("Abs(a) < 1", "(a < 1) & (-1 < a)", "<=>"), {}),
    ("increasing-function", ("exp(a) == exp(b)", "a == b", "<=>"), {}),
    ("second-derivatives", (F, f"StrictlyConvex({F}, s)", "is strictly convex"),
     {"minors": ["1 + 1/s**2"]}),
    ("limit", ("1/2*x**2", "TendsTo(1/2*x**2, x, oo, oo, -oo)", "tends to"), {}),
    ("ball-arithmetic", ("log(2)", "7/10", "<"), {}),
    ("geometric-sequence",
     ("ForAll(TendsTo(eta**n*a, n, 0, oo), a)", "Abs(eta) < 1", "<=>"), {}),
    ("vanishing-integral",
     ("Integral(f(z)*(g(z)/f(z) - 1 - log(g(z)/f(z))), z) == 0",
      "AlmostEverywhere(g(z)/f(z) - 1 - log(g(z)/f(z)) == 0, z)", "<=>"),
     {"theorem": LOG, "values": {"t": "g(z)/f(z)"}}),
    ("root-of-a-square", ("c", "s == sqrt(c)", "=>"), {"earlier": (("", "s**2"),)}),
    ("comparison", ("TendsTo(exp(-x), x, 0, oo)", "TendsTo(sin(x)*exp(-x), x, 0, oo)", "=>"),
     {"earlier": (("", "Abs(sin(x)*exp(-x))"), ("<=", "exp(-x)"))}),
]  # fmt: skip


def run(rule: str, lines: tuple[Any, ...], more: dict[str, Any]) -> str:
    before, after, *relation = lines
    earlier = more.get("earlier", ())
    if rule == "root-of-a-square":
        more = {**more, "earlier": earlier}
    said = dict(more)
    if rule == "comparison":
        return _comparison(lines, earlier)
    if rule == "root-of-a-square":
        return _root(lines, earlier)
    return verdict(before, after, rule, *relation, **said)


def _comparison(lines: tuple[Any, ...], earlier: tuple[tuple[str, str], ...]) -> str:
    return _with_chain(lines, "comparison", earlier, "tends to")


def _root(lines: tuple[Any, ...], earlier: tuple[tuple[str, str], ...]) -> str:
    return _with_chain(lines, "root-of-a-square", earlier, "=")


def _with_chain(
    lines: tuple[Any, ...], rule: str, earlier: tuple[tuple[str, str], ...], last: str
) -> str:
    """Run a conclusion from a chain, whose last line has the given relation."""
    from derive.recheck.terms import Refusal
    from tests.recheck.one_step import step

    before, after, relation = lines
    one = step(before, after, rule, relation, earlier=earlier)
    one.earlier[-1] = (last, one.before)
    try:
        CHECKS[one.kind][0](one)
    except Refusal as reason:
        return str(reason)
    return ""


@pytest.mark.parametrize(("rule", "lines", "more"), GOOD + ORDER)
def test_a_right_step_is_proved(rule: str, lines: tuple[Any, ...], more: dict[str, Any]) -> None:
    assert run(rule, lines, more) == ""


# What is wrong replaces the second line, or a parameter, of the right step of the same number.
WRONG: list[tuple[int, dict[str, Any]]] = [
    (0, {"after": DENSITY.replace("2*s**2", "s**2")}),
    (0, {"after": DENSITY.replace("(x - mu)**2", "(x - mu)")}),
    (0, {"terms": ["Normal.pdf(x, mu, t)"]}),
    (1, {"after": f"Integral(Normal.pdf(x, mu, s), {LINE})"}),
    (1, {"after": "Integral(x*Normal.pdf(x, mu, s), (x, 0, oo))"}),
    (2, {"after": f"Integral(Normal.pdf(x, a, t)*log(Normal.pdf(x, mu, s)/Normal.pdf(x, a, t)), "
                  f"{LINE})"}),
    (2, {"after": f"Integral(Normal.pdf(x, mu, s)*log(Normal.pdf(x, a, t)/Normal.pdf(x, mu, s)), "
                  f"{LINE})"}),
    (3, {"after": f"a**2*Integral(exp(-x**2), {LINE})"}),
    (3, {"after": "a*Integral(exp(-x**2), (x, 0, oo))"}),
    (6, {"after": "a*x", "values": [["Derivative(a*x**2, x)", "a*x"]]}),
    (6, {"values": [["Derivative(a*x**2, x)", "3*a*x"]]}),
    (7, {"after": "2*(A @ p)", "values": [["Derivative(p.T @ A @ p, p)", "2*(A @ p)"]]}),
    (8, {"after": "S", "values": [["Derivative(log(det(S)), S)", "S"]]}),
    (9, {"after": "Bracket(x**2/2, (x, 0, a))", "antiderivative": "x**2/2"}),
    (9, {"after": "Bracket(x**2, (x, a, 0))"}),
    (10, {"after": "-1"}),
    (10, {"after": "0"}),
    (11, {"after": "1"}),
    (12, {"after": "Integral(exp(-(mu + s*u - mu)**2), (u, -oo, oo))"}),
    (12, {"after": "Integral(exp(-(mu + s*u - mu)**2)/s, (u, -oo, oo))"}),
    (12, {"value": "mu + a*u", "after": "Integral(exp(-(mu + a*u - mu)**2)*a, (u, -oo, oo))"}),
    (12, {"lower": "0", "after": "Integral(exp(-(mu + s*u - mu)**2)*s, (u, 0, oo))"}),
    (13, {"after": "Integral(exp(-((M @ q).T @ (M @ q)))*det(M), q)"}),
    (13, {"after": "Integral(exp(-((A @ q).T @ (A @ q)))*Abs(det(A)), q)", "value": "A @ q",
          "matrix": "A"}),
    (15, {"after": "Product(Integral(exp(-x**2), (x, 0, oo)), i)"}),
    (15, {"after": "Integral(exp(-x**2), (x, -oo, oo))"}),
    (16, {"after": "a*2"}),
    (16, {"values": {"s": "t"}}),
    (16, {"values": {"s": "a"}}),
    (16, {"values": {"nothing": "s"}}),
    (17, {"after": "a*Integral(g(z), z)"}),
    (17, {"assumptions": ()}),
    (4, {"after": "s*(a**2 + a*b + b**2)"}),
    (4, {"after": "s*(a**2 + b**2)"}),
    (5, {"given": {"term": "b"}}),
    (5, {"after": "((x - a) - (a - b))**2"}),
    (5, {"at": "x - a"}),
    (18, {"after": "a*(log(1/s)*log(exp(b))*log(t))"}),
    (18, {"after": "a*(log(1/s) + b + log(t))"}),
    (18, {"after": "a*(-log(s) + log(exp(b)) + log(t))"}),
    (19, {"after": "a*(b/2)"}),
    (19, {"before": "a*log(s)", "after": "a*s"}),
    (20, {"after": "a*sqrt(log(s + t))"}),
    (20, {"after": "a*(2*log(s + t))"}),
]  # fmt: skip
WRONG_ORDER: list[tuple[int, dict[str, Any]]] = [
    (0, {"difference": "exp(w)"}),
    (0, {"larger": "exp(-w)", "after": "exp(-w) + a", "difference": "exp(-w) - exp(0)"}),
    (0, {"before": "a - exp(0)", "after": "a - exp(w)"}),
    (0, {"before": "x*exp(0)", "after": "x*exp(w)"}),
    (0, {"before": "exp(w) + a", "after": "exp(0) + a"}),
    (1, {"before": "a*(1 + w)", "after": "a*exp(w)"}),
    (1, {"before": "1/(1 + w)", "after": "1/exp(w)"}),
    (1, {"before": "1 + w", "after": "exp(w)", "relation": "<"}),
    (1, {"before": "1 + w", "after": "exp(w)", "relation": "="}),
    (2, {"point": "2"}),
    (2, {"second": "1/t"}),
    (2, {"after": "t - 1 - log(t)", "before": "1"}),
    (3, {"after": "t == 2"}),
    (4, {"factor": "a"}),
    (4, {"after": "a == 2*s"}),
    (5, {"left": "A", "before": "inverse(M) @ p == Zero(k, 1)"}),
    (5, {"left": None, "right": None}),
    (6, {"after": "(a < 1) & (1 < a)"}),
    (7, {"before": "exp(a) == log(s)", "after": "a == s"}),
    (8, {"minors": ["1 - 1/s**2"]}),
    (9, {"after": "TendsTo(1/2*x**2, x, 0, oo, -oo)"}),
    (9, {"before": "x", "after": "TendsTo(x, x, oo, oo, -oo)"}),
    (10, {"after": "69/100"}),
    (11, {"after": "eta < 1"}),
    (11, {"after": "Abs(eta) <= 1"}),
    (12, {"after": "AlmostEverywhere(g(z)/f(z) - 1 == 0, z)"}),
    (12, {"values": {"t": "f(z)/g(z)"}}),
    (13, {"after": "a == sqrt(c)", "earlier": (("", "a**2"),)}),
    (13, {"after": "s == c"}),
    (14, {"after": "TendsTo(sin(x)*exp(-x), x, 0, oo, -oo)"}),
    (14, {"after": "TendsTo(2*sin(x)*exp(-x), x, 0, oo)"}),
]  # fmt: skip


def changed(good: list[Any], number: int, wrong: dict[str, Any]) -> str:
    rule, (before, after, *relation), more = good[number]
    wrong = dict(wrong)
    relation = [wrong.pop("relation")] if "relation" in wrong else relation
    lines = (wrong.pop("before", before), wrong.pop("after", after), *relation)
    return run(rule, lines, {**more, **wrong})


@pytest.mark.parametrize(("number", "wrong"), WRONG)
def test_a_wrong_step_is_refused(number: int, wrong: dict[str, Any]) -> None:
    assert changed(GOOD, number, wrong)


@pytest.mark.parametrize(("number", "wrong"), WRONG_ORDER)
def test_a_wrong_step_of_order_is_refused(number: int, wrong: dict[str, Any]) -> None:
    assert changed(ORDER, number, wrong)


LABELS = [
    ("laws-of-exponents", "a + b", "b + a", ["laws of exponents"]),
    ("collecting-logarithms", "a + log(s)", "log(s) + a", ["laws of logarithms"]),
    ("matrix-algebra", "2*(A @ B)", "(A @ B) + (A @ B)", ["matrix algebra"]),
    ("properties-of-the-trace", "A @ (B + M)", "A @ B + A @ M",
     ["matrix algebra", "properties of the trace"]),
    ("cholesky-factorisation", "S @ inverse(S)", "Identity(k)",
     ["matrix algebra", "Cholesky factorisation"]),
    ("logarithm-of-a-quotient", "log(s*t)", "log(s) + log(t)",
     ["laws of logarithms", "laws of exponents"]),
    ("logarithm-of-a-product", "log(s/t)", "log(s) - log(t)", LOGARITHMS),
    ("logarithm-of-a-product", "log(1/s*t)", "log(t) - log(s)", LOGARITHMS),
    ("logarithm-of-a-product", "log(s*t) - log(c)", "log(s) + log(t/c)", LOGARITHMS),
    ("logarithm-of-a-product", "log(s) + log(t)", "log(s*t)", LOGARITHMS),
    ("logarithm-of-a-product", "2*log(s*t) + log(s) + log(t)",
     "log(s*t) + 2*log(s) + 2*log(t)", LOGARITHMS),
    ("logarithm-of-a-product", "log(s*t)", "log(s) + log(t) + log(c**2) - 2*log(c)", LOGARITHMS),
    ("logarithm-of-a-product", "log(s*t) - log(s)", "log(t)", LOGARITHMS),
    ("logarithm-of-an-exponential", "exp(log(s))", "s", EXPONENTS),
    ("logarithm-of-an-exponential", "2*log(exp(a))", "log(exp(a)) + a", EXPONENTS),
    ("logarithm-of-an-exponential", "log(exp(a)) + b", "a + log(exp(b))", EXPONENTS),
    ("logarithm-of-an-exponential", "log(exp(a)*exp(b))", "a + b", EXPONENTS),
    ("logarithm-of-an-exponential", "a + log(c)", "log(exp(a)) + log(c)", EXPONENTS),
    ("logarithm-of-a-root", "log(s**2)", "2*log(s)", LOGARITHMS),
    ("logarithm-of-a-root", "log(1/s)", "-log(s)", LOGARITHMS),
    ("logarithm-of-a-root", "2*log(sqrt(s)) + log(s)", "log(sqrt(s)) + 3*log(s)/2", LOGARITHMS),
    ("logarithm-of-a-root", "log(sqrt(s))", "log(s)/2 + log(c) - log(c)", LOGARITHMS),
    ("logarithm-of-a-root", "log(sqrt(s)) - 2*log(sqrt(sqrt(s)))", "0", LOGARITHMS),
    ("logarithm-of-a-root", "log(sqrt(s*t))", "(log(s) + log(t))/2", LOGARITHMS),
    ("field-arithmetic", "exp(a)*exp(b)", "exp(a + b)", []),
    ("square-of-a-sum", "a + b", "b + a", []),
    ("square-of-a-sum", "(a + b - a)**2", "b**2", []),
    ("linearity-of-the-expectation", "Integral(a*exp(-x**2), (x, 0, 1))",
     "a*Integral(exp(-x**2), (x, 0, 1))", []),
]  # fmt: skip


@pytest.mark.parametrize(("rule", "before", "after", "theories"), LABELS)
def test_a_true_line_under_a_false_label_is_refused(
    rule: str, before: str, after: str, theories: list[str]
) -> None:
    assert verdict(before, after, rule, theories=theories)


def test_every_kind_has_a_check_and_a_rule() -> None:
    assert set(KIND_OF.values()) == set(CHECKS)
