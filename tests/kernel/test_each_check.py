"""Small steps, each of which one check alone decides."""

from __future__ import annotations

import pytest
from sympy import Integer

from derive.derivation import Derivation, Kind, Relation
from derive.kernel import chain
from derive.kernel.chain import check
from derive.kernel.facts import Declined, Facts
from derive.kernel.question import Question
from derive.kernel.report import Verdict
from derive.kernel.signs import ANY, NONNEGATIVE, POSITIVE, is_in_domain, signs
from derive.kernel.theories import DEFINITIONS
from derive.kernel.vector_checks import check_integral_of_a_derivative
from derive.notation import (
    Abs,
    Derivative,
    Equal,
    Expectation,
    Integral,
    MultivariateNormal,
    Sum,
    TendsTo,
    det,
    dimension,
    exp,
    index,
    inverse,
    invertible,
    matrix,
    natural,
    oo,
    positive,
    positive_definite,
    positive_function,
    real,
    sin,
    sqrt,
    vector,
)
from tests.kernel.test_gaussian_integrands import VANISHING
from tests.kernel.test_refusals import MODULI, last_of, no_evidence, step
from tests.kernel.test_vector_checks import MARGINAL, asked, densities, is_proved

__all__ = ["no_evidence"]

a, b, v = real("a b v")
s, u = positive("s u")
k = dimension("k")
n = natural("n")
i = index("i", k)
x, z, m = vector("x z m", k)
A = matrix("A", k, k)
N = invertible("N", k)
S = positive_definite("S", k)
bell = exp(-(v**2))
in_space = exp(-(x.T @ x))
LESS, AT_MOST = Relation.LESS, Relation.AT_MOST


def verdict_of(claim, start, *steps, refuting=True):
    """Return the report on a derivation of a claim about a and b."""
    offered = Derivation("offered", "", claim, start, steps, {"a": a, "b": b})
    return check(["offered"], {"offered": offered}, refuting=refuting)["offered"]


def test_a_headline_is_what_the_lines_reach():
    first, second = step(a + 0, Kind.NORMAL_FORM), step(a, Kind.NORMAL_FORM)
    start = 1 * a + 0
    assert verdict_of(Equal(start, a), start, first, second).verdict is Verdict.PROVED
    report = verdict_of(Equal(start, b), start, first, second)
    assert report.verdict is Verdict.REJECTED
    assert "is not what the lines reach" in report.reason
    assert verdict_of(Equal(start, a), start, first).verdict is Verdict.REJECTED


def test_a_step_that_is_not_proved_is_rejected_declined_or_refuted(monkeypatch):
    wrong = (Equal(a, b), a, step(b, Kind.NORMAL_FORM))
    assert verdict_of(*wrong).verdict is Verdict.DECLINED
    same = verdict_of(Equal(a, a), a, step(a, Kind.NORMAL_FORM))
    assert same.verdict is Verdict.REJECTED
    monkeypatch.undo()
    assert verdict_of(*wrong).verdict is Verdict.REFUTED
    assert verdict_of(*wrong).steps[0].counterexample
    assert verdict_of(*wrong, refuting=False).verdict is Verdict.DECLINED
    monkeypatch.setattr(chain, "refute", lambda *line: 1 / 0)
    assert verdict_of(*wrong, refuting=False).verdict is Verdict.DECLINED


@pytest.mark.parametrize(("before", "after"), [(7, 1), (0, -5), (7, -5)])
def test_a_strict_bound_is_between_the_whole_lines(before, after):
    given = {"smaller": Integer(0), "larger": Integer(1), "difference": Integer(1)}
    found = last_of(Integer(before), step(Integer(after), Kind.MONOTONICITY, LESS, **given))
    assert found.reason == "'<' is shown between whole lines only"
    one = last_of(Integer(0), step(Integer(1), Kind.MONOTONICITY, LESS, **given))
    assert one.verdict is Verdict.PROVED


def test_definitions_are_no_theory_of_normal_forms():
    found = last_of(a + 0, step(a, Kind.NORMAL_FORM, theories=(DEFINITIONS,)))
    assert "no such theory" in found.reason


