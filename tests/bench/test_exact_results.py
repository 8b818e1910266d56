"""The truth of the benchmarks: against mpmath's, and what an ulp of it is."""

import itertools

import mpmath
import numpy as np
import pytest
from flint import arb

from tests.bench import multivariate, truth
from tests.bench.functions import FUNCTIONS
from tests.bench.rounding import NOTHING, Truth, ulps
from tests.bench.strata import STRATA, points

SMALL = mpmath.mpf("1e-900")


def of(*numbers):
    return Truth.of([arb(number) for number in numbers])


def textbook(name):
    """Return a divergence as textbooks have it, for mpmath; no form that truth.py has."""
    if name == "kl_standard_normal":
        return lambda m, v: (mpmath.exp(v) + m**2 - 1 - v) / 2
    if name == "kl_univariate_standard_normal":
        return lambda m, s: (s**2 + m**2 - 1 - mpmath.log(s**2)) / 2
    if name == "kl_univariate_log_var":
        return lambda m, v, n, w: (w - v + (mpmath.exp(v) + (m - n) ** 2) / mpmath.exp(w) - 1) / 2
    return lambda m, s, n, t: mpmath.log(t / s) + (s**2 + (m - n) ** 2) / (2 * t**2) - 0.5


def number(exact, place):
    """Return one exact result as mpmath's number."""
    parts = (mpmath.mpf(float(part[place])) for part in (exact.high, exact.low))
    return mpmath.ldexp(sum(parts), int(exact.exponent[place]))


@pytest.mark.parametrize("stratum", STRATA)
@pytest.mark.parametrize("function", FUNCTIONS, ids=lambda function: function.name)
def test_the_truth_is_that_of_the_textbook_at_a_thousand_digits(function, stratum):
    drawn = points(function.name, stratum, np.float64, 3, 3)
    exact = truth.truths(truth.at_points, function.name, drawn, 1)
    value = textbook(function.name)
    with mpmath.workdps(3000):
        for row, point in enumerate(zip(*(c.tolist() for c in drawn), strict=True)):
            at = [mpmath.mpf(x) for x in point]
            expected = [value(*at)]
            for place in range(len(at)):
                step = abs(at[place] or 1) * mpmath.mpf(10) ** -1000
                ends = ([*at[:place], at[place] + s * step, *at[place + 1 :]] for s in (1, -1))
                upper, lower = itertools.starmap(value, ends)
                expected.append((upper - lower) / (2 * step))
            for place, wanted in enumerate(expected):
                found = number(exact, (row, place))
                assert abs(found - wanted) <= abs(wanted) * mpmath.mpf(2) ** -100 + SMALL


def test_a_gradient_that_vanishes_is_exactly_0_and_its_scale_is_not():
    exact = truth.truths(truth.at_points, "kl_univariate", [np.array([x]) for x in (4, 3, 0, 5)], 1)
    second, scale = exact[0, 4], exact[0, 8]
    assert (float(second.high), int(second.exponent)) == (0.0, NOTHING)
    assert np.ldexp(float(scale.high), int(scale.exponent)) == pytest.approx(32 / 125)


def test_a_sum_is_the_sum_of_its_elements():
    drawn = points("kl_standard_normal", "generic", np.float64, 12, 3)
    apart = truth.truths(truth.at_points, "kl_standard_normal", drawn, 1)[:, 0].nearest(np.float64)
    total = truth.truths(truth.of_sums, "kl_standard_normal", [c.reshape(3, 4) for c in drawn], 1)
    assert total[:, 0].nearest(np.float64) == pytest.approx(apart.reshape(3, 4).sum(axis=1), 1e-14)


def test_what_needs_more_bits_gets_them():
    drawn = [np.array([1e-300]), np.array([1e-300])]
    exact = truth.truths(truth.at_points, "kl_standard_normal", drawn, 1)
    with mpmath.workdps(2000):
        x = mpmath.mpf(1e-300)
        assert abs(number(exact, (0, 0)) / ((mpmath.expm1(x) - x + x**2) / 2) - 1) < 1e-30
    with pytest.raises(ArithmeticError, match="not resolved"):
        truth.resolved(lambda x: [(x.exp() - 1) - x.expm1()], [1.0])


