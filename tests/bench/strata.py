"""Strata: points drawn over the ordinals of floats, each stratum where another error is made.

An ordinal is the place of a float among all floats, so that every power of two is as likely as
the next one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from tests.bench.functions import BY_NAME

Floats = NDArray[Any]
STRATA = {
    "generic": "±μ and σ from 1e−3 to 1e3, ±λ from 1e−3 to 10",
    "near equality": "σ1/σ2, λ1/λ2, μ1/μ2 = 1 ± 2^U(−52, −1), −23 in float32, or equal",
    "extreme": "σ from 1e−300 to 1e300, ±λ from 1/8 to 710; in float32 from 1e−36 to 1e36, and 88",
    "mixed": "each argument from a stratum of its own",
    "subnormal": "results about and below the smallest normal number",
}


@dataclass(frozen=True)
class Draw:
    """Random floats of one type."""

    rng: Generator
    size: int
    dtype: type

    @property
    def is_double(self) -> bool:
        """Whether it draws float64."""
        return self.dtype is np.float64

    def between(self, low: float, high: float) -> Floats:
        """Return positive floats, uniform over the ordinals from low to high."""
        ordinals = np.uint64 if self.is_double else np.uint32
        ends = np.array([low, high], self.dtype).view(ordinals)
        return self.rng.integers(*ends, self.size, ordinals, endpoint=True).view(self.dtype)

    def signed(self, low: float, high: float) -> Floats:
        """Return the same with either sign."""
        return self.between(low, high) * self.sign()

    def sign(self) -> Floats:
        """Return 1 or −1."""
        return self.rng.choice(np.array([-1, 1], self.dtype), self.size)

    def power(self, low: float, high: float) -> Floats:
        """Return ±2^U(low, high)."""
        return (self.sign() * 2.0 ** self.rng.uniform(low, high, self.size)).astype(self.dtype)

    def closeness(self) -> Floats:
        """Return ±2^U(−52, −1), or ±2^U(−23, −1) in float32."""
        return self.power(-52 if self.is_double else -23, -1)

    def near(self, x: Floats) -> Floats:
        """Return x·(1 ± 2^U)."""
        return x * (1 + self.closeness())

    def sometimes(self, x: Floats, y: Floats | float, share: float = 0.25) -> Floats:
        """Return x, but y for a share of the points."""
        return np.where(self.rng.random(self.size) < share, y, x).astype(self.dtype)

    def smallest(self) -> Floats:
        """Return ±2^U about the roots of numbers below the normal range."""
        return self.power(-538, -510) if self.is_double else self.power(-76, -62)

    def extreme(self) -> Floats:
        """Return a standard deviation as large or small as may be."""
        return self.between(1e-300, 1e300) if self.is_double else self.between(1e-36, 1e36)

    def far(self) -> Floats:
        """Return a number whose square is finite."""
        return self.signed(1e-150, 1e150) if self.is_double else self.signed(1e-18, 1e18)

    def log_var(self) -> Floats:
        """Return a log-variance as large or small as may be."""
        return self.signed(0.125, 710 if self.is_double else 88)


Columns = tuple[Floats, ...]


def one_log_var(draw: Draw, stratum: str) -> Columns:
    """Draw (mean, log_var) of the divergence from the standard normal distribution."""
    if stratum == "generic":
        return draw.signed(1e-3, 1e3), draw.signed(1e-3, 10)
    if stratum == "near equality":
        return draw.sometimes(draw.closeness(), 0), draw.sometimes(draw.closeness(), 0, 0.1)
    if stratum == "extreme":
        return draw.far(), draw.log_var()
    return draw.smallest(), draw.smallest()


def one_std(draw: Draw, stratum: str) -> Columns:
    """Draw (mean, std) of the divergence from the standard normal distribution."""
    one = np.ones(draw.size, draw.dtype)
    if stratum == "generic":
        return draw.signed(1e-3, 1e3), draw.between(1e-3, 1e3)
    if stratum == "near equality":
        return draw.sometimes(draw.closeness(), 0), draw.sometimes(draw.near(one), 1, 0.1)
    if stratum == "extreme":
        return draw.far(), draw.extreme()
    return draw.smallest(), one


def two_log_vars(draw: Draw, stratum: str) -> Columns:
    """Draw (mean_1, log_var_1, mean_2, log_var_2)."""
    if stratum == "generic":
        means = draw.signed(1e-3, 1e3), draw.signed(1e-3, 1e3)
        return means[0], draw.signed(1e-3, 10), means[1], draw.signed(1e-3, 10)
    if stratum == "near equality":
        log_var = draw.signed(1e-3, 10)
        mean = draw.signed(0.125, 8) * np.exp(log_var / 2)
        other = draw.sometimes(draw.near(log_var), log_var, 0.1)
        return draw.sometimes(draw.near(mean), mean), other, mean, log_var
    if stratum == "extreme":
        log_var = draw.log_var()
        distance = draw.power(-30, 30) * np.exp(log_var / 2)
        mean = draw.sometimes(draw.far(), 0, 0.5)
        return draw.sometimes(mean + distance, draw.far()), draw.log_var(), mean, log_var
    log_var = draw.sometimes(draw.smallest(), draw.log_var(), 0.5)
    other = np.where(abs(log_var) < 0.1, draw.smallest(), log_var)
    mean = draw.sometimes(draw.smallest(), 0, 0.5) * np.exp(log_var / 2)
    return draw.smallest() * np.exp(log_var / 2), other, mean, log_var


def two_stds(draw: Draw, stratum: str) -> Columns:
    """Draw (mean_1, std_1, mean_2, std_2)."""
    if stratum == "generic":
        means = draw.signed(1e-3, 1e3), draw.signed(1e-3, 1e3)
        return means[0], draw.between(1e-3, 1e3), means[1], draw.between(1e-3, 1e3)
    if stratum == "near equality":
        std = draw.between(1e-3, 1e3)
        mean = draw.signed(0.125, 8) * std
        other = draw.sometimes(draw.near(std), std, 0.1)
        return draw.sometimes(draw.near(mean), mean), other, mean, std
    if stratum == "extreme":
        std = draw.sometimes(draw.extreme(), draw.between(1e-30, 1e30))
        mean = draw.sometimes(std * draw.power(-30, 30), 0, 0.5)
        far = mean + std * draw.power(-30, 30)
        other = draw.sometimes(draw.extreme(), std * draw.between(1e-9, 1e9))
        return draw.sometimes(far, draw.far()), other, mean, std
    std = draw.between(1e-3, 1e3)
    mean = draw.sometimes(draw.smallest(), 0, 0.5) * std
    return draw.smallest() * std, std, mean, std


RECIPES: dict[str, Callable[[Draw, str], Columns]] = {
    "kl_standard_normal": one_log_var,
    "kl_univariate": two_stds,
    "kl_diagonal": two_stds,
    "kl_univariate_standard_normal": one_std,
    "kl_univariate_log_var": two_log_vars,
}


def _legal(name: str, drawn: Columns) -> Columns:
    """Return arguments with what is no float moved to the end of the range."""
    smallest = np.finfo(drawn[0].dtype).smallest_subnormal
    finite = zip(BY_NAME[name].arguments, map(np.nan_to_num, drawn), strict=True)
    return tuple(np.maximum(c, smallest) if "std" in argument else c for argument, c in finite)


def points(name: str, stratum: str, dtype: type, size: int, seed: int) -> Columns:
    """Return the arguments of a function at the points of a stratum, one array each."""
    place = [sorted(RECIPES).index(name), list(STRATA).index(stratum), np.dtype(dtype).itemsize]
    draw = Draw(np.random.default_rng([seed, *place]), size, dtype)
    with np.errstate(all="ignore"):
        return _drawn(draw, name, stratum)


def _drawn(draw: Draw, name: str, stratum: str) -> Columns:
    if stratum != "mixed":
        return _legal(name, RECIPES[name](draw, stratum))
    drawn = [_legal(name, RECIPES[name](draw, other)) for other in STRATA if other != "mixed"]
    choices = (draw.rng.integers(0, len(drawn), draw.size) for _ in drawn[0])
    return tuple(
        np.choose(which, column)
        for which, column in zip(choices, zip(*drawn, strict=True), strict=True)
    )


def identical(name: str, dtype: type, size: int, seed: int) -> Columns:
    """Return arguments that give the same distribution twice."""
    if name == "kl_standard_normal":
        return np.array([0, -0.0], dtype), np.array([0, -0.0], dtype)
    if name == "kl_univariate_standard_normal":
        return np.array([0, -0.0], dtype), np.ones(2, dtype)
    mean, spread = (
        np.concatenate([points(name, s, dtype, size, seed)[i] for s in STRATA]) for i in (2, 3)
    )
    return mean, spread, mean, spread
