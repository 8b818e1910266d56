"""Order, grouping and rational arithmetic, and nothing else, are identified."""

import pytest
from sympy import Integer, Rational

from derive.notation import (
    Integral,
    Over,
    Times,
    cos,
    exp,
    half,
    log,
    positive,
    real,
    same_up_to_order,
    sin,
    sqrt,
)

a, b, c, x, y = real("a b c x y")
s = positive("s")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (a + b, b + a),
        (a + (b + c), (a + b) + c),
        (a - b, -b + a),
        (a - (b - c), (a + c) - b),
        (a * b, b * a),
        (a * (b * c), (c * b) * a),
        (a / 2 * b, b * a / 2),
        (half * a, a / 2),
        (half * (2 * a), a),
        (Times(2, Rational(1, 2)), Integer(1)),
        (a / (2 * b), half * (a / b)),
        (-(a * b), (-a) * b),
        (exp(a + b), exp(b + a)),
        (Integral(x * a, x, 0, 1), Integral(a * y, y, 0, 1)),
        ((a + b) * c, c * (b + a)),
        (a * 2**3, 8 * a),
    ],
)
def test_identified(one, other):
    assert same_up_to_order(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (a + b, a - b),
        (a - b, b - a),
        (a / b, b / a),
        (a * a, a**2),
        (a * (b + c), a * b + a * c),
        (a + a, 2 * a),
        (a - a, Integer(0)),
        (a / a, Integer(1)),
        (0 * a, Integer(0)),
        ((a * b) / b, a),
        ((a + b) ** 2, (a - b) ** 2),
        (a**b, b**a),
        (exp(a) * exp(b), exp(a + b)),
        (log(a * b), log(a) + log(b)),
        (sqrt(s**2), s),
        (sin(a) ** 2 + cos(a) ** 2, Integer(1)),
        (Integral(x * a, x, 0, 1), a * Integral(x, x, 0, 1)),
        (Integral(x * a, x, 0, 1), Integral(a * a, a, 0, 1)),
        (Integral(x, x, 0, 1), Integral(x, x, 0, 2)),
        (a / 2, a / 3),
        (2 * a + b, 2 * (a + b)),
        (Over(a, 0), Times(a, 0)),
    ],
)
def test_kept_apart(one, other):
    assert not same_up_to_order(one, other)
