"""Terminal: derivations and their lines as plain text, what was rewritten marked if asked."""

from __future__ import annotations

import re
from collections.abc import Callable

from derive.changes import Path
from derive.document import DerivationEntry, Said, StepEntry
from derive.formula import Formula
from derive.render.marks import CLOSES, OPENS, marked
from derive.render.plain_words import plain_reason
from derive.render.signs import RELATIONS, VERDICTS
from derive.render.text import Letters, assumption, text

Style = Callable[[str, str], str]
"""Returns a piece of text so that it stands out as ``old`` or ``new``."""

Densities = tuple[tuple[str, Formula], ...]


def derivation_text(entry: DerivationEntry, style: Style | None = None) -> str:
    """Return a whole derivation: what it claims, its lines, what it rests on."""
    letters = Letters(entry.densities)
    out = [f"{entry.name}: {plain_reason(entry.title)}", "", f"  {text(entry.claim, letters)}", ""]
    given = [assumption(a) for a in entry.variables]
    named = [(letter, Letters().of(q)) for letter, q in entry.densities]
    given += [f"{letter} = {meant}" for letter, meant in named if letter != meant]
    given += [text(a, letters) for a in entry.assumptions]
    given += [f"{text(v)} = {text(m, letters)}" for v, m in entry.where]
    if given:
        out += [f"  where {', '.join(given)}", ""]
    out += [f"       {_chained(entry.start, letters)}", ""]
    for step in entry.steps:
        out += [_step(step, entry.densities, style), ""]
    out.append(_verdict(entry.verdict, _told(entry.said, entry.failure, letters)))
    if entry.theorems:
        out.append(f"  rests on {', '.join(entry.theorems)}")
    if entry.axioms:
        out.append(f"  assumes {', '.join(entry.axioms)}")
    return "\n".join(out)


def step_text(step: StepEntry, densities: Densities, style: Style | None = None) -> str:
    """Return one line below the line before it, with its rule, its reason and its verdict."""
    before = _line(step.before, step.changed_before, "old", densities, style)
    return f"       {before}\n\n{_step(step, densities, style)}"


def _told(said: Said, failure: str, letters: Letters) -> str:
    """Return what the kernel says of a failure, which is the text where it has no formulas."""
    parts = said or (failure,)
    return "".join(p if isinstance(p, str) else text(p, letters) for p in parts)


def _verdict(verdict: str, failure: str) -> str:
    return f"{VERDICTS[verdict]} {verdict}" + (f": {failure}" if failure else "")


def _step(step: StepEntry, densities: Densities, style: Style | None) -> str:
    after = _line(step.after, step.changed_after, "new", densities, style)
    line = f"{RELATIONS[step.relation]} {after}".lstrip()
    out = [f"{step.number:4}.  {line}", f"       {step.name}: {step.rule.title}"]
    out.append(f"       {plain_reason(step.reason)}")
    kinds = "; ".join(f"{kind}: {detail}" for kind, detail in step.evidence)
    out.append(f"       {VERDICTS[step.verdict]} {step.verdict}" + (f" ({kinds})" if kinds else ""))
    if step.failure:
        out.append(f"       {_told(step.said, step.failure, Letters(densities))}")
    return "\n".join(out)


def _line(
    line: Formula, paths: tuple[Path, ...], mark: str, densities: Densities, style: Style | None
) -> str:
    """Return a line, what is marked in it in the style."""
    if style is None:
        return _chained(line, Letters(densities))

    def shown(tree: Formula, marks: frozenset[int]) -> str:
        return _chained(tree, Letters(densities, marks))

    # What only a sign parts is one.
    one = re.sub(f"{CLOSES}(·| [+−] | |){OPENS}", r"\1", shown(*marked(line, paths, shown)))
    pieces = re.split(f"{OPENS}([^{CLOSES}]*){CLOSES}", one)
    return "".join(style(piece, mark) if i % 2 else piece for i, piece in enumerate(pieces))


def _chained(f: Formula, letters: Letters) -> str:
    """Return a line that an arrow connects with the lines around it."""
    shown = text(f, letters)
    return f"({shown})" if f.head in ("Iff", "ForAll", "AlmostEverywhere") else shown
