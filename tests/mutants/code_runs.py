"""Runs of code mutants: which tests reach a line of the kernel, and whether they fail without it.

The tests are collected and run once, on the kernel as it is.  Then each mutant lives in a process
of its own, forked when all is imported: there, the code of the changed function is exchanged, and
the tests that reach the changed statement run, the fastest first, until one fails.

What a derivation cites of the library is proved once, by the true kernel; that a mutant proves
the library on the same conditions is a test of its own.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import os
import resource
import signal
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from types import CodeType, FunctionType, ModuleType
from typing import Any
from unittest.mock import patch

import pytest
from _pytest.runner import runtestprotocol
from coverage import Coverage

import derive.kernel
from derive.kernel import chain
from derive.library import LIBRARY
from tests.mutants.code_operators import CodeMutant
from tests.mutants.kernel import library

KERNEL = Path(derive.kernel.__file__).parent
TESTS = ("tests/kernel", "tests/rules", "tests/notation", "tests/mutants/library.py")
CORPUS = "test_rejected"
AT_RANDOM = ("no_false_line", "false_lines", "true_lines", "random")
"""Tests that try at random, for minutes: what they find is left to chance."""
LIMIT = 30
"""Seconds of work after which a mutant is taken to hang."""
KILLED, HUNG, SURVIVED, NOT_REACHED = "killed", "hung", "survived", "not reached"


@dataclass(frozen=True)
class Budget:
    """How many seconds of tests a mutant is given, how many live at a time, and how long in all."""

    seconds: float = 60.0
    jobs: int = 1
    minutes: float = 24 * 60.0


@dataclass(frozen=True)
class Measured:
    """A test: how long it takes, and which lines of the kernel it runs."""

    item: pytest.Item
    seconds: float
    lines: frozenset[tuple[str, int]]


class CodeMutation:
    """A plugin of pytest that runs the collected tests against mutants instead of once."""

    def __init__(self, mutants: list[CodeMutant], budget: Budget, tried: Collection[int]) -> None:
        self.mutants = mutants
        self.budget = budget
        self.tried = tried
        self.outcomes = {n: (KILLED, "before") for n in range(len(mutants)) if n not in tried}
        self._kills: Counter[tuple[str, str]] = Counter()

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Measure the tests, then run them against every mutant."""
        with the_library_taken_as_proved(session.items) as forget:
            tests = measured(session.items, forget)
            gc.collect()
            gc.freeze()
            self._run(tests)
        return True

    def rows(self) -> list[dict[str, Any]]:
        """Return what became of each mutant of the modules of which all were tried."""
        untried = {m.file for n, m in enumerate(self.mutants) if n not in self.outcomes}
        return [
            {
                "file": m.file, "line": m.line, "function": m.function, "operator": m.operator,
                "before": m.before, "after": m.after, "verdict": verdict, "test": test,
            }
            for n, m in enumerate(self.mutants) if m.file not in untried
            for verdict, test in [self.outcomes[n]]
        ]  # fmt: skip

    def _run(self, tests: list[Measured]) -> None:
        running: dict[int, tuple[int, int]] = {}
        end = time.monotonic() + 60 * self.budget.minutes
        for n in self.tried:
            if time.monotonic() > end:
                break
            mutant = self.mutants[n]
            able = self._chosen(tests, mutant)
            if not able:
                self._conclude(n, (NOT_REACHED, ""))
                continue
            if len(running) >= self.budget.jobs:
                self._await(running)
            pid, pipe = forked(lambda m=mutant, some=able: first_failing(m, some))  # type: ignore[misc]
            running[pid] = (n, pipe)
        while running:
            self._await(running)

    def _chosen(self, tests: list[Measured], mutant: CodeMutant) -> list[Measured]:
        """Return tests that reach a mutant, first those that are fast or have killed here."""
        places = {(mutant.file, line) for line in mutant.statement}
        able = [t for t in tests if not mutant.function or places & t.lines]
        killed = {t.item.nodeid: self._kills[mutant.function, t.item.nodeid] for t in able}
        able.sort(key=lambda t: t.seconds / (1 + 10 * killed[t.item.nodeid]))
        total, some = 0.0, []
        for test in able:
            total += test.seconds
            if total > self.budget.seconds and some:
                break
            some.append(test)
        return some

    def _await(self, running: dict[int, tuple[int, int]]) -> None:
        """Wait until one of the running mutants is done, and write down what became of it."""
        pid, status = os.wait()
        n, pipe = running.pop(pid)
        with os.fdopen(pipe, encoding="utf-8") as answer:
            failed = answer.read()
        self._kills[self.mutants[n].function, failed] += bool(failed)
        self._conclude(n, verdict(status, failed))

    def _conclude(self, n: int, outcome: tuple[str, str]) -> None:
        """Write down what became of a mutant; tell of survivors at once."""
        self.outcomes[n], m = outcome, self.mutants[n]
        if outcome[0] in (SURVIVED, NOT_REACHED):
            what = f"{m.operator}: {m.before} -> {m.after}"
            print(f"{outcome[0]}: {m.file}:{m.line} {m.function}: {what}", file=sys.stderr)
        if len(self.outcomes) % 50 == 0:
            counts = dict(Counter(v for v, _ in self.outcomes.values()))
            print(f"{len(self.outcomes)} of {len(self.mutants)}: {counts}", file=sys.stderr)


