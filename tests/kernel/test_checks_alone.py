"""Each check refuses by itself what is not of its form, whatever asks it: with its reason."""

from __future__ import annotations

import pytest
from sympy import Integer, oo

from derive.derivation import Kind, Relation
from derive.kernel.checks import CHECKS
from derive.kernel.definedness import check_defined
from derive.kernel.facts import (
    Declined,
    Facts,
    is_claim_in_space,
    is_gaussian_claim,
)
from derive.kernel.instances import _check_hypothesis
from derive.kernel.integral_checks import _differentiated_back
from derive.kernel.question import Question, entails
from derive.notation import (
    Abs,
    And,
    AtMost,
    Attracts,
    Derivative,
    Equal,
    ForAll,
    Identity,
    Integrable,
    Integral,
    Less,
    Plus,
    Product,
    Sqrt,
    StrictlyConvex,
    TendsTo,
    Unequal,
    described,
    dimension,
    exp,
    expression,
    index,
    invertible,
    log,
    matrix,
    natural,
    positive,
    real,
    vector,
)

k, n = dimension("k n")
i, j = index("i j", k)
a, b, t, v = real("a b t v")
s, r = positive("s r")
p, h = natural("p h")
x, z, m = vector("x z m", k)
A, C = matrix("A C", k, k)
N, M = invertible("N", k), invertible("M", n)
two = Identity(2)
nowhere = 0 * log(Integer(-1))
bell = exp(-(v**2))
space = Integral(exp(-(x.T @ x)), x)
EQUAL, AT_MOST, LESS = Relation.EQUAL, Relation.AT_MOST, Relation.LESS
TENDS_TO, IMPLIES, EQUIVALENT = Relation.TENDS_TO, Relation.IMPLIES, Relation.EQUIVALENT
CONVEX, INTEGRABLE = Relation.IS_CONVEX, Relation.IS_INTEGRABLE
bounds = And(AtMost(-1, a), Less(a, 1))
to_zero, other = TendsTo(bell, v, 0), TendsTo(Abs(bell), v, 0)


def asked(before, relation, after, lines=(), relations=()):
    """Return a question about a step; the chain before it is proved."""
    return Question(before, relation, after, lines, relations, True)


def chain(lines, relations, after):
    """Return the question whether the chain implies something."""
    return asked(lines[-1], IMPLIES, after, lines, (*relations, IMPLIES))


