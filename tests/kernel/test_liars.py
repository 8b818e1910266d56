"""No rule can lie: whatever line, kind and parameters it answers, no false step is proved.

Every step of the library is replaced by false ones (mutants of its line, found false by
numbers), and every false step is offered by liars with every kind of justification.
"""

from __future__ import annotations

import random
from dataclasses import replace
from functools import cache
from itertools import count

import mpmath
import pytest
from sympy import Integer, Rational, oo
from sympy.core.basic import Basic

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
from derive.kernel import chain
from derive.kernel.chain import check
from derive.kernel.form import InvalidDerivation
from derive.kernel.report import Verdict
from derive.library import LIBRARY
from derive.notation import (
    KL,
    Abs,
    Arctan,
    Bracket,
    Cos,
    Density,
    Equal,
    Exp,
    Expectation,
    Integrable,
    Integral,
    Log,
    Minus,
    Neg,
    Normal,
    Over,
    Pi,
    Plus,
    Power,
    Proposition,
    Sin,
    Sqrt,
    TendsTo,
    Times,
    Var,
    exp,
    free,
    real,
    subterms,
    unfold,
    written_out,
)

DIGITS = 30
MUTANTS_OF_A_STEP = 3
LIARS_OF_A_KIND = 3
SOURCE = random.Random(20260)

_NOTHING = Trial(Integer(1), Integer(1))


def liar(kind, parameters) -> Application:
    """Return a rule that gives whatever line is asked for, on whatever grounds."""

    def lie(focus: Focus) -> Proposal:
        return Proposal(focus.goal, Justification(kind, parameters))

    return Application(Rule("liar", "liar", lie, _NOTHING, _NOTHING), {})


# -- the value of a line, by numbers alone --------------------------------------------------------


def value(term: Basic, at: dict) -> mpmath.mpf:
    """Return the value of a term at a point, by quadrature where it holds an integral."""
    a = term.args
    if isinstance(term, Var):
        return at[term]
    if isinstance(term, Rational):
        return mpmath.mpf(int(term.p)) / int(term.q)
    if isinstance(term, Pi):
        return mpmath.pi()
    if isinstance(term, (Density, Expectation, KL)):
        return value(unfold(term), at)
    if isinstance(term, Integral):
        body, x, lower, upper = a
        nested = any(isinstance(t, Integral) for t in subterms(body))
        ends = (_end(e, at) for e in (lower, upper))
        return integral(lambda t: value(body, {**at, x: t}), *ends, coarse=nested)
    if isinstance(term, Bracket):
        body, x, lower, upper = a
        return value(body, {**at, x: _near(upper, at)}) - value(body, {**at, x: _near(lower, at)})
    inner = [value(x, at) for x in a]
    return _OPERATIONS[type(term)](*inner)


_OPERATIONS = {
    Plus: lambda a, b: a + b, Minus: lambda a, b: a - b, Times: lambda a, b: a * b,
    Over: lambda a, b: a / b, Neg: lambda a: -a, Abs: abs, Exp: mpmath.exp, Log: mpmath.log,
    Sqrt: mpmath.sqrt, Sin: mpmath.sin, Cos: mpmath.cos, Arctan: mpmath.atan,
    Power: lambda a, b: mpmath.mpf(1) if b == 0 else mpmath.power(a, b),
}  # fmt: skip


def _end(end, at):
    return mpmath.inf * (1 if end == oo else -1) if end in (oo, -oo) else value(end, at)


def _near(end, at):
    """Return an end of an interval, or a point so far out that a Gaussian is 0 there."""
    return mpmath.mpf(10) ** 6 * (1 if end == oo else -1) if end in (oo, -oo) else value(end, at)


