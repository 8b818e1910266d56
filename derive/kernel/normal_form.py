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
from derive.kernel.matrix_form import MatrixForm
from derive.kernel.matrix_ring import Factor, Matrix, Word
from derive.kernel.polynomial import ONE, Polynomial
from derive.kernel.ring import LARGEST_FACTORED, Undecided
from derive.kernel.signs import ANY, NONNEGATIVE, POSITIVE, Signs, is_integer, signs
from derive.kernel.theories import (
    DEFINITIONS,
    EXPONENTIALS,
    LINEARITY,
    LOGARITHMS,
    MODULI,
    PRODUCTS,
    SUMS,
)
from derive.notation import (
    KL,
    Abs,
    Applied,
    Binder,
    Bracket,
    Density,
    Derivative,
    Determinant,
    Distribution,
    Entry,
    Exp,
    Expectation,
    Function,
    Integral,
    Lambda,
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


class NormalForm(MatrixForm):
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
            return self._closed(term, *(self._argument(x) for d in a for x in _parts(d)))
        if isinstance(term, (Sum, Product)):
            return self.of_index_binder(term)
        if isinstance(term, (Scalar, Trace, Determinant, Entry)):
            return self.of_matrix_number(term)
        if isinstance(term, Binder):
            return self._binder(term)
        raise Undecided(f"{term} is not covered by the normal form")

    def _argument(self, term: Basic) -> Any:
        return term if term in (oo, -oo) else self._argument_of(term)

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
        if exponent is not None and EXPONENTIALS in self.theories:
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
            elif of.head == "exp" and EXPONENTIALS in self.theories:
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

    # -- integrals and expectations ---------------------------------------------------------------

    def _binder(self, term: Binder) -> Polynomial:
        ends = tuple(self._argument(x) for part in term.args[2:] for x in _parts(part))
        body = self.reduced(self.of(term.body))
        if LINEARITY not in self.theories or isinstance(term, (Bracket, Derivative)):
            return self._number_integral(term, body, term.variable, ends, signs(term))
        total: Polynomial = {}
        for inside, outside in self._split(body, term.variable):
            part = self._number_over(term, inside, term.variable, ends)
            total = poly.add(total, self.multiply(part, outside))
        return total

    def _number_over(
        self, term: Binder, inside: Polynomial, x: Var, ends: tuple[Any, ...]
    ) -> Polynomial:
        """Return the integral of one monomial, each factor of which depends on the variable."""
        ((monomial, _),) = inside.items()
        for index, exponent in monomial:
            atom = self.generators[index]
            rest = {poly.without(monomial, index): Fraction(1)}
            if exponent != 1:
                continue
            if atom.head == Sum.__name__ and SUMS in self.theories:
                return self._over_sum(term, atom.args, rest, x, ends)
            if atom.head in ("form", "trace"):
                taken = self._over_word(term, atom.args[0], rest, x, ends)
                if taken is not None:
                    return taken
        return self._number_integral(term, inside, x, ends)

    def _over_sum(
        self, term: Binder, of: tuple[Any, ...], rest: Polynomial, x: Var, ends: tuple[Any, ...]
    ) -> Polynomial:
        """Return the integral of rest · Σ piece as the sum of integrals."""
        piece, bound = of
        i = self._apart(bound)
        piece = self.multiply(self._renamed(piece, bound, i), rest)
        total: Polynomial = {}
        for inside, outside in self._split(self.reduced(piece), x):
            part = self.multiply(self._number_over(term, inside, x, ends), outside)
            total = poly.add(total, part)
        return self.sum_over(total, i)

    def _over_word(
        self, term: Binder, word: Word, rest: Polynomial, x: Var, ends: tuple[Any, ...]
    ) -> Polynomial | None:
        """Return the integral of rest · tr(word), the letters free of x taken out of it.

        None where these letters do not stand side by side.
        """
        free = [x not in self.word_variables((f,)) for f in word]
        starts = [i for i in range(len(word)) if free[i] and not free[i - 1]]
        if not starts:
            turns = [
                v[i:] + v[:i] for v in (word, self.transposed_word(word)) for i in range(len(v))
            ]
            turns = [t for t in turns if self._shape_of(t[0])[0] != 1] or turns
            return self.trace(self._matrix_integral(term, rest, min(turns), x, ends))
        if len(starts) != 1:
            return None
        word = word[starts[0] :] + word[: starts[0]]
        count = sum(free)
        core = self._matrix_integral(term, rest, word[count:], x, ends)
        outside = self.of_word(word[:count], self._shape_of_word(word[:count]))
        return self.trace(self.product(outside, core))

    def _number_integral(
        self,
        term: Binder,
        piece: Polynomial,
        x: Var,
        ends: tuple[Any, ...],
        sign: Signs | None = None,
    ) -> Polynomial:
        bound = self._free_name(piece, x)
        piece = self._renamed(piece, x, bound)
        variables = (self.variables(piece) - {bound}).union(*map(self._variables_in, ends))
        variables |= frozenset(x.free_symbols) - {x}
        sign = sign or self._integral_signs(term, piece)
        args = (piece, bound, *ends)
        return poly.generator(self._atom(type(term).__name__, args, sign, variables))

    def _integral_signs(self, term: Binder, body: Polynomial) -> Signs:
        positive = isinstance(term, Integral) and term.args[2:] == (-oo, oo)
        return POSITIVE if positive and self.signs(body) == POSITIVE else ANY

    def of_other_matrix(self, term: Basic) -> Matrix:
        """Return the normal form of an integral, an expectation or a derivative."""
        if not isinstance(term, (Integral, Expectation, Derivative, Lambda)):
            raise Undecided(f"{term} is not covered by the normal form")
        x, shape_of = term.variable, shape(term)
        ends = tuple(self._argument(y) for part in term.args[2:] for y in _parts(part))
        body = self._argument_of(term.body)
        if LINEARITY not in self.theories or isinstance(term, (Derivative, Lambda)):
            return self._matrix_atom_over(term, body, ends)
        total = Matrix(shape_of, {})
        for word, coefficient in body.terms.items():
            for inside, outside in self._split(self.reduced(coefficient), x):
                part = self._word_over(term, inside, word, shape_of, ends)
                total = self.added(total, self.scaled(part, outside))
        return total

    def _word_over(
        self, term: Binder, inside: Polynomial, word: Word, of: Any, ends: tuple[Any, ...]
    ) -> Matrix:
        """Return the integral of inside · word, the letters at both ends free of x taken out."""
        x = term.variable
        places = [i for i, f in enumerate(word) if x in self.word_variables((f,))]
        if not places:
            return Matrix(of, {word: self._number_over(term, inside, x, ends)})
        first, last = places[0], places[-1] + 1
        core = self._matrix_integral(term, inside, word[first:last], x, ends)
        left = self.of_word(word[:first], (of[0], core.shape[0]))
        right = self.of_word(word[last:], (core.shape[1], of[1]))
        return self.product(self.product(left, core), right)

    def _shape_of_word(self, word: Word) -> Any:
        return (self._shape_of(word[0])[0], self._shape_of(word[-1])[1])

    def _matrix_integral(
        self, term: Binder, piece: Polynomial, word: Word, x: Var, ends: tuple[Any, ...]
    ) -> Matrix:
        """Return ∫ piece · word as a letter; that of the transpose is its transpose."""
        body = Matrix(self._shape_of_word(word), {word: piece})
        bound = self._name_in(body, x)
        word = self._renamed_word(word, x, bound)
        piece = self._renamed(piece, x, bound)
        turned = self.transposed_word(word)
        canonical = min(word, turned)
        args = (piece, canonical, bound, *ends)
        variables = (self.variables(piece) | self.word_variables(word)) - {bound}
        variables = variables.union(*map(self._variables_in, ends)) | (
            frozenset(x.free_symbols) - {x}
        )
        letter = self._letter(
            type(term).__name__, args, self._shape_of_word(canonical), variables,
            ("symmetric",) if word == turned else (),
        )  # fmt: skip
        return Matrix(body.shape, {(self._factor(letter, canonical != word),): poly.constant(1)})

    def _matrix_atom_over(self, term: Binder, body: Any, ends: tuple[Any, ...]) -> Matrix:
        """Return the letter for a matrix-valued binder that stays closed."""
        x = term.variable
        bound = self._name_in(body, x)
        args = (self._renamed_arg(body, x, bound), bound, *ends)
        variables = (self._variables_in(args[0]) - {bound}).union(
            *map(self._variables_in, ends), x.free_symbols - {x}
        )
        letter = self._letter(type(term).__name__, args, shape(term), variables)
        return Matrix(shape(term), {(Factor(letter),): poly.constant(1)})


def _parts(term: Basic) -> tuple[Basic, ...]:
    return term.args if isinstance(term, Distribution) else (term,)


def equal(a: Basic, b: Basic, theories: Iterable[str] = ()) -> bool:
    """Say whether two defined terms have the same normal form in the given theories."""
    if a in (oo, -oo) or b in (oo, -oo):
        return bool(a == b)
    try:
        return NormalForm(theories).equal(a, b)
    except Undecided:
        return False
