"""Figure: the divergence from the standard normal as a surface over μ and σ, and its terms."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from derive.render.figures.axes import Array, numbers
from derive.render.figures.code import GeneratedCode
from derive.render.figures.drawing import WIDTH, Drawing, Figure
from derive.render.figures.marks import Group, Mark, Point, area, dot, line, words

TOTAL = "derived.gaussian.kl_univariate_standard_normal"
MEANS, STDS, TOP = (-3.0, 3.0), (0.05, 2.5), 7.0
TURN, TILT = math.radians(20), math.radians(38)
HEIGHTS, SHADES = 12, 5
LIGHT = np.array([-0.55, -0.25, 0.8])
RAMP = ((68, 1, 84), (59, 82, 139), (33, 145, 140), (94, 201, 98), (253, 231, 37))
"""Five colours of viridis, which also the colour-blind, and black-and-white prints, tell apart."""
HEIGHT = 466
STYLE = """#id .surface path { stroke: #10182a; stroke-width: .35; stroke-opacity: .7; }
#id .floor { fill: var(--grid); fill-opacity: .45; stroke: var(--soft); stroke-width: .7; }
#id .on { fill: #ffffff; text-anchor: middle; font-weight: 600; }
#id .lowest { fill: #ffffff; stroke: #10182a; }"""


@dataclass(frozen=True)
class View:
    """An oblique view: parallel lines stay parallel, and heights are measured along the paper.

    Attributes
    ----------
    centre : (float, float)
        Where the middle of the floor is drawn.
    size : float
        Half the length of the axis of μ.
    top : float
        The height that is drawn as long as this half, nearly.
    """

    centre: Point
    size: float
    top: float = TOP

    def at(self, mean: float, std: float, height: float) -> Point:
        """Return where a point is drawn."""
        u, v, w = self.unit(mean, std, height)
        across = u * math.cos(TURN) - v * math.sin(TURN)
        away = u * math.sin(TURN) + v * math.cos(TURN)
        x = self.centre[0] + self.size * across
        return x, self.centre[1] - self.size * (away * math.sin(TILT) + w * math.cos(TILT))

    def unit(self, mean: float, std: float, height: float) -> tuple[float, float, float]:
        """Return a point in the box; σ grows towards whoever looks."""
        middle, half = sum(STDS) / 2, (STDS[1] - STDS[0]) / 2
        return mean / MEANS[1], -0.85 * (std - middle) / half, 0.92 * height / self.top


def surface(view: View, means: Array, stds: Array, heights: Array) -> list[Mark]:
    """Return a surface and the floor, what is below the floor before it.

    The farthest quads come first, so that the nearer ones hide them.
    """
    above: list[Mark] = []
    below: list[Mark] = []
    # Away from whoever looks: towards smaller σ, and, turned as the box is, towards larger μ.
    for j in range(len(stds) - 1):
        for i in reversed(range(len(means) - 1)):
            corners = [(i, j), (i + 1, j), (i + 1, j + 1), (i, j + 1)]
            points = [(float(means[a]), float(stds[b]), float(heights[a, b])) for a, b in corners]
            css = f"{'abcde'[_shade(view, points)]}{_height(view, points)}"
            quads = below if sum(height for _, _, height in points) < 0 else above
            quads.append(area([[view.at(*p) for p in points]], css, digits=1))
    hidden: list[Mark] = [Group("surface", tuple(below))] if below else []
    return [*hidden, _floor(view), Group("surface", tuple(above))]


Corner = tuple[float, float, float]


def _height(view: View, points: Sequence[Corner]) -> int:
    """Return in which of the ranges of colour a quad lies; they are narrower near 0."""
    mean = max(sum(height for _, _, height in points) / 4, 0)
    return min(HEIGHTS - 1, int(HEIGHTS * math.sqrt(mean / view.top)))


def _shade(view: View, points: Sequence[Corner]) -> int:
    """Return how light a quad is: by the angle between it and the light."""
    a, b, c, d = (np.array(view.unit(*p)) for p in points)
    normal = np.cross(c - a, d - b)
    normal = normal / np.linalg.norm(normal) * np.sign(normal[2])
    facing = float(normal @ LIGHT) / float(np.linalg.norm(LIGHT))
    return min(SHADES - 1, max(0, int(SHADES * facing)))


def _colours() -> str:
    """Return the rules for the colours of quads: viridis, lighter where they face the light."""
    rules = []
    for shade in range(SHADES):
        for height in range(HEIGHTS):
            at = height / (HEIGHTS - 1) * (len(RAMP) - 1)
            low = min(int(at), len(RAMP) - 2)
            mixed = [x + (y - x) * (at - low) for x, y in zip(*RAMP[low : low + 2], strict=True)]
            light = 0.8 + 0.2 * shade / (SHADES - 1)
            colour = "".join(f"{round(light * part):02x}" for part in mixed)
            rules.append(f"#id .{'abcde'[shade]}{height} {{ fill: #{colour}; }}")
    return "\n".join(rules)


