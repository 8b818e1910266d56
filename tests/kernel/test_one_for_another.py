"""Propositions that look alike, and terms: none is taken for another."""

from __future__ import annotations

import pytest
from sympy import Integer

from derive.derivation import Derivation, Kind, Relation
from derive.kernel.chain import check
from derive.kernel.facts import Declined
from derive.kernel.headline import is_claim, reached
from derive.kernel.question import Question, entails
from derive.kernel.report import Verdict
from derive.library import LIBRARY
from derive.notation import (
    Abs,
    AlmostEverywhere,
    And,
    AtMost,
    Derivative,
    Equal,
    ForAll,
    Iff,
    Integrable,
    Integral,
    Less,
    Normal,
    Power,
    Product,
    TendsTo,
    dimension,
    exp,
    index,
    invertible,
    log,
    matrix,
    natural,
    oo,
    positive,
    positive_vector,
    real,
    vector,
)
from tests.kernel.test_refusals import last_of, no_evidence, step
from tests.kernel.test_vector_checks import MARGINAL, asked, is_proved

__all__ = ["no_evidence"]

a, b, c, t = real("a b c t")
s, u = positive("s u")
n = natural("n")
k, h = dimension("k h")
i, j = index("i j", k)
x, z, m = vector("x z m", k)
y = vector("y", h)
F = matrix("F", h, k)
N = invertible("N", k)
weights = positive_vector("s", k)
EQUIVALENT = Relation.EQUIVALENT
square = x.T @ x
bell = exp(-square)
falls = TendsTo(Power(c, n) * a, n, 0, oo)
(LETTER,) = LIBRARY["log_inequality"].arguments.values()


def refused(before, after, kind, **parameters):
    """Say whether a step between two propositions is refused."""
    found = last_of(before, step(after, kind, EQUIVALENT, **parameters))
    return found.verdict is not Verdict.PROVED


def test_almost_everywhere_is_not_everywhere():
    everywhere, almost = ForAll(Equal(square, 0), x), AlmostEverywhere(Equal(2 * square, 0), x)
    given = {"factor": Integer(2)}
    assert not refused(AlmostEverywhere(Equal(square, 0), x), almost, Kind.FACTOR, **given)
    assert refused(everywhere, almost, Kind.FACTOR, **given)
    assert refused(almost, everywhere, Kind.FACTOR, **given)
    other = AlmostEverywhere(Equal(2 * (z.T @ z), 0), z)
    assert refused(AlmostEverywhere(Equal(square, 0), x), other, Kind.FACTOR, **given)


def test_a_pair_of_bounds_is_a_conjunction():
    bounded, lower, upper = Less(Abs(a), s), Less(-s, a), Less(a, s)
    assert not refused(bounded, And(lower, upper), Kind.MODULUS)
    assert not refused(And(upper, lower), bounded, Kind.MODULUS)
    assert refused(bounded, Iff(lower, upper), Kind.MODULUS)
    assert refused(bounded, And(lower, AtMost(a, s)), Kind.MODULUS)
    assert refused(And(lower, upper), Less(a, s), Kind.MODULUS)
    assert refused(Less(a, s), And(lower, upper), Kind.FACTOR, factor=Integer(1))


def test_a_geometric_sequence_is_asked_of_all_starts():
    assert not refused(ForAll(falls, a), Less(Abs(c), 1), Kind.GEOMETRIC)
    assert refused(falls, Less(Abs(c), 1), Kind.GEOMETRIC)
    assert refused(ForAll(Equal(c, a), a), Less(Abs(c), 1), Kind.GEOMETRIC)


def test_an_integral_over_an_interval_says_nothing_of_the_line():
    gap = s - 1 - log(s)
    before = Equal(Integral(Integer(1) * gap, s, 1, 2), 0)
    given = {"name": "log_inequality", "values": {LETTER: s}}
    by = step(AlmostEverywhere(Equal(gap, 0), s), Kind.VANISHING_INTEGRAL, EQUIVALENT, **given)
    assert last_of(before, by).verdict is not Verdict.PROVED


def test_a_quotient_by_a_factor_is_no_product_with_it():
    own = Normal(m[i], weights[i])(t)
    densities = Product(Normal(m[j], weights[j])(x[j]), j)
    product, quotient = Integral(densities * u, x), Integral(densities / u, x)
    assert is_proved(product, Integral(own * u, t), Kind.MARGINAL,
                     **{**MARGINAL, "integral": product})  # fmt: skip
    assert not is_proved(quotient, Integral(own * u, t), Kind.MARGINAL,
                         **{**MARGINAL, "integral": quotient})  # fmt: skip


@pytest.mark.parametrize("term", [Integral(t**3, t, 0, 1), Integral(exp(-(t**2)), t)], ids=str)
def test_an_integral_is_not_the_derivative_of_its_integrand(term):
    value = 3 * t**2 if term.args[2] == 0 else -2 * t * exp(-(t**2))
    values = ((Derivative(term.body, t, t), value),)
    assert not is_proved(term, value, Kind.DERIVATIVE, values=values)


