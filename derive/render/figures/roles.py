"""Figure: each term of the regulariser against σ, and why the variance stays where it is."""

from __future__ import annotations

import numpy as np

from derive.render.figures.axes import Array, Axis, Panel, numbers
from derive.render.figures.code import GeneratedCode
from derive.render.figures.drawing import Drawing, Figure
from derive.render.figures.marks import Mark, line, words

TOTAL = "derived.gaussian.kl_univariate_standard_normal"
FORCE = "derived.steps.term_roles_std.derivative_"
HEIGHT = 322
MOVES = {-1: "pushed out →", 1: "← pulled in"}
"""By the sign of the derivative: descent goes against it."""


def draw(code: GeneratedCode) -> Drawing:
    """Draw the two terms in σ, and the divergence at μ = 0, which is their sum less a half."""
    panel = Panel("terms", Axis(0, 3, 30, 350), Axis(-1.5, 4.5, 258, 14))
    panel.ticks(numbers(0, 0.5, 1, 1.5, 2, 2.5, 3), numbers(-1, 0, 1, 2, 3, 4))
    std = np.concatenate([np.geomspace(1e-4, 0.2, 120), np.linspace(0.21, 3, 140)])
    spread, barrier = code("term_spread", sigma=std), code("term_barrier", sigma=std)
    total = code(TOTAL, mean=0.0, std=std)
    panel.curve(std, spread, "c1 dashed", "spread")
    panel.curve(std, barrier, "c2 dashdot", "barrier")
    panel.curve(std, total, "total", "total")
    least = code.number(TOTAL, mean=0.0, std=1.0)
    panel.point(1, least, "full", 4, "minimum")
    panel.say(0.2, 4, "−½ log σ², the barrier,", "c2 halo")
    panel.say(0.2, 4, "keeps the spread from 0", "c2 halo", (0, 15))
    panel.say(
        2.2, code.number("term_spread", sigma=2.2), "½σ², the quadratic,", "c1 halo end", (-4, -16)
    )
    panel.say(2.2, code.number("term_spread", sigma=2.2), "holds it in", "c1 halo end", (-4, -1))
    panel.say(3, code.number(TOTAL, mean=0.0, std=2.0), "KL at μ = 0", "halo end", (-4, 12))
    panel.say(1, -1, f"minimum {least:g} at σ = 1", "halo middle")
    force = code(FORCE, mean=0.0, std=[0.5, 2.0])
    marks = (panel.group(), *_moves(panel, force))
    return Drawing(_description(code, total, std, least), HEIGHT, marks)


def _moves(panel: Panel, force: Array) -> list[Mark]:
    """Return in which way σ moves on either side of the minimum."""
    at, low = panel.x.at(1), panel.y.start
    said = [MOVES[int(sign)] for sign in np.sign(force)]
    return [
        words((panel.x.at(3), low + 32), "σ", "end"),
        line([(at, low + 38), (at, low + 58)], "axis"),
        words((at - 10, low + 53), said[0], "end soft"),
        words((at + 10, low + 53), said[1], "soft"),
    ]


def _description(code: GeneratedCode, total: Array, std: Array, least: float) -> str:
    far = 1e-4, 3.0
    barrier = code.number("term_barrier", sigma=far[0])
    spread = code.number("term_spread", sigma=far[1])
    lowest = std[int(np.argmin(total))]
    return (
        "Two terms of the divergence from the standard normal against the standard deviation σ, "
        "and the divergence itself at μ = 0, which is their sum less one half. The quadratic ½σ² "
        f"grows with σ, to {spread:.1f} at σ = {far[1]:g}; the barrier −½ log σ² rises as σ falls, "
        f"to {barrier:.1f} at σ = {far[0]:g}. The divergence is smallest near σ = {lowest:.1f}, "
        f"and {least:g} at σ = 1: from below the spread is pushed out, from above it is pulled in."
    )


FIGURE = Figure(
    name="kl-terms",
    title="Why the variance neither collapses nor explodes",
    derivations=(
        "kl_univariate_standard_normal", "kl_standard_normal_std", "term_roles_std",
        "term_roles_curvature_std", "term_roles_convex_in_std", "term_roles_stationary_point",
        "term_roles_spread_alone_collapses", "term_roles_spread_far_out", "term_roles_barrier",
        "term_roles_logarithm_alone_explodes", "term_roles_nonnegative",
    ),
    needs=("kl_univariate_standard_normal", "term_roles_std"),
    formulas=("term_spread", "term_barrier"),
    draw=draw,
)  # fmt: skip
