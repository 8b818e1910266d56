"""Arguments: the derivations and steps that ``NAME[:STEP]`` and ``PATH[:STEP]`` stand for."""

from __future__ import annotations

import os
from pathlib import Path

from derive.authored import BadInput, load
from derive.cli.failure import Failure
from derive.derivation import Derivation
from derive.files.problem import BadFile
from derive.files.reader import read_files
from derive.files.text import is_file
from derive.library import LIBRARY


def wanted(what: tuple[str, ...]) -> tuple[dict[str, Derivation], list[str]]:
    """Return the derivations to look names up in, and the names asked for."""
    try:
        given = {item: load(Path(item)) for item in what if item.endswith(".py")}
        files = [Path(item) for item in what if is_data(item)]
        read = read_files(files, LIBRARY)
    except (BadInput, BadFile) as error:
        raise Failure(str(error)) from error
    given |= {item: read[Path(item)] for item in what if is_data(item)}
    derivations = {**LIBRARY, **{d.name: d for d in given.values()}}
    return derivations, [given[i].name if i in given else i for i in what] or list(derivations)


def is_data(item: str) -> bool:
    """Say whether an argument is a derivation file: no name has a dot or a slash in it."""
    return not item.endswith(".py") and ("." in item or os.sep in item)


def with_step(what: str) -> tuple[str, str]:
    """Return the two parts of ``NAME:STEP`` or ``PATH:STEP``; a path may hold a colon itself."""
    named, colon, step = what.rpartition(":")
    return (named, step) if colon and not is_file(Path(what)) else (what, "")
