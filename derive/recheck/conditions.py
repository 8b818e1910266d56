"""What a line needs in order to be defined: found node by node, from the line alone."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import permutations

from derive.recheck.definitions import meaning
from derive.recheck.terms import (
    BINDERS,
    INTERVALS,
    MINUS_OO,
    OO,
    ZERO,
    Declined,
    Refusal,
    Term,
    free,
    integer,
    is_symbol,
    parts,
    same,
    shape,
    substitute,
)

OPEN = frozenset(
    {"real", "positive", "vector", "positive_vector", "symmetric", "positive_definite"}
)
"""Domains that are open, so that a derivative in their variables is taken from all sides."""
Scoped = tuple[Term, tuple[Term, ...]]
"""A proposition, with the variables that the line binds around the place it comes from."""


def conditions(term: Term, scope: tuple[Term, ...] = ()) -> Iterator[Scoped]:
    """Yield the propositions that make a line defined, inner ones first."""
    head = term[0]
    if head in ("E", "KL"):
        unfolded = meaning(term)
        assert unfolded is not None
        yield from conditions(unfolded, scope)
        return
    if head != "sym":
        for part, bound in parts(term):
            yield from conditions(part, (*scope, *bound))
    yield from ((p, scope) for p in _of_node(term, head) if head != "lambda")
    if head == "lambda":
        yield ("lt", ZERO, term[1]), (*scope, term[2])


def _of_node(term: Term, head: str) -> Iterator[Term]:
    if head == "div":
        yield ("ne", term[2], ZERO)
    elif head == "fun" and term[1] == "log":
        yield ("lt", ZERO, term[2])
    elif head == "fun" and term[1] == "sqrt":
        yield ("le", ZERO, term[2])
    elif head == "pow":
        yield from _of_power(term[1], term[2])
    elif head == "inverse":
        yield ("ne", ("det", term[1]), ZERO)
    elif head == "cholesky":
        yield ("posdef", term[1])
    elif head == "normal":
        yield ("lt", ZERO, term[2]) if shape(term[1]) is None else ("posdef", term[2])
    elif head == "integral":
        yield from _of_the_ends(term)
        yield ("integrable", *term[1:])
    elif head == "space":
        if term[2][2][0] != "vector":
            raise Refusal("a variable runs outside its domain")
        yield ("integrable_space", *term[1:])
    elif head in ("bracket", "integrable"):
        yield from _of_the_ends(term)
    elif head == "deriv":
        yield from _of_the_point(term[2], term[3])


def _of_the_point(x: Term, point: Term) -> Iterator[Term]:
    """Yield what makes a derivative's point one of the variable's domain, an open one."""
    word = x[2][0]
    if word not in OPEN:
        raise Refusal(f"a derivative in a variable of domain {word}, which is not open")
    if point == x or (is_symbol(point) and point[2] == x[2]):
        return
    if shape(point) != shape(x):
        raise Refusal("a derivative at a point of another shape")
    if word in ("positive_vector", "symmetric"):
        raise Declined(f"whether the point of a derivative is {word}")
    yield from in_domain(point, x[2])


def _of_power(base: Term, exponent: Term) -> Iterator[Term]:
    n = integer(exponent)
    if n is not None:
        if n < 0:
            yield ("ne", base, ZERO)
        return
    from derive.recheck.normal import THEORIES, Normal

    normal = Normal(THEORIES)
    e = normal.scalar(exponent)
    value = e.constant
    if value is not None and value.q != 1:
        yield ("le", ZERO, base) if value > 0 else ("lt", ZERO, base)
    elif not normal.whole(e):
        yield ("lt", ZERO, base)
    elif normal.sign(e) not in ("+", "0+"):
        yield ("ne", base, ZERO)


def _of_the_ends(term: Term) -> Iterator[Term]:
    _, _, x, low, high = term
    word = x[2][0]
    if word not in INTERVALS or (low == MINUS_OO and word != "real"):
        raise Refusal("a variable runs outside its domain")
    if (high == OO and word == "unit_interval") or low == OO or high == MINUS_OO:
        raise Refusal("a variable runs outside its domain")
    if low != MINUS_OO and high != OO:
        yield ("le", low, high)
    for end in (low, high):
        if end not in (OO, MINUS_OO):
            yield from in_closed_domain(end, x[2])


def in_domain(value: Term, domain: tuple[Term, ...]) -> Iterator[Term]:
    """Yield what makes a value one of a domain, so far as a proposition says it."""
    word = domain[0]
    if word == "positive":
        yield ("lt", ZERO, value)
    elif word == "nonnegative":
        yield ("le", ZERO, value)
    elif word == "unit_interval":
        yield ("le", ZERO, value)
        yield ("le", value, ("int", 1))
    elif word == "positive_definite":
        yield ("posdef", value)
    elif word == "invertible":
        yield ("ne", ("det", value), ZERO)


def in_closed_domain(value: Term, domain: tuple[Term, ...]) -> Iterator[Term]:
    """Yield what makes an end of an interval one of a domain's closure."""
    yield from in_domain(value, ("nonnegative",) if domain[0] == "positive" else domain)


def needs_no_listing(proposition: Term) -> bool:
    """Say whether a condition holds no symbol that is free or bound, and so is not listed."""
    return not any(_symbols(proposition))


def _symbols(term: Term) -> Iterator[Term]:
    if term[0] == "sym":
        yield term
    elif term[0] in BINDERS:
        yield term[2]
    else:
        for part, _ in parts(term):
            yield from _symbols(part)


def is_among(
    proposition: Term,
    scope: tuple[Term, ...],
    listed: list[Term],
    taken: frozenset[Term] = frozenset(),
) -> bool:
    """Say whether a condition is one of the listed, up to the names of bound variables.

    A bound variable is never called as one of ``taken``, the symbols that assumptions are about:
    it runs through its whole domain.
    """
    mine = free(proposition)
    return any(
        same(renamed, other)
        for other in listed
        if other[0] == proposition[0]
        for renamed in _renamings(proposition, [v for v in scope if v in mine], other, taken)
    )


def _renamings(p: Term, own: list[Term], other: Term, taken: frozenset[Term]) -> Iterator[Term]:
    """Yield a proposition with its bound variables called as they may be in another."""
    theirs, mine = free(other), free(p)
    if mine == theirs:
        yield p
    if not own or len(own) > 2:
        return
    for target in permutations(sorted(theirs - (mine - set(own)) - taken, key=str), len(own)):
        if all(a[2] == b[2] for a, b in zip(own, target, strict=True)):
            yield substitute(p, dict(zip(own, target, strict=True)))
