"""The ring under the normal form: relations between atoms, signs, limits of size, names."""

from __future__ import annotations

from fractions import Fraction
from unittest.mock import patch

import pytest
from sympy import Integer, Rational, oo

from derive.kernel import polynomial as poly
from derive.kernel import ring, theories
from derive.kernel.normal_form import NormalForm, equal
from derive.kernel.ring import Undecided
from derive.kernel.signs import ANY
from derive.kernel.theories import (
    ALGEBRA,
    EXPONENTIALS,
    LINEARITY,
    LOGARITHMS,
    MODULI,
    PRODUCTS,
    SUMS,
)
from derive.notation import (
    Abs,
    Bracket,
    Derivative,
    Expectation,
    Integral,
    Max,
    MultivariateNormal,
    Normal,
    Power,
    Product,
    Sum,
    dimension,
    exp,
    index,
    log,
    matrix,
    natural,
    nonnegative,
    positive,
    positive_definite,
    real,
    sin,
    sqrt,
    vector,
)

a, b, x, y, z = real("a b x y z")
s, r = positive("s r")
w, u = nonnegative("w u")
n = natural("n")
k = dimension("k")
i, j = index("i j", k)
v, m = vector("v m", k)
A = matrix("A", k, k)
S = positive_definite("S", k)
q = MultivariateNormal(m, S)
fifteen = Integer(10**15)
nothing = 0 * Integral(y, y, 0, 1)
"""It vanishes, but what binds a variable around it takes its name from the level above."""
split = 2 / (s + 2) - 1 / (s + 1)
"""It is s/((s + 1)(s + 2)), which is seen when both sums are multiplied out."""

DECIDED = [
    # powers and roots
    ((s + r) ** 16 / (s + r) ** 16, Integer(1), ()), ((10**16 * a) ** 2, 10**32 * a**2, ()),
    ((1 / (s + r)) ** 16 * (s + r) ** 16, Integer(1), ()), (sqrt(w) * sqrt(w), w, ()),
    (sqrt(w * s), sqrt(w) * sqrt(s), ()), (sqrt(s * w + r * w), sqrt(w) * sqrt(s + r), ()),
    (1 / (x * s + x * r), (1 / x) * (1 / (s + r)), ()),
    (sqrt(2 * s + 2 * r), sqrt(2) * sqrt(s + r), ()),
    (sqrt((1 / (2 * s + 2 * r)) ** 2), 1 / (2 * s + 2 * r), ()),
    (sqrt(fifteen), 10**7 * sqrt(10), ()), (Power(fifteen, n), Power(10, 15 * n), ()),
    (Power(Rational(1, 2), n), 1 / Power(2, n), ()),
    (2 * Power(-2, n), Power(-2, n) * 2, ()), ((a + b) ** x, (b + a) ** x, ()),
    ((s + r) ** a * (s + r) ** b, (r + s) ** (a + b), ()), ((2 * s) ** a, Power(2, a) * s**a, ()),
    ((s * a + s * b) ** n, s**n * (a + b) ** n, ()), (Power(0, a), Power(0, a + b - b), ()),
    (sqrt(x**2) ** 3, Abs(x) * x**2, {MODULI}), (1 / Abs(x), Abs(x) / x**2, {MODULI}),
    ((s - r) / (s * r), 1 / r - 1 / s, ()), (sqrt(8), 2 * sqrt(2), ()), (sqrt(a - a), a - a, ()),
    (oo, oo, ()),
    # what stays closed
    (Max(a, b + 0), Max(0 + a, b), ()), (sin(s / ((s + 1) * (s + 2))), sin(split), ()),
    (exp((s / (s + r) + r / (s + r) - 1) / (s + 2 * r)), Integer(1), {EXPONENTIALS}),
    # logarithms, exponentials, moduli
    (log(exp(a)), a, {EXPONENTIALS}), (log(exp(a) * exp(b)), a + b, {EXPONENTIALS}),
    (log(x**2), 2 * log(Abs(x)), {LOGARITHMS, MODULI}), (log(w**n), n * log(w), {LOGARITHMS}),
    (log(fifteen * s), 15 * log(10) + log(s), {LOGARITHMS}), (log(1), Integer(0), {LOGARITHMS}),
    (exp(log(w)), w, {EXPONENTIALS, LOGARITHMS}), (exp(2 * log(s)), s**2, {EXPONENTIALS}),
    (Abs(w + u), w + u, {MODULI}), (Abs(w * a), w * Abs(a), {MODULI}),
    (log(s * exp(a)), log(s) + a, {LOGARITHMS, EXPONENTIALS}), (Abs(a + b), Abs(b + a), {MODULI}),
    (log(Product(exp(v[i]) + 1, i)), Sum(log(exp(v[j]) + 1), j), {LOGARITHMS, PRODUCTS, SUMS}),
    (Abs(a**n), Abs(a) ** n, {MODULI}), (Abs(-3 * a), 3 * Abs(a), {MODULI}),
    # names of bound variables
    (Integral(Abs(x) + nothing, x, 0, 1), Integral(Abs(y), y, 0, 1), {MODULI}),
    (Integral(x**n + nothing, x, 0, 1), Integral(y**n, y, 0, 1), ()),
    (Integral(Abs(Integral(exp(x * x * y), x, 0, 1)), y, 0, 1),
     Integral(Abs(Integral(exp(y * y * x), y, 0, 1)), x, 0, 1), {MODULI}),
    (Integral(Integral(exp(x * x * y), x, 0, 1) ** n, y, 0, 1),
     Integral(Integral(exp(y * y * x), y, 0, 1) ** n, x, 0, 1), ()),
    (Integral(exp(Integral(exp(x * y), x, 0, 1)), y, 0, 1),
     Integral(exp(Integral(exp(x * y), y, 0, 1)), x, 0, 1), ()),
    (Expectation(Sum(exp(a * v[i]), i), v, q), Sum(Expectation(exp(a * v[j]), v, q), j),
     {LINEARITY, SUMS}),
    (Integral(sqrt(1009) * exp(x * y), x, 0, 1), Integral(exp(y * x) * sqrt(1009), x, 0, 1), ()),
]  # fmt: skip