@pytest.mark.parametrize("stratum", multivariate.STRATA)
def test_in_space_the_truth_is_that_of_the_textbook(stratum):
    drawn = multivariate.drawn("kl_multivariate", stratum, "float64", 2, 2, 5)
    exact = multivariate.at_points(drawn)

    def value(mean_1, cov_1, mean_2, cov_2):
        inverse, d = cov_2**-1, mean_1 - mean_2
        whitened, square = inverse * cov_1, (d.T * inverse * d)[0]
        trace = whitened[0, 0] + whitened[1, 1]
        return (mpmath.log(mpmath.det(cov_2) / mpmath.det(cov_1)) - 2 + trace + square) / 2

    with mpmath.workdps(800):
        for row, point in enumerate(zip(*(a.tolist() for a in drawn), strict=True)):
            at = [mpmath.matrix(x) for x in point]
            wanted = value(*at)
            assert abs(number(exact, (row, 0)) / wanted - 1) < 1e-30
            quantity = 1
            for place, matrix in enumerate(at):
                for i, j in itertools.product(range(matrix.rows), range(matrix.cols)):
                    step = mpmath.norm(matrix) * mpmath.mpf(10) ** -300
                    ends = []
                    for sign in (1, -1):
                        moved = [m.copy() for m in at]
                        moved[place][i, j] += sign * step
                        ends.append(value(*moved))
                    slope = (ends[0] - ends[1]) / (2 * step)
                    found = number(exact, (row, quantity))
                    assert abs(found - slope) <= abs(slope) * mpmath.mpf(10) ** -30 + mpmath.mpf(
                        "1e-280"
                    )
                    quantity += 1


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_the_neighbours_of_a_float_are_one_ulp_away(dtype):
    x = np.array([1, 1.5, -3, 1e30, 2.0**-140, 0, np.finfo(dtype).tiny], dtype)
    exact = of(*x.tolist())
    assert ulps(x, exact).tolist() == [0.0] * len(x)
    above = np.nextafter(x, dtype(np.inf), dtype=dtype)
    assert ulps(above, exact).tolist() == [1.0] * len(x)
    assert exact.nearest(dtype).tolist() == x.tolist()


def test_between_two_floats_an_error_is_a_fraction():
    exact = Truth.of([arb(1) + arb(2) ** -53, arb(1) + arb(2) ** -60])
    assert ulps(np.array([1.0, 1.0]), exact).tolist() == [0.5, 2.0**-8]


def test_below_the_normal_range_the_unit_is_the_smallest_number():
    exact = Truth.of([arb(2) ** -1074 * 3 / 2, arb(2) ** -1080])
    smallest = 2.0**-1074
    assert ulps(np.array([smallest, 0.0]), exact).tolist() == [0.5, 2.0**-6]
    assert ulps(np.array([2 * smallest, smallest]), exact).tolist() == [0.5, 1 - 2.0**-6]


def test_no_number_is_infinitely_wrong():
    found = ulps(np.array([np.nan, np.inf, -np.inf]), of(1, 1, 1))
    assert found.tolist() == [np.inf] * 3


def test_a_scale_gives_the_unit():
    assert ulps(np.array([2.0**-52]), of(0), of(1)).tolist() == [1.0]
    assert ulps(np.array([2.0**-52]), of(0), of(8)).tolist() == [0.125]


@pytest.mark.parametrize("dtype", [np.float64, np.float32])
def test_what_rounds_to_infinity_is_not_finite(dtype):
    top = np.finfo(dtype).maxexp
    largest = arb(float(np.finfo(dtype).max))
    half = arb(2) ** (top - np.finfo(dtype).nmant - 2)
    exact = Truth.of([largest, largest + half, -largest - half, largest + half / 2, arb(2) ** top])
    assert exact.is_finite(dtype).tolist() == [True, False, False, True, False]
