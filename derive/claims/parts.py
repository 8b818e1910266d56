"""Parts: real and imaginary part of a term, in the notation that the kernel knows.

What the kernel does not know is eliminated by its definition, by a classical identity that holds
wherever the original is defined, or is replaced by a letter: a function of which nothing but its
being real, or positive, is used.  Everything that is kept has its conditions formed by the kernel.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy import Integer, Rational, oo
from sympy.core.basic import Basic

from derive.claims import special_values as special
from derive.claims.complex_numbers import (
    ONE,
    TWO,
    ZERO,
    Pair,
    divided,
    exponential,
    hyperbolic,
    is_negative,
    log_of_factors,
    modulus,
    multiplied,
    opposite,
    whole_power,
)
from derive.claims.polynomials import visible
from derive.kernel.signs import is_integer, is_nonnegative, is_positive, signs
from derive.notation import (
    KL,
    Abs,
    Arctan,
    Arsinh,
    Binder,
    Cos,
    Cosh,
    Density,
    Derivative,
    Determinant,
    Distribution,
    EntryAt,
    Exp,
    Expectation,
    FiniteProduct,
    FiniteSum,
    ImaginaryUnit,
    Integral,
    Limit,
    Log,
    MatrixProduct,
    Max,
    Min,
    Minus,
    Neg,
    Over,
    Pi,
    Plus,
    Power,
    Sign,
    Sin,
    Sinh,
    Sqrt,
    Symbol,
    Tan,
    Tanh,
    Times,
    Var,
    is_scalar,
    pi,
    shape,
    substitute,
    subterms,
)
from derive.notation.special import Ranged, Special

LARGEST_POWER = 12


class NotCovered(Exception):
    """A term that is not brought into the notation of the kernel; the message says which."""


class Parts:
    """Reads terms; equal functions of equal arguments get the same letter."""

    def __init__(self, taken: set[Var]) -> None:
        self.letters = special.Letters(taken)

    def real(self, term: Basic) -> Any:
        """Return a term that is real, in the notation of the kernel."""
        re, im = self.of(term)
        if im is not None:
            raise NotCovered(f"{term} is not seen to be real")
        return re

    def of(self, term: Basic) -> Pair:
        """Return real and imaginary part of a number, or a real matrix."""
        if not isinstance(term, Binder):
            return self._of(term)
        self.letters.bound.append(term.variable)
        try:
            return self._of(term)
        finally:
            self.letters.bound.pop()

    def positive(self, body: Basic, x: Var) -> tuple[Basic, Var]:
        """Return a body in which a bound variable is a positive one, and that variable."""
        made = self.letters.fresh(str(x.name), "positive")
        self.letters.bound[-1] = made
        return substitute(body, {x: made}), made

    def defined(self, term: Basic) -> None:
        """Note that a term has to be defined, although no line may hold it any more."""
        self.letters.obligations.append(term)

    def _of(self, term: Basic) -> Pair:
        known = _RULES.get(type(term))
        if known is not None:
            return known(self, term)
        if isinstance(term, Symbol):
            raise NotCovered(f"{term} stands where its domain is not used")
        if isinstance(term, (Var, Rational, Pi)) or term in (oo, -oo):
            return term, None
        if type(term) in special.READERS:
            return special.READERS[type(term)](self.letters, term, self.real), None
        if not term.args:
            return term, None
        return term.func(*(self._part(a) for a in term.args)), None

    def _part(self, term: Basic) -> Any:
        """Return an argument: a real term, an end, a distribution, a bound variable."""
        return self.real(term)


# -- arithmetic --------------------------------------------------------------------------


def _sum(parts: Parts, term: Basic) -> Pair:
    (a, b), (c, d) = (parts.of(x) for x in term.args)
    if b is None and d is None:
        return term.func(a, c), None
    if b is None or d is None:
        im = b if d is None else d if isinstance(term, Plus) else opposite(d)
        return term.func(a, c), im
    return term.func(a, c), term.func(b, d)


def _neg(parts: Parts, term: Basic) -> Pair:
    a, b = parts.of(term.args[0])
    return opposite(a) if isinstance(a, Rational) else Neg(a), None if b is None else opposite(b)


def _times(parts: Parts, term: Basic) -> Pair:
    return multiplied(parts.of(term.args[0]), parts.of(term.args[1]))


def _over(parts: Parts, term: Basic) -> Pair:
    return divided(parts.of(term.args[0]), parts.of(term.args[1]))


def _power(parts: Parts, term: Basic) -> Pair:
    base, (n, im) = parts.of(term.args[0]), parts.of(term.args[1])
    whole = isinstance(n, Integer) and im is None
    if base[1] is not None:
        if not whole or abs(n) > LARGEST_POWER:
            raise NotCovered(f"{term}: a complex number to a power that is not a small integer")
        parts.defined(base[0])
        parts.defined(base[1])
        return whole_power(base, int(n))
    a = base[0]
    if im is not None:
        a = visible(a)
        if not is_positive(a):
            raise NotCovered(f"{term}: a complex power of what is not seen to be positive")
        return exponential(multiplied((n, im), (_log(a), None)))
    if is_integer(n):
        natural = is_nonnegative(n)
        return Power(a if natural else visible(a), n), None
    a = visible(a, strict=False) if isinstance(n, Rational) and n > 0 else visible(a)
    if is_negative(a) and isinstance(n, Rational) and n.q == 2:
        turn = int(n.p) % 4
        root = Power(opposite(a), n)
        return (ZERO, root if turn == 1 else Neg(root))
    return Power(a, n), None


def _log(a: Basic) -> Basic:
    return a.args[0] if isinstance(a, Exp) else Log(a)


def _of_log(parts: Parts, term: Basic) -> Pair:
    a, b = parts.of(term.args[0])
    if b is not None:
        raise NotCovered(f"{term}: the logarithm of a complex number")
    a = visible(a)
    if is_negative(a):
        return Log(opposite(a)), pi
    return log_of_factors(a), None


def _sqrt(parts: Parts, term: Basic) -> Pair:
    a, b = parts.of(term.args[0])
    if b is not None:
        raise NotCovered(f"{term}: the root of a complex number")
    if isinstance(a, Power) and a.args[1] == 2:
        return modulus(a.args[0]), None
    a = visible(a, strict=False)
    return (ZERO, Sqrt(opposite(a))) if is_negative(a) else (Sqrt(a), None)


def _abs(parts: Parts, term: Basic) -> Pair:
    a, b = parts.of(term.args[0])
    if b is None:
        return modulus(a), None
    return Sqrt(visible(Plus(Power(a, TWO), Power(b, TWO)), strict=False)), None


def _exp(parts: Parts, term: Basic) -> Pair:
    return exponential(parts.of(term.args[0]))


def _sin(parts: Parts, term: Basic) -> Pair:
    a, b = parts.of(term.args[0])
    if b is None:
        return Sin(a), None
    return Times(Sin(a), hyperbolic(b, 1)), Times(Cos(a), hyperbolic(b, -1))


def _cos(parts: Parts, term: Basic) -> Pair:
    a, b = parts.of(term.args[0])
    if b is None:
        return Cos(a), None
    return Times(Cos(a), hyperbolic(b, 1)), Neg(Times(Sin(a), hyperbolic(b, -1)))


def _defined_as(make: Callable[[Any], Basic]) -> Callable[[Parts, Basic], Pair]:
    return lambda parts, term: parts.of(make(term.args[0]))


def _sinh(parts: Parts, term: Basic) -> Pair:
    inner = term.args[0]
    if isinstance(inner, Arsinh):
        return parts.real(inner.args[0]), None
    return parts.of(Over(Minus(Exp(inner), Exp(Neg(inner))), TWO))


def _cosh(a: Any) -> Basic:
    if isinstance(a, Arsinh):
        return Sqrt(Plus(Power(a.args[0], TWO), ONE))
    return Over(Plus(Exp(a), Exp(Neg(a))), TWO)


def _tanh(a: Any) -> Basic:
    return Over(Minus(Exp(a), Exp(Neg(a))), Plus(Exp(a), Exp(Neg(a))))


# -- real functions -------------------------------------------------------------------------------


def _sign(parts: Parts, term: Basic) -> Pair:
    a = visible(parts.real(term.args[0]))
    for sign in (-1, 0, 1):
        if signs(a) == {sign}:
            parts.defined(a)
            return Integer(sign), None
    return Over(a, Abs(a)), None  # where a may be 0, the kernel declines the quotient


def _max(parts: Parts, term: Basic) -> Pair:
    a, b = (parts.real(x) for x in term.args)
    difference = visible(Minus(a, b), strict=False)
    larger = isinstance(term, Max)
    if is_nonnegative(difference) or signs(difference) <= {-1, 0}:
        parts.defined(difference)
        return (a if is_nonnegative(difference) is larger else b), None
    if a == b:
        return a, None
    join = Plus if larger else Minus
    return Over(join(Plus(a, b), Abs(Minus(a, b))), TWO), None


def _arctan(parts: Parts, term: Basic) -> Pair:
    return Arctan(parts.real(term.args[0])), None


# -- binders --------------------------------------------------------------------------------------


def _integral(parts: Parts, term: Basic) -> Pair:
    body, x, *ends = term.args
    if not is_scalar(x):
        return Integral(parts.real(body), x), None
    lower, upper = (e if e in (oo, -oo) else parts.real(e) for e in ends)
    if lower != -oo and is_nonnegative(lower) and x.domain == "real":
        body, x = parts.positive(body, x)
    a, b = parts.of(body)
    im = None if b is None else Integral(b, x, lower, upper)
    return Integral(a, x, lower, upper), im


def _derivative(parts: Parts, term: Basic) -> Pair:
    body, x, point = term.args
    if isinstance(x, Symbol):
        raise NotCovered(f"{term}: a derivative with respect to a {x.domain} number")
    point = parts.real(point)
    if x.domain == "real" and is_scalar(x) and is_positive(visible(point)):
        body, x = parts.positive(body, x)
        point = visible(point)
    a, b = parts.of(body)
    return Derivative(a, x, point), None if b is None else Derivative(b, x, point)


def _expectation(parts: Parts, term: Basic) -> Pair:
    body, x, distribution = term.args
    return Expectation(parts.real(body), x, _distribution(parts, distribution)), None


def _distribution(parts: Parts, distribution: Basic) -> Any:
    mean, spread = (parts.real(a) for a in distribution.args)
    return distribution.func(mean, visible(spread) if is_scalar(spread) else spread)


def _of_distributions(parts: Parts, term: Basic) -> Pair:
    args = (
        _distribution(parts, a) if isinstance(a, Distribution) else parts.real(a)
        for a in term.args
    )  # fmt: skip
    return term.func(*args), None


def _ranged(parts: Parts, term: Basic) -> Pair:
    made = special.ranged(parts.letters, term, parts.real)
    if made is None:
        raise NotCovered(f"{term}: a sum or a product over a range that is not 1, …, k")
    return parts.of(made) if not isinstance(made, Var) else (made, None)


def _not_covered(parts: Parts, term: Basic) -> Pair:
    raise NotCovered(f"{term} inside a larger term")


def _entry(parts: Parts, term: Basic) -> Pair:
    return special.entry(parts.letters, term), None


def _determinant(parts: Parts, term: Basic) -> Pair:
    """Return det A · det B for det A B, where both are square."""
    of = term.args[0]
    if isinstance(of, MatrixProduct) and shape(of.args[0]) == shape(of.args[1]) == shape(of):
        one, other = (parts.real(Determinant(a)) for a in of.args)
        return Times(one, other), None
    return Determinant(parts.real(of)), None


_RULES: dict[type, Callable[[Parts, Basic], Pair]] = {
    ImaginaryUnit: lambda parts, term: (ZERO, ONE),
    Plus: _sum,
    Minus: _sum,
    Neg: _neg,
    Times: _times,
    Over: _over,
    Power: _power,
    Exp: _exp,
    Log: _of_log,
    Sqrt: _sqrt,
    Abs: _abs,
    Sin: _sin,
    Cos: _cos,
    Tan: _defined_as(lambda a: Over(Sin(a), Cos(a))),
    Sinh: _sinh,
    Cosh: _defined_as(_cosh),
    Tanh: _defined_as(_tanh),
    Arctan: _arctan,
    Sign: _sign,
    Max: _max,
    Min: _max,
    Integral: _integral,
    Derivative: _derivative,
    Expectation: _expectation,
    FiniteSum: _ranged,
    FiniteProduct: _ranged,
    Limit: _not_covered,
    EntryAt: _entry,
    Determinant: _determinant,
    Density: _of_distributions,
    KL: _of_distributions,
}


def is_native(term: Basic) -> bool:
    """Say whether a term is one of the kernel's: real wherever it is defined."""
    own = (Special, Symbol, EntryAt, Ranged, Limit)
    return not any(isinstance(t, own) for t in subterms(term))
