"""Each refusal of the checks on equivalences, convexity and order, met by a rule that lies."""

from __future__ import annotations

import re

import pytest

from derive.derivation import Kind, Relation
from derive.kernel.report import Verdict
from derive.notation import (
    Abs,
    And,
    AtMost,
    Attracts,
    Equal,
    ForAll,
    Less,
    StrictlyConvex,
    TendsTo,
    Var,
    dimension,
    exp,
    half,
    log,
    matrix,
    natural,
    oo,
    positive,
    real,
    sqrt,
    vector,
)
from tests.kernel.test_refusals import last_of, no_evidence, step

__all__ = ["no_evidence"]

a, b, c, e, t, x, y = real("a b c e t x y")
s, u = positive("s u")
n = natural("n")
p = Var("p", "nonnegative")
k = dimension("k")
X, Y = vector("X Y", k)
A = matrix("A", k, k)
AT_MOST, EQUIVALENT, CONVEX = Relation.AT_MOST, Relation.EQUIVALENT, Relation.IS_CONVEX


def convex(line, *minors, **other):
    return line.args[0], step(line, Kind.CONVEXITY, CONVEX, minors=minors, **other)


def least(before, after, point, second, relation=AT_MOST, variable=x):
    given = {"variable": variable, "point": point, "second": second}
    return before, step(after, Kind.MINIMUM, relation, **given)


def only(before, after, point, positive_part, rest, relation=EQUIVALENT, variable=x):
    given = {"variable": variable, "point": point, "positive": positive_part, "rest": rest}
    return before, step(after, Kind.ONLY_ZERO, relation, **given)


def equivalent(kind, before, after, **given):
    return before, step(after, kind, EQUIVALENT, **given)


def all_starts(body, variable=a, of=n, value=0, point=oo):
    return ForAll(TendsTo(body, of, value, point), variable)


FACTOR, MODULUS, GEOMETRIC = Kind.FACTOR, Kind.MODULUS, Kind.GEOMETRIC
INJECTION = Kind.INJECTION
small = Less(Abs(c), 1)
parabola = x**2
flips = x - half * (e * (exp(x) - 1))
factor = 1 - e / 2

