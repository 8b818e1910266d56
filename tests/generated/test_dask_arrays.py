"""The results for Dask arrays: lazy, in chunks, the same values as for NumPy arrays."""

import math

import numpy as np
import pytest

from derived import gaussian, libraries
from tests.generated import divergences

pytest.importorskip("dask", reason="dask is not installed")
array = pytest.importorskip("dask.array", reason="dask has no arrays here")

CHUNKS = (3, 2)
SHAPE = (10, 5)


def arguments(name, dtype=np.float64):
    random = np.random.default_rng(0)
    drawn = []
    for argument in divergences.ARGUMENTS[name]:
        if argument.startswith("cov"):
            drawn.append(divergences.covariances(random, *SHAPE, dtype))
        else:
            values = random.normal(size=SHAPE)
            drawn.append((np.exp(values) if argument.startswith("std") else values).astype(dtype))
    return drawn


def chunked(values):
    return [array.from_array(v, chunks=(3, *[2] * (v.ndim - 1))) for v in values]


@pytest.mark.parametrize("name", divergences.ARGUMENTS)
def test_values_are_numpys_and_lazy(name):
    values = arguments(name)
    found = libraries.call(name, *chunked(values))
    assert isinstance(found, array.Array)
    expected = getattr(gaussian, name)(*values)
    assert found.shape == expected.shape
    np.testing.assert_allclose(found.compute(), expected, rtol=1e-12)


@pytest.mark.parametrize(
    "name", [n for n in divergences.ARGUMENTS if hasattr(gaussian, f"{n}_grad")]
)
def test_gradients_are_numpys_and_lazy(name):
    values = arguments(name)
    found = libraries.call(f"{name}_grad", *chunked(values))
    for part, expected in zip(found, getattr(gaussian, f"{name}_grad")(*values), strict=True):
        assert isinstance(part, array.Array)
        np.testing.assert_allclose(part.compute(), expected, rtol=1e-11, atol=1e-12)


@pytest.mark.parametrize("name", divergences.VALUES)
def test_chunks_of_values_are_kept(name):
    found = libraries.call(name, *chunked(arguments(name)))
    assert found.chunks[0] == (3, 3, 3, 1)


@pytest.mark.parametrize("name", divergences.GRADIENTS)
def test_chunks_of_gradients_are_kept(name):
    for part in libraries.call(f"{name}_grad", *chunked(arguments(name))):
        assert part.chunks == ((3, 3, 3, 1), (2, 2, 1))


def test_nothing_is_computed_before_it_is_asked_for():
    def explode(block):
        raise AssertionError("computed")

    values = array.from_array(np.zeros(SHAPE), chunks=CHUNKS)
    bomb = values.map_blocks(explode, dtype=np.float64, meta=np.empty((0, 0)))
    libraries.call("kl_standard_normal", bomb, bomb)
    libraries.call("kl_standard_normal_grad", bomb, bomb)


@pytest.mark.parametrize("name", divergences.VALUES)
def test_float32_is_rounded_once(name):
    found = libraries.call(name, *chunked(arguments(name, np.float32)))
    assert found.dtype == np.float32
    doubles = [a.astype(np.float64) for a in arguments(name, np.float32)]
    expected = libraries.call(name, *chunked(doubles)).compute()
    np.testing.assert_array_equal(found.compute(), expected.astype(np.float32))


def test_numbers_lists_and_shapes_that_broadcast():
    std = array.from_array(np.arange(1.0, 7).reshape(3, 2), chunks=(2, 1))
    found = libraries.call("kl_univariate", 0, std, [1.0, 2.0], 2)
    expected = gaussian.kl_univariate(0, np.arange(1.0, 7).reshape(3, 2), [1.0, 2.0], 2)
    np.testing.assert_allclose(found.compute(), expected, rtol=1e-14)


def test_a_value_outside_its_domain_gives_nan_without_a_warning():
    std = array.from_array(np.array([1.0, -1.0, 0.0, math.nan]), chunks=2)
    found = libraries.call("kl_univariate", 0, std, 0, 1).compute()
    assert np.isnan(found).tolist() == [False, True, True, True]
