"""Polynomial × Gaussian on ℝᵏ: what is recognised decays in every direction; nothing else is."""

from __future__ import annotations

import random

import numpy as np
import pytest
from sympy import Integer, Rational

from derive.kernel.facts import Declined
from derive.kernel.multivariate_gaussian import check_gaussian
from derive.notation import (
    Cholesky,
    Derivative,
    Diagonal,
    Integral,
    MultivariateNormal,
    Normal,
    Product,
    Sum,
    det,
    dimension,
    exp,
    free,
    index,
    inverse,
    invertible,
    log,
    matrix,
    natural,
    positive,
    positive_definite,
    positive_vector,
    real,
    sqrt,
    symmetric,
    trace,
    vector,
)
from tests.kernel.test_liars import random_value, value

k, n = dimension("k n")
i, j = index("i j", k)
x, y, m, c = vector("x y m c", k)
z = vector("z", n)
s, t = positive_vector("s t", k)
a = real("a")
u, v = positive("u v")
p = natural("p")
A = matrix("A", k, k)
F = matrix("F", k, n)
P = symmetric("P", k)
S, T = positive_definite("S T", k)
N = invertible("N", k)
L = Cholesky(S)
q, r = MultivariateNormal(m, S), MultivariateNormal(y, T)
bell = exp(-(x.T @ x))

GAUSSIAN = [
    bell, q(x), 2 * q(x), q(x) * r(x), sqrt(q(x)) ** 2, q(x) + bell,
    exp(-(x.T @ S @ x)), exp(-((x - m).T @ inverse(S) @ (x - m) / 2)), exp(-(u * (x.T @ x))),
    exp(-(x.T @ x) + c.T @ x), exp(c.T @ x - x.T @ S @ x + a), exp(-(det(S) * (x.T @ x))),
    exp(-(x.T @ S @ x) - x.T @ A.T @ A @ x), exp(-(x.T @ x) - x.T @ F @ F.T @ x),
    exp(-(x.T @ N.T @ N @ x)), exp(-(x.T @ N.T @ S @ N @ x)), exp(-((N @ x - m).T @ (N @ x - m))),
    exp(-((L @ x).T @ inverse(S) @ (L @ x))), exp(-Sum(x[i] ** 2, i)),
    exp(-Sum(s[i] * x[i] ** 2, i)), exp(-Sum((x[i] - m[i]) ** 2 / s[i] ** 2, i)),
    exp(-trace(S @ x @ x.T)), exp(-Sum(s[i] * x[i] ** 2 + m[i] * x[i], i)),
    Product(exp(-(s[i] * x[i] ** 2)), i), Product(Normal(m[i], s[i])(x[i]), i),
    (c.T @ x) * bell, x[i] * bell, x[i] ** 3 * x[j] * bell, Sum(x[i] ** 4, i) * bell,
    (x.T @ A @ x) ** 2 * bell, x * bell, x @ x.T * q(x), A @ x * q(x),
    (x - m) @ (x - m).T @ inverse(S) * q(x), q(x) * log(q(x) / r(x)),
    Derivative(q(x), x), Derivative(q(x) * (x - m), x), A @ Derivative(q(x), x),
    x.T @ Derivative(q(x), x), (x.T @ x) * Derivative(bell, x), Integer(0) * exp(x.T @ x),
    bell * Integral(exp(-(a**2)), a), trace(Derivative(x * bell, x)),
    exp(-Sum(exp(y[i]) * x[i] ** 2, i)), bell * Sum(exp(y[i]) * x[i] ** 2, i),
    bell * Sum(s[i] * x[i] ** 2, i),
]  # fmt: skip

