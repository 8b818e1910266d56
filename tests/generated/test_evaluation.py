"""Evaluation: both paths of NumPy give the same results, and refuse the same arguments."""

from __future__ import annotations

import importlib.util
import os
import subprocess
import sys

import array_api_strict
import numpy as np
import pytest

from derived import blocks, evaluation, gaussian

PATHS = ["blocks", pytest.param("fast", marks=pytest.mark.skipif(
    importlib.util.find_spec("numba") is None, reason="Numba is not installed"))]  # fmt: skip
UNIVARIATE = ("mean_1", "std_1", "mean_2", "std_2")
POINTS = np.array([0.0, 1e-308, 3e-160, 1e-8, 0.3, 1.0, 1.7, 40.0, 1e12, 1e150, 1e300])


@pytest.fixture(params=PATHS, autouse=True)
def path(request):
    before = evaluation.use_fast()
    evaluation.use_fast(request.param == "fast")
    yield request.param
    evaluation.use_fast(before)


def test_identical_distributions_are_at_distance_zero():
    mean, std = np.meshgrid(np.concatenate([-POINTS, POINTS]), POINTS[1:])
    assert not gaussian.kl_univariate(mean, std, mean, std).any()
    log_var = np.concatenate([-POINTS[:8], POINTS[:8]])[:, np.newaxis]
    assert not gaussian.kl_univariate_log_var(mean[:1], log_var, mean[:1], log_var).any()
    assert not gaussian.kl_diagonal(mean, std, mean, std).any()
    assert gaussian.kl_standard_normal(np.zeros(3), np.zeros(3)) == 0


def test_no_value_is_negative_or_nan_and_none_warns():
    values = np.concatenate([-POINTS, POINTS])
    mean_1, std_1, mean_2, std_2 = np.meshgrid(values, POINTS[1:], values, POINTS[1:])
    found = gaussian.kl_univariate(mean_1, std_1, mean_2, std_2)
    assert np.all(found >= 0)
    logs = np.concatenate([-POINTS[:9], POINTS[:9]])
    mean_1, log_var_1, mean_2, log_var_2 = np.meshgrid(values, logs, values, logs)
    assert np.all(gaussian.kl_univariate_log_var(mean_1, log_var_1, mean_2, log_var_2) >= 0)


def test_a_value_is_finite_where_the_truth_is():
    # e^710 overflows, half of it does not
    assert np.isfinite(gaussian.kl_standard_normal([0.0], [710.0]))
    # no standard deviation can be squared, but their quotient can
    assert gaussian.kl_univariate(0.0, 1e200, 0.0, 2e200) == pytest.approx(
        np.log(2) - 0.375, rel=1e-15
    )
    assert gaussian.kl_univariate(0.0, 1e-170, 0.0, 1e200) == pytest.approx(
        370 * np.log(10) - 0.5, rel=1e-15
    )
    # the difference of the means overflows, its quotient does not
    assert gaussian.kl_univariate(1.5e308, 1e308, -1.5e308, 1e308) == pytest.approx(4.5, rel=1e-15)


@pytest.mark.parametrize("signs", [(-1, 1), (1, -1), (-1, -1)])
def test_two_wrong_signs_do_not_make_a_right_one(signs):
    for name in ("kl_univariate", "kl_univariate_grad", "kl_univariate_value_and_grad"):
        with pytest.raises(ValueError, match=r"^std_[12] must be greater than 0"):
            getattr(gaussian, name)(0.0, signs[0] * 1.0, 0.0, signs[1] * np.array([2.0, 3.0]))


@pytest.mark.parametrize("bad", [np.nan, np.inf, -np.inf])
@pytest.mark.parametrize("argument", range(4))
@pytest.mark.parametrize("name", ["kl_univariate", "kl_diagonal"])
def test_what_is_not_finite_is_refused_without_a_warning(name, argument, bad):
    given = [np.ones((2, 3)) for _ in UNIVARIATE]
    given[argument][1, 2] = bad
    for ending in ("", "_grad", "_value_and_grad"):
        with pytest.raises(ValueError, match=f"^{UNIVARIATE[argument]} must be finite"):
            getattr(gaussian, name + ending)(*given)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
def test_types_are_kept(dtype):
    mean, log_var = np.ones((2, 3), dtype), np.zeros((2, 3), dtype)
    value, slopes = gaussian.kl_standard_normal_value_and_grad(mean, log_var)
    assert gaussian.kl_standard_normal(mean, log_var).dtype == dtype
    assert {value.dtype, *(s.dtype for s in slopes)} == {np.dtype(dtype)}
    assert gaussian.kl_standard_normal_grad(mean, log_var).mean.dtype == dtype


def test_a_number_of_python_takes_the_type_of_the_others_but_is_not_rounded():
    std = np.float32(0.3)
    expected = np.float32(gaussian.kl_univariate(0.1, float(std), 0.0, 1.0))
    found = gaussian.kl_univariate(0.1, std, 0.0, 1.0)
    assert found.dtype == np.float32
    assert found == expected


@pytest.mark.parametrize("name", ["kl_univariate", "kl_diagonal"])
def test_value_and_gradient_together_are_those_apart(name):
    rng = np.random.default_rng(3)
    given = [f(rng.normal(size=(4, 5))) for f in (np.asarray, np.exp) * 2]
    value, slopes = getattr(gaussian, f"{name}_value_and_grad")(*given)
    np.testing.assert_allclose(value, getattr(gaussian, name)(*given), rtol=1e-15)
    for both, apart in zip(slopes, getattr(gaussian, f"{name}_grad")(*given), strict=True):
        np.testing.assert_allclose(both, apart, rtol=1e-15)


