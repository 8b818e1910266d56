"""Shape: rows and columns of what a term stands for; a number has none."""

from __future__ import annotations

from typing import Any

Shape = tuple[Any, ...]
"""``()`` for a number, (rows, columns) for a matrix; a vector is one column."""

SCALAR: Shape = ()
FUNCTION = "function"
"""What stands first in the shape of a function on ℝᵏ; the dimension k follows."""


class ShapeError(TypeError):
    """Two shapes that do not fit each other, or one that does not belong where it stands."""


def shape(term: Any) -> Shape:
    """Return the shape of a term, a number or a proposition."""
    return getattr(term, "_shape", SCALAR)


def is_scalar(term: Any) -> bool:
    """Say whether a term stands for a number."""
    return shape(term) == SCALAR


def shown(of: Shape) -> str:
    """Return a shape as readers write it."""
    if of == SCALAR:
        return "a number"
    if of[0] == FUNCTION:
        return f"a function of {of[1]} numbers"
    return f"a matrix of shape {of[0]}×{of[1]}"


def is_matrix(term: Any) -> bool:
    """Say whether a term stands for a vector or a matrix."""
    return not is_scalar(term) and shape(term)[0] != FUNCTION


def all_matrices(name: str, *args: Any) -> None:
    """Check that no argument is a function."""
    for a in args:
        if shape(a) and shape(a)[0] == FUNCTION:
            raise ShapeError(f"{name} takes numbers and matrices, not {shown(shape(a))}")


def all_scalar(name: str, *args: Any) -> Shape:
    """Return the shape of a number; its arguments must be numbers."""
    for a in args:
        if not is_scalar(a):
            raise ShapeError(f"{name} takes numbers, not {shown(shape(a))}")
    return SCALAR


def all_equal(name: str, a: Any, b: Any) -> Shape:
    """Return the shape that two arguments share."""
    all_matrices(name, a, b)
    if shape(a) != shape(b):
        raise ShapeError(f"{name} of {shown(shape(a))} and {shown(shape(b))}")
    return shape(a)


def square(name: str, a: Any) -> Shape:
    """Return the shape of an argument that must be a square matrix."""
    of = shape(a)
    if not is_matrix(a) or of[0] != of[1]:
        raise ShapeError(f"{name} takes a square matrix, not {shown(of)}")
    return of


def column(name: str, a: Any) -> Shape:
    """Return the shape of an argument that must be a vector."""
    of = shape(a)
    if not is_matrix(a) or of[1] != 1:
        raise ShapeError(f"{name} takes a vector, not {shown(of)}")
    return of