@pytest.mark.parametrize(
    ("changes", "reason"),
    [({"integral": Integral(0 * bell, x), "variable": x, "value": N @ x}, "already occurs"),
     ({"value": F @ z, "matrix": F}, "is not a map of the whole space"),
     ({"matrix": F}, "a constant")],
    ids=str,
)  # fmt: skip
def test_what_maps_elsewhere_is_no_change_of_variables(changes, reason):
    given = {"integral": Integral(bell, x), "variable": z, "value": N @ z, "matrix": N, **changes}
    found = asked(a + 0, a, Kind.LINEAR_CHANGE_OF_VARIABLES, **given)
    assert found.verdict is not Verdict.PROVED
    assert reason in found.reason, found.reason


def test_an_equivalence_leads_from_a_proposition_to_a_proposition():
    by = step(a, Kind.NORMAL_FORM, EQUIVALENT)
    offered = Derivation("to_a_term", "", Equal(a, b), Equal(a, b), (by,), {"a": a, "b": b})
    (found,) = check(["to_a_term"], {"to_a_term": offered})["to_a_term"].steps
    assert "'<=>' stands between propositions" in found.reason


# -- equal throughout -----------------------------------------------------------------------------


def follows(before, after, equations=()):
    """Say whether a proposition follows from another by equations between their terms."""
    question = Question(before, EQUIVALENT, after, (), (), chain_is_proved=True)
    try:
        entails(question, equations)
    except Declined:
        return False
    return True


def test_propositions_of_one_form_with_equal_terms_are_equivalent():
    assert follows(ForAll(Equal(a + a, b), a), ForAll(Equal(2 * a, b), a))
    assert follows(TendsTo(t, t, 0, oo), TendsTo(s, t, 0, oo), [(t, t), (s, t)])
    assert follows(AlmostEverywhere(Equal(square, 0), x), AlmostEverywhere(Equal(square, 0), x))


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (ForAll(Equal(a, b), a), ForAll(Equal(a, c), a)),
        (ForAll(Equal(a, 1), a), ForAll(Equal(a, 1), b)),
        (ForAll(Equal(c, 1), a), ForAll(Equal(c, 1), n)),
        (ForAll(Equal(square, 0), x), AlmostEverywhere(Equal(square, 0), x)),
        (AlmostEverywhere(Equal(square, 0), x), ForAll(Equal(square, 0), x)),
        (ForAll(Equal(a, b), a), Equal(a, b)),
        (Equal(a, b), ForAll(Equal(a, b), a)),
        (TendsTo(c * t, t, 0, oo), TendsTo(c * t, t, 1, oo)),
        (Integrable(exp(-(t**2)), t), Integrable(exp(-2 * t**2), t)),
        (Equal(a, b), AtMost(a, b)),
        (And(Equal(a, b), Equal(b, c)), Iff(Equal(a, b), Equal(b, c))),
    ],
    ids=str,
)
def test_propositions_of_other_forms_or_letters_do_not_follow(before, after):
    assert not follows(before, after)


def test_a_replacement_that_is_not_made_shows_no_bound():
    given = {"smaller": s, "larger": s + 1, "difference": Integer(1)}
    found = last_of(a + 0, step(a, Kind.MONOTONICITY, Relation.AT_MOST, **given))
    assert "does not give the line" in found.reason


def test_a_replacement_that_changes_no_value_shows_a_bound():
    given = {"smaller": a, "larger": a + 1, "difference": Integer(1)}
    found = last_of(0 * a, step(0 * (a + 1), Kind.MONOTONICITY, Relation.AT_MOST, **given))
    assert found.verdict is Verdict.PROVED, found.reason


# -- headlines ------------------------------------------------------------------------------------


def test_a_headline_is_of_the_form_that_is_reached():
    assert is_claim(AtMost(a, b), Less(a, b))
    assert is_claim(AtMost(a, b), Equal(a, b))
    assert not is_claim(AtMost(a, b), TendsTo(a, a, 0, oo))
    assert not is_claim(AtMost(a, b), Less(b, a))
    assert not is_claim(Less(a, b), AtMost(a, b))


def test_what_is_said_of_the_last_term_is_said_of_the_first_after_equalities_only():
    one, two, last = exp(-t), exp(-t) + 0, TendsTo(exp(-t) + 0, t, 0, oo)
    of_first = TendsTo(one, t, 0, oo)
    assert reached([one, two, last], [Relation.EQUAL, Relation.TENDS_TO]) == of_first
    assert reached([two, last], [Relation.TENDS_TO]) == last
    assert reached([one, two, last], [Relation.AT_MOST, Relation.TENDS_TO]) == last
    concluded = TendsTo(a, t, 0, oo)
    relations = [Relation.EQUAL, Relation.TENDS_TO, Relation.IMPLIES]
    assert reached([one, two, last, concluded], relations) == concluded
    assert reached([one, two, Equal(a, b)], [Relation.EQUAL, Relation.IMPLIES]) == Equal(a, b)
