"""Principal: the values of terms at a point, in principal branches, and whether relations hold.

This is the reading of claims: log(−1) is iπ and defined.  The steps of derivations keep the
stricter reading of ``derive.evidence.enclosure``, in which a logarithm is one of a positive number.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction
from typing import Any

from flint import acb, ctx, fmpq
from sympy import Rational
from sympy.core.basic import Basic

from derive.evidence import principal_matrices as matrices
from derive.evidence import principal_numbers as numbers
from derive.evidence.enclosure import enclose_complex
from derive.evidence.failures import NotEnclosed, Undefined
from derive.evidence.principal_matrices import Rows
from derive.evidence.principal_numbers import ONE, ZERO, Number, Turn, ball
from derive.notation import (
    KL,
    Abs,
    Arccos,
    Arcosh,
    Arcsin,
    Arctan,
    Arsinh,
    Artanh,
    Binomial,
    Bracket,
    Cholesky,
    Coordinates,
    Cos,
    Cosh,
    Density,
    Derivative,
    Determinant,
    Diagonal,
    Digamma,
    Entry,
    EntryAt,
    Erf,
    Erfc,
    EulerGamma,
    Exp,
    Expectation,
    Factorial,
    FiniteProduct,
    FiniteSum,
    Floor,
    Gamma,
    Identity,
    ImaginaryUnit,
    Integral,
    Inverse,
    Log,
    MatrixProduct,
    Max,
    Min,
    Minus,
    MultivariateNormal,
    Neg,
    Normal,
    Over,
    Pi,
    Plus,
    Power,
    Product,
    Scalar,
    Sign,
    Sin,
    Sinh,
    Sqrt,
    Sum,
    Tan,
    Tanh,
    Times,
    Trace,
    Transpose,
    Var,
    Zero,
    expression,
    is_scalar,
    subterms,
    unfold,
)

Value = Number | Rows
MOST_SUMMANDS = 400
BY_ENCLOSURE = (KL, Expectation, Integral, Bracket, Derivative)


def _of_ball(function: Callable[[acb], acb]) -> Callable[[Number], Number]:
    return lambda a: numbers.finite(function(ball(a)))


UNARY: dict[type, Callable[[Number], Number]] = {
    Neg: numbers.negative,
    Exp: numbers.exponential,
    Log: numbers.logarithm,
    Sqrt: numbers.square_root,
    Abs: numbers.modulus,
    Sin: numbers.sine,
    Cos: numbers.cosine,
    Tan: numbers.tangent,
    Sinh: lambda a: ZERO if numbers.is_zero(a) else _of_ball(acb.sinh)(a),
    Cosh: lambda a: ONE if numbers.is_zero(a) else _of_ball(acb.cosh)(a),
    Tanh: lambda a: ZERO if numbers.is_zero(a) else _of_ball(acb.tanh)(a),
    Arctan: lambda a: numbers.inverse_function("atan", a),
    Arcsin: lambda a: numbers.inverse_function("asin", a),
    Arccos: lambda a: numbers.inverse_function("acos", a),
    Arsinh: lambda a: numbers.inverse_function("asinh", a),
    Arcosh: lambda a: numbers.inverse_function("acosh", a),
    Artanh: lambda a: numbers.inverse_function("atanh", a),
    Sign: lambda a: fmpq(numbers.sign(a)),
    Floor: numbers.floor,
    Gamma: numbers.gamma,
    Digamma: numbers.digamma,
    Factorial: lambda a: numbers.gamma(numbers.add(a, ONE)),
    Erf: lambda a: ZERO if numbers.is_zero(a) else _of_ball(acb.erf)(a),
    Erfc: lambda a: ONE if numbers.is_zero(a) else _of_ball(acb.erfc)(a),
}
BINARY: dict[type, Callable[[Number, Number], Number]] = {
    Plus: numbers.add,
    Minus: lambda a, b: numbers.add(a, numbers.negative(b)),
    Times: numbers.multiply,
    Over: numbers.divide,
    Power: numbers.power,
    Max: numbers.larger,
    Min: lambda a, b: numbers.negative(numbers.larger(numbers.negative(a), numbers.negative(b))),
    Binomial: numbers.binomial,
}


def at_precision(bits: int, function: Callable[[], Any]) -> Any:
    """Return what a function gives where balls have so many bits."""
    before = ctx.prec
    ctx.prec = bits
    try:
        return function()
    finally:
        ctx.prec = before


class Principal:
    """Values of terms at one point.

    Parameters
    ----------
    point : mapping of Var to Value
        A number or the rows of a matrix for every variable, dimensions included.
    """

    def __init__(self, point: Mapping[Var, Value]) -> None:
        self.point = point
        self._known: dict[Basic, Value] = {}

    def value(self, term: Basic) -> Value:
        """Return a ball, or an exact value, of a term.

        Raises
        ------
        Undefined
            Where the term certainly has no value at this point.
        NotEnclosed
            Where it is not decided.
        """
        if term not in self._known:
            made = self._number(term) if is_scalar(term) else self._matrix(term)
            self._known[term] = made
        return self._known[term]

    def number(self, term: Basic) -> Number:
        """Return the value of a number."""
        return self.value(term)  # type: ignore[return-value]

    def matrix(self, term: Basic) -> Rows:
        """Return the value of a matrix."""
        return self.value(term)  # type: ignore[return-value]

    def at(self, variable: Var, value: Value) -> Principal:
        """Return the values where a variable has a value."""
        return Principal({**self.point, variable: value})

    def _size(self, dimension: Basic) -> int:
        n = numbers.integer(self.number(dimension))
        if n is None:
            raise NotEnclosed(f"{expression(dimension)} is no size")
        return n

    def _number(self, term: Basic) -> Number:
        a = term.args
        if isinstance(term, Var):
            return self.point[term]  # type: ignore[return-value]
        if isinstance(term, Rational):
            return fmpq(int(term.p), int(term.q))
        if isinstance(term, Pi):
            return Turn(ONE)
        if isinstance(term, (ImaginaryUnit, EulerGamma)):
            return numbers.constant(term.written)
        if type(term) in UNARY:
            return self._named(term, lambda: UNARY[type(term)](self.number(a[0])))
        if type(term) in BINARY:
            return self._named(term, lambda: self._binary(term))
        if isinstance(term, (FiniteSum, FiniteProduct)):
            return self._ranged(term)
        if isinstance(term, (Sum, Product)):
            values = self._over_index(term)
            return self._total(values, product=isinstance(term, Product))
        if isinstance(term, Density):
            self._check_distribution(a[0])
            return self.number(unfold(term))
        if isinstance(term, BY_ENCLOSURE):
            return self._enclosed(term)  # type: ignore[return-value]
        return self._of_matrices(term)

    def _named(self, term: Basic, function: Callable[[], Number]) -> Number:
        try:
            return function()
        except Undefined as error:
            if " in " in str(error):
                raise
            raise Undefined(f"{error} in {expression(term)[:120]}") from None

    def _binary(self, term: Basic) -> Number:
        return BINARY[type(term)](*(self.number(x) for x in term.args))

    def _of_matrices(self, term: Basic) -> Number:
        a = term.args
        if isinstance(term, Scalar):
            return self.matrix(a[0])[0][0]
        if isinstance(term, Trace):
            return matrices.trace(self.matrix(a[0]))
        if isinstance(term, Determinant):
            return matrices.determinant(self.matrix(a[0]))
        if isinstance(term, (Entry, EntryAt)):
            return self._entry(term)
        raise NotEnclosed(f"{expression(term)} is not covered")

    def _entry(self, term: Basic) -> Number:
        rows, places = self.matrix(term.args[0]), []
        for place, length in zip(term.args[1:], (len(rows), len(rows[0])), strict=False):
            n = numbers.integer(self.number(place))
            if n is None:
                raise NotEnclosed(f"the place {expression(place)}")
            if not 1 <= n <= length:
                raise Undefined(f"place {n} of {length} in {expression(term)}")
            places.append(n - 1)
        return rows[places[0]][places[1] if len(places) > 1 else 0]

    def _ranged(self, term: Basic) -> Number:
        body, i, *ends = term.args
        lower, upper = (numbers.integer(self.number(e)) for e in ends)
        if lower is None or upper is None or upper - lower > MOST_SUMMANDS:
            raise NotEnclosed(f"the range of {expression(term)}")
        values = (self.at(i, fmpq(n)).number(body) for n in range(lower, upper + 1))
        return self._total(values, product=isinstance(term, FiniteProduct))

    def _over_index(self, term: Basic) -> Iterator[Number]:
        body, i = term.args
        for n in range(1, self._size(i.dimensions[0]) + 1):
            yield self.at(i, fmpq(n)).number(body)

    @staticmethod
    def _total(values: Iterator[Number], *, product: bool) -> Number:
        total: Number = ONE if product else ZERO
        step = numbers.multiply if product else numbers.add
        for value in values:
            total = step(total, value)
        return total

    def _matrix(self, term: Basic) -> Rows:
        a = term.args
        if isinstance(term, Var):
            return self.point[term]  # type: ignore[return-value]
        if isinstance(term, Plus):
            return matrices.added(self.matrix(a[0]), self.matrix(a[1]))
        if isinstance(term, Minus):
            right = matrices.scaled(self.matrix(a[1]), fmpq(-1))
            return matrices.added(self.matrix(a[0]), right)
        if isinstance(term, Neg):
            return matrices.scaled(self.matrix(a[0]), fmpq(-1))
        if isinstance(term, Times):
            number, of = a if is_scalar(a[0]) else a[::-1]
            return matrices.scaled(self.matrix(of), self.number(number))
        if isinstance(term, Over):
            return matrices.scaled(self.matrix(a[0]), numbers.divide(ONE, self.number(a[1])))
        if isinstance(term, MatrixProduct):
            return matrices.product(self.matrix(a[0]), self.matrix(a[1]))
        if isinstance(term, Transpose):
            return matrices.transposed(self.matrix(a[0]))
        if isinstance(term, Inverse):
            return matrices.inverse(self.matrix(a[0]))
        if isinstance(term, Cholesky):
            return matrices.cholesky(self.matrix(a[0]))
        if isinstance(term, Identity):
            return matrices.diagonal([ONE] * self._size(a[0]))
        if isinstance(term, Zero):
            return ((ZERO,) * self._size(a[1]),) * self._size(a[0])
        if isinstance(term, Diagonal):
            return matrices.diagonal(list(self._over_index(term)))
        if isinstance(term, Coordinates):
            return tuple((x,) for x in self._over_index(term))
        if isinstance(term, BY_ENCLOSURE):
            return self._enclosed(term)  # type: ignore[return-value]
        raise NotEnclosed(f"{expression(term)} is not covered")

    def _check_distribution(self, distribution: Basic) -> None:
        if isinstance(distribution, Normal):
            if numbers.sign(self.number(distribution.std)) <= 0:
                raise Undefined(f"a standard deviation that is not positive in {distribution}")
        elif isinstance(distribution, MultivariateNormal):
            matrices.check_positive_definite(self.matrix(distribution.cov))

    def _enclosed(self, term: Basic) -> Value:
        """Return the value of an integral or a derivative; only real ones are covered."""
        bound = {
            t.args[1] for t in subterms(term) if isinstance(t, BY_ENCLOSURE) and len(t.args) > 2
        }
        for t in subterms(term):
            if isinstance(t, (Normal, MultivariateNormal)) and not t.free_symbols & bound:
                self._check_distribution(t)
        point = {v: _plain(self.point[v]) for v in term.free_symbols}
        try:
            found = enclose_complex(term, point, ctx.prec)
        except (Undefined, ArithmeticError, AssertionError, KeyError, TypeError) as error:
            raise NotEnclosed(str(error)) from None
        real = not any(_may_leave_the_reals(t) for t in subterms(term))
        if isinstance(found, acb):
            return acb(found.real) if real else numbers.finite(found)
        return tuple(tuple(acb(x.real) if real else x for x in row) for row in found.tolist())


def _may_leave_the_reals(t: Basic) -> bool:
    """Say whether a node can make a number that is not real of real ones."""
    if isinstance(t, Power):
        exponent = t.args[1]
        return not (isinstance(exponent, Rational) and exponent.q == 1)
    return isinstance(t, (Sqrt, Log))


def _plain(value: Any) -> Any:
    """Return a value as enclosures take it."""
    if isinstance(value, fmpq):
        return Fraction(int(value.p), int(value.q))
    if isinstance(value, tuple):
        return tuple(tuple(_plain(x) for x in row) for row in value)
    raise NotEnclosed("an integral at a point that is not rational")
