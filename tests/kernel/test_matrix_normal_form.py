"""What each theory of matrices decides, and what it leaves undecided; line by line of the form."""

from __future__ import annotations

from unittest.mock import patch

import pytest
from sympy import Integer

from derive.kernel import matrix_ring
from derive.kernel import polynomial as poly
from derive.kernel.matrix_ring import Factor, Matrix
from derive.kernel.normal_form import NormalForm, equal
from derive.kernel.ring import Undecided
from derive.kernel.theories import (
    CHOLESKY,
    COORDINATES,
    DETERMINANTS,
    DIAGONALS,
    LINEARITY,
    MATRICES,
    PRODUCTS,
    SUMS,
    TRACES,
)
from derive.notation import (
    Abs,
    Cholesky,
    Coordinates,
    Derivative,
    Diagonal,
    Entry,
    Expectation,
    Identity,
    Integral,
    MultivariateNormal,
    Normal,
    Product,
    Scalar,
    Sum,
    Times,
    canonical,
    det,
    diagonal,
    dimension,
    exp,
    free,
    index,
    inverse,
    invertible,
    is_scalar,
    matrix,
    positive,
    positive_definite,
    positive_diagonal,
    positive_vector,
    real,
    sqrt,
    symmetric,
    trace,
    vector,
)

k, n = dimension("k n")
i, j = index("i j", k)
a = real("a")
u, v = positive("u v")
x, y, m = vector("x y m", k)
s, t = positive_vector("s t", k)
A, B, C = matrix("A B C", k, k)
F, G = matrix("F", k, n), matrix("G", n, k)
P = symmetric("P", k)
S, T = positive_definite("S T", k)
N = invertible("N", k)
D = diagonal("D", k)
E = positive_diagonal("E", k)
two = matrix("A", 2, 2)
single = matrix("r", 1, 1)
p = symmetric("p", 1)
f, h = index("f", 2), index("h", 1)
flat = vector("v", 1)
one = Identity(k)
ds, dt, dy = Diagonal(s[i], i), Diagonal(t[i], i), Diagonal(y[i], i)
cy = Coordinates(y[i] ** 2, i)
nothing = Coordinates(Integer(0), i)
q = MultivariateNormal(m, S)
mean = Expectation(x, x, q)
MATRIX = {MATRICES}
DIAGONAL = {MATRICES, DIAGONALS}
ENTRIES = {MATRICES, COORDINATES}
TRACE = {MATRICES, TRACES}
DETERMINANT = {MATRICES, DETERMINANTS}
zero_sum = 0 * Sum(x[i], i)
"""It vanishes, but what binds a variable around it takes its name from the level above."""

