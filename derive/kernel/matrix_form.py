"""Matrix form: how matrices, and the numbers that are made of them, are read into words."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from sympy import Rational
from sympy.core.basic import Basic

from derive.kernel import polynomial as poly
from derive.kernel.matrix_ring import Factor, Matrix, MatrixRing
from derive.kernel.polynomial import Polynomial
from derive.kernel.ring import Undecided
from derive.kernel.signs import ANY, Signs, signs
from derive.kernel.theories import (
    CHOLESKY,
    COORDINATES,
    DETERMINANTS,
    DIAGONALS,
    MATRICES,
    PRODUCTS,
    SUMS,
    TRACES,
)
from derive.notation import (
    Cholesky,
    Coordinates,
    Determinant,
    Diagonal,
    Entry,
    Identity,
    Inverse,
    MatrixProduct,
    Minus,
    Neg,
    Over,
    Plus,
    Product,
    Scalar,
    Sum,
    Times,
    Trace,
    Transpose,
    Var,
    Zero,
    is_scalar,
    shape,
)

ONE = poly.constant(1)


class MatrixForm(MatrixRing):
    """Reads matrices into sums of words; `of` reads numbers."""

    def of(self, term: Basic) -> Polynomial:
        """Return the normal form of a number."""
        raise NotImplementedError

    def of_matrix(self, term: Basic) -> Matrix:
        """Return the normal form of a matrix whose bound variables are canonical."""
        a, of = term.args, shape(term)
        if isinstance(term, Var):
            return self._symbol_matrix(term)
        if isinstance(term, (Plus, Minus)):
            sign = 1 if isinstance(term, Plus) else -1
            return self.added(self.of_matrix(a[0]), self.of_matrix(a[1]), sign)
        if isinstance(term, Neg):
            return self.scaled(self.of_matrix(a[0]), poly.constant(-1))
        if isinstance(term, Times):
            number, matrix = a if is_scalar(a[0]) else a[::-1]
            return self.scaled(self.of_matrix(matrix), self.of(number))
        if isinstance(term, Over):
            divisor = self.power(self.of(a[1]), Fraction(-1), signs(a[1]))
            return self.scaled(self.of_matrix(a[0]), divisor)
        if isinstance(term, Identity):
            return Matrix(of, {(): ONE})
        if isinstance(term, Zero):
            return Matrix(of, {})
        if isinstance(term, Diagonal):
            return self._diagonal(term)
        if isinstance(term, Coordinates):
            return self._coordinates(term)
        if isinstance(term, Cholesky):
            return self._closed_matrix(term, "invertible")
        if MATRICES not in self.theories and isinstance(term, (MatrixProduct, Transpose, Inverse)):
            return self._closed_matrix(term)
        if isinstance(term, MatrixProduct):
            return self.product(self.of_matrix(a[0]), self.of_matrix(a[1]))
        if isinstance(term, Transpose):
            return self.transposed(self.of_matrix(a[0]))
        if isinstance(term, Inverse):
            return self._inverse(self.of_matrix(a[0]))
        return self.of_other_matrix(term)

    def of_other_matrix(self, term: Basic) -> Matrix:
        """Return the normal form of an integral, an expectation or a derivative."""
        raise NotImplementedError

    def _symbol_matrix(self, term: Var) -> Matrix:
        definite = term.domain in ("positive definite", "positive diagonal")
        if CHOLESKY in self.theories and definite:
            one = self.of_word((Factor(self.symbol(term)),), shape(term))
            lower = self._letter(
                "Cholesky", (one,), shape(term), frozenset(term.free_symbols), ("invertible",)
            )
            return self.of_word((Factor(lower), self._factor(lower, True)), shape(term))
        return self.of_word((Factor(self.symbol(term)),), shape(term))

    def _argument_of(self, term: Basic) -> Any:
        """Return an argument that stays closed: a number's polynomial, or a matrix."""
        return self.cancel(self.of(term)) if is_scalar(term) else self.of_matrix(term)

    def _closed_matrix(self, term: Basic, *properties: str) -> Matrix:
        """Return the letter for a matrix that stays closed."""
        if isinstance(term, Cholesky) and isinstance(term.args[0], Var):
            # Σ itself may be read as L Lᵀ; inside of L it stays what it is.
            symbol = term.args[0]
            own = self.of_word((Factor(self.symbol(symbol)),), shape(symbol))
            args: tuple[Any, ...] = (own,)
        else:
            args = tuple(self._argument_of(x) for x in term.args)
        variables = frozenset().union(*(self._variables_in(x) for x in args))
        letter = self._letter(type(term).__name__, args, shape(term), variables, properties)
        return self.of_word((Factor(letter),), shape(term))

    def _inverse(self, a: Matrix) -> Matrix:
        """Return the inverse of one word letter by letter; that of a sum is a letter."""
        entry = self._explicit_diagonal(a)
        if entry is not None:
            inverted = self.power(entry[0], Fraction(-1), ANY)
            return self._diagonal_of(inverted, entry[1], a.shape)
        if len(a.terms) == 1:
            ((word, coefficient),) = a.terms.items()
            if all(self.letters[f.letter].is_invertible for f in word):
                reversed_word = tuple(f._replace(inverse=not f.inverse) for f in reversed(word))
                factor = self.power(coefficient, Fraction(-1), ANY)
                return self.scaled(self.of_word(reversed_word, a.shape), factor)
        if not a.terms:
            raise Undecided("the inverse of zero")
        is_symmetric = self.is_zero_matrix(self.added(a, self.transposed(a), -1))
        properties = ("invertible", "symmetric") if is_symmetric else ("invertible",)
        letter = self._letter("Inverse", (a,), a.shape, self.matrix_variables(a), properties)
        return self.of_word((Factor(letter),), a.shape)

    # -- diagonal matrices --------------------------------------------------------------------

    def _diagonal(self, term: Diagonal) -> Matrix:
        return self._diagonal_of(self.reduced(self.of(term.body)), term.variable, shape(term))

    def _diagonal_of(self, entry: Polynomial, i: Var, of: Any) -> Matrix:
        """Return diag(entry): where sums may be split, one letter for each monomial in i."""
        if entry == ONE:
            return Matrix(of, {(): ONE})
        if SUMS not in self.theories:
            letter = self._diagonal_letter(entry, i)
            return self.of_word((Factor(letter),), of)
        total = Matrix(of, {})
        for inside, outside in self._split(entry, i):
            word = () if inside == ONE else (Factor(self._diagonal_letter(inside, i)),)
            total = self.added(total, self.scaled(self.of_word(word, of), outside))
        return total

    def _coordinates(self, term: Coordinates) -> Matrix:
        """Return a vector given by its entries: one letter for each monomial in the index."""
        entry, i = self.reduced(self.of(term.body)), term.variable
        parts = self._split(entry, i) if SUMS in self.theories else [(entry, ONE)]
        total = Matrix(shape(term), {})
        for inside, outside in parts:
            bound = self._free_name(inside, i)
            piece = self._renamed(inside, i, bound)
            variables = self.variables(piece) - {bound} | frozenset(i.dimensions[0].free_symbols)
            letter = self._letter("Coordinates", (piece, bound), shape(term), variables)
            part = self.of_word((Factor(letter),), shape(term))
            total = self.added(total, self.scaled(part, outside))
        return total

    def _explicit_diagonal(self, a: Matrix) -> tuple[Polynomial, Var] | None:
        """Return entry and index of a matrix that is a sum of explicit diagonal matrices."""
        if DIAGONALS not in self.theories:
            return None
        letters = [self.letters[w[0].letter] for w in a.terms if len(w) == 1 and not w[0].inverse]
        explicit = [of for of in letters if of.head == "Diagonal"]
        if not explicit or len(explicit) < len([w for w in a.terms if w]):
            return None
        i = self._apart(explicit[0].args[1])
        entry: Polynomial = {}
        for word, coefficient in a.terms.items():
            part = ONE
            if word:
                own, bound = self.letters[word[0].letter].args
                part = self._renamed(own, bound, i)
            entry = poly.add(entry, self.multiply(part, coefficient))
        return entry, i

    def _split(self, a: Polynomial, x: Var) -> list[tuple[Polynomial, Polynomial]]:
        """Return each monomial as what depends on a variable, and the rest with its coefficient."""
        parts = []
        for monomial, coefficient in a.items():
            inside, outside = poly.ONE, poly.ONE
            for i, e in monomial:
                if x in self.generators[i].variables:
                    inside = poly.times(inside, ((i, e),))
                else:
                    outside = poly.times(outside, ((i, e),))
            parts.append(({inside: Fraction(1)}, {outside: coefficient}))
        return parts

    # -- numbers made of matrices -------------------------------------------------------------

    def of_matrix_number(self, term: Basic) -> Polynomial:
        """Return the normal form of an entry, a 1×1 matrix, a trace, a determinant."""
        a = self.of_matrix(term.args[0])
        if isinstance(term, Scalar) and MATRICES in self.theories:
            return self.only_entry(a)
        if isinstance(term, Trace) and TRACES in self.theories:
            return self.trace(a)
        if isinstance(term, Determinant) and DETERMINANTS in self.theories:
            found = self._determinant(a)
            if found is not None:
                return found
        if isinstance(term, Entry) and COORDINATES in self.theories and len(term.args) == 2:
            return self._entry_of(a, term.args[1])
        if isinstance(term, Entry) and len(term.args) == 2 and isinstance(term.args[0], Var):
            return self._entry(self.symbol(term.args[0]), term.args[1])
        return self._matrix_atom(term, a)

    def _matrix_atom(self, term: Basic, a: Matrix) -> Polynomial:
        indices = tuple(term.args[1:])
        variables = self.matrix_variables(a) | frozenset(indices)
        atom = self._atom(type(term).__name__, (a, *indices), signs(term), variables)
        return poly.generator(atom)

    def _entry_of(self, a: Matrix, i: Var) -> Polynomial:
        """Return an entry of a sum of vectors; that of diag(d) v is dᵢ vᵢ."""
        total: Polynomial = {}
        for word, coefficient in a.terms.items():
            if not word:  # a vector of length 1 is its entry
                total = poly.add(total, coefficient)
                continue
            *diagonals, last = word
            letters = [self.letters[f.letter] for f in diagonals]
            explicit = all(of.head == "Diagonal" for of in letters)
            if not explicit or any(f.inverse for f in diagonals):
                atom = self._atom("entry", (word, i), ANY, self.word_variables(word) | {i})
                part = poly.generator(atom)
            else:
                part = self._entry(last.letter, i)
                for of in letters:
                    part = self.multiply(part, self._renamed(of.args[0], of.args[1], i))
            total = poly.add(total, self.multiply(coefficient, part))
        return total

    def _determinant(self, a: Matrix) -> Polynomial | None:
        """Return the determinant of one word of square matrices; None for other matrices."""
        if len(a.terms) != 1:
            entry = self._explicit_diagonal(a)
            return None if entry is None else self.product_over(*entry)
        ((word, coefficient),) = a.terms.items()
        if any(self.letters[f.letter].shape != a.shape for f in word):
            return None
        if not _is_positive_monomial(coefficient):
            return None
        result = self.to_dimension(coefficient, a.shape[0])
        for f in word:
            of = self.letters[f.letter]
            if of.head == "Diagonal" and DIAGONALS in self.theories and not f.inverse:
                part = self.product_over(*of.args)
            else:
                part = self.determinant_of_letter(f)
            result = self.multiply(result, part)
        return result

    # -- sums and products over an index ------------------------------------------------------

    def of_index_binder(self, term: Sum | Product) -> Polynomial:
        """Return the normal form of Σ or Π over an index."""
        body = self.reduced(self.of(term.body))
        if isinstance(term, Sum):
            return self.sum_over(body, term.variable)
        return self.product_over(body, term.variable)

    def sum_over(self, piece: Polynomial, i: Var) -> Polynomial:
        """Return Σ piece over an index; where sums may be split, one for each monomial."""
        if SUMS not in self.theories:
            return self._index_atom(Sum, piece, i)
        total: Polynomial = {}
        for inside, outside in self._split(piece, i):
            if inside == ONE:
                part = self.dimension(i.dimensions[0])
            else:
                part = self._index_atom(Sum, inside, i)
            total = poly.add(total, self.multiply(part, outside))
        return total

    def product_over(self, piece: Polynomial, i: Var) -> Polynomial:
        """Return Π piece over an index; where products may be split, one for each factor."""
        if PRODUCTS not in self.theories or not _is_positive_monomial(piece):
            return self._index_atom(Product, piece, i)
        ((monomial, coefficient),) = piece.items()
        k = i.dimensions[0]
        result = self.to_dimension(poly.constant(coefficient), k)
        for index, e in monomial:
            atom, one = self.generators[index], poly.generator(index)
            if i not in atom.variables:
                part = self.to_dimension(poly.generator(index, e), k)
            elif atom.head == "exp":
                part = self.exponential(self.sum_over(poly.scale(atom.args[0], e), i))
            elif e.denominator == 1 or atom.signs == frozenset({1}):
                part = self._to_power(self._index_atom(Product, one, i), e)
            else:
                part = self._index_atom(Product, poly.generator(index, e), i)
            result = self.multiply(result, part)
        return result

    def _to_power(self, one: Polynomial, exponent: Fraction) -> Polynomial:
        ((((index, _),), _),) = one.items()
        return poly.generator(index, exponent)

    def exponential(self, exponent: Polynomial) -> Polynomial:
        """Return e to a polynomial."""
        raise NotImplementedError

    def _index_atom(self, kind: type, piece: Polynomial, i: Var) -> Polynomial:
        bound = self._free_name(piece, i)
        piece = self._renamed(piece, i, bound)
        variables = self.variables(piece) - {bound} | frozenset(bound.dimensions[0].free_symbols)
        sign = self._sign_over(kind, piece)
        return poly.generator(self._atom(kind.__name__, (piece, bound), sign, variables))

    def _sign_over(self, kind: type, piece: Polynomial) -> Signs:
        sign = self.signs(piece)
        one_sided = kind is Sum and frozenset(-s for s in sign) <= {0, 1}
        return sign if sign <= {0, 1} or one_sided else ANY

    def dimension(self, k: Basic) -> Polynomial:
        """Return a dimension as a polynomial."""
        return self.of(k)

    def to_dimension(self, base: Polynomial, k: Any) -> Polynomial:
        """Return a monomial, its coefficient positive, to a power that is a dimension."""
        if isinstance(k, Rational):
            return self.power(base, Fraction(int(k.p)), ANY)
        return self.symbolic_power(base, self.of(k))

    def symbolic_power(self, base: Polynomial, exponent: Polynomial) -> Polynomial:
        """Return a monomial to a power that is a whole number for all values."""
        raise NotImplementedError


def _is_positive_monomial(a: Polynomial) -> bool:
    """Say whether a polynomial is one monomial with a positive coefficient."""
    return len(a) == 1 and all(c > 0 for c in a.values())
