"""The normal form of a term, by the field laws and by the theories that a step names."""

from __future__ import annotations

from typing import Any

from derive.recheck import binders, words
from derive.recheck.algebra import (
    ANY,
    GENS,
    NONNEGATIVE,
    POSITIVE,
    UNIT,
    Algebra,
    Fraction,
    generators,
)
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
from derive.recheck.terms import (
    BINDERS,
    PROPOSITIONS,
    Declined,
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


class Normal(binders.Binders, Algebra):
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
            return words.number(self, self.matrix(term[1]))
        if head == "trace":
            return words.trace(self, self.matrix(term[1]))
        if head == "det":
            return words.determinant(self, self.matrix(term[1]))
        if head == "entry":
            return self.entry(term)
        if head == "pdf":
            return self._opaque(term, POSITIVE)
        if head == "apply":
            return self._opaque(term, POSITIVE)
        if head == "KL":
            return self._opaque(term, ANY)
        if head in BINDERS and head not in PROPOSITIONS:
            return self.bound_number(term)
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
        depth = max((self.depth_of(t) for t in term[1:]), default=0)
        return self.atom((term[0], key), term, free(term), sign, height=depth, made=(term[0], term))

    def proposition_key(self, term: Term) -> str:
        """Return the key of a proposition, a law or a function, part by part."""
        term = canonical(term)
        inner = [t for t in term[1:] if isinstance(t, tuple)]
        return f"{term[0]}({', '.join(self._part_key(t) for t in inner)})"

    def _part_key(self, term: Term) -> str:
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

    # -- matrices ---------------------------------------------------------------------------------

    def _matrix(self, term: Term) -> Sum:
        head, (rows, columns) = term[0], shape(term) or (None, None)
        if rows is None:
            raise Refusal("a number stands where a matrix belongs")
        if head == "sym":
            return self._word(words.symbol_word(self, term, rows, columns), rows, columns)
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
            return self.listed(term)
        return self.bound_matrix(term)

    def _word(self, word: Word, rows: Term, columns: Term) -> Sum:
        return Sum(rows, columns, {word: self.one})

    def _cholesky(self, term: Term, rows: Term) -> Sum:
        of = term[1]
        if of[0] == "sym":
            word = words.cholesky_word(self, of, canonical(of), rows, free(of))
        else:
            inner = self.matrix(of)
            word = words.cholesky_word(self, of, inner.key, rows, words.depends(self, inner))
        return self._word(word, rows, rows)

    def matrix_number_atom(self, head: str, a: Sum) -> Fraction:
        """Return a trace or a determinant that is not taken apart."""
        term = (head, words.matrix_term(self, a))
        return self.atom(
            (head, a.key), term, words.depends(self, a), self.outside_sign(term),
            height=words.height(self, a), made=(head, a),
        )  # fmt: skip

    def outside_sign(self, term: Term) -> str:
        """Return a sign that every theory together sees, where this comparison may not use them."""
        if self.theories >= THEORIES - {CHOLESKY}:
            if term[0] == "det":
                return self.sign_of_determinant(term[1])
            return ANY
        self.signs = self.signs or Normal(THEORIES - {CHOLESKY})
        return self.signs.sign(self.signs.scalar(term))

    def sign_of_determinant(self, of: Term) -> str:
        """Return the sign of the determinant of a matrix that is not one word."""
        from derive.recheck.definite import is_definite

        return POSITIVE if is_definite(of) else ANY

    def is_zero(self, a: Fraction) -> bool:
        """Say whether a fraction is zero, exponentials of fractions gathered term by term."""
        if a.num.is_zero():
            return True
        if not any(self.atoms[n].made[:1] == ("E",) for n in generators(a.num)):
            return False
        groups: dict[tuple[Any, str], Any] = {}
        for c, monomial in self.terms(a.num):
            rest, argument = UNIT, self.zero
            for n, e in enumerate(monomial.degrees()):
                if e and self.atoms[n].made[:1] == ("E",):
                    argument = self.add(argument, self.times(self.atoms[n].made[1], e))
                elif e:
                    rest = rest * GENS[n] ** e
            key = (str(rest), argument.key)
            groups[key] = groups.get(key, 0) + c
        return all(c == 0 for c in groups.values())


def equal(a: Term, b: Term, theories: frozenset[str]) -> bool:
    """Say whether two lines have one normal form by the field laws and the theories."""
    if a[0] in PROPOSITIONS or b[0] in PROPOSITIONS:
        return equal_propositions(a, b, theories)
    if shape(a) != shape(b):
        return False
    if canonical(a) == canonical(b):
        return True
    normal = Normal(theories)
    if shape(a) is None:
        return normal.is_zero(normal.sub(normal.scalar(a), normal.scalar(b)))
    difference = words.plus(normal, normal.matrix(a), normal.matrix(b), -1)
    return all(normal.is_zero(f) for f in difference.words.values())


def equal_propositions(a: Term, b: Term, theories: frozenset[str]) -> bool:
    """Say whether two propositions relate the same by the same relations."""
    if a[0] != b[0] or len(a) != len(b):
        return False
    if a[0] in ("and", "iff"):
        return all(equal_propositions(x, y, theories) for x, y in zip(a[1:], b[1:], strict=True))
    if a[0] in ("eq", "ne", "le", "lt", "posdef"):
        return all(equal(x, y, theories) for x, y in zip(a[1:], b[1:], strict=True))
    return Normal(theories).proposition_key(a) == _key_beside(a, b, theories)


def _key_beside(a: Term, b: Term, theories: frozenset[str]) -> str:
    normal = Normal(theories)
    normal.proposition_key(a)
    return normal.proposition_key(b)


def decided_sign(term: Term) -> str:
    """Return a number's sign as all theories together see it."""
    normal = Normal(THEORIES - {CHOLESKY})
    try:
        return normal.sign(normal.scalar(term))
    except Declined:
        return ANY


def depends_on(term: Term) -> frozenset[Term]:
    """Return the symbols that a number's normal form still depends on."""
    normal = Normal(THEORIES - {CHOLESKY})
    return normal.depends(normal.scalar(term))
