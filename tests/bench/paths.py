"""Paths: the two ways in which `derived` computes on NumPy, and how one of them is chosen.

The only place that knows of `use_fast`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from importlib.util import find_spec

NUMPY, FAST = "NumPy", "fast"


def _use_fast() -> Callable[..., bool] | None:
    """Return what says whether results are compiled, and with True or False decides it."""
    if find_spec("derived.evaluation") is None:
        return None
    switch: Callable[..., bool] = import_module("derived.evaluation").use_fast
    return switch


def why_not_fast() -> str:
    """Say what is missing of the compiled path; nothing, where it is there."""
    if find_spec("numba") is None:
        return "not installed"
    return "" if _use_fast() and find_spec("derived.fast") else "not generated"


def paths() -> tuple[str, ...]:
    """Return the paths that are there."""
    return (NUMPY,) if why_not_fast() else (NUMPY, FAST)


@contextmanager
def on(path: str) -> Iterator[None]:
    """Let `derived` compute on one path."""
    if path not in paths():
        raise ValueError(f"the path {path!r} is {why_not_fast()}: pip install numba")
    use_fast = _use_fast()
    if use_fast is None:
        yield
        return
    before = use_fast()
    use_fast(path == FAST)
    try:
        yield
    finally:
        use_fast(before)
