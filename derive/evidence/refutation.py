"""Refutation: a point at which a stated relation certainly fails."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from flint import arb, arb_mat
from sympy import Rational
from sympy.core.basic import Basic

from derive.evidence.enclosure import enclose
from derive.evidence.failures import NotEnclosed, Undefined
from derive.evidence.points import Matrix, Point, Value, sample
from derive.evidence.readable import pair
from derive.notation import (
    KL,
    VECTORS,
    Bracket,
    Derivative,
    Expectation,
    Integral,
    Part,
    Proposition,
    free,
    shape,
    subterms,
    told,
)

POINTS, POINTS_WITH_INTEGRALS = 24, 8
_SLOW = (KL, Bracket, Derivative, Expectation, Integral)


@dataclass(frozen=True)
class Refutation:
    """A permitted point at which the relation fails, and what is seen there."""

    values: tuple[tuple[str, Value], ...]
    said: tuple[Part, ...]

    @property
    def detail(self) -> str:
        """The point, and what is seen there, in one text."""
        return told(self.said)


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
            return Refutation(named, (*_place(values), *failure))
    return None


def _place(values: Point) -> Iterator[Part]:
    """Yield where a point is: ``at x = 1/2, A with the rows (1, 0) and (0, 1):``."""
    word = "at "
    for variable, value in values.items():
        yield from (word, variable)
        word = ", "
        if not isinstance(value, Matrix):
            yield from (" = ", Rational(value))
        elif variable.domain in VECTORS:
            yield f" = ({', '.join(str(entry) for (entry,) in value)})"
        else:
            rows = [f"({', '.join(map(str, row))})" for row in value]
            yield f" with the row{'s' * (len(rows) > 1)} {' and '.join(rows)}"
    if values:
        yield ": "


def _fails(before: Basic, relation: str, after: Basic, values: Point) -> tuple[Part, ...]:
    """Say what is wrong at a point; nothing where the relation may hold there."""
    try:
        left, right = enclose(before, values), enclose(after, values)
    except Undefined as error:
        return error.parts
    if isinstance(left, arb_mat) and isinstance(right, arb_mat):
        return _entries_differ(left, right) if relation == "=" else ()
    assert isinstance(left, arb)
    assert isinstance(right, arb)
    wrong = {"<=": left > right, "<": left >= right}.get(relation, not left.overlaps(right))
    if not wrong:
        return ()
    one, other = pair(left, right)
    return (f"the left side is {one}, the right side {other}",)


def _entries_differ(left: arb_mat, right: arb_mat) -> tuple[Part, ...]:
    """Say where two matrices of the same shape certainly differ."""
    for i in range(left.nrows()):
        for j in range(left.ncols()):
            if not left[i, j].overlaps(right[i, j]):
                one, other = pair(left[i, j], right[i, j])
                entry = f"entry ({i + 1}, {j + 1})"
                return (f"{entry} of the left side is {one}, of the right side {other}",)
    return ()
