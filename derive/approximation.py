"""Approximations: polynomials in place of power series, with a proved bound of their error.

The derivations ``exponential_remainder`` and ``logarithm_remainder`` end in an integral that is a
power series with rational coefficients.  Generated code evaluates a polynomial in floating point
instead.  Its coefficients are computed here, by interpolation at Chebyshev's points, and rounded;
the distance of the *rounded* polynomial from the series is then bounded in exact rational
arithmetic, over the whole interval.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from math import factorial

from flint import arb, arb_mat, ctx, fmpq, fmpq_poly

TERMS = 60
"""How many terms of a series are summed; the rest is bounded by a geometric series."""
PIECES = 64
"""Into how many pieces an interval is cut, to bound a polynomial over each."""
BITS = 400


@dataclass(frozen=True)
class Series:
    """A power series with positive coefficients whose quotients do not grow.

    Attributes
    ----------
    name : str
        What the generated code calls its polynomial.
    meaning : str
        The series as an integral, for people.
    coefficient : callable
        The coefficient of the n-th power, a Fraction.
    lower, upper : Fraction
        The interval.
    """

    name: str
    meaning: str
    coefficient: Callable[[int], Fraction]
    lower: Fraction
    upper: Fraction

    def rest(self) -> Fraction:
        """Return a bound of what the terms beyond `TERMS` add, anywhere in the interval."""
        x = max(abs(self.lower), abs(self.upper))
        first, second = self.coefficient(TERMS), self.coefficient(TERMS + 1)
        quotient = x * second / first
        if not quotient < 1:
            raise ValueError(f"{self.name}: the terms do not fall")
        return first * x**TERMS / (1 - quotient)


@dataclass(frozen=True)
class Polynomial:
    """A polynomial in floating point, and how far at most it is from its series.

    Attributes
    ----------
    series : Series
        What it approximates.
    coefficients : tuple of float
        From the constant on.
    error : Fraction
        A proved bound of the distance from the series, over the interval.
    """

    series: Series
    coefficients: tuple[float, ...]
    error: Fraction


EXPONENTIAL = Series(
    "exp_remainder", "1/4 ∫₀¹ (1 − s)² exp(s t) ds",
    lambda n: Fraction(1, 2 * factorial(n + 3)), Fraction(-1), Fraction(97, 64),
)  # fmt: skip
COMPILED = replace(
    EXPONENTIAL, name="exp_remainder_compiled", lower=Fraction(-13, 16), upper=Fraction(27, 16)
)
SINGLE = replace(
    EXPONENTIAL,
    name="exp_remainder_float32", lower=Fraction(-3466, 10000), upper=Fraction(3466, 10000),
)  # fmt: skip
LOGARITHM = Series(
    "log_remainder", "∫₀¹ s²/(1 − z s²) ds",
    lambda n: Fraction(1, 2 * n + 3), Fraction(0), Fraction(1, 9),
)  # fmt: skip
SINGLE_LOGARITHM = replace(LOGARITHM, name="log_remainder_float32", upper=Fraction(589, 20000))
TINY = replace(
    EXPONENTIAL,
    name="exp_remainder_tiny", lower=Fraction(-1, 2**13), upper=Fraction(1, 2**13),
)  # fmt: skip
# Beyond 97/64 = 1.52 half of eᵗ − 1 − t is more than 1, and half of eᵗ less than 4 times that.
# Compiled code, which does not round eᵗ by itself, has a window of its own; for float32 it reduces
# every t to half of log 2 at most, and every ratio to a factor of √2.  On NumPy eᵗ − 1 − t is
# accurate enough for float32 where t is not tiny.
DEGREES = {
    EXPONENTIAL: 14, COMPILED: 13, SINGLE: 4, TINY: 0, LOGARITHM: 10, SINGLE_LOGARITHM: 3,
}  # fmt: skip
"""With these the error is below the rounding of the result; see the tests."""


@cache
def polynomials() -> dict[str, Polynomial]:
    """Return the polynomials of the generated code, by their names."""
    return {series.name: polynomial(series, degree) for series, degree in DEGREES.items()}


def polynomial(series: Series, degree: int) -> Polynomial:
    """Return the rounded polynomial of a degree that interpolates a series.

    Parameters
    ----------
    series : Series
        What is approximated.
    degree : int
        The degree.

    Returns
    -------
    Polynomial
        Its coefficients are those of the interpolation at Chebyshev's points, each rounded to the
        nearest float; its error is that of the rounded polynomial.
    """
    exact = [_rational(series.coefficient(n)) for n in range(TERMS)]
    with ctx.workprec(BITS):
        points = _chebyshev(series, degree + 1)
        matrix = arb_mat([[x**n for n in range(degree + 1)] for x in points])
        values = arb_mat([[_value(exact, x)] for x in points])
        solved = matrix.solve(values)
        rounded = tuple(float(solved[n, 0].mid()) for n in range(degree + 1))
    difference = fmpq_poly(exact) - fmpq_poly([_rational(Fraction(c)) for c in rounded])
    return Polynomial(series, rounded, _largest(difference, series) + series.rest())


def _chebyshev(series: Series, count: int) -> list[arb]:
    middle = arb(_rational((series.lower + series.upper) / 2))
    half = arb(_rational((series.upper - series.lower) / 2))
    return [middle + half * arb.cos_pi_fmpq(fmpq(2 * j + 1, 2 * count)) for j in range(count)]


def _value(coefficients: list[fmpq], x: arb) -> arb:
    value = arb(0)
    for c in reversed(coefficients):
        value = value * x + arb(c)
    return value


def _largest(p: fmpq_poly, series: Series) -> Fraction:
    """Return a bound of |p| over the interval: over each piece, the sum of Taylor's terms."""
    width = _rational((series.upper - series.lower) / (2 * PIECES))
    bounds = []
    for piece in range(PIECES):
        middle = _rational(series.lower) + (2 * piece + 1) * width
        shifted = p(fmpq_poly([middle, width]))
        bounds.append(sum((abs(_fraction(c)) for c in shifted.coeffs()), Fraction(0)))
    return max(bounds)


def _rational(x: Fraction) -> fmpq:
    return fmpq(x.numerator, x.denominator)


def _fraction(x: fmpq) -> Fraction:
    return Fraction(int(x.p), int(x.q))
