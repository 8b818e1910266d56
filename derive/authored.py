"""Authored: derivations from a module of the user's; loading one executes its code."""

from __future__ import annotations

import importlib.util
import traceback
from difflib import get_close_matches
from pathlib import Path

from derive.derivation import Derivation
from derive.files.text import is_file


class BadInput(Exception):
    """Something the user gave cannot be used; the message says where and what to do."""


def load(path: Path) -> Derivation:
    """Return the ``DERIVATION`` of a Python module, which is executed.

    Raises
    ------
    BadInput
        With the file and line of the author's mistake.
    """
    if not is_file(path):
        raise BadInput(f"{path}: there is no such file")
    spec = importlib.util.spec_from_file_location(f"authored_{path.stem}", path.resolve())
    if spec is None or spec.loader is None:
        raise BadInput(f"{path}: not a Python module (its name must end in .py)")
    module = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # a module may raise what it likes
        raise BadInput(_explained(path, error)) from error
    derivation = getattr(module, "DERIVATION", None)
    if not isinstance(derivation, Derivation):
        raise BadInput(f"{path}: it has no DERIVATION = Derivation(...)")
    return derivation


def _explained(path: Path, error: BaseException) -> str:
    """Say what went wrong, at the last line of the author's file that was executed."""
    if isinstance(error, SyntaxError):
        return f"{path}:{error.lineno}: {error.msg}"
    frames = traceback.extract_tb(error.__traceback__)
    lines = [f.lineno for f in frames if f.filename == str(path.resolve())]
    place = f"{path}:{lines[-1]}" if lines else str(path)
    message = f"{place}: {type(error).__name__}: {error}"
    return message + _hint(error)


def _hint(error: BaseException) -> str:
    import derive.notation
    import derive.rules

    known = [*derive.notation.__all__, *derive.rules.__all__]
    name = getattr(error, "name_from", None) or getattr(error, "name", None)
    near = get_close_matches(str(name), known, 1, 0.6) if name else []
    if isinstance(error, (NameError, ImportError)) and near and "Did you mean" not in str(error):
        return f"; did you mean {near[0]}?"
    return ""
