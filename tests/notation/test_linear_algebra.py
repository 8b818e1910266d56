"""Vectors, matrices and indices under substitution, renaming, unfolding and reordering."""

from __future__ import annotations

import pytest
from sympy import Integer

from derive.notation import (
    KL,
    Cholesky,
    Derivative,
    Diagonal,
    Entry,
    Expectation,
    Identity,
    Integral,
    MatrixProduct,
    MultivariateNormal,
    Normal,
    Product,
    Scalar,
    ShapeError,
    Sum,
    Transpose,
    Zero,
    canonical,
    det,
    dimension,
    exp,
    expression,
    free,
    half,
    index,
    inverse,
    log,
    matrix,
    pi,
    positive_definite,
    positive_vector,
    real,
    rewrite,
    same,
    same_up_to_order,
    shape,
    sqrt,
    substitute,
    subterms,
    trace,
    unfold,
    unfolded,
    vector,
    written_out,
)

k, n = dimension("k n")
i, j, l1 = index("i j l1", k)
h = index("h", n)
a, t = real("a t")
x, y, z, m, i1 = vector("x y z m i1", k)
w = vector("w", n)
s = positive_vector("s", k)
A, B, C = matrix("A B C", k, k)
F = matrix("F", k, n)
S, T = positive_definite("S T", k)
q, p = MultivariateNormal(m, S), MultivariateNormal(y, T)


# -- what is free ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("term", "letters"),
    [
        (x, {x, k}), (F, {F, k, n}), (i, {i, k}), (x[i], {x, i, k}), (Identity(k), {k}),
        (Sum(x[i], i), {x, k}), (Sum(a, i), {a, k}), (Sum(x[j], i), {x, j, k}),
        (Sum(Sum(x[i] * y[j], j), i), {x, y, k}), (Diagonal(s[i], i), {s, k}),
        (Integral(q(x), x), {m, S, k}), (Expectation(x @ z.T, x, q), {z, m, S, k}),
        (Derivative(x.T @ x, x), {x, k}), (Derivative(x.T @ x, x, m), {m, k}),
        (KL(q, p), {m, S, y, T, k}), (vector("x", 3), {vector("x", 3)}),
    ],
    ids=lambda x: str(x)[:40],
)  # fmt: skip
def test_what_is_free_in_a_term(term, letters):
    assert free(term) == letters


# -- substitution ---------------------------------------------------------------------------------


def test_vectors_and_matrices_are_replaced():
    assert substitute(x.T @ A @ x, {x: y + z, A: inverse(S)}) == (y + z).T @ inverse(S) @ (y + z)
    assert substitute(q(x), {m: Zero(k, 1), S: Identity(k)}) == MultivariateNormal(
        Zero(k, 1), Identity(k)
    )(x)
    assert substitute(x[i], {x: A @ y}) == Entry(A @ y, i)


def test_replacements_are_simultaneous():
    assert substitute(A @ B, {A: B, B: A}) == B @ A
    assert substitute(x[i] * y[j], {i: j, j: i}) == x[j] * y[i]


def test_what_is_brought_must_have_the_shape():
    with pytest.raises(ShapeError, match="k×k @ a matrix of shape n×1"):
        substitute(A @ x, {x: w})
    with pytest.raises(ShapeError):
        substitute(x + y, {x: a})


def test_a_bound_index_is_not_replaced():
    assert substitute(Sum(x[i], i), {i: j}) == Sum(x[i], i)
    assert substitute(Sum(x[i] * y[j], i), {i: l1}) == Sum(x[i] * y[j], i)


@pytest.mark.parametrize("binder", [Sum, Product, Diagonal])
def test_an_index_that_is_brought_is_not_captured(binder):
    changed = substitute(binder(x[i] * y[j], i), {j: i})
    assert i in free(changed)
    assert same(changed, binder(x[l1] * y[i], l1))
    assert not same(changed, binder(x[i] * y[i], i))


def test_a_vector_that_brings_an_index_is_not_captured():
    changed = substitute(Sum(x[i] * a, i), {a: y[i]})
    assert same(changed, Sum(x[j] * y[i], j))
    assert not same(changed, Sum(x[i] * y[i], i))


