"""Equivalent: mutants that say nothing but what the original says."""

from __future__ import annotations

from derive.derivation import Derivation, Relation
from tests.mutants.operators import Mutant

LINES_KEPT = ("deleted step", "doubled step", "swapped steps", "wrong rule", "relation")
"""Operators under which every line is one of the original's."""

STRENGTH = (Relation.EQUAL, Relation.AT_MOST, Relation.LESS)


def says_no_more(original: Derivation, mutant: Mutant) -> bool:
    """Say whether each of the mutant's steps follows from steps of the original alone.

    Between two lines of a chain of =, ≤ and < the original says the strongest relation that
    stands between them, and = in either order; one that says as much or less is true.
    """
    if mutant.operator not in LINES_KEPT:
        return False
    lines = [original.start, *(s.line for s in original.steps)]
    made = mutant.derivation
    ends = [made.start, *(s.line for s in made.steps)]
    return all(
        _follows(original, lines.index(a), lines.index(b), step.relation)
        for a, b, step in zip(ends, ends[1:], made.steps, strict=False)
    )


def _follows(original: Derivation, i: int, j: int, relation: Relation) -> bool:
    low, high = sorted((i, j))
    between = {step.relation for step in original.steps[low:high]}
    if not between <= {*STRENGTH}:
        return False
    said = max(between, key=STRENGTH.index, default=Relation.EQUAL)
    if i > j:
        return said is relation is Relation.EQUAL
    if relation is Relation.AT_MOST:
        return True
    return said is relation
