"""Order of terms: what a line becomes when one of its terms is replaced by a larger one."""

from __future__ import annotations

import pytest
from sympy import Rational

from derive.derivation import Kind, Relation
from derive.kernel.facts import Declined, Facts
from derive.kernel.limits import limit
from derive.kernel.order_of_terms import direction
from derive.kernel.report import Verdict
from derive.notation import (
    Abs,
    And,
    Equal,
    ForAll,
    Integral,
    Less,
    Sum,
    TendsTo,
    as_term,
    dimension,
    exp,
    index,
    log,
    natural,
    oo,
    positive,
    real,
    sin,
    sqrt,
)
from tests.kernel.test_refusals import last_of, no_evidence, step

__all__ = ["no_evidence"]

a, b, c, x, y, v = real("a b c x y v")
p, q, s, u = positive("p q s u")
n = natural("n")
i = index("i", dimension("k"))

MONOTONE = [
    # a function of the term, the domain of the term, the direction
    (lambda z: z, "real", 1),
    (lambda z: z + c, "real", 1),
    (lambda z: c + z, "real", 1),
    (lambda z: z + z, "real", 1),
    (lambda z: z - c, "real", 1),
    (lambda z: c - z, "real", -1),
    (lambda z: c - (c - z), "real", 1),
    (lambda z: -z, "real", -1),
    (lambda z: s * z, "real", 1),
    (lambda z: z * s, "real", 1),
    (lambda z: -s * z, "real", -1),
    (lambda z: z * (0 * c), "real", 1),
    (lambda z: z * z, "positive", 1),
    (lambda z: z / s, "real", 1),
    (lambda z: z / -s, "real", -1),
    (lambda z: s / z, "positive", -1),
    (lambda z: -s / z, "positive", 1),
    (lambda z: z**2, "positive", 1),
    (lambda z: z**n, "positive", 1),
    (lambda z: exp(z), "real", 1),
    (lambda z: log(z), "positive", 1),
    (lambda z: sqrt(z), "positive", 1),
    (lambda z: Integral(z * v**2, v, 0, 1), "real", 1),
    (lambda z: c * z, "real", None),
    (lambda z: z * c, "real", None),
    (lambda z: z * z, "real", None),
    (lambda z: z - z, "real", None),
    (lambda z: z / c, "real", None),
    (lambda z: s / z, "real", None),
    (lambda z: c / z, "positive", None),
    (lambda z: z / z, "positive", None),
    (lambda z: z**2, "real", None),
    (lambda z: z ** Rational(1, 2), "positive", None),
    (lambda z: z**c, "positive", None),
    (lambda z: s**z, "real", None),
    (lambda z: Abs(z), "real", None),
    (lambda z: sin(z), "real", None),
    (lambda z: Integral(v, v, 0, z), "positive", None),
    (lambda z: Integral(z * v, v, -1, 1), "real", None),
    (lambda z: Sum(z, i), "real", None),
]
LETTERS = {"real": (x, y), "positive": (p, q)}


def found(one, other, smaller, larger):
    try:
        return direction(as_term(one), as_term(other), smaller, larger)
    except Declined:
        return None


@pytest.mark.parametrize("case", range(len(MONOTONE)))
def test_a_larger_term_makes_a_line_larger_or_smaller(case):
    of, domain, expected = MONOTONE[case]
    smaller, larger = LETTERS[domain]
    assert found(of(smaller), of(larger), smaller, larger) == expected
    back = found(of(larger), of(smaller), smaller, larger)
    assert back == (None if expected is None else -expected)
    assert found(of(smaller), of(smaller), smaller, larger) == 0


