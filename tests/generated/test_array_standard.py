"""The results for arrays that offer the array API and nothing else: array-api-strict."""

import math

import numpy as np
import pytest

from derived import gaussian, libraries
from tests.generated import divergences

strict = pytest.importorskip("array_api_strict", reason="array-api-strict is not installed")

KINDS = {np.float64: strict.float64, np.float32: strict.float32}
NAMES = list(divergences.VALUES)
ULPS = 6  # measured: 4.3


def strictly(array):
    return strict.asarray(array, dtype=KINDS[array.dtype.type])


def call(name, point):
    """Call a result with vectors of one coordinate where it sums over coordinates."""
    summed = name.removesuffix("_grad") in divergences.SUMMED
    return libraries.call(name, *(strictly(a[:, None] if summed else a) for a in point))


@pytest.mark.parametrize("near", [False, True], ids=["anywhere", "near"])
@pytest.mark.parametrize("dtype", divergences.DTYPES)
@pytest.mark.parametrize("name", NAMES)
def test_values_are_right_to_some_ulps(name, dtype, near):
    point = divergences.point(name, dtype, near)
    found = call(name, point)
    assert found.dtype == KINDS[dtype]
    truth = divergences.exact(lambda *at: [divergences.VALUES[name](*at)], point)
    assert divergences.ulps(found, truth, dtype) <= ULPS
    assert np.all(np.asarray(found) >= 0)


@pytest.mark.parametrize("near", [False, True], ids=["anywhere", "near"])
@pytest.mark.parametrize("dtype", divergences.DTYPES)
@pytest.mark.parametrize("name", divergences.GRADIENTS)
def test_gradients_are_right_to_some_ulps(name, dtype, near):
    point = divergences.point(name, dtype, near)
    found = call(f"{name}_grad", point)
    assert type(found).__module__ == "derived.gaussian"
    truth = divergences.exact(divergences.GRADIENTS[name], point)
    for argument, part in enumerate(found):
        values = np.asarray(part).ravel()
        assert divergences.ulps(values, [t[argument] for t in truth], dtype) <= ULPS


@pytest.mark.parametrize("name", [n for n in NAMES if "standard" not in n])
def test_identical_arguments_have_no_divergence(name):
    half = divergences.point(name, np.float64)[:2]
    assert np.all(np.asarray(call(name, [*half, *half])) == 0)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("wrong", [math.nan, math.inf, -math.inf])
def test_a_value_outside_its_domain_gives_nan_for_its_element(name, wrong):
    point = divergences.point(name, np.float64)
    for argument, _ in enumerate(point):
        spoilt = [a.copy() for a in point]
        spoilt[argument][3] = wrong
        assert np.flatnonzero(np.isnan(np.asarray(call(name, spoilt)))).tolist() == [3]


@pytest.mark.parametrize("wrong", [0.0, -1.0])
@pytest.mark.parametrize("name", ["kl_univariate", "kl_diagonal"])
def test_a_standard_deviation_that_is_not_positive_gives_nan(name, wrong):
    for argument in (1, 3):
        spoilt = divergences.point(name, np.float64)
        spoilt[argument][3] = wrong
        assert np.flatnonzero(np.isnan(np.asarray(call(name, spoilt)))).tolist() == [3]
        for part in call(f"{name}_grad", spoilt):
            assert np.flatnonzero(np.isnan(np.asarray(part))).tolist() == [3]


EXTREMES = [
    ("kl_univariate", (1e308, 1e308, -1e308, 1e308), 2.0),
    ("kl_univariate", (0.0, 1e-300, 0.0, 1e300), 600 * math.log(10) - 0.5),
    ("kl_univariate", (0.0, 1e-200, 0.0, 1e-200), 0.0),
    ("kl_univariate_log_var", (1.0, -3000.0, 1.0, -3000.0), 0.0),
    ("kl_univariate_log_var", (0.0, -1.7e308, 0.0, 1.7e308), 1.7e308),
    ("kl_univariate_log_var", (0.0, 800.0, 1e-160, -600.0), math.inf),
    ("kl_univariate_standard_normal", (0.0, 1e-300), 300 * math.log(10) - 0.5),
]


@pytest.mark.parametrize(("name", "at", "truth"), EXTREMES)
@pytest.mark.filterwarnings("ignore::RuntimeWarning")  # NumPy's, from inside array-api-strict
def test_nothing_over_or_underflows_before_the_result(name, at, truth):
    found = float(libraries.call(name, *(strict.asarray(v) for v in at)))
    assert found == truth or abs(found / truth - 1) < 1e-15


