"""Linear algebra: products, transposes, inverses, traces, determinants, for every dimension.

A vector is a matrix with one column.  What is 1×1 is a number: ``x.T @ A @ x`` is one.
"""

from __future__ import annotations

from typing import Any

from sympy import Integer
from sympy.core.basic import Basic

from derive.notation.calculus import Binder
from derive.notation.shape import (
    SCALAR,
    Shape,
    ShapeError,
    all_matrices,
    all_scalar,
    column,
    is_matrix,
    shape,
    shown,
    square,
)
from derive.notation.term import Term, as_term
from derive.notation.variable import Var

ONE = Integer(1)


class MatrixProduct(Term):
    """The product A B of two matrices; the columns of A are as many as the rows of B."""

    @classmethod
    def shape_of(cls, a: Any, b: Any) -> Shape:
        """Return the rows of the one and the columns of the other."""
        left, right = shape(a), shape(b)
        all_matrices(cls.__name__, a, b)
        if SCALAR in (left, right):
            raise ShapeError(f"{shown(left)} @ {shown(right)}: use * for a number")
        if left[1] != right[0]:
            raise ShapeError(f"{shown(left)} @ {shown(right)}: columns and rows differ")
        return (left[0], right[1])


class Scalar(Term):
    """The number that a 1×1 matrix holds."""

    @classmethod
    def shape_of(cls, a: Any) -> Shape:
        """Return the shape of a number."""
        if shape(a) != (1, 1):
            raise ShapeError(f"Scalar takes a matrix of shape 1×1, not {shown(shape(a))}")
        return SCALAR


def product(a: Any, b: Any) -> Term:
    """Return A B, as a number where it is 1×1."""
    made = MatrixProduct(a, b)
    return Scalar(made) if shape(made) == (1, 1) else made


class Transpose(Term):
    """The transpose Aᵀ."""

    @classmethod
    def shape_of(cls, a: Any) -> Shape:
        """Return columns and rows."""
        if not is_matrix(a):
            raise ShapeError(f"Transpose takes a matrix, not {shown(shape(a))}")
        return shape(a)[::-1]


class Inverse(Term):
    """The inverse A⁻¹, defined where A is invertible."""

    @classmethod
    def shape_of(cls, a: Any) -> Shape:
        """Return the shape of A, which is square."""
        return square(cls.__name__, a)


class Trace(Term):
    """The trace tr A, the sum of the diagonal."""

    @classmethod
    def shape_of(cls, a: Any) -> Shape:
        """Return the shape of a number."""
        square(cls.__name__, a)
        return SCALAR


class Determinant(Term):
    """The determinant det A."""

    @classmethod
    def shape_of(cls, a: Any) -> Shape:
        """Return the shape of a number."""
        square(cls.__name__, a)
        return SCALAR


class Cholesky(Term):
    """The lower triangular L with a positive diagonal and L Lᵀ = S, for S positive definite."""

    @classmethod
    def shape_of(cls, a: Any) -> Shape:
        """Return the shape of S."""
        return square(cls.__name__, a)


class Identity(Term):
    """The identity matrix of order k."""

    @classmethod
    def shape_of(cls, k: Any) -> Shape:
        """Return k×k."""
        return (_dimension(cls.__name__, k),) * 2


class Zero(Term):
    """The matrix of shape n×m whose entries are 0."""

    @classmethod
    def shape_of(cls, n: Any, m: Any) -> Shape:
        """Return n×m."""
        return (_dimension(cls.__name__, n), _dimension(cls.__name__, m))


OF_DIMENSIONS = (Identity, Zero)
"""The nodes whose arguments are dimensions."""


class Entry(Term):
    """The entry vᵢ of a vector, or Aᵢⱼ of a matrix, at indices that range over its dimensions."""

    def __new__(cls, a: Any, *indices: Any) -> Entry:
        return cls._made(as_term(a), *(as_term(i) for i in indices))  # type: ignore[no-any-return]

    @classmethod
    def shape_of(cls, a: Any, *indices: Any) -> Shape:
        """Return the shape of a number."""
        ranges = shape(a)[: 1 if len(indices) == 1 else 2]
        if len(indices) == 1:
            column("Entry with one index", a)
        if len(ranges) != len(indices):
            raise ShapeError(f"Entry with {len(indices)} indices of {shown(shape(a))}")
        for i, length in zip(indices, ranges, strict=True):
            if not isinstance(i, Var) or i.domain != "index" or i.dimensions != (length,):
                raise ShapeError(f"{i} is not an index from 1 to {length}: use index(…, {length})")
        return SCALAR


class IndexBinder(Binder):
    """A term that binds an index, which runs over its whole range."""

    @classmethod
    def shape_of(cls, body: Any, i: Any, *rest: Any) -> Shape:
        """Return the shape of a number; the body is one for each index."""
        if not isinstance(i, Var) or i.domain != "index":
            raise ShapeError(f"{cls.__name__} runs over an index, not over {i}")
        return all_scalar(cls.__name__, body, *rest)

    @property
    def length(self) -> Basic:
        """How many values the index takes."""
        return self.variable.dimensions[0]


class Sum(IndexBinder):
    """Σ body over i = 1, …, k."""


class Product(IndexBinder):
    """Π body over i = 1, …, k."""


class Coordinates(IndexBinder):
    """The vector whose i-th entry is the body."""

    @classmethod
    def shape_of(cls, body: Any, i: Any, *rest: Any) -> Shape:
        """Return k×1, for an index from 1 to k."""
        super().shape_of(body, i)
        return (i.dimensions[0], ONE)


class Diagonal(IndexBinder):
    """The diagonal matrix whose entry at (i, i) is the body."""

    @classmethod
    def shape_of(cls, body: Any, i: Any, *rest: Any) -> Shape:
        """Return k×k, for an index from 1 to k."""
        super().shape_of(body, i)
        return (i.dimensions[0],) * 2


def _dimension(name: str, k: Any) -> Any:
    if k == ONE or (isinstance(k, Var) and k.domain == "dimension"):
        return k
    if isinstance(k, Integer) and k >= 1:
        return k
    raise ShapeError(f"{name} takes dimensions, not {k}")


inverse, trace, det = Inverse, Trace, Determinant