def integral(f, lower, upper, *, coarse):
    """Return ∫ f: the trapezoidal rule on ℝ, where a Gaussian makes it exact; else Gauss's."""
    if lower == -mpmath.inf and upper == mpmath.inf:
        step, reach = (mpmath.mpf(1) / 2, 14) if coarse else (mpmath.mpf(2) / 5, 40)
        return step * mpmath.fsum(f(step * k) for k in range(-reach, reach + 1))
    far = mpmath.mpf(8)
    degree = 2 if coarse else 4
    return mpmath.quad(f, [lower, upper if upper != mpmath.inf else far], maxdegree=degree)


def differs(before: Basic, after: Basic, relation: Relation) -> bool:
    """Say whether ``before relation after`` fails at a random point, by a margin."""
    with mpmath.workdps(DIGITS):
        for _ in range(2):
            letters = sorted(free(before) | free(after), key=lambda v: v.name)
            at = {v: _random(v) for v in letters}
            try:
                left, right = value(before, at), value(after, at)
            except (ZeroDivisionError, ValueError):
                continue
            if mpmath.im(left) or mpmath.im(right):
                continue
            margin = mpmath.mpf(10) ** -8 * (1 + abs(left) + abs(right))
            gap = left - right
            if gap > margin or (relation is Relation.EQUAL and -gap > margin):
                return True
            if relation is Relation.LESS and abs(gap) < margin:
                return True
    return False


def _random(variable: Var):
    if variable.domain == "natural":
        return mpmath.mpf(SOURCE.randint(2, 4))
    low = 0.8 if variable.domain != "real" else -1.5
    return mpmath.mpf(SOURCE.uniform(low, 1.5))


# -- mutants ---------------------------------------------------------------------------------------


def mutants(line: Basic):
    """Yield lines in which one place says something else."""
    letters = sorted(free(line), key=lambda v: v.name)
    for a in letters:
        for b in letters:
            if a.name < b.name and a.domain == b.domain:
                yield line.xreplace({a: b, b: a})
    yield from _in_one_place(line)


def _in_one_place(term: Basic):
    if not isinstance(term, Proposition):
        yield from _mutated(term)
    for i, part in enumerate(term.args):
        if isinstance(term, (Integral, Bracket, Expectation, TendsTo, Integrable)) and i != 0:
            continue
        for changed in _in_one_place(part):
            args = list(term.args)
            args[i] = changed
            yield term.func(*args)


def _mutated(term: Basic):
    a = term.args
    if isinstance(term, Plus):
        yield from (Minus(*a), a[0], a[1])
    elif isinstance(term, Minus):
        yield from (Plus(*a), Minus(a[1], a[0]), a[0])
    elif isinstance(term, (Times, Over)):
        yield from (Neg(term), Times(2, term), a[0])
    elif isinstance(term, Neg):
        yield a[0]
    elif isinstance(term, Power):
        yield from (Power(a[0], Plus(a[1], 1)), a[0])
    elif isinstance(term, (Exp, Log, Sqrt)):
        yield from (Over(term, 2), term.func(Times(2, a[0])))
    elif isinstance(term, KL):
        yield KL(a[1], a[0])
    elif isinstance(term, Normal):
        yield Normal(a[0], Power(a[1], 2))
    elif isinstance(term, (Integral, Density, Expectation, Bracket)):
        yield Times(2, term)
    elif isinstance(term, Integer) and term.is_finite:
        yield term + 1


@cache
def false_lines(name: str) -> tuple[tuple[int, Basic], ...]:
    """Return false lines for the steps of a derivation, with the steps' positions."""
    derivation = LIBRARY[name]
    found = []
    before = derivation.start
    for position, step in enumerate(derivation.steps):
        if isinstance(step.line, Proposition):
            break
        candidates = [m for m in dict.fromkeys(mutants(step.line)) if m != step.line]
        SOURCE.shuffle(candidates)
        kept = 0
        for candidate in candidates:
            lines = (written_out(t, derivation.where) for t in (before, candidate))
            if candidate != before and differs(*lines, step.relation):
                found.append((position, candidate))
                kept += 1
            if kept == MUTANTS_OF_A_STEP:
                break
        before = step.line
    return tuple(found)


