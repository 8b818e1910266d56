"""Checks: one for each kind of justification; each forms its own proposition and conditions."""

from __future__ import annotations

from collections.abc import Callable

from flint import arb_mat
from sympy import Integer
from sympy.core.basic import Basic

from derive.derivation import Kind, Relation
from derive.evidence.enclosure import enclose
from derive.evidence.failures import NotEnclosed, Undefined
from derive.kernel.convexity_checks import check_convexity, check_minimum, check_only_zero
from derive.kernel.definedness import check_defined
from derive.kernel.equivalence_checks import (
    check_factor,
    check_geometric,
    check_injection,
    check_modulus,
    check_vanishing_integral,
)
from derive.kernel.facts import Declined, Facts
from derive.kernel.fixed_point_check import check_fixed_point
from derive.kernel.instances import instance_of
from derive.kernel.integral_checks import (
    check_antiderivative,
    check_change_of_variables,
    check_limit,
    check_linearity,
    check_polar_coordinates,
)
from derive.kernel.normal_form import equal
from derive.kernel.question import Parameters, Question, check_needed, entails, ordered
from derive.kernel.signs import is_nonnegative, is_positive
from derive.kernel.theories import ALGEBRA, DEFINITIONS, LINEARITY, THEORIES
from derive.kernel.vector_checks import (
    check_derivative,
    check_integral_of_a_derivative,
    check_linear_change_of_variables,
    check_marginal,
    check_product_integral,
)
from derive.notation import (
    Abs,
    AtMost,
    Equal,
    Iff,
    Integrable,
    Minus,
    Power,
    Proposition,
    Sqrt,
    TendsTo,
    free,
    rewrite,
    same,
    unfold,
)

ZERO = Integer(0)
NAMED = THEORIES - {DEFINITIONS, LINEARITY}
BOUNDS = {Relation.EQUAL, Relation.AT_MOST, Relation.LESS}


def _definition(question: Question, parameters: Parameters, facts: Facts) -> None:
    equations = []
    for term in parameters.get("terms", ()):
        unfolded = unfold(term)
        if unfolded is None:
            raise Declined(term, " has no definition")
        equations.append((term, unfolded))
    entails(question, equations)


def _normal_form(question: Question, parameters: Parameters, facts: Facts) -> None:
    """Check an equality in the given theories; it needs the first, unless they are all given.

    A rule names the first.  What allows everything names nothing.
    """
    theories = tuple(parameters.get("theories", ()))
    if not set(theories) <= NAMED:
        raise Declined("an equality by normal form has no such theory")
    entails(question, (), theories)
    if theories and set(theories) != NAMED:
        check_needed(question, theories[1:], theories[0])


def _monotonicity(question: Question, parameters: Parameters, facts: Facts) -> None:
    """Check before ≤ after from smaller ≤ larger, where larger − smaller is seen to be ≥ 0.

    Where it is seen to be > 0, and these are the whole lines, it shows before < after.
    """
    smaller, larger, difference = (parameters[p] for p in ("smaller", "larger", "difference"))
    for term in (smaller, larger, difference):
        check_defined(term, facts)
    if not is_nonnegative(difference):
        raise Declined(difference, " is not shown to be nonnegative")
    if not equal(Minus(larger, smaller), difference, ALGEBRA):
        raise Declined(larger, " − ", smaller, " is not ", difference)
    if question.relation is Relation.LESS and is_positive(difference):
        if not (same(question.before, smaller) and same(question.after, larger)):
            raise Declined("'<' is shown between whole lines only")
        return
    ordered(question, smaller, larger, facts)


def _enclosure(question: Question, parameters: Parameters, facts: Facts) -> None:
    """Check a comparison of two numbers, free of variables, by balls that hold their values."""
    facts.axiom("rigorous ball arithmetic")
    before, after, relation = question.before, question.after, question.relation
    if relation not in (Relation.AT_MOST, Relation.LESS) or free(before) | free(after):
        raise Declined("ball arithmetic shows '<' and '<=' between numbers without variables")
    try:
        smaller, larger = enclose(before, {}), enclose(after, {})
    except (Undefined, NotEnclosed) as error:
        raise Declined(*error.parts) from error
    if isinstance(smaller, arb_mat) or isinstance(larger, arb_mat):
        raise Declined("ball arithmetic compares numbers")
    if not smaller < larger:
        raise Declined(before, " is not shown to be less than ", after)


def _assumption(question: Question, parameters: Parameters, facts: Facts) -> None:
    """Check an equality that uses equations which the derivation assumes."""
    equations = []
    for given in facts.assumptions:
        if isinstance(given, Equal):
            facts.discharge(given, "assumed")
            equations.append((given.left, given.right))
    entails(question, equations)
    check_needed(question, (), "what is assumed")


