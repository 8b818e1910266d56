"""Plots: curves on two logarithmic axes, as SVG that reads well in light and in dark."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from derive.render.environment import environment

Curve = Sequence[tuple[float, float]]

COLOURS = {
    "derived, NumPy": ("#0550ae", "#79c0ff"),
    "derived, fast": ("#1a7f37", "#56d364"),
    "derived, torch": ("#0b7285", "#66d9e8"),
    "derived, JAX": ("#5c940d", "#c0eb75"),
    "NumPy formula": ("#e8590c", "#ffa657"),
    "torch eager": ("#cf222e", "#ff7b72"),
    "torch.distributions": ("#8250df", "#d2a8ff"),
    "jax.jit": ("#bf3989", "#f778ba"),
    "numexpr": ("#6b5900", "#e3d341"),
}
"""On light and on dark paper; every other curve is grey."""
GREY = ("#57606a", "#a0a8b1")
WIDTH, HEIGHT = 860, 460
LEFT, RIGHT, TOP, BOTTOM = 76, 190, 48, 56


def curves(
    title: str, description: str, x_label: str, y_label: str, drawn: Mapping[str, Curve]
) -> str:
    """Return a plot.

    Parameters
    ----------
    title, description : str
        What is read out, and shown above.
    x_label, y_label : str
        The axes, with their units.
    drawn : mapping of str to sequence of (float, float)
        Points > 0 by the name of each curve; ours have names that begin with "derived".
    """
    points = [point for curve in drawn.values() for point in curve]
    across = _Axis.around([x for x, _ in points], LEFT, WIDTH - RIGHT)
    up = _Axis.around([y for _, y in points], HEIGHT - BOTTOM, TOP)
    return (
        environment("benchmarks")
        .get_template("curves.svg.j2")
        .render(
            title=title, description=description, x_label=x_label, y_label=y_label,
            width=WIDTH, height=HEIGHT, left=LEFT, right=WIDTH - RIGHT, top=TOP,
            bottom=HEIGHT - BOTTOM, across=(LEFT + WIDTH - RIGHT) / 2,
            along=(TOP + HEIGHT - BOTTOM) / 2, x_ticks=across.ticks(), y_ticks=up.ticks(),
            curves=[
                {
                    "name": name,
                    "place": place,
                    "points": " ".join(f"{across.at(x)},{up.at(y)}" for x, y in curve),
                    "is_ours": name.startswith("derived"),
                    "light": COLOURS.get(name, GREY)[0],
                    "dark": COLOURS.get(name, GREY)[1],
                    "legend": TOP + 12 + 20 * place,
                }
                for place, (name, curve) in enumerate(drawn.items())
            ],
        )
    )  # fmt: skip


class _Axis:
    """A logarithmic axis, from one power of ten to another."""

    def __init__(self, low: int, high: int, start: float, end: float) -> None:
        self.low, self.high, self.start, self.end = low, high, start, end

    @classmethod
    def around(cls, figures: Sequence[float], start: float, end: float) -> _Axis:
        low = math.floor(math.log10(min(figures, default=1)))
        high = math.ceil(math.log10(max(figures, default=10)))
        return cls(low, max(high, low + 1), start, end)

    def at(self, figure: float) -> float:
        share = (math.log10(figure) - self.low) / (self.high - self.low)
        return round(self.start + share * (self.end - self.start), 1)

    def ticks(self) -> list[dict[str, Any]]:
        every = max(1, math.ceil((self.high - self.low) / 9))
        return [
            {"at": self.at(10.0**power), "power": str(power).replace("-", "−")}
            for power in range(self.low, self.high + 1, every)
        ]
