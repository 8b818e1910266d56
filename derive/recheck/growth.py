"""What is a polynomial times a Gaussian, and what is a linear combination of what is integrable."""

from __future__ import annotations

from typing import Any

from flint import fmpq

from derive.recheck.algebra import GENS, UNIT, Fraction, generators
from derive.recheck.binders import pieces
from derive.recheck.definitions import rewritten, without_densities
from derive.recheck.functions import PARTS
from derive.recheck.normal import LINEARITY, THEORIES, Normal
from derive.recheck.terms import Declined, Term, free, shape, substitute, subterms
from derive.recheck.words import CHOLESKY, COORDINATES, DIAGONAL, Sum, Word, ends, transposed

SPLIT = THEORIES - {COORDINATES, DIAGONAL} | {LINEARITY}


def is_gaussian(term: Term, x: Term) -> bool:
    """Say whether a term is a polynomial in ``x`` times Gaussians, in each of its summands."""
    if x not in free(term):
        return False
    has_factor = any(t[0] == "cholesky" for t in subterms(term))
    normal = Normal(SPLIT if has_factor else SPLIT - {CHOLESKY})
    try:
        made = normal.value(without_densities(term))
    except Declined:
        return False
    return _is_gaussian(normal, made, x)


def _is_gaussian(normal: Normal, made: Fraction | Sum, x: Term) -> bool:
    if isinstance(made, Sum):
        return all(_summands(normal, f, x, w) for w, f in made.words.items())
    return _summands(normal, made, x, ())


def _summands(normal: Normal, f: Fraction, x: Term, word: Word) -> bool:
    below = _exponents(normal, f.den, x, polynomials=False)
    if below is None:
        return False
    decaying = False
    for n, _, inverted in word:
        m = normal.matrices[n]
        if x not in m.depends:
            continue
        if m.made[:1] == ("deriv",) and m.made[3:] == (x,) and not inverted:
            if not _is_gaussian(normal, m.made[1], m.made[2]):
                return False
            decaying = True
        elif m.made != ("symbol", x) or inverted:
            return False
    for _, monomial in normal.terms(f.num):
        above = _exponents(normal, monomial, x)
        if above is None:
            return False
        exponent = normal.sub(above, below)
        if x in normal.depends(exponent):
            if not _decays(normal, exponent, x):
                return False
        elif not decaying:
            return False
    return True


def _exponents(normal: Normal, p: Any, x: Term, polynomials: bool = True) -> Fraction | None:
    """Return the exponent of a monomial's exponentials; None where other factors do not fit."""
    total = normal.zero
    if len(p) != 1:
        return None if x in normal.depends(Fraction(p, UNIT)) else total
    for n, e in enumerate(p.degrees()):
        if not e:
            continue
        if normal.atoms[n].made[:1] == ("eighth",):
            total = normal.add(total, normal.times(normal.atoms[n].made[1], fmpq(e) / PARTS))
        elif x in normal.atoms[n].depends and not (polynomials and is_polynomial(normal, n, x)):
            return None
    return total


def is_polynomial(normal: Normal, n: int, x: Term) -> bool:
    """Say whether an atom grows no faster than a polynomial, and is continuous."""
    atom = normal.atoms[n]
    if x not in atom.depends:
        return True
    made = atom.made
    if made[:1] in (("word",), ("trace",)):
        return all(
            normal.matrices[m].made == ("symbol", x) and not i
            for m, _, i in made[1]
            if x in normal.matrices[m].depends
        )
    if made[:1] == ("abs",):
        return _polynomials(normal, made[1], x)
    if made[:1] == ("pow",):
        e = made[2]
        natural = all(normal.atoms[m].integral for m in generators(e.num)) and normal.whole(e)
        return natural and normal.sign(e) in ("+", "0+") and _polynomials(normal, made[1], x)
    if made[:1] == ("sum",):
        return _polynomials(normal, made[1], x)
    return made == ("symbol", x) or (made[:1] == ("entry",) and made[1][1] == x)


def _polynomials(normal: Normal, f: Fraction, x: Term) -> bool:
    if x in normal.depends(Fraction(f.den, UNIT)):
        return False
    return all(is_polynomial(normal, n, x) for n in generators(f.num))


def _decays(normal: Normal, exponent: Fraction, x: Term) -> bool:
    """Say whether an exponent is a quadratic polynomial that tends to minus infinity."""
    if x in normal.depends(Fraction(exponent.den, UNIT)):
        return False
    if shape(x) is None:
        n = normal.number.get(("symbol", x))
        others = {m for m in generators(exponent.num) if x in normal.atoms[m].depends}
        if others != {n} or exponent.num.degrees()[n] != 2:
            return False
        second = exponent.num.derivative(n).derivative(n)
        return normal.sign(normal.reduced(second, exponent.den)) == "-"
    definite = False
    for factor, dependent in pieces(normal, exponent, x):
        if x not in normal.depends(dependent):
            continue
        if dependent.den != UNIT:
            return False
        kind = _form(normal, dependent.num, x)
        if kind == "linear":
            continue
        if kind not in ("definite", "semidefinite") or normal.sign(factor) not in ("-", "0-"):
            return False
        definite = definite or (kind == "definite" and normal.sign(factor) == "-")
    return definite