REFUSALS = [
    # the reason, the start, the steps
    ("must be different, and range over", *convex(StrictlyConvex(x * y, x, x), 1, 1)),
    ("must be different, and range over", *convex(StrictlyConvex(p**2, p), 2)),
    ("one leading minor", *convex(StrictlyConvex(x**2 + y**2 - t**2, x, y, t), 2, 4)),
    ("one leading minor", *convex(StrictlyConvex(x**2 - y**2, x, y), 2)),
    ("is not the leading minor", *convex(StrictlyConvex(-(x**2), x), 2)),
    ("is not the leading minor", *convex(StrictlyConvex(x**2 - y**2, x, y), 2, 4)),
    ("is not shown to be positive", *convex(StrictlyConvex(-(x**2), x), -2)),
    ("shows that a function is strictly convex",
     x + 0, step(x, Kind.CONVEXITY, minors=(2,))),
    ("is not shown to be positive", *least(0 * u, u**2, -1, 2, variable=u)),
    ("depends on x", *least(2 * parabola, parabola, x, 2)),
    ("depends on x", *least(parabola, parabola + 0, x, 2)),
    ("is not a second derivative that is positive", *least(parabola * 0, -(x**2), 0, -2)),
    ("is not a second derivative that is positive", *least(parabola * 0, x**3, 0, 2)),
    ("does not vanish at", *least(1 + 0 * x, x**2, 1, 2)),
    ("is not the value at", *least(1 + 0 * x, x**2, 0, 2)),
    ("shows '<=' or an equivalence", *least(0 * x, x**2, 0, 2, relation=Relation.EQUAL)),
    ("the conclusion is not that x = 0",
     *least(Equal(x**2, 0), Equal(x, 1), 0, 2, relation=EQUIVALENT)),
    ("depends on x",
     *least(Equal(x**2, x), Equal(x, 0), 0, 2, relation=EQUIVALENT)),
    ("is not the value at",
     *least(Equal(x**2, 1), Equal(x, 0), 0, 2, relation=EQUIVALENT)),
    ("is not shown to be positive",
     *only(Equal(u**3 + u + 2, 0), Equal(u, -1), -1, 3, 6 * u - 2, variable=u)),
    ("the conclusion is not that x = 0", *only(Equal(x**3, 0), Equal(x, 1), 0, 3, 0)),
    ("does not say that something is 0", *only(Equal(x**3, 1), Equal(x, 0), 0, 3, 0)),
    ("does not say that something is 0", *only(Equal(x - x, 0), Equal(x, x + 0), x + 0, 1, 0)),
    ("is not the derivative of", *only(Equal(x**3 - x, 0), Equal(x, 0), 0, 3, 0)),
    ("is not shown to be positive but at", *only(Equal(x**3 - x, 0), Equal(x, 0), 0, 3, -1)),
    ("is not shown to be positive but at", *only(Equal(0 * x, 0), Equal(x, 0), 0, 0, 0)),
    ("does not vanish at", *only(Equal(x**3 + 1, 0), Equal(x, 0), 0, 3, 0)),
    ("is not shown to be", *equivalent(FACTOR, Less(x, y), Less(y, x), factor=-1)),
    ("is not shown to be", *equivalent(FACTOR, Less(x, y), Less(c * x, c * y), factor=c)),
    ("is not shown to be", *equivalent(FACTOR, Equal(x, y), Equal(c * x, c * y), factor=c)),
    ("is not shown to be", *equivalent(FACTOR, Equal(X, Y), Equal(A @ X, A @ Y), left=A)),
    ("is not shown to be", *equivalent(FACTOR, Equal(x, y), Less(2 * x, 2 * y), factor=2)),
    ("is not shown to be", *equivalent(FACTOR, Equal(x, y), Equal(2 * x, y), factor=2)),
    ("this shows an equivalence", x + 0, step(x, FACTOR, factor=1)),
    ("is not shown to be", *equivalent(INJECTION, Less(s, u), Less(exp(u), exp(s)))),
    ("is not shown to be", *equivalent(INJECTION, Equal(x, y), Equal(Abs(x), Abs(y)))),
    ("is not shown to be", *equivalent(INJECTION, Less(s, u), Less(log(s), sqrt(u)))),
    ("does not bound a modulus",
     *equivalent(MODULUS, Equal(Abs(x), b), And(Less(-b, x), Less(x, b)))),
    ("does not bound a modulus",
     *equivalent(MODULUS, Less(exp(x), b), And(Less(-b, x), Less(x, b)))),
    ("is not a pair of bounds",
     *equivalent(MODULUS, Less(Abs(x), b), And(AtMost(-b, x), Less(x, b)))),
    ("is not a pair of bounds",
     *equivalent(MODULUS, Less(Abs(x), b), And(AtMost(-b, x), AtMost(x, b)))),
    ("is not the pair of bounds",
     *equivalent(MODULUS, Less(Abs(x), b), And(Less(-b, y), Less(y, b)))),
    ("is not the pair of bounds",
     *equivalent(MODULUS, Less(Abs(x), b), And(Less(-b, x), Less(x, c)))),
    ("is not the pair of bounds",
     *equivalent(MODULUS, Less(Abs(x), b), And(Less(-c, x), Less(x, b)))),
    ("this shows an equivalence", x + 0, step(x, MODULUS)),
    ("this shows an equivalence", x + 0, step(x, GEOMETRIC)),
    ("this shows an equivalence", x + 0, step(x, Kind.VANISHING_INTEGRAL)),
    ("not about a limit for all starts",
     *equivalent(GEOMETRIC, TendsTo(c**n * a, n, 0, oo), small)),
    ("is not that a sequence tends to 0", *equivalent(GEOMETRIC, all_starts(c**n * a, value=1),
                                                      small)),
    ("is not that a sequence tends to 0",
     *equivalent(GEOMETRIC, all_starts(c**n * s, variable=s), small)),
    ("is not that a sequence tends to 0",
     *equivalent(GEOMETRIC, all_starts(exp(c) ** t * a, of=t), Less(Abs(exp(c)), 1))),
    ("is not a geometric sequence", *equivalent(GEOMETRIC, all_starts(c**n * b), small)),
    ("is not a geometric sequence", *equivalent(GEOMETRIC, all_starts(c**n + a), small)),
    ("is not a geometric sequence", *equivalent(GEOMETRIC, all_starts(c * n * a), small)),
    ("is not a geometric sequence", *equivalent(GEOMETRIC, all_starts(c**2 * a), small)),
    ("the condition is not that", *equivalent(GEOMETRIC, all_starts(c**n * a), Less(c, 1))),
    ("the condition is not that", *equivalent(GEOMETRIC, all_starts(c**n * a), AtMost(Abs(c), 1))),
    ("does not say that an integral is 0",
     *equivalent(Kind.VANISHING_INTEGRAL, Equal(x, 0), Equal(2 * x, 0))),
    ("this shows where a fixed point attracts",
     *equivalent(Kind.FIXED_POINT, Equal(x, 0), Equal(x + 0, 0), parameter=e, multiplier=factor,
                 slope=-half, flips=4, rests=0, third=-8)),
    ("is not shown to be affine",
     *equivalent(Kind.FIXED_POINT, Attracts(x * (1 - e**3), x, 0),
                 And(AtMost(-1, 1 - e**3), Less(1 - e**3, 1)), parameter=e,
                 multiplier=1 - e**3, slope=-(3 * e**2), flips=2, rests=0, third=-8)),
]  # fmt: skip


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda r: r[0])
def test_lie_is_refused_for_this_reason(refusal):
    reason, *lines = refusal
    found = last_of(*lines)
    assert found.verdict is not Verdict.PROVED
    assert re.search(re.escape(reason), found.reason), found.reason
