"""Question: what a check is asked, and the two ways in which lines follow from facts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sympy.core.basic import Basic

from derive.derivation import Relation
from derive.kernel.definedness import check_defined
from derive.kernel.facts import Declined, Facts, Rejected
from derive.kernel.normal_form import equal
from derive.kernel.order_of_terms import direction
from derive.notation import (
    Comparison,
    Connective,
    ForAll,
    Integral,
    Proposition,
    canonical,
    rewrite,
    subterms,
)

NOT_NEEDED = "the line follows without"


@dataclass(frozen=True)
class Question:
    """What a check is asked: whether ``before relation after`` follows.

    ``lines`` and ``relations`` are the chain so far, for conclusions that rest on all of it;
    ``chain_is_proved`` says whether every one of its steps is proved.
    """

    before: Basic
    relation: Relation
    after: Basic
    lines: Sequence[Basic]
    relations: Sequence[Relation]
    chain_is_proved: bool


Parameters = Mapping[str, Any]
Equation = tuple[Basic, Basic]


def entails(
    question: Question, equations: Iterable[Equation], theories: Iterable[str] = ()
) -> None:
    """Check that the two lines are equal once each left side is replaced by its right side.

    Two propositions are equivalent if their terms are equal.
    """
    if question.relation not in (Relation.EQUAL, Relation.EQUIVALENT):
        raise Declined(f"this justification shows an equality, not '{question.relation.value}'")
    if not _follows(question, equations, frozenset(theories)):
        raise Declined("the two lines do not have the same normal form")


def check_needed(question: Question, theories: Iterable[str], what: str) -> None:
    """Refuse a justification that a step does not need: it would be a false label.

    ``theories`` are what is left without it.
    """
    if _follows(question, (), frozenset(theories)):
        raise Rejected(f"{NOT_NEEDED} {what}")


def _follows(question: Question, equations: Iterable[Equation], theories: frozenset[str]) -> bool:
    before, after = question.before, question.after
    for left, right in equations:
        before, after = _replaced(before, left, right), _replaced(after, left, right)
    return _equal_throughout(before, after, theories)


def _equal_throughout(before: Basic, after: Basic, theories: frozenset[str]) -> bool:
    """Say whether terms are equal, or propositions of one form have equal terms."""
    if isinstance(before, (Connective, Comparison)):
        return before.func == after.func and all(
            _equal_throughout(a, b, theories) for a, b in zip(before.args, after.args, strict=True)
        )
    if isinstance(before, ForAll) and before.func == after.func:
        same_variable = before.variable == after.variable
        return same_variable and _equal_throughout(before.body, after.body, theories)
    if isinstance(before, Proposition) or isinstance(after, Proposition):
        return bool(before == after)
    return equal(before, after, theories)


def _replaced(term: Basic, old: Basic, new: Basic) -> Any:
    key = canonical(old)
    return rewrite(
        term,
        lambda t: new if t == old or (t.func == old.func and canonical(t) == key) else None,
    )


def ordered(question: Question, smaller: Basic, larger: Basic, facts: Facts) -> None:
    """Check before ≤ after, where one arises from the other by smaller ↔ larger."""
    if question.relation is not Relation.AT_MOST:
        raise Declined(f"this justification shows '<=', not '{question.relation.value}'")
    if any(isinstance(t, Integral) for t in subterms(question.before)):
        facts.axiom("monotonicity of convergent integrals")
    for old, new in ((smaller, larger), (larger, smaller)):
        reached = _replaced(question.before, old, new)
        if reached != question.before and equal(reached, question.after):
            if direction(question.before, reached, smaller, larger) < 0:
                raise Declined("the replacement makes the line smaller, not larger")
            check_defined(reached, facts)
            return
    raise Declined("replacing ", smaller, " by ", larger, " does not give the line")
