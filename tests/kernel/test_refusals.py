"""Each refusal of a check, met by a rule that lies: most of these steps would else be proved."""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import count

import pytest
from sympy import Integer

from derive.derivation import (
    Application,
    Derivation,
    DoesNotApply,
    Justification,
    Kind,
    Proposal,
    Relation,
    Rule,
    Step,
    Trial,
)
from derive.kernel import chain
from derive.kernel.chain import check
from derive.kernel.headline import reached
from derive.kernel.report import Verdict
from derive.library import LIBRARY
from derive.notation import (
    AtMost,
    Bracket,
    Derivative,
    Equal,
    Integrable,
    Integral,
    Power,
    TendsTo,
    Times,
    Var,
    arctan,
    as_term,
    cos,
    exp,
    free,
    log,
    natural,
    oo,
    pi,
    positive,
    real,
    sqrt,
    subterms,
)

a, b, t, v, x, y = real("a b t v x y")
s, u, r = positive("s u r")
n = natural("n")
w = Var("w", "unit interval")
p = Var("p", "nonnegative")
theta = real("theta")
NUMBER = count()
NOTHING = Trial(Integer(1), Integer(1))
CONDITIONS = ("gaussian_integrability", "exponential_beats_polynomial")
AT_MOST, IMPLIES, EQUIVALENT = Relation.AT_MOST, Relation.IMPLIES, Relation.EQUIVALENT
LESS = Relation.LESS
TENDS_TO, IS_INTEGRABLE = Relation.TENDS_TO, Relation.IS_INTEGRABLE
MODULI = {"theories": ("laws of the modulus",)}
bell = exp(-(v**2))
plane = Integral(Integral(exp(-(t**2 + y**2)), y), t)


def step(line, kind, relation=Relation.EQUAL, /, **parameters):
    """Return a step whose rule offers the kind and the parameters for the very line stated."""

    def lie(focus, name=None):
        return Proposal(focus.goal, Justification(kind, parameters))

    cited = {p: value for p, value in parameters.items() if p == "name"}
    by = Application(Rule("liar", "liar", lie, NOTHING, NOTHING), cited)
    return Step(f"lie-{next(NUMBER)}", line, by, "", relation)


def last_of(start, *steps):
    """Return what is said of the last step of a chain; those before it are proved."""
    start = as_term(start)
    claim = reached([start, *(x.line for x in steps)], [x.relation for x in steps])
    claim = claim if not isinstance(claim, Integer) else Equal(start, start)
    letters = set().union(free(start), *(free(x.line) for x in steps))
    infinite = any(t in (oo, -oo) for x in (start, *(x.line for x in steps)) for t in subterms(x))
    offered = Derivation(
        "refusal", "", claim, start, steps, {v.name: v for v in letters},
        conditions=CONDITIONS if infinite else (),
    )  # fmt: skip
    *earlier, found = check(["refusal"], {**LIBRARY, "refusal": offered})["refusal"].steps
    assert all(e.verdict is Verdict.PROVED for e in earlier), [e.reason for e in earlier]
    return found


@pytest.fixture(autouse=True)
def no_evidence(monkeypatch):
    """Counterexamples are sought for each refusal; here only the refusal matters."""
    monkeypatch.setattr(chain, "refute", lambda before, relation, after: None)


def changed(value, lower, upper, body):
    """Return ∫₀¹ t dt, and the step that changes its variable to a."""
    line = Integral(body, a, lower, upper)
    given = {"integral": Integral(t, t, 0, 1), "variable": a, "value": value}
    by = step(line, Kind.CHANGE_OF_VARIABLES, lower=lower, upper=upper, **given)
    return Integral(t, t, 0, 1), by


def polar(integral, line, radius=r, angle=theta):
    """Return an integral, and the step to polar coordinates."""
    given = {"integral": integral, "radius": radius, "angle": angle}
    return integral, step(line, Kind.POLAR_COORDINATES, **given)


NORMAL, LIMIT, COMPARISON = Kind.NORMAL_FORM, Kind.LIMIT, Kind.COMPARISON
turned = Integral(Integral(exp(-(r**2)) * r, r, 0, oo), theta, 0, 2 * pi)
falls = TendsTo(bell, v, 0, oo)
high = exp(bell)
lorentz = 1 / (1 + v**2)

