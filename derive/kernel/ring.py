"""Ring: polynomials over atoms, with the relations that hold between the atoms.

Atoms with equal arguments are one generator.  Roots of numbers are kept over primes, even
powers of a modulus are powers of what it is the modulus of, a sum that is divided by is an atom
that cancels against its multiples, and sin² is 1 − cos².
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import floor, gcd, lcm
from typing import Any

import sympy

from derive.kernel import polynomial as poly
from derive.kernel.polynomial import Polynomial
from derive.kernel.signs import ANY, NONNEGATIVE, POSITIVE, Signs
from derive.kernel.theories import TRIGONOMETRY
from derive.notation import (
    Bracket,
    Cos,
    Derivative,
    Expectation,
    Integral,
    Product,
    Sin,
    Sum,
    Var,
)

BINDERS = {of.__name__ for of in (Integral, Expectation, Bracket, Derivative, Sum, Product)}
OVER_GENERATORS = {"modulus", "power"}
LARGEST_EXPANDED_POWER = 16
LARGEST_FACTORED = 10**15
LARGEST_NUMBER = 10**4
MOST_TERMS = 10**4
DEEPEST_COMPARISON = 8


class Undecided(Exception):
    """The normal form does not cover this term."""


@dataclass(frozen=True)
class Generator:
    """What a number in a monomial stands for.

    ``args`` are polynomials, matrices, words, variables, or (for a modulus and for a power)
    another generator.
    """

    head: str
    args: tuple[Any, ...]
    signs: Signs
    variables: frozenset[Var]


class Ring:
    """Polynomials in atoms that are met as terms are read."""

    def __init__(self, theories: Iterable[str] = ()) -> None:
        self.theories = frozenset(theories)
        self.generators: list[Generator] = []
        self._by_head: dict[str, list[int]] = {}
        self._depth = 0

    def _atom(
        self, head: str, args: tuple[Any, ...], sign: Signs, variables: frozenset[Var]
    ) -> int:
        """Return the generator for an atom; atoms with equal arguments are one generator.

        They must also depend on the same variables: what is taken out of an integral, and what
        is renamed, is decided by the variables, and must not change with an atom met earlier.
        """
        for index in self._by_head.setdefault(head, []):
            known = self.generators[index]
            if known.variables != variables or len(known.args) != len(args):
                continue
            if all(map(self._same, known.args, args)):
                return index
        self.generators.append(Generator(head, args, sign, variables))
        self._by_head[head].append(len(self.generators) - 1)
        return len(self.generators) - 1

    def _same(self, a: Any, b: Any) -> bool:
        if not (isinstance(a, dict) and isinstance(b, dict)):
            return type(a) is type(b) and bool(a == b)
        if a == b or self._depth == DEEPEST_COMPARISON:
            return bool(a == b)
        self._depth += 1  # a comparison can meet new atoms, which are compared in turn
        try:
            return self.is_zero(poly.add(a, b, -1))
        finally:
            self._depth -= 1

    def variables(self, a: Polynomial) -> frozenset[Var]:
        """Return the variables on which a polynomial depends."""
        return frozenset().union(*(self.generators[i].variables for i in poly.generators(a)))

    def signs(self, a: Polynomial) -> Signs:
        """Return the signs that a polynomial can take, read off its monomials."""
        each = []
        for monomial, coefficient in a.items():
            sign = 1 if coefficient > 0 else -1
            zero = False
            for i, e in monomial:
                of = self.generators[i].signs
                zero = zero or 0 in of
                if not (of <= NONNEGATIVE or e % 2 == 0):
                    return ANY
            each.append(frozenset({sign, 0} if zero else {sign}))
        all_signs: Signs = frozenset().union(*each) if each else frozenset({0})
        if {1, -1} <= all_signs:
            return ANY
        return all_signs - {0} if any(0 not in s for s in each) else all_signs

    def multiply(self, a: Polynomial, b: Polynomial) -> Polynomial:
        """Return a·b, with whole powers of primes and even powers of moduli taken out."""
        if len(a) * len(b) > MOST_TERMS:
            raise Undecided("the terms grow too many")
        total: Polynomial = {}
        for m, c in a.items():
            for n, d in b.items():
                total = poly.add(total, self._folded(poly.times(m, n), c * d))
        return total

    def _folded(self, monomial: poly.Monomial, coefficient: Fraction) -> Polynomial:
        result: Polynomial = {monomial: coefficient}
        for index, exponent in monomial:
            atom = self.generators[index]
            if atom.head == "prime":
                whole = floor(exponent)
                if abs(whole) * atom.args[0].bit_length() > LARGEST_NUMBER:
                    raise Undecided("the numbers grow too large")
                rest = poly.generator(index, exponent - whole)
                result = {poly.without(m, index): c for m, c in result.items()}
                result = poly.multiply(result, rest)
                result = poly.scale(result, Fraction(atom.args[0]) ** whole)
            elif atom.head == "modulus" and exponent.denominator == 1:
                odd = exponent % 2
                inside = poly.generator(atom.args[0], exponent - odd)
                result = {poly.without(m, index): c for m, c in result.items()}
                result = poly.multiply(poly.multiply(result, inside), poly.generator(index, odd))
        return result

    def power(self, base: Polynomial, exponent: Fraction, of_base: Signs) -> Polynomial:
        """Return a polynomial, whose values have the given signs, to a rational power."""
        if exponent == 0:
            return poly.constant(1)
        if not base:
            if exponent < 0:
                raise Undecided("a division by zero")
            return {}
        if len(base) == 1:
            ((monomial, coefficient),) = base.items()
            if exponent.denominator == 1 or self._has_roots(monomial, coefficient):
                return self._monomial_power(monomial, coefficient, exponent)
        elif 0 < exponent <= LARGEST_EXPANDED_POWER and exponent.denominator == 1:
            result = base
            for _ in range(int(exponent) - 1):
                result = self.multiply(result, base)
            return result
        base = self.cancel(base)
        if not base:
            raise Undecided("a power of what turns out to be zero")
        content, primitive, of_primitive = self._primitive(base, of_base, exponent)
        if content is None:
            return poly.generator(self._sum(primitive, of_primitive), exponent)
        ((monomial, coefficient),) = content.items()
        return self.multiply(
            self._monomial_power(monomial, coefficient, exponent),
            poly.generator(self._sum(primitive, of_primitive), exponent),
        )

    def _primitive(
        self, base: Polynomial, of_base: Signs, exponent: Fraction
    ) -> tuple[Polynomial | None, Polynomial, Signs]:
        """Split a sum into its monomial content and the rest, so that multiples share an atom.

        Under a root, only what cannot be negative is taken out.
        """
        coefficients = [abs(c) for c in base.values()]
        number = Fraction(
            gcd(*(c.numerator for c in coefficients)), lcm(*(c.denominator for c in coefficients))
        )
        shared: poly.Monomial = ()
        for i in sorted(poly.generators(base)):
            lowest = min(poly.exponent_of(m, i) for m in base)
            if lowest and (exponent.denominator == 1 or self.generators[i].signs <= NONNEGATIVE):
                shared = poly.times(shared, ((i, lowest),))
        if len(base) == 1 or (number == 1 and not shared):
            return None, base, of_base
        content = {shared: number}
        inverse = {tuple((i, -e) for i, e in shared): 1 / number}
        of_rest = of_base if self.signs(content) == POSITIVE else ANY
        return content, self.multiply(base, inverse), of_rest

    def _sum(self, base: Polynomial, of_base: Signs) -> int:
        return self._atom("sum", (base,), of_base, self.variables(base))

    def _has_roots(self, monomial: poly.Monomial, coefficient: Fraction) -> bool:
        return coefficient > 0 and all(
            self.generators[i].signs <= NONNEGATIVE or e % 2 == 0 for i, e in monomial
        )

    def _monomial_power(
        self, monomial: poly.Monomial, coefficient: Fraction, exponent: Fraction
    ) -> Polynomial:
        if exponent.denominator == 1:
            bits = max(abs(coefficient.numerator), coefficient.denominator).bit_length()
            if abs(exponent) * bits > LARGEST_NUMBER and abs(coefficient) != 1:
                raise Undecided("the numbers grow too large")
            result = poly.constant(coefficient ** int(exponent))
        else:
            result = self._root_of_number(coefficient, exponent)
        for index, e in monomial:
            result = self.multiply(result, self._generator_power(index, e, exponent))
        return result

    def _generator_power(self, index: int, inner: Fraction, outer: Fraction) -> Polynomial:
        of = self.generators[index]
        if outer.denominator != 1 and not of.signs <= NONNEGATIVE:
            index = self._modulus(index)
        return self._folded(((index, inner * outer),), Fraction(1))

    def _root_of_number(self, value: Fraction, exponent: Fraction) -> Polynomial:
        """Return a positive rational to a rational power, over its primes."""
        result = poly.constant(1)
        for number, sign in ((value.numerator, 1), (value.denominator, -1)):
            if number > LARGEST_FACTORED:
                raise Undecided(f"the root of the large number {number}")
            for prime, multiplicity in sympy.factorint(number).items():
                index = self._prime(int(prime))
                result = self.multiply(
                    result, self._folded(((index, sign * multiplicity * exponent),), Fraction(1))
                )
        return result

    def _prime(self, prime: int) -> int:
        return self._atom("prime", (prime,), POSITIVE, frozenset())

    def _modulus(self, index: int) -> int:
        of = self.generators[index]
        return self._atom("modulus", (index,), frozenset(abs(s) for s in of.signs), of.variables)

    def _power_atom(self, index: int, monomial: poly.Monomial) -> int:
        of = self.generators[index]
        sign = of.signs if of.signs in (POSITIVE, NONNEGATIVE) else ANY
        variables = of.variables | self.variables({monomial: Fraction(1)})
        return self._atom("power", (index, {monomial: Fraction(1)}), sign, variables)

    def _log_atom(self, argument: Polynomial) -> int:
        variables = self.variables(argument)
        return self._atom("log", (argument,), ANY, variables)

    def _bound(self, a: Polynomial) -> frozenset[str]:
        """Return the names that are bound somewhere in a polynomial."""
        return frozenset().union(*(self._bound_in_atom(i) for i in poly.generators(a)))

    def _bound_in_atom(self, index: int) -> frozenset[str]:
        atom = self.generators[index]
        names = {v.name for v in _variables_among(atom.args)} if atom.head in BINDERS else set()
        for x in atom.args:
            if atom.head in OVER_GENERATORS and isinstance(x, int):
                names |= self._bound_in_atom(x)
            else:
                names |= self._bound_in(x)
        return frozenset(names)

    def _bound_in(self, arg: Any) -> frozenset[str]:
        """Return the names that are bound somewhere in an argument of an atom."""
        return self._bound(arg) if isinstance(arg, dict) else frozenset()

    def _variables_in(self, arg: Any) -> frozenset[Var]:
        """Return the variables on which an argument of an atom depends."""
        return self.variables(arg) if isinstance(arg, dict) else frozenset()

    def _renamed(self, a: Polynomial, old: Var, new: Var) -> Polynomial:
        """Return the polynomial with one free variable renamed; ``new`` does not occur in it."""
        if old == new:
            return a
        if new in self.variables(a):
            raise Undecided("a name would be captured")
        total: Polynomial = {}
        for monomial, coefficient in a.items():
            part = poly.constant(coefficient)
            for i, e in monomial:
                part = self.multiply(part, poly.generator(self._renamed_atom(i, old, new), e))
            total = poly.add(total, part)
        return total

    def _renamed_atom(self, index: int, old: Var, new: Var) -> int:
        atom = self.generators[index]
        if old not in atom.variables:
            return index
        if atom.head in BINDERS and {old, new} & set(_variables_among(atom.args)):
            raise Undecided("a name would be captured")
        args = tuple(
            self._renamed_atom(x, old, new)
            if atom.head in OVER_GENERATORS and isinstance(x, int)
            else self._renamed_arg(x, old, new)
            for x in atom.args
        )
        return self._atom(atom.head, args, atom.signs, atom.variables - {old} | {new})

    def _renamed_arg(self, arg: Any, old: Var, new: Var) -> Any:
        """Return an argument of an atom, which does not bind the variable, with it renamed."""
        if isinstance(arg, dict):
            return self._renamed(arg, old, new)
        return new if arg == old else arg

    def is_zero(self, a: Polynomial) -> bool:
        """Say whether the polynomial vanishes, sums under powers multiplied out."""
        for _ in range(8):
            if not a:
                return True
            cleared = self._squares_of_sines(self._cleared(a))
            if cleared == a:
                return False
            a = cleared
        return False

    def reduced(self, a: Polynomial) -> Polynomial:
        """Return the polynomial with numerators cancelled and squares of sines replaced."""
        return self._squares_of_sines(self.cancel(a))

    def _cleared(self, a: Polynomial) -> Polynomial:
        """Multiply by the sums that are divided by, and expand whole powers of sums."""
        for index in sorted(poly.generators(a)):
            atom = self.generators[index]
            if atom.head != "sum":
                continue
            lowest = min(min(poly.exponent_of(m, index) for m in a), Fraction(0))
            total: Polynomial = {}
            for m, c in a.items():
                exponent = poly.exponent_of(m, index) - lowest
                part: Polynomial = {poly.without(m, index): c}
                whole = floor(exponent)
                if whole > LARGEST_EXPANDED_POWER:
                    return a
                for _ in range(whole):
                    part = self.multiply(part, atom.args[0])
                rest = poly.generator(index, exponent - whole)
                total = poly.add(total, poly.multiply(part, rest))
            return total
        return a

    def _squares_of_sines(self, a: Polynomial) -> Polynomial:
        """Replace sin² by 1 − cos²."""
        if TRIGONOMETRY not in self.theories:
            return a
        for index in poly.generators(a):
            if self.generators[index].head != Sin.__name__:
                continue
            cos = self._atom(
                Cos.__name__, self.generators[index].args, ANY,
                self.generators[index].variables,
            )  # fmt: skip
            square = poly.add(poly.constant(1), poly.generator(cos, 2), -1)
            total: Polynomial = {}
            for m, c in a.items():
                exponent = poly.exponent_of(m, index)
                part: Polynomial = {poly.without(m, index): c}
                while exponent >= 2:
                    part, exponent = self.multiply(part, square), exponent - 2
                total = poly.add(total, poly.multiply(part, poly.generator(index, exponent)))
            a = total
        return a

    def cancel(self, a: Polynomial) -> Polynomial:
        """Divide numerators by the sums under them where that leaves no remainder."""
        for index in sorted(poly.generators(a)):
            atom = self.generators[index]
            lowest = min(poly.exponent_of(m, index) for m in a) if a else Fraction(0)
            if atom.head != "sum" or lowest >= 0 or lowest.denominator != 1:
                continue
            raised = poly.multiply(a, poly.generator(index, -lowest))
            numerator = self._only_expanded(raised, index)
            power = lowest
            while power < 0:
                divided = poly.quotient(numerator, atom.args[0])
                if divided is None:
                    break
                numerator, power = divided, power + 1
            if power > lowest:
                a = self.multiply(numerator, poly.generator(index, power))
        return a

    def _only_expanded(self, a: Polynomial, index: int) -> Polynomial:
        total: Polynomial = {}
        for m, c in a.items():
            exponent = poly.exponent_of(m, index)
            part: Polynomial = {poly.without(m, index): c}
            for _ in range(floor(exponent)):
                part = self.multiply(part, self.generators[index].args[0])
            part = poly.multiply(part, poly.generator(index, exponent - floor(exponent)))
            total = poly.add(total, part)
        return total


def _variables_among(args: tuple[Any, ...]) -> tuple[Var, ...]:
    return tuple(x for x in args if isinstance(x, Var))
