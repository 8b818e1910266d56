"""Limits whose arithmetic says nothing, beside those of which it does."""

from __future__ import annotations

import pytest
from sympy import Integer, Rational, oo

from derive.kernel.facts import Declined, Facts
from derive.kernel.limits import limit, tends_to
from derive.notation import (
    Integral,
    Max,
    Normal,
    Power,
    cos,
    det,
    dimension,
    exp,
    invertible,
    log,
    pi,
    positive,
    real,
    sqrt,
)

x, a = real("x a")
u, s = positive("u s")
k = dimension("k")
N = invertible("N", k)
falling = 1 / (1 + x**2)
vanishing = 1 / (1 + 1 / u)
WITHOUT_THEOREMS = Facts({})


@pytest.mark.parametrize(
    ("term", "variable", "point", "value"),
    [
        (log(1 + vanishing), u, 0, log(1)),
        (log(2 + vanishing), u, 0, log(2)),
        (1 / (2 + vanishing), u, 0, Rational(1, 2)),
        (1 / u, u, 0, oo),
        (-1 / u, u, 0, -oo),
        (1 / (-u), u, 0, -oo),
        (log(u), u, 0, -oo),
        (Normal(0, 1)(x), x, oo, 0),
        (log(2 + falling), x, oo, log(2)),
        ((2 + falling) ** 2, x, oo, 4),
        ((2 + falling) ** s, x, oo, Power(Integer(2), s)),
        ((falling - 2) ** 2, x, -oo, 4),
        (sqrt(4 + falling), x, oo, sqrt(Integer(4))),
        (cos(pi + falling), x, oo, cos(pi)),
        (abs(falling - 3), x, oo, 3),
        (x, x, oo, oo),
        (3 - x, x, oo, -oo),
        (exp(x), x, oo, oo),
        (det(N.T @ N) * u, u, oo, oo),
    ],
    ids=str,
)
def test_a_limit_that_is_found_without_a_theorem(term, variable, point, value):
    to = Integer(value) if isinstance(value, int) else value
    tends_to(term, variable, to, (Integer(0) if point == 0 else point,), WITHOUT_THEOREMS)


@pytest.mark.parametrize(
    ("term", "variable", "point"),
    [
        (u * log(u), u, 0),
        (Integral(u * a, a, 0, 1) / u, u, 0),
        (sqrt(u) / u, u, 0),
        (a / u, u, 0),
        (det(N) / u, u, 0),
        (1 / (u - u**2), u, 0),
        (u / (u - 1), u, 1),
        (log(-u), u, 0),
        (log(-(x**2)), x, oo),
        (sqrt(-(x**2)), x, oo),
        (det(N) * x, x, oo),
        (x * det(N), x, oo),
        (det(N) * x, x, -oo),
        (x * det(N), x, -oo),
        (Power(u, Integer(-1)), u, oo),
        (Power(u, Rational(-1, 2)), u, oo),
        (Power(u, s), u, oo),
        (Power(falling, s), x, oo),
        (Power(2 + falling, x), x, oo),
        (log(falling), x, oo),
        (Max(falling, -1), x, oo),
        (Integral(exp(-(a**2)) * u, a, 0, 1), u, oo),
    ],
    ids=str,
)
def test_a_limit_of_which_the_arithmetic_says_nothing(term, variable, point):
    at = Integer(point) if isinstance(point, int) else point
    with pytest.raises(Declined):
        limit(term, variable, at, WITHOUT_THEOREMS)


@pytest.mark.parametrize("value", [Integer(0), -oo, u])
def test_what_tends_to_infinity_tends_to_nothing_else(value):
    with pytest.raises(Declined, match="the limit found is oo, not"):
        tends_to(x, x, value, (oo,), WITHOUT_THEOREMS)
    with pytest.raises(Declined, match="not oo"):
        tends_to(falling, x, oo, (oo,), WITHOUT_THEOREMS)


def test_what_binds_a_letter_is_not_taken_apart():
    with pytest.raises(Declined, match="the continuity of Integral"):
        limit(Integral(u * a, a, 0, 1), u, Integer(0), WITHOUT_THEOREMS)
    with pytest.raises(Declined, match="as u tends to 0 is not found"):
        limit(u * log(u), u, Integer(0), WITHOUT_THEOREMS)
