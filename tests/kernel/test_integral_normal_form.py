"""What linearity decides of integrals, expectations and derivatives, and what it does not."""

from __future__ import annotations

import pytest

from derive.kernel.normal_form import NormalForm, equal
from derive.kernel.ring import Undecided
from derive.kernel.theories import LINEARITY, MATRICES, SUMS, THEORIES, TRACES
from derive.notation import (
    Bracket,
    Coordinates,
    Derivative,
    Diagonal,
    Expectation,
    Integral,
    Lambda,
    MatrixProduct,
    MultivariateNormal,
    Sum,
    Transpose,
    canonical,
    dimension,
    exp,
    free,
    index,
    is_scalar,
    matrix,
    positive_definite,
    real,
    trace,
    vector,
)
from derive.notation.shape import square
from derive.notation.term import Term

k = dimension("k")
i, j = index("i j", k)
a, b, v, w = real("a b v w")
x, y, m = vector("x y m", k)
A, B = matrix("A B", k, k)
S = positive_definite("S", k)
q = MultivariateNormal(m, S)
dx = Diagonal(x[i], i)
x1, m1 = vector("x m", 1)
S1 = positive_definite("S", 1)
q1 = MultivariateNormal(m1, S1)
LINEAR = {LINEARITY}
WORDS = {LINEARITY, MATRICES}
TRACE = {LINEARITY, MATRICES, TRACES}
row = Expectation(y.T @ Diagonal(x[i] * y[i], i), y, q)
slope, squares = Derivative(MatrixProduct(Transpose(y), y), y, x), Coordinates(x[i] ** 2, i)


def mean(body):
    return Expectation(body, x, q)


DECIDED = [
    (mean(x.T @ A @ x), trace(A @ mean(x @ x.T)), TRACE),
    (mean(x.T @ x), trace(mean(x @ x.T)), TRACE),
    (mean(x.T @ A @ B @ x), trace(B @ mean(x @ x.T) @ A), TRACE),
    (mean(x.T @ A @ dx @ B @ x), mean(x.T @ B.T @ dx @ A.T @ x), TRACE),
    (mean(x.T @ dx @ x), trace(mean(dx @ x @ x.T)), TRACE),
    (mean(row @ x), trace(mean(x @ row)), TRACE),
    (mean(slope @ squares), trace(mean(squares @ slope)), TRACE),
    (mean(x @ x.T).T, mean(x @ x.T), WORDS), (mean(A @ x).T, mean(x).T @ A.T, WORDS),
    (mean(a * x), a * mean(x), LINEAR),
    (mean(x + m), mean(x) + mean(m), LINEAR), (mean(2 * (x.T @ x)), 2 * mean(x.T @ x), LINEAR),
    (Expectation(x1.T @ m1, x1, q1), m1.T @ Expectation(x1, x1, q1), WORDS),
    (mean((x.T @ A @ x) * Integral(y.T @ B @ y * q(y), y)),
     mean(x.T @ A @ x) * Integral(y.T @ B @ y * q(y), y), WORDS),
    (mean(y.T @ Expectation(y.T @ x * y, y, q) + 0 * a), mean(Expectation(y.T @ x * y, y, q)).T @ y,
     WORDS),
    (mean(x.T @ Expectation(y.T @ x * y, y, q)), mean(Expectation(y * (x.T @ y), y, q).T @ x),
     WORDS),
    (mean(Sum(x[i], i)), Sum(mean(x[i]), i), LINEAR | {SUMS}),
    (mean(Sum(x[i] * m[j], i)), m[j] * Sum(mean(x[i]), i), LINEAR | {SUMS}),
    (mean(Sum(x[i], i) * (x.T @ x)), Sum(mean(x[i] * (x.T @ x)), i), WORDS | {SUMS}),
    (Integral(2 * exp(-(v**2)), v), 2 * Integral(exp(-(w**2)), w), LINEAR),
    (Integral(v + a, v, 0, b), Integral(a, w, 0, b) + Integral(w, w, 0, b), LINEAR),
    (Bracket(v**2 + a, v, 0, b), Bracket(a + w**2, w, 0, b), LINEAR),
    (Derivative(v * a, v), Derivative(a * v, v), LINEAR),
    (Derivative(x.T @ A @ x, x), Derivative(x.T @ A.T @ x, x), WORDS),
    (Lambda(2 * exp(x[i]), x), Lambda(exp(y[i]) * 2, y), LINEAR),
]  # fmt: skip

UNDECIDED = [
    # false
    (mean((x.T @ A @ x) ** 2), mean(x.T @ A @ x), WORDS),
    (mean((x.T @ A @ x) ** 2), mean(x.T @ A @ x) ** 2, WORDS),
    (mean(Sum(x[i], i) ** 2), mean(Sum(x[i], i)), LINEAR | {SUMS}),
    (mean(Sum(x[i], i) ** 2), Sum(mean(x[i]), i), LINEAR | {SUMS}),
    (mean(x.T @ x), mean(x).T @ mean(x), TRACE), (mean(x @ x.T), mean(x) @ mean(x).T, WORDS),
    (mean(A @ x).T, mean(x).T @ A, WORDS), (mean(x), x, LINEAR), (mean(x), mean(m), LINEAR),
    (mean(x.T @ A @ dx @ B @ x), mean(x.T @ A @ dx @ x), TRACE),
    (Integral(v, v, 0, a), Integral(v, v, 0, b), LINEAR),
    (Integral(v, v, 0, a), Integral(v, v, a, 0), LINEAR),
    (Integral(exp(-(v**2)), v), Integral(exp(-(v**2)), v, 0, 1), LINEAR),
    (Lambda(exp(x[i]), x), Lambda(exp(x[j]), x), LINEAR),
    # true where both sides are defined, but not by the theories given
    (Bracket(2 * v, v, 0, b), 2 * Bracket(v, v, 0, b), LINEAR),
    (Bracket(v + v**2, v, 0, b), Bracket(v, v, 0, b) + Bracket(v**2, v, 0, b), LINEAR),
    (Derivative(2 * v, v), 2 * Derivative(v, v), LINEAR),
    (Derivative(2 * (x.T @ x), x), 2 * Derivative(x.T @ x, x), WORDS),
    (mean(x @ x.T @ m), mean(x @ x.T) @ m, WORDS), (mean(2 * x), 2 * mean(x), ()),
    (mean(a * v), a * mean(v), ()),
    (mean(Sum(x[i], i)), Sum(mean(x[i]), i), LINEAR),
    (Integral(2 * v, v, 0, 1), 2 * Integral(v, v, 0, 1), THEORIES - LINEAR),
]  # fmt: skip


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


@pytest.mark.parametrize("row", [*DECIDED, *UNDECIDED], ids=lambda row: " ".join(map(str, row[:2])))
def test_a_normal_form_depends_on_the_free_variables_of_its_term_only(row):
    for term in row[:2]:
        form, read = NormalForm(row[2]), canonical(term)
        found = (
            form.variables(form.of(read)) if is_scalar(term)
            else form.matrix_variables(form.of_matrix(read))
        )  # fmt: skip
        assert found <= free(read)


class Adjugate(Term):
    """A matrix of which the kernel knows nothing."""

    @classmethod
    def shape_of(cls, a):
        return square("Adjugate", a)


def test_a_matrix_that_is_not_known_has_no_normal_form():
    with pytest.raises(Undecided, match="not covered"):
        NormalForm(THEORIES).of_matrix(Adjugate(A))
