"""Equivalent: mutants that say nothing but what the original says."""

from __future__ import annotations

from derive.derivation import Derivation, Relation
from derive.notation import Binder, Bracket, Integral, free, subterms
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


def runs_over_the_same_interval(original: Derivation, mutant: Mutant) -> bool:
    """Say whether what is assumed of fewer values is a variable of integration, and nothing else.

    An integral and a bracket over an interval say themselves where their variable runs: with a
    larger domain they are the same number.
    """
    if mutant.operator != "weaker assumption":
        return False
    name = mutant.place.partition(":")[0]
    lines = [original.start, original.claim, *(s.line for s in original.steps)]
    lines += [*original.assumptions, *original.where, *original.where.values()]
    if any(v.name == name for line in lines for v in free(line)):
        return False
    binders = [
        t for line in lines for t in subterms(line)
        if isinstance(t, Binder) and t.variable.name == name
    ]  # fmt: skip
    return all(isinstance(t, (Integral, Bracket)) and len(t.args) == 4 for t in binders)
