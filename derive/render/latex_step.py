"""A line as LaTeX: how it stands, its rule and reason, and all that is said of it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from derive.document import ConditionEntry, DerivationEntry, StepEntry
from derive.formula import Formula
from derive.render.latex_formula import PROPOSITIONS, Printer, symbol
from derive.render.latex_statement import inline, nodes, short
from derive.render.latex_text import plain, prose

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
# The relations between two terms.
COMPARED = ("=", "<=", "<")

_SIGNS = {"Unequal": ("not zero", 1), "Less": ("positive", 0), "AtMost": ("not negative", 0)}
_ZERO = Formula("Number", text="0")

Data = dict[str, Any]


def is_continued(step: StepEntry) -> bool:
    """Say whether a line goes on from the one before, and does not repeat what it speaks of."""
    return step.relation in COMPARED or step.before.head in PROPOSITIONS


def file_name(text: str) -> str:
    """Return a name as it is, if a file and a comment can hold it."""
    if not re.fullmatch(r"[a-z0-9]+([-_][a-z0-9]+)*", text):
        raise ValueError(f"{text!r} is not a name of a file")
    return text


def hash_of(entry: DerivationEntry) -> str:
    """Return the hash of a derivation's certificate."""
    if not re.fullmatch(r"[0-9a-f]*", entry.hash):
        raise ValueError(f"{entry.hash!r} is not a hash")
    return entry.hash


def label(derivation: str) -> str:
    """Return the label of a derivation in the article."""
    return "derivation:" + derivation.replace("_", "-")


def theorem_data(names: Iterable[str], known: frozenset[str]) -> list[Data]:
    """Return theorems for the templates; those ``known`` in the article have a label."""
    return [{"name": plain(n), "label": label(n) if n in known else ""} for n in names]


def step_data(
    step: StepEntry,
    printer: Printer,
    known: frozenset[str],
    *,
    seen: set[ConditionEntry] | None = None,
    alone: bool = False,
) -> Data:
    """Return a step for the templates, without the conditions ``seen`` before.

    One that stands ``alone`` brings the line before it, and refers to nothing.
    """
    relation = RELATIONS[step.relation]
    known = frozenset() if alone else known
    conditions = _new(step.conditions, seen or set())
    # What a condition rests on is named beside it.
    named = {t for c in conditions for t in _named(c.ground, step.theorems)}
    cited = [t for t in step.theorems if t not in named]
    # Only beside the word "proved" does a kind of proof stand.
    proofs = [e for e in step.evidence if e[0] == "proof" and step.verdict == "proved"]
    notes = {
        "evidence": [
            {"kind": plain(kind), "detail": plain(detail)}
            for kind, detail in step.evidence
            if (kind, detail) not in proofs
        ],
        "counterexample": [
            {"variable": _symbol_in(step, variable), "value": plain(value)}
            for variable, value in step.counterexample
        ],
        "failure": plain(step.failure),
        "theorems": theorem_data(cited, known),
        "axioms": [plain(axiom) for axiom in step.axioms],
        "conditions": _conditions(conditions, step, printer, known),
    }
    return notes | {
        "number": step.number,
        "name": plain(step.name),
        "before": printer.chained(step.before) if alone and is_continued(step) else [],
        "relation": relation,
        "rows": printer.chained(step.after),
        "rule": prose(step.rule.title[:1].upper() + step.rule.title[1:]),
        "reason": prose(step.reason),
        "verdict": plain(step.verdict),
        "proofs": [plain(detail) for _, detail in proofs],
        "has_notes": any(notes.values()),
    }


def _symbol_in(step: StepEntry, variable: str) -> str:
    """Return what a variable looks like in a step, by its name."""
    all_nodes = (*nodes(step.before), *nodes(step.after))
    found = (f for f in all_nodes if f.head == "Var" and f.text == variable)
    return symbol(next(found, Formula("Var", text=variable)))


def _new(conditions: Iterable[ConditionEntry], seen: set[ConditionEntry]) -> list[ConditionEntry]:
    """Return conditions not seen before; what is positive need not be said to be not zero."""
    conditions = list(dict.fromkeys(conditions))
    listed = [c.proposition for c in (*seen, *conditions)]
    positive = {p.args[1] for p in listed if p.head == "Less" and p.args[0] == _ZERO}

    def is_said(p: Formula) -> bool:
        return p.head == "Unequal" and p.args[1] == _ZERO and p.args[0] in positive

    return [c for c in conditions if c not in seen and not is_said(c.proposition)]


def _conditions(
    conditions: Iterable[ConditionEntry], step: StepEntry, printer: Printer, known: frozenset[str]
) -> list[Data]:
    """Return conditions in groups that say the same of several terms for one reason."""
    groups: dict[str, dict[str, list[Formula]]] = {}
    for condition in conditions:
        what, term = _said(condition.proposition, printer)
        groups.setdefault(what, {}).setdefault(condition.ground, []).append(term)
    above = _integrand(step.after)
    return [
        {
            "what": what,
            "ground": _ground(ground, step.theorems, known),
            "inline": [
                "the integrand above" if t == above else f"${inline(t, printer).tex}$"
                for t in terms
                if t == above or short(t, printer)
            ],
            "displayed": [printer.rows(t) for t in terms if t != above and not short(t, printer)],
        }
        for what, grounds in groups.items()
        for ground, terms in grounds.items()
    ]


def _integrand(line: Formula) -> Formula | None:
    """Return what a line integrates, where it integrates one thing only."""
    found = {f.args[0] for f in nodes(line) if f.head == "Integral"}
    for f in nodes(line):
        if f.head == "Expectation":
            body, variable, distribution = f.args
            found.add(Formula("Times", (body, Formula("Density", (distribution, variable)))))
    return found.pop() if len(found) == 1 else None


def _ground(ground: str, theorems: Iterable[str], known: frozenset[str]) -> str:
    """Return why a condition holds, with references to the theorems that it names."""
    cited = {name: theorem_data([name], known)[0] for name in _named(ground, theorems)}
    return " ".join(_cited(**cited[w]) if w in cited else plain(w) for w in ground.split())


def _cited(name: str, label: str) -> str:
    return rf"\texttt{{{name}}}" + (rf", section~\ref{{{label}}}" if label else "")


def _named(ground: str, theorems: Iterable[str]) -> list[str]:
    words = set(ground.split())
    return [name for name in theorems if name in words]


def _said(proposition: Formula, printer: Printer) -> tuple[str, Formula]:
    """Return what a condition says, in words, and of which term."""
    if proposition.head == "Integrable":
        body, variable, lower, upper = proposition.args
        over = printer.region(variable, lower, upper)
        return f"integrable in ${symbol(variable)}$ over ${over}$", body
    if proposition.head == "PositiveDefinite":
        return "positive definite", proposition.args[0]
    if proposition.head in _SIGNS:
        word, zero = _SIGNS[proposition.head]
        if proposition.args[zero] == _ZERO or proposition.args[zero].head == "Zero":
            return word, proposition.args[1 - zero]
    return "", proposition
