"""The normal form of a term, by the field laws and by the theories that a step names."""

from __future__ import annotations

from typing import Any

from derive.recheck import binders, coordinates, invariants, words
from derive.recheck.algebra import UNIT, Algebra, Fraction, generators
from derive.recheck.definite import is_definite
from derive.recheck.functions import (
    EXPONENTS,
    LOGARITHMS,
    MODULUS,
    exponential,
    function_atom,
    logarithm,
    modulus,
    power,
    root,
)
from derive.recheck.polarity import ANY, NONNEGATIVE, POSITIVE
from derive.recheck.terms import (
    BINDERS,
    PROPOSITIONS,
    Refusal,
    Term,
    canonical,
    free,
    shape,
)
from derive.recheck.words import (
    CHOLESKY,
    COORDINATES,
    DETERMINANT,
    DIAGONAL,
    MATRICES,
    TRACE,
    Letter,
    Sum,
    Word,
)

PYTHAGORAS, SUMS, PRODUCTS = "Pythagorean identity", "linearity of finite sums", "finite products"
LINEARITY = "linearity of integrals"
PLAIN = (EXPONENTS, LOGARITHMS, MODULUS, PYTHAGORAS, SUMS, PRODUCTS)
MATRIX = (MATRICES, TRACE, DETERMINANT, DIAGONAL, COORDINATES, CHOLESKY)
THEORIES = frozenset({*PLAIN, *MATRIX})
SIGNS = {
    "positive": POSITIVE,
    "nonnegative": NONNEGATIVE,
    "unit_interval": NONNEGATIVE,
    "natural": NONNEGATIVE,
    "dimension": POSITIVE,
    "index": POSITIVE,
}
WHOLE = ("natural", "dimension", "index")


