"""Refutation of lines with vectors and matrices: false ones are refuted, true twins are not."""

import time
from fractions import Fraction

import pytest
from sympy import Integer

from derive.evidence.refutation import refute
from derive.notation import (
    KL,
    Cholesky,
    Derivative,
    Diagonal,
    Expectation,
    Identity,
    Integral,
    MultivariateNormal,
    PositiveDefinite,
    Product,
    Sum,
    Zero,
    as_term,
    det,
    diagonal,
    dimension,
    exp,
    half,
    index,
    inverse,
    invertible,
    log,
    matrix,
    pi,
    positive_definite,
    positive_vector,
    real,
    sqrt,
    symmetric,
    trace,
    unfolded,
    vector,
)

k, n = dimension("k n")
A, B, C = matrix("A B C", k, k)
F = matrix("F", k, n)
P, Q, R = symmetric("P Q R", k)
S, T = positive_definite("S T", k)
N = invertible("N", k)
D, E = diagonal("D E", k)
x, y, m, c = vector("x y m c", k)
p = positive_vector("p", k)
i, j = index("i j", k)
t = real("t")
q, r = MultivariateNormal(m, S), MultivariateNormal(c, T)
outer = (x - m) @ (x - m).T
square = (x - m).T @ (x - m)
divergence = (trace(inverse(T) @ S) + (m - c).T @ inverse(T) @ (m - c) - k) * half

FALSE = {
    "matrices commute": (A @ B, B @ A),
    "a trace of arbitrary matrices in another order": (trace(A @ B @ C), trace(A @ C @ B)),
    "2 leaves a determinant once": (log(det(2 * S)), log(det(S)) + log(2)),
    "a transpose keeps the order": ((A @ B).T, A.T @ B.T),
    "an inverse keeps the order": (inverse(N @ S), inverse(N) @ inverse(S)),
    "an outer product expanded as a square": (outer, x @ x.T - 2 * (m @ x.T) + m @ m.T),
    "a sum of products": (Sum(x[i] * y[i], i), Sum(x[i], i) * Sum(y[i], i)),
    "a determinant is linear": (det(A + B), det(A) + det(B)),
    "the covariance twice": (Expectation(outer, x, q), 2 * S),
    "an arbitrary matrix is symmetric": (A[i, j], A[j, i]),
    "an arbitrary matrix is invertible": (inverse(A) @ A, Identity(k)),
    "a diagonal matrix is invertible": (inverse(D) @ D, Identity(k)),
    "the logarithm of any determinant": (2 * log(det(N)), log(det(N @ N))),
    "a symmetric matrix has a Cholesky factor": (Cholesky(P) @ Cholesky(P).T, P),
    "the factor transposed": (Cholesky(S).T @ Cholesky(S), S),
    "F Fᵀ and Fᵀ F have one determinant": (det(F @ F.T), det(F.T @ F)),
    "a factor leaves a product once": (Product(t * x[i], i), t * Product(x[i], i)),
    "a diagonal matrix of positive numbers": (Diagonal(p[i], i), Identity(k)),
    "not zero": (A - A.T, Zero(k, k)),
    "a fourth moment": (Expectation(square**2, x, q), trace(S) ** 2 + trace(S @ S)),
    "a divergence is symmetric": (KL(q, r), KL(r, q)),
    "a divergence without its determinants": (KL(q, r), divergence),
    "the gradient of a quadratic form": (Derivative(x.T @ A @ x, x), 2 * (A @ x)),
    "the gradient of log det": (Derivative(log(det(S)), S), 2 * inverse(S)),
}
TRUE = {
    "diagonal matrices commute": (D @ E, E @ D),
    "a trace turned round": (trace(A @ B @ C), trace(B @ C @ A)),
    "a trace of symmetric matrices": (trace(P @ Q @ R), trace(P @ R @ Q)),
    "2 leaves a determinant k times": (log(det(2 * S)), log(det(S)) + k * log(2)),
    "a transpose turns the order": ((A @ B).T, B.T @ A.T),
    "an inverse turns the order": (inverse(N @ S), inverse(S) @ inverse(N)),
    "an outer product in a trace": (
        trace(inverse(S) @ outer),
        trace(inverse(S) @ (x @ x.T - 2 * (m @ x.T) + m @ m.T)),
    ),
    "a sum of products": (Sum(x[i] * y[i], i), x.T @ y),
    "a determinant is multiplicative": (det(A @ B), det(A) * det(B)),
    "the covariance": (Expectation(outer, x, q), S),
    "the mean": (Expectation(x, x, q), m),
    "a symmetric matrix": (P[i, j], P[j, i]),
    "an invertible matrix": (inverse(N) @ N, Identity(k)),
    "the Cholesky factor": (Cholesky(S) @ Cholesky(S).T, S),
    "log det by the factor": (log(det(S)), 2 * Sum(log(Cholesky(S)[i, i]), i)),
    "F Fᵀ and Fᵀ F have one trace": (trace(F @ F.T), trace(F.T @ F)),
    "a factor leaves a product": (Product(t * x[i], i), t**k * Product(x[i], i)),
    "a product is a determinant": (Product(p[i], i), det(Diagonal(p[i], i))),
    "a fourth moment": (Expectation(square**2, x, q), trace(S) ** 2 + 2 * trace(S @ S)),
    "a Gaussian integral": (
        Integral(exp(-(x.T @ inverse(S) @ x / 2)), x),
        sqrt((2 * pi) ** k * det(S)),
    ),
    "a density": (Integral(q(x), x), as_term(1)),
    "a density unfolded": (Integral(unfolded(q(x)), x), as_term(1)),
    "a divergence as two integrals": (
        KL(q, r),
        Integral(q(x) * log(q(x)) - q(x) * log(r(x)), x),
    ),
    "a divergence": (KL(q, r), divergence + half * log(det(T) / det(S))),
    "the gradient of a quadratic form": (Derivative(x.T @ A @ x, x), (A + A.T) @ x),
    "the gradient of log det": (Derivative(log(det(S)), S), inverse(S)),
}


