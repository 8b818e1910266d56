"""Matrix ring: sums of words in matrix letters, with coefficients that are polynomials.

A word is a product of letters, each perhaps transposed or inverted.  It is kept reduced: what
stands beside its inverse cancels, and what passes through a dimension 1 is a number, which goes
into the coefficient.  The trace of a word is the same for its rotations and its transpose.  All
of this holds for every size of the matrices, so no proof depends on one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any, NamedTuple

from sympy import Integer
from sympy.core.basic import Basic

from derive.kernel import polynomial as poly
from derive.kernel.polynomial import Polynomial
from derive.kernel.ring import Ring, Undecided
from derive.kernel.signs import ANY, NONNEGATIVE, POSITIVE, Signs
from derive.kernel.theories import COORDINATES, DIAGONALS
from derive.notation import Shape, Var, shape

ONE = Integer(1)
MOST_WORDS = 2000
PROPERTIES = {
    "invertible": ("invertible",),
    "symmetric": ("symmetric",),
    "positive definite": ("symmetric", "invertible", "definite"),
    "diagonal": ("symmetric", "diagonal"),
    "positive diagonal": ("symmetric", "invertible", "diagonal", "definite"),
}


class Factor(NamedTuple):
    """A letter of a word, by its number."""

    letter: int
    transposed: bool = False
    inverse: bool = False


Word = tuple[Factor, ...]


@dataclass(frozen=True)
class Letter:
    """What a number in a word stands for."""

    head: str
    args: tuple[Any, ...]
    shape: Shape
    variables: frozenset[Var]
    properties: frozenset[str]

    @property
    def is_symmetric(self) -> bool:
        """Whether it equals its transpose."""
        return "symmetric" in self.properties

    @property
    def is_invertible(self) -> bool:
        """Whether it is square and has an inverse."""
        return "invertible" in self.properties

    @property
    def is_diagonal(self) -> bool:
        """Whether it is diagonal."""
        return "diagonal" in self.properties

    @property
    def is_positive_definite(self) -> bool:
        """Whether it is symmetric and positive definite."""
        return "definite" in self.properties


@dataclass(frozen=True)
class Matrix:
    """A sum of words with coefficients; the empty word is the identity."""

    shape: Shape
    terms: dict[Word, Polynomial]


def _first_name(like: Var, bound: frozenset[str], free: frozenset[Var]) -> Var:
    """Return the first name @1, @2, … in use in neither; what is read has none of these free.

    So it is a name by nesting height, the same for equal pieces.
    """
    taken = bound | {v.name for v in free}
    height = 1
    while f"@{height}" in taken:
        height += 1
    return Var.unchecked(f"@{height}", like.domain, like.dimensions)


class MatrixRing(Ring):
    """Polynomials in numbers, and sums of words in matrices, met as terms are read."""

    def __init__(self, theories: Iterable[str] = ()) -> None:
        super().__init__(theories)
        self.letters: list[Letter] = []
        self._fresh = 0

    # -- letters ----------------------------------------------------------------------------------

    def _letter(
        self,
        head: str,
        args: tuple[Any, ...],
        shape: Shape,
        variables: frozenset[Var],
        properties: Iterable[str] = (),
    ) -> int:
        """Return the letter with these arguments; with equal arguments it is one letter."""
        for index, known in enumerate(self.letters):
            if (known.head, known.shape, known.variables) != (head, shape, variables):
                continue
            if len(known.args) == len(args) and all(map(self._same, known.args, args)):
                return index
        self.letters.append(Letter(head, args, shape, variables, frozenset(properties)))
        return len(self.letters) - 1

    def _factor(self, letter: int, transposed: bool = False, inverse: bool = False) -> Factor:
        return Factor(letter, transposed and not self.letters[letter].is_symmetric, inverse)

    def _shape_of(self, factor: Factor) -> Shape:
        of = self.letters[factor.letter].shape
        return of[::-1] if factor.transposed else of

    def transposed_word(self, word: Word) -> Word:
        """Return the transpose of a word."""
        return tuple(self._factor(f.letter, not f.transposed, f.inverse) for f in reversed(word))

    def word_variables(self, word: Word) -> frozenset[Var]:
        """Return the variables on which a word depends."""
        return frozenset().union(*(self.letters[f.letter].variables for f in word))

    def matrix_variables(self, a: Matrix) -> frozenset[Var]:
        """Return the variables on which a matrix depends."""
        return frozenset().union(
            *(self.word_variables(w) | self.variables(c) for w, c in a.terms.items())
        )

    # -- arithmetic -------------------------------------------------------------------------------

    def added(self, a: Matrix, b: Matrix, factor: int = 1) -> Matrix:
        """Return a + factor·b."""
        terms = dict(a.terms)
        for word, coefficient in b.terms.items():
            value = poly.add(terms.get(word, {}), coefficient, factor)
            if value:
                terms[word] = value
            else:
                terms.pop(word, None)
        return Matrix(a.shape, terms)

    def scaled(self, a: Matrix, factor: Polynomial) -> Matrix:
        """Return factor·a."""
        terms = {w: self.multiply(c, factor) for w, c in a.terms.items()}
        return Matrix(a.shape, {w: c for w, c in terms.items() if c})

    def product(self, a: Matrix, b: Matrix) -> Matrix:
        """Return a b."""
        total = Matrix((a.shape[0], b.shape[1]), {})
        if len(a.terms) * len(b.terms) > MOST_WORDS:
            raise Undecided("the words grow too many")
        for v, c in a.terms.items():
            for w, d in b.terms.items():
                part = self.of_word(v + w, total.shape)
                total = self.added(total, self.scaled(part, self.multiply(c, d)))
        return total

    def transposed(self, a: Matrix) -> Matrix:
        """Return the transpose of a."""
        total = Matrix(a.shape[::-1], {})
        for word, c in a.terms.items():
            part = self.of_word(self.transposed_word(word), total.shape)
            total = self.added(total, self.scaled(part, c))
        return total

    def of_word(self, word: Word, shape: Shape) -> Matrix:
        """Return a word reduced, the numbers in it as its coefficient."""
        word = self._cancelled(word)
        cuts = self._cuts(word)
        if len(cuts) < 2:
            return Matrix(shape, {word: poly.constant(1)})
        coefficient = poly.constant(1)
        for start, end in pairwise(cuts):
            coefficient = self.multiply(coefficient, self._number(word[start:end]))
        rest = word[: cuts[0]] + word[cuts[-1] :]
        return Matrix(shape, {rest: coefficient})

    def _cuts(self, word: Word) -> list[int]:
        """Return the places in a word where the dimension is 1."""
        if not word:
            return []
        dimensions = [self._shape_of(word[0])[0], *(self._shape_of(f)[1] for f in word)]
        return [i for i, d in enumerate(dimensions) if d == ONE]

    def _cancelled(self, word: Word) -> Word:
        done: list[Factor] = []
        for factor in word:
            if done and done[-1] == factor._replace(inverse=not factor.inverse):
                done.pop()
            else:
                done.append(factor)
        if DIAGONALS in self.theories:
            merged = self._diagonals_merged(tuple(done))
            if merged != tuple(done):
                return self._cancelled(merged)
        return tuple(done)

    def _diagonals_merged(self, word: Word) -> Word:
        """Sort neighbours that are diagonal, for they commute, and multiply explicit ones."""
        result: list[Factor] = []
        run: list[Factor] = []
        for factor in (*word, None):
            if factor is not None and self.letters[factor.letter].is_diagonal:
                run.append(factor)
                continue
            explicit = [f for f in run if self.letters[f.letter].head == "Diagonal"]
            result += sorted(f for f in run if f not in explicit)
            if explicit:
                result += self._explicit_product(explicit)
            run = []
            if factor is not None:
                result.append(factor)
        return tuple(result)

    def _explicit_product(self, factors: list[Factor]) -> list[Factor]:
        """Return diag(a) diag(b)⁻¹ … as diag(a/b …), or as nothing where that is the identity."""
        if len(factors) == 1 and not factors[0].inverse:
            return factors
        i = self._apart(self.letters[factors[0].letter].args[1])
        entry = poly.constant(1)
        for f in factors:
            own, bound = self.letters[f.letter].args
            own = self._renamed(own, bound, i)
            entry = self.multiply(entry, self.power(own, Fraction(-1), ANY) if f.inverse else own)
        if entry == poly.constant(1):
            return []
        return [self._factor(self._diagonal_letter(entry, i))]

    def _diagonal_letter(self, entry: Polynomial, i: Var) -> int:
        """Return diag(entry) over an index, which gets its canonical name."""
        bound = self._free_name(entry, i)
        entry = self._renamed(entry, i, bound)
        sign = self.signs(entry)
        properties = {"symmetric", "diagonal"}
        if 0 not in sign:
            properties.add("invertible")
        if sign == POSITIVE:
            properties.add("definite")
        variables = self.variables(entry) - {bound}
        return self._letter(
            "Diagonal", (entry, bound), (i.dimensions[0],) * 2, variables, properties
        )

    def _name_in(self, arg: Any, old: Var) -> Var:
        """Return the first name that is neither bound nor free in an argument of an atom."""
        return _first_name(old, self._bound_in(arg), self._variables_in(arg) - {old})

    def _free_name(self, piece: Polynomial, old: Var) -> Var:
        """Return the first canonical name that is neither bound nor free in a piece."""
        return _first_name(old, self._bound(piece), self.variables(piece) - {old})

    def _apart(self, like: Var) -> Var:
        """Return a variable that occurs nowhere, to stand for a bound one for a while."""
        self._fresh += 1
        return Var.unchecked(f"!{self._fresh}", like.domain, like.dimensions)

    # -- numbers ----------------------------------------------------------------------------------

    def _number(self, word: Word) -> Polynomial:
        """Return the number that a 1×1 word is; it equals its transpose."""
        if COORDINATES in self.theories:
            found = self._in_coordinates(word)
            if found is not None:
                return found
        return poly.generator(self._form(word))

    def _form(self, word: Word) -> int:
        canonical = min(word, self.transposed_word(word))
        sign = NONNEGATIVE if self._is_semidefinite(word) else ANY
        return self._atom("form", (canonical,), sign, self.word_variables(word))

    def _is_semidefinite(self, word: Word) -> bool:
        """Say whether a word is w M wᵀ or w wᵀ with M positive definite."""
        while len(word) > 1 and self.transposed_word(word[-1:]) == word[:1]:
            word = word[1:-1]
        return not word or (len(word) == 1 and self.letters[word[0].letter].is_positive_definite)

    def _in_coordinates(self, word: Word) -> Polynomial | None:
        """Return uᵀ v or uᵀ diag(d) v as a sum over the coordinates; None for other words."""
        if len(word) not in (2, 3) or any(f.inverse for f in word):
            return None
        middle = self.letters[word[1].letter] if len(word) == 3 else None
        k = self._shape_of(word[0])[1]
        if middle is not None and middle.head != "Diagonal":
            return None
        entry, bound = middle.args if middle is not None else (poly.constant(1), None)
        i = self._fresh_index(k, entry, word)
        piece = entry if bound is None else self._renamed(entry, bound, i)
        for f in (word[0], word[-1]):
            piece = self.multiply(piece, self._entry(f.letter, i))
        return self.sum_over(piece, i)

    def _fresh_index(self, k: Any, piece: Polynomial, word: Word) -> Var:
        """Return an index up to k with the first canonical name that is in use in neither."""
        bound = self._bound(piece) | self._bound_in(word)
        free = self.variables(piece) | self.word_variables(word)
        return _first_name(Var("i", "index", k), bound, free)

    def _entry(self, letter: int, i: Var) -> Polynomial:
        """Return the entry of a vector that is one letter."""
        of = self.letters[letter]
        if of.head == "Coordinates":
            piece, bound = of.args
            return self._renamed(piece, bound, i)
        positive = of.head == "symbol" and of.args[0].domain == "positive vector"
        variables = of.variables | {i}
        word = (Factor(letter),)
        return poly.generator(
            self._atom("entry", (word, i), POSITIVE if positive else ANY, variables)
        )

    def sum_over(self, piece: Polynomial, i: Var) -> Polynomial:
        """Return Σ piece over an index; the linear part goes outside where that is allowed."""
        raise NotImplementedError

    def trace(self, a: Matrix) -> Polynomial:
        """Return the trace of a square matrix."""
        total: Polynomial = {}
        for word, coefficient in a.terms.items():
            total = poly.add(total, self.multiply(coefficient, self._cyclic(word, a.shape)))
        return total

    def _cyclic(self, word: Word, shape: Shape) -> Polynomial:
        word = self._rotated_to_merge(word)
        while word and word[0] == word[-1]._replace(inverse=not word[-1].inverse):
            word = word[1:-1]
        if not word:
            return self.dimension(shape[0])
        cuts = self._cuts(word)
        if cuts:
            word = word[cuts[0] :] + word[: cuts[0]]
            return self.only_entry(self.of_word(word, (ONE, ONE)))
        if COORDINATES in self.theories and len(word) == 1:
            of = self.letters[word[0].letter]
            if of.head == "Diagonal" and not word[0].inverse:
                return self.sum_over(*of.args)
        return poly.generator(self._trace(word))

    def only_entry(self, a: Matrix) -> Polynomial:
        """Return the entry of a 1×1 matrix; all its words are numbers."""
        if not a.terms.keys() <= {()}:
            raise Undecided("a 1×1 matrix that is not read as a number")
        return a.terms.get((), {})

    def _trace(self, word: Word) -> int:
        turns = [v[i:] + v[:i] for v in (word, self.transposed_word(word)) for i in range(len(v))]
        sign = self._sign_of_trace(word)
        return self._atom("trace", (min(turns),), sign, self.word_variables(word))

    def _rotated_to_merge(self, word: Word) -> Word:
        """Return a rotation that does not begin inside a run of diagonal letters."""
        for i, f in enumerate(word):
            if not self.letters[f.letter].is_diagonal:
                return self._cancelled(word[i:] + word[:i])
        return self._cancelled(word)

    def _sign_of_trace(self, word: Word) -> Signs:
        definite = len(word) == 1 and self.letters[word[0].letter].is_positive_definite
        return POSITIVE if definite else ANY

    def dimension(self, k: Basic) -> Polynomial:
        """Return a dimension as a polynomial."""
        raise NotImplementedError

    def determinant_of_letter(self, factor: Factor) -> Polynomial:
        """Return the determinant of one letter."""
        of = self.letters[factor.letter]
        exponent = -1 if factor.inverse else 1
        sign = ANY if not of.is_invertible else frozenset({-1, 1})
        if of.is_positive_definite or of.head == "Cholesky":
            sign = POSITIVE
        word = (Factor(factor.letter),)
        return poly.generator(self._atom("det", (word,), sign, of.variables), exponent)

    # -- what atoms hold --------------------------------------------------------------------------

    def _same(self, a: Any, b: Any) -> bool:
        if isinstance(a, Matrix) and isinstance(b, Matrix):
            return a.shape == b.shape and self.is_zero_matrix(self.added(a, b, -1))
        return super()._same(a, b)

    def is_zero_matrix(self, a: Matrix) -> bool:
        """Say whether every coefficient vanishes."""
        return all(self.is_zero(c) for c in a.terms.values())

    def _variables_in(self, arg: Any) -> frozenset[Var]:
        if isinstance(arg, Matrix):
            return self.matrix_variables(arg)
        return super()._variables_in(arg)

    def _bound_in(self, arg: Any) -> frozenset[str]:
        if isinstance(arg, Matrix):
            return frozenset().union(
                *(self._bound(c) | self._bound_in(w) for w, c in arg.terms.items())
            )
        if isinstance(arg, tuple):
            return frozenset().union(*(self._bound_in_letter(f.letter) for f in arg))
        return super()._bound_in(arg)

    def _bound_in_letter(self, letter: int) -> frozenset[str]:
        of = self.letters[letter]
        own = {x.name for x in of.args if isinstance(x, Var)}
        return frozenset(own).union(*(self._bound_in(x) for x in of.args))

    def _renamed_arg(self, arg: Any, old: Var, new: Var) -> Any:
        if isinstance(arg, Matrix):
            total = Matrix(arg.shape, {})
            for w, c in arg.terms.items():
                part = self.of_word(self._renamed_word(w, old, new), arg.shape)
                total = self.added(total, self.scaled(part, self._renamed(c, old, new)))
            return total
        if isinstance(arg, tuple):
            return self._renamed_word(arg, old, new)
        return super()._renamed_arg(arg, old, new)

    def _renamed_atom(self, index: int, old: Var, new: Var) -> int:
        atom = self.generators[index]
        if atom.head in ("form", "trace"):
            word = self._renamed_word(atom.args[0], old, new)
            return self._form(word) if atom.head == "form" else self._trace(word)
        return super()._renamed_atom(index, old, new)

    def _renamed_word(self, word: Word, old: Var, new: Var) -> Word:
        return tuple(f._replace(letter=self._renamed_letter(f.letter, old, new)) for f in word)

    def _renamed_letter(self, letter: int, old: Var, new: Var) -> int:
        of = self.letters[letter]
        if old not in of.variables:
            return letter
        if of.head == "symbol":
            return self.symbol(new)
        if {old, new} & {x for x in of.args if isinstance(x, Var)}:
            raise Undecided("a name would be captured")
        args = tuple(self._renamed_arg(x, old, new) for x in of.args)
        variables = of.variables - {old} | {new}
        return self._letter(of.head, args, of.shape, variables, of.properties)

    def symbol(self, variable: Var) -> int:
        """Return the letter of a vector or matrix variable."""
        return self._letter(
            "symbol", (variable,), shape(variable), frozenset(variable.free_symbols),
            PROPERTIES.get(variable.domain, ()),
        )  # fmt: skip
