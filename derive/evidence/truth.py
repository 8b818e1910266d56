"""Truth: whether a proposition holds at a point, where exact arithmetic or balls decide it."""

from __future__ import annotations

from sympy.core.basic import Basic

from derive.evidence.comparison import Finding, by_balls, exactly
from derive.evidence.failures import NotEnclosed
from derive.evidence.lines import LineAtPoint
from derive.evidence.points import Point
from derive.notation import And, AtMost, Equal, Iff, Less, Unequal, expression


def truth(proposition: Basic, point: Point) -> tuple[bool, bool] | None:
    """Return whether a proposition holds at a point, and whether exact arithmetic decides it.

    Nothing is returned where neither exact arithmetic nor balls decide it.
    """
    if isinstance(proposition, (And, Iff)):
        sides = [truth(p, point) for p in proposition.args]
        if isinstance(proposition, And):
            false = [s for s in sides if s is not None and not s[0]]
            if false:
                return False, any(exact for _, exact in false)
        known = [s for s in sides if s is not None]
        if len(known) < 2:
            return None
        value = known[0][0] == known[1][0] if isinstance(proposition, Iff) else True
        return value, all(exact for _, exact in known)
    if isinstance(proposition, (Equal, Unequal, AtMost, Less)):
        return _truth_of_comparison(proposition, point)
    raise NotEnclosed(f"{expression(proposition)} is not decided at points")


def _truth_of_comparison(
    proposition: Equal | Unequal | AtMost | Less, point: Point
) -> tuple[bool, bool] | None:
    left, right = (LineAtPoint(side, point) for side in proposition.args)
    negated = isinstance(proposition, Unequal)
    relation = "=" if negated else proposition.symbol
    finding = exactly(left, relation, right)
    if finding is not None:
        return (finding == Finding.AGREES) != negated, True
    try:
        finding, _ = by_balls(left, relation, right)
    except NotEnclosed:
        return None
    if finding == Finding.REFUTES:
        return negated, False
    if finding == Finding.AGREES and relation != "=":
        return True, False
    return None
