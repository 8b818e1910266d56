"""Signs: never fewer than a term can take."""

from __future__ import annotations

import random
from fractions import Fraction

import pytest
from sympy import Integer, Rational, oo

from derive.kernel.signs import (
    is_integer,
    is_natural,
    is_nonnegative,
    is_nonzero,
    is_positive,
    signs,
)
from derive.notation import (
    KL,
    Abs,
    Expectation,
    Integral,
    Minus,
    Neg,
    Normal,
    Over,
    Plus,
    Power,
    Times,
    arctan,
    cos,
    det,
    dimension,
    exp,
    invertible,
    log,
    natural,
    nonnegative,
    pi,
    positive,
    real,
    sin,
    sqrt,
)

x, y = real("x y")
s, t = positive("s t")
w, v = nonnegative("w v")
n = natural("n")
q = Normal(x, s)


@pytest.mark.parametrize(
    "term",
    [s, s + t, s + w, s * t, s / t, exp(x), pi, sqrt(s), s**x, s**n, 1 + x**2, q(x), 2 * s,
     exp(s) - exp(0), Abs(s), Integral(exp(x), x, 0, s),
     Integral(exp(-(x**2)), x), Expectation(exp(y), y, q), arctan(s), Integer(3)],
)  # fmt: skip
def test_positive(term):
    assert is_positive(term)
    assert is_nonzero(term)


@pytest.mark.parametrize(
    "term",
    [w, w + v, x**2, Abs(x), sqrt(w), w**n, n, w * s, (x - y) ** 4, exp(w) - exp(0),
     Integral(x**2, x, 0, w), Expectation(y**2, y, q), arctan(w), Integer(0)],
)  # fmt: skip
def test_nonnegative_and_no_more(term):
    assert is_nonnegative(term)
    assert not is_positive(term)
    assert not is_nonzero(term)


@pytest.mark.parametrize(
    "term",
    [x, s - t, w - v, x * y, x * s, x**3, x**n, -x, s - 1, n - 1, log(s), sin(x), cos(x),
     arctan(x), exp(x) - exp(y), Expectation(y, y, q), KL(q, Normal(y, t)), Integral(x, x, -1, 1),
     Integral(exp(x), x, 0, y), 1 - x**2, s * t - 1, log(1 + w) - s],
)  # fmt: skip
def test_of_unknown_sign(term):
    assert not is_nonnegative(term)
    assert not is_nonnegative(Neg(term))
    assert not is_nonzero(term)


def test_a_determinant_that_is_not_zero_is_of_either_sign():
    assert signs(det(invertible("N", dimension("k")))) == frozenset({-1, 1})


def test_infinity_has_a_sign():
    assert is_positive(oo)
    assert signs(-oo) == frozenset({-1})


@pytest.mark.parametrize("term", [n, n + 1, 2 * n, n * n, Integer(0), Integer(4)])
def test_natural(term):
    assert is_natural(term)


@pytest.mark.parametrize("term", [n - 1, -n, Integer(-1), n / 2, Rational(1, 2), s, w, x])
def test_not_natural(term):
    assert not is_natural(term)


def test_integer():
    assert is_integer(n - 1)
    assert not is_integer(n / 2)
    assert not is_integer(s)


def value(term, at):
    """Return the exact value of a rational term."""
    if not term.args:
        return at[term] if term in at else Fraction(int(term.p), int(term.q))
    a = [value(part, at) for part in term.args]
    return {
        Plus: lambda: a[0] + a[1], Minus: lambda: a[0] - a[1], Times: lambda: a[0] * a[1],
        Neg: lambda: -a[0], Abs: lambda: abs(a[0]), Over: lambda: a[0] / a[1],
        Power: lambda: a[0] ** int(a[1]),
    }[term.func]()  # fmt: skip


def random_term(source, depth):
    if depth == 0:
        return source.choice([x, y, s, t, w, v, n, Integer(source.randint(-2, 2))])
    one, other = (random_term(source, depth - 1) for _ in range(2))
    return source.choice([
        lambda: one + other, lambda: one - other, lambda: one * other, lambda: -one,
        lambda: Abs(one), lambda: one / other, lambda: one ** Integer(source.randint(0, 3)),
        lambda: one**n,
    ])()  # fmt: skip


def test_random_values_have_the_signs_that_are_said():
    source = random.Random(3)
    seen = set()
    for _ in range(1500):
        term = random_term(source, 3)
        said = signs(term)
        for _ in range(4):
            at = {u: Fraction(source.randint(-4, 4), source.randint(1, 3)) for u in (x, y)}
            at |= {u: Fraction(source.randint(1, 6), source.randint(1, 3)) for u in (s, t)}
            at |= {u: Fraction(source.randint(0, 3)) for u in (w, v)}
            at[n] = source.randint(0, 2)
            try:
                found = value(term, at)
            except ZeroDivisionError:
                continue
            assert (found > 0) - (found < 0) in said, (term, at)
            seen.add(frozenset(said))
    assert len(seen) > 4
