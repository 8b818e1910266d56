"""Multivariate: covariances drawn, and errors in units of k² u max(cond Σ1, cond Σ2)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from flint import arb, arb_mat, ctx
from joblib import Parallel, delayed
from numpy.random import Generator
from numpy.typing import NDArray

from tests.bench.accuracy import DTYPES, Row, called
from tests.bench.functions import MULTIVARIATE
from tests.bench.rounding import BITS, Truth
from tests.bench.subjects import Subject
from tests.bench.truth import MOST, PRECISION

Arrays = tuple[NDArray[Any], ...]
DIMENSIONS = (1, 2, 3, 5, 8)
STRATA = {
    "generic": "condition numbers to 1e8, 1e3 in float32",
    "near equality": "Σ1 − Σ2 and μ1 − μ2 of 2^U(−52, −1), −23 in float32, in units of Σ2",
    "scaled": "the same as generic, in units of 2^U(−300, 300), ±30 in float32",
}
CHUNK = 250


def drawn(name: str, stratum: str, dtype: str, k: int, size: int, seed: int) -> Arrays:
    """Return the arguments of a function, one array each."""
    place = [list(MULTIVARIATE).index(name), list(STRATA).index(stratum), list(DTYPES).index(dtype)]
    rng, single = np.random.default_rng([seed, k, *place]), dtype == "float32"
    decades = 1.0 if stratum == "near equality" else 3.0 if single else 8.0
    cov_2 = _covariance(rng, size, k, decades)
    scale = np.ones((size, 1, 1))
    if stratum == "scaled":
        scale = np.exp2(np.round(rng.uniform(-30, 30, scale.shape) * (1 if single else 10)))
    if name == "kl_standard_normal_cov":
        cov_2 = np.broadcast_to(np.eye(k), cov_2.shape)
    if stratum == "near equality":
        low = -23 if single else -52
        small = np.exp2(rng.uniform(low, -1, (size, 1, 1)))
        factor = np.linalg.cholesky(cov_2)
        error = rng.uniform(-1, 1, (size, k, k))
        cov_1 = cov_2 + factor @ (small / (2 * k) * (error + error.mT)) @ factor.mT
        shift = factor @ (small * rng.uniform(-1, 1, (size, k, 1)))
    else:
        cov_1 = _covariance(rng, size, k, decades)
        shift = rng.normal(size=(size, k, 1)) * np.sqrt(scale)
    cov_1, cov_2 = (_symmetric(scale * cov, dtype) for cov in (cov_1, cov_2))
    if name == "kl_standard_normal_cov":
        return shift[..., 0].astype(DTYPES[dtype]), cov_1
    mean_2 = rng.normal(size=(size, k, 1)) * np.sqrt(scale)
    mean_1, mean_2 = ((m[..., 0]).astype(DTYPES[dtype]) for m in (mean_2 + shift, mean_2))
    return mean_1, cov_1, mean_2, cov_2


def _covariance(rng: Generator, size: int, k: int, decades: float) -> NDArray[np.float64]:
    """Return positive definite matrices with condition numbers to 10^decades."""
    basis, _ = np.linalg.qr(rng.normal(size=(size, k, k)))
    spread = rng.uniform(0, decades, (size, 1)) / 2
    values = 10.0 ** (rng.uniform(-1, 1, (size, k)) * spread)
    return (basis * values[:, np.newaxis]) @ basis.mT


def _symmetric(cov: NDArray[np.float64], dtype: str) -> NDArray[Any]:
    """Return matrices rounded, whose halves agree to the bit."""
    lower = np.tril(cov).astype(DTYPES[dtype])
    return lower + np.tril(lower, -1).mT


def forms(*arguments: list[Any]) -> list[arb]:
    """Return value and gradient in means and covariances, entry by entry, of one pair."""
    if len(arguments) == 2:
        k = len(arguments[0])
        pair = (*arguments, [0.0] * k, [[float(i == j) for j in range(k)] for i in range(k)])
        value, *entries = forms(*pair)
        return [value, *entries[: k + k * k]]
    mean_1, cov_1, mean_2, cov_2 = arguments
    if (mean_1, cov_1) == (mean_2, cov_2):
        return [arb(0)] * (1 + 2 * (len(mean_1) + len(mean_1) ** 2))
    first, second = arb_mat(cov_1), arb_mat(cov_2)
    inverse_1, inverse_2 = first.inv(), second.inv()
    d = arb_mat([[arb(a) - arb(b)] for a, b in zip(mean_1, mean_2, strict=True)])
    whitened, slope = inverse_2 * first, inverse_2 * d
    square = (d.transpose() * slope)[0, 0]
    value = (whitened.trace() - len(mean_1) + square - whitened.det().log()) / 2
    slope_1 = (inverse_2 - inverse_1) / 2
    slope_2 = (inverse_2 - whitened * inverse_2 - slope * slope.transpose()) / 2
    matrices = (slope, slope_1, -slope, slope_2)
    return [value, *(entry for matrix in matrices for entry in matrix.entries())]


def at_points(arguments: Arrays) -> Truth:
    """Return value and gradient entries of each pair, as (n, quantities)."""
    rows = [_resolved(*pair) for pair in zip(*(a.tolist() for a in arguments), strict=True)]
    return Truth.of([ball for row in rows for ball in row]).reshaped(len(rows), -1)


def _resolved(*arguments: list[Any]) -> list[arb]:
    precision = PRECISION
    while precision <= MOST:
        ctx.prec = precision
        balls = forms(*arguments)
        # An entry of a gradient may vanish: it is measured against its matrix.
        if balls[0].rel_accuracy_bits() > BITS:
            return balls
        precision *= 2
    raise ArithmeticError(f"not resolved at {MOST} bits")


def truths(arguments: Arrays, jobs: int) -> Truth:
    """Return the same on several cores."""
    as_float64 = [np.asarray(a, np.float64) for a in arguments]
    chunks = [
        tuple(a[start : start + CHUNK] for a in as_float64)
        for start in range(0, len(as_float64[0]), CHUNK)
    ]
    return Truth.joined(Parallel(n_jobs=jobs)(delayed(at_points)(chunk) for chunk in chunks))


def scales(arguments: Arrays) -> list[NDArray[np.float64]]:
    """Return what the gradients are measured against: the product of the magnitudes of factors.

    |Σ2⁻¹| |μ1 − μ2| for means, |Σ2⁻¹| |Σ1 − Σ2| |Σ1⁻¹|/2 for Σ1 and
    |Σ2⁻¹| (|Σ1 − Σ2| + |μ1 − μ2| |μ1 − μ2|ᵀ) |Σ2⁻¹|/2 for Σ2: their largest entries.
    """
    mean_1, cov_1, mean_2, cov_2 = (np.asarray(a, np.float64) for a in _pair(arguments))
    inverse_1, inverse_2 = abs(np.linalg.inv(cov_1)), abs(np.linalg.inv(cov_2))
    d, apart = abs(mean_1 - mean_2)[..., np.newaxis], abs(cov_1 - cov_2)
    mean = inverse_2 @ d
    first = inverse_2 @ apart @ inverse_1 / 2
    second = inverse_2 @ (apart + d @ d.mT) @ inverse_2 / 2
    largest = [matrix.max(axis=(-2, -1)) for matrix in (mean, first, mean, second)]
    return largest[: len(arguments)]


def _pair(arguments: Arrays) -> Arrays:
    if len(arguments) == 4:
        return arguments
    mean, cov = arguments
    return mean, cov, np.zeros_like(mean), np.broadcast_to(np.eye(cov.shape[-1]), cov.shape)


def units(arguments: Arrays) -> NDArray[np.float64]:
    """Return k² u max(cond Σ1, cond Σ2)."""
    covariances = [np.asarray(a, np.float64) for a in _pair(arguments)[1::2]]
    k, u = covariances[0].shape[-1], np.finfo(arguments[0].dtype).eps / 2
    return k**2 * u * np.maximum(*map(np.linalg.cond, covariances))


def of_dimension(
    subjects: Sequence[Subject], name: str, stratum: str, dtype: str, k: int, **options: int
) -> list[Row]:
    """Measure one function on the pairs of one dimension: a row a subject and quantity."""
    size = max(2, options["size"] // len(DIMENSIONS))
    arguments = drawn(name, stratum, dtype, k, size, options["seed"])
    exact, unit, against = truths(arguments, options["jobs"]), units(arguments), scales(arguments)
    where = {"function": name, "stratum": stratum, "dtype": dtype, "k": k}
    rows = []
    for subject in subjects:
        if name in subject.values:
            (found, *_), said = called(subject, subject.values[name], arguments)
            size_of = abs(np.ldexp(exact.high[:, 0], exact.exponent[:, 0].astype(np.int32)))
            error = _relative(_off(found, exact[:, :1]), size_of)
            same = _identical(subject, name, arguments)
            row = {"subject": subject.name, "quantity": "value", "not 0 for identical": same}
            rows.append(where | row | _row(found, error / unit, said))
        if name in subject.gradients:
            parts, said = called(subject, subject.gradients[name], arguments, True)
            start = 1
            for argument, part, scale in zip(MULTIVARIATE[name], parts, against, strict=True):
                end = start + part[0].size
                error = _relative(_off(part, exact[:, start:end]), scale)
                row = {"subject": subject.name, "quantity": argument}
                rows.append(where | row | _row(None, error / unit, said))
                start = end
    return rows


def _off(found: NDArray[Any], exact: Truth) -> NDArray[np.float64]:
    """Return the largest error of the entries of each result; nan where one is not finite."""
    exponent = exact.exponent.astype(np.int32)
    flat = found.astype(np.float64).reshape(len(found), -1)
    error = (flat - np.ldexp(exact.high, exponent)) - np.ldexp(exact.low, exponent)
    return np.asarray(abs(error).max(axis=1))


def _relative(error: NDArray[np.float64], size: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return errors in units of a size; where that is 0, inf for anything but no error."""
    beside_nothing = np.where(error == 0, 0.0, np.inf)
    return np.where(size > 0, error / np.where(size > 0, size, 1), beside_nothing)


