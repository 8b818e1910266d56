"""Figures sampler: runs beside generated code, and answers what its functions give.

The engine starts this file as a script of its own, with the folder that holds the package
``derived``.  Each line that it reads is a request, each line that it writes an answer, as JSON.
"""

from __future__ import annotations

import json
import sys
from importlib import import_module
from typing import Any

import numpy as np


def answer(request: dict[str, Any]) -> Any:
    """Return the values of a function: of its parts, where it returns several.

    Parameters
    ----------
    request : dict
        The ``module``, the ``function`` in it, and its ``arguments`` by their names.
    """
    function = getattr(import_module(request["module"]), request["function"])
    value = function(**{n: np.asarray(a, dtype=float) for n, a in request["arguments"].items()})
    if isinstance(value, tuple):
        return [np.asarray(part).tolist() for part in value]
    return np.asarray(value).tolist()


def main(folder: str) -> None:
    """Answer requests until there are no more."""
    sys.path.insert(0, folder)
    for line in sys.stdin:
        try:
            said = {"value": answer(json.loads(line))}
        except Exception as error:  # whoever asked raises it again
            said = {"error": f"{type(error).__name__}: {error}"}
        print(json.dumps(said), flush=True)


if __name__ == "__main__":
    main(sys.argv[1])
