"""Tools that rules share: acting in one place, and asking SymPy."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import sympy
from sympy import Integer, Rational
from sympy.core.basic import Basic

from derive.derivation import Focus, Justification, Kind, Proposal
from derive.notation import (
    Arctan,
    Cos,
    Exp,
    Log,
    Minus,
    Neg,
    Over,
    Pi,
    Plus,
    Power,
    Sin,
    Sqrt,
    Times,
    Var,
    as_term,
    canonical,
    rewrite,
    subterms,
)


def proposal(line: Basic, kind: Kind, **parameters: Any) -> Proposal:
    """Return a rule's answer."""
    return Proposal(line, Justification(kind, parameters))


def acting(focus: Focus, function: Callable[[Basic], Basic | None]) -> Basic | None:
    """Rewrite every outermost sub-term in focus for which ``function`` answers.

    Returns None where there is none: the rule does not apply.
    """
    place = focus.at

    def everywhere(term: Basic) -> Basic | None:
        changed = rewrite(term, function)
        return changed if changed != term else None

    if place is None:
        return everywhere(focus.before)
    changed = rewrite(focus.before, lambda t: everywhere(t) if t == place else None)
    return changed if changed != focus.before else None


def changes(focus: Focus, *kinds: type) -> bool:
    """Say whether the sub-terms of the given kinds differ between the line before and the goal."""
    return _of_kind(focus.before, kinds) != _of_kind(focus.goal, kinds)


def _of_kind(term: Basic, kinds: tuple[type, ...]) -> list[str]:
    return sorted(str(canonical(t)) for t in subterms(term) if isinstance(t, kinds))


def find(line: Basic, *kinds: type) -> Any:
    """Return the first sub-term of one of the kinds, outermost and leftmost, or None."""
    return next((t for t in subterms(line) if isinstance(t, kinds)), None)


_FUNCTIONS = {
    sympy.exp: Exp,
    sympy.log: Log,
    sympy.atan: Arctan,
    sympy.sin: Sin,
    sympy.cos: Cos,
}


def from_sympy(value: Any, variables: Iterable[Var]) -> Any:
    """Write an ordinary SymPy expression in our notation; None where it cannot be."""
    known = {v.doit(): v for v in variables}

    def write(e: Any) -> Any:
        if e in known:
            return known[e]
        if isinstance(e, Rational):
            return e if e.q == 1 else Over(Integer(e.p), Integer(e.q))
        if e is sympy.pi:
            return Pi()
        if e.is_Add:
            return _sum([write(a) for a in e.args])
        if e.is_Mul:
            number, rest = e.as_coeff_Mul()
            factors = sympy.Mul.make_args(rest)
            below = [1 / a for a in factors if a.is_Pow and a.exp.is_negative]
            above = [a for a in factors if not (a.is_Pow and a.exp.is_negative)]
            product = _product([write(a) for a in above] or [Integer(1)])
            if below:
                product = Over(product, _product([write(a) for a in below]))
            return _scaled(number, product)
        if e.is_Pow and e.exp == sympy.S.Half:
            return Sqrt(write(e.base))
        if e.is_Pow and e.exp.is_negative:
            return Over(Integer(1), write(1 / e))
        if e.is_Pow:
            return Power(write(e.base), write(e.exp))
        if e.func in _FUNCTIONS and len(e.args) == 1:
            return _FUNCTIONS[e.func](write(e.args[0]))
        raise LookupError(e)

    try:
        return as_term(write(sympy.sympify(value)))
    except (LookupError, TypeError):
        return None


def _scaled(number: Any, product: Any) -> Any:
    if number == 1:
        return product
    if number < 0:
        return Neg(_scaled(-number, product))
    if number.q == 1:
        return Times(number, product)
    return Over(_scaled(Integer(number.p), product), Integer(number.q))


def _sum(terms: list[Any]) -> Any:
    total = terms[0]
    for term in terms[1:]:
        total = Minus(total, term.args[0]) if isinstance(term, Neg) else Plus(total, term)
    return total


def _product(factors: list[Any]) -> Any:
    total = factors[0]
    for factor in factors[1:]:
        total = Times(total, factor)
    return total
