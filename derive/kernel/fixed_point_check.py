"""Fixed point check: whether a fixed point of a map attracts, by its multiplier."""

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
from derive.kernel.signs import is_nonzero, signs
from derive.kernel.theories import ALGEBRA
from derive.notation import And, AtMost, Attracts, Less, Var, substitute

ONE, MINUS_ONE = Integer(1), Integer(-1)


def check_fixed_point(question: Question, parameters: Parameters, facts: Facts) -> None:
    """Check that a fixed point attracts exactly where −1 ≤ m < 1, m being its multiplier.

    The multiplier m = g′(a) is affine in one parameter e, so that it is −1 and 1 for one value
    of e each.  Where |m| < 1 the point attracts, and where |m| > 1 it is not stable.  Where
    m = −1 it attracts if the third derivative of g∘g at a is negative; where m = 1 the map has to
    be the identity, which attracts nothing.
    """
    facts.axiom("mean value theorem")
    before, after = question.before, question.after
    e, m, slope = (parameters[name] for name in ("parameter", "multiplier", "slope"))
    flips, rests, third = (parameters[name] for name in ("flips", "rests", "third"))
    if question.relation is not Relation.EQUIVALENT or not isinstance(before, Attracts):
        raise Declined("this shows where a fixed point attracts")
    g, x, a = before.args
    if after != And(AtMost(MINUS_ONE, m), Less(m, ONE)):
        raise Declined(after, " is not that the multiplier lies from -1 to below 1")
    real = isinstance(e, Var) and e.domain == x.domain == "real" and e != x
    if not real or {e, x} & a.free_symbols or x in m.free_symbols:
        raise Declined("the parameter and the variable of the map must be two real variables")
    for term in (g, a, m, slope, flips, rests, third):
        check_defined(term, facts)
    _same(substitute(g, {x: a}), a, "it is no fixed point")
    _same(substitute(derivative(g, x), {x: a}), m, "that is not its multiplier")
    _same(derivative(m, e), slope, "that is not the slope of the multiplier")
    if slope.free_symbols or flips.free_symbols or rests.free_symbols or not is_nonzero(slope):
        raise Declined("the multiplier is not shown to be affine in the parameter")
    _same(substitute(m, {e: flips}), MINUS_ONE, "the multiplier is not -1 there")
    _same(substitute(m, {e: rests}), ONE, "the multiplier is not 1 there")
    _same(substitute(g, {e: rests}), x, "the map is not the identity there")
    once = substitute(g, {e: flips})
    twice = substitute(once, {x: once})
    found = derivative(derivative(derivative(twice, x), x), x)
    _same(substitute(found, {x: a}), third, "that is not the third derivative of two steps")
    if signs(third) != frozenset({-1}):
        raise Declined(third, " is not shown to be negative")


def _same(a: Basic, b: Any, otherwise: str) -> None:
    if not equal(a, b, ALGEBRA):
        raise Declined(otherwise)
