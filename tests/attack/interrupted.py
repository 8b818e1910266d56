"""Builds that are killed, starved, locked out or not alone: what the next command finds.

A build's moments are its calls of the file system, as Python's audit hooks see them.  The
builds here are processes of their own, forked from one that has imported the writer.
"""

from __future__ import annotations

import errno
import os
import random
import resource
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from derive.build import MARKER, RENDERERS, BuildError, recover, write
from tests.attack.outcome import Outcome

Folders = dict[str, dict[str, str]]

NOBODY = 65534
EVENTS = ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir")
DONE, REFUSED, INTERRUPTED = 0, 3, 4


def version(text: str) -> Folders:
    """Return what a build renders: as many files as it takes to be in the middle of them."""
    files = {f"{text}.txt": text, **{f"deep/{i}.txt": text * 50 for i in range(20)}}
    return {name: dict(files) for name in RENDERERS}


OLD, NEW = version("old"), version("new")


# -- a build in a process of its own -------------------------------------------------------------


def build(target: Path, folders: Folders, prepare: Callable[[], None] = lambda: None) -> int:
    """Start a build in a child; return its process."""
    child = os.fork()
    if child:
        return child
    status = 1
    try:
        prepare()
        write(folders, target)
        status = DONE
    except BuildError:
        status = REFUSED
    except KeyboardInterrupt:
        status = INTERRUPTED
    finally:
        os._exit(status)


def ended(child: int) -> int:
    """Wait for a build; return its exit status, negative where a signal ended it."""
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])


def at_event(number: int, target: Path, act: Callable[[], None], *, onward: bool = False) -> None:
    """Do something at the n-th call of the file system below a folder, or from then on."""
    seen = 0

    def hook(event: str, arguments: tuple[object, ...]) -> None:
        nonlocal seen
        if event in EVENTS and str(arguments[0]).startswith(str(target)):
            seen += 1
            if seen == number or (onward and seen > number):
                act()

    sys.addaudithook(hook)


def events(start: Folders | None) -> int:
    """Return how many calls of the file system a build takes that replaces a version."""
    with folder(start) as target:
        reading, writing = os.pipe()

        def prepare() -> None:
            at_event(0, target, lambda: os.write(writing, b"."), onward=True)

        ended(build(target, NEW, prepare))
        os.close(writing)
        with os.fdopen(reading, "rb") as counted:
            return len(counted.read())


@contextmanager
def folder(start: Folders | None) -> Iterator[Path]:
    """Give a folder of its own in which a version is, or nothing."""
    with tempfile.TemporaryDirectory() as scratch:
        target = Path(scratch).resolve() / "output"
        target.mkdir()
        if start:
            write(start, target)
        yield target


# -- what is found -------------------------------------------------------------------------------


def found(target: Path) -> str:
    """Return what is wrong with a folder: a mixture, a left-over; nothing where it is whole."""
    wrong = [
        f"{name} is {mixture}"
        for name in RENDERERS
        if (mixture := _mixture(target / name)) not in ("old", "new", "absent")
    ]
    hidden = [p.name for p in target.iterdir() if p.name not in RENDERERS]
    return "; ".join([*wrong, *(f"{name} is left over" for name in sorted(hidden))])


def _mixture(rendered: Path) -> str:
    if not rendered.exists():
        return "absent"
    files = {
        p.relative_to(rendered).as_posix(): p.read_text()
        for p in rendered.rglob("*")
        if p.is_file() and p.name != MARKER
    }
    marked = (rendered / MARKER).read_text().splitlines()[1:]
    for text, whole in (("old", OLD), ("new", NEW)):
        if files == whole[rendered.name] and marked == sorted(files):
            return text
    return f"a mixture of {len(files)} files"


def lost(target: Path, start: Folders | None) -> str:
    """Return what is wrong after a build over a version that was there: also that it is gone."""
    absent = [n for n in RENDERERS if start and not (target / n).exists()]
    return "; ".join([part for part in (found(target), *(f"{n} is lost" for n in absent)) if part])


# -- attacks ---------------------------------------------------------------------------------------


def killed_at_every_event(trials: int, seed: int) -> Outcome:
    """Kill -9, or another signal, at a call of the file system."""
    outcome = Outcome("builds killed at a call of the file system")
    moments = [
        (start, number, sent)
        for start in (OLD, None)
        for number in range(1, events(start) + 1)
        for sent in (signal.SIGKILL, signal.SIGTERM, signal.SIGINT)
    ]
    random.Random(seed).shuffle(moments)
    moments.sort(key=lambda moment: moment[2] is not signal.SIGKILL)
    for start, number, sent in moments[:trials]:
        with folder(start) as target:

            def prepare(number: int = number, sent: int = sent, target: Path = target) -> None:
                signal.signal(signal.SIGINT, signal.default_int_handler)
                at_event(number, target, lambda: os.kill(os.getpid(), sent))

            status = ended(build(target, NEW, prepare))
            recover(target)
            wrong = lost(target, start)
            if status not in (-sent, INTERRUPTED):
                wrong += f"; it ended with {status}"
            outcome.count(signal.Signals(sent).name, wrong and f"event {number}, {sent!r}: {wrong}")
    return outcome


