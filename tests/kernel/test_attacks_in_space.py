"""Attacks on matrices, propositions and assumptions: none of these may be proved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import pytest
from sympy import Integer, Rational
from sympy.core.expr import Expr

from derive.derivation import (
    Application,
    Derivation,
    Focus,
    Justification,
    Kind,
    Proposal,
    Relation,
    Rule,
    Step,
    Trial,
)
from derive.evidence.enclosure import enclose
from derive.evidence.failures import NotEnclosed
from derive.kernel.chain import check
from derive.kernel.form import InvalidDerivation
from derive.kernel.headline import reached
from derive.kernel.report import Verdict
from derive.kernel.theories import COORDINATES, DIAGONALS, MATRICES, SUMS, TRACES
from derive.library import LIBRARY
from derive.notation import (
    KL,
    Applied,
    Bracket,
    Density,
    Derivative,
    Diagonal,
    Equal,
    Identity,
    Integrable,
    Integral,
    Less,
    Normal,
    Power,
    Product,
    Sqrt,
    StrictlyConvex,
    Sum,
    TendsTo,
    Trace,
    Var,
    WithDensity,
    as_term,
    dimension,
    exp,
    free,
    index,
    inverse,
    log,
    natural,
    nonnegative,
    oo,
    positive,
    positive_function,
    positive_vector,
    real,
    trace,
    vector,
)

k, n = dimension("k n")
i, j = index("i j", k)
x, v, w = vector("x v w", k)
d = positive_vector("d", k)
f, g = positive_function("f g", k)
a, s, t = real("a s t")
GAUSSIAN = (
    "gaussian_integrability", "multivariate_gaussian_integrability", "exponential_beats_polynomial",
)  # fmt: skip
IFF = Relation.EQUIVALENT
NOTHING = Trial(Integer(1), Integer(1))


def lie(kind: Kind, given: Mapping[str, Any] | None = None, cite: str = "") -> Application:
    """Return a rule that gives whatever line is asked for, on the given ground."""

    def answer(focus: Focus, name: str = "") -> Proposal:
        return Proposal(focus.goal, Justification(kind, given or {}))

    rule = Rule("liar", "liar", answer, NOTHING, NOTHING)
    return Application(rule, {"name": cite} if cite else {})


def derivation(name: str, start: Any, *steps: tuple[Any, Application, Relation], **more: Any):
    lines = [as_term(start), *(as_term(line) for line, _, _ in steps)]
    relations = [relation for _, _, relation in steps]
    made = tuple(
        Step(f"step-{m}", line, by, "", relation) for m, (line, by, relation) in enumerate(steps)
    )
    claim = reached(lines, relations)
    letters = set().union(*map(free, lines), *map(free, more.get("assumptions", ())))
    letters -= {claim.variable} if isinstance(claim, TendsTo) else set()
    more.setdefault("conditions", GAUSSIAN)
    arguments = {letter.name: letter for letter in letters}
    return Derivation(name, "", claim, lines[0], made, arguments, **more)


def verdicts(*derivations: Derivation) -> list[Verdict]:
    names = [one.name for one in derivations]
    reports = check(names, {**LIBRARY, **{one.name: one for one in derivations}})
    return [reports[name].verdict for name in names]


def is_proved(start: Any, line: Any, by: Application, relation=Relation.EQUAL, **more: Any) -> bool:
    try:
        return verdicts(derivation("one", start, (line, by, relation), **more)) == [Verdict.PROVED]
    except InvalidDerivation:
        return False


def is_defined(term: Any, **more: Any) -> bool:
    """Say whether 0·term = 0 is proved, which asks only that the term has a value."""
    return is_proved(Integer(0) * term, Integer(0), lie(Kind.NORMAL_FORM), **more)


def test_the_trace_of_the_inverse_of_a_diagonal_matrix():
    theories = lie(Kind.NORMAL_FORM, {"theories": (MATRICES, TRACES, COORDINATES)})
    matrix = Diagonal(d[i], i)
    assert not is_proved(trace(inverse(matrix)), trace(matrix), theories)
    assert not is_proved(trace(inverse(matrix)), Sum(d[i], i), theories)
    every = lie(Kind.NORMAL_FORM, {"theories": (MATRICES, TRACES, COORDINATES, DIAGONALS, SUMS)})
    assert is_proved(trace(inverse(matrix)), Sum(1 / d[i], i), every)


@pytest.mark.parametrize(
    ("number", "bound"),
    [
        (Integral(Power(100, t), t, -Rational(1, 2), Rational(1, 2)), Rational(11, 10)),
        (Integral(Power(2, t), t, -Rational(1, 2), Rational(1, 2)), Rational(101, 100)),
        (10**60 * (Power(2, 2 + Rational(1, 10**50)) - 4), Integer(1)),
    ],
)
def test_an_exponent_is_whole_only_where_its_ball_is_exact(number, bound):
    assert not is_proved(number, bound, lie(Kind.ENCLOSURE), Relation.LESS)
    try:
        ball = enclose(number, {})
    except NotEnclosed:
        return
    assert not ball < enclose(bound, {})


def test_a_binder_whose_dimension_changes_captures_nothing():
    total = derivation(
        "total", Sum(a, i),
        (k * a, lie(Kind.NORMAL_FORM, {"theories": (SUMS,)}), Relation.EQUAL),
    )  # fmt: skip
    other, y = index("i", n), vector("y", n)
    values = {"name": "total", "values": {k: n, a: y[other]}}
    false = derivation(
        "false", Sum(y[other], other),
        (n * y[other], lie(Kind.THEOREM, values, "total"), Relation.EQUAL), conditions=(),
    )  # fmt: skip
    assert verdicts(total, false)[1] is not Verdict.PROVED


@pytest.mark.parametrize("value", [Applied(f, t * v), Density(WithDensity(f), t * v)])
def test_a_function_that_is_a_name_is_not_taken_for_continuous(value):
    at_0, at_1 = (value.func(value.args[0], c * v) for c in (as_term(0), as_term(1)))
    assert not is_defined(Integral(value, t, 0, 1))
    limit = TendsTo(value, t, at_0, 0)
    assert not is_proved(value, limit, lie(Kind.LIMIT), Relation.TENDS_TO)
    assert not is_proved(Bracket(value, t, 0, 1), at_1 - at_0, lie(Kind.LIMIT))


def test_convexity_is_not_carried_back_over_an_assumption():
    assumed = a + (a - 1) ** 2
    false = derivation(
        "false", a,
        (assumed, lie(Kind.ASSUMPTION), Relation.EQUAL),
        (StrictlyConvex(assumed, a), lie(Kind.CONVEXITY, {"minors": (2,)}), Relation.IS_CONVEX),
        assumptions=(Equal(a, 1),),
    )  # fmt: skip
    with pytest.raises(InvalidDerivation):
        verdicts(false)


bell = exp(-(x.T @ x))
slope = Derivative(bell, x)
spread = Identity(k) + slope @ slope.T


@pytest.mark.parametrize(
    "body",
    [
        v.T @ inverse(spread) @ v,
        v.T @ Diagonal(exp(slope[i]), i) @ v,
        Trace(inverse(spread)),
        v.T @ Integral((w.T @ x) * slope, x),
        (slope.T @ slope) * exp(x.T @ x),
    ],
)
def test_a_derivative_makes_nothing_else_integrable(body):
    assert not is_defined(Integral(body, x))


def test_a_derivative_of_a_gaussian_is_integrable():
    assert is_defined(Integral(v.T @ slope, x))


def test_an_assumption_about_one_point_is_none_about_all():
    y = vector("y", k)
    one_point = Integrable(Applied(f, y) * log(Applied(f, x) / Applied(g, x)), y)
    divergence = KL(WithDensity(f), WithDensity(g))
    assert not is_defined(divergence, assumptions=(one_point,))


def forged(kind: type, **attributes: Any) -> Any:
    made = Expr.__new__(kind)
    for name, value in attributes.items():
        setattr(made, name, value)
    return made


def test_numbers_are_in_lowest_terms_with_a_positive_denominator():
    minus_one = forged(Rational, p=1, q=-1)
    steps = {"smaller": Integer(0), "larger": Integer(-1), "difference": minus_one}
    ground = lie(Kind.MONOTONICITY, steps)
    assert not is_proved(Integer(0), Integer(-1), ground, Relation.AT_MOST)
    assert not is_proved(Sqrt(minus_one), Sqrt(minus_one) * 1, lie(Kind.NORMAL_FORM))
    nothing = forged(Integer, p=0.5)
    for kind, line in ((Equal, Equal(0, s * 0)), (Less, Less(0, 0 + 0 * s))):
        by = lie(Kind.FACTOR, {"factor": nothing})
        assert not is_proved(kind(s, t), line, by, Relation.EQUIVALENT)


def test_the_hypotheses_of_a_normalisation_are_asked_for():
    scale = positive("c")
    standard = Normal(0, 1)
    mass = Integral(scale * standard(t), t)
    values = {real("mu"): 0, positive("sigma"): 1}
    cited = {"name": "gaussian_normalisation", "values": values}
    conditional = derivation(
        "conditional", mass,
        (Integral(1 * standard(t), t), lie(Kind.ASSUMPTION), Relation.EQUAL),
        (Integral(standard(t), t), lie(Kind.NORMAL_FORM), Relation.EQUAL),
        (Integer(1), lie(Kind.THEOREM, cited, "gaussian_normalisation"), Relation.EQUAL),
        assumptions=(Equal(scale, 1),),
    )  # fmt: skip
    whole = Integral(Product(scale * standard(x[j]), j) * x[i] ** 2, x)
    marginal = {"integral": whole, "index": i, "coordinate": t, "name": "conditional", "values": {}}
    false = derivation(
        "false", whole,
        (Integral(scale * standard(t) * t**2, t), lie(Kind.MARGINAL, marginal, "conditional"),
         Relation.EQUAL),
    )  # fmt: skip
    assert verdicts(conditional, false) == [Verdict.PROVED, Verdict.DECLINED]


def test_the_entry_of_a_vector_of_length_one_breaks_nothing():
    short, only = vector("short", 1), Var("only", "index", 1)
    gaussian = exp(-(t**2))
    outside = short[only] * Integral(gaussian, t)
    assert is_proved(Integral(short[only] * gaussian, t), outside, lie(Kind.LINEARITY))


def test_no_variable_of_a_theorem_is_infinite():
    b, r = positive("b"), real("r")
    primitive = -exp(-(r**2))
    finite, infinite = (Integral(2 * r * exp(-(r**2)), r, 0, end) for end in (b, oo))
    ground = {"integral": finite, "antiderivative": primitive}
    theorem = derivation(
        "finite", Equal(finite, 1),
        (Equal(Bracket(primitive, r, 0, b), 1), lie(Kind.ANTIDERIVATIVE, ground), IFF),
        (Equal(-exp(-(b**2)) - -exp(-(as_term(0) ** 2)), 1), lie(Kind.LIMIT), IFF),
        (Equal(-1, 0), lie(Kind.FACTOR, {"factor": exp(b**2)}), IFF),
    )  # fmt: skip
    values = {"name": "finite", "values": {b: oo}}
    false = derivation(
        "false", Equal(infinite, 1), (Equal(-1, 0), lie(Kind.THEOREM, values, "finite"), IFF)
    )
    found = verdicts(theorem, false)
    assert found[1] is not Verdict.PROVED


def test_a_proposition_is_the_value_of_no_variable():
    values = {"name": "exponential_inequality", "values": {nonnegative("t"): Equal(1, 1)}}
    by = lie(Kind.THEOREM, values, "exponential_inequality")
    assert not is_proved(as_term(2), as_term(2) + 0, by, Relation.AT_MOST)


def test_a_letter_that_renames_itself_reaches_no_check():
    one, other = real("one other")
    evil = Var("one", "real")
    evil._xreplace = lambda rule: (other, True)
    evil.xreplace = lambda rule: other
    steps = {"smaller": Sum(evil, i), "larger": Sum(other, i), "difference": Integer(0)}
    ground = lie(Kind.MONOTONICITY, steps)
    assert not is_proved(Sum(one, i), Sum(other, i), ground, Relation.AT_MOST)


def test_a_rule_cannot_name_a_bound_index_after_an_assumption():
    m, c, standard = index("m", k), positive_vector("c", k), Normal(0, 1)
    cited = {
        "name": "gaussian_normalisation", "values": {real("mu"): 0, positive("sigma"): 1},
    }  # fmt: skip
    conditional = derivation(
        "conditional", Integral(c[m] * standard(t), t),
        (Integral(1 * standard(t), t), lie(Kind.ASSUMPTION), Relation.EQUAL),
        (Integral(standard(t), t), lie(Kind.NORMAL_FORM), Relation.EQUAL),
        (Integer(1), lie(Kind.THEOREM, cited, "gaussian_normalisation"), Relation.EQUAL),
        assumptions=(Equal(c[m], 1),),
    )  # fmt: skip
    whole, renamed = (
        Integral(Product(c[name] * standard(x[name]), name) * x[i] ** 2, x) for name in (j, m)
    )
    given = {"integral": renamed, "index": i, "coordinate": t, "name": "conditional", "values": {}}
    false = derivation(
        "false", whole,
        (Integral(c[i] * standard(t) * t**2, t), lie(Kind.MARGINAL, given, "conditional"),
         Relation.EQUAL), assumptions=(Equal(c[m], 1),),
    )  # fmt: skip
    assert verdicts(conditional, false)[1] is not Verdict.PROVED


def test_a_condition_that_holds_under_hypotheses_is_none():
    rate, power = positive("c"), natural("n")
    body = 1 * (t**power * exp(-(rate * t**2)))
    fake = Derivation(
        "fake", "", Integrable(body, t), body,
        (Step("zero", as_term(0), lie(Kind.ASSUMPTION), ""),
         Step("integrable", Integrable(as_term(0), t),
              lie(Kind.ANTIDERIVATIVE, {"antiderivative": as_term(0)}), "",
              Relation.IS_INTEGRABLE)),
        {"n": power, "c": rate}, assumptions=(Equal(1, 0),),
    )  # fmt: skip
    user = derivation(
        "user", as_term(0) * Integral(exp(-(t**2)), t),
        (Integer(0), lie(Kind.NORMAL_FORM), Relation.EQUAL), conditions=("fake",),
    )  # fmt: skip
    assert verdicts(fake, user)[1] is not Verdict.PROVED
