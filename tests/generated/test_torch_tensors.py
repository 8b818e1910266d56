"""The results for PyTorch tensors: autograd, torch.func, torch.compile, torch.distributions."""

import math

import numpy as np
import pytest

from derived import libraries
from tests.generated import divergences

torch = pytest.importorskip("torch", reason="torch is not installed")

ULPS = 6  # measured: 4.3
ALL = list(divergences.ARGUMENTS)
GRADIENTS = ["kl_multivariate", "kl_standard_normal_cov", *divergences.GRADIENTS]
KINDS = {np.float64: torch.float64, np.float32: torch.float32}


def call(name, point):
    summed = name.removesuffix("_grad") in divergences.SUMMED
    return libraries.call(name, *(torch.as_tensor(a[:, None] if summed else a) for a in point))


def batch(name):
    """Return arguments of float64 with one leading axis, of length 4, that ask for gradients."""
    random = np.random.default_rng(0)
    vectors = name in divergences.SUMMED or name not in divergences.VALUES
    made = []
    for argument in divergences.ARGUMENTS[name]:
        if argument.startswith("cov"):
            made.append(divergences.covariances(random, 4, 3))
        else:
            values = random.normal(size=(4, 3) if vectors else 4)
            made.append(np.exp(values) if argument.startswith("std") else values)
    return [torch.tensor(a, requires_grad=True) for a in made]


def of_symmetric(name):
    """Return a result as a function of the symmetric parts of its covariances."""

    def result(*at):
        names = divergences.ARGUMENTS[name]
        parts = [
            (a + a.mT) / 2 if argument.startswith("cov") else a
            for argument, a in zip(names, at, strict=True)
        ]
        return libraries.call(name, *parts)

    return result


@pytest.mark.parametrize("near", [False, True], ids=["anywhere", "near"])
@pytest.mark.parametrize("dtype", divergences.DTYPES)
@pytest.mark.parametrize("name", divergences.VALUES)
def test_values_are_right_to_some_ulps(name, dtype, near):
    point = divergences.point(name, dtype, near)
    found = call(name, point)
    assert found.dtype == KINDS[dtype]
    truth = divergences.exact(lambda *at: [divergences.VALUES[name](*at)], point)
    assert divergences.ulps(found, truth, dtype) <= ULPS
    assert torch.all(found >= 0)


@pytest.mark.parametrize("near", [False, True], ids=["anywhere", "near"])
@pytest.mark.parametrize("dtype", divergences.DTYPES)
@pytest.mark.parametrize("name", divergences.GRADIENTS)
def test_gradients_are_right_to_some_ulps(name, dtype, near):
    point = divergences.point(name, dtype, near)
    truth = divergences.exact(divergences.GRADIENTS[name], point)
    for argument, part in enumerate(call(f"{name}_grad", point)):
        values = part.numpy().ravel()
        assert divergences.ulps(values, [t[argument] for t in truth], dtype) <= ULPS


@pytest.mark.parametrize("name", GRADIENTS)
def test_backward_is_the_gradient(name):
    point = batch(name)
    libraries.call(name, *point).sum().backward()
    for tensor, part in zip(point, libraries.call(f"{name}_grad", *point), strict=True):
        torch.testing.assert_close(tensor.grad, part, rtol=1e-15, atol=0)


@pytest.mark.filterwarnings("ignore:`torch.jit.script` is deprecated:DeprecationWarning")
@pytest.mark.parametrize("name", ALL)
def test_both_modes_agree_with_difference_quotients_twice(name):
    result, point = of_symmetric(name), batch(name)
    assert torch.autograd.gradcheck(result, point, check_forward_ad=True)
    assert torch.autograd.gradgradcheck(result, point, check_fwd_over_rev=True)


@pytest.mark.parametrize("name", GRADIENTS)
def test_vmap_of_grad_is_the_gradient(name):
    point = [a.detach() for a in batch(name)]
    slope = torch.func.vmap(torch.func.grad(of_symmetric(name), tuple(range(len(point)))))
    for found, part in zip(slope(*point), libraries.call(f"{name}_grad", *point), strict=True):
        torch.testing.assert_close(found, part)


@pytest.mark.filterwarnings("ignore")  # torch's own, of what it traces
@pytest.mark.parametrize("name", divergences.GRADIENTS)
def test_compiled_in_one_graph(name):
    point = batch(name)
    compiled = torch.compile(
        lambda *at: libraries.call(name, *at).sum(), backend="aot_eager", fullgraph=True
    )
    compiled(*point).backward()
    for tensor, part in zip(point, libraries.call(f"{name}_grad", *point), strict=True):
        torch.testing.assert_close(tensor.grad, part)


def test_a_gradient_has_the_shape_of_its_argument():
    mean = torch.zeros(3, requires_grad=True)
    log_var = torch.zeros(4, 3, requires_grad=True)
    libraries.call("kl_standard_normal", mean + 1, log_var).sum().backward()
    assert mean.grad.tolist() == [4.0] * 3
    assert log_var.grad.shape == (4, 3)


