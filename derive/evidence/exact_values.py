"""Exact values: of a term at a rational point, where the ring of `exact_numbers` holds them.

Sums, products, quotients, determinants, traces, inverses and Cholesky factors are exact; so are
logarithms and exponentials of rationals, derivatives (by ε with ε² = 0), and integrals of
polynomials against normal densities (by moments).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sympy import Rational, oo
from sympy.core.basic import Basic

from derive.evidence import exact_matrices as matrices
from derive.evidence.exact_calculus import exact_density, exact_derivative, exact_integral
from derive.evidence.exact_logarithms import exact_log
from derive.evidence.exact_matrices import Rows
from derive.evidence.exact_numbers import PI, Exact, NotExact
from derive.evidence.moments import Gaussian
from derive.evidence.points import Value
from derive.notation import (
    KL,
    Abs,
    Bracket,
    Cholesky,
    Coordinates,
    Density,
    Derivative,
    Determinant,
    Diagonal,
    Entry,
    Exp,
    Expectation,
    Identity,
    Integral,
    Inverse,
    Log,
    MatrixProduct,
    Max,
    Minus,
    Neg,
    Over,
    Pi,
    Plus,
    Power,
    Product,
    Scalar,
    Sqrt,
    Sum,
    Times,
    Trace,
    Transpose,
    Var,
    Zero,
    expression,
    is_scalar,
    unfold,
)


def exact_value(term: Basic, point: Mapping[Var, Value]) -> Rows:
    """Return the value of a term, of a number as a matrix of shape 1×1.

    Raises
    ------
    Undefined
        Where the term has certainly no value at this point.
    NotExact
        Where the value is not seen to be in the ring.
    """
    values = {v: _of(x) for v, x in point.items()}
    return ExactValues(values, [], [0]).rows(term)


def _of(value: Value) -> Rows:
    if isinstance(value, tuple):
        return [[Exact.rational(e) for e in row] for row in value]
    return [[Exact.rational(value)]]


class ExactValues:
    """Values of terms at one point; ``fresh`` counts the variables that have been put in."""

    def __init__(
        self, point: Mapping[Var, Rows], gaussians: list[Gaussian], fresh: list[int]
    ) -> None:
        self.point = point
        self.gaussians = gaussians
        self.fresh = fresh

    def at(self, variable: Var, value: Rows) -> ExactValues:
        """Return the values where a variable has a value."""
        return ExactValues({**self.point, variable: value}, self.gaussians, self.fresh)

    def rows(self, term: Basic) -> Rows:
        """Return the value of a number, as a matrix, or of a matrix."""
        return [[self.number(term)]] if is_scalar(term) else self.matrix(term)

    def size(self, dimension: Basic) -> int:
        """Return the value of a dimension or an index."""
        value = self.number(dimension).as_rational()
        assert value is not None
        return int(value)

    def number(self, term: Basic) -> Exact:
        """Return the value of a number."""
        a = term.args
        if isinstance(term, Var):
            return self.point[term][0][0]
        if isinstance(term, Rational):
            return Exact.rational(term)
        if isinstance(term, (Plus, Minus, Times)):
            left, right = self.number(a[0]), self.number(a[1])
            if isinstance(term, Times):
                return left * right
            return left + right if isinstance(term, Plus) else left - right
        if isinstance(term, Neg):
            return -self.number(a[0])
        if isinstance(term, Over):
            return self.number(a[0]) * self.number(a[1]).reciprocal(expression(term))
        if isinstance(term, Power):
            return self._power(term)
        if isinstance(term, Log):
            return exact_log(a[0], self)
        if isinstance(term, Exp):
            return self.number(a[0]).exp()
        if isinstance(term, Sqrt):
            return self.number(a[0]).sqrt(expression(term))
        if isinstance(term, (Abs, Max)):
            return self._piecewise(term)
        if isinstance(term, Pi):
            return Exact.generator(PI)
        if isinstance(term, Scalar):
            return self.matrix(a[0])[0][0]
        if isinstance(term, Trace):
            of = self.matrix(a[0])
            return sum((of[i][i] for i in range(len(of))), Exact({}))
        if isinstance(term, Determinant):
            return matrices.determinant(self.matrix(a[0]))
        if isinstance(term, Entry):
            row, *column = (self.size(i) - 1 for i in a[1:])
            return self.matrix(a[0])[row][column[0] if column else 0]
        if isinstance(term, Sum):
            return sum(self._over_index(term), Exact({}))
        if isinstance(term, Product):
            product = Exact.rational(1)
            for value in self._over_index(term):
                product = product * value
            return product
        if isinstance(term, Density):
            return exact_density(term, self)
        if isinstance(term, Bracket):
            return self._bracket(term)
        return self._by_calculus(term)[0][0]

    def matrix(self, term: Basic) -> Rows:
        """Return the value of a matrix."""
        a = term.args
        if isinstance(term, Var):
            return self.point[term]
        if isinstance(term, Plus):
            return matrices.added(self.matrix(a[0]), self.matrix(a[1]))
        if isinstance(term, Minus):
            minus = Exact.rational(-1)
            return matrices.added(self.matrix(a[0]), matrices.scaled(self.matrix(a[1]), minus))
        if isinstance(term, Neg):
            return matrices.scaled(self.matrix(a[0]), Exact.rational(-1))
        if isinstance(term, Times):
            number, of = a if is_scalar(a[0]) else a[::-1]
            return matrices.scaled(self.matrix(of), self.number(number))
        if isinstance(term, Over):
            return matrices.scaled(
                self.matrix(a[0]), self.number(a[1]).reciprocal(expression(term))
            )
        if isinstance(term, MatrixProduct):
            return matrices.multiplied(self.matrix(a[0]), self.matrix(a[1]))
        if isinstance(term, Transpose):
            return matrices.transposed(self.matrix(a[0]))
        if isinstance(term, Inverse):
            return matrices.inverted(self.matrix(a[0]), expression(term))
        if isinstance(term, Cholesky):
            return matrices.lower_factor(self.matrix(a[0]), expression(term))
        if isinstance(term, Identity):
            size = self.size(a[0])
            return matrices.constant(size, size, diagonal=1)
        if isinstance(term, Zero):
            return matrices.constant(self.size(a[0]), self.size(a[1]))
        if isinstance(term, Diagonal):
            return matrices.diagonal(list(self._over_index(term)))
        if isinstance(term, Coordinates):
            return [[entry] for entry in self._over_index(term)]
        return self._by_calculus(term)

    def _over_index(self, term: Basic) -> Iterator[Exact]:
        body, i = term.args
        for n in range(1, self.size(i.dimensions[0]) + 1):
            yield self.at(i, [[Exact.rational(n)]]).number(body)

    def _power(self, term: Basic) -> Exact:
        base, exponent = self.number(term.args[0]), self.number(term.args[1]).as_rational()
        if exponent is not None and exponent.q == 1 and abs(exponent) < 1000:
            return base ** int(exponent)
        raise NotExact(f"{expression(term)} is not seen to be rational")

    def _piecewise(self, term: Basic) -> Exact:
        values = [self.number(x).as_rational() for x in term.args]
        known = [v for v in values if v is not None]
        if len(known) < len(values):
            raise NotExact(f"{expression(term)} is not seen to be rational")
        return Exact.rational(abs(known[0]) if isinstance(term, Abs) else max(known))

    def _bracket(self, term: Basic) -> Exact:
        body, x, lower, upper = term.args
        if oo in (upper, -lower):
            raise NotExact("a limit at infinity")
        return self.at(x, self.rows(upper)).number(body) - self.at(x, self.rows(lower)).number(body)

    def _by_calculus(self, term: Basic) -> Rows:
        if isinstance(term, (Expectation, KL)):
            return self._by_calculus(unfold(term))
        if isinstance(term, Integral):
            return exact_integral(term, self)
        if isinstance(term, Derivative):
            return exact_derivative(term, self)
        raise NotExact(f"{expression(term)} is not covered")
