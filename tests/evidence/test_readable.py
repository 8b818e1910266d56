"""Numbers that people read: short, told apart, and never more exact than the ball."""

from __future__ import annotations

import pytest
from flint import arb, ctx

from derive.evidence.readable import number, pair
from derive.evidence.refutation import refute
from derive.notation import as_term, dimension, log, matrix, positive, real, vector

x = real("x")
s = positive("s")


@pytest.mark.parametrize(
    ("ball", "text"),
    [
        (arb("9.25"), "9.25"),
        (arb(0), "0"),
        (arb(-5), "-5"),
        (arb(1) / 3, "about 0.333333"),
        (arb("0.1"), "about 0.1"),
        (arb("0 +/- 1e-37"), "0 to 36 places"),
        (arb("0.5 +/- 0.1"), "between 0.399999 and 0.600001"),
        (arb("-1e-9 +/- 1e-10"), "between -0.000000001100001 and -0.000000000899999"),
        (arb("0 +/- 0.3"), "between -0.300001 and 0.300001"),
        (arb(10) ** 45 / 3, "about 3.33333·10⁴⁴"),
        (-(arb(10) ** 9).exp(), "about -8.00298·10⁴³⁴²⁹⁴⁴⁸¹"),
        ((-(arb(10) ** 9)).exp(), "about 1.24953·10⁻⁴³⁴²⁹⁴⁴⁸²"),
        (arb("inf"), "not bounded"),
    ],
)
def test_a_ball_is_a_number_that_is_no_more_exact(ball: arb, text: str) -> None:
    assert number(ball, 6) == text


def test_two_numbers_have_the_digits_that_tell_them_apart() -> None:
    precision, ctx.prec = ctx.prec, 200
    try:
        shown = pair(arb(1) / 3, arb(1) / 3 + arb(10) ** -20)
    finally:
        ctx.prec = precision
    assert shown == ("about 0.333333333333333333333333", "about 0.333333333333333333343333")


def test_a_refutation_is_in_words_and_terms() -> None:
    found = refute(log(s), "=", as_term(0))
    assert found is not None
    assert found.said[:3] == ("at ", s, " = ")
    assert found.detail.startswith(f"at s = {found.values[0][1]}: the left side is about ")
    assert found.detail.endswith(", the right side 0")
    k = dimension("k")
    v, a = vector("v", k), matrix("A", k, k)
    found = refute(v.T @ a @ v, "=", as_term(1))
    assert found is not None
    assert "at k = 2, A with the rows (1/2, 5/2) and (2, 2), v = (-5/2, -3/2): " in found.detail


def test_what_is_undefined_is_said_in_terms() -> None:
    found = refute(1 / (x - x), "=", as_term(1))
    assert found is not None
    assert 1 / (x - x) in found.said
