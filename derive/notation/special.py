"""Special: what claims may speak of and derivations may not yet.

The kernel knows none of these nodes and declines a line that holds one: a claim is rewritten
until none is left, or is not proved.
"""

from __future__ import annotations

from typing import Any, ClassVar

from sympy import Integer
from sympy.core.basic import Basic

from derive.notation.calculus import Binder
from derive.notation.relations import Connective, Proposition
from derive.notation.shape import SCALAR, Shape, ShapeError, all_scalar, is_matrix, shape, shown
from derive.notation.term import Term, as_term
from derive.notation.variable import Var

SYMBOL_DOMAINS = ("negative", "nonzero", "integer", "complex")


class Symbol(Var):
    """A number of a domain that only claims have: negative, nonzero, integer, complex."""

    def __new__(cls, name: str, domain: str) -> Symbol:
        if domain not in SYMBOL_DOMAINS:
            raise ValueError(f"unknown domain {domain!r}: use one of {', '.join(SYMBOL_DOMAINS)}")
        Var(name)
        return cls.unchecked(name, domain)  # type: ignore[return-value]

    def __reduce_ex__(self, protocol: Any) -> Any:
        return Symbol, (self.name, self.domain)


class Special(Term):
    """A number made of numbers, which is written as a function."""

    written: ClassVar[str]


class ImaginaryUnit(Special):
    """The imaginary unit."""

    written = "I"


class EulerGamma(Special):
    """The Euler–Mascheroni constant."""

    written = "euler_gamma"


class Sign(Special):
    """The sign of a real number: −1, 0 or 1."""

    written = "sign"


class Min(Special):
    """The smaller of two real numbers."""

    written = "Min"


class Floor(Special):
    """The largest integer that is at most a real number."""

    written = "floor"


class Tan(Special):
    """The tangent, defined where the cosine is not 0."""

    written = "tan"


class Sinh(Special):
    """The hyperbolic sine."""

    written = "sinh"


class Cosh(Special):
    """The hyperbolic cosine."""

    written = "cosh"


class Tanh(Special):
    """The hyperbolic tangent, defined where the hyperbolic cosine is not 0."""

    written = "tanh"


class Arcsin(Special):
    """The principal inverse sine."""

    written = "asin"


class Arccos(Special):
    """The principal inverse cosine."""

    written = "acos"


class Arsinh(Special):
    """The principal inverse hyperbolic sine."""

    written = "asinh"


class Arcosh(Special):
    """The principal inverse hyperbolic cosine."""

    written = "acosh"


class Artanh(Special):
    """The principal inverse hyperbolic tangent, defined where the argument is not ±1."""

    written = "atanh"


class Gamma(Special):
    """Euler's gamma function, defined but at 0, −1, −2, …."""

    written = "gamma"


class Digamma(Special):
    """The logarithmic derivative of the gamma function, defined but at 0, −1, −2, …."""

    written = "digamma"


class Erf(Special):
    """The error function."""

    written = "erf"


class Erfc(Special):
    """The complementary error function."""

    written = "erfc"


class Factorial(Special):
    """The factorial n! = Γ(n + 1)."""

    written = "factorial"


class Binomial(Special):
    """The binomial coefficient n(n − 1)…(n − m + 1)/m!, 0 for a negative integer m."""

    written = "binomial"


SPECIAL_UNARY = (
    Sign, Floor, Tan, Sinh, Cosh, Tanh, Arcsin, Arccos, Arsinh, Arcosh, Artanh,
    Gamma, Digamma, Erf, Erfc, Factorial,
)  # fmt: skip
SPECIAL_BINARY = (Min, Binomial)


class EntryAt(Term):
    """The entry of a vector or a matrix at places that are counted from 1 and are any numbers."""

    def __new__(cls, a: Any, *places: Any) -> EntryAt:
        return cls._made(as_term(a), *(as_term(p) for p in places))  # type: ignore[no-any-return]

    @classmethod
    def shape_of(cls, a: Any, *places: Any) -> Shape:
        """Return the shape of a number; a vector takes one place or two, a matrix two."""
        if not is_matrix(a):
            raise ShapeError(f"an entry of {shown(shape(a))}")
        if len(places) != 2 and not (len(places) == 1 and shape(a)[1] == 1):
            raise ShapeError(f"{len(places)} places in {shown(shape(a))}")
        return all_scalar("a place", *places)


class Ranged(Binder):
    """A term that binds an integer, which runs from ``lower`` to ``upper``; both are included."""

    written: ClassVar[str]

    @classmethod
    def shape_of(cls, body: Any, i: Any, lower: Any, upper: Any) -> Shape:
        """Return the shape of a number."""
        return all_scalar(cls.written, body, i, lower, upper)


class FiniteSum(Ranged):
    """The sum of the body over a range of integers; an empty one is 0."""

    written = "Sum"


class FiniteProduct(Ranged):
    """The product of the body over a range of integers; an empty one is 1."""

    written = "Product"


class Limit(Binder):
    """The limit of the body as the variable tends to a point; from one side where it says so."""

    SIDES: ClassVar[dict[str, Integer]] = {"+": Integer(1), "-": Integer(-1), "+-": Integer(0)}

    @property
    def point(self) -> Basic:
        """What the variable tends to."""
        return self.args[2]

    @property
    def side(self) -> int:
        """1 from the right, −1 from the left, 0 from both sides."""
        return int(self.args[3])

    @classmethod
    def shape_of(cls, body: Any, x: Any, point: Any, side: Any) -> Shape:
        """Return the shape of a number."""
        all_scalar("Limit", body, x, point)
        return SCALAR


class Or(Connective):
    """One of two propositions holds at least."""


class Not(Proposition):
    """The proposition, which is defined, does not hold."""

    def __new__(cls, inner: Proposition) -> Not:
        if not isinstance(inner, Proposition):
            raise TypeError(f"{cls.__name__} takes a proposition, not {inner!r}")
        return Basic.__new__(cls, inner)  # type: ignore[no-any-return]
