"""The results for JAX arrays: under jit, grad, vmap and jvp."""

import math

import numpy as np
import pytest

from derived import libraries
from tests.generated import divergences

jax = pytest.importorskip("jax", reason="jax is not installed")
jnp = jax.numpy

ULPS = 6  # measured: 4.3
GRADIENTS = ["kl_multivariate", "kl_standard_normal_cov", *divergences.GRADIENTS]


@pytest.fixture(autouse=True)
def float64():
    before = jax.config.jax_enable_x64
    jax.config.update("jax_enable_x64", True)
    yield
    jax.config.update("jax_enable_x64", before)


def call(name, point):
    summed = name.removesuffix("_grad") in divergences.SUMMED
    return libraries.call(name, *(jnp.asarray(a[:, None] if summed else a) for a in point))


def batch(name, dtype=np.float64):
    """Return arguments with one leading axis, of vectors where the result is of vectors."""
    if name in divergences.VALUES:
        point = divergences.point(name, dtype)
        return [jnp.asarray(a.reshape(-1, 5) if name in divergences.SUMMED else a) for a in point]
    random = np.random.default_rng(0)
    shapes = divergences.ARGUMENTS[name]
    return [
        jnp.asarray(
            divergences.covariances(random, 4, 3, dtype)
            if argument.startswith("cov")
            else random.normal(size=(4, 3)).astype(dtype)
        )
        for argument in shapes
    ]


@pytest.mark.parametrize("near", [False, True], ids=["anywhere", "near"])
@pytest.mark.parametrize("dtype", divergences.DTYPES)
@pytest.mark.parametrize("name", divergences.VALUES)
def test_values_are_right_to_some_ulps(name, dtype, near):
    point = divergences.point(name, dtype, near)
    found = call(name, point)
    assert found.dtype == dtype
    truth = divergences.exact(lambda *at: [divergences.VALUES[name](*at)], point)
    assert divergences.ulps(found, truth, dtype) <= ULPS
    assert np.all(np.asarray(found) >= 0)


@pytest.mark.parametrize("near", [False, True], ids=["anywhere", "near"])
@pytest.mark.parametrize("dtype", divergences.DTYPES)
@pytest.mark.parametrize("name", divergences.GRADIENTS)
def test_gradients_are_right_to_some_ulps(name, dtype, near):
    point = divergences.point(name, dtype, near)
    truth = divergences.exact(divergences.GRADIENTS[name], point)
    for argument, part in enumerate(call(f"{name}_grad", point)):
        values = np.asarray(part).ravel()
        assert divergences.ulps(values, [t[argument] for t in truth], dtype) <= ULPS


@pytest.mark.parametrize("dtype", divergences.DTYPES)
@pytest.mark.parametrize("name", GRADIENTS)
def test_grad_under_vmap_and_jit_is_the_gradient(name, dtype):
    point = batch(name, dtype)
    places = tuple(range(len(point)))
    slope = jax.jit(jax.vmap(jax.grad(lambda *at: libraries.call(name, *at), places)))
    for found, part in zip(slope(*point), libraries.call(f"{name}_grad", *point), strict=True):
        assert found.dtype == dtype
        np.testing.assert_allclose(found, part, rtol=64 * np.finfo(dtype).eps)


@pytest.mark.parametrize("name", [*GRADIENTS, "kl_univariate_standard_normal"])
def test_both_modes_agree_with_difference_quotients_twice(name):
    from jax.test_util import check_grads

    # A covariance stays symmetric.
    def symmetric(argument, value):
        return (value + value.mT) / 2 if argument.startswith("cov") else value

    def result(*at):
        names = divergences.ARGUMENTS[name]
        return libraries.call(name, *map(symmetric, names, at))

    point = [jnp.tanh(a[:2]) for a in batch(name)]
    if any(argument.startswith(("std", "cov")) for argument in divergences.ARGUMENTS[name]):
        point = [a[:2] for a in batch(name)]
        point = [
            1 + jnp.tanh(a) ** 2 if n.startswith("std") else a
            for n, a in zip(divergences.ARGUMENTS[name], point, strict=True)
        ]
    check_grads(result, point, order=2, rtol=1e-4, atol=1e-4)


def test_an_element_outside_its_domain_spoils_no_other_gradient():
    log_var = jnp.asarray([[0.5, 1.0], [math.nan, 1.0]])
    slope = jax.grad(lambda v: jnp.nansum(libraries.call("kl_standard_normal", 0 * v, v)))(log_var)
    assert np.all(np.isfinite(slope[0]))


def test_half_precision_is_kept_and_computed_in_float32():
    mean, log_var = jnp.full(8, 0.25, jnp.bfloat16), jnp.full(8, -0.5, jnp.bfloat16)
    found = libraries.call("kl_standard_normal", mean, log_var)
    assert found.dtype == jnp.bfloat16
    wide = libraries.call("kl_standard_normal", *(a.astype(jnp.float32) for a in (mean, log_var)))
    assert found == wide.astype(jnp.bfloat16)


def test_two_libraries_are_not_mixed():
    with pytest.raises(TypeError, match="mean of jax, log_var of numpy"):
        libraries.call("kl_standard_normal", jnp.zeros(3), np.zeros(3))


def test_near_collapse_the_loss_is_right_where_the_pasted_one_is_not():
    mean = jnp.full((1, 16), 1e-5, jnp.float32)
    log_var = jnp.full((1, 16), -3e-4, jnp.float32)
    pasted = -0.5 * jnp.sum(1 + log_var - mean**2 - jnp.exp(log_var))
    truth = 16 * float(
        divergences.exact(divergences.standard_normal, (mean[0, :1], log_var[0, :1]))[0]
    )
    assert abs(float(pasted) / truth - 1) > 0.01
    found = libraries.call("kl_standard_normal", mean, log_var)
    assert abs(float(found[0]) / truth - 1) < 1e-6
