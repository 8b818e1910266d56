"""Figures: SVG for where people would rather look than read, drawn from the generated code.

Everything that a figure shows is computed by the functions that `derive.render.numpy.files` makes
of the same document.  Coordinates are rounded, so that the last bits of what a machine computes
rarely matter.
"""

from __future__ import annotations

from collections.abc import Container, Sequence
from dataclasses import dataclass
from functools import lru_cache

from derive.document import Document
from derive.render.figures import asymmetry, flow, quadratic, roles, surface
from derive.render.figures.code import GeneratedCode
from derive.render.figures.drawing import Drawing, Figure, as_svg
from derive.render.figures.formulas import parts

FIGURES: tuple[Figure, ...] = (
    surface.FIGURE,
    roles.FIGURE,
    flow.FIGURE,
    asymmetry.FIGURE,
    asymmetry.IN_SPACE,
    quadratic.FIGURE,
)


@dataclass(frozen=True)
class FigureEntry:
    """A drawn figure.

    Attributes
    ----------
    name : str
        Its name; ``<name>.svg`` is its file, and ``name`` the id of the SVG.
    title, description : str
        What it shows, in words that need no escaping in any format but HTML's ``<``, ``&``.
    derivations : tuple of str
        The derivations on whose pages it belongs.
    svg : str
        The SVG, without XML declaration: a file as it is, and a part of an HTML page as it is.
    """

    name: str
    title: str
    description: str
    derivations: tuple[str, ...]
    svg: str


def render(document: Document) -> dict[str, str]:
    """Return the files of the figures, by their paths below ``output/figures``."""
    return {f"{figure.name}.svg": figure.svg for figure in figures(document)}


@lru_cache(maxsize=1)
def figures(document: Document) -> tuple[FigureEntry, ...]:
    """Return the figures that can be drawn from what is proved, in the order of `FIGURES`.

    Raises
    ------
    LookupError
        If a proved line does not have the form that a figure is drawn from.
    RuntimeError
        If a generated function fails.
    """
    return drawn(document, FIGURES)


def drawn(document: Document, wanted: Sequence[Figure]) -> tuple[FigureEntry, ...]:
    """Return those of the wanted figures that can be drawn from what is proved."""
    proved = {d.name: d for d in document.derivations if d.verdict == "proved"}
    possible = [figure for figure in wanted if proved.keys() >= set(figure.needs)]
    if not possible:
        return ()
    formulas = parts(proved, sorted({name for figure in possible for name in figure.formulas}))
    with GeneratedCode(document, formulas) as code:
        return tuple(_entry(figure, figure.draw(code), proved) for figure in possible)


def _entry(figure: Figure, drawing: Drawing, proved: Container[str]) -> FigureEntry:
    svg = as_svg(figure.name, figure.title, drawing)
    on = tuple(name for name in figure.derivations if name in proved)
    return FigureEntry(figure.name, figure.title, drawing.description, on, svg)
