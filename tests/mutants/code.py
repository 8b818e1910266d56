"""Code mutants: the kernel with one check less, against the tests of the kernel.

``make code-mutants`` makes every mutant of ``code_operators`` that weakens a check, and a sample
of the others, and runs the tests that reach the changed function, the fastest first, until one
fails.  Each mutant lives in a process of its own, forked when all is imported and collected;
there, the code of the changed function is exchanged.

The tests are those of ``tests/kernel``, ``tests/rules`` and ``tests/notation``, and that the
library is proved.  What a derivation cites of the library is proved once, by the true kernel.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import gc
import importlib
import json
import os
import random
import resource
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any

import pytest
from _pytest.runner import runtestprotocol
from coverage import Coverage

import derive.kernel
from derive.kernel import chain
from derive.library import LIBRARY
from tests.kernel import test_rejected
from tests.mutants.code_operators import CodeMutant, code_mutants, read
from tests.mutants.kernel import library

KERNEL = Path(derive.kernel.__file__).parent
ROOT = KERNEL.parents[1]
TESTS = ("tests/kernel", "tests/rules", "tests/notation", "tests/mutants/library.py")
SAMPLE = 400
SECONDS = 30
SURVIVED, KILLED, HUNG, NOT_REACHED = "survived", "killed", "hung", "not reached"


@dataclass(frozen=True)
class Measured:
    """A test: how long it takes, and which lines of the kernel it runs."""

    item: pytest.Item
    seconds: float
    lines: frozenset[tuple[str, int]]


class CodeMutation:
    """A plugin of pytest that runs the collected tests against mutants instead of once."""

    def __init__(self, wanted: argparse.Namespace) -> None:
        self.wanted = wanted
        self.outcomes: dict[int, tuple[str, str]] = {}
        self.mutants: list[CodeMutant] = []
        self.trees: dict[str, ast.Module] = {}

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Measure the tests, then run them against every mutant."""
        with as_given():
            tests = measured(session.items)
            self.mutants, self.trees = chosen(self.wanted)
            gc.collect()
            gc.freeze()
            self.outcomes = self._tried(tests)
        return True

    def _tried(self, tests: list[Measured]) -> dict[int, tuple[str, str]]:
        reaching = by_function(tests)
        kills: Counter[tuple[str, str]] = Counter()
        outcomes: dict[int, tuple[str, str]] = {}
        running: dict[int, tuple[int, int]] = {}
        waiting = list(enumerate(self.mutants))[::-1]
        while waiting or running:
            while waiting and len(running) < self.wanted.jobs:
                n, mutant = waiting.pop()
                budget = [t for t in tests if reaches(t, mutant, reaching)]
                budget = within([t for t in budget if t.seconds <= self.wanted.longest],
                                 self.wanted.budget, kills, mutant.function)
                if not budget:
                    outcomes[n] = (NOT_REACHED, "")
                    continue
                pid, pipe = forked(lambda m=mutant, b=budget: self._failing(m, b))
                running[pid] = (n, pipe)
            if not running:
                continue
            pid, status = os.wait()
            n, pipe = running.pop(pid)
            with os.fdopen(pipe, encoding="utf-8") as answer:
                failed = answer.read()
            outcomes[n] = verdict(status, failed)
            kills[self.mutants[n].function, failed] += 1
            if len(outcomes) % 25 == 0:
                counts = Counter(v for v, _ in outcomes.values())
                print(f"{len(outcomes)} of {len(self.mutants)}: {dict(counts)}", file=sys.stderr)
        return dict(sorted(outcomes.items()))

    def _failing(self, mutant: CodeMutant, tests: Iterable[Measured]) -> str:
        """Return the first test that fails on a mutant, or nothing; in a process of its own."""
        exchange(mutant, self.trees[mutant.file])
        for test in tests:
            if fails(test.item):
                return test.item.nodeid
        return ""


