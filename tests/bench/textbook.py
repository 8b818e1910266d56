"""Textbook: the formulas that people paste, over any array library."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Formulas = dict[str, Callable[..., Any]]


def values(xp: Any) -> Formulas:
    """Return the divergences, computed as textbooks and repositories write them."""

    def kl_standard_normal(mean: Any, log_var: Any) -> Any:
        return -0.5 * xp.sum(1 + log_var - mean**2 - xp.exp(log_var), -1)

    def kl_univariate(mean_1: Any, std_1: Any, mean_2: Any, std_2: Any) -> Any:
        return xp.log(std_2 / std_1) + (std_1**2 + (mean_1 - mean_2) ** 2) / (2 * std_2**2) - 0.5

    def kl_univariate_standard_normal(mean: Any, std: Any) -> Any:
        return 0.5 * (std**2 + mean**2 - 1 - xp.log(std**2))

    def kl_univariate_log_var(mean_1: Any, log_var_1: Any, mean_2: Any, log_var_2: Any) -> Any:
        square = (mean_1 - mean_2) ** 2 * xp.exp(-log_var_2)
        return 0.5 * (-1.0 + log_var_2 - log_var_1 + xp.exp(log_var_1 - log_var_2) + square)

    def kl_multivariate(mean_1: Any, cov_1: Any, mean_2: Any, cov_2: Any) -> Any:
        inverse, d = xp.linalg.inv(cov_2), mean_1 - mean_2
        trace = xp.einsum("...ij,...ji->...", inverse, cov_1)
        square = xp.einsum("...i,...ij,...j->...", d, inverse, d)
        log_det = xp.linalg.slogdet(cov_2)[1] - xp.linalg.slogdet(cov_1)[1]
        return 0.5 * (log_det - mean_1.shape[-1] + trace + square)

    def kl_standard_normal_cov(mean: Any, cov: Any) -> Any:
        trace, square = xp.einsum("...ii->...", cov), xp.sum(mean**2, -1)
        return 0.5 * (trace + square - mean.shape[-1] - xp.linalg.slogdet(cov)[1])

    return {
        "kl_standard_normal": kl_standard_normal,
        "kl_univariate": kl_univariate,
        "kl_diagonal": lambda *arguments: xp.sum(kl_univariate(*arguments), -1),
        "kl_univariate_standard_normal": kl_univariate_standard_normal,
        "kl_univariate_log_var": kl_univariate_log_var,
        "kl_multivariate": kl_multivariate,
        "kl_standard_normal_cov": kl_standard_normal_cov,
    }


def gradients(xp: Any) -> Formulas:
    """Return their gradients, computed the same way."""

    def kl_standard_normal(mean: Any, log_var: Any) -> tuple[Any, ...]:
        return mean, 0.5 * (xp.exp(log_var) - 1)

    def kl_univariate(mean_1: Any, std_1: Any, mean_2: Any, std_2: Any) -> tuple[Any, ...]:
        d, variance = mean_1 - mean_2, std_2**2
        first = d / variance
        return first, std_1 / variance - 1 / std_1, -first, 1 / std_2 - (std_1**2 + d**2) / std_2**3

    def kl_univariate_standard_normal(mean: Any, std: Any) -> tuple[Any, ...]:
        return mean, std - 1 / std

    def kl_univariate_log_var(
        mean_1: Any, log_var_1: Any, mean_2: Any, log_var_2: Any
    ) -> tuple[Any, ...]:
        d, ratio, precision = mean_1 - mean_2, xp.exp(log_var_1 - log_var_2), xp.exp(-log_var_2)
        first = d * precision
        return first, 0.5 * (ratio - 1), -first, 0.5 * (1 - ratio - d**2 * precision)

    return {
        "kl_standard_normal": kl_standard_normal,
        "kl_univariate": kl_univariate,
        "kl_diagonal": kl_univariate,
        "kl_univariate_standard_normal": kl_univariate_standard_normal,
        "kl_univariate_log_var": kl_univariate_log_var,
    }
