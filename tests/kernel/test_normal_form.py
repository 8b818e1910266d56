"""Two defined terms with one normal form are equal; what is not equal keeps two."""

from __future__ import annotations

import random

import mpmath
import pytest
from sympy import Integer, Rational

from derive.kernel.definedness import check_defined
from derive.kernel.facts import Declined, Facts
from derive.kernel.normal_form import equal
from derive.kernel.theories import (
    ALGEBRA,
    EXPONENTIALS,
    LINEARITY,
    LOGARITHMS,
    MODULI,
    POINTWISE,
    THEORIES,
    TRIGONOMETRY,
)
from derive.notation import (
    KL,
    Abs,
    Expectation,
    Integral,
    Neg,
    Normal,
    Power,
    arctan,
    cos,
    exp,
    half,
    log,
    natural,
    nonnegative,
    pi,
    plain,
    positive,
    real,
    sin,
    sqrt,
)

a, b, x, y, t = real("a b x y t")
s, r = positive("s r")
w = nonnegative("w")
n, m = natural("n m")

EQUAL = [
    ((a + b) * (a - b), a**2 - b**2, ()),
    ((s**2 - r**2) / (s + r), s - r, ()),
    (1 / s + 1 / r, (s + r) / (s * r), ()),
    (1 / (1 / s), s, ()),
    (sqrt(s) * sqrt(s), s, ()),
    (sqrt(s**2), s, ()),
    (sqrt(8) * sqrt(2), Integer(4), ()),
    (sqrt(s / 2), sqrt(2 * s) / 2, ()),
    (sqrt(2 * pi) * s, sqrt(2 * pi * s**2), ()),
    (sqrt(s**2 + 2 * s * r + r**2) ** 2, (s + r) ** 2, ()),
    (s ** Rational(1, 3) * s ** Rational(2, 3), s, ()),
    (x ** (n + 1), x * x**n, ()),
    (Power(0, 0), Integer(1), ()),
    ((2 * x) ** n, Power(2, n) * x**n, ()),
    (Power(4, n), Power(2, 2 * n), ()),
    (sqrt(x**2), Abs(x), {MODULI}),
    (Abs(s * x), s * Abs(x), {MODULI}),
    (Abs(x) ** 2, x**2, {MODULI}),
    (Abs(x**3), x**2 * Abs(x), {MODULI}),
    (exp(a + b), exp(a) * exp(b), {EXPONENTIALS}),
    (exp(2 * a), exp(a) ** 2, {EXPONENTIALS}),
    (exp(n * a), exp(a) ** n, {EXPONENTIALS}),
    (exp(-a), 1 / exp(a), {EXPONENTIALS}),
    (exp(log(s)), s, {EXPONENTIALS}),
    (exp(half * log(s)), sqrt(s), {EXPONENTIALS}),
    (log(s * r), log(s) + log(r), {LOGARITHMS}),
    (log(s / r), log(s) - log(r), {LOGARITHMS}),
    (log(s**n), n * log(s), {LOGARITHMS}),
    (log(12), 2 * log(2) + log(3), {LOGARITHMS}),
    (log(exp(a)), a, {LOGARITHMS, EXPONENTIALS}),
    (log(sqrt(2 * pi)), log(2) / 2 + log(pi) / 2, {LOGARITHMS}),
    (sin(a) ** 2 + cos(a) ** 2, Integer(1), {TRIGONOMETRY}),
    (sin(a) ** 4, (1 - cos(a) ** 2) ** 2, {TRIGONOMETRY}),
    (Integral(x * a, x, 0, 1), Integral(a * y, y, 0, 1), ()),
    (Integral(a * x + 1, x, 0, 1), a * Integral(x, x, 0, 1) + Integral(1, x, 0, 1), {LINEARITY}),
    (Normal(a, s)(x), Normal(a + b - b, s)(x), ()),
]

APART = [
    (sqrt(x**2), x, ALGEBRA),
    (Abs(x), x, ALGEBRA),
    (x / s, x / r, ALGEBRA),
    (a - b, b - a, ALGEBRA),
    ((a + b) ** 2, a**2 + b**2, ALGEBRA),
    (sqrt(s + r), sqrt(s) + sqrt(r), ALGEBRA),
    (log(s + r), log(s) + log(r), ALGEBRA),
    (log(s) * log(r), log(s + r), ALGEBRA),
    (exp(a * b), exp(a) * exp(b), ALGEBRA),
    (exp(a) ** b, exp(a) ** a, ALGEBRA),
    (Power(0, n), Integer(0), ALGEBRA),
    (Power(-1, n), Integer(1), ALGEBRA),
    (Power(-1, 2 * n + 1), Integer(1), ALGEBRA),
    (x**n, x**m, ALGEBRA),
    ((a + b) ** n, a**n + b**n, ALGEBRA),
    (sin(a) ** 2 - cos(a) ** 2, Integer(1), ALGEBRA),
    (sin(2 * a), 2 * sin(a), ALGEBRA),
    (arctan(a + b), arctan(a) + arctan(b), ALGEBRA),
    (pi, Rational(22, 7), ALGEBRA),
    (sqrt(2), Rational(1414213562373095, 10**15), ALGEBRA),
    (Integral(x * a, x, 0, 1), Integral(a * a, a, 0, 1), THEORIES),
    (Integral(x, x, 0, 1), Integral(x, x, 0, 2), THEORIES),
    (Integral(x * x, x, 0, 1), Integral(x, x, 0, 1) ** 2, THEORIES),
    (Expectation(x**2, x, Normal(a, s)), Expectation(x, x, Normal(a, s)) ** 2, THEORIES),
    (Expectation(x, x, Normal(a, s)), Expectation(x, x, Normal(a, r)), THEORIES),
    (Normal(a, s)(x), Normal(a, s**2)(x), THEORIES),
    (KL(Normal(a, s), Normal(b, r)), KL(Normal(b, r), Normal(a, s)), THEORIES),
]

