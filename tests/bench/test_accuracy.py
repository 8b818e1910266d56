"""Bounds on the error of the generated functions, on every path; and that each bound can break."""

import warnings
from dataclasses import replace

import numpy as np
import pytest
from flint import arb

from tests.bench import accuracy, multivariate, paths
from tests.bench.bounds import bounds, goals
from tests.bench.functions import BY_NAME
from tests.bench.rounding import Truth
from tests.bench.subjects import Subject, ours
from tests.bench.truth import at_points, of_sums

SIZE = 1000


def quiet(what):
    """Say nothing of progress."""


def measured(subjects, size, dimensions=(1, 2, 5)):
    options = {"size": size, "seed": 11, "jobs": 1}
    rows = accuracy.measure(subjects, quiet, **options)
    rows["multivariate"] = multivariate.measure(subjects, quiet, dimensions, **options)
    return rows


@pytest.fixture(scope="module")
def found():
    """Measure all our paths at the same points."""
    subjects = [ours(path) for path in paths.paths()]
    rows = measured(subjects, SIZE)
    return {bound: bound for bound in bounds(rows, [subject.name for subject in subjects])}


@pytest.mark.parametrize("path", [paths.NUMPY, paths.FAST])
@pytest.mark.parametrize("about", [*BY_NAME, "multivariate", "results", "values", "warnings"])
def test_the_bounds_hold(found, path, about):
    if path not in paths.paths():
        pytest.skip(f"the path {path!r} is {paths.why_not_fast()}")
    mine = [b for b in found if b.subject == f"derived, {path}" and b.what.startswith(about)]
    mine = [b for b in mine if about not in BY_NAME or b.what.startswith(f"{about},")]
    assert mine
    assert [b for b in mine if not b.holds] == []


def rounded(arguments, name, at, dtype):
    """Return value and gradient as they should be."""
    stacked = np.stack([np.asarray(a, np.float64) for a in arguments], axis=-1)
    exact = at(name, stacked)
    quantities = len(arguments) + 1
    with np.errstate(over="ignore", under="ignore"):
        return [exact[:, n].nearest(dtype) for n in range(min(quantities, exact.high.shape[1]))]


def perfect():
    """Return a subject that rounds the truth."""

    def value(name):
        def call(*arguments):
            dtype = arguments[0].dtype
            if not BY_NAME[name].summed:
                return rounded(arguments, name, at_points, dtype)[0]
            return rounded(arguments, name, of_sums, dtype)[0]

        return call

    def gradient(name):
        def call(*arguments):
            shape, dtype = arguments[0].shape, arguments[0].dtype
            flat = [a.reshape(-1) for a in arguments]
            return tuple(part.reshape(shape) for part in rounded(flat, name, at_points, dtype)[1:])

        return call

    def in_space(*arguments):
        exact = multivariate.at_points([np.asarray(a, np.float64) for a in arguments])
        return exact[:, 0].nearest(arguments[0].dtype)

    values = {name: value(name) for name in BY_NAME}
    return Subject(
        name="perfect",
        values=values | dict.fromkeys(multivariate.MULTIVARIATE, in_space),
        gradients={name: gradient(name) for name in BY_NAME},
        both={},
    )


def changed(change):
    """Return the perfect subject with its values changed."""
    subject = perfect()

    def call(value):
        return lambda *arguments: change(value(*arguments))

    return replace(subject, values={name: call(v) for name, v in subject.values.items()})


def broken(subject):
    found = bounds(measured([subject], 40, (1,)), ["perfect"])
    return [bound.what for bound in found if not bound.holds]


def test_what_is_rounded_once_keeps_every_bound():
    assert broken(perfect()) == []


def test_errors_of_a_few_ulp_break_the_bounds_on_ulp():
    what = broken(changed(lambda value: value * (1 + 9 * np.finfo(value.dtype).eps)))
    for name in BY_NAME:
        for dtype in ("float64", "float32"):
            assert f"{name}, {dtype}, value: ulp" in what
    assert any(w.endswith("sum: ulp") for w in what)


