"""Fractions of polynomials over the rationals, in atoms that this module knows nothing of.

An atom is a number that is not split further: a symbol, ``log(...)``, ``det(...)``, an integral.
Atoms with the same key are one generator.  Some satisfy ``g**2 = p`` (roots, moduli, sines);
their squares are rewritten and they never stay in a denominator, so that two fractions are equal
exactly when their reduced forms are.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from flint import Ordering, fmpq, fmpq_mpoly_ctx

from derive.recheck.polarity import (
    ANY,
    NEGATIVE,
    NONNEGATIVE,
    POSITIVE,
    sign_of_product,
    sign_of_sum,
)
from derive.recheck.size import LARGEST_EXPONENT, LARGEST_LENGTH, MOST_WORK, check_power, product
from derive.recheck.terms import ONE, Overflow, Refusal, Term, number_term

GENERATORS = 160
CONTEXT = fmpq_mpoly_ctx.get([f"a{n}" for n in range(GENERATORS)], Ordering.lex)
GENS = CONTEXT.gens()
UNIT, NIL = CONTEXT.constant(1), CONTEXT.constant(0)


@dataclass(frozen=True)
class Atom:
    """What is known of a generator: the term it stands for, and what it depends on."""

    key: Any
    term: Term
    depends: frozenset[Term]
    sign: str = ANY
    integral: bool = False
    height: int = 0
    made: tuple[Any, ...] = ()


class Fraction:
    """A reduced fraction: without a common factor, the denominator free of roots."""

    __slots__ = ("_key", "den", "num")

    def __init__(self, num: Any, den: Any) -> None:
        self.num, self.den = num, den
        self._key = ""

    @property
    def key(self) -> str:
        """Return what two equal fractions share."""
        if not self._key:
            self._key = f"{self.num}|{self.den}"
        return self._key

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Fraction) and self.key == other.key

    def __hash__(self) -> int:
        return hash(self.key)

    @property
    def constant(self) -> fmpq | None:
        """Return the value of a rational number, or None."""
        if self.num.is_constant() and self.den.is_constant():
            return _number(self.num) / _number(self.den)
        return None


def _number(p: Any) -> fmpq:
    return p.leading_coefficient() if not p.is_zero() else fmpq(0)


def generators(*polynomials: Any) -> list[int]:
    """Return the numbers of the generators that polynomials contain."""
    found: set[int] = set()
    for p in polynomials:
        found.update(n for n, d in enumerate(p.degrees()) if d > 0)
    return sorted(found)


class Algebra:
    """The atoms of one comparison, and arithmetic with them."""

    def __init__(self) -> None:
        self.atoms: list[Atom] = []
        self.number: dict[Any, int] = {}
        self.squares: dict[int, Any] = {}
        self.lower: dict[int, list[tuple[Fraction, str]]] = {}
        self.work = 0
        self.zero, self.one = Fraction(NIL, UNIT), Fraction(UNIT, UNIT)

    def atom(
        self, key: Any, term: Term, depends: Iterable[Term] = (), sign: str = ANY, **more: Any
    ) -> Fraction:
        """Return the generator with a key, made where it is new."""
        if key not in self.number:
            if len(self.atoms) == GENERATORS:
                raise Overflow("more atoms than this checker compares")
            self.number[key] = len(self.atoms)
            self.atoms.append(Atom(key, term, frozenset(depends), sign, **more))
        return Fraction(GENS[self.number[key]], UNIT)

    def constant(self, value: Any) -> Fraction:
        """Return a rational number."""
        return Fraction(CONTEXT.constant(fmpq(value)), UNIT)

    # -- arithmetic -------------------------------------------------------------------------------

    def reduced(self, num: Any, den: Any) -> Fraction:
        """Return the fraction of two polynomials in its reduced form."""
        if len(num) > LARGEST_LENGTH or len(den) > LARGEST_LENGTH:
            raise Overflow("a polynomial is too long")
        self._spend(len(num) + len(den))
        if max((*num.degrees(), *den.degrees())) > LARGEST_EXPONENT:
            raise Overflow("an exponent is too large")
        num, den = self._rewritten(num), self._rewritten(den)
        if den.is_zero():
            raise Refusal("a denominator is zero")
        for n in self.squares:
            if den.degrees()[n]:
                whole, part = self._split(den, n)
                conjugate = whole - part * GENS[n]
                num = self._rewritten(product(num, conjugate))
                square = product(product(part, part), self.squares[n])
                den = self._rewritten(product(whole, whole) - square)
                return self.reduced(num, den)
        if num.is_zero():
            return self.zero
        if not den.is_constant():
            common = num.gcd(den)
            if not common.is_constant():
                num, den = num / common, den / common
        lead = den.leading_coefficient()
        return Fraction(num / lead, den / lead)

    def _spend(self, terms: int) -> None:
        """Count the terms that are handled; decline where they are too many."""
        self.work += terms
        if self.work > MOST_WORK:
            raise Overflow("a comparison of too many terms")

    def _split(self, p: Any, n: int) -> tuple[Any, Any]:
        """Return ``a, b`` with ``p = a + b*g`` for a generator of degree at most one."""
        b = p.derivative(n)
        return p - b * GENS[n], b

    def _rewritten(self, p: Any) -> Any:
        """Replace the squares of generators that have one."""
        if self.squares and len(p) > LARGEST_LENGTH:
            raise Overflow("a polynomial is too long")
        for n, square in self.squares.items():
            while p.degrees()[n] > 1:
                self._spend(len(p) * (len(p) // 50 + len(square)))
                new = NIL
                for exponents, coefficient in p.to_dict().items():
                    high, low = divmod(exponents[n], 2)
                    rest = [*exponents]
                    rest[n] = low
                    term = CONTEXT.from_dict({tuple(rest): coefficient})
                    new = new + (term * square**high if high else term)
                p = new
        return p

    def add(self, a: Fraction, b: Fraction) -> Fraction:
        """Return the sum."""
        if a.den == b.den:
            return self.reduced(a.num + b.num, a.den)
        return self.reduced(product(a.num, b.den) + product(b.num, a.den), product(a.den, b.den))

    def sub(self, a: Fraction, b: Fraction) -> Fraction:
        """Return the difference."""
        return self.add(a, Fraction(-b.num, b.den))

    def mul(self, a: Fraction, b: Fraction) -> Fraction:
        """Return the product."""
        return self.reduced(product(a.num, b.num), product(a.den, b.den))

    def div(self, a: Fraction, b: Fraction) -> Fraction:
        """Return the quotient."""
        return self.reduced(product(a.num, b.den), product(a.den, b.num))

    def times(self, a: Fraction, value: Any) -> Fraction:
        """Return a rational multiple."""
        return self.mul(a, self.constant(value))

    def integer_power(self, a: Fraction, n: int) -> Fraction:
        """Return a power with a whole exponent."""
        check_power(a.num, a.den, abs(n))
        if n < 0:
            return self.integer_power(self.div(self.one, a), -n)
        return self.reduced(a.num**n, a.den**n)

    # -- what a fraction consists of --------------------------------------------------------------

    def depends(self, a: Fraction) -> frozenset[Term]:
        """Return the symbols that a fraction's atoms depend on."""
        return frozenset[Term]().union(
            *(self.atoms[n].depends for n in generators(a.num, a.den)),
        )

    def height(self, a: Fraction) -> int:
        """Return how deep binders are nested in it."""
        return max((self.atoms[n].height for n in generators(a.num, a.den)), default=0)

    def factors(self, a: Fraction) -> tuple[fmpq, list[tuple[Any, int]]]:
        """Return the constant and the irreducible factors, with exponents of either sign."""
        (c, up), (d, down) = a.num.factor(), a.den.factor()
        return fmpq(c) / fmpq(d), [*up, *((p, -e) for p, e in down)]

    def terms(self, p: Any) -> list[tuple[fmpq, Any]]:
        """Return the coefficients and monomials of a polynomial."""
        return [(c, CONTEXT.from_dict({e: 1})) for e, c in p.to_dict().items()]

    def split(self, monomial: Any, variable: Term) -> tuple[Any, Any]:
        """Return the parts of a monomial that do not and that do depend on a variable."""
        outside, inside = UNIT, UNIT
        for n, e in enumerate(monomial.degrees()):
            if e and variable in self.atoms[n].depends:
                inside = inside * GENS[n] ** e
            elif e:
                outside = outside * GENS[n] ** e
        return outside, inside

    # -- signs ------------------------------------------------------------------------------------

    def sign(self, a: Fraction) -> str:
        """Return what is known of a fraction's sign everywhere."""
        if a.num.is_zero():
            return NONNEGATIVE
        c, found = self.factors(a)
        sign = POSITIVE if c > 0 else NEGATIVE
        for p, e in found:
            one = self.sign_of_polynomial(p)
            if e % 2 == 0:
                one = POSITIVE if one in ("+", "-", "!") else NONNEGATIVE
            sign = sign_of_product(sign, one)
        return sign

    def sign_of_polynomial(self, p: Any) -> str:
        """Return a polynomial's sign, term by term, also above lower bounds of its atoms."""
        sign = self._term_by_term(p, {})
        if sign:
            return sign
        bounded = [n for n in reversed(generators(p)) if n in self.lower]
        for choice in range(4 if bounded else 0):
            moved, signs = p, {}
            for n in bounded:
                bound, above = self.lower[n][choice % len(self.lower[n])]
                scale = -1 if above == "flip" else 1
                values = [*GENS]
                values[n] = bound.num + scale * GENS[n]
                if bound.den != UNIT:
                    return ANY
                moved = moved.compose(*values, ctx=CONTEXT)
                signs[n] = NONNEGATIVE if above == "flip" else above
            sign = self._term_by_term(moved, signs)
            if sign:
                return sign
        return ANY

    def _term_by_term(self, p: Any, signs: dict[int, str]) -> str:
        total = None
        for exponents, c in p.to_dict().items():
            sign = POSITIVE if c > 0 else NEGATIVE
            for n, e in enumerate(exponents):
                if e:
                    one = signs.get(n, self.atoms[n].sign)
                    if e % 2 == 0:
                        one = POSITIVE if one in ("+", "-", "!") else NONNEGATIVE
                    sign = sign_of_product(sign, one)
            total = sign if total is None else sign_of_sum(total, sign)
        return total or ANY

    # -- back to terms ----------------------------------------------------------------------------

    def term(self, a: Fraction) -> Term:
        """Return a term that the fraction is the normal form of."""
        top = self._polynomial_term(a.num)
        return top if a.den == UNIT else ("div", top, self._polynomial_term(a.den))

    def _polynomial_term(self, p: Any) -> Term:
        total: Term = None
        for exponents, c in p.to_dict().items():
            term = number_term(c)
            for n, e in enumerate(exponents):
                if e:
                    one = self.atoms[n].term
                    power = one if e == 1 else ("pow", one, ("int", e))
                    term = power if term == ONE else ("mul", term, power)
            total = term if total is None else ("add", total, term)
        return total or ("int", 0)
