"""Markdown: the derivations for those who read in the repository."""

from __future__ import annotations

from typing import Any

from derive.document import ConditionEntry, DerivationEntry, Document, RuleEntry, StepEntry
from derive.render.contents import contents
from derive.render.conventions import CONVENTIONS, OF_EVIDENCE, VERDICTS
from derive.render.environment import environment
from derive.render.latex.conditions import Group, grouped, integrand, named, new, words_of_ground
from derive.render.latex.formula import Printer
from derive.render.latex.statement import abbreviations, hypotheses, printer_of, short, told
from derive.render.latex.statement import inline as inline_box
from derive.render.latex.step import RELATIONS, symbol_in
from derive.render.markdown.text import display, inline, plain, prose
from derive.render.names import file_name
from derive.render.numpy.function import identifier
from derive.render.prose import dressed

# The width of a row in em: what a forge's column holds without scrolling.
COLUMN = 36.0

Data = dict[str, Any]


def render(document: Document) -> dict[str, str]:
    """Return the files of ``output/markdown`` by their paths there.

    Raises
    ------
    ValueError
        For a text, a name or a formula that has no safe form.
    """
    templates = environment("markdown")
    known = frozenset(entry.name for entry in document.derivations)
    page = templates.get_template("derivation.md.j2")
    pages = {
        f"derivations/{file_name(entry.name)}.md": page.render(
            _derivation(entry, document, known), template="derivation.md.j2"
        )
        for entry in document.derivations
    }
    parts = [
        {
            "title": plain(part.title),
            "introduction": prose(part.introduction),
            "is_main": part.kind == "theorem",
            "derivations": [_listed(entry) for entry in entries],
        }
        for part, entries in contents(document)
    ]
    rules = [_rule(rule, document) for rule in document.rules]
    steps = sum(len(entry.steps) for entry in document.derivations)
    counts = {"derivations": len(document.derivations), "steps": steps}
    whole = {
        "parts": parts,
        "rules": rules,
        "counts": counts,
        "words": _words(document),
        "conventions": [(plain(heading), prose(text)) for heading, text in CONVENTIONS],
        "verdicts": [(plain(word), prose(text)) for word, text in VERDICTS],
        "of_evidence": prose(OF_EVIDENCE),
    }
    tops = ("README.md", "rules.md", "notation.md")
    return pages | {
        name: templates.get_template(f"{name}.j2").render(whole, template=f"{name}.j2")
        for name in tops
    }


def _words(document: Document) -> list[tuple[str, int]]:
    """Return the verdicts that occur, and how many derivations have each."""
    verdicts = [entry.verdict for entry in document.derivations]
    return [(plain(word), verdicts.count(word)) for word in dict.fromkeys(verdicts)]


def _listed(entry: DerivationEntry) -> Data:
    """Return a derivation for the list of all."""
    printer = printer_of(entry, COLUMN)
    return {
        "name": plain(entry.name),
        "file": file_name(entry.name),
        "title": prose(entry.title),
        "verdict": plain(entry.verdict),
        "given": dressed(hypotheses(entry, printer), str, inline),
        "claim": display(printer.rows(entry.claim)),
        "where": [inline(letter) for letter in abbreviations(entry, printer)],
    }


def _rule(rule: RuleEntry, document: Document) -> Data:
    users = [
        {"name": plain(entry.name), "file": file_name(entry.name)}
        for entry in document.derivations
        if any(step.rule.name == rule.name for step in entry.steps)
    ]
    return {
        "name": file_name(rule.name),
        "title": plain(rule.title[:1].upper() + rule.title[1:]),
        "statement": prose(rule.statement),
        "users": users,
    }


def _derivation(entry: DerivationEntry, document: Document, known: frozenset[str]) -> Data:
    printer = printer_of(entry, COLUMN)
    steps, seen = [], set[ConditionEntry]()
    for step in entry.steps:
        steps.append(_step(step, entry, printer, known, seen))
        seen.update(step.conditions)
    users = [d.name for d in document.derivations if entry.name in d.theorems]
    return {
        **_listed(entry),
        "summary": prose(entry.summary),
        "source": prose(entry.source),
        "start": display(printer.chained(entry.start)),
        "steps": steps,
        "failure": told(entry.said, entry.failure, printer, plain, inline),
        "theorems": _links(entry.theorems, known),
        "axioms": [plain(axiom) for axiom in entry.axioms],
        "users": _links(users, known),
        "hash": entry.hash,
    }


def _links(names: tuple[str, ...] | list[str], known: frozenset[str]) -> list[str]:
    """Return derivations by name, each as a link where it has a page."""
    return [f"[{plain(n)}]({file_name(n)}.md)" if n in known else plain(n) for n in names]


def _step(
    step: StepEntry,
    entry: DerivationEntry,
    printer: Printer,
    known: frozenset[str],
    seen: set[ConditionEntry],
) -> Data:
    """Return a step for the template, without the conditions ``seen`` before."""
    conditions = new(step.conditions, seen)
    beside = named(conditions, step.theorems)
    proofs = [plain(d) for kind, d in step.evidence if kind == "proof" and step.verdict == "proved"]
    others = [pair for pair in step.evidence if pair[0] != "proof" or step.verdict != "proved"]
    return {
        "number": step.number,
        "name": file_name(step.name),
        "rule": plain(step.rule.title[:1].upper() + step.rule.title[1:]),
        "rule_name": file_name(step.rule.name),
        "reason": prose(step.reason),
        "line": display(printer.chained(step.after), RELATIONS[step.relation].removesuffix(r"\;")),
        "verdict": plain(step.verdict),
        "proofs": proofs,
        "evidence": [{"kind": plain(kind), "detail": plain(detail)} for kind, detail in others],
        "failure": told(step.said, step.failure, printer, plain, inline),
        "counterexample": [
            f"{inline(symbol_in(step, name))} = {plain(value)}"
            for name, value in step.counterexample
        ],
        "theorems": _links([n for n in step.theorems if n not in beside], known),
        "axioms": [plain(axiom) for axiom in step.axioms],
        "conditions": [_condition(g, step, printer, known) for g in grouped(conditions, printer)],
        "function": identifier(step.name) if step.verdict == "proved" else "",
        "file": file_name(entry.name),
    }


def _condition(group: Group, step: StepEntry, printer: Printer, known: frozenset[str]) -> Data:
    above = integrand(step.after)
    words = [
        (_links([w.text], known)[0] if w.is_theorem else plain(w.text)) + w.behind
        for w in words_of_ground(group.ground, step.theorems)
    ]
    return {
        "what": dressed(group.what, str, inline),
        "ground": " ".join(words),
        "inline": [
            "the integrand above" if t == above else inline(inline_box(t, printer).tex)
            for t in group.terms
            if t == above or short(t, printer)
        ],
        "displayed": [
            display(printer.rows(t)) for t in group.terms if t != above and not short(t, printer)
        ],
    }