# -- what liars say --------------------------------------------------------------------------------


class Everything(Integral):
    """An integral that says that it equals whatever it is compared with."""

    def __eq__(self, other):
        return True

    __hash__ = Integral.__hash__


class Somebody(Var):
    """A variable that says that it is any other, and real."""

    def __eq__(self, other):
        return True

    def __hash__(self):
        return hash(Var("sigma", "positive"))


def parameters(derivation: Derivation, step: Step, false: Basic) -> list[dict]:
    """Return parameters that a liar might hope to get away with."""
    before = derivation.steps[derivation.steps.index(step) - 1].line
    x = real("x")
    integrals = [t for line in (before, step.line, false) for t in subterms(line)
                 if isinstance(t, Integral)] or [Integral(exp(-(x**2)), x)]  # fmt: skip
    chosen = SOURCE.choice(integrals)
    variable = chosen.variable
    theorem = SOURCE.choice(list(LIBRARY))
    letters = sorted(free(LIBRARY[theorem].claim), key=lambda v: v.name)
    anything = [x, Integer(0), Integer(-1), Rational(1, 2), x**2, *free(before), *free(false)]
    difference = Minus(false, before)
    true = step.by.propose(Focus(before, step.line, step.relation, step.at))
    given = dict(true.justification.parameters) if true else {}
    return [
        {},
        given,
        {**given, "integral": chosen, "antiderivative": SOURCE.choice(anything)},
        {"theories": SOURCE.choice([("definitions", "linearity"), (), ("laws of exponents",
                                   "laws of logarithms", "laws of the modulus",
                                   "Pythagorean identity"), ("x", 1), "laws of logarithms"])},
        {"terms": tuple(subterms(before))},
        {"terms": tuple(t for t in subterms(false) if isinstance(t, (Density, Expectation, KL)))},
        {"name": theorem, "values": {v: SOURCE.choice(anything) for v in letters}},
        {"name": theorem, "values": {Somebody("sigma", "real"): x}},
        {"name": derivation.name, "values": {}},
        {"integral": chosen, "antiderivative": chosen.body, "remainder": false},
        {"integral": chosen, "antiderivative": Times(variable, false)},
        {"integral": chosen, "antiderivative": false, "remainder": before},
        {"integral": chosen, "variable": variable, "value": Neg(variable)},
        {"integral": chosen, "variable": x, "value": Power(x, 2), "lower": 0, "upper": oo},
        {"integral": chosen, "variable": Var("w", "positive"), "value": Var("w", "positive") ** 3},
        {"integral": chosen, "radius": Var("r", "positive"), "angle": real("theta")},
        {"integral": chosen, "radius": variable, "angle": variable},
        {"integral": Everything(x, x, 0, 1), "antiderivative": x**2 / 2},
        {"smaller": before, "larger": false, "difference": difference},
        {"smaller": false, "larger": before, "difference": Abs(difference)},
        {"smaller": before, "larger": false, "difference": Integer(0)},
        {"smaller": x, "larger": x, "difference": x - x},
        {"integral": object(), "antiderivative": 0.5, "terms": 7, "theories": 3, "name": [],
         "values": [], "smaller": None, "larger": "x", "difference": float("nan")},
        {"integral": "Integral", "terms": [[]], "theories": ({},), "name": None, "radius": Kind},
        {"integral": Power(10, 10**9), "antiderivative": Integer(10) ** 400, "name": "x" * 10**5,
         "smaller": Power(x, 10**6), "larger": 10**400, "difference": 10**400},
    ]  # fmt: skip


NOT_PARAMETERS = (None, 7, "integral", [1, 2], object())