@pytest.mark.parametrize("relation", [Relation.AT_MOST, Relation.LESS, None])
def test_a_modulus_is_bounded_by_any_of_the_orders(relation):
    given = {"smaller": bell, "larger": 2 * bell, "difference": bell}
    bound = [step(2 * bell, Kind.MONOTONICITY, relation, **given)] if relation else []
    last = 2 * bell if relation else bell
    found = last_of(
        abs(-bell), step(bell, Kind.NORMAL_FORM, **MODULI), *bound,
        step(TendsTo(last, v, 0, oo), Kind.LIMIT, Relation.TENDS_TO),
        step(TendsTo(-bell, v, 0, oo), Kind.COMPARISON, Relation.IMPLIES),
    )  # fmt: skip
    assert found.verdict is Verdict.PROVED, found.reason


def test_a_larger_exponent_makes_no_larger_power():
    given = {"smaller": n, "larger": n + 1, "difference": Integer(1)}
    found = last_of(s**n, step(s ** (n + 1), Kind.MONOTONICITY, AT_MOST, **given))
    assert found.verdict is not Verdict.PROVED
    given = {"smaller": s, "larger": s + 1, "difference": Integer(1)}
    found = last_of(s**n, step((s + 1) ** n, Kind.MONOTONICITY, AT_MOST, **given))
    assert found.verdict is Verdict.PROVED, found.reason


def test_a_factor_that_is_not_positive_turns_a_bound_around():
    given = {"smaller": s, "larger": s + 1, "difference": Integer(1)}
    less, more = -(a**2) * (s + 1), -(a**2) * s
    found = last_of(less, step(more, Kind.MONOTONICITY, AT_MOST, **given))
    assert found.verdict is Verdict.PROVED, found.reason
    found = last_of(more, step(less, Kind.MONOTONICITY, AT_MOST, **given))
    assert found.verdict is not Verdict.PROVED


# -- over the whole space -------------------------------------------------------------------------


def test_an_expectation_is_no_integral_without_its_density():
    expected = Expectation(in_space, x, MultivariateNormal(m, S))
    moved = Integral(exp(-((N @ z).T @ (N @ z))) * Abs(det(N)), z)
    kind = Kind.LINEAR_CHANGE_OF_VARIABLES
    given = {"variable": z, "matrix": N, "value": N @ z}
    assert is_proved(Integral(in_space, x), moved, kind, integral=Integral(in_space, x), **given)
    assert not is_proved(expected, moved, kind, integral=expected, **given)


def test_a_map_is_defined_even_where_the_integrand_is_constant():
    found = asked(
        a + 0, a, Kind.LINEAR_CHANGE_OF_VARIABLES, integral=Integral(Integer(0), x), variable=z,
        matrix=N, value=N @ z + 0 * (inverse(A) @ m),
    )  # fmt: skip
    assert "the condition" in found.reason


def test_a_marginal_has_to_converge():
    grows = Integral(densities * exp(MARGINAL["integral"].variable[i] ** 4), x)
    found = asked(a + 0, a, Kind.MARGINAL, **{**MARGINAL, "integral": grows, "index": i})
    assert "is not a polynomial in t × a Gaussian" in found.reason


def test_the_integral_of_a_derivative_needs_both_theorems():
    slope = Integral(Derivative(in_space, x), x)
    question = Question(a, Relation.EQUAL, a, (), (), chain_is_proved=True)
    with pytest.raises(Declined, match="over ℝᵏ: name a theorem"):
        check_integral_of_a_derivative(
            question, {"integral": slope}, Facts({"lemma": VANISHING}, ("lemma",))
        )
    with pytest.raises(Declined, match="the vanishing of"):
        check_integral_of_a_derivative(question, {"integral": slope}, Facts({}))


# -- signs ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("term", "found"),
    [
        (Sum(det(N), i), ANY), (Sum(det(S), i), POSITIVE), (Sum(-det(S), i), frozenset({-1})),
        (sqrt(a), NONNEGATIVE), (0 * a + 0 * b, frozenset({0})), (sin(u), ANY),
        (sin(det(S)), ANY), (Integral(exp(-(v**2)), v), POSITIVE),
        (Integral(exp(-(v**2)), v, 0, oo), POSITIVE), (Integral(in_space, x), POSITIVE),
        (Integral(v**2, v, 0, s), NONNEGATIVE), (Integral(exp(v), v, 0, a), ANY),
        (Integral(exp(v), v, 0, a**2), NONNEGATIVE), (a, ANY),
    ],
    ids=str,
)  # fmt: skip
def test_the_signs_of(term, found):
    assert signs(term) == found


def test_only_a_function_stands_for_a_function():
    f = positive_function("f", k)
    assert not is_in_domain(Integral(in_space, x), f)