def killed_at_random_moments(trials: int, seed: int) -> Outcome:
    """Kill -9 after a random time; a second build follows some, a command the others."""
    outcome = Outcome("builds killed after a random time")
    chance = random.Random(seed)
    with folder(OLD) as target:
        started = time.perf_counter()
        ended(build(target, NEW))
        whole = time.perf_counter() - started
    for trial in range(trials):
        with folder(OLD) as target:
            child = build(target, NEW)
            time.sleep(chance.uniform(0, 1.1 * whole))
            os.kill(child, signal.SIGKILL)
            ended(child)
            if chance.random() < 0.5:
                recover(target)
                wrong = lost(target, OLD)
            else:
                write(NEW, target)
                wrong = lost(target, OLD) or ("" if _all_new(target) else "not all new")
            outcome.count("SIGKILL", wrong and f"trial {trial}: {wrong}")
    return outcome


def _all_new(target: Path) -> bool:
    return all(_mixture(target / name) == "new" for name in RENDERERS)


def failing_at_every_event(trials: int, seed: int) -> Outcome:
    """Let a call of the file system fail, as on a full disk, once or from then on."""
    outcome = Outcome("builds whose file system fails")
    moments = [
        (start, number, code, onward)
        for start in (OLD, None)
        for number in range(1, events(start) + 1)
        for code in (errno.ENOSPC, errno.EIO)
        for onward in (False, True)
    ]
    random.Random(seed).shuffle(moments)
    for start, number, code, onward in moments[:trials]:
        with folder(start) as target:

            def fail(code: int = code, target: Path = target) -> None:
                raise OSError(code, os.strerror(code), str(target))

            def prepare(number: int = number, target: Path = target, onward: bool = onward) -> None:
                at_event(number, target, fail, onward=onward)

            status = ended(build(target, NEW, prepare))
            left = lost(target, start) if not onward and status == REFUSED else ""
            recover(target)
            wrong = lost(target, start)
            if status not in (REFUSED, DONE):
                wrong += f"; it ended with {status}"
            how = f"event {number}, {errno.errorcode[code]}, onward {onward}"
            outcome.count(errno.errorcode[code], wrong and f"{how}: {wrong}")
            if left and "left over" not in left:
                outcome.findings.append(f"{outcome.name}: {how}, at once: {left}")
    return outcome


def full_disk(trials: int, seed: int) -> Outcome:
    """Build where there is no room: a file system of a few pages, or a limit on files."""
    outcome = Outcome("builds on a full disk")
    chance = random.Random(seed)
    for trial in range(trials):
        pages = len(RENDERERS) * 24 + chance.randint(0, 32)  # a version takes 23 for each folder
        with folder(OLD) as target:
            mounted = _small_file_system(target, pages)
            try:
                if mounted:
                    write(OLD, target)
                    status = ended(build(target, NEW))
                else:
                    limit = chance.randint(0, 149)
                    status = ended(build(target, NEW, lambda limit=limit: _limit_files(limit)))
                wrong = lost(target, OLD)
            finally:
                if mounted:
                    subprocess.run(["umount", str(target)], check=True)
            if status not in (DONE, REFUSED):
                wrong += f"; it ended with {status}"
            result = "refused" if status == REFUSED else "done"
            outcome.count(result, wrong and f"trial {trial}, {pages} pages: {wrong}")
    return outcome


def _small_file_system(target: Path, pages: int) -> bool:
    if os.geteuid() != 0 or sys.platform != "linux":
        return False
    size = f"size={pages * os.sysconf('SC_PAGE_SIZE')}"
    command = ["mount", "-t", "tmpfs", "-o", size, "tmpfs", str(target)]
    return subprocess.run(command, capture_output=True).returncode == 0


def _limit_files(size: int) -> None:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


def without_permission(trials: int, seed: int) -> Outcome:
    """Build, as another user than root, where some folder may not be written."""
    outcome = Outcome("builds without permission to write")
    chance = random.Random(seed)
    places = ["", *(f"{n}{deep}" for n in RENDERERS for deep in ("", "/deep"))]
    modes = [0o555, 0o000, 0o666]
    cases = [(place, mode, own) for place in places for mode in modes for own in (True, False)]
    chance.shuffle(cases)
    for place, mode, own in cases[:trials]:
        with folder(OLD) as target:
            target.parent.chmod(0o755)
            root = os.geteuid() == 0
            if root and own:
                for path in [target, *target.rglob("*")]:
                    os.chown(path, NOBODY, NOBODY)
            elif root and place:
                os.chown(target, NOBODY, NOBODY)
            (target / place).chmod(mode)
            status = ended(build(target, NEW, _as_nobody))
            for path in [target, *(target / p for p in places if (target / p).exists())]:
                path.chmod(path.stat().st_mode | stat.S_IRWXU)
            wrong = lost(target, OLD)
            if status not in (DONE, REFUSED):
                wrong += f"; it ended with {status}"
            how = f"{place or 'the folder'} {mode:o}, owner {own}"
            outcome.count("refused" if status == REFUSED else "done", wrong and f"{how}: {wrong}")
    return outcome


def _as_nobody() -> None:
    if os.geteuid() == 0:
        os.setgroups([])
        os.setgid(NOBODY)
        os.setuid(NOBODY)


def at_once(trials: int, seed: int) -> Outcome:
    """Build twice or three times at once into one folder, while other commands look at it."""
    outcome = Outcome("builds at once")
    chance = random.Random(seed)
    for trial in range(trials):
        with folder(chance.choice([OLD, None])) as target:
            builders = chance.choice([2, 3])
            children = [build(target, chance.choice([OLD, NEW])) for _ in range(builders)]
            for _ in range(5):
                recover(target)
            statuses = [ended(child) for child in children]
            wrong = lost(target, OLD)
            if any(statuses):
                wrong += f"; they ended with {statuses}"
            outcome.count(f"{builders} at once", wrong and f"trial {trial}: {wrong}")
    return outcome
