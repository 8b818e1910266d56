"""Normal forms of what binds a variable: sums, products, integrals, derivatives, coordinates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from derive.recheck import invariants, words
from derive.recheck.algebra import GENS, UNIT, Fraction, generators
from derive.recheck.functions import EXPONENTS, PARTS, exponential, power
from derive.recheck.polarity import ANY, NONNEGATIVE, POSITIVE
from derive.recheck.terms import MINUS_OO, ONE, OO, Term, free, shape, substitute
from derive.recheck.words import Sum, Word

if TYPE_CHECKING:
    from derive.recheck.normal import Normal

SUMS, PRODUCTS, LINEARITY = "linearity of finite sums", "finite products", "linearity of integrals"
LINEAR = ("integral", "space", "E")


def named(symbol: Term, height: int) -> Term:
    """Return the bound variable that stands for any other at a height."""
    return ("sym", f"#{height}", symbol[2])


def depth_of(A: Normal, term: Term) -> int:
    """Return how deep binders are nested in the normal form of a part."""
    if term[0] in ("normal", "density", "lambda", "oo") or term == ("neg", ("oo",)):
        inside = max((depth_of(A, t) for t in term[1:] if isinstance(t, tuple)), default=0)
        return inside + (1 if term[0] == "lambda" else 0)
    if term[0] == "sym" and term[2][0] == "positive_function":
        return 0
    made = A.value(term)
    return words.height(A, made) if isinstance(made, Sum) else A.height(made)


def canonical_body(A: Normal, made: Any, variable: Term) -> tuple[Any, Term]:
    """Return a body in which the variable has the name of its height."""
    is_matrix = isinstance(made, Sum)
    height = 1 + (words.height(A, made) if is_matrix else A.height(made))
    name = named(variable, height)
    if name == variable:
        return made, name
    term = words.matrix_term(A, made) if is_matrix else A.term(made)
    return A.value(substitute(term, {variable: name})), name


def binder_atom(
    A: Normal, head: str, body: Fraction, variable: Term, rest: tuple[Term, ...] = ()
) -> Fraction:
    """Return a binder's value as an atom."""
    body, name = canonical_body(A, body, variable)
    outside = frozenset[Term]().union(*(free(t) for t in rest))
    term = (head, A.term(body), name, *rest)
    sign = A.sign(body)
    if head in ("deriv", "bracket") or sign not in (POSITIVE, NONNEGATIVE):
        sign = ANY
    elif head == "integral" and rest[0] != MINUS_OO and rest[1] != OO:
        sign = NONNEGATIVE  # the interval may be a point
    height = 1 + A.height(body)
    return A.atom(
        (head, name, body.key, *(A.part_key(t) for t in rest)), term,
        (A.depends(body) - {name}) | outside,
        sign,
        height=max(height, *(depth_of(A, t) for t in rest)) if rest else height,
        made=(head, body, name, *rest),
    )  # fmt: skip


def bound_number(A: Normal, term: Term) -> Fraction:
    """Return the normal form of a sum, a product, an integral or a derivative."""
    head, variable, rest = term[0], term[2], term[3:]
    body = A.scalar(term[1])
    if head == "sum":
        return summation(A, body, variable)
    if head == "product":
        return product(A, body, variable)
    if head in LINEAR and LINEARITY in A.theories:
        return integrated(A, head, body, variable, rest)
    return binder_atom(A, head, body, variable, rest)


# -- finite sums and products -----------------------------------------------------------------


def pieces(A: Normal, f: Fraction, variable: Term) -> list[tuple[Fraction, Fraction]]:
    """Return what does not and what does depend on a variable, term by term."""
    outer, inner = UNIT, UNIT
    for p, e in f.den.factor()[1]:
        if variable in A.depends(Fraction(p, UNIT)):
            inner = inner * p**e
        else:
            outer = outer * p**e
    scale = f.den.leading_coefficient() / (outer * inner).leading_coefficient()
    found: dict[str, tuple[Fraction, Fraction]] = {}
    for c, monomial in A.terms(f.num):
        outside, inside = A.split(monomial, variable)
        dependent = A.reduced(inside, inner)
        factor = A.reduced(outside * (c / scale), outer)
        old = found.get(dependent.key, (A.zero, dependent))[0]
        found[dependent.key] = (A.add(old, factor), dependent)
    return list(found.values())


