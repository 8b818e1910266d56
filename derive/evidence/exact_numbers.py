"""Exact numbers: polynomials over ℚ in logarithms, powers of e, π and variables.

A number of this ring is a sum of rational multiples of products of generators: ``log r`` for a
rational r > 0, ``e`` with rational powers, ``π``, the entries of a variable of integration, the
density at such a variable, and small numbers ε with ε² = 0, whose factor in f(a + ε) is f′(a).
Numbers with the same terms are equal; whether numbers with other terms differ is decided where a
theorem says so (see `Equality`).
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from math import isqrt, lcm
from typing import Any

from flint import fmpq
from sympy import Rational

from derive.evidence.failures import NotEnclosed, Undefined

Generator = tuple[Any, ...]
"""A kind (``log``, ``e``, ``pi``, ``x``, ``density``, ``epsilon``) and what it is of."""
Monomial = frozenset[tuple[Generator, Any]]
"""Generators and their powers, none of them 0; only ``e`` has powers that are not natural."""
ONE: Monomial = frozenset()
LARGEST_EXPONENT = 1000
"""Logarithms with larger multiples are not compared: their powers would fill the memory."""
E: Generator = ("e",)
PI: Generator = ("pi",)


class NotExact(NotEnclosed):
    """Raised for what is no number of the ring."""


class Equality(Enum):
    """What exact arithmetic says of two numbers."""

    EQUAL = "equal"
    DIFFERENT = "different"
    UNDECIDED = "undecided"


class Exact:
    """A number of the ring; immutable."""

    __slots__ = ("terms",)

    def __init__(self, terms: Mapping[Monomial, fmpq]) -> None:
        self.terms = {m: c for m, c in terms.items() if c != 0}

    @classmethod
    def rational(cls, value: Any) -> Exact:
        """Return a rational number."""
        if isinstance(value, Rational):
            value = fmpq(int(value.p), int(value.q))
        elif not isinstance(value, fmpq):
            value = fmpq(value.numerator, value.denominator)
        return cls({ONE: value})

    @classmethod
    def generator(cls, generator: Generator, power: Any = 1) -> Exact:
        """Return a generator, or a power of it."""
        return cls({frozenset({(generator, power)}): fmpq(1)})

    def __add__(self, other: Exact) -> Exact:
        terms = dict(self.terms)
        for monomial, c in other.terms.items():
            terms[monomial] = terms.get(monomial, fmpq(0)) + c
        return Exact(terms)

    def __neg__(self) -> Exact:
        return Exact({m: -c for m, c in self.terms.items()})

    def __sub__(self, other: Exact) -> Exact:
        return self + (-other)

    def __mul__(self, other: Exact) -> Exact:
        terms: dict[Monomial, fmpq] = {}
        for m, c in self.terms.items():
            for n, d in other.terms.items():
                product = _product(m, n)
                if product is not None:
                    terms[product] = terms.get(product, fmpq(0)) + c * d
        return Exact(terms)

    def __pow__(self, power: int) -> Exact:
        if power < 0:
            return self.reciprocal() ** -power
        result = Exact.rational(1)
        for _ in range(power):
            result = result * self
        return result

    def is_zero(self) -> bool:
        """Say whether there are no terms."""
        return not self.terms

    def as_rational(self) -> fmpq | None:
        """Return the value, where it is a rational number."""
        if not self.terms:
            return fmpq(0)
        return self.terms[ONE] if set(self.terms) == {ONE} else None

    def split(self, name: str) -> tuple[fmpq, Any, Exact]:
        """Return c, p and n of the number c·eᵖ·(1 + n), where n is small: a power of it is 0.

        Raises
        ------
        NotExact
            Where the number is not of this form; ``name`` says in what.
        """
        still = Exact({m: c for m, c in self.terms.items() if not _is_small(m)})
        if len(still.terms) != 1:
            raise NotExact(f"{name} of a number that is no rational multiple of a power of e")
        ((monomial, c),) = still.terms.items()
        if {g for g, _ in monomial} - {E}:
            raise NotExact(f"{name} of a number that is no rational multiple of a power of e")
        power = dict(monomial).get(E, fmpq(0))
        inverse = Exact({(frozenset({(E, -power)}) if power != 0 else ONE): 1 / c})
        return c, power, (self - still) * inverse

    def reciprocal(self, name: str = "a quotient") -> Exact:
        """Return 1 over the number.

        Raises
        ------
        Undefined
            For 0.
        NotExact
            Where the ring does not hold it.
        """
        if self.is_zero():
            raise Undefined(f"{name} divides by zero")
        c, power, small = self.split(name)
        return Exact({(frozenset({(E, -power)}) if power != 0 else ONE): 1 / c}) * _series(
            small, lambda n: fmpq((-1) ** n)
        )

    def log(self, name: str = "a logarithm") -> Exact:
        """Return the logarithm; see ``reciprocal`` for what is raised."""
        value = self.as_rational()
        if value is not None and value <= 0:
            raise Undefined(f"{name} is not defined: its argument is not positive")
        c, power, small = self.split(name)
        if c < 0:
            raise Undefined(f"{name} is not defined: its argument is not positive")
        result = Exact({ONE: power}) if power != 0 else Exact({})
        if c != 1:
            result = result + Exact.generator(("log", int(c.p), int(c.q)))
        return result + _series(small, lambda n: fmpq((-1) ** (n + 1), n) if n else fmpq(0))

    def exp(self) -> Exact:
        """Return e to this power."""
        still = Exact({m: c for m, c in self.terms.items() if not _is_small(m)})
        value = still.as_rational()
        if value is None:
            raise NotExact("an exponential of what is not rational")
        power = Exact.generator(E, value) if value != 0 else Exact.rational(1)
        factorial = [fmpq(1)]
        for n in range(1, 20):
            factorial.append(factorial[-1] * n)
        return power * _series(self - still, lambda n: 1 / factorial[n])

    def sqrt(self, name: str = "a root") -> Exact:
        """Return the root, where it is a rational multiple of a power of e."""
        if self.is_zero():
            return self
        c, power, small = self.split(name)
        if c < 0:
            raise Undefined(f"{name} is the root of a negative number")
        root = fmpq(isqrt(int(c.p)), isqrt(int(c.q)))
        if root * root != c:
            raise NotExact(f"{name} is not rational")
        binomial = [fmpq(1)]
        for n in range(1, 20):
            binomial.append(binomial[-1] * (fmpq(3, 2) - n) / n)
        lead = Exact({(frozenset({(E, power / 2)}) if power != 0 else ONE): root})
        return lead * _series(small, lambda n: binomial[n])

    def factor_of(self, generator: Generator) -> Exact:
        """Return the factor of a generator in the terms that hold its first power."""
        found = {}
        for monomial, c in self.terms.items():
            if (generator, 1) in monomial:
                found[monomial - {(generator, 1)}] = c
        return Exact(found)

    def compared_with(self, other: Exact) -> Equality:
        """Compare two values.

        Numbers that differ by a sum of rational multiples of different powers of e differ
        (Lindemann–Weierstrass); so do those that differ by q + Σ cᵢ log rᵢ, unless q = 0 and
        Π rᵢ^cᵢ = 1, because the logarithm of an algebraic number other than 1 is transcendental
        (Lindemann).
        """
        difference = self - other
        if difference.is_zero():
            return Equality.EQUAL
        kinds = {g[0] for monomial in difference.terms for g, _ in monomial}
        if kinds <= {"e"}:
            return Equality.DIFFERENT
        if kinds == {"log"} and all(
            len(m) == 1 and next(iter(m))[1] == 1 for m in difference.terms if m
        ):
            return _logarithms(difference)
        return Equality.UNDECIDED


def _product(m: Monomial, n: Monomial) -> Monomial | None:
    if not m or not n:
        return m or n
    powers = dict(m)
    for generator, power in n:
        total = powers.get(generator, 0) + power
        if generator[0] == "epsilon" and total > 1:
            return None
        powers[generator] = total
        if total == 0:
            del powers[generator]
    return frozenset(powers.items())


def _is_small(monomial: Monomial) -> bool:
    return any(g[0] == "epsilon" for g, _ in monomial)


def _series(small: Exact, coefficient: Any) -> Exact:
    """Return Σ coefficient(n)·smallⁿ, which ends where a power is 0."""
    total, power, n = Exact({}), Exact.rational(1), 0
    while not power.is_zero():
        total = total + power * Exact({ONE: coefficient(n)})
        power, n = power * small, n + 1
    return total


def _logarithms(difference: Exact) -> Equality:
    """Compare q + Σ cᵢ log rᵢ with 0."""
    if ONE in difference.terms:  # Σ cᵢ log rᵢ is 0, and q is left, or it is transcendental
        return Equality.DIFFERENT
    common = lcm(*(int(c.q) for c in difference.terms.values()))
    if any(abs(c * common) > LARGEST_EXPONENT for c in difference.terms.values()):
        return Equality.UNDECIDED
    product = fmpq(1)
    for monomial, c in difference.terms.items():
        ((_, p, q),) = (g for g, _ in monomial)
        product *= fmpq(p, q) ** int(c * common)
    return Equality.EQUAL if product == 1 else Equality.DIFFERENT
