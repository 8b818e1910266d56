"""Subjects: what is measured; ours, on each of its paths, and the peers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace
from functools import partial
from importlib.util import find_spec
from typing import Any

import numpy as np

from derived import gaussian
from tests.bench import paths, peers
from tests.bench.functions import BY_NAME, MULTIVARIATE

Formulas = Mapping[str, Callable[..., Any]]


@dataclass(frozen=True)
class Subject:
    """Something that computes divergences, and maybe their gradients."""

    name: str
    values: Formulas
    gradients: Formulas
    """Each returns as many arrays as it takes."""
    both: Formulas
    """Value and gradient, as fast as it can."""
    array: Callable[[Any], Any] = np.asarray
    """Makes one of its own arrays of one of NumPy's."""
    finished: Callable[[Any], Any] = np.asarray
    """Waits for a result, and makes one of NumPy's of it."""
    chosen: Callable[[], AbstractContextManager[None]] = nullcontext
    """Within which it is called."""
    is_asynchronous: bool = False
    """Whether a call returns before it is done: then ``block_until_ready`` waits."""
    compiled: Callable[[Any], Any] = field(default=lambda function: function)
    """Compiles a function, where its users would."""
    with_gradient: Callable[..., Any] | None = None
    """Makes of a function one that returns its gradient as well."""
    is_ours: bool = False


def ours(path: str) -> Subject:
    """Return `derived` on NumPy arrays, on one of its paths."""
    return Subject(f"derived, {path}", **_derived(), chosen=partial(paths.on, path), is_ours=True)


def _derived() -> dict[str, Formulas]:
    names = [name for name in (*BY_NAME, *MULTIVARIATE) if hasattr(gaussian, name)]
    values = {name: getattr(gaussian, name) for name in names}
    gradients = {
        name: getattr(gaussian, f"{name}_grad")
        for name in names
        if hasattr(gaussian, f"{name}_grad")
    }
    return {
        "values": values,
        "gradients": gradients,
        "both": {
            name: getattr(gaussian, f"{name}_value_and_grad", _in_turn(values[name], gradient))
            for name, gradient in gradients.items()
        },
    }


def _in_turn(value: Callable[..., Any], gradient: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *arguments: (value(*arguments), gradient(*arguments))


def elsewhere(peer: Subject) -> Subject | None:
    """Return `derived` on the arrays of a peer's library, if it keeps them.

    Compiled and differentiated as the peer is: a gradient is what the library makes of the value.
    """
    one = peer.array(np.ones((1, 1)))
    try:
        kept = isinstance(gaussian.kl_standard_normal(one, one), type(one))
    except (TypeError, ValueError):
        return None
    if not kept:
        return None
    library = peer.name.split()[0].partition(".")[0]
    library = {"jax": "JAX"}.get(library, library)
    values = {name: peer.compiled(value) for name, value in _derived()["values"].items()}
    return replace(
        peer, name=f"derived, {library}", **peers.differentiated(values, peer.with_gradient)
    )


def installed() -> tuple[list[Subject], dict[str, str]]:
    """Return what can be measured here, and why each of the others cannot."""
    found, missing = [ours(path) for path in paths.paths()], {}
    if why := paths.why_not_fast():
        missing[f"derived, {paths.FAST}"] = why
    others: dict[str, Subject] = {}
    for name, (module, load) in peers.PEERS.items():
        try:
            if find_spec(module) is None:
                raise ImportError
            others[name] = Subject(name, **load())
        except ImportError:
            missing[name] = "not installed"
    for name in ("torch eager", "jax.jit"):
        if name in others and (subject := elsewhere(others[name])):
            found.append(subject)
    return [*found, *others.values()], missing
