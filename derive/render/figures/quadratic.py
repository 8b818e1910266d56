"""Figure: near the optimum the regulariser is a quadratic, up to a proved bound."""

from __future__ import annotations

import math

import numpy as np

from derive.render.figures.axes import Array, Axis, Panel, numbers
from derive.render.figures.code import GeneratedCode
from derive.render.figures.drawing import Drawing, Figure
from derive.render.figures.marks import words

ERROR = "derived.steps.quadratic_near_the_optimum.start"
BOUND = "derived.steps.quadratic_near_the_optimum.collect"
HEIGHT = 412
LOW, HIGH = -2.0, 1.25


def draw(code: GeneratedCode) -> Drawing:
    """Draw regulariser, quadratic and band above; the error and its bound below."""
    # Exact fractions: at 0 itself, rounding would count as an error.
    log_var = np.arange(-80, 51) / 40
    exact = code("regulariser", mu=0.0, lambda_=log_var)
    quadratic = code("quadratic", mu=0.0, lambda_=log_var)
    bound = code("quadratic_bound", lambda_=log_var)
    ticks = numbers(-2, -1.5, -1, -0.5, 0, 0.5, 1)
    above = Panel("above", Axis(LOW, HIGH, 36, 350), Axis(-0.25, 1.5, 218, 14))
    above.ticks(ticks, numbers(0, 0.5, 1, 1.5))
    above.band(log_var, quadratic - bound, quadratic + bound, "c1", "bound")
    above.curve(log_var, quadratic, "c1 dashed", "quadratic")
    above.curve(log_var, exact, "total", "exact")
    above.point(0, code.number("regulariser", mu=0.0, lambda_=0.0), "full", 3.5, "minimum")
    above.say(-1.9, 0.03, "f = ½(e^{λ} − 1 − λ)", "halo", (0, 4))
    above.say(-1.05, code.number("quadratic", mu=0.0, lambda_=-1.05), "¼λ²", "c1 halo", (4, -16))
    above.say(-1.2, 1.32, "the band: proved bound", "c1 halo", (0, 0))
    below = Panel("below", Axis(LOW, HIGH, 36, 350), Axis(0, 0.7, 372, 262))
    below.ticks(ticks, numbers(0, 0.2, 0.4, 0.6))
    error = code(ERROR, mean=0.0, log_var=log_var)
    below.band(log_var, 0 * bound, bound, "c1", "below-the-bound")
    below.curve(log_var, bound, "c1 dashed", "bound")
    below.curve(log_var, error, "total", "error")
    below.say(-1.98, 0.66, "bound |λ|³/12 · e^{max(λ, 0)}", "c1 halo", (128, 4))
    below.say(LOW, 0, "|f − ¼λ²|", "", (4, -5))
    end = words((350, HEIGHT - 8), "λ = log σ²", "end")
    return Drawing(_description(log_var, error, bound), HEIGHT, (above.group(), below.group(), end))


def _description(log_var: Array, error: Array, bound: Array) -> str:
    inside = int(np.sum(error <= bound))
    if inside < len(log_var):
        raise ValueError("the error is not below its bound everywhere: nothing may be drawn")
    near = np.abs(log_var) <= 0.5
    return (
        "Above: the regulariser at μ = 0 against the log-variance λ, and its quadratic ¼λ², which "
        "touch at λ = 0; around the quadratic the band that the proved bound allows, and the "
        f"regulariser inside it at all {inside} points that are drawn. Below: the difference and "
        f"the bound |λ|³/12 · exp(max(λ, 0)); for |λ| up to ½ they are at most "
        f"{at_most(error[near])} and {at_most(bound[near])}."
    )


def at_most(values: Array) -> str:
    """Return a short number that is not below any of the values."""
    return f"{math.ceil(float(values.max()) * 1000) / 1000:g}"


FIGURE = Figure(
    name="kl-quadratic",
    title="Near the optimum the regulariser is a quadratic",
    derivations=("quadratic_near_the_optimum",),
    needs=("quadratic_near_the_optimum",),
    formulas=("regulariser", "quadratic", "quadratic_bound"),
    draw=draw,
)
