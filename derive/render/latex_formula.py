"""The formula printer of LaTeX: a formula's tree, in its own order, as a mathematician sets it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import pairwise
from typing import ClassVar

from derive.document import Formula
from derive.render.latex_box import (
    ATOM,
    POWER,
    PRODUCT,
    RELATION,
    SLASH,
    SUM,
    Box,
    applied,
    between,
    enclosed,
    joined,
    negative,
    quotient,
    raised,
    rows,
    slashed,
)
from derive.render.latex_text import name

# Where a formula stands: in a display; inside a fraction or a line of text; in an exponent.
DISPLAY, NESTED, SMALL = range(3)

_RELATIONS = {"Equal": "=", "AtMost": r"\le", "Less": "<", "Unequal": r"\ne"}
_FUNCTIONS = {"Log": r"\log", "Sin": r"\sin", "Cos": r"\cos", "Arctan": r"\arctan"}


def latex(formula: Formula, letters: Mapping[Formula, str] | None = None) -> str:
    """Return a formula as LaTeX for one row of a display.

    Parameters
    ----------
    formula : Formula
        The tree.
    letters : mapping of Formula to str, optional
        The letters of the distributions that have one.
    """
    return Printer(letters or {}).box(formula).tex


class Printer:
    """Prints formulas; ``letters`` names distributions, ``limit`` is a row's width in em."""

    def __init__(self, letters: Mapping[Formula, str], limit: float = 1000.0) -> None:
        self.letters = letters
        self.limit = limit

    def rows(self, formula: Formula, limit: float | None = None) -> list[str]:
        """Return the rows that a formula takes in a display."""
        return rows(self.box(formula), limit or self.limit)

    def box(self, f: Formula, place: int = DISPLAY) -> Box:
        """Return the box of a formula."""
        if f.head not in self.PRINTERS:
            raise ValueError(f"LaTeX has no form for {f.head}")
        return self.PRINTERS[f.head](self, f, place)

    def at(self, f: Formula, level: int, place: int) -> Box:
        """Return the box of a formula, in parentheses unless it holds together tightly enough."""
        box = self.box(f, place)
        return box if box.level >= level else enclosed(box, small=place == SMALL)

    def _var(self, f: Formula, place: int) -> Box:
        tex = name(f.text)
        below = tex.partition("_")[2]
        width = 0.62 + 0.45 * len(below.strip("{}").replace("\\", "")) + 0.5 * tex.count("mathit")
        kind = "word" if "mathit" in tex else "letter"
        return Box(tex, width, head=kind, tail=kind)

    def _number(self, f: Formula, place: int) -> Box:
        top, _, bottom = f.text.removeprefix("-").partition("/")
        box = _digits(top)
        if bottom:
            over = _digits(bottom)
            box = slashed(box, over) if place == SMALL else quotient(box, over, display=not place)
        return negative(box) if f.text.startswith("-") else box

    def _infinity(self, f: Formula, place: int) -> Box:
        infinity = Box(r"\infty", 1.0)
        return negative(infinity) if f.text == "-" else infinity

    def _pi(self, f: Formula, place: int) -> Box:
        return Box(r"\pi", 0.6, head="letter", tail="letter")

    def _sum(self, f: Formula, place: int) -> Box:
        sign = "+" if f.head == "Plus" else "-"
        left, right = (self.box(a, place) for a in f.args)
        # A chain a + b − c is one sum, whose terms may each begin a row; but where the second
        # term is a group, (a − b) + (c − d), so is the first.
        if left.level == SUM == right.level:
            left = enclosed(left, small=place == SMALL)
        terms = left.parts if left.level == SUM else (left,)
        operator = Box(sign, 1.3, start=f"{{}}{sign}")
        return joined([*terms, operator, self.at(f.args[1], SLASH, place)], SUM)

    def _neg(self, f: Formula, place: int) -> Box:
        return negative(self.at(f.args[0], SLASH, place))

    def _times(self, f: Formula, place: int) -> Box:
        factors = _factors(f)
        boxes = [self.at(a, PRODUCT, place) for a in factors]
        # "∫ f dx g" and "log x y" would take in what follows.
        boxes[:-1] = [enclosed(b) if b.tail == "integral" else b for b in boxes[:-1]]
        parts = boxes[:1]
        for left, right in pairwise(boxes):
            parts += [between(left, right), right]
        return joined(parts, PRODUCT)

    def _over(self, f: Formula, place: int) -> Box:
        top, bottom = (self.box(a, NESTED if place == DISPLAY else SMALL) for a in f.args)
        if place == DISPLAY:
            box = quotient(top, bottom, display=True)
            return box if box.width < 0.7 * self.limit else self._stacked(f, box)
        bare = top.level >= PRODUCT and bottom.level >= POWER and top.width + bottom.width < 5
        if place == SMALL or (bare and not top.tall and not bottom.tall):
            return slashed(top, bottom)
        return quotient(top, bottom, display=False)

    def _stacked(self, f: Formula, flat: Box) -> Box:
        """Return a fraction that, where it is too wide, has rows above and below its bar."""
        limit = 0.7 * self.limit
        stacks = []
        for a in f.args:
            found = rows(self.box(a), limit)
            body = " \\\\\n".join([f"&{found[0]}", *(rf"&\quad {row}" for row in found[1:])])
            stacks.append(f"\\begin{{aligned}}{body}\\end{{aligned}}" if found[1:] else found[0])
        tex = rf"\frac{{{stacks[0]}}}{{{stacks[1]}}}"
        stacked = Box(tex, limit + 1, PRODUCT, 2, "fraction", "fraction")
        return Box(flat.tex, flat.width, PRODUCT, 2, flat.head, flat.tail, (stacked,))

    def _power(self, f: Formula, place: int) -> Box:
        base, exponent = self.at(f.args[0], ATOM, place), self.box(f.args[1], SMALL)
        return raised(base, exponent, "letter" if base.tail == "letter" else "power")

    def _exp(self, f: Formula, place: int) -> Box:
        exponent = self.box(f.args[0], SMALL)
        if exponent.width < 9 and not exponent.tall and not _has(f.args[0], "Over"):
            return raised(Box("e", 0.5, head="letter"), exponent, "power")
        return applied(r"\exp", enclosed(self.box(f.args[0], place)), POWER, "power")

    def _function(self, f: Formula, place: int) -> Box:
        argument = f.args[0]
        box = self.box(argument, place)
        bare = argument.head in ("Var", "Pi", "Number") and box.level == ATOM
        bare |= f.head == "Log" and argument.head == "Power" and argument.args[0].head == "Var"
        bare |= box.head == box.tail == "fraction" and not box.parts and argument.head != "Times"
        command = _FUNCTIONS[f.head]
        if bare:
            return applied(command, box, PRODUCT, "function")
        return applied(command, enclosed(box, small=place == SMALL), POWER, "power")

    def _sqrt(self, f: Formula, place: int) -> Box:
        box = self.box(f.args[0], place)
        # A root cannot be broken, but a power can.
        parts = (enclosed(box), Box("^{1/2}", 1.2)) if box.parts else ()
        tex = rf"\sqrt{{{box.tex}}}"
        return Box(tex, box.width + 0.95, POWER, box.tall, "root", "root", parts)

    def _abs(self, f: Formula, place: int) -> Box:
        return enclosed(self.box(f.args[0], place), r"\lvert ", r"\rvert ")

    def _integral(self, f: Formula, place: int) -> Box:
        body, variable, lower, upper = f.args
        ends = [self.box(end, SMALL) for end in (lower, upper)]
        sign = rf"\int_{{{ends[0].tex}}}^{{{ends[1].tex}}}"
        width = 0.9 + 0.7 * max(end.width for end in ends)
        x = self.box(variable)
        parts = [
            Box(sign, width, tall=2 if place == DISPLAY else 1),
            self.at(body, PRODUCT, place),
            Box(rf"\,d{x.tex}", 0.7 + x.width),
        ]
        return joined(parts, PRODUCT, head="integral", tail="integral")

    def _bracket(self, f: Formula, place: int) -> Box:
        body, variable, lower, upper = f.args
        low, high = self.box(lower, SMALL), self.box(upper, SMALL)
        ends = f"_{{{self.box(variable).tex}={low.tex}}}^{{{high.tex}}}"
        box = enclosed(self.box(body, place), "[", "]", after=ends, small=place == SMALL)
        width = box.width + 1.5 + 0.7 * max(low.width, high.width)
        return replace(box, width=width, level=POWER, tail="power")

    def _distribution(self, f: Formula, point: str = "") -> str:
        if f in self.letters:
            return self.letters[f] + (f"({point})" if point else "")
        mean, std = f.args
        variance = std if std.text == "1" else Formula("Power", (std, Formula("Number", text="2")))
        given = f"{self.box(mean, NESTED).tex}, {self.box(variance, NESTED).tex}"
        return rf"\mathcal{{N}}({point};\, {given})" if point else rf"\mathcal{{N}}({given})"

    def _normal(self, f: Formula, place: int) -> Box:
        return self._named(self._distribution(f), f)

    def _density(self, f: Formula, place: int) -> Box:
        return self._named(self._distribution(f.args[0], self.box(f.args[1], NESTED).tex), *f.args)

    def _kl(self, f: Formula, place: int) -> Box:
        q, p = (self._distribution(a) for a in f.args)
        return self._named(rf"\mathrm{{KL}}({q} \,\|\, {p})", *f.args, extra=3.0)

    def _named(self, tex: str, *inner: Formula, extra: float = 0.9) -> Box:
        width = sum(0.6 if f in self.letters else self._bare_width(f) for f in inner)
        return Box(tex, width + extra, head="named", tail="named")

    def _bare_width(self, f: Formula) -> float:
        if f.head != "Normal":
            return self.box(f, NESTED).width
        return sum(self.box(a, NESTED).width for a in f.args) + 3.2

    def _expectation(self, f: Formula, place: int) -> Box:
        body, variable, distribution = f.args
        letter = self._distribution(distribution)
        # E_q is an expectation over x; any other variable is named.
        named = variable.text == "x" and distribution in self.letters
        below = letter if named else rf"{self.box(variable).tex} \sim {letter}"
        width = 1.3 if named else 3.0 + 0.7 * self._bare_width(distribution)
        box = enclosed(self.box(body, place), "[", "]", small=place == SMALL)
        index = below if len(below) == 1 else f"{{{below}}}"
        head = Box(rf"\mathbb{{E}}_{index}", width)
        return joined([head, box], POWER, head="named", tail="named")

    def _comparison(self, f: Formula, place: int) -> Box:
        left, right = (self.box(a, place) for a in f.args)
        relation = _RELATIONS[f.head]
        return joined([left, Box(relation, 1.4, start=f"{{}}{relation}"), right], RELATION)

    def _tends_to(self, f: Formula, place: int) -> Box:
        body, variable, limit, *points = f.args
        ends = [self.box(p, place).tex for p in points]
        end = r"\pm\infty" if sorted(ends) == ["-\\infty", "\\infty"] else ", ".join(ends)
        arrow = r"\longrightarrow" if place == DISPLAY else r"\to"
        where = rf"as }} {self.box(variable).tex} \to {end}"
        parts = [
            self.box(body, place),
            Box(arrow, 2.2, start=f"{{}}{arrow}"),
            self.box(limit, place),
            Box(rf"\text{{ {where}", 6.0, start=rf"\text{{{where}"),
        ]
        return joined(parts, RELATION)

    def _integrable(self, f: Formula, place: int) -> Box:
        body, variable, lower, upper = f.args
        where = rf"{self.box(variable).tex} \text{{ over }} {self.interval(lower, upper)}"
        said = Box(
            rf"\text{{ is integrable in }} {where}",
            11.0,
            start=rf"\text{{is integrable in }} {where}",
        )
        return joined([self.box(body, place), said], RELATION)

    def interval(self, lower: Formula, upper: Formula) -> str:
        """Return the interval with these ends: closed where it is bounded."""
        low, high = self.box(lower, NESTED), self.box(upper, NESTED)
        if lower.head == upper.head == "Infinity":
            return r"\mathbb{R}"
        left = "(" if lower.head == "Infinity" else "["
        return f"{left}{low.tex}, {high.tex}{')' if upper.head == 'Infinity' else ']'}"

    PRINTERS: ClassVar[dict[str, Callable[[Printer, Formula, int], Box]]] = {
        "Var": _var, "Number": _number, "Infinity": _infinity, "Pi": _pi, "Plus": _sum,
        "Minus": _sum, "Neg": _neg, "Times": _times, "Over": _over, "Power": _power, "Exp": _exp,
        "Log": _function, "Sin": _function, "Cos": _function, "Arctan": _function, "Sqrt": _sqrt,
        "Abs": _abs, "Integral": _integral, "Bracket": _bracket, "Normal": _normal,
        "Density": _density, "KL": _kl, "Expectation": _expectation, "Equal": _comparison,
        "AtMost": _comparison, "Less": _comparison, "Unequal": _comparison, "TendsTo": _tends_to,
        "Integrable": _integrable,
    }  # fmt: skip


def _digits(text: str) -> Box:
    return Box(text, 0.5 * len(text), head="digit", tail="digit")


def _factors(f: Formula) -> list[Formula]:
    """Return the factors of a product; how they are grouped is not shown."""
    if f.head != "Times":
        return [f]
    return [factor for a in f.args for factor in _factors(a)]


def _has(f: Formula, head: str) -> bool:
    return f.head == head or any(_has(a, head) for a in f.args)
