"""Refute: a permitted point at which a claim certainly fails."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flint import acb, fmpq
from sympy.core.basic import Basic

from derive.claims.claim import Claim
from derive.claims.points import NUMERIC, Point, is_permitted, points
from derive.evidence.failures import NotEnclosed, Undefined
from derive.evidence.principal import BY_ENCLOSURE, Principal, at_precision
from derive.evidence.principal_numbers import Turn
from derive.evidence.principal_truth import Certain, Truth, written
from derive.notation import (
    And,
    Comparison,
    Determinant,
    Digamma,
    Equal,
    Gamma,
    Inverse,
    Log,
    Minus,
    Over,
    Power,
    Proposition,
    Sqrt,
    Var,
    is_scalar,
    subterms,
)

BITS, FINER = 64, (192, 1024)
FINEST = (8192, 32768)


@dataclass(frozen=True)
class Refutation:
    """A point at which a claim fails, and why."""

    values: dict[str, str]
    detail: str


@dataclass(frozen=True)
class Search:
    """What was found at the points that were tried."""

    refutation: Refutation | None
    witness: Point | None
    tried: int
    agreed: int


def search(claim: Claim, until: float, *, most: int = 600) -> Search:
    """Try a claim at points, until one refutes it or the time is over."""
    witness, tried, agreed = None, 0, 0
    for point in _permitted(claim, until, most):
        tried += 1
        witness = witness or point
        found, why = judged(claim, point)
        if found in (Truth.FALSE, Truth.UNDEFINED):
            place = ", ".join(f"{n} = {x}" for n, x in named(claim, point).items())
            detail = f"at {place}: {why}" if place else why
            return Search(Refutation(named(claim, point), detail), witness, tried, agreed)
        agreed += found is Truth.TRUE
    return Search(None, witness, tried, agreed)


def named(claim: Claim, point: Point) -> dict[str, str]:
    """Return the values of the declared symbols and dimensions as a person can substitute them."""
    return {claim.names[v]: text(x) for v, x in point.items() if v in claim.names}


def text(value: Any) -> str:
    """Return a value as it is written in a claim."""
    if isinstance(value, tuple):
        return f"[{', '.join('[' + ', '.join(map(text, row)) + ']' for row in value)}]"
    if isinstance(value, acb):
        real, imaginary = (text(fmpq(x.fmpq())) for x in (value.real, value.imag))
        return f"{real} + {imaginary}*I"
    assert isinstance(value, (fmpq, Turn))
    return written(value)


# -- points that are permitted -------------------------------------------------------------------


def _permitted(claim: Claim, until: float, most: int) -> Iterator[Point]:
    """Yield points that certainly satisfy the conditions."""
    terms = (claim.before, claim.after, *claim.conditions)
    needed = _needed(claim)
    given = [e for c in claim.conditions for e in _equations(c)]
    premises = [list(_equations(p)) for p in _premises(claim)] or [[]]
    critical = [t for t in _critical(terms) if t.free_symbols <= set(needed)]
    for number, point in enumerate(points(needed, terms, most)):
        if time.monotonic() > until:
            return
        equations = [*given, *premises[number % len(premises)]]
        for candidate in (point, *_moved(point, equations, critical, number)):
            if all(_truth(c, candidate) is Truth.TRUE for c in claim.conditions):
                yield candidate


def _needed(claim: Claim) -> tuple[Var, ...]:
    """Return the declared symbols, and the dimensions of those that are used."""
    return claim.variables


def _premises(claim: Claim) -> tuple[Basic, ...]:
    if claim.relation == "=>":
        return (claim.before,)
    return (claim.before, claim.after) if claim.relation == "<=>" else ()


def _equations(condition: Basic) -> Iterator[Basic]:
    """Yield the differences that a condition wants to be 0."""
    if isinstance(condition, And):
        for part in condition.args:
            yield from _equations(part)
    elif isinstance(condition, Equal) and is_scalar(condition.left):
        yield Minus(condition.left, condition.right)


def _critical(terms: tuple[Basic, ...]) -> Iterator[Basic]:
    """Yield what may not, or hardly, be 0: divisors, arguments, what is compared."""
    seen: set[Basic] = set()
    for t in (t for term in terms for t in subterms(term)):
        found: Basic | None = None
        if isinstance(t, Over):
            found = t.args[1]
        elif isinstance(t, (Log, Sqrt, Power, Gamma, Digamma)):
            found = t.args[0]
        elif isinstance(t, Inverse):
            found = Determinant(t.args[0])
        elif isinstance(t, Comparison) and is_scalar(t.left):
            found = Minus(t.left, t.right)
        if found is not None and found not in seen and found.free_symbols:
            seen.add(found)
            yield found


def _moved(
    point: Point, equations: list[Basic], critical: list[Basic], number: int
) -> Iterator[Point]:
    """Yield a point, moved to where equations hold; and to where something critical is 0."""
    start = point
    for n, equation in enumerate(equations):
        point = _solved(equation, point, number + n) or point
    if point is not start:
        yield point
    if critical and number % 3 == 2:
        solved = _solved(critical[(number // 3) % len(critical)], point, number)
        if solved is not None:
            for equation in equations:
                solved = _solved(equation, solved, number) or solved
            yield solved


def _solved(difference: Basic, point: Point, turn: int) -> Point | None:
    """Return a point at which a difference is 0, by moving one variable in which it is linear."""
    numeric = [v for v in point if v.domain in NUMERIC and v in difference.free_symbols]
    if not numeric:
        return None
    numeric = numeric[turn % len(numeric) :] + numeric[: turn % len(numeric)]
    for v in numeric:
        at_zero, at_one = (_exactly(difference, {**point, v: fmpq(n)}) for n in (0, 1))
        if at_zero is None or at_one is None or at_one == at_zero:
            continue
        root = -at_zero / (at_one - at_zero)
        moved = {**point, v: root}
        if is_permitted(v.domain, root) and _exactly(difference, moved) == 0:
            return moved
    return None


def _exactly(term: Basic, point: Point) -> fmpq | None:
    try:
        found = Principal(point).value(term)
    except (NotEnclosed, Undefined, ArithmeticError, ValueError):
        return None
    return found if isinstance(found, fmpq) else None


# -- whether the claim holds at a point ----------------------------------------------------------


def _truth(proposition: Basic, point: Point) -> Truth:
    return at_precision(128, lambda: Certain(Principal(point)).of(proposition))  # type: ignore[no-any-return]


def judged(claim: Claim, point: Point) -> tuple[Truth, str]:
    """Return whether the claim holds at a point, with more and more digits, and why."""
    for bits in (BITS, *_finer(claim)):
        found, why = at_precision(bits, lambda: _judged(claim, point))
        if found is not Truth.UNKNOWN:
            return found, why
    return Truth.UNKNOWN, ""


def _finer(claim: Claim) -> tuple[int, ...]:
    """Return the precisions after the first; an integral is worth one more."""
    slow = any(
        isinstance(t, BY_ENCLOSURE) for s in (claim.before, claim.after) for t in subterms(s)
    )
    if slow:
        return FINER[:1]
    return FINER if claim.variables else (*FINER, *FINEST)


def _judged(claim: Claim, point: Point) -> tuple[Truth, str]:
    certain = Certain(Principal(point))
    if not claim.is_about_propositions:
        return certain.of(claim.statement), certain.why
    found, why = _implied(certain, claim.before, claim.after)
    if claim.relation == "=>" or found is not Truth.TRUE:
        return found, why
    return _implied(certain, claim.after, claim.before)


def _implied(certain: Certain, premise: Basic, conclusion: Basic) -> tuple[Truth, str]:
    assert isinstance(premise, Proposition)
    given = certain.of(premise)
    if given is Truth.UNKNOWN:
        return Truth.UNKNOWN, ""
    if given is not Truth.TRUE:
        return Truth.TRUE, "the premise does not hold"
    because = certain.why
    found = certain.of(conclusion)
    return found, f"{because}; {certain.why}"
