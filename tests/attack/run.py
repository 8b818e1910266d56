"""All attacks, at their full size: figures to ``output/trust/attack.json`` and ``attack.md``.

The latter also as HTML, ``attack.html``.
Each attack is a process of its own, with a limit on memory; two run at a time.  Run it with
``make attack``; SEED=... chooses another seed, SHARE=... a part of the trials.
"""

from __future__ import annotations

import json
import multiprocessing
import os
import resource
import sys
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from tests.attack import (
    commands,
    commands_killed,
    files,
    functions,
    injected_names,
    injected_words,
    interrupted,
)
from tests.attack.outcome import Outcome
from tests.measured_html import write

SEED = 20260101
MEGABYTES = 6_000
OUTPUT = Path("output/trust")

# What is attacked, how often in full (or as often as there are moments), and in the sample that
# the tests run.
ATTACKS: list[tuple[Callable[[int, int], Outcome], int, int]] = [
    (files.mutated_and_checked, 600, 20),
    (injected_names.names, 160, 4),
    (functions.lines, 8_000, 220),
    (injected_words.words, 1_000, 40),
    (commands_killed.killed_commands, 12, 0),
    (commands.command_lines, 6_000, 150),
    (commands.mutated_files, 4_000, 120),
    (functions.public, 8_000, 220),
    (files.mutated, 10_000, 300),
    (files.terms_read, 12_000, 400),
    (files.claims_read, 8_000, 300),
    (injected_words.typeset, 4_000, 120),
    (interrupted.killed_at_every_event, 10_000, 300),
    (interrupted.killed_at_random_moments, 200, 12),
    (interrupted.failing_at_every_event, 10_000, 120),
    (interrupted.full_disk, 40, 6),
    (interrupted.without_permission, 30, 30),
    (interrupted.at_once, 60, 6),
]


def run(number: int, seed: int, share: float) -> dict[str, Any]:
    """Run one attack; return its figures."""
    resource.setrlimit(resource.RLIMIT_AS, (MEGABYTES * 2**20, MEGABYTES * 2**20))
    attack, trials, _ = ATTACKS[number]
    outcome = attack(max(1, int(trials * share)), seed)
    return {
        "attack": f"{attack.__module__.rpartition('.')[2]}.{attack.__name__}",
        "what": outcome.name,
        "trials": outcome.total,
        "results": dict(sorted(outcome.tried.items())),
        "findings": outcome.findings,
    }


def page(content: dict[str, Any]) -> str:
    """Return the figures as Markdown."""
    found = content["attacks"]
    wrong = sum(len(f["findings"]) for f in found)
    rows = [
        f"| {f['what']} | {f['trials']} | "
        f"{', '.join(f'{name} {count}' for name, count in f['results'].items())} | "
        f"{len(f['findings'])} |"
        for f in found
    ]
    lines = [
        "# Attacks on what is not the kernel",
        "",
        f"{content['trials']} trials, seed {content['seed']}; {wrong} findings. A finding is a "
        "traceback, a hang, too much memory, a folder that is neither wholly old nor wholly new, "
        "words that a format obeys, or a mutated derivation that is proved and has a "
        "counterexample.",
        "",
        "Written by `make attack`. A part of [what a ✓ rests on](README.md).",
        "",
        "| attack | trials | results | findings |",
        "|---|---:|---|---:|",
        *rows,
        "",
        *(f"- `{finding}`" for f in found for finding in f["findings"][:20]),
    ]
    return "\n".join(lines).rstrip("\n") + "\n"


def main() -> int:
    seed, share = int(os.environ.get("SEED") or SEED), float(os.environ.get("SHARE") or 1)
    found: list[dict[str, Any]] = []
    spawn = multiprocessing.get_context("spawn")
    workers = min(2, os.cpu_count() or 1)
    with ProcessPoolExecutor(workers, mp_context=spawn, max_tasks_per_child=1) as pool:
        for future in [pool.submit(run, number, seed, share) for number in range(len(ATTACKS))]:
            last = future.result()
            found.append(last)
            said = f"{last['trials']:6} {last['what']}: {len(last['findings'])} findings"
            print(f"attack: {said}", file=sys.stderr, flush=True)
    OUTPUT.mkdir(parents=True, exist_ok=True)
    trials, wrong = sum(f["trials"] for f in found), sum(len(f["findings"]) for f in found)
    data = {"seed": seed, "trials": trials, "attacks": found}
    (OUTPUT / "attack.json").write_text(json.dumps(data, indent=2, ensure_ascii=True) + "\n")
    write(OUTPUT / "attack.md", page(data))
    print(f"attack: {trials} trials, {wrong} findings; {OUTPUT / 'attack.md'}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
