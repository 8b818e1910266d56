"""Terms: nested tuples ``(head, ...)``, their shapes, substitution and comparison up to renaming.

A symbol is ``("sym", name, domain)`` and carries its domain, so that a term is understood
without a table.  A domain is a tuple ``(word, dimension, ...)`` whose dimensions are terms.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

Term = Any
Shape = tuple[Term, Term] | None

ONE, ZERO, PI = ("int", 1), ("int", 0), ("pi",)
OO, MINUS_OO = ("oo",), ("neg", ("oo",))

BINDERS = {
    **dict.fromkeys(("integral", "bracket", "space", "sum", "product", "coordinates"), 1),
    **dict.fromkeys(("diagonal", "deriv", "E", "lambda", "forall", "ae", "tends"), 1),
    **dict.fromkeys(("integrable", "integrable_space", "attracts"), 1),
}
"""Heads whose second argument is bound in the first; what follows is outside."""
PROPOSITIONS = frozenset(
    [
        "eq",
        "ne",
        "le",
        "lt",
        "and",
        "iff",
        "forall",
        "ae",
        "tends",
        "integrable",
        "integrable_space",
        "convex",
        "posdef",
        "attracts",
    ]
)
NUMBERS = frozenset(
    ["real", "positive", "nonnegative", "unit_interval", "natural", "dimension", "index"]
)
INTERVALS = ("real", "positive", "nonnegative", "unit_interval")
VECTORS = frozenset({"vector", "positive_vector"})
SQUARE = frozenset(
    {"symmetric", "positive_definite", "invertible", "diagonal", "positive_diagonal"}
)
SYMMETRIC = SQUARE - {"invertible"}
DEFINITE = frozenset({"positive_definite", "positive_diagonal"})


class Refusal(Exception):
    """A line, rule or certificate that is wrong: the reason."""


class Declined(Exception):
    """Something that this checker does not decide: the reason."""


class Overflow(Declined):
    """A term that is too large for the limits."""


def is_symbol(term: Term) -> bool:
    """Say whether a term is a symbol."""
    return isinstance(term, tuple) and len(term) == 3 and term[0] == "sym"


def fun(name: str, *arguments: Term) -> Term:
    """Return an elementary function's value."""
    return ("fun", name, *arguments)


def bound_of(term: Term) -> tuple[Term, ...]:
    """Return the variables that a node binds in its first argument."""
    if term[0] == "convex":
        return tuple(term[2:])
    return (term[2],) if term[0] in BINDERS else ()


def parts(term: Term) -> Iterator[tuple[Term, tuple[Term, ...]]]:
    """Yield the sub-terms of a node, each with the variables that the node binds in it."""
    bound = bound_of(term)
    if bound:
        yield term[1], bound
        yield from ((t, ()) for t in term[2 + len(bound) :])
    elif term[0] not in ("sym", "int"):
        yield from ((t, ()) for t in term[1:] if isinstance(t, tuple))


def subterms(term: Term) -> Iterator[Term]:
    """Yield a term and all that it is made of."""
    yield term
    for part, _ in parts(term):
        yield from subterms(part)


@lru_cache(maxsize=200_000)
def free(term: Term) -> frozenset[Term]:
    """Return the free symbols of a term, the dimensions in their domains included."""
    if term[0] == "sym":
        inner = frozenset[Term]().union(*(free(d) for d in term[2][1:]))
        return inner | {term}
    found: set[Term] = set()
    for part, bound in parts(term):
        found |= free(part) - set(bound)
        for b in bound:
            found |= free(b) - {b}
    return frozenset(found)


def rebuild(term: Term, new_bound: tuple[Term, ...], new_parts: list[Term]) -> Term:
    """Return a node with other bound variables and sub-terms, in the order of `parts`."""
    if bound_of(term):
        return (term[0], new_parts[0], *new_bound, *new_parts[1:])
    if term[0] in ("sym", "int"):
        return term
    rest = iter(new_parts)
    return (term[0], *(next(rest) if isinstance(t, tuple) else t for t in term[1:]))


_count = 0


def fresh(symbol: Term, name: str = "") -> Term:
    """Return a new symbol of the same domain."""
    global _count
    _count += 1
    return ("sym", f"{name or symbol[1].split('~')[0]}~{_count}", symbol[2])


def substitute(term: Term, values: Mapping[Term, Term]) -> Term:
    """Put terms in the place of free symbols, and never let one be captured."""
    if not values or not (free(term) & values.keys()):
        return term
    if term[0] == "sym":
        if term in values:
            return values[term]
        return ("sym", term[1], (term[2][0], *(substitute(d, values) for d in term[2][1:])))
    bound = bound_of(term)
    if bound:
        mine = {k: v for k, v in values.items() if k not in bound}
        coming = frozenset[Term]().union(*(free(v) for v in mine.values())) if mine else set()
        new = tuple(
            fresh(("sym", b[1], (b[2][0], *(substitute(d, mine) for d in b[2][1:]))))
            if b in coming
            else ("sym", b[1], (b[2][0], *(substitute(d, mine) for d in b[2][1:])))
            for b in bound
        )
        inner = {**mine, **dict(zip(bound, new, strict=True))}
        inner = {k: v for k, v in inner.items() if k != v}
        after = [substitute(term[1], inner)]
        after += [substitute(t, values) for t in term[2 + len(bound) :]]
        return rebuild(term, new, after)
    return rebuild(term, (), [substitute(t, values) for t, _ in parts(term)])


