"""Marks: which sub-terms a printer has to mark, whatever it prints as part of something larger."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from derive.changes import Path, at
from derive.formula import Formula

# What a printer puts around what it marks; nothing that an author writes holds these characters.
OPENS, CLOSES = "\ue000", "\ue001"

# Products of products are printed as one; their factors bear a mark each.
_FLAT = ("Times", "MatrixProduct", "And")

Print = Callable[[Formula, frozenset[int]], str]
"""Prints a formula, with marks around the nodes whose identities it is given."""


def unmarked(shown: str) -> str:
    """Return what a printer made, without marks."""
    return shown.replace(OPENS, "").replace(CLOSES, "")


def marked(
    formula: Formula, paths: Iterable[Path], print_: Print
) -> tuple[Formula, frozenset[int]]:
    """Return the formula and the identities of its nodes to mark, so that every mark is seen.

    Where a printer does not print a sub-term by itself, the nearest one around it is marked.

    Parameters
    ----------
    formula : Formula
        The tree.
    paths : iterable of paths
        The sub-terms to mark.
    print_ : callable
        The printer.
    """
    seen = dict.fromkeys(_seen(formula, path, print_) for path in paths)
    return _own(formula, [leaf for path in seen for leaf in _leaves(formula, path)])


def _seen(formula: Formula, path: Path, print_: Print) -> Path:
    """Return a path, or the nearest above it, to what is printed as a sub-term of its own."""
    for end in range(len(path), 0, -1):
        if OPENS in print_(*_own(formula, _leaves(formula, path[:end]))):
            return path[:end]
    return ()


def _leaves(formula: Formula, path: Path) -> list[Path]:
    """Return the paths of the factors of a product that is printed as part of one above it."""
    f = at(formula, path)
    if not path or f.head not in _FLAT or at(formula, path[:-1]).head != f.head:
        return [path]
    return [p for i in range(len(f.args)) for p in _leaves(formula, (*path, i))]


def _own(formula: Formula, paths: list[Path]) -> tuple[Formula, frozenset[int]]:
    """Return the tree with nodes of its own at these paths, and their identities."""
    for path in paths:
        formula = _with_own(formula, path)
    return formula, frozenset(id(at(formula, path)) for path in paths)


def _with_own(f: Formula, path: Path) -> Formula:
    if not path:
        return replace(f)
    i, *rest = path
    args = (*f.args[:i], _with_own(f.args[i], tuple(rest)), *f.args[i + 1 :])
    return replace(f, args=args)
