"""Numbers of matrices: that of a 1x1 matrix, traces and determinants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from derive.recheck.algebra import Fraction
from derive.recheck.polarity import ANY, NONZERO, POSITIVE
from derive.recheck.terms import ONE, Term
from derive.recheck.words import (
    COORDINATES,
    DETERMINANT,
    DIAGONAL,
    MATRICES,
    TRACE,
    Sum,
    Word,
    ends,
    number_of_word,
    reduced,
    transposed,
    word_atom,
    word_term,
)

if TYPE_CHECKING:
    from derive.recheck.normal import Normal


def number(A: Normal, a: Sum) -> Fraction:
    """Return the number in a matrix of one row and one column."""
    total = A.zero
    for word, f in a.words.items():
        if not word:
            total = A.add(total, f)
        elif MATRICES in A.theories:
            total = A.add(total, A.mul(f, number_of_word(A, word)))
        else:
            sign = ANY
            atom = word_atom(A, "word", word, ("scalar", word_term(A, word, ONE)), sign)
            total = A.add(total, A.mul(f, atom))
    return total


def trace(A: Normal, a: Sum) -> Fraction:
    """Return the trace: linear, cyclic, and the same for the transpose."""
    if TRACE not in A.theories:
        return A.matrix_number_atom("trace", a)
    total = A.zero
    for word, f in a.words.items():
        total = A.add(total, A.mul(f, trace_of_word(A, word, a.rows)))
    return total


def trace_of_word(A: Normal, word: Word, size: Term) -> Fraction:
    """Return the trace of a word."""
    if not word:
        return A.scalar(size)
    for n, one in enumerate(word):
        if ends(A, one)[1] == ONE:  # cut at a place one entry wide, and turn
            factor, rest = reduced(A, word[n + 1 :] + word[: n + 1])
            return factor if rest == () else A.mul(factor, trace_of_word(A, rest or (), size))
    turned = word
    while len(turned) > 1:  # what the turning brings together may cancel
        factor, again = reduced(A, turned[-1:] + turned[:-1])
        if again is None or len(again) >= len(turned):
            break
        turned = again
    if not turned:
        return A.scalar(size)
    if len(turned) == 1 and A.matrices[turned[0][0]].made[:1] == ("diagonal",):
        _, f, v = A.matrices[turned[0][0]].made
        if COORDINATES in A.theories and not turned[0][2]:
            return A.summation(f, v)
    turns = [turned[n:] + turned[:n] for n in range(len(turned))]
    best = min([*turns, *(transposed(A, w) for w in turns)])
    sign = POSITIVE if len(best) == 1 and A.matrices[best[0][0]].definite else ANY
    return word_atom(A, "trace", best, ("trace", word_term(A, best, size)), sign)


def determinant(A: Normal, a: Sum) -> Fraction:
    """Return the determinant: multiplicative, and c**k for a multiple."""
    if DIAGONAL in A.theories and DETERMINANT in A.theories:
        entries = A.diagonal_entries(a)
        if entries is not None:
            return A.product(*entries)
    single = len(a.words) == 1
    ((word, f),) = a.words.items() if single else (((), A.one),)
    split = DETERMINANT in A.theories and single
    if not split or any(ends(A, one)[0] != ends(A, one)[1] for one in word):
        return A.matrix_number_atom("det", a)
    total = A.power_of(f, a.rows)
    for n, _, inverted in word:
        m = A.matrices[n]
        sign = NONZERO if m.invertible else ANY
        if m.definite or m.made[:1] == ("cholesky",):
            sign = POSITIVE
        if m.made[:1] == ("diagonal",) and A.sign(m.made[1]) == POSITIVE:
            sign = POSITIVE
        atom = word_atom(A, "det", ((n, False, False),), ("det", m.term), sign)
        total = A.div(total, atom) if inverted else A.mul(total, atom)
    return total
