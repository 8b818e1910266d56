"""Order of terms: which of two terms is larger when one sub-term is replaced by a larger one."""

from __future__ import annotations

from sympy.core.basic import Basic

from derive.kernel.facts import Declined
from derive.kernel.signs import is_natural, is_nonnegative, is_positive, signs
from derive.notation import Exp, Integral, Log, Minus, Neg, Over, Plus, Power, Sqrt, Times


def direction(a: Basic, b: Basic, smaller: Basic, larger: Basic) -> int:
    """Return 0, 1 or −1 where a = b, a ≤ b or a ≥ b follows from ``smaller`` ≤ ``larger``.

    ``a`` and ``b`` are the same tree but for occurrences of ``smaller`` and ``larger``.

    Raises
    ------
    Declined
        Where the replaced sub-term does not stand in a monotone place.
    """
    if a == b:
        return 0
    if (a, b) == (smaller, larger):
        return 1
    if (a, b) == (larger, smaller):
        return -1
    if a.func != b.func or len(a.args) != len(b.args) or not a.args:
        raise Declined(a, " and ", b, " differ in more than one place")
    parts = [
        direction(x, y, smaller, larger) if x != y else 0
        for x, y in zip(a.args, b.args, strict=True)
    ]
    return _of_node(a, b, parts)


def _of_node(a: Basic, b: Basic, parts: list[int]) -> int:
    if isinstance(a, Plus):
        return _joined(a, parts)
    if isinstance(a, Minus):
        return _joined(a, [parts[0], -parts[1]])
    if isinstance(a, Neg):
        return -parts[0]
    if isinstance(a, Times):
        return _joined(a, [_sign(a.args[1]) * parts[0], _sign(b.args[0]) * parts[1]], parts)
    if isinstance(a, Over):
        through = [_sign(a.args[1]) * parts[0], 0]
        if parts[1]:
            if not (is_positive(a.args[1]) and is_positive(b.args[1])):
                raise Declined("the sign of the denominator ", a.args[1], " is not shown")
            through[1] = -_sign(b.args[0]) * parts[1]
        return _joined(a, through, parts)
    if isinstance(a, Power) and not parts[1] and _grows(a, b):
        return parts[0]
    if isinstance(a, (Exp, Log, Sqrt)):
        return parts[0]
    if isinstance(a, Integral) and not any(parts[1:]):
        return parts[0]
    raise Declined(a, " is not shown to be monotone in what is replaced")


def _grows(a: Basic, b: Basic) -> bool:
    """Say whether two powers with one natural exponent have bases that are not negative."""
    return is_natural(a.args[1]) and is_nonnegative(a.args[0]) and is_nonnegative(b.args[0])


def _sign(factor: Basic) -> int:
    """Return 1 for a factor ≥ 0, −1 for one ≤ 0, and 2 for one whose sign is not known."""
    of = signs(factor)
    return 1 if of <= {0, 1} else (-1 if of <= {0, -1} else 2)


def _joined(node: Basic, through: list[int], parts: list[int] | None = None) -> int:
    """Join the directions of two arguments; an unknown sign matters only where there is one."""
    found = {d for d, p in zip(through, parts or through, strict=True) if p}
    if found <= {1} or found <= {-1}:
        return found.pop() if found else 0
    raise Declined(node, " is not shown to be monotone in what is replaced")
