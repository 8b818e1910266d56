"""Values in principal branches, exact where they can be, and what is certain of a relation."""

from __future__ import annotations

import pytest
from flint import acb, fmpq

from derive.evidence.failures import NotEnclosed, Undefined
from derive.evidence.principal import Principal, at_precision
from derive.evidence.principal_numbers import Turn
from derive.evidence.principal_truth import Certain, Truth
from derive.notation import (
    And,
    Arccos,
    Arcosh,
    Binomial,
    Cos,
    EntryAt,
    Equal,
    Exp,
    FiniteProduct,
    FiniteSum,
    Floor,
    Gamma,
    ImaginaryUnit,
    Less,
    Log,
    Not,
    Or,
    Power,
    Sin,
    Sqrt,
    Symbol,
    Tan,
    Unequal,
    inverse,
    log,
    matrix,
    pi,
    real,
    sqrt,
)

x = real("x")
A = matrix("A", 2, 2)
i = Symbol("i", "integer")
ORIGIN = fmpq(0)
SINGULAR = ((fmpq(1, 3), fmpq(2, 3)), (fmpq(1), fmpq(2)))


def value(term, **point):
    return Principal({x: point.get("at", fmpq(0)), A: SINGULAR}).value(term)


def truth(proposition, at=ORIGIN, bits=128):
    return at_precision(bits, lambda: Certain(Principal({x: at, A: SINGULAR})).of(proposition))


@pytest.mark.parametrize(
    ("term", "exact"),
    [
        (Sqrt(x**2), fmpq(1, 3)),
        (Power(x**2, Power(2, -1)), fmpq(1, 3)),
        (x**0, fmpq(1)),
        (Sin(pi / 6), fmpq(1, 2)),
        (Cos(pi / 2), fmpq(0)),
        (Floor(x), fmpq(-1)),
        (Gamma(5 - 0 * x), fmpq(24)),
        (Binomial(x, 2), fmpq(2, 9)),
        (FiniteSum(i, i, 1, 4), fmpq(10)),
        (FiniteSum(i, i, 1, 0), fmpq(0)),
        (FiniteProduct(i, i, 3, 1), fmpq(1)),
        (EntryAt(A, 2, 1), fmpq(1)),
    ],
)
def test_what_is_rational_is_exact(term, exact):
    assert value(term, at=fmpq(-1, 3)) == exact


def test_logarithm_and_root_of_a_negative_number_are_principal():
    assert value(log(x), at=fmpq(-1)).overlaps(acb(0, 1) * acb.pi())
    assert value(sqrt(x), at=fmpq(-4)) == acb(0, 2)
    cube_root = value(Power(x, Power(3, -1)), at=fmpq(-8))
    assert cube_root.overlaps(acb(1, 0) + acb(0, 1) * acb(3).sqrt())


@pytest.mark.parametrize(
    "term", [1 / x, log(x), Power(x, -1), Tan(x + pi / 2), Gamma(x), inverse(A), EntryAt(A, 3, 1)]
)
def test_what_is_certainly_undefined_is_seen(term):
    with pytest.raises(Undefined):
        value(term)


@pytest.mark.parametrize(
    "term", [Arccos(x + 2), Arcosh(x), 1 / Sin(Exp(x * 0) * 0 + Exp(1) - Exp(1))]
)
def test_what_is_not_certain_has_no_value(term):
    with pytest.raises(NotEnclosed):
        value(term)


def test_zero_to_a_power_is_as_it_is_fixed():
    assert value(Power(x, x)) == 1
    assert value(Power(x, pi)) == 0
    with pytest.raises(Undefined):
        value(Power(x, ImaginaryUnit()))


def test_a_comparison_of_what_is_not_real_fails():
    assert truth(Less(sqrt(x), 1), at=fmpq(-1)) is Truth.FALSE
    assert truth(Not(Less(sqrt(x), 1)), at=fmpq(-1)) is Truth.TRUE


def test_numbers_that_agree_to_thirty_digits_are_told_apart_or_left_open():
    said = Equal(Exp(pi * Sqrt(163)), 262537412640768744)
    assert truth(said, bits=64) is Truth.UNKNOWN
    assert truth(said, bits=256) is Truth.FALSE


def test_the_truth_of_conjunctions_and_alternatives():
    holds, fails, undefined = Equal(x, 0), Unequal(x, 0), Equal(1 / x, 0)
    assert truth(And(holds, fails)) is Truth.FALSE
    assert truth(And(undefined, fails)) is Truth.FALSE
    assert truth(And(holds, undefined)) is Truth.UNDEFINED
    assert truth(Or(fails, holds)) is Truth.TRUE
    assert truth(Or(holds, undefined)) is Truth.UNKNOWN
    assert truth(Not(undefined)) is Truth.UNDEFINED


def test_multiples_of_pi_stay_exact():
    assert value(pi / 2 + pi / 3) == Turn(fmpq(5, 6))
    assert value(pi - pi) == 0
    assert value(pi / pi) == 1
    assert value(Log(x), at=fmpq(1)) == 0
