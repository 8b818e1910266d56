"""Figures drawing: what a figure is before and after it is drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from derive.render.environment import environment
from derive.render.figures.code import GeneratedCode
from derive.render.figures.marks import Mark

WIDTH = 360
"""The width of every figure: that of a phone, so that its words can be read on one."""


@dataclass(frozen=True)
class Drawing:
    """A figure that is drawn.

    Attributes
    ----------
    description : str
        What it shows, for whoever does not see it; every number in it is computed.
    height : int
        Its height, where `WIDTH` is its width.
    marks : tuple
        What it is made of, in the order in which it is drawn.
    style : str
        Rules of its own, where the common ones do not do; ``#id`` stands for its id.
    """

    description: str
    height: int
    marks: tuple[Mark, ...]
    style: str = ""


@dataclass(frozen=True)
class Figure:
    """A figure that can be drawn.

    Attributes
    ----------
    name : str
        Its name: that of its file, and the id of its SVG.
    title : str
        What stands above it.
    derivations : tuple of str
        On whose pages it is shown.
    needs : tuple of str
        What has to be proved, so that the functions that it is drawn from exist.
    formulas : tuple of str
        Which parts of lines it draws; see `derive.render.figures.formulas`.
    draw : callable
        Draws it, given the generated code.
    """

    name: str
    title: str
    derivations: tuple[str, ...]
    needs: tuple[str, ...]
    formulas: tuple[str, ...]
    draw: Callable[[GeneratedCode], Drawing]


def as_svg(name: str, title: str, drawing: Drawing) -> str:
    """Return the SVG of a drawing, whose ids no step of a derivation can have as its name."""
    template = environment("figures").get_template("figure.svg.j2")
    own = f"figure--{name}"
    return template.render(
        id=own,
        title=title,
        description=drawing.description,
        width=WIDTH,
        height=drawing.height,
        marks=drawing.marks,
        style=drawing.style.replace("#id", f"#{own}"),
    )
