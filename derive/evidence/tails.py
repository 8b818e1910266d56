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
    subterms,
    unfold,
)


@dataclass(frozen=True)
class Affine:
    """The variable as x = centre + width·u; centre and width are exact, and width > 0."""

    centre: arb
    width: arb

    @classmethod
    def identity(cls) -> Affine:
        """Return x = u."""
        return cls(arb(0), arb(1))


@dataclass(frozen=True)
class Bound:
    """|f(u)| ≤ factor·|u|^degree·exp(−rate·u² + slope·|u|) for all real |u| ≥ 1."""

    factor: arb
    degree: int
    rate: arb
    slope: arb

    def times(self, number: arb) -> Bound:
        """Return the bound on a multiple of f."""
        return _product(self, _constant(number))

    def tail(self, start: arb) -> arb:
        """Bound the integral of |f| over |u| ≥ start, for start ≥ 1.

        Beyond ``start`` the logarithm of the bound falls at least as fast as at ``start``, so
        the integral is at most the value there over that rate, on either side.
        """
        fall = 2 * self.rate * start - self.slope - self.degree / start
        if not fall > 0:
            raise NotEnclosed("the tail does not fall yet")
        exponent = -self.rate * start * start + self.slope * start
        return 2 * self.factor * start**self.degree * exponent.exp() / fall


Value = Callable[[Basic], arb]


def bound(term: Basic, x: Var, value: Value, place: Affine | None = None) -> Bound:
    """Return a bound on a term in ``x``, as a function of u where x = centre + width·u.

    ``value`` encloses what does not depend on x.  The bound holds at any parameters: |u| ≥ 1
    makes every power of |u| at most the highest one, and everything else is the triangle
    inequality.  Of a product of exponentials it keeps the whole exponent.

    Raises
    ------
    NotEnclosed
        For a term that is not made of polynomials, exponentials of quadratic polynomials,
        densities and their logarithms.
    """
    return _Bounds(x, value, place or Affine.identity()).of(term)


def gaussian_in(term: Basic, x: Var, value: Value) -> Affine:
    """Return where the first Gaussian in a term lives: x = mean + standard deviation·u.

    Nothing rests on the answer being right: it is a change of variables to try.
    """
    for part in subterms(term):
        exponent = _exponent_of(part)
        if exponent is None or x not in exponent.free_symbols:
            continue
        try:
            c = _Bounds(x, value, Affine.identity()).quadratic(exponent)
        except NotEnclosed:
            continue
        if c[2] < 0:
            centre, width = (-c[1] / (2 * c[2])).mid(), (1 / (-2 * c[2]).sqrt()).mid()
            if centre.is_finite() and width > 0:
                return Affine(centre, width)
    return Affine.identity()


def _exponent_of(term: Basic) -> Basic | None:
    """Return the exponent of an exponential; of a density, that of its definition."""
    if isinstance(term, Density):
        inside = (t for t in subterms(unfold(term)) if isinstance(t, Exp))
        return next((t.args[0] for t in inside), None)
    return term.args[0] if isinstance(term, Exp) else None


@dataclass(frozen=True)
class _Bounds:
    """Bounds on terms in one variable, put as centre + width·u."""

    x: Var
    value: Value
    place: Affine

    def of(self, term: Basic) -> Bound:
        a = term.args
        if self._is_constant(term):
            return _constant(self.value(term))
        if isinstance(term, Var):
            return Bound(abs(self.place.centre) + self.place.width, 1, arb(0), arb(0))
        if isinstance(term, (Plus, Minus)):
            return _sum(self.of(a[0]), self.of(a[1]))
        if isinstance(term, (Neg, Abs)):
            return self.of(a[0])
        if isinstance(term, Times):
            return _product(self.of(a[0]), self.of(a[1]))
        if isinstance(term, Over) and self._is_constant(a[1]):
            return _product(self.of(a[0]), _constant(1 / self.value(a[1])))
        if isinstance(term, Power) and isinstance(a[1], Rational) and a[1].q == 1 and a[1] > 0:
            base = self.of(a[0])
            total = base
            for _ in range(int(a[1]) - 1):
                total = _product(total, base)
            return total
        if isinstance(term, Density):
            return self.of(unfold(term))
        if isinstance(term, Exp):
            c = self.quadratic(a[0])
            return Bound(c[0].exp(), 0, -c[2], abs(c[1]))
        if isinstance(term, Log):
            return self._logarithm(a[0])
        raise NotEnclosed(f"no bound on the tail of {term}")

    def _is_constant(self, term: Basic) -> bool:
        return self.x not in term.free_symbols

    def _logarithm(self, term: Basic) -> Bound:
        """Bound |log| of a product of exponentials, densities and what does not depend on x."""
        if self._is_constant(term):
            return _constant(self.value(Log(term)))
        if isinstance(term, (Times, Over)):
            return _sum(*(self._logarithm(p) for p in term.args))
        if isinstance(term, Density):
            return self._logarithm(unfold(term))
        if isinstance(term, Exp):
            return self.of(term.args[0])
        raise NotEnclosed(f"no bound on the tail of log({term})")

    def quadratic(self, term: Basic) -> list[arb]:
        """Return the coefficients of 1, u, u² of a quadratic polynomial in x."""
        a = term.args
        if self._is_constant(term):
            return [self.value(term), arb(0), arb(0)]
        if isinstance(term, Var):
            return [self.place.centre, self.place.width, arb(0)]
        if isinstance(term, Neg):
            return [-c for c in self.quadratic(a[0])]
        if isinstance(term, (Plus, Minus)):
            sign = 1 if isinstance(term, Plus) else -1
            pairs = zip(self.quadratic(a[0]), self.quadratic(a[1]), strict=True)
            return [c + sign * d for c, d in pairs]
        if isinstance(term, Over) and self._is_constant(a[1]):
            divisor = self.value(a[1])
            return [c / divisor for c in self.quadratic(a[0])]
        if isinstance(term, Times):
            return _multiplied(self.quadratic(a[0]), self.quadratic(a[1]), term)
        if isinstance(term, Power) and a[1] == 2:
            base = self.quadratic(a[0])
            return _multiplied(base, base, term)
        raise NotEnclosed(f"{term} is not a quadratic polynomial in {self.x}")


def _constant(value: arb) -> Bound:
    return Bound(abs(value), 0, arb(0), arb(0))


def _sum(a: Bound, b: Bound) -> Bound:
    return Bound(
        a.factor + b.factor, max(a.degree, b.degree), _smaller(a.rate, b.rate),
        -_smaller(-a.slope, -b.slope),
    )  # fmt: skip


def _smaller(a: arb, b: arb) -> arb:
    return a if a < b else (b if b < a else a.union(b).lower())


def _product(a: Bound, b: Bound) -> Bound:
    return Bound(a.factor * b.factor, a.degree + b.degree, a.rate + b.rate, a.slope + b.slope)


def _multiplied(a: list[arb], b: list[arb], term: Basic) -> list[arb]:
    if not ((a[2] == 0 and b[2] == 0) or a[1:] == [0, 0] or b[1:] == [0, 0]):
        raise NotEnclosed(f"{term} is of higher degree than 2")
    return [a[0] * b[0], a[0] * b[1] + a[1] * b[0], a[0] * b[2] + a[1] * b[1] + a[2] * b[0]]
