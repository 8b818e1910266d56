"""Points: every value is permitted, and none of them hides what a line says wrong."""

import random

import pytest
from flint import fmpq, fmpq_mat

from derive.evidence.points import sample
from derive.notation import SYMMETRIC, Var, dimension, matrix, real, vector

k, n = dimension("k n")
COUNT = 24
SQUARE = ("symmetric", "positive definite", "invertible", "diagonal", "positive diagonal")


def exact(rows):
    return fmpq_mat([[fmpq(e.numerator, e.denominator) for e in row] for row in rows])


def values_of(domain, *dimensions):
    variable = Var("V", domain, *dimensions)
    return [(v[k], v[variable]) for v in sample({k, variable}, COUNT)]


def minors(rows):
    size = range(1, len(rows) + 1)
    return [exact([row[:order] for row in rows[:order]]).det() for order in size]


def test_dimensions_are_2_and_3_and_1_only_at_last():
    sizes = [v[k] for v in sample({k}, COUNT)]
    assert set(sizes[:-4]) == {2, 3}
    assert sizes[-4:] == [1] * 4
    both = [(v[k], v[n]) for v in sample({k, n}, COUNT)]
    assert all(a != b for a, b in both)
    assert {(2, 3), (3, 2)} == set(both[:-4])


def test_points_are_the_same_at_every_call():
    variables = {k, matrix("A", k, k), vector("x", k), real("a")}
    random.seed(1)
    assert list(sample(variables, COUNT)) == list(sample(variables, COUNT))


@pytest.mark.parametrize("domain", SQUARE)
def test_a_square_matrix_has_the_shape_and_the_domain(domain):
    for size, rows in values_of(domain, k):
        assert [len(row) for row in rows] == [size] * size
        a = exact(rows)
        if domain in SYMMETRIC:
            assert a == a.transpose()
        if "diagonal" in domain:
            assert all(a[i, j] == 0 for i in range(size) for j in range(size) if i != j)
        if "positive" in domain:
            assert min(minors(rows)) > 0
        if domain == "invertible":
            assert a.det() != 0


@pytest.mark.parametrize("domain", ["symmetric", "positive definite", "invertible"])
def test_a_generic_matrix_is_full(domain):
    matrices = [Var(f"V{number}", domain, k) for number in range(20)]
    for number, point in enumerate(sample({k, *matrices}, COUNT)):
        if number % 4 != 3:
            assert all(entry != 0 for v in matrices for row in point[v] for entry in row)


def test_an_arbitrary_matrix_is_not_symmetric_and_now_and_then_singular():
    found = [rows for size, rows in values_of("matrix", k, k) if size > 1]
    assert all(exact(rows) != exact(rows).transpose() for rows in found[:3])
    assert exact(found[0]).det() != 0
    assert any(exact(rows).det() == 0 for rows in found)


def test_a_diagonal_matrix_is_now_and_then_singular():
    assert any(exact(rows).det() == 0 for _, rows in values_of("diagonal", k))


def test_rows_and_columns_are_the_dimensions():
    a = matrix("A", k, n)
    for v in sample({k, n, a}, COUNT):
        assert [len(row) for row in v[a]] == [v[n]] * v[k]


def test_a_vector_is_one_column_and_shown_so():
    for size, rows in values_of("vector", k):
        assert [len(row) for row in rows] == [1] * size
        assert str(rows) == f"[{', '.join(f'[{row[0]}]' for row in rows)}]"
    assert all(row[0] > 0 for _, rows in values_of("positive vector", k) for row in rows)


def test_an_index_is_in_its_range_and_takes_its_ends():
    found = values_of("index", k)
    assert all(1 <= value <= size for size, value in found)
    assert {value - size for size, value in found if size > 1} >= {0, -1}
    assert {1, 2, 3} == {value for _, value in values_of("index", 3)}
