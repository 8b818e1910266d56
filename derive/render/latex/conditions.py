"""Side conditions, in groups that say the same of several terms for one reason."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from derive.document import ConditionEntry
from derive.formula import Formula, nodes
from derive.render.latex.formula import Printer, symbol

_SIGNS = {"Unequal": ("not zero", 1), "Less": ("positive", 0), "AtMost": ("not negative", 0)}
_ZERO = Formula("Number", text="0")


@dataclass(frozen=True)
class Group:
    """What is said of some terms, with formulas between dollars, and why it holds.

    Where nothing is said in words, the terms are propositions.
    """

    what: str
    ground: str
    terms: tuple[Formula, ...]


def grouped(conditions: Iterable[ConditionEntry], printer: Printer) -> list[Group]:
    """Return conditions in groups; what is said of terms for different reasons stands together."""
    groups: dict[str, dict[str, list[Formula]]] = {}
    for condition in conditions:
        what, term = _said(condition.proposition, printer)
        groups.setdefault(what, {}).setdefault(condition.ground, []).append(term)
    return [
        Group(what, ground, tuple(terms))
        for what, grounds in groups.items()
        for ground, terms in grounds.items()
    ]


def new(conditions: Iterable[ConditionEntry], seen: set[ConditionEntry]) -> list[ConditionEntry]:
    """Return conditions not seen before; what is positive need not be said to be not zero."""
    conditions = list(dict.fromkeys(conditions))
    listed = [c.proposition for c in (*seen, *conditions)]
    positive = {p.args[1] for p in listed if p.head == "Less" and p.args[0] == _ZERO}

    def is_said(p: Formula) -> bool:
        return p.head == "Unequal" and p.args[1] == _ZERO and p.args[0] in positive

    return [c for c in conditions if c not in seen and not is_said(c.proposition)]


def integrand(line: Formula) -> Formula | None:
    """Return what a line integrates, where it integrates one thing only."""
    found = {f.args[0] for f in nodes(line) if f.head == "Integral"}
    for f in nodes(line):
        if f.head == "Expectation":
            body, variable, distribution = f.args
            found.add(Formula("Times", (body, Formula("Density", (distribution, variable)))))
    return found.pop() if len(found) == 1 else None


@dataclass(frozen=True)
class Word:
    """A word of a ground: itself, the comma behind it, and whether it names a theorem."""

    text: str
    behind: str
    is_theorem: bool


def words_of_ground(ground: str, theorems: Iterable[str]) -> list[Word]:
    """Return the words of a ground, of which some name theorems."""
    known = set(theorems)
    bare = [(word, word.rstrip(",")) for word in ground.split()]
    return [Word(name, word[len(name) :], name in known) for word, name in bare]


def named(conditions: Iterable[ConditionEntry], theorems: Iterable[str]) -> set[str]:
    """Return the theorems that the grounds of conditions name."""
    known = set(theorems)
    return {w.text for c in conditions for w in words_of_ground(c.ground, known) if w.is_theorem}


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
