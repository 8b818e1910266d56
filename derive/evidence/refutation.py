"""Refutation: a point at which a stated relation certainly fails."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction

from flint import arb
from sympy.core.basic import Basic

from derive.evidence.enclosure import Undefined, enclose
from derive.evidence.tails import NotEnclosed
from derive.notation import KL, Binder, Proposition, Var, free, subterms

POINTS, POINTS_WITH_INTEGRALS = 24, 8


@dataclass(frozen=True)
class Refutation:
    """A permitted point at which the relation fails, and what is seen there."""

    values: tuple[tuple[str, Fraction], ...]
    detail: str


def refute(before: Basic, relation: str, after: Basic) -> Refutation | None:
    """Return a point at which ``before relation after`` is false, or None where none is found.

    Only relations between terms are tried: ``=``, ``<=`` and ``<``.
    """
    if relation not in ("=", "<=", "<") or any(isinstance(t, Proposition) for t in (before, after)):
        return None
    integrals = any(isinstance(t, (Binder, KL)) for line in (before, after) for t in subterms(line))
    points = POINTS_WITH_INTEGRALS if integrals else POINTS
    for values in _sample(sorted(free(before) | free(after), key=lambda v: v.name), points):
        try:
            failure = _fails(before, relation, after, values)
        except (NotEnclosed, ArithmeticError):
            continue
        if failure:
            named = tuple((v.name, x) for v, x in values.items())
            place = ", ".join(f"{name} = {x}" for name, x in named)
            return Refutation(named, f"at {place}: {failure}" if place else failure)
    return None


def _fails(before: Basic, relation: str, after: Basic, values: dict[Var, Fraction]) -> str:
    """Say what is wrong at a point; nothing where the relation may hold there."""
    try:
        left, right = enclose(before, values), enclose(after, values)
    except Undefined as error:
        return str(error)
    wrong = {"=": left != right, "<=": left > right, "<": left >= right}[relation]
    if relation == "=":
        wrong = not left.overlaps(right)
    return f"the left side is {_short(left)}, the right side {_short(right)}" if wrong else ""


def _short(ball: arb) -> str:
    return str(ball.str(12, radius=False))


_SPREAD = {
    "real": (-3, 3),
    "positive": (0, 3),
    "nonnegative": (0, 3),
}


def _sample(variables: list[Var], points: int) -> Iterator[dict[Var, Fraction]]:
    """Yield permitted points, the same at every call: generic ones first, then boundaries."""
    source = random.Random(0)
    for number in range(points):
        boundary = number % 4 == 3
        yield {v: _value(v, source, boundary) for v in variables}
        if not variables:
            return


def _value(variable: Var, source: random.Random, boundary: bool) -> Fraction:
    if variable.domain == "natural":
        return Fraction(source.choice((0, 1)) if boundary else source.randint(0, 5))
    low, high = _SPREAD[variable.domain]
    value = Fraction(source.randint(low * 97 + 1, high * 97), 97)
    if boundary and source.random() < 0.5:
        return Fraction(1) if variable.domain == "positive" else Fraction(0)
    return value
