"""Near and equal: values of like variables brought near one another, or made equal."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction

from derive.evidence.points import Matrix, Point, Value, diagonal
from derive.notation import Var


def _alike(variables: list[Var]) -> Iterator[list[Var]]:
    """Yield the variables of each domain and shape."""
    kinds = {(v.domain, v.dimensions): None for v in variables if v.domain != "index"}
    for domain, dimensions in kinds:
        yield [v for v in variables if (v.domain, v.dimensions) == (domain, dimensions)]


def make_equal(variables: list[Var], point: Point) -> None:
    """Give variables of the same domain and shape the same value."""
    for alike in _alike(variables):
        for v in alike[1:]:
            point[v] = point[alike[0]]


def bring_near(variables: list[Var], point: Point, source: random.Random) -> None:
    """Let like variables differ by 10⁻³ to 10⁻¹² of their size; one alone, from 0 or 1."""
    for alike in _alike(variables):
        first = alike[0]
        if len(alike) == 1:
            point[first] = _near_standard(first, point[first], source)
        for v in alike[1:]:
            point[v] = _near(v, point[first], source)


def _tiny(source: random.Random) -> Fraction:
    sign = source.choice((-1, 1))
    return Fraction(sign * source.randint(1, 9), 10 ** source.randint(4, 12))


def _near(v: Var, value: Value, source: random.Random) -> Value:
    """Return a value of the same domain that differs a little."""
    if v.domain == "natural":
        return value
    if not isinstance(value, tuple):
        return value * (1 + _tiny(source))
    if v.domain in ("positive definite", "symmetric"):  # D A D, with D near the identity
        d = [1 + _tiny(source) for _ in value]
        return Matrix(
            tuple(e * d[i] * d[j] for j, e in enumerate(row)) for i, row in enumerate(value)
        )
    if v.domain in ("invertible",):
        factor = 1 + _tiny(source)
        return Matrix(tuple(e * factor for e in row) for row in value)
    return Matrix(tuple(e * (1 + _tiny(source)) for e in row) for row in value)


def _near_standard(v: Var, value: Value, source: random.Random) -> Value:
    """Return a value that differs a little from 0, 1 or the identity."""
    if v.domain in ("real", "vector"):
        if isinstance(value, tuple):
            return Matrix((_tiny(source),) for _ in value)
        return _tiny(source)
    if v.domain == "nonnegative":
        return abs(_tiny(source))
    if v.domain == "positive":
        return 1 + _tiny(source)
    if isinstance(value, tuple) and v.domain == "positive vector":
        return Matrix((1 + _tiny(source),) for _ in value)
    if isinstance(value, tuple) and v.domain in ("positive definite", "positive diagonal"):
        return diagonal([(1 + _tiny(source)) ** 2 for _ in value])
    return value
