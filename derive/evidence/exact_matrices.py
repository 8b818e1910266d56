"""Exact matrices: linear algebra on rows of exact numbers, for small orders."""

from __future__ import annotations

from derive.evidence.exact_numbers import Exact, NotExact
from derive.evidence.failures import Undefined

Rows = list[list[Exact]]
LARGEST_ORDER = 4
"""Determinants are expanded: their cost grows as the factorial of the order."""


def constant(rows: int, columns: int, value: int = 0, *, diagonal: int | None = None) -> Rows:
    """Return the matrix with one value, and another one on the diagonal."""
    on = value if diagonal is None else diagonal
    return [[Exact.rational(on if i == j else value) for j in range(columns)] for i in range(rows)]


def diagonal(entries: list[Exact]) -> Rows:
    """Return the diagonal matrix with these entries."""
    size = range(len(entries))
    return [[entries[i] if i == j else Exact({}) for j in size] for i in size]


def added(a: Rows, b: Rows) -> Rows:
    """Return A + B."""
    return [[x + y for x, y in zip(p, q, strict=True)] for p, q in zip(a, b, strict=True)]


def scaled(a: Rows, number: Exact) -> Rows:
    """Return the multiple of A by a number."""
    return [[x * number for x in row] for row in a]


def multiplied(a: Rows, b: Rows) -> Rows:
    """Return A B."""
    return [[dot(row, column) for column in transposed(b)] for row in a]


def dot(x: list[Exact], y: list[Exact]) -> Exact:
    """Return Σ xᵢ yᵢ."""
    return sum((p * q for p, q in zip(x, y, strict=True)), Exact({}))


def transposed(a: Rows) -> Rows:
    """Return Aᵀ."""
    return [list(column) for column in zip(*a, strict=True)]


def determinant(a: Rows) -> Exact:
    """Return det A, expanded along the first row."""
    if len(a) > LARGEST_ORDER:
        raise NotExact("a determinant of a large matrix")
    if not a:
        return Exact.rational(1)
    total = Exact({})
    for j, entry in enumerate(a[0]):
        if not entry.is_zero():
            minor = entry * determinant(_without(a, 0, j))
            total = total + (-minor if j % 2 else minor)
    return total


def _without(a: Rows, i: int, j: int) -> Rows:
    return [[*row[:j], *row[j + 1 :]] for n, row in enumerate(a) if n != i]


def inverted(a: Rows, name: str) -> Rows:
    """Return A⁻¹ = adj A / det A.

    Raises
    ------
    Undefined
        For a singular matrix.
    """
    det = determinant(a)
    if det.is_zero():
        raise Undefined(f"{name} is not defined: its argument is singular")
    over = det.reciprocal(name)
    size = range(len(a))
    cofactor = [[determinant(_without(a, i, j)) for j in size] for i in size]
    return [
        [(-cofactor[j][i] if (i + j) % 2 else cofactor[j][i]) * over for j in size] for i in size
    ]


def lower_factor(a: Rows, name: str) -> Rows:
    """Return the lower triangular L with L Lᵀ = A, its diagonal positive.

    Raises
    ------
    Undefined
        Where A is not symmetric or not positive definite.
    """
    if any(
        (x - y).terms
        for p, q in zip(a, transposed(a), strict=True)
        for x, y in zip(p, q, strict=True)
    ):
        raise Undefined(f"{name} is not defined: its argument is not symmetric")
    size = len(a)
    factor = constant(size, size)
    for j in range(size):
        pivot = a[j][j] - dot(factor[j][:j], factor[j][:j])
        sign = pivot.as_rational()
        if sign is not None and sign <= 0:
            raise Undefined(f"{name} is not defined: its argument is not positive definite")
        factor[j][j] = pivot.sqrt(name)
        for i in range(j + 1, size):
            rest = a[i][j] - dot(factor[i][:j], factor[j][:j])
            factor[i][j] = rest * factor[j][j].reciprocal(name)
    return factor
