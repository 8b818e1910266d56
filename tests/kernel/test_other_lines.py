"""The right justification for another line: what a check computes must be what the line says."""

from __future__ import annotations

import re

import pytest
from sympy import Integer

from derive.derivation import Derivation, Kind, Relation
from derive.kernel.chain import check
from derive.kernel.report import Verdict
from derive.library import LIBRARY
from derive.notation import (
    Bracket,
    Equal,
    Integrable,
    Integral,
    TendsTo,
    arctan,
    exp,
    log,
    natural,
    oo,
    pi,
    positive,
    real,
)
from tests.kernel.test_refusals import last_of, no_evidence, plane, step

__all__ = ["no_evidence"]

a, t, v, y = real("a t v y")
s, u, r = positive("s u r")
n = natural("n")
theta = real("theta")
ramp = Integral(t, t, 0, 1)
polar = Integral(Integral(exp(-(r**2)) * r, r, 0, oo), theta, 0, 2 * pi)
LETTERS = list(LIBRARY["log_inequality"].arguments.values())

OTHER = [
    # the reason, the start, the steps
    ("same normal form", a + 0, step(a + 1, Kind.DEFINITION)),
    ("same normal form", a + 0, step(a + 1, Kind.ASSUMPTION)),
    ("same normal form", ramp + 0, step(2 * ramp, Kind.LINEARITY)),
    ("same normal form", ramp, step(2 * Bracket(t**2 / 2, t, 0, 1), Kind.ANTIDERIVATIVE,
                                    integral=ramp, antiderivative=t**2 / 2)),
    ("same normal form", ramp, step(Integer(7), Kind.CHANGE_OF_VARIABLES, integral=ramp,
                                    variable=a, value=a, lower=Integer(0), upper=Integer(1))),
    ("same normal form", plane, step(2 * polar, Kind.POLAR_COORDINATES, integral=plane, radius=r,
                                     angle=theta)),
    ("same normal form", Bracket(t, t, 0, 1), step(Integer(2), Kind.LIMIT)),
    ("same normal form", a + 0, step(a + 1, Kind.DERIVATIVE, values=())),
    ("shows an equality", a + 0, step(a + 1, Kind.DERIVATIVE, Relation.AT_MOST, values=())),
    ("the derivative of", exp(v),
     step(Integrable(exp(v), v), Kind.ANTIDERIVATIVE, Relation.IS_INTEGRABLE,
          antiderivative=arctan(v))),
    ("no finite limit", 1 + v**2,
     step(Integrable(1 + v**2, v), Kind.ANTIDERIVATIVE, Relation.IS_INTEGRABLE,
          antiderivative=v + v**3 / 3)),
    ("the limit found is", exp(-(v**2)),
     step(TendsTo(exp(-(v**2)), v, 1, oo), Kind.LIMIT, Relation.TENDS_TO)),
    ("does not give the line", Integer(0),
     step(s - log(s), Kind.THEOREM, Relation.AT_MOST, name="log_inequality",
          values={LETTERS[0]: s})),
    ("not '='", Integer(0),
     step(s - 1 - log(s), Kind.THEOREM, name="log_inequality", values={LETTERS[0]: s})),
    ("is not shown to be positive", Integer(0),
     step(a - 1 - log(s), Kind.THEOREM, Relation.AT_MOST, name="log_inequality",
          values={LETTERS[0]: a})),
    ("the condition 0 < a", Integer(0),
     step(s, Kind.THEOREM, Relation.AT_MOST, name="log_inequality",
          values={LETTERS[0]: exp(log(a))})),
]  # fmt: skip


@pytest.mark.parametrize("other", OTHER, ids=lambda o: o[0])
def test_another_line_is_refused(other):
    reason, *lines = other
    found = last_of(*lines)
    assert found.verdict is not Verdict.PROVED
    assert re.search(re.escape(reason), found.reason), found.reason


def test_a_smaller_line_is_not_larger():
    gap = s - 1 - log(s)
    given = {"name": "log_inequality", "values": {LETTERS[0]: s}}
    found = last_of(gap, step(Integer(0), Kind.THEOREM, Relation.AT_MOST, **given))
    assert found.reason == "the replacement makes the line smaller, not larger"