# -- the tests -------------------------------------------------------------------------------------


@contextlib.contextmanager
def as_given() -> Iterator[None]:
    """Take what the library proves as proved, and look at each wrong derivation alone."""
    library()
    check = chain._check_derivation
    test_rejected.reports = dict  # type: ignore[assignment]

    def known(derivation: Any, *rest: Any) -> Any:
        if LIBRARY.get(derivation.name) == derivation:
            return library()[derivation.name]
        return check(derivation, *rest)

    known.checking = check  # type: ignore[attr-defined]
    chain._check_derivation = known
    try:
        yield
    finally:
        chain._check_derivation = check


def fails(item: pytest.Item) -> bool:
    """Run one test, and say whether it fails."""
    return any(report.failed for report in runtestprotocol(item, log=False, nextitem=None))


def measured(items: Iterable[pytest.Item]) -> list[Measured]:
    """Run every test once on the true kernel; return them, the fastest first."""
    coverage = Coverage(data_file=None, include=[f"{KERNEL}/*"], config_file=False)
    found = []
    times: dict[str, float] = {}
    coverage.start()
    for item in items:
        coverage.switch_context(item.nodeid)
        start = time.perf_counter()
        if fails(item):
            raise SystemExit(f"error: {item.nodeid} fails on the kernel as it is")
        times[item.nodeid] = time.perf_counter() - start
    coverage.stop()
    lines: defaultdict[str, set[tuple[str, int]]] = defaultdict(set)
    data = coverage.get_data()
    for file in data.measured_files():
        for line, contexts in data.contexts_by_lineno(file).items():
            for context in contexts:
                lines[context].add((Path(file).name, line))
    for item in items:
        found.append(Measured(item, times[item.nodeid], frozenset(lines[item.nodeid])))
    test_rejected.found_for.cache_clear()
    import pickle
    pickle.dump([(t.item.nodeid, t.seconds, t.lines) for t in found], open("/tmp/cm_measured.pkl","wb"))
    tot = 0.0
    for i, t in enumerate(sorted(found, key=lambda t: t.seconds)):
        tot += t.seconds
        if i % 100 == 0: print(i, round(t.seconds,3), round(tot,1), file=sys.stderr)
    return sorted(found, key=lambda t: t.seconds)


# -- one mutant ------------------------------------------------------------------------------------


def by_function(tests: Iterable[Measured]) -> Mapping[tuple[str, int], set[str]]:
    """Return which tests run each line."""
    found: defaultdict[tuple[str, int], set[str]] = defaultdict(set)
    for test in tests:
        for place in test.lines:
            found[place].add(test.item.nodeid)
    return found


def reaches(
    test: Measured, mutant: CodeMutant, reaching: Mapping[tuple[str, int], set[str]]
) -> bool:
    """Say whether a test runs what is changed: all tests use a table."""
    name = test.item.nodeid
    return not mutant.function or any(
        name in reaching[mutant.file, line] for line in mutant.statement
    )


def forked(work: Callable[[], str]) -> tuple[int, int]:
    """Run something in a process of its own; return its id and the pipe with what it answers."""
    reading, writing = os.pipe()
    pid = os.fork()
    if pid:
        os.close(writing)
        return pid, reading
    code = 1
    try:
        signal.signal(signal.SIGPROF, signal.SIG_DFL)
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
        quiet = os.open(os.devnull, os.O_WRONLY)
        os.dup2(quiet, 1)
        os.dup2(quiet, 2)
        os.write(writing, work().encode())
        code = 0
    finally:
        os._exit(code)


def verdict(status: int, failed: str) -> tuple[str, str]:
    """Return what became of a mutant, and the test that failed."""
    if os.WIFSIGNALED(status):
        return HUNG, ""
    if os.WEXITSTATUS(status):
        return KILLED, "crash"
    return (KILLED, failed) if failed else (SURVIVED, "")


