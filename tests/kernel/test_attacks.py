"""Attacks on the kernel that once succeeded, with a liar for a rule; each must be refused."""

from __future__ import annotations

import pytest
from sympy import Integer

from derive.derivation import (
    Application,
    Derivation,
    Justification,
    Kind,
    Proposal,
    Relation,
    Rule,
    Step,
    Trial,
)
from derive.kernel.chain import check
from derive.kernel.checks import NAMED
from derive.kernel.headline import reached
from derive.kernel.report import StepReport, Verdict
from derive.library import LIBRARY
from derive.notation import (
    Derivative,
    Equal,
    Expectation,
    Integral,
    MultivariateNormal,
    Power,
    Scalar,
    ShapeError,
    Sum,
    TendsTo,
    Var,
    dimension,
    exp,
    free,
    index,
    log,
    matrix,
    natural,
    oo,
    positive,
    positive_definite,
    positive_vector,
    real,
    same_up_to_order,
    sin,
    sqrt,
    vector,
)

x, u, v, t, y = real("x u v t y")
s = positive("s")
n = natural("n")
NOTHING = Trial(Integer(1), Integer(1))
CONDITIONS = ("gaussian_integrability", "exponential_beats_polynomial")
IN_SPACE = (*CONDITIONS, "multivariate_gaussian_integrability")
IMPLIES, TENDS_TO, AT_MOST = Relation.IMPLIES, Relation.TENDS_TO, Relation.AT_MOST


def step(name: str, line: object, kind: Kind, relation: Relation = Relation.EQUAL) -> Step:
    """Return a step whose rule offers the kind for the very line that is stated."""

    def lie(focus: object) -> Proposal:
        return Proposal(focus.goal, Justification(kind, {}))  # type: ignore[attr-defined]

    liar = Rule("liar", "liar", lie, NOTHING, NOTHING)
    return Step(name, line, Application(liar, {}), "", relation)


def steps_of(start: object, *steps: Step) -> tuple[StepReport, ...]:
    """Return what is said of each step of a chain, under the headline that it reaches."""
    claim = reached([start, *(s.line for s in steps)], [s.relation for s in steps])
    letters = set().union(free(start), *(free(s.line) for s in steps))
    letters -= {claim.variable} if isinstance(claim, TendsTo) else set()
    attack = Derivation(
        "attack", "", claim, start, steps, {a.name: a for a in letters}, conditions=IN_SPACE
    )
    return check(["attack"], {**LIBRARY, "attack": attack})["attack"].steps


def test_linearity_does_not_capture_a_bound_variable_behind_an_equal_atom() -> None:
    j = Integral(t**2, t, 0, 1)
    zero = sqrt(j + 1) * sqrt(j + 1) - j - 1
    inner = Integral(exp(-(u**2) + log(exp(-(u**2) + zero))), u)
    other = Integral(exp(-(u**2) + log(exp(-(v**2)))), u)
    before = Integral(exp(-(3 * v**2)) * inner, v)  # √(π/3)·√(π/2)
    after = Integral(exp(-(3 * v**2)) * other, v)  # √(π/4)·√π
    (found,) = steps_of(before, step("split", after, Kind.LINEARITY))
    assert found.reason == "the two lines do not have the same normal form"


def test_linearity_does_not_capture_a_bound_variable_behind_junk_that_is_zero() -> None:
    a, b, w = real("a b w")
    first, second, third = real("u1 u2 u3")

    def zero(z: object) -> object:
        q = 1 + z**2
        return (sqrt(q) * sqrt(q) - q) * (exp(z) * exp(-z) - 1)

    one = Integral(Integer(1), first, 0, 1)
    junk = Integral(Integral(one, second, 0, 1), third, 0, 1)
    inner = exp(zero(v) + zero(t) - b**2)
    met_first = 0 * sin(a + zero(a) * one) + 0 * Integral(
        Integral(Integral(inner, v, 0, 1) + 0 * junk, t, 0, 1), b
    )
    left = Integral(exp(-(2 * b**2)) * Integral(exp(zero(t) - b**2) + 0 * junk, t, 0, 1), b)
    other = Integral(exp(-(w**2) + zero(a) * sin(a)), w, 0, 1)
    right = Integral(exp(-(2 * b**2)) * other, b)  # 0.936, and the left side is √(π/3)
    (found,) = steps_of(met_first + left, step("split", right, Kind.LINEARITY))
    assert found.reason == "the two lines do not have the same normal form"


@pytest.mark.parametrize("power", [n, n * n, n * n * n])
def test_a_power_that_grows_with_the_variable_is_no_polynomial(power: object) -> None:
    f = n**power * exp(-(n**2))
    (found,) = steps_of(f, step("limit", TendsTo(f, n, 0, oo), Kind.LIMIT, TENDS_TO))
    assert found.verdict is not Verdict.PROVED
    assert "is not a polynomial in n × a Gaussian" in found.reason


