"""Checks of inequalities and equivalences."""

from __future__ import annotations

import operator
from collections.abc import Callable

from flint import arb, ctx

from derive.recheck.compare import equal, equal_propositions
from derive.recheck.definite import is_invertible
from derive.recheck.differentiate import ALL
from derive.recheck.functions import EXPONENTS
from derive.recheck.monotone import at_most
from derive.recheck.signs import nonnegative, positive, sign
from derive.recheck.step import FIELD, Step
from derive.recheck.terms import (
    Declined,
    Refusal,
    Term,
    free,
    same,
    shape,
    substitute,
)
from derive.recheck.words import MATRICES


def check_monotonicity(step: Step) -> None:
    """Check a part replaced by a larger one, the difference seen to be nonnegative."""
    small, large = step.term("smaller"), step.term("larger")
    difference = step.term("difference")
    for name in ("smaller", "larger", "difference"):
        given = step.given.get(name)
        if given is not None and not same(given, step.term(name)):
            raise Refusal(f"the author's {name} is another")
    if not equal(("sub", large, small), difference, ALL):
        raise Refusal("the difference is another")
    strict = step.relation == "<"
    if not (positive(difference) if strict else nonnegative(difference)):
        raise Refusal("the difference is not seen to be nonnegative")
    if not at_most(step.before, step.after, small, large, strict):
        raise Refusal("the line is not seen to grow with the part that is replaced")


# -- equivalences ---------------------------------------------------------------------------------


def pairs_of(before: Term, after: Term) -> list[tuple[Term, Term]]:
    """Pair what stands side by side in two conjunctions, or under one quantifier."""
    if before[0] == after[0] == "and":
        return [*pairs_of(before[1], after[1]), *pairs_of(before[2], after[2])]
    if before[0] == after[0] and before[0] in ("ae", "forall") and before[2][2] == after[2][2]:
        inner = substitute(after[1], {after[2]: before[2]}) if after[2] != before[2] else after[1]
        return pairs_of(before[1], inner)
    return [(before, after)]


def check_multiplied(step: Step) -> None:
    """Check that both sides of what changes are multiplied by what is invertible."""
    changed = 0
    matrices = {"left", "right"} & {k for k, v in step.proposed.items() if v is not None}
    by_a_number = step.proposed.get("factor") is not None
    if by_a_number == bool(matrices) or by_a_number != (step.rule == "multiplying-both-sides"):
        raise Refusal(f"this is no step by {step.rule}")
    for p, q in pairs_of(step.before, step.after):
        if same(p, q):
            continue
        changed += 1
        if p[0] != q[0] or p[0] not in ("eq", "lt", "le"):
            raise Refusal("another relation after both sides are multiplied")
        if step.rule == "multiplying-by-matrices":
            _check_matrices(step, p, q)
        else:
            _check_factor(step, p, q)
    if not changed:
        raise Refusal("nothing changes")
    for name in ("factor", "left", "right"):
        given = step.given.get(name)
        if given is not None and not same(given, step.term(name)):
            raise Refusal(f"the author's {name} is another")


def _check_factor(step: Step, p: Term, q: Term) -> None:
    factor = step.term("factor")
    seen = sign(factor)
    if p[0] == "eq" and seen not in ("+", "-", "!"):
        raise Refusal("the factor is not seen to differ from zero")
    if p[0] != "eq" and seen != "+":
        raise Refusal("the factor is not seen to be positive")
    left = ("mul", factor, ("sub", p[1], p[2]))
    right: Term = ("sub", q[1], q[2])
    if not equal(left, right, frozenset({EXPONENTS})):
        raise Refusal("multiplying both sides does not give this line")


def _check_matrices(step: Step, p: Term, q: Term) -> None:
    if p[0] != "eq":
        raise Refusal("only equalities are multiplied by matrices")
    difference: Term = ("sub", p[1], p[2])
    for name in ("left", "right"):
        matrix = step.proposed.get(name)
        if matrix is None:
            continue
        if not is_invertible(matrix):
            raise Refusal("a matrix is not seen to be invertible")
        sides = (matrix, difference) if name == "left" else (difference, matrix)
        difference = ("matmul", *sides)
    if shape(difference) != shape(q[1]):
        raise Refusal("the product has another shape")
    theories = frozenset({MATRICES})
    other: Term = ("sub", q[1], q[2])
    if not (equal(difference, other, theories) or equal(difference, ("neg", other), theories)):
        raise Refusal("multiplying both sides does not give this line")


def check_modulus(step: Step) -> None:
    """Check ``|a| < b`` against ``a < b`` and ``-b < a``."""
    p, q = step.before, step.after
    if p[0] not in ("lt", "le") or p[1][:2] != ("fun", "abs") or q[0] != "and":
        raise Refusal("this is no bound of a modulus")
    a, b = p[1][2], p[2]
    wanted = [(p[0], a, b), (p[0], ("neg", b), a)]
    for one, other in (wanted, wanted[::-1]):
        if equal_propositions(q[1], one, FIELD) and equal_propositions(q[2], other, FIELD):
            return
    raise Refusal("the bound of the modulus does not give this line")


def check_increasing(step: Step) -> None:
    """Check that a strictly increasing function was taken off both sides, or put on them."""
    changed = 0
    for p, q in pairs_of(step.before, step.after):
        if same(p, q):
            continue
        changed += 1
        if not (_applied(p, q) or _applied(q, p)):
            raise Refusal("no strictly increasing function on both sides gives this line")
    if not changed:
        raise Refusal("nothing changes")


def _applied(p: Term, q: Term) -> bool:
    if p[0] != q[0] or p[0] not in ("eq", "lt", "le"):
        return False
    names = {t[1] if t[0] == "fun" else "" for t in p[1:]}
    if len(names) != 1 or not names <= {"exp", "log", "sqrt"}:
        return False
    return all(same(t[2], u) for t, u in zip(p[1:], q[1:], strict=True))


# -- numbers --------------------------------------------------------------------------------------


def check_balls(step: Step) -> None:
    """Compare two numbers without variables by intervals that hold them."""
    if free(step.before) or free(step.after) or step.relation not in ("<", "<="):
        raise Refusal("ball arithmetic compares numbers without variables")
    old = ctx.prec
    try:
        ctx.prec = 200
        low, high = ball(step.before), ball(step.after)
    finally:
        ctx.prec = old
    if not (low < high if step.relation == "<" else low <= high):
        raise Refusal("the numbers are not in this order")


def ball(t: Term) -> arb:
    """Return an interval that holds a number."""
    head = t[0]
    if head in ("int", "pi"):
        return arb(t[1]) if head == "int" else arb.pi()
    inside = [ball(u) for u in t[1:] if isinstance(u, tuple)]
    name = t[1] if head == "fun" else head
    if name not in BALLS:
        raise Declined(f"the value of {name} as a ball")
    return BALLS[name](*inside)


BALLS: dict[str, Callable[..., arb]] = {
    "add": operator.add,
    "sub": operator.sub,
    "mul": operator.mul,
    "div": operator.truediv,
    "pow": operator.pow,
    "neg": operator.neg,
    "exp": arb.exp,
    "log": arb.log,
    "sqrt": arb.sqrt,
    "sin": arb.sin,
    "cos": arb.cos,
    "arctan": arb.atan,
    "abs": abs,
}
