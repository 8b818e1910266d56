"""The divergences at the points where they meet: one dimension, diagonal covariances, the prior."""

import importlib

import numpy as np
import pytest

from derived import gaussian
from derived.steps import kl_multivariate, kl_univariate

SIZES = [1, 2, 3, 4]
COUNT = 5
WITHIN = {"rtol": 1e-11, "atol": 1e-13}

# The lines of the two derivations that say the same, term by term, with Σ = σ² and |Σ| = σ²:
# a quadratic form (x − m)ᵀΣ⁻¹(x − m) is a square over a variance, ½ log(det Σ2/det Σ1) is
# log(σ2/σ1), and the trace and the Mahalanobis distance are the two parts of the second moment.
SAME_TERMS = {
    "start": "start",
    "definition": "definition",
    "substitute-the-densities": "substitute-the-densities",
    "logarithm-of-the-quotient": "logarithm-of-the-quotient",
    "logarithm-of-each-density": "logarithm-of-each-density",
    "logarithm-of-each-exponential": "logarithm-of-each-exponential",
    "logarithm-of-each-reciprocal": "logarithm-of-each-reciprocal",
    # On the line no constant is a root: σ√(2π).
    "logarithm-of-each-root": "logarithm-of-each-reciprocal",
    "logarithm-of-each-constant": "logarithm-of-each-constant",
    "constants-cancel": "constants-cancel",
    "collect": "collect",
    "linearity": "linearity",
    "normalisation": "normalisation",
    "as-expectations": "as-expectations",
    # In space the expected form is a theorem; on the line it is worked out in these steps.
    "expected-form-of-p": "variance",
    "expected-form-of-q": "variance",
    "no-offset": "variance",
    "trace-of-the-identity": "last-term",
    "combine": "combine",
}


def lines(module):
    """Return the functions of a derivation by the names of its lines."""
    return {"start": module.start} | {line.name: line.right for line in module.LINES}


def pairs(size, seed=0):
    random = np.random.default_rng([size, seed])
    means, stds = random.normal(size=(2, COUNT, size)), np.exp(random.normal(size=(2, COUNT, size)))
    return means[0], stds[0], means[1], stds[1]


def diagonal(std):
    """Return the covariances with these standard deviations."""
    return std[..., np.newaxis] ** 2 * np.eye(std.shape[-1])


def cov_of(mean_1, std_1, mean_2, std_2):
    return mean_1, diagonal(std_1), mean_2, diagonal(std_2)


def test_every_line_has_a_line_that_it_specialises_to():
    assert list(SAME_TERMS) == list(lines(kl_multivariate))
    assert set(SAME_TERMS.values()) <= set(lines(kl_univariate))


@pytest.mark.parametrize(("name", "univariate"), SAME_TERMS.items())
def test_lines_in_one_dimension_are_the_univariate_ones(name, univariate):
    given = pairs(1)
    found = lines(kl_multivariate)[name](*cov_of(*given))
    numbers = [v[:, 0] for v in given]
    expected = lines(kl_univariate)[univariate](*numbers)
    np.testing.assert_allclose(found, expected, **WITHIN)
    np.testing.assert_allclose(found, gaussian.kl_univariate(*numbers), **WITHIN)


@pytest.mark.parametrize("size", SIZES)
def test_diagonal_covariances_give_the_diagonal_divergence(size):
    given = pairs(size)
    found = gaussian.kl_multivariate(*cov_of(*given))
    np.testing.assert_allclose(gaussian.kl_diagonal(*given), found, **WITHIN)
    each = gaussian.kl_univariate(*given)
    np.testing.assert_allclose(each.sum(axis=-1), found, **WITHIN)


@pytest.mark.parametrize("size", SIZES)
def test_the_gradients_meet_where_the_divergences_do(size):
    given = pairs(size)
    _, std_1, _, std_2 = given
    full = gaussian.kl_multivariate_grad(*cov_of(*given))
    # dσ² = 2σ dσ, and what is off the diagonal stays 0.
    chain = (
        full.mean_1,
        2 * std_1 * np.diagonal(full.cov_1, axis1=-2, axis2=-1),
        full.mean_2,
        2 * std_2 * np.diagonal(full.cov_2, axis1=-2, axis2=-1),
    )
    np.testing.assert_allclose(gaussian.kl_diagonal_grad(*given), chain, **WITHIN)
    np.testing.assert_allclose(gaussian.kl_univariate_grad(*given), chain, **WITHIN)


@pytest.mark.parametrize("size", SIZES)
def test_log_variances_are_another_name_for_deviations(size):
    mean_1, std_1, mean_2, std_2 = given = pairs(size)
    renamed = mean_1, np.log(std_1**2), mean_2, np.log(std_2**2)
    np.testing.assert_allclose(
        gaussian.kl_univariate_log_var(*renamed), gaussian.kl_univariate(*given), **WITHIN
    )


@pytest.mark.parametrize("size", SIZES)
def test_the_standard_normal_prior_in_all_its_forms(size):
    mean, std = pairs(size)[:2]
    log_var, zero, one = np.log(std**2), np.zeros(size), np.ones(size)
    expected = gaussian.kl_diagonal(mean, std, zero, one)
    found = {
        "log-variances": gaussian.kl_standard_normal(mean, log_var),
        "covariance": gaussian.kl_standard_normal_cov(mean, diagonal(np.exp(log_var / 2))),
        "coordinates": gaussian.kl_univariate_standard_normal(mean, std).sum(axis=-1),
        "pair": gaussian.kl_multivariate(mean, diagonal(std), zero, np.eye(size)),
    }
    for name, value in found.items():
        assert value.shape == (COUNT,)
        np.testing.assert_allclose(value, expected, **WITHIN, err_msg=name)


@pytest.mark.parametrize("size", SIZES)
def test_a_full_covariance_before_the_standard_normal(size):
    random = np.random.default_rng(size)
    mean, root = random.normal(size=(COUNT, size)), random.normal(size=(COUNT, size, size))
    cov = root @ root.mT + np.eye(size) / 4
    np.testing.assert_allclose(
        gaussian.kl_standard_normal_cov(mean, cov),
        gaussian.kl_multivariate(mean, cov, np.zeros(size), np.eye(size)),
        **WITHIN,
    )


ON_DIAGONALS = {
    "kl_diagonal": lambda given: given,
    "kl_diagonal_by_coordinates": lambda given: given,
    "kl_standard_normal": lambda given: (given[0], np.log(given[1] ** 2)),
    "kl_standard_normal_std": lambda given: given[:2],
    "kl_standard_normal_cov": lambda given: (given[0], diagonal(given[1])),
}


@pytest.mark.parametrize("size", [1, 2, 3])
@pytest.mark.parametrize("name", ON_DIAGONALS)
def test_every_line_on_diagonal_covariances_is_the_multivariate_divergence(name, size):
    mean_1, std_1, mean_2, std_2 = pairs(size, seed=1)
    if "standard" in name:
        mean_2, std_2 = np.zeros_like(mean_1), np.ones_like(std_1)
    expected = gaussian.kl_multivariate(*cov_of(mean_1, std_1, mean_2, std_2))
    given = ON_DIAGONALS[name]((mean_1, std_1, mean_2, std_2))
    for line, function in lines(importlib.import_module(f"derived.steps.{name}")).items():
        np.testing.assert_allclose(function(*given), expected, rtol=1e-10, err_msg=line)
