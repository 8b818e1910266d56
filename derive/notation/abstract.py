"""Abstract: functions on ℝᵏ of which only the name is known, or given by a term."""

from __future__ import annotations

from typing import Any

from derive.notation.calculus import Binder
from derive.notation.shape import FUNCTION, SCALAR, Shape, ShapeError, all_scalar, shape, shown
from derive.notation.term import Term
from derive.notation.variable import Var


class Applied(Term):
    """The value f(x) of a function on ℝᵏ."""

    @classmethod
    def shape_of(cls, f: Any, x: Any) -> Shape:
        """Return the shape of a number; x has as many entries as f takes."""
        if not shape(f) or shape(f)[0] != FUNCTION:
            raise ShapeError(f"{cls.__name__} takes a function, not {shown(shape(f))}")
        if shape(x) != (shape(f)[1], 1):
            raise ShapeError(f"{shown(shape(f))} at {shown(shape(x))}")
        return SCALAR


class Lambda(Binder):
    """The function on ℝᵏ that takes a vector to the body."""

    @classmethod
    def shape_of(cls, body: Any, x: Any, *rest: Any) -> Shape:
        """Return the shape of a function."""
        all_scalar(f"the body of {cls.__name__}", body)
        if not isinstance(x, Var) or x.domain != "vector":
            raise ShapeError(f"{cls.__name__} is a function of a vector, not of {x}")
        return (FUNCTION, x.dimensions[0])
