"""Complex numbers: pairs of real terms, of which the second is None where it is 0."""

from __future__ import annotations

from typing import Any

from sympy import Integer, Rational
from sympy.core.basic import Basic

from derive.claims.polynomials import visible
from derive.kernel.signs import is_nonnegative, is_positive, signs
from derive.notation import Abs, Cos, Exp, Log, Minus, Neg, Over, Plus, Power, Sin, Times

ZERO, ONE, TWO = Integer(0), Integer(1), Integer(2)
Pair = tuple[Any, Any]
"""Real and imaginary part; None for an imaginary part that is 0."""


def opposite(a: Any) -> Any:
    """Return −a, without two signs in a row."""
    if isinstance(a, Neg):
        return a.args[0]
    return -a if isinstance(a, Rational) else Neg(a)


def is_negative(a: Basic) -> bool:
    """Say whether the kernel sees that a term is negative."""
    return signs(a) == frozenset({-1})


def multiplied(one: Pair, other: Pair) -> Pair:
    """Return the product of two complex numbers."""
    (a, b), (c, d) = one, other
    if b is None and d is None:
        return Times(a, c), None
    if b is None:
        return Times(a, c), Times(a, d)
    if d is None:
        return Times(a, c), Times(b, c)
    return Minus(Times(a, c), Times(b, d)), Plus(Times(a, d), Times(b, c))


def divided(one: Pair, other: Pair) -> Pair:
    """Return the quotient of two complex numbers."""
    (a, b), (c, d) = one, other
    if d is None:
        c = visible(c)
        return Over(a, c), None if b is None else Over(b, c)
    square = visible(Plus(Power(c, TWO), Power(d, TWO)))
    above = multiplied(one, (c, opposite(d)))
    return Over(above[0], square), Over(above[1], square)


def whole_power(base: Pair, n: int) -> Pair:
    """Return a complex number to a whole power."""
    result: Pair = (ONE, None)
    for _ in range(abs(n)):
        result = base if result == (ONE, None) else multiplied(result, base)
    return divided((ONE, None), result) if n < 0 else result


def exponential(z: Pair) -> Pair:
    """Return e^(a + ib) = e^a (cos b + i sin b)."""
    a, b = z
    if b is None:
        return Exp(a), None
    if a == 0:
        return Cos(b), Sin(b)
    return Times(Exp(a), Cos(b)), Times(Exp(a), Sin(b))


def hyperbolic(b: Basic, sign: int) -> Basic:
    """Return the hyperbolic cosine of b, or with −1 its sine."""
    join = Plus if sign > 0 else Minus
    return Over(join(Exp(b), Exp(Neg(b))), TWO)


def modulus(a: Basic) -> Any:
    """Return |a|, which is a or −a where the kernel sees the sign."""
    shown = visible(a, strict=False)
    if is_nonnegative(shown):
        return shown
    return opposite(shown) if signs(shown) <= {-1, 0} else Abs(shown)


def log_of_factors(a: Basic) -> Basic:
    """Return log p + log q for log(p·q), where the kernel sees that p and q are positive."""
    if isinstance(a, (Times, Over)) and all(is_positive(x) for x in a.args):
        join = Plus if isinstance(a, Times) else Minus
        return join(*(log_of_factors(x) for x in a.args))
    return Log(a)
