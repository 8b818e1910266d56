"""Normal forms of matrices: what is equal has one, what is not keeps two; and facts on matrices."""

from __future__ import annotations

import random

import numpy as np
import pytest
from sympy import Integer, Rational

from derive.kernel.definedness import check_defined
from derive.kernel.facts import Declined, Facts
from derive.kernel.matrix_facts import (
    is_diagonal,
    is_invertible,
    is_positive_definite,
    is_positive_semidefinite,
    is_symmetric,
)
from derive.kernel.normal_form import equal
from derive.kernel.signs import is_nonnegative, is_nonzero, is_positive
from derive.kernel.theories import (
    CHOLESKY,
    COORDINATES,
    DEFINITIONS,
    DETERMINANTS,
    DIAGONALS,
    EXPONENTIALS,
    LINEARITY,
    LOGARITHMS,
    MATRICES,
    MODULI,
    PRODUCTS,
    SUMS,
    THEORIES,
    TRACES,
)
from derive.notation import (
    Abs,
    Cholesky,
    Diagonal,
    Entry,
    Expectation,
    Identity,
    Integral,
    MultivariateNormal,
    Product,
    Scalar,
    ShapeError,
    Sum,
    Trace,
    Transpose,
    Zero,
    det,
    diagonal,
    dimension,
    exp,
    free,
    index,
    inverse,
    invertible,
    log,
    matrix,
    positive,
    positive_definite,
    positive_diagonal,
    positive_vector,
    real,
    shape,
    sqrt,
    symmetric,
    trace,
    vector,
)
from tests.kernel.test_liars import random_value, value

k, n = dimension("k n")
i, j = index("i j", k)
h = index("h", n)
a, b = real("a b")
u = positive("u")
x, y, m = vector("x y m", k)
z = vector("z", n)
s, t = positive_vector("s t", k)
A, B, C = matrix("A B C", k, k)
F, G = matrix("F", k, n), matrix("G", n, k)
P, Q, R = symmetric("P Q R", k)
S, T = positive_definite("S T", k)
M, N = invertible("M N", k)
D = diagonal("D", k)
E = positive_diagonal("E", k)
one = Identity(k)
L = Cholesky(S)
q = MultivariateNormal(m, S)
ALL = THEORIES
MATRIX = {MATRICES}

