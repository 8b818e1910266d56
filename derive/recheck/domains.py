"""Symbols and their domains, and what fits where: dimensions, indices, distributions."""

from __future__ import annotations

import re
from collections.abc import Mapping

from derive.recheck.terms import (
    NUMBERS,
    ONE,
    SQUARE,
    VECTORS,
    Refusal,
    Shape,
    Term,
    is_symbol,
    shape,
)

DIMENSIONS = {"matrix": 2, **dict.fromkeys(NUMBERS, 0), "index": 1, "positive_function": 1}
DIMENSIONS |= dict.fromkeys((*VECTORS, *SQUARE), 1)
NAME = re.compile(r"[A-Za-z][A-Za-z0-9]*(_[A-Za-z0-9]*)*")
RESERVED = frozenset(
    (
        *("pi", "oo", "exp", "log", "sqrt", "sin", "cos", "arctan", "Abs", "Max", "Sum", "Product"),
        *("Coordinates", "Diagonal", "Normal", "WithDensity", "KL", "E", "Integral", "Integrable"),
        *("Bracket", "Derivative", "Subs", "Lambda", "matrix", "scalar", "inverse", "trace", "det"),
        *("cholesky", "Identity", "Zero", "Iff", "ForAll", "AlmostEverywhere", "TendsTo"),
        *("StrictlyConvex", "PositiveDefinite", "Attracts"),
    )
)
"""Names with a meaning in the language."""


def symbol_table(declared: Mapping[str, object]) -> dict[str, Term]:
    """Return the symbols of a certificate, each with its domain."""
    table: dict[str, Term] = {}
    for name in declared:
        if not NAME.fullmatch(name) or name in RESERVED:
            raise Refusal(f"{name!r} cannot name a symbol")
    waiting = dict(declared)
    for _ in range(2):  # dimensions first: the others mention them
        for name, text in list(waiting.items()):
            found = domain(str(text), table)
            if found is not None:
                table[name] = ("sym", name, found)
                del waiting[name]
    if waiting:
        raise Refusal(f"the domain {next(iter(waiting.values()))!r} has an undeclared dimension")
    return table


def domain(text: str, table: Mapping[str, Term]) -> tuple[Term, ...] | None:
    """Return a domain, or None where a dimension of it is not declared yet."""
    found = re.fullmatch(r"([a-z_]+)(?:\(([^()]*)\))?", text.strip())
    if not found or found[1] not in DIMENSIONS:
        raise Refusal(f"unknown domain {text!r}")
    sizes = [s.strip() for s in found[2].split(",")] if found[2] else []
    if len(sizes) != DIMENSIONS[found[1]]:
        raise Refusal(f"the domain {text!r} has {len(sizes)} dimensions")
    read = []
    for size in sizes:
        if size.isdigit() and 1 <= int(size) <= 99:
            read.append(("int", int(size)))
        elif size in table and table[size][2] == ("dimension",):
            read.append(table[size])
        else:
            return None
    return (found[1], *read)


def check_dimension(term: Term) -> Term:
    """Return a dimension; refuse what is none."""
    if is_symbol(term) and term[2] == ("dimension",):
        return term
    if term[0] != "int" or not 1 <= term[1] <= 99:
        raise Refusal("a dimension is a symbol of that domain, or a number from 1 on")
    return term


def check_index(term: Term, size: Term) -> Term:
    """Return an index; refuse one of another range."""
    if is_symbol(term) and term[2] == ("index", size):
        return term
    if not (term[0] == size[0] == "int" and 1 <= term[1] <= size[1]):
        raise Refusal("an index runs over another range than the entries")
    return term


def check_normal(mean: Term, spread: Term) -> Term:
    """Return a normal distribution; refuse a spread that does not fit the mean."""
    size, found = shape(mean), shape(spread)
    if (size is None) != (found is None):
        raise Refusal("a normal distribution on space has a covariance, one of numbers none")
    if size is not None and (size[1] != ONE or found != (size[0], size[0])):
        raise Refusal("a covariance has as many rows and columns as the mean has entries")
    return ("normal", mean, spread)


def space(law: Term) -> Shape:
    """Return the shape of a distribution's points."""
    if law[0] == "normal":
        return shape(law[1])
    if law[0] != "density":
        raise Refusal("this is no distribution")
    f = law[1]
    if f[0] == "lambda":
        return shape(f[2])
    if not is_symbol(f) or f[2][0] != "positive_function":
        raise Refusal("a density is a positive function")
    return (f[2][1], ONE)
