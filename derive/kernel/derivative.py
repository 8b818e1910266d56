"""Derivative: the kernel's own differentiation, on terms."""

from __future__ import annotations

from sympy import Integer, Rational
from sympy.core.basic import Basic

from derive.kernel.facts import Declined, described
from derive.kernel.signs import is_positive
from derive.notation import (
    Arctan,
    Binder,
    Cos,
    Density,
    Exp,
    Log,
    Minus,
    Neg,
    Over,
    Plus,
    Power,
    Sin,
    Sqrt,
    Times,
    Var,
    unfold,
)

ZERO, ONE = Integer(0), Integer(1)


def derivative(term: Basic, x: Var) -> Basic:
    """Return the derivative of a term that is defined wherever ``x`` is in its domain.

    Raises
    ------
    Declined
        Where the term is not seen to be differentiable on that whole domain.
    """
    a = term.args
    if x not in term.free_symbols:
        return ZERO
    if isinstance(term, Var):
        return ONE
    if isinstance(term, (Plus, Minus)):
        return term.func(derivative(a[0], x), derivative(a[1], x))
    if isinstance(term, Neg):
        return Neg(derivative(a[0], x))
    if isinstance(term, Times):
        return Plus(Times(derivative(a[0], x), a[1]), Times(a[0], derivative(a[1], x)))
    if isinstance(term, Over):
        top = Minus(Times(derivative(a[0], x), a[1]), Times(a[0], derivative(a[1], x)))
        return Over(top, Power(a[1], Integer(2)))
    if isinstance(term, Power) and x not in a[1].free_symbols:
        natural = isinstance(a[1], Rational) and a[1].q == 1 and a[1] >= 1
        if natural or is_positive(a[0]):
            lowered = Power(a[0], a[1] - 1 if isinstance(a[1], Rational) else Minus(a[1], ONE))
            return Times(Times(a[1], lowered), derivative(a[0], x))
    if isinstance(term, Exp):
        return Times(term, derivative(a[0], x))
    if isinstance(term, Log):
        return Over(derivative(a[0], x), a[0])
    if isinstance(term, Sqrt) and is_positive(a[0]):
        return Over(derivative(a[0], x), Times(Integer(2), term))
    if isinstance(term, Sin):
        return Times(Cos(a[0]), derivative(a[0], x))
    if isinstance(term, Cos):
        return Neg(Times(Sin(a[0]), derivative(a[0], x)))
    if isinstance(term, Arctan):
        return Over(derivative(a[0], x), Plus(ONE, Power(a[0], Integer(2))))
    if isinstance(term, Density) and not isinstance(term, Binder):
        return derivative(unfold(term), x)
    raise Declined(f"{described(term)} is not seen to be differentiable in {x.name} everywhere")