SIDE_BY_SIDE = [
    # what is equal, what is not, and the theories that show the one and not the other
    ((A @ B) @ C, A @ (B @ C), A @ (C @ B), MATRIX),
    ((A + B) @ C, A @ C + B @ C, C @ A + C @ B, MATRIX),
    ((A @ F).T, F.T @ A.T, F.T @ A, MATRIX),
    (A.T.T, A, A.T, MATRIX),
    (P.T @ A, P @ A, P @ A.T, MATRIX),
    (A @ one, A, one, MATRIX),
    (A - A, Zero(k, k), one, MATRIX),
    (N @ inverse(N) @ A, A, inverse(N) @ A @ N, MATRIX),
    (inverse(inverse(N)), N, inverse(N), MATRIX),
    (inverse(N.T), inverse(N).T, inverse(N), MATRIX),
    (inverse(N @ M), inverse(M) @ inverse(N), inverse(N) @ inverse(M), MATRIX),
    (inverse(2 * S), inverse(S) / 2, 2 * inverse(S), MATRIX),
    (inverse(S).T, inverse(S), S, MATRIX),
    (inverse(S + T).T, inverse(T + S), inverse(S) + inverse(T), MATRIX),
    (x.T @ A @ y, y.T @ A.T @ x, y.T @ A @ x, MATRIX),
    ((y.T @ x) * x, x @ y.T @ x, y @ x.T @ x, MATRIX),
    (F @ z @ z.T @ F.T, (F @ z) @ (F @ z).T, F @ (z.T @ z * F.T), MATRIX),
    ((x - m).T @ S @ (x - m), x.T @ S @ x - 2 * (m.T @ S @ x) + m.T @ S @ m,
     x.T @ S @ x - m.T @ S @ m, MATRIX),
    (trace(A @ B), trace(B @ A), trace(A @ B.T), {MATRICES, TRACES}),
    (trace(F @ G), trace(G @ F), trace(F @ F.T), {MATRICES, TRACES}),
    (trace(A.T), trace(A), trace(inverse(N) @ A), {MATRICES, TRACES}),
    (trace(P @ Q @ R), trace(R @ Q @ P), trace(A @ Q @ P), {MATRICES, TRACES}),
    (trace(A @ B @ C), trace(C @ A @ B), trace(A @ C @ B), {MATRICES, TRACES}),
    (trace(2 * A - one), 2 * trace(A) - k, 2 * trace(A) - 1, {MATRICES, TRACES}),
    (trace(inverse(N) @ A @ N), trace(A), trace(N @ A @ N), {MATRICES, TRACES}),
    (trace(x @ y.T), x.T @ y, x.T @ x, {MATRICES, TRACES}),
    (det(A @ B), det(A) * det(B), det(A) + det(B), {MATRICES, DETERMINANTS}),
    (det(A.T), det(A), -det(A), {MATRICES, DETERMINANTS}),
    (det(inverse(N)), 1 / det(N), det(N), {MATRICES, DETERMINANTS}),
    (det(2 * A), 2**k * det(A), 2 * det(A), {MATRICES, DETERMINANTS}),
    (det(one), Integer(1), k, {MATRICES, DETERMINANTS}),
    (det(inverse(N) @ A @ N), det(A), det(N) ** 2 * det(A), {MATRICES, DETERMINANTS}),
    (Abs(det(S)), det(S), -det(S), {MODULI}),
    (log(det(S) * det(T)), log(det(S)) + log(det(T)), log(det(S)) * log(det(T)), {LOGARITHMS}),
    (log(2**k * det(S)), k * log(2) + log(det(S)), log(2) + log(det(S)), {LOGARITHMS}),
    (L @ L.T, S, L.T @ L, {MATRICES, CHOLESKY}),
    (L.T @ inverse(S) @ L, one, inverse(S), {MATRICES, CHOLESKY}),
    (Diagonal(s[i], i) @ Diagonal(t[i], i), Diagonal(t[j] * s[j], j),
     Diagonal(s[i] + t[i], i), {MATRICES, DIAGONALS}),
    (inverse(Diagonal(s[i], i)), Diagonal(1 / s[i], i), Diagonal(s[i], i),
     {MATRICES, DIAGONALS}),
    (D @ E, E @ D, E @ E, {MATRICES, DIAGONALS}),
    (D @ E @ A, E @ D @ A, D @ A @ E, {MATRICES, DIAGONALS}),
    (trace(Diagonal(s[i], i)), Sum(s[j], j), Product(s[j], j),
     {MATRICES, TRACES, DIAGONALS, COORDINATES}),
    (det(Diagonal(s[i], i)), Product(s[j], j), Sum(s[j], j),
     {MATRICES, DETERMINANTS, DIAGONALS, COORDINATES}),
    (x.T @ y, Sum(x[i] * y[i], i), Sum(x[i], i) * Sum(y[i], i), {MATRICES, COORDINATES}),
    (x.T @ Diagonal(s[i], i) @ y, Sum(s[i] * x[i] * y[i], i), Sum(x[i] * y[i], i),
     {MATRICES, DIAGONALS, COORDINATES}),
    (Entry(x + 2 * y, i), x[i] + 2 * y[i], x[i] + 2 * y[j], {MATRICES, COORDINATES}),
    (Sum(a * x[i] + 1, i), a * Sum(x[j], j) + k, a * Sum(x[j], j) + 1, {SUMS}),
    (Sum(Sum(x[i] * y[j], j), i), Sum(x[i], i) * Sum(y[i], i), Sum(x[i] * y[i], i), {SUMS}),
    (x[i] * Sum(y[j], j), Sum(x[i] * y[j], j), Sum(x[j] * y[j], j), {SUMS}),
    (Sum(1, h) * Sum(1, i), n * k, k * k, {SUMS}),
    (Product(2 * s[i], i), 2**k * Product(s[j], j), 2 * Product(s[j], j), {PRODUCTS}),
    (Product(exp(x[i]), i), exp(Sum(x[j], j)), exp(Product(x[j], j)),
     {PRODUCTS, EXPONENTIALS, SUMS}),
    (Product(s[i] / t[i], i), Product(s[i], i) / Product(t[i], i),
     Product(t[i], i) / Product(s[i], i), {PRODUCTS}),
    (log(Product(s[i], i)), Sum(log(s[j]), j), Product(log(s[j]), j),
     {PRODUCTS, LOGARITHMS, SUMS}),
    (Expectation(A @ x, x, q), A @ Expectation(x, x, q), A.T @ Expectation(x, x, q),
     {LINEARITY, MATRICES}),
    (Expectation(x.T @ A @ x, x, q), trace(A @ Expectation(x @ x.T, x, q)),
     Expectation(x, x, q).T @ A @ Expectation(x, x, q), {LINEARITY, MATRICES, TRACES}),
    (Expectation(A @ x @ x.T @ B, x, q), A @ Expectation(x @ x.T, x, q) @ B,
     B @ Expectation(x @ x.T, x, q) @ A, {LINEARITY, MATRICES}),
    (Integral(Sum(x[i] * q(x), i), x), Sum(Integral(x[j] * q(x), x), j),
     k * Integral(x[j] * q(x), x), {LINEARITY, SUMS}),
]  # fmt: skip