def lies(derivation: Derivation, position: int, false: Basic):
    """Yield applications of every kind for one false line."""
    step = derivation.steps[position]
    try:
        pool = parameters(derivation, step, false)
    except Exception:  # the true rule does not see its line here; the other parameters remain
        pool = [{}]
    for kind in Kind:
        for chosen in SOURCE.sample(pool, min(LIARS_OF_A_KIND, len(pool))):
            yield liar(kind, chosen)
    yield liar(SOURCE.choice(list(Kind)), SOURCE.choice(NOT_PARAMETERS))
    yield liar("proved", {})


@pytest.fixture(autouse=True)
def no_evidence(monkeypatch):
    """Counterexamples are sought for each refusal; here only the refusal matters."""
    monkeypatch.setattr(chain, "refute", lambda before, relation, after: None)


@pytest.mark.parametrize("name", LIBRARY)
def test_no_false_line_is_proved_whatever_the_rule_says(name):
    derivation = LIBRARY[name]
    number = count()
    lying: dict[str, Step] = {}
    steps = []
    for position, false in false_lines(name):
        step = derivation.steps[position]
        before = derivation.steps[position - 1].line if position else derivation.start
        for lie in lies(derivation, position, false):
            # Each step is judged by itself, so a chain may go back and be lied to again.
            steps.append(Step(f"back-{next(number)}", before, lie, ""))
            steps.append(Step(f"lie-{next(number)}", false, lie, "", step.relation))
            lying[steps[-1].name] = steps[-1]
    steps = [s for s, before in zip(steps, [derivation.start, *(s.line for s in steps)],
                                    strict=False) if s.line != before]  # fmt: skip
    for some in (steps[i : i + 80] for i in range(0, len(steps), 80)):
        liars = replace(derivation, name="liars", steps=tuple(some), start=some[0].line + 1)
        report = check(["liars"], {**LIBRARY, "liars": liars})["liars"]
        proved = [s for s in report.steps if s.verdict is Verdict.PROVED and s.step.name in lying]
        assert not proved, f"{proved[0].step.line} from {proved[0].before}"


FALSE_CONCLUSIONS = [
    ("exponential_beats_polynomial", lambda c: TendsTo(c.body, c.variable, 1)),
    ("exponential_beats_polynomial", lambda c: TendsTo(1 + c.body, c.variable, 0)),
    ("exponential_beats_polynomial", lambda c: TendsTo(1 / c.body, c.variable, 0)),
    ("gaussian_integrability", lambda c: Integrable(1 + c.body, c.variable)),
    ("gaussian_integrability", lambda c: Integrable(c.variable, c.variable)),
    ("gaussian_integral", lambda c: Equal(c.left, Neg(c.right))),
    ("gaussian_integral", lambda c: Equal(c.left, c.right.args[0])),
]


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize(("name", "false"), FALSE_CONCLUSIONS)
def test_no_false_conclusion_is_proved_whatever_the_rule_says(name, false, kind):
    derivation = LIBRARY[name]
    *earlier, last = derivation.steps
    wrong = false(derivation.claim)
    for relation in (last.relation, Relation.TENDS_TO, Relation.IS_INTEGRABLE):
        lie = Step("lie", wrong, liar(kind, {"antiderivative": real("x")}), "", relation)
        liars = replace(derivation, name="liars", steps=(*earlier, lie), claim=wrong)
        report = check(["liars"], {**LIBRARY, "liars": liars})["liars"]
        assert report.verdict is not Verdict.PROVED


def test_true_lines_are_not_taken_for_false_ones():
    for derivation in LIBRARY.values():
        before = derivation.start
        for step in derivation.steps:
            if isinstance(step.line, Proposition):
                break
            lines = (written_out(t, derivation.where) for t in (before, step.line))
            assert not differs(*lines, step.relation), f"{derivation.name}: {step.name}"
            before = step.line


# -- what a rule, or an author, may not do ---------------------------------------------------------

A, X = real("a"), real("x")
S = Var("s", "positive")


def mischief(act, kind=Kind.NORMAL_FORM, **given) -> Application:
    """Return a rule that does something before it answers with the line asked for."""

    def answer(focus: Focus, **parameters) -> Proposal:
        act(focus)
        return Proposal(focus.goal, Justification(kind, given))

    return Application(Rule("mischief", "mischief", answer, _NOTHING, _NOTHING), {})


