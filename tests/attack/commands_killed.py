"""The command `derive build` itself, killed while it writes; then another command runs."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from derive.build import RENDERERS, TOOLS
from tests.attack.outcome import Outcome

BUILD = """
import os, signal, sys
from derive.cli import main
import derive.library
names, moment, output = sys.argv[1].split(","), int(sys.argv[2]), os.path.abspath("output")
if names != ["all"]:
    derive.library.LIBRARY = {name: derive.library.LIBRARY[name] for name in names}
seen = 0
def hook(event, arguments):
    global seen
    if event in ("open", "os.mkdir", "os.rename", "os.remove", "os.rmdir"):
        if os.path.abspath(os.fsdecode(arguments[0] or "")).startswith(output):
            seen += 1
            if seen == moment:
                os.kill(os.getpid(), signal.SIGKILL)
reported = [hook]
sys.addaudithook(lambda e, a: reported[0](e, a) if isinstance(a and a[0], (str, bytes)) else None)
try:
    main(["build"], standalone_mode=False)
finally:
    reported[0] = lambda event, arguments: None
    print(f"events {seen}")
"""

Whole = dict[str, bytes]


def run_build(cwd: Path, names: str, moment: int) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", BUILD, names, str(moment)]
    return subprocess.run(command, cwd=cwd, capture_output=True, text=True)


def contents(folder: Path) -> Whole:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()
    }


def rendered(cwd: Path) -> dict[str, Whole]:
    return {name: contents(cwd / "output" / name) for name in RENDERERS}


def killed_commands(trials: int, seed: int, names: str = "all") -> Outcome:
    """Kill -9 at a random call of the file system below ``output/``; then `derive list`."""
    outcome = Outcome(f"derive build killed ({names})")
    chance = random.Random(seed)
    with tempfile.TemporaryDirectory() as scratch:
        first, old = Path(scratch).resolve() / "new", Path(scratch).resolve() / "old"
        first.mkdir()
        made = run_build(first, names, 0)
        assert made.returncode == 0, made.stderr
        new = rendered(first)
        shutil.copytree(first, old)
        for name in RENDERERS:  # what an earlier version rendered
            some = next(p for p in sorted((old / "output" / name).rglob("*.*")) if p.is_file())
            some.write_bytes(some.read_bytes() + b"\n% earlier\n")
        before = rendered(old)
        counted = Path(scratch).resolve() / "counted"
        shutil.copytree(old, counted)
        events = int(run_build(counted, names, 0).stdout.split()[-1])
        for trial in range(trials):
            trial_folder = Path(scratch).resolve() / f"trial{trial}"
            shutil.copytree(old, trial_folder)
            moment = chance.randint(1, events)
            killed = run_build(trial_folder, names, moment)
            subprocess.run(
                [sys.executable, "-m", "derive", "list"],
                cwd=trial_folder, capture_output=True, check=True,
            )  # fmt: skip
            wrong = ""
            if killed.returncode != -signal.SIGKILL:
                wrong = f"it ended with {killed.returncode}"
            found = rendered(trial_folder)
            mixed = [n for n in RENDERERS if found[n] not in (before[n], new[n])]
            left = [p.name for p in (trial_folder / "output").iterdir()]
            left = [name for name in left if name not in (*RENDERERS, TOOLS)]
            wrong += "".join(f"; {n} is a mixture" for n in mixed)
            wrong += "".join(f"; {n} is left over" for n in left)
            outcome.count("SIGKILL", wrong and f"event {moment} of {events}: {wrong}")
            shutil.rmtree(trial_folder)
    return outcome