@pytest.mark.parametrize(("term", "same", "other", "theories"), SIDE_BY_SIDE)
def test_what_is_equal_has_one_normal_form_and_what_is_not_has_two(term, same, other, theories):
    assert equal(term, same, theories)
    assert equal(same, term, theories)
    for some in (theories, ALL - {DEFINITIONS}):
        assert not equal(term, other, some)
        assert not equal(same, other, some)


NEEDED = [
    ((A @ B).T, B.T @ A.T, MATRICES),
    (S @ inverse(S), one, MATRICES),
    (A @ one, A, MATRICES),
    (A @ (B + C), A @ B + A @ C, MATRICES),
    (trace(A @ B), trace(B @ A), TRACES),
    (trace(one), k, TRACES),
    (det(A @ B), det(A) * det(B), DETERMINANTS),
    (det(2 * A), 2**k * det(A), DETERMINANTS),
    (L @ L.T, S, CHOLESKY),
    (D @ E, E @ D, DIAGONALS),
    (inverse(Diagonal(s[i], i)), Diagonal(1 / s[i], i), DIAGONALS),
    (x.T @ y, Sum(x[i] * y[i], i), COORDINATES),
    (Sum(a * x[i], i), a * Sum(x[i], i), SUMS),
    (Product(s[i] * t[i], i), Product(s[i], i) * Product(t[i], i), PRODUCTS),
    (Expectation(A @ x, x, q), A @ Expectation(x, x, q), LINEARITY),
]


@pytest.mark.parametrize(("term", "same", "theory"), NEEDED)
def test_no_theory_does_the_work_of_another(term, same, theory):
    # Where every positive definite matrix is read as L Lᵀ, a diagonal one is not seen as such.
    allowed = ALL if theory == CHOLESKY else ALL - {CHOLESKY}
    assert equal(term, same, allowed)
    assert not equal(term, same, allowed - {theory})


def test_matrices_of_different_shapes_are_apart():
    assert not equal(Zero(k, k), Zero(n, n), ALL)
    assert not equal(Zero(k, 1), Integer(0), ALL)
    assert not equal(Identity(k), Identity(n), ALL)
    assert not equal(trace(Identity(k)), trace(Identity(n)), ALL)


def test_matrices_of_a_known_order_are_covered():
    two = matrix("A", 2, 2)
    assert equal(trace(Identity(2)), Integer(2), {MATRICES, TRACES})
    assert equal(det(3 * two), 9 * det(two), {MATRICES, DETERMINANTS})
    assert not equal(det(3 * two), 3 * det(two), ALL)
    assert not equal(det(-two), -det(two), ALL)