def test_a_relative_error_of_a_thousandth_breaks_the_bounds_in_space():
    what = broken(changed(lambda value: value * value.dtype.type(1.001)))
    assert "multivariate, float64, value: k² u max cond" in what


def test_losing_what_is_below_the_normal_range_breaks_its_bound():
    def flushed(value):
        tiny = np.finfo(value.dtype).tiny
        return np.where(abs(value) < tiny, 0, value).astype(value.dtype)

    assert "results below the normal range: spacings" in broken(changed(flushed))


def test_signs_zeros_nan_and_warnings_break_theirs():
    def warned(value):
        warnings.warn("overflow encountered in exp", RuntimeWarning, stacklevel=1)
        return value

    for what, change in (
        ("values below 0", np.negative),
        ("values not 0 for identical distributions", lambda value: value + value.dtype.type(1)),
        ("results that are nan or infinite", lambda value: value * value.dtype.type(np.inf)),
        ("warnings and errors", warned),
    ):
        with np.errstate(all="ignore"):
            assert what in broken(changed(change))


def test_a_gradient_is_bounded_as_well():
    subject = perfect()
    gradients = {
        name: lambda *a, g=gradient: tuple(part * 1.001 for part in g(*a))
        for name, gradient in subject.gradients.items()
    }
    what = broken(replace(subject, gradients=gradients))
    assert {w for w in what if "gradient" in w} == set(what) - {
        "results below the normal range: spacings"
    }
    assert len([w for w in what if "gradient" in w]) == 2 * len(BY_NAME)


def test_what_raises_an_error_is_a_row_and_not_the_end():
    def refuse(*arguments):
        raise ValueError("no")

    subject = replace(perfect(), values=dict.fromkeys(BY_NAME, refuse), gradients={})
    rows = accuracy.measure([subject], quiet, size=20, seed=1, jobs=1)
    assert all(row["warnings"] == ["ValueError: no"] for row in rows["elements"])
    assert all(row["worst"] is None for row in rows["elements"])


@pytest.mark.parametrize(("largest", "warned"), [(1e200, False), (1e154, True)])
def test_warnings_are_of_points_whose_result_is_finite(monkeypatch, largest, warned):
    drawn = np.array([largest, 1.0]), np.array([0.5, 0.5])
    monkeypatch.setattr(accuracy, "points", lambda *where: drawn)
    subject = replace(perfect(), values={"kl_standard_normal": lambda m, v: (4 * m**2)[:, 0]})
    subjects, function = [replace(subject, gradients={})], BY_NAME["kl_standard_normal"]
    options = {"size": 2, "seed": 1, "jobs": 1}
    (row,) = accuracy.of_elements(subjects, function, "generic", "float64", **options)
    assert bool(row["warnings"]) == warned
    assert row["beyond the range"] == (not warned)


def test_a_zero_where_the_truth_is_not_is_counted():
    exact = Truth.of([arb(1), arb(0)])
    row = accuracy.tally(np.zeros(2), exact, np.dtype(np.float64))
    assert (row["zero"], row["negative"], row["worst"]) == (1, 0, 2.0**52)


def cell(subject, multiple, what="value", shape=(8192, 256), seconds=1e-3):
    return {
        "subject": subject, "function": "kl_standard_normal", "dtype": "float64", "what": what,
        "shape": list(shape), "multiple": [multiple] * 3, "seconds": [seconds] * 3,
    }  # fmt: skip


def test_goals_are_reached_or_not():
    cells = [cell("derived, fast", 1.4), cell("jax.jit", 1.3), cell("derived, NumPy", 5.5)]
    by_what = {(b.subject, b.what): b for b in goals(cells)}
    assert by_what["derived, fast", "kl_standard_normal, value: × np.exp"].holds
    assert not by_what["derived, NumPy", "kl_standard_normal, value: × np.exp"].holds
    behind = by_what["derived, fast", "value, in units of the fastest peer's"]
    assert not behind.holds
    assert behind.found == 1.4 / 1.3
    call = cell("derived, fast", 9, shape=(1, 16), seconds=4e-6)
    assert [b.holds for b in goals([call]) if b.what == "one call: µs"] == [False]
    assert goals([cell("jax.jit", 1)]) == []
