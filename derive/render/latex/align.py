"""A whole derivation as one ``align``, for other people's papers."""

from __future__ import annotations

from typing import Any

from derive.document import DerivationEntry, StepEntry
from derive.render.latex.formula import Printer
from derive.render.latex.statement import FRAGMENT, abbreviations, hypotheses, printer_of
from derive.render.latex.step import RELATIONS, hash_of
from derive.render.latex.templates import template
from derive.render.latex.text import plain, prose
from derive.render.names import file_name

# The widest term that stands before the first relation, as a left-hand side does.
LEFT = 6.0

# Between more rows than these a page may end.
TOGETHER = 8

Data = dict[str, Any]


def align(entry: DerivationEntry) -> str:
    r"""Return a derivation as one ``align`` to paste into a paper: a number for every line.

    It needs ``amsmath`` and ``amssymb``.  Comments name the lines and say what the letters are.
    A line has one number, whatever rows it takes; with ``align*`` for ``align`` it has none.

    Raises
    ------
    ValueError
        For a text, a name or a formula that has no safe form in LaTeX.
    """
    printer = printer_of(entry, FRAGMENT)
    lines = _beside_its_start(entry, printer) or _below_its_start(entry, printer)
    return template("align.tex.j2").render(
        name=file_name(entry.name),
        title=prose(entry.title),
        verdict=plain(entry.verdict),
        hash=hash_of(entry),
        given=hypotheses(entry, printer),
        where=abbreviations(entry, printer),
        lines=lines,
        may_break=sum(len(line["rows"]) for line in lines) > TOGETHER,
    )


def _beside_its_start(entry: DerivationEntry, printer: Printer) -> list[Data]:
    """Return the lines of a chain that begins with something short, which is their left side."""
    start = printer.line(entry.start)
    compared = all(step.is_comparison for step in entry.steps)
    if start.width > LEFT or not (entry.steps and compared):
        return []
    narrow = Printer(printer.letters, printer.limit - start.width)
    lines = [_line(s, narrow, f"&{RELATIONS[s.relation]} ", r"&\qquad ") for s in entry.steps]
    lines[0]["lead"] = f"{start.tex} {lines[0]['lead']}"
    return lines


def _below_its_start(entry: DerivationEntry, printer: Printer) -> list[Data]:
    """Return the lines below the first term, which has one of its own unless they repeat it."""
    leads = [f"{RELATIONS[s.relation]}{{}}&" if RELATIONS[s.relation] else "&" for s in entry.steps]
    steps = zip(entry.steps, leads, strict=True)
    lines = [_line(step, printer, lead, r"&\quad ") for step, lead in steps]
    if entry.steps and not entry.steps[0].is_continued:
        return lines
    rows = printer.chained(entry.start)
    return [{"lead": "&", "rest": r"&\quad ", "rows": rows, "name": "the first line"}, *lines]


def _line(step: StepEntry, printer: Printer, lead: str, rest: str) -> Data:
    """Return a line: its rows, and what stands before the first and before every other."""
    doubt = "" if step.verdict == "proved" else f" ({plain(step.verdict)})"
    name = file_name(step.name) + doubt
    return {"lead": lead, "rest": rest, "rows": printer.chained(step.after), "name": name}
