"""The divergences and their gradients in 1,400-bit arithmetic, for what libraries compute.

Written down once more, as in a textbook; at this precision their cancellations do no harm.
"""

import math

import flint
import numpy as np

BITS = 1400


def standard_normal(mean, log_var):
    return (log_var.exp() - 1 - log_var + mean**2) / 2


def pair(mean_1, std_1, mean_2, std_2):
    ratio = (std_1 / std_2) ** 2
    return (ratio - 1 - ratio.log() + ((mean_1 - mean_2) / std_2) ** 2) / 2


def from_the_prior(mean, std):
    return (std**2 - 1 - (std**2).log() + mean**2) / 2


def log_variances(mean_1, log_var_1, mean_2, log_var_2):
    offset = (mean_1 - mean_2) ** 2 * (-log_var_2).exp()
    return ((log_var_1 - log_var_2).exp() - 1 - (log_var_1 - log_var_2) + offset) / 2


# Each part of a gradient, by its terms: their sum is the value, their moduli what errors count in.


def standard_normal_grad(mean, log_var):
    return [mean], [(log_var.exp() - 1) / 2]


def pair_grad(mean_1, std_1, mean_2, std_2):
    offset = mean_1 - mean_2
    return (
        [offset / std_2**2],
        [std_1 / std_2**2 - 1 / std_1],
        [-offset / std_2**2],
        [1 / std_2, -(std_1**2) / std_2**3, -(offset**2) / std_2**3],
    )


def log_variances_grad(mean_1, log_var_1, mean_2, log_var_2):
    offset, slope = mean_1 - mean_2, ((log_var_1 - log_var_2).exp() - 1) / 2
    scale = (-log_var_2).exp()
    return [offset * scale], [slope], [-offset * scale], [-slope, -(offset**2) * scale / 2]


VALUES = {
    "kl_univariate": pair,
    "kl_univariate_standard_normal": from_the_prior,
    "kl_diagonal": pair,
    "kl_standard_normal": standard_normal,
    "kl_univariate_log_var": log_variances,
}
GRADIENTS = {
    "kl_univariate": pair_grad,
    "kl_diagonal": pair_grad,
    "kl_standard_normal": standard_normal_grad,
    "kl_univariate_log_var": log_variances_grad,
}
ARGUMENTS = {
    "kl_univariate": ("mean_1", "std_1", "mean_2", "std_2"),
    "kl_univariate_standard_normal": ("mean", "std"),
    "kl_diagonal": ("mean_1", "std_1", "mean_2", "std_2"),
    "kl_standard_normal": ("mean", "log_var"),
    "kl_univariate_log_var": ("mean_1", "log_var_1", "mean_2", "log_var_2"),
    "kl_multivariate": ("mean_1", "cov_1", "mean_2", "cov_2"),
    "kl_standard_normal_cov": ("mean", "cov"),
}
SUMMED = {"kl_diagonal", "kl_standard_normal"}
DTYPES = (np.float64, np.float32)
POINTS = 150


def point(name, dtype, near=False, seed=0):
    """Return seeded arguments of shape (POINTS,): of any two distributions, or of two near ones."""
    random = np.random.default_rng([seed, near])

    def closeness():
        powers = random.uniform(1 - np.finfo(dtype).nmant, -1, POINTS)
        return random.choice([-1, 1], POINTS) * 2.0**powers

    drawn = {}
    for argument in ARGUMENTS[name]:
        first = f"{argument[:-1]}1" if argument.endswith("_2") else None
        if near and first:
            drawn[argument] = drawn[first] * (1 + closeness())
        elif near and "_" not in argument.removeprefix("log_"):
            drawn[argument] = closeness() + (argument == "std")
        else:
            values = random.normal(size=POINTS) * (1 if near else 3)
            drawn[argument] = np.exp(values) if argument.startswith("std") else values
    return [drawn[argument].astype(dtype) for argument in ARGUMENTS[name]]


def exact(function, arrays):
    """Return what a function of arb numbers gives at each point."""
    with flint.ctx.workprec(BITS):
        return [function(*map(flint.arb, map(float, at))) for at in zip(*arrays, strict=True)]


def ulps(found, terms, dtype):
    """Return the largest error of some floats, in units of the last place of the sums of terms."""
    worst = 0.0
    with flint.ctx.workprec(BITS):
        for value, parts in zip(np.asarray(found, np.float64).tolist(), terms, strict=True):
            size = float(sum(map(abs, parts), flint.arb(0)))
            assert math.isfinite(value)
            unit = float(np.spacing(dtype(size)))
            worst = max(worst, float(abs(flint.arb(value) - sum(parts, flint.arb(0))) / unit))
    return worst


def covariances(random, batch, size, dtype=np.float64):
    """Return well-conditioned covariances (batch, size, size)."""
    root = random.normal(size=(batch, size, size))
    return (root @ root.mT / 2 + np.eye(size) / 4).astype(dtype)


def exact_multivariate(mean_1, cov_1, mean_2, cov_2):
    """Return the divergence between two normal distributions on space, an arb number."""
    with flint.ctx.workprec(BITS):
        first, second = (flint.arb_mat(c.tolist()) for c in (cov_1, cov_2))
        offset = flint.arb_mat((mean_1[:, None] - 0).tolist()) - flint.arb_mat(
            mean_2[:, None].tolist()
        )
        spread = second.solve(first)
        trace = sum((spread[n, n] for n in range(len(mean_1))), flint.arb(0))
        square = (offset.transpose() * second.solve(offset))[0, 0]
        return (trace - len(mean_1) - (first.det() / second.det()).log() + square) / 2