REFUSALS = [
    # the reason, the start, the steps
    ("has no definition", a + 0, step(a, Kind.DEFINITION, terms=(a,))),
    ("an equality by normal form has no such theory",
     2 * Integral(t, t, 0, 1), step(Integral(2 * t, t, 0, 1), NORMAL, theories=("linearity",))),
    ("linearity has no such theory",
     log(s * u), step(log(s) + log(u), Kind.LINEARITY, theories=("laws of logarithms",))),
    ("is not shown to be nonnegative",
     a, step(b, Kind.MONOTONICITY, AT_MOST, smaller=a, larger=b, difference=b - a)),
    ("− a is not 1",
     a, step(b, Kind.MONOTONICITY, AT_MOST, smaller=a, larger=b, difference=Integer(1))),
    ("condition", 0 * a, step(a, Kind.MONOTONICITY, AT_MOST, smaller=Integer(0), larger=a,
                              difference=sqrt(a) ** 2)),
    ("this shows an equivalence", t, step(t + 0, Kind.THEOREM, name="log_inequality_equality")),
    ("does not arise from", Equal(s, 1),
     step(Equal(s, 2), Kind.THEOREM, EQUIVALENT, name="log_inequality_equality")),
    ("is not an equality or an inequality",
     a + 0, step(a, Kind.THEOREM, name="exponential_beats_polynomial")),
    ("has no variable", a + 0, step(a, Kind.THEOREM, name="exponential_inequality",
                                    values={Var("zeta", "real"): Integer(1)})),
    ("do not bound a modulus", -exp(v),
     step(bell, Kind.MONOTONICITY, AT_MOST, smaller=-exp(v), larger=bell, difference=bell + exp(v)),
     step(falls, LIMIT, TENDS_TO),
     step(TendsTo(exp(v), v, 0, oo), COMPARISON, IMPLIES)),
    ("not of the same form", abs(bell), step(bell, NORMAL, **MODULI), step(falls, LIMIT, TENDS_TO),
     step(Integrable(bell, v), COMPARISON, IMPLIES)),
    ("not about the same variable", abs(bell), step(bell, NORMAL, **MODULI),
     step(falls, LIMIT, TENDS_TO), step(TendsTo(bell, v, 0, 0), COMPARISON, IMPLIES)),
    ("the modulus bounded is not that of", abs(bell), step(bell, NORMAL, **MODULI),
     step(falls, LIMIT, TENDS_TO), step(TendsTo(exp(v), v, 0, oo), COMPARISON, IMPLIES)),
    ("tends to 0 is needed", abs(-high), step(high, NORMAL, **MODULI),
     step(TendsTo(high, v, 1, oo), LIMIT, TENDS_TO),
     step(TendsTo(-high, v, 1, oo), COMPARISON, IMPLIES)),
    ("is not a square", Power(s, 3), step(s * s**2, NORMAL),
     step(Equal(s, sqrt(s * s**2)), Kind.SQUARE_ROOT, IMPLIES)),
    ("is not a square", s * 2, step(s + s, NORMAL),
     step(Equal(s, sqrt(s + s)), Kind.SQUARE_ROOT, IMPLIES)),
    ("concludes from the lines before it", s**2,
     step(Equal(s, sqrt(s**2)), Kind.SQUARE_ROOT, IMPLIES)),
    ("concludes from the lines before it", abs(bell), step(bell, NORMAL, **MODULI),
     step(TendsTo(bell, v, 0, oo), COMPARISON, TENDS_TO)),
    ("is not shown to be nonnegative", v**2, step(1 * v**2, NORMAL),
     step(Equal(v, sqrt(1 * v**2)), Kind.SQUARE_ROOT, IMPLIES)),
    ("do not say that a square equals", s**2,
     step(s**2 + 1, Kind.MONOTONICITY, AT_MOST, smaller=s**2, larger=s**2 + 1,
          difference=Integer(1)),
     step(Equal(s, sqrt(s**2 + 1)), Kind.SQUARE_ROOT, IMPLIES)),
    ("the root of the one", s**2, step(s * s, NORMAL),
     step(Equal(s, sqrt(2 * (s * s))), Kind.SQUARE_ROOT, IMPLIES)),
    ("that is no domain to differentiate in",
     Derivative(p**2, p, p) + 0, step(Derivative(p**2, p, p), NORMAL)),
    ("is not shown to be positive",
     Derivative(log(u), u, -1) + 0, step(Derivative(log(u), u, -1), NORMAL)),
    ("does not lie in", Integral(sqrt(1 - w), w, 0, 2) + 0,
     step(Integral(sqrt(1 - w), w, 0, 2), NORMAL)),
    ("does not lie in", Integral(sqrt(1 - w), w, -1, 1) + 0,
     step(Integral(sqrt(1 - w), w, -1, 1), NORMAL)),
    ("does not lie in", Integral(exp(-(w**2)), w, 0, oo) + 0,
     step(Integral(exp(-(w**2)), w, 0, oo), NORMAL)),
    ("the derivative of t is not t", Integral(t, t, 0, 1),
     step(Bracket(t, t, 0, 1), Kind.ANTIDERIVATIVE, integral=Integral(t, t, 0, 1),
          antiderivative=t)),
    ("the condition", Integral(-1 / (1 + t**2), t, -1, 1),
     step(Bracket(arctan(1 / t), t, -1, 1), Kind.ANTIDERIVATIVE,
          integral=Integral(-1 / (1 + t**2), t, -1, 1), antiderivative=arctan(1 / t))),
    ("is not shown to be nonnegative", cos(t),
     step(Integrable(cos(t), t, 0, 1), Kind.ANTIDERIVATIVE, IS_INTEGRABLE, antiderivative=t)),
    ("is not an integral", t + 0,
     step(t, Kind.ANTIDERIVATIVE, integral=t, antiderivative=t**2 / 2)),
    ("is not an integral", t + 0,
     step(t, Kind.CHANGE_OF_VARIABLES, integral=t, variable=u, value=u)),
    ("already occurs in the integral", Integral(t + a, t, 0, 1),
     step(Integral(Times(a + a, 1), a, 0, 1), Kind.CHANGE_OF_VARIABLES,
          integral=Integral(t + a, t, 0, 1), variable=a, value=a, lower=Integer(0),
          upper=Integer(1))),
    ("is not shown to increase", *changed(a**2, Integer(0), Integer(1), a**2 * (2 * a))),
    ("tends to 2, not 1", *changed(a, Integer(0), Integer(2), a)),
    ("tends to -1, not 0", *changed(a, Integer(-1), Integer(1), a)),
    ("not an integral over the plane", *polar(Integral(Integral(bell, v, 0, oo), t, 0, 1), plane)),
    ("not an integral over the plane", *polar(Integral(*plane.args[:2], 0, oo), turned)),
    ("four different variables", *polar(plane, turned, angle=t)),
    ("four different variables", *polar(plane, turned, radius=theta)),
    ("is not shown to be nonnegative",
     *polar(Integral(Integral(t * exp(-(t**2 + y**2)), y), t), turned)),
    ("does not tend to v", v + 0, step(v, NORMAL), step(TendsTo(v, v, v, v), LIMIT, TENDS_TO)),
    ("does not tend to -1", u + 0, step(u, NORMAL), step(TendsTo(u, u, -1, -1), LIMIT, TENDS_TO)),
    ("does not tend to 0", n + 0, step(n, NORMAL), step(TendsTo(n, n, 0, 0), LIMIT, TENDS_TO)),
    ("does not tend to oo", w + 0, step(w, NORMAL), step(TendsTo(w, w, oo, oo), LIMIT, TENDS_TO)),
    ("'<=>' stands between propositions", a + 0, step(a, NORMAL, EQUIVALENT)),
    ("'=>' leads to a proposition", a + 0, step(a, NORMAL), step(a + 0, COMPARISON, IMPLIES)),
    ("'<=>' stands between propositions", a + 0, step(Equal(a, a), NORMAL, EQUIVALENT)),
    ("must speak of", bell, step(Integrable(bell, v), LIMIT, TENDS_TO)),
    ("must speak of", bell, step(TendsTo(bell, v, 0, oo), Kind.ANTIDERIVATIVE, IS_INTEGRABLE)),
    ("must speak of", bell, step(TendsTo(bell + 0, v, 0, oo), LIMIT, TENDS_TO)),
    ("may be infinite",
     a, step(b, Kind.MONOTONICITY, AT_MOST, smaller=a, larger=b, difference=oo)),
    ("between numbers without variables", Integer(1), step(Integer(2), Kind.ENCLOSURE)),
    ("between numbers without variables", 0 * a, step(1 + a, Kind.ENCLOSURE, LESS)),
    ("between numbers without variables", Integer(0), step(1 + a, Kind.ENCLOSURE, LESS)),
    ("is not shown to be less", Integer(1), step(Integer(1) + 0 * pi, Kind.ENCLOSURE, LESS)),
    ("is not shown to be less", Integer(1), step(exp(0 * pi), Kind.ENCLOSURE, LESS)),
    ("leads to a term", a + 0, step(a, NORMAL), step(Equal(a, a), NORMAL)),
]  # fmt: skip