UNDECIDED = [
    # false
    (exp(log(s) ** 2), s, {EXPONENTIALS}), (log(2 * exp(a)), a, {EXPONENTIALS}),
    (log(x**2), 2 * log(x), ALGEBRA), (log(exp(a) * b), a, {EXPONENTIALS}),
    (Sum(A[i, j], i), Sum(A[j, i], i), ()), (oo, a, ALGEBRA), (oo, -oo, ALGEBRA),
    (Power(Rational(1, 2), n), Integer(1), ()), ((s / 2) ** a, s**a, ()),
    (Power(2, n), Integer(1), ()), (Power(6, n), Power(2, n), ()), (Power(6, a), Power(3, a), ()),
    (sqrt(((a + b) ** 17) ** 2), (a + b) ** 17, ALGEBRA),
    # nowhere defined
    (1 / (a - a), Integer(0), ALGEBRA), (sqrt(-s) * sqrt(-r), -sqrt(s * r), ALGEBRA),
    # true where both sides are defined, but not decided
    (Abs(s), s, {LOGARITHMS}), (log(Product(s * v[i] ** 2, i)), Sum(log(s * v[i] ** 2), i),
     {LOGARITHMS, SUMS}),
    (log(Product(exp(v[i]) + 1, i)), Sum(log(exp(v[i]) + 1), i), {LOGARITHMS, SUMS}),
    (log(exp(a)), a, {LOGARITHMS}), (log(1), Integer(0), {EXPONENTIALS}),
    (sin(a + s / ((s + 1) * (s + 2)) - split), sin(a), ALGEBRA),
    ((w * s) ** a, w**a * s**a, ALGEBRA), ((x * s) ** a, x**a * s**a, ALGEBRA),
    (log(x * s), log(Abs(x)) + log(s), ALGEBRA), (log(-2 * x), log(2) + log(-x), ALGEBRA),
    (log(10**16 * s), 16 * log(10) + log(s), ALGEBRA), (Power(10**16, n), Power(10, 16 * n), ()),
    (sqrt(10**16 * s), 10**8 * sqrt(s), ()), (sqrt(x**3), Abs(x) * sqrt(Abs(x)), ALGEBRA),
    (sqrt(Abs(x)) ** 5, x**2 * sqrt(Abs(x)), ALGEBRA),
    (sqrt(x * s), sqrt(Abs(x)) * sqrt(s), ALGEBRA), (sqrt(2 * x), sqrt(2) * sqrt(x), ALGEBRA),
    (sqrt(x * s + x * r), sqrt(Abs(x)) * sqrt(s + r), ALGEBRA),
    (sqrt((1 / (w * s + w * r)) ** 2), 1 / (w * s + w * r), ALGEBRA),
    ((s + r) ** 17, (s + r) ** 16 * (s + r), ()),
    (log((s + r) / sqrt(s + r)), log(s + r) / 2, {LOGARITHMS}),
]  # fmt: skip