REFUSED = [
    ("compares numbers", Kind.ENCLOSURE, asked(two, LESS, 2 * two), {}),
    ("compares numbers", Kind.ENCLOSURE, asked(Integer(1), LESS, two), {}),
    ("compares numbers", Kind.ENCLOSURE, asked(two, LESS, Integer(1)), {}),
    ("does not say what its own", Kind.COMPARISON,
     chain([Abs(a), bell, to_zero], [AT_MOST, INTEGRABLE], TendsTo(a, v, 0)), {}),
    ("do not bound a modulus", Kind.COMPARISON,
     chain([Abs(a), bell, to_zero], [IMPLIES, TENDS_TO], TendsTo(a, v, 0)), {}),
    ("not of the same form", Kind.COMPARISON,
     chain([Abs(a), bell, Equal(bell, b)], [AT_MOST, INTEGRABLE], Equal(a, b)), {}),
    ("do not say that a square", Kind.SQUARE_ROOT,
     chain([s**2, Equal(s, r)], [EQUAL], Equal(s, Sqrt(r))), {}),
    ("strictly convex", Kind.CONVEXITY, asked(v**2, IMPLIES, StrictlyConvex(v**2, v)),
     {"minors": [Integer(2)]}),
    ("strictly convex", Kind.CONVEXITY, asked(v**2, CONVEX, Integrable(v**2, v)), {"minors": []}),
    ("not shown to be a number", Kind.MINIMUM, asked(Integer(0), AT_MOST, v**2),
     {"variable": Integer(1), "point": Integer(0), "second": Integer(2)}),
    ("-1", Kind.MINIMUM, asked(Integer(0), AT_MOST, v**2 + nowhere),
     {"variable": v, "point": Integer(0), "second": Integer(2)}),
    ("this shows '<='", Kind.MINIMUM, asked(Equal(v**2, 0), IMPLIES, Equal(v, 0)),
     {"variable": v, "point": Integer(0), "second": Integer(2)}),
    ("not shown to be a number", Kind.ONLY_ZERO, asked(Equal(v**3, 0), EQUIVALENT, Equal(v, 0)),
     {"variable": v + 1, "point": Integer(0), "positive": Integer(3), "rest": Integer(0)}),
    ("the conclusion is not", Kind.ONLY_ZERO, asked(Equal(v**3, 0), IMPLIES, Equal(v, 0)),
     {"variable": v, "point": Integer(0), "positive": Integer(3), "rest": Integer(0)}),
    ("where a fixed point attracts", Kind.FIXED_POINT, asked(
        Attracts(v - a * (exp(v) - 1) / 2, v, 0), IMPLIES,
        And(AtMost(-1, 1 - a / 2), Less(1 - a / 2, 1))),
     {"parameter": a, "multiplier": 1 - a / 2, "slope": Integer(-1) / 2, "flips": Integer(4),
      "rests": Integer(0), "third": Integer(-8)}),
    ("is not shown to be", Kind.FACTOR,
     asked(ForAll(Equal(a, b), t), EQUIVALENT, ForAll(Equal(2 * a, 2 * b), t)),
     {"factor": Integer(2)}),
    ("is not shown to be", Kind.FACTOR, asked(Equal(a, b), EQUIVALENT, Equal(2 * a, 2 * b)),
     {"left": N}),
    ("is not shown to be", Kind.FACTOR, asked(Equal(x, z), EQUIVALENT, Equal(N @ x, N @ z)),
     {"left": M}),
    ("is not shown to be", Kind.FACTOR, asked(Unequal(a, b), EQUIVALENT, Unequal(s * a, s * b)),
     {"factor": s}),
    ("not about a limit", Kind.GEOMETRIC, asked(Less(a, b), EQUIVALENT, Less(Abs(a), 1)), {}),
    ("not about a limit", Kind.GEOMETRIC,
     asked(ForAll(Equal(a, b), a), EQUIVALENT, Less(Abs(b), 1)), {}),
    ("is not an integral over", Kind.LINEAR_CHANGE_OF_VARIABLES, asked(space, EQUAL, space),
     {"integral": a, "variable": z, "value": z, "matrix": Identity(k)}),
    ("already occurs", Kind.LINEAR_CHANGE_OF_VARIABLES, asked(space, EQUAL, space),
     {"integral": space, "variable": A @ z, "value": z, "matrix": Identity(k)}),
    ("already occurs", Kind.LINEAR_CHANGE_OF_VARIABLES, asked(space, EQUAL, space),
     {"integral": Integral(exp(-(m.T @ m)), x), "variable": x, "value": x, "matrix": Identity(k)}),
    ("is not a new real variable", Kind.PRODUCT_INTEGRAL, asked(a, EQUAL, b),
     {"product": Product(exp(x[j]), j), "variable": x, "coordinate": 2 * t}),
    ("a name is bound again", Kind.PRODUCT_INTEGRAL, asked(a, EQUAL, b),
     {"product": Product(exp((A @ z)[j]), j), "variable": A @ z, "coordinate": t}),
    ("is not an index", Kind.MARGINAL, asked(a, EQUAL, b),
     {"integral": Integral(Product(exp(x[j]), j) * x[i], x), "index": 2 * t, "coordinate": t}),
    ("is not an index", Kind.MARGINAL, asked(a, EQUAL, b),
     {"integral": Integral(Product(exp(x[j]), j) * x[i], x), "index": z, "coordinate": t}),
]  # fmt: skip


@pytest.mark.parametrize(("reason", "kind", "question", "given"), REFUSED)
def test_what_is_not_of_its_form_is_refused_with_its_reason(reason, kind, question, given):
    with pytest.raises(Declined) as refused:
        CHECKS[kind](question, given, Facts({}))
    assert reason in str(refused.value)


