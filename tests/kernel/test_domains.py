"""Domains: which terms are in which, and signs that depend on a domain or on a bound."""

from __future__ import annotations

import pytest
from sympy import Integer, Rational

from derive.kernel.signs import (
    ANY,
    NONNEGATIVE,
    POSITIVE,
    is_even,
    is_in_domain,
    is_integer,
    signs,
)
from derive.notation import (
    Abs,
    Coordinates,
    Diagonal,
    Entry,
    Equal,
    Expectation,
    Identity,
    Integral,
    Lambda,
    Max,
    Normal,
    Product,
    Sum,
    Var,
    arctan,
    as_term,
    dimension,
    exp,
    index,
    inverse,
    log,
    matrix,
    natural,
    oo,
    positive,
    positive_definite,
    positive_function,
    positive_vector,
    real,
    sqrt,
    vector,
)

k, m = dimension("k m")
i, j = index("i j", k)
a, b, t = real("a b t")
s, u = positive("s u")
n = natural("n")
p = Var("p", "nonnegative")
w = Var("w", "unit interval")
x = vector("x", k)
y = vector("y", m)
q = positive_vector("q", k)
A = matrix("A", k, k)
S = positive_definite("S", k)
D = Var("D", "diagonal", k)
E = Var("E", "positive diagonal", k)
f = positive_function("f", k)
bell = exp(-(x.T @ x))


def of(domain, *dimensions):
    return Var("v", domain, *dimensions)


@pytest.mark.parametrize(
    ("term", "variable"),
    [
        (as_term(1), of("real")),
        (s + u, of("positive")),
        (a**2, of("nonnegative")),
        (w, of("nonnegative")),
        (w, of("unit interval")),
        (as_term(Rational(1, 2)), of("unit interval")),
        (n + k, of("natural")),
        (k + n, of("dimension")),
        (i, of("index", k)),
        (2 * x, of("vector", k)),
        (Coordinates(s + q[i], i), of("positive vector", k)),
        (q, of("positive vector", k)),
        (A @ A, of("matrix", k, k)),
        (S + S, of("symmetric", k)),
        (S + S, of("positive definite", k)),
        (inverse(S), of("invertible", k)),
        (D + D, of("diagonal", k)),
        (Diagonal(q[i], i), of("positive diagonal", k)),
        (Lambda(bell, x), of("positive function", k)),
    ],
    ids=str,
)
def test_in_the_domain(term, variable):
    assert is_in_domain(term, variable)


@pytest.mark.parametrize(
    ("term", "variable"),
    [
        (oo, of("real")),
        (-oo, of("real")),
        (oo, of("positive")),
        (Equal(a, b), of("real")),
        (x, of("real")),
        (a, of("vector", k)),
        (y, of("vector", k)),
        (a**2, of("positive")),
        (a, of("nonnegative")),
        (as_term(2), of("unit interval")),
        (as_term(-1), of("unit interval")),
        (-s, of("unit interval")),
        (1 - a, of("unit interval")),
        (as_term(-1), of("natural")),
        (as_term(Rational(1, 2)), of("natural")),
        (s, of("natural")),
        (n, of("dimension")),
        (s, of("dimension")),
        (as_term(Rational(1, 2)), of("dimension")),
        (j, of("index", m)),
        (as_term(1), of("index", k)),
        (Coordinates(x[i], i), of("positive vector", k)),
        (x, of("positive vector", k)),
        (q + x, of("positive vector", k)),
        (A, of("symmetric", k)),
        (S - S, of("positive definite", k)),
        (A, of("invertible", k)),
        (S, of("diagonal", k)),
        (D, of("positive diagonal", k)),
        (S, of("positive diagonal", k)),
        (Diagonal(x[i], i), of("positive diagonal", k)),
        (Lambda(x.T @ x, x), of("positive function", k)),
        (positive_function("g", m), of("positive function", k)),
    ],
    ids=str,
)
def test_not_in_the_domain(term, variable):
    assert not is_in_domain(term, variable)


@pytest.mark.parametrize(
    ("term", "expected"),
    [
        (a, ANY),
        (w, NONNEGATIVE),
        (k, POSITIVE),
        (i, POSITIVE),
        (x[i], ANY),
        (q[i], POSITIVE),
        (Entry(Coordinates(s, i), j), POSITIVE),
        (as_term(3) - as_term(1), POSITIVE),
        (as_term(1) - as_term(3), frozenset({-1})),
        (as_term(1) - as_term(1), frozenset({0})),
        (2 * as_term(2) - as_term(3), POSITIVE),
        (1 - w, NONNEGATIVE),
        (2 - w, ANY),
        (1 - s, ANY),
        (1 - p, ANY),
        (Max(a, b) - a, NONNEGATIVE),
        (Max(a, b) - b, NONNEGATIVE),
        (Max(a, b) - t, ANY),
        (a - Max(a, b), ANY),
        (Max(a, s), POSITIVE),
        (Max(a, p), NONNEGATIVE),
        (Max(a, b), ANY),
        (log(as_term(3)) - log(as_term(2)), POSITIVE),
        (sqrt(as_term(3)) - sqrt(as_term(2)), POSITIVE),
        (arctan(as_term(3)) - arctan(as_term(2)), POSITIVE),
        (exp(as_term(2)) - exp(as_term(3)), frozenset({-1})),
        (log(s) - exp(s), ANY),
        (Abs(as_term(3)) - Abs(as_term(-4)), ANY),
        (sqrt(p), NONNEGATIVE),
        (sqrt(s), POSITIVE),
        (arctan(a), ANY),
        (Sum(s, i), POSITIVE),
        (Sum(-s, i), frozenset({-1})),
        (Sum(-p, i), frozenset({-1, 0})),
        (Sum(x[i], i), ANY),
        (Product(s, i), POSITIVE),
        (Product(-s, i), ANY),
        (Product(x[i], i), ANY),
        (Integral(s, t, 0, 1), POSITIVE),
        (Integral(t**2, t, 0, s), NONNEGATIVE),
        (Integral(s, t, 0, p), NONNEGATIVE),
        (Integral(s, t, s, u), ANY),
        (Integral(t, t, 0, 1), ANY),
        (Integral(-s, t, 0, 1), ANY),
        (Integral(exp(-(t**2)), t), POSITIVE),
        (Integral(exp(-(t**2)), t, 0, oo), POSITIVE),
        (Integral(bell, x), POSITIVE),
        (Integral(x.T @ x * bell, x), NONNEGATIVE),
        (Expectation(t**2, t, Normal(a, s)), NONNEGATIVE),
        (Expectation(exp(t), t, Normal(a, s)), POSITIVE),
        (Expectation(t, t, Normal(a, s)), ANY),
        (Expectation(-(t**2), t, Normal(a, s)), ANY),
    ],
    ids=str,
)
def test_signs_of_what_has_bounds(term, expected):
    assert signs(term) == expected


def test_integers_and_even_integers():
    assert all(map(is_integer, (as_term(2), n, k, i, n - k, 2 * n, -n)))
    assert not any(map(is_integer, (as_term(Rational(1, 2)), s, n + s, n / k, n**2)))
    assert all(map(is_even, (Integer(2), 2 * n, n * (2 * k))))
    odd = (Integer(3), n, Rational(2, 3), 2 + n, 2 * s, n * k, 2 * Rational(1, 2) * s)
    assert not any(map(is_even, odd))


def test_the_identity_is_positive_diagonal():
    assert is_in_domain(Identity(k), of("positive diagonal", k))
    assert is_in_domain(E, of("positive diagonal", k))
    assert is_in_domain(f, of("positive function", k))