@pytest.mark.parametrize("dtype", [torch.float16, torch.bfloat16])
def test_half_precision_is_kept_and_computed_in_float32(dtype):
    mean, log_var = torch.full((8,), 0.25, dtype=dtype), torch.full((8,), -0.5, dtype=dtype)
    found = libraries.call("kl_standard_normal", mean, log_var)
    assert found == libraries.call("kl_standard_normal", mean.float(), log_var.float()).to(dtype)
    assert found.dtype == dtype


def test_numbers_and_lists_and_whole_numbers():
    found = libraries.call("kl_univariate", 0, torch.tensor([1, 2]), [1.0, 2.0], 2)
    assert found.dtype == torch.get_default_dtype()


def test_two_libraries_are_not_mixed():
    with pytest.raises(TypeError, match="mean of torch, log_var of numpy"):
        libraries.call("kl_standard_normal", torch.zeros(3), np.zeros(3))


def test_tensors_in_a_list_are_refused():
    with pytest.raises(TypeError, match=r"log_var must be .* not Tensor"):
        libraries.call("kl_standard_normal", torch.zeros(1), [torch.tensor(1.0)])


def test_a_value_outside_its_domain_gives_nan_for_its_element():
    std = torch.tensor([1.0, 0.0, -1.0, math.nan], requires_grad=True)
    found = libraries.call("kl_univariate", 0, std, 1, 2)
    found[0].backward()
    assert torch.isnan(found).tolist() == [False, True, True, True]


def test_a_covariance_that_is_none_gives_nan_for_its_element():
    covs = torch.stack([torch.eye(2), -torch.eye(2), torch.tensor([[1.0, 0.5], [0.0, 1.0]])])
    found = libraries.call("kl_multivariate", torch.zeros(3, 2), covs, [0, 0], torch.eye(2))
    assert torch.isnan(found).tolist() == [False, True, True]


@pytest.fixture
def registered():
    from derived import torch as module

    module.register()
    yield module
    module.unregister()


def pairs(distance):
    """Return pairs of distributions, as far apart as that."""
    d = torch.distributions
    one, zero = torch.ones(3, dtype=torch.float64), torch.zeros(3, dtype=torch.float64)
    normals = d.Normal(zero, one), d.Normal(zero + distance, one + distance)
    independent = tuple(d.Independent(n, 1) for n in normals)
    lower = torch.eye(3, dtype=torch.float64)
    spaces = (
        d.MultivariateNormal(zero, scale_tril=lower),
        d.MultivariateNormal(zero + distance, scale_tril=lower * (1 + distance)),
    )
    return normals, independent, spaces


def test_registered_functions_agree_with_torchs_where_those_are_right(registered):
    for p, q in pairs(0.5):
        found = torch.distributions.kl_divergence(p, q)
        registered.unregister()
        torch.testing.assert_close(found, torch.distributions.kl_divergence(p, q))
        registered.register()


def test_registered_functions_are_right_where_torchs_are_not(registered):
    truth = 1.5e-18
    for p, q in pairs(1e-9):
        found = torch.distributions.kl_divergence(p, q).sum()
        assert abs(float(found) / (3 * truth) - 1) < 1e-6
        registered.unregister()
        assert abs(float(torch.distributions.kl_divergence(p, q).sum()) / (3 * truth) - 1) > 0.1
        registered.register()


def test_registering_is_undone_and_never_happens_at_import():
    from derived import torch as module

    before = dict(torch.distributions.kl._KL_REGISTRY)
    module.register()
    module.register()
    assert dict(torch.distributions.kl._KL_REGISTRY) != before
    module.unregister()
    module.unregister()
    assert dict(torch.distributions.kl._KL_REGISTRY) == before


def test_other_independent_distributions_are_torchs(registered):
    d = torch.distributions
    exponentials = [d.Independent(d.Exponential(torch.tensor([1.0, r])), 1) for r in (2.0, 3.0)]
    twice = [d.Independent(d.Normal(torch.full((2, 2), m), 1.0), 2) for m in (0.0, 1.0)]
    assert torch.distributions.kl_divergence(*exponentials) > 0
    assert torch.distributions.kl_divergence(*twice) == 2


def test_near_collapse_the_loss_is_right_where_the_pasted_one_is_not():
    mean, log_var = torch.full((1, 16), 1e-5), torch.full((1, 16), -3e-4)
    pasted = -0.5 * torch.sum(1 + log_var - mean**2 - log_var.exp())
    truth = 16 * float(
        divergences.exact(divergences.standard_normal, (mean[0, :1], log_var[0, :1]))[0]
    )
    assert abs(float(pasted) / truth - 1) > 0.01
    found = libraries.call("kl_standard_normal", mean, log_var)
    assert abs(float(found[0]) / truth - 1) < 1e-6
