"""LaTeX: one article of all derivations, and a fragment a step for other people's articles."""

from __future__ import annotations

from typing import Any

from derive.document import ConditionEntry, DerivationEntry, Document
from derive.render.latex_formula import latex
from derive.render.latex_statement import ARTICLE, FRAGMENT, abbreviations, hypotheses, printer_of
from derive.render.latex_step import file_name, hash_of, label, step_data, theorem_data
from derive.render.latex_templates import template
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
    known = frozenset(entry.name for entry in document.derivations)
    article = template("derivations.tex.j2")
    fragment = template("step.tex.j2")
    rules = [
        {"title": prose(rule.title), "statement": prose(rule.statement)} for rule in document.rules
    ]
    sections = [_derivation(entry, known) for entry in document.derivations]
    files = {"derivations.tex": article.render(derivations=sections, rules=rules)}
    for entry in document.derivations:
        printer = printer_of(entry, FRAGMENT)
        for step in entry.steps:
            path = f"steps/{file_name(entry.name)}/{file_name(step.name)}.tex"
            files[path] = fragment.render(
                derivation=entry.name,
                file=step.name,
                hash=hash_of(entry),
                step=step_data(step, printer, known, alone=True),
            )
    return files


def _derivation(entry: DerivationEntry, known: frozenset[str]) -> Data:
    printer = printer_of(entry, ARTICLE)
    steps, seen = [], set[ConditionEntry]()
    for step in entry.steps:
        steps.append(step_data(step, printer, known, seen=seen))
        seen.update(step.conditions)
    return {
        "name": plain(entry.name),
        "hash": hash_of(entry),
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
