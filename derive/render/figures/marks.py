"""Figures marks: what a figure is made of (lines, areas, points, words), with rounded places."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Point = tuple[float, float]
NUDGE = 1e-6
"""Added before rounding: grids put places halfway, where the last bit of a logarithm decides."""


def place(value: float, digits: int = 2) -> str:
    """Return a coordinate as SVG has it, so rounded that other machines give the same text."""
    text = f"{value + NUDGE:.{digits}f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


@dataclass(frozen=True)
class Path:
    """A line through points, or an area.

    Attributes
    ----------
    css : str
        Its classes.
    d : str
        SVG's path data.
    name : str
        What it shows, for whoever reads the file; a curve is found by it.
    """

    css: str
    d: str
    name: str = ""
    kind: str = "path"


@dataclass(frozen=True)
class Dot:
    """A small circle."""

    css: str
    x: str
    y: str
    r: str
    name: str = ""
    kind: str = "dot"


@dataclass(frozen=True)
class Words:
    """Words at a point.

    ``parts`` are (classes, text); ``is_on_lines`` says that what lies behind is to be covered.
    """

    css: str
    x: str
    y: str
    parts: tuple[tuple[str, str], ...]
    is_on_lines: bool = False
    name: str = ""
    kind: str = "words"


@dataclass(frozen=True)
class Group:
    """Marks that belong together, such as those between one pair of axes."""

    css: str
    marks: tuple[Mark, ...]
    name: str = ""
    kind: str = "group"


Mark = Path | Dot | Words | Group


def line(points: Iterable[Point], css: str, name: str = "", digits: int = 2) -> Path:
    """Return the line through points."""
    return Path(css, _through(points, digits), name)


def area(outlines: Iterable[Iterable[Point]], css: str, name: str = "", digits: int = 2) -> Path:
    """Return the area inside closed outlines; an outline inside another is a hole."""
    return Path(css, "".join(f"{_through(points, digits)}Z" for points in outlines), name)


def dot(at: Point, css: str, r: float = 3.5, name: str = "") -> Dot:
    """Return a small circle."""
    return Dot(css, place(at[0]), place(at[1]), place(r), name)


def words(at: Point, text: str, css: str = "", name: str = "") -> Words:
    """Return words at a point, single letters of mathematics in italics.

    ``e^{λ}`` raises what is in the braces; the class ``halo`` covers what lies behind.
    """
    classes = css.split()
    others = " ".join(c for c in classes if c != "halo")
    return Words(others, place(at[0]), place(at[1]), tuple(_parts(text)), "halo" in classes, name)


def _through(points: Iterable[Point], digits: int) -> str:
    texts: list[str] = []
    for x, y in points:
        text = f"{place(x, digits)} {place(y, digits)}"
        if not texts or text != texts[-1]:
            texts.append(text)
    return "M" + "L".join(texts)


_RAISED = re.compile(r"\^\{([^}]*)\}")
_ITALIC = re.compile(r"(?<![A-Za-z])[a-zA-Zμσλ](?![A-Za-zμσλ])")


def _parts(text: str) -> list[tuple[str, str]]:
    """Return the pieces of words with their classes: ``m`` mathematics, ``up`` raised.

    The first raised piece is also of the class ``rise``, the first after them of ``fall``.
    """
    parts: list[tuple[str, str]] = []
    for number, words_or_raised in enumerate(_RAISED.split(text)):
        first = len(parts)
        parts += _letters(words_or_raised, "up" if number % 2 else "")
        if number and len(parts) > first:
            css, piece = parts[first]
            parts[first] = (f"{css} {'rise' if number % 2 else 'fall'}".strip(), piece)
    return parts


def _letters(text: str, css: str) -> list[tuple[str, str]]:
    parts, end = [], 0
    for letter in _ITALIC.finditer(text):
        parts += [(css, text[end : letter.start()]), (f"{css} m".strip(), letter[0])]
        end = letter.end()
    return [part for part in [*parts, (css, text[end:])] if part[1]]


def runs(points: Sequence[Point], keep: Sequence[bool]) -> list[list[Point]]:
    """Return the stretches of points that are kept."""
    found: list[list[Point]] = [[]]
    for point, kept in zip(points, keep, strict=True):
        if kept:
            found[-1].append(point)
        elif found[-1]:
            found.append([])
    return [run for run in found if len(run) > 1]
