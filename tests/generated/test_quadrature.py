"""The rules have the errors that their docstrings state: integrands of 50 digits, exact sums."""

import itertools

import mpmath
import numpy as np
import pytest

from derived.quadrature import (
    FAR,
    absolute_integral,
    bracket,
    over_half_line,
    over_interval,
    over_line,
    partial_integrals,
    toward_infinity,
)


@pytest.fixture(autouse=True)
def fifty_digits():
    with mpmath.workdps(50):
        yield


def number(x):
    return mpmath.mpf(float(x))


def gaussian(power, centre=0.0, scale=1.0, rate=0.5):
    """uⁿ exp(−rate u²) in exact numbers, and its integral over the line."""

    def f(x):
        u = (number(x) - centre) / scale
        return u**power * mpmath.exp(-rate * u**2)

    half = mpmath.mpf(power + 1) / 2
    return f, scale * mpmath.gamma(half) / mpmath.mpf(rate) ** half


def relative_error(found, exact):
    return abs(mpmath.mpf(found if isinstance(found, mpmath.mpf) else found.item()) / exact - 1)


# The step is scale/2 where the scale is a power of two, and nearly scale/4 just below one.
SCALES = [1.0, 1 - 2.0**-53, 0.75, 2.0**-900, 1.7e300]


@pytest.mark.parametrize("scale", SCALES)
@pytest.mark.parametrize("power", [0, 2, 8])
def test_the_trapezoidal_rule_on_gaussians(scale, power):
    f, exact = gaussian(power, 3 * scale, scale)
    with np.errstate(over="ignore"):
        found = over_line(f, 3 * scale, scale)
    assert relative_error(found, exact) <= mpmath.mpf(10) ** (-33 + 2 * power)
    assert relative_error(found, exact) <= 1e-16


@pytest.mark.parametrize("scale", SCALES[:3])
def test_the_trapezoidal_rule_on_the_narrower_gaussian(scale):
    f, exact = gaussian(0, 0.0, scale, rate=1)
    assert relative_error(over_line(f, 0.0, scale), exact) <= 1.5e-17


def test_no_node_of_the_trapezoidal_rule_is_rounded():
    centre, scale = 1e6 / 3, 0.1
    seen = []
    over_line(lambda x: seen.append(float(x)) or 0.0, centre, scale)
    steps = {b - a for a, b in itertools.pairwise(seen)}
    assert steps == {2.0**-5}
    assert min(seen) <= centre - 13 * scale
    assert max(seen) >= centre + 13 * scale


def test_gauss_legendre_on_an_interval():
    found = over_interval(lambda x: mpmath.exp(number(x)), np.float64(0), np.float64(100))
    assert relative_error(found, mpmath.exp(100) - 1) <= 1e-14
    found = over_interval(lambda x: mpmath.cos(number(x)) ** 2, np.float64(0), np.float64(1))
    assert relative_error(found, mpmath.mpf(1) / 2 + mpmath.sin(2) / 4) <= 1e-14


@pytest.mark.parametrize("rate", [0.5, 1.0])
@pytest.mark.parametrize("power", [0, 1, 2])
def test_gauss_legendre_on_a_half_line(power, rate):
    f, exact = gaussian(power, 0.0, 2.0, rate)
    assert relative_error(over_half_line(f, np.float64(0), 2.0), exact / 2) <= 1e-14


@pytest.mark.parametrize("power", [0, 1, 7, 19])
def test_the_integral_of_the_modulus_of_a_gaussian(power):
    f, exact = gaussian(power, 0.0, 1.0)
    assert relative_error(absolute_integral(f, 0.0, 1.0), exact) <= 1e-14


@pytest.mark.parametrize("rate", [0.05, 0.5, 1.0])
def test_the_integral_of_the_modulus_of_a_cauchy_curve(rate):
    found = absolute_integral(lambda x: -1 / (1 + rate * x**2), 0.0, 1.0)
    assert found == pytest.approx(float(mpmath.pi / mpmath.sqrt(rate)), rel=1e-14)


def test_partial_integrals_of_what_is_not_integrable_grow():
    partial = partial_integrals(lambda x: 1 / (1 + np.abs(x)), 0.0, 1.0)
    distances = 2.0 ** np.arange(31)
    np.testing.assert_allclose(partial, 2 * np.log1p(distances), rtol=1e-13)


def test_points_run_to_both_ends():
    found = toward_infinity(lambda x: x, np.array([0.0, 1.0]), 2.0)
    assert found.shape == (2, 62)
    assert found[1, :4].tolist() == [3.0, -1.0, 5.0, -3.0]
    assert found[0, -2:].tolist() == [2.0**31, -(2.0**31)]


def test_an_infinite_end_is_far_enough():
    assert bracket(np.arctan, -FAR, FAR) == np.pi
    assert bracket(lambda x: x * np.exp(-(x**2) / 2), -FAR, FAR) == 0
    assert bracket(lambda x: x**2, 1.0, 3.0) == 8
