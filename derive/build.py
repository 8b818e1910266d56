"""Build: the one writer.  Renders every folder in memory and exchanges it as a whole.

A folder is written beside the old one under a hidden name; then the old one is renamed away and
the new one takes its place.  `recover` finishes or undoes an exchange that was interrupted, so
that each folder is wholly old or wholly new.
"""

from __future__ import annotations

import fcntl
import json
import os
import platform
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import version
from pathlib import Path

from derive.document import Document
from derive.render import certificates, latex, numpy

RENDERERS: dict[str, Callable[[Document], dict[str, str]]] = {
    "certificates": certificates.render,
    "latex": latex.render,
    "python": numpy.render,
}
MARKER = ".derive"
TOOLS = "tools.json"
MARKER_TEXT = "Written by derive build, and replaced as a whole by the next one.  It wrote:\n"


class BuildError(Exception):
    """The output cannot be written; the message says what to do."""


def rendered(document: Document) -> dict[str, dict[str, str]]:
    """Return every rendered folder: its name, and in it relative paths with their text."""
    return {name: render(document) for name, render in RENDERERS.items()}


def write(folders: Mapping[str, Mapping[str, str]], target: Path) -> list[str]:
    """Write the folders into ``target``; return the names of those that changed.

    Raises
    ------
    BuildError
        Where the target holds something that no build wrote, or cannot be written.
    """
    check_target(target)
    changed = []
    try:
        target.mkdir(parents=True, exist_ok=True)
        with _locked(target, wait=True):
            _recover(target)
            for name, files in folders.items():
                files = {**files, MARKER: MARKER_TEXT + "".join(f"{p}\n" for p in sorted(files))}
                if _read(target / name) != files:
                    _exchange(target, name, files)
                    changed.append(name)
    except OSError as error:
        raise BuildError(f"cannot write {error.filename or target}: {error.strerror}") from error
    return changed


def write_tools(target: Path) -> None:
    """Write which versions made the output into ``tools.json``, which is not committed.

    Raises
    ------
    BuildError
        Where it cannot be written.
    """
    names = ("derive-engine", "sympy", "python-flint", "jinja2", "numpy")
    versions = {"python": platform.python_version(), **{n: version(n) for n in names}}
    new = target / ".derive-new-tools.json"
    try:
        new.write_text(json.dumps(versions, indent=1) + "\n", encoding="utf-8")
        new.replace(target / TOOLS)
    except OSError as error:
        raise BuildError(f"cannot write {error.filename or target}: {error.strerror}") from error


def recover(target: Path) -> None:
    """Finish or undo an exchange that was interrupted in ``target``; leave a running one alone."""
    with _locked(target, wait=False) as ours:
        if ours:
            _recover(target)


@contextmanager
def _locked(target: Path, *, wait: bool) -> Iterator[bool]:
    """Hold the folder for one process at a time; say whether it is held by this one."""
    folder = os.open(target, os.O_RDONLY)
    try:
        try:
            fcntl.flock(folder, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
            ours = True
        except BlockingIOError:
            ours = False
        yield ours
    finally:
        os.close(folder)


def _recover(target: Path) -> None:
    for name in RENDERERS:
        current, new, old = target / name, _new(target, name), _old(target, name)
        if not current.exists() and old.exists():
            (new if new.exists() else old).rename(current)
        for left_over in (new, old):
            if left_over.exists():
                shutil.rmtree(left_over)


def _new(target: Path, name: str) -> Path:
    return target / f".derive-new-{name}"


def _old(target: Path, name: str) -> Path:
    return target / f".derive-old-{name}"


def check_target(target: Path) -> None:
    """Refuse a folder that holds what no build wrote.

    Raises
    ------
    BuildError
        Naming what is in the way.
    """
    if target.exists() and not target.is_dir():
        raise BuildError(f"{target} is not a folder: name one that is, or that does not exist yet")
    for name in RENDERERS:
        if (target / name).exists() and not (target / name / MARKER).is_file():
            raise BuildError(
                f"{target / name} was not written by derive build: move it away, or choose "
                "another folder with --to"
            )
        for file in _foreign(target / name):
            raise BuildError(
                f"{target / name / file} was not written by derive build, which would delete it: "
                "move it away, or choose another folder with --to"
            )
    ours = any((target / name / MARKER).is_file() for name in RENDERERS)
    hidden = any(p.exists() for n in RENDERERS for p in (_new(target, n), _old(target, n)))
    if target.exists() and any(target.iterdir()) and not (ours or hidden):
        raise BuildError(
            f"{target} is not empty and was not written by derive build: choose an empty folder, "
            "or one that does not exist yet, with --to"
        )


def _foreign(folder: Path) -> list[str]:
    """Return the files of a rendered folder that its marker does not name."""
    if not folder.exists():
        return []
    written = {MARKER, *(folder / MARKER).read_text().splitlines()[1:]}
    return [path for path in _files(folder) if path not in written]


def _files(folder: Path) -> list[str]:
    return [
        path.relative_to(folder).as_posix()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and "__pycache__" not in path.parts
    ]


def _read(folder: Path) -> dict[str, str]:
    return {path: (folder / path).read_bytes().decode() for path in _files(folder)}


def _exchange(target: Path, name: str, files: Mapping[str, str]) -> None:
    new, old, current = _new(target, name), _old(target, name), target / name
    for path, text in files.items():
        file = new / path
        if new.resolve() not in file.resolve().parents:
            raise BuildError(f"{path} leaves the output folder")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
    if current.exists():
        current.rename(old)
    new.rename(current)
    if old.exists():
        shutil.rmtree(old)
