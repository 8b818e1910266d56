"""Normal form: terms as polynomials with exact coefficients over generators.

Two defined terms are equal if their normal forms are.  The generators are variables, primes
under roots, and atoms: a function of polynomials, an integral, a sum that is divided by.  Atoms
with equal arguments are one generator.  A *theory* allows one more kind of rewriting; without
it the terms concerned stay closed, so that no label can hide what it does not name.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

import sympy
from sympy import Rational, oo
from sympy.core.basic import Basic

from derive.kernel import polynomial as poly
from derive.kernel.polynomial import ONE, Polynomial
from derive.kernel.ring import LARGEST_FACTORED, Ring, Undecided
from derive.kernel.signs import ANY, NONNEGATIVE, POSITIVE, Signs, is_integer, signs
from derive.kernel.theories import DEFINITIONS, EXPONENTIALS, LINEARITY, LOGARITHMS, MODULI
from derive.notation import (
    KL,
    Abs,
    Binder,
    Bracket,
    Density,
    Exp,
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
    Sqrt,
    Times,
    Var,
    bound_variable,
    canonical,
    unfolded,
)


class NormalForm(Ring):
    """Normal forms of terms that are to be compared with one another."""

    def __init__(self, theories: Iterable[str] = ()) -> None:
        super().__init__(theories)
        self._known: dict[Basic, Polynomial] = {}

    def equal(self, a: Basic, b: Basic) -> bool:
        """Say whether two defined terms have the same normal form."""
        return self.is_zero(poly.add(self.read(a), self.read(b), -1))

    def read(self, term: Basic) -> Polynomial:
        """Return the normal form of a term as an author writes it.

        Definitions are unfolded before bound variables get their canonical names: afterwards a
        new binder could take a name that is in use around it.
        """
        if DEFINITIONS in self.theories:
            term = unfolded(term)
        return self.of(canonical(term))

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
            return self.multiply(
                self.of(a[0]), self.power(self.of(a[1]), Fraction(-1), signs(a[1]))
            )
        if isinstance(term, Power):
            return self._power(term)
        if isinstance(term, Sqrt):
            return self.power(self.of(a[0]), Fraction(1, 2), signs(a[0]))
        if isinstance(term, (Var, Pi)):
            return poly.generator(self._symbol(term))
        if isinstance(term, Exp):
            return self._exp(term)
        if isinstance(term, Log):
            return self._log(term)
        if isinstance(term, Abs):
            return self._abs(term)
        if isinstance(term, Function):
            return self._closed(term, self.reduced(self.of(a[0])))
        if isinstance(term, (Density, KL)):
            return self._closed(term, *(self._argument(x) for d in a for x in _parts(d)))
        if isinstance(term, Binder):
            return self._binder(term)
        raise Undecided(f"{term} is not covered by the normal form")

    def _argument(self, term: Basic) -> Any:
        return term if term in (oo, -oo) else self.cancel(self.of(term))

    def _closed(self, term: Basic, *args: Any) -> Polynomial:
        """Return the atom for a term that stays closed; it depends on what its arguments do."""
        depends = [self.variables(x) for x in args if isinstance(x, dict)]
        bound = {term.variable} if isinstance(term, Binder) else set()
        variables = frozenset().union(*depends) - bound
        return poly.generator(self._atom(type(term).__name__, args, signs(term), variables))

    def _symbol(self, term: Basic) -> int:
        return self._atom("symbol", (term,), signs(term), frozenset(term.free_symbols))

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
            if number > LARGEST_FACTORED:
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
                atom = self._atom("exp", (one,), POSITIVE, self.variables(one))
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
        argument = self.reduced(self.of(term.args[0]))
        if LOGARITHMS in self.theories and len(argument) == 1:
            ((monomial, coefficient),) = argument.items()
            if self._has_roots(monomial, coefficient) and self._small(coefficient):
                return self._log_of_product(monomial, coefficient)
        return poly.generator(self._log_atom(argument))

    def _small(self, value: Fraction) -> bool:
        return max(value.numerator, value.denominator) <= LARGEST_FACTORED

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

    def _abs(self, term: Basic) -> Polynomial:
        argument = self.reduced(self.of(term.args[0]))
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

    def _binder(self, term: Binder) -> Polynomial:
        ends = tuple(self._argument(x) for part in term.args[2:] for x in _parts(part))
        body = self.reduced(self.of(term.body))
        if LINEARITY not in self.theories or isinstance(term, Bracket):
            return self._closed(term, body, term.variable, *ends)
        total: Polynomial = {}
        for monomial, coefficient in body.items():
            inside, outside = ONE, ONE
            for i, e in monomial:
                if term.variable in self.generators[i].variables:
                    inside = poly.times(inside, ((i, e),))
                else:
                    outside = poly.times(outside, ((i, e),))
            piece = {inside: Fraction(1)}
            bound = self._free_name(piece, term.variable)
            piece = self._renamed(piece, term.variable, bound)
            args = (piece, bound, *ends)
            variables = (self.variables(piece) - {bound}).union(
                *(self.variables(x) for x in ends if isinstance(x, dict))
            )
            sign = self._integral_signs(term, piece)
            atom = self._atom(type(term).__name__, args, sign, variables)
            part = self.multiply(poly.generator(atom), {outside: coefficient})
            total = poly.add(total, part)
        return total

    def _free_name(self, piece: Polynomial, old: Var) -> Var:
        """Return the first canonical name that is neither bound nor free in a piece."""
        taken = self._bound(piece) | {v.name for v in self.variables(piece) - {old}}
        height = 1
        while bound_variable(height, old).name in taken:
            height += 1
        return bound_variable(height, old)

    def _integral_signs(self, term: Binder, body: Polynomial) -> Signs:
        positive = isinstance(term, Integral) and term.args[2:] == (-oo, oo)
        return POSITIVE if positive and self.signs(body) == POSITIVE else ANY


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