AXIOMS = [
    (("linearity of convergent integrals",),
     2 * ramp, step(Integral(2 * t, t, 0, 1), Kind.LINEARITY)),
    (("fundamental theorem of calculus",),
     ramp, step(Bracket(t**2 / 2, t, 0, 1), Kind.ANTIDERIVATIVE, integral=ramp,
                antiderivative=t**2 / 2)),
    (("fundamental theorem of calculus", "linearity of convergent integrals"),
     ramp, step(Bracket(t**2 / 2, t, 0, 1) + Integral(0 * t, t, 0, 1), Kind.ANTIDERIVATIVE,
                integral=ramp, antiderivative=t**2 / 2, remainder=0 * t)),
    (("change of variables",),
     ramp, step(Integral(a * 1, a, 0, 1), Kind.CHANGE_OF_VARIABLES, integral=ramp, variable=a,
                value=a, lower=Integer(0), upper=Integer(1))),
]  # fmt: skip


@pytest.mark.parametrize("proved", AXIOMS, ids=lambda p: ", ".join(p[0]))
def test_what_is_proved_names_its_axioms(proved):
    axioms, *lines = proved
    found = last_of(*lines)
    assert found.verdict is Verdict.PROVED, found.reason
    assert found.axioms == axioms


def test_the_bounds_of_an_interval_are_a_condition():
    line = Integral(t, t, 0, s)
    found = last_of(line + 0, step(line, Kind.NORMAL_FORM))
    grounds = {(str(c.proposition), c.ground) for c in found.conditions}
    assert ("0 <= s", "by its sign") in grounds
    assert any(ground == "continuous on a closed interval" for _, ground in grounds)


def _citing(*assumptions, body):
    """Return a derivation that cites a theorem which assumes that a body is integrable."""
    lemma = Derivation(
        "lemma", "", Equal(a + 0, a), a + 0, (step(a, Kind.NORMAL_FORM),), {"a": a, "y": y},
        assumptions=(body,),
    )  # fmt: skip
    by = step(a, Kind.THEOREM, name="lemma")
    citing = Derivation("citing", "", Equal(a + 0, a), a + 0, (by,), {"a": a, "y": y},
                        assumptions=assumptions)  # fmt: skip
    return check(["citing"], {"lemma": lemma, "citing": citing})["citing"]


def test_what_a_theorem_assumes_integrable_is_shown_to_be():
    good, bad = Integrable(v, v, 0, 1), Integrable(1 / u, u, 0, 1)
    report = _citing(body=good)
    assert report.verdict is Verdict.PROVED, report.reason
    assert _citing(body=bad).verdict is not Verdict.PROVED
    assumed = _citing(bad, body=bad)
    assert assumed.verdict is Verdict.PROVED
    (condition,) = assumed.steps[0].conditions
    assert (condition.proposition, condition.ground) == (bad, "assumed")


def test_what_a_theorem_assumes_and_nobody_proves_is_missed():
    report = _citing(body=Equal(y, 3))
    assert re.search("is neither assumed nor proved", report.reason)


def test_one_side_of_an_equivalence_is_put_for_the_other_and_for_nothing_else():
    gap = s - 1 - log(s)
    given = {"name": "log_inequality_equality", "values": {LETTERS[0]: s}}

    def exchanged(before, after):
        by = step(after, Kind.THEOREM, Relation.EQUIVALENT, **given)
        return last_of(before, by).verdict is Verdict.PROVED

    assert exchanged(Equal(gap, 0), Equal(s, 1))
    assert exchanged(Equal(s, 1), Equal(gap, 0))
    assert not exchanged(Equal(gap, 0), Equal(s, 2))
    assert not exchanged(Equal(u, 1), Equal(gap, 0))
    assert not exchanged(Equal(u, 1), Equal(s, 1))


def test_what_a_theorem_assumes_is_not_shown_by_one_that_assumes_it_too():
    said = Equal(y, 3)
    circular = Derivation(
        "circular", "", said, y, (step(Integer(3), Kind.ASSUMPTION),), {"y": y},
        assumptions=(said,),
    )  # fmt: skip
    square = Derivation(
        "square", "", Equal(y * y, 9), y * y, (step(Integer(9), Kind.ASSUMPTION),), {"y": y},
        assumptions=(said,),
    )  # fmt: skip
    lie = Derivation(
        "lie", "", Equal(y * y, 9), y * y, (step(Integer(9), Kind.THEOREM, name="square"),),
        {"y": y}, conditions=("circular",),
    )  # fmt: skip
    reports = check(["lie"], {"lie": lie, "square": square, "circular": circular})
    assert reports["square"].verdict is Verdict.PROVED
    assert reports["circular"].verdict is Verdict.PROVED
    assert "is neither assumed nor proved" in reports["lie"].reason
