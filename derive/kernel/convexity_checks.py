"""Convexity checks: strict convexity from second derivatives, and what it says of minima."""

from __future__ import annotations

from typing import Any

from sympy import Integer
from sympy.core.basic import Basic

from derive.derivation import Relation
from derive.kernel.definedness import check_defined
from derive.kernel.derivative import derivative
from derive.kernel.facts import Declined, Facts
from derive.kernel.normal_form import equal
from derive.kernel.question import Parameters, Question
from derive.kernel.signs import is_in_domain, is_nonnegative, is_positive
from derive.kernel.theories import ALGEBRA
from derive.notation import Equal, Minus, Plus, Power, StrictlyConvex, Times, Var, substitute

ZERO = Integer(0)
INTERVALS = ("real", "positive")


def check_convexity(question: Question, parameters: Parameters, facts: Facts) -> None:
    """Check strict convexity in one or two variables from leading minors that are positive."""
    facts.axiom("mean value theorem")
    after, minors = question.after, parameters["minors"]
    if question.relation is not Relation.IS_CONVEX or not isinstance(after, StrictlyConvex):
        raise Declined("this shows that a function is strictly convex")
    variables = after.variables
    if len(set(variables)) != len(variables) or any(v.domain not in INTERVALS for v in variables):
        raise Declined("the variables must be different, and range over ℝ or the positive numbers")
    if len(variables) > 2 or len(minors) != len(variables):
        raise Declined(
            "one leading minor of the second derivatives for each of at most 2 variables"
        )
    for said, found in zip(minors, _leading_minors(after.body, variables), strict=True):
        check_defined(said, facts)
        if not equal(said, found, ALGEBRA):
            raise Declined(said, " is not the leading minor of the second derivatives")
        if not is_positive(said):
            raise Declined(said, " is not shown to be positive")


def _leading_minors(f: Basic, variables: tuple[Var, ...]) -> list[Basic]:
    """Return the leading minors of the matrix of second derivatives."""
    x = variables[0]
    twice = derivative(derivative(f, x), x)
    if len(variables) == 1:
        return [twice]
    y = variables[1]
    mixed = derivative(derivative(f, x), y)
    other = derivative(derivative(f, y), y)
    return [twice, Minus(Times(twice, other), Power(mixed, Integer(2)))]


def check_minimum(question: Question, parameters: Parameters, facts: Facts) -> None:
    """Check f(a) ≤ f(x), or f(x) = f(a) ⇔ x = a, where f is strictly convex and f′(a) = 0."""
    facts.axiom("mean value theorem")
    x, point, second = parameters["variable"], parameters["point"], parameters["second"]
    if not isinstance(x, Var) or x.domain not in INTERVALS or not is_in_domain(point, x):
        raise Declined(point, f" is not shown to be {getattr(x, 'domain', 'a number')}")
    if x in point.free_symbols:
        raise Declined(point, " depends on ", x)
    f, least = _function_and_minimum(question, x, point)
    check_defined(f, facts)
    check_defined(second, facts)
    first = derivative(f, x)
    if not equal(derivative(first, x), second, ALGEBRA) or not is_positive(second):
        raise Declined(second, " is not a second derivative that is positive")
    at = {x: point}
    if not equal(substitute(first, at), ZERO, ALGEBRA):
        raise Declined("the derivative of ", f, " does not vanish at ", point)
    if not equal(substitute(f, at), least, ALGEBRA):
        raise Declined(least, " is not the value at ", point)


def check_only_zero(question: Question, parameters: Parameters, facts: Facts) -> None:
    """Check f(x) = 0 ⇔ x = a, where f(a) = 0 and f′ = p·(x − a)² + n with p > 0 and n ≥ 0.

    The derivative is positive but perhaps at a, so f is strictly increasing.
    """
    facts.axiom("mean value theorem")
    x, point = parameters["variable"], parameters["point"]
    positive, rest = parameters["positive"], parameters["rest"]
    if not isinstance(x, Var) or x.domain not in INTERVALS or not is_in_domain(point, x):
        raise Declined(point, f" is not shown to be {getattr(x, 'domain', 'a number')}")
    before, after = question.before, question.after
    if question.relation is not Relation.EQUIVALENT or after != Equal(x, point):
        raise Declined("the conclusion is not that ", x, " = ", point)
    if not isinstance(before, Equal) or before.right != ZERO or x in point.free_symbols:
        raise Declined("the line before does not say that something is 0")
    for term in (positive, rest):
        check_defined(term, facts)
    slope = Plus(Times(positive, Power(Minus(x, point), Integer(2))), rest)
    if not equal(derivative(before.left, x), slope, ALGEBRA):
        raise Declined(slope, " is not the derivative of ", before.left)
    if not is_positive(positive) or not is_nonnegative(rest):
        raise Declined(slope, " is not shown to be positive but at ", point)
    if not equal(substitute(before.left, {x: point}), ZERO, ALGEBRA):
        raise Declined(before.left, " does not vanish at ", point)


def _function_and_minimum(question: Question, x: Var, point: Any) -> tuple[Basic, Basic]:
    if question.relation is Relation.AT_MOST:
        return question.after, question.before
    if question.relation is Relation.EQUIVALENT and isinstance(question.before, Equal):
        if question.after != Equal(x, point):
            raise Declined("the conclusion is not that ", x, " = ", point)
        if x in question.before.right.free_symbols:
            raise Declined(question.before.right, " depends on ", x)
        return question.before.left, question.before.right
    raise Declined("this shows '<=' or an equivalence")
