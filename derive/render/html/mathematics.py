"""Mathematics in a page: formulas and authors' words as HTML that is safe to put anywhere."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from markupsafe import Markup

from derive.changes import Path
from derive.document import ArgumentEntry, DerivationEntry, Said, StepEntry
from derive.formula import Formula
from derive.render.latex.formula import NESTED, Printer, size, symbol
from derive.render.latex.text import declared, name
from derive.render.mathml.formula import mathml, mathml_prose
from derive.render.mathml.reader import read
from derive.render.signs import RELATIONS

INLINE = 16.0
"""The widest formula, in em, that a line of text on a phone holds."""


def words(text: str) -> Markup:
    """Return an author's words, in which formulas stand between dollars."""
    return mathml_prose(text)


def tex(formula: str) -> Markup:
    """Return LaTeX that our own printers made as a formula in a line of text."""
    return Markup(f"<math>{''.join(read(formula))}</math>")


@dataclass(frozen=True)
class Letters:
    """The letters that a derivation knows its distributions by."""

    by_formula: Mapping[Formula, str]

    def line(self, formula: Formula, marks: Iterable[Path] = (), mark: str = "new") -> Markup:
        """Return a formula in rows of its own, with the sub-terms at the marks boxed."""
        return mathml(formula, self.by_formula, marks=marks, mark=mark)

    def inline(self, formula: Formula) -> Markup:
        """Return a formula in a line of text, or in rows where it is too wide for one."""
        if Printer(self.by_formula).line(formula, NESTED).width <= INLINE:
            return mathml(formula, self.by_formula, display=False)
        return Markup('<span class="formula">{}</span>').format(self.line(formula))


def told(said: Said, failure: str, printer: Letters) -> Markup:
    """Return what the kernel says of a failure, which is the text where it has no formulas."""
    parts = said or (failure,)
    shown = (Markup.escape(p) if isinstance(p, str) else printer.inline(p) for p in parts)
    return Markup("").join(shown)


def letters(derivation: DerivationEntry) -> Letters:
    """Return the letters of a derivation."""
    return Letters({normal: name(letter) for letter, normal in derivation.densities})


def relation(step: StepEntry) -> Markup:
    """Return the sign of a relation; nothing where the line says it itself."""
    sign = RELATIONS[step.relation]
    return Markup("<math><mo>{}</mo></math>").format(sign) if sign else Markup("")


def given(derivation: DerivationEntry, printer: Letters) -> dict[str, list[Markup]]:
    """Return what a claim is said of, in lists: variables, distributions, assumptions, letters."""
    alone = Letters({})
    return {
        "for": [tex(d) for a in derivation.variables for d in _declared(a)],
        "with": [
            Markup("{} = {}").format(tex(name(letter)), alone.inline(q))
            for letter, q in derivation.named_distributions
        ],
        "if": [printer.inline(a) for a in derivation.assumptions],
        "where": [printer.inline(v) + " = " + printer.inline(m) for v, m in derivation.where],
    }


def _declared(a: ArgumentEntry) -> list[str]:
    x = symbol(Formula("Var", text=a.variable, domain=a.domain))
    return declared(x, a.domain, [size(d) for d in a.dimensions])
