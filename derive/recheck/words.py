"""Matrices of any size: sums of words in letters, with fractions before them.

A letter is ``(number, transposed, inverted)`` of a matrix that is not split further.  A word is
reduced where an inverse meets its matrix, and cut where it is one entry wide: what lies between
two such places is a number.  With no instance of a dimension anywhere, a proof is one for all.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from derive.recheck.algebra import Fraction
from derive.recheck.polarity import ANY, NONNEGATIVE
from derive.recheck.terms import DEFINITE, ONE, SYMMETRIC, Refusal, Term, canonical

if TYPE_CHECKING:
    from derive.recheck.normal import Normal

MATRICES, TRACE, DETERMINANT = (
    "matrix algebra",
    "properties of the trace",
    ("properties of the determinant"),
)
DIAGONAL, COORDINATES, CHOLESKY = "diagonal matrices", "coordinates", "Cholesky factorisation"
Letter = tuple[int, bool, bool]
Word = tuple[Letter, ...]


@dataclass(frozen=True)
class Matrix:
    """What is known of a letter's matrix."""

    term: Term
    rows: Term
    columns: Term
    depends: frozenset[Term]
    height: int = 0
    symmetric: bool = False
    definite: bool = False
    invertible: bool = False
    made: tuple[Any, ...] = ()


class Sum:
    """A matrix in normal form: words with their fractions, and its shape."""

    def __init__(self, rows: Term, columns: Term, words: dict[Word, Fraction]) -> None:
        self.rows, self.columns = rows, columns
        self.words = {w: f for w, f in words.items() if not f.num.is_zero()}

    @property
    def key(self) -> str:
        """Return what two equal matrices share."""
        words = ";".join(f"{w}:{f.key}" for w, f in sorted(self.words.items()))
        return f"{self.rows}x{self.columns}:{words}"


def letter(A: Normal, key: Any, term: Term, rows: Term, columns: Term, **more: Any) -> Word:
    """Return the word of one matrix, registered under a key."""
    if key not in A.matrix_number:
        A.matrix_number[key] = len(A.matrices)
        A.matrices.append(Matrix(term, rows, columns, **more))
    return ((A.matrix_number[key], False, False),)


def symbol_word(A: Normal, term: Term, rows: Term, columns: Term) -> Word:
    """Return the word of a declared matrix; with Cholesky's factorisation, of its factors."""
    word = term[2][0]
    definite = word in DEFINITE
    if definite and CHOLESKY in A.theories:
        ((n, _, _),) = cholesky_word(A, term, canonical(term), rows, frozenset({term}))
        return ((n, False, False), (n, True, False))
    return letter(
        A, ("symbol", term), term, rows, columns, depends=frozenset({term}),
        symmetric=word in SYMMETRIC, definite=definite, invertible=definite or word == "invertible",
        made=("symbol", term),
    )  # fmt: skip


def cholesky_word(A: Normal, of: Term, key: Any, k: Term, depends: frozenset[Term]) -> Word:
    """Return the word of the Cholesky factor of a positive definite matrix."""
    return letter(
        A, ("cholesky", key), ("cholesky", of), k, k, depends=depends, invertible=True,
        made=("cholesky", of),
    )  # fmt: skip


# -- words ----------------------------------------------------------------------------------------


def ends(A: Normal, one: Letter) -> tuple[Term, Term]:
    """Return rows and columns of a letter."""
    m = A.matrices[one[0]]
    return (m.columns, m.rows) if one[1] else (m.rows, m.columns)


def transposed(A: Normal, word: Word) -> Word:
    """Return the transpose of a word."""
    return tuple((n, t ^ (not A.matrices[n].symmetric), i) for n, t, i in reversed(word))


def reduced(A: Normal, word: Word) -> tuple[Fraction, Word | None]:
    """Cancel what meets its inverse, merge diagonals, and take out numbers."""
    kept: list[Letter] = []
    for one in word:
        if kept and kept[-1][0] == one[0] and kept[-1][1] == one[1] and kept[-1][2] != one[2]:
            kept.pop()
        elif kept and DIAGONAL in A.theories and _both_diagonal(A, kept[-1], one):
            merged = A.diagonal_product(kept.pop(), one)
            if merged is None:
                continue
            kept.append(merged)
        else:
            kept.append(one)
    factor, segment, whole = A.one, [], []
    for n, one in enumerate(kept):
        segment.append(one)
        if ends(A, one)[1] == ONE and n + 1 < len(kept):
            if ends(A, segment[0])[0] == ONE:
                factor = A.mul(factor, number_of_word(A, tuple(segment)))
            else:
                whole += segment
            segment = []
    if segment and whole and ends(A, segment[0])[0] == ONE and ends(A, segment[-1])[1] == ONE:
        factor = A.mul(factor, number_of_word(A, tuple(segment)))
        segment = []
    whole += segment
    if whole and ends(A, whole[0])[0] == ONE and ends(A, whole[-1])[1] == ONE:
        return A.mul(factor, number_of_word(A, tuple(whole))), ()
    return factor, tuple(whole)


def _both_diagonal(A: Normal, a: Letter, b: Letter) -> bool:
    return all(A.matrices[n].made[:1] == ("diagonal",) for n in (a[0], b[0])) and not (a[2] or b[2])


