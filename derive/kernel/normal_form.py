"""Normal form: terms as polynomials with exact coefficients over generators.

Two defined terms are equal if their normal forms are.  The generators are variables, primes
under roots, and atoms: a function of polynomials, an integral, a sum that is divided by.  Atoms
with equal arguments are one generator.  A *theory* allows one more kind of rewriting; without
it the terms concerned stay closed, so that no label can hide what it does not name.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from math import floor, gcd, lcm
from typing import Any

import sympy
from sympy import Rational, oo
from sympy.core.basic import Basic

from derive.kernel import polynomial as poly
from derive.kernel.polynomial import ONE, Polynomial
from derive.kernel.signs import NONNEGATIVE, POSITIVE, Signs, is_integer, signs
from derive.notation import (
    KL,
    Abs,
    Binder,
    Bracket,
    Cos,
    Density,
    Exp,
    Expectation,
    Function,
    Integral,
    Log,
    Minus,
    Neg,
    Normal,
    Over,
    Pi,
    Plus,
    Power,
    Sin,
    Sqrt,
    Times,
    Var,
    bound_variable,
    canonical,
    unfold,
)

EXPONENTIALS = "laws of exponents"
LOGARITHMS = "laws of logarithms"
MODULI = "laws of the modulus"
TRIGONOMETRY = "Pythagorean identity"
DEFINITIONS = "definitions"
LINEARITY = "linearity"
THEORIES = frozenset({EXPONENTIALS, LOGARITHMS, MODULI, TRIGONOMETRY, DEFINITIONS, LINEARITY})
ALGEBRA = THEORIES - {DEFINITIONS, LINEARITY}
POINTWISE = THEORIES - {LINEARITY}

_BINDERS = {Integral.__name__, Expectation.__name__, Bracket.__name__}
_OVER_GENERATORS = {"modulus", "power"}
_LARGEST_EXPANDED_POWER = 16
_LARGEST_FACTORED = 10**15


class Undecided(Exception):
    """The normal form does not cover this term."""


@dataclass(frozen=True)
class Generator:
    """What a number in a monomial stands for."""

    head: str
    args: tuple[Any, ...]
    signs: Signs
    variables: frozenset[Var]


class NormalForm:
    """Normal forms of terms that are to be compared with one another."""

    def __init__(self, theories: Iterable[str] = ()) -> None:
        self.theories = frozenset(theories)
        self.generators: list[Generator] = []
        self._by_head: dict[str, list[int]] = {}
        self._known: dict[Basic, Polynomial] = {}

    def equal(self, a: Basic, b: Basic) -> bool:
        """Say whether two defined terms have the same normal form."""
        return self.is_zero(poly.add(self.of(canonical(a)), self.of(canonical(b)), -1))

    def of(self, term: Basic) -> Polynomial:
        """Return the normal form of a term whose bound variables are canonical."""
        if term not in self._known:
            self._known[term] = self._of(term)
        return self._known[term]

    def _of(self, term: Basic) -> Polynomial:
        a = term.args
        if isinstance(term, Rational):
            return poly.constant(Fraction(int(term.p), int(term.q)))
        if isinstance(term, Plus):
            return poly.add(self.of(a[0]), self.of(a[1]))
        if isinstance(term, Minus):
            return poly.add(self.of(a[0]), self.of(a[1]), -1)
        if isinstance(term, Neg):
            return poly.scale(self.of(a[0]), -1)
        if isinstance(term, Times):
            return self.multiply(self.of(a[0]), self.of(a[1]))
        if isinstance(term, Over):
            return self.multiply(self.of(a[0]), self.power(self.of(a[1]), Fraction(-1), signs(a[1])))
        if isinstance(term, Power):
            return self._power(term)
        if isinstance(term, Sqrt):
            return self.power(self.of(a[0]), Fraction(1, 2), signs(a[0]))
        if isinstance(term, (Var, Pi)):
            return poly.generator(self._atom("symbol", (term,), term))
        if isinstance(term, Exp):
            return self._exp(term)
        if isinstance(term, Log):
            return self._log(term)
        if isinstance(term, Abs):
            return self._abs(term)
        if isinstance(term, Function):
            return self._closed(term, self.cancel(self.of(a[0])))
        if isinstance(term, (Density, Expectation, KL)) and DEFINITIONS in self.theories:
            return self.of(canonical(unfold(term)))
        if isinstance(term, (Density, KL)):
            return self._closed(term, *(self._argument(x) for d in a for x in _parts(d)))
        if isinstance(term, Binder):
            return self._binder(term)
        raise Undecided(f"{term} is not covered by the normal form")

    def _argument(self, term: Basic) -> Any:
        return term if term in (oo, -oo) else self.cancel(self.of(term))

    def _closed(self, term: Basic, *args: Any) -> Polynomial:
        return poly.generator(self._atom(type(term).__name__, args, term))

    # -- atoms -----------------------------------------------------------------------------

    def _atom(self, head: str, args: tuple[Any, ...], term: Basic | None, *of: Any) -> int:
        """Return the generator for an atom; atoms with equal arguments are one generator."""
        for index in self._by_head.setdefault(head, []):
            known = self.generators[index].args
            if len(known) == len(args) and all(map(self._same, known, args)):
                return index
        sign, variables = of or (signs(term), frozenset(term.free_symbols))  # type: ignore[union-attr]
        self.generators.append(Generator(head, args, sign, variables))
        self._by_head[head].append(len(self.generators) - 1)
        return len(self.generators) - 1

    def _same(self, a: Any, b: Any) -> bool:
        if isinstance(a, dict) and isinstance(b, dict):
            return a == b or self.is_zero(poly.add(a, b, -1))
        return type(a) is type(b) and bool(a == b)

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
                if not (of <= NONNEGATIVE or e.denominator == 1 and e % 2 == 0):
                    return frozenset({-1, 0, 1})
            each.append(frozenset({sign, 0} if zero else {sign}))
        all_signs: Signs = frozenset().union(*each) if each else frozenset({0})
        if {1, -1} <= all_signs:
            return frozenset({-1, 0, 1})
        return all_signs - {0} if any(0 not in s for s in each) else all_signs

    # -- products and powers ---------------------------------------------------------------

    def multiply(self, a: Polynomial, b: Polynomial) -> Polynomial:
        """Return a·b, with whole powers of primes and even powers of moduli taken out."""
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
                if whole:
                    rest = poly.generator(index, exponent - whole)
                    result = {poly.without(m, index): c for m, c in result.items()}
                    result = poly.multiply(result, rest)
                    result = poly.scale(result, Fraction(atom.args[0]) ** whole)
            elif atom.head == "modulus" and exponent.denominator == 1 and exponent not in (0, 1):
                odd = exponent % 2
                inside = poly.generator(atom.args[0], exponent - odd)
                result = {poly.without(m, index): c for m, c in result.items()}
                result = poly.multiply(poly.multiply(result, inside), poly.generator(index, odd))
        return result

    def power(self, base: Polynomial, exponent: Fraction, of_base: Signs) -> Polynomial:
        """Return a polynomial, whose values have the given signs, to a rational power."""
        if exponent == 0:
            return poly.constant(1)
        if exponent == 1 or base == poly.constant(1):
            return base
        if not base:
            if exponent < 0:
                raise Undecided("a division by zero")
            return {}
        if len(base) == 1:
            ((monomial, coefficient),) = base.items()
            if exponent.denominator == 1 or self._has_roots(monomial, coefficient):
                return self._monomial_power(monomial, coefficient, exponent)
        elif 0 < exponent <= _LARGEST_EXPANDED_POWER and exponent.denominator == 1:
            result = base
            for _ in range(int(exponent) - 1):
                result = self.multiply(result, base)
            return result
        content, primitive, of_primitive = self._primitive(self.cancel(base), of_base, exponent)
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
        if len(base) == 1 or number == 1 and not shared:
            return None, base, of_base
        content = {shared: number}
        inverse = {tuple((i, -e) for i, e in shared): 1 / number}
        of_rest = of_base if self.signs(content) == POSITIVE else frozenset({-1, 0, 1})
        return content, self.multiply(base, inverse), of_rest

    def _sum(self, base: Polynomial, of_base: Signs) -> int:
        return self._atom("sum", (base,), None, of_base, self.variables(base))

    def _has_roots(self, monomial: poly.Monomial, coefficient: Fraction) -> bool:
        return coefficient > 0 and all(
            self.generators[i].signs <= NONNEGATIVE or e.denominator == 1 and e % 2 == 0
            for i, e in monomial
        )

    def _monomial_power(
        self, monomial: poly.Monomial, coefficient: Fraction, exponent: Fraction
    ) -> Polynomial:
        if exponent.denominator == 1:
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
            if number > _LARGEST_FACTORED:
                raise Undecided(f"the root of the large number {number}")
            for prime, multiplicity in sympy.factorint(number).items():
                index = self._prime(int(prime))
                result = self.multiply(
                    result, self._folded(((index, sign * multiplicity * exponent),), Fraction(1))
                )
        return result

    def _prime(self, prime: int) -> int:
        return self._atom("prime", (prime,), None, POSITIVE, frozenset())

    def _modulus(self, index: int) -> int:
        of = self.generators[index]
        return self._atom(
            "modulus", (index,), None, frozenset(abs(s) for s in of.signs), of.variables
        )

    def _power(self, term: Basic) -> Polynomial:
        base, exponent = self.of(term.args[0]), self.of(term.args[1])
        if not exponent or list(exponent) == [ONE]:
            return self.power(base, exponent.get(ONE, Fraction(0)), signs(term.args[0]))
        return self._symbolic_power(base, exponent, term)

    def _symbolic_power(self, base: Polynomial, exponent: Polynomial, term: Basic) -> Polynomial:
        """Return base^(c₁m₁ + c₂m₂ + … + c₀): one atom base^mᵢ for each monomial mᵢ."""
        whole = is_integer(term.args[1])
        if len(base) != 1:
            if not base or not (whole or signs(term.args[0]) == POSITIVE):
                return self._closed(term, base, exponent)
            content, rest, of_rest = self._primitive(base, signs(term.args[0]), Fraction(1))
            base = poly.generator(self._sum(rest, of_rest))
            base = self.multiply(base, content) if content is not None else base
        ((monomial, coefficient),) = base.items()
        if coefficient < 0 or not (
            whole or all(self.generators[i].signs == POSITIVE for i, _ in monomial)
        ):
            return self._closed(term, base, exponent)
        factors = [(i, e) for i, e in monomial]
        for number, sign in ((coefficient.numerator, 1), (coefficient.denominator, -1)):
            if number > _LARGEST_FACTORED:
                raise Undecided(f"a power of the large number {number}")
            for prime, multiplicity in sympy.factorint(number).items():
                factors.append((self._prime(int(prime)), Fraction(sign * multiplicity)))
        result = poly.constant(1)
        for index, e in factors:
            atom = self.generators[index]
            if atom.head == "exp":
                raised = self.multiply(atom.args[0], poly.scale(exponent, e))
                result = self.multiply(result, self._exp_of(self.reduced(raised)))
                continue
            for m, c in exponent.items():
                if m == ONE:
                    part = self._folded(((index, e * c),), Fraction(1))
                else:
                    part = poly.generator(self._power_atom(index, m), e * c)
                result = self.multiply(result, part)
        return result

    def _power_atom(self, index: int, monomial: poly.Monomial) -> int:
        of = self.generators[index]
        sign = of.signs if of.signs in (POSITIVE, NONNEGATIVE) else frozenset({-1, 0, 1})
        variables = of.variables | self.variables({monomial: Fraction(1)})
        return self._atom("power", (index, {monomial: Fraction(1)}), None, sign, variables)

    # -- functions -------------------------------------------------------------------------

    def _exp(self, term: Basic) -> Polynomial:
        exponent = self.reduced(self.of(term.args[0]))
        if EXPONENTIALS not in self.theories:
            return self._closed(term, exponent)
        return self._exp_of(exponent)

    def _exp_of(self, exponent: Polynomial) -> Polynomial:
        """Return e to a sum: an atom e^m to the power c for each monomial c·m."""
        result = poly.constant(1)
        for monomial, coefficient in exponent.items():
            inside = self._inside_log(monomial)
            if inside is not None:
                part = self.power(inside, coefficient, POSITIVE)
            else:
                one = {monomial: Fraction(1)}
                atom = self._atom("exp", (one,), None, POSITIVE, self.variables(one))
                part = poly.generator(atom, coefficient)
            result = self.multiply(result, part)
        return result

    def _inside_log(self, monomial: poly.Monomial) -> Polynomial | None:
        """Return p where the monomial is log p of a single positive monomial p."""
        if len(monomial) == 1 and monomial[0][1] == 1:
            atom = self.generators[monomial[0][0]]
            if atom.head == "log" and len(atom.args[0]) == 1:
                return atom.args[0]  # type: ignore[no-any-return]
        return None

    def _log(self, term: Basic) -> Polynomial:
        argument = self.cancel(self.of(term.args[0]))
        if LOGARITHMS in self.theories and len(argument) == 1:
            ((monomial, coefficient),) = argument.items()
            if self._has_roots(monomial, coefficient) and self._small(coefficient):
                return self._log_of_product(monomial, coefficient)
        return poly.generator(self._log_atom(argument))

    def _small(self, value: Fraction) -> bool:
        return max(value.numerator, value.denominator) <= _LARGEST_FACTORED

    def _log_of_product(self, monomial: poly.Monomial, coefficient: Fraction) -> Polynomial:
        result: Polynomial = {}
        for number, sign in ((coefficient.numerator, 1), (coefficient.denominator, -1)):
            for prime, multiplicity in sympy.factorint(number).items():
                log = poly.generator(self._log_atom(poly.constant(int(prime))))
                result = poly.add(result, log, sign * multiplicity)
        for index, e in monomial:
            of = self.generators[index]
            if not of.signs <= NONNEGATIVE:
                index = self._modulus(index)
                of = self.generators[index]
            if of.head == "exp" and EXPONENTIALS in self.theories:
                log = of.args[0]
            elif of.head == "power" and self.generators[of.args[0]].signs <= NONNEGATIVE:
                base = poly.generator(self._log_atom(poly.generator(of.args[0])))
                log = self.multiply(base, of.args[1])
            elif of.head == "prime":
                log = poly.generator(self._log_atom(poly.constant(of.args[0])))
            else:
                log = poly.generator(self._log_atom(poly.generator(index)))
            result = poly.add(result, log, e)
        return result

    def _log_atom(self, argument: Polynomial) -> int:
        variables = self.variables(argument)
        return self._atom("log", (argument,), None, frozenset({-1, 0, 1}), variables)

    def _abs(self, term: Basic) -> Polynomial:
        argument = self.cancel(self.of(term.args[0]))
        if signs(term.args[0]) <= NONNEGATIVE and MODULI in self.theories:
            return argument
        if MODULI in self.theories and len(argument) == 1:
            ((monomial, coefficient),) = argument.items()
            result = poly.constant(abs(coefficient))
            for index, e in monomial:
                result = self.multiply(result, self._generator_modulus(index, e))
            return result
        return self._closed(term, argument)

    def _generator_modulus(self, index: int, exponent: Fraction) -> Polynomial:
        of = self.generators[index]
        if of.signs <= NONNEGATIVE:
            return poly.generator(index, exponent)
        if of.head == "power":
            index = self._power_atom(self._modulus(of.args[0]), next(iter(of.args[1])))
            return poly.generator(index, exponent)
        return self._folded(((self._modulus(index), exponent),), Fraction(1))

    # -- integrals, expectations and brackets ------------------------------------------------

    def _binder(self, term: Binder) -> Polynomial:
        ends = tuple(self._argument(x) for part in term.args[2:] for x in _parts(part))
        body = self.cancel(self.of(term.body))
        if LINEARITY not in self.theories or isinstance(term, Bracket):
            return self._closed(term, body, term.variable, *ends)
        free = frozenset(term.free_symbols)
        total: Polynomial = {}
        for monomial, coefficient in body.items():
            inside, outside = ONE, ONE
            for i, e in monomial:
                if term.variable in self.generators[i].variables:
                    inside = poly.times(inside, ((i, e),))
                else:
                    outside = poly.times(outside, ((i, e),))
            piece = {inside: Fraction(1)}
            bound = bound_variable(self._height(piece) + 1, term.variable.domain)
            piece = self._renamed(piece, term.variable, bound)
            args = (piece, bound, *ends)
            variables = (self.variables(piece) - {bound}) | (
                free & frozenset().union(*(x.free_symbols for x in term.args[2:]))
            )
            sign = self._integral_signs(term, piece)
            atom = self._atom(type(term).__name__, args, None, sign, variables)
            part = self.multiply(poly.generator(atom), {outside: coefficient})
            total = poly.add(total, part)
        return total

    def _height(self, a: Any) -> int:
        """Return how deep binders are nested in a polynomial or in an atom's argument."""
        if isinstance(a, dict):
            atoms = [self.generators[i] for i in poly.generators(a)]
        else:
            atoms = [self.generators[a]]
        heights = [0]
        for atom in atoms:
            inner = [x for x in atom.args if isinstance(x, dict)]
            inner += [x for x in atom.args if atom.head in _OVER_GENERATORS and isinstance(x, int)]
            height = max(map(self._height, inner), default=0)
            heights.append(height + (atom.head in _BINDERS))
        return max(heights)

    def _renamed(self, a: Polynomial, old: Var, new: Var) -> Polynomial:
        """Return the polynomial with one free variable renamed; ``new`` is bound nowhere in it."""
        if old == new:
            return a
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
        args = tuple(
            self._renamed(x, old, new) if isinstance(x, dict)
            else self._renamed_atom(x, old, new)
            if atom.head in _OVER_GENERATORS and isinstance(x, int)
            else new if x == old and atom.head == "symbol"
            else x
            for x in atom.args
        )  # fmt: skip
        return self._atom(atom.head, args, None, atom.signs, atom.variables - {old} | {new})

    def _integral_signs(self, term: Binder, body: Polynomial) -> Signs:
        positive = isinstance(term, Integral) and term.args[2:] == (-oo, oo)
        return POSITIVE if positive and self.signs(body) == POSITIVE else frozenset({-1, 0, 1})

    # -- is it zero? -----------------------------------------------------------------------

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
                if whole > _LARGEST_EXPANDED_POWER:
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
                Cos.__name__, self.generators[index].args, None, frozenset({-1, 0, 1}),
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
            if any(poly.exponent_of(m, index) < 0 for m in raised):
                continue
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


def _parts(term: Basic) -> tuple[Basic, ...]:
    return term.args if isinstance(term, Normal) else (term,)


def equal(a: Basic, b: Basic, theories: Iterable[str] = ()) -> bool:
    """Say whether two defined terms have the same normal form in the given theories."""
    if a in (oo, -oo) or b in (oo, -oo):
        return bool(a == b)
    try:
        return NormalForm(theories).equal(a, b)
    except Undecided:
        return False