@pytest.mark.parametrize(
    "term",
    [vector("x", 1), matrix("A", 1, 1), positive_definite("S", 1), Cholesky(
        positive_definite("S", 1)), Diagonal(u, index("i", 1))],
)  # fmt: skip
def test_the_number_in_a_matrix_of_one_letter_is_not_zero(term):
    assert not equal(Scalar(term), Integer(0), MATRIX)


def test_the_number_in_a_product_is_not_zero():
    row, col = vector("x", 1), matrix("A", 1, 1)
    assert not equal(col @ row, Integer(0), ALL)
    assert equal(col @ row, row.T @ col.T, MATRIX)


def test_a_determinant_with_a_sum_before_its_matrix_stays_closed():
    assert equal(det((a + b) * A), det((b + a) * A), {MATRICES, DETERMINANTS})
    assert not equal(det((a + b) * A), (a + b) * det(A), ALL)
    assert not equal(det((a + b) * A), a * det(A) + b * det(A), ALL)


# -- facts ----------------------------------------------------------------------------------------

IS_SYMMETRIC = [P, S, D, E, one, P + S, -P, 2 * P, P / 2, inverse(S), P.T, A @ A.T, A.T @ A,
                A @ P @ A.T, A @ B @ B.T @ A.T, P @ P, x @ x.T, F @ F.T,
                Diagonal(x[i], i)]  # fmt: skip
NOT_SYMMETRIC = [A, N, P @ Q, S @ T, A @ A, A + P, A @ P @ A, x @ y.T, L, P @ A, A @ B.T]
IS_DEFINITE = [S, E, one, S + T, S + F @ F.T, x @ x.T + S, 2 * S, u * S, S / u, inverse(S), S.T,
               N @ S @ N.T, N @ N.T, N.T @ N, L @ L.T, Diagonal(s[i] ** 2, i), inverse(N @ N.T),
               S @ S, inverse(S) + inverse(T)]  # fmt: skip
NOT_DEFINITE = [P, A, N, D, S - T, -S, a * S, S @ T, A @ A.T, F @ F.T, x @ x.T, P @ P, L,
                Diagonal(x[i], i), Diagonal(x[i] ** 2, i), Zero(k, k), A @ S @ A.T,
                N @ S @ N, S + P, S / a]  # fmt: skip
IS_INVERTIBLE = [N, S, E, one, L, L.T, inverse(N), N.T, -N, 2 * N, N / u, N @ M, N @ S,
                 Diagonal(s[i], i), Diagonal(-s[i], i), S + F @ F.T]  # fmt: skip
NOT_INVERTIBLE = [A, P, D, N + M, S - T, a * N, N @ A, F @ G, x @ x.T, Diagonal(x[i], i),
                  Zero(k, k), A @ A.T, S + P]  # fmt: skip
IS_DIAGONAL = [D, E, one, Diagonal(x[i], i), D + E, D @ E, inverse(E), 2 * D, D.T, -D]
NOT_DIAGONAL = [S, A, P, D + S, D @ S, x @ x.T, D @ A @ D, L]
IS_SEMIDEFINITE = [*IS_DEFINITE, A @ A.T, F @ F.T, x @ x.T, A @ S @ A.T, Diagonal(x[i] ** 2, i),
                   F @ F.T + x @ x.T]  # fmt: skip
NOT_SEMIDEFINITE = [P, A, N, D, S - T, -S, x @ y.T, A @ P @ A.T, Diagonal(x[i], i), a * S]

FACTS = [
    (is_symmetric, IS_SYMMETRIC, NOT_SYMMETRIC),
    (is_positive_definite, IS_DEFINITE, NOT_DEFINITE),
    (is_positive_semidefinite, IS_SEMIDEFINITE, NOT_SEMIDEFINITE),
    (is_invertible, IS_INVERTIBLE, NOT_INVERTIBLE),
    (is_diagonal, IS_DIAGONAL, NOT_DIAGONAL),
]


def named(x):
    return getattr(x, "__name__", str(x))


