"""Limits: by continuity, by the arithmetic of limits, and by a cited theorem."""

from __future__ import annotations

from sympy import Integer, Rational, oo
from sympy.core.basic import Basic

from derive.kernel.facts import Declined, Facts
from derive.kernel.gaussian import split
from derive.kernel.normal_form import equal
from derive.kernel.signs import is_nonzero, is_positive, signs
from derive.kernel.theories import ALGEBRA
from derive.notation import (
    Abs,
    Applied,
    Arctan,
    Binder,
    Cos,
    Density,
    Exp,
    Log,
    Minus,
    Neg,
    Over,
    Plus,
    Power,
    Sin,
    Sqrt,
    Times,
    Var,
    WithDensity,
    half,
    pi,
    substitute,
    subterms,
    unfold,
)

ZERO = Integer(0)


def limit(term: Basic, x: Var, point: Basic, facts: Facts) -> Basic:
    """Return the limit of a term as ``x`` tends to ``point``: a term free of x, or ±oo.

    Raises
    ------
    Declined
        Where the limit is not found, or there is none.
    """
    if x not in term.free_symbols:
        return term
    if point not in (oo, -oo):
        try:
            return _at_finite(term, x, point, facts)
        except Declined:
            if point != ZERO or x.domain != "positive":
                raise
            return _from_the_right(term, x, facts)
    try:
        return _at_infinity(term, x, point, facts)
    except Declined:
        constant, _ = split(term, x)
        if constant:
            raise
        facts.vanishing()
        return ZERO


def _at_finite(term: Basic, x: Var, point: Basic, facts: Facts) -> Basic:
    """Return the value at the point: what we can write is continuous where it is defined."""
    from derive.kernel.definedness import check_defined

    if not is_continuous(term, x):
        raise Declined("the continuity of ", term, " in ", x, " is not shown")
    value = substitute(term, {x: point})
    check_defined(value, facts)
    for t in subterms(term):
        if isinstance(t, Power) and x in t.args[1].free_symbols:
            base = substitute(t.args[0], {x: point})
            if not is_positive(base):
                raise Declined("the continuity of ", t, " at ", point)
    return value


def is_continuous(term: Basic, x: Var) -> bool:
    """Say whether what a term is made of is continuous in x where it is defined.

    Neither what binds another variable is seen to be, nor a function that is only a name.
    """
    named = (Binder, Applied, WithDensity)
    return not any(isinstance(t, named) and x in _around(t, term) for t in subterms(term))


def _around(part: Basic, term: Basic) -> set[Var]:
    """Return what a part depends on: the density of a named function, on its point too."""
    densities = [t for t in subterms(term) if isinstance(t, Density) and t.args[0] == part]
    free: set[Var] = set().union(part.free_symbols, *(d.free_symbols for d in densities))
    return free


def _from_the_right(term: Basic, x: Var, facts: Facts) -> Basic:
    """Return the limit at 0 of a term that has no value there, x being positive."""
    if isinstance(term, Binder):
        raise Declined("the continuity of ", term, " in ", x, " is not shown")
    inner = [limit(a, x, ZERO, facts) for a in term.args]
    if isinstance(term, Log) and is_positive(term.args[0]) and _vanishes(inner[0]):
        return -oo
    if isinstance(term, Over) and inner[0] not in (oo, -oo) and _vanishes(inner[1]):
        found = _infinite_product(inner[0], oo)
        sign = signs(term.args[1])
        if found is not None and len(sign) == 1:
            return found if sign == {1} else -found
    found = _combined(term, inner)
    if found is None:
        raise Declined("the limit of ", term, " as ", x, " tends to 0 is not found")
    return found


def _vanishes(value: Basic) -> bool:
    return value not in (oo, -oo) and equal(value, ZERO, ALGEBRA)


def _at_infinity(term: Basic, x: Var, point: Basic, facts: Facts) -> Basic:
    if isinstance(term, Var):
        return point
    if isinstance(term, Density):
        return limit(unfold(term), x, point, facts)
    inner = [limit(a, x, point, facts) for a in term.args] if not isinstance(term, Binder) else []
    if inner:
        found = _combined(term, inner)
        if found is not None:
            return found
    raise Declined("the limit of ", term, " as ", x, " tends to ", point, " is not found")


def _combined(term: Basic, inner: list[Basic]) -> Basic | None:
    """Return the limit of a term from the limits of its arguments; None where undetermined."""
    a = inner[0]
    b = inner[1] if len(inner) > 1 else ZERO
    if isinstance(term, Minus):
        return _sum(a, -b if b in (oo, -oo) else Neg(b))
    if isinstance(term, Plus):
        return _sum(a, b)
    if isinstance(term, Neg):
        return -a if a in (oo, -oo) else Neg(a)
    if isinstance(term, Times):
        return _product(a, b)
    if isinstance(term, Over):
        return _quotient(a, b)
    if isinstance(term, Power):
        return _power(a, b, fixed=b == term.args[1])
    if a in (oo, -oo):
        return _function_at_infinity(term, a)
    if isinstance(term, (Log, Sqrt)) and not is_positive(a):
        return None
    if isinstance(term, (Exp, Log, Sqrt, Abs, Sin, Cos, Arctan)):
        return term.func(a)
    return None


def _function_at_infinity(term: Basic, a: Basic) -> Basic | None:
    if isinstance(term, Exp):
        return oo if a == oo else ZERO
    if isinstance(term, Arctan):
        return Times(half, pi) if a == oo else Neg(Times(half, pi))
    if isinstance(term, Abs) or (isinstance(term, (Log, Sqrt)) and a == oo):
        return oo
    return None


def _infinite(sign: int) -> Basic:
    return oo if sign > 0 else -oo


def _sum(a: Basic, b: Basic) -> Basic | None:
    if oo in (a, b) or -oo in (a, b):
        return None if {oo, -oo} <= {a, b} else (a if a in (oo, -oo) else b)
    return Plus(a, b)


def _product(a: Basic, b: Basic) -> Basic | None:
    if a not in (oo, -oo) and b not in (oo, -oo):
        return Times(a, b)
    return _infinite_product(a, b)


def _infinite_product(a: Basic, b: Basic) -> Basic | None:
    of_a, of_b = signs(a), signs(b)
    if len(of_a) != 1 or len(of_b) != 1:
        return None
    sign = next(iter(of_a)) * next(iter(of_b))
    return _infinite(sign) if sign else None


def _quotient(a: Basic, b: Basic) -> Basic | None:
    if b in (oo, -oo):
        return ZERO if a not in (oo, -oo) else None
    if a in (oo, -oo):
        return _infinite_product(a, b)
    return Over(a, b) if is_nonzero(b) else None


def _power(a: Basic, b: Basic, *, fixed: bool) -> Basic | None:
    if not (fixed and isinstance(b, Rational) and b.q == 1 and b >= 1):
        return Power(a, b) if b not in (oo, -oo) and is_positive(a) and a != oo else None
    if a in (oo, -oo):
        return oo if a == oo or b % 2 == 0 else -oo
    return Power(a, b)


def tends_to(term: Basic, x: Var, value: Basic, points: tuple[Basic, ...], facts: Facts) -> None:
    """Check that a term tends to a value, which may be ±oo, at each of the points."""
    for point in points:
        found = limit(term, x, point, facts)
        infinite = {oo, -oo} & {found, value}
        if found != value if infinite else not equal(found, value, ALGEBRA):
            raise Declined(
                "as ", x, " tends to ", point, ", the limit found is ", found, ", not ", value
            )