def summation(A: Normal, f: Fraction, variable: Term) -> Fraction:
    """Return the sum over an index, with constants before it."""
    if SUMS not in A.theories:
        return binder_atom(A, "sum", f, variable)
    total = A.zero
    for factor, dependent in pieces(A, f, variable):
        if variable in A.depends(dependent):
            one = binder_atom(A, "sum", dependent, variable)
        else:
            one = A.mul(dependent, A.scalar(variable[2][1]))
        total = A.add(total, A.mul(factor, one))
    return total


def product(A: Normal, f: Fraction, variable: Term) -> Fraction:
    """Return the product over an index, factor by factor."""
    if PRODUCTS not in A.theories:
        return binder_atom(A, "product", f, variable)
    size = A.scalar(variable[2][1])
    c, found = A.factors(f)
    result = power(A, A.constant(c), size) if c != 1 else A.one
    for p, e in found:
        base = Fraction(p, UNIT)
        inner = generators(p)
        made = A.atoms[inner[0]].made if len(inner) == 1 and p == GENS[inner[0]] else ()
        if variable not in A.depends(base):
            one = power(A, base, size)
        elif made[:1] == ("eighth",) and EXPONENTS in A.theories:
            one = exponential(A, summation(A, A.times(made[1], 1), variable))
            result = A.mul(result, _root_of_exponential(A, one, made[1], variable, e))
            continue
        else:
            one = binder_atom(A, "product", base, variable)
        result = A.mul(result, A.integer_power(one, e))
    return result


def _root_of_exponential(
    A: Normal, _: Fraction, base: Fraction, variable: Term, e: int
) -> Fraction:
    """Return the product of the exponentials of ``e`` eighths of a base."""
    total = summation(A, base, variable)
    return exponential(A, A.mul(total, A.div(A.constant(e), A.constant(PARTS))))


# -- integrals and expectations ---------------------------------------------------------------


def integrated(
    A: Normal, head: str, f: Fraction, variable: Term, rest: tuple[Term, ...]
) -> Fraction:
    """Return an integral with what does not depend on its variable before it."""
    total = A.zero
    for factor, dependent in pieces(A, f, variable):
        one = _one_integral(A, head, dependent, variable, rest)
        total = A.add(total, A.mul(factor, one))
    return total


def _one_integral(
    A: Normal, head: str, f: Fraction, variable: Term, rest: tuple[Term, ...]
) -> Fraction:
    found = [
        n
        for n in generators(f.num)
        if variable in A.atoms[n].depends
        and A.atoms[n].made[:1] in (("sum",), ("word",), ("trace",))
    ]
    if len(found) == 1 and f.num.degrees()[found[0]] == 1:
        n = found[0]
        others = A.div(f, Fraction(GENS[n], UNIT))
        made = A.atoms[n].made
        if made[0] == "sum" and SUMS in A.theories:
            inner = A.mul(others, made[1])
            return summation(A, integrated(A, head, inner, variable, rest), made[2])
        if made[0] in ("word", "trace"):
            one = _integral_of_word(A, head, others, made[1], variable, rest)
            if one is not None:
                return one
    return binder_atom(A, head, f, variable, rest)


