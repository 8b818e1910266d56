"""Figure: gradient flow over the contours of the regulariser, and its closed-form solution."""

from __future__ import annotations

import itertools
import math

import numpy as np

from derive.render.figures.axes import Array, Axis, Panel, numbers
from derive.render.figures.code import GeneratedCode
from derive.render.figures.drawing import Drawing, Figure
from derive.render.figures.marks import Mark, area, dot, line, words

VALUE = "derived.gaussian.kl_standard_normal"
GRADIENT = "derived.gaussian.kl_standard_normal_grad"
STARTS = np.array(
    [(2.7, 2.6), (0.9, 2.6), (-1.7, 2.6), (-2.7, 1.1), (2.7, -0.6), (2.1, -3.7), (-0.5, -3.7),
     (-2.7, -2.6)]
)  # fmt: skip
LEVELS = (0.05, 0.25, 0.75, 1.5, 2.5, 4.0, 6.0)
RAY = 0.28
STEP, STEPS = 0.02, 600
TIMES = np.array([0.0, 0.5, 1.0, 1.5, 2.0, 3.0, 4.0, 6.0])
EVERY = 5
HEIGHT = 396
STYLE = """#id .level-of { font-size: 10px; text-anchor: middle; }
#id path.head { stroke: none; fill: var(--c2); }
#id .c2.curve { stroke-width: 1.6; }"""


def draw(code: GeneratedCode) -> Drawing:
    """Draw contours, the paths that follow the generated gradient, and the closed form."""
    panel = Panel("plane", Axis(-3, 3, 30, 350), Axis(-4, 3, 340, 20))
    _contours(panel, code)
    panel.ticks(numbers(*range(-3, 4)), numbers(*range(-4, 4)), grid=False)
    paths = integrated(code, STARTS)
    for number, path in enumerate(np.moveaxis(paths, 1, 0)):
        panel.curve(path[::EVERY, 0], path[::EVERY, 1], "c2", f"path-{number}")
        panel.marks.append(_arrow(panel, path))
    closed = closed_form(code, STARTS, TIMES)
    for mean, log_var in closed.reshape(-1, 2).tolist():
        panel.point(mean, log_var, "c1", 2.6, "closed-form")
    panel.point(0, 0, "full", 4, "minimum")
    legend: list[Mark] = [
        words((panel.x.at(3), 371), "μ", "end"),
        words((26, 13), "λ"),
        line([(36, 385), (58, 385)], "curve c2"),
        words((64, 389), "integrated numerically"),
        dot((220, 385), "c1", 2.6),
        words((230, 389), "closed form"),
    ]
    return Drawing(_description(code, paths), HEIGHT, (panel.group(), *legend), STYLE)


def integrated(code: GeneratedCode, starts: Array) -> Array:
    """Return paths against the generated gradient, by Runge and Kutta's method of order four.

    Returns
    -------
    ndarray
        Shape (times, starts, 2): mean and log-variance at the times 0, `STEP`, 2 `STEP`, ….
    """

    def speed(at: Array) -> Array:
        slopes = code.parts(GRADIENT, mean=at[:, :1], log_var=at[:, 1:])
        return -np.concatenate(slopes, axis=1)

    found = [starts]
    for _ in range(STEPS):
        at = found[-1]
        first = speed(at)
        second = speed(at + STEP / 2 * first)
        third = speed(at + STEP / 2 * second)
        fourth = speed(at + STEP * third)
        found.append(at + STEP / 6 * (first + 2 * second + 2 * third + fourth))
    return np.stack(found)


def closed_form(code: GeneratedCode, starts: Array, times: Array) -> Array:
    """Return the closed-form paths, shape (times, starts, 2)."""
    t = times[:, np.newaxis]
    mean = code("mean_path", mu_0=starts[:, 0], t=t)
    return np.stack([mean, code("log_var_path", lambda_0=starts[:, 1], t=t)], axis=-1)


def _contours(panel: Panel, code: GeneratedCode) -> None:
    mean, log_var = np.linspace(-3, 3, 61), np.linspace(-4, 3, 71)
    grid = np.stack(np.broadcast_arrays(mean, log_var[:, np.newaxis]), axis=-1)
    value = code(VALUE, mean=grid[..., :1], log_var=grid[..., 1:])
    for level in reversed(LEVELS):
        panel.below(mean, log_var, value, level, "c1 level", f"below-{level:g}")
    for level in LEVELS:
        panel.contours(mean, log_var, value, level, "", f"contour-{level:g}")
    # Beside the paths, along a ray from the minimum.
    ray = np.linspace(0, 2.95, 296)
    along = code(VALUE, mean=-ray[:, np.newaxis], log_var=-RAY * ray[:, np.newaxis])
    for level in LEVELS[1:]:
        at = float(np.interp(level, along, ray))
        if at < ray[-1]:
            panel.say(-at, -RAY * at, f"{level:g}", "level-of halo", (0, 3.5))


def _arrow(panel: Panel, path: Array) -> Mark:
    """Return the head of an arrow, some way along a path as it lies on the paper."""
    places = [panel.at(*point) for point in path.tolist()]
    gone = 0.0
    for (x0, y0), (x1, y1) in itertools.pairwise(places):
        step = math.hypot(x1 - x0, y1 - y0)
        gone += step
        if gone > 26:
            break
    u, v = (x1 - x0) / step, (y1 - y0) / step
    corners = [(x1 + 5 * u, y1 + 5 * v), (x1 - 4 * u - 4 * v, y1 - 4 * v + 4 * u),
               (x1 - 4 * u + 4 * v, y1 - 4 * v - 4 * u)]  # fmt: skip
    return area([corners], "head c2")


def _description(code: GeneratedCode, paths: Array) -> str:
    times = STEP * np.arange(0, STEPS + 1, EVERY, dtype=float)
    apart = np.abs(paths[::EVERY] - closed_form(code, STARTS, times)).max()
    end = np.abs(paths[-1]).max()
    digits = math.floor(-math.log10(apart))
    return (
        "Contours of the regulariser over the mean μ and the log-variance λ, and "
        f"{len(STARTS)} paths of steepest descent from around them, all to the minimum at μ = 0, "
        f"λ = 0: after time {STEPS * STEP:g} each is within {math.ceil(end * 1000) / 1000:g} of "
        "it. The paths are integrated from the generated gradient; the points on them are the "
        "closed form μ₀ exp(−t), −log(1 + (exp(−λ₀) − 1) exp(−t/2)), and the two agree to "
        f"{min(digits, 6)} decimal places. Near the minimum the mean relaxes twice as fast as "
        "the log-variance."
    )


FIGURE = Figure(
    name="gradient-flow",
    title="Gradient flow: the closed form on the surface",
    derivations=(
        "gradient_flow_mean", "gradient_flow_mean_start", "gradient_flow_mean_falls",
        "gradient_flow_log_var", "gradient_flow_log_var_start", "gradient_flow_log_var_end",
        "gradient_flow_log_var_falls", "gradient_flow_log_var_rises", "gradient_flow_descent",
        "gradient_flow_rate_mean", "gradient_flow_rate_log_var", "term_roles_log_var",
        "term_roles_convex_in_log_var", "gradient_of_kl_standard_normal_mean",
        "gradient_of_kl_standard_normal_log_var",
    ),
    needs=(
        "kl_standard_normal", "kl_standard_normal_stable", "gradient_of_kl_standard_normal_mean",
        "gradient_of_kl_standard_normal_log_var", "gradient_flow_mean", "gradient_flow_log_var",
    ),
    formulas=("mean_path", "log_var_path"),
    draw=draw,
)  # fmt: skip
