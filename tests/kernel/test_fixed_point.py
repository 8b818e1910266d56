"""Fixed points: what is proved of one that attracts, and what is not."""

from __future__ import annotations

from typing import Any

import pytest

from derive.derivation import Derivation, Relation, Step
from derive.kernel.chain import check
from derive.kernel.report import Verdict
from derive.notation import And, AtMost, Attracts, Iff, Less, exp, half, log, real
from derive.rules import multiplier_of_a_fixed_point

x, e, a = real("x e a")
step = x - half * (e * (exp(x) - 1))
factor = 1 - e / 2
bounds = And(AtMost(-1, factor), Less(factor, 1))
given: dict[str, Any] = {
    "parameter": e, "multiplier": factor, "slope": -half, "flips": 4, "rests": 0, "third": -8,
}  # fmt: skip


def verdict(before: Any, after: Any, **changed: Any) -> Verdict:
    steps = (
        Step(
            "step", after, multiplier_of_a_fixed_point(**{**given, **changed}), "",
            Relation.EQUIVALENT,
        ),
    )  # fmt: skip
    one = Derivation("one", "", Iff(before, after), before, steps, {"e": e, "a": a})
    return check(["one"], {"one": one})["one"].verdict


def test_a_step_attracts_up_to_and_with_the_flip():
    assert verdict(Attracts(step, x, 0), bounds) is Verdict.PROVED
    cubic = x - half * (e * (x - x**3))
    assert verdict(Attracts(cubic, x, 0), bounds, third=-24) is Verdict.PROVED


@pytest.mark.parametrize(
    ("before", "after", "changed"),
    [
        (Attracts(step, x, 1), bounds, {}),
        (Attracts(step, x, a), bounds, {}),
        (Attracts(step, x, 0), And(Less(-1, factor), Less(factor, 1)), {}),
        (Attracts(step, x, 0), And(AtMost(-1, factor), AtMost(factor, 1)), {}),
        (Attracts(step, x, 0), And(AtMost(-1, 1 - e), Less(1 - e, 1)), {"multiplier": 1 - e}),
        (Attracts(step, x, 0), bounds, {"third": 8}),
        (Attracts(step, x, 0), bounds, {"third": -9}),
        (Attracts(step, x, 0), bounds, {"flips": 3}),
        (Attracts(step, x, 0), bounds, {"rests": 1}),
        (Attracts(step, x, 0), bounds, {"slope": 0}),
        (Attracts(step, x, 0), bounds, {"parameter": x}),
        # A multiplier that is not affine in the parameter: 2 − e^e.
        (
            Attracts(x - (exp(e) - 1) * (exp(x) - 1), x, 0),
            And(AtMost(-1, 2 - exp(e)), Less(2 - exp(e), 1)),
            {"multiplier": 2 - exp(e), "slope": -exp(e), "flips": log(3)},
        ),
        # Here two steps at the flip repel: their third derivative is 24.
        (Attracts(x - half * (e * (x + x**3)), x, 0), bounds, {"third": -24}),
        (Attracts(x - half * (e * (x + x**3)), x, 0), bounds, {"third": 24}),
        # Where nothing is linear any more at m = 1, the map is not the identity.
        (Attracts(x - half * (e * x) + x**3, x, 0), bounds, {"third": -24}),
    ],
)
def test_nothing_else_is_said_of_it(before, after, changed):
    assert verdict(before, after, **changed) is not Verdict.PROVED
