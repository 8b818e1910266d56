"""Headline: what a chain of lines says as a whole, and whether that is what is claimed."""

from __future__ import annotations

from collections.abc import Sequence

from sympy.core.basic import Basic

from derive.derivation import Relation
from derive.notation import AtMost, Comparison, Equal, Iff, Less, Proposition, same


def reached(lines: Sequence[Basic], relations: Sequence[Relation]) -> Basic:
    """Return the proposition that the chain as a whole says."""
    first, last, kinds = lines[0], lines[-1], set(relations)
    if isinstance(first, Proposition):
        return Iff(first, last) if kinds == {Relation.EQUIVALENT} else last
    if isinstance(last, Proposition):
        if relations[-1] is Relation.IMPLIES or not set(relations[:-1]) <= {Relation.EQUAL}:
            return last
        return last.func(first, *last.args[1:])
    if Relation.LESS in kinds:
        return Less(first, last)
    return AtMost(first, last) if Relation.AT_MOST in kinds else Equal(first, last)


def is_claim(claim: Proposition, reached: Basic) -> bool:
    """Say whether the claim is what was reached; ≤ may stand for = or <."""
    if isinstance(claim, AtMost) and isinstance(reached, Comparison):
        reached = AtMost(reached.left, reached.right)
    return same(claim, reached)
