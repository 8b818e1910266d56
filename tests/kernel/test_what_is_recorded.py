"""What a step rests on: each condition with its ground, each axiom, each theorem; and no other."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sympy import Integer

from derive.derivation import Derivation, Kind, Relation
from derive.kernel.chain import check
from derive.kernel.report import Verdict
from derive.library import LIBRARY
from derive.notation import (
    Cholesky,
    Derivative,
    Equal,
    Identity,
    Integrable,
    Integral,
    MultivariateNormal,
    Sum,
    Var,
    cos,
    dimension,
    exp,
    index,
    inverse,
    log,
    oo,
    pi,
    positive,
    positive_definite,
    positive_vector,
    real,
    sin,
    sqrt,
    vector,
)
from tests.kernel.test_refusals import last_of, no_evidence, step
from tests.kernel.test_vector_checks import asked

__all__ = ["no_evidence"]

a, t, v = real("a t v")
s, u = positive("s u")
k = dimension("k")
i = index("i", k)
x, m = vector("x m", k)
c = positive_vector("c", k)
S, T = positive_definite("S T", k)
w = Var("w", "unit interval")
LINEARITY = "linearity of convergent integrals"
MONOTONICITY = "monotonicity of convergent integrals"
CHOLESKY = "existence of the Cholesky factor, by induction on the dimension"
GAUSSIAN, IN_SPACE = "gaussian_integrability", "multivariate_gaussian_integrability"
bell = exp(-(t**2))
in_space = exp(-(x.T @ x))


def stated(line):
    """Return what the kernel says of a line that is as good as the line before."""
    return asked(line + line, 2 * line, Kind.NORMAL_FORM)


@pytest.mark.parametrize(
    ("line", "conditions"),
    [
        (log(u), {("0 < u", "declared")}),
        (log(1 + u), {("0 < 1 + u", "by its sign")}),
        (log(Integer(2)), set()),
        (1 / u, {("u != 0", "declared")}),
        (sqrt(u + s), {("0 <= u + s", "by its sign")}),
        (Integral(t, t, 0, 1),
         {("Integrable(t, (t, 0, 1))", "continuous on a closed interval")}),
        (Integral(t, t, 0, u),
         {("0 <= u", "by its sign"),
          ("Integrable(t, (t, 0, u))", "continuous on a closed interval")}),
        (Integral(w, w, 0, 1),
         {("Integrable(w, (w, 0, 1))", "continuous on a closed interval")}),
        (Integral(0 * t, t), set()),
        (Integral(bell, t), {("Integrable(exp(-t**2), (t, -oo, oo))", f"by {GAUSSIAN}, linearly")}),
        (Integral(bell, t, 0, oo),
         {("Integrable(exp(-t**2), (t, 0, oo))", f"by {GAUSSIAN}, linearly")}),
        (Integral(in_space, x), {("Integrable(exp(-(x.T @ x)), x)", f"by {IN_SPACE}, linearly")}),
        (inverse(S), {("det(S) != 0", "declared")}),
        (inverse(S + T), {("det(S + T) != 0", "by its form")}),
        (inverse(Identity(2)), set()),
        (Cholesky(S), {("PositiveDefinite(S)", "declared")}),
        (MultivariateNormal(m, S + T)(x), {("PositiveDefinite(S + T)", "by its form")}),
        (Derivative(Sum(c[i] ** 2, i), c), set()),
    ],
    ids=str,
)  # fmt: skip
def test_the_conditions_of_a_line(line, conditions):
    found = stated(line)
    assert found.verdict is Verdict.PROVED, found.reason
    assert {(str(c.proposition), c.ground) for c in found.conditions} == conditions


@pytest.mark.parametrize(
    ("line", "axioms"),
    [(Integral(bell, t), (LINEARITY,)), (Integral(in_space, x), (LINEARITY,)),
     (Integral(0 * t, t), ()), (Cholesky(S), (CHOLESKY,)), (inverse(S), ())],
    ids=str,
)  # fmt: skip
def test_the_axioms_of_a_line(line, axioms):
    assert stated(line).axioms == axioms


def test_the_axioms_of_polar_coordinates():
    theta, r = real("theta"), positive("r")
    plane = Integral(Integral(exp(-(a**2 + v**2)), a), v)
    turned = Integral(Integral(
        exp(-((r * sin(theta)) ** 2 + (r * cos(theta)) ** 2)) * r, r, 0, oo), theta, 0, 2 * pi,
    )  # fmt: skip
    given = {"integral": plane, "radius": r, "angle": theta}
    found = last_of(plane, step(turned, Kind.POLAR_COORDINATES, **given))
    assert found.verdict is Verdict.PROVED, found.reason
    assert {"change of variables", "Tonelli's theorem"} <= set(found.axioms)


@pytest.mark.parametrize("within", [lambda f: f, lambda f: Integral(f, t, 0, 1)])
def test_only_what_stands_under_an_integral_rests_on_its_monotonicity(within):
    given = {"smaller": t, "larger": t + 1, "difference": Integer(1)}
    by = step(within(t + 1), Kind.MONOTONICITY, Relation.AT_MOST, **given)
    found = last_of(within(t), by)
    assert found.verdict is Verdict.PROVED, found.reason
    assert found.axioms == ((MONOTONICITY,) if isinstance(within(t), Integral) else ())


def proved(line, *assumptions, **letters):
    """Return what the kernel says of a line under assumptions."""
    by = step(2 * line, Kind.NORMAL_FORM)
    offered = Derivation(
        "assumed", "", Equal(line + line, 2 * line), line + line, (by,), letters,
        assumptions=assumptions,
    )  # fmt: skip
    (found,) = check(["assumed"], {"assumed": offered})["assumed"].steps
    return found


def test_what_is_assumed_integrable_is_stated_so():
    f = exp(-((x.T @ S @ x) ** 2))
    found = proved(Integral(3 * f, x), Integrable(f, x), k=k, S=S)
    assert found.verdict is Verdict.PROVED, found.reason
    (condition,) = found.conditions
    assert condition.proposition == Integrable(3 * f, x)
    assert condition.ground == "linear combination of what is assumed"


def test_a_hypothesis_that_a_condition_gives_names_it():
    bound = replace(LIBRARY["elbo_bound"], name="bound")
    report = check(["bound"], {**LIBRARY, "bound": bound})["bound"]
    assert report.verdict is Verdict.PROVED
    (name,) = bound.conditions
    assert f"by {name}" in {c.ground for s in report.steps for c in s.conditions}
    assert any(name in s.theorems for s in report.steps)


def test_what_is_constant_is_integrable_over_a_bounded_interval():
    found = stated(Integral(0 * Integral(t * v, v, 0, 1), t, 0, 1))
    assert "constant on a bounded interval" in {c.ground for c in found.conditions}


def test_a_letter_of_which_something_is_missing_is_named():
    assert stated(log(a)).reason == ("the condition 0 < a is not shown: declare a with positive(…)")
    assert stated(log(a * a)).reason == "the condition 0 < a*a is not shown"
