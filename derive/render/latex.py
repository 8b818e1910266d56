"""LaTeX: one article of all derivations, and a fragment a step for other people's articles."""

from __future__ import annotations

import re
from typing import Any

from derive.document import ConditionEntry, DerivationEntry, Document
from derive.render.environment import environment
from derive.render.latex_formula import latex
from derive.render.latex_statement import ARTICLE, FRAGMENT, abbreviations, hypotheses, printer_of
from derive.render.latex_step import label, step_data, theorem_data
from derive.render.latex_text import plain, prose

__all__ = ["latex", "render"]

Data = dict[str, Any]


def render(document: Document) -> dict[str, str]:
    """Return the files of ``output/latex`` by their paths there.

    Raises
    ------
    ValueError
        For a text, a name or a formula that has no safe form in LaTeX.
    """
    templates = environment(
        "latex",
        block_start_string=r"\BLOCK{",
        block_end_string="}",
        variable_start_string=r"\VAR{",
        variable_end_string="}",
        comment_start_string=r"\COMMENT{",
        comment_end_string="}",
    )
    known = frozenset(entry.name for entry in document.derivations)
    article = templates.get_template("derivations.tex.j2")
    fragment = templates.get_template("step.tex.j2")
    rules = [
        {"title": prose(rule.title), "statement": prose(rule.statement)} for rule in document.rules
    ]
    sections = [_derivation(entry, known) for entry in document.derivations]
    files = {"derivations.tex": article.render(derivations=sections, rules=rules)}
    for entry in document.derivations:
        printer = printer_of(entry, FRAGMENT)
        for step in entry.steps:
            path = f"steps/{_file(entry.name)}/{_file(step.name)}.tex"
            files[path] = fragment.render(
                derivation=entry.name,
                file=step.name,
                hash=_hash(entry),
                step=step_data(step, printer, known, alone=True),
            )
    return files


def _file(text: str) -> str:
    if not re.fullmatch(r"[a-z0-9]+([-_][a-z0-9]+)*", text):
        raise ValueError(f"{text!r} is not a name of a file")
    return text


def _hash(entry: DerivationEntry) -> str:
    if not re.fullmatch(r"[0-9a-f]*", entry.hash):
        raise ValueError(f"{entry.hash!r} is not a hash")
    return entry.hash


def _derivation(entry: DerivationEntry, known: frozenset[str]) -> Data:
    printer = printer_of(entry, ARTICLE)
    steps, seen = [], set[ConditionEntry]()
    for step in entry.steps:
        steps.append(step_data(step, printer, known, seen=seen))
        seen.update(step.conditions)
    return {
        "name": plain(entry.name),
        "hash": _hash(entry),
        "label": label(entry.name),
        "title": prose(entry.title),
        "bookmark": plain(entry.title.replace("$", "")),
        "summary": prose(entry.summary),
        "source": prose(entry.source),
        "claim": printer.rows(entry.claim),
        "start": printer.chained(entry.start),
        "where": abbreviations(entry, printer),
        "given": hypotheses(entry, printer),
        "steps": steps,
        "verdict": plain(entry.verdict),
        "failure": plain(entry.failure),
        "theorems": theorem_data(entry.theorems, known),
        "axioms": [plain(axiom) for axiom in entry.axioms],
    }
