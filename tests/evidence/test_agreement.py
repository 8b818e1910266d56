"""Agreement: true steps have evidence of the right kind, and each method refutes false ones."""

from fractions import Fraction

import pytest

from derive.evidence.agreement import Kind, Tally, at_points, not_covered
from derive.evidence.lines import PRECISIONS, LineAtPoint, summands
from derive.evidence.strata import strata
from derive.evidence.truth import truth
from derive.notation import (
    KL,
    Abs,
    And,
    AtMost,
    Attracts,
    Cholesky,
    Derivative,
    Equal,
    Expectation,
    ForAll,
    Identity,
    Iff,
    Integrable,
    Integral,
    Less,
    MultivariateNormal,
    Normal,
    StrictlyConvex,
    TendsTo,
    Unequal,
    WithDensity,
    Zero,
    cos,
    det,
    dimension,
    exp,
    free,
    half,
    inverse,
    log,
    oo,
    pi,
    positive,
    positive_definite,
    positive_function,
    real,
    sin,
    sqrt,
    trace,
    vector,
)

k = dimension("k")
S, T = positive_definite("S T", k)
x, m, n = vector("x m n", k)
y, a, b = real("y a b")
s, t = positive("s t")
f = positive_function("f", k)
q, p = Normal(a, s), Normal(b, t)
Q, P = MultivariateNormal(m, S), MultivariateNormal(n, T)
TINY = Fraction(1, 10**20)
CLOSED = log(t / s) + (s**2 + (a - b) ** 2) / (2 * t**2) - half
GAUSS = Integral(exp(-(y**2)), y)
FORM = half * (log(det(T) / det(S)) - k + trace(inverse(T) @ S) + (m - n).T @ inverse(T) @ (m - n))


def seen(before, relation, after, points=40, assumptions=()):
    lines = [before, after]
    drawn = strata(lines, free(before) | free(after), points, "agreement")
    (tally,) = at_points(lines, [relation], drawn, assumptions)
    return tally


TRUE = [
    (KL(q, p), "=", CLOSED, {Kind.ENCLOSURE, Kind.MOMENTS}),
    (GAUSS, "=", sqrt(pi), {Kind.ENCLOSURE}),
    ((a - b) ** 2, "=", a**2 - 2 * (a * b) + b**2, {Kind.ENCLOSURE, Kind.INSTANCES}),
    (KL(Q, P), "=", FORM, {Kind.ENCLOSURE, Kind.MOMENTS}),
    (det(S @ T), "=", det(T) * det(S), {Kind.INSTANCES}),
    (log(det(S)), "=", 2 * log(det(Cholesky(S))), {Kind.INSTANCES}),
    (Expectation(x, x, Q), "=", m, {Kind.ENCLOSURE, Kind.MOMENTS}),
    (Derivative(log(det(S)), S), "=", inverse(S), {Kind.INSTANCES}),
    (2 * (a * b), "<=", a**2 + b**2, {Kind.ENCLOSURE, Kind.INSTANCES}),
    (1 + a, "<=", exp(a), {Kind.ENCLOSURE}),
    (sin(a), "<", 2 + s, {Kind.ENCLOSURE}),
    (Equal(S, T), "<=>", Equal(S - T, Zero(k, k)), {Kind.INSTANCES}),
]


@pytest.mark.parametrize(("before", "relation", "after", "kinds"), TRUE, ids=str)
def test_a_true_step_has_evidence(before, relation, after, kinds):
    tally = seen(before, relation, after)
    assert tally.refutation == ""
    expected = len(strata((before,), free(before) | free(after), 40, "agreement"))
    assert {kind for kind, c in tally.points.items() if c.total() == expected} >= kinds
    assert tally.worst_radius <= 1e-25
    assert Kind.MOMENTS in kinds or Kind.MOMENTS not in tally.points