def one_step(before, after, by, **other) -> Derivation:
    steps = other.pop("steps", None)
    if steps is None:
        steps = (Step("step", after, by, ""),)
    letters = {v.name: v for line in (before, after) for v in free(line)}
    arguments = {n: v for n, v in letters.items() if v not in other.get("where", {})}
    return Derivation("one", "", Equal(before, after), before, steps, arguments, **other)


def verdict(derivation, **also):
    """Return what is said of a derivation; a refusal to look at it is a refusal."""
    try:
        return check(["one"], {**LIBRARY, **also, "one": derivation})["one"].verdict
    except InvalidDerivation:
        return Verdict.REJECTED


def test_a_rule_cannot_add_to_what_is_proved():
    def poison(focus):
        for what in vars(focus).values():
            if isinstance(what, dict):
                what["exponential_inequality"] = Equal(1, 2)
        assert focus.claim == LIBRARY["exponential_inequality"].claim
        focus.claim._args = (Integer(1), Integer(2))

    by = mischief(poison, Kind.THEOREM, name="exponential_inequality", values={})
    by = Application(by.rule, {"name": "exponential_inequality"})
    lie = one_step(Integer(1), Integer(2), by)
    assert verdict(lie) is not Verdict.PROVED


def test_a_cited_derivation_cannot_change_the_one_that_cites_it():
    found = []

    def change(focus):  # x = 5 makes the two lines below equal, whose limits differ
        found[0].where[X] = Integer(5)

    cited = replace(one_step(A + 0, A, mischief(change)), name="cited")
    start, line = X**2 / (25 * (1 + X**2)), 1 / (1 + X**2)
    steps = (
        Step("instance", line, liar(Kind.NORMAL_FORM, {}), ""),
        Step("limit", TendsTo(line, X, 0), liar(Kind.LIMIT, {}), "", Relation.TENDS_TO),
    )
    claim = TendsTo(start, X, 0)
    lie = Derivation("one", "", claim, start, steps, {}, conditions=("cited",))
    found.append(lie)
    assert verdict(lie, cited=cited) is not Verdict.PROVED


def test_a_rule_cannot_change_an_abbreviation():
    found = []

    def change(focus):
        found[0].where[A] = Integer(1)

    # a = s at the first step and a = 1 at the second would make a = s·a of 1 = s.
    steps = (
        Step("first", S, liar(Kind.DEFINITION, {}), ""),
        Step("second", S * A, mischief(change, Kind.DEFINITION), ""),
    )
    lie = one_step(A, S * A, None, steps=steps, where={A: S})
    found.append(lie)
    assert verdict(lie) is not Verdict.PROVED


def test_a_rule_cannot_change_the_domain_of_a_variable():
    z = real("z")

    def change(focus):
        z.domain = "positive"

    by = mischief(change, theories=("laws of the modulus",))
    assert verdict(one_step(Abs(z), z, by)) is not Verdict.PROVED


def test_a_rule_cannot_change_the_line_before():
    before = X + 1

    def change(focus):
        focus.before._args = (X, Integer(2))

    steps = (
        Step("first", before, liar(Kind.NORMAL_FORM, {}), ""),
        Step("second", X + 2, mischief(change), ""),
    )
    lie = replace(one_step(X + 1 + 0, X + 2, None, steps=steps), claim=Equal(X + 1 + 0, X + 2))
    assert verdict(lie) is not Verdict.PROVED


class Chameleon(Integer):
    """A number that is another one each time it is looked at."""

    looks = 0

    @property
    def p(self):
        type(self).looks += 1
        return type(self).looks


class Both(Plus):
    """A sum that says that it equals everything."""

    def __eq__(self, other):
        return True

    __hash__ = Plus.__hash__


class Tuple_(tuple):
    def __getitem__(self, index):
        return None


