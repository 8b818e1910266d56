"""Build: the one writer.  Renders every folder in memory and exchanges it as a whole.

A folder is written beside the old one under a hidden name; then the old one is renamed away and
the new one takes its place.  `recover` finishes or undoes an exchange that was interrupted, so
that each folder is wholly old or wholly new.
"""

from __future__ import annotations

import errno
import fcntl
import json
import os
import platform
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from importlib.metadata import version
from pathlib import Path

from derive.document import Document
from derive.render import certificates
from derive.render.figures import files as figures
from derive.render.html import files as html
from derive.render.latex import files as latex
from derive.render.markdown import files as markdown
from derive.render.numpy import files as numpy

RENDERERS: dict[str, Callable[[Document], dict[str, str]]] = {
    "certificates": certificates.render,
    "figures": figures.render,
    "html": html.render,
    "latex": latex.render,
    "markdown": markdown.render,
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
    for files in folders.values():
        check_paths(files)
    changed = []
    with _failures(target):
        if not target.exists():
            target.mkdir(parents=True, exist_ok=True)
        _check_is_folder(target)
        with _locked(target, wait=True):
            _recover(target)
            _check(target)
            for name, files in folders.items():
                listed = MARKER_TEXT + "".join(f"{path}\n" for path in sorted(files))
                texts = {p: t.encode() for p, t in {**files, MARKER: listed}.items()}
                if _read(target / name) != texts:
                    _exchange(target, name, texts)
                    changed.append(name)
    return changed


def write_tools(target: Path) -> None:
    """Write which versions made the output into ``tools.json``, which is not committed.

    Raises
    ------
    BuildError
        Where it cannot be written.
    """
    names = ("derive-engine", "sympy", "python-flint", "jinja2", "numpy", "contourpy")
    versions = {"python": platform.python_version(), **{n: version(n) for n in names}}
    new = _new(target, TOOLS)
    with _failures(target), _locked(target, wait=True):
        try:
            new.write_text(json.dumps(versions, indent=1) + "\n", encoding="utf-8")
            new.replace(target / TOOLS)
        except BaseException:
            with suppress(OSError):
                _remove(new)
            raise


def recover(target: Path) -> None:
    """Finish or undo an exchange that was interrupted in ``target``; leave a running one alone.

    Raises
    ------
    BuildError
        Where that cannot be done.
    """
    with _failures(target), _locked(target, wait=False) as ours:
        if ours:
            _recover(target)


def check_target(target: Path) -> None:
    """Refuse a folder that holds what no build wrote.

    Raises
    ------
    BuildError
        Naming what is in the way.
    """
    with _failures(target):
        if target.exists():
            _check_is_folder(target)
            # Another build may be in the middle of its exchange.
            with _locked(target, wait=True):
                _recover(target)
                _check(target)


@contextmanager
def _failures(target: Path) -> Iterator[None]:
    """Turn what the file system refuses into one message."""
    try:
        yield
    except OSError as error:
        where, why = error.filename or target, error.strerror or error
        raise BuildError(f"cannot write {where}: {why}; {_hint(error)}") from error


def _hint(error: OSError) -> str:
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return "make room for it, or choose another folder with --to"
    return "choose a folder that you may write into with --to"


@contextmanager
def _locked(target: Path, *, wait: bool) -> Iterator[bool]:
    """Hold the folder for one process at a time; say whether it is held by this one."""
    folder = os.open(target, os.O_RDONLY | os.O_DIRECTORY)
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
        if not os.path.lexists(current) and os.path.lexists(old):
            (new if os.path.lexists(new) else old).rename(current)
        _remove(new)
        _remove(old)
    _remove(_new(target, TOOLS))


def _remove(path: Path) -> None:
    """Remove a folder, or a link to one but not what it leads to."""
    if path.is_symlink() or path.is_file():
        path.unlink()
    elif path.exists():
        shutil.rmtree(path)


def _new(target: Path, name: str) -> Path:
    return target / f".derive-new-{name}"


def _old(target: Path, name: str) -> Path:
    return target / f".derive-old-{name}"


def _check_is_folder(target: Path) -> None:
    if not target.is_dir():
        raise BuildError(f"{target} is not a folder: name one that is, or that does not exist yet")


def _check(target: Path) -> None:
    """Refuse a folder, recovered and held, in which something is not a build's."""
    for name in RENDERERS:
        if os.path.lexists(target / name) and not (target / name / MARKER).is_file():
            raise BuildError(
                f"{target / name} was not written by derive build: move it away, or choose "
                "another folder with --to"
            )
        for file in _foreign(target / name):
            raise BuildError(
                f"{target / name / file} was not written by derive build, which would delete it: "
                "move it away, or choose another folder with --to"
            )
    if any(target.iterdir()) and not any((target / name).exists() for name in RENDERERS):
        raise BuildError(
            f"{target} is not empty and was not written by derive build: choose an empty folder, "
            "or one that does not exist yet, with --to"
        )


def _foreign(folder: Path) -> list[str]:
    """Return what is in a rendered folder and is not named by its marker."""
    if not folder.exists():
        return []
    marked = (folder / MARKER).read_text(encoding="utf-8", errors="replace")
    written = {MARKER, *marked.splitlines()[1:]}
    return [p for p in _files(folder) if p not in written or not (folder / p).is_file()]


def _files(folder: Path) -> list[str]:
    """Return what is in a folder and is neither a folder nor what is made of a module.

    That is what Python compiles, and what Numba does.
    """
    return [
        path.relative_to(folder).as_posix()
        for path in sorted(folder.rglob("*"))
        if path.is_symlink() or not path.is_dir()
        if not (path.suffix in (".pyc", ".nbc", ".nbi") and path.parent.name == "__pycache__")
    ]


def _read(folder: Path) -> dict[str, bytes]:
    return {path: (folder / path).read_bytes() for path in _files(folder)}


def _check_removable(folder: Path) -> None:
    """Refuse a folder that, once it is renamed away, could not be removed."""
    for place in [folder, *folder.rglob("*")]:
        if place.is_dir() and not place.is_symlink() and not os.access(place, os.W_OK | os.X_OK):
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), str(place))


PART = re.compile(r"[A-Za-z0-9_.-]{1,120}")
DEVICES = {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(10))}
"""What Windows takes for a device, whatever stands behind a dot."""


def check_paths(paths: Iterable[str]) -> None:
    """Refuse a path that leaves its folder, or that some file system could not hold.

    Raises
    ------
    BuildError
        Naming the path.
    """
    for path in paths:
        for part in path.split("/"):
            if part in ("", ".", ".."):
                raise BuildError(f"{path!r} leaves the output folder")
            if not PART.fullmatch(part) or part.split(".")[0].lower() in DEVICES:
                raise BuildError(f"{path!r} cannot be a file: no system has to accept {part!r}")


def _exchange(target: Path, name: str, files: Mapping[str, bytes]) -> None:
    new, old, current = _new(target, name), _old(target, name), target / name
    _check_removable(current)
    try:
        new.mkdir()
        for path, text in files.items():
            file = new / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(text)
        if current.exists():
            current.rename(old)
        new.rename(current)
    except BaseException:
        # Where not even this can be done, the next command will.
        with suppress(OSError):
            if not current.exists() and old.exists():
                old.rename(current)
            _remove(new)
        raise
    _remove(old)