@pytest.mark.parametrize("refusal", REFUSALS, ids=lambda r: r[0])
def test_lie_is_refused_for_this_reason(refusal):
    reason, *lines = refusal
    found = last_of(*lines)
    assert found.verdict is not Verdict.PROVED
    assert re.search(re.escape(reason), found.reason), found.reason


def test_what_a_rule_says_when_it_does_not_apply_is_reported():
    def refuse(focus):
        raise DoesNotApply("there is nothing to do")

    shy = Rule("shy", "shy", refuse, NOTHING, NOTHING)
    found = last_of(a + 0, Step("step", a, Application(shy, {}), ""))
    assert found.reason == "the rule shy does not apply: there is nothing to do"


def test_an_integrand_with_an_integrable_bound_is_integrable_by_monotonicity():
    found = last_of(
        abs(-lorentz), step(lorentz, NORMAL, **MODULI),
        step(Integrable(lorentz, v), Kind.ANTIDERIVATIVE, IS_INTEGRABLE, antiderivative=arctan(v)),
        step(Integrable(-lorentz, v), COMPARISON, IMPLIES),
    )  # fmt: skip
    assert found.axioms == ("monotonicity of convergent integrals",)


def test_a_bound_by_balls_says_so():
    found = last_of(as_term(3), step(pi + 0, Kind.ENCLOSURE, LESS))
    assert (found.verdict, found.axioms) == (Verdict.PROVED, ("rigorous ball arithmetic",))


