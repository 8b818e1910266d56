"""Why a step holds: its conditions, each with its ground, and the proofs of what it cites."""

from __future__ import annotations

from typing import Any

from derive.document import DerivationEntry, StepEntry
from derive.render.html.evidence import proofs, verdict
from derive.render.html.mathematics import Letters, given, letters, relation, words
from derive.render.html.site import Site
from derive.render.latex.conditions import grouped, integrand, named, new, words_of_ground
from derive.render.latex.formula import Printer
from derive.render.names import file_name, spoken

DEPTH = 3
"""How many proofs stand inside one another."""
LINES = 30
"""How many lines of proofs a page holds besides those of the theorems that a rule cites."""

Data = dict[str, Any]


class Justifications:
    """The justifications of one page.

    A theorem that a step is an instance of opens in place, always.  What only conditions rest on,
    and what a cited proof cites, opens where it comes first; from elsewhere a link leads there.
    """

    def __init__(self, site: Site) -> None:
        self.site = site
        self.left = LINES
        self.opened: dict[str, str] = {}

    def of(self, step: StepEntry, printer: Letters) -> Data:
        """Return the conditions of a step and the proofs of the theorems that it cites."""
        instances = instance_of(step)
        return {
            "kinds": proofs(step),
            "conditions": conditions(step, printer, self.site),
            "proofs": [self._proof(t, step, 1, always=t in instances) for t in step.theorems],
        }

    def _proof(self, name: str, step: StepEntry, depth: int, *, always: bool = False) -> Data:
        """Return a theorem, with its lines where they open here."""
        derivation = self.site.derivations.get(name)
        if derivation is None:
            return {"name": name, "title": name, "link": "", "verdict": None}
        opens = always or self._opens(derivation, depth)
        printer = letters(derivation)
        shown: Data = {
            "name": name,
            "title": words(derivation.title),
            "link": f"{file_name(name)}.html",
            "verdict": verdict(derivation.verdict),
            "claim": printer.line(derivation.claim),
            "given": given(derivation, printer),
            "elsewhere": "" if opens else self.opened.get(name, ""),
            "lines": [],
            "proofs": [],
        }
        if opens:
            self.opened.setdefault(name, file_name(step.name))
            shown["start"] = printer.line(derivation.start)
            shown["lines"] = [self._line(derivation, s, printer) for s in derivation.steps]
            shown["proofs"] = [self._proof(t, step, depth + 1) for t in self.site.cites[name]]
        return shown

    def _opens(self, derivation: DerivationEntry, depth: int) -> bool:
        """Say whether a proof opens that need not, and count its lines if so."""
        lines = len(derivation.steps)
        if derivation.name in self.opened or depth > DEPTH or lines > self.left:
            return False
        self.left -= lines
        return True

    def _line(self, derivation: DerivationEntry, step: StepEntry, printer: Letters) -> Data:
        return {
            "link": f"{file_name(derivation.name)}.html#{file_name(step.name)}",
            "name": spoken(step.name),
            "relation": relation(step),
            "after": printer.line(step.after),
            "rule": words(step.rule.title),
            "verdict": verdict(step.verdict),
        }


def instance_of(step: StepEntry) -> list[str]:
    """Return the theorems that a step is an instance of, and that not only its conditions use."""
    if step.rule.name != "theorem":
        return []
    beside = named(step.conditions, step.theorems)
    return [t for t in step.theorems if t not in beside]


def conditions(step: StepEntry, printer: Letters, site: Site, folder: str = "") -> list[Data]:
    """Return the conditions of a step by their grounds; ``folder`` leads to the derivations."""
    above = integrand(step.after)
    groups = grouped(new(step.conditions, set()), Printer(printer.by_formula))
    return [
        {
            "what": words(group.what),
            "terms": [
                "the integrand above" if t == above else printer.inline(t) for t in group.terms
            ],
            "ground": _ground(group.ground, site, folder),
        }
        for group in groups
    ]


def _ground(ground: str, site: Site, folder: str) -> list[Data]:
    """Return the words of a ground; those that name a theorem have a link."""
    return [
        {
            "text": w.text,
            "link": f"{folder}{file_name(w.text)}.html" if w.is_theorem else "",
            "behind": w.behind,
        }
        for w in words_of_ground(ground, site.derivations)
    ]
