"""Readable: what a ball holds as a number that people read, never more exact than it is."""

from __future__ import annotations

from fractions import Fraction
from math import floor

from flint import arb

DIGITS = (6, 12, 24, 48)
LARGE = arb(10) ** 40
"""From here on, and below its reciprocal, numbers are not written out."""
SUPERSCRIPTS = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def pair(left: arb, right: arb) -> tuple[str, str]:
    """Return two balls with as many digits as tell them apart."""
    shown = [(number(left, n), number(right, n)) for n in DIGITS]
    return next((two for two in shown if two[0] != two[1]), shown[-1])


def number(ball: arb, digits: int) -> str:
    """Return a ball as a number: ``0.125``, ``about 0.0942541``, ``0 to 36 places``.

    A ball that is too wide for these is ``between 0.12 and 0.13``.
    """
    if not ball.is_finite():
        return "not bounded"
    size, near_zero = ball.abs_upper(), ball.contains(0)
    if near_zero and not ball.is_zero() and (places := _places(size)) >= digits:
        return f"0 to {places} places"
    text = _plain(str(ball.str(digits, radius=False)))
    written_out = ball.is_zero() or (size < LARGE and (near_zero or size > 1 / LARGE))
    if written_out and ball.is_exact() and _exact(ball) == Fraction(text):
        return _scientific(text)
    # The digits are those of every number in the ball, but for the rounding of the last.
    if ball.rel_accuracy_bits() > 4 * digits:
        return f"about {_scientific(text)}"
    if not written_out:
        return str(ball.str(digits))
    lower, upper = _exact(ball.lower()), _exact(ball.upper())
    return _between(lower, upper, digits + _places(upper - lower))


def _exact(point: arb) -> Fraction:
    mantissa, exponent = (int(n) for n in point.man_exp())
    return mantissa * Fraction(2) ** exponent


def _plain(text: str) -> str:
    """Return digits without zeros at the end."""
    mantissa, e, exponent = text.partition("e")
    mantissa = mantissa.rstrip("0").rstrip(".") if "." in mantissa else mantissa
    return mantissa + e + exponent


def _scientific(text: str) -> str:
    mantissa, _, exponent = text.partition("e")
    return f"{mantissa}·10{str(int(exponent)).translate(SUPERSCRIPTS)}" if exponent else mantissa


def _places(bound: arb | Fraction) -> int:
    """Return up to how many places, of a hundred, what is at most ``bound`` rounds to 0."""
    return next((n for n in range(100) if not 2 * bound * 10 ** (n + 1) < 1), 100)


def _between(lower: Fraction, upper: Fraction, places: int) -> str:
    """Return two decimal numbers around an interval."""
    ends = floor(lower * 10**places), -floor(-upper * 10**places)
    one, other = (_plain(_decimal(end, places)) for end in ends)
    return f"between {one} and {other}"


def _decimal(scaled: int, places: int) -> str:
    digits = str(abs(scaled)).rjust(places + 1, "0")
    return f"{'-' * (scaled < 0)}{digits[:-places]}.{digits[-places:]}"
