"""Integrals over ℝᵏ hold the exact moments of Gaussians; what is no such integral is refused."""

from fractions import Fraction
from itertools import product
from math import factorial, prod

import pytest
from flint import arb, ctx
from sympy import Integer

from derive.evidence.degrees import degree
from derive.evidence.enclosure import enclose
from derive.evidence.failures import NotEnclosed
from derive.evidence.gaussian_integrals import _gauss_hermite
from derive.evidence.points import Matrix, sample
from derive.notation import (
    KL,
    Abs,
    Expectation,
    Integral,
    MultivariateNormal,
    Normal,
    Sum,
    Var,
    cos,
    det,
    dimension,
    exp,
    index,
    inverse,
    log,
    matrix,
    pi,
    positive,
    positive_definite,
    real,
    sqrt,
    trace,
    vector,
)

k = dimension("k")
S, T = positive_definite("S T", k)
x, m, c = vector("x m c", k)
A = matrix("A", k, k)
i = index("i", k)
t, s = real("t s")
q = MultivariateNormal(m, S)
COVARIANCE = ((2, 1, 1), (1, 3, -1), (1, -1, 4))
MEAN = (1, -2, 3)


def point(size=3):
    covariance = Matrix(tuple(map(Fraction, row[:size])) for row in COVARIANCE[:size])
    return {k: size, S: covariance, m: Matrix((Fraction(v),) for v in MEAN[:size])}


def moment(indices):
    """E[Π xᵢ] under the normal distribution of ``point``, by Isserlis's recursion."""
    if not indices:
        return 1
    first, *rest = indices
    total = MEAN[first] * moment(rest)
    for position, other in enumerate(rest):
        total += COVARIANCE[first][other] * moment(rest[:position] + rest[position + 1 :])
    return total


def entry(n):
    """The n-th entry of x, by an index with a value."""
    return x[Var(f"i{n}", "index", k)], {Var(f"i{n}", "index", k): n + 1}


@pytest.mark.parametrize("order", range(1, 6))
def test_moments(order):
    for indices in list(product(range(3), repeat=order))[:: 1 + 3**order // 12]:
        body, at = Integer(1), point()
        for factor, value in map(entry, indices):
            body, at = body * factor, at | value
        ball = enclose(Expectation(body, x, q), at)
        assert ball.contains(moment(list(indices)))
        assert ball.rad() < 1e-25


def test_the_rule_is_exact_up_to_its_degree_and_no_further():
    for number in range(1, 7):
        rule = _gauss_hermite(number, ctx.prec)
        assert len(rule) == number
        for power in range(2 * number):
            even = factorial(power) // (2 ** (power // 2) * factorial(power // 2))
            assert sum(w * z**power for w, z in rule).contains(0 if power % 2 else even)
        odd_product = prod(range(1, 2 * number, 2))
        assert not sum((w * z ** (2 * number) for w, z in rule), arb(0)).contains(odd_product)


def test_a_matrix_is_integrated_entry_by_entry():
    ball = enclose(Expectation(x @ x.T, x, q), point())
    for row, column in product(range(3), repeat=2):
        assert ball[row, column].contains(moment([row, column]))


def test_the_mass_of_any_gaussian():
    body = exp(-(x.T @ inverse(S) @ x) / 2 + m.T @ x)
    quadratic = 2 * 1 + 3 * 4 + 4 * 9 + 2 * (1 * -2 + 3 + -1 * -6)
    determinant = 2 * 11 - 5 - 4
    expected = (2 * arb.pi()) ** 1.5 * arb(determinant).sqrt() * (arb(quadratic) / 2).exp()
    assert enclose(Integral(body, x), point()).overlaps(expected)


def test_sums_quotients_and_signs_of_densities():
    two = Integral(-(3 * q(x) - q(x)) / 4 + (x.T @ x) * (-q(x)), x)
    second = sum(moment([n, n]) for n in range(3))
    ball = enclose(two, point())
    assert ball.contains(-Fraction(1, 2).numerator / 2 - second)
    assert ball.rad() < 1e-25


def test_a_divergence():
    p = MultivariateNormal(c, T)
    closed = (trace(inverse(T) @ S) + (m - c).T @ inverse(T) @ (m - c) - k) / 2
    closed = closed + log(det(T) / det(S)) / 2
    for at in sample({k, S, T, m, c}, 8):
        ball, known = enclose(KL(q, p), at), enclose(closed, at)
        assert ball.overlaps(known)
        assert max(ball.rad(), known.rad()) < 1e-25


@pytest.mark.parametrize(
    "body",
    [
        Abs(x.T @ m) * q(x),
        cos(x.T @ m) * q(x),
        exp(-((x.T @ x) ** 2)) * q(x),
        exp(x.T @ x),
        exp(x.T @ m),
        x.T @ m,
        q(x) / (1 + x.T @ x),
        sqrt(q(x)) * log(1 + x.T @ x),
        q(A @ x),
    ],
    ids=str,
)
def test_what_is_no_gaussian_integral_is_refused(body):
    at = point() | {A: Matrix(((Fraction(1),) * 3,) * 3)}
    with pytest.raises(NotEnclosed):
        enclose(Integral(body, x), at)


def test_a_polynomial_of_high_degree_is_refused():
    with pytest.raises(NotEnclosed, match="degree 24"):
        enclose(Expectation((x.T @ x) ** 12, x, q), point())


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (m.T @ m, 0),
        (x, 1),
        (x - m, 1),
        ((x - m).T @ inverse(S) @ (x - m), 2),
        (trace(x @ x.T) * Sum(x[i], i), 3),
        ((x.T @ x) ** 2 / t, 4),
        (log(q(x)), 2),
        (log(q(x) / MultivariateNormal(c, T)(x)) ** 2, 4),
        (log(2 * q(x) ** t), 2),
        (log(Normal(0, 1)(m.T @ x)), 2),
    ],
    ids=str,
)
def test_degrees(term, expected):
    assert degree(term, x) == expected


@pytest.mark.parametrize(
    "term",
    [
        t / (m.T @ x),
        exp(m.T @ x),
        log(m.T @ x),
        (x.T @ x) ** t,
        (x.T @ x) ** -1,
        (x.T @ x) ** Fraction(3, 2),
        Abs(x.T @ x),
    ],
    ids=str,
)
def test_no_degree(term):
    with pytest.raises(NotEnclosed, match="not seen to be a polynomial"):
        degree(term, x)


def test_integrals_over_numbers_may_hold_matrices():
    u, v = real("u"), positive("v")
    body = (m.T @ m) * exp(-(u**2) / (2 * v)) / sqrt(2 * pi * v)
    ball = enclose(Integral(body, u), point() | {v: Fraction(3)})
    assert ball.contains(14)
    assert ball.rad() < 1e-20
    sums = Integral(Sum(m[i] * u, i), u, 0, 1)
    assert enclose(sums, point()).contains(1)
    with pytest.raises(NotEnclosed):
        enclose(Integral(u * m, u, 0, 1), point())