DECIDED = [
    # the properties of a letter
    (D.T, D, MATRIX), (E.T, E, MATRIX), (S.T, S, MATRIX), (E @ inverse(E), one, MATRIX),
    (sqrt((x.T @ E @ x) ** 2), x.T @ E @ x, MATRIX), (D @ E, E @ D, DIAGONAL),
    (D @ S @ D, (D @ S @ D).T, DIAGONAL),
    # a sum holds no word with the coefficient 0
    (inverse((A + S) - A) @ S, one, MATRIX), (inverse(Times(0, A) + S) @ S, one, MATRIX),
    (inverse(x @ y.T @ nothing @ x.T + S) @ S, one, ENTRIES | {SUMS}),
    # products of diagonal matrices
    (inverse(N @ ds), Diagonal(1 / s[i], i) @ inverse(N), DIAGONAL),
    (inverse(ds @ N @ dt), Diagonal(1 / t[i], i) @ inverse(N) @ Diagonal(1 / s[i], i), DIAGONAL),
    (ds @ Diagonal(1 / s[i], i), one, DIAGONAL), (ds @ dt, dt @ ds, DIAGONAL),
    (inverse(N @ ds) @ N, Diagonal(1 / s[i], i) @ inverse(N) @ N, DIAGONAL),
    (D @ ds @ E @ dt, Diagonal(s[i] * t[i], i) @ E @ D, DIAGONAL),
    (inverse(ds + one), Diagonal(1 / (s[i] + 1), i), DIAGONAL),
    (inverse(ds + dt), Diagonal(1 / (s[i] + t[i]), i), DIAGONAL),
    (inverse(2 * one), one / 2, DIAGONAL), (inverse(ds + A), inverse(A + ds), DIAGONAL),
    (inverse(2 * ds - 3 * one), Diagonal(1 / (2 * s[i] - 3), i), DIAGONAL),
    (det(ds + dt), Product(s[i] + t[i], i), DETERMINANT | DIAGONAL),
    (det(ds + one), Product(s[i] + 1, i), DETERMINANT | DIAGONAL),
    (det(ds @ N), Product(s[i], i) * det(N), DETERMINANT | DIAGONAL),
    (Diagonal(Integer(1), i), one, ()), (Diagonal(a, i), a * one, {SUMS}),
    (Diagonal(a * s[i], i), a * ds, {SUMS}),
    (Diagonal(s[i] + t[i] + 1, i), ds + dt + one, {SUMS}),
    # vectors by their coordinates
    (x.T @ cy, Sum(x[i] * y[i] ** 2, i), ENTRIES), (Entry(cy, j), y[j] ** 2, ENTRIES),
    (Coordinates(a * y[i], i), a * Coordinates(y[j], j), {SUMS}),
    (Coordinates(y[i] + s[i], i), Coordinates(s[i], i) + Coordinates(y[i], i), {SUMS}),
    (y.T @ mean, Sum(y[i] * Entry(mean, i), i), ENTRIES),
    (Entry(ds @ x, i), s[i] * x[i], ENTRIES), (Entry(ds @ cy, j), s[j] * y[j] ** 2, ENTRIES),
    (Entry(A @ x, i), Entry(A @ x, i), ENTRIES), (Entry(x + y, i), Entry(y + x, i), ()),
    (Entry(A @ x + B @ y, i), Entry(B @ y, i) + Entry(A @ x, i), ENTRIES),
    (x.T @ ds @ y, Sum(x[i] * y[i] * s[i], i), ENTRIES | DIAGONAL),
    (sqrt((s.T @ t) ** 2), s.T @ t, ENTRIES),
    (Entry(flat, h), Scalar(flat), ENTRIES),
    # numbers of matrices, and their signs
    (sqrt((x.T @ ds @ x) ** 2), x.T @ ds @ x, DIAGONAL), (-A @ B, -(A @ B), MATRIX),
    (sqrt((x.T @ S @ x) ** 2), x.T @ S @ x, MATRIX), (sqrt((x.T @ x) ** 2), x.T @ x, MATRIX),
    (sqrt((x.T @ A @ S @ A.T @ x) ** 2), x.T @ A @ S @ A.T @ x, MATRIX),
    (sqrt(trace(S) ** 2), trace(S), TRACE), (sqrt(det(S) ** 2), det(S), DETERMINANT),
    (sqrt(det(Cholesky(S)) ** 2), det(Cholesky(S)), DETERMINANT),
    (trace(ds @ A @ dt), trace(A @ Diagonal(s[i] * t[i], i)), TRACE | DIAGONAL),
    (trace(ds @ A @ D @ dt), trace(D @ Diagonal(s[i] * t[i], i) @ A), TRACE | DIAGONAL),
    (trace(N @ A @ inverse(N)), trace(A), TRACE), (trace(N @ inverse(N)), k, TRACE),
    (trace(ds), Sum(s[j], j), TRACE | {COORDINATES}), (trace(A), trace(A), MATRIX),
    (det(10**16 * two), Integer(10) ** 32 * det(two), DETERMINANT),
    (det(inverse(ds)), 1 / det(ds), DETERMINANT),
    # what stays closed
    (inverse((u / (u + v) + v / (u + v)) * A + (u + v) * B), inverse(A + (u + v) * B), MATRIX),
    (Cholesky(S + T), Cholesky(T + S), ()), (2 * Cholesky(2 * S) / 2, Cholesky(S + S), ()),
    (Expectation(2 * x, x, q), 2 * mean, {LINEARITY}),
    (inverse(S + T).T, inverse(T + S), MATRIX), (inverse(A + B), inverse(B + A), MATRIX),
    # products and powers
    (Product(y[i] ** 2, i), Product(y[i], i) ** 2, {PRODUCTS}),
    (Product(1 / s[i], i), 1 / Product(s[i], i), {PRODUCTS}),
    (Product(sqrt(s[i]), i), sqrt(Product(s[i], i)), {PRODUCTS}),
    (Product(u * s[i], i), u**k * Product(s[j], j), {PRODUCTS}),
    (Product(3 * u, f), 9 * u**2, {PRODUCTS}),
    # names of bound variables: what vanished had one, too
    (Integral(x.T @ m + zero_sum, x), Integral(m.T @ x, x), MATRIX),
    (Integral(x.T @ A @ m + zero_sum, x), Integral(m.T @ A.T @ x, x), MATRIX),
    (Derivative(trace(T @ A @ B) + zero_sum, T), Derivative(trace(A @ B @ T), T), TRACE),
    (Derivative(trace(T @ A @ T) + zero_sum, T), Derivative(trace(A @ T @ T), T), TRACE),
    (Sum(trace(Diagonal(s[i] * t[j], j) @ A) + zero_sum, i),
     Sum(trace(A @ Diagonal(t[j] * s[i], j)), i), TRACE),
]  # fmt: skip

