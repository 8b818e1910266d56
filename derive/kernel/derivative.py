"""Derivative: the kernel's own differentiation, on terms, in any direction."""

from __future__ import annotations

from sympy import Integer, Rational
from sympy.core.basic import Basic

from derive.kernel.facts import Declined
from derive.kernel.matrix_facts import is_invertible
from derive.kernel.signs import is_nonzero, is_positive
from derive.notation import (
    SCALAR,
    VECTORS,
    Arctan,
    Coordinates,
    Cos,
    Density,
    Derivative,
    Determinant,
    Diagonal,
    Entry,
    Exp,
    IndexBinder,
    Inverse,
    Log,
    MatrixProduct,
    Minus,
    Neg,
    Over,
    Plus,
    Power,
    Product,
    Scalar,
    Sin,
    Sqrt,
    Sum,
    Times,
    Trace,
    Transpose,
    Var,
    Zero,
    is_scalar,
    shape,
    substitute,
    unfold,
)

ZERO, ONE = Integer(0), Integer(1)
OPEN = ("real", "positive", "vector", "positive vector", "symmetric", "positive definite")
"""Domains that are open sets, in which there are derivatives in every direction."""


def derivative(term: Basic, x: Var) -> Basic:
    """Return the derivative of a term with respect to a number; see `differential`."""
    return differential(term, x, ONE)


def direction_of(x: Var) -> Var:
    """Return an arbitrary direction in which a variable can move."""
    if x.domain in VECTORS:
        return Var.unchecked("#direction", "vector", x.dimensions)
    if shape(x) != SCALAR:
        return Var.unchecked("#direction", "symmetric", x.dimensions)
    return Var.unchecked("#direction", "real")


def differential(term: Basic, x: Var, h: Basic) -> Basic:
    """Return the derivative at x in the direction h of a term that is defined for every x.

    It is a term of the same shape, linear in h.

    Raises
    ------
    Declined
        Where the term is not seen to be differentiable on the whole domain of ``x``.
    """
    a = term.args
    if x not in term.free_symbols:
        return ZERO if is_scalar(term) else Zero(*shape(term))
    if isinstance(term, Var):
        return h
    if isinstance(
        term, (IndexBinder, Inverse, Transpose, Trace, Determinant, MatrixProduct, Entry)
    ):
        return _of_matrices(term, x, h)
    if isinstance(term, (Plus, Minus)):
        return term.func(differential(a[0], x, h), differential(a[1], x, h))
    if isinstance(term, (Neg, Scalar)):
        return term.func(differential(a[0], x, h))
    if isinstance(term, Times):
        return Plus(Times(differential(a[0], x, h), a[1]), Times(a[0], differential(a[1], x, h)))
    if isinstance(term, Over):
        above, below = differential(a[0], x, h), differential(a[1], x, h)
        return Over(Minus(Times(a[1], above), Times(below, a[0])), Power(a[1], Integer(2)))
    if isinstance(term, Power) and x not in a[1].free_symbols:
        natural = isinstance(a[1], Rational) and a[1].q == 1 and a[1] >= 1
        if natural or is_positive(a[0]):
            lowered = Power(a[0], a[1] - 1 if isinstance(a[1], Rational) else Minus(a[1], ONE))
            return Times(Times(a[1], lowered), differential(a[0], x, h))
    if isinstance(term, Exp):
        return Times(term, differential(a[0], x, h))
    if isinstance(term, Log):
        return Over(differential(a[0], x, h), a[0])
    if isinstance(term, Sqrt) and is_positive(a[0]):
        return Over(differential(a[0], x, h), Times(Integer(2), term))
    if isinstance(term, Sin):
        return Times(Cos(a[0]), differential(a[0], x, h))
    if isinstance(term, Cos):
        return Neg(Times(Sin(a[0]), differential(a[0], x, h)))
    if isinstance(term, Arctan):
        return Over(differential(a[0], x, h), Plus(ONE, Power(a[0], Integer(2))))
    if isinstance(term, Density):
        return differential(unfold(term), x, h)
    if isinstance(term, Derivative) and is_scalar(term.variable):
        value = derivative(term.body, term.variable)
        return differential(substitute(value, {term.variable: term.point}), x, h)
    raise Declined(term, " is not seen to be differentiable in ", x, " everywhere")


def _of_matrices(term: Basic, x: Var, h: Basic) -> Basic:
    a = term.args
    if isinstance(term, MatrixProduct):
        left = MatrixProduct(differential(a[0], x, h), a[1])
        return Plus(left, MatrixProduct(a[0], differential(a[1], x, h)))
    if isinstance(term, (Transpose, Trace)):
        return term.func(differential(a[0], x, h))
    if isinstance(term, Entry):
        return Entry(differential(a[0], x, h), *a[1:])
    if isinstance(term, Inverse):
        return Neg(MatrixProduct(MatrixProduct(term, differential(a[0], x, h)), term))
    if isinstance(term, Determinant) and is_invertible(a[0]):
        return Times(term, Trace(MatrixProduct(Inverse(a[0]), differential(a[0], x, h))))
    if isinstance(term, (Sum, Diagonal, Coordinates)):
        return term.func(differential(term.body, x, h), term.variable)
    if isinstance(term, Product) and is_nonzero(term.body):
        ratio = Over(differential(term.body, x, h), term.body)
        return Times(term, Sum(ratio, term.variable))
    raise Declined(term, " is not seen to be differentiable in ", x, " everywhere")


def applied(value: Basic, is_gradient: bool, h: Basic) -> Basic:
    """Return gᵀh for a gradient, J h for a Jacobian."""
    if is_gradient:
        return Scalar(MatrixProduct(Transpose(value), h))
    return MatrixProduct(value, h)
