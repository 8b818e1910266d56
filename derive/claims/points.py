"""Points: where a claim is tried: zeros, ones, integers, tiny, huge, equal, generic, complex."""

from __future__ import annotations

import random
from collections.abc import Iterator
from fractions import Fraction as F
from itertools import product
from typing import Any

from flint import acb, fmpq
from sympy.core.basic import Basic

from derive.evidence.points import sample
from derive.evidence.principal_numbers import Number, Turn, exact
from derive.notation import Cos, Sin, Tan, Var, shape, subterms

Point = dict[Var, Any]

_REAL = (F(0), F(1), F(-1), F(2), F(-2), F(1, 2), F(-1, 2), F(3), F(-3))
_EXTREME = (F(1, 10**6), F(-1, 10**6), F(10**4), F(-(10**4)), F(1, 10**12), F(-(10**12)), F(10**12))
_NATURAL = (F(0), F(1), F(2), F(3), F(4), F(5), F(6), F(7), F(10))
_GENERIC_DENOMINATORS = (97, 1009, 10007, 99991)
_TURNS = (F(1, 2), F(1), F(-1, 2), F(2), F(3, 2), F(1, 4), F(-1), F(1, 3))
_COMPLEX = (
    (1, 0),
    (0, 1),
    (-1, 0),
    (0, -1),
    (1, 1),
    (-1, 1),
    (0, 0),
    (2, -3),
    (-2, -1),
    (-3, 1),
    (0, 5),
)
MOST_PRODUCT = 160
NUMERIC = (
    "real", "positive", "nonnegative", "natural", "unit interval", "negative", "nonzero",
    "integer", "complex",
)  # fmt: skip


def is_permitted(domain: str, value: Number) -> bool:
    """Say whether a number, exact or a complex one, is in the domain of a number."""
    if isinstance(value, Turn):
        value = value.of_pi if domain != "unit interval" else fmpq(2)
        return domain not in ("natural", "integer") and is_permitted(domain, value)
    if not isinstance(value, fmpq):
        return domain == "complex"
    return {
        "real": True,
        "complex": True,
        "positive": value > 0,
        "nonnegative": value >= 0,
        "negative": value < 0,
        "nonzero": value != 0,
        "unit interval": 0 <= value <= 1,
        "integer": value.q == 1,
        "natural": value.q == 1 and value >= 0,
    }[domain]


def _complex(a: F, b: F) -> Number:
    return exact(a) if b == 0 else acb(exact(a), exact(b))


def candidates(domain: str, *, turns: bool) -> list[Number]:
    """Return the special values of a domain, the ordinary ones first."""
    values: list[Number] = [exact(x) for x in (*_REAL, *_NATURAL[4:], *_EXTREME)]
    if turns:
        values[3:3] = [Turn(exact(x)) for x in _TURNS]
    if domain == "complex":
        values = [_complex(F(a), F(b)) for a, b in _COMPLEX] + values
    permitted = [v for v in values if is_permitted(domain, v)]
    return list(dict.fromkeys(permitted)) if domain != "complex" else permitted


def generic(domain: str, source: random.Random) -> Number:
    """Return a value without any structure: a rational with a large denominator."""
    q = source.choice(_GENERIC_DENOMINATORS)
    if domain in ("natural", "integer"):
        low = 0 if domain == "natural" else -12
        return fmpq(source.randint(low, 12))
    size = source.choice((1, 1, 3, 3, 10))
    value = F(source.randint(1, size * q), q)
    if domain in ("negative", "real", "nonzero", "complex") and (
        domain == "negative" or source.random() < 0.5
    ):
        value = -value
    if domain == "unit interval":
        value = value % 1
    if domain == "complex":  # dyadic, so that a ball is one point
        return _complex(F(int(value * q), 1024), F(source.randint(-3000, 3000), 1024))
    return exact(value)


def points(
    variables: tuple[Var, ...], terms: tuple[Basic, ...], most: int = 600
) -> Iterator[Point]:
    """Yield permitted points, the same ones at every call."""
    numbers = sorted((v for v in variables if v.domain in NUMERIC), key=lambda v: str(v.name))
    others = [v for v in variables if v.domain not in NUMERIC]
    turns = any(isinstance(t, (Sin, Cos, Tan)) for term in terms for t in subterms(term))
    around = _around(others)
    if not numbers:
        yield from around if others else iter([{}])
        return
    for chosen in _numbers(numbers, turns, most):
        yield {**next(around), **chosen}


def _numbers(numbers: list[Var], turns: bool, most: int) -> Iterator[Point]:
    source = random.Random(1)
    special = {v: candidates(v.domain, turns=turns) for v in numbers}
    ordinary = [special[v][: max(3, int(MOST_PRODUCT ** (1 / len(numbers))))] for v in numbers]
    grid = [dict(zip(numbers, c, strict=True)) for c in product(*ordinary)][:MOST_PRODUCT]
    source.shuffle(grid)
    for number in range(most):
        if grid and (number < 6 or number % 2 == 0):
            yield grid.pop()
        elif number % 8 == 1:
            yield _equal(numbers, source)
        elif number % 8 == 3:
            yield _near(numbers, source)
        elif number % 8 == 5:
            yield {v: source.choice(special[v]) for v in numbers}
        else:
            mixed = number % 3 == 0
            yield {
                v: source.choice(special[v]) if mixed and source.random() < 0.5
                else generic(v.domain, source) for v in numbers
            }  # fmt: skip


def _equal(numbers: list[Var], source: random.Random) -> Point:
    """Return values of which some are equal, or each other's negatives."""
    point = {v: generic(v.domain, source) for v in numbers}
    value = point[source.choice(numbers)]
    for v in numbers:
        other = value if source.random() < 0.7 else -value if isinstance(value, fmpq) else value
        if source.random() < 0.7 and is_permitted(v.domain, other):
            point[v] = other
    return point


def _near(numbers: list[Var], source: random.Random) -> Point:
    """Return values that differ by a millionth."""
    point = {v: generic(v.domain, source) for v in numbers}
    value = point[source.choice(numbers)]
    for n, v in enumerate(numbers):
        if isinstance(value, fmpq) and is_permitted(v.domain, value + fmpq(n, 10**6)):
            point[v] = value + fmpq(n, 10**6)
    return point


def _around(others: list[Var]) -> Iterator[Point]:
    """Yield values of dimensions, indices, vectors and matrices, for ever."""
    if not others:
        while True:
            yield {}
    wanted = set(others).union(*(v.free_symbols for v in others))
    while True:
        for number, point in enumerate(sample(wanted, 48)):
            made = {v: _exact(x) for v, x in point.items()}
            if number % 6 == 5:
                made = _alike(made, most=2 if number % 12 == 5 else len(made))
            elif number % 12 == 10:
                made = _vanishing(made)
            yield made


def _exact(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(tuple(exact(x) for x in row) for row in value)
    return exact(F(value))


def _alike(point: Point, most: int) -> Point:
    """Return values in which so many matrices of one domain and shape are equal."""
    first: dict[Any, list[Any]] = {}
    made = dict(point)
    for v, x in point.items():
        if shape(v):
            before = first.setdefault((v.domain, shape(v)), [])
            before.append(x)
            made[v] = before[0] if len(before) <= most else x
    return made


def _vanishing(point: Point) -> Point:
    """Return values in which a matrix or a vector that may be 0 is 0."""
    may = [v for v in point if v.domain in ("vector", "matrix", "symmetric", "diagonal")]
    if not may:
        return point
    v = may[0]
    return {**point, v: tuple(tuple(fmpq(0) for _ in row) for row in point[v])}