UNDECIDED = [
    # false
    (x.T @ A @ B @ y, Sum(x[i] * y[i], i), ENTRIES), (A[i, j], A[i, i], ENTRIES),
    (A[i, j], A[i, i], ()), (A @ B, A @ C, ()), (inverse(A + B).T, inverse(A + B), MATRIX),
    (x.T @ inverse(ds) @ y, Sum(s[i] * x[i] * y[i], i), ENTRIES),
    (Entry(inverse(ds) @ x, i), s[i] * x[i], ENTRIES),
    (inverse(ds @ A + one), inverse(ds + one), DIAGONAL),
    (inverse(ds @ A + dt), inverse(ds + dt), DIAGONAL),
    (inverse(S), S.T, ()), (inverse(S + T), Cholesky(S + T), MATRIX), (A.T, A, ()),
    (sqrt((x.T @ y) ** 2), x.T @ y, MATRIX), (sqrt((x.T @ P @ x) ** 2), x.T @ P @ x, MATRIX),
    (sqrt((x.T @ S @ A @ x) ** 2), x.T @ S @ A @ x, MATRIX),
    (sqrt((x.T @ A @ x) ** 2), x.T @ A @ x, MATRIX),
    (sqrt((x.T @ S @ y) ** 2), x.T @ S @ y, MATRIX),
    (sqrt(Scalar(p) ** 2), Scalar(p), MATRIX), (sqrt(trace(P) ** 2), trace(P), TRACE),
    (sqrt(trace(S @ A) ** 2), trace(S @ A), TRACE), (sqrt(det(N) ** 2), det(N), DETERMINANT),
    (sqrt((x.T @ cy) ** 2), x.T @ cy, ENTRIES), (sqrt(x[i] ** 2), x[i], ENTRIES),
    (trace(ds @ A), Sum(s[i], i), TRACE | DIAGONAL | {COORDINATES}),
    (q(x), Normal(trace(S), 1)(x.T @ m), MATRIX), (Normal(trace(S), 1)(x.T @ m), q(x), MATRIX),
    (trace(ds @ D), Sum(s[i], i), TRACE | {COORDINATES}), (det(F @ G), det(G @ F), DETERMINANT),
    (trace(inverse(ds)), Sum(s[i], i), TRACE | {COORDINATES}),
    (sqrt((x.T @ dy @ x) ** 2), x.T @ dy @ x, DIAGONAL),
    (trace(one), trace(Identity(n)), ()), (det(one), det(Identity(2)), ()),
    (Product(-exp(y[i]), i), -Product(exp(y[i]), i), {PRODUCTS}),
    (Sum(trace(Diagonal(s[i] * t[j], j) @ A), i), Sum(trace(Diagonal(t[i] * t[j], j) @ A), i),
     TRACE),
    # true where both sides are defined, but not by the theories given
    (trace(ds), Sum(s[i], i), TRACE | DIAGONAL), (det(ds), Product(s[i], i), DETERMINANT),
    (Entry(x + 2 * y, i), x[i] + 2 * y[i], MATRIX), (2 * Scalar(single), Scalar(2 * single), ()),
    (Diagonal(a * s[i], i), a * ds, ()), (Coordinates(a * y[i], i), a * Coordinates(y[i], i), ()),
    (inverse(ds + one), Diagonal(1 / (s[i] + 1), i), MATRIX),
    (det(ds + dt), Product(s[i] + t[i], i), DETERMINANT),
    (trace(ds @ A @ dt), trace(A @ Diagonal(s[i] * t[i], i)), TRACE),
    (inverse(A @ B), inverse(B) @ inverse(A), MATRIX), (x.T @ y, y.T @ x, ()),
    (inverse(N @ dy), Diagonal(1 / y[i], i) @ inverse(N), DIAGONAL),
    (Product(sqrt(Abs(y[i])), i), sqrt(Product(Abs(y[i]), i)), {PRODUCTS}),
    (D @ E, E @ D, MATRIX), (ds @ dt, Diagonal(s[i] * t[i], i), MATRIX),
    (sqrt(trace(A @ A.T) ** 2), trace(A @ A.T), TRACE),
]  # fmt: skip