def draw(code: GeneratedCode) -> Drawing:
    """Draw the surface, and below it the surfaces of its terms."""
    view = View((184, 190), 130)
    means, stds = np.linspace(*MEANS, 25), _stds(19)
    total = code(TOTAL, mean=means[:, np.newaxis], std=stds)
    least = code.number(TOTAL, mean=0.0, std=1.0)
    marks = [*surface(view, means, stds, total), *_axes(view)]
    x, y = view.at(0, 1, least)
    marks += [dot((x, y), "lowest", 4, "minimum"), words((x, y - 10), f"{least:g}", "on")]
    marks += _terms(code)
    style = f"{_colours()}\n{STYLE}"
    return Drawing(_description(code, total, least), HEIGHT, tuple(marks), style)


def _stds(count: int) -> Array:
    """Return standard deviations, closer to one another where the surface is steep."""
    spread: Array = STDS[0] + (STDS[1] - STDS[0]) * np.linspace(0, 1, count) ** 1.5
    return spread


def _floor(view: View) -> Mark:
    corners = [(m, s) for m, s in ((MEANS[0], STDS[0]), (MEANS[1], STDS[0]),
                                   (MEANS[1], STDS[1]), (MEANS[0], STDS[1]))]  # fmt: skip
    return area([[view.at(m, s, 0) for m, s in corners]], "floor")


def _axes(view: View) -> list[Mark]:
    """Return the axes: σ and μ along the front of the floor, the divergence upwards at the left."""
    (low, high), (near_zero, far) = MEANS, STDS
    marks: list[Mark] = [
        line([view.at(low, near_zero, TOP), view.at(low, near_zero, 0), view.at(low, far, 0),
              view.at(high, far, 0)], "axis"),
    ]  # fmt: skip
    for mean, text in numbers(-3, -2, -1, 0, 1, 2, 3):
        marks += _tick(view.at(mean, far, 0), (2, 4), (5, 16), text, "tick x")
    for std, text in numbers(0.5, 1, 1.5, 2):
        marks += _tick(view.at(low, std, 0), (-4, 2), (-7, 8), text, "tick y")
    for height, text in numbers(0, 2, 4, 6):
        marks += _tick(view.at(low, near_zero, height), (-4, 0), (-7, 4), text, "tick y")
    x, y = view.at(low, near_zero, TOP)
    marks.append(words((x - 6, y - 8), "KL(q ‖ p)", ""))
    x, y = view.at(0.6, far, 0)
    marks.append(words((x + 30, y + 26), "μ", "middle"))
    x, y = view.at(low, 1.25, 0)
    marks.append(words((x - 32, y + 12), "σ", "middle"))
    return marks


def _tick(at: Point, end: Point, beside: Point, text: str, css: str) -> list[Mark]:
    x, y = at
    mark = line([(x, y), (x + end[0], y + end[1])], "axis")
    return [mark, words((x + beside[0], y + beside[1]), text, css)]


TERMS = (
    ("term_mean", "½μ²"), ("term_spread", "+  ½σ²"), ("term_barrier", "−  ½ log σ²"),
)  # fmt: skip


CAPTION = "its terms, on one scale; and the constant −½"


def _terms(code: GeneratedCode) -> list[Mark]:
    """Return the surfaces of the terms, in a row that reads as their sum."""
    means, stds = np.linspace(*MEANS, 13), _stds(11)
    marks: list[Mark] = []
    for number, (name, label) in enumerate(TERMS):
        view = View((60 + 120 * number, 404), 43, 4.5)
        heights = term(code, name, means, stds)
        marks += surface(view, means, stds, heights)
        marks.append(words((60 + 120 * number, 322), label, "middle"))
    marks.append(words((WIDTH / 2, 455), CAPTION, "middle soft"))
    return marks


def term(code: GeneratedCode, name: str, means: Array, stds: Array) -> Array:
    """Return the values of a term, a row for each mean."""
    given = {"mu": means[:, np.newaxis]} if name == "term_mean" else {"sigma": stds}
    value: Array = np.broadcast_to(code(name, **given), (len(means), len(stds)))
    return value


def _description(code: GeneratedCode, total: Array, least: float) -> str:
    mean, std = MEANS[1], STDS[0]
    wall, side = code.number(TOTAL, mean=0.0, std=std), code.number(TOTAL, mean=mean, std=1.0)
    if total.min() < least:
        raise ValueError("the surface is not lowest at the prior: nothing may be drawn")
    return (
        "The divergence of q = N(μ, σ²) from the standard normal p = N(0, 1) as a surface over "
        f"μ and σ: a bowl whose lowest point is {least:g}, at μ = 0 and σ = 1. At σ = 1 it rises "
        f"to {side:.1f} at μ = ±{mean:g}; at μ = 0 it rises to {wall:.1f} at σ = {std:g}. Below, "
        "the surfaces of its terms on the same axes: ½μ², a trough along σ; ½σ², which grows with "
        "σ; and −½ log σ², a wall where σ nears 0. Their sum less ½ is the divergence."
    )


FIGURE = Figure(
    name="kl-surface",
    title="The divergence from the standard normal",
    derivations=(
        "kl_univariate_standard_normal", "kl_standard_normal", "kl_standard_normal_std",
        "term_roles_convex_in_std", "term_roles_stationary_point", "term_roles_mean",
        "term_roles_no_mixed_curvature",
    ),
    needs=("kl_univariate_standard_normal",),
    formulas=("term_mean", "term_spread", "term_barrier"),
    draw=draw,
)  # fmt: skip