@lru_cache(maxsize=100_000)
def canonical(term: Term) -> Term:
    """Return a term with its bound variables renamed by the height of what binds them."""
    if term[0] in ("sym", "int"):
        return term
    bound = bound_of(term)
    inside = [canonical(t) for t, _ in parts(term)]
    if not bound:
        return rebuild(term, (), inside)
    height = 1 + _height(inside[0])
    new = tuple(("sym", f"#{height}{'abcdef'[n]}", b[2]) for n, b in enumerate(bound))
    inside[0] = canonical_rename(inside[0], dict(zip(bound, new, strict=True)))
    return rebuild(term, new, inside)


def canonical_rename(term: Term, names: Mapping[Term, Term]) -> Term:
    """Rename free symbols to names that nothing inside binds."""
    if term in names:
        return names[term]
    if not (free(term) & names.keys()):
        return term
    inner = {k: v for k, v in names.items() if k not in bound_of(term)}
    new = tuple(canonical_rename(b, {}) for b in bound_of(term))
    return rebuild(term, new, [canonical_rename(t, inner if b else names) for t, b in parts(term)])


@lru_cache(maxsize=100_000)
def _height(term: Term) -> int:
    below = max((_height(t) for t, _ in parts(term)), default=0)
    return below + 1 if bound_of(term) else below


def same(a: Term, b: Term) -> bool:
    """Say whether two terms are one up to the names of bound variables."""
    return bool(a == b or canonical(a) == canonical(b))


# -- shapes ---------------------------------------------------------------------------------------


def integer(term: Term) -> int | None:
    """Return the value of an integer as written, its sign included."""
    if term[0] == "int":
        return int(term[1])
    if term[0] == "neg" and term[1][0] == "int":
        return -int(term[1][1])
    return None


def number_term(value: Any) -> Term:
    """Return a rational number as a term."""
    top, bottom = int(value.p), int(value.q)
    term: Term = ("int", abs(top))
    if bottom != 1:
        term = ("div", term, ("int", bottom))
    return ("neg", term) if top < 0 else term


@lru_cache(maxsize=200_000)
def shape(term: Term) -> Shape:
    """Return rows and columns, or None for a number; refuse what does not fit."""
    head = term[0]
    if head in PROPOSITIONS or head in ("normal", "density", "lambda", "oo"):
        raise Refusal(f"{head} stands where a number or a matrix belongs")
    if head == "sym":
        return _shape_of_domain(term[2])
    if head == "matmul":
        (n, k), (rows, m) = _matrix(term[1]), _matrix(term[2])
        if k != rows:
            raise Refusal("a product of matrices whose sizes differ")
        return (n, m)
    if head in ("add", "sub"):
        a, b = shape(term[1]), shape(term[2])
        if a != b:
            raise Refusal("a sum of different shapes")
        return a
    if head == "mul":
        a, b = shape(term[1]), shape(term[2])
        if a and b:
            raise Refusal("matrices are multiplied by @")
        return a or b
    if head in ("neg", "div", "at_point"):
        return shape(term[1])
    if head == "T":
        n, m = _matrix(term[1])
        return (m, n)
    if head in ("inverse", "cholesky"):
        n, m = _matrix(term[1])
        if n != m:
            raise Refusal(f"{head} of a matrix that is not square")
        return (n, m)
    if head == "identity":
        return (term[1], term[1])
    if head == "zero":
        return (term[1], term[2])
    if head == "coordinates":
        return (term[2][2][1], ONE)
    if head == "diagonal":
        return (term[2][2][1], term[2][2][1])
    if head in ("integral", "space", "bracket", "sum", "E"):
        return shape(term[1])
    if head == "deriv":
        return _shape_of_derivative(shape(term[1]), shape(term[2]))
    return None


def _shape_of_derivative(value: Shape, variable: Shape) -> Shape:
    if variable is None:
        return value
    if value is None:
        return variable
    if value[1] == ONE and variable[1] == ONE:
        return (value[0], variable[0])
    raise Refusal("the derivative of a matrix in a vector or a matrix")


def _shape_of_domain(domain: tuple[Any, ...]) -> Shape:
    word = domain[0]
    if word in NUMBERS:
        return None
    if word in VECTORS:
        return (domain[1], ONE)
    if word == "matrix":
        return (domain[1], domain[2])
    if word in SQUARE:
        return (domain[1], domain[1])
    raise Refusal(f"a {word} stands where a number or a matrix belongs")


def _matrix(term: Term) -> tuple[Term, Term]:
    found = shape(term)
    if found is None:
        raise Refusal("a number stands where a matrix belongs")
    return found