WRONG = {
    "near miss, exactly": (a * s, "=", a * s * (1 + TINY)),
    "near miss of logarithms, exactly": (log(s * t), "=", log(s) + log(t) * (1 + TINY)),
    "near miss, by balls": (GAUSS, "=", sqrt(pi) * (1 + TINY)),
    "near miss of a derivative, by balls": (Derivative(sin(y), y, a), "=", cos(a) * (1 + TINY)),
    "near miss, by moments": (
        Expectation((y - b) ** 2, y, q),
        "=",
        s**2 + (a - b) ** 2 + TINY * a,
    ),
    "near miss of a divergence": (KL(q, p), "=", CLOSED + TINY),
    "near miss in space": (KL(Q, P), "=", FORM * (1 + TINY)),
    "only where k = 1, exactly": (S @ T, "=", T @ S),
    "only where k = 1, by balls": (exp(det(2 * S) - det(S) * 2), "=", 1 + 0 * k),
    "only where k = 1, by moments": (Expectation((x - m).T @ (x - m), x, Q), "=", trace(S) * k),
    "only for equal parameters, exactly": (det(S + T), "=", det(2 * S)),
    "only for equal parameters, by balls": (sin(a), "=", sin(b)),
    "only for equal parameters, by moments": (KL(q, p), "=", KL(p, q)),
    "only for generic parameters": (s * t / t, "<", Abs(s) + Abs(a)),
    "only for moderate ones": (s, "<", 10000 + 0 * s),
    "a strict inequality at a boundary": (1 + a, "<", exp(a)),
    "an inequality the other way": (CLOSED, "<=", 0 * s),
    "an inequality that misses by little": (exp(a), "<=", exp(a) - TINY),
    "undefined at some points": (log(a), "=", log(a)),
    "divided by what may vanish": (a / a, "=", 1 + 0 * a),
    "an equivalence, exactly": (Equal(a, b), "<=>", Equal(a**2, b * a)),
    "an equivalence, by balls": (Less(sin(a), sin(b)), "<=>", Less(a, b)),
    "an equivalence of matrices": (Equal(S, T), "<=>", Equal(trace(S), trace(T) + trace(S - T))),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_step_is_refuted(name):
    tally = seen(*WRONG[name], points=80)
    assert tally.refutation.startswith("at ") or not free(WRONG[name][0])
    assert tally.refutation


def test_what_is_right_only_at_a_stratum_is_refuted_elsewhere():
    """The strata are needed: each of these holds at all points of some of them."""
    drawn = strata((), {a, b, s, t, k, S}, 80, "strata")

    def refuted_in(before, after):
        found = {}
        for stratum, point in drawn:
            (tally,) = at_points([before, after], ["<="], [(stratum, point)])
            found.setdefault(stratum, set()).add(bool(tally.refutation))
        return {stratum for stratum, answers in found.items() if True in answers}

    assert "extreme" in refuted_in(s, 100 + 0 * s)
    assert "generic" not in refuted_in(s, 100 + 0 * s)


def test_agreement_is_counted_by_stratum():
    tally = seen((a - b) ** 2, "=", (b - a) ** 2, points=200)
    assert dict(tally.points[Kind.INSTANCES]) == {
        "generic": 80, "near equal": 40, "extreme": 40, "boundary": 40,
    }  # fmt: skip


def test_an_equality_that_touches_is_said_to():
    tally = seen(2 * (sin(a) * sin(b)), "<=", sin(a) ** 2 + sin(b) ** 2)
    assert 0 < tally.others["touches"] < tally.points[Kind.ENCLOSURE].total()


def test_a_ball_that_stays_too_wide_is_not_counted(monkeypatch):
    monkeypatch.setattr("derive.evidence.lines.PRECISIONS", (32,))
    tally = seen(sin(a) ** 2 + cos(a) ** 2, "=", 1 + 0 * a, points=10)
    counted = sum((c.total() for c in tally.points.values()), 0)
    assert tally.others["too wide"] >= 8
    assert tally.others["too wide"] + counted == 10
    assert tally.refutation == ""


def test_precision_is_raised_until_a_ball_is_narrow():
    point = {a: Fraction(10**30), b: Fraction(1, 3)}
    line = LineAtPoint(sin(a + b) ** 2, point)
    assert line.balls(PRECISIONS[0]).relative_radius > line.narrow_balls().relative_radius
    assert line.narrow_balls().narrow


def test_a_radius_is_a_share_of_the_sizes_of_the_terms():
    assert [(sign, t) for sign, t in summands(-(a - b) + s)] == [(-1, a), (1, b), (1, s)]
    point = {a: Fraction(10**40, 3), b: Fraction(10**40, 3)}
    alone = LineAtPoint(2 * (a - b), point).balls(128)
    terms = LineAtPoint(a - b, point).balls(128)
    assert terms.narrow
    assert not alone.narrow


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (TendsTo(exp(-a), a, 0, oo), "a limit"),
        (Integrable(exp(-(y**2)), y), "integrability"),
        (ForAll(Less(a, b), a), "all values"),
        (Attracts(a / 2, a, 0), "stability"),
        (StrictlyConvex(a**2, a), "convexity"),
        (KL(WithDensity(f), Q), "an abstract density"),
    ],
    ids=str,
)
def test_what_no_point_decides_is_said(line, reason):
    assert reason in not_covered(line)
    (tally,) = at_points([a, line], ["tends to"], [("generic", {a: Fraction(1)})])
    assert tally.points == {}
    assert [reason in r for r in tally.reasons] == [True]


