"""Code mutants: the kernel with one check less, against the tests of the kernel.

``make code-mutants`` makes every mutant of ``code_operators`` that weakens a check, and a sample
of the others, and runs against each the tests that reach it (``code_runs``).  It writes
``output/trust/code_mutants.json`` and ``code_mutants.md``: how many there are, how many are
killed, and every survivor with its explanation from ``explained.toml``.
"""

from __future__ import annotations

import argparse
import ast
import hashlib
import json
import os
import random
import sys
import tomllib
from collections import Counter
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from tests.measured_html import write
from tests.mutants.code_operators import CHECKS, CodeMutant, code_mutants, read
from tests.mutants.code_runs import (
    AT_RANDOM,
    HUNG,
    KERNEL,
    KILLED,
    TESTS,
    Budget,
    CodeMutation,
)

OUTPUT = KERNEL.parents[1] / "output" / "trust"
EXPLAINED = Path(__file__).with_name("explained.toml")
SAMPLE = 300
NORMAL_FORMS = {
    "integral_form.py", "matrix_facts.py", "matrix_form.py", "matrix_ring.py", "normal_form.py",
    "polynomial.py", "ring.py", "theories.py",
}  # fmt: skip
"""The largest modules, tried last."""


def chosen(files: Iterable[str], kinds: Iterable[str], sample: int) -> list[CodeMutant]:
    """Return every mutant that weakens a check, and a sample of the others."""
    wanted = set(files)
    some = [
        mutant for path in sorted(KERNEL.glob("*.py"))
        if not wanted or path.name in wanted
        for mutant in code_mutants(path.name, read(path))
    ]  # fmt: skip
    checks = [m for m in some if m.weakens_a_check] if "checks" in kinds else []
    values = [m for m in some if not m.weakens_a_check] if "values" in kinds else []
    if len(values) > sample:
        values = random.Random(20261).sample(values, sample)
    return [*checks, *sorted(values, key=lambda m: (m.file, m.line, m.operator))]


def name_of(row: Mapping[str, Any]) -> tuple[Any, ...]:
    """Return what a mutant is called in every version of its file."""
    return tuple(row[key] for key in ("file", "function", "operator", "before", "after"))


def survivors_of(earlier: Path, mutants: list[CodeMutant]) -> list[int]:
    """Return which mutants an earlier run has tried and not killed, or has not tried.

    A module that has changed since has not been tried; nor has the sample, if one has.
    """
    said = json.loads(earlier.read_text(encoding="utf-8"))
    left = set(map(name_of, said["survivors"]))
    tried = {file for file, hashed in said["modules"].items() if hashed == _hash(KERNEL / file)}
    sampled = said["values"]["generated"] > 0 and {m.file for m in mutants} <= tried
    again = [
        n for n, m in enumerate(mutants)
        if m.file not in tried or name_of(vars(m)) in left or not (m.weakens_a_check or sampled)
    ]  # fmt: skip
    last = [(m.file not in tried, m.file in NORMAL_FORMS) for m in mutants]
    return sorted(again, key=lambda n: (last[n], n))


def explanation(row: Mapping[str, Any], explained: Iterable[Mapping[str, Any]]) -> str:
    """Return why a survivor proves nothing false; empty where nobody has said."""
    for entry in explained:
        before, after = entry.get("before"), entry.get("after")
        if (
            row["file"] == entry["file"]
            and entry.get("function") in (None, row["function"])
            and entry.get("operator") in (None, row["operator"])
            and (before is None or any(row["before"].startswith(p) for p in before))
            and (after is None or any(row["after"].startswith(p) for p in after))
            and entry.get("line", "") in _lines(row["file"])[row["line"] - 1]
        ):
            return str(entry["why"])
    return ""


@cache
def _lines(file: str) -> list[str]:
    return (KERNEL / file).read_text(encoding="utf-8").splitlines()