def _theorem(question: Question, parameters: Parameters, facts: Facts) -> None:
    instance = instance_of(parameters, facts)
    if isinstance(instance, Equal):
        entails(question, [(instance.left, instance.right)])
    elif isinstance(instance, AtMost):
        ordered(question, instance.left, instance.right, facts)
    elif isinstance(instance, Iff):
        _exchanged(question, instance)
    else:
        raise Declined(f"{parameters['name']} is not an equality or an inequality")


def _exchanged(question: Question, instance: Iff) -> None:
    """Check that one side of a theorem's equivalence was put for the other."""
    if question.relation is not Relation.EQUIVALENT:
        raise Declined(f"this shows an equivalence, not '{question.relation.value}'")
    for old, new in ((instance.left, instance.right), (instance.right, instance.left)):
        reached = rewrite(question.before, {old: new}.get)
        if reached != question.before and reached == question.after:
            return
    raise Declined("the line does not arise from ", instance)


def _premises(question: Question) -> tuple[Basic, Basic, Basic]:
    """Return the first line, the last and the conclusion of a step that rests on the chain."""
    if question.relation is not Relation.IMPLIES or len(question.lines) < 2:
        raise Declined("this concludes from the lines before it, with '=>'")
    if not question.chain_is_proved:
        raise Declined("it rests on the lines before it, which are not all proved")
    return question.lines[0], question.lines[-1], question.after


def _comparison(question: Question, parameters: Parameters, facts: Facts) -> None:
    """Conclude from |f| ≤ g with g → 0 that f → 0; from |f| ≤ g integrable, that f is."""
    start, last, after = _premises(question)
    *bounding, said = question.relations[: len(question.lines) - 1]
    if said is not (Relation.TENDS_TO if isinstance(last, TendsTo) else Relation.IS_INTEGRABLE):
        raise Declined("the line before does not say what its own line before tends to")
    if not isinstance(start, Abs) or not set(bounding) <= BOUNDS:
        raise Declined("the lines before do not bound a modulus")
    if not isinstance(after, (TendsTo, Integrable)) or after.func != last.func:
        raise Declined("the conclusion is not of the same form as the line before")
    if not same(after.func(start, *after.args[1:]), last.func(start, *last.args[1:])):
        raise Declined("the conclusion is not about the same variable, points and value")
    if after.body != start.args[0]:
        raise Declined("the modulus bounded is not that of ", after.body)
    if isinstance(after, TendsTo) and after.limit != ZERO:
        raise Declined("a bound that tends to 0 is needed")
    if isinstance(after, Integrable):
        facts.axiom("monotonicity of convergent integrals")


def _square_root(question: Question, parameters: Parameters, facts: Facts) -> None:
    """Conclude from a² = b, where a ≥ 0, that a = √b."""
    start, last, after = _premises(question)
    equalities = set(question.relations[: len(question.lines) - 1]) <= {Relation.EQUAL}
    if not equalities or isinstance(last, Proposition):
        raise Declined("the lines before do not say that a square equals something")
    if not isinstance(start, Power) or start.args[1] != 2:
        raise Declined(start, " is not a square")
    if not is_nonnegative(start.args[0]):
        raise Declined(start.args[0], " is not shown to be nonnegative")
    if after != Equal(start.args[0], Sqrt(last)):
        raise Declined("the conclusion is not that the root of the one is that of the other")


CHECKS: dict[Kind, Callable[[Question, Parameters, Facts], None]] = {
    Kind.DEFINITION: _definition,
    Kind.NORMAL_FORM: _normal_form,
    Kind.LINEARITY: check_linearity,
    Kind.ANTIDERIVATIVE: check_antiderivative,
    Kind.CHANGE_OF_VARIABLES: check_change_of_variables,
    Kind.LINEAR_CHANGE_OF_VARIABLES: check_linear_change_of_variables,
    Kind.POLAR_COORDINATES: check_polar_coordinates,
    Kind.DERIVATIVE: check_derivative,
    Kind.INTEGRAL_OF_A_DERIVATIVE: check_integral_of_a_derivative,
    Kind.PRODUCT_INTEGRAL: check_product_integral,
    Kind.MARGINAL: check_marginal,
    Kind.LIMIT: check_limit,
    Kind.MONOTONICITY: _monotonicity,
    Kind.FACTOR: check_factor,
    Kind.INJECTION: check_injection,
    Kind.MODULUS: check_modulus,
    Kind.CONVEXITY: check_convexity,
    Kind.MINIMUM: check_minimum,
    Kind.VANISHING_INTEGRAL: check_vanishing_integral,
    Kind.ONLY_ZERO: check_only_zero,
    Kind.FIXED_POINT: check_fixed_point,
    Kind.GEOMETRIC: check_geometric,
    Kind.ENCLOSURE: _enclosure,
    Kind.ASSUMPTION: _assumption,
    Kind.THEOREM: _theorem,
    Kind.COMPARISON: _comparison,
    Kind.SQUARE_ROOT: _square_root,
}
