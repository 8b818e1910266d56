"""Whether two lines have one normal form, and which sign a number has."""

from __future__ import annotations

from typing import Any

from derive.recheck import words
from derive.recheck.algebra import GENS, UNIT, Fraction, generators
from derive.recheck.normal import THEORIES, Normal
from derive.recheck.polarity import ANY
from derive.recheck.terms import PROPOSITIONS, Declined, Term, canonical, shape
from derive.recheck.words import CHOLESKY


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
        return is_zero(normal, normal.sub(normal.scalar(a), normal.scalar(b)))
    difference = words.plus(normal, normal.matrix(a), normal.matrix(b), -1)
    return all(is_zero(normal, f) for f in difference.words.values())


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


def is_zero(normal: Normal, a: Fraction) -> bool:
    """Say whether a fraction is zero, exponentials of fractions gathered term by term."""
    if a.num.is_zero():
        return True
    if not any(normal.atoms[n].made[:1] == ("eighth",) for n in generators(a.num)):
        return False
    groups: dict[tuple[Any, str], Any] = {}
    for c, monomial in normal.terms(a.num):
        rest, argument = UNIT, normal.zero
        for n, e in enumerate(monomial.degrees()):
            if e and normal.atoms[n].made[:1] == ("eighth",):
                argument = normal.add(argument, normal.times(normal.atoms[n].made[1], e))
            elif e:
                rest = rest * GENS[n] ** e
        key = (str(rest), argument.key)
        groups[key] = groups.get(key, 0) + c
    return all(c == 0 for c in groups.values())
