"""Strata: points of four sorts, so that no sort of wrong line is hidden by where it was tried.

*generic*: numbers with nothing in common, matrices of order 2 and 3; *near equal*: variables of
the same kind differ by 10⁻³ to 10⁻¹² of their size, or a variable by as little from where a
standard normal has it; *extreme*: magnitudes from 10⁻⁶ to 10⁶; *boundary*: ends of domains, equal
parameters, the identity, order 1.  All values are exact rationals; a positive definite matrix is
L Lᵀ with a rational L, so that its Cholesky factor is rational too.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

from sympy import Rational
from sympy.core.basic import Basic

from derive.evidence.near import bring_near, make_equal
from derive.evidence.points import Matrix, Point, Value, diagonal, is_invertible
from derive.notation import Exp, Power, Var, shape, subterms

STRATA = ("generic", "near equal", "extreme", "boundary")
SHARES = {"near equal": 5, "extreme": 5, "boundary": 5}
"""One point in so many is of the stratum; the others are generic."""
_TRIES = 20


@dataclass(frozen=True)
class _Drawn:
    """How values are drawn at one point."""

    source: random.Random
    stratum: str
    exponents: frozenset[Var]
    """Variables in an exponent: their magnitude is at most 100, for e to the 10⁶ is no number."""

    def at_boundary(self) -> bool:
        return self.stratum == "boundary" and self.source.random() < 0.6

    def scale(self, v: Var) -> Fraction:
        """Return a power of 10, at an end of the range as often as within it."""
        if self.stratum != "extreme" or self.source.random() < 0.2:
            return Fraction(1)
        low, high = -6, 1 if v in self.exponents else 5
        within = self.source.randint(low, high)
        return Fraction(10) ** self.source.choice((low, within, within, high))

    def number(self) -> Fraction:
        """Return a number from 1/8 to 8 that is no fraction of small numbers."""
        return Fraction(self.source.randint(125, 7999), self.source.choice((997, 1000, 1009)))

    def signed(self) -> Fraction:
        return self.source.choice((-1, 1)) * self.number()


def strata(
    lines: Iterable[Basic], variables: set[Var], points: int, seed: str
) -> list[tuple[str, Point]]:
    """Return so many different points, each with its stratum; one where there are no variables.

    A stratum that runs out of points (0 is the one end of its domain) leaves the rest of its
    share to the generic ones.
    """
    source = random.Random(seed)
    exponents = frozenset(_in_exponents(lines))
    dimensions = _sorted(v for v in variables if v.domain == "dimension")
    others = _sorted(variables - set(dimensions))
    seen: set[tuple[Value, ...]] = set()
    if not variables:
        return [("generic", {})]
    made: list[tuple[str, Point]] = []
    quota = {s: points // share for s, share in SHARES.items()}
    quota["generic"] = points
    for stratum in (*SHARES, "generic"):
        drawn = _Drawn(source, stratum, exponents)
        for number in range(min(quota[stratum], points - len(seen))):
            for _ in range(_TRIES):
                point = _point(dimensions, others, number, drawn)
                key = tuple(point[v] for v in (*dimensions, *others))
                if key not in seen:
                    seen.add(key)
                    made.append((stratum, point))
                    break
    source.shuffle(made)
    return made


def _sorted(variables: Iterable[Var]) -> list[Var]:
    return sorted(variables, key=lambda v: (v.name, v.domain, str(v.dimensions)))


def _in_exponents(lines: Iterable[Basic]) -> Iterator[Var]:
    for line in lines:
        for term in subterms(line):
            if isinstance(term, Exp):
                yield from term.free_symbols
            if isinstance(term, Power) and not isinstance(term.args[1], Rational):
                yield from term.free_symbols


def _point(dimensions: list[Var], others: list[Var], number: int, drawn: _Drawn) -> Point:
    point: Point = {}
    smallest = drawn.stratum == "boundary" and number % 3 == 2
    for position, k in enumerate(dimensions):
        point[k] = 2 + (number + position) % 2
        if smallest and (number // 3 + position) % len(dimensions) == 0:
            point[k] = 1
    for v in others:
        point[v] = _value(v, point, drawn)
    if drawn.stratum == "near equal":
        bring_near(others, point, drawn.source)
    if drawn.stratum == "boundary" and number % 3 == 1:
        make_equal(others, point)
    return point


def _size(dimension: Basic, point: Point) -> int:
    value = point[dimension] if isinstance(dimension, Var) else int(dimension)
    assert isinstance(value, int)
    return value


def _value(v: Var, point: Point, drawn: _Drawn) -> Value:
    if v.domain == "index":
        last = _size(v.dimensions[0], point)
        if drawn.at_boundary():
            return drawn.source.choice((1, last))
        return drawn.source.randint(1, last)
    if v.domain in _NUMBERS:
        return _NUMBERS[v.domain](v, drawn)
    rows, columns = (_size(d, point) for d in shape(v))
    return _MATRICES[v.domain](v, rows, columns, drawn)


# -- numbers --------------------------------------------------------------------------------------


def _real(v: Var, drawn: _Drawn) -> Fraction:
    return Fraction(0) if drawn.at_boundary() else drawn.signed() * drawn.scale(v)


def _positive(v: Var, drawn: _Drawn) -> Fraction:
    return Fraction(1) if drawn.at_boundary() else drawn.number() * drawn.scale(v)


def _nonnegative(v: Var, drawn: _Drawn) -> Fraction:
    return Fraction(0) if drawn.at_boundary() else drawn.number() * drawn.scale(v)


def _unit_interval(v: Var, drawn: _Drawn) -> Fraction:
    if drawn.at_boundary():
        return Fraction(drawn.source.choice((0, 1)))
    small = drawn.number() / 8 * min(drawn.scale(v), Fraction(1))
    return drawn.source.choice((small, 1 - small))


def _natural(v: Var, drawn: _Drawn) -> Fraction:
    if drawn.at_boundary():
        return Fraction(drawn.source.choice((0, 1)))
    return Fraction(drawn.source.randint(0, 40 if drawn.stratum == "extreme" else 6))


_NUMBERS: dict[str, Callable[[Var, _Drawn], Fraction]] = {
    "real": _real,
    "positive": _positive,
    "nonnegative": _nonnegative,
    "unit interval": _unit_interval,
    "natural": _natural,
}

# -- matrices -------------------------------------------------------------------------------------


def _vector(v: Var, rows: int, columns: int, drawn: _Drawn) -> Matrix:
    scale = drawn.scale(v)
    zero = drawn.at_boundary()
    return Matrix((Fraction(0) if zero else drawn.signed() * scale,) for _ in range(rows))


def _positive_vector(v: Var, rows: int, columns: int, drawn: _Drawn) -> Matrix:
    one = drawn.at_boundary()
    return Matrix((Fraction(1) if one else drawn.number() * drawn.scale(v),) for _ in range(rows))


def _dense(v: Var, rows: int, columns: int, drawn: _Drawn) -> Matrix:
    """Return entries that are not 0; at a boundary, 0 or a matrix of rank 1."""
    if drawn.at_boundary():
        heights = [drawn.source.randint(-2, 2) for _ in range(rows)]
        return Matrix(tuple(Fraction(h * (j + 1)) for j in range(columns)) for h in heights)
    scale = drawn.scale(v)
    return Matrix(tuple(_entry(drawn) * scale for _ in range(columns)) for _ in range(rows))


def _entry(drawn: _Drawn) -> Fraction:
    return Fraction(drawn.source.choice((-1, 1)) * drawn.source.randint(1, 60), 10)


def _invertible(v: Var, rows: int, columns: int, drawn: _Drawn) -> Matrix:
    if drawn.at_boundary():
        return _identity(rows)
    while True:
        made = _dense(v, rows, columns, _Drawn(drawn.source, "generic", drawn.exponents))
        if is_invertible(made):
            scale = drawn.scale(v)
            return Matrix(tuple(e * scale for e in row) for row in made)


def _symmetric(v: Var, rows: int, columns: int, drawn: _Drawn) -> Matrix:
    if drawn.at_boundary():
        return Matrix((Fraction(0),) * rows for _ in range(rows))
    made = _dense(v, rows, columns, _Drawn(drawn.source, "generic", drawn.exponents))
    scale = drawn.scale(v)
    size = range(rows)
    return Matrix(tuple(made[max(i, j)][min(i, j)] * scale for j in size) for i in size)


def _positive_definite(v: Var, rows: int, columns: int, drawn: _Drawn) -> Matrix:
    """Return L Lᵀ for a rational lower triangular L; at a boundary, the identity."""
    if drawn.at_boundary():
        return _identity(rows)
    lower = []
    for i in range(rows):
        scale = drawn.scale(v)  # of each coordinate: the matrix may be far from round
        row = [_entry(drawn) * scale for _ in range(i)]
        row += [Fraction(drawn.source.randint(3, 40), 10) * scale]
        lower.append(tuple(row + [Fraction(0)] * (rows - i - 1)))
    return Matrix(tuple(_dot(p, q) for q in lower) for p in lower)


def _dot(x: tuple[Fraction, ...], y: tuple[Fraction, ...]) -> Fraction:
    return sum((p * q for p, q in zip(x, y, strict=True)), Fraction(0))


def _diagonal(v: Var, rows: int, columns: int, drawn: _Drawn) -> Matrix:
    zero = drawn.source.randrange(rows) if drawn.at_boundary() else None
    entries = [Fraction(0) if i == zero else _entry(drawn) * drawn.scale(v) for i in range(rows)]
    return diagonal(entries)


def _positive_diagonal(v: Var, rows: int, columns: int, drawn: _Drawn) -> Matrix:
    if drawn.at_boundary():
        return _identity(rows)
    return diagonal([abs(_entry(drawn)) * drawn.scale(v) for _ in range(rows)])


def _identity(size: int) -> Matrix:
    return diagonal([Fraction(1)] * size)


_MATRICES: dict[str, Callable[[Var, int, int, _Drawn], Matrix]] = {
    "vector": _vector,
    "positive vector": _positive_vector,
    "matrix": _dense,
    "symmetric": _symmetric,
    "positive definite": _positive_definite,
    "invertible": _invertible,
    "diagonal": _diagonal,
    "positive diagonal": _positive_diagonal,
}