def _identical(subject: Subject, name: str, arguments: Arrays) -> int:
    """Count the values that are not 0 for the same distribution twice."""
    mean, cov = arguments[-2:]
    if len(arguments) == 2:
        mean, cov = np.zeros_like(mean), np.broadcast_to(np.eye(mean.shape[-1]), cov.shape)
        pair = (mean, cov.astype(mean.dtype))
    else:
        pair = (mean, cov, mean, cov)
    (found, *_), _ = called(subject, subject.values[name], pair)
    return int(np.sum(found != 0))


def _row(found: NDArray[Any] | None, error: NDArray[np.float64], said: list[str]) -> Row:
    fit = np.isfinite(error)
    return {
        "points": len(error),
        "worst": float(error[fit].max()) if fit.any() else None,
        "not finite": int(np.sum(~fit)),
        "negative": 0 if found is None else int(np.sum(found < 0)),
        "warnings": said,
    }


def measure(
    subjects: Sequence[Subject],
    progress: Callable[[str], None],
    dimensions: Sequence[int] = DIMENSIONS,
    **options: int,
) -> list[Row]:
    """Measure every function of matrices."""
    rows: list[Row] = []
    for dtype in DTYPES:
        for name in MULTIVARIATE:
            for stratum in STRATA:
                progress(f"{name}, {stratum}, {dtype}")
                for k in dimensions:
                    rows += of_dimension(subjects, name, stratum, dtype, k, **options)
    return rows
