"""Bounds and goals: what is stated of the generated functions, beside what was measured."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from tests.bench.functions import BY_NAME

Row = dict[str, Any]
SINGLE = 1
"""ulp of float32."""
BELOW = 2
"""Spacings of the subnormal numbers: each of the two terms of a result is off by one at most."""
SUM = 1
"""ulp that a sum adds to its worst element."""
FACTOR = 32
"""Of k² u max(cond Σ1, cond Σ2)."""

FIRST, FAST = "kl_standard_normal", "derived, fast"
CALL, LARGE = (1, 16), ((8192, 256), (100000, 64))
MICROSECONDS = 3
GOALS = (
    (FAST, "value", 1.5, LARGE),
    (f"{FAST}, out=...", "value and gradient", 2.5, LARGE),
    ("derived, NumPy", "value", 5, LARGE),
)
PEERS_TO_BEAT = ("torch eager", "torch.distributions", "jax.jit", "numexpr")


@dataclass(frozen=True)
class Bound:
    """A statement about one subject, with the worst that was found."""

    subject: str
    what: str
    most: float
    found: float
    where: str
    """Where the worst was found."""

    @property
    def holds(self) -> bool:
        """Whether nothing worse was found."""
        return self.found <= self.most


def bounds(accuracy: dict[str, list[Row]], subjects: Iterable[str]) -> list[Bound]:
    """Return every bound for each of our subjects."""
    return [bound for subject in subjects for bound in _of(accuracy, subject)]


def _of(accuracy: dict[str, list[Row]], subject: str) -> list[Bound]:
    parts = {
        part: [row for row in rows if row["subject"] == subject] for part, rows in accuracy.items()
    }
    elements, sums, space = parts["elements"], parts["sums"], parts["multivariate"]
    made = []
    for dtype in ("float64", "float32"):
        for name, function in BY_NAME.items():
            most = function.bound if dtype == "float64" else SINGLE
            rows = [r for r in elements if (r["function"], r["dtype"]) == (name, dtype)]
            values = [r for r in rows if r["quantity"] == "value"]
            gradients = [r for r in rows if r["quantity"] != "value"]
            totals = [r for r in sums if (r["function"], r["dtype"]) == (name, dtype)]
            for what, some, limit in (
                ("value", values, most),
                ("gradient", gradients, most),
                ("sum", totals, most + SUM),
            ):
                if some:
                    made.append(_largest(subject, f"{name}, {dtype}, {what}: ulp", limit, some))
        rows = [r for r in space if r["dtype"] == dtype]
        for what in ("value", "gradient"):
            some = [r for r in rows if (r["quantity"] == "value") == (what == "value")]
            text = f"multivariate, {dtype}, {what}: k² u max cond"
            if some:
                made.append(_largest(subject, text, FACTOR, some))
    tiny = "worst below the normal range"
    made.append(
        _largest(subject, "results below the normal range: spacings", BELOW, elements, tiny)
    )
    everywhere = elements + sums + space
    same = [r for r in space if "not 0 for identical" in r]
    return [
        *made,
        _total(subject, "results that are nan or infinite", everywhere, _count("not finite")),
        _total(subject, "values below 0", everywhere, _count("negative")),
        _total(subject, "values not 0 for identical distributions", parts["identical"] + same,
               lambda r: int(r.get("not 0", 0)) + int(r.get("not 0 for identical", 0))),
        _total(subject, "warnings and errors", everywhere + parts["identical"],
               lambda r: len(r["warnings"])),
    ]  # fmt: skip


def _count(key: str) -> Callable[[Row], int]:
    return lambda row: int(row[key])


def _largest(
    subject: str, what: str, most: float, rows: Sequence[Row], key: str = "worst"
) -> Bound:
    """Return a bound on the largest error; no finite result at all is infinitely wrong."""
    known = [(row[key], row) for row in rows if row[key] is not None]
    if key == "worst" and len(known) < len(rows):
        row = next(row for row in rows if row[key] is None)
        return Bound(subject, what, most, float("inf"), _place(row))
    found, row = max(known, key=lambda pair: pair[0], default=(0.0, None))
    return Bound(subject, what, most, found, _place(row) if row else "")


def _total(subject: str, what: str, rows: Sequence[Row], count: Callable[[Row], int]) -> Bound:
    """Return the bound 0 on a count."""
    worst = max(rows, key=count)
    total = sum(count(row) for row in rows)
    return Bound(subject, what, 0, total, _place(worst) if total else "")


def _place(row: Row) -> str:
    parts = [row["function"], row["dtype"], row.get("stratum"), row.get("quantity")]
    sizes = [f"{key} = {row[key]}" for key in ("k", "length") if key in row]
    return ", ".join([*filter(None, parts), *sizes, *row["warnings"][:1]])


def goals(cells: Sequence[Row]) -> list[Bound]:
    """Return what is aimed at in speed, for those of our subjects that were measured."""
    made = []
    for subject, what, most, shapes in GOALS:
        rows = [
            r
            for r in cells
            if (r["subject"], r["what"]) == (subject, what) and tuple(r["shape"]) in shapes
        ]
        found = [(r["multiple"][1], _cell(r)) for r in rows if r["function"] == FIRST]
        if found:
            made.append(Bound(subject, f"{FIRST}, {what}: × np.exp", most, *max(found)))
    short = [r for r in cells if (r["subject"], r["what"]) == (FAST, "value")]
    calls = [(1e6 * r["seconds"][1], _cell(r)) for r in short if tuple(r["shape"]) == CALL]
    if calls:
        made.append(Bound(FAST, "one call: µs", MICROSECONDS, *max(calls)))
    behind = [pair for row in short for pair in _beside_peers(row, cells)]
    if behind:
        made.append(Bound(FAST, "value, in units of the fastest peer's", 1, *max(behind)))
    return made


def _beside_peers(row: Row, cells: Sequence[Row]) -> list[tuple[float, str]]:
    """Return our time by that of each peer in the same cell."""
    return [
        (row["multiple"][1] / other["multiple"][1], f"{_cell(row)}, {other['subject']}")
        for other in cells
        if other["subject"] in PEERS_TO_BEAT and _cell(other) == _cell(row)
    ]


def _cell(row: Row) -> str:
    return f"{row['function']}, {row['dtype']}, {tuple(row['shape'])}, {row['what']}"