@pytest.mark.parametrize("name", FALSE)
def test_a_false_line_is_refuted_soon(name):
    before, after = map(as_term, FALSE[name])
    began = time.perf_counter()
    refutation = refute(before, "=", after)
    assert refutation is not None
    assert time.perf_counter() - began < 0.5
    assert refutation.detail.startswith("at k = 2, ")
    assert refutation.values[0] == ("k", 2)


@pytest.mark.parametrize("name", TRUE)
def test_a_true_line_is_not(name):
    before, after = map(as_term, TRUE[name])
    assert refute(before, "=", after) is None


def test_the_point_can_be_read_and_put_in():
    refutation = refute(A @ B, "=", B @ A)
    (_, order), (_, a), (_, b) = refutation.values
    assert [name for name, _ in refutation.values] == ["k", "A", "B"]
    assert order == len(a) == len(a[0]) == 2
    assert str(a) == f"[[{a[0][0]}, {a[0][1]}], [{a[1][0]}, {a[1][1]}]]"
    assert isinstance(a[0][0], Fraction)
    left = a[0][0] * b[0][0] + a[0][1] * b[1][0]
    right = b[0][0] * a[0][0] + b[0][1] * a[1][0]
    assert left != right
    start, _, end = refutation.detail.partition(": entry (1, 1) of the left side is ")
    (a1, a2), (b1, b2) = ([f"({x}, {y})" for x, y in rows] for rows in (a, b))
    assert start == f"at k = 2, A with the rows {a1} and {a2}, B with the rows {b1} and {b2}"
    one, _, other = end.partition(", of the right side ")
    assert float(one) == float(left)
    assert float(other) == float(right)


def test_a_singular_matrix_is_named():
    refutation = refute(inverse(A) @ A, "=", Identity(k))
    assert "inverse(A) is not defined: its argument is singular" in refutation.detail
    (first, second) = dict(refutation.values)["A"]
    assert first[0] * second[1] == first[1] * second[0]


def test_what_only_a_dimension_refutes():
    found = refute(k, "=", as_term(2)).detail
    assert found == "at k = 3: the left side is 3, the right side 2"
    assert refute(as_term(1), "<=", k) is None
    assert refute(as_term(2), "<=", k).values == (("k", 1),)


def test_two_dimensions_differ():
    assert dict(refute(F @ F.T, "=", Zero(k, k)).values)["n"] == 3


def test_numbers_of_matrices_are_compared():
    assert refute(as_term(0), "<", det(S)) is None
    assert refute(as_term(0), "<", det(N)) is not None
    assert refute(as_term(0), "<", x.T @ P @ x) is not None
    assert refute(as_term(0), "<=", x.T @ S @ x) is None


def test_other_relations_and_propositions_are_left_alone():
    for relation in ("tends to", "=>", "!="):
        assert refute(A, relation, B) is None
        assert refute(trace(A), relation, t) is None
    assert refute(PositiveDefinite(P), "=", PositiveDefinite(Q)) is None
    assert refute(A, "=", as_term(Integer(1))) is None


def test_a_fixed_size_needs_no_dimension():
    G, H = matrix("G H", 2, 2)
    refutation = refute(G @ H, "=", H @ G)
    assert [name for name, _ in refutation.values] == ["G", "H"]
