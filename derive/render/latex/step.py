"""A line as LaTeX: how it stands, its rule and reason, and all that is said of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any

from derive.document import ConditionEntry, DerivationEntry, StepEntry
from derive.formula import Formula, nodes
from derive.render.latex.conditions import grouped, integrand, named, new, words_of_ground
from derive.render.latex.formula import Printer, symbol
from derive.render.latex.statement import inline, short, told
from derive.render.latex.text import plain, prose
from derive.render.names import file_name

RELATIONS = {
    "=": "=",
    "<=": r"\le",
    "<": "<",
    "=>": r"\Longrightarrow\;",
    "<=>": r"\Longleftrightarrow\;",
    # The line itself says these.
    "tends to": "",
    "is integrable": "",
    "is strictly convex": "",
}

Data = dict[str, Any]


def hash_of(entry: DerivationEntry) -> str:
    """Return the hash of a derivation's certificate."""
    if not re.fullmatch(r"[0-9a-f]*", entry.hash):
        raise ValueError(f"{entry.hash!r} is not a hash")
    return entry.hash


def label(name: str) -> str:
    """Return the label of a derivation, a step or a rule, without what says which it is."""
    return file_name(name).replace("_", "-")


def theorem_data(names: Iterable[str], known: Mapping[str, str]) -> list[Data]:
    """Return theorems for the templates; those ``known`` in the article have a kind and a label."""
    return [
        {
            "name": plain(n),
            "kind": known.get(n, ""),
            "label": f"statement:{label(n)}" if n in known else "",
        }
        for n in names
    ]


def step_data(
    step: StepEntry,
    printer: Printer,
    known: Mapping[str, str],
    *,
    seen: set[ConditionEntry] | None = None,
    alone: bool = False,
) -> Data:
    """Return a step for the templates, without the conditions ``seen`` before.

    One that stands ``alone`` brings the line before it, and refers to nothing.
    """
    relation = RELATIONS[step.relation]
    known = {} if alone else known
    conditions = new(step.conditions, seen or set())
    # What a condition rests on is named beside it.
    beside = named(conditions, step.theorems)
    cited = [t for t in step.theorems if t not in beside]
    # Only beside the word "proved" does a kind of proof stand.
    proofs = [e for e in step.evidence if e[0] == "proof" and step.verdict == "proved"]
    notes = {
        "evidence": [
            {"kind": plain(kind), "detail": plain(detail)}
            for kind, detail in step.evidence
            if (kind, detail) not in proofs
        ],
        "counterexample": [
            {"variable": symbol_in(step, variable), "value": plain(value)}
            for variable, value in step.counterexample
        ],
        "failure": told(step.said, step.failure, printer, plain),
        "theorems": theorem_data(cited, known),
        "axioms": [plain(axiom) for axiom in step.axioms],
        "conditions": _conditions(conditions, step, printer, known),
    }
    return notes | {
        "number": step.number,
        "name": plain(step.name),
        "label": label(step.name),
        "before": printer.chained(step.before) if alone and step.is_continued else [],
        "relation": relation,
        "rows": printer.chained(step.after),
        "rule_label": label(step.rule.name),
        "rule": prose(step.rule.title[:1].upper() + step.rule.title[1:]),
        "reason": prose(step.reason),
        "verdict": plain(step.verdict),
        "proofs": [plain(detail) for _, detail in proofs],
        "has_notes": any(notes.values()),
    }


def symbol_in(step: StepEntry, variable: str) -> str:
    """Return what a variable looks like in a step, by its name."""
    all_nodes = (*nodes(step.before), *nodes(step.after))
    found = (f for f in all_nodes if f.head == "Var" and f.text == variable)
    return symbol(next(found, Formula("Var", text=variable)))


def _conditions(
    conditions: Iterable[ConditionEntry],
    step: StepEntry,
    printer: Printer,
    known: Mapping[str, str],
) -> list[Data]:
    """Return conditions for the templates, in their groups."""
    above = integrand(step.after)
    return [
        {
            "what": group.what,
            "ground": _ground(group.ground, step.theorems, known),
            "inline": [
                "the integrand above" if t == above else f"${inline(t, printer).tex}$"
                for t in group.terms
                if t == above or short(t, printer)
            ],
            "displayed": [
                printer.rows(t) for t in group.terms if t != above and not short(t, printer)
            ],
        }
        for group in grouped(conditions, printer)
    ]


def _ground(ground: str, theorems: Iterable[str], known: Mapping[str, str]) -> str:
    """Return why a condition holds, with references to the theorems that it names."""
    return " ".join(
        (_cited(**theorem_data([w.text], known)[0]) if w.is_theorem else plain(w.text)) + w.behind
        for w in words_of_ground(ground, theorems)
    )


def _cited(name: str, kind: str, label: str) -> str:
    return rf"{kind}~\ref{{{label}}}" if label else rf"\texttt{{{name}}}"
