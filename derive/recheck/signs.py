"""Signs of terms: by their form, and where that does not tell, by their normal form."""

from __future__ import annotations

from derive.recheck.compare import decided_sign
from derive.recheck.polarity import ANY, OPPOSITE, sign_of_product, sign_of_sum
from derive.recheck.terms import Declined, Refusal, Term, integer, shape

STRENGTH = {"+": 3, "-": 3, "!": 2, "0+": 1, "0-": 1, "": 0}


def sign(t: Term) -> str:
    """Return what is seen of a number's sign: the stronger of what form and normal form say."""
    if shape(t) is not None:
        return ANY
    try:
        by_value = decided_sign(t)
    except (Declined, Refusal):
        by_value = ANY
    if by_value in ("+", "-"):
        return by_value
    by_form = _by_form(t)
    return max(by_form, by_value, key=lambda s: STRENGTH[s])


def _by_form(t: Term) -> str:
    head = t[0]
    if head in ("mul", "div"):
        return sign_of_product(sign(t[1]), sign(t[2]))
    if head == "neg":
        return OPPOSITE[sign(t[1])]
    if head == "add":
        return sign_of_sum(sign(t[1]), sign(t[2]))
    if head == "sub":
        return _of_difference(t)
    if head == "pow" and (integer(t[2]) or 1) % 2 == 0:
        return "+" if sign(t[1]) in ("+", "-", "!") else "0+"
    if head in ("sum", "integral", "space", "product") and sign(t[1]) in ("+", "0+"):
        return sign(t[1]) if head != "integral" else "0+"
    return ANY


def _of_difference(t: Term) -> str:
    a, b = t[1], t[2]
    if a[0] == b[0] == "fun" and a[1] == b[1] and a[1] in ("exp", "log", "sqrt", "arctan"):
        return sign(("sub", a[2], b[2]))
    return sign_of_sum(sign(a), OPPOSITE[sign(b)])


def nonnegative(t: Term) -> bool:
    """Say whether a number is seen to be at least zero."""
    return sign(t) in ("+", "0+")


def positive(t: Term) -> bool:
    """Say whether a number is seen to be positive."""
    return sign(t) == "+"
