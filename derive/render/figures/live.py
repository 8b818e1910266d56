"""The live figure: two sliders move the terms of the divergence, and the densities.

As it stands in the page, it is drawn from the generated NumPy code; what moves it is plain
JavaScript, printed from the same checked expressions.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache

import numpy as np

from derive.document import Document
from derive.formula import Formula
from derive.render.environment import environment
from derive.render.figures.axes import Axis, Panel, numbers
from derive.render.figures.code import GeneratedCode
from derive.render.figures.drawing import Drawing, as_svg
from derive.render.figures.formulas import parts, total
from derive.render.figures.javascript import function
from derive.render.figures.marks import Path, area, line, words

NAME = "live--kl"
NEEDS = ("kl_univariate_standard_normal", "gaussian_normalisation")
SHOWN = ("kl_univariate_standard_normal", "kl_standard_normal")
TERMS = (
    ("term_mean", "½μ²", "c1"), ("term_spread", "½σ²", "c3"), ("term_barrier", "−½ log σ²", "c2"),
    ("term_constant", "−½", "c4"), ("total", "KL(q ‖ p)", "sum"),
)  # fmt: skip
MEAN, STD = (-3.0, 3.0, 0.05, 1.0), (0.25, 3.0, 0.05, 0.5)
"""Of each slider the least and the greatest value, the step, and where it stands at first."""
LETTERS = {"mu": "mean", "sigma": "std"}
POINTS = 121
ACROSS, UP = Axis(-5, 5, 30, 350), Axis(0, 1.6, 168, 12)
VALUES = Axis(-2, 8, 86, 350)
FIRST_ROW, ROW, BAR, HEIGHT = 222, 28, 14, 386
STYLE = """#id .bar { stroke: none; fill: var(--ink); }
#id path.bar.c1 { fill: var(--c1); }
#id path.bar.c2 { fill: var(--c2); }
#id path.bar.c3 { fill: var(--c3); }
#id path.bar.c4 { fill: var(--c4); }"""


@dataclass(frozen=True)
class LiveFigure:
    """The live figure.

    Attributes
    ----------
    html : str
        A ``<figure>``, which is hidden until the script shows it: without JavaScript, a static
        figure before it stands alone.
    script : str
        The script, for a file of its own or a ``<script>`` behind the figure; on a page without
        the figure it does nothing.
    style : str
        Rules for the page's style sheet.
    derivations : tuple of str
        The derivations on whose pages it belongs.
    """

    html: str
    script: str
    style: str
    derivations: tuple[str, ...]


@lru_cache(maxsize=1)
def live_figure(document: Document) -> LiveFigure | None:
    """Return the live figure, or nothing where what it shows is not proved.

    Raises
    ------
    LookupError
        If a proved line does not have the form that the figure is drawn from.
    ValueError
        If a formula has no form in JavaScript.
    """
    proved = {d.name: d for d in document.derivations if d.verdict == "proved"}
    if not proved.keys() >= set(NEEDS):
        return None
    names = [name for name, _, _ in TERMS if name != "total"]
    formulas = {**parts(proved, [*names, "density"]), "total": total(proved)}
    with GeneratedCode(document, formulas) as code:
        svg = as_svg(f"{NAME}-figure", "The terms and the densities", _drawing(code))
    templates = environment("figures")
    page = templates.get_template("live.html.j2").render(name=NAME, svg=svg, mean=MEAN, std=STD)
    script = templates.get_template("live.js.j2").render(
        name=NAME, functions=functions(formulas), points=POINTS, first_row=FIRST_ROW, row=ROW,
        bar=BAR, terms=json.dumps([name for name, _, _ in TERMS]),
        labels=json.dumps([label for _, label, _ in TERMS], ensure_ascii=False),
        axes={n: json.dumps(asdict(a)) for n, a in (("x", ACROSS), ("y", UP), ("v", VALUES))},
    )  # fmt: skip
    style = templates.get_template("live.css.j2").render()
    return LiveFigure(page, script, style, tuple(d for d in SHOWN if d in proved))


def functions(formulas: Mapping[str, Formula]) -> dict[str, str]:
    """Return the JavaScript functions: of mean and std, and the density of x too."""
    return {
        name: function(f, {"x": "x", **LETTERS} if name == "density" else LETTERS)
        for name, f in sorted(formulas.items())
    }


def _drawing(code: GeneratedCode) -> Drawing:
    """Draw the figure as the sliders stand at first."""
    mean, std = MEAN[3], STD[3]
    x = np.linspace(ACROSS.low, ACROSS.high, POINTS)
    above = Panel("densities", ACROSS, UP)
    above.ticks(numbers(-4, -2, 0, 2, 4), numbers(0, 0.5, 1, 1.5))
    above.curve(x, code("density", x=x, mu=0.0, sigma=1.0), "c1 dashed", "p")
    above.curve(x, code("density", x=x, mu=mean, sigma=std), "total", "q")
    above.say(-4.9, 1.42, "q = N(μ, σ²), solid")
    above.say(-4.9, 1.42, "p = N(0, 1), dashed", "c1", (0, 16))
    above.marks.append(words((350, 199), "x", "end"))
    below = Panel("terms", VALUES, Axis(0, 1, FIRST_ROW + 5 * ROW - 4, FIRST_ROW - 12))
    below.ticks(numbers(-2, 0, 2, 4, 6, 8), [])
    for number, (name, label, css) in enumerate(TERMS):
        value = float(_value(code, name, mean, std))
        y = FIRST_ROW + ROW * number
        below.marks.append(bar(value, y, css, name))
        below.marks.append(words((80, y + 4), label, f"end {css}"))
        at = VALUES.at(max(value, 0)) + 5
        below.marks.append(words((at, y + 4), shown(value), "", f"value-{name}"))
    zero = VALUES.at(0)
    below.marks.append(line([(zero, below.y.start), (zero, below.y.end)], "axis"))
    description = (
        "Above, the densities of q and of the standard normal p; below, bars for the terms of "
        "the divergence and for their sum. The text below says the same in numbers."
    )
    return Drawing(description, HEIGHT, (above.group(), below.group()), STYLE)


def _value(code: GeneratedCode, name: str, mean: float, std: float) -> float:
    given = {"term_mean": {"mu": mean}, "term_constant": {}, "total": {"mu": mean, "sigma": std}}
    return float(code(name, **given.get(name, {"sigma": std})))


def bar(value: float, y: float, css: str, name: str) -> Path:
    """Return the bar from 0 to a value, in the row at y."""
    left, right = VALUES.at(0), VALUES.at(value)
    top, bottom = y - BAR / 2, y + BAR / 2
    corners = [(left, top), (right, top), (right, bottom), (left, bottom)]
    return area([corners], f"bar {css}", f"bar-{name}")


def shown(value: float) -> str:
    """Return a value as the figure says it."""
    text = f"{value:.3f}".replace("-", "−")
    return "0.000" if text == "−0.000" else text