NOT_GAUSSIAN = [
    Integer(1), x.T @ x, x, x[i], exp(x.T @ x), exp(-(c.T @ x)), exp(-(x.T @ P @ x)),
    exp(-(x.T @ A @ x)), exp(-(a * (x.T @ x))), exp(-((u - v) * (x.T @ x))),
    exp(-(x.T @ A.T @ A @ x)), exp(-(x.T @ F @ F.T @ x)), exp(-(x.T @ P @ P @ x)),
    exp(-((c.T @ x) ** 2)), exp(-(x.T @ (c @ c.T) @ x)), exp(-(x.T @ S @ x) + x.T @ T @ x),
    exp(-(x.T @ (S - T) @ x)), exp(-((A @ x).T @ (A @ x))), exp(-(x.T @ S @ T @ x)),
    exp(-(x.T @ N @ S @ x)), exp(-(x[i] ** 2)), exp(-Sum(x[i], i)), exp(-Sum(m[i] * x[i] ** 2, i)),
    exp(-Sum((s[i] - t[i]) * x[i] ** 2, i)), exp(-Sum(m[i] ** 2 * x[i] ** 2, i)),
    exp(-Sum(s[i] * x[i] * y[i], i)), exp(-trace(A @ x @ x.T)), exp(-(y.T @ y)), r(y),
    Product(exp(-(m[i] * x[i] ** 2)), i), Product(exp(-(x[i])), i), Normal(0, 1)(x[i]),
    bell + 1, bell / (1 + x.T @ x), bell * exp(x.T @ S @ x), q(x) / r(x), 1 / q(x),
    bell * exp((x.T @ x) ** 2), bell * sqrt(1 + x.T @ x), bell * (x.T @ x) ** p,
    bell * abs(x[i]), Derivative(x.T @ x, x), Derivative(q(x), m), Derivative(q(x), x, m),
    Derivative(q(x), x) * exp(x.T @ x), Derivative(bell, x) + x, c + x * bell,
    exp(-(x.T @ Diagonal(m[i], i) @ x)),
    exp(-(x.T @ Diagonal(x[i] ** 2, i) @ x)), sqrt(bell + 1) * bell,
    bell * exp((c.T @ x) ** 2), bell * exp((c.T @ x) * (m.T @ x)), bell * exp(x[i] ** 2),
    bell * exp(Sum(x[i] ** 3, i)), bell * exp(Sum(x[i] ** 2, i)), bell * exp(-(x.T @ P @ x)),
    bell * exp(x.T @ P @ x), bell * exp(-(a * (x.T @ x))), bell * exp(exp(x[i])),
    bell * exp(c.T @ Diagonal(exp(x[i]), i) @ m), bell * exp(Sum(exp(x[i]), i)),
    bell * exp(Sum(x[i] * (A @ x)[i], i)), bell * exp(Sum(x[i] ** 2 * (A @ x)[i], i)),
    bell * exp(Sum(s[i] * (x @ x.T)[i, i], i)), exp(-Sum(s[i] * (A @ x)[i] ** 2, i)),
    exp(-(x.T @ Diagonal(y[i] ** 2, i) @ x)), bell * (Diagonal(exp(x[i] ** 2), i) @ c),
    bell * (Diagonal(Derivative(bell, x)[i] ** 2, i) @ c),
    bell * exp(c.T @ Derivative(bell, x)), bell * sqrt(x.T @ x), bell * (x.T @ x) ** -1,
    (c.T @ Derivative(bell, x)) * (m.T @ Derivative(q(x), x)), bell * (c.T @ Derivative(bell, x)),
    bell * Sum(x[i] ** -1, i), bell * Sum(exp(x[i] ** 2), i), bell * Sum(abs(x[i]), i),
    bell * Sum(sqrt(x.T @ Diagonal(1 / (s[i] + t[j]), j) @ x), i),
    exp(-((x @ x.T)[i, i])), (c.T @ Derivative(bell, x)) ** 2,
    bell * Sum(x[i] ** Rational(1, 2), i), bell * exp((x @ x.T)[i, i]), bell * exp((x.T @ x) ** 3),
]  # fmt: skip