class Normal(Algebra):
    """One comparison: the theories in use, and all that has been put in normal form."""

    def __init__(self, theories: frozenset[str] = frozenset()) -> None:
        super().__init__()
        unknown = theories - THEORIES - {LINEARITY}
        if unknown:
            raise Refusal(f"unknown theory {min(unknown)!r}")
        self.theories = theories
        self.matrices: list[words.Matrix] = []
        self.matrix_number: dict[Any, int] = {}
        self.memo: dict[Term, Any] = {}
        self.signs: Normal | None = None

    def scalar(self, term: Term) -> Fraction:
        """Return the normal form of a number."""
        if term not in self.memo:
            self.memo[term] = self._scalar(term)
        return self.memo[term]  # type: ignore[no-any-return]

    def matrix(self, term: Term) -> Sum:
        """Return the normal form of a vector or a matrix."""
        if term not in self.memo:
            self.memo[term] = self._matrix(term)
        return self.memo[term]  # type: ignore[no-any-return]

    def value(self, term: Term) -> Fraction | Sum:
        """Return the normal form of either."""
        return self.scalar(term) if shape(term) is None else self.matrix(term)

    def key(self, term: Term) -> str:
        """Return what two terms of equal normal form share; propositions side by side."""
        if term[0] in PROPOSITIONS or term[0] in ("normal", "density", "lambda"):
            return self.proposition_key(term)
        if term[0] == "sym" and term[2][0] == "positive_function":
            return str(term[:2])
        return self.value(term).key

    # -- numbers ----------------------------------------------------------------------------------

    def _scalar(self, term: Term) -> Fraction:
        head = term[0]
        if head == "int":
            return self.constant(term[1])
        if head == "sym":
            return self._symbol(term)
        if head == "pi":
            return self.atom("pi", term, (), POSITIVE)
        if head in ("add", "sub", "mul", "div"):
            operation = {"add": self.add, "sub": self.sub, "mul": self.mul, "div": self.div}[head]
            return operation(self.scalar(term[1]), self.scalar(term[2]))
        if head == "neg":
            return self.times(self.scalar(term[1]), -1)
        if head == "pow":
            return power(self, self.scalar(term[1]), self.scalar(term[2]))
        if head == "fun":
            return self._function(term[1], [self.scalar(t) for t in term[2:]])
        if head == "scalar":
            return invariants.number(self, self.matrix(term[1]))
        if head == "trace":
            return invariants.trace(self, self.matrix(term[1]))
        if head == "det":
            return invariants.determinant(self, self.matrix(term[1]))
        if head == "entry":
            return coordinates.entry(self, term)
        if head == "pdf":
            return self._opaque(term, POSITIVE)
        if head == "apply":
            return self._opaque(term, POSITIVE)
        if head == "KL":
            return self._opaque(term, ANY)
        if head in BINDERS and head not in PROPOSITIONS:
            return binders.bound_number(self, term)
        raise Refusal(f"{head} is no number")

    def _symbol(self, term: Term) -> Fraction:
        word = term[2][0]
        if shape(term) is not None:
            raise Refusal("a matrix stands where a number belongs")
        made = self.atom(
            ("symbol", term), term, free(term), SIGNS.get(word, ANY), integral=word in WHOLE,
            made=("symbol", term),
        )  # fmt: skip
        if word in ("dimension", "index"):
            self.lower[generators(made.num)[0]] = [(self.one, NONNEGATIVE)]
        if word == "unit_interval":
            self.lower[generators(made.num)[0]] = [(self.one, "flip")]
        return made

    def _function(self, name: str, given: list[Fraction]) -> Fraction:
        if name == "exp":
            return exponential(self, given[0])
        if name == "log":
            return logarithm(self, given[0])
        if name == "sqrt":
            return root(self, given[0])
        if name == "abs":
            if MODULUS in self.theories:
                return modulus(self, given[0])
            return function_atom(self, "abs", given[0], NONNEGATIVE)
        if name == "max":
            return self._maximum(*given)
        made = function_atom(self, name, given[0])
        if name == "sin" and PYTHAGORAS in self.theories:
            cosine = function_atom(self, "cos", given[0])
            self.squares.setdefault(generators(made.num)[0], UNIT - cosine.num**2)
        return made

    def _maximum(self, a: Fraction, b: Fraction) -> Fraction:
        a, b = sorted((a, b), key=lambda f: f.key)
        signs = {self.sign(a), self.sign(b)}
        sign = POSITIVE if POSITIVE in signs else ANY
        if not sign and (NONNEGATIVE in signs or a.num.is_zero() or b.num.is_zero()):
            sign = NONNEGATIVE
        made = self.atom(
            ("max", a.key, b.key), ("fun", "max", self.term(a), self.term(b)),
            self.depends(a) | self.depends(b), sign, height=max(self.height(a), self.height(b)),
        )  # fmt: skip
        self.lower[generators(made.num)[0]] = [(a, NONNEGATIVE), (b, NONNEGATIVE)]
        return made

    def _opaque(self, term: Term, sign: str) -> Fraction:
        """Return a density, a divergence or a function's value as an atom."""
        key = tuple(self.key(t) for t in term[1:])
        depth = max((binders.depth_of(self, t) for t in term[1:]), default=0)
        return self.atom((term[0], key), term, free(term), sign, height=depth, made=(term[0], term))

    def proposition_key(self, term: Term) -> str:
        """Return the key of a proposition, a law or a function, part by part."""
        term = canonical(term)
        inner = [t for t in term[1:] if isinstance(t, tuple)]
        return f"{term[0]}({', '.join(self.part_key(t) for t in inner)})"

    def part_key(self, term: Term) -> str:
        """Return the key of a part that may be infinite, or a symbol."""
        if term[0] == "oo" or term == ("neg", ("oo",)):
            return str(term)
        if term[0] == "sym":
            return str(term)
        return self.key(term)

    def whole(self, e: Fraction) -> bool:
        """Say whether an exponent is a whole number."""
        integral = all(self.atoms[n].integral for n in generators(e.num))
        return integral and e.den == UNIT and all(c.q == 1 for c, _ in self.terms(e.num))

    def even(self, e: Fraction) -> bool:
        """Say whether an exponent is twice a whole number."""
        return self.whole(e) and all(c.p % 2 == 0 for c, _ in self.terms(e.num))

    def power_of(self, f: Fraction, size: Term) -> Fraction:
        """Return ``f**k`` for a dimension."""
        return self.one if f == self.one else power(self, f, self.scalar(size))

    # -- what the modules below need of the modules above ---------------------------------------

    def summation(self, f: Fraction, variable: Term) -> Fraction:
        """Return a sum over an index."""
        return binders.summation(self, f, variable)

    def product(self, f: Fraction, variable: Term) -> Fraction:
        """Return a product over an index."""
        return binders.product(self, f, variable)

    def logarithm_of_product(self, made: tuple[Any, ...]) -> Fraction:
        """Return the logarithm of a finite product."""
        return binders.summation(self, logarithm(self, made[1]), made[2])

    def in_coordinates(self, word: Word) -> Fraction | None:
        """Return ``u' D v`` as a sum over the index, or None."""
        return coordinates.in_coordinates(self, word)

    def diagonal_entries(self, a: Sum) -> tuple[Fraction, Term] | None:
        """Return the entries of a sum of diagonal letters, and their index."""
        return coordinates.diagonal_entries(self, a)

    def diagonal_matrix(self, body: Fraction, variable: Term) -> Sum:
        """Return a diagonal matrix."""
        return coordinates.diagonal_matrix(self, body, variable)

    def diagonal_product(self, a: Letter, b: Letter) -> Letter | None:
        """Return the product of two diagonal letters."""
        return coordinates.diagonal_product(self, a, b)

    # -- matrices ---------------------------------------------------------------------------------

    def _matrix(self, term: Term) -> Sum:
        head, (rows, columns) = term[0], shape(term) or (None, None)
        if rows is None:
            raise Refusal("a number stands where a matrix belongs")
        if head == "sym":
            return Sum(rows, columns, {words.symbol_word(self, term, rows, columns): self.one})
        if head in ("add", "sub"):
            a, b = self.matrix(term[1]), self.matrix(term[2])
            return words.plus(self, a, b, 1 if head == "add" else -1)
        if head == "neg":
            return words.scaled(self, self.matrix(term[1]), self.constant(-1))
        if head == "mul":
            a, b = (term[1], term[2]) if shape(term[1]) is None else (term[2], term[1])
            return words.scaled(self, self.matrix(b), self.scalar(a))
        if head == "div":
            one_over = self.div(self.one, self.scalar(term[2]))
            return words.scaled(self, self.matrix(term[1]), one_over)
        if head == "matmul":
            return words.product(self, self.matrix(term[1]), self.matrix(term[2]))
        if head == "T":
            return words.transpose(self, self.matrix(term[1]))
        if head == "inverse":
            return words.inverse(self, self.matrix(term[1]))
        if head == "identity":
            return Sum(rows, columns, {(): self.one})
        if head == "zero":
            return Sum(rows, columns, {})
        if head == "cholesky":
            return self._cholesky(term, rows)
        if head in ("coordinates", "diagonal"):
            return coordinates.listed(self, term)
        return binders.bound_matrix(self, term)

    def _cholesky(self, term: Term, rows: Term) -> Sum:
        of = term[1]
        if of[0] == "sym":
            word = words.cholesky_word(self, of, canonical(of), rows, free(of))
        else:
            inner = self.matrix(of)
            word = words.cholesky_word(self, of, inner.key, rows, words.depends(self, inner))
        return Sum(rows, rows, {word: self.one})

    def matrix_number_atom(self, head: str, a: Sum) -> Fraction:
        """Return a trace or a determinant that is not taken apart."""
        term = (head, words.matrix_term(self, a))
        return self.atom(
            (head, a.key), term, words.depends(self, a), self.outside_sign(term),
            height=words.height(self, a), made=(f"{head} of a sum", a),
        )  # fmt: skip

    def outside_sign(self, term: Term) -> str:
        """Return a sign that every theory together sees, where this comparison may not use them."""
        if self.theories >= THEORIES - {CHOLESKY}:
            return POSITIVE if term[0] == "det" and is_definite(term[1]) else ANY
        self.signs = self.signs or Normal(THEORIES - {CHOLESKY})
        return self.signs.sign(self.signs.scalar(term))
