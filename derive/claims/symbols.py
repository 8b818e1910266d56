"""Symbols: the names that a claim declares, their domains and their dimensions."""

from __future__ import annotations

import keyword
import re
import unicodedata
from collections.abc import Mapping
from difflib import get_close_matches

from derive.claims.grammar import RESERVED
from derive.claims.problem import ClaimError
from derive.notation import Symbol, Var

NUMBERS = {
    "real": "real", "positive": "positive", "nonnegative": "nonnegative", "natural": "natural",
    "dimension": "dimension", "unit_interval": "unit interval",
}  # fmt: skip
ONLY_IN_CLAIMS = ("negative", "nonzero", "integer", "complex")
SIZED = {
    "vector": ("vector", 1),
    "positive_vector": ("positive vector", 1),
    "matrix": ("matrix", 2),
    "symmetric": ("symmetric", 1),
    "spd": ("positive definite", 1),
    "positive_definite": ("positive definite", 1),
    "invertible": ("invertible", 1),
    "diagonal": ("diagonal", 1),
    "positive_diagonal": ("positive diagonal", 1),
    "index": ("index", 1),
    "positive_function": ("positive function", 1),
}
"""The domains that take dimensions: what the notation calls them, and how many they take."""

DOMAIN = re.compile(r"\s*([a-z_]+)\s*(?:\(([^()]*)\))?\s*")
GREEK = frozenset("αβγδεζηθικλμνξπρςστυφχψωΓΔΘΛΞΠΣΦΨΩϕϵϑ")
LONGEST_NAME, LARGEST_DIMENSION = 60, 10


def check_name(name: str) -> None:
    """Check that a name is of the alphabet of names, and free.

    Raises
    ------
    ClaimError
        Naming the character, or what the name is taken by.
    """
    if name in RESERVED:
        raise ClaimError(f"{name} is a name of the grammar: call the symbol something else", name)
    if keyword.iskeyword(name):
        raise ClaimError(f"{name} is a word of Python: call the symbol something else", name)
    if not name or len(name) > LONGEST_NAME:
        raise ClaimError(f"a name has 1 to {LONGEST_NAME} characters: {name[:20]!r}", name[:20])
    for column, letter in enumerate(name, 1):
        if not (letter.isascii() and (letter.isalnum() or letter == "_")) and letter not in GREEK:
            said = unicodedata.name(letter, "a control character")
            raise ClaimError(
                f"{letter!r} ({said}) cannot stand in a name: use ASCII letters, digits, _ and "
                "Greek letters that look like no Latin ones", name, column,
            )  # fmt: skip
    if name[0].isdigit():
        raise ClaimError("a name does not begin with a digit", name, 1)


class Table:
    """The variables that names stand for, and the names that people know variables by."""

    def __init__(self) -> None:
        self.variables: dict[str, Var] = {}
        self.names: dict[Var, str] = {}

    def __contains__(self, name: str) -> bool:
        return name in self.variables

    def add(self, name: str, variable: Var) -> None:
        """Let a name stand for a variable."""
        self.variables[name] = variable
        self.names[variable] = name

    def spelled(self, name: str) -> str:
        """Return a name in ASCII that no variable has yet: the name itself, or one like it."""
        ascii_name = "".join(
            c if c.isascii() else f"_{unicodedata.name(c).split()[-1].lower()}_" for c in name
        )
        taken = {v.name for v in self.names}
        candidate, number = ascii_name, 0
        while candidate in taken:
            number += 1
            candidate = f"{ascii_name}_{number}"
        return candidate


def read_symbols(domains: Mapping[str, str]) -> Table:
    """Return the table of the symbols that a claim declares, and of their dimensions.

    A name among the dimensions of a domain is a dimension (1, 2, …) and needs no declaration.

    Raises
    ------
    ClaimError
        Naming the symbol and what is wrong with it.
    """
    table = Table()
    parsed = {name: _domain(name, text) for name, text in domains.items()}
    sizes = {d for _, dimensions in parsed.values() for d in dimensions if not d.isdigit()}
    for name in sorted(sizes):
        check_name(name)
        if name in parsed and parsed[name][0] not in ("dimension", "natural", "integer"):
            place = f"symbols.{name}"
            raise ClaimError(f"{name} is a dimension and {parsed[name][0]}", name, place=place)
        table.add(name, Var(table.spelled(name), "dimension"))
    for name, (domain, dimensions) in parsed.items():
        if name not in sizes:
            table.add(name, _variable(table, name, domain, dimensions))
    return table


def _domain(name: str, text: str) -> tuple[str, tuple[str, ...]]:
    place = f"symbols.{name}"
    try:
        check_name(name)
    except ClaimError as error:
        raise error.within(place) from None
    found = DOMAIN.fullmatch(text) if len(text) <= 200 else None
    known = [*NUMBERS, *ONLY_IN_CLAIMS, *SIZED]
    if found is None or found[1] not in known:
        near = get_close_matches(found[1] if found else text[:40], known, 1, 0.6)
        hint = f"did you mean {near[0]}?" if near else f"use one of {', '.join(known)}"
        raise ClaimError(f"{text[:60]!r} is no domain: {hint}", text, 1, place)
    dimensions = tuple(d.strip() for d in found[2].split(",")) if found[2] is not None else ()
    wanted = SIZED[found[1]][1] if found[1] in SIZED else 0
    if len(dimensions) != wanted:
        sizes = ("no dimensions", "one dimension", "two dimensions")[wanted]
        raise ClaimError(f"{found[1]} takes {sizes}, as in {_example(found[1])}", text, 1, place)
    for d in dimensions:
        if d.isdigit() and d.isascii() and not 1 <= int(d[:9]) <= LARGEST_DIMENSION:
            raise ClaimError(f"a dimension is a name or 1 to {LARGEST_DIMENSION}", text, 1, place)
        if not (d.isdigit() and d.isascii()) and not d.isidentifier():
            raise ClaimError(f"{d[:40]!r} is no dimension: use a name or 1, 2, …", text, 1, place)
    return found[1], dimensions


def _example(domain: str) -> str:
    count = SIZED[domain][1] if domain in SIZED else 0
    return domain if not count else f"{domain}({'k' if count == 1 else 'k, m'})"


def _variable(table: Table, name: str, domain: str, dimensions: tuple[str, ...]) -> Var:
    spelled = table.spelled(name)
    if domain in ONLY_IN_CLAIMS:
        return Symbol(spelled, domain)
    if domain in NUMBERS:
        return Var(spelled, NUMBERS[domain])
    sizes = (int(d) if d.isdigit() else table.variables[d] for d in dimensions)
    return Var(spelled, SIZED[domain][0], *sizes)