def test_a_comparison_needs_a_line_that_says_what_the_bound_tends_to() -> None:
    g = 1 / (1 + x**2)
    *_, found = steps_of(
        abs(x),
        step("premise", TendsTo(g, x, 0), Kind.COMPARISON, IMPLIES),
        step("conclusion", TendsTo(x, x, 0), Kind.COMPARISON, IMPLIES),
    )
    assert found.verdict is not Verdict.PROVED


def test_a_conclusion_from_lines_that_are_not_proved_is_not_proved() -> None:
    g = 1 / (1 + x**2)
    bound, limit, found = steps_of(
        abs(x),
        step("bound", g, Kind.NORMAL_FORM, AT_MOST),
        step("limit", TendsTo(g, x, 0), Kind.LIMIT, TENDS_TO),
        step("conclusion", TendsTo(x, x, 0), Kind.COMPARISON, IMPLIES),
    )
    assert (bound.verdict, limit.verdict) == (Verdict.REFUTED, Verdict.PROVED)
    assert "not all proved" in found.reason
    equality, found = steps_of(
        (s + 1) ** 2,
        step("equality", s**2, Kind.NORMAL_FORM),
        step("root", Equal(s + 1, sqrt(s**2)), Kind.SQUARE_ROOT, IMPLIES),
    )
    assert equality.verdict is Verdict.REFUTED
    assert "not all proved" in found.reason


def test_a_sum_that_cancels_to_zero_under_a_root_is_no_crash() -> None:
    zero = ((s + 1) / (s + 1) - 1) ** 2
    integral = Integral(exp(-(x**2)) * sqrt(zero), x)
    (found,) = steps_of(integral, step("same", integral + 0, Kind.NORMAL_FORM))
    assert found.verdict is not Verdict.PROVED


def test_huge_powers_are_not_computed() -> None:
    huge = Power(sqrt(2), 10**9)
    (found,) = steps_of(huge + 0, step("same", huge, Kind.NORMAL_FORM))
    assert found.verdict is Verdict.DECLINED


def test_order_does_not_hide_a_division() -> None:
    assert not same_up_to_order(1 / (1 / x), x)
    assert not same_up_to_order(x / (y / s), x * s / y)


# -- with vectors and matrices --------------------------------------------------------------------

k = dimension("k")
i = index("i", k)
w, a, c, m = vector("w a c m", k)
S = positive_definite("S", k)


def matrix_algebra(name: str, line: object) -> Step:
    """Return a step by an equality of normal forms with all that is allowed."""

    def lie(focus: object) -> Proposal:
        given = {"theories": tuple(sorted(NAMED))}
        return Proposal(focus.goal, Justification(Kind.NORMAL_FORM, given))  # type: ignore[attr-defined]

    liar = Rule("liar", "liar", lie, NOTHING, NOTHING)
    return Step(name, line, Application(liar, {}), "")


@pytest.mark.parametrize("domain", ["vector", "symmetric", "positive definite", "diagonal"])
def test_the_number_in_a_matrix_of_order_one_is_not_zero(domain: str) -> None:
    (found,) = steps_of(Scalar(Var("y", domain, 1)), matrix_algebra("zero", Integer(0)))
    assert found.verdict is not Verdict.PROVED


def test_a_derivative_under_a_sum_depends_on_its_index() -> None:
    part = a.T @ Derivative(c[i] * exp(-(w.T @ w)), w)
    divergent = (Sum(part, i) - k * part) * exp(w.T @ w)
    (found,) = steps_of(0 * Integral(divergent, w), matrix_algebra("zero", Integer(0)))
    assert found.verdict is not Verdict.PROVED


@pytest.mark.parametrize("variable", [positive_vector("p", k), matrix("X", k, 1)])
def test_an_expectation_is_over_a_vector_that_may_be_anywhere(variable: Var) -> None:
    with pytest.raises(ShapeError):
        Expectation(variable, variable, MultivariateNormal(m, S))


def test_a_name_for_a_bound_index_is_not_met_by_a_free_one() -> None:
    inner = Sum(w[i] * a[i], i)
    outer = Sum(w[i] * inner, i)  # Σᵢ wᵢ · Σⱼ wⱼ aⱼ
    (found,) = steps_of(outer, matrix_algebra("square", Sum(w[i] ** 2 * a[i], i)))
    assert found.verdict is not Verdict.PROVED
    (found,) = steps_of(outer, matrix_algebra("product", Sum(w[i], i) * inner))
    assert found.verdict is Verdict.PROVED


@pytest.mark.parametrize("relation", [Relation.EQUAL, AT_MOST, Relation.LESS])
def test_an_order_is_between_numbers_and_an_equation_between_like_shapes(relation) -> None:
    a, b = matrix("A", 2, 2), vector("b", 2)
    line = b if relation is Relation.EQUAL else 2 * a - a
    attack = Derivation(
        "attack", "", Equal(a, a), a, (step("first", line, Kind.NORMAL_FORM, relation),),
        {"A": a, "b": b},
    )  # fmt: skip
    (found,) = check(["attack"], {"attack": attack})["attack"].steps
    assert found.verdict is Verdict.REJECTED
    assert "between a matrix" in found.reason
