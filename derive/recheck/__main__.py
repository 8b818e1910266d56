"""``python -m derive.recheck FILES``: prove certificates again, and say what was found."""

from __future__ import annotations

import json
import sys
from collections import Counter
from pathlib import Path

from derive.recheck.certificate import DECLINED, PROVED, REJECTED, Result
from derive.recheck.library import Library
from derive.recheck.reading import Unreadable
from derive.recheck.terms import Refusal

WRONG, BAD_INPUT = 1, 2
DEPTH = 12_000


def as_json(results: list[Result]) -> str:
    """Return the verdicts as JSON."""
    return json.dumps(
        [
            {
                "derivation": r.name,
                "verdict": r.verdict,
                **{v: r.count(v) for v in (PROVED, DECLINED, REJECTED)},
                "rests on declined": r.rests_on,
                "obligations": [
                    {"step": e.step, "kind": e.kind, "verdict": e.verdict, "reason": e.reason}
                    for e in r.entries
                ],
            }
            for r in results
        ],
        indent=1,
    )


def as_table(results: list[Result]) -> str:
    """Return the verdicts as a table, with a reason for all that is not proved."""
    lines = [f"{'':42} {PROVED:>8} {DECLINED:>8} {REJECTED:>8}"]
    for r in results:
        counts = " ".join(f"{r.count(v):8}" for v in (PROVED, DECLINED, REJECTED))
        rests = f"  rests on declined: {', '.join(r.rests_on)}" if r.rests_on else ""
        lines.append(f"{r.name[:42]:42} {counts}{rests}")
        lines += [
            f"    {e.verdict}: {e.step or r.name} ({e.kind}): {e.reason}"
            for e in r.entries
            if e.verdict != PROVED
        ]
    total = Counter(e.verdict for r in results for e in r.entries)
    every = sum(total.values())
    lines.append(
        f"\n{len(results)} certificates, {every} obligations and headlines: "
        + ", ".join(f"{total[v]} {v}" for v in (PROVED, DECLINED, REJECTED))
    )
    return "\n".join(lines)


def main(arguments: list[str]) -> int:
    """Check the files; 0 if nothing is rejected, 1 if something is, 2 for a bad file."""
    sys.setrecursionlimit(DEPTH)
    wants_json = "--json" in arguments
    files = [Path(a) for a in arguments if a != "--json"]
    library = Library()
    results = []
    try:
        for file in files:
            results.append(library.check(file))
    except (Unreadable, Refusal) as error:
        print(f"derive recheck: {error}", file=sys.stderr)
        return BAD_INPUT
    print(as_json(results) if wants_json else as_table(results))
    return WRONG if any(r.verdict == REJECTED for r in results) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
