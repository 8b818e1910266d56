"""LaTeX: one article of all derivations, and a fragment a step for other people's articles."""

from __future__ import annotations

from typing import Any

from derive.document import ConditionEntry, DerivationEntry, Document, StepEntry
from derive.render.latex_formula import latex
from derive.render.latex_statement import ARTICLE, FRAGMENT, abbreviations, hypotheses, printer_of
from derive.render.latex_step import file_name, hash_of, label, step_data, theorem_data
from derive.render.latex_templates import template
from derive.render.latex_text import plain, prose

__all__ = ["fragment", "latex", "render"]

Data = dict[str, Any]


def render(document: Document) -> dict[str, str]:
    """Return the files of ``output/latex`` by their paths there.

    Raises
    ------
    ValueError
        For a text, a name or a formula that has no safe form in LaTeX.
    """
    known = frozenset(entry.name for entry in document.derivations)
    rules = [
        {"title": prose(rule.title), "statement": prose(rule.statement)} for rule in document.rules
    ]
    sections = [_derivation(entry, known) for entry in document.derivations]
    article = template("derivations.tex.j2").render(derivations=sections, rules=rules)
    return {"derivations.tex": article} | {
        f"steps/{file_name(entry.name)}/{file_name(step.name)}.tex": fragment(entry, step)
        for entry in document.derivations
        for step in entry.steps
    }


def fragment(entry: DerivationEntry, step: StepEntry) -> str:
    r"""Return one line, with the line before it, to ``\input`` into another article.

    It needs ``amsmath`` and nothing else.

    Raises
    ------
    ValueError
        For a text, a name or a formula that has no safe form in LaTeX.
    """
    return template("step.tex.j2").render(
        derivation=file_name(entry.name),
        file=file_name(step.name),
        hash=hash_of(entry),
        step=step_data(step, printer_of(entry, FRAGMENT), frozenset(), alone=True),
    )


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
