"""Rounding: exact results to 106 bits, and how many ulp an array is away from them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from flint import arb
from numpy.typing import DTypeLike, NDArray

Floats = NDArray[np.float64]

BITS = 106
"""To how many bits an exact result is kept."""
NOTHING = -(1 << 20)
"""The exponent of 0, below that of every other number, so that its ulp is the smallest one."""


@dataclass(frozen=True)
class Truth:
    """Numbers (high + low)·2**exponent, 1 <= |high + low| < 2; or zeros."""

    high: Floats
    low: Floats
    exponent: NDArray[np.int64]

    @classmethod
    def of(cls, balls: Sequence[arb]) -> Truth:
        """Return the midpoints of balls."""
        parts = [split(ball) for ball in balls]
        high, low, exponent = zip(*parts, strict=True) if parts else ((), (), ())
        return cls(np.array(high, float), np.array(low, float), np.array(exponent, np.int64))

    def __len__(self) -> int:
        return self.high.shape[0]

    def __getitem__(self, where: Any) -> Truth:
        return Truth(self.high[where], self.low[where], self.exponent[where])

    @staticmethod
    def joined(parts: Sequence[Truth]) -> Truth:
        """Return the numbers of several, one after the other."""
        columns = zip(*((p.high, p.low, p.exponent) for p in parts), strict=True)
        return Truth(*(np.concatenate(column) for column in columns))

    def reshaped(self, *shape: int) -> Truth:
        """Return the same numbers in another shape."""
        return Truth(*(part.reshape(shape) for part in (self.high, self.low, self.exponent)))

    def is_finite(self, dtype: DTypeLike) -> NDArray[np.bool_]:
        """Say which numbers round to a finite one."""
        precision, top = _precision(dtype), np.finfo(dtype).maxexp - 1
        above = (self.high - np.copysign(2 - 2.0 ** (1 - precision), self.high)) + self.low
        rounds_up = above * np.sign(self.high) >= 2.0**-precision
        return (self.exponent < top) | ((self.exponent == top) & ~rounds_up)

    def nearest(self, dtype: DTypeLike) -> NDArray[Any]:
        """Return the numbers rounded; not for results below the normal range."""
        return np.ldexp(self.high + self.low, _clipped(self.exponent)).astype(dtype)

    def unit(self, dtype: DTypeLike) -> NDArray[np.int64]:
        """Return the exponents of one ulp of each number."""
        return np.maximum(self.exponent, np.finfo(dtype).minexp) - (_precision(dtype) - 1)


def split(ball: arb) -> tuple[float, float, int]:
    """Return the midpoint of a ball as (high, low, exponent), see `Truth`."""
    mantissa, exponent = ball.mid().man_exp()
    number, power = abs(int(mantissa)), int(exponent)
    if not number:
        return 0.0, 0.0, NOTHING
    sign, size = (-1 if mantissa < 0 else 1), number.bit_length()
    kept = number >> (size - BITS) if size > BITS else number << (BITS - size)
    high, low = divmod(kept, 1 << 53)
    return sign * high * 2.0**-52, sign * low * 2.0**-105, power + size - 1


def ulps(found: NDArray[Any], truth: Truth, scale: Truth | None = None) -> Floats:
    """Return how far the elements of an array are from the truth.

    Parameters
    ----------
    found : ndarray
        float32 or float64.
    truth : Truth
        As many numbers, which round to finite ones.
    scale : Truth, optional
        Of what an ulp is the unit; of the truth itself, where nothing is given.

    Returns
    -------
    ndarray
        In ulp of float32 or float64; inf where `found` is nan or infinite.
    """
    unit = (truth if scale is None else scale).unit(found.dtype)
    shift = _clipped(truth.exponent - unit)
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        scaled = np.ldexp(found.astype(np.float64), _clipped(-unit))
        error = np.abs((scaled - np.ldexp(truth.high, shift)) - np.ldexp(truth.low, shift))
    return np.where(np.isfinite(error), error, np.inf)


def _precision(dtype: DTypeLike) -> int:
    return int(np.finfo(dtype).nmant) + 1


def _clipped(exponent: NDArray[np.int64]) -> NDArray[np.int32]:
    """Return exponents as `ldexp` takes them; beyond ±5000 everything is 0 or infinite."""
    return np.clip(exponent, -5000, 5000).astype(np.int32)
