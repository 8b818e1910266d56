"""Report: the tables, as text; the templates lay them out."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from derive.render.environment import environment
from tests.bench import multivariate, plots, strata
from tests.bench.accuracy import DTYPES, LENGTHS, SUM_STRATA
from tests.bench.bounds import Bound, bounds, goals
from tests.bench.functions import FUNCTIONS, MULTIVARIATE, SUMMED
from tests.bench.speed import MEASURED

Row = dict[str, Any]
Table = dict[str, Any]
LEAST = 0.1
"""An error below it is drawn there: an exact result has no logarithm."""


def figure(x: float) -> str:
    """Return a count, or a figure with three digits, rounded up."""
    if not math.isfinite(x):
        return "∞"
    if x == int(x) and x < 1e4:
        return str(int(x))
    if x >= 1e4:
        digits, _, power = f"{x:.17e}".partition("e")
        return f"{_up(float(digits), 1):.1f}e{int(power)}"
    return f"{_up(x, 2):.2f}" if x < 100 else f"{math.ceil(x)}"


def _up(x: float, places: int) -> float:
    return math.ceil(x * 10**places - 1e-9) / 10**places


def cell(rows: Sequence[Row]) -> str:
    """Return what was found in some rows: the worst error, and counts of what else is wrong."""
    if not rows:
        return ""
    known = [row["worst"] for row in rows if row["worst"] is not None]
    parts = [figure(max(known)) if known else "nan"]
    for key, text in (("negative", "< 0"), ("zero", "= 0"), ("not finite", "nan or ∞")):
        count = sum(row.get(key, 0) for row in rows)
        parts += [f"{count} {text}"] if count else []
    if any(row["warnings"] for row in rows):
        parts.append("warns")
    return ", ".join(parts)


def table(
    title: str,
    corner: str,
    columns: Mapping[str, Callable[[Row], bool]],
    rows: Sequence[Row],
    subjects: Sequence[str],
    missing: Mapping[str, str],
    show: Callable[[Sequence[Row]], str] = cell,
) -> Table:
    """Return a table of what each subject reached, with a row for each that is not installed."""
    lines = []
    for subject in subjects:
        own = [row for row in rows if row["subject"] == subject]
        if own:
            cells = [show([row for row in own if belongs(row)]) for belongs in columns.values()]
            lines.append({"name": subject, "cells": cells})
    lines += [{"name": name, "cells": [why] * len(columns)} for name, why in missing.items()]
    return {"title": title, "corner": corner, "columns": list(columns), "rows": lines}


def _where(**wanted: Any) -> Callable[[Row], bool]:
    return lambda row: all(row.get(key) == value for key, value in wanted.items())


def accuracy(content: dict[str, Any], command: str = "") -> str:
    """Return the page of accuracy."""
    rows, names = content["rows"], (content["subjects"], content["missing"])
    by_stratum = {name: _where(stratum=name) for name in strata.STRATA}

    def one(function: str, dtype: str, kind: str, columns: Any, part: str = "elements") -> Table:
        chosen = [
            row
            for row in rows[part]
            if (row["function"], row["dtype"]) == (function, dtype)
            and (not kind or (row.get("quantity", "value") == "value") == (kind == "value"))
        ]
        return table(f"`{function}`, {dtype}", "ulp", columns, chosen, *names)

    lengths = {f"{s}, {n}": _where(stratum=s, length=n) for s in SUM_STRATA for n in LENGTHS}
    in_space = [(name, dtype) for dtype in DTYPES for name in MULTIVARIATE]
    space = {
        f"{kind}, {name}": lambda row, n=name, k=kind: (
            row["stratum"] == n and (row["quantity"] == "value") == (k == "value")
        )
        for kind in ("value", "gradient")
        for name in multivariate.STRATA
    }
    elements = [(f.name, dtype) for dtype in DTYPES for f in FUNCTIONS]
    return _page(
        "accuracy.md.j2", content, command,
        points=content["points"], seed=content["seed"], strata=strata.STRATA,
        multivariate_strata=multivariate.STRATA, lengths=LENGTHS,
        dimensions=sorted({row["k"] for row in rows["multivariate"]}), pairs=_pairs(rows),
        bounds=_stated(bounds(rows, content["ours"])),
        values=[one(*e, "value", by_stratum) for e in elements],
        gradients=[t for e in elements if (t := one(*e, "gradient", by_stratum))["rows"]],
        sums=[one(f.name, d, "value", lengths, "sums") for d in DTYPES for f in SUMMED],
        identical=table(
            "", "", {f"`{f}`, {d}": _where(function=f, dtype=d) for f, d in elements},
            rows["identical"], *names, lambda some: f"{some[0]['not 0']} of {some[0]['points']}",
        ),
        multivariate=[one(*e, "", space, "multivariate") for e in in_space],
    )  # fmt: skip


def _pairs(rows: dict[str, list[Row]]) -> int:
    """Return how many pairs of distributions in space the smallest stratum had."""
    count: dict[tuple[str, ...], int] = {}
    for row in rows["multivariate"]:
        if row["quantity"] == "value":
            place = (row["subject"], row["function"], row["dtype"], row["stratum"])
            count[place] = count.get(place, 0) + int(row["points"])
    return min(count.values(), default=0)


def multiple(rows: Sequence[Row]) -> str:
    """Return a multiple of `np.exp` with its quartiles, and a short time as well."""
    if not rows:
        return ""
    low, middle, high = rows[0]["multiple"]
    text = f"{middle:.2f} ({low:.2f}–{high:.2f})"
    if math.prod(rows[0]["shape"]) < 1000:
        text += f", {1e6 * rows[0]['seconds'][1]:.2f} µs"
    return text


def speed(content: dict[str, Any], command: str = "") -> str:
    """Return the page of speed."""
    cells = content["cells"]
    shapes = list(dict.fromkeys(tuple(row["shape"]) for row in cells))
    columns = {str(shape): _where(shape=list(shape)) for shape in shapes}
    subjects = list(dict.fromkeys(row["subject"] for row in cells))
    tables = [
        table(
            f"`{name}`, {dtype}, {what}", "× np.exp", columns,
            [r for r in cells if (r["function"], r["dtype"], r["what"]) == (name, dtype, what)],
            subjects, content["missing"], multiple,
        )
        for what in ("value", "value and gradient") for name in MEASURED for dtype in DTYPES
    ]  # fmt: skip
    return _page(
        "speed.md.j2", content, command,
        tables=tables, rounds=cells[0]["rounds"], goals=_stated(goals(cells)),
    )  # fmt: skip


def _stated(some: Sequence[Bound]) -> list[dict[str, str]]:
    return [
        {
            "what": f"{b.subject}: {b.what}",
            "most": figure(b.most),
            "found": figure(b.found),
            "holds": "yes" if b.holds else "**no**",
            "where": b.where,
        }
        for b in some
    ]


def _page(template: str, content: dict[str, Any], command: str, **more: Any) -> str:
    return (
        environment("benchmarks")
        .get_template(template)
        .render(
            environment=content["environment"],
            certificates=content["certificates"],
            command=command,
            **more,
        )
        .lstrip()
    )


def figures(accuracy: dict[str, Any], speed: dict[str, Any] | None) -> dict[str, str]:
    """Return the plots, by the names of their files."""
    made = {}
    for function, what in (
        ("kl_standard_normal", "the standard normal distribution"),
        ("kl_univariate", "another one"),
    ):
        rows = [
            row
            for row in accuracy["rows"]["elements"]
            if _where(function=function, dtype="float64", quantity="value")(row)
            and "by distance" in row
        ]
        made[f"error_{function}.svg"] = plots.curves(
            f"{function}, float64: the largest error against the distance from equality",
            f"Near {what}, in each power of two of the distance",
            "distance, in standard deviations or log-variances",
            "error in ulp of the result",
            {r["subject"]: [(x, max(y, LEAST)) for x, y in r["by distance"]] for r in rows},
        )
    if speed is not None:
        drawn: dict[str, list[tuple[float, float]]] = {}
        for row in speed["curves"]:
            size = math.prod(row["shape"])
            drawn.setdefault(row["subject"], []).append((size, 1e9 * row["seconds"][1] / size))
        made["time_against_size.svg"] = plots.curves(
            f"{speed['curves'][0]['function']}, float64: time against size",
            "Nanoseconds for each element, one thread, rows of 64 elements",
            "elements",
            "ns for each element",
            drawn,
        )
    return made
