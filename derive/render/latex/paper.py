"""The article: the derivations as theorems with numbered lines, the main line first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from typing import Any

from derive.document import ConditionEntry, DerivationEntry, Document
from derive.render.contents import Part, contents
from derive.render.conventions import CONVENTIONS, OF_EVIDENCE, VERDICTS
from derive.render.latex.code import listings
from derive.render.latex.references import cited
from derive.render.latex.statement import (
    ARTICLE,
    SMALL_TYPE,
    abbreviations,
    hypotheses,
    printer_of,
    told,
)
from derive.render.latex.step import hash_of, label, step_data, theorem_data
from derive.render.latex.text import plain, prose
from derive.render.prose import without_dollars

Data = dict[str, Any]

# What is not proved is no theorem, whatever part of the text it stands in.
UNPROVED = "claim"


def paper(document: Document) -> Data:
    """Return what the template of the article shows.

    Raises
    ------
    ValueError
        For a text, a name or a formula that has no safe form in LaTeX.
    """
    parts = contents(document)
    known = {e.name: _kind(part, e).capitalize() for part, entries in parts for e in entries}
    sections = [_section(part, entries, known) for part, entries in parts]
    return {
        "names": [plain(entry.name) for entry in document.derivations],
        "main": [s for s in sections if not s["small"]],
        "lemmas": [s for s in sections if s["small"]],
        "conventions": [(plain(heading), prose(text)) for heading, text in CONVENTIONS],
        "verdicts": [(plain(word), prose(text)) for word, text in VERDICTS],
        "of_evidence": prose(OF_EVIDENCE),
        "rules": _rules(document, parts, known),
        "listings": listings(document),
        **_checked(document, parts, known),
    }


def _kind(part: Part, entry: DerivationEntry) -> str:
    return part.kind if entry.verdict == "proved" else UNPROVED


def _section(part: Part, entries: list[DerivationEntry], known: Mapping[str, str]) -> Data:
    small = part.kind == "lemma"
    return {
        "title": prose(part.title),
        "label": label(entries[0].name),
        "introduction": prose(part.introduction),
        "small": small,
        "statements": [
            {"kind": _kind(part, entry), **_statement(entry, known, small)} for entry in entries
        ],
    }


def _statement(entry: DerivationEntry, known: Mapping[str, str], small: bool) -> Data:
    printer = printer_of(entry, SMALL_TYPE if small else ARTICLE)
    steps, seen = [], set[ConditionEntry]()
    for step in entry.steps:
        steps.append(step_data(step, printer, known, seen=seen))
        seen.update(step.conditions)
    if entry.steps and entry.steps[0].is_continued:
        steps[0]["before"] = printer.chained(entry.start)
    return {
        "name": plain(entry.name),
        "hash": hash_of(entry),
        "label": label(entry.name),
        "title": prose(entry.title),
        "bookmark": plain(without_dollars(entry.title)),
        "summary": prose(entry.summary),
        "source": cited(entry.source),
        "claim": printer.rows(entry.claim),
        "where": abbreviations(entry, printer),
        "given": hypotheses(entry, printer),
        "steps": steps,
        "verdict": plain(entry.verdict),
        "failure": told(entry.said, entry.failure, printer, plain),
        "theorems": theorem_data(entry.theorems, known),
        "axioms": [plain(axiom) for axiom in entry.axioms],
    }


Parts = list[tuple[Part, list[DerivationEntry]]]


def _rules(document: Document, parts: Parts, known: Mapping[str, str]) -> list[Data]:
    """Return the rules, each with the statements whose lines it gives, in the order of the text."""
    ordered = [entry for _, entries in parts for entry in entries]
    return [
        {
            "label": label(rule.name),
            "title": prose(rule.title[:1].upper() + rule.title[1:]),
            "statement": prose(rule.statement),
            "users": theorem_data(
                [e.name for e in ordered if any(s.rule.name == rule.name for s in e.steps)], known
            ),
        }
        for rule in document.rules
    ]


def _checked(document: Document, parts: Parts, known: Mapping[str, str]) -> Data:
    """Return what was checked: counts of verdicts and of kinds of evidence, and the axioms."""
    steps = [step for entry in document.derivations for step in entry.steps]
    evidence = Counter(item for step in steps for item in step.evidence)
    headlines = [e for part, entries in parts if part.kind == "theorem" for e in entries]
    axioms = Counter(axiom for entry in document.derivations for axiom in entry.axioms)
    return {
        "count": {"statements": len(document.derivations), "lines": len(steps)},
        "verdicts_of_statements": _counted([entry.verdict for entry in document.derivations]),
        "verdicts_of_lines": _counted([step.verdict for step in steps]),
        "evidence": [
            {"kind": plain(kind), "detail": plain(detail), "lines": count}
            for (kind, detail), count in evidence.most_common()
        ],
        "headlines": [
            {
                **theorem_data([entry.name], known)[0],
                "title": prose(entry.title),
                "lines": len(entry.steps),
                "axioms": [plain(axiom) for axiom in entry.axioms],
            }
            for entry in headlines
        ],
        "axioms": [{"name": plain(a), "statements": n} for a, n in axioms.most_common()],
    }


def _counted(words: list[str]) -> list[Data]:
    return [{"word": plain(word), "count": n} for word, n in Counter(words).most_common()]
