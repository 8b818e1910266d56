"""Integral form: integrals and expectations pushed to a canonical sum.

Where linearity is allowed, each is split into one for each monomial of its body; what does not
depend on the variable goes before it, a finite sum around it, and matrices that do not depend on
the variable out of the trace or the product that they stand in.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from sympy import oo
from sympy.core.basic import Basic

from derive.kernel import polynomial as poly
from derive.kernel.matrix_form import MatrixForm
from derive.kernel.matrix_ring import Factor, Matrix, Word
from derive.kernel.polynomial import Polynomial
from derive.kernel.ring import Undecided
from derive.kernel.signs import ANY, POSITIVE, Signs, signs
from derive.kernel.theories import LINEARITY, SUMS
from derive.notation import (
    Binder,
    Bracket,
    Derivative,
    Distribution,
    Expectation,
    Integral,
    Lambda,
    Sum,
    Var,
    shape,
)


class IntegralForm(MatrixForm):
    """Reads integrals, expectations, brackets and derivatives."""

    def argument(self, term: Basic) -> Any:
        """Return an argument that stays closed: ±oo, a number or a matrix."""
        return term if term in (oo, -oo) else self._argument_of(term)

    def of_binder(self, term: Binder) -> Polynomial:
        """Return the normal form of a number that binds a variable."""
        ends = tuple(self.argument(x) for part in term.args[2:] for x in parts(part))
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
        ends = tuple(self.argument(y) for part in term.args[2:] for y in parts(part))
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
        return self.of_word((self._factor(letter, canonical != word),), body.shape)

    def _matrix_atom_over(self, term: Binder, body: Any, ends: tuple[Any, ...]) -> Matrix:
        """Return the letter for a matrix-valued binder that stays closed."""
        x = term.variable
        bound = self._name_in(body, x)
        args = (self._renamed_arg(body, x, bound), bound, *ends)
        variables = (self._variables_in(args[0]) - {bound}).union(
            *map(self._variables_in, ends), x.free_symbols - {x}
        )
        letter = self._letter(type(term).__name__, args, shape(term), variables)
        return self.of_word((Factor(letter),), shape(term))


def parts(term: Basic) -> tuple[Basic, ...]:
    """Return the parameters of a distribution, or else the term alone."""
    return term.args if isinstance(term, Distribution) else (term,)
