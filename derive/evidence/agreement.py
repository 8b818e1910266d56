"""Agreement: what points say *for* a step, each kind of evidence counted for itself.

At each point both sides of a step are evaluated: exactly, where exact arithmetic covers them, and
as balls for lines of numbers and of integrals, or where it does not.  Agreement at points proves
nothing; disagreement at one refutes the step.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import Enum

from sympy.core.basic import Basic

from derive.evidence.comparison import Finding, by_balls, exactly
from derive.evidence.failures import NotEnclosed, Undefined
from derive.evidence.lines import LineAtPoint
from derive.evidence.points import Point
from derive.evidence.truth import truth
from derive.notation import (
    KL,
    And,
    AtMost,
    Equal,
    Expectation,
    Iff,
    Integral,
    Less,
    Proposition,
    Unequal,
    Var,
    is_scalar,
    subterms,
)


class Kind(Enum):
    """The kinds of evidence; they are listed side by side and never merged."""

    ENCLOSURE = "rigorous enclosure"
    INSTANCES = "exact rational instances"
    MOMENTS = "exact values by moments"
    NONE = "not enclosed"


@dataclass
class Tally:
    """What has been seen of one step."""

    points: dict[Kind, Counter[str]] = field(default_factory=dict)
    others: Counter[str] = field(default_factory=Counter)
    """How many points touch, are too wide or undecided; of equivalences, hold or fail."""
    worst_radius: float = 0.0
    reasons: Counter[str] = field(default_factory=Counter)
    refutation: str = ""

    def add(self, other: Tally) -> None:
        """Take in what has been seen at other points."""
        for kind, counted in other.points.items():
            self.points.setdefault(kind, Counter()).update(counted)
        self.others.update(other.others)
        self.worst_radius = max(self.worst_radius, other.worst_radius)
        self.reasons.update(other.reasons)
        self.refutation = self.refutation or other.refutation


def not_covered(*lines: Basic) -> str:
    """Say why no evaluation at points speaks for lines; nothing where it may."""
    for line in lines:
        for term in subterms(line):
            if isinstance(term, Var) and term.domain == "positive function":
                return "an abstract density"
            decided = (Equal, AtMost, Less, Unequal, And, Iff)
            if isinstance(term, Proposition) and not isinstance(term, decided):
                return f"a proposition that no point decides: {_SPOKEN[type(term).__name__]}"
    return ""


_SPOKEN = {
    "TendsTo": "a limit",
    "Integrable": "integrability",
    "ForAll": "all values of a variable",
    "AlmostEverywhere": "almost all values of a variable",
    "Attracts": "asymptotic stability",
    "StrictlyConvex": "strict convexity",
    "PositiveDefinite": "positive definiteness",
}


def look(
    before: LineAtPoint, relation: str, after: LineAtPoint, stratum: str, tally: Tally
) -> None:
    """Evaluate one step at one point, and count what is seen."""
    try:
        if relation == "<=>":
            _look_at_equivalence(before, after, stratum, tally)
        elif relation == "=>":
            _look_at_implication(before, after, stratum, tally)
        else:
            _look_at_terms(before, relation, after, stratum, tally)
    except Undefined as error:
        _refuted(tally, before.point, str(error))


def _look_at_terms(
    before: LineAtPoint, relation: str, after: LineAtPoint, stratum: str, tally: Tally
) -> None:
    exact = exactly(before, relation, after)
    if exact == Finding.REFUTES:
        _refuted(tally, before.point, "the exact values of both sides contradict the relation")
    if exact == Finding.AGREES:
        _count(tally, _exact_kind(before.line, after.line), stratum)
        if not _wants_balls(before.line, after.line):
            return
    try:
        finding, radius = by_balls(before, relation, after)
    except NotEnclosed as error:
        if exact != Finding.AGREES:
            tally.reasons[str(error)] += 1
        return
    if finding == Finding.REFUTES:
        shown = (" and ".join(e.str(20) for e in s.narrow_balls().entries) for s in (before, after))
        _refuted(tally, before.point, "the balls are {}; {}".format(*shown))
    elif finding in (Finding.AGREES, Finding.TOUCHES):
        _count(tally, Kind.ENCLOSURE, stratum)
        tally.worst_radius = max(tally.worst_radius, radius)
    if finding != Finding.AGREES:
        tally.others[finding.value] += 1


def _count(tally: Tally, kind: Kind, stratum: str) -> None:
    tally.points.setdefault(kind, Counter())[stratum] += 1


def _refuted(tally: Tally, point: Point, what: str) -> None:
    place = ", ".join(f"{v.name} = {x}" for v, x in point.items())
    tally.refutation = tally.refutation or (f"at {place}: {what}" if place else what)


def _exact_kind(*lines: Basic) -> Kind:
    """Return which of the two exact kinds a pair of lines has."""
    terms = (t for line in lines for t in subterms(line))
    return Kind.MOMENTS if any(isinstance(t, _INTEGRALS) for t in terms) else Kind.INSTANCES


_INTEGRALS = (Expectation, Integral, KL)


def _wants_balls(*lines: Basic) -> bool:
    """Say whether lines are about numbers alone, or hold an integral."""
    terms = [t for line in lines for t in subterms(line)]
    return any(isinstance(t, _INTEGRALS) for t in terms) or all(
        is_scalar(t) for t in terms if isinstance(t, Var)
    )


def _look_at_implication(
    before: LineAtPoint, after: LineAtPoint, stratum: str, tally: Tally
) -> None:
    """Look at the conclusion where the premise holds; a chain of terms is a premise that does."""
    premise = truth(before.line, before.point) if isinstance(before.line, Proposition) else None
    if isinstance(before.line, Proposition) and (premise is None or not premise[0]):
        tally.others[Finding.UNDECIDED.value if premise is None else "premise fails"] += 1
    elif isinstance(after.line, (Equal, AtMost, Less)):
        left, right = (LineAtPoint(side, after.point) for side in after.line.args)
        _look_at_terms(left, after.line.symbol, right, stratum, tally)
    else:
        tally.reasons["a conclusion that is no relation between terms"] += 1


def _look_at_equivalence(
    before: LineAtPoint, after: LineAtPoint, stratum: str, tally: Tally
) -> None:
    try:
        left, right = (truth(s.line, s.point) for s in (before, after))
    except Undefined:  # what is undefined neither holds nor fails
        left = right = None
    if left is None or right is None:
        tally.others[Finding.UNDECIDED.value] += 1
    elif left[0] != right[0]:
        _refuted(tally, before.point, f"the one side is {left[0]}, the other {right[0]}")
    else:
        exact = left[1] and right[1]
        _count(tally, Kind.INSTANCES if exact else Kind.ENCLOSURE, stratum)
        tally.others["both hold" if left[0] else "both fail"] += 1


def at_points(
    lines: Sequence[Basic],
    relations: Sequence[str],
    points: Sequence[tuple[str, Point]],
    assumptions: Sequence[Basic] = (),
) -> list[Tally]:
    """Return what points say for each step from one line to the next.

    Lines hold no abbreviations.  A point at which an assumption is not seen to hold is left out.
    """
    tallies = [Tally() for _ in relations]
    covered = []
    for number in range(len(relations)):
        reason = not_covered(*lines[number : number + 2], *assumptions)
        if reason:
            tallies[number].reasons[reason] += 1
        else:
            covered.append(number)
    for stratum, point in points:
        if not all((truth(a, point) or (False,))[0] for a in (assumptions if covered else ())):
            continue
        at = [LineAtPoint(line, point) for line in lines]
        for number in covered:
            tally = tallies[number]
            if sum(tally.reasons.values()) >= _ENOUGH and not tally.points:
                continue  # no ball was found at any point so far
            look(at[number], relations[number], at[number + 1], stratum, tally)
    return tallies


_ENOUGH = 6
