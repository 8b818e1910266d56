"""The signs that a normal form is given: never too few."""

from __future__ import annotations

import pytest

from derive.kernel.normal_form import NormalForm
from derive.kernel.theories import DETERMINANTS, LINEARITY, MATRICES, THEORIES
from derive.notation import (
    Bracket,
    Integral,
    Product,
    Sum,
    det,
    dimension,
    exp,
    index,
    invertible,
    log,
    matrix,
    positive_definite,
    real,
    vector,
)

k = dimension("k")
i = index("i", k)
x, y = vector("x y", k)
a, v = real("a v")
S = positive_definite("S", k)
N = invertible("N", k)
A = matrix("A", k, k)
ANY, POSITIVE, NONNEGATIVE = {-1, 0, 1}, {1}, {0, 1}
bell = exp(-(v**2))

SIGNS = [
    (Sum(exp(y[i]), i), POSITIVE), (Sum(-exp(y[i]), i), {-1}), (Sum(y[i], i), ANY),
    (Product(exp(y[i]) + 1, i), POSITIVE), (Product(y[i], i), ANY),
    (Product(-1 - exp(y[i]), i), ANY), (Product(-(y[i] ** 2), i), ANY),
    (Integral(bell, v), POSITIVE), (Integral(v * bell, v), ANY),
    (Integral(v / (1 + v**2), v, 0, 1), ANY), (Bracket(exp(v**3), v, 0, 1), ANY),
    (x.T @ S @ x, NONNEGATIVE), (det(N), ANY), (det(S), POSITIVE), (a, ANY), (a**2, NONNEGATIVE),
    (exp(-log(1 + exp(a))), POSITIVE),
]  # fmt: skip


@pytest.mark.parametrize(("term", "most"), SIGNS, ids=str)
def test_the_signs_of_a_normal_form(term, most):
    form = NormalForm(THEORIES)
    assert form.signs(form.read(term)) == most


CLOSED = [
    (Sum(exp(y[i]), i), POSITIVE, ()), (Sum(y[i], i), ANY, ()),
    (Sum(y[i], i) ** 2, NONNEGATIVE, ()),
    (Sum(-exp(y[i]), i) ** 2, POSITIVE, ()), (Sum(-(y[i] ** 2), i) ** 2, NONNEGATIVE, ()),
    (Product(exp(y[i]), i), POSITIVE, ()), (Product(-exp(y[i]), i) ** 2, NONNEGATIVE, ()),
    (Product(-exp(y[i]), i), ANY, ()), (Product(y[i] ** 2, i), NONNEGATIVE, ()),
    (Integral(exp(v), v, 1, 0), ANY, {LINEARITY}), (Integral(exp(v), v, 0, 1), ANY, {LINEARITY}),
    (Integral(exp(v), v, 0, 1), POSITIVE, ()), (Integral(v * bell, v), ANY, {LINEARITY}),
    (Integral(bell, v), POSITIVE, {LINEARITY}), (Integral(v * bell, v), ANY, ()),
    (det(N) ** 2, POSITIVE, {MATRICES, DETERMINANTS}),
    (det(A) ** 2, NONNEGATIVE, {MATRICES, DETERMINANTS}),
    (1 + det(A) ** 2, POSITIVE, {MATRICES, DETERMINANTS}),
]  # fmt: skip


@pytest.mark.parametrize(("term", "most", "theories"), CLOSED, ids=str)
def test_the_signs_of_what_stays_closed(term, most, theories):
    form = NormalForm(theories)
    assert form.signs(form.read(term)) == most