@pytest.mark.parametrize(
    ("one", "other", "smaller", "larger"),
    [
        (s / p, s / x, p, x),
        (s / x, s / p, x, p),
        (p**2, x**2, p, x),
        (x**2, p**2, x, p),
        (x + c, y - c, x, y),
        (x + a, y + b, x, y),
        (x + c, y, x, y),
        (c, a, x, y),
    ],
)
def test_a_line_that_differs_otherwise_has_no_direction(one, other, smaller, larger):
    assert found(one, other, smaller, larger) is None


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (1 / u, oo),
        (-s / u, -oo),
        (s / -u, -oo),
        (1 / u**2, oo),
        (u + 1 / u, oo),
        (log(u), -oo),
        (log(s * u), -oo),
        (c / u, None),
        (sin(u) / u, None),
        (log(u) / u, None),
        (1 / u - 1 / u, None),
        (1 / (c * u), None),
        (u * (1 / u), None),
        (Integral(exp(v * u), v, 0, 1) / u, None),
        (Integral(u * v, v, 0, 1) + 1 / u, None),
    ],
    ids=str,
)
def test_limits_at_zero_from_the_right(term, expected):
    try:
        at_zero = limit(term, u, as_term(0), Facts({}))
    except Declined:
        at_zero = None
    assert at_zero == expected


def equivalent(before, after):
    return last_of(before, step(after, Kind.NORMAL_FORM, Relation.EQUIVALENT)).verdict


def tends(to, of=a):
    return ForAll(TendsTo(x**n * of, n, to, oo), of)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (Equal(x, y), Less(x, y)),
        (Less(x, y), Equal(x, y)),
        (Less(x, y), Less(x, y + 1)),
        (Less(x, y), And(Less(x, y), Less(x, y))),
        (And(Less(x, y), Less(y, c)), And(Less(x, y), Less(y, c + 1))),
        (And(Less(x, y), Less(y, c)), And(Less(x, y + 1), Less(y, c))),
        (tends(0), tends(1)),
        (tends(0), tends(0, b)),
        (tends(0), Less(x, y)),
        (Less(x, y), tends(0)),
    ],
)
def test_propositions_of_other_terms_or_another_form_are_not_equivalent(before, after):
    assert equivalent(before, after) is not Verdict.PROVED


def test_propositions_of_equal_terms_are_equivalent():
    assert equivalent(Less(x, y), Less(x + 0, y)) is Verdict.PROVED
    both = And(Less(x, y), Equal(y, c)), And(Less(x + 0, y), Equal(y, c + 0))
    assert equivalent(*both) is Verdict.PROVED


@pytest.mark.parametrize(
    ("term", "at", "expected"),
    [
        (v, oo, oo),
        (v, -oo, -oo),
        (v + v, oo, oo),
        (v - c, oo, oo),
        (c - v, oo, -oo),
        (v - -v, oo, oo),
        (-v, -oo, oo),
        (s * v, oo, oo),
        (-s * v, oo, -oo),
        (v * v, -oo, oo),
        (v**2, -oo, oo),
        (v**3, -oo, -oo),
        (v**1, -oo, -oo),
        (v / s, oo, oo),
        (c / v, oo, 0),
        (exp(v), oo, oo),
        (exp(v), -oo, 0),
        (exp(-(v**2)), oo, 0),
        (Abs(v), -oo, oo),
        (log(v**2), oo, oo),
        (sqrt(v**2), oo, oo),
        (log(s), oo, log(s)),
        (v - v, oo, None),
        (c * v, oo, None),
        (v * c, oo, None),
        (v / c, oo, None),
        (v / v, oo, None),
        (v / exp(v), oo, None),
        (1 / exp(-v), oo, None),
        (sin(v), oo, None),
        (log(exp(v)), -oo, None),
        (s**v, oo, None),
        (v**n, oo, None),
        (v ** Rational(1, 2), oo, None),
        (Integral(exp(p * v), p, 0, 1), oo, None),
    ],
    ids=str,
)
def test_limits_at_infinity(term, at, expected):
    try:
        found = limit(term, v, at, Facts({}))
    except Declined:
        found = None
    assert found == expected


@pytest.mark.parametrize("value", [-oo, as_term(0), c])
def test_what_tends_to_infinity_tends_to_nothing_else(value):
    line = TendsTo(v**2, v, value, oo)
    found = last_of(v**2, step(line, Kind.LIMIT, Relation.TENDS_TO))
    assert found.verdict is not Verdict.PROVED
