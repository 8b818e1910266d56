"""Matrices: which product, quotient, power or entry an operator of the grammar stands for."""

from __future__ import annotations

from typing import Any

from sympy import Integer

from derive.notation import (
    SCALAR,
    Entry,
    EntryAt,
    Identity,
    Inverse,
    MatrixProduct,
    Over,
    Power,
    Scalar,
    ShapeError,
    Times,
    Var,
    is_scalar,
    shape,
)

LARGEST_POWER = 12


def multiplied(a: Any, b: Any) -> Any:
    """Return a·b; the product of two matrices is a number where it is 1×1."""
    if is_scalar(a) or is_scalar(b):
        return Times(a, b)
    product = MatrixProduct(a, b)
    return Scalar(product) if shape(product) == (1, 1) else product


def divided(a: Any, b: Any) -> Any:
    """Return a/b, where b is a number."""
    if not is_scalar(b):
        raise ShapeError("a matrix cannot be divided by: multiply by inverse(…)")
    return Over(a, b)


def raised(a: Any, b: Any) -> Any:
    """Return a**b; a matrix to a whole power is a product, to the power −1 its inverse."""
    if not is_scalar(b):
        raise ShapeError("an exponent is a number")
    if is_scalar(a):
        return Power(a, b)
    rows, columns = shape(a)
    if rows != columns:
        raise ShapeError("a power of a matrix that is not square")
    if not isinstance(b, Integer) or abs(b) > LARGEST_POWER:
        raise ShapeError(f"a matrix is raised to whole numbers up to {LARGEST_POWER} only")
    base = Inverse(a) if b < 0 else a
    result = base if b else Identity(rows)
    for _ in range(abs(int(b)) - 1):
        result = MatrixProduct(result, base)
    return result


def indexed(a: Any, *places: Any) -> Any:
    """Return an entry of a vector or a matrix; places are counted from 1."""
    lengths = shape(a)[: len(places)]
    if shape(a) == SCALAR:
        raise ShapeError("an index of a number")
    fits = len(lengths) == len(places) and all(
        isinstance(p, Var) and p.domain == "index" and p.dimensions == (n,)
        for p, n in zip(places, lengths, strict=True)
    )
    return Entry(a, *places) if fits else EntryAt(a, *places)
