"""An integral that vanishes: what it says of its integrand, and what it does not."""

from __future__ import annotations

import pytest

from derive.derivation import Derivation, Kind, Relation
from derive.kernel.chain import check
from derive.kernel.headline import reached
from derive.kernel.report import Verdict
from derive.library import LIBRARY
from derive.notation import (
    AlmostEverywhere,
    Equal,
    Integral,
    Less,
    dimension,
    exp,
    free,
    log,
    real,
    vector,
)
from tests.kernel.test_refusals import no_evidence, step

__all__ = ["no_evidence"]

k = dimension("k")
x, y, a = vector("x y a", k)
c, v = real("c v")
(t,) = LIBRARY["log_inequality"].arguments.values()
bell = exp(-(x.T @ x))
ratio = exp(a.T @ x)
gap = ratio - 1 - log(ratio)
CONDITIONS = (
    "gaussian_integrability", "multivariate_gaussian_integrability",
)  # fmt: skip


def asked(before, after, name="log_inequality", value=ratio):
    given = {"name": name, "values": {t: value}}
    by = step(after, Kind.VANISHING_INTEGRAL, Relation.EQUIVALENT, **given)
    claim = reached([before, after], [by.relation])
    letters = {v.name: v for v in free(before) | free(after)}
    lie = Derivation("lie", "", claim, before, (by,), letters, conditions=CONDITIONS)
    (found,) = check(["lie"], {**LIBRARY, "lie": lie})["lie"].steps
    return found


vanishes = Equal(Integral(bell * gap, x), 0)
nothing = AlmostEverywhere(Equal(gap, 0), x)


def test_a_nonnegative_integrand_vanishes_with_its_integral():
    found = asked(vanishes, nothing)
    assert found.verdict is Verdict.PROVED, found.reason
    assert {
        "monotonicity of convergent integrals",
        "a nonnegative function with integral 0 vanishes almost everywhere",
    } <= set(found.axioms)


@pytest.mark.parametrize(
    ("before", "after", "reason"),
    [
        (Less(Integral(bell * gap, x), 0), nothing, "does not say that an integral is 0"),
        (Equal(Integral(bell * gap, x), 1), nothing, "does not say that an integral is 0"),
        (Equal(bell * gap, 0), nothing, "does not say that an integral is 0"),
        (Equal(Integral(c * bell * gap, x), 0), nothing, "is not a positive weight"),
        (Equal(Integral(gap * bell, x), 0), nothing, "is not a positive weight"),
        (Equal(Integral(bell + 0 * gap, x), 0), nothing, "is not a positive weight"),
        (vanishes, AlmostEverywhere(Equal(ratio, 0), x), "the conclusion is not that"),
        (vanishes, AlmostEverywhere(Equal(gap, 1), x), "the conclusion is not that"),
        (Equal(Integral(exp(-(v**2)) * (exp(v) - 1 - log(exp(v))), v), 0),
         Equal(v, 0), "the conclusion is not that"),
        (Equal(Integral(bell * (a.T @ x), x), 0),
         AlmostEverywhere(Equal(a.T @ x, 0), x), "does not say that"),
    ],
)  # fmt: skip
def test_what_an_integral_that_vanishes_does_not_say(before, after, reason):
    found = asked(before, after)
    assert found.verdict is not Verdict.PROVED
    assert reason in found.reason
