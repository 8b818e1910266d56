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

from derive.evidence.exact_matrices import Rows
from derive.evidence.exact_numbers import Comparison, NotExact
from derive.evidence.failures import NotEnclosed, Undefined
from derive.evidence.lines import PRECISIONS, Balls, LineAtPoint
from derive.evidence.points import Point
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
    expression,
    is_scalar,
    subterms,
)


class Kind(Enum):
    """The kinds of evidence; they are listed side by side and never merged."""

    ENCLOSURE = "rigorous enclosure"
    INSTANCES = "exact rational instances"
    MOMENTS = "exact values by moments"
    NONE = "not enclosed"


class Verdict(Enum):
    """What a point says of a step."""

    AGREES = "agrees"
    TOUCHES = "touches"
    """Of an inequality: the balls overlap, as they do where both sides are equal."""
    TOO_WIDE = "too wide"
    UNDECIDED = "undecided"
    REFUTES = "refutes"


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
    if relation == "=>" and isinstance(after.line, (Equal, AtMost, Less)):
        relation = after.line.symbol
        before, after = (LineAtPoint(side, after.point) for side in after.line.args)
    try:
        if relation == "<=>":
            _look_at_equivalence(before, after, stratum, tally)
        else:
            _look_at_terms(before, relation, after, stratum, tally)
    except Undefined as error:
        _refuted(tally, before.point, str(error))


def _look_at_terms(
    before: LineAtPoint, relation: str, after: LineAtPoint, stratum: str, tally: Tally
) -> None:
    exactly = _exactly(before, relation, after)
    if exactly == Verdict.REFUTES:
        _refuted(tally, before.point, "the exact values of both sides contradict the relation")
    if exactly == Verdict.AGREES:
        _count(tally, _exact_kind(before.line, after.line), stratum)
        if not _wants_balls(before.line, after.line):
            return
    try:
        verdict, radius = _by_balls(before, relation, after)
    except NotEnclosed as error:
        if exactly != Verdict.AGREES:
            tally.reasons[str(error)] += 1
        return
    if verdict == Verdict.REFUTES:
        shown = (" and ".join(e.str(20) for e in s.narrow_balls().entries) for s in (before, after))
        _refuted(tally, before.point, "the balls are {}; {}".format(*shown))
    elif verdict in (Verdict.AGREES, Verdict.TOUCHES):
        _count(tally, Kind.ENCLOSURE, stratum)
        tally.worst_radius = max(tally.worst_radius, radius)
    if verdict != Verdict.AGREES:
        tally.others[verdict.value] += 1


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


def _exactly(before: LineAtPoint, relation: str, after: LineAtPoint) -> Verdict | None:
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
    return Verdict.AGREES if holds else Verdict.REFUTES


def _equal(left: Rows, right: Rows) -> Verdict | None:
    pairs = ((x, y) for p, q in zip(left, right, strict=True) for x, y in zip(p, q, strict=True))
    found = {x.compared_with(y) for x, y in pairs}
    if Comparison.DIFFERENT in found:
        return Verdict.REFUTES
    return None if Comparison.UNDECIDED in found else Verdict.AGREES


def _by_balls(before: LineAtPoint, relation: str, after: LineAtPoint) -> tuple[Verdict, float]:
    """Return what balls say, and the worse radius of the two sides."""
    if relation == "<":
        for bits in PRECISIONS:
            left, right = before.balls(bits), after.balls(bits)
            if left.entries[0] < right.entries[0] and left.narrow and right.narrow:
                break
    else:
        left, right = before.narrow_balls(), after.narrow_balls()
    radius = float(left.relative_radius.max(right.relative_radius))
    verdict = _verdict(left, relation, right)
    if verdict != Verdict.REFUTES and not (left.narrow and right.narrow):
        verdict = Verdict.TOO_WIDE
    return verdict, radius


def _verdict(left: Balls, relation: str, right: Balls) -> Verdict:
    if relation == "=":
        overlap = [a.overlaps(b) for a, b in zip(left.entries, right.entries, strict=True)]
        return Verdict.AGREES if all(overlap) else Verdict.REFUTES
    one, other = left.entries[0], right.entries[0]
    if one > other or (relation == "<" and one >= other):
        return Verdict.REFUTES
    if one < other or (relation == "<=" and one <= other):
        return Verdict.AGREES
    return Verdict.TOUCHES if relation == "<=" else Verdict.UNDECIDED


# -- equivalences ---------------------------------------------------------------------------------


def _look_at_equivalence(
    before: LineAtPoint, after: LineAtPoint, stratum: str, tally: Tally
) -> None:
    left, right = (truth(s.line, s.point) for s in (before, after))
    if left is None or right is None:
        tally.others[Verdict.UNDECIDED.value] += 1
    elif left[0] != right[0]:
        _refuted(tally, before.point, f"the one side is {left[0]}, the other {right[0]}")
    else:
        exact = left[1] and right[1]
        _count(tally, Kind.INSTANCES if exact else Kind.ENCLOSURE, stratum)
        tally.others["both hold" if left[0] else "both fail"] += 1


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
    exactly = _exactly(left, relation, right)
    if exactly is not None:
        return (exactly == Verdict.AGREES) != negated, True
    try:
        verdict, _ = _by_balls(left, relation, right)
    except NotEnclosed:
        return None
    if verdict == Verdict.REFUTES:
        return negated, False
    if verdict == Verdict.AGREES and relation != "=":
        return True, False
    return None


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
    for number, relation in enumerate(relations):
        pair = lines[number + 1 :][:1] if relation == "=>" else lines[number : number + 2]
        reason = not_covered(*pair) or not_covered(*assumptions)
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
