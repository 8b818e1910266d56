"""The evidence lower bound and its parts, on a model whose log-evidence has a closed form.

The model: z ~ N(0, I) on ℝᵏ and x ~ N(W z, s² I) on ℝᵐ, at a fixed x.  Then
log p(x) = log N(x; 0, W Wᵀ + s² I), and the posterior of z is normal too.
"""

import importlib
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pytest
from points import density
from sample import entry, installed

from derive.library import LIBRARY
from derive.notation import (
    KL,
    Applied,
    Expectation,
    Lambda,
    MultivariateNormal,
    WithDensity,
    dimension,
    positive_definite,
    positive_function,
    vector,
)

SIZES = [1, 2, 3]
WITHIN = {"rtol": 1e-10, "atol": 1e-10}


def log_normal(x, mean, cov):
    """Return log N(x; mean, cov), by NumPy's inverse and determinant."""
    square = np.einsum("...i,ij,...j", x - mean, np.linalg.inv(cov), x - mean)
    return -(square + np.linalg.slogdet(2 * np.pi * cov)[1]) / 2


def divergence(mean_1, cov_1, mean_2, cov_2):
    """Return the divergence between two normal distributions, from its textbook formula."""
    precision, offset = np.linalg.inv(cov_2), mean_1 - mean_2
    logs = np.linalg.slogdet(cov_2)[1] - np.linalg.slogdet(cov_1)[1]
    return (logs - len(offset) + np.trace(precision @ cov_1) + offset @ precision @ offset) / 2


@dataclass(frozen=True)
class Model:
    """An observation x, the weights W, and the variance of the noise."""

    x: np.ndarray
    weights: np.ndarray
    variance: float

    @cached_property
    def log_evidence(self):
        m = len(self.x)
        cov = self.weights @ self.weights.T + self.variance * np.eye(m)
        return log_normal(self.x, np.zeros(m), cov)

    @cached_property
    def posterior(self):
        """Mean and covariance."""
        k = self.weights.shape[1]
        cov = np.linalg.inv(np.eye(k) + self.weights.T @ self.weights / self.variance)
        return cov @ self.weights.T @ self.x / self.variance, cov

    def likelihood(self, z):
        noise = self.variance * np.eye(len(self.x))
        return np.exp(log_normal(self.x, z @ self.weights.T, noise))


def model(size):
    random = np.random.default_rng(size)
    return Model(random.normal(size=3), random.uniform(-0.6, 0.6, (3, size)), 1.5)


def encoder(size):
    """Return mean and covariance of an encoder, not the posterior's."""
    random = np.random.default_rng(10 + size)
    root = random.uniform(-0.2, 0.2, (size, size))
    return random.uniform(-0.5, 0.5, size), np.diag(random.uniform(0.6, 1.1, size)) + root @ root.T


def normal(mean, cov):
    return density(mean, np.linalg.cholesky(cov))


def values(name, *arguments):
    """Return the values of all lines of a derivation, by their names."""
    module = importlib.import_module(f"derived.steps.{name}")
    found = {"start": module.start(*arguments)}
    return found | {line.name: line.right(*arguments) for line in module.LINES}


@pytest.mark.parametrize("size", SIZES)
def test_every_line_of_the_identity_is_the_log_evidence(size):
    given, q = model(size), normal(*encoder(size))
    prior = normal(np.zeros(size), np.eye(size))
    found = values("elbo", q, prior, given.likelihood, size)
    assert len(found) == 1 + len(LIBRARY["elbo"].steps)
    for name, value in found.items():
        assert value.shape == ()
        np.testing.assert_allclose(value, given.log_evidence, **WITHIN, err_msg=name)


@pytest.mark.parametrize("size", SIZES)
def test_the_bound_leaves_out_the_divergence_from_the_posterior(size):
    given, prior = model(size), normal(np.zeros(size), np.eye(size))
    missing = divergence(*encoder(size), *given.posterior)
    assert missing > 1e-3
    found = values("elbo_bound", normal(*encoder(size)), prior, given.likelihood, size)
    below = {"start", "add-zero"}
    for name, value in found.items():
        expected = given.log_evidence - (missing if name in below else 0)
        np.testing.assert_allclose(value, expected, **WITHIN, err_msg=name)


@pytest.mark.parametrize("size", SIZES)
def test_the_posterior_attains_the_bound(size):
    given, prior = model(size), normal(np.zeros(size), np.eye(size))
    found = values("elbo_bound", normal(*given.posterior), prior, given.likelihood, size)
    np.testing.assert_allclose(list(found.values()), given.log_evidence, **WITHIN)