@pytest.mark.parametrize(("term", "same", "allowed"), DECIDED)
def test_what_is_decided(term, same, allowed):
    assert equal(term, same, allowed)
    assert equal(same, term, allowed)


@pytest.mark.parametrize(("term", "other", "allowed"), UNDECIDED)
def test_what_is_not_decided(term, other, allowed):
    assert not equal(term, other, allowed)
    assert not equal(other, term, allowed)


BINDERS = [
    lambda f, t: Integral(exp(f), t, 0, 1), lambda f, t: Expectation(exp(f), t, Normal(0, 1)),
    lambda f, t: Bracket(exp(f), t, 0, 1), lambda f, t: Derivative(exp(f), t, 2),
]  # fmt: skip


@pytest.mark.parametrize("inner", BINDERS)
def test_a_binder_around_a_binder_takes_another_name(inner):
    one, other = (Integral(inner(f, x), y, 0, 1) for f in (x * x * y, x * y * y))
    assert not equal(one, other)
    assert equal(one, Integral(inner(x * b * x, x), b, 0, 1))


@pytest.mark.parametrize(("inner", "outer"), [(Sum, Product), (Product, Sum)])
def test_an_index_around_an_index_takes_another_name(inner, outer):
    one, other = (outer(inner(exp(f) + 1, j), i) for f in (v[i] * v[i] * v[j], v[i] * v[j] * v[j]))
    assert not equal(one, other)
    assert equal(one, outer(inner(1 + exp(v[j] * v[j] * v[i]), i), j))


SIGNS = [
    (w * s, {0, 1}), (s * w, {0, 1}), (s - r, {-1, 0, 1}), (s + w, {1}), (w + u, {0, 1}),
    (-s - w, {-1}), (-w, {-1, 0}), (a - a, {0}), (a**2, {0, 1}), (a**3, {-1, 0, 1}),
    (a**2 + s, {1}), (Sum(-exp(v[i]), i) ** n, {-1, 0, 1}), (s**n, {1}), (w**n, {0, 1}),
    ((Sum(-exp(v[i]), i) ** n) ** 2, {0, 1}), (a**2 * s, {0, 1}), (sqrt(s) * a, {-1, 0, 1}),
]  # fmt: skip


@pytest.mark.parametrize(("term", "most"), SIGNS, ids=str)
def test_the_signs_of_a_polynomial(term, most):
    form = NormalForm(())
    assert form.signs(form.read(term)) == most


def test_the_signs_of_exponentials_and_logarithms():
    form = NormalForm({EXPONENTIALS, LOGARITHMS})
    assert form.signs(form.read(exp(a))) == {1}
    assert form.signs(form.read(log(s))) == {-1, 0, 1}


