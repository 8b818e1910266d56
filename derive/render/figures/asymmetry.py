"""Figures: the divergence the one way and the other way round, on a line and in the plane."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from derive.render.figures.axes import Array, Axis, Panel, numbers
from derive.render.figures.code import GeneratedCode
from derive.render.figures.drawing import Drawing, Figure
from derive.render.figures.marks import Mark, line, words

KL = "derived.gaussian.kl_univariate"
SLOPES = "derived.gaussian.kl_multivariate_grad"
LOG_DENSITY = "derived.normal.multivariate_normal_log_density"
OFFSET = 1.5
HEIGHT, HEIGHT_IN_SPACE = 356, 262
CORRELATION = 0.9
COVARIANCE = np.array([[1.0, CORRELATION], [CORRELATION, 1.0]])


def draw(code: GeneratedCode) -> Drawing:
    """Draw both directions against the standard deviation of q, with equal and unequal means."""
    panel = Panel("directions", Axis(0.25, 4, 26, 350, is_logarithmic=True), Axis(0, 3, 258, 14))
    ticks = [(0.25, "¼"), (0.5, "½"), (1.0, "1"), (2.0, "2"), (4.0, "4")]
    panel.ticks(ticks, numbers(0, 0.5, 1, 1.5, 2, 2.5, 3))
    std = np.geomspace(0.25, 4, 161)
    for offset, weight in ((0.0, "total"), (OFFSET, "thin")):
        there, back = directions(code, offset, std)
        name = "apart" if offset else "together"
        panel.curve(std, there, f"c1 {weight}", f"there-{name}")
        panel.curve(std, back, f"c2 dashed {weight}", f"back-{name}")
        panel.point(1, float(directions(code, offset, np.array([1.0]))[0][0]), "full", 3)
    example = directions(code, 0.0, np.array([2.0]))
    forward, reverse = float(example[0][0]), float(example[1][0])
    panel.point(2, forward, "c1", 3.5, "example-there")
    panel.point(2, reverse, "c2", 3.5, "example-back")
    panel.say(2, forward, f"{forward:.2f}", "c1 halo end", (-7, -4))
    panel.say(2, reverse, f"{reverse:.2f}", "c2 halo", (2, 18))
    legend: list[Mark] = [
        words((350, 290), "σ₁, where σ₂ = 1", "end"),
        line([(26, 311), (54, 311)], "curve c1 total"),
        words((62, 315), "KL(q ‖ p)"),
        line([(140, 311), (168, 311)], "curve c2 dashed total"),
        words((176, 315), "KL(p ‖ q)"),
        words((26, 341), f"thick: μ₁ = μ₂; thin: μ₁ − μ₂ = {OFFSET:g}", "soft"),
    ]
    description = _description(code, std, forward, reverse)
    return Drawing(description, HEIGHT, (panel.group(), *legend))


def directions(code: GeneratedCode, offset: float, std: Array) -> tuple[Array, Array]:
    """Return KL(q ‖ p) and KL(p ‖ q) for q = N(offset, std²) and p = N(0, 1)."""
    there = code(KL, mean_1=offset, std_1=std, mean_2=0.0, std_2=1.0)
    return there, code(KL, mean_1=0.0, std_1=1.0, mean_2=offset, std_2=std)


def _description(code: GeneratedCode, std: Array, forward: float, reverse: float) -> str:
    for offset in (0.0, OFFSET):
        left, right = directions(code, offset, std)
        if not np.array_equal(np.sign((std - 1).round(9)), np.sign((left - right).round(9))):
            raise ValueError("the directions cross elsewhere than claimed: nothing may be drawn")
    apart = float(directions(code, OFFSET, np.array([1.0]))[0][0])
    return (
        "KL(q ‖ p) and KL(p ‖ q) for q = N(μ₁, σ₁²) and p = N(μ₂, 1), against σ₁ from ¼ to 4 on a "
        "logarithmic axis, once with equal means and once with "
        f"means {OFFSET:g} apart. The two directions agree at σ₁ = 1 only, where they are 0 and "
        f"{apart:g}; below it KL(p ‖ q) is the larger, above it KL(q ‖ p). Marked: "
        f"with equal means and σ₁ = 2, KL(q ‖ p) is {forward:.2f} and KL(p ‖ q) is {reverse:.2f}."
    )


def draw_in_space(code: GeneratedCode) -> Drawing:
    """Draw a correlated normal, and the round ones nearest to it in either direction."""
    cases = (
        (nearest(code, forward=True), "smallest KL(q ‖ p)", "c1"),
        (nearest(code, forward=False), "smallest KL(p ‖ q)", "c2"),
    )
    marks: list[Mark] = []
    for place, (variance, label, css) in enumerate(cases):
        left = 28 + 174 * place
        panel = Panel(f"plane-{place}", Axis(-2.5, 2.5, left, left + 154), Axis(-2.5, 2.5, 194, 40))
        panel.ticks(numbers(-2, -1, 0, 1, 2), numbers(-2, -1, 0, 1, 2), grid=False)
        _ellipses(panel, code, COVARIANCE, "p", "thin")
        _ellipses(panel, code, variance * np.eye(2), "q", f"{css} thick dashed")
        marks.append(panel.group())
        marks.append(words((left + 77, 22), label, f"middle {css}"))
        marks.append(words((left + 77, 228), f"variance {variance:.2f}", "middle"))
    said = f"p: correlation {CORRELATION:g} (solid);  q: round (dashed)"
    marks.append(words((180, 252), said, "middle soft"))
    one, other = (variance for variance, _, _ in cases)
    description = (
        f"Contours of p, a normal distribution in the plane with variances 1 and correlation "
        f"{CORRELATION:g}, one and two standard deviations out, and of the round q = N(0, vI) "
        "nearest to it. The q that minimises KL(q ‖ p) has the variance "
        f"v = {one:.2f}, and the ends of p are out of its reach; the q that minimises KL(p ‖ q) "
        f"has v = {other:.2f}, and reaches as far as p in each coordinate. At both the derivative "
        "in v, the trace of the generated gradient, is zero."
    )
    return Drawing(description, HEIGHT_IN_SPACE, tuple(marks))


def nearest(code: GeneratedCode, *, forward: bool) -> float:
    """Return the variance v for which N(0, vI) is nearest to p: a zero of the gradient.

    Parameters
    ----------
    forward : bool
        Whether KL(q ‖ p) is minimised over q, or KL(p ‖ q).
    """
    zero = np.zeros(2)

    def slope(variance: float) -> float:
        round_one = variance * np.eye(2)
        first, second = (round_one, COVARIANCE) if forward else (COVARIANCE, round_one)
        parts = code.parts(SLOPES, mean_1=zero, cov_1=first, mean_2=zero, cov_2=second)
        return float(np.trace(parts[1 if forward else 3]))

    return _zero(slope, 0.01, 10.0)


def _zero(increasing: Callable[[float], float], low: float, high: float) -> float:
    """Return where a function that is negative below and positive above is 0, by halving."""
    if not increasing(low) < 0 < increasing(high):
        raise ValueError("the gradient has no zero where it is looked for")
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if increasing(middle) < 0 else (low, middle)
    return (low + high) / 2


def _ellipses(panel: Panel, code: GeneratedCode, cov: Array, name: str, css: str) -> None:
    """Draw where a density has fallen as far as it has one and two standard deviations out."""
    x = np.linspace(-2.5, 2.5, 101)
    grid = np.stack(np.broadcast_arrays(x, x[:, np.newaxis]), axis=-1)[..., np.newaxis]
    zero = np.zeros((2, 1))
    value = code(LOG_DENSITY, x=grid, mean=zero, cov=cov)[..., 0, 0]
    top = float(code(LOG_DENSITY, x=zero, mean=zero, cov=cov)[0, 0])
    for distance in (1, 2):
        if name == "p":
            panel.below(x, x, -value, distance**2 / 2 - top, "c3", f"inside-{distance}")
        panel.contours(x, x, value, top - distance**2 / 2, css, f"{name}-{distance}")


SHOWN = (
    "kl_asymmetry", "kl_asymmetry_vanishes", "kl_asymmetry_example", "kl_univariate",
)  # fmt: skip
FIGURE = Figure(
    name="kl-asymmetry",
    title="KL(q ‖ p) against KL(p ‖ q)",
    derivations=SHOWN,
    needs=("kl_univariate",),
    formulas=(),
    draw=draw,
)
IN_SPACE = Figure(
    name="kl-asymmetry-in-space",
    title="What each direction takes for nearest",
    derivations=("kl_asymmetry_multivariate", "kl_multivariate"),
    needs=(
        "kl_multivariate", "kl_multivariate_stable", "gradient_of_kl_multivariate_mean_1",
        "gradient_of_kl_multivariate_cov_1", "gradient_of_kl_multivariate_mean_2",
        "gradient_of_kl_multivariate_cov_2",
    ),
    formulas=(),
    draw=draw_in_space,
)  # fmt: skip
