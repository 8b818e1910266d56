"""What grows with a part of it: the places where a term may be replaced by a larger one."""

from __future__ import annotations

from derive.recheck.compare import equal
from derive.recheck.signs import nonnegative, positive, sign
from derive.recheck.step import FIELD, aligned
from derive.recheck.terms import Term, bound_of, integer, parts, rebuild, same, shape

INCREASING = ("exp", "log", "sqrt", "arctan")


def at_most(before: Term, after: Term, small: Term, large: Term, strict: bool = False) -> bool:
    """Say whether ``before <= after`` is seen by replacing one term by a larger one."""
    if strict:
        return same(before, small) and same(after, large)
    if not same(before, after) and _below(before, after, small, large):
        return True
    for candidate in (
        _replaced(before, small, large, 1, small),
        _replaced(before, small, large, 1, large),
    ):
        if not same(candidate, before) and equal(candidate, after, FIELD):
            return True
    return False


def _below(a: Term, b: Term, small: Term, large: Term) -> bool:
    """Say whether ``a <= b``, the terms being equal but for one term and a larger one."""
    if same(a, b) or (same(a, small) and same(b, large)):
        return True
    if a[0] != b[0] or len(a) != len(b) or a[0] in ("sym", "int"):
        return False
    head = a[0]
    pairs = aligned(a, b)
    if pairs is None or shape(a) is not None:
        return False

    def below(n: int) -> bool:
        return _below(*pairs[n], small, large)

    def above(n: int) -> bool:
        return _below(pairs[n][1], pairs[n][0], small, large)

    if head == "add":
        return below(0) and below(1)
    if head == "sub":
        return below(0) and above(1)
    if head == "neg":
        return above(0)
    if head == "fun":
        if a[1] == "max":
            return below(0) and below(1)
        return a[1] in INCREASING and below(0)
    if head == "pow":
        return same(*pairs[1]) and below(0) and _grows(pairs[0][0], a[2])
    if head in ("integral", "space", "sum", "E"):
        return below(0) and all(same(x, y) for x, y in pairs[1:])
    if head == "product":
        return below(0) and nonnegative(pairs[0][0])
    if head in ("mul", "div"):
        return _below_product(head, pairs, small, large)
    return False


def _grows(base: Term, exponent: Term) -> bool:
    """Say whether a power grows with its base from here on."""
    n = integer(exponent)
    if n is not None and n >= 0 and n % 2 == 1:
        return True
    return nonnegative(base) and (n is None or n >= 0) and nonnegative(exponent)


def _below_product(head: str, pairs: list[tuple[Term, Term]], small: Term, large: Term) -> bool:
    (a, c), (b, d) = pairs
    if head == "div":
        up = positive(b) and positive(d)
        if same(b, d) and up:
            return _below(a, c, small, large)
        return up and nonnegative(a) and _below(a, c, small, large) and _below(d, b, small, large)
    for (p, q), (r, s) in (((a, c), (b, d)), ((b, d), (a, c))):
        if same(p, q) and nonnegative(p):
            return _below(r, s, small, large)
        if same(p, q) and sign(p) in ("-", "0-"):
            return _below(s, r, small, large)
    whole = nonnegative(a) and nonnegative(b)
    return whole and _below(a, c, small, large) and _below(b, d, small, large)


def _replaced(t: Term, small: Term, large: Term, way: int, only: Term) -> Term:
    """Put the larger for the smaller where that makes the whole larger, all over."""
    if way > 0 and only == small and same(t, small):
        return large
    if way < 0 and only == large and same(t, large):
        return small
    head = t[0]
    if head in ("sym", "int") or shape(t) is not None:
        return t
    inner = [p for p, _ in parts(t)]
    ways = _ways(t)
    if ways is None:
        return t
    new = [_replaced(p, small, large, way * w, only) if w else p
           for p, w in zip(inner, ways, strict=True)]  # fmt: skip
    if head == "mul" and new[0] != inner[0] and new[1] != inner[1]:
        return t
    return rebuild(t, bound_of(t), new)


def _ways(t: Term) -> list[int] | None:
    """Return how a term moves with each of its parts, or None."""
    head = t[0]
    if head in ("add", "sub"):
        return [1, 1 if head == "add" else -1]
    if head == "neg":
        return [-1]
    if head == "mul":
        found = [_way(sign(t[2])), _way(sign(t[1]))]
        return None if 0 in found else found
    if head in ("integral", "space", "sum"):
        return [1, *(0 for _ in t[3:])]
    return None


def _way(of: str) -> int:
    return {"+": 1, "0+": 1, "-": -1, "0-": -1}.get(of, 0)
