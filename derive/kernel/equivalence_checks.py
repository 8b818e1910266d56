"""Equivalence checks: when one proposition holds exactly where another does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy import Integer
from sympy.core.basic import Basic

from derive.derivation import Relation
from derive.kernel.definedness import check_defined
from derive.kernel.facts import Declined, Facts
from derive.kernel.instances import instance_of
from derive.kernel.matrix_facts import is_invertible
from derive.kernel.normal_form import equal
from derive.kernel.question import Parameters, Question
from derive.kernel.signs import is_nonzero, is_positive
from derive.kernel.theories import ALGEBRA
from derive.notation import (
    Abs,
    AlmostEverywhere,
    And,
    AtMost,
    Comparison,
    Equal,
    Exp,
    ForAll,
    Integral,
    Less,
    Log,
    MatrixProduct,
    Minus,
    Neg,
    Power,
    Sqrt,
    TendsTo,
    Times,
    is_scalar,
    oo,
    shape,
)

INCREASING = (Exp, Log, Sqrt)


def leaves(question: Question, holds: Callable[[Comparison, Comparison], bool]) -> None:
    """Check an equivalence comparison by comparison, through conjunctions.

    Parameters
    ----------
    holds : callable
        Says whether two comparisons that differ hold in the same places.
    """
    if question.relation is not Relation.EQUIVALENT:
        raise Declined(f"this shows an equivalence, not '{question.relation.value}'")

    def visit(before: Basic, after: Basic) -> None:
        if before == after:
            return
        if isinstance(before, And) and isinstance(after, And):
            visit(before.left, after.left)
            visit(before.right, after.right)
            return
        everywhere = isinstance(before, AlmostEverywhere) and isinstance(after, AlmostEverywhere)
        if everywhere and before.variable == after.variable:
            visit(before.body, after.body)
            return
        if (
            not isinstance(before, Comparison)
            or before.func != after.func
            or not holds(before, after)
        ):
            raise Declined(before, " is not shown to be ", after)

    visit(question.before, question.after)


def check_factor(question: Question, parameters: Parameters, facts: Facts) -> None:
    """Check that the difference of the sides was multiplied by what is not zero (> 0 in < and ≤).

    For matrices, ``left`` and ``right`` are the invertible factors on either side.
    """
    factors = [parameters.get(side) for side in ("factor", "left", "right")]
    for factor in factors:
        if factor is not None:
            check_defined(factor, facts)
    number, left, right = factors

    def holds(before: Comparison, after: Comparison) -> bool:
        pairs = ((before, after), (after, before))
        return any(_multiplied(one, other, number, left, right) for one, other in pairs)

    leaves(question, holds)


def _multiplied(one: Comparison, other: Comparison, number: Any, left: Any, right: Any) -> bool:
    """Say whether the second difference is the first with invertible factors around it."""
    difference: Any = Minus(one.left, one.right)
    for factor, before in ((left, True), (right, False)):
        if factor is None:
            continue
        if is_scalar(difference) or not is_invertible(factor):
            return False
        pair = (factor, difference) if before else (difference, factor)
        if shape(pair[0])[1] != shape(pair[1])[0]:
            return False
        difference = MatrixProduct(*pair)
    if number is not None:
        if not is_scalar(number):
            return False
        good = is_nonzero(number) if isinstance(one, Equal) else is_positive(number)
        if not good:
            return False
        difference = Times(number, difference)
    reached = Minus(other.left, other.right)
    return isinstance(one, (Equal, Less, AtMost)) and equal(difference, reached, ALGEBRA)


def check_injection(question: Question, parameters: Parameters, facts: Facts) -> None:
    """Check that a strictly increasing function was applied to both sides, or taken away."""

    def holds(before: Comparison, after: Comparison) -> bool:
        return _applied(before, after) or _applied(after, before)

    leaves(question, holds)


def _applied(plain: Comparison, applied: Comparison) -> bool:
    """Say whether both sides of a comparison stand under the same increasing function."""
    of = type(applied.left)
    if of not in INCREASING or type(applied.right) is not of:
        return False
    return bool((plain.left, plain.right) == (applied.left.args[0], applied.right.args[0]))


def check_modulus(question: Question, parameters: Parameters, facts: Facts) -> None:
    """Check |a| < b ⇔ −b < a and a < b, and the same with ≤."""
    if question.relation is not Relation.EQUIVALENT:
        raise Declined(f"this shows an equivalence, not '{question.relation.value}'")
    before, after = question.before, question.after
    if isinstance(after, Comparison):
        before, after = after, before
    if not isinstance(before, (Less, AtMost)) or not isinstance(before.left, Abs):
        raise Declined(before, " does not bound a modulus")
    inside, bound, of = before.left.args[0], before.right, before.func
    if not isinstance(after, And) or {type(after.left), type(after.right)} != {of}:
        raise Declined(after, " is not a pair of bounds")
    pairs = ((after.left, after.right), (after.right, after.left))
    if not any(
        lower.right == upper.left == inside
        and upper.right == bound
        and equal(lower.left, Neg(bound), ALGEBRA)
        for lower, upper in pairs
    ):
        raise Declined(after, " is not the pair of bounds")


def check_geometric(question: Question, parameters: Parameters, facts: Facts) -> None:
    """Check that cⁿ·a → 0 as n → ∞ for every real a exactly where |c| < 1."""
    facts.axiom("Archimedean property")
    if question.relation is not Relation.EQUIVALENT:
        raise Declined(f"this shows an equivalence, not '{question.relation.value}'")
    before, after = question.before, question.after
    if isinstance(after, ForAll):
        before, after = after, before
    if not isinstance(before, ForAll) or not isinstance(before.body, TendsTo):
        raise Declined(before, " is not about a limit for all starts")
    a, limit = before.variable, before.body
    n = limit.variable
    body, value, points = limit.body, limit.limit, limit.points
    if a.domain != "real" or n.domain != "natural" or value != 0 or points != (oo,):
        raise Declined(before, " is not that a sequence tends to 0 for all starts")
    if not isinstance(body, Times) or body.args[1] != a or not isinstance(body.args[0], Power):
        raise Declined(body, " is not a geometric sequence")
    c, exponent = body.args[0].args
    if exponent != n or {a, n} & c.free_symbols:
        raise Declined(body, " is not a geometric sequence")
    if after != Less(Abs(c), Integer(1)):
        raise Declined("the condition is not that |", c, "| < 1")


def check_vanishing_integral(question: Question, parameters: Parameters, facts: Facts) -> None:
    """Check ∫ w·g = 0 ⇔ g = 0 almost everywhere, where w > 0 and a theorem says that 0 ≤ g."""
    facts.axiom("monotonicity of convergent integrals")
    facts.axiom("a nonnegative function with integral 0 vanishes almost everywhere")
    if question.relation is not Relation.EQUIVALENT:
        raise Declined(f"this shows an equivalence, not '{question.relation.value}'")
    before, after = question.before, question.after
    if not isinstance(before, Equal) or before.right != 0 or not isinstance(before.left, Integral):
        raise Declined(before, " does not say that an integral is 0")
    x, weighted = before.left.variable, before.left.body
    if not isinstance(weighted, Times) or not is_positive(weighted.args[0]):
        raise Declined(weighted, " is not a positive weight times a function")
    function = weighted.args[1]
    if is_scalar(x) or after != AlmostEverywhere(Equal(function, 0), x):
        raise Declined("the conclusion is not that ", function, " vanishes")
    if instance_of(parameters, facts) != AtMost(0, function):
        raise Declined(f"{parameters['name']} does not say that ", function, " is not < 0")