@pytest.mark.parametrize("size", SIZES)
def test_the_objective_with_a_gaussian_encoder(size):
    given, (mean, cov) = model(size), encoder(size)
    below = {"start", "divergence-from-the-prior", "definitions", "definition-of-the-divergence"}
    below |= {"densities-as-functions", "expectation", "divergence"}
    posterior_mean, posterior_cov = given.posterior
    # Three encoders at once; the last is the posterior.
    means = np.stack([mean, mean + 0.1, posterior_mean])
    covs = np.stack([cov, cov, posterior_cov])
    missing = [divergence(*pair, *given.posterior) for pair in zip(means, covs, strict=True)]
    found = values("elbo_gaussian", means, covs, given.likelihood)
    for name, value in found.items():
        expected = given.log_evidence - (np.array(missing) if name in below else np.zeros(3))
        np.testing.assert_allclose(value, expected, **WITHIN, err_msg=name)


@pytest.mark.parametrize("size", SIZES)
def test_gibbs_inequality_from_nothing_to_the_divergence(size):
    q, p = encoder(size), model(size).posterior
    found = values("gibbs_inequality", normal(*q), normal(*p), size)
    names = list(found)
    for name, value in found.items():
        above = names.index(name) >= names.index("logarithm-below-its-tangent")
        expected = divergence(*q, *p) if above else 0
        np.testing.assert_allclose(value, expected, **WITHIN, err_msg=name)


@pytest.mark.parametrize("size", SIZES)
def test_the_posterior_density_integrates_to_one(size):
    given, prior = model(size), normal(np.zeros(size), np.eye(size))
    found = values("posterior_normalisation", prior, given.likelihood, size)
    assert len(found) == 5
    np.testing.assert_allclose(list(found.values()), 1, **WITHIN)


def test_what_a_module_rests_on_is_said_in_its_docstring():
    module = importlib.import_module("derived.steps.gibbs_inequality")
    assert "Under the assumptions::\n\n    ∫" in module.__doc__
    one = importlib.import_module("derived.steps.posterior_normalisation")
    assert "Under the assumption::\n" in one.__doc__
    without = importlib.import_module("derived.steps.kl_univariate")
    assert "Under the assumption" not in without.__doc__


def test_functions_may_have_leading_axes_of_their_own():
    start = importlib.import_module("derived.steps.elbo").start
    (q, prior), likelihood = [normal(np.zeros(1), np.eye(1))] * 2, model(1).likelihood
    twice = start(q, prior, lambda z: likelihood(z) * np.array([1.0, 2.0]), 1)
    once = start(q, prior, likelihood, 1)
    np.testing.assert_allclose(twice, once + np.log([1, 2]), rtol=1e-13)


# Formulas that no derivation has.

k = dimension("k")
mu, z, x, y = vector("mu z x y", k)
Sigma = positive_definite("Sigma", k)
f, g = positive_function("f g", k)
encoder_of_mu = MultivariateNormal(mu, Sigma)
squared = Lambda(Applied(f, z) ** 2, z)
moved = Lambda(Applied(f, z - x), z)
joint = Lambda(Expectation(Applied(f, z + y), y, encoder_of_mu), z)


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    entries = [
        entry("other_variable", {"f": f, "x": x}, Applied(squared, x)),
        entry("mixed", {"mean": mu, "cov": Sigma, "g": g}, KL(encoder_of_mu, WithDensity(g))),
        entry("in_x", {"x": x, "f": f, "g": g}, KL(WithDensity(moved), WithDensity(g))),
    ]
    return installed(tmp_path_factory.mktemp("functions"), *entries)


def test_a_function_is_evaluated_at_another_point(package):
    points = np.array([[1.0, 2.0], [0.0, 3.0]])
    found = package("steps.other_variable").start(lambda at: at.sum(axis=-1), points)
    assert found.tolist() == [9.0, 9.0]


def test_without_a_window_the_first_density_says_where_the_integrand_lives(package):
    (q_mean, q_cov), (p_mean, p_cov) = encoder(2), model(2).posterior
    q, p = (q_mean + 1e3, q_cov / 1e4), (p_mean + 1e3, p_cov)
    found = package("steps.mixed").start(*q, normal(*p))
    np.testing.assert_allclose(found, divergence(*q, *p), rtol=1e-9)


def test_the_variable_of_a_divergence_is_its_own(package):
    q, p = encoder(2), model(2).posterior
    found = package("steps.in_x").start(np.array([0.1, 0.1]), normal(*q), normal(*p))
    np.testing.assert_allclose(found, divergence(q[0] + 0.1, q[1], *p), **WITHIN)


def test_a_variable_may_not_become_bound():
    with pytest.raises(ValueError, match="y means two things at once"):
        installed(None, entry("a", {"mean": mu, "cov": Sigma, "f": f, "y": y}, Applied(joint, y)))
