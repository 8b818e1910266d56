"""The command line, given arguments, names and files that nobody should give it.

In this process, as `click` runs it: an answer with exit code 0 or 1, or one message and exit
code 2, and never another exception.
"""

from __future__ import annotations

import os
import random
import tempfile
from contextlib import chdir
from pathlib import Path

from click.testing import CliRunner
from hypothesis import strategies as st

from derive.cli import main
from derive.files.writer import written
from derive.library import LIBRARY
from tests.attack.files import mutated_bytes, mutated_tokens
from tests.attack.guard import attempt, for_each
from tests.attack.outcome import Outcome

LINES = "exponential_inequality"
MODULE = (Path(__file__).parents[2] / "derive/library/log_inequality.py").read_bytes()
HOSTILE = {
    "empty.toml": b"", "binary.toml": bytes(range(256)) * 20,
    "utf16.toml": "name = 1".encode("utf-16"),
    "nul.toml": b"name = \"\x00\"", "large.toml": b"#" * 1_000_001, "open.toml": b"name = \"",
    "deep.toml": b"a = " + b"[" * 100_000, "empty.py": b"", "binary.py": bytes(range(256)) * 20,
    "nul.py": b"\x00", "raises.py": b"raise SystemExit('\x1b[31m\\nred')",
    "noise.py": b"x = (" * 500,
    "deep.py": b"(" * 100_000, "none.py": b"DERIVATION = None", "circle.py": b"import circle",
    "exits.py": b"import sys; sys.exit(0)", "stops.py": b"raise KeyError", "latin.py": b"# \xe9",
    "quits.py": b"raise GeneratorExit", "module": b"", "x\n.toml": b"", "\x1b[31m.toml": b"",
    "colon:ed.toml": b"", ".toml": b"", "notes.txt": b"mine",
}  # fmt: skip
WORDS = [
    "list", "show", "check", "build", "--json", "--as", "toml", "text", "--to", "--help", "-h",
    "--version", "--", "-", "", " ", ".", "..", "/", "a/b", "-x", "--as=toml", "--as=", "--json=1",
    "gaussian_mean", LINES, f"{LINES}:cancel", f"{LINES}:", ":", "::", ":x", "gaussian_maen",
    "nowhere",
    "nowhere.toml", "nowhere.py", "folder.toml", "folder.py", "loop.toml", "pipe.toml", "/dev/null",
    "/dev/zero", "/etc/passwd", "/proc/self/mem", "x" * 5000, "x" * 300 + ".toml", "\x00",
    "\x00.toml",
    "\udcff.toml", "\u202e.toml", "é.py", "../../../../etc/passwd", "good.toml", "good.toml:cancel",
    "good.toml:nothing", "good.toml:" + "x" * 500, "%s", "{}", "$HOME", "~", "good.toml ", "CON",
    "-1",
    *HOSTILE,
]  # fmt: skip


def _prepare(folder: Path) -> None:
    for name, held in HOSTILE.items():
        (folder / name).write_bytes(held)
    for name in ("folder.toml", "folder.py"):
        (folder / name).mkdir()
    (folder / "loop.toml").symlink_to("loop.toml")
    (folder / "good.toml").write_text(written(LIBRARY[LINES]), encoding="utf-8")
    os.mkfifo(folder / "pipe.toml")


def _run(arguments: list[str]) -> str:
    done = CliRunner().invoke(main, arguments, catch_exceptions=True)
    error = done.exception
    if error is not None and not isinstance(error, SystemExit):
        raise AssertionError(f"{type(error).__name__}: {error}") from error
    if done.exit_code not in (0, 1, 2):
        raise AssertionError(f"exit code {done.exit_code}")
    if "Traceback" in done.output:
        raise AssertionError("a traceback")
    ours = done.exit_code == 2 and done.stderr.startswith("derive:")
    if ours and not done.stderr.removesuffix("\n").isprintable():
        raise AssertionError(f"not one line of text: {done.stderr[:300]!r}")
    return f"exit code {done.exit_code}"


def _is_long(arguments: list[str]) -> bool:
    """Say whether a command would prove the whole library."""
    return arguments[:1] in (["check"], ["build"]) and all(a.startswith("-") for a in arguments[1:])


words = st.sampled_from(WORDS) | st.text(max_size=10)
arguments = st.lists(words, max_size=4) | st.tuples(
    st.sampled_from(["show", "check", "list", "check"]), st.lists(words, min_size=1, max_size=3)
).map(lambda t: [t[0], *t[1]])


def command_lines(trials: int, seed: int) -> Outcome:
    """Words in any order."""
    outcome = Outcome("command lines")
    with tempfile.TemporaryDirectory() as scratch, chdir(scratch):
        _prepare(Path(scratch))

        def call(given: list[str]) -> None:
            given = [*given, LINES] if _is_long(given) else given
            if "build" in given and "--help" not in given:
                # The notes make it a folder that no build may touch.
                given = ["build", "--to", *given[1:2]] if len(given) > 2 else ["build", "--to", "."]
                given = [*given, "."] if len(given) == 2 else given
                if not Path(given[2].replace("\x00", "_")).exists():
                    given[2] = "."
            attempt(outcome, lambda: _run(given), (), lambda: repr(given))

        for_each(arguments, trials, seed, call)
        kept = {p.name for p in Path().iterdir()} >= {*HOSTILE, "good.toml"}
        if not kept or Path("notes.txt").read_bytes() != b"mine":
            outcome.findings.append(f"{outcome.name}: a file of the user's is changed")
    return outcome


def mutated_files(trials: int, seed: int) -> Outcome:
    """Files and modules, mutated; a module is executed, so it is one that only computes."""
    outcome = Outcome("mutated files and modules, on the command line")
    chance = random.Random(seed)
    data = written(LIBRARY[LINES]).encode()
    with tempfile.TemporaryDirectory() as scratch, chdir(scratch):
        for trial in range(trials):
            mutate = mutated_bytes if trial % 2 else mutated_tokens
            name = "mutated.py" if trial % 4 < 2 else "mutated.toml"
            held = mutate(MODULE if name.endswith(".py") else data, chance)
            Path(name).write_bytes(held)
            command = chance.choice(["check", "show"])

            def use(name: str = name, command: str = command) -> str:
                return _run([command, name])

            attempt(outcome, use, (), lambda held=held, c=command: f"{c} {held!r}")
    return outcome
