"""Forged certificates of false or undefined lines: each was once proved, with all it lists."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from derive.recheck.certificate import PROVED, Certificate
from derive.recheck.library import Library
from derive.recheck.reading import Unreadable
from derive.recheck.rules import KIND_OF
from derive.recheck.terms import Declined, Refusal
from derive.schema import canonical, digest
from tests.mutants import second
from tests.mutants.forged import forgeries
from tests.recheck.one_step import SYMBOLS

AXIOMS = [
    "linearity of convergent integrals",
    "monotonicity of convergent integrals",
    "fundamental theorem of calculus",
    "mean value theorem",
    "rigorous ball arithmetic",
]
LINEAR = {"theories": []}
MATRIX = {"theories": ["matrix algebra"]}
ENTRIES = {
    "theories": [
        *("matrix algebra", "diagonal matrices", "coordinates", "linearity of finite sums"),
        *("properties of the trace", "properties of the determinant"),
    ]
}
POLE = "(x - 1)**2 + arctan(x) + arctan(1/x)"
AT_ONE = "(1 - 1)**2 + arctan(1) + arctan(1/1)"
GRADIENT = "Subs(Derivative(Sum(log(d[i]), i), d), d, -d)"
OF_ENTRIES = "Derivative(trace(B @ A), A)"
TWICE = "Subs(Subs(Derivative(x**2, x), x, 1), x, 5)"


def forged(
    start: str,
    line: str,
    rule: str,
    proposed: dict[str, Any],
    relation: str = "=",
    claim: str = "",
    listed: tuple[str, ...] = (),
    assumptions: tuple[str, ...] = (),
    where: tuple[tuple[str, str], ...] = (),
) -> dict[str, Any]:
    main = {
        "kind": KIND_OF[rule],
        "before": start,
        "relation": relation,
        "after": line,
        "parameters": proposed,
    }
    conditions = [{"kind": "condition", "proposition": p, "ground": ""} for p in listed]
    step = {
        "name": "step",
        "relation": relation,
        "line": line,
        "rule": rule,
        "at": None,
        "parameters": {},
        "obligations": [main, *conditions],
        "axioms": AXIOMS,
    }
    content = {
        "schema": "derive-certificate/1",
        "name": "forged",
        "symbols": SYMBOLS,
        "where": [list(w) for w in where],
        "assumptions": list(assumptions),
        "conditions": [],
        "cites": {},
        "claim": claim or f"{start} == {line}",
        "start": start,
        "steps": [step],
        "axioms": AXIOMS,
        "hash": "",
    }
    return {**content, "hash": digest(content)}


def is_proved(content: dict[str, Any]) -> bool:
    try:
        entries = Certificate(content, {}).check()
    except (Refusal, Declined):
        return False
    return all(e.verdict == PROVED for e in entries)


def test_a_right_certificate_of_this_form_is_proved() -> None:
    assert is_proved(forged("x + 0", "x", "field-arithmetic", LINEAR))


FALSE: dict[str, tuple[tuple[Any, ...], dict[str, Any]]] = {
    "a function whose coefficient may vanish": (
        ("Integral(2*g(z), z)", "2*Integral(g(z), z)", "linearity-of-the-integral", LINEAR),
        {"assumptions": ("Integrable(a*g(z), z)",),
         "listed": ("Integrable(2*g(z), z)", "Integrable(g(z), z)")}),
    "a bound variable called as one that an assumption is about": (
        ("Integral(2/y, (y, -1, 1))", "2*Integral(1/y, (y, -1, 1))",
         "linearity-of-the-integral", LINEAR),
        {"assumptions": ("x != 0",),
         "listed": ("x != 0", "Integrable(2/y, (y, -1, 1))", "Integrable(1/y, (y, -1, 1))")}),
    "an equation put under a derivative": (
        ("Derivative(x**2, x)", "Derivative(1, x)", "assumption", {}),
        {"assumptions": ("x**2 == 1",), "listed": ("x**2 == 1",)}),
    "a limit at a point out of reach": (
        ("h", "TendsTo(h, h, 7, 7)", "limit", {}, "tends to", "TendsTo(h, h, 7, 7)"), {}),
    "a limit in a vector": (
        ("1", "TendsTo(1, z, 1, oo)", "limit", {}, "tends to", "TendsTo(1, z, 1, oo)"), {}),
    "an interval outside the domain": (
        ("1/t**2", "Integrable(1/t**2, (t, -1, 1))", "antiderivative",
         {"antiderivative": "-1/t"}, "is integrable", "Integrable(1/t**2, (t, -1, 1))"),
        {"listed": ("t**2 != 0", "t != 0")}),
    "a minimum on a domain with a hole": (
        (AT_ONE, POLE, "minimum", {"variable": "x", "point": "1", "second": "2"}, "<=",
         f"{AT_ONE} <= {POLE}"),
        {"assumptions": ("x != 0",), "listed": ("x != 0",)}),
    "a derivative at a point outside the domain": (
        (GRADIENT, "Coordinates(1/(-d)[i], i)", "differentiation",
         {"values": [["Derivative(Sum(log(d[i]), i), d)", "Coordinates(1/d[i], i)"]]}),
        {"listed": ("0 < d[i]", "d[i] != 0", "(-d)[i] != 0")}),
    "a column of a matrix taken for the matrix": (
        ("Coordinates(A[i, j], i)", "Coordinates(A[i, i], i)", "coordinates", ENTRIES), {}),
    "a derivative in an arbitrary matrix": (
        (OF_ENTRIES, f"{OF_ENTRIES}.T", "matrix-algebra", MATRIX), {}),
    "a derivative on a half-open interval": (
        ("Derivative(w**2, w)", "2*w", "differentiation",
         {"values": [["Derivative(w**2, w)", "2*w"]]}), {}),
    "a derivative at a kink": (
        ("Derivative(Abs(x), x)", "Derivative(Abs(x), x) + 0", "field-arithmetic", LINEAR), {}),
    "a point of a derivative at a point": (
        (TWICE, "2*5", "differentiation", {"values": [["Derivative(x**2, x)", "2*x"]]}), {}),
    "a derivative at a vector": (
        ("Subs(Derivative(2*x, x), x, p)", "2", "differentiation",
         {"values": [["Derivative(2*x, x)", "2"]]}), {}),
    "numbers that are equivalent": (
        ("x", "x + 0", "field-arithmetic", LINEAR, "<=>", "Iff(x, x + 0)"), {}),
    "an assumption that nothing satisfies": (
        ("0", "1", "assumption", {}), {"assumptions": ("0 == 1",)}),
    "an abbreviation outside its letter's domain": (
        ("c", "0", "ball-arithmetic", {}, "<", "c < 0"), {"where": (("c", "-1"),)}),
    "an abbreviation that is captured": (
        ("Integral(a, (x, 0, 1))", "a*Integral(1, (x, 0, 1))", "linearity-of-the-integral", LINEAR),
        {"where": (("a", "x"),),
         "listed": ("Integrable(y, (x, 0, 1))", "Integrable(1, (x, 0, 1))",
                    "Integrable(a, (x, 0, 1))")}),
    "a comment in a line": (
        ("x + 0", "x", "field-arithmetic", LINEAR, "=", "x + 0 == x # and 0 == 1"), {}),
    "a power of too many terms": (
        ("(a + b + m + u + v + x)**100", "1", "field-arithmetic", LINEAR), {}),
    "a denominator of too many roots": (
        ("1/(" + " + ".join(f"sqrt(a**2 + {n})" for n in range(2, 30)) + ")", "1",
         "field-arithmetic", LINEAR), {}),
}  # fmt: skip


@pytest.mark.parametrize("name", FALSE)
def test_a_forged_certificate_is_not_proved(name: str) -> None:
    arguments, more = FALSE[name]
    assert not is_proved(forged(*arguments, **more))


def test_a_file_with_a_key_twice_is_not_read(tmp_path: Path) -> None:
    file = tmp_path / "forged.json"
    text = canonical(forged("x + 0", "x", "field-arithmetic", LINEAR))
    file.write_bytes(text)
    assert Library().check(file).verdict == PROVED
    file.write_bytes(text.replace(b'"claim":', b'"claim": "0 == 1",\n "claim":', 1))
    with pytest.raises(Unreadable):
        Library().check(file)


def test_the_hash_covers_symbols_of_every_name() -> None:
    content = forged("x + 0", "x", "field-arithmetic", LINEAR)
    for name in ("hash", "ground"):
        one, other = ({**content, "symbols": {name: d}} for d in ("real", "positive"))
        assert digest(one) != digest(other)


@pytest.mark.parametrize(
    "name",
    [
        *("exponential_inequality", "gaussian_mean", "multivariate_gaussian_integrability"),
        *("cholesky_determinant", "gibbs_inequality", "gibbs_equality", "cholesky_row"),
        *("cholesky_inverse", "quadratic_near_the_optimum"),
    ],
)
def test_every_axiom_of_a_certificate_is_asked_for(name: str) -> None:
    hidden = [m for m in forgeries(second.originals()[name]) if m[0] == "axiom not listed"]
    assert hidden
    for _, axiom, content in hidden:
        assert second.of_certificate(content) == "killed", axiom
