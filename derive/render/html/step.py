"""A step of a page: both lines with what changed, rule, reason, evidence, and what folds out."""

from __future__ import annotations

from typing import Any

from derive.document import DerivationEntry, StepEntry
from derive.render.html.certificate import place
from derive.render.html.code import Code
from derive.render.html.evidence import badges, is_tried, verdict
from derive.render.html.justification import Justifications, instance_of
from derive.render.html.mathematics import Letters, relation, told, words
from derive.render.html.site import Site
from derive.render.latex.formula import Printer
from derive.render.latex.statement import FRAGMENT, printer_of
from derive.render.latex.step import RELATIONS
from derive.render.names import file_name, spoken

Data = dict[str, Any]


class Steps:
    """The steps of one derivation's page."""

    def __init__(
        self, derivation: DerivationEntry, site: Site, letters: Letters, code: dict[str, Code]
    ) -> None:
        self.derivation = derivation
        self.site = site
        self.letters = letters
        self.code = code
        self.justifications = Justifications(site)
        self.latex = printer_of(derivation, FRAGMENT)

    def data(self, step: StepEntry, result: str = "") -> Data:
        """Return a step for the templates; ``result`` is what the package makes of it."""
        name = file_name(step.name)
        before = step.is_continued
        tried = bool(self.derivation.hash) and is_tried(self.derivation, step)
        return {
            "number": step.number,
            "name": name,
            "heading": spoken(name),
            "before": self.letters.line(step.before, step.changed_before, "old") if before else "",
            "relation": relation(step),
            "after": self.letters.line(step.after, step.changed_after, "new"),
            "rule": {"name": file_name(step.rule.name), "title": words(step.rule.title)},
            "cited": self._cited(step),
            "reason": words(step.reason),
            "verdict": verdict(step.verdict),
            "failure": told(step.said, step.failure, self.letters),
            "counterexample": step.counterexample,
            "badges": badges(step, self.site, self.letters, tried=tried),
            "why": self.justifications.of(step, self.letters),
            "code": self.code.get(step.name),
            "line": line(step, self.latex),
            "latex": latex(step, self.latex),
            "fragment": f"latex/steps/{file_name(self.derivation.name)}/{name}.tex",
            "certificate": place(self.derivation, step),
            "result": result,
        }

    def _cited(self, step: StepEntry) -> list[Data]:
        """Return the theorems that a step is an instance of, and not only its conditions."""
        return [
            {
                "name": t,
                "title": words(self.site.derivations[t].title),
                "link": f"{file_name(t)}.html",
            }
            for t in instance_of(step)
            if t in self.site.derivations
        ]


def line(step: StepEntry, printer: Printer) -> str:
    """Return the LaTeX of a line, in one row."""
    return printer.line(step.after).tex


def latex(step: StepEntry, printer: Printer) -> str:
    """Return the LaTeX of both lines of a step as one display."""
    sign = RELATIONS[step.relation]
    rows = [f"&{'' if not i else chr(92) + 'quad '}{row}" for i, row in _rows(step, printer)]
    after = printer.chained(step.after)
    rows.append(f"{sign}{{}}&{after[0]}" if sign else f"&{after[0]}")
    rows += [rf"&\quad {row}" for row in after[1:]]
    body = " \\\\\n".join(f"    {row}" for row in rows)
    return f"\\begin{{align*}}\n{body}\n\\end{{align*}}\n"


def _rows(step: StepEntry, printer: Printer) -> list[tuple[int, str]]:
    return list(enumerate(printer.chained(step.before))) if step.is_continued else []
