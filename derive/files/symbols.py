"""Symbols: the names that a file declares, each with its domain."""

from __future__ import annotations

import keyword
from difflib import get_close_matches

from derive.claims.grammar import RESERVED
from derive.claims.symbols import DOMAIN, LARGEST_DIMENSION, NUMBERS, SIZED, Table
from derive.files.text import Item
from derive.notation import Var
from derive.wording import check_identifier

CONSTANTS = ("True", "False", "None")
MOST_SYMBOLS = 200


def read_symbols(symbols: Item) -> Table:
    """Return the table of the symbols of a file.

    A name among the dimensions of a domain is a dimension (1, 2, …) and needs no declaration.

    Raises
    ------
    BadFile
        Naming the symbol and what is wrong with it.
    """
    table = Table()
    if len(symbols.table().value) > MOST_SYMBOLS:
        raise symbols.wrong(f"more than {MOST_SYMBOLS} symbols")
    declared = {name: (item, *_domain(name, item)) for name, item in symbols.items()}
    for item, _, sizes in declared.values():
        for name in sizes:
            if not name.isdigit() and name not in table:
                _check_name(item, name)
                if name in declared and declared[name][1] != "dimension":
                    raise item.wrong(f"{name} is no dimension: it is {declared[name][1]}")
                table.add(name, Var(name, "dimension"))
    for name, (item, domain, sizes) in declared.items():
        if name not in table:
            try:
                of = (int(d) if d.isdigit() else table.variables[d] for d in sizes)
                table.add(name, Var(name, domain, *of))
            except ValueError as error:
                raise item.wrong(str(error)) from error
    return table


def _check_name(item: Item, name: str) -> None:
    try:
        check_identifier("the symbol", name)
    except ValueError as error:
        raise item.wrong(str(error)) from error
    if name in RESERVED or name in CONSTANTS or name.startswith("__"):
        raise item.wrong(f"{name} is a name of the language: call the symbol something else")


def _domain(name: str, item: Item) -> tuple[str, tuple[str, ...]]:
    """Return a domain as the notation calls it, and its dimensions."""
    _check_name(item, name)
    text = item.text()
    found = DOMAIN.fullmatch(text) if len(text) <= 200 else None
    known = [*NUMBERS, *SIZED]
    if found is None or found[1] not in known:
        near = get_close_matches(found[1] if found else text[:40], known, 1, 0.6)
        hint = f"did you mean {near[0]}?" if near else f"use one of {', '.join(known)}"
        raise item.wrong(f"{text[:60]!r} is no domain: {hint}")
    domain, wanted = SIZED.get(found[1], (NUMBERS.get(found[1], ""), 0))
    sizes = tuple(d.strip() for d in found[2].split(",")) if found[2] is not None else ()
    if len(sizes) != wanted:
        raise item.wrong(f"{found[1]} takes {wanted or 'no'} dimensions, not {len(sizes)}")
    for size in sizes:
        if size.isascii() and size.isdigit():
            if not 1 <= int(size[:9]) <= LARGEST_DIMENSION or len(size) > 9:
                raise item.wrong(f"a dimension is a name or 1 to {LARGEST_DIMENSION}")
        elif keyword.iskeyword(size) or not size.isidentifier():
            raise item.wrong(f"{size[:40]!r} is no dimension: use a name or 1, 2, …")
    return domain, sizes
