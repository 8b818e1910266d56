"""Figures code: the generated functions that figures are drawn from, called in their own process.

What is called is what `derive.render.numpy.files` makes of this very document, never an installed
package, and nothing that a figure shows is computed from a formula written in the engine.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from types import TracebackType
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from derive.document import Document
from derive.formula import Formula
from derive.render.environment import environment
from derive.render.figures import sampler
from derive.render.numpy import files as package
from derive.render.numpy.scope import Scope, code_name, free
from derive.render.numpy.text import code
from derive.render.python_text import laid_out

Array = NDArray[np.float64]
FORMULAS = "formulas"


class GeneratedCode:
    """The package ``derived`` of a document, and a function for each of some formulas.

    Parameters
    ----------
    document : Document
        What the package is made of.
    formulas : mapping of str to Formula
        Parts of proved lines, by the names that their functions get; their arguments are the
        variables, sorted.
    """

    def __init__(self, document: Document, formulas: Mapping[str, Formula]) -> None:
        self._folder = tempfile.TemporaryDirectory()
        root = Path(self._folder.name)
        files = {**_package(document), f"{FORMULAS}.py": module(formulas)}
        for path, text in files.items():
            (root / path).parent.mkdir(parents=True, exist_ok=True)
            (root / path).write_text(text, encoding="utf-8")
        # -I: nothing from the surroundings; plain NumPy, whose last bits hardly differ.
        self._process = subprocess.Popen(
            [sys.executable, "-I", "-B", sampler.__file__, str(root)],
            env={**os.environ, "DERIVED_FAST": "0"},
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8",
        )  # fmt: skip

    def __enter__(self) -> GeneratedCode:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._process.communicate()
        self._folder.cleanup()

    def __call__(self, name: str, **arguments: ArrayLike) -> Array:
        """Return the value of ``derived.<module>.<function>``, or of a formula by its name.

        Raises
        ------
        RuntimeError
            If the function fails; what it said follows.
        """
        return np.asarray(self._ask(name, arguments), dtype=float)

    def number(self, name: str, **arguments: float) -> float:
        """Return the value of a function at one point."""
        return float(self(name, **arguments))

    def parts(self, name: str, **arguments: ArrayLike) -> list[Array]:
        """Return the values of a function that has several: a gradient, in each argument."""
        return [np.asarray(part, dtype=float) for part in self._ask(name, arguments)]

    def _ask(self, name: str, arguments: Mapping[str, ArrayLike]) -> Any:
        home, _, function = name.rpartition(".")
        given = {n: np.asarray(a, dtype=float).tolist() for n, a in arguments.items()}
        request = {"module": home or FORMULAS, "function": function, "arguments": given}
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        said = json.loads(self._process.stdout.readline() or '{"error": "it ended"}')
        if "error" in said:
            raise RuntimeError(f"the generated function {name} failed: {said['error']}")
        return said["value"]


@lru_cache(maxsize=1)
def _package(document: Document) -> dict[str, str]:
    return package.render(document)


def module(formulas: Mapping[str, Formula]) -> str:
    """Return the text of a module with a function for each formula.

    Raises
    ------
    ValueError
        If a formula has no numerical form, or a name cannot stand in the code.
    """
    functions = []
    for name, f in sorted(formulas.items()):
        names = {v: code_name(v) for v in sorted(free(f))}
        functions.append(
            {
                "name": code_name(name),
                "arguments": list(names.values()),
                "code": laid_out(code(f, Scope(names)), 4, 11),
            }
        )
    return environment("figures").get_template("formulas.py.j2").render(functions=functions)
