"""Derivatives of numbers: the value in a formula, and that it is refused where there is none."""

from __future__ import annotations

import pytest
from sympy import Rational

from derive.kernel.derivative import derivative
from derive.kernel.facts import Declined
from derive.kernel.normal_form import equal
from derive.kernel.theories import POINTWISE
from derive.notation import (
    Abs,
    Derivative,
    Integral,
    Max,
    Product,
    Sum,
    Var,
    arctan,
    as_term,
    cos,
    dimension,
    exp,
    index,
    log,
    natural,
    positive,
    positive_vector,
    real,
    sin,
    sqrt,
)

x, a = real("x a")
u, s = positive("u s")
n = natural("n")
w = Var("w", "nonnegative")
k = dimension("k")
i = index("i", k)
q = positive_vector("q", k)


@pytest.mark.parametrize(
    ("term", "of", "expected"),
    [
        (x**1, x, 1),
        (x**3, x, 3 * x**2),
        (u ** Rational(-1), u, -1 / u**2),
        (u ** Rational(1, 2), u, 1 / (2 * sqrt(u))),
        (u**a, u, a * u ** (a - 1)),
        (u**n, u, n * u ** (n - 1)),
        (sqrt(u), u, 1 / (2 * sqrt(u))),
        (sqrt(1 + x**2), x, x / sqrt(1 + x**2)),
        (log(u), u, 1 / u),
        (exp(2 * x), x, 2 * exp(2 * x)),
        (sin(x), x, cos(x)),
        (cos(x), x, -sin(x)),
        (arctan(x), x, 1 / (1 + x**2)),
        (a / (1 + x**2), x, -2 * a * x / (1 + x**2) ** 2),
        (x * sin(x), x, sin(x) + x * cos(x)),
        (x - a, x, 1),
        (a, x, 0),
        (Derivative(x**3, x, x), x, 6 * x),
        (Derivative(x**3, x, 2 * a), a, 24 * a),
        (Sum(x**2 * q[i], i), x, 2 * x * Sum(q[i], i)),
        (Product(u * q[i], i), u, Product(u * q[i], i) * k / u),
    ],
    ids=str,
)
def test_derivative(term, of, expected):
    assert equal(derivative(term, of), as_term(expected), POINTWISE)


@pytest.mark.parametrize(
    ("term", "of"),
    [
        (Abs(x), x),
        (Max(x, a), x),
        (sqrt(x**2), x),
        ((x**2) ** Rational(1, 2), x),
        ((x**2) ** a, x),
        (x**n, x),
        (w ** Rational(1, 2), w),
        (u**u, u),
        (s**x, x),
        (Integral(exp(a * x), a, 0, 1), x),
        (Product(x * q[i], i), x),
    ],
    ids=str,
)
def test_what_is_not_seen_to_have_a_derivative(term, of):
    with pytest.raises(Declined, match="is not seen to be differentiable"):
        derivative(term, of)
