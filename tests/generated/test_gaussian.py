"""The results: their values, shapes and errors; and that they need NumPy alone."""

import json
import subprocess
import sys

import mpmath
import numpy as np
import pytest
from points import kl_univariate as pairs
from points import standard_normal

from derived.gaussian import kl_univariate, kl_univariate_standard_normal
from derived.steps import kl_univariate as pair_lines
from derived.steps import kl_univariate_standard_normal as prior_lines

EPSILON = np.finfo(float).eps


def exact_pair(mean_1, std_1, mean_2, std_2):
    """Return the divergence and the sum of the moduli of its terms, at 50 digits."""
    ratio, distance = std_1 / std_2, (mean_1 - mean_2) / std_2
    terms = -mpmath.log(ratio), ratio**2 / 2, distance**2 / 2, mpmath.mpf(-1) / 2
    return mpmath.fsum(terms), mpmath.fsum(abs(t) for t in terms)


def check(found, points):
    with mpmath.workdps(50):
        for value, *point in zip(found, *points, strict=True):
            exact, size = exact_pair(*(mpmath.mpf(float(v)) for v in point))
            assert abs(float(value) - exact) <= 100 * EPSILON * size


def test_pairs_against_fifty_digits():
    points = pairs(np.random.default_rng(5), 2000)
    check(kl_univariate(*points), points)


def test_standard_normal_against_fifty_digits():
    mean, std = standard_normal(np.random.default_rng(6), 2000)
    zero, one = np.zeros_like(mean), np.ones_like(mean)
    check(kl_univariate_standard_normal(mean, std), (mean, std, zero, one))


def test_a_value_by_hand():
    # log 2 + (1 + 1)/8 − 1/2
    assert kl_univariate(0, 1, 1, 2) == pytest.approx(0.4431471805599453, rel=1e-15)
    # (4 + 9 − 1 − log 4)/2
    assert kl_univariate_standard_normal(3, 2) == pytest.approx(5.306852819440055, rel=1e-15)


def test_results_are_the_lines_that_they_are_derived_in():
    mean, std = standard_normal(np.random.default_rng(7), 50)
    size = 1 + std**2 + mean**2
    found = kl_univariate(mean, std, 1, 2)
    assert np.all(abs(found - pair_lines.combine(mean, std, 1, 2)) <= 8 * EPSILON * size)
    found = kl_univariate_standard_normal(mean, std)
    assert np.all(abs(found - prior_lines.factor_one_half(mean, std)) <= 8 * EPSILON * size)


def test_the_two_results_agree_on_the_standard_normal_prior():
    mean, std = np.linspace(-3, 3, 7), np.geomspace(0.1, 10, 7)
    np.testing.assert_allclose(
        kl_univariate_standard_normal(mean, std), kl_univariate(mean, std, 0, 1), atol=1e-15
    )


def test_numbers_give_a_float():
    value = kl_univariate(0, 1, 1, 2)
    assert isinstance(value, float)
    assert isinstance(kl_univariate(np.float32(0), np.int8(1), 1, [2])[0], float)
    assert isinstance(kl_univariate(np.float32(0), 1, 1, 2), np.float32)


def test_lists_and_arrays_broadcast():
    found = kl_univariate(np.zeros((3, 1)), 1, [1, 2, 3, 4], 2)
    assert found.shape == (3, 4)
    assert found.dtype == np.float64
    assert found[2, 1] == kl_univariate(0, 1, 2, 2)
    assert kl_univariate(np.zeros((0, 2)), 1, 0, 1).shape == (0, 2)


def test_float32_is_computed_in_float64_and_rounded_once():
    found = kl_univariate(np.float32(0.5), 1, 0, np.float32(0.1))
    assert found == np.float32(kl_univariate(0.5, 1, 0, float(np.float32(0.1))))
    assert found.dtype == np.float32


def test_shapes_that_do_not_broadcast_are_refused():
    with pytest.raises(ValueError, match="broadcast"):
        kl_univariate([0, 1], 1, [0, 1, 2], 1)


NAMES = ("mean_1", "std_1", "mean_2", "std_2")


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("value", [np.nan, np.inf, -np.inf, [1.0, np.nan]])
def test_what_is_not_finite_is_refused_by_name(name, value):
    with pytest.raises(ValueError, match=f"^{name} must be finite"):
        kl_univariate(**{**dict.fromkeys(NAMES, 1.0), name: value})


@pytest.mark.parametrize("name", ["std_1", "std_2"])
@pytest.mark.parametrize("value", [0, -1.0, [1.0, 0.0], -0.0])
def test_standard_deviations_are_positive(name, value):
    with pytest.raises(ValueError, match=f"^{name} must be greater than 0"):
        kl_univariate(**{**dict.fromkeys(NAMES, 1.0), name: value})


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("value", [1j, "1", None, [None], True, np.datetime64("2026-01-01")])
def test_what_is_no_real_number_is_refused_by_name(name, value):
    with pytest.raises(TypeError, match=f"^{name} must be a real number"):
        kl_univariate(**{**dict.fromkeys(NAMES, 1.0), name: value})


def test_the_standard_normal_form_checks_its_arguments():
    with pytest.raises(ValueError, match=r"^std must"):
        kl_univariate_standard_normal(0, 0)
    with pytest.raises(TypeError, match=r"^mean must"):
        kl_univariate_standard_normal("0", 1)


def test_arguments_are_left_as_they_were():
    std = np.array([1, 2])
    kl_univariate(0, std, 0, 1)
    assert std.dtype.kind == "i"
    assert std.tolist() == [1, 2]


def test_the_package_imports_numpy_alone():
    code = """
import importlib, json, sys
from derived.steps import DERIVATIONS
import derived.gaussian
for name in DERIVATIONS:
    importlib.import_module(f"derived.steps.{name}")
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(json.loads(done.stdout))
    assert "numpy" in loaded
    assert not loaded & {"derive", "sympy", "jinja2", "flint", "mpmath", "click"}
    assert not loaded & {"array_api_compat", "numba", "torch", "jax", "dask"}
