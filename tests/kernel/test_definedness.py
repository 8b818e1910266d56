"""A line is proved only where it is defined for all values of its variables."""

import pytest
from sympy import Integer, Rational, oo

from derive.kernel.chain import check
from derive.kernel.definedness import check_defined
from derive.kernel.facts import Declined, Facts
from derive.library import LIBRARY
from derive.notation import (
    KL,
    Bracket,
    Density,
    Expectation,
    Integral,
    Normal,
    Over,
    Power,
    arctan,
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

x, y, a = real("x y a")
s, t = positive("s t")
w = nonnegative("w")
n = natural("n")
q, p = Normal(a, s), Normal(y, t)
LEMMAS = ("gaussian_integrability", "exponential_beats_polynomial")


@pytest.fixture(scope="module")
def theorems():
    return {name: LIBRARY[name].claim for name in check(LEMMAS, LIBRARY) if name in LEMMAS}


@pytest.fixture
def facts(theorems):
    return Facts(theorems, LEMMAS)


@pytest.mark.parametrize(
    "line",
    [
        1 / s,
        1 / (1 + x**2),
        log(s * t),
        log(exp(x)),
        sqrt(w),
        sqrt(x**2),
        x**n,
        Power(0, n),
        s**x,
        s ** Rational(-1),
        w ** Rational(1, 2),
        q(x),
        KL(q, p),
        Expectation((x - a) ** 2, x, q),
        Integral(x**2 * exp(-(s * x**2)), x),
        Integral(exp(-(w**2)), w, 0, oo),
        Integral(1 / (1 + w), w, 0, s),
        Integral(exp(x), x, 0, 1),
        Bracket(arctan(x), x),
        Bracket(x * exp(-(x**2)), x),
    ],
)
def test_defined(line, facts):
    check_defined(line, facts)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (1 / x, "x != 0"),
        (1 / (s - t), "s - t != 0"),
        (Over(1, 0), "0 != 0"),
        (x / (x**2), "x\\*\\*2 != 0"),
        (log(x), "0 < x"),
        (log(w), "0 < w"),
        (log(x * x), "0 < x\\*x"),
        (log(sin(x)), "0 < sin"),
        (sqrt(x), "0 <= x"),
        (sqrt(s - 1), "0 <= s - 1"),
        (x**y, "0 < x"),
        (w**x, "0 < w"),
        (x ** Integer(-1), "x != 0"),
        (x ** (n - 1), "x != 0"),
        (x ** Rational(1, 3), "0 <= x"),
        (Normal(a, x)(y), "0 < x"),
        (Density(Normal(a, w), y), "0 < w"),
        (KL(q, Normal(y, s - t)), "0 < s - t"),
        (Expectation(x, x, Normal(a, y)), "0 < y"),
        (Integral(1, x), "infinite interval"),
        (Integral(a, x, -oo, 0), "infinite interval"),
        (Integral(x, x), "not a polynomial"),
        (Integral(exp(x**2), x), "not a polynomial"),
        (Integral(exp(-x), x), "not a polynomial"),
        (Integral(exp(-(a * x**2)), x), "not a polynomial"),
        (Integral(1 / (1 + x**2), x), "not a polynomial"),
        (Integral(sin(x) * x, x), "not a polynomial"),
        (Integral(1 / t, t, 0, 1), "0 != 0"),
        (Integral(1 / x, x, -1, 1), "x != 0"),
        (Integral(log(t), t, 0, 1), "0 < 0"),
        (Integral(1, x, 0, a), "0 <= a"),
        (Integral(1, x, oo, 0), "not an interval"),
        (Integral(x, x, 0, x), "not an interval"),
        (Integral(exp(-(s**2)), s), "does not lie in"),
        (Integral(w, w, -1, 0), "does not lie in|is not shown"),
        (Integral(n, n, 0, 1), "does not lie in"),
        (Integral(exp(-(x**2)), x, 0, oo) * Integral(1 / a, x, 0, 1), "a != 0"),
        (Bracket(x, x), "no finite limit"),
        (Bracket(sin(x), x), "not a polynomial"),
        (Bracket(log(t), t, 0, 1), "no finite limit"),
        (Integral(t**pi * exp(-(t**2)), t, 0, oo), "not a polynomial"),
        (arctan(x) / oo, "oo"),
        (exp(oo), "oo"),
        (oo - x, "oo"),
    ],
)
def test_not_defined_for_all_values(line, reason, facts):
    with pytest.raises(Declined, match=reason):
        check_defined(line, facts)


def test_convergence_rests_on_a_theorem():
    with pytest.raises(Declined, match="integrability"):
        check_defined(Integral(exp(-(x**2)), x), Facts({}))


def test_the_theorem_must_be_among_the_conditions(theorems):
    with pytest.raises(Declined, match="integrability"):
        check_defined(Integral(exp(-(x**2)), x), Facts(theorems))


def test_a_theorem_that_says_something_else_does_not_help(theorems):
    swapped = dict(zip(theorems, reversed(theorems.values()), strict=True))
    with pytest.raises(Declined, match="integrability"):
        check_defined(Integral(exp(-(x**2)), x), Facts(swapped, ("gaussian_integrability",)))


def test_conditions_are_recorded(facts):
    check_defined(log(s) + 1 / t, facts)
    said = {str(c.proposition) for c in facts.discharged}
    assert said == {"0 < s", "t != 0"}
