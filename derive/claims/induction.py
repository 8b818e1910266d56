"""Induction: a sum or a product from a constant to n, by its first value and its step."""

from __future__ import annotations

from typing import Any

from sympy import Integer
from sympy.core.basic import Basic

from derive.notation import (
    Comparison,
    Equal,
    FiniteProduct,
    FiniteSum,
    Minus,
    Plus,
    Proposition,
    Times,
    Var,
    substitute,
    subterms,
)

ZERO, ONE = Integer(0), Integer(1)


def base_and_step(said: Comparison, taken: set[Var]) -> tuple[Proposition, ...] | None:
    """Return what shows Σ f(i) = g(n) for all natural n: g(0), and g(n+1) − g(n) = f(n+1).

    The sum runs from 0 or 1 to n; f does not depend on n, and neither side holds another sum of n.
    """
    if not isinstance(said, Equal):
        return None
    for one, other in (said.args, said.args[::-1]):
        if isinstance(one, (FiniteSum, FiniteProduct)):
            found = _goals(one, other)
            if found is not None:
                return found
    return None


def _goals(ranged: Basic, value: Basic) -> tuple[Proposition, ...] | None:
    body, i, lower, n = ranged.args
    natural = isinstance(n, Var) and n.domain == "natural"
    if not natural or lower not in (ZERO, ONE) or n in body.free_symbols or i == n:
        return None
    if any(isinstance(t, (FiniteSum, FiniteProduct)) for s in (body, value) for t in subterms(s)):
        return None
    if i in value.free_symbols:
        return None
    of_sum = isinstance(ranged, FiniteSum)
    start: Any = ZERO if of_sum else ONE
    if lower == ZERO:
        start = substitute(body, {i: ZERO})
    after: Basic = Plus(n, ONE)
    added: Any = substitute(body, {i: after})
    before, then = value, substitute(value, {n: after})
    step = Equal(Minus(then, before), added) if of_sum else Equal(then, Times(before, added))
    base = Equal(substitute(value, {n: ZERO}), start)
    return base, step