ACCEPTED = [
    (Kind.MODULUS, asked(AtMost(Abs(a), b), EQUIVALENT, And(AtMost(-b, a), AtMost(a, b))), {}),
    (Kind.MODULUS, asked(Less(Abs(a), b), EQUIVALENT, And(Less(-b, a), Less(a, b))), {}),
    (Kind.FACTOR, asked(Equal(x, z), EQUIVALENT, Equal(N @ x, N @ z)), {"left": N}),
    (Kind.FACTOR, asked(Equal(A, C), EQUIVALENT, Equal(A @ N, C @ N)), {"right": N}),
    (Kind.FACTOR, asked(Equal(N @ A @ N, N @ C @ N), EQUIVALENT, Equal(A, C)),
     {"left": N, "right": N}),
    (Kind.FACTOR, asked(Less(a, b), EQUIVALENT, Less(s * a, s * b)), {"factor": s}),
    (Kind.COMPARISON, chain(
        [Abs(a), Abs(a) + 0, Abs(a) + bell, 2 * bell, TendsTo(2 * bell, v, 0)],
        [EQUAL, AT_MOST, LESS, TENDS_TO], TendsTo(a, v, 0)), {}),
    (Kind.DERIVATIVE, asked(
        Derivative(v**2, v) + Integral(v**2, v, 0, 1), EQUAL, 2 * v + Integral(v**2, v, 0, 1)),
     {"values": ((Derivative(v**2, v), 2 * v),)}),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "question", "given"), ACCEPTED)
def test_what_is_of_its_form_is_not(kind, question, given):
    CHECKS[kind](question, given, Facts({}))


@pytest.mark.parametrize(("before", "after"), [(Equal(a, b), a), (a, Equal(a, b))])
def test_a_proposition_equals_no_term(before, after):
    with pytest.raises(Declined):
        entails(asked(before, EQUIVALENT, after), ())


@pytest.mark.parametrize("end", [oo, -oo])
def test_no_term_holds_what_is_infinite(end):
    with pytest.raises(Declined):
        check_defined(Plus(a, end), Facts({}))


def test_all_that_a_condition_assumes_is_assumed():
    wanted, first, second = Less(0, a), Less(0, b), Less(0, t)
    for assumed in ((), (first,), (second,)):
        facts = Facts({"one": wanted}, ("one",), assumed, {"one": (first, second)})
        with pytest.raises(Declined, match="neither assumed nor proved"):
            _check_hypothesis(wanted, facts)
    _check_hypothesis(
        wanted, Facts({"one": wanted}, ("one",), (first, second), {"one": (first, second)})
    )


def test_an_antiderivative_is_defined():
    with pytest.raises(Declined):
        _differentiated_back(v**2 / 2 + nowhere, v, v, Facts({}))


@pytest.mark.parametrize(
    ("body", "holds"),
    [(v**p * exp(-(s * v**2)), True), (a * exp(-(s * v**2)), False),
     (v**p * exp(-(v**2)) * a, False), (v**p * exp(-(s * v**2)) + 0 * a, False),
     (v**p * v**h * exp(-(v**2)), False), (v**p * exp(-(s * v**2)) * r, False)],
)  # fmt: skip
def test_the_claim_that_gaussians_are_integrable(body, holds):
    assert is_gaussian_claim(Integrable(body, v)) is holds


def in_space(factor, of=x):
    return Integrable(Product(factor, i), of)


@pytest.mark.parametrize(
    ("claim", "holds"),
    [(in_space((1 + x[i] ** (2 * p)) * exp(-(s * x[i] ** 2))), True),
     (in_space((1 + x[i] ** 2) * exp(-(s * x[i] ** 2)) * a), False),
     (in_space((1 + x[i] ** (2 * p)) * exp(-(x[i] ** 2)) * a), False),
     (Integrable(v**p * exp(-(s * v**2)) * a, v), False)],
)  # fmt: skip
def test_the_claim_that_gaussians_are_integrable_in_space(claim, holds):
    assert is_claim_in_space(claim) is holds


def test_a_long_term_is_shortened():
    longest, longer = real(f"{'e' * 160} {'e' * 161}")
    assert described(longest) == expression(longest)
    assert described(longer) == "e" * 157 + "..."