OF_ONE_THEORY = [
    (log(s * r), log(s) + log(r), LOGARITHMS),
    (exp(a + b), exp(a) * exp(b), EXPONENTIALS),
    (Abs(s * x), s * Abs(x), MODULI),
    (sin(a) ** 2 + cos(a) ** 2, Integer(1), TRIGONOMETRY),
    (Integral(a * x, x, 0, 1), a * Integral(x, x, 0, 1), LINEARITY),
]


@pytest.mark.parametrize(("one", "other", "theories"), EQUAL)
def test_equal(one, other, theories):
    assert equal(one, other, theories)
    assert equal(other, one, theories)


@pytest.mark.parametrize(("one", "other", "theories"), APART)
def test_apart(one, other, theories):
    assert not equal(one, other, theories)
    assert not equal(other, one, theories)


@pytest.mark.parametrize(("one", "other", "theory"), OF_ONE_THEORY)
def test_no_theory_does_the_work_of_another(one, other, theory):
    assert equal(one, other, {theory})
    assert not equal(one, other, THEORIES - {theory})


def mean_divergence(shift):
    return Integral(KL(Normal(y + shift, 1), Normal(0, 1)), y, 0, 1)


def test_a_divergence_under_an_integral_keeps_its_own_variable():
    # ∫₀¹ ½(y + 1)² dy = 7/6, and ∫₀¹ ½(y − 1)² dy = 1/6.
    assert not equal(mean_divergence(1), mean_divergence(-1), POINTWISE)
    assert not equal(mean_divergence(1), mean_divergence(-1), THEORIES)


def test_expectations_and_densities_under_an_integral_keep_their_own_variables():
    one = Integral(Expectation(x * y, x, Normal(y, s)), y, 0, 1)
    other = Integral(Expectation(x * x, x, Normal(y, s)), y, 0, 1)
    assert not equal(one, other, THEORIES)


# -- what is said to be equal has equal values ----------------------------------------------------


def random_term(source, depth):
    if depth == 0:
        return source.choice([a, b, s, r, w, Integer(source.randint(-3, 3)), Rational(1, 2), s, r])
    kind = source.randrange(10)
    one, other = (random_term(source, depth - 1) for _ in range(2))
    if kind < 2:
        return one + other
    if kind < 3:
        return one - other
    if kind < 5:
        return one * other
    if kind < 6:
        return one / source.choice([s, r, s + r, 1 + a**2, exp(b)])
    if kind < 7:
        return one ** source.choice([Integer(2), Integer(3), n])
    return source.choice([
        lambda: sqrt(source.choice([s * one**2, s + r, s * r, one**2, s**3])),
        lambda: exp(one), lambda: log(source.choice([s * r, s / r, exp(one), s**2, 6 * s])),
        lambda: Abs(one), lambda: cos(one), lambda: sin(one), lambda: -one,
    ])()  # fmt: skip


def rewritten(term, source):
    """Return a term that is often, not always, equal: a law of algebra here, a slip there."""
    args = [rewritten(x, source) for x in term.args] if source.random() < 0.7 else list(term.args)
    term = term.func(*args) if args else term
    c = source.choice([s, r, 1 + a**2])
    return source.choice([
        lambda: term, lambda: term, lambda: term * c / c, lambda: term + a - a,
        lambda: exp(log(c)) * term / c, lambda: Neg(Neg(term)), lambda: (2 * term) / 2,
        lambda: term * (sin(a) ** 2 + cos(a) ** 2), lambda: sqrt(term**2), lambda: Abs(term),
        lambda: log(exp(term)), lambda: term + term - term, lambda: term**2 / c,
    ])()  # fmt: skip


def number(term, values):
    return mpmath.mpmathify(plain(term).xreplace(values).evalf(40))


def test_random_terms_of_one_normal_form_have_one_value():
    source = random.Random(7)
    facts = Facts({})
    found = 0
    for _ in range(900):
        one = random_term(source, 3)
        other = rewritten(one, source) if source.random() < 0.9 else random_term(source, 3)
        try:
            check_defined(one, facts)
            check_defined(other, facts)
        except Declined:
            continue
        if one == other or not equal(one, other, ALGEBRA):
            continue
        found += 1
        for _ in range(2):
            values = {v.doit(): Rational(source.randint(-300, 300), 101) for v in (a, b)}
            values |= {v.doit(): Rational(source.randint(20, 300), 101) for v in (s, r, w)}
            values |= {n.doit(): source.randint(0, 4)}
            with mpmath.workdps(40):
                left, right = number(one, values), number(other, values)
                assert abs(left - right) <= mpmath.mpf(10) ** -25 * (1 + abs(left)), (one, other)
    assert found > 100