@pytest.mark.parametrize("body", GAUSSIAN, ids=lambda b: str(b)[:60])
def test_a_polynomial_times_a_gaussian_is_recognised(body):
    check_gaussian(body, x)


@pytest.mark.parametrize("body", NOT_GAUSSIAN, ids=lambda b: str(b)[:60])
def test_what_is_not_is_declined(body):
    with pytest.raises(Declined):
        check_gaussian(body, x)


def test_the_message_names_the_body_and_the_variable():
    with pytest.raises(Declined, match=r"exp\(x.T @ x\) is not a polynomial in x × a Gaussian"):
        check_gaussian(exp(x.T @ x), x)


def test_a_gaussian_in_another_vector_is_none():
    check_gaussian(bell * exp(-(z.T @ z)), x)
    check_gaussian(bell * exp(-(z.T @ z)), z)
    for body, variable in ((bell, z), (exp(-(z.T @ z)), x), (bell * z, z)):
        with pytest.raises(Declined):
            check_gaussian(body, variable)


def random_form(source):
    """Return a polynomial of degree 2 in x, definite or not."""
    at = source.choice([x, x, x - m, 2 * x, N @ x, A @ x, L @ x, x / u])
    middle = source.choice([S, T, P, A, N, inverse(S), S + T, S - T, S + P, F @ F.T, N @ N.T,
                            A @ A.T, Diagonal(s[i], i), Diagonal(y[i], i), L, A.T @ S @ A,
                            N.T @ S @ N, c @ c.T, S @ T, S @ S, S + c @ c.T])  # fmt: skip
    weight = source.choice([s[i], y[i], s[i] * t[i], a * s[i], 1 / s[i], y[i] ** 2, s[i] - t[i]])
    square = source.choice([x[i] ** 2, (x[i] - m[i]) ** 2, x[i], x[i] * y[i], x[i] * x[j]])
    return source.choice([
        lambda: at.T @ middle @ at, lambda: at.T @ at, lambda: (c.T @ x) ** 2, lambda: c.T @ x,
        lambda: Sum(weight * square, i), lambda: x[i] ** 2, lambda: trace(middle @ x @ x.T),
        lambda: x.T @ middle @ (N @ x), lambda: (N @ x - m).T @ middle @ (N @ x - m),
    ])()  # fmt: skip


def test_every_random_exponent_that_is_recognised_is_negative_definite():
    source = random.Random(5)
    found = 0
    for _ in range(2500):
        exponent = -random_form(source)
        for _ in range(source.choice([0, 1, 2])):
            number = source.choice([1, 2, u, a, k, 1 / u, u - v, det(S), trace(S), det(N), y.T @ y])
            part = number * random_form(source)
            exponent = exponent - part if source.random() < 0.75 else exponent + part
        try:
            check_gaussian(exp(exponent), x)
        except Declined:
            continue
        found += 1
        at = {k: 2, n: 3}
        for letter in sorted(free(exponent) - set(at), key=lambda v: v.name):
            at[letter] = random_value(letter, at)
        assert (np.linalg.eigvalsh(second_differences(exponent, at)) < -1e-9).all(), exponent
    assert found > 150


def second_differences(f, at):
    """Return the matrix of a quadratic polynomial in x, which differences give exactly."""
    unit = np.eye(2)

    def along(*directions):
        return float(value(f, {**at, x: sum(directions, np.zeros((2, 1)))}))

    columns = [unit[:, [p]] for p in range(2)]
    return np.array(
        [[along(p, q) - along(p) - along(q) + along() for q in columns] for p in columns]
    )


def test_what_has_no_normal_form_is_declined():
    with pytest.raises(Declined, match="the inverse of zero"):
        check_gaussian(bell * trace(inverse(A - A)), x)
    with pytest.raises(Declined):
        check_gaussian(bell * (1 + x.T @ x) ** 10**9, x)
