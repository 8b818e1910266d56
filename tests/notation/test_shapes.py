"""Shapes: what fits is made; what does not is refused, and the message names both shapes."""

from __future__ import annotations

import pickle

import pytest
from sympy import Integer

from derive.notation import (
    KL,
    SCALAR,
    Bracket,
    Cholesky,
    Derivative,
    Diagonal,
    Entry,
    Equal,
    Expectation,
    Identity,
    Integral,
    MultivariateNormal,
    Normal,
    Product,
    Scalar,
    ShapeError,
    Sum,
    Transpose,
    Var,
    Zero,
    copied,
    det,
    diagonal,
    dimension,
    exp,
    index,
    inverse,
    invertible,
    log,
    matrix,
    positive,
    positive_definite,
    positive_vector,
    real,
    shape,
    sqrt,
    symmetric,
    trace,
    vector,
)

k, n = dimension("k n")
i, j = index("i j", k)
h = index("h", n)
a = real("a")
s = positive("s")
x, y = vector("x y", k)
z = vector("z", n)
p = positive_vector("p", k)
A, B = matrix("A B", k, k)
F = matrix("F", k, n)
P = symmetric("P", k)
S = positive_definite("S", k)
T = positive_definite("T", n)
D = diagonal("D", k)
q = MultivariateNormal(x, S)
ONE = Integer(1)


@pytest.mark.parametrize(
    ("term", "of"),
    [
        (a, ()), (k, ()), (i, ()), (x, (k, ONE)), (F, (k, n)), (S, (k, k)), (x + y, (k, ONE)),
        (2 * F, (k, n)), (F / s, (k, n)), (-F, (k, n)), (F.T, (n, k)), (F @ z, (k, ONE)),
        (F @ F.T, (k, k)), (F.T @ F, (n, n)), (x @ z.T, (k, n)), (x.T @ y, ()),
        (x.T @ A @ y, ()), (x.T @ F @ z, ()), (inverse(S), (k, k)), (Cholesky(S), (k, k)),
        (trace(A), ()), (det(A), ()), (Identity(n), (n, n)), (Zero(k, n), (k, n)),
        (x[i], ()), (F[i, h], ()), (Sum(x[i], i), ()), (Product(p[i], i), ()),
        (Diagonal(z[h], h), (n, n)), (q(y), ()), (Normal(a, s)(a), ()),
        (Expectation(x @ x.T, x, q), (k, k)), (Integral(F * q(x), x), (k, n)),
        (Derivative(x.T @ x, x), (k, ONE)), (Derivative(F.T @ x, x), (n, k)),
        (Derivative(log(det(S)), S), (k, k)), (Derivative(a * F, a), (k, n)),
        (KL(q, q), ()), ((x.T @ y) * F, (k, n)), (Identity(3), (Integer(3), Integer(3))),
    ],
    ids=lambda x: str(x)[:50],
)  # fmt: skip
def test_the_shape_of_a_term(term, of):
    assert shape(term) == of
    assert shape(copied(term)) == of
    assert shape(pickle.loads(pickle.dumps(term))) == of


def test_a_product_that_is_one_by_one_is_a_number():
    assert isinstance(x.T @ y, Scalar)
    assert shape((x.T @ y) + a) == SCALAR
    assert shape(sqrt(x.T @ S @ x)) == SCALAR
    with pytest.raises(ShapeError):
        (x.T @ y) @ x