@pytest.mark.parametrize(
    ("fact", "term"), [(f, t) for f, seen, _ in FACTS for t in seen], ids=named
)
def test_the_fact_is_seen(fact, term):
    assert fact(term)


@pytest.mark.parametrize(
    ("fact", "term"), [(f, t) for f, _, unseen in FACTS for t in unseen], ids=named
)
def test_the_fact_does_not_hold_and_is_not_seen(fact, term):
    assert not fact(term)


@pytest.mark.parametrize(
    "term",
    [det(S), det(L), det(inverse(S)), trace(S), det(Diagonal(s[i], i)), Sum(s[i], i),
     Product(s[i], i), s[i], det(N @ N.T), trace(N @ S @ N.T)],
)  # fmt: skip
def test_numbers_of_matrices_that_are_positive(term):
    assert is_positive(term)


@pytest.mark.parametrize(
    "term", [x.T @ x, x.T @ S @ x, x.T @ F @ F.T @ x, trace(F @ F.T), Sum(x[i] ** 2, i)]
)
def test_numbers_of_matrices_that_are_not_negative(term):
    assert is_nonnegative(term)
    assert not is_positive(term)


@pytest.mark.parametrize(
    "term",
    [x.T @ y, x.T @ P @ x, x.T @ A @ x, x.T @ S @ y, trace(S @ T @ A), trace(A), det(A), det(P),
     x[i], Sum(x[i], i), Product(x[i], i), S[i, j], x.T @ (S - T) @ x, trace(S - T)],
)  # fmt: skip
def test_numbers_of_matrices_whose_sign_is_not_known(term):
    assert not is_nonnegative(term)
    assert not is_nonzero(term)


def test_the_determinant_of_an_invertible_matrix_is_not_zero():
    assert is_nonzero(det(N))
    assert is_nonzero(det(N.T))
    assert not is_nonnegative(det(N))
    assert not is_nonzero(det(N + M))


# -- random terms ---------------------------------------------------------------------------------


def random_matrix(source, depth):
    if depth == 0:
        return source.choice([A, B, P, S, T, N, D, E, one, L, Diagonal(s[i], i), x @ y.T,
                              F @ F.T, Zero(k, k), inverse(S), Diagonal(x[i], i)])  # fmt: skip
    left, right = (random_matrix(source, depth - 1) for _ in range(2))
    return source.choice([
        lambda: left @ right, lambda: left @ right, lambda: left + right, lambda: left - right,
        lambda: random_number(source, depth - 1) * left, lambda: left.T, lambda: left / u,
        lambda: inverse(source.choice([S, N, E, S + T, S + F @ F.T, 2 * S, N @ S, N.T, N @ E @ N.T,
                                       Diagonal(s[i] * t[i], i), E + one])) @ right,
        lambda: random_vector(source, depth - 1) @ random_vector(source, depth - 1).T,
    ])()  # fmt: skip


def random_vector(source, depth):
    if depth <= 0:
        return source.choice([x, y, s, Zero(k, 1)])
    return source.choice([
        lambda: random_matrix(source, depth - 1) @ random_vector(source, depth - 1),
        lambda: random_vector(source, depth - 1) + random_vector(source, depth - 1),
        lambda: random_number(source, depth - 1) * random_vector(source, depth - 1),
    ])()  # fmt: skip


def random_entry(source, depth, at):
    if depth <= 0:
        return source.choice([x[at], y[at], s[at], t[at], a, u, Integer(1), A[at, at]])
    one_, other = (random_entry(source, depth - 1, at) for _ in range(2))
    inner = j if at == i else i
    return source.choice([
        lambda: one_ * other, lambda: one_ * other, lambda: one_ + other, lambda: one_ / s[at],
        lambda: exp(one_), lambda: one_**2,
        lambda: Sum(random_entry(source, depth - 1, inner) * x[at], inner),
    ])()  # fmt: skip


