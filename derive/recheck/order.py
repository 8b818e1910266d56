"""Checks of inequalities and equivalences."""

from __future__ import annotations

from flint import arb, ctx

from derive.recheck.definite import is_invertible
from derive.recheck.differentiate import ALL, differential
from derive.recheck.functions import EXPONENTS, LOGARITHMS
from derive.recheck.monotone import at_most
from derive.recheck.normal import equal, equal_propositions
from derive.recheck.signs import nonnegative, positive, sign
from derive.recheck.step import FIELD, Step
from derive.recheck.terms import (
    INTERVALS,
    ONE,
    OO,
    ZERO,
    Declined,
    Refusal,
    Term,
    free,
    is_symbol,
    same,
    shape,
    substitute,
)
from derive.recheck.words import MATRICES

VALUES = frozenset({EXPONENTS, LOGARITHMS})


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


# -- convexity, minima and zeros ------------------------------------------------------------------


def check_convexity(step: Step) -> None:
    """Check the leading minors of the second derivatives, in one variable or two."""
    if step.after[0] != "convex" or not same(step.after[1], step.before):
        raise Refusal("another function is said to be strictly convex")
    f, *variables = step.after[1:]
    minors = step.proposed.get("minors", [])
    if not 1 <= len(variables) <= 2 or len(minors) != len(variables):
        raise Declined("convexity in more than two variables")
    if len(set(variables)) != len(variables) or any(v[2][0] not in INTERVALS for v in variables):
        raise Refusal("convexity is for numbers in intervals")
    second = [[differential(differential(f, v, ONE), w, ONE) for w in variables] for v in variables]
    found = [second[0][0]]
    if len(variables) == 2:
        (a, b), (c, d) = second
        found.append(("sub", ("mul", a, d), ("mul", b, c)))
    for given, minor in zip(minors, found, strict=True):
        if not equal(given, minor, ALL) or not positive(given):
            raise Refusal("a minor of the second derivatives is another, or not positive")
    _check_same_list(step, "minors")


def _check_same_list(step: Step, name: str) -> None:
    given = step.given.get(name)
    if given is not None and not all(
        same(a, b) for a, b in zip(given, step.proposed[name], strict=True)
    ):
        raise Refusal(f"the author's {name} are others")


def check_minimum(step: Step) -> None:
    """Check the minimum of a strictly convex function of one variable, or where it is taken."""
    x, point, second = step.term("variable"), step.term("point"), step.term("second")
    _check_author_point(step, point)
    if not is_symbol(x) or x[2][0] not in INTERVALS or x in free(point):
        raise Refusal("a minimum is over an interval, at a fixed point")
    f = step.after
    value = step.before
    if step.relation == "<=>":
        if step.before[0] != "eq" or not same(step.after, ("eq", x, point)):
            raise Refusal("this is no equality at the minimum only")
        f, value = step.before[1:]
    elif step.relation != "<=":
        raise Refusal("a minimum gives no such relation")
    _check_in_domain(point, x)
    slope = differential(f, x, ONE)
    if not equal(differential(slope, x, ONE), second, ALL) or not positive(second):
        raise Refusal("the second derivative is another, or not positive")
    if not equal(substitute(slope, {x: point}), ZERO, VALUES):
        raise Refusal("the derivative does not vanish at the point")
    lowest = substitute(f, {x: point})
    if not equal(lowest, value, VALUES if step.relation == "<=>" else FIELD):
        raise Refusal("the value at the minimum is another")


def _check_author_point(step: Step, point: Term) -> None:
    given = step.given.get("point")
    if given is not None and not same(given, point):
        raise Refusal("the author's point is another")


def _check_in_domain(point: Term, x: Term) -> None:
    word = x[2][0]
    inside = {
        "real": True,
        "positive": positive(point),
        "nonnegative": positive(point),
        "unit_interval": positive(point) and positive(("sub", ONE, point)),
    }
    if not inside[word]:
        raise Refusal("the point does not lie inside the variable's domain")


def check_only_zero(step: Step) -> None:
    """Check the only zero of a function whose derivative vanishes there at most."""
    x, point = step.term("variable"), step.term("point")
    rate, rest = step.term("positive"), step.term("rest")
    if step.before[0] != "eq" or step.before[2] != ZERO or step.relation != "<=>":
        raise Refusal("this is no equation of a function and zero")
    if not is_symbol(x) or x[2][0] not in INTERVALS or x in free(point):
        raise Refusal("a zero is one over an interval, at a fixed point")
    if not same(step.after, ("eq", x, point)):
        raise Refusal("the conclusion is that the variable is the point")
    f = step.before[1]
    _check_in_domain(point, x)
    squared = ("pow", ("sub", x, point), ("int", 2))
    slope = ("add", ("mul", rate, squared), rest)
    if not equal(differential(f, x, ONE), slope, ALL):
        raise Refusal("the derivative is another")
    if not positive(rate) or not nonnegative(rest):
        raise Refusal("the derivative is not seen to be positive but at the point")
    if not equal(substitute(f, {x: point}), ZERO, VALUES):
        raise Refusal("the function does not vanish at the point")


