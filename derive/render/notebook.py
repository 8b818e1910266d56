"""Notebook: a derivation, or one of its lines, as text, as LaTeX and as HTML that stands alone."""

from __future__ import annotations

from typing import Any

from markupsafe import Markup

from derive.document import DerivationEntry, StepEntry
from derive.formula import Formula
from derive.render.environment import environment, folder_of
from derive.render.html.font import font_css
from derive.render.latex.formula import Printer
from derive.render.latex.statement import FRAGMENT
from derive.render.latex.step import RELATIONS as TEX_RELATIONS
from derive.render.latex.text import name, plain
from derive.render.mathml.formula import mathml, mathml_prose
from derive.render.signs import RELATIONS, VERDICTS
from derive.render.terminal import derivation_text, step_text

Data = dict[str, Any]


def mimebundle(entry: DerivationEntry, step: StepEntry | None = None) -> dict[str, str]:
    """Return what a notebook may show, by its kind: plain text, LaTeX, HTML.

    Parameters
    ----------
    entry : DerivationEntry
        The derivation.
    step : StepEntry, optional
        The line to show below the one before it; the whole derivation, if left out.

    Raises
    ------
    ValueError
        For a name or a formula that has no form.
    """
    text = step_text(step, entry.densities) if step else derivation_text(entry)
    return {"text/plain": text, "text/latex": _latex(entry, step), "text/html": _html(entry, step)}


def _latex(entry: DerivationEntry, step: StepEntry | None) -> str:
    """Return lines that stand below each other, and what is not proved."""
    printer = Printer(_letters(entry), FRAGMENT)
    steps = (step,) if step else entry.steps
    lines = ["&" + _rows(steps[0].before if step else entry.start, printer)]
    lines += [f"&{TEX_RELATIONS[s.relation]} {_rows(s.after, printer)}" for s in steps]
    verdict = step.verdict if step else entry.verdict
    if verdict != "proved":
        lines.append(rf"&\text{{{plain(f'not proved: {verdict}')}}}")
    body = " \\\\\n".join(lines)
    return f"\\begin{{align*}}\n{body}\n\\end{{align*}}"


def _rows(line: Formula, printer: Printer) -> str:
    return " \\\\\n&\\quad ".join(printer.chained(line))


def _html(entry: DerivationEntry, step: StepEntry | None) -> str:
    styles = folder_of("html")
    return (
        environment("html")
        .get_template("view.html.j2")
        .render(
            font=Markup(font_css()),
            style=Markup((styles / "formula.css").read_text(encoding="utf-8")),
            title=mathml_prose(entry.title),
            name=entry.name,
            lines=_lines(entry, step),
            verdict=_verdict(entry.verdict, entry.failure),
            whole=step is None,
        )
    )


def _lines(entry: DerivationEntry, step: StepEntry | None) -> list[Data]:
    """Return the first line and those that follow, with what is said of them."""
    letters = _letters(entry)
    first = (
        mathml(step.before, letters, marks=step.changed_before, mark="old")
        if step
        else mathml(entry.start, letters)
    )
    lines: list[Data] = [{"relation": "", "formula": first, "step": None}]
    for s in (step,) if step else entry.steps:
        formula = mathml(s.after, letters, marks=s.changed_after, mark="new")
        lines.append({"relation": RELATIONS[s.relation], "formula": formula, "step": _step(s)})
    return lines


def _step(step: StepEntry) -> Data:
    return {
        "number": step.number,
        "name": step.name,
        "rule": mathml_prose(step.rule.title),
        "reason": mathml_prose(step.reason),
        "verdict": _verdict(step.verdict, step.failure),
        "evidence": [f"{kind}: {detail}" for kind, detail in step.evidence],
    }


def _verdict(verdict: str, failure: str) -> Data:
    return {"sign": VERDICTS[verdict], "word": verdict, "failure": failure}


def _letters(entry: DerivationEntry) -> dict[Formula, str]:
    return {distribution: name(letter) for letter, distribution in entry.densities}
