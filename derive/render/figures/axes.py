"""Figures axes: a panel with two axes, their ticks, and what is drawn between them."""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import cast

import contourpy
import numpy as np
from numpy.typing import ArrayLike, NDArray

from derive.render.figures.marks import (
    Group,
    Mark,
    Point,
    area,
    dot,
    line,
    runs,
    words,
)

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Axis:
    """An axis: which values it shows, and between which places on the paper.

    Attributes
    ----------
    low, high : float
        The values at its ends.
    start, end : float
        Where these are drawn.
    is_logarithmic : bool
        Whether equal ratios are equal distances.
    """

    low: float
    high: float
    start: float
    end: float
    is_logarithmic: bool = False

    def at(self, value: float) -> float:
        """Return where a value is drawn."""
        low, high, here = self.low, self.high, value
        if self.is_logarithmic:
            low, high, here = math.log(low), math.log(high), math.log(here)
        return self.start + (here - low) / (high - low) * (self.end - self.start)


@dataclass
class Panel:
    """Two axes and the marks between them, in the order in which they are drawn.

    Attributes
    ----------
    name : str
        What the panel is found by.
    x, y : Axis
        The axes; that of y runs upwards, so its ``start`` is below its ``end``.
    """

    name: str
    x: Axis
    y: Axis
    marks: list[Mark] = field(default_factory=list)

    def at(self, x: float, y: float) -> Point:
        """Return where a point is drawn."""
        return self.x.at(x), self.y.at(y)

    def ticks(
        self, x: Sequence[tuple[float, str]], y: Sequence[tuple[float, str]], *, grid: bool = True
    ) -> None:
        """Draw the frame's two sides and, at the ticks, lines and their labels."""
        left, bottom = self.x.start, self.y.start
        for value, text in x:
            at = self.x.at(value)
            end = self.y.end if grid else bottom - 4
            self.marks.append(line([(at, bottom), (at, end)], "grid" if grid else "axis"))
            self.marks.append(words((at, bottom + 15), text, "tick x"))
        for value, text in y:
            at = self.y.at(value)
            end = self.x.end if grid else left + 4
            self.marks.append(line([(left, at), (end, at)], "grid" if grid else "axis"))
            self.marks.append(words((left - 7, at + 4), text, "tick y"))
        corner = [(left, self.y.end), (left, bottom), (self.x.end, bottom)]
        self.marks.append(line(corner, "axis"))

    def curve(self, x: ArrayLike, y: ArrayLike, css: str, name: str) -> None:
        """Draw a curve, where it is between the axes' ends."""
        xs, ys = np.asarray(x, dtype=float), np.asarray(y, dtype=float)
        keep = (xs >= self.x.low) & (xs <= self.x.high) & (ys >= self.y.low) & (ys <= self.y.high)
        inside = np.where(keep, ys, self.y.low)
        points = [self.at(*p) for p in zip(xs.tolist(), inside.tolist(), strict=True)]
        self.marks += [line(run, f"curve {css}", name) for run in runs(points, keep.tolist())]

    def band(self, x: ArrayLike, low: ArrayLike, high: ArrayLike, css: str, name: str) -> None:
        """Draw the area between two curves, cut at the axes' ends."""
        xs = np.asarray(x, dtype=float).tolist()
        sides = [
            np.clip(np.asarray(side, dtype=float), self.y.low, self.y.high).tolist()
            for side in (low, high)
        ]
        there = [self.at(*p) for p in zip(xs, sides[1], strict=True)]
        back = [self.at(*p) for p in zip(xs, sides[0], strict=True)][::-1]
        self.marks.append(area([there + back], f"band {css}", name))

    def point(self, x: float, y: float, css: str, r: float = 3.5, name: str = "") -> None:
        """Draw a point."""
        self.marks.append(dot(self.at(x, y), css, r, name))

    def say(self, x: float, y: float, text: str, css: str = "", by: Point = (0, 0)) -> None:
        """Write beside a point, so many units of the paper from it."""
        at = self.at(x, y)
        self.marks.append(words((at[0] + by[0], at[1] + by[1]), text, css))

    def contours(
        self, x: ArrayLike, y: ArrayLike, z: Array, level: float, css: str, name: str
    ) -> None:
        """Draw where a surface has a level; ``z`` has a row for each y."""
        made = contourpy.contour_generator(
            x, y, z, name="serial", line_type=contourpy.LineType.Separate
        )
        for points in cast(list[Array], made.lines(level)):
            self.marks.append(line(self._places(points), f"contour {css}".strip(), name, digits=1))

    def below(
        self, x: ArrayLike, y: ArrayLike, z: Array, level: float, css: str, name: str
    ) -> None:
        """Draw the area in which a surface is below a level."""
        made = contourpy.contour_generator(
            x, y, z, name="serial", fill_type=contourpy.FillType.OuterOffset
        )
        polygons, offsets = cast(tuple[list[Array], list[Array]], made.filled(-np.inf, level))
        for points, ends in zip(polygons, offsets, strict=True):
            rings = [self._places(points[a:b]) for a, b in itertools.pairwise(ends.tolist())]
            self.marks.append(area(rings, f"band {css}", name, digits=1))

    def _places(self, points: Array) -> list[Point]:
        return [self.at(*p) for p in points.tolist()]

    def group(self) -> Group:
        """Return the panel as one mark."""
        return Group("panel", tuple(self.marks), self.name)


def numbers(*values: float) -> list[tuple[float, str]]:
    """Return ticks at values, with a true minus sign."""
    return [(v, f"{v:g}".replace("-", "−")) for v in values]