def test_the_report_names_the_step_that_fails_and_each_step_as_it_is_checked():
    first, second = step(a, NORMAL), step(b, NORMAL)
    offered = Derivation(
        "two", "", Equal(a + 0, b), a + 0, (first, second), {"a": a, "b": b}
    )  # fmt: skip
    seen = []
    report = check(["two"], {"two": offered}, lambda of, found: seen.append(found.step))["two"]
    assert seen == list(report.derivation.steps)
    assert report.reason.startswith(f"{second.name}: the two lines do not have")
    assert check(["one"], {"one": replace(offered, name="one", claim=Equal(a + 0, a),
                                          steps=(first,))})["one"].reason == ""  # fmt: skip


def test_what_is_cited_and_not_proved_is_named():
    false = Derivation("false", "", Equal(a, b), a, (step(b, NORMAL),), {"a": a, "b": b})
    true = Derivation("true", "", Equal(a + 0, a), a + 0, (step(a, NORMAL),), {"a": a})
    lie = Derivation(
        "lie", "", Equal(a, b), a, (step(b, Kind.THEOREM, name="false"),), {"a": a, "b": b},
        conditions=("true",),
    )  # fmt: skip
    report = check(["lie"], {"lie": lie, "false": false, "true": true})["lie"]
    assert report.verdict is not Verdict.PROVED
    assert report.unproved == ("false",)


def test_a_letter_of_a_theorem_may_be_an_abbreviation_here():
    theorem = LIBRARY["log_inequality"]
    (letter,) = theorem.arguments.values()
    gap = s - 1 - log(s)
    by = step(gap, Kind.THEOREM, AT_MOST, name="log_inequality", values={letter: s})
    named = Derivation(
        "named", "", AtMost(0, gap), as_term(0), (by,), {"s": s}, where={letter: s**2}
    )  # fmt: skip
    report = check(["named"], {**LIBRARY, "named": named})["named"]
    assert report.verdict is Verdict.PROVED, report.reason


def test_a_limit_by_comparison_rests_on_no_axiom():
    found = last_of(
        abs(-bell), step(bell, NORMAL, **MODULI), step(falls, LIMIT, TENDS_TO),
        step(TendsTo(-bell, v, 0, oo), COMPARISON, IMPLIES),
    )  # fmt: skip
    assert (found.verdict, found.axioms) == (Verdict.PROVED, ())