def _integral_of_word(
    A: Normal, head: str, f: Fraction, word: Word, variable: Term, rest: tuple[Term, ...]
) -> Fraction | None:
    """Take the matrices that do not depend on the variable out of a trace, turned."""
    inside = [variable in A.matrices[n].depends for n, _, _ in word]
    starts = [n for n in range(len(word)) if inside[n] and not inside[n - 1]]
    if all(inside) or len(starts) != 1:
        return None
    at = starts[0]
    turned = word[at:] + word[:at]
    length = next(n for n, (m, _, _) in enumerate(turned)
                  if variable not in A.matrices[m].depends)  # fmt: skip
    middle, outer = turned[:length], turned[length:]
    rows, columns = words.ends(A, middle[0])[0], words.ends(A, middle[-1])[1]
    mean = _matrix_letter(A, head, f, middle, rows, columns, variable, rest)
    whole = words.product(A, Sum(columns, rows, {outer: A.one}), mean)
    if whole.rows == ONE:
        return invariants.number(A, whole)
    return invariants.trace(A, whole)


def _matrix_letter(
    A: Normal, head: str, f: Fraction, word: Word, rows: Term, columns: Term,
    variable: Term, rest: tuple[Term, ...],
) -> Sum:  # fmt: skip
    """Return the integral of a number times a word, as a letter or its transpose."""
    back = words.transposed(A, word)
    flipped = back < word
    body = Sum(columns, rows, {back: f}) if flipped else Sum(rows, columns, {word: f})
    body, name = canonical_body(A, body, variable)
    term = (head, words.matrix_term(A, body), name, *rest)
    outside = frozenset[Term]().union(*(free(t) for t in rest))
    made = words.letter(
        A, (head, name, body.key, *(A.part_key(t) for t in rest)), term, body.rows,
        body.columns, depends=(words.depends(A, body) - {name}) | outside,
        height=1 + words.height(A, body), symmetric=back == word, made=(head, body, name),
    )  # fmt: skip
    if flipped:
        made = words.transposed(A, made)
    return Sum(rows, columns, {made: A.one})


def bound_matrix(A: Normal, term: Term) -> Sum:
    """Return an integral, an expectation, a sum or a derivative with matrix values."""
    head, variable, rest = term[0], term[2], term[3:]
    rows, columns = shape(term) or (ONE, ONE)
    if head == "deriv":
        body: Any = A.value(term[1])
    else:
        body = A.matrix(term[1])
        if head in LINEAR and LINEARITY in A.theories:
            return _integrated_matrix(A, head, body, variable, rest)
    body, name = canonical_body(A, body, variable)
    is_matrix = isinstance(body, Sum)
    inner = words.depends(A, body) if is_matrix else A.depends(body)
    height = words.height(A, body) if is_matrix else A.height(body)
    made_term = words.matrix_term(A, body) if is_matrix else A.term(body)
    word = words.letter(
        A, (head, name, body.key, *(A.part_key(t) for t in rest)),
        (head, made_term, name, *rest), rows, columns,
        depends=(inner - {name}) | frozenset[Term]().union(*(free(t) for t in rest)),
        height=1 + height, symmetric=head == "deriv" and not is_matrix and rows == columns,
        made=(head, body, name, *rest),
    )  # fmt: skip
    return Sum(rows, columns, {word: A.one})


def _integrated_matrix(
    A: Normal, head: str, body: Sum, variable: Term, rest: tuple[Term, ...]
) -> Sum:
    total = Sum(body.rows, body.columns, {})
    for word, f in body.words.items():
        inside = [n for n, one in enumerate(word) if variable in A.matrices[one[0]].depends]
        for factor, dependent in pieces(A, f, variable):
            if inside:
                low, high = inside[0], inside[-1] + 1
                middle = word[low:high]
                mean = _matrix_letter(A, head, dependent, middle, words.ends(A, middle[0])[0],
                    words.ends(A, middle[-1])[1], variable, rest,
                )  # fmt: skip
                ((new, _),) = mean.words.items()
                changed, again = words.reduced(A, word[:low] + new + word[high:])
                one = Sum(body.rows, body.columns, {again or (): A.mul(factor, changed)})
            else:
                value = _one_integral(A, head, dependent, variable, rest)
                one = Sum(body.rows, body.columns, {word: A.mul(factor, value)})
            total = words.plus(A, total, one)
    return total
