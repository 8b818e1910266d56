"""Environment: on what was measured; the head of every table."""

from __future__ import annotations

import platform
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import numpy as np

PACKAGES = ("numpy", "numba", "torch", "jax", "numexpr", "python-flint")


def environment() -> dict[str, str]:
    """Return names and versions of what the figures depend on."""
    return {
        "CPU": cpu(),
        "system": f"{platform.system()} {platform.machine()}",
        "Python": platform.python_version(),
        "libm": " ".join(platform.libc_ver()).strip() or "the system's",
        "BLAS": blas(),
        "SIMD of NumPy": ", ".join(np.show_config(mode="dicts")["SIMD Extensions"]["found"]),
        **{name: installed(name) for name in PACKAGES},
    }


def cpu() -> str:
    """Return the name of the processor."""
    file = Path("/proc/cpuinfo")
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    fields = [line.partition(":") for line in lines]
    known = {name.strip(): value.strip() for name, _, value in reversed(fields)}
    if "model name" not in known:
        return platform.processor() or platform.machine()
    numbers = "/".join(known.get(n, "?") for n in ("cpu family", "model", "stepping"))
    return f"{known['model name']} (family/model/stepping {numbers})"


def blas() -> str:
    """Return the name and the version of the BLAS that NumPy was built with."""
    built = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    return f"{built['name']} {built['version']}"


def installed(package: str) -> str:
    """Return the version of a package, if it is there."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "not installed"