# -- the tests, on the kernel as it is -------------------------------------------------------------


@contextlib.contextmanager
def the_library_taken_as_proved(items: list[pytest.Item]) -> Iterator[Callable[[], None]]:
    """Take what the library proves as proved, and look at each wrong derivation alone.

    It yields what forgets the reports on the wrong derivations.
    """
    modules = {getattr(item, "module", None) for item in items}
    corpora = [m for m in modules if isinstance(m, ModuleType) and m.__name__.endswith(CORPUS)]
    proved, check = library(), chain._check_derivation

    def known(derivation: Any, facts: Any, reports: Any, *rest: Any) -> Any:
        rests = all(reports.get(c) is proved.get(c) for c in derivation.cited)
        if rests and LIBRARY.get(derivation.name) == derivation:
            return proved[derivation.name]
        return check(derivation, facts, reports, *rest)

    known.checking = check  # type: ignore[attr-defined]
    refute = cache(chain.refute)  # it asks nothing of the kernel
    with contextlib.ExitStack() as patches:
        patches.enter_context(patch.multiple(chain, _check_derivation=known, refute=refute))
        for corpus in corpora:
            alone = _alone(corpus.report, corpus.shortened)
            patches.enter_context(patch.multiple(corpus, reports=dict, report=alone))
        yield lambda: [corpus.found_for.cache_clear() for corpus in corpora] and None


def _alone(report: Callable[[Any], Any], shortened: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return what reports on an entry of the corpus, no further than to the wrong step."""

    def of(entry: Any) -> Any:
        wrong = hasattr(entry, "step") and entry.step and not entry.malformed and not entry.also
        return report(replace(entry, derivation=shortened(entry)) if wrong else entry)

    return of


def fails(item: pytest.Item) -> bool:
    """Run one test, and say whether it fails."""
    return any(report.failed for report in runtestprotocol(item, log=False, nextitem=None))


def measured(items: list[pytest.Item], forget: Callable[[], None]) -> list[Measured]:
    """Run every test on the kernel as it is; return them with what they reach."""
    print(f"measuring {len(items)} tests", file=sys.stderr)
    failing = [item.nodeid for item in items if fails(item)]  # what is not of the kernel is met
    if failing:
        raise pytest.UsageError(f"these tests fail on the kernel as it is: {failing}")
    forget()
    coverage = Coverage(data_file=None, include=[f"{KERNEL}/*"], config_file=False)
    seconds: dict[str, float] = {}
    with coverage.collect():
        for item in items:
            coverage.switch_context(item.nodeid)
            start = time.perf_counter()
            fails(item)
            seconds[item.nodeid] = time.perf_counter() - start
    forget()
    lines: defaultdict[str, set[tuple[str, int]]] = defaultdict(set)
    data = coverage.get_data()
    for file in data.measured_files():
        for line, contexts in data.contexts_by_lineno(file).items():
            for context in contexts:
                lines[context].add((Path(file).name, line))
    return [Measured(i, seconds[i.nodeid], frozenset(lines[i.nodeid])) for i in items]


# -- one mutant, in a process of its own -----------------------------------------------------------


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
        signal.setitimer(signal.ITIMER_PROF, LIMIT)
        resource.setrlimit(resource.RLIMIT_AS, (4 << 30, 4 << 30))
        nowhere = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nowhere, 1)
        os.dup2(nowhere, 2)
        os.write(writing, work().encode())
        code = 0
    finally:
        os._exit(code)


def verdict(status: int, failed: str) -> tuple[str, str]:
    """Return what became of a mutant, and the test that failed."""
    if os.WIFSIGNALED(status):
        return HUNG, ""
    if os.WEXITSTATUS(status):
        return KILLED, "the kernel cannot be imported"
    return (KILLED, failed) if failed else (SURVIVED, "")


def first_failing(mutant: CodeMutant, tests: Iterable[Measured]) -> str:
    """Return the first test that fails on a mutant; nothing where none does."""
    exchange(mutant)
    return next((t.item.nodeid for t in tests if fails(t.item)), "")


def exchange(mutant: CodeMutant) -> None:
    """Make the imported kernel the mutant."""
    module = importlib.import_module(f"derive.kernel.{Path(mutant.file).stem}")
    mutant.change()
    code = compile(mutant.tree, str(module.__file__), "exec")
    if mutant.function:
        function_of(module, mutant.function).__code__ = code_of(code, mutant.function)
    else:
        exchange_tables(module, code)


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
    engine = [m for n, m in sys.modules.items() if n.startswith("derive.")]
    for name, old in list(vars(module).items()):
        if name.startswith("__") or isinstance(old, (FunctionType, type, ModuleType)):
            continue
        if name in made and old != made[name]:
            for other in engine:
                for key in [k for k, value in vars(other).items() if value is old]:
                    setattr(other, key, made[name])
