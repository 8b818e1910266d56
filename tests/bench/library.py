"""Benchmark: checking the whole library against one call of SymPy's ``integrate``.

Both run cold, each in a process of its own, in turn; imports are timed apart.  Run it with
``make bench``.
"""

from __future__ import annotations

import json
import platform
import statistics
import subprocess
import sys
from typing import Any

RUNS = 5

LIBRARY = """
import json, time
start = time.perf_counter()
from derive.kernel.chain import check
from derive.library import LIBRARY
imported = time.perf_counter()
each, last = {}, imported

def progress(derivation, step):
    global last
    now = time.perf_counter()
    each[derivation.name] = each.get(derivation.name, 0.0) + now - last
    last = now

reports = check(LIBRARY, LIBRARY, progress)
done = time.perf_counter()
assert all(r.verdict.value == "proved" for r in reports.values())
steps = sum(len(r.steps) for r in reports.values())
print(json.dumps(
    {"import": imported - start, "run": done - imported, "steps": steps, "each": each}
))
"""

INTEGRATE = """
import json, time
start = time.perf_counter()
from sympy import exp, integrate, log, oo, pi, sqrt, symbols
x, m, n = symbols("x mu_1 mu_2", real=True)
s, t = symbols("sigma_1 sigma_2", positive=True)
q = exp(-((x - m) ** 2) / (2 * s**2)) / (s * sqrt(2 * pi))
p = exp(-((x - n) ** 2) / (2 * t**2)) / (t * sqrt(2 * pi))
imported = time.perf_counter()
answer = integrate(q * log(q / p), (x, -oo, oo))
done = time.perf_counter()
print(json.dumps({"import": imported - start, "run": done - imported, "size": len(str(answer))}))
"""


def run(code: str) -> dict[str, Any]:
    """Run a program in a fresh process and return what it prints."""
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return json.loads(done.stdout)  # type: ignore[no-any-return]


def print_each(ours: tuple[dict[str, Any], ...]) -> None:
    """Print the median time of each derivation, the slowest first.

    Dimensions are symbols: there is no size that a time could depend on.
    """
    medians = {n: statistics.median(r["each"][n] for r in ours) for n in ours[0]["each"]}
    print("\neach derivation, in ms")
    for name, seconds in sorted(medians.items(), key=lambda item: -item[1]):
        print(f"{1e3 * seconds:8.1f}  {name}")


def main() -> None:
    """Print medians, spreads and the ratio of the pairs."""
    pairs = []
    for number in range(RUNS + 1):
        pair = run(LIBRARY), run(INTEGRATE)
        if number:  # the first pair warms the disk
            pairs.append(pair)
        print(f"pair {number} of {RUNS}", file=sys.stderr)
    ours, theirs = zip(*pairs, strict=True)
    steps = int(ours[0]["steps"])
    print(f"Python {platform.python_version()}, {platform.machine()}, {RUNS} pairs, medians\n")
    for label, some in (("checking the library", ours), ("sympy.integrate", theirs)):
        times = sorted(r["run"] for r in some)
        imports = statistics.median(r["import"] for r in some)
        print(
            f"{label:22} {statistics.median(times):7.3f} s   "
            f"({times[0]:.3f} to {times[-1]:.3f}; imports apart: {imports:.3f} s)"
        )
    ratios = sorted(a["run"] / b["run"] for a, b in pairs)
    each = statistics.median(r["run"] for r in ours) / steps
    spread = f"({ratios[0]:.3f} to {ratios[-1]:.3f})"
    print(f"{'ratio':22} {statistics.median(ratios):7.3f}     {spread}")
    print(f"{'a step':22} {1e3 * each:7.2f} ms  ({steps} steps)")
    print(f"{'SymPy answers with':22} {int(theirs[0]['size'])} characters")
    print_each(ours)


if __name__ == "__main__":
    main()
