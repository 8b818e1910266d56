"""Linear: what does not depend on the variable goes before the sign, and sums are split."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy import Integer
from sympy.core.basic import Basic

from derive.derivation import Focus, Kind, Proposal
from derive.notation import (
    Binder,
    Minus,
    Neg,
    Over,
    Plus,
    Times,
    Var,
    same_up_to_order,
)
from derive.rules.tools import acting, proposal

ONE = Integer(1)


def linear(focus: Focus, kind: type[Binder]) -> Proposal | None:
    """Return what linearity gives: factors taken out, or sums split too; or either undone."""
    first = None
    for form in (factors_outside, split, multiply_out):

        def rewritten(t: Basic, form: Callable[[Binder], Any] = form) -> Any:
            return form(t) if isinstance(t, kind) else None

        line = acting(focus, rewritten)
        if line is not None and same_up_to_order(line, focus.goal):
            return proposal(line, Kind.LINEARITY)
        undone = acting(Focus(focus.goal, focus.before), rewritten)
        if undone is not None and same_up_to_order(undone, focus.before):
            return proposal(focus.goal, Kind.LINEARITY)
        first = line or first
    return None if first is None else proposal(first, Kind.LINEARITY)


def factors_outside(term: Binder) -> Any:
    """Return the term with the factors that do not depend on its variable before it."""
    return _outside(term, term.body)


def split(term: Binder) -> Any:
    """Return the term as a sum, one summand for each summand of its body."""
    return _sum(term, _summands(term.body))


def multiply_out(term: Binder) -> Any:
    """Return the term as a sum, where its body may be a product with a sum."""
    return _sum(term, _multiplied_out(term.body, term.variable))


def _sum(term: Binder, summands: list[tuple[int, Any]]) -> Any:
    total: Any = None
    for sign, summand in summands:
        part = _outside(term, summand)
        if total is None:
            total = part if sign > 0 else Neg(part)
        else:
            total = Plus(total, part) if sign > 0 else Minus(total, part)
    return total


def _outside(term: Binder, body: Basic) -> Any:
    """Return the term with another body, its constant factors outside."""
    above, below = _factors(body)
    x = term.variable
    inside = _quotient(*([f for f in fs if x in f.free_symbols] for fs in (above, below)))
    outside = _quotient(*([f for f in fs if x not in f.free_symbols] for fs in (above, below)))
    whole = term.func(inside, x, *term.args[2:])
    return whole if outside == ONE else Times(outside, whole)


def _quotient(above: list[Any], below: list[Any]) -> Any:
    top = _product(above)
    return Over(top, _product(below)) if below else top


def _product(factors: list[Any]) -> Any:
    product: Any = ONE
    for factor in factors:
        product = factor if product == ONE else Times(product, factor)
    return product


def _factors(term: Basic) -> tuple[list[Any], list[Any]]:
    """Return the factors above and below the bar."""
    if isinstance(term, Times):
        (a, b), (c, d) = _factors(term.args[0]), _factors(term.args[1])
        return a + c, b + d
    if isinstance(term, Over):
        (a, b), (c, d) = _factors(term.args[0]), _factors(term.args[1])
        return a + d, b + c
    if isinstance(term, Neg):
        a, b = _factors(term.args[0])
        return [Integer(-1), *a], b
    return [term], []


def _summands(body: Basic) -> list[tuple[int, Any]]:
    """Return the summands of a body with their signs."""
    if isinstance(body, (Plus, Minus)):
        sign = 1 if isinstance(body, Plus) else -1
        return _summands(body.args[0]) + [(sign * s, t) for s, t in _summands(body.args[1])]
    if isinstance(body, Neg):
        return [(-s, t) for s, t in _summands(body.args[0])]
    return [(1, body)]


def _multiplied_out(body: Basic, x: Var) -> list[tuple[int, Any]]:
    """Return the summands of a body, products with a sum that depends on x multiplied out."""
    found = []
    for sign, summand in _summands(body):
        found += [(sign * s, t) for s, t in _product_multiplied_out(summand, x)]
    return found


def _product_multiplied_out(product: Basic, x: Var) -> list[tuple[int, Any]]:
    if isinstance(product, Times):
        for i in (0, 1):
            inner, other = product.args[i], product.args[1 - i]
            parts = _multiplied_out(inner, x) if x in inner.free_symbols else []
            if len(parts) > 1:
                return [(s, Times(t, other)) for s, t in parts]
    return [(1, product)]
