"""Peers: what people import or paste today, each on the arrays of its own library."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from tests.bench import textbook

Loaded = dict[str, Any]
"""What `subjects.Subject` holds besides the name."""


def numpy_formula() -> Loaded:
    """Return the pasted formulas, on NumPy."""
    values, gradients = textbook.values(np), textbook.gradients(np)
    return {"values": values, "gradients": gradients, "both": _in_turn(values, gradients)}


def _in_turn(values: Loaded, gradients: Loaded) -> Loaded:
    def both(name: str) -> Callable[..., Any]:
        return lambda *arguments: (values[name](*arguments), gradients[name](*arguments))

    return {name: both(name) for name in gradients}


def torch_eager() -> Loaded:
    """Return the pasted formulas on torch, with automatic differentiation."""
    import torch

    return _torch(textbook.values(torch))


def torch_distributions() -> Loaded:
    """Return `torch.distributions.kl_divergence`, with its checks, as it comes."""
    import torch
    from torch.distributions import MultivariateNormal, Normal, kl_divergence

    def pair(mean_1: Any, std_1: Any, mean_2: Any, std_2: Any) -> Any:
        return kl_divergence(Normal(mean_1, std_1), Normal(mean_2, std_2))

    def prior(mean: Any, std: Any) -> Any:
        return pair(mean, std, torch.zeros_like(mean), torch.ones_like(std))

    def space(mean_1: Any, cov_1: Any, mean_2: Any, cov_2: Any) -> Any:
        return kl_divergence(MultivariateNormal(mean_1, cov_1), MultivariateNormal(mean_2, cov_2))

    def prior_in_space(mean: Any, cov: Any) -> Any:
        identity = torch.eye(mean.shape[-1], dtype=mean.dtype).expand_as(cov)
        return space(mean, cov, torch.zeros_like(mean), identity)

    return _torch({
        "kl_standard_normal": lambda m, v: prior(m, torch.exp(v / 2)).sum(-1),
        "kl_univariate": pair,
        "kl_diagonal": lambda *arguments: pair(*arguments).sum(-1),
        "kl_univariate_standard_normal": prior,
        "kl_univariate_log_var": lambda m, v, n, w: pair(m, torch.exp(v / 2), n, torch.exp(w / 2)),
        "kl_multivariate": space,
        "kl_standard_normal_cov": prior_in_space,
    })  # fmt: skip


def _torch(values: Loaded) -> Loaded:
    import torch

    def with_gradient(value: Callable[..., Any]) -> Callable[..., Any]:
        def both(*arguments: Any) -> Any:
            leaves = [argument.detach().requires_grad_() for argument in arguments]
            result = value(*leaves)
            return result.detach(), torch.autograd.grad(result.sum(), leaves)

        return both

    return differentiated(values, with_gradient) | {
        "array": lambda array: torch.from_numpy(np.array(array)),
        "finished": lambda tensor: tensor.numpy(),
        "with_gradient": with_gradient,
    }


def differentiated(
    values: Mapping[str, Callable[..., Any]], with_gradient: Callable[..., Any]
) -> Loaded:
    """Return values, with the gradients that automatic differentiation makes of them."""
    both = {name: with_gradient(value) for name, value in values.items()}

    def gradient(name: str) -> Callable[..., Any]:
        return lambda *arguments: tuple(both[name](*arguments)[1])

    return {"values": values, "gradients": {name: gradient(name) for name in both}, "both": both}


def jax_jit() -> Loaded:
    """Return the pasted formulas on JAX, compiled, with automatic differentiation."""
    import jax

    jax.config.update("jax_enable_x64", True)
    values = textbook.values(jax.numpy)

    def with_gradient(value: Callable[..., Any]) -> Callable[..., Any]:
        def both(*arguments: Any) -> Any:
            result, pulled_back = jax.vjp(value, *arguments)
            return result, pulled_back(jax.numpy.ones_like(result))

        return jax.jit(both)

    compiled = {name: jax.jit(value) for name, value in values.items()}
    return differentiated(compiled, with_gradient) | {
        "compiled": jax.jit,
        "with_gradient": with_gradient,
        "array": jax.numpy.asarray,
        "finished": np.asarray,
        "is_asynchronous": True,
    }


SQUARE = "(std_1**2 + (mean_1 - mean_2)**2)/(2*std_2**2)"
EXPRESSIONS = {
    "kl_standard_normal": "exp(log_var) + mean**2 - 1 - log_var",
    "kl_univariate": f"log(std_2/std_1) + {SQUARE} - half",
    "kl_diagonal": f"log(std_2/std_1) + {SQUARE} - half",
    "kl_univariate_standard_normal": "half*(std**2 + mean**2 - 1 - log(std**2))",
    "kl_univariate_log_var": "half*(log_var_2 - log_var_1 + exp(log_var_1 - log_var_2)"
    " + (mean_1 - mean_2)**2*exp(-log_var_2) - 1)",
}
SLOPES = {
    "kl_standard_normal": ("mean", "half*(exp(log_var) - 1)"),
    "kl_diagonal": (
        "(mean_1 - mean_2)/std_2**2",
        "std_1/std_2**2 - 1/std_1",
        "(mean_2 - mean_1)/std_2**2",
        "1/std_2 - (std_1**2 + (mean_1 - mean_2)**2)/std_2**3",
    ),
}


def numexpr_formula() -> Loaded:
    """Return the pasted formulas as numexpr compiles them; it is NumPy that sums."""
    import numexpr

    from tests.bench.functions import BY_NAME

    def evaluated(name: str, expression: str) -> Callable[..., Any]:
        names = BY_NAME[name].arguments

        def call(*arguments: Any) -> Any:
            # A plain 0.5 would make float32 float64.
            half = arguments[0].dtype.type(0.5)
            given = dict(zip(names, arguments, strict=True))
            return numexpr.evaluate(expression, local_dict=given | {"half": half}, global_dict={})

        return call

    elements = {name: evaluated(name, text) for name, text in EXPRESSIONS.items()}
    values = elements | {
        "kl_standard_normal": lambda *a: 0.5 * elements["kl_standard_normal"](*a).sum(-1),
        "kl_diagonal": lambda *a: elements["kl_diagonal"](*a).sum(-1),
    }
    slopes = {name: [evaluated(name, text) for text in texts] for name, texts in SLOPES.items()}

    def gradient(name: str) -> Callable[..., Any]:
        return lambda *arguments: tuple(slope(*arguments) for slope in slopes[name])

    gradients = {name: gradient(name) for name in slopes}
    return {"values": values, "gradients": gradients, "both": _in_turn(values, gradients)}


PEERS: dict[str, tuple[str, Callable[[], Loaded]]] = {
    "NumPy formula": ("numpy", numpy_formula),
    "torch eager": ("torch", torch_eager),
    "torch.distributions": ("torch", torch_distributions),
    "jax.jit": ("jax", jax_jit),
    "numexpr": ("numexpr", numexpr_formula),
}
"""The row of each, the module that has to be installed, and what loads it."""
