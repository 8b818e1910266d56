"""Conditions: what a claim is stated under, and when nothing satisfies it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sympy.core.basic import Basic

from derive.evidence.principal import Principal, at_precision
from derive.evidence.principal_truth import Certain, Truth
from derive.notation import And, AtMost, Comparison, Equal, Less, Var, expression


def conjuncts(conditions: Iterable[Basic]) -> Iterator[Basic]:
    """Yield the parts of conjunctions."""
    for condition in conditions:
        if isinstance(condition, And):
            yield from conjuncts(condition.args)
        else:
            yield condition


def contradiction(conditions: Iterable[Basic]) -> str:
    """Say which conditions no point satisfies; nothing where that is not seen."""
    given = list(conjuncts(conditions))
    for c in given:
        if not c.free_symbols and _truth(c) in (Truth.FALSE, Truth.UNDEFINED):
            return str(expression(c))
    for i, a in enumerate(given):
        for b in given[i + 1 :]:
            if _exclude(a, b) or _exclude(b, a):
                return f"{expression(a)} and {expression(b)}"
    for c in given:
        if _outside_its_domain(c):
            return f"{expression(c)} in the domain that is declared"
    return ""


def _truth(proposition: Basic) -> Truth:
    return at_precision(128, lambda: Certain(Principal({})).of(proposition))  # type: ignore[no-any-return]


def _exclude(a: Basic, b: Basic) -> bool:
    """Say whether a ≤ x and x ≤ b leave nothing: b < a, or b = a and one of them is strict."""
    if not (isinstance(a, (Less, AtMost, Equal)) and isinstance(b, (Less, AtMost, Equal))):
        return False
    for low, x in _ends(a):
        for y, high in _ends(b):
            if x != y or low.free_symbols or high.free_symbols:
                continue
            strict = isinstance(a, Less) or isinstance(b, Less)
            if _truth(Less(high, low)) is Truth.TRUE:
                return True
            if strict and _truth(AtMost(high, low)) is Truth.TRUE:
                return True
    return False


def _ends(c: Comparison) -> list[tuple[Basic, Basic]]:
    """Return the pairs (smaller, larger) that a comparison states."""
    pairs = [(c.left, c.right)]
    return [*pairs, (c.right, c.left)] if isinstance(c, Equal) else pairs


def _outside_its_domain(c: Basic) -> bool:
    if not isinstance(c, (Less, AtMost, Equal)):
        return False
    for low, high in _ends(c):
        if isinstance(high, Var) and not low.free_symbols and high.domain == "negative":
            return _truth(AtMost(0, low)) is Truth.TRUE
        if isinstance(low, Var) and not high.free_symbols:
            strict = low.domain in ("positive", "dimension") or isinstance(c, Less)
            nonnegative = ("positive", "nonnegative", "natural", "dimension", "unit interval")
            if low.domain in nonnegative:
                relation = AtMost if strict else Less
                return _truth(relation(high, 0)) is Truth.TRUE
    return False