def _form(normal: Normal, p: Any, x: Term) -> str:
    """Say what a monomial is as a form in a vector."""
    inner = generators(p)
    if len(inner) != 1 or p != GENS[inner[0]]:
        return ""
    made = normal.atoms[inner[0]].made
    if made[:1] == ("sum",):
        return _form_of_sum(normal, made[1], x, made[2])
    if made[:1] != ("word",):
        return ""
    word = made[1]
    places = [n for n, one in enumerate(word) if x in normal.matrices[one[0]].depends]
    if any(normal.matrices[word[n][0]].made != ("symbol", x) for n in places):
        return ""
    if len(places) == 1:
        return "linear"
    if places != [0, len(word) - 1] or word != transposed(normal, word):
        return ""
    between = word[1:-1]
    if len(between) % 2 and not normal.matrices[between[len(between) // 2][0]].definite:
        return ""
    square = all(ends(normal, one)[0] == ends(normal, one)[1] for one in between)
    invertible = all(normal.matrices[n].invertible for n, _, _ in between)
    return "definite" if square and invertible else "semidefinite"


def _form_of_sum(normal: Normal, body: Fraction, x: Term, index: Term) -> str:
    """Say what a sum over the coordinates is as a form."""
    found = [n for n in generators(body.num, body.den) if x in normal.atoms[n].depends]
    if len(found) != 1 or normal.atoms[found[0]].made[:1] != ("entry",):
        return ""
    entry = normal.atoms[found[0]].made[1]
    degree = body.num.degrees()[found[0]]
    if entry[1:] != (x, index) or len(body.num) != 1 or body.den.degrees()[found[0]]:
        return ""
    if degree == 1:
        return "linear"
    weight = normal.div(body, Fraction(GENS[found[0]] ** 2, UNIT))
    return "definite" if degree == 2 and normal.sign(weight) == "+" else ""


# -- linear combinations --------------------------------------------------------------------------

LAWS = THEORIES - {COORDINATES, DIAGONAL, CHOLESKY}


def by_its_name(term: Term) -> Term:
    """Write a given density as the function that it is; a formula as the formula."""

    def rule(t: Term) -> Term | None:
        if t[0] == "pdf" and t[1][0] == "density":
            f = t[1][1]
            if f[0] == "lambda":
                return by_its_name(substitute(f[1], {f[2]: t[2]}))
            return ("apply", f, t[2])
        return None

    return rewritten(term, rule)


def is_combination(term: Term, x: Term, known: list[tuple[Term, Term]]) -> bool:
    """Say whether a function is a combination of known ones, with coefficients free of ``x``."""
    normal = Normal(LAWS)
    rows = []
    for f, v in known:
        if shape(f) is None and v[2] == x[2]:
            rows.append(_coordinates(normal, substitute(f, {v: x}) if v != x else f, x))
    target = _coordinates(normal, term, x)
    for row in _reduced_rows(normal, rows):
        lead = next(iter(row))
        if lead in target:
            target = _less(normal, target, row, target[lead])
    return not target


def _coordinates(normal: Normal, f: Term, x: Term) -> dict[str, Fraction]:
    made = normal.scalar(by_its_name(f))
    return {d.key: c for c, d in pieces(normal, made, x) if not c.num.is_zero()}


def _less(
    normal: Normal, row: dict[str, Fraction], other: dict[str, Fraction], factor: Fraction
) -> dict[str, Fraction]:
    new = dict(row)
    for key, value in other.items():
        new[key] = normal.sub(new.get(key, normal.zero), normal.mul(factor, value))
    return {k: v for k, v in new.items() if not v.num.is_zero()}


def _reduced_rows(normal: Normal, rows: list[dict[str, Fraction]]) -> list[dict[str, Fraction]]:
    """Return independent rows; the first entry of each is one and occurs in no later row."""
    done: list[dict[str, Fraction]] = []
    for row in rows:
        for other in done:
            lead = next(iter(other))
            if lead in row:
                row = _less(normal, row, other, row[lead])
        # Where no coefficient is seen to differ from zero, the combination says nothing of them.
        for first in [k for k, v in row.items() if normal.sign(v) in ("+", "-", "!")][:1]:
            scale = row[first]
            row = {k: normal.div(v, scale) for k, v in row.items()}
            done.append({first: row.pop(first), **row})
    return done
