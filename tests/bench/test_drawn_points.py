"""The points of the benchmarks: legal, spread over the ordinals, and where their names say."""

import numpy as np
import pytest

from tests.bench import multivariate
from tests.bench.functions import BY_NAME, FUNCTIONS
from tests.bench.strata import STRATA, Draw, identical, points
from tests.bench.truth import at_points, truths

DTYPES = [np.float64, np.float32]
SIZE = 2000
NAMES = list(BY_NAME)


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("stratum", STRATA)
@pytest.mark.parametrize("name", NAMES)
def test_points_are_legal_and_repeat_themselves(name, stratum, dtype):
    drawn = points(name, stratum, dtype, SIZE, 1)
    for argument, column in zip(BY_NAME[name].arguments, drawn, strict=True):
        assert column.dtype == dtype
        assert column.shape == (SIZE,)
        assert np.isfinite(column).all()
        assert not argument.startswith("std") or (column > 0).all()
    again, other = points(name, stratum, dtype, SIZE, 1), points(name, stratum, dtype, SIZE, 2)
    assert all(np.array_equal(a, b) for a, b in zip(drawn, again, strict=True))
    assert any(not np.array_equal(a, b) for a, b in zip(drawn, other, strict=True))


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_two_thirds_of_the_points_have_a_finite_result(function, dtype):
    for stratum in STRATA:
        drawn = points(function.name, stratum, dtype, 300, 1)
        exact = truths(at_points, function.name, drawn, 1)
        quantities = len(function.quantities)
        assert exact[:, :1].is_finite(dtype).all(axis=1).mean() > 0.67
        assert exact[:, 1:quantities].is_finite(dtype).all(axis=1).mean() > 0.67
        tiny = exact.exponent[:, 0] < np.finfo(dtype).minexp
        assert (tiny.mean() > 0.5) == (stratum == "subnormal")


@pytest.mark.parametrize("dtype", DTYPES)
def test_every_power_of_two_is_as_likely(dtype):
    drawn = Draw(np.random.default_rng(1), 64000, dtype).between(2.0**-32, 2.0**32)
    assert drawn.min() >= 2.0**-32
    assert drawn.max() <= 2.0**32
    counts = np.bincount(np.floor(np.log2(drawn)).astype(int) + 32, minlength=64)[:64]
    assert (abs(counts - 1000) < 200).all()


@pytest.mark.parametrize(("dtype", "closest"), [(np.float64, -52), (np.float32, -23)])
def test_near_equality_reaches_every_power_of_two(dtype, closest):
    _, std_1, _, std_2 = points("kl_univariate", "near equality", dtype, 20000, 1)
    apart = abs(std_1.astype(np.longdouble) / std_2 - 1)
    assert 0 < (apart == 0).mean() < 0.2
    octaves = set(np.floor(np.log2(apart[apart > 0])).astype(int).tolist())
    assert set(range(closest + 1, -1)) <= octaves <= set(range(closest - 1, 1))


def test_extremes_are_extreme():
    _, std_1, _, std_2 = points("kl_univariate", "extreme", np.float64, 20000, 1)
    assert min(std_1.min(), std_2.min()) < 1e-290
    assert max(std_1.max(), std_2.max()) > 1e290
    _, log_var = points("kl_standard_normal", "extreme", np.float64, 20000, 1)
    assert log_var.min() < -690
    assert log_var.max() > 690


@pytest.mark.parametrize("name", NAMES)
def test_identical_means_identical(name):
    drawn = identical(name, np.float64, 10, 1)
    exact = truths(at_points, name, drawn, 1)
    assert not exact.high[:, 0].any()


@pytest.mark.parametrize("dtype", ["float64", "float32"])
@pytest.mark.parametrize("stratum", multivariate.STRATA)
@pytest.mark.parametrize("name", multivariate.MULTIVARIATE)
def test_covariances_are_symmetric_and_positive_definite(name, stratum, dtype):
    drawn = multivariate.drawn(name, stratum, dtype, 5, 200, 1)
    for cov in drawn[1::2]:
        assert cov.dtype == dtype
        assert np.array_equal(cov, cov.mT)
        np.linalg.cholesky(cov.astype(np.float64))
    unit = 25 * np.finfo(dtype).eps / 2
    conditions = multivariate.units(drawn) / unit
    most = 1e2 if stratum == "near equality" else 1e3 if dtype == "float32" else 1e8
    near_one = (name, stratum) == ("kl_standard_normal_cov", "near equality")
    assert (1 if near_one else most / 30) < conditions.max() < 1.5 * most