def test_an_index_in_the_way_is_renamed_past_what_is_there():
    changed = substitute(Sum(x[i] * y[j] * (i1.T @ i1), i), {j: i})
    assert same(changed, Sum(x[l1] * y[i] * (i1.T @ i1), l1))
    assert i1 in free(changed)


def test_a_vector_of_integration_is_not_replaced_and_does_not_capture():
    line = Integral((x.T @ y) * exp(-(x.T @ x)), x)
    assert substitute(line, {x: z}) == line
    changed = substitute(line, {y: x})
    assert free(changed) == {x, k}
    assert same(changed, Integral((z.T @ x) * exp(-(z.T @ z)), z))
    assert not same(changed, Integral((x.T @ x) * exp(-(x.T @ x)), x))


def test_the_distribution_and_the_point_are_outside_the_binding():
    mean = Expectation(x @ x.T, x, MultivariateNormal(x, S))
    assert substitute(mean, {x: y}) == Expectation(x @ x.T, x, MultivariateNormal(y, S))
    at = Derivative(x.T @ A @ x, x)
    assert substitute(at, {x: y}) == Derivative(x.T @ A @ x, x, y)


def test_a_dimension_is_replaced_everywhere():
    line = Sum(x[i] ** 2, i) + trace(Identity(k)) + k
    changed = substitute(line, {k: Integer(3)})
    three, at = vector("x", 3), index("i", 3)
    assert changed == Sum(three[at] ** 2, at) + trace(Identity(3)) + 3
    assert free(changed) == {three}
    of_n = substitute(Integral(q(x), x), {k: n})
    assert free(of_n) == {vector("m", n), positive_definite("S", n), n}
    assert shape(substitute(A, {k: n})) == (n, n)


def test_a_value_keeps_the_dimension_that_it_has():
    with pytest.raises(ShapeError):
        substitute(A @ x, {k: n, x: y})
    assert substitute(A @ x, {k: n, x: w}) == matrix("A", n, n) @ w


def test_abbreviations_of_matrices_are_written_out():
    factor = matrix("L", k, k)
    assert written_out(factor @ factor.T, {factor: Cholesky(S)}) == Cholesky(S) @ Cholesky(S).T


# -- names of bound variables ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Sum(x[i], i), Sum(x[j], j)),
        (Sum(Sum(x[i] * y[j], j), i), Sum(Sum(x[j] * y[i], i), j)),
        (Sum(Sum(A[i, j], j), i), Sum(Sum(A[j, i], i), j)),
        (Diagonal(s[i] + x[l1], i), Diagonal(s[j] + x[l1], j)),
        (Integral(q(x), x), Integral(q(z), z)),
        (Integral(Product(x[i] ** 2, i) * q(x), x), Integral(Product(z[j] ** 2, j) * q(z), z)),
        (Expectation(x @ x.T, x, q), Expectation(z @ z.T, z, q)),
        (Derivative(x.T @ x, x, m), Derivative(z.T @ z, z, m)),
        (Sum(x[i] * Sum(x[i], i), i), Sum(x[i] * Sum(x[j], j), i)),
    ],
    ids=lambda x: str(x)[:40],
)  # fmt: skip
def test_bound_variables_are_only_names(one, other):
    assert same(one, other)
    assert same(other, one)
    assert canonical(canonical(one)) == canonical(one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Sum(x[i], i), Sum(y[i], i)),
        (Sum(x[i], i), Sum(x[j], i)),
        (Sum(x[i], i), Product(x[i], i)),
        (Sum(a, i), Sum(a, h)),
        (Sum(Sum(A[i, j], j), i), Sum(Sum(A[j, i], j), i)),
        (Sum(x[i] * y[j], i), Sum(x[j] * y[j], j)),
        (Sum(x[i] * y[j], i), Sum(x[i] * y[l1], i)),
        (Integral(q(x), x), Integral(q(y), x)),
        (Derivative(x.T @ x, x), Derivative(z.T @ z, z)),
        (Sum(x[i] * Sum(x[j], j), i), Sum(x[i] * Sum(x[i], j), i)),
        (Expectation(x, x, q), Expectation(x, x, p)),
    ],
    ids=lambda x: str(x)[:40],
)  # fmt: skip
def test_what_is_free_is_more_than_a_name(one, other):
    assert not same(one, other)
    assert canonical(one) != canonical(other)