def unused(said: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the explanations of what is killed, in the modules that were tried."""
    entries = tomllib.loads(EXPLAINED.read_text(encoding="utf-8"))["explained"]
    return [
        entry for entry in entries
        if entry["file"] in said["modules"]
        and not any(explanation(row, [entry]) for row in said["survivors"])
    ]  # fmt: skip


def summary(rows: list[dict[str, Any]], sampled: int) -> dict[str, Any]:
    """Return what is published: counts by operator and file, and the survivors."""
    explained = tomllib.loads(EXPLAINED.read_text(encoding="utf-8"))["explained"]
    survivors = [
        {**row, "explanation": explanation(row, explained)}
        for row in rows if row["verdict"] not in (KILLED, HUNG)
    ]  # fmt: skip
    return {
        "modules": {file: _hash(KERNEL / file) for file in sorted({r["file"] for r in rows})},
        "tests": [*TESTS, *(f"not: {name}" for name in AT_RANDOM)],
        "checks": _counts([r for r in rows if r["operator"] in CHECKS]),
        "values": {"sample": sampled} | _counts([r for r in rows if r["operator"] not in CHECKS]),
        "by operator": {
            o: _counts([r for r in rows if r["operator"] == o])
            for o in dict.fromkeys(r["operator"] for r in rows)
        },
        "by file": {
            f: _counts([r for r in rows if r["file"] == f and r["operator"] in CHECKS])
            for f in sorted({r["file"] for r in rows})
        },
        "survivors": survivors,
    }


def _hash(module: Path) -> str:
    """Return the hash of what a module does: its code without imports and words for people."""
    tree = ast.parse(module.read_bytes())
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) and isinstance(node.exc, ast.Call):
            node.exc.args, node.exc.keywords = [], []
        for name, inner in ast.iter_fields(node):
            if isinstance(inner, list):
                setattr(node, name, [n for n in inner if not _is_for_people(n)])
    return hashlib.sha256(ast.dump(tree).encode()).hexdigest()


def _is_for_people(node: object) -> bool:
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Constant)
    return isinstance(node, ast.Import | ast.ImportFrom)


def _counts(rows: list[dict[str, Any]]) -> dict[str, int]:
    found = Counter(r["verdict"] for r in rows)
    return {"generated": len(rows), "killed": found[KILLED] + found[HUNG]}


def page(said: Mapping[str, Any]) -> str:
    """Return the summary as Markdown."""
    lines = [
        "# Code mutants of the kernel", "",
        "Each mutant is the kernel with one place changed; it is killed where a test fails. All",
        "mutants that weaken a check are tried, and a sample of those that change a value.",
        "Written by `make code-mutants`. A part of [what a ✓ rests on](README.md).", "",
        *_changed(said["modules"]),
        "| mutants | generated | killed | survivors | explained |", "|---|---:|---:|---:|---:|",
    ]  # fmt: skip
    for what in ("checks", "values"):
        counts = said[what]
        left = [s for s in said["survivors"] if (s["operator"] in CHECKS) == (what == "checks")]
        why = sum(bool(s["explanation"]) for s in left)
        share = f"{counts['killed']} ({100 * counts['killed'] / max(counts['generated'], 1):.1f} %)"
        lines.append(f"| {what} | {counts['generated']} | {share} | {len(left)} | {why} |")
    for title in ("by operator", "by file"):
        lines += ["", f"| {title} | generated | killed |", "|---|---:|---:|"]
        lines += [f"| {n} | {c['generated']} | {c['killed']} |" for n, c in said[title].items()]
    return "\n".join([*lines, *_survivors(said["survivors"]), ""])


def _changed(modules: Mapping[str, str]) -> list[str]:
    """Return a sentence that names the modules that do something else since they were tried."""
    now = {path.name: _hash(path) for path in sorted(KERNEL.glob("*.py"))}
    other = [f"`{file}`" for file in now if file in modules and modules[file] != now[file]]
    return [f"Changed since they were tried: {', '.join(other)}.", ""] if other else []


def _survivors(survivors: list[Mapping[str, Any]]) -> list[str]:
    """Return the explanations, each once, and the survivors that have none."""
    places: dict[str, dict[str, None]] = {}
    for row in survivors:
        if row["explanation"]:
            place = f"`{row['file']}`, `{row['function'] or 'a table'}`"
            places.setdefault(row["explanation"], {})[place] = None
    lines = ["", "## Explained", "", *(f"- {'; '.join(at)}: {why}" for why, at in places.items())]
    rows = []
    for row in survivors:
        if not row["explanation"]:
            before = row["before"].replace("|", "\\|")
            place = f"{row['file']}:{row['line']} `{row['function'] or 'a table'}`"
            rows.append(f"| {place} | {row['operator']} | `{before}` |")
    table = ["| place | operator | before |", "|---|---|---|", *rows] if rows else ["None."]
    return [*lines, "", "## Not explained", "", *table]


def main() -> None:
    """Run the mutants, and write what became of them."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", nargs="*", default=(), help="modules of the kernel")
    parser.add_argument("--kinds", nargs="*", default=("checks", "values"))
    parser.add_argument("--sample", type=int, default=SAMPLE, help="how many that change a value")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--seconds", type=float, default=Budget.seconds, help="of tests a mutant")
    parser.add_argument("--minutes", type=float, default=Budget.minutes, help="of tests in all")
    parser.add_argument("--again", type=Path, help="try what survived in an earlier output only")
    parser.add_argument("--tests", nargs="*", default=TESTS, help="the tests to run")
    parser.add_argument("--output", type=Path, default=OUTPUT)
    wanted = parser.parse_args()
    mutants = chosen(wanted.files, wanted.kinds, wanted.sample)
    tried = range(len(mutants)) if not wanted.again else survivors_of(wanted.again, mutants)
    plugin = CodeMutation(mutants, Budget(wanted.seconds, wanted.jobs, wanted.minutes), tried)
    without = f"not {' and not '.join(AT_RANDOM)}"
    quiet = ["-q", "-s", "-p", "no:cacheprovider", "-p", "no:unraisableexception", "-k", without]
    pytest.main([*quiet, *wanted.tests], plugins=[plugin])
    if not plugin.rows():
        sys.exit("error: the tests do not pass on the kernel as it is; see above")
    said = summary(plugin.rows(), wanted.sample)
    wanted.output.mkdir(parents=True, exist_ok=True)
    text = json.dumps(said, indent=1, ensure_ascii=False) + "\n"
    (wanted.output / "code_mutants.json").write_text(text, encoding="utf-8")
    write(wanted.output / "code_mutants.md", page(said))
    for entry in unused(said):
        print(f"explains no survivor: {entry}", file=sys.stderr)
    unexplained = [s for s in said["survivors"] if not s["explanation"]]
    print(f"{len(said['survivors'])} survive, {len(unexplained)} unexplained", file=sys.stderr)


if __name__ == "__main__":
    main()
