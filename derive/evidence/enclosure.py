"""Enclosure: the value of a term as a rigorous ball, integrals included."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from flint import acb, acb_mat, arb, arb_mat, ctx, fmpq
from sympy import Rational, oo
from sympy.core.basic import Basic

from derive.evidence.derivatives import derivative_of
from derive.evidence.elementary import ELEMENTARY, elementary_of, log_of
from derive.evidence.failures import NotEnclosed
from derive.evidence.gaussian_integrals import gaussian_integral
from derive.evidence.line_integrals import line_integral
from derive.evidence.matrices import Ball, matrix_of, number_of
from derive.evidence.tails import bound
from derive.notation import (
    KL,
    Bracket,
    Density,
    Derivative,
    Expectation,
    Integral,
    Log,
    Pi,
    Var,
    expression,
    is_scalar,
    unfold,
)

BITS = 128
Rows = tuple[tuple[Fraction, ...], ...]
Exact = Fraction | int | Rows
"""The value of a variable: a number, or the rows of a matrix."""


def enclose(term: Basic, values: Mapping[Var, Exact], bits: int = BITS) -> arb | arb_mat:
    """Return a ball that holds the value of a term at a point; for a matrix, a ball an entry.

    Dimensions have values too, and the values of vectors and matrices the shapes that these give.

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
        point = {v: _ball(x) for v, x in values.items()}
        ball = _Evaluation(point).value(term)
    finally:
        ctx.prec = before
    entries = ball.entries() if isinstance(ball, acb_mat) else [ball]
    if not all(entry.real.is_finite() for entry in entries):
        raise NotEnclosed(f"no finite ball for {expression(term)}")
    return ball.real


def _ball(x: Exact) -> Ball:
    return acb_mat([[_number(e) for e in row] for row in x]) if isinstance(x, tuple) else _number(x)


def _number(x: Fraction | int) -> acb:
    return acb(fmpq(x.numerator, x.denominator))


class _Evaluation:
    """Values of terms at one point, in complex balls; see ``derive.evidence.matrices.Values``."""

    def __init__(
        self, point: Mapping[Var, Ball], *, holomorphic: bool = False, analytic: bool = False
    ) -> None:
        self.point = point
        self.holomorphic = holomorphic
        self.analytic = analytic

    def at(self, variable: Var, value: Ball) -> _Evaluation:
        point = {**self.point, variable: value}
        return _Evaluation(point, holomorphic=self.holomorphic, analytic=self.analytic)

    def near(self, variable: Var, value: Ball, analytic: bool) -> _Evaluation:
        point = {**self.point, variable: value}
        return _Evaluation(point, holomorphic=True, analytic=self.analytic or analytic)

    def value(self, term: Basic) -> Ball:
        return self.number(term) if is_scalar(term) else self.matrix(term)

    def real(self, term: Basic) -> arb:
        return self.number(term).real

    def size(self, dimension: Basic) -> int:
        number = self.number(dimension).real.unique_fmpz()
        assert number is not None
        return int(number)

    def matrix(self, term: Basic) -> acb_mat:
        if isinstance(term, Var):
            value = self.point[term]
            assert isinstance(value, acb_mat)
            return value
        if isinstance(term, Expectation):
            return self.matrix(unfold(term))
        if isinstance(term, Integral):
            return self._vector_integral(term)
        if isinstance(term, Derivative):
            return derivative_of(term, self)
        return matrix_of(term, self)

    def number(self, term: Basic) -> acb:
        if isinstance(term, Var):
            value = self.point[term]
            assert isinstance(value, acb)
            return value
        if isinstance(term, Rational):
            return acb(fmpq(int(term.p), int(term.q)))
        if isinstance(term, Pi):
            return acb(arb.pi())
        if isinstance(term, (KL, Expectation, Density)):
            return self.number(unfold(term))
        if isinstance(term, Integral):
            over_numbers = is_scalar(term.variable)
            return line_integral(term, self) if over_numbers else self._vector_integral(term)[0, 0]
        if isinstance(term, Bracket):
            return self._bracket(term)
        if isinstance(term, Derivative):
            return derivative_of(term, self)[0, 0]
        if isinstance(term, Log):
            return log_of(term.args[0], self)
        if isinstance(term, ELEMENTARY):
            return elementary_of(term, self)
        return number_of(term, self)

    def _vector_integral(self, term: Integral) -> acb_mat:
        if is_scalar(term.variable):
            raise NotEnclosed("the integral of a matrix over numbers")
        return gaussian_integral(term.body, term.variable, self)

    def _bracket(self, term: Bracket) -> acb:
        body, x, lower, upper = term.args
        return self._end(body, x, upper) - self._end(body, x, lower)

    def _end(self, body: Basic, x: Var, end: Basic) -> acb:
        if end in (oo, -oo):
            if bound(body, x, self.real).rate > 0:
                return acb(0)
            raise NotEnclosed("a limit at infinity")
        return self.at(x, self.number(end)).number(body)