def check_geometric(step: Step) -> None:
    """Check that ``c**n a`` tends to 0 from every start exactly where ``|c| < 1``."""
    p, q = step.before, step.after
    if step.relation != "<=>" or p[0] != "forall" or p[1][0] != "tends" or p[2][2] != ("real",):
        raise Refusal("this is no statement about every start")
    (_, (_, f, n, value, *points), a) = p
    if f[0] != "mul" or f[1][0] != "pow" or value != ZERO or points != [OO]:
        raise Refusal("this is no geometric sequence that tends to 0")
    base, exponent = f[1][1:]
    if f[2] != a or exponent != n or n[2] != ("natural",) or {a, n} & free(base):
        raise Refusal("this is no geometric sequence")
    if not same(q, ("lt", ("fun", "abs", base), ONE)):
        raise Refusal("the condition is that the modulus of the ratio is less than one")


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
    if head == "int":
        return arb(t[1])
    if head == "pi":
        return arb.pi()
    if head in ("add", "sub", "mul", "div"):
        a, b = ball(t[1]), ball(t[2])
        return {"add": a + b, "sub": a - b, "mul": a * b}.get(head) if head != "div" else a / b
    if head == "neg":
        return -ball(t[1])
    if head == "pow":
        return ball(t[1]) ** ball(t[2])
    if head == "fun" and t[1] in ("exp", "log", "sqrt", "sin", "cos"):
        return getattr(ball(t[2]), t[1])()
    if head == "fun" and t[1] == "arctan":
        return ball(t[2]).atan()
    if head == "fun" and t[1] == "abs":
        return abs(ball(t[2]))
    raise Declined(f"the value of {head} as a ball")


# -- fixed points ---------------------------------------------------------------------------------


def check_fixed_point(step: Step) -> None:
    """Check where a fixed point attracts, by its multiplier and at its two borders."""
    if step.before[0] != "attracts" or step.after[0] != "and":
        raise Refusal("this is no statement about a fixed point and its multiplier")
    _, g, x, a = step.before
    eta, m = step.term("parameter"), step.term("multiplier")
    if x[2] != ("real",) or eta[2:] != (("real",),) or x in free(a) or eta in free(a):
        raise Refusal("a fixed point is one of a map of the real numbers")
    if not equal(substitute(g, {x: a}), a, VALUES):
        raise Refusal("the point is not fixed")
    slope = substitute(differential(g, x, ONE), {x: a})
    rate = step.term("slope")
    if not equal(slope, m, VALUES) or x in free(m):
        raise Refusal("the multiplier is another")
    if not equal(differential(m, eta, ONE), rate, ALL) or sign(rate) not in ("+", "-"):
        raise Refusal("the multiplier does not change with the parameter at this rate")
    _check_borders(step, g, x, a, eta, m)
    wanted = [("le", ("neg", ONE), m), ("lt", m, ONE)]
    for one, other in (wanted, wanted[::-1]):
        if same(step.after, ("and", one, other)):
            return
    raise Refusal("the conclusion is that the multiplier is at least -1 and less than 1")


def _check_borders(step: Step, g: Term, x: Term, a: Term, eta: Term, m: Term) -> None:
    """Check that the point attracts where the multiplier is -1, and not where it is 1."""
    flips, rests, third = step.term("flips"), step.term("rests"), step.term("third")
    for name in ("flips", "rests", "third"):
        given = step.given.get(name)
        if given is not None and not same(given, step.term(name)):
            raise Refusal(f"the author's {name} is another")
    if free(flips) or free(rests) or not equal(substitute(m, {eta: flips}), ("neg", ONE), VALUES):
        raise Refusal("the multiplier is not -1 there")
    if not equal(substitute(g, {eta: rests}), x, VALUES):
        raise Refusal("the map is not the identity where the multiplier is 1")
    h = substitute(g, {eta: flips})
    twice = substitute(h, {x: h})
    slopes = [twice]
    for _ in range(3):
        slopes.append(differential(slopes[-1], x, ONE))
    at = [substitute(s, {x: a}) for s in slopes]
    if not (equal(at[1], ONE, VALUES) and equal(at[2], ZERO, VALUES)):
        raise Refusal("two steps are not the identity to second order")
    if not equal(at[3], third, VALUES) or sign(third) != "-":
        raise Refusal("two steps are not seen to contract")
