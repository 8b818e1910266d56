"""Comparison: what the values of the two sides of a relation say of it at one point."""

from __future__ import annotations

from enum import Enum

from derive.evidence.exact_matrices import Rows
from derive.evidence.exact_numbers import Equality, NotExact
from derive.evidence.lines import PRECISIONS, Balls, LineAtPoint


class Finding(Enum):
    """What a point says of a step."""

    AGREES = "agrees"
    TOUCHES = "touches"
    """Of an inequality: the balls overlap, as they do where both sides are equal."""
    TOO_WIDE = "too wide"
    UNDECIDED = "undecided"
    REFUTES = "refutes"


def exactly(before: LineAtPoint, relation: str, after: LineAtPoint) -> Finding | None:
    """Return what exact arithmetic says; nothing where it does not cover the step."""
    try:
        left, right = before.exact(), after.exact()
    except NotExact:
        return None
    if relation == "=":
        return _equal(left, right)
    one, other = left[0][0].as_rational(), right[0][0].as_rational()
    if one is None or other is None:
        return None
    holds = one < other if relation == "<" else one <= other
    return Finding.AGREES if holds else Finding.REFUTES


def _equal(left: Rows, right: Rows) -> Finding | None:
    pairs = ((x, y) for p, q in zip(left, right, strict=True) for x, y in zip(p, q, strict=True))
    found = {x.compared_with(y) for x, y in pairs}
    if Equality.DIFFERENT in found:
        return Finding.REFUTES
    return None if Equality.UNDECIDED in found else Finding.AGREES


def by_balls(before: LineAtPoint, relation: str, after: LineAtPoint) -> tuple[Finding, float]:
    """Return what balls say, and the worse radius of the two sides."""
    if relation == "<":
        for bits in PRECISIONS:
            left, right = before.balls(bits), after.balls(bits)
            if left.entries[0] < right.entries[0] and left.narrow and right.narrow:
                break
    else:
        left, right = before.narrow_balls(), after.narrow_balls()
    radius = float(left.relative_radius.max(right.relative_radius))
    finding = _verdict(left, relation, right)
    if finding != Finding.REFUTES and not (left.narrow and right.narrow):
        finding = Finding.TOO_WIDE
    return finding, radius


def _verdict(left: Balls, relation: str, right: Balls) -> Finding:
    if relation == "=":
        overlap = [a.overlaps(b) for a, b in zip(left.entries, right.entries, strict=True)]
        return Finding.AGREES if all(overlap) else Finding.REFUTES
    one, other = left.entries[0], right.entries[0]
    if one > other or (relation == "<" and one >= other):
        return Finding.REFUTES
    if one < other or (relation == "<=" and one <= other):
        return Finding.AGREES
    return Finding.TOUCHES if relation == "<=" else Finding.UNDECIDED
