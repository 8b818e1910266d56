"""Trigonometry: sines and cosines of sums and multiples, by the addition theorems."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from sympy import Integer, Rational
from sympy.core.basic import Basic

from derive.claims.polynomials import Polynomial, read, written
from derive.notation import (
    Cos,
    Minus,
    Neg,
    Over,
    Pi,
    Plus,
    Sin,
    Sqrt,
    Times,
    Var,
    rewrite,
)

LARGEST_MULTIPLE, MOST_SUMMANDS = 8, 4
_TURN = Var.unchecked("#pi", "real")
_SINES: dict[Fraction, Any] = {
    Fraction(0): Integer(0),
    Fraction(1, 6): Rational(1, 2),
    Fraction(1, 4): Over(Sqrt(Integer(2)), 2),
    Fraction(1, 3): Over(Sqrt(Integer(3)), 2),
    Fraction(1, 2): Integer(1),
}


def expanded(term: Basic) -> Any:
    """Return a term whose sines and cosines are those of single variables.

    The addition theorems hold for all real numbers, so the term is defined where it was.
    """
    return rewrite(term, _expanded)


def _expanded(t: Basic) -> Basic | None:
    if not isinstance(t, (Sin, Cos)):
        return None
    inner = rewrite(t.args[0], lambda x: _TURN if isinstance(x, Pi) else None)
    argument = read(inner)
    if argument is None or len(argument) > MOST_SUMMANDS:
        return None
    pair = _pair(argument)
    return None if pair is None else pair[0] if isinstance(t, Sin) else pair[1]


def _pair(argument: Polynomial) -> tuple[Basic, Basic] | None:
    """Return sine and cosine of a sum."""
    sine: Any = Integer(0)
    cosine: Any = Integer(1)
    for monomial, c in argument.items():
        part = _multiple(monomial, c)
        if part is None:
            return None
        s, d = part
        sine, cosine = (
            Plus(Times(sine, d), Times(cosine, s)),
            Minus(Times(cosine, d), Times(sine, s)),
        )
    return sine, cosine


def _multiple(monomial: Any, c: Fraction) -> tuple[Any, Any] | None:
    if monomial == ((_TURN, 1),):
        return _turned(c)
    if any(v == _TURN for v, _ in monomial) or abs(c.numerator) > LARGEST_MULTIPLE:
        return None
    unit = written({monomial: Fraction(1, c.denominator)})
    s, d = Sin(unit), Cos(unit)
    sine: Any = Integer(0)
    cosine: Any = Integer(1)
    for _ in range(abs(c.numerator)):
        sine, cosine = (
            Plus(Times(sine, d), Times(cosine, s)),
            Minus(Times(cosine, d), Times(sine, s)),
        )
    return (sine if c > 0 else Neg(sine)), cosine


def _turned(c: Fraction) -> tuple[Any, Any] | None:
    """Return sine and cosine of c·π."""
    sine, cosine = _sine(c), _sine(c + Fraction(1, 2))
    return None if sine is None or cosine is None else (sine, cosine)


def _sine(c: Fraction) -> Any:
    c = c % 2
    if c >= 1:
        inner = _sine(c - 1)
        return None if inner is None else Neg(inner)
    return _SINES.get(min(c, 1 - c))
