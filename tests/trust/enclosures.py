"""Enclosures: what points say for every step of the library, each kind of evidence for itself.

Run it with ``make enclosures``.  It writes ``output/trust/enclosures.json`` and, for readers,
``output/trust/enclosures.md`` and ``enclosures.html``; for some derivations alone
(``--derivation``) it prints what it sees and writes nothing.  It fails where a step is refuted.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from decimal import ROUND_CEILING, Context, Decimal
from pathlib import Path
from typing import Any

from joblib import Parallel, delayed

from derive.derivation import Derivation
from derive.evidence.agreement import Kind, Tally, at_points, not_covered
from derive.evidence.lines import TARGET_DIGITS
from derive.evidence.strata import STRATA, strata
from derive.library import LIBRARY
from derive.notation import free, written_out
from tests.measured_html import plain, write
from tests.trust.current import hashes

OUTPUT = Path(__file__).resolve().parents[2] / "output" / "trust"
SEED, POINTS = 1, 200
PARTS = 4
"""Into how many tasks a derivation is cut; the same on every machine, as the answers are to be."""


def lines_of(derivation: Derivation) -> list[Any]:
    """Return the lines, with abbreviations written out."""
    lines = (derivation.start, *(step.line for step in derivation.steps))
    return [written_out(line, derivation.where) for line in lines]


def tallies(name: str, points: int, seed: int, part: int = 0, parts: int = 1) -> list[Tally]:
    """Return what every so manieth point says of each step of a derivation."""
    derivation = LIBRARY[name]
    lines = lines_of(derivation)
    covered = [line for line in lines if not not_covered(line, *derivation.assumptions)]
    drawn = strata(covered, set().union(*map(free, covered)), points, f"{seed} {name}")
    relations = [step.relation.value for step in derivation.steps]
    return at_points(lines, relations, drawn[part::parts], derivation.assumptions)


def gather(names: list[str], points: int, seed: int, jobs: int) -> dict[str, list[Tally]]:
    """Return what the points say of each step of each derivation."""
    tasks = [(name, part) for part in range(PARTS) for name in names]
    run = Parallel(n_jobs=jobs, return_as="generator")
    found = run(delayed(tallies)(name, points, seed, part, PARTS) for name, part in tasks)
    total = {name: [Tally() for _ in LIBRARY[name].steps] for name in names}
    for number, ((name, _), seen) in enumerate(zip(tasks, found, strict=True), 1):
        for known, new in zip(total[name], seen, strict=True):
            known.add(new)
        if number % 20 == 0 or number == len(tasks):
            print(f"enclosures: {number} of {len(tasks)} tasks", file=sys.stderr)
    return total


def up(radius: float) -> str:
    """Return two digits of a radius, rounded up."""
    rounded = Context(prec=2, rounding=ROUND_CEILING).create_decimal(Decimal(radius))
    return f"{rounded:.1e}" if rounded else "0"


def by_stratum(counted: Counter[str]) -> dict[str, int]:
    """Return how many points there are in each stratum, in the order of the strata."""
    return {s: counted[s] for s in STRATA if counted[s]}


def record(tally: Tally) -> dict[str, Any]:
    """Return what has been seen of a step, as data."""
    evidence = []
    for kind in Kind:
        if kind in tally.points:
            counted = tally.points[kind]
            entry = {"kind": kind.value, "points": counted.total(), **by_stratum(counted)}
            if kind == Kind.ENCLOSURE:
                entry["worst relative radius"] = up(tally.worst_radius)
            evidence.append(entry)
    if not evidence:
        evidence.append({"kind": Kind.NONE.value, "reason": reason(tally)})
    made: dict[str, Any] = {"evidence": evidence}
    if tally.others:
        made["of these and other points"] = dict(sorted(tally.others.items()))
    if tally.refutation:
        made["refuted"] = tally.refutation
    return made


def reason(tally: Tally) -> str:
    """Return why a step is not enclosed: the reason at most points."""
    if tally.reasons:
        return min(tally.reasons, key=lambda r: (-tally.reasons[r], r))
    return "no point decides it"


def report(found: dict[str, list[Tally]], points: int, seed: int) -> dict[str, Any]:
    """Return the whole as data: nothing in it depends on the machine or the time."""
    derivations = {
        name: {
            "certificate": hashes()[name],
            "steps": {
                step.name: {"relation": step.relation.value, **record(tally)}
                for step, tally in zip(LIBRARY[name].steps, found[name], strict=True)
            },
        }
        for name in found
    }
    return {
        "seed": seed,
        "points asked for": points,
        "largest relative radius allowed": f"1e-{TARGET_DIGITS}",
        "derivations": derivations,
    }


def steps_in(data: dict[str, Any]) -> list[tuple[str, dict[str, Any]]]:
    """Return every step with its name in full."""
    return [
        (f"{name}:{step}", seen)
        for name, derivation in data["derivations"].items()
        for step, seen in derivation["steps"].items()
    ]


def markdown(data: dict[str, Any]) -> str:
    """Return the report for readers."""
    steps = steps_in(data)
    return "\n".join(
        [
            "# Enclosures",
            "",
            *_introduction(data, len(steps)),
            "",
            *_summary(steps),
            "",
            *_fewer(steps, data["points asked for"]),
            *_undecided(steps),
            "## Not enclosed",
            "",
            *_not_enclosed(steps),
            "",
        ]
    )


def _introduction(data: dict[str, Any], steps: int) -> list[str]:
    derivations = len(data["derivations"])
    return [
        f"Each of the {steps} steps of {derivations} derivations was tried at up to "
        f"{data['points asked for']} random points (seed {data['seed']}): at each, both sides",
        "were evaluated, exactly or as balls that certainly hold the value, and compared.",
        "Agreement at points is evidence and never a proof; disagreement at one would refute the",
        "step. A step may have evidence of several kinds; the kinds stay apart.",
        "",
        "- *rigorous enclosure*: both sides as balls of radius at most "
        f"{data['largest relative radius allowed']} · max(1, Σ |terms of the line|),",
        "  integrals with a proved bound on their tails. Balls of equal sides overlap, balls of a",
        "  smaller and a larger side lie in this order or overlap.",
        "- *exact rational instances*: both sides by exact arithmetic at rational points, matrices",
        "  of order 2 and 3 (at a boundary, 1). Logarithms of rationals and powers of e stay as",
        "  they are and are compared by Lindemann's theorem.",
        "- *exact values by moments*: the same, with expectations of polynomials under normal",
        "  distributions worked out from the moments.",
        "",
        "A step that only unfolds a definition agrees by construction: the evaluation unfolds it",
        "as well.",
        "",
        "Written by `make enclosures`. A part of [what a ✓ rests on](README.md).",
    ]


def _summary(steps: list[tuple[str, dict[str, Any]]]) -> list[str]:
    head = ["kind", "steps", *STRATA, "points", "worst relative radius"]
    table = [f"| {' | '.join(head)} |", f"|---|{'---:|' * (len(head) - 1)}"]
    for kind in Kind:
        entries = [e for _, s in steps for e in s["evidence"] if e["kind"] == kind.value]
        counts = [sum(e.get(s, 0) for e in entries) for s in (*STRATA, "points")]
        worst = [e["worst relative radius"] for e in entries if "worst relative radius" in e]
        shown = [kind.value, len(entries), *(c or "" for c in counts)]
        table.append(f"| {' | '.join(map(str, [*shown, max(worst, key=float, default='')]))} |")
    return table


def _fewer(steps: list[tuple[str, dict[str, Any]]], points: int) -> list[str]:
    """Say how many steps have all the points, and list those that have fewer of each kind."""
    counts = {
        name: {e["kind"]: e["points"] for e in seen["evidence"] if "points" in e}
        for name, seen in steps
    }
    best = {name: max(kinds.values()) for name, kinds in counts.items() if kinds}
    fewer = [name for name, count in best.items() if 1 < count < points]
    alone = sum(count == 1 for count in best.values())
    return [
        f"{sum(count >= points for count in best.values())} steps have {points} points of one "
        f"kind; {alone} have one point, for they have no variables.",
        "",
        *(
            f"- `{name}`: {', '.join(f'{kind} {n}' for kind, n in counts[name].items())}"
            for name in fewer
        ),
        *([""] if fewer else []),
    ]


def _undecided(steps: list[tuple[str, dict[str, Any]]]) -> list[str]:
    names = ("too wide", "undecided", "touches")
    counts = {
        name: [(where, seen["of these and other points"][name]) for where, seen in steps
               if name in seen.get("of these and other points", {})]
        for name in names
    }  # fmt: skip
    meaning = {
        "too wide": "the balls overlap, but are wider than is allowed (not counted above)",
        "undecided": "neither balls nor exact arithmetic decide the relation (not counted above)",
        "touches": "the balls of an inequality overlap, as they do where both sides are equal",
    }
    listed = [
        f"- {name}: {meaning[name]}: {sum(n for _, n in counts[name])} points in "
        f"{len(counts[name])} steps ({', '.join(f'`{w}` {n}' for w, n in counts[name])})"
        for name in names
        if counts[name]
    ]
    return [*listed, ""] if listed else []


def _not_enclosed(steps: list[tuple[str, dict[str, Any]]]) -> list[str]:
    why: dict[str, list[str]] = {}
    for name, seen in steps:
        for entry in seen["evidence"]:
            if entry["kind"] == Kind.NONE.value:
                why.setdefault(entry["reason"], []).append(name)
    return [
        f"- {plain(reason)} ({len(names)}): {', '.join(f'`{n}`' for n in names)}"
        for reason, names in sorted(why.items(), key=lambda item: (-len(item[1]), item[0]))
    ]


def main(arguments: list[str] | None = None) -> int:
    """Gather, write, and return 1 where a step is refuted."""
    parser = argparse.ArgumentParser(prog="enclosures", description=__doc__)
    parser.add_argument("--points", type=int, default=POINTS, help="points a line")
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--jobs", type=int, default=-1, help="processes; -1: one a core")
    parser.add_argument("--derivation", action="append", choices=list(LIBRARY), metavar="NAME")
    parser.add_argument("--output", type=Path, help=f"folder to write to (all: {OUTPUT.name})")
    given = parser.parse_args(arguments)
    found = gather(given.derivation or list(LIBRARY), given.points, given.seed, given.jobs)
    data = report(found, given.points, given.seed)
    folder = given.output or (None if given.derivation else OUTPUT)
    if folder is None:
        print(markdown(data))
    else:
        folder.mkdir(parents=True, exist_ok=True)
        text = json.dumps(data, indent=1, ensure_ascii=False) + "\n"
        (folder / "enclosures.json").write_text(text, encoding="utf-8")
        write(folder / "enclosures.md", markdown(data))
    refuted = [(name, seen["refuted"]) for name, seen in steps_in(data) if "refuted" in seen]
    for name, what in refuted:
        print(f"REFUTED {name}: {what}", file=sys.stderr)
    return 1 if refuted else 0


if __name__ == "__main__":
    sys.exit(main())
