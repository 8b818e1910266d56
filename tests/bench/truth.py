"""Truth: the closed forms in ball arithmetic, at 768 bits or more, on the exact floats given."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from flint import arb, ctx
from joblib import Parallel, delayed
from numpy.typing import NDArray

from tests.bench.rounding import BITS, Truth

PRECISION = 768
MOST = 1 << 15
"""Bits that make all of +, −, × exact on floats, and far more."""
CHUNK = 2000

Balls = list[arb]
Form = Callable[..., Balls]
"""The value; its gradient; and for each of the gradient what an ulp of it is measured in."""


def kl_standard_normal(mean: arb, log_var: arb) -> Balls:
    """Return (e^λ − 1 − λ + μ²)/2, its gradient and the scales of that."""
    slope = log_var.expm1() / 2
    return [slope + (mean**2 - log_var) / 2, mean, slope, mean, slope]


def kl_univariate(mean_1: arb, std_1: arb, mean_2: arb, std_2: arb) -> Balls:
    """Return (r² − 1 − log r² + ((μ1 − μ2)/σ2)²)/2 with r = σ1/σ2, its gradient, its scales.

    The gradient in σ2 vanishes where σ2² = σ1² + (μ1 − μ2)²: its scale is the sum of the
    magnitudes of (σ2² − σ1²)/σ2³ and of (μ1 − μ2)²/σ2³.
    """
    ratio, variance = std_1 / std_2, std_2**2
    # Before any quotient: these sums are exact, and 0 where they should be, if the bits suffice.
    spread, square = (std_1 - std_2) * (std_1 + std_2), (mean_1 - mean_2) ** 2
    value = (spread + square) / (2 * variance) - ratio.log()
    first, slope = (mean_1 - mean_2) / variance, spread / (std_1 * variance)
    second, scale = (-(spread + square) / std_2**3, (abs(spread) + square) / std_2**3)
    return [value, first, slope, -first, second, first, slope, first, scale]


def kl_univariate_standard_normal(mean: arb, std: arb) -> Balls:
    """Return the divergence from the standard normal, its gradient and the scales of that."""
    value, first, slope, *_ = kl_univariate(mean, std, arb(0), arb(1))
    return [value, first, slope, first, slope]


def kl_univariate_log_var(mean_1: arb, log_var_1: arb, mean_2: arb, log_var_2: arb) -> Balls:
    """Return (e^t − 1 − t + (μ1 − μ2)² e^−λ2)/2 with t = λ1 − λ2, its gradient, its scales.

    The gradient in λ2 vanishes where 1 − e^t = (μ1 − μ2)² e^−λ2: its scale is the sum of the
    magnitudes of (e^t − 1)/2 and of (μ1 − μ2)² e^−λ2/2.
    """
    difference, precision = log_var_1 - log_var_2, (-log_var_2).exp()
    slope = difference.expm1() / 2
    first = (mean_1 - mean_2) * precision
    square = first * (mean_1 - mean_2) / 2
    value = slope - difference / 2 + square
    return [
        *(value, first, slope, -first, -(slope + square)),
        *(first, slope, first, abs(slope) + square),
    ]


FORMS: dict[str, Form] = {
    "kl_standard_normal": kl_standard_normal,
    "kl_univariate": kl_univariate,
    "kl_diagonal": kl_univariate,
    "kl_univariate_standard_normal": kl_univariate_standard_normal,
    "kl_univariate_log_var": kl_univariate_log_var,
}


def resolved(form: Form, point: list[float]) -> Balls:
    """Return what a closed form gives at a point, at the precision that it needs.

    Raises
    ------
    ArithmeticError
        If a ball is still wide at `MOST` bits.
    """
    precision = PRECISION
    while precision <= MOST:
        ctx.prec = precision
        balls = form(*map(arb, point))
        if all(ball.rel_accuracy_bits() > BITS + 14 for ball in balls):
            return balls
        precision *= 2
    raise ArithmeticError(f"not resolved at {MOST} bits")


def at_points(name: str, points: NDArray[np.float64]) -> Truth:
    """Return value, gradient and scales at points (n, arguments), as (n, quantities)."""
    form = FORMS[name]
    balls = [resolved(form, point) for point in points.tolist()]
    return Truth.of([ball for row in balls for ball in row]).reshaped(len(balls), -1)


def of_sums(name: str, points: NDArray[np.float64]) -> Truth:
    """Return the values at points (n, k, arguments), summed over k, as (n, 1)."""
    form = FORMS[name]
    sums = [sum((resolved(form, point)[0] for point in row), arb(0)) for row in points.tolist()]
    return Truth.of(sums).reshaped(len(sums), 1)


def truths(
    at: Callable[[str, NDArray[np.float64]], Truth],
    name: str,
    points: Sequence[NDArray[np.floating]],
    jobs: int,
) -> Truth:
    """Return `at_points` or `of_sums` of arguments, one array each, on several cores."""
    stacked = np.stack([np.asarray(p, np.float64) for p in points], axis=-1)
    size = max(1, CHUNK // max(1, stacked[0].size // stacked.shape[-1]))
    chunks = [stacked[start : start + size] for start in range(0, len(stacked), size)]
    return Truth.joined(Parallel(n_jobs=jobs)(delayed(at)(name, chunk) for chunk in chunks))
