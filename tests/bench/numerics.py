"""Numerics: accuracy and speed of the generated functions, side by side with the peers.

Run it with ``make bench-numerics``.  It writes ``output/benchmarks/``: ``accuracy.md``,
``speed.md``, both as HTML too, what they are made of as JSON, and plots.  It fails where a bound
that is stated of the generated functions is broken.  The peers are an extra: ``make peers``
installs them.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import time
from pathlib import Path
from typing import Any

from tests.bench import accuracy, multivariate, report, speed
from tests.bench.bounds import bounds
from tests.bench.environment import environment
from tests.bench.functions import certificates
from tests.bench.subjects import installed
from tests.measured_html import beside, write

OUTPUT = Path(__file__).resolve().parents[2] / "output" / "benchmarks"
SEED, POINTS, FEW = 1, 150_000, 400
"""Of the points of a stratum, at least two thirds have a result in the range of floats."""


def measured_accuracy(options: argparse.Namespace) -> dict[str, Any]:
    """Return what is off, everywhere."""
    # With two threads, JAX waits for ever for the factors of tens of thousands of matrices.
    os.environ.update(speed.ONE_THREAD)
    subjects, missing = installed()
    start = time.monotonic()

    def progress(what: str) -> None:
        print(f"accuracy: {what} ({time.monotonic() - start:.0f} s)", file=sys.stderr)

    given = {"size": options.points, "seed": options.seed, "jobs": options.jobs}
    rows = accuracy.measure(subjects, progress, **given)
    dimensions = multivariate.DIMENSIONS[:: 2 if options.quick else 1]
    # All of these have finite results.
    given["size"] = options.points * 2 // 3
    rows["multivariate"] = multivariate.measure(subjects, progress, dimensions, **given)
    return {
        "environment": environment(), "certificates": certificates(),
        "points": options.points, "seed": options.seed,
        "subjects": [s.name for s in subjects], "missing": missing,
        "ours": [s.name for s in subjects if s.is_ours], "rows": rows,
    }  # fmt: skip


def parse(arguments: list[str] | None) -> argparse.Namespace:
    """Return the options."""
    parser = argparse.ArgumentParser(prog="make bench-numerics ARGS=...", description=__doc__)
    parser.add_argument("--points", type=int, help=f"a stratum, at least ({POINTS})")
    parser.add_argument("--seed", type=int, default=SEED, help="of the points (%(default)s)")
    parser.add_argument("--jobs", type=int, default=os.cpu_count(), help="cores (all)")
    parser.add_argument(
        "--only",
        choices=["accuracy", "speed", "pages"],
        help="measure one of the two, or write the pages of what was measured",
    )
    parser.add_argument("--quick", action="store_true", help="few points, to try the program")
    parser.add_argument("--output", type=Path, help="where to write (output/benchmarks)")
    options = parser.parse_args(arguments)
    if options.quick and options.output is None:
        parser.error("--quick measures too little to be kept: say --output FOLDER")
    options.points = options.points or (FEW if options.quick else POINTS)
    options.output = options.output or OUTPUT
    return options


def main(arguments: list[str] | None = None) -> int:
    """Measure, write, and return 1 where a bound is broken."""
    options = parse(arguments)
    options.output.mkdir(parents=True, exist_ok=True)
    command = " ARGS=--quick, which measures too little to rely on" if options.quick else ""
    if options.only in (None, "speed"):
        timed = speed.in_a_process(options.quick)
        timed |= {"environment": environment(), "certificates": certificates()}
        _keep(options.output / "speed.json", timed)
    if options.only in (None, "accuracy"):
        _keep(options.output / "accuracy.json", measured_accuracy(options))
    known = {name: _kept(options.output / f"{name}.json") for name in ("accuracy", "speed")}
    if options.only == "pages" and None in known.values():
        sys.exit(f"error: nothing was measured in {options.output}: leave out --only pages")
    if known["accuracy"]:
        _write_page(options.output / "accuracy.md", report.accuracy(known["accuracy"], command))
        for name, text in report.figures(known["accuracy"], known["speed"]).items():
            _write(options.output / name, text)
    if known["speed"]:
        _write_page(options.output / "speed.md", report.speed(known["speed"], command))
    if options.only == "speed":
        return 0
    found = bounds(known["accuracy"]["rows"], known["accuracy"]["ours"])
    broken = [bound for bound in found if not bound.holds]
    for bound in broken:
        print(
            f"BROKEN {bound.subject}: {bound.what} {report.figure(bound.found)}, stated "
            f"{report.figure(bound.most)}, at {bound.where}",
            file=sys.stderr,
        )
    return 1 if broken else 0


def _keep(file: Path, content: dict[str, Any]) -> None:
    _write(file, _lines(content) + "\n")


def _lines(content: Any) -> str:
    """Return JSON with a line for each row of figures."""
    if isinstance(content, dict):
        inner = (f"{json.dumps(key)}: {_lines(value)}" for key, value in content.items())
        return "{\n" + ",\n".join(inner) + "\n}"
    if isinstance(content, list) and content and isinstance(content[0], dict):
        return "[\n" + ",\n".join(_json(row) for row in content) + "\n]"
    return _json(content)


def _json(content: Any) -> str:
    return json.dumps(content, ensure_ascii=False, allow_nan=False)


def _kept(file: Path) -> Any:
    return json.loads(file.read_text(encoding="utf-8")) if file.is_file() else None


def _write_page(file: Path, text: str) -> None:
    write(file, text)
    print(f"wrote {file} and {beside(file).name}", file=sys.stderr)


def _write(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
    print(f"wrote {file}", file=sys.stderr)


if __name__ == "__main__":
    sys.exit(main())
