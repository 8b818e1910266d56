"""LaTeX: one article of all derivations, and a fragment a step for other people's articles."""

from __future__ import annotations

from derive.document import DerivationEntry, Document, StepEntry
from derive.render.latex.formula import latex
from derive.render.latex.paper import paper
from derive.render.latex.references import bibliography
from derive.render.latex.statement import FRAGMENT, printer_of
from derive.render.latex.step import hash_of, step_data
from derive.render.latex.templates import template
from derive.render.names import file_name

__all__ = ["fragment", "latex", "render"]


def render(document: Document) -> dict[str, str]:
    """Return the files of ``output/latex`` by their paths there.

    Raises
    ------
    ValueError
        For a text, a name or a formula that has no safe form in LaTeX.
    """
    article = template("derivations.tex.j2").render(paper(document))
    return {"derivations.tex": article, "references.bib": bibliography()} | {
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
        step=step_data(step, printer_of(entry, FRAGMENT), {}, alone=True),
    )
