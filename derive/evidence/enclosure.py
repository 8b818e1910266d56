"""Enclosure: the value of a term as a rigorous ball, integrals over ℝ included."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any

from flint import acb, arb, ctx, fmpq
from sympy import Rational, oo
from sympy.core.basic import Basic

from derive.evidence.tails import NotEnclosed, bound
from derive.notation import (
    KL,
    Abs,
    Arctan,
    Binder,
    Bracket,
    Cos,
    Density,
    Exp,
    Expectation,
    Integral,
    Log,
    Minus,
    Neg,
    Over,
    Pi,
    Plus,
    Power,
    Sin,
    Sqrt,
    Times,
    Var,
    expression,
    subterms,
    unfold,
)

BITS = 128


class Undefined(Exception):
    """The term has no value at this point; the message names the part that has none."""


def enclose(term: Basic, values: Mapping[Var, Fraction], bits: int = BITS) -> arb:
    """Return a ball that holds the value of a term at a point.

    Raises
    ------
    Undefined
        Where the term has certainly no value at this point.
    NotEnclosed
        Where the term is not covered, or the ball is not finite.
    """
    before = ctx.prec
    ctx.prec = bits
    try:
        point = {v: acb(fmpq(x.numerator, x.denominator)) for v, x in values.items()}
        ball = _Evaluation(point).real(term)
    finally:
        ctx.prec = before
    if not ball.is_finite():
        raise NotEnclosed(f"no finite ball for {expression(term)}")
    return ball


class _Evaluation:
    """Values of terms at one point, in complex balls: integrands are holomorphic functions."""

    def __init__(self, point: Mapping[Var, acb], *, integrand: bool = False) -> None:
        self.point = point
        self.integrand = integrand

    def real(self, term: Basic) -> arb:
        return self.of(term).real

    def of(self, term: Basic, analytic: bool = False) -> acb:
        a = term.args
        if isinstance(term, Var):
            return self.point[term]
        if isinstance(term, Rational):
            return acb(fmpq(int(term.p), int(term.q)))
        if isinstance(term, Pi):
            return acb(arb.pi())
        if isinstance(term, (KL, Expectation, Density)):
            return self.of(unfold(term), analytic)
        if isinstance(term, Integral):
            return self._integral(term)
        if isinstance(term, Bracket):
            return self._bracket(term)
        if isinstance(term, Log):
            return self._log(a[0], analytic)
        return self._combined(term, [self.of(x, analytic) for x in a], analytic)

    def _combined(self, term: Basic, a: list[acb], analytic: bool) -> acb:
        if isinstance(term, Plus):
            return a[0] + a[1]
        if isinstance(term, Minus):
            return a[0] - a[1]
        if isinstance(term, Neg):
            return -a[0]
        if isinstance(term, Times):
            return a[0] * a[1]
        if isinstance(term, Over):
            if a[1].is_zero():
                raise Undefined(f"{expression(term)} divides by zero")
            return a[0] / a[1]
        if isinstance(term, Power):
            return self._power(term, a[0], a[1], analytic)
        if isinstance(term, Sqrt):
            if not self.integrand and a[0].real < 0:
                raise Undefined(f"{expression(term)} is the root of a negative number")
            return a[0].sqrt(analytic=analytic)
        if isinstance(term, Abs) and not self.integrand:
            return acb(abs(a[0].real))
        simple = {Exp: acb.exp, Sin: acb.sin, Cos: acb.cos, Arctan: acb.atan}
        if type(term) in simple:
            return simple[type(term)](a[0])
        raise NotEnclosed(f"{expression(term)} is not covered")

    def _power(self, term: Basic, base: acb, exponent: acb, analytic: bool) -> acb:
        number = exponent.real.unique_fmpz() if exponent.imag.is_zero() else None
        if number is None:
            if not self.integrand and base.real < 0:
                raise Undefined(f"{expression(term)} is a root of a negative number")
            if not self.integrand and not base.real > 0:
                raise NotEnclosed(f"{expression(term)} at the end of its domain")
            return acb.exp(exponent * base.log(analytic=analytic))
        if base.is_zero() and int(number) < 0:
            raise Undefined(f"{expression(term)} divides by zero")
        return base ** int(number)

    def _log(self, term: Basic, analytic: bool) -> acb:
        """Return the logarithm, unfolded where the factors are positive: no branch is crossed."""
        a = term.args
        if isinstance(term, Density):
            return self._log(unfold(term), analytic)
        if isinstance(term, Exp):
            return self.of(a[0], analytic)
        if isinstance(term, (Times, Over)) and all(map(_surely_positive, a)):
            parts = [self._log(x, analytic) for x in a]
            return parts[0] + parts[1] if isinstance(term, Times) else parts[0] - parts[1]
        inner = self.of(term, analytic)
        if not self.integrand and (inner.real < 0 or inner.is_zero()):
            raise Undefined(f"log({expression(term)}) is not defined: its argument is not positive")
        return inner.log(analytic=analytic)

    def _integral(self, term: Integral) -> acb:
        body, x, lower, upper = term.args
        if any(isinstance(t, Binder) for t in subterms(body)) or self.integrand:
            raise NotEnclosed("an integral inside an integral")
        tail = arb(0)
        if oo in (upper, -lower):
            bounded = bound(body, x, self.real)
            start = _start(bounded.rate, bounded.slope)
            tail = bounded.tail(start)
            lower = lower if lower != -oo else -start
            upper = upper if upper != oo else start
        ends = [e if isinstance(e, arb) else self.real(e) for e in (lower, upper)]

        def integrand(z: acb, analytic: bool) -> acb:
            inside = _Evaluation({**self.point, x: z}, integrand=True)
            return inside.of(body, analytic)

        total = acb.integral(integrand, acb(ends[0]), acb(ends[1]))
        return total + acb(arb(0, tail.upper()))

    def _bracket(self, term: Bracket) -> acb:
        body, x, lower, upper = term.args
        return self._end(body, x, upper) - self._end(body, x, lower)

    def _end(self, body: Basic, x: Var, end: Basic) -> acb:
        if end in (oo, -oo):
            if bound(body, x, self.real).rate > 0:
                return acb(0)
            raise NotEnclosed("a limit at infinity")
        return _Evaluation({**self.point, x: self.of(end)}).of(body)


def _surely_positive(term: Basic) -> bool:
    if isinstance(term, (Times, Over)):
        return all(map(_surely_positive, term.args))
    if isinstance(term, Power):
        return _surely_positive(term.args[0]) and isinstance(term.args[1], Rational)
    if isinstance(term, Sqrt):
        return _surely_positive(term.args[0])
    if isinstance(term, Rational):
        return bool(term > 0)
    if isinstance(term, Var):
        return term.domain == "positive"
    return isinstance(term, (Exp, Density, Pi))


def _start(rate: Any, slope: Any) -> arb:
    """Return where the tail begins: far enough out for 60 digits."""
    if not rate > 0:
        raise NotEnclosed("the integrand is not bounded by a Gaussian")
    start = slope / (2 * rate) + 18 / (2 * rate).sqrt() + 1
    return arb(start.upper())
