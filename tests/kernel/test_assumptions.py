"""Assumptions: each is needed, none is stretched, and whoever cites a theorem must meet them."""

from __future__ import annotations

from dataclasses import replace

import pytest

from derive.derivation import Derivation, Kind, Step
from derive.kernel.assumptions import holds, is_assumed
from derive.kernel.chain import check
from derive.kernel.form import InvalidDerivation
from derive.kernel.report import Verdict
from derive.library import LIBRARY
from derive.notation import (
    Applied,
    AtMost,
    Equal,
    Integrable,
    Integral,
    TendsTo,
    WithDensity,
    dimension,
    exp,
    log,
    oo,
    positive_function,
    real,
    vector,
)
from derive.rules import assumption, field_arithmetic
from tests.kernel.test_refusals import step

k = dimension("k")
x, y, a = vector("x y a", k)
f, g = positive_function("f g", k)
c, t = real("c t")

WITH_ASSUMPTIONS = [d for d in LIBRARY.values() if d.assumptions]
EACH = [(d, n) for d in WITH_ASSUMPTIONS for n in range(len(d.assumptions))]


def verdict(derivation: Derivation) -> Verdict:
    return check([derivation.name], {**LIBRARY, derivation.name: derivation})[
        derivation.name
    ].verdict


@pytest.mark.parametrize(("derivation", "n"), EACH, ids=lambda v: getattr(v, "name", str(v)))
def test_without_one_of_its_assumptions_a_derivation_is_not_proved(derivation, n):
    fewer = derivation.assumptions[:n] + derivation.assumptions[n + 1 :]
    assert verdict(derivation) is Verdict.PROVED
    assert verdict(replace(derivation, assumptions=fewer)) is not Verdict.PROVED


def test_a_hypothesis_that_a_condition_proves_needs_that_condition():
    assert verdict(replace(LIBRARY["elbo_bound"], conditions=())) is not Verdict.PROVED


def given(*bodies):
    return tuple(Integrable(b, x) for b in bodies)


@pytest.mark.parametrize(
    ("body", "assumed"),
    [
        (2 * Applied(f, x), given(Applied(f, x))),
        (Applied(f, x) - c * Applied(g, x), given(Applied(f, x), Applied(g, x))),
        (Applied(f, x), given(2 * Applied(f, x))),
        (Applied(f, x), (Equal(Integral(Applied(f, y), y), 3),)),
        (
            Applied(f, x) * log(Applied(g, x)) - Applied(f, x) * log(Applied(f, x)),
            given(Applied(f, x) * log(Applied(g, x) / Applied(f, x))),
        ),
    ],
)
def test_linear_combinations_of_what_is_assumed_are_integrable(body, assumed):
    assert is_assumed(Integrable(body, x), assumed)


@pytest.mark.parametrize(
    ("body", "assumed"),
    [
        (Applied(f, x) * (a.T @ x), given(Applied(f, x))),
        (Applied(f, x) * Applied(f, x), given(Applied(f, x))),
        (Applied(f, x), given(c * Applied(f, x))),
        (Applied(f, x), given((a.T @ x) * Applied(f, x))),
        (Applied(f, x) + 1, given(Applied(f, x))),
        (Applied(f, x), given(Applied(f, x) + Applied(g, x))),
        (Applied(f, x), given(Applied(f, a))),
        (Applied(f, x) * log(Applied(f, x)), given(Applied(f, x) * log(Applied(g, x)))),
        (Applied(g, x), ()),
    ],
)
def test_nothing_else_is(body, assumed):
    assert not is_assumed(Integrable(body, x), assumed)


z = vector("z", dimension("n"))


@pytest.mark.parametrize(
    ("integrable", "assumed"),
    [
        (Integrable(t, t), TendsTo(t, t, -oo, oo)),
        (Integrable(exp(t), t), Integrable(exp(t), t, 0, 1)),
        (Integrable(exp(-(x.T @ x)), x), Integrable(exp(-(z.T @ z)), z)),
        (Integrable(Applied(f, x), x), Integrable(Applied(f, x) - Applied(f, x), x)),
    ],
)
def test_another_relation_interval_or_dimension_is_not_what_is_assumed(integrable, assumed):
    assert not is_assumed(integrable, (assumed,))


def test_an_inequality_that_is_assumed_is_no_equality():
    s = real("s")
    by = step(t, Kind.ASSUMPTION)
    same = Derivation(
        "same", "", Equal(s, t), s, (by,), {"s": s, "t": t}, assumptions=(Equal(s, t),)
    )
    report = check(["same"], {"same": same})["same"]
    assert report.verdict is Verdict.PROVED
    (condition,) = report.steps[0].conditions
    assert (condition.proposition, condition.ground) == (Equal(s, t), "assumed")
    assert verdict(replace(same, assumptions=(AtMost(s, t),))) is not Verdict.PROVED


def test_an_assumption_holds_up_to_the_names_of_bound_variables_only():
    mass = Equal(Integral(WithDensity(f)(x), x), 1)
    assert holds(Equal(Integral(Applied(f, y), y), 1), (mass,))
    assert not holds(Equal(Integral(Applied(g, y), y), 1), (mass,))
    assert not holds(Equal(Integral(Applied(f, y), y), 2), (mass,))


def test_what_is_assumed_of_a_letter_says_nothing_where_it_is_bound():
    false = Derivation(
        "false", "", Equal(Integral(t, t, 0, 1), Integral(0, t, 0, 1)), Integral(t, t, 0, 1),
        (Step("step", Integral(0, t, 0, 1), assumption(), ""),), {"t": t},
        assumptions=(Equal(t, 0),),
    )  # fmt: skip
    with pytest.raises(InvalidDerivation, match="bound in a line"):
        verdict(false)


def test_an_assumption_is_stated_with_the_step_that_uses_it():
    report = check(["gibbs_inequality"], LIBRARY)["gibbs_inequality"]
    step = next(s for s in report.steps if s.step.name == "both-integrate-to-one")
    assert {c.ground for c in step.conditions} >= {"assumed"}


def test_field_arithmetic_knows_no_assumption():
    mass = Equal(Integral(Applied(f, x), x), 1)
    hidden = Derivation(
        "hidden", "", Equal(Integral(Applied(f, x), x) * exp(t), exp(t)),
        Integral(Applied(f, x), x) * exp(t),
        (Step("step", exp(t), field_arithmetic(), ""),), {"f": f, "t": t}, assumptions=(mass,),
    )  # fmt: skip
    assert verdict(hidden) is not Verdict.PROVED
