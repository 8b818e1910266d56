"""Assumptions: what a derivation takes for granted, and what follows from it at once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from typing import Any

from sympy import Rational
from sympy.core.basic import Basic

from derive.kernel import polynomial as poly
from derive.kernel.normal_form import NormalForm
from derive.kernel.polynomial import Monomial, Polynomial
from derive.kernel.ring import Undecided
from derive.kernel.theories import CHOLESKY, COORDINATES, LINEARITY, THEORIES
from derive.notation import (
    Equal,
    Integrable,
    Integral,
    Proposition,
    Var,
    same,
    substitute,
    with_values,
)

THEORIES_OF_INTEGRANDS = THEORIES - {LINEARITY, COORDINATES, CHOLESKY}


def holds(proposition: Basic, assumptions: Iterable[Basic]) -> bool:
    """Say whether a proposition is one of the assumptions."""
    return any(same(with_values(proposition), with_values(a)) for a in assumptions)


def is_assumed(integrable: Integrable, assumptions: Iterable[Proposition]) -> bool:
    """Say whether a body is a linear combination of integrands that are assumed integrable.

    The coefficients do not depend on the variable of integration.
    """
    x: Var = integrable.variable
    form = NormalForm(THEORIES_OF_INTEGRANDS)
    try:
        left = _read(form, integrable.body)
        given = [_read(form, f) for f in _integrands(assumptions, x, integrable.args[2:])]
        for _ in range(len(given) + 1):
            for f in given:
                left = _without(form, left, f, x)
            if not left:
                return bool(given)
    except Undecided:
        return False
    return False


def _read(form: NormalForm, term: Basic) -> Polynomial:
    return form.reduced(form.read(with_values(term)))


def _integrands(assumptions: Iterable[Proposition], x: Var, ends: Any) -> Iterator[Basic]:
    """Yield what is assumed to have an integral, as a term in x."""
    for a in assumptions:
        given: Any = a
        if isinstance(a, Equal) and isinstance(a.left, Integral) and isinstance(a.right, Rational):
            given = a.left
        if not isinstance(given, (Integrable, Integral)) or given.args[2:] != tuple(ends):
            continue
        y = given.variable
        fits = (y.domain, y.dimensions) == (x.domain, x.dimensions)
        if fits and (x == y or x not in given.body.free_symbols):
            yield substitute(given.body, {y: x})


def _without(form: NormalForm, a: Polynomial, f: Polynomial, x: Var) -> Polynomial:
    """Return a less the multiple of f that takes its leading monomial away.

    What does not depend on x and is not 0 may be divided by.
    """
    if not f:
        return a
    lead = max(f, key=lambda m: (len(m), m))
    inside, outside = _parts(form, lead, x)
    if not inside or any(0 in form.generators[i].signs for i, _ in outside):
        return a
    inverse = tuple((i, -e) for i, e in outside)
    for monomial, coefficient in list(a.items()):
        own, rest = _parts(form, monomial, x)
        if own == inside:
            factor = {poly.times(rest, inverse): Fraction(coefficient) / f[lead]}
            a = poly.add(a, form.multiply(factor, f), -1)
    return a


def _parts(form: NormalForm, monomial: Monomial, x: Var) -> tuple[Monomial, Monomial]:
    inside = tuple((i, e) for i, e in monomial if x in form.generators[i].variables)
    return inside, tuple(p for p in monomial if p not in inside)
