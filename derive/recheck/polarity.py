"""What may be known of a number's sign, and of those of products and sums."""

from __future__ import annotations

POSITIVE, NONNEGATIVE, NEGATIVE, NONPOSITIVE, NONZERO, ANY = "+", "0+", "-", "0-", "!", ""
OPPOSITE = {"+": "-", "-": "+", "0+": "0-", "0-": "0+", "!": "!", "": ""}


def sign_of_product(a: str, b: str) -> str:
    """Return what is known of a product's sign from the signs of its factors."""
    if not a or not b:
        return ANY
    if "!" in (a, b):
        return NONZERO if "0" not in a + b else ANY
    weak = "0" if "0" in a + b else ""
    return weak + ("+" if (a[-1] == b[-1]) else "-")


def sign_of_sum(a: str, b: str) -> str:
    """Return what is known of a sum's sign."""
    if not a or not b or "!" in (a, b) or a[-1] != b[-1]:
        return ANY
    return a[-1] if len(a) == 1 or len(b) == 1 else a
