"""Each refusal of the checks on equivalences, convexity and order, met by a rule that lies."""

from __future__ import annotations

import re

import pytest
from sympy import Integer, Rational

from derive.derivation import Kind, Relation
from derive.kernel.facts import is_claim_in_space, is_gaussian_claim
from derive.kernel.report import Verdict
from derive.notation import (
    Abs,
    AlmostEverywhere,
    And,
    AtMost,
    Attracts,
    Derivative,
    Equal,
    ForAll,
    Integrable,
    Integral,
    Lambda,
    Less,
    Power,
    Product,
    StrictlyConvex,
    TendsTo,
    Var,
    WithDensity,
    dimension,
    exp,
    half,
    index,
    log,
    matrix,
    natural,
    oo,
    positive,
    positive_definite,
    positive_function,
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
S = positive_definite("S", k)
Z = vector("Z", 3)
f = WithDensity(positive_function("f", k))
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

GIVEN = {
    "parameter": e, "multiplier": factor, "slope": -half, "flips": 4, "rests": 0, "third": -8,
}  # fmt: skip


def fixed(of=flips, point=0, **changed):
    """Return that a fixed point attracts, and the step to the bounds of its multiplier."""
    given = {**GIVEN, **changed}
    m = given["multiplier"]
    line = And(AtMost(-1, m), Less(m, 1))
    return equivalent(Kind.FIXED_POINT, Attracts(of, x, point), line, **given)


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
    ("one leading minor", *convex(StrictlyConvex(x**2 + y**2 - t**2, x, y, t), 2, 4, -8)),
    ("the condition 0 < x is not shown", *convex(StrictlyConvex(x**3, x), 6 * exp(log(x)))),
    ("the condition 0 < x is not shown", *least(0 * x, x**3, 0, 6 * exp(log(x)))),
    ("the condition 0 < c is not shown",
     *only(Equal(x**3 + c * x, 0), Equal(x, 0), 0, 3, exp(log(c)))),
    ("is not shown to be nonnegative", *least(0 * p, p**2, 0, 2, variable=p)),
    ("is not shown to be nonnegative",
     *only(Equal(p**3, 0), Equal(p, 0), 0, 3, 0, variable=p)),
    ("does not say that something is 0", *only(Less(x**3, 0), Equal(x, 0), 0, 3, 0)),
    ("shows '<=' or an equivalence",
     *least(Less(x**2, 0), Equal(x, 0), 0, 2, relation=EQUIVALENT)),
    ("the condition 0 < c is not shown",
     *equivalent(FACTOR, Less(x, y), Less(c * x, c * y), factor=exp(log(c)))),
    ("is not shown to be",
     *equivalent(FACTOR, And(Less(x, y), Less(y, t)), And(Less(2 * y, 2 * x), Less(2 * y, 2 * t)),
                 factor=2)),
    ("is not shown to be",
     *equivalent(FACTOR, And(Less(x, y), Less(y, t)), And(Less(2 * x, 2 * y), Less(2 * t, 2 * y)),
                 factor=2)),
    ("is not shown to be",
     *equivalent(FACTOR, AlmostEverywhere(Equal(f(X), 1), X), AlmostEverywhere(Equal(f(X), 2), X),
                 factor=2)),
    ("is not shown to be", *equivalent(FACTOR, Less(x, y), Less(2 * x, 2 * y), factor=S)),
    ("is not shown to be",
     AlmostEverywhere(Equal(f(X), 1), X),
     step(AlmostEverywhere(Equal(2 * f(X), 2), Y), FACTOR, EQUIVALENT, factor=2)),
    ("is not shown to be",
     *equivalent(FACTOR, Less(x, y), And(Less(2 * x, 2 * y), Less(x, y)), factor=2)),
    ("is not shown to be",
     *equivalent(FACTOR, And(Less(2 * x, 2 * y), Less(x, y)), Less(x, y), factor=2)),
    ("is not that a sequence tends to 0",
     *equivalent(GEOMETRIC, all_starts(c**n * a, point=0), small)),
    ("is not a geometric sequence",
     *equivalent(GEOMETRIC, all_starts((n * c) ** n * a), Less(Abs(n * c), 1))),
    ("is not a geometric sequence",
     *equivalent(GEOMETRIC, all_starts((a * c) ** n * a), Less(Abs(a * c), 1))),
    ("it is no fixed point", *fixed(point=1)),
    ("it is no fixed point", *fixed(point=c)),
    ("that is not its multiplier", *fixed(multiplier=1 - e)),
    ("that is not the slope of the multiplier", *fixed(slope=half)),
    ("the multiplier is not -1 there", *fixed(flips=3)),
    ("the multiplier is not 1 there", *fixed(rests=1)),
    ("the map is not the identity there", *fixed(x - half * (e * x) + x**3)),
    ("that is not the third derivative", *fixed(third=-9)),
    ("is not shown to be negative", *fixed(x - half * (e * (x + x**3)), third=24)),
    ("is not that the multiplier lies", Attracts(flips, x, 0),
     step(And(AtMost(-1, factor), AtMost(factor, 1)), Kind.FIXED_POINT, EQUIVALENT, **GIVEN)),
    ("must be two real variables", *fixed(parameter=x)),
    ("must be two real variables", *fixed(parameter=u)),
    ("must be two real variables", *fixed(parameter=Integer(4))),
    ("must be two real variables", *fixed(point=e)),
    ("must be two real variables", *fixed(multiplier=1 - half * (e * exp(x)))),
    ("the condition 0 < c", *fixed(x - half * (e * (x - c * x**3)), third=-24 * exp(log(c)))),
    ("is not shown to be affine", *fixed(flips=e + 0)),
    ("is not shown to be affine", *fixed(rests=e + 0)),
    ("is not seen to be differentiable",
     Derivative(Power(x**2, Rational(1, 2)), x, x) + 0,
     step(Derivative(Power(x**2, Rational(1, 2)), x, x), Kind.NORMAL_FORM)),
    ("is not seen to be differentiable",
     Derivative(sqrt(x**2), x, x) + 0, step(Derivative(sqrt(x**2), x, x), Kind.NORMAL_FORM)),
    ("is not seen to be differentiable",
     Derivative(u**u, u, u), step(u * u ** (u - 1), Kind.DERIVATIVE,
                                  values=((Derivative(u**u, u, u), u * u ** (u - 1)),))),
    ("the condition 0 < p",
     p ** Rational(-1, 2) + 0, step(p ** Rational(-1, 2), Kind.NORMAL_FORM)),
    ("is not an interval",
     Integral(exp(-(t**2)), t, 0, -oo) + 0,
     step(Integral(exp(-(t**2)), t, 0, -oo), Kind.NORMAL_FORM)),
    ("is not an interval",
     Integral(exp(-(t**2)), t, oo, 0) + 0,
     step(Integral(exp(-(t**2)), t, oo, 0), Kind.NORMAL_FORM)),
    ("the condition 0 < c", WithDensity(Lambda(c * exp(-(X.T @ X)), X))(Y) + 0,
     step(WithDensity(Lambda(c * exp(-(X.T @ X)), X))(Y), Kind.NORMAL_FORM)),
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


def test_the_mean_value_theorem_is_named():
    for chain in (
        convex(StrictlyConvex(x**2, x), 2),
        least(0 * x, x**2, 0, 2),
        only(Equal(x**3, 0), Equal(x, 0), 0, 3, 0),
        fixed(),
    ):
        found = last_of(*chain)
        assert (found.verdict, found.axioms) == (Verdict.PROVED, ("mean value theorem",))


def test_comparisons_are_multiplied_one_by_one():
    for before, after in (
        (And(Less(x, y), Less(y, t)), And(Less(2 * x, 2 * y), Less(2 * y, 2 * t))),
        (AlmostEverywhere(Equal(f(X), 1), X), AlmostEverywhere(Equal(2 * f(X), 2), X)),
        (Less(2 * x, 2 * y), Less(x, y)),
        (And(Less(x, y), Less(y, t)), And(Less(x, y), Less(2 * y, 2 * t))),
    ):
        assert last_of(*equivalent(FACTOR, before, after, factor=2)).verdict is Verdict.PROVED


def test_an_equation_may_be_multiplied_by_what_is_negative():
    before, after = Equal(x, y), Equal(-2 * x, -2 * y)
    assert last_of(*equivalent(FACTOR, before, after, factor=-2)).verdict is Verdict.PROVED


def test_increasing_functions_are_applied_and_taken_away():
    for before, after in (
        (Less(x, y), Less(exp(x), exp(y))),
        (Less(log(s), log(u)), Less(s, u)),
        (AtMost(sqrt(s), sqrt(u)), AtMost(s, u)),
    ):
        assert last_of(*equivalent(INJECTION, before, after)).verdict is Verdict.PROVED


def test_equivalences_read_from_right_to_left_too():
    for kind, before, after, axioms in (
        (MODULUS, And(Less(-b, x), Less(x, b)), Less(Abs(x), b), ()),
        (MODULUS, Less(Abs(x), b), And(Less(x, b), Less(-b, x)), ()),
        (GEOMETRIC, small, all_starts(c**n * a), ("Archimedean property",)),
        (GEOMETRIC, all_starts(c**n * a), small, ("Archimedean property",)),
    ):
        found = last_of(*equivalent(kind, before, after))
        assert (found.verdict, found.axioms) == (Verdict.PROVED, axioms), found.reason


GAUSSIAN = x**n * exp(-(s * x**2))


@pytest.mark.parametrize(
    ("claim", "holds"),
    [
        (Integrable(GAUSSIAN, x), True),
        (TendsTo(GAUSSIAN, x, 0, -oo, oo), True),
        (TendsTo(GAUSSIAN, x, 0, oo), False),
        (TendsTo(GAUSSIAN, x, 1, -oo, oo), False),
        (Integrable(GAUSSIAN, x, 0, oo), False),
        (Integrable(x**2 * exp(-(s * x**2)), x), False),
        (Integrable(x**n * exp(-(x**2)), x), False),
        (Integrable(c * GAUSSIAN, x), False),
        (Integrable(GAUSSIAN.xreplace({x: u}), u), False),
        (Equal(GAUSSIAN, 0), False),
    ],
)
def test_only_one_claim_is_about_every_polynomial_times_a_gaussian(claim, holds):
    assert is_gaussian_claim(claim) is holds
    assert not is_claim_in_space(claim)


def in_space(of=X, power=n, rate=s, k=k):
    i = index("i", k)
    return Product((1 + of[i] ** (2 * power)) * exp(-(rate * of[i] ** 2)), i)


@pytest.mark.parametrize(
    ("claim", "holds"),
    [
        (Integrable(in_space(), X), True),
        (Integrable(in_space(power=2), X), False),
        (Integrable(in_space(rate=2), X), False),
        (Integrable(c * in_space(), X), False),
        (Integrable(in_space(Z, k=3), Z), False),
        (Equal(in_space(), 0), False),
    ],
)
def test_only_one_claim_is_about_all_of_them_in_every_dimension(claim, holds):
    assert is_claim_in_space(claim) is holds
    assert not is_gaussian_claim(claim)
