"""Checks of convexity, minima, zeros and fixed points, by derivatives."""

from __future__ import annotations

from derive.recheck.compare import equal
from derive.recheck.differentiate import ALL, differential
from derive.recheck.functions import EXPONENTS, LOGARITHMS
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
    substitute,
)

VALUES = frozenset({EXPONENTS, LOGARITHMS})


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
    _check_runs_freely(step, x)
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


def _check_runs_freely(step: Step, x: Term) -> None:
    if x in step.grounds.about:
        raise Refusal("an assumption is about the variable, which runs through its whole domain")


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
    _check_runs_freely(step, x)
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


def check_fixed_point(step: Step) -> None:
    """Check where a fixed point attracts, by its multiplier and at its two borders."""
    if step.before[0] != "attracts" or step.after[0] != "and":
        raise Refusal("this is no statement about a fixed point and its multiplier")
    _, g, x, a = step.before
    eta, m = step.term("parameter"), step.term("multiplier")
    if x[2] != ("real",) or eta[2:] != (("real",),) or x in free(a) or eta in free(a):
        raise Refusal("a fixed point is one of a map of the real numbers")
    _check_runs_freely(step, eta)
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
