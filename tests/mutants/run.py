"""Run: mutants of every derivation before the kernel, of every certificate before the second.

Run it with ``make mutants``.  It writes ``output/trust/mutants.json`` and, for readers,
``output/trust/mutants.md`` and ``mutants.html``.  It fails where a mutant survives that is not
proved equivalent.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import joblib

from derive.evidence.refutation import refute
from derive.library import LIBRARY
from derive.notation import Comparison, expression, written_out
from derive.render.environment import environment
from tests.measured_html import write
from tests.mutants import kernel, second
from tests.mutants.equivalent import runs_over_the_same_interval, says_no_more
from tests.mutants.forged import UNLISTED, forgeries
from tests.mutants.operators import Mutant, mutants
from tests.trust.current import OUTPUT, hashes

TRUST = OUTPUT / "trust"
SEED, MOST = 1, 100
KILLED, DECLINED, SURVIVES = "killed", "declined", "survives"
NOT_ASKED = "not asked"


@dataclass(frozen=True)
class Outcome:
    """What became of a mutant.

    Attributes
    ----------
    id, operator : str
        Which it is, and what was done.
    kernel, second : str
        ``killed`` or ``survives``; the second checker may also have ``declined``, and the kernel
        is ``not asked`` about certificates.
    proof : str
        How it is known that the mutant is true all the same; empty where it is not known.
    shown : str
        The changed line, for readers.
    """

    id: str
    operator: str
    kernel: str
    second: str
    proof: str = ""
    shown: str = ""


def named(name: str) -> Iterator[tuple[str, Mutant]]:
    """Yield the mutants of a derivation with their names, which are the same at every run."""
    count: Counter[str] = Counter()
    for mutant in mutants(LIBRARY[name]):
        place = f"{name}:{mutant.place}:{mutant.operator}"
        count[place] += 1
        yield f"{place}:{count[place]}", mutant


def chosen(seed: int, most: int) -> dict[str, set[str]]:
    """Return the names of a sample, by derivation: at most so many mutants of an operator."""
    by_operator: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for name in LIBRARY:
        for own, mutant in named(name):
            by_operator[mutant.operator].append((name, own))
    source, sample = random.Random(seed), defaultdict(set)
    for operator in sorted(by_operator):
        found = by_operator[operator]
        for name, own in source.sample(found, min(most, len(found))) if most else found:
            sample[name].add(own)
    return sample


def outcomes(name: str, wanted: set[str]) -> list[Outcome]:
    """Return what becomes of the wanted mutants of one derivation."""
    return [_outcome(name, own, mutant) for own, mutant in named(name) if own in wanted]


def forged_outcomes(name: str) -> list[Outcome]:
    """Return what becomes of certificates that hide or misquote what they rest on."""
    found = []
    for operator, place, content in forgeries(second.originals()[name]):
        said = second.of_certificate(content)
        proof = ASKED_FOR if said == SURVIVES and operator == UNLISTED else ""
        own = f"{name}:certificate:{operator}:{place}"
        found.append(Outcome(own, operator, NOT_ASKED, said, proof))
    return found


ASKED_FOR = (
    "the second checker forms the conditions from the lines by itself, and finds each of them "
    "listed, up to the names of bound variables"
)


def _outcome(name: str, own: str, mutant: Mutant) -> Outcome:
    first = KILLED if kernel.is_killed(mutant.derivation) else SURVIVES
    other = second.verdict(name, mutant)
    if SURVIVES not in (first, other):
        return Outcome(own, mutant.operator, first, other)
    proof = _proof(name, mutant, first, other)
    shown = "; ".join(f"{expression(a)} became {expression(b)}" for a, b in mutant.changed)
    return Outcome(own, mutant.operator, first, other, proof, shown)


def _proof(name: str, mutant: Mutant, first: str, other: str) -> str:
    """Say how a survivor is known to be true; nothing where it is not known."""
    if _is_refuted(mutant):
        return ""
    if says_no_more(LIBRARY[name], mutant):
        return "each of its steps follows from lines of the original"
    if runs_over_the_same_interval(LIBRARY[name], mutant):
        return "the variable is one of integration, and its interval is that of the original"
    if first == SURVIVES and other == SURVIVES:
        return "the kernel and the second checker each prove every line of it"
    if first == SURVIVES and second.lines_are_equal(name, mutant):
        return "the second checker sees the changed line to equal the original's"
    return ""


def _is_refuted(mutant: Mutant) -> bool:
    """Say whether some point shows a line of the mutant, or its headline, to be false."""
    d = mutant.derivation
    lines = [written_out(line, d.where) for line in (d.start, *(s.line for s in d.steps))]
    steps = zip(lines, d.steps, lines[1:], strict=False)
    if any(refute(a, step.relation.value, b) is not None for a, step, b in steps):
        return True
    claim = written_out(d.claim, d.where)
    return (
        isinstance(claim, Comparison) and refute(claim.left, claim.symbol, claim.right) is not None
    )


# -- all of them -----------------------------------------------------------------------------------


@contextmanager
def workers(scheduler: str, jobs: int) -> Iterator[joblib.Parallel]:
    """Give what runs tasks: all cores of this machine, or a Dask cluster at an address."""
    if not scheduler:
        yield joblib.Parallel(n_jobs=jobs, return_as="generator_unordered")
        return
    try:
        from distributed import Client
    except ImportError:
        sys.exit("mutants: a scheduler needs Dask: pip install distributed")
    with Client(scheduler), joblib.parallel_config("dask"):
        yield joblib.Parallel(return_as="list")


def run(seed: int, most: int, jobs: int, scheduler: str = "") -> list[Outcome]:
    """Return what becomes of a sample of mutants, in the order of the library."""
    sample = chosen(seed, most)
    tasks = [joblib.delayed(forged_outcomes)(name) for name in LIBRARY]
    for name in LIBRARY:
        parts = _parts(sorted(sample[name]))
        tasks += [joblib.delayed(outcomes)(name, part) for part in parts]
    found: list[Outcome] = []
    with workers(scheduler, jobs) as parallel:
        for number, part in enumerate(parallel(tasks), 1):
            found += part
            if number % 10 == 0 or number == len(tasks):
                print(f"mutants: {number} of {len(tasks)} tasks", file=sys.stderr)
    order = list(LIBRARY)
    return sorted(found, key=lambda o: (order.index(o.id.split(":")[0]), o.id))


def _parts(names: list[str], size: int = 40) -> Iterable[set[str]]:
    return [set(names[i : i + size]) for i in range(0, len(names), size)]


def report(found: list[Outcome], seed: int) -> dict[str, Any]:
    """Return what ``mutants.json`` holds."""

    def unexplained(which: str) -> list[str]:
        return [o.id for o in found if getattr(o, which) == SURVIVES and not o.proof]

    by_operator: dict[str, Any] = {}
    for operator in sorted({o.operator for o in found}):
        own = [o for o in found if o.operator == operator]
        by_operator[operator] = {
            "generated": len(own),
            "equivalent": sum(bool(o.proof) for o in own),
            "kernel": {"killed": _count(own, "kernel", KILLED)},
            "recheck": {
                "killed": _count(own, "second", KILLED),
                "declined": _count(own, "second", DECLINED),
            },
        }
    return {
        "seed": seed,
        "certificates": hashes(),
        "generated": len(found),
        "equivalent": [{"id": o.id, "proof": o.proof, "change": o.shown} for o in found if o.proof],
        "kernel": {"killed": _count(found, "kernel", KILLED), "survivors": unexplained("kernel")},
        "recheck": {
            "killed": _count(found, "second", KILLED),
            "declined": _count(found, "second", DECLINED),
            "survivors": unexplained("second"),
        },
        "by_operator": by_operator,
    }


def page(content: dict[str, Any]) -> str:
    """Return the report as Markdown."""
    return environment("trust").get_template("mutants.md.j2").render(mutants=content)


def _count(found: list[Outcome], which: str, verdict: str) -> int:
    return sum(getattr(o, which) == verdict for o in found)


def main() -> None:
    """Write the report."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seed", type=int, default=SEED)
    parser.add_argument("--most", type=int, default=MOST, help="mutants an operator; 0: all")
    parser.add_argument("--jobs", type=int, default=-1)
    parser.add_argument("--scheduler", default="", help="the address of a Dask scheduler")
    given = parser.parse_args()
    found = run(given.seed, given.most, given.jobs, given.scheduler)
    content = report(found, given.seed)
    TRUST.mkdir(parents=True, exist_ok=True)
    text = json.dumps(content, indent=1, ensure_ascii=False)
    (TRUST / "mutants.json").write_text(f"{text}\n", encoding="utf-8")
    write(TRUST / "mutants.md", page(content))
    survivors = {*content["kernel"]["survivors"], *content["recheck"]["survivors"]}
    for survivor in sorted(survivors):
        print(f"survives: {survivor}")
    print(
        f"{content['generated']} mutants, {len(content['equivalent'])} of them true all the same; "
        f"the kernel killed {content['kernel']['killed']}, the second checker "
        f"{content['recheck']['killed']} and declined {content['recheck']['declined']}; "
        f"{len(survivors)} unexplained"
    )
    sys.exit(bool(survivors))


if __name__ == "__main__":
    main()