def test_an_author_cannot_bring_objects_of_his_own():
    step = Step("step", X, liar(Kind.NORMAL_FORM, {}), "")
    number = Basic.__new__(Chameleon)
    for forged in (
        one_step(number, Integer(2), liar(Kind.NORMAL_FORM, {})),
        one_step(Basic.__new__(Both, X, Integer(1)), X, liar(Kind.NORMAL_FORM, {})),
        replace(one_step(X + 0, X, None, steps=Tuple_((step,))), claim=Equal(1, 2)),
    ):
        assert verdict(forged) is not Verdict.PROVED
    for not_a_tuple in ([step], iter((step,))):
        with pytest.raises(TypeError, match="steps takes a tuple"):
            one_step(X + 0, X, None, steps=not_a_tuple)


def test_a_claim_that_changes_is_no_claim():
    class Turncoat(Derivation):
        @property
        def claim(self):
            return Equal(1, 2)

        @claim.setter
        def claim(self, value):
            pass

    true = one_step(X + 0, X, liar(Kind.NORMAL_FORM, {}))
    try:
        turncoat = Turncoat(**{f: getattr(true, f) for f in ("name", "title", "claim", "start",
                                                             "steps", "arguments")})  # fmt: skip
    except (AttributeError, TypeError):
        return
    assert verdict(turncoat) is not Verdict.PROVED


def test_rules_that_answer_nonsense_are_refused_and_break_nothing():
    def answering(answer):
        return Application(Rule("odd", "odd", lambda focus: answer, _NOTHING, _NOTHING), {})

    def failing(focus):
        raise KeyboardInterrupt if focus is None else RuntimeError("no")

    just = Justification(Kind.NORMAL_FORM, {})
    nonsense = [
        None, 1, "line", Proposal("line", just), Proposal(None, just), Proposal(0.5, just),
        Proposal(object(), just), Proposal(X, None), Proposal(X, just.kind),
        Proposal(X, Justification([], {})), Proposal(X, Justification("normal form", {})),
        Proposal(X, Justification(Kind.NORMAL_FORM, None)), Proposal(Relation.EQUAL, just),
        Proposal(X, Justification(Kind.NORMAL_FORM, {1: 2, None: object()})),
        Proposal(Equal(X, X), just), Proposal(Normal(X, 1), just),
    ]  # fmt: skip
    rules = [answering(x) for x in nonsense]
    rules.append(Application(Rule("fails", "fails", failing, _NOTHING, _NOTHING), {}))
    for by in rules:
        assert verdict(one_step(X + 1, X, by)) is not Verdict.PROVED


def forged(node, *args):
    """Return a node whose constructor has checked nothing."""
    return Basic.__new__(node, *args)


@pytest.mark.parametrize(
    "line",
    [Exp(), forged(Plus, X), forged(Plus, X, Relation.EQUAL), forged(Plus, X, _NOTHING),
     Exp(X, X, X),
     Times(X, Normal(X, 1)), Expectation(X, X, Normal(X, 1)),
     Integral(S**Pi() * Exp(-(S**2)), S, 0, oo)],
    ids=["no argument", "one of two", "an enum", "a trial", "three", "a distribution",
         "its own mean", "a real power"],
)  # fmt: skip
def test_lines_that_are_none_are_refused_and_break_nothing(line):
    assert verdict(one_step_of(line)) is not Verdict.PROVED


def one_step_of(line) -> Derivation:
    steps = (Step("step", X, liar(Kind.NORMAL_FORM, {}), ""),)
    return Derivation("one", "", Equal(X + 0, X), line, steps, {"x": X, "s": S})


def test_a_relation_that_is_none_is_refused():
    steps = (Step("step", X + 1, liar(Kind.NORMAL_FORM, {}), "", "="),)
    lie = Derivation("one", "", Equal(X, X + 1), X, steps, {"x": X})
    assert verdict(lie) is not Verdict.PROVED
