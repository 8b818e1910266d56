"""Exact values: of matrices, moments and derivatives, against other ways to work them out."""

import math
from fractions import Fraction
from itertools import product

import pytest
from flint import fmpq, fmpq_mat

from derive.evidence.enclosure import enclose
from derive.evidence.exact_numbers import NotExact
from derive.evidence.exact_values import exact_value
from derive.evidence.failures import Undefined
from derive.evidence.points import Matrix
from derive.evidence.strata import strata
from derive.notation import (
    KL,
    Abs,
    Cholesky,
    Derivative,
    Expectation,
    Identity,
    Integral,
    Max,
    MultivariateNormal,
    Normal,
    Product,
    Sum,
    Var,
    Zero,
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
A, B = matrix("A B", k, k)
x, m, c = vector("x m c", k)
i, j = index("i j", k)
y, a, b = real("y a b")
s, t = positive("s t")
q, p = MultivariateNormal(m, S), MultivariateNormal(c, T)
COVARIANCE = ((2, 1, 1), (1, 3, -1), (1, -1, 4))
MEAN = (1, -2, 3)


def point(size=3):
    covariance = Matrix(tuple(map(Fraction, row[:size])) for row in COVARIANCE[:size])
    other = Matrix(tuple(Fraction(3 + (n == r)) for n in range(size)) for r in range(size))
    free = Matrix(tuple(Fraction(n * n - 2 * r, 3) for n in range(size)) for r in range(size))
    return {
        k: size, S: covariance, T: other, A: free,
        m: Matrix((Fraction(v),) for v in MEAN[:size]),
        c: Matrix((Fraction(1, n + 1),) for n in range(size)),
    }  # fmt: skip


def rational(term, at):
    return [[e.as_rational() for e in row] for row in exact_value(term, at)]


def flint(rows):
    return fmpq_mat([[fmpq(e.numerator, e.denominator) for e in row] for row in rows])


@pytest.mark.parametrize("size", [1, 2, 3])
def test_linear_algebra(size):
    at = point(size)
    sigma, free = flint(at[S]), flint(at[A])
    assert flint(rational(inverse(S), at)) == sigma.inv()
    assert flint(rational(S @ A + A.T, at)) == sigma * free + free.transpose()
    assert rational(det(S @ A), at) == [[sigma.det() * free.det()]]
    assert rational(trace(A @ S) - k, at) == [
        [sum((free * sigma)[n, n] for n in range(size)) - size]
    ]
    assert (
        flint(rational(2 * Identity(k) - S / 2, at))
        == fmpq_mat([[2 * (n == r) for n in range(size)] for r in range(size)]) - sigma / 2
    )
    assert flint(rational(Zero(k, 1), at)) == fmpq_mat(size, 1)


def test_a_cholesky_factor_is_exact_where_it_is_rational():
    for _, at in strata((), {k, S}, 40, "cholesky"):
        try:
            lower = flint(rational(Cholesky(S), at))
        except NotExact:
            continue
        assert lower * lower.transpose() == flint(at[S])
        assert all(lower[r, r] > 0 for r in range(at[k]))
        assert all(lower[r, n] == 0 for r in range(at[k]) for n in range(r + 1, at[k]))
    generic = [at for name, at in strata((), {k, S}, 40, "cholesky") if name != "near equal"]
    assert all(rational(Cholesky(S), at) for at in generic)


def moment(indices):
    """E[Π xᵢ] by summing over pairings: a recursion over the first index."""
    if not indices:
        return 1
    first, *rest = indices
    total = MEAN[first] * moment(rest)
    for place, other in enumerate(rest):
        total += COVARIANCE[first][other] * moment(rest[:place] + rest[place + 1 :])
    return total


@pytest.mark.parametrize("order", range(1, 6))
def test_moments_of_a_vector(order):
    for chosen in list(product(range(3), repeat=order))[:: 1 + 3**order // 12]:
        body, at = 1, point()
        for place, n in enumerate(chosen):
            letter = Var(f"i{place}", "index", k)
            body, at = x[letter] * body, at | {letter: n + 1}
        assert rational(Expectation(body, x, q), at) == [[moment(list(chosen))]]


def test_moments_of_a_number():
    at = {a: Fraction(2, 3), s: Fraction(1, 5)}
    central = {0: 1, 1: 0, 2: Fraction(1, 25), 3: 0, 4: Fraction(3, 625), 6: Fraction(15, 15625)}
    for power, value in central.items():
        found = rational(Expectation((y - a) ** power, y, Normal(a, s)), at)
        assert found == [[fmpq(value.numerator, value.denominator)]]


def test_a_density_at_other_coordinates():
    body = Product(Normal(m[j], 2)(x[j]), j) * (x[i] - m[i]) ** 4
    for size in (1, 2, 3):
        assert rational(Integral(body, x), point(size) | {i: size}) == [[3 * 16]]


def test_the_gradient_of_a_density_integrates_to_zero():
    body = Derivative(q(x), x)
    assert flint(rational(Integral(body, x), point())) == fmpq_mat(3, 1)
    assert flint(rational(Integral(body @ (x - m).T, x), point())) == -fmpq_mat(
        [[int(r == n) for n in range(3)] for r in range(3)]
    )


@pytest.mark.parametrize(
    ("term", "by"),
    [
        (KL(q, p), None),
        (Derivative(log(det(S)), S), inverse(S)),
        (Derivative(trace(inverse(S) @ T), S), -(inverse(S) @ T @ inverse(S))),
        (Derivative((x.T @ A @ x), x, m), (A + A.T) @ m),
        (Derivative(A @ x, x, m), A),
        (Derivative(Derivative(y**3 * exp(2 * y), y), y, 0), None),
        (Derivative(log(s) / s, s, 3), None),
    ],
    ids=str,
)  # fmt: skip
def test_against_balls(term, by):
    exact = exact_value(term, point())
    balls = enclose(term, point(), 256)
    flat = [e for row in exact for e in row]
    entries = [balls] if not hasattr(balls, "entries") else balls.entries()
    for value, ball in zip(flat, entries, strict=True):
        total = sum(float(coefficient) * _float(mono) for mono, coefficient in value.terms.items())
        assert abs(total - float(ball)) < 1e-12 * (1 + abs(total))
    if by is not None:
        assert rational(term, point()) == rational(by, point())


def _float(monomial):
    kinds = {"log": lambda g: math.log(g[1] / g[2]), "e": lambda g: math.e}
    return math.prod(kinds[g[0]](g) ** float(power) for g, power in monomial)


@pytest.mark.parametrize(
    "term",
    [
        sqrt(2 * pi), cos(a), exp(exp(a)), (1 + exp(a)) ** -1, s ** Fraction(1, 2), Abs(pi),
        Max(log(s), 0), Integral(exp(-(y**2)), y), Integral(y * Normal(a, s)(y), y, 0, 1),
        Integral(Normal(a, s)(y) ** 2, y), Integral(y**2, y), Integral(Normal(a, s)(y) / y, y),
        Expectation(Abs(y), y, Normal(a, s)), Expectation(log(y), y, Normal(a, s)), Normal(a, s)(b),
        Derivative(Abs(y), y, 0),
    ],
    ids=str,
)  # fmt: skip
def test_not_exact(term):
    with pytest.raises(NotExact):
        exact_value(term, {a: Fraction(1, 2), b: Fraction(1), s: Fraction(2)})


@pytest.mark.parametrize(
    "term", [1 / (a - a), log(a - 1), log(a - a), sqrt(a - 1), inverse(S - S), Cholesky(S - 9 * S)],
    ids=str,
)  # fmt: skip
def test_undefined(term):
    with pytest.raises(Undefined):
        exact_value(term, point() | {a: Fraction(1, 2)})


def test_sums_over_an_index():
    at = point()
    assert rational(Sum(m[i] ** 2, i), at) == [[14]]
    assert rational(Product(m[i], i), at) == [[-6]]
