"""Refutation: a point at which a stated relation certainly fails."""

from __future__ import annotations

from dataclasses import dataclass

from flint import arb, arb_mat
from sympy.core.basic import Basic

from derive.evidence.enclosure import enclose
from derive.evidence.failures import NotEnclosed, Undefined
from derive.evidence.points import Point, Value, sample
from derive.notation import (
    KL,
    Bracket,
    Derivative,
    Expectation,
    Integral,
    Proposition,
    free,
    shape,
    subterms,
)

POINTS, POINTS_WITH_INTEGRALS = 24, 8
_SLOW = (KL, Bracket, Derivative, Expectation, Integral)


@dataclass(frozen=True)
class Refutation:
    """A permitted point at which the relation fails, and what is seen there."""

    values: tuple[tuple[str, Value], ...]
    detail: str


def refute(before: Basic, relation: str, after: Basic) -> Refutation | None:
    """Return a point at which ``before relation after`` is false, or None where none is found.

    Only relations between terms are tried: ``=``, ``<=`` and ``<``; matrices are compared entry
    by entry.
    """
    if relation not in ("=", "<=", "<") or any(isinstance(t, Proposition) for t in (before, after)):
        return None
    if any(v.domain == "positive function" for v in free(before) | free(after)):
        return None
    if shape(before) != shape(after):
        return None
    slow = any(isinstance(t, _SLOW) for line in (before, after) for t in subterms(line))
    for values in sample(free(before) | free(after), POINTS_WITH_INTEGRALS if slow else POINTS):
        try:
            failure = _fails(before, relation, after, values)
        except (NotEnclosed, ArithmeticError):
            continue
        if failure:
            named = tuple((v.name, x) for v, x in values.items())
            place = ", ".join(f"{name} = {x}" for name, x in named)
            return Refutation(named, f"at {place}: {failure}" if place else failure)
    return None


def _fails(before: Basic, relation: str, after: Basic, values: Point) -> str:
    """Say what is wrong at a point; nothing where the relation may hold there."""
    try:
        left, right = enclose(before, values), enclose(after, values)
    except Undefined as error:
        return str(error)
    if isinstance(left, arb_mat) and isinstance(right, arb_mat):
        return _entries_differ(left, right) if relation == "=" else ""
    assert isinstance(left, arb)
    assert isinstance(right, arb)
    wrong = {"<=": left > right, "<": left >= right}.get(relation, not left.overlaps(right))
    return f"the left side is {_short(left)}, the right side {_short(right)}" if wrong else ""


def _entries_differ(left: arb_mat, right: arb_mat) -> str:
    """Say where two matrices of the same shape certainly differ."""
    for i in range(left.nrows()):
        for j in range(left.ncols()):
            one, other = left[i, j], right[i, j]
            if not one.overlaps(other):
                return (
                    f"entry ({i + 1}, {j + 1}) of the left side is {_short(one)}, "
                    f"of the right side {_short(other)}"
                )
    return ""


def _short(ball: arb) -> str:
    return str(ball.str(12, radius=False))