# -- order ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (A + B, B + A), ((A @ B) @ C, A @ (B @ C)), (2 * A, A * 2), (a * (x.T @ y), (x.T @ y) * a),
        (A @ B + C, C + A @ B), (A - B, -B + A), (x.T @ (A @ y), (x.T @ A) @ y),
        (Sum(x[i] + y[i], i), Sum(y[j] + x[j], j)),
    ],
    ids=lambda x: str(x)[:40],
)  # fmt: skip
def test_sums_and_numbers_have_no_order_and_products_no_grouping(one, other):
    assert same_up_to_order(one, other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (A @ B, B @ A), (A @ B @ C, A @ C @ B), (A, A.T), (x.T @ y, y.T @ x), (x @ y.T, y @ x.T),
        (A @ (B + C), A @ B + A @ C), ((A @ B).T, B.T @ A.T), (trace(A @ B), trace(B @ A)),
        (inverse(inverse(S)), S), (A @ Identity(k), A), (A - B, B - A), (A[i, j], A[j, i]),
        (Sum(x[i], i), Sum(x[i], i) + 0 * a), (x[i] * x[j], x[i] * x[i]),
    ],
    ids=lambda x: str(x)[:40],
)  # fmt: skip
def test_order_is_kept_where_it_matters(one, other):
    assert not same_up_to_order(one, other)


# -- rewriting and definitions --------------------------------------------------------------------


def test_dimensions_are_no_sub_terms():
    line = Zero(k, 1) + x * 1
    assert rewrite(line, lambda e: Integer(2) if e == 1 else None) == Zero(k, 1) + x * 2
    assert rewrite(trace(Identity(k)), lambda e: n if e == k else None) == trace(Identity(k))
    assert k not in set(subterms(x))


def test_a_bound_vector_is_not_rewritten():
    line = Integral(q(x), x)
    assert rewrite(line, lambda e: z if e == x else None) == Integral(q(z), x)


def test_the_density_of_a_vector():
    square = (x - m).T @ inverse(S) @ (x - m)
    assert unfold(q(x)) == 1 / sqrt((2 * pi) ** k * det(S)) * exp(-(square / 2))


def test_an_expectation_over_a_vector_avoids_the_names_in_its_distribution():
    mean = unfold(Expectation(x @ y.T, x, MultivariateNormal(x, S)))
    assert same(mean, Integral(z @ y.T * MultivariateNormal(x, S)(z), z))


def test_a_divergence_avoids_the_names_in_its_distributions():
    one, other = MultivariateNormal(x, S), MultivariateNormal(y, T)
    assert same(unfold(KL(one, other)), Integral(one(z) * log(one(z) / other(z)), z))
    assert free(unfold(KL(one, other))) == {x, S, y, T, k}
    assert unfolded(KL(Normal(a, 1), Normal(t, 1))) != unfolded(KL(Normal(t, 1), Normal(a, 1)))


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (x.T @ A @ y, "x.T @ A @ y"), (A @ (B @ C), "A @ (B @ C)"), ((A @ B).T, "(A @ B).T"),
        ((x - m).T @ inverse(S) @ (x - m), "(x - m).T @ inverse(S) @ (x - m)"),
        (A[i, j], "A[i, j]"), (Entry(A @ x, i), "(A @ x)[i]"), (Sum(x[i] ** 2, i),
                                                               "Sum(x[i]**2, i)"),
        (Diagonal(s[i], i), "Diagonal(s[i], i)"), (half * log(det(S)), "1/2*log(det(S))"),
        (Integral(q(x), x), "Integral(Normal.pdf(x, m, S), x)"),
        (Derivative(x.T @ x, x, m), "Subs(Derivative(x.T @ x, x), x, m)"),
        (Zero(k, 1), "Zero(k, 1)"),
        (F.T @ x, "F.T @ x"), (MatrixProduct(x.T, x), "matrix(x.T @ x)"),
        (Scalar(Transpose(MatrixProduct(x.T, y))), "scalar(matrix(x.T @ y).T)"),
    ],
)  # fmt: skip
def test_the_text_of_a_term(term, text):
    assert expression(term) == text
    assert str(term) == text
