"""Speed: values and gradients as multiples of `np.exp` on the same array, in the same run.

Times are the process's own, on one processor.  All are called in turn, round by round; each
round's times are divided by those of `np.exp` in that round, and the medians and quartiles of that
are kept.  It runs in a process of its own, for the number of threads is settled when the libraries
are loaded.
"""

from __future__ import annotations

import argparse
import gc
import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from tests.bench.accuracy import DTYPES, Row
from tests.bench.functions import BY_NAME, Function
from tests.bench.subjects import Subject, installed

MEASURED = ("kl_standard_normal", "kl_diagonal")
SHAPES = ((1, 16), (128, 32), (8192, 256), (100000, 64))
SIZES = tuple((4**power, 64) for power in range(9))
"""Of the curves of time against size."""
INTO = ", out=..."
ROUNDS, ROUNDS_OF_CURVES = 21, 9
SAMPLE = 2e-3
"""How many seconds a time is taken over, at least, where one call is shorter."""
ONE_THREAD = {
    **dict.fromkeys(
        ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS",
         "VECLIB_MAXIMUM_THREADS", "NUMBA_NUM_THREADS", "NPROC"), "1"),
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
    "JAX_PLATFORMS": "cpu",
}  # fmt: skip
Call = Callable[[], Any]


def arguments(function: Function, shape: tuple[int, ...], dtype: str) -> list[NDArray[Any]]:
    """Return ordinary arguments: what a network gives in the middle of its training."""
    rng = np.random.default_rng(1)
    drawn = [rng.normal(size=shape) for _ in function.arguments]
    spread = {"std": lambda x: np.exp(x / 4)}
    kinds = [name.removesuffix("_1").removesuffix("_2") for name in function.arguments]
    return [
        spread.get(kind, np.asarray)(x).astype(DTYPES[dtype])
        for kind, x in zip(kinds, drawn, strict=True)
    ]


def calls(
    subjects: Sequence[Subject], function: Function, given: list[NDArray[Any]], what: str
) -> dict[str, tuple[Subject | None, Call]]:
    """Return what is called in turn, by name; first of all `np.exp`."""
    out = np.empty_like(given[1])
    made: dict[str, tuple[Subject | None, Call]] = {
        "np.exp": (None, lambda: np.exp(given[1], out=out))
    }
    for subject in subjects:
        formulas = subject.values if what == "value" else subject.both
        if function.name in formulas:
            own = [subject.array(argument) for argument in given]
            formula = formulas[function.name]
            made[subject.name] = subject, _call(formula, own, subject)
            if what != "value" and subject.is_ours:
                # As np.exp does, it writes into arrays that are there already.
                slopes = [np.empty_like(argument) for argument in given]
                into = partial(formula, out=slopes)
                made[f"{subject.name}{INTO}"] = subject, _call(into, own, subject)
    return made


def _call(formula: Callable[..., Any], own: list[Any], subject: Subject) -> Call:
    if not subject.is_asynchronous:
        return lambda: formula(*own)

    def wait() -> None:
        results = formula(*own)
        for part in _leaves(results):
            part.block_until_ready()

    return wait


def _leaves(results: Any) -> list[Any]:
    if isinstance(results, tuple):
        return [leaf for part in results for leaf in _leaves(part)]
    return [results]


def in_turn(made: dict[str, tuple[Subject | None, Call]], rounds: int) -> dict[str, Row]:
    """Return the times of calls that take turns: medians and quartiles, and those of the ratios."""
    repeats = {name: _repeats(subject, call) for name, (subject, call) in made.items()}
    times: dict[str, list[float]] = {name: [] for name in made}
    names = list(made)
    gc.collect()
    gc.disable()
    try:
        for number in range(rounds):
            # Another one comes first each time, so that none always follows the same other.
            for name in names[number % len(names) :] + names[: number % len(names)]:
                times[name].append(_time(*made[name], repeats[name]))
    finally:
        gc.enable()
    exponential = np.array(times["np.exp"])
    return {
        name: {
            "seconds": _quartiles(np.array(taken)),
            "multiple": _quartiles(np.array(taken) / exponential),
        }
        for name, taken in times.items()
    }


def _quartiles(figures: NDArray[np.float64]) -> list[float]:
    return [float(q) for q in np.quantile(figures, [0.25, 0.5, 0.75])]


def _time(subject: Subject | None, call: Call, repeats: int) -> float:
    """Return the seconds that one call takes."""
    if subject is None:
        return _seconds(call, repeats) / repeats
    with subject.chosen():
        return _seconds(call, repeats) / repeats


def _seconds(call: Call, repeats: int) -> float:
    # Of the processor: what else runs on the machine is no time of ours.
    start = time.process_time()
    for _ in range(repeats):
        call()
    return time.process_time() - start


def _repeats(subject: Subject | None, call: Call) -> int:
    """Return how many calls a time is taken over; warms up whatever is compiled or cached."""
    _time(subject, call, 1)
    once = min(_time(subject, call, 1) for _ in range(3))
    return max(1, round(SAMPLE / max(once, 1e-7)))


def measure(
    subjects: Sequence[Subject], rounds: int, shapes: Sequence[tuple[int, ...]]
) -> list[Row]:
    """Return a row for each function, type, shape, subject; for values, and with gradients."""
    rows = []
    for name in MEASURED:
        for dtype in DTYPES:
            for shape in shapes:
                given = arguments(BY_NAME[name], shape, dtype)
                for what in ("value", "value and gradient"):
                    print(f"speed: {name}, {dtype}, {shape}, {what}", file=sys.stderr)
                    found = in_turn(calls(subjects, BY_NAME[name], given, what), rounds)
                    where = {"function": name, "dtype": dtype, "shape": shape, "what": what}
                    rows += [where | {"subject": s, "rounds": rounds} | f for s, f in found.items()]
    return rows


def curves(subjects: Sequence[Subject], rounds: int, sizes: Sequence[tuple[int, ...]]) -> list[Row]:
    """Return the times of the values of the first function, in float64, against size."""
    rows, name = [], MEASURED[0]
    for shape in sizes:
        print(f"speed: {name}, time against size, {shape}", file=sys.stderr)
        given = arguments(BY_NAME[name], shape, "float64")
        found = in_turn(calls(subjects, BY_NAME[name], given, "value"), rounds)
        where = {"function": name, "dtype": "float64", "shape": shape}
        rows += [where | {"subject": s, "rounds": rounds} | f for s, f in found.items()]
    return rows


def in_a_process(quick: bool) -> dict[str, Any]:
    """Return what a process of one thread measures."""
    done = subprocess.run(
        [sys.executable, "-m", "tests.bench.speed", *(["--quick"] if quick else [])],
        check=True, stdout=subprocess.PIPE, env=os.environ | ONE_THREAD,
        cwd=Path(__file__).resolve().parents[2],
    )  # fmt: skip
    content: dict[str, Any] = json.loads(done.stdout)
    return content


def main() -> None:
    """Measure, and print JSON."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="the small shapes, three rounds")
    quick = parser.parse_args().quick
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})
    subjects, missing = installed()
    threads = {"torch": lambda module: module.set_num_threads(1)}
    for name, limit in threads.items():
        if name in sys.modules:
            limit(sys.modules[name])
    cells = measure(subjects, 3 if quick else ROUNDS, SHAPES[:2] if quick else SHAPES)
    lines = curves(subjects, 3 if quick else ROUNDS_OF_CURVES, SIZES[:3] if quick else SIZES)
    json.dump({"cells": cells, "curves": lines, "missing": missing}, sys.stdout)


if __name__ == "__main__":
    main()
