"""Elementary functions: values of arithmetic, roots and logarithms of numbers, in complex balls."""

from __future__ import annotations

from flint import acb
from sympy import Rational
from sympy.core.basic import Basic

from derive.evidence.failures import NotEnclosed, Undefined
from derive.evidence.matrices import Values
from derive.notation import (
    Abs,
    Arctan,
    Cos,
    Density,
    Determinant,
    Exp,
    Log,
    Max,
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
    expression,
    unfold,
)

ELEMENTARY = (Plus, Minus, Neg, Times, Over, Power, Sqrt, Abs, Max, Exp, Sin, Cos, Arctan)


def elementary_of(term: Basic, values: Values) -> acb:
    """Return the value of a number that is one of ``ELEMENTARY``."""
    a = [values.number(x) for x in term.args]
    if isinstance(term, Plus):
        return a[0] + a[1]
    if isinstance(term, Minus):
        return a[0] - a[1]
    if isinstance(term, Neg):
        return -a[0]
    if isinstance(term, Times):
        return a[0] * a[1]
    if isinstance(term, Over):
        if a[1].is_zero():
            raise Undefined(term, " divides by zero")
        return a[0] / a[1]
    if isinstance(term, Power):
        return _power(term, a[0], a[1], values)
    if isinstance(term, Sqrt):
        if not values.holomorphic and a[0].real < 0:
            raise Undefined(term, " is the root of a negative number")
        return a[0].sqrt(analytic=values.analytic)
    if isinstance(term, Abs) and not values.holomorphic:
        return acb(abs(a[0].real))
    if isinstance(term, Max) and all(x.imag.is_zero() for x in a):
        left, right = (x.real for x in a)
        return acb((left + right + abs(left - right)) / 2)
    simple = {Exp: acb.exp, Sin: acb.sin, Cos: acb.cos, Arctan: acb.atan}
    if type(term) in simple:
        return simple[type(term)](a[0])
    raise NotEnclosed(f"{expression(term)} is not covered")


def _power(term: Basic, base: acb, exponent: acb, values: Values) -> acb:
    # The only integer in a ball is the exponent only where the ball is that integer.
    exact = exponent.imag.is_zero() and exponent.real.is_exact()
    number = exponent.real.unique_fmpz() if exact else None
    if number is None:
        if not values.holomorphic and base.real < 0:
            raise Undefined(term, " is a root of a negative number")
        if not values.holomorphic and not base.real > 0:
            raise NotEnclosed(f"{expression(term)} at the end of its domain")
        return acb.exp(exponent * base.log(analytic=values.analytic))
    if base.is_zero() and int(number) < 0:
        raise Undefined(term, " divides by zero")
    return base ** int(number)


def log_of(term: Basic, values: Values) -> acb:
    """Return the logarithm, unfolded where the factors are positive: no branch is crossed."""
    a = term.args
    if isinstance(term, Density):
        return log_of(unfold(term), values)
    if isinstance(term, Exp):
        return values.number(a[0])
    if isinstance(term, (Times, Over)) and all(map(surely_positive, a)):
        parts = [log_of(x, values) for x in a]
        return parts[0] + parts[1] if isinstance(term, Times) else parts[0] - parts[1]
    inner = values.number(term)
    if not values.holomorphic and (inner.real < 0 or inner.is_zero()):
        raise Undefined(Log(term), " is not defined: its argument is not positive")
    return inner.log(analytic=values.analytic)


def surely_positive(term: Basic) -> bool:
    """Say whether a number is seen to be positive wherever it is defined."""
    if isinstance(term, (Times, Over)):
        return all(map(surely_positive, term.args))
    if isinstance(term, Power):
        return surely_positive(term.args[0]) and _is_fixed(term.args[1])
    if isinstance(term, Sqrt):
        return surely_positive(term.args[0])
    if isinstance(term, Rational):
        return bool(term > 0)
    if isinstance(term, Var):
        return term.domain in ("positive", "dimension")
    if isinstance(term, Determinant):
        a = term.args[0]
        return isinstance(a, Var) and a.domain in ("positive definite", "positive diagonal")
    return isinstance(term, (Exp, Density, Pi))


def _is_fixed(exponent: Basic) -> bool:
    """Say whether an exponent is one number for all values of the numbers."""
    if isinstance(exponent, Var):
        return exponent.domain == "dimension"
    return isinstance(exponent, Rational)