@pytest.mark.parametrize("size", [1, 2, 3, 5])
@pytest.mark.parametrize("distance", [1.0, 1e-3, 1e-9])
def test_covariances_keep_their_digits_near_equality(size, distance):
    random = np.random.default_rng(size)
    cov = divergences.covariances(random, 2, size)
    other = cov[0] + distance * (cov[1] - cov[0])
    mean = random.normal(size=(2, size)) * distance
    found = libraries.call("kl_multivariate", *map(strictly, (mean[0], other, mean[1], cov[0])))
    truth = float(divergences.exact_multivariate(mean[0], other, mean[1], cov[0]))
    condition = max(np.linalg.cond(other), np.linalg.cond(cov[0]))
    assert abs(float(found) / truth - 1) <= 32 * size**2 * 2**-53 * condition


@pytest.mark.parametrize("scale", [1e-12, 1e-4, 1e4, 1e12])
def test_covariances_keep_their_digits_far_from_each_other(scale):
    random = np.random.default_rng(0)
    (cov,) = divergences.covariances(random, 1, 3)
    mean = np.zeros(3)
    found = libraries.call("kl_multivariate", *map(strictly, (mean, scale * cov, mean, cov)))
    truth = float(divergences.exact_multivariate(mean, scale * cov, mean, cov))
    assert abs(float(found) / truth - 1) <= 32 * 9 * 2**-53 * np.linalg.cond(cov)


def test_a_covariance_that_is_none_gives_nan_for_its_element():
    good = np.eye(2)
    covs = np.stack([good, -good, [[1, 0.5], [0, 1]], [[1, 2], [2, 1]], good * math.nan, good])
    means = np.zeros((6, 2))
    means[5, 0] = math.inf
    point = [means, covs, np.zeros(2), good]
    for at in (point, point[2:] + point[:2]):
        found = np.asarray(libraries.call("kl_multivariate", *map(strictly, at)))
        assert found[0] == 0
        assert np.all(np.isnan(found[1:]))
        for part in libraries.call("kl_multivariate_grad", *map(strictly, at)):
            assert np.all(np.isnan(np.asarray(part)[1:]))
    found = np.asarray(libraries.call("kl_standard_normal_cov", *map(strictly, point[:2])))
    assert np.isnan(found).tolist() == [False, *[True] * 5]


def test_gradients_in_covariances_agree_with_numpy():
    random = np.random.default_rng(0)
    means, covs = random.normal(size=(2, 4, 3)), divergences.covariances(random, 8, 3)
    point = [means[0], covs[:4], means[1], covs[4:]]
    for name, at in (("kl_multivariate_grad", point), ("kl_standard_normal_cov_grad", point[:2])):
        expected = getattr(gaussian, name)(*at)
        found = libraries.call(name, *map(strictly, at))
        for part, other in zip(found, expected, strict=True):
            np.testing.assert_allclose(np.asarray(part), other, rtol=1e-11, atol=1e-11)


def test_numbers_and_lists_go_with_the_arrays_beside_them():
    array = strict.asarray([1.0, 2.0], dtype=strict.float32)
    found = libraries.call("kl_univariate", 0, array, [1.0, np.float64(2)], 2)
    assert found.dtype == strict.float32
    assert found.shape == (2,)
    whole = libraries.call("kl_univariate", 0, strict.asarray([1, 2]), 0, 1)
    assert whole.dtype == strict.float64


REFUSED = [
    (TypeError, "mean must be a real number or an array of them, not str", "1"),
    (TypeError, "mean must be a real number or an array of them, not NoneType", None),
    (TypeError, "mean must be a real number or an array of them, not bool", [True, False, True]),
    (TypeError, "mean must be a real number or an array of them, not array_api_strict.complex", 1j),
    (TypeError, "mean must be a real number or an array of them, not array_api_strict.bool", True),
    (ValueError, "mean must be an array: its rows differ in length", [1, [2], 3]),
    (ValueError, "mean is too large for a floating-point number", [10**400, 0, 0]),
    (ValueError, "mean must be a vector", 1.0),
    (ValueError, "log_var must have dimension 2, as mean, not 3", [1.0, 2.0]),
    (ValueError, "the leading axes do not broadcast", [[1.0] * 3] * 2),
]


@pytest.mark.parametrize(("error", "message", "mean"), REFUSED)
def test_types_and_shapes_raise_and_name_the_argument(error, message, mean):
    if mean is True or mean == 1j:
        mean = strict.asarray([mean] * 3)
    log_var = strict.zeros((3, 3)) if "leading" in message else strict.zeros(3)
    with pytest.raises(error, match=message):
        libraries.call("kl_standard_normal", mean, log_var)


def test_two_libraries_are_not_mixed():
    with pytest.raises(TypeError, match="mean of array_api_strict, log_var of numpy"):
        libraries.call("kl_standard_normal", strict.zeros(3), np.zeros(3))


def test_arrays_in_a_list_are_refused():
    # They would lose their gradients.
    with pytest.raises(TypeError, match=r"mean must be .* not Array"):
        libraries.call("kl_standard_normal", [strict.asarray(1.0)], strict.zeros(1))


def test_only_arrays_of_other_libraries_are_known():
    assert libraries.knows(1, strict.zeros(3))
    assert not libraries.knows(1, 2.0, [3], np.zeros(3), np.float32(1), "text", None)
