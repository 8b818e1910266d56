"""Integrals: values that SymPy proposes; the kernel differentiates and takes the end values."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import sympy
from sympy.core.basic import Basic

from derive.claims.gaussians import Chain
from derive.claims.proposals import Link
from derive.derivation import Kind
from derive.kernel.facts import Declined, Facts
from derive.kernel.limits import limit
from derive.notation import (
    Bracket,
    Exp,
    Integral,
    Log,
    Minus,
    Var,
    is_scalar,
    oo,
    plain,
    rewrite,
    subterms,
)
from derive.rules.tools import from_sympy


def with_values(term: Basic) -> Iterator[list[Link]]:
    """Yield links in which the integrals of a term are replaced by their values."""
    for simplify in (False, True):
        chain = Chain(term)
        for t in list(dict.fromkeys(subterms(term))):
            if not isinstance(t, Integral) or not is_scalar(t.variable):
                continue
            if any(isinstance(s, Integral) for s in subterms(t.body)):
                continue
            found = _antiderivative(t.body, t.variable, simplify=simplify)
            if found is not None:
                _evaluate(chain, t, found)
        yield chain.links


def _antiderivative(body: Basic, x: Var, *, simplify: bool) -> Any:
    """Return an antiderivative that SymPy proposes; None where there is none."""
    from sympy.integrals.manualintegrate import manualintegrate

    try:
        asked = plain(body)
        symbol = plain(x)
        asked = sympy.expand(asked) if simplify else asked
        found = manualintegrate(asked, symbol)
        if found.has(sympy.Integral, sympy.Piecewise):
            return None
        made = from_sympy(found, body.free_symbols | {x})
    except Exception:  # it only proposes: whatever goes wrong, there is no proposal
        return None
    return None if made is None else _without_powers_of_e(made)


def _without_powers_of_e(term: Basic) -> Any:
    return rewrite(term, lambda t: t.args[0].args[0] if _is_log_of_exp(t) else None)


def _is_log_of_exp(t: Basic) -> bool:
    return isinstance(t, Log) and isinstance(t.args[0], Exp)


def _evaluate(chain: Chain, t: Integral, antiderivative: Basic) -> None:
    x, lower, upper = t.args[1:]
    bracket: Any = Bracket(antiderivative, x, lower, upper)
    facts = Facts({})
    ends = []
    for end in (upper, lower):
        try:
            value = limit(antiderivative, x, end, facts)
        except (Declined, RecursionError):
            return
        if value in (oo, -oo):
            return
        ends.append(value)
    chain.put(t, bracket, Kind.ANTIDERIVATIVE, integral=t, antiderivative=antiderivative)
    chain.put(bracket, Minus(*ends), Kind.LIMIT)
