"""Exact numbers: what is equal, what differs, and what is not decided."""

import pytest
from flint import fmpq

from derive.evidence.exact_numbers import ONE, PI, E, Equality, Exact, NotExact
from derive.evidence.failures import Undefined

EPSILON = Exact.generator(("epsilon", 1))
OTHER = Exact.generator(("epsilon", 2))
X = Exact.generator(("x", 1, 0))


def q(p, d=1):
    return Exact.rational(fmpq(p, d))


def test_a_ring():
    a, b = q(2, 3) + X, X * X - q(1)
    assert ((a + b) * (a - b) - (a * a - b * b)).is_zero()
    assert (a**3 - a * a * a).is_zero()
    assert (q(3) ** -2 - q(1, 9)).is_zero()
    assert (X**0 - q(1)).is_zero()
    assert (q(0) ** 0 - q(1)).is_zero()


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (q(12).log(), q(3).log() + q(2) * q(2).log()),
        (q(8, 27).log(), q(3) * q(2, 3).log()),
        (q(4).sqrt().log() * q(2), q(4).log()),
        (q(1, 2) * q(10**40).log(), q(10**20).log()),
        (q(1, 2).exp() * q(1, 2).exp(), q(1).exp()),
        (q(3).exp().log(), q(3)),
        ((q(2) * q(1, 2).exp()).log(), q(2).log() + q(1, 2)),
        ((q(9, 4) * q(3).exp()).sqrt(), q(3, 2) * q(3, 2).exp()),
        (q(5).exp().reciprocal(), q(-5).exp()),
    ],
)
def test_equal(left, right):
    assert left.compared_with(right) == Equality.EQUAL


@pytest.mark.parametrize(
    ("left", "right"),
    [
        (q(1), q(1) + q(1, 10**40)),
        (q(2).log(), q(7, 10)),
        (q(12).log(), q(3).log() + q(2).log()),
        (q(10**20 + 1, 10**20).log(), q(0)),
        (q(2).log(), q(2).log() + q(1, 10**30)),
        (q(1).exp(), q(19, 7)),
        (q(1, 3).exp(), q(1, 2).exp()),
    ],
)
def test_different(left, right):
    assert left.compared_with(right) == Equality.DIFFERENT


def test_undecided():
    pi, e = Exact.generator(PI), q(1).exp()
    for left, right in (
        (pi, q(3)),
        (pi, e),
        (e, q(2).log()),
        (q(2).log() ** 2, q(1)),
        (q(2).log(), q(10**20 + 1, 10**20) * q(2).log() + q(3).log()),
    ):
        assert left.compared_with(right) == Equality.UNDECIDED


def test_small_numbers_give_derivatives():
    at = q(3) + EPSILON
    expected = {
        "square": (at**2, q(6)),
        "reciprocal": (at.reciprocal(), q(-1, 9)),
        "log": (at.log(), q(1, 3)),
        "exp": (at.exp(), q(3).exp()),
        "root": ((q(4) + EPSILON).sqrt(), q(1, 4)),
    }
    for name, (value, slope) in expected.items():
        assert (value.factor_of(("epsilon", 1)) - slope).is_zero(), name
    assert (EPSILON * EPSILON).is_zero()


def test_two_small_numbers_give_second_derivatives():
    at = q(2) + EPSILON + OTHER
    for value, curvature in (
        (at**3, q(12)),
        (at.reciprocal(), q(1, 4)),
        (at.log(), q(-1, 4)),
        (at.exp(), q(2).exp()),
        ((q(1) + EPSILON + OTHER).sqrt(), q(-1, 4)),
    ):
        mixed = value.factor_of(("epsilon", 1)).factor_of(("epsilon", 2))
        assert (mixed - curvature).is_zero()


@pytest.mark.parametrize(
    "attempt",
    [q(0).reciprocal, q(0).log, q(-2).log, q(-2).sqrt, (-(q(1).exp())).log],
)
def test_undefined(attempt):
    with pytest.raises(Undefined):
        attempt()


@pytest.mark.parametrize(
    "attempt",
    [
        q(2).sqrt, X.reciprocal, X.log, X.exp, EPSILON.reciprocal, EPSILON.log, EPSILON.sqrt,
        q(2).log().exp, (q(1) + q(1).exp()).reciprocal, Exact.generator(PI).reciprocal,
    ],
)  # fmt: skip
def test_not_in_the_ring(attempt):
    with pytest.raises(NotExact):
        attempt()


def test_terms_that_vanish_are_gone():
    assert (q(1).exp() - q(1).exp()).terms == {}
    assert Exact({ONE: fmpq(0)}).is_zero()
    assert (Exact.generator(E, fmpq(1)) * Exact.generator(E, fmpq(-1))).as_rational() == 1
