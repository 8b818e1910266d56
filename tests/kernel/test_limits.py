"""Limits that are found, and limits that are not there."""

import pytest
from sympy import Integer, Rational, oo

from derive.kernel.chain import check
from derive.kernel.facts import Declined, Facts
from derive.kernel.limits import limit, tends_to
from derive.library import LIBRARY
from derive.notation import (
    Abs,
    Density,
    Integral,
    Normal,
    arctan,
    cos,
    exp,
    log,
    natural,
    nonnegative,
    pi,
    positive,
    real,
    sin,
    sqrt,
)

x, a = real("x a")
s, t = positive("s t")
w = nonnegative("w")
n = natural("n")
bell = exp(-(x**2))


@pytest.fixture(scope="module")
def facts():
    """The theorem that a polynomial times a Gaussian vanishes, proved."""
    name = "exponential_beats_polynomial"
    check([name], LIBRARY)
    return Facts({name: LIBRARY[name].claim}, (name,))


@pytest.mark.parametrize(
    ("term", "point", "value"),
    [
        (1 / (1 + x**2), oo, 0),
        (1 / (1 + x**2), -oo, 0),
        (1 / (-1 - x**2), -oo, 0),
        (arctan(x), oo, pi / 2),
        (arctan(x), -oo, -(pi / 2)),
        (exp(x), -oo, 0),
        (exp(-(x**2) / 2) + 3, oo, 3),
        (a + exp(-(s * x)), oo, a),
        (x**2 * bell, oo, 0),
        (x**n * exp(-(s * (x - a) ** 2)), -oo, 0),
        (x * Density(Normal(a, s), x), oo, 0),
        (x**2 + a, 3, 9 + a),
        (1 / (1 + w), 0, 1),
        (sqrt(w), 0, 0),
        (Abs(x), -2, 2),
    ],
)
def test_found(term, point, value, facts):
    (variable,) = {v for v in term.free_symbols if v in (x, w)}
    tends_to(term, variable, Integer(value) if isinstance(value, int) else value, (point,), facts)


@pytest.mark.parametrize(
    ("term", "point"), [(x, oo), (x**2, -oo), (x**3, -oo), (exp(x), oo), (-exp(x), oo)]
)
def test_infinite(term, point, facts):
    assert limit(term, x, point, facts) in (oo, -oo)
    with pytest.raises(Declined):
        tends_to(term, x, Integer(0), (point,), facts)


def test_odd_and_even_powers_at_minus_infinity(facts):
    assert limit(x**2, x, -oo, facts) == oo
    assert limit(x**3, x, -oo, facts) == -oo
    assert limit(a - x**3, x, -oo, facts) == oo


@pytest.mark.parametrize(
    "term",
    [x - x**2, sin(x), cos(x), x * exp(-x), (1 + exp(-x)) ** x, x / x**2, log(x**2 + 1) - x,
     x * (1 / (1 + x**2)), x * sin(x), exp(x) * exp(-x)],
)  # fmt: skip
def test_undetermined_forms_are_declined(term, facts):
    with pytest.raises(Declined):
        limit(term, x, oo, facts)


def test_a_gaussian_vanishes_only_by_a_theorem():
    with pytest.raises(Declined, match="vanishing"):
        limit(x * bell, x, oo, Facts({}))


def test_a_growing_gaussian_does_not_vanish(facts):
    with pytest.raises(Declined):
        limit(x * exp(x**2 * s - x), x, oo, facts)


@pytest.mark.parametrize("term", [1 / x, log(x**2)])
def test_a_limit_where_the_term_is_not_defined_is_declined(term, facts):
    with pytest.raises(Declined):
        limit(term, x, Integer(0), facts)


def test_zero_to_the_zero_is_not_continuous(facts):
    with pytest.raises(Declined, match="continuity"):
        limit(w**w, w, Integer(0), facts)


def test_an_integral_is_not_seen_to_be_continuous(facts):
    with pytest.raises(Declined, match="continuity"):
        limit(Integral(x * a, a, 0, 1), x, Integer(2), facts)


def test_a_wrong_value_is_declined(facts):
    with pytest.raises(Declined, match="not 1"):
        tends_to(arctan(x), x, Integer(1), (oo,), facts)
    with pytest.raises(Declined):
        tends_to(arctan(x), x, pi / 2, (oo, -oo), facts)


def test_a_limit_is_no_number_that_agrees_to_ten_digits(facts):
    with pytest.raises(Declined):
        tends_to(arctan(x), x, Rational(15707963268, 10**10), (oo,), facts)
