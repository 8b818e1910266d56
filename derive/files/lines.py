"""Lines: the terms of a file, read by the whitelist parser, with the place of what is wrong."""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Callable
from fractions import Fraction
from typing import TypeVar

from sympy.core.basic import Basic

from derive.claims.calls import distribution_of
from derive.claims.parser import Reader
from derive.claims.problem import ClaimError
from derive.claims.symbols import Table
from derive.files.text import Item
from derive.notation import Distribution, Proposition, Var

Line = TypeVar("Line")
_WORD = re.compile(r"[A-Za-z_]\w*")


class LineReader(Reader):
    """Reads a line in which a symbol may be called as a word of Python is: ``lambda``."""

    def __init__(self, table: Table) -> None:
        super().__init__(table, language=True)

    def _parsed(self, text: str) -> ast.expr:
        words = set(_WORD.findall(text))
        stand_ins: dict[str, str] = {}
        for word in sorted(w for w in words if keyword.iskeyword(w) and w in self.table):
            stand_ins[word] = _stand_in(word, words | set(stand_ins.values()))
        if not stand_ins:
            return super()._parsed(text)
        changed = _WORD.sub(lambda word: stand_ins.get(word[0], word[0]), text)
        tree = super()._parsed(changed)
        self.source = text
        meant = {new: old for old, new in stand_ins.items()}
        for node in ast.walk(tree):
            if isinstance(node, ast.Name):
                node.id = meant.get(node.id, node.id)
        return tree

    def _decimal(self, node: ast.Constant, text: str) -> Basic:
        exact = Fraction(text) if len(text) < 40 and "e" not in text else None
        hint = f": write {exact}" if exact is not None else ", as in 1/2"
        raise self.fail(node, f"{text[:40]} is not exact{hint}")

    def distribution(self, text: str) -> Distribution:
        """Return the distribution that a text says."""
        return distribution_of(self, self._parsed(text))


def _stand_in(word: str, taken: set[str]) -> str:
    """Return a name of the same length that is no word of Python and is not taken."""
    made = (
        f"{first}{word[1:-1]}{last}" for first in "_QXZqxz" for last in word[-1] + "_0123456789"
    )
    return next(name for name in made if name not in taken and not keyword.iskeyword(name))


def line(item: Item, table: Table) -> Basic:
    """Return the term or the proposition that an item says."""
    return _read(item, lambda text: LineReader(table).either(text))


def proposition(item: Item, table: Table) -> Proposition:
    """Return the proposition that an item says."""
    return _read(item, lambda text: LineReader(table).proposition(text))


def distribution(item: Item, table: Table) -> Distribution:
    """Return the distribution that an item says."""
    return _read(item, lambda text: LineReader(table).distribution(text))


def variable(item: Item, name: str, table: Table) -> Var:
    """Return the symbol of a name."""
    if name not in table:
        raise item.wrong(f"{name[:80]} is not declared among the symbols")
    return table.variables[name]


def _read(item: Item, read: Callable[[str], Line]) -> Line:
    text = item.text()
    try:
        return read(text)
    except ClaimError as error:
        raise item.wrong(str(error)) from None
    except RecursionError:
        raise item.wrong("nested too deeply to be read") from None
