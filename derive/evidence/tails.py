"""Tails: a proved bound on what an integral over ℝ has outside a finite interval."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from flint import arb
from sympy import Rational
from sympy.core.basic import Basic

from derive.evidence.failures import NotEnclosed
from derive.notation import (
    Abs,
    Density,
    Exp,
    Log,
    Minus,
    Neg,
    Over,
    Plus,
    Power,
    Times,
    Var,
    unfold,
)


@dataclass(frozen=True)
class Bound:
    """|f(x)| ≤ factor·|x|^degree·exp(−rate·x² + slope·|x|) for all real |x| ≥ 1."""

    factor: arb
    degree: int
    rate: arb
    slope: arb

    def tail(self, start: arb) -> arb:
        """Bound the integral of |f| over |x| ≥ start.

        Beyond ``start`` the logarithm of the bound falls at least as fast as at ``start``, so
        the integral is at most the value there over that rate, on either side.
        """
        fall = 2 * self.rate * start - self.slope - self.degree / start
        if not fall > 0:
            raise NotEnclosed("the tail does not fall yet")
        exponent = -self.rate * start * start + self.slope * start
        return 2 * self.factor * start**self.degree * exponent.exp() / fall


Value = Callable[[Basic], arb]


def bound(term: Basic, x: Var, value: Value) -> Bound:
    """Return a bound on a term in ``x``; ``value`` encloses what does not depend on x."""
    a = term.args
    if x not in term.free_symbols:
        return Bound(abs(value(term)), 0, arb(0), arb(0))
    if isinstance(term, Var):
        return Bound(arb(1), 1, arb(0), arb(0))
    if isinstance(term, (Plus, Minus)):
        return _sum(bound(a[0], x, value), bound(a[1], x, value))
    if isinstance(term, (Neg, Abs)):
        return bound(a[0], x, value)
    if isinstance(term, Times):
        return _product(bound(a[0], x, value), bound(a[1], x, value))
    if isinstance(term, Over) and x not in a[1].free_symbols:
        return _product(bound(a[0], x, value), Bound(abs(1 / value(a[1])), 0, arb(0), arb(0)))
    if isinstance(term, Power) and isinstance(a[1], Rational) and a[1].q == 1 and a[1] > 0:
        base = bound(a[0], x, value)
        total = base
        for _ in range(int(a[1]) - 1):
            total = _product(total, base)
        return total
    if isinstance(term, Density):
        return bound(unfold(term), x, value)
    if isinstance(term, Exp):
        return _exponential(a[0], x, value)
    if isinstance(term, Log):
        return _logarithm(a[0], x, value)
    raise NotEnclosed(f"no bound on the tail of {term}")


def _sum(a: Bound, b: Bound) -> Bound:
    return Bound(
        a.factor + b.factor, max(a.degree, b.degree), _smaller(a.rate, b.rate),
        -_smaller(-a.slope, -b.slope),
    )  # fmt: skip


def _smaller(a: arb, b: arb) -> arb:
    return a if a < b else (b if b < a else a.union(b).lower())


def _product(a: Bound, b: Bound) -> Bound:
    return Bound(a.factor * b.factor, a.degree + b.degree, a.rate + b.rate, a.slope + b.slope)


def _exponential(exponent: Basic, x: Var, value: Value) -> Bound:
    c = _quadratic(exponent, x, value)
    return Bound(c[0].exp(), 0, -c[2], abs(c[1]))


def _logarithm(term: Basic, x: Var, value: Value) -> Bound:
    """Bound |log| of a product of exponentials, densities and what does not depend on x."""
    if x not in term.free_symbols:
        return Bound(abs(value(Log(term))), 0, arb(0), arb(0))
    if isinstance(term, (Times, Over)):
        parts = [_logarithm(p, x, value) for p in term.args]
        return _sum(parts[0], parts[1])
    if isinstance(term, Density):
        return _logarithm(unfold(term), x, value)
    if isinstance(term, Exp):
        return bound(term.args[0], x, value)
    raise NotEnclosed(f"no bound on the tail of log({term})")


def _quadratic(term: Basic, x: Var, value: Value) -> list[arb]:
    """Return the coefficients of 1, x, x² of a term that is a quadratic polynomial in x."""
    a = term.args
    if x not in term.free_symbols:
        return [value(term), arb(0), arb(0)]
    if isinstance(term, Var):
        return [arb(0), arb(1), arb(0)]
    if isinstance(term, Neg):
        return [-c for c in _quadratic(a[0], x, value)]
    if isinstance(term, (Plus, Minus)):
        sign = 1 if isinstance(term, Plus) else -1
        pairs = zip(_quadratic(a[0], x, value), _quadratic(a[1], x, value), strict=True)
        return [c + sign * d for c, d in pairs]
    if isinstance(term, Over) and x not in a[1].free_symbols:
        divisor = value(a[1])
        return [c / divisor for c in _quadratic(a[0], x, value)]
    if isinstance(term, Times):
        return _multiplied(_quadratic(a[0], x, value), _quadratic(a[1], x, value), term)
    if isinstance(term, Power) and a[1] == 2:
        base = _quadratic(a[0], x, value)
        return _multiplied(base, base, term)
    raise NotEnclosed(f"{term} is not a quadratic polynomial in {x}")


def _multiplied(a: list[arb], b: list[arb], term: Basic) -> list[arb]:
    if not ((a[2] == 0 and b[2] == 0) or a[1:] == [0, 0] or b[1:] == [0, 0]):
        raise NotEnclosed(f"{term} is of higher degree than 2")
    return [a[0] * b[0], a[0] * b[1] + a[1] * b[0], a[0] * b[2] + a[1] * b[1] + a[2] * b[0]]