def random_number(source, depth):
    if depth <= 0:
        return source.choice([a, b, u, k, Integer(2), Rational(1, 2), trace(A), det(S), x.T @ y])
    return source.choice([
        lambda: random_vector(source, depth - 1).T @ random_vector(source, depth - 1),
        lambda: trace(random_matrix(source, depth - 1)),
        lambda: det(random_matrix(source, depth - 1)),
        lambda: random_number(source, depth - 1) + random_number(source, depth - 1),
        lambda: random_number(source, depth - 1) * random_number(source, depth - 1),
        lambda: Sum(random_entry(source, depth - 1, i), i),
        lambda: Product(random_entry(source, depth - 1, i), i),
        lambda: log(det(source.choice([S, T, E, 2 * S, inverse(S), S + T]))),
        lambda: log(Product(s[i] * t[i], i)), lambda: sqrt(det(S) ** 2),
        lambda: Abs(det(random_matrix(source, depth - 1))),
    ])()  # fmt: skip


def rewritten(term, source):
    """Return a term that is often equal: a law of matrices somewhere, now and then a slip."""
    inside = [p for p, x in enumerate(term.args) if x.args and not isinstance(term, Entry)]
    if inside and source.random() < 0.7:
        p = source.choice(inside)
        args = list(term.args)
        args[p] = rewritten(args[p], source)
        return term.func(*args)
    head, of = type(term).__name__, term.args
    laws = {
        "MatrixProduct": lambda: [
            (of[1].T @ of[0].T).T, of[1] @ of[0], of[0].T @ of[1], of[0] @ of[1].T],
        "Trace": lambda: [trace(of[0].T), trace(inverse(N) @ of[0] @ N), trace(N @ of[0] @ N)],
        "Determinant": lambda: [
            det(of[0].T), det(inverse(N) @ of[0] @ N), det(2 * of[0]) / 2**k, det(2 * of[0]) / 2],
        "Inverse": lambda: [inverse(of[0].T).T, 2 * inverse(2 * of[0]), inverse(of[0].T)],
        "Sum": lambda: [k * of[0], Sum(2 * of[0], of[1]) / 2, Product(*of)],
        "Product": lambda: [Product(2 * of[0], of[1]) / 2**k, Product(2 * of[0], of[1]) / 2],
        "Transpose": lambda: [of[0]],
        "Diagonal": lambda: [Diagonal(of[0] ** 2, of[1]) @ Diagonal(1 / s[i], i)],
        "Scalar": lambda: [Scalar(Transpose(of[0])), Trace(of[0])],
    }.get(head, list)()  # fmt: skip
    if shape(term) == (k, k):
        laws += [term @ one, N @ inverse(N) @ term, L @ L.T @ inverse(S) @ term, term.T]
    if not shape(term):
        laws += [2 * term / 2, term + a - a]
    return source.choice([*laws, term])


MIXTURES = (
    ALL - {LINEARITY, DEFINITIONS},
    {MATRICES, TRACES, DETERMINANTS},
    {MATRICES, DIAGONALS, COORDINATES, SUMS, TRACES},
    {MATRICES, CHOLESKY},
    {SUMS, PRODUCTS, EXPONENTIALS, LOGARITHMS},
)


@pytest.mark.parametrize("seed", range(3))
def test_random_terms_of_one_normal_form_have_one_value(seed):
    source, facts = random.Random(seed), Facts({})
    found = 0
    for _ in range(700):
        make = source.choice([random_matrix, random_vector, random_number])
        try:
            term = make(source, source.choice([2, 3]))
            other = term
            for _ in range(source.choice([1, 2, 3])):
                other = rewritten(other, source)
            check_defined(term, facts)
            check_defined(other, facts)
        except (Declined, ShapeError):
            continue
        if term == other or not any(equal(term, other, some) for some in MIXTURES):
            continue
        found += 1
        for sizes in ({k: 2, n: 3}, {k: 3, n: 2}, {k: 1, n: 2}):
            at = dict(sizes)
            for v in sorted((free(term) | free(other)) - set(at), key=lambda v: v.name):
                at[v] = random_value(v, at)
            left, right = (np.asarray(value(line, at), dtype=float) for line in (term, other))
            if np.isfinite(left).all() and np.isfinite(right).all():
                assert np.allclose(left, right, rtol=1e-6, atol=1e-6), (term, other)
    assert found > 100
