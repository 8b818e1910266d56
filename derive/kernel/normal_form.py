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
from derive.kernel.integral_form import IntegralForm, parts
from derive.kernel.matrix_ring import Matrix
from derive.kernel.polynomial import ONE, Polynomial
from derive.kernel.ring import LARGEST_FACTORED, Undecided
from derive.kernel.signs import NONNEGATIVE, POSITIVE, is_integer, signs
from derive.kernel.theories import (
    DEFINITIONS,
    EXPONENTIALS,
    LOGARITHMS,
    MODULI,
    PRODUCTS,
)
from derive.notation import (
    KL,
    Abs,
    Applied,
    Binder,
    Density,
    Determinant,
    Entry,
    Exp,
    Function,
    Log,
    Max,
    Minus,
    Neg,
    Over,
    Pi,
    Plus,
    Power,
    Product,
    Scalar,
    Sqrt,
    Sum,
    Times,
    Trace,
    Var,
    canonical,
    is_scalar,
    shape,
    unfolded,
    with_values,
)


class NormalForm(IntegralForm):
    """Normal forms of terms that are to be compared with one another."""

    def __init__(self, theories: Iterable[str] = ()) -> None:
        super().__init__(theories)
        self._known: dict[Basic, Polynomial] = {}

    def equal(self, a: Basic, b: Basic) -> bool:
        """Say whether two defined terms have the same normal form."""
        if shape(a) != shape(b):
            return False
        if not is_scalar(a):
            left, right = self.read_matrix(a), self.read_matrix(b)
            return self.is_zero_matrix(self.added(left, right, -1))
        return self.is_zero(poly.add(self.read(a), self.read(b), -1))

    def read(self, term: Basic) -> Polynomial:
        """Return the normal form of a term as an author writes it.

        Definitions are unfolded before bound variables get their canonical names: afterwards a
        new binder could take a name that is in use around it.
        """
        return self.of(self._prepared(term))

    def read_matrix(self, term: Basic) -> Matrix:
        """Return the normal form of a matrix as an author writes it."""
        return self.of_matrix(self._prepared(term))

    def _prepared(self, term: Basic) -> Any:
        return canonical(unfolded(term) if DEFINITIONS in self.theories else with_values(term))

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
        if isinstance(term, Max):
            return self._closed(term, *(self.reduced(self.of(x)) for x in a))
        if isinstance(term, (Density, KL, Applied)):
            return self._closed(term, *(self.argument(x) for d in a for x in parts(d)))
        if isinstance(term, (Sum, Product)):
            return self.of_index_binder(term)
        if isinstance(term, (Scalar, Trace, Determinant, Entry)):
            return self.of_matrix_number(term)
        if isinstance(term, Binder):
            return self.of_binder(term)
        raise Undecided(f"{term} is not covered by the normal form")

    def _closed(self, term: Basic, *args: Any) -> Polynomial:
        """Return the atom for a term that stays closed; it depends on what its arguments do."""
        depends = [self._variables_in(x) for x in args]
        variables = frozenset().union(*depends)
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
            if not base:
                return self._closed(term, base, exponent)
            content, rest, of_rest = self._primitive(base, signs(term.args[0]), Fraction(1))
            base = poly.generator(self._sum(rest, of_rest))
            base = self.multiply(base, content) if content is not None else base
        ((monomial, coefficient),) = base.items()
        if coefficient < 0 or not (
            whole or all(self.generators[i].signs == POSITIVE for i, _ in monomial)
        ):
            return self._closed(term, base, exponent)
        return self.symbolic_power(base, exponent)

    def symbolic_power(self, base: Polynomial, exponent: Polynomial) -> Polynomial:
        """Return a monomial to a power; a whole one, unless every factor is positive."""
        ((monomial, coefficient),) = base.items()
        if coefficient < 0:
            raise Undecided("a power of a negative number")
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
                result = self.multiply(result, self.exponential(self.reduced(raised)))
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
        return self.exponential(exponent)

    def exponential(self, exponent: Polynomial) -> Polynomial:
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
        """Return p where the monomial is log p; where the logarithm is defined, p is positive."""
        if len(monomial) == 1 and monomial[0][1] == 1:
            atom = self.generators[monomial[0][0]]
            if atom.head == "log":
                return atom.args[0]  # type: ignore[no-any-return]
        return None

    def _log(self, term: Basic) -> Polynomial:
        return self._log_of(self.reduced(self.of(term.args[0])))

    def _log_of(self, argument: Polynomial) -> Polynomial:
        exponent = self._only_exponential(argument)
        if exponent is not None:
            return exponent
        if LOGARITHMS in self.theories and len(argument) == 1:
            ((monomial, coefficient),) = argument.items()
            if self._has_roots(monomial, coefficient) and self._small(coefficient):
                return self._log_of_product(monomial, coefficient)
        return poly.generator(self._log_atom(argument))

    def _only_exponential(self, a: Polynomial) -> Polynomial | None:
        """Return t where a polynomial is the exponential of t alone."""
        if len(a) != 1:
            return None
        ((monomial, coefficient),) = a.items()
        exponent: Polynomial = {}
        for index, e in monomial:
            of = self.generators[index]
            if of.head != "exp":
                return None
            exponent = poly.add(exponent, of.args[0], e)
        return exponent if monomial and coefficient == 1 else None

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
            if of.head == Product.__name__ and PRODUCTS in self.theories:
                piece, bound = of.args
                log = self.sum_over(self._log_of(piece), bound)
            elif of.head == "exp":
                log = of.args[0]
            elif of.head == "power" and self.generators[of.args[0]].signs <= NONNEGATIVE:
                base = self._log_of_generator(of.args[0])
                log = self.multiply(base, of.args[1])
            else:
                log = self._log_of_generator(index)
            result = poly.add(result, log, e)
        return result

    def _log_of_generator(self, index: int) -> Polynomial:
        of = self.generators[index]
        prime = of.head == "prime"
        argument = poly.constant(of.args[0]) if prime else poly.generator(index)
        return poly.generator(self._log_atom(argument))

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


def equal(a: Basic, b: Basic, theories: Iterable[str] = ()) -> bool:
    """Say whether two defined terms have the same normal form in the given theories."""
    if a in (oo, -oo) or b in (oo, -oo):
        return bool(a == b)
    try:
        return NormalForm(theories).equal(a, b)
    except Undecided:
        return False