def test_what_grows_too_large_is_not_decided():
    with patch.object(ring, "MOST_TERMS", 4):
        assert equal((a + b) * (a - b), a**2 - b**2)
        assert not equal((a + b + x) * (a - b), (a + b + x) * (a - b))
    with patch.object(ring, "LARGEST_NUMBER", 4):
        assert equal(sqrt(2) ** 4, Integer(4))
        assert not equal(sqrt(2) ** 6, Integer(8))
        assert equal((2 * a) ** 2, 4 * a**2)
        assert not equal((2 * a) ** 3, 8 * a**3)
        assert equal(a**20, a**10 * a**10)
    with patch.object(ring, "LARGEST_NUMBER", 5):
        assert not equal((2 * a) ** 3, 8 * a**3)
    with patch.object(ring, "LARGEST_EXPANDED_POWER", 2):
        form = NormalForm(())
        assert len(form.read((a + b) ** 2)) == 3
        assert len(form.read((a + b) ** 3)) == 1


def test_a_comparison_leaves_the_depth_as_it_was():
    form = NormalForm(())
    assert len(form.read(sin(a) + sin(2 * a) + sin(3 * a))) == 3
    assert form._depth == 0


def test_only_what_is_under_a_sum_is_divided():
    form = NormalForm(())
    assert form.reduced(form.read((s + r) ** 2 / (s + r))) == form.read(s + r)


def test_no_power_of_a_negative_number_is_taken_apart():
    form = NormalForm(())
    with pytest.raises(Undecided, match="negative"):
        form.symbolic_power(poly.constant(-2), form.read(n))


def test_no_name_is_captured():
    form = NormalForm(())
    inside = form.read(Integral(exp(x * y), x, 0, 1))
    ((((atom, _),), _),) = inside.items()
    bound = form.generators[atom].args[1]
    with pytest.raises(Undecided, match="captured"):
        form._renamed(inside, y, bound)
    with pytest.raises(Undecided, match="captured"):
        form._renamed(form.read(x * y), y, x)
    at_an_end = form.read(Integral(exp(x), x, 0, y))
    with pytest.raises(Undecided, match="captured"):
        form._renamed(at_an_end, y, bound)
    with pytest.raises(Undecided, match="captured"):
        form._renamed(form.read(Integral(exp(x), x, 0, bound)), bound, z)


def test_a_free_variable_is_renamed_alone():
    form = NormalForm({MODULI})
    assert form._renamed(form.read(x * y), x, z) == form.read(z * y)
    assert form._renamed(form.read(Abs(x) * x**n), x, z) == form.read(Abs(z) * z**n)
    assert form._renamed(form.read(v.T @ S @ v), v, m) == form.read(m.T @ S @ m)


def test_nothing_is_taken_out_of_a_sum_that_shares_nothing():
    form = NormalForm(())
    base = form.read(1 + a)
    assert form._primitive(base, ANY, Fraction(-1)) == (None, base, ANY)


def test_what_is_shared_is_taken_out_of_a_sum_that_is_divided_by():
    form = NormalForm(())
    assert form.read(1 / (x * s + x * r)) == form.read((1 / x) * (1 / (s + r)))


@pytest.mark.parametrize("term", [1 / (s / (s + r) + r / (s + r) - 1), 1 / (a - a)])
def test_what_is_defined_nowhere_has_no_normal_form(term):
    with pytest.raises(Undecided):
        NormalForm(()).read(term)


def test_sums_of_products_that_cancel_leave_no_monomial():
    one, other = poly.generator(0), poly.generator(1)
    product = poly.multiply(poly.add(one, other), poly.add(one, other, -1))
    assert product == poly.add(poly.generator(0, 2), poly.generator(1, 2), -1)
    assert poly.scale(one, 0) == {}


def test_the_kernel_uses_no_theory_that_is_a_step_of_its_own():
    named = {value for name, value in vars(theories).items() if isinstance(value, str)
             and name.isupper()}  # fmt: skip
    own = {theories.DEFINITIONS, theories.LINEARITY, theories.COORDINATES, theories.CHOLESKY}
    assert named == theories.THEORIES
    assert named - own == theories.ALGEBRA
    assert theories.ALGEBRA | {theories.DEFINITIONS} == theories.POINTWISE
    assert theories.OF_MATRICES <= theories.THEORIES