@pytest.mark.parametrize("dtype", [np.float16, np.float32, np.float64])
@pytest.mark.parametrize("name", ["kl_univariate", "kl_diagonal"])
def test_the_gradient_is_written_where_it_is_wanted(name, dtype):
    rng = np.random.default_rng(3)
    given = [f(rng.normal(size=(4, 5))).astype(dtype) for f in (np.asarray, np.exp) * 2]
    both = getattr(gaussian, f"{name}_value_and_grad")
    out = [np.empty((4, 5), dtype) for _ in given]
    value, slopes = both(*given, out=out)
    fresh, expected = both(*given)
    assert np.array_equal(value, fresh)
    assert all(s is o for s, o in zip(slopes, out, strict=True))
    assert np.array_equal(out, expected)
    both(*given, out=given)  # over the arguments
    assert np.array_equal(given, expected)


def test_where_a_gradient_cannot_be_written():
    given = np.zeros((3, 2)), np.zeros((3, 2))
    both = gaussian.kl_standard_normal_value_and_grad
    with pytest.raises(ValueError, match=r"^out must hold 2 arrays, not 1"):
        both(*given, out=[np.empty((3, 2))])
    with pytest.raises(TypeError, match=r"^out must be a list or a tuple of arrays, not int"):
        both(*given, out=5)
    for wrong in (np.empty((3, 1)), np.empty((3, 2), np.float32), [[0.0]]):
        with pytest.raises(ValueError, match=r"^out must hold, for log_var, an array of float64"):
            both(*given, out=[np.empty((3, 2)), wrong])
    with pytest.raises(TypeError, match=r"^out is for arrays of NumPy"):
        both(*(array_api_strict.asarray(a) for a in given), out=given)


@pytest.mark.parametrize("k", [1, 7, 300, 3 * 4096 + 5])
def test_long_and_strided_rows(k):
    rng = np.random.default_rng(k)
    mean, log_var = rng.normal(size=(2, 3, 2 * k))
    expected = [sum(gaussian.kl_univariate_log_var(m[::2], v[::2], 0, 0)) for m, v in
                zip(mean, log_var, strict=True)]  # fmt: skip
    found = gaussian.kl_standard_normal(mean[:, ::2], log_var[:, ::2])
    np.testing.assert_allclose(found, expected, rtol=1e-13)
    found = gaussian.kl_standard_normal(mean[:, ::2].copy(), log_var[0, ::2])
    assert found[0] == pytest.approx(expected[0], rel=1e-13)


def test_vectors_have_a_coordinate():
    for name in ("kl_standard_normal", "kl_standard_normal_value_and_grad"):
        with pytest.raises(ValueError, match=r"^mean must be a vector"):
            getattr(gaussian, name)(np.zeros((3, 0)), np.zeros((3, 0)))
    assert gaussian.kl_standard_normal(np.zeros((0, 3)), np.zeros((0, 3))).shape == (0,)


def test_the_arguments_stay_as_they_were():
    given = [np.full((2, 3), v) for v in (0.1, 2.0, 0.3, 1.5)]
    for name in ("kl_diagonal", "kl_diagonal_grad", "kl_diagonal_value_and_grad"):
        getattr(gaussian, name)(*given)
    assert [float(g.sum()) for g in given] == pytest.approx([0.6, 12.0, 1.8, 9.0])


def test_multivariate_values_far_from_one_another():
    tiny = 1e-12 * np.eye(2)
    expected = 0.5 * (2e-12 - 2 + 24 * np.log(10))
    assert gaussian.kl_standard_normal_cov(np.zeros(2), tiny) == pytest.approx(expected, rel=1e-15)
    assert gaussian.kl_multivariate(
        np.zeros(2), tiny, np.zeros(2), np.eye(2)
    ) == pytest.approx(expected, rel=1e-15)  # fmt: skip


def test_the_blocks_fit_together():
    x = np.linspace(-0.7, 3, 3 * blocks.BLOCK + 1)
    (whole,) = blocks.over_elements(lambda x: (blocks.half_log_remainder(x),), [x], [np.float64])
    assert np.array_equal(whole, blocks.half_log_remainder(x))


def test_the_environment_can_choose_plain_numpy():
    code = "from derived import evaluation; print(evaluation.use_fast())"
    for value, expected in (("0", "False"), ("1", str(bool(importlib.util.find_spec("numba"))))):
        done = subprocess.run(
            [sys.executable, "-c", code], capture_output=True, text=True, check=True,
            env={**os.environ, "DERIVED_FAST": value},
        )  # fmt: skip
        assert done.stdout.strip() == expected


@pytest.mark.skipif(not importlib.util.find_spec("numba"), reason="numba is not installed")
def test_what_users_compile_is_left_alone():
    """Numba knows no sum of a tuple and a number, and goes on to know none."""
    code = (
        "import numba, derived.fast\n"
        "from numba.core.errors import TypingError\n"
        "try: numba.njit(lambda a, b: a + b)((1.0, 2.0), 1.0)\n"
        "except TypingError: print('refused')"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "refused"
