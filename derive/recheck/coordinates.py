"""Vectors and diagonal matrices that are given by their entries, and entries of vectors."""

from __future__ import annotations

from typing import TYPE_CHECKING

from derive.recheck import words
from derive.recheck.algebra import Fraction
from derive.recheck.binders import canonical_body, pieces, summation
from derive.recheck.polarity import ANY, POSITIVE
from derive.recheck.terms import ONE, Declined, Term, free, shape, substitute
from derive.recheck.words import COORDINATES, DIAGONAL, Letter, Sum, Word

if TYPE_CHECKING:
    from derive.recheck.normal import Normal


def listed(A: Normal, term: Term) -> Sum:
    """Return a vector or a diagonal matrix that is given by its entries."""
    head, variable = term[0], term[2]
    rows, columns = shape(term) or (ONE, ONE)
    body = A.scalar(term[1])
    if head == "diagonal":
        return diagonal_matrix(A, body, variable)
    total = Sum(rows, columns, {})
    for factor, dependent in pieces(A, body, variable):
        word = _whole_vector(A, dependent, variable)
        if word is None:
            inner, name = canonical_body(A, dependent, variable)
            word = words.letter(
                A, ("coordinates", name, inner.key),
                ("coordinates", A.term(inner), name), rows, columns,
                depends=A.depends(inner) - {name}, height=1 + A.height(inner),
                made=("coordinates", inner, name),
            )  # fmt: skip
        total = words.plus(A, total, Sum(rows, columns, {word: factor}))
    return total


def _whole_vector(A: Normal, f: Fraction, variable: Term) -> Word | None:
    """Return the vector whose entry ``v[i]`` a fraction is."""
    term = A.term(f)
    if COORDINATES not in A.theories or term[0] != "entry" or term[2:] != (variable,):
        return None
    made = A.matrix(term[1])
    if variable in free(term[1]) or len(made.words) != 1:
        return None
    ((word, factor),) = made.words.items()
    return word if factor == A.one else None


def diagonal_matrix(A: Normal, body: Fraction, variable: Term) -> Sum:
    """Return a diagonal matrix as a sum of letters with constants before them."""
    size = variable[2][1]
    total = Sum(size, size, {})
    split = pieces(A, body, variable) if DIAGONAL in A.theories else [(A.one, body)]
    for factor, dependent in split:
        if DIAGONAL in A.theories and variable not in A.depends(dependent):
            one = Sum(size, size, {(): A.mul(factor, dependent)})
            total = words.plus(A, total, one)
            continue
        inner, name = canonical_body(A, dependent, variable)
        word = words.letter(
            A, ("diagonal", name, inner.key), ("diagonal", A.term(inner), name),
            size, size, depends=A.depends(inner) - {name}, height=1 + A.height(inner),
            symmetric=True, definite=A.sign(inner) == POSITIVE,
            invertible=A.sign(inner) in ("+", "-", "!"), made=("diagonal", inner, name),
        )  # fmt: skip
        total = words.plus(A, total, Sum(size, size, {word: factor}))
    return total


def diagonal_entries(A: Normal, a: Sum) -> tuple[Fraction, Term] | None:
    """Return the entries of a sum of diagonal letters, and their index."""
    index: Term = None
    for word in a.words:
        made = A.matrices[word[0][0]].made if len(word) == 1 else ()
        if made[:1] == ("diagonal",) and not word[0][2]:
            index = made[2]
        elif word:
            return None
    if index is None:
        return None
    index, total = ("sym", "#0", index[2]), A.zero
    for word, f in a.words.items():
        one = A.one
        if word:
            _, body, name = A.matrices[word[0][0]].made
            one = A.scalar(substitute(A.term(body), {name: index}))
        total = A.add(total, A.mul(f, one))
    return total, index


def diagonal_product(A: Normal, a: Letter, b: Letter) -> Letter | None:
    """Return the product of two diagonal letters; None where it is the identity."""
    (_, f, v), (_, g, w) = A.matrices[a[0]].made, A.matrices[b[0]].made
    index = ("sym", "#0", v[2])
    both = A.mul(
        A.scalar(substitute(A.term(f), {v: index})),
        A.scalar(substitute(A.term(g), {w: index})),
    )
    if both == A.one:
        return None
    ((word, factor),) = diagonal_matrix(A, both, index).words.items()
    if factor != A.one:
        raise Declined("a product of diagonal matrices with a constant factor")
    return word[0]


def in_coordinates(A: Normal, word: Word) -> Fraction | None:
    """Return ``u' D v`` as a sum over the index, or None."""
    if not all(
        w.made[:1] in (("diagonal",), ("coordinates",)) or w.columns == ONE
        for w in (A.matrices[n] for n, _, _ in word)
    ) or any(i for _, _, i in word):
        return None
    size = words.ends(A, word[0])[1]
    if size == ONE:
        return None
    index = ("sym", "#0", ("index", size))
    total = A.one
    for n, _, _ in word:
        m = A.matrices[n]
        if m.made[0] in ("diagonal", "coordinates"):
            one = A.scalar(substitute(A.term(m.made[1]), {m.made[2]: index}))
        else:
            one = A.scalar(("entry", m.term, index))
        total = A.mul(total, one)
    return summation(A, total, index)


def entry(A: Normal, term: Term) -> Fraction:
    """Return an entry, taken term by term where coordinates are in use."""
    of, at = term[1], term[2:]
    if COORDINATES in A.theories and len(at) == 1:
        if of[0] in ("add", "sub", "neg"):
            return A.scalar((of[0], *(("entry", t, *at) for t in of[1:])))
        if of[0] == "mul":
            number, vector = of[1:] if shape(of[1]) is None else (of[2], of[1])
            return A.mul(A.scalar(number), A.scalar(("entry", vector, *at)))
        if of[0] == "coordinates":
            return A.scalar(substitute(of[1], {of[2]: at[0]}))
        if of[0] == "zero":
            return A.zero
    made = A.matrix(of)
    sign = POSITIVE if of[0] == "sym" and of[2][0] == "positive_vector" else ANY
    return A.atom(
        ("entry", made.key, *(A.scalar(t).key for t in at)), term,
        free(term), sign, height=words.height(A, made), made=("entry", term),
    )  # fmt: skip
