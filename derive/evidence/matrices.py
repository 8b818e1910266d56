"""Matrices: values of the nodes of linear algebra, as matrices of complex balls."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from flint import acb, acb_mat
from sympy.core.basic import Basic

from derive.evidence.failures import NotEnclosed, Undefined
from derive.notation import (
    Cholesky,
    Determinant,
    Diagonal,
    Entry,
    Identity,
    Inverse,
    MatrixProduct,
    Minus,
    Neg,
    Over,
    Plus,
    Product,
    Scalar,
    Sum,
    Times,
    Trace,
    Transpose,
    Var,
    Zero,
    expression,
    is_scalar,
)

Ball = acb | acb_mat


class Values(Protocol):
    """What the value of a node needs: the values of its parts.

    Where ``holomorphic``, numbers may be complex, and a value is a holomorphic function of them;
    where ``analytic`` too, it is not finite unless it is analytic on all of its balls.
    """

    holomorphic: bool
    analytic: bool

    def value(self, term: Basic) -> Ball:
        """Return the value of a number or of a matrix."""

    def number(self, term: Basic) -> acb:
        """Return the value of a number."""

    def matrix(self, term: Basic) -> acb_mat:
        """Return the value of a matrix."""

    def size(self, dimension: Basic) -> int:
        """Return the value of a dimension or an index."""

    def at(self, variable: Var, value: Ball) -> Values:
        """Return the values where a variable has a value."""

    def near(self, variable: Var, value: Ball, analytic: bool) -> Values:
        """Return holomorphic values where a variable has a value, which may be complex."""


def number_of(term: Basic, values: Values) -> acb:
    """Return the value of a number that linear algebra makes."""
    a = term.args
    if isinstance(term, Scalar):
        return values.matrix(a[0])[0, 0]
    if isinstance(term, Trace):
        return values.matrix(a[0]).trace()
    if isinstance(term, Determinant):
        return values.matrix(a[0]).det()
    if isinstance(term, Entry):
        row, *column = (values.size(i) - 1 for i in a[1:])
        return values.matrix(a[0])[row, column[0] if column else 0]
    if isinstance(term, Sum):
        return sum(_over_index(term, values), acb(0))
    if isinstance(term, Product):
        product = acb(1)
        for value in _over_index(term, values):
            product *= value
        return product
    raise NotEnclosed(f"{expression(term)} is not covered")


def matrix_of(term: Basic, values: Values) -> acb_mat:
    """Return the value of a matrix that sums, products and linear algebra make."""
    a = term.args
    if isinstance(term, Plus):
        return values.matrix(a[0]) + values.matrix(a[1])
    if isinstance(term, Minus):
        return values.matrix(a[0]) - values.matrix(a[1])
    if isinstance(term, Neg):
        return -values.matrix(a[0])
    if isinstance(term, Times):
        number, of = a if is_scalar(a[0]) else a[::-1]
        return values.matrix(of) * values.number(number)
    if isinstance(term, Over):
        return _over(term, values.matrix(a[0]), values.number(a[1]))
    if isinstance(term, MatrixProduct):
        return values.matrix(a[0]) * values.matrix(a[1])
    if isinstance(term, Transpose):
        return values.matrix(a[0]).transpose()
    if isinstance(term, Inverse):
        return _inverse(term, values)
    if isinstance(term, Cholesky):
        return _cholesky(term, values)
    if isinstance(term, Identity):
        return diagonal([acb(1)] * values.size(a[0]))
    if isinstance(term, Zero):
        return acb_mat(values.size(a[0]), values.size(a[1]))
    if isinstance(term, Diagonal):
        return diagonal(list(_over_index(term, values)))
    raise NotEnclosed(f"{expression(term)} is not covered")


def diagonal(entries: list[acb]) -> acb_mat:
    """Return the diagonal matrix with these entries."""
    made = acb_mat(len(entries), len(entries))
    for i, entry in enumerate(entries):
        made[i, i] = entry
    return made


def unit(rows: int, columns: int, i: int, j: int) -> acb_mat:
    """Return the matrix whose one entry that is not 0 is 1."""
    made = acb_mat(rows, columns)
    made[i, j] = 1
    return made


def as_matrix(ball: Ball) -> acb_mat:
    """Return a matrix; a number as one of shape 1×1."""
    return ball if isinstance(ball, acb_mat) else acb_mat([[ball]])


def _over_index(term: Basic, values: Values) -> Iterator[acb]:
    body, i = term.args
    for n in range(1, values.size(i.dimensions[0]) + 1):
        yield values.at(i, acb(n)).number(body)


def _over(term: Basic, a: acb_mat, divisor: acb) -> acb_mat:
    if divisor.is_zero():
        raise Undefined(term, " divides by zero")
    return a / divisor


def _inverse(term: Basic, values: Values) -> acb_mat:
    of = values.matrix(term.args[0])
    if not values.holomorphic and of.det().is_zero():
        raise Undefined(term, " is not defined: its argument is singular")
    try:
        return of.inv()
    except ZeroDivisionError:
        raise NotEnclosed(f"{expression(term)} may not exist") from None


def _cholesky(term: Basic, values: Values) -> acb_mat:
    of = values.matrix(term.args[0])
    if values.holomorphic:
        return lower_factor(of, analytic=values.analytic)
    if not of.overlaps(of.transpose()):
        raise Undefined(term, " is not defined: its argument is not symmetric")
    factor = lower_factor(of, expression(term))
    return acb_mat([[acb(x.real) for x in row] for row in factor.tolist()])


def lower_factor(a: acb_mat, name: str = "", *, analytic: bool = False) -> acb_mat:
    """Return the lower triangular L with L Lᵀ = A, by its lower half, its diagonal positive.

    With a name, A is real, and must be positive definite.

    Raises
    ------
    Undefined
        Where a real A is certainly not positive definite.
    NotEnclosed
        Where that is not decided.
    """
    size = a.nrows()
    factor = acb_mat(size, size)
    for j in range(size):
        pivot = a[j, j] - sum((factor[j, n] ** 2 for n in range(j)), acb(0))
        if name and pivot.real <= 0:
            raise Undefined(f"{name} is not defined: its argument is not positive definite")
        if name and not pivot.real > 0:
            raise NotEnclosed(f"{name} may not exist")
        factor[j, j] = pivot.sqrt(analytic=analytic)
        for i in range(j + 1, size):
            rest = sum((factor[i, n] * factor[j, n] for n in range(j)), acb(0))
            factor[i, j] = (a[i, j] - rest) / factor[j, j]
    return factor