def test_a_line_that_has_no_ball_says_why():
    inner = Integral(exp(-(y**2) - a**2), y)
    tally = seen(Integral(inner, a), "=", pi)
    assert tally.points == {}
    assert dict(tally.reasons) == {"an integral inside an integral": 1}


def test_assumptions_leave_points_out():
    assert seen(a, "<", b, assumptions=()).refutation
    tally = seen(a, "<", b, assumptions=(Less(a, b),))
    assert tally.refutation == ""
    assert 0 < tally.points[Kind.INSTANCES].total() < 40


def test_an_implication_is_looked_at_where_its_premise_holds():
    premise, conclusion = Less(a, b), Less(a, b + s)
    tally = seen(premise, "=>", conclusion)
    assert tally.refutation == ""
    assert tally.others["premise fails"] > 0
    assert seen(premise, "=>", Less(a, b - s)).refutation


def test_truth():
    point = {a: Fraction(1), b: Fraction(2)}
    yes, no = (True, True), (False, True)
    for proposition, expected in [
        (Equal(a, b - 1), yes), (Equal(a, b), no), (Unequal(a, b), yes), (Less(a, b), yes),
        (AtMost(b, a), no), (And(Less(a, b), Less(b, a)), no), (Iff(Less(a, b), Less(b, a)), no),
        (Less(sin(a), sin(b)), (True, False)), (Equal(sin(a), sin(b)), (False, False)),
        (Equal(sin(a), sin(b - 1)), None), (And(Equal(sin(a), sin(b - 1)), Less(b, a)), no),
    ]:  # fmt: skip
        assert truth(proposition, point) == expected, str(proposition)


def test_tallies_add_up():
    one, other = Tally(), Tally()
    lines = [a, a + 0 * b]
    drawn = strata(lines, {a, b}, 20, "sum")
    (whole,) = at_points(lines, ["="], drawn)
    for half_of, tally in ((drawn[::2], one), (drawn[1::2], other)):
        tally.add(at_points(lines, ["="], half_of)[0])
    one.add(other)
    assert one.points == whole.points
    assert one.worst_radius == whole.worst_radius


def test_the_identity_is_among_the_points():
    tally = seen(S, "=", Identity(k))
    assert tally.refutation
    assert tally.points[Kind.INSTANCES]["boundary"] > 0
    assert set(tally.points[Kind.INSTANCES]) == {"boundary"}
