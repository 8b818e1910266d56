"""How large a polynomial may become before this checker declines: it must end within seconds."""

from __future__ import annotations

from math import comb
from typing import Any

from derive.recheck.terms import Overflow

LARGEST_EXPONENT, LARGEST_LENGTH = 4000, 3000
MOST_PRODUCTS, MOST_WORK = 200_000, 1_000_000
"""Limits, in terms of polynomials: of one product, and of all that one comparison handles."""


def product(p: Any, q: Any) -> Any:
    """Return the product of two polynomials, unless it is too long to be looked at."""
    if len(p) * len(q) > MOST_PRODUCTS:
        raise Overflow("a polynomial is too long")
    return p * q


def check_power(num: Any, den: Any, n: int) -> None:
    """Decline a power of a fraction that has too many terms, or too many digits."""
    size = max(len(num), len(den))
    digits = max((len(str(c)) for p in (num, den) for c in p.coeffs()), default=1)
    too_large = n > LARGEST_EXPONENT or (size > 1 and size * n > 600) or digits * n > 50_000
    if too_large or (size > 1 and comb(n + size - 1, n) > LARGEST_LENGTH):
        raise Overflow("a power is too large")
