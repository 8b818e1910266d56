"""Points: permitted values of variables, generic ones first, the same at every call."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from fractions import Fraction

from flint import fmpq, fmpq_mat
from sympy.core.basic import Basic

from derive.notation import Var, shape

Point = dict[Var, "Value"]


class Matrix(tuple[tuple[Fraction, ...], ...]):
    """The rows of a matrix, which are shown as ``[[1, 1/2], [0, 1]]``; a vector is one column."""

    __slots__ = ()

    def __str__(self) -> str:
        rows = (", ".join(map(str, row)) for row in self)
        return f"[{', '.join(f'[{row}]' for row in rows)}]"


Value = Fraction | int | Matrix


def sample(variables: set[Var], points: int) -> Iterator[Point]:
    """Yield permitted points: generic ones, and now and then one at a boundary.

    Dimensions are 2 and 3, different ones where there are two, and 1 only at the last points:
    matrices of order 1 commute.
    """
    source = random.Random(0)
    dimensions = _sorted(v for v in variables if v.domain == "dimension")
    others = _sorted(variables - set(dimensions))
    for number in range(points):
        boundary = number % 4 == 3
        chance = 1.0 if number % 8 == 3 else 0.5
        values: Point = dict(_sizes(dimensions, number, last=number >= points - points // 6))
        for v in others:
            values[v] = _value(v, values, source, chance if boundary else 0.0)
        yield values
        if not variables:
            return


def _sorted(variables: Iterable[Var]) -> list[Var]:
    return sorted(variables, key=lambda v: str(v.name))


def _sizes(dimensions: list[Var], number: int, *, last: bool) -> Iterator[tuple[Var, int]]:
    for position, k in enumerate(dimensions):
        if last:
            yield k, 1 if (number + position) % len(dimensions) == 0 else 2
        else:
            yield k, 2 + ((number + 1) // 2 + position) % 2


def _value(v: Var, sizes: Point, source: random.Random, chance: float) -> Value:
    """Return a value; of a matrix one at a boundary, with this chance."""
    if v.domain == "index":
        return source.randint(1, _size(v.dimensions[0], sizes))
    if v.domain in _NUMBERS:
        return _number(v.domain, source, chance > 0)
    rows, columns = (_size(d, sizes) for d in shape(v))
    return _MATRICES[v.domain](rows, columns, source, source.random() < chance)


def _size(dimension: Basic, sizes: Point) -> int:
    value = sizes[dimension] if isinstance(dimension, Var) else int(dimension)
    assert isinstance(value, int)
    return value


_NUMBERS = {
    "real": (-3, 3),
    "positive": (0, 3),
    "nonnegative": (0, 3),
    "natural": (0, 5),
}


def _number(domain: str, source: random.Random, boundary: bool) -> Fraction:
    low, high = _NUMBERS[domain]
    if domain == "natural":
        return Fraction(source.choice((0, 1)) if boundary else source.randint(low, high))
    value = Fraction(source.randint(low * 97 + 1, high * 97), 97)
    if boundary and source.random() < 0.5:
        return Fraction(1) if domain == "positive" else Fraction(0)
    return value


# -- matrices: multiples of 1/2 and 1/4, so that whether they are singular shows ------------------


def _dense(rows: int, columns: int, source: random.Random, boundary: bool) -> Matrix:
    """Return entries that are not 0; at a boundary, a matrix of rank 1."""
    if boundary:
        heights, widths = ([_factor(source) for _ in range(n)] for n in (rows, columns))
        return Matrix(tuple(h * w for w in widths) for h in heights)
    return Matrix(tuple(_entry(source) for _ in range(columns)) for _ in range(rows))


def _entry(source: random.Random) -> Fraction:
    return Fraction(source.choice((-1, 1)) * source.randint(1, 6), 2)


def _factor(source: random.Random) -> Fraction:
    return Fraction(source.choice((-2, -1, 1, 2)))


def _positive(source: random.Random) -> Fraction:
    return Fraction(source.randint(1, 8), 2)


def _vector(rows: int, columns: int, source: random.Random, boundary: bool) -> Matrix:
    zero = source.randrange(rows) if boundary else None
    return Matrix((Fraction(0) if i == zero else _entry(source),) for i in range(rows))


def _positive_vector(rows: int, columns: int, source: random.Random, boundary: bool) -> Matrix:
    return Matrix((Fraction(1) if boundary else _positive(source),) for _ in range(rows))


def _invertible(rows: int, columns: int, source: random.Random, boundary: bool) -> Matrix:
    while True:
        a = _dense(rows, columns, source, False)
        if is_invertible(a):
            return a


def is_invertible(a: Matrix) -> bool:
    """Say whether a square matrix is invertible."""
    exact = fmpq_mat([[fmpq(x.numerator, x.denominator) for x in row] for row in a])
    return bool(exact.det() != 0)


def _symmetric(rows: int, columns: int, source: random.Random, boundary: bool) -> Matrix:
    a = _dense(rows, columns, source, False)
    if boundary:
        return Matrix(tuple(x[0] * y[0] for y in a) for x in a)
    return Matrix(tuple(a[max(i, j)][min(i, j)] for j in range(columns)) for i in range(rows))


def _positive_definite(rows: int, columns: int, source: random.Random, boundary: bool) -> Matrix:
    """Return A Aᵀ + c·1, every entry of it not 0; at a boundary, the identity."""
    if boundary:
        return diagonal([Fraction(1)] * rows)
    while True:
        a = _dense(rows, rows, source, False)
        c = Fraction(source.randint(1, 4), 4)
        made = Matrix(tuple(_dot(p, q) + (c if p is q else 0) for q in a) for p in a)
        if all(x for row in made for x in row):
            return made


def _dot(x: tuple[Fraction, ...], y: tuple[Fraction, ...]) -> Fraction:
    return sum((p * q for p, q in zip(x, y, strict=True)), Fraction(0))


def _any_diagonal(rows: int, columns: int, source: random.Random, boundary: bool) -> Matrix:
    zero = source.randrange(rows) if boundary else None
    return diagonal([Fraction(0) if i == zero else _entry(source) for i in range(rows)])


def _positive_diagonal(rows: int, columns: int, source: random.Random, boundary: bool) -> Matrix:
    return diagonal([Fraction(1) if boundary else _positive(source) for _ in range(rows)])


def diagonal(entries: list[Fraction]) -> Matrix:
    """Return the diagonal matrix with these entries."""
    size = range(len(entries))
    return Matrix(tuple(entries[i] if i == j else Fraction(0) for j in size) for i in size)


_MATRICES: dict[str, Callable[[int, int, random.Random, bool], Matrix]] = {
    "vector": _vector,
    "positive vector": _positive_vector,
    "matrix": _dense,
    "symmetric": _symmetric,
    "positive definite": _positive_definite,
    "invertible": _invertible,
    "diagonal": _any_diagonal,
    "positive diagonal": _positive_diagonal,
}