MISFITS = [
    (lambda: x + z, "Plus of a matrix of shape k×1 and a matrix of shape n×1"),
    (lambda: A - F, "Minus of a matrix of shape k×k and a matrix of shape k×n"),
    (lambda: x + 1, "Plus of a matrix of shape k×1 and a number"),
    (lambda: x.T + x, "Plus of a matrix of shape 1×k and a matrix of shape k×1"),
    (lambda: A * B, "Times of a matrix of shape k×k and a matrix of shape k×k: use @"),
    (lambda: F @ A, "a matrix of shape k×n @ a matrix of shape k×k: columns and rows differ"),
    (lambda: x @ y, "a matrix of shape k×1 @ a matrix of shape k×1: columns and rows differ"),
    (lambda: x.T @ z, "a matrix of shape 1×k @ a matrix of shape n×1: columns and rows differ"),
    (lambda: A @ a, "a matrix of shape k×k @ a number: use \\* for a number"),
    (lambda: a @ A, "a number @ a matrix of shape k×k: use \\* for a number"),
    (lambda: a / A, "the divisor of Over takes numbers, not a matrix of shape k×k"),
    (lambda: A**2, "Power takes numbers, not a matrix of shape k×k"),
    (lambda: exp(A), "Exp takes numbers, not a matrix of shape k×k"),
    (lambda: abs(x), "Abs takes numbers, not a matrix of shape k×1"),
    (lambda: Transpose(a), "Transpose takes a matrix, not a number"),
    (lambda: inverse(F), "Inverse takes a square matrix, not a matrix of shape k×n"),
    (lambda: trace(F), "Trace takes a square matrix, not a matrix of shape k×n"),
    (lambda: det(x), "Determinant takes a square matrix, not a matrix of shape k×1"),
    (lambda: trace(a), "Trace takes a square matrix, not a number"),
    (lambda: Cholesky(F), "Cholesky takes a square matrix, not a matrix of shape k×n"),
    (lambda: Scalar(x), "Scalar takes a matrix of shape 1×1, not a matrix of shape k×1"),
    (lambda: x[h], "h is not an index from 1 to k"),
    (lambda: x[a], "a is not an index from 1 to k"),
    (lambda: x[1], "1 is not an index from 1 to k"),
    (lambda: F[i], "Entry with one index takes a vector, not a matrix of shape k×n"),
    (lambda: F[h, i], "h is not an index from 1 to k"),
    (lambda: Entry(F, i, j), "j is not an index from 1 to n"),
    (lambda: Entry(a, i), "Entry with one index takes a vector, not a number"),
    (lambda: Sum(x, i), "Sum takes numbers, not a matrix of shape k×1"),
    (lambda: Sum(a, a), "Sum runs over an index, not over a"),
    (lambda: Product(a, k), "Product runs over an index, not over k"),
    (lambda: Diagonal(x, i), "Diagonal takes numbers, not a matrix of shape k×1"),
    (lambda: Identity(a), "Identity takes dimensions, not a"),
    (lambda: Identity(0), "Identity takes dimensions, not 0"),
    (lambda: Zero(k, -1), "Zero takes dimensions, not -1"),
    (lambda: MultivariateNormal(x, T),
     "a mean of a matrix of shape k×1 and a covariance of a matrix of shape n×n"),
    (lambda: MultivariateNormal(a, S), "MultivariateNormal takes a vector, not a number"),
    (lambda: MultivariateNormal(x, F), "takes a square matrix, not a matrix of shape k×n"),
    (lambda: MultivariateNormal(x, a), "takes a square matrix, not a number"),
    (lambda: MultivariateNormal(x.T, S), "takes a vector, not a matrix of shape 1×k"),
    (lambda: Normal(x, s), "Normal takes numbers, not a matrix of shape k×1"),
    (lambda: q(z), "a density at a matrix of shape n×1 of a distribution whose mean is "
                   "a matrix of shape k×1"),
    (lambda: q(a), "a density at a number of a distribution whose mean is a matrix of shape k×1"),
    (lambda: Normal(a, s)(x), "a density at a matrix of shape k×1 of a distribution whose mean "
                              "is a number"),
    (lambda: Expectation(z, z, q), "an expectation over a matrix of shape n×1 of a distribution "
                                   "whose mean is a matrix of shape k×1"),
    (lambda: KL(q, Normal(a, s)), "KL from a matrix of shape k×1 to a number"),
    (lambda: KL(q, MultivariateNormal(z, T)), "KL from a matrix of shape k×1 to a matrix of "
                                              "shape n×1"),
    (lambda: Integral(q(x), x, 0, 1), "Integral in a matrix of shape k×1: only the whole of ℝᵏ"),
    (lambda: Integral(a, A), "Integral in a matrix of shape k×k: only the whole of ℝᵏ"),
    (lambda: Integral(a, p), "Integral in a matrix of shape k×1: only the whole of ℝᵏ"),
    (lambda: Bracket(x.T @ x, x), "Bracket takes numbers, not a matrix of shape k×1"),
    (lambda: Derivative(A @ x, x, z), "Derivative in a matrix of shape k×1 at a matrix of shape "
                                      "n×1"),
    (lambda: Derivative(A, x), "Derivative of a matrix of shape k×k in a matrix of shape k×1"),
    (lambda: Derivative(A @ x, S), "Derivative of a matrix of shape k×1 in a matrix of shape k×k"),
    (lambda: Derivative(det(A), A), "Derivative of a number in a matrix of shape k×k \\(matrix\\)"),
    (lambda: Derivative(trace(D), D), "in a matrix of shape k×k \\(diagonal\\)"),
    (lambda: Equal(x, z), "Equal of a matrix of shape k×1 and a matrix of shape n×1"),
    (lambda: Equal(x, 0), "Equal of a matrix of shape k×1 and a number"),
]  # fmt: skip


@pytest.mark.parametrize(("make", "message"), MISFITS, ids=[m for _, m in MISFITS])
def test_what_does_not_fit_is_refused_with_both_shapes(make, message):
    with pytest.raises(ShapeError, match=message):
        make()


@pytest.mark.parametrize(
    ("make", "message"),
    [(lambda: vector("x", 0), "0 is not a dimension"),
     (lambda: vector("x", a), "a is not a dimension"),
     (lambda: vector("x", i), "i is not a dimension"),
     (lambda: matrix("A", k, True), "True is not a dimension"),
     (lambda: Var("A", "matrix", k), "a matrix takes 2 dimensions"),
     (lambda: Var("x", "vector"), "a vector takes 1 dimensions"),
     (lambda: Var("a", "real", k), "a real takes 0 dimensions"),
     (lambda: Var("x", "tensor", k), "unknown domain 'tensor'")],
)  # fmt: skip
def test_a_variable_needs_dimensions(make, message):
    with pytest.raises(ValueError, match=message):
        make()


def test_a_variable_is_its_name_its_domain_and_its_dimensions():
    assert vector("x", k) == x
    assert vector("x", n) != x
    assert positive_vector("x", k) != x
    assert matrix("x", k, 1) != x
    assert invertible("A", k) != matrix("A", k, k)
    assert len({vector("x", k), vector("x", k), vector("x", n), vector("x", 2)}) == 3


def test_a_shape_error_is_a_type_error():
    assert issubclass(ShapeError, TypeError)


def test_a_symmetric_matrix_is_differentiated_in():
    assert shape(Derivative(x.T @ P @ x, P)) == (k, k)
    assert shape(Derivative(Sum(p[i], i), p)) == (k, ONE)
