"""Accuracy: how far values and gradients are from the truth, at every point of every stratum."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.bench.functions import FUNCTIONS, SUMMED, Function
from tests.bench.rounding import Truth, ulps
from tests.bench.strata import STRATA, identical, points
from tests.bench.subjects import Subject
from tests.bench.truth import at_points, of_sums, truths

Arrays = Sequence[NDArray[Any]]
Row = dict[str, Any]
DTYPES: dict[str, type] = {"float64": np.float64, "float32": np.float32}
LENGTHS = (16, 256)
"""Over how many elements a sum goes."""
SUM_STRATA = ("generic", "near equality")


def of_elements(
    subjects: Sequence[Subject], function: Function, stratum: str, dtype: str, **options: int
) -> list[Row]:
    """Measure one function at the points of one stratum: a row a subject and quantity.

    Parameters
    ----------
    subjects : sequence of Subject
        What is measured.
    function, stratum, dtype
        Where.
    **options : int
        The number of points, ``size``; the ``seed``; and on how many cores, ``jobs``.
    """
    name, size, seed = function.name, options["size"], options["seed"]
    arguments = points(name, stratum, DTYPES[dtype], size, seed)
    exact = truths(at_points, name, arguments, options["jobs"])
    where = {"function": name, "stratum": stratum, "dtype": dtype}
    distance = _distances(name, arguments) if stratum == "near equality" else None
    rows = []
    for subject in subjects:
        if name in subject.values:
            found = _measured(subject, subject.values[name], arguments, function, exact[:, :1])
            rows += [where | row for row in found(["value"], distance)]
        if name in subject.gradients:
            found = _measured(subject, subject.gradients[name], arguments, function, exact[:, 1:])
            rows += [where | row for row in found(function.arguments, None)]
    return rows


def of_totals(
    subjects: Sequence[Subject], function: Function, stratum: str, dtype: str, **options: int
) -> list[Row]:
    """Measure the sums over the last axis: a row a subject and length."""
    rows = []
    for length in LENGTHS:
        size = max(1, options["size"] // length)
        flat = points(function.name, stratum, DTYPES[dtype], size * length, options["seed"])
        arguments = [argument.reshape(size, length) for argument in flat]
        exact = truths(of_sums, function.name, arguments, options["jobs"])
        for subject in subjects:
            result, said = called(subject, subject.values[function.name], arguments)
            row = tally(result[0], exact[:, 0], arguments[0].dtype, warnings=said)
            rows.append(
                {"function": function.name, "stratum": stratum, "dtype": dtype}
                | {"length": length, "subject": subject.name}
                | row
            )
    return rows


def of_identical(subjects: Sequence[Subject], dtype: str, **options: int) -> list[Row]:
    """Count the values that are not 0 for the same distribution twice."""
    rows = []
    for function in FUNCTIONS:
        arguments = identical(function.name, DTYPES[dtype], options["size"], options["seed"])
        for subject in subjects:
            shaped = _shaped(function, arguments)
            (found,), said = called(subject, subject.values[function.name], shaped)
            rows.append({
                "function": function.name, "dtype": dtype, "subject": subject.name,
                "points": len(arguments[0]), "not 0": int(np.sum(found != 0)), "warnings": said,
            })  # fmt: skip
    return rows


def _shaped(function: Function, arguments: Arrays) -> list[NDArray[Any]]:
    """Return arguments as the function takes them: sums over one element each."""
    return [a[:, np.newaxis] if function.summed else a for a in arguments]


def called(
    subject: Subject, function: Callable[..., Any], arguments: Arrays, is_gradient: bool = False
) -> tuple[list[NDArray[Any]], list[str]]:
    """Return what a function gives, as arrays in the type of its arguments, and its warnings.

    Where it raises an exception, that is one of the warnings, and what it gives is nan.
    """
    given = [subject.array(argument) for argument in arguments]
    with subject.chosen(), warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        try:
            results = function(*given)
            parts = results if isinstance(results, tuple) else (results,)
            found = [np.asarray(subject.finished(part)) for part in parts]
        except Exception as error:  # what a peer raises is part of what is measured
            shapes = [a.shape for a in arguments] if is_gradient else [arguments[0].shape[:1]]
            nan = [np.full(shape, np.nan) for shape in shapes]
            return nan, [f"{type(error).__name__}: {error}".split("\n")[0]]
    said = sorted({str(warning.message) for warning in caught})
    with np.errstate(over="ignore"):
        return [part.astype(arguments[0].dtype) for part in found], said


def _measured(
    subject: Subject,
    formula: Callable[..., Any],
    arguments: Arrays,
    function: Function,
    exact: Truth,
) -> Callable[[Sequence[str], Any], list[Row]]:
    """Return what measures a formula where the truth is finite, and apart from that elsewhere."""
    dtype = arguments[0].dtype
    quantities = exact.high.shape[1] // 2 or 1
    finite = exact[:, :quantities].is_finite(dtype).all(axis=1)
    rows_of = [_shaped(function, [a[where] for a in arguments]) for where in (finite, ~finite)]
    is_gradient = quantities > 1
    found, said = called(subject, formula, rows_of[0], is_gradient)
    some = bool(rows_of[1][0].size)
    beyond = called(subject, formula, rows_of[1], is_gradient)[0] if some else found

    def rows(names: Sequence[str], distance: Any) -> list[Row]:
        made = []
        for number, name in enumerate(names):
            truth, scale = exact[finite, number], None
            if is_gradient:
                scale = exact[finite, quantities + number]
            row = tally(
                found[number].reshape(len(truth)), truth, dtype, scale=scale, warnings=said,
                arguments=[a[finite] for a in arguments] if subject.is_ours else (),
                distance=None if distance is None else distance[finite],
            )  # fmt: skip
            row["beyond the range"] = int(np.sum(~finite))
            if some:
                too_large = ~exact[~finite, number].is_finite(dtype)
                row["finite beyond it"] = int(
                    np.sum(np.isfinite(beyond[number].reshape(len(too_large))[too_large]))
                )
            made.append({"subject": subject.name, "quantity": name} | row)
        return made

    return rows


def tally(
    found: NDArray[Any],
    truth: Truth,
    dtype: Any,
    *,
    scale: Truth | None = None,
    warnings: Sequence[str] = (),
    arguments: Arrays = (),
    distance: NDArray[Any] | None = None,
) -> Row:
    """Count what is wrong with the results at points where the truth is finite."""
    error = ulps(found, truth, scale)
    fit = np.isfinite(error)
    worst = int(np.argmax(np.where(fit, error, -1))) if fit.any() else None
    tiny = fit & ((truth if scale is None else scale).exponent < np.finfo(dtype).minexp)
    row: Row = {
        "points": len(truth),
        "worst": None if worst is None else float(error[worst]),
        "at": [float(a[worst]).hex() for a in arguments] if worst is not None else [],
        "median": float(np.median(error[fit])) if fit.any() else None,
        "worst below the normal range": float(error[tiny].max()) if tiny.any() else None,
        "not finite": int(np.sum(~fit)),
        "negative": int(np.sum(found < 0)) if scale is None else 0,
        "zero": int(np.sum((found == 0) & _is_seen(truth, dtype))),
        "warnings": list(warnings),
    }
    if distance is not None:
        row["by distance"] = _by_octave(distance, error)
    return row


def _is_seen(truth: Truth, dtype: Any) -> NDArray[np.bool_]:
    """Say which numbers do not round to 0."""
    info = np.finfo(dtype)
    shift = np.clip(truth.exponent - (info.minexp - info.nmant), -5000, 100)
    return np.ldexp(abs(truth.high), shift.astype(np.int32)) > 0.5


def _by_octave(distance: NDArray[Any], error: NDArray[Any]) -> list[list[float]]:
    """Return the worst finite error for each power of two of the distance."""
    fit = np.isfinite(error) & (distance > 0)
    octave = np.floor(np.log2(distance[fit])).astype(int)
    return [[2.0 ** float(o), float(error[fit][octave == o].max())] for o in np.unique(octave)]


def _distances(name: str, arguments: Arrays) -> NDArray[Any]:
    """Return how far the two distributions are from one another, in standard deviations."""
    given = [np.asarray(a, np.float64) for a in arguments]
    if name == "kl_standard_normal":
        apart = given
    elif name == "kl_univariate_standard_normal":
        apart = [given[0], given[1] - 1]
    elif name == "kl_univariate_log_var":
        mean_1, log_var_1, mean_2, log_var_2 = given
        apart = [(mean_1 - mean_2) * np.exp(-log_var_2 / 2), log_var_1 - log_var_2]
    else:
        mean_1, std_1, mean_2, std_2 = given
        apart = [(mean_1 - mean_2) / std_2, (std_1 - std_2) / std_2]
    return np.maximum(*map(np.abs, apart))


def measure(
    subjects: Sequence[Subject], progress: Callable[[str], None], **options: int
) -> dict[str, list[Row]]:
    """Measure every function of numbers: the rows of elements, of sums, and of identical ones."""
    elements, sums, same = [], [], []
    for dtype in DTYPES:
        for function in FUNCTIONS:
            for stratum in STRATA:
                progress(f"{function.name}, {stratum}, {dtype}")
                elements += of_elements(subjects, function, stratum, dtype, **options)
        for function in SUMMED:
            for stratum in SUM_STRATA:
                progress(f"sums of {function.name}, {stratum}, {dtype}")
                sums += of_totals(subjects, function, stratum, dtype, **options)
        progress(f"identical distributions, {dtype}")
        same += of_identical(subjects, dtype, **options)
    return {"elements": elements, "sums": sums, "identical": same}
