"""Normal forms of what binds a variable: sums, products, integrals, derivatives, coordinates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from derive.recheck import words
from derive.recheck.algebra import ANY, GENS, NONNEGATIVE, POSITIVE, UNIT, Fraction, generators
from derive.recheck.functions import EXPONENTS, PARTS, exponential, logarithm, power
from derive.recheck.terms import MINUS_OO, ONE, OO, Declined, Term, free, shape, substitute
from derive.recheck.words import COORDINATES, DIAGONAL, Letter, Sum, Word

if TYPE_CHECKING:
    from derive.recheck.normal import Normal

SUMS, PRODUCTS, LINEARITY = "linearity of finite sums", "finite products", "linearity of integrals"
LINEAR = ("integral", "space", "E")


def named(symbol: Term, height: int) -> Term:
    """Return the bound variable that stands for any other at a height."""
    return ("sym", f"#{height}", symbol[2])


class Binders:
    """The part of `Normal` that opens binders."""

    def depth_of(self: Normal, term: Term) -> int:
        """Return how deep binders are nested in the normal form of a part."""
        if term[0] in ("normal", "density", "lambda", "oo") or term == ("neg", ("oo",)):
            return max((self.depth_of(t) for t in term[1:] if isinstance(t, tuple)), default=0) + (
                term[0] == "lambda"
            )
        if term[0] == "sym" and term[2][0] == "positive_function":
            return 0
        made = self.value(term)
        return words.height(self, made) if isinstance(made, Sum) else self.height(made)

    def canonical_body(self: Normal, made: Any, variable: Term) -> tuple[Any, Term]:
        """Return a body in which the variable has the name of its height."""
        is_matrix = isinstance(made, Sum)
        height = 1 + (words.height(self, made) if is_matrix else self.height(made))
        name = named(variable, height)
        if name == variable:
            return made, name
        term = words.matrix_term(self, made) if is_matrix else self.term(made)
        return self.value(substitute(term, {variable: name})), name

    def binder_atom(
        self: Normal, head: str, body: Fraction, variable: Term, rest: tuple[Term, ...] = ()
    ) -> Fraction:
        """Return a binder's value as an atom."""
        body, name = self.canonical_body(body, variable)
        outside = frozenset[Term]().union(*(free(t) for t in rest))
        term = (head, self.term(body), name, *rest)
        sign = self.sign(body)
        if head in ("deriv", "bracket") or sign not in (POSITIVE, NONNEGATIVE):
            sign = ANY
        elif head == "integral" and rest[0] != MINUS_OO and rest[1] != OO:
            sign = NONNEGATIVE  # the interval may be a point
        height = 1 + self.height(body)
        return self.atom(
            (head, name, body.key, *(self._part_key(t) for t in rest)), term,
            (self.depends(body) - {name}) | outside,
            sign,
            height=max(height, *(self.depth_of(t) for t in rest)) if rest else height,
            made=(head, body, name, *rest),
        )  # fmt: skip

    def bound_number(self: Normal, term: Term) -> Fraction:
        """Return the normal form of a sum, a product, an integral or a derivative."""
        head, variable, rest = term[0], term[2], term[3:]
        body = self.scalar(term[1])
        if head == "sum":
            return self.summation(body, variable)
        if head == "product":
            return self.product(body, variable)
        if head in LINEAR and LINEARITY in self.theories:
            return self.integrated(head, body, variable, rest)
        return self.binder_atom(head, body, variable, rest)

    # -- finite sums and products -----------------------------------------------------------------

    def pieces(self: Normal, f: Fraction, variable: Term) -> list[tuple[Fraction, Fraction]]:
        """Return what does not and what does depend on a variable, term by term."""
        outer, inner = UNIT, UNIT
        for p, e in f.den.factor()[1]:
            if variable in self.depends(Fraction(p, UNIT)):
                inner = inner * p**e
            else:
                outer = outer * p**e
        scale = f.den.leading_coefficient() / (outer * inner).leading_coefficient()
        found: dict[str, tuple[Fraction, Fraction]] = {}
        for c, monomial in self.terms(f.num):
            outside, inside = self.split(monomial, variable)
            dependent = self.reduced(inside, inner)
            factor = self.reduced(outside * (c / scale), outer)
            old = found.get(dependent.key, (self.zero, dependent))[0]
            found[dependent.key] = (self.add(old, factor), dependent)
        return list(found.values())

    def summation(self: Normal, f: Fraction, variable: Term) -> Fraction:
        """Return the sum over an index, with constants before it."""
        if SUMS not in self.theories:
            return self.binder_atom("sum", f, variable)
        total = self.zero
        for factor, dependent in self.pieces(f, variable):
            if variable in self.depends(dependent):
                one = self.binder_atom("sum", dependent, variable)
            else:
                one = self.mul(dependent, self.scalar(variable[2][1]))
            total = self.add(total, self.mul(factor, one))
        return total

    def product(self: Normal, f: Fraction, variable: Term) -> Fraction:
        """Return the product over an index, factor by factor."""
        if PRODUCTS not in self.theories:
            return self.binder_atom("product", f, variable)
        size = self.scalar(variable[2][1])
        c, found = self.factors(f)
        result = power(self, self.constant(c), size) if c != 1 else self.one
        for p, e in found:
            base = Fraction(p, UNIT)
            inner = generators(p)
            made = self.atoms[inner[0]].made if len(inner) == 1 and p == GENS[inner[0]] else ()
            if variable not in self.depends(base):
                one = power(self, base, size)
            elif made[:1] == ("E",) and EXPONENTS in self.theories:
                one = exponential(self, self.summation(self.times(made[1], 1), variable))
                result = self.mul(result, self._root_of_exponential(one, made[1], variable, e))
                continue
            else:
                one = self.binder_atom("product", base, variable)
            result = self.mul(result, self.integer_power(one, e))
        return result

    def _root_of_exponential(
        self: Normal, _: Fraction, base: Fraction, variable: Term, e: int
    ) -> Fraction:
        """Return the product of the exponentials of ``e`` eighths of a base."""
        total = self.summation(base, variable)
        return exponential(self, self.mul(total, self.div(self.constant(e), self.constant(PARTS))))

    def logarithm_of_product(self: Normal, made: tuple[Any, ...]) -> Fraction:
        """Return the sum of the logarithms of a finite product's positive factors."""
        _, body, variable = made
        return self.summation(logarithm(self, body), variable)

    # -- integrals and expectations ---------------------------------------------------------------

    def integrated(
        self: Normal, head: str, f: Fraction, variable: Term, rest: tuple[Term, ...]
    ) -> Fraction:
        """Return an integral with what does not depend on its variable before it."""
        total = self.zero
        for factor, dependent in self.pieces(f, variable):
            one = self._one_integral(head, dependent, variable, rest)
            total = self.add(total, self.mul(factor, one))
        return total

    def _one_integral(
        self: Normal, head: str, f: Fraction, variable: Term, rest: tuple[Term, ...]
    ) -> Fraction:
        found = [
            n
            for n in generators(f.num)
            if variable in self.atoms[n].depends
            and self.atoms[n].made[:1] in (("sum",), ("word",), ("trace",))
        ]
        if len(found) == 1 and f.num.degrees()[found[0]] == 1:
            n = found[0]
            others = self.div(f, Fraction(GENS[n], UNIT))
            made = self.atoms[n].made
            if made[0] == "sum" and SUMS in self.theories:
                inner = self.mul(others, made[1])
                return self.summation(self.integrated(head, inner, variable, rest), made[2])
            if made[0] in ("word", "trace"):
                one = self._integral_of_word(head, others, made[1], variable, rest)
                if one is not None:
                    return one
        return self.binder_atom(head, f, variable, rest)

    def _integral_of_word(
        self: Normal, head: str, f: Fraction, word: Word, variable: Term, rest: tuple[Term, ...]
    ) -> Fraction | None:
        """Take the matrices that do not depend on the variable out of a trace, turned."""
        inside = [variable in self.matrices[n].depends for n, _, _ in word]
        starts = [n for n in range(len(word)) if inside[n] and not inside[n - 1]]
        if all(inside) or len(starts) != 1:
            return None
        at = starts[0]
        turned = word[at:] + word[:at]
        length = next(n for n, (m, _, _) in enumerate(turned)
                      if variable not in self.matrices[m].depends)  # fmt: skip
        middle, outer = turned[:length], turned[length:]
        rows, columns = words.ends(self, middle[0])[0], words.ends(self, middle[-1])[1]
        mean = self._matrix_letter(head, f, middle, rows, columns, variable, rest)
        whole = words.product(self, Sum(columns, rows, {outer: self.one}), mean)
        if whole.rows == ONE:
            return words.number(self, whole)
        return words.trace(self, whole)

    def _matrix_letter(
        self: Normal, head: str, f: Fraction, word: Word, rows: Term, columns: Term,
        variable: Term, rest: tuple[Term, ...],
    ) -> Sum:  # fmt: skip
        """Return the integral of a number times a word, as a letter or its transpose."""
        back = words.transposed(self, word)
        flipped = back < word
        body = Sum(columns, rows, {back: f}) if flipped else Sum(rows, columns, {word: f})
        body, name = self.canonical_body(body, variable)
        term = (head, words.matrix_term(self, body), name, *rest)
        outside = frozenset[Term]().union(*(free(t) for t in rest))
        made = words.letter(
            self, (head, name, body.key, *(self._part_key(t) for t in rest)), term, body.rows,
            body.columns, depends=(words.depends(self, body) - {name}) | outside,
            height=1 + words.height(self, body), symmetric=back == word, made=(head, body, name),
        )  # fmt: skip
        if flipped:
            made = words.transposed(self, made)
        return Sum(rows, columns, {made: self.one})

    def bound_matrix(self: Normal, term: Term) -> Sum:
        """Return an integral, an expectation, a sum or a derivative with matrix values."""
        head, variable, rest = term[0], term[2], term[3:]
        rows, columns = shape(term) or (ONE, ONE)
        if head == "deriv":
            body: Any = self.value(term[1])
        else:
            body = self.matrix(term[1])
            if head in LINEAR and LINEARITY in self.theories:
                return self._integrated_matrix(head, body, variable, rest)
        body, name = self.canonical_body(body, variable)
        is_matrix = isinstance(body, Sum)
        inner = words.depends(self, body) if is_matrix else self.depends(body)
        height = words.height(self, body) if is_matrix else self.height(body)
        made_term = words.matrix_term(self, body) if is_matrix else self.term(body)
        word = words.letter(
            self, (head, name, body.key, *(self._part_key(t) for t in rest)),
            (head, made_term, name, *rest), rows, columns,
            depends=(inner - {name}) | frozenset[Term]().union(*(free(t) for t in rest)),
            height=1 + height, symmetric=head == "deriv" and not is_matrix and rows == columns,
            made=(head, body, name, *rest),
        )  # fmt: skip
        return Sum(rows, columns, {word: self.one})

    def _integrated_matrix(
        self: Normal, head: str, body: Sum, variable: Term, rest: tuple[Term, ...]
    ) -> Sum:
        total = Sum(body.rows, body.columns, {})
        for word, f in body.words.items():
            inside = [n for n, one in enumerate(word) if variable in self.matrices[one[0]].depends]
            for factor, dependent in self.pieces(f, variable):
                if inside:
                    low, high = inside[0], inside[-1] + 1
                    middle = word[low:high]
                    mean = self._matrix_letter(
                        head, dependent, middle, words.ends(self, middle[0])[0],
                        words.ends(self, middle[-1])[1], variable, rest,
                    )  # fmt: skip
                    ((new, _),) = mean.words.items()
                    changed, again = words.reduced(self, word[:low] + new + word[high:])
                    one = Sum(body.rows, body.columns, {again or (): self.mul(factor, changed)})
                else:
                    value = self._one_integral(head, dependent, variable, rest)
                    one = Sum(body.rows, body.columns, {word: self.mul(factor, value)})
                total = words.plus(self, total, one)
        return total

    # -- coordinates ------------------------------------------------------------------------------

    def listed(self: Normal, term: Term) -> Sum:
        """Return a vector or a diagonal matrix that is given by its entries."""
        head, variable = term[0], term[2]
        rows, columns = shape(term) or (ONE, ONE)
        body = self.scalar(term[1])
        if head == "diagonal":
            return self.diagonal_matrix(body, variable)
        total = Sum(rows, columns, {})
        for factor, dependent in self.pieces(body, variable):
            word = self._whole_vector(dependent, variable)
            if word is None:
                inner, name = self.canonical_body(dependent, variable)
                word = words.letter(
                    self, ("coordinates", name, inner.key),
                    ("coordinates", self.term(inner), name), rows, columns,
                    depends=self.depends(inner) - {name}, height=1 + self.height(inner),
                    made=("coordinates", inner, name),
                )  # fmt: skip
            total = words.plus(self, total, Sum(rows, columns, {word: factor}))
        return total

    def _whole_vector(self: Normal, f: Fraction, variable: Term) -> Word | None:
        """Return the vector whose entry ``v[i]`` a fraction is."""
        term = self.term(f)
        if COORDINATES in self.theories and term[0] == "entry" and term[2] == variable:
            if variable not in free(term[1]):
                made = self.matrix(term[1])
                if len(made.words) == 1:
                    ((word, factor),) = made.words.items()
                    return word if factor == self.one else None
        return None

    def diagonal_matrix(self: Normal, body: Fraction, variable: Term) -> Sum:
        """Return a diagonal matrix as a sum of letters with constants before them."""
        size = variable[2][1]
        total = Sum(size, size, {})
        split = self.pieces(body, variable) if DIAGONAL in self.theories else [(self.one, body)]
        for factor, dependent in split:
            if DIAGONAL in self.theories and variable not in self.depends(dependent):
                one = Sum(size, size, {(): self.mul(factor, dependent)})
                total = words.plus(self, total, one)
                continue
            inner, name = self.canonical_body(dependent, variable)
            word = words.letter(
                self, ("diagonal", name, inner.key), ("diagonal", self.term(inner), name),
                size, size, depends=self.depends(inner) - {name}, height=1 + self.height(inner),
                symmetric=True, definite=self.sign(inner) == POSITIVE,
                invertible=self.sign(inner) in ("+", "-", "!"), made=("diagonal", inner, name),
            )  # fmt: skip
            total = words.plus(self, total, Sum(size, size, {word: factor}))
        return total

    def diagonal_entries(self: Normal, a: Sum) -> tuple[Fraction, Term] | None:
        """Return the entries of a sum of diagonal letters, and their index."""
        index: Term = None
        for word in a.words:
            made = self.matrices[word[0][0]].made if len(word) == 1 else ()
            if made[:1] == ("diagonal",) and not word[0][2]:
                index = made[2]
            elif word:
                return None
        if index is None:
            return None
        index, total = ("sym", "#0", index[2]), self.zero
        for word, f in a.words.items():
            one = self.one
            if word:
                _, body, name = self.matrices[word[0][0]].made
                one = self.scalar(substitute(self.term(body), {name: index}))
            total = self.add(total, self.mul(f, one))
        return total, index

    def diagonal_product(self: Normal, a: Letter, b: Letter) -> Letter | None:
        """Return the product of two diagonal letters; None where it is the identity."""
        (_, f, v), (_, g, w) = self.matrices[a[0]].made, self.matrices[b[0]].made
        index = ("sym", "#0", v[2])
        both = self.mul(
            self.scalar(substitute(self.term(f), {v: index})),
            self.scalar(substitute(self.term(g), {w: index})),
        )
        if both == self.one:
            return None
        ((word, factor),) = self.diagonal_matrix(both, index).words.items()
        if factor != self.one:
            raise Declined("a product of diagonal matrices with a constant factor")
        return word[0]

    def in_coordinates(self: Normal, word: Word) -> Fraction | None:
        """Return ``u' D v`` as a sum over the index, or None."""
        if not all(
            w.made[:1] in (("diagonal",), ("coordinates",)) or w.columns == ONE
            for w in (self.matrices[n] for n, _, _ in word)
        ) or any(i for _, _, i in word):
            return None
        size = words.ends(self, word[0])[1]
        if size == ONE:
            return None
        index = ("sym", "#0", ("index", size))
        total = self.one
        for n, _, _ in word:
            m = self.matrices[n]
            if m.made[0] in ("diagonal", "coordinates"):
                one = self.scalar(substitute(self.term(m.made[1]), {m.made[2]: index}))
            else:
                one = self.scalar(("entry", m.term, index))
            total = self.mul(total, one)
        return self.summation(total, index)

    def entry(self: Normal, term: Term) -> Fraction:
        """Return an entry, taken term by term where coordinates are in use."""
        of, at = term[1], term[2:]
        if COORDINATES in self.theories and len(at) == 1:
            if of[0] in ("add", "sub", "neg"):
                return self.scalar((of[0], *(("entry", t, *at) for t in of[1:])))
            if of[0] == "mul":
                number, vector = of[1:] if shape(of[1]) is None else (of[2], of[1])
                return self.mul(self.scalar(number), self.scalar(("entry", vector, *at)))
            if of[0] == "coordinates":
                return self.scalar(substitute(of[1], {of[2]: at[0]}))
            if of[0] == "zero":
                return self.zero
        made = self.matrix(of)
        sign = POSITIVE if of[0] == "sym" and of[2][0] == "positive_vector" else ANY
        return self.atom(
            ("entry", made.key, *(self.scalar(t).key for t in at)), term,
            free(term), sign, height=words.height(self, made), made=("entry", term),
        )  # fmt: skip