def names(row):
    return " ".join(str(term) for term in row[:2])


@pytest.mark.parametrize(("term", "same", "theories"), DECIDED)
def test_what_is_decided(term, same, theories):
    assert equal(term, same, theories)
    assert equal(same, term, theories)
    assert equal(term, term, theories)


@pytest.mark.parametrize(("term", "other", "theories"), UNDECIDED)
def test_what_is_not_decided(term, other, theories):
    assert not equal(term, other, theories)
    assert not equal(other, term, theories)
    assert equal(term, term, theories)
    assert equal(other, other, theories)


@pytest.mark.parametrize("row", [*DECIDED, *UNDECIDED], ids=names)
def test_a_normal_form_depends_on_the_free_variables_of_its_term_only(row):
    for term in row[:2]:
        form, read = NormalForm(row[2]), canonical(term)
        if is_scalar(term):
            assert form.variables(form.of(read)) <= free(read)
        else:
            assert form.matrix_variables(form.of_matrix(read)) <= free(read)


def test_a_product_has_no_more_words_than_are_allowed():
    with patch.object(matrix_ring, "MOST_WORDS", 4):
        assert equal((A + B) @ (A + B), A @ A + A @ B + B @ A + B @ B, MATRIX)
        assert not equal((A + B + C) @ (A + B), (A + B + C) @ (A + B), MATRIX)


def test_a_matrix_with_a_word_is_no_number():
    form = NormalForm(MATRIX)
    word = (Factor(form.symbol(A)),)
    with pytest.raises(Undecided):
        form.only_entry(Matrix((Integer(1),) * 2, {word: poly.constant(1)}))


def test_every_factor_of_one_row_and_column_is_a_number():
    one = positive_definite("P", 1)
    root = Cholesky(one)
    assert equal(Scalar(one), root @ root.T, {*MATRIX, CHOLESKY})
    form = NormalForm(MATRIX)
    letter = Factor(form.symbol(one))
    read = form.of_word((letter, letter), (Integer(1),) * 2)
    ((word, number),) = read.terms.items()
    assert word == ()
    assert number == form.of(Scalar(one) ** 2)


def test_no_name_is_captured_in_a_letter():
    form = NormalForm(())
    word = form.of_matrix(canonical(Diagonal(s[i] * t[j], i)))
    ((letter,),) = word.terms
    bound = form.letters[letter.letter].args[1]
    with pytest.raises(Undecided, match="captured"):
        form._renamed_arg(word, j, bound)
    of_mean = form.of_matrix(canonical(mean))
    ((of,),) = of_mean.terms
    with pytest.raises(Undecided, match="captured"):
        form._renamed_arg(of_mean, m, form.letters[of.letter].args[1])


def test_the_inverse_of_zero_is_not_read():
    with pytest.raises(Undecided, match="inverse of zero"):
        NormalForm(MATRIX).of_matrix(inverse(A - A))
