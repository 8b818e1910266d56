"""The generated code in the article: of each result the functions of its lines, without prose."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from derive.document import DerivationEntry, Document
from derive.render.latex.text import plain
from derive.render.numpy.distributions import unfolded
from derive.render.numpy.files import GRADIENTS, RESULTS
from derive.render.numpy.function import identifier
from derive.render.numpy.lines import module

# The characters of a row, and how far what goes on in the next is set in.
COLUMNS, INDENT = 100, 12


def listings(document: Document) -> list[dict[str, Any]]:
    """Return, for each result, its name, its arguments and the code of its lines.

    These are the line that is its value, and the last lines of its gradient's derivations.

    Raises
    ------
    ValueError
        For code that cannot be shown as it is.
    LookupError
        If a proved derivation lacks the step that a result computes.
    """
    proved = {e.name: unfolded(e) for e in document.derivations if e.verdict == "proved"}
    found = []
    for name, (of, step) in RESULTS.items():
        parts = [(of, step), *((g, proved[g].steps[-1].name) for g in _gradient(name, proved))]
        if of in proved:
            found.append(
                {
                    "name": plain(name),
                    "arguments": plain(", ".join(a.code for a in proved[of].arguments)),
                    "codes": [_code(proved[d], line) for d, line in parts],
                }
            )
    return found


def _gradient(name: str, proved: Mapping[str, DerivationEntry]) -> list[str]:
    return [g for g in GRADIENTS.get(name, ()) if g in proved]


def _code(entry: DerivationEntry, step: str) -> str:
    """Return the function of a line: its signature and what it computes."""
    made = module(entry)
    f = next((f for f in made["functions"] if f["name"] == identifier(step)), None)
    if f is None:
        raise LookupError(f"{entry.name} has no step {step}, which a result computes")
    rows = [f"# derived.steps.{identifier(entry.name)}", *f["signature"].splitlines()]
    if made["conversion"] and f["converted"]:
        rows += _inside(made["conversion"])
    for assigned in f["assignments"]:
        rows += _inside(f"{assigned['name']} = {assigned['code']}")
    rows += _inside(f"{f['variable']} = {f['code']}")
    rows += _inside(f"return line{f['selected']}")
    shown = "\n".join(short for row in rows for short in wrapped(row))
    if not shown.isascii() or "\\" in shown:
        raise ValueError(f"{entry.name}: the code of {step} cannot be shown as it is")
    return shown


def _inside(code: str) -> list[str]:
    # Only the first row of what is assigned is not set in by the generator.
    return f"    {code}".splitlines()


def wrapped(row: str) -> list[str]:
    """Return a row of code in rows that fit, broken at spaces."""
    rows = []
    while len(row) > COLUMNS:
        cut = row.rfind(" ", len(row) - len(row.lstrip()) + 1, COLUMNS + 1)
        if cut < 0:
            break
        rows.append(row[:cut])
        row = " " * INDENT + row[cut + 1 :]
    return [*rows, row]