def number_of_word(A: Normal, word: Word) -> Fraction:
    """Return the number that a word of one row and one column is."""
    made = A.in_coordinates(word) if COORDINATES in A.theories else None
    if made is not None:
        return made
    word = min(word, transposed(A, word))
    sign = NONNEGATIVE if is_square(A, word) else ANY
    return word_atom(A, "word", word, ("scalar", word_term(A, word, ONE)), sign)


def is_square(A: Normal, word: Word) -> bool:
    """Say whether a word is ``w' w`` or ``w' S w`` with S positive definite."""
    if word != transposed(A, word):
        return False
    middle = word[len(word) // 2]
    return len(word) % 2 == 0 or A.matrices[middle[0]].definite


def word_atom(A: Normal, head: str, word: Word, term: Term, sign: str = ANY) -> Fraction:
    """Return a number made of a word as an atom."""
    return A.atom(
        (head, word),
        term,
        frozenset[Term]().union(*(A.matrices[n].depends for n, _, _ in word)),
        sign,
        height=max((A.matrices[n].height for n, _, _ in word), default=0),
        made=(head, word),
    )


def word_term(A: Normal, word: Word, size: Term) -> Term:
    """Return a word as a term; the empty one is the identity."""
    total: Term = None
    for n, t, i in word:
        one = A.matrices[n].term
        one = ("inverse", one) if i else one
        one = ("T", one) if t else one
        total = one if total is None else ("matmul", total, one)
    return ("identity", size) if total is None else total


# -- arithmetic -----------------------------------------------------------------------------------


def plus(A: Normal, a: Sum, b: Sum, sign: int = 1) -> Sum:
    """Return the sum, or the difference."""
    words = dict(a.words)
    for w, f in b.words.items():
        words[w] = A.add(words.get(w, A.zero), f if sign == 1 else A.times(f, -1))
    return Sum(a.rows, a.columns, words)


def scaled(A: Normal, a: Sum, f: Fraction) -> Sum:
    """Return a multiple by a number."""
    return Sum(a.rows, a.columns, {w: A.mul(g, f) for w, g in a.words.items()})


def product(A: Normal, a: Sum, b: Sum) -> Sum:
    """Return the product, distributed."""
    if MATRICES not in A.theories:
        return opaque(A, "matmul", a, b)
    words: dict[Word, Fraction] = {}
    for v, f in a.words.items():
        for w, g in b.words.items():
            factor, word = reduced(A, v + w)
            assert word is not None
            words[word] = A.add(words.get(word, A.zero), A.mul(factor, A.mul(f, g)))
    return Sum(a.rows, b.columns, words)


def opaque(A: Normal, head: str, *of: Sum) -> Sum:
    """Return a matrix that the theories in use do not take apart."""
    rows, columns = of[0].rows, of[-1].columns
    if head == "T":
        rows, columns = columns, rows
    term = (head, *(matrix_term(A, m) for m in of))
    word = letter(
        A, (head, *(m.key for m in of)), term, rows, columns,
        depends=frozenset[Term]().union(*(depends(A, m) for m in of)),
        height=max(height(A, m) for m in of), made=(head, *of),
    )  # fmt: skip
    return Sum(rows, columns, {word: A.one})


def transpose(A: Normal, a: Sum) -> Sum:
    """Return the transpose."""
    if MATRICES not in A.theories:
        return opaque(A, "T", a)
    return Sum(a.columns, a.rows, {transposed(A, w): f for w, f in a.words.items()})


def inverse(A: Normal, a: Sum) -> Sum:
    """Return the inverse: of one word, letter by letter; of a sum, a letter of its own."""
    if MATRICES not in A.theories:
        return opaque(A, "inverse", a)
    if DIAGONAL in A.theories:
        entries = A.diagonal_entries(a)
        if entries is not None:
            return A.diagonal_matrix(A.div(A.one, entries[0]), entries[1])
    if len(a.words) == 1:
        ((word, f),) = a.words.items()
        if all(ends(A, one)[0] == ends(A, one)[1] for one in word):
            flipped = tuple((n, t, not i) for n, t, i in reversed(word))
            return Sum(a.rows, a.columns, {flipped: A.div(A.one, f)})
    if not a.words:
        raise Refusal("the inverse of a zero matrix")
    key = ("matrix", a.key)
    symmetric = transpose(A, a).key == a.key
    word = letter(
        A, key, matrix_term(A, a), a.rows, a.columns, depends=depends(A, a), height=height(A, a),
        symmetric=symmetric, invertible=True, made=("matrix", a),
    )  # fmt: skip
    return Sum(a.rows, a.columns, {((word[0][0], False, True),): A.one})


def matrix_term(A: Normal, a: Sum) -> Term:
    """Return a matrix as a term."""
    total: Term = None
    for w, f in sorted(a.words.items()):
        one = word_term(A, w, a.rows)
        one = one if f == A.one else ("mul", A.term(f), one)
        total = one if total is None else ("add", total, one)
    return ("zero", a.rows, a.columns) if total is None else total


def depends(A: Normal, a: Sum) -> frozenset[Term]:
    """Return the symbols that a matrix depends on."""
    found = [A.depends(f) for f in a.words.values()]
    found += [A.matrices[n].depends for w in a.words for n, _, _ in w]
    return frozenset[Term]().union(*found)


def height(A: Normal, a: Sum) -> int:
    """Return how deep binders are nested in a matrix."""
    heights = [A.height(f) for f in a.words.values()]
    return max([*heights, *(A.matrices[n].height for w in a.words for n, _, _ in w)], default=0)