def exchange(mutant: CodeMutant, tree: ast.Module) -> None:
    """Make the imported kernel the mutant."""
    module = importlib.import_module(f"derive.kernel.{Path(mutant.file).stem}")
    mutant.change()
    code = compile(tree, str(module.__file__), "exec")
    if not mutant.function:
        exchange_tables(module, code)
        return
    function = function_of(module, mutant.function)
    function.__code__ = code_of(code, mutant.function)


def function_of(module: ModuleType, name: str) -> FunctionType:
    """Return a function of a module, or a method of one of its classes."""
    holder, _, member = name.rpartition(".")
    found: Any = vars(vars(module)[holder] if holder else module)[member]
    found = getattr(found, "checking", found)
    found = getattr(found, "fget", None) or getattr(found, "__func__", None) or found
    assert isinstance(found, FunctionType)
    return found


def code_of(code: CodeType, name: str) -> CodeType:
    """Return the code of a function in that of its module."""
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            if constant.co_qualname == name:
                return constant
            if name.startswith(f"{constant.co_qualname}."):
                return code_of(constant, name)
    raise AssertionError(name)


def exchange_tables(module: ModuleType, code: CodeType) -> None:
    """Put the tables of another version of a module wherever they were imported."""
    made: dict[str, Any] = {"__name__": module.__name__, "__file__": module.__file__}
    exec(code, made)
    for name, old in list(vars(module).items()):
        new = made.get(name)
        if name.startswith("__") or isinstance(old, (FunctionType, type, ModuleType)):
            continue
        if old == new:
            continue
        for other in [m for n, m in sys.modules.items() if n.startswith("derive.")]:
            for key, value in list(vars(other).items()):
                if value is old:
                    setattr(other, key, new)


# -- which mutants, and what is said of them -------------------------------------------------------


def chosen(wanted: argparse.Namespace) -> tuple[list[CodeMutant], dict[str, ast.Module]]:
    """Return every mutant that weakens a check, and a sample of the others."""
    trees = {p.name: read(p) for p in sorted(KERNEL.glob("*.py"))}
    some = [
        m for file, tree in trees.items()
        if not wanted.files or file in wanted.files
        for m in code_mutants(file, tree)
    ]  # fmt: skip
    checks = [m for m in some if m.weakens_a_check] if wanted.kind in ("all", "checks") else []
    values = [m for m in some if not m.weakens_a_check] if wanted.kind in ("all", "values") else []
    if len(values) > wanted.sample:
        values = random.Random(20261).sample(values, wanted.sample)
    return [*checks, *sorted(values, key=lambda m: (m.file, m.line, m.operator))], trees


def within(tests, budget, kills, function):
    tests = sorted(tests, key=lambda t: t.seconds / (1 + 10 * kills[function, t.item.nodeid]))
    total, some = 0.0, []
    for t in tests:
        total += t.seconds
        if total > budget and some:
            break
        some.append(t)
    return some


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--kind", default="all")
    parser.add_argument("--files", nargs="*", default=())
    parser.add_argument("--sample", type=int, default=SAMPLE)
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--longest", type=float, default=60)
    parser.add_argument("--budget", type=float, default=1000)
    parser.add_argument("--out", default="/tmp/cm.json")
    wanted = parser.parse_args()
    plugin = CodeMutation(wanted)
    pytest.main(["-q", "-s", "-p", "no:cacheprovider", "--no-header", *TESTS], plugins=[plugin])
    rows = []
    for n, (v, test) in plugin.outcomes.items():
        m = plugin.mutants[n]
        rows.append(dict(file=m.file, line=m.line, function=m.function, operator=m.operator, before=m.before, after=m.after, verdict=v, test=test))
    Path(wanted.out).write_text(json.dumps(rows, indent=1, ensure_ascii=False))
    print(Counter((r["operator"], r["verdict"]) for r in rows))


if __name__ == "__main__":
    main()
