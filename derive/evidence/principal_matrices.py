"""Principal matrices: small matrices of principal numbers; a singular one is seen exactly."""

from __future__ import annotations

from typing import Any

from derive.evidence.failures import NotEnclosed, Undefined
from derive.evidence.principal_numbers import (
    ONE,
    ZERO,
    Number,
    add,
    ball,
    divide,
    is_zero,
    multiply,
    negative,
    sign,
    square_root,
)

Rows = tuple[tuple[Number, ...], ...]
MOST_ROWS = 5


def added(a: Rows, b: Rows) -> Rows:
    """Return A + B."""
    return tuple(
        tuple(add(x, y) for x, y in zip(p, q, strict=True)) for p, q in zip(a, b, strict=True)
    )


def scaled(a: Rows, factor: Number) -> Rows:
    """Return c·A."""
    return tuple(tuple(multiply(x, factor) for x in row) for row in a)


def product(a: Rows, b: Rows) -> Rows:
    """Return A B."""
    columns = transposed(b)
    return tuple(tuple(_dot(row, column) for column in columns) for row in a)


def _dot(a: tuple[Number, ...], b: tuple[Number, ...]) -> Number:
    total: Number = ZERO
    for x, y in zip(a, b, strict=True):
        total = add(total, multiply(x, y))
    return total


def transposed(a: Rows) -> Rows:
    """Return Aᵀ."""
    return tuple(zip(*a, strict=True))


def diagonal(entries: list[Number]) -> Rows:
    """Return the diagonal matrix with these entries."""
    size = range(len(entries))
    return tuple(tuple(entries[i] if i == j else ZERO for j in size) for i in size)


def trace(a: Rows) -> Number:
    """Return the trace."""
    total: Number = ZERO
    for i, row in enumerate(a):
        total = add(total, row[i])
    return total


def determinant(a: Rows) -> Number:
    """Return the determinant, without a division."""
    if len(a) > MOST_ROWS:
        raise NotEnclosed(f"a determinant of more than {MOST_ROWS} rows")
    if not a:
        return ONE
    total: Number = ZERO
    for j, entry in enumerate(a[0]):
        if is_zero(entry):
            continue
        part = multiply(entry, determinant(_minor(a, 0, j)))
        total = add(total, part if j % 2 == 0 else negative(part))
    return total


def _minor(a: Rows, i: int, j: int) -> Rows:
    return tuple(row[:j] + row[j + 1 :] for n, row in enumerate(a) if n != i)


def inverse(a: Rows) -> Rows:
    """Return A⁻¹, by cofactors."""
    of = determinant(a)
    if is_zero(of):
        raise Undefined("the inverse of a singular matrix")
    if ball(of).contains(0):
        raise NotEnclosed("the inverse of a matrix that may be singular")
    size = range(len(a))
    cofactors = tuple(
        tuple(_signed(determinant(_minor(a, j, i)), i + j) for j in size) for i in size
    )
    return scaled(cofactors, divide(ONE, of))


def _signed(a: Number, parity: int) -> Number:
    return negative(a) if parity % 2 else a


def check_positive_definite(a: Rows) -> None:
    """Check that a matrix is symmetric and positive definite.

    Raises
    ------
    Undefined
        Where it certainly is not.
    NotEnclosed
        Where that is not decided.
    """
    for i in range(len(a)):
        for j in range(i):
            difference = add(a[i][j], negative(a[j][i]))
            if is_zero(difference):
                continue
            if ball(difference).contains(0):
                raise NotEnclosed("a matrix that may be symmetric")
            raise Undefined("a covariance that is not symmetric")
    for size in range(1, len(a) + 1):
        if sign(determinant(tuple(row[:size] for row in a[:size]))) <= 0:
            raise Undefined("a covariance that is not positive definite")


def cholesky(a: Rows) -> Rows:
    """Return the lower triangular L with a positive diagonal and L Lᵀ = A."""
    check_positive_definite(a)
    size = len(a)
    made: list[list[Any]] = [[ZERO] * size for _ in range(size)]
    for j in range(size):
        before = _dot(tuple(made[j][:j]), tuple(made[j][:j]))
        made[j][j] = square_root(add(a[j][j], negative(before)))
        for i in range(j + 1, size):
            rest = add(a[i][j], negative(_dot(tuple(made[i][:j]), tuple(made[j][:j]))))
            made[i][j] = divide(rest, made[j][j])
    return tuple(tuple(row) for row in made)
