"""Paths: the two ways in which `derived` computes on NumPy, and how one of them is chosen.

The only place that knows of `derived.use_fast`.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from importlib.util import find_spec

import derived

NUMPY, FAST = "NumPy", "fast"


def has_fast() -> bool:
    """Say whether the compiled path is there."""
    return hasattr(derived, "use_fast") and find_spec("numba") is not None


def why_not_fast() -> str:
    """Say what is missing of the compiled path."""
    return "not installed" if find_spec("numba") is None else "not generated"


def paths() -> tuple[str, ...]:
    """Return the paths that are there."""
    return (NUMPY, FAST) if has_fast() else (NUMPY,)


@contextmanager
def on(path: str) -> Iterator[None]:
    """Let `derived` compute on one path."""
    if path not in paths():
        raise ValueError(f"the path {path!r} is not installed: pip install numba")
    if not has_fast():
        yield
        return
    derived.use_fast(path == FAST)
    try:
        yield
    finally:
        derived.use_fast(True)
