"""The polynomials of the generated code: how far they are from their series, by mpmath."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction

import mpmath
import numpy as np
import pytest

from derive.approximation import EXPONENTIAL, LOGARITHM, Polynomial, Series, polynomial, polynomials


def exp_rest(t):
    return (mpmath.expm1(t) - t - t**2 / 2) / (2 * t**3)


def log_rest(z):
    return (mpmath.atanh(mpmath.sqrt(z)) / mpmath.sqrt(z) - 1) / z


EXACT = {
    "exp_remainder": exp_rest,
    "exp_remainder_compiled": exp_rest,
    "exp_remainder_float32": exp_rest,
    "exp_remainder_tiny": exp_rest,
    "log_remainder": log_rest,
    "log_remainder_float32": log_rest,
}


def farthest(p: Polynomial, points: int = 2000) -> float:
    """Return the largest distance from the closed form at points of the interval, at 60 digits."""
    lower, upper = float(p.series.lower), float(p.series.upper)
    with mpmath.workdps(60):
        xs = [mpmath.mpf(float(x)) for x in np.linspace(lower, upper, points) if abs(x) > 1e-6]
        distance = [
            mpmath.polyval([mpmath.mpf(c) for c in reversed(p.coefficients)], x)
            - EXACT[p.series.name](x)
            for x in xs
        ]
        return float(max(abs(d) for d in distance))


@pytest.mark.parametrize("name", EXACT)
def test_the_proved_bound_holds_and_is_not_far_off(name):
    p = polynomials()[name]
    found = farthest(p)
    assert found <= p.error
    assert found >= p.error / 4


@pytest.mark.parametrize(
    ("name", "weight"), [("exp_remainder", 6), ("exp_remainder_compiled", 6), ("log_remainder", 1)]
)
def test_the_error_is_below_the_rounding_of_the_result(name, weight):
    """The weight is how much larger the error is, relatively, in the result."""
    assert weight * polynomials()[name].error < Fraction(1, 2**53)


def test_one_degree_less_is_worse():
    assert polynomial(EXPONENTIAL, 13).error > 2 * polynomial(EXPONENTIAL, 14).error
    assert polynomial(LOGARITHM, 8).error > 2 * polynomial(LOGARITHM, 10).error


def test_a_wrong_coefficient_is_seen_in_the_bound():
    def wrong(n: int) -> Fraction:
        return EXPONENTIAL.coefficient(n) + (Fraction(1, 2**40) if n == 3 else 0)

    off = polynomial(replace(EXPONENTIAL, coefficient=wrong), 14)
    assert farthest(off) > 2.0**-41


def test_a_series_that_does_not_converge_is_refused():
    with pytest.raises(ValueError, match="do not fall"):
        polynomial(Series("one", "", lambda n: Fraction(1), Fraction(0), Fraction(1)), 3)
