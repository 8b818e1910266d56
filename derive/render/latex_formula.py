"""The formula printer of LaTeX: the tree of a formula, in its own order, as a mathematician sets it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import ClassVar

from derive.document import Formula
from derive.render.latex_box import (
    ATOM,
    POWER,
    PRODUCT,
    RELATION,
    SIGN,
    SLASH,
    SUM,
    Box,
    enclosed,
    joined,
    rows,
)
from derive.render.latex_text import name

# Where a formula stands: in a display; inside a fraction or a line of text; in an exponent.
DISPLAY, NESTED, SMALL = range(3)

_RELATIONS = {"Equal": "=", "AtMost": r"\le", "Less": "<", "Unequal": r"\ne"}
_FUNCTIONS = {"Log": r"\log", "Sin": r"\sin", "Cos": r"\cos", "Arctan": r"\arctan"}
_BREAK = Box("", 0.0, start=r"{}")


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
        return box if box.level >= level else enclosed(box)

    def _var(self, f: Formula, place: int) -> Box:
        tex = name(f.text)
        below = tex.partition("_")[2]
        width = 0.62 + 0.45 * len(below.strip("{}").replace("\\", "")) + 0.5 * tex.count("mathit")
        return Box(tex, width, head="letter", tail="letter")

    def _number(self, f: Formula, place: int) -> Box:
        top, _, bottom = f.text.removeprefix("-").partition("/")
        box = Box(top, 0.5 * len(top), head="digit", tail="digit")
        if bottom:
            under = Box(bottom, 0.5 * len(bottom), head="digit", tail="digit")
            box = _quotient(box, under, place)
        return _negative(box) if f.text.startswith("-") else box

    def _infinity(self, f: Formula, place: int) -> Box:
        infinity = Box(r"\infty", 1.0)
        return _negative(infinity) if f.text == "-" else infinity

    def _pi(self, f: Formula, place: int) -> Box:
        return Box(r"\pi", 0.6, head="letter", tail="letter")

    def _sum(self, f: Formula, place: int) -> Box:
        sign = "+" if f.head == "Plus" else "-"
        left = self.box(f.args[0], place)
        # A chain a + b − c is one sum, whose terms may each begin a row.
        terms = left.parts if left.level == SUM else (left,)
        operator = Box(sign, 1.3, start=f"{{}}{sign}")
        right = self.at(f.args[1], SLASH, place)
        return joined([*terms, operator, right], SUM)

    def _neg(self, f: Formula, place: int) -> Box:
        return _negative(self.at(f.args[0], SLASH, place))

    def _times(self, f: Formula, place: int) -> Box:
        factors = _factors(f)
        boxes = [self.at(a, PRODUCT, place) for a in factors]
        # "∫ f dx g" and "log x y" would take in what follows.
        boxes[:-1] = [enclosed(b) if b.tail == "integral" else b for b in boxes[:-1]]
        parts = boxes[:1]
        for left, right in zip(boxes, boxes[1:], strict=False):
            parts += [_between(left, right), right]
        return joined(parts, PRODUCT)

    def _over(self, f: Formula, place: int) -> Box:
        inner = NESTED if place == DISPLAY else SMALL
        top, bottom = (self.box(a, inner) for a in f.args)
        if place == DISPLAY:
            box = _quotient(top, bottom, place)
            return box if box.width < 0.7 * self.limit else self._stacked(f, box)
        above, below = self.at(f.args[0], PRODUCT, place), self.at(f.args[1], POWER, place)
        short = above.width + below.width < 5 and above.tail != "function" and not above.tall
        if place == SMALL or (short and "parenthesis" not in (above.head, below.head)):
            above = enclosed(above) if above.tail == "function" else above
            return joined([above, Box("/", 0.5), below], SLASH, opens=False)
        return _quotient(top, bottom, place)

    def _stacked(self, f: Formula, flat: Box) -> Box:
        """Return a fraction that, where it is too wide, has rows above and below its bar."""
        limit = 0.7 * self.limit
        stacks = []
        for a in f.args:
            found = rows(self.box(a), limit)
            body = " \\\\\n".join([f"&{found[0]}", *(rf"&\quad {row}" for row in found[1:])])
            stacks.append(f"\\begin{{aligned}}{body}\\end{{aligned}}" if found[1:] else found[0])
        stacked = Box(rf"\frac{{{stacks[0]}}}{{{stacks[1]}}}", limit + 1, PRODUCT, 2, tail="fraction")
        return Box(flat.tex, flat.width, PRODUCT, 2, flat.head, flat.tail, (stacked,))

    def _power(self, f: Formula, place: int) -> Box:
        base, exponent = self.at(f.args[0], ATOM, place), self.box(f.args[1], SMALL)
        return _raised(base, exponent, "letter" if base.tail == "letter" else "power")

    def _exp(self, f: Formula, place: int) -> Box:
        exponent = self.box(f.args[0], SMALL)
        if exponent.width < 9 and not _has(f.args[0], "Over"):
            return _raised(Box("e", 0.5, head="letter"), exponent, "power")
        return _applied(r"\exp", enclosed(self.box(f.args[0], place)), POWER, "power")

    def _function(self, f: Formula, place: int) -> Box:
        argument = f.args[0]
        box = self.box(argument, place)
        bare = argument.head in ("Var", "Pi", "Number") and box.level == ATOM
        bare |= argument.head == "Power" and argument.args[0].head == "Var"
        bare |= box.tail == "fraction" and not box.parts and argument.head in ("Over", "Number")
        command = _FUNCTIONS[f.head]
        if bare:
            return _applied(command, box, PRODUCT, "function")
        return _applied(command, enclosed(box), POWER, "power")

    def _sqrt(self, f: Formula, place: int) -> Box:
        box = self.box(f.args[0], place)
        return Box(rf"\sqrt{{{box.tex}}}", box.width + 0.95, POWER, box.tall, "root", "root")

    def _abs(self, f: Formula, place: int) -> Box:
        return enclosed(self.box(f.args[0], place), r"\lvert ", r"\rvert ")

    def _integral(self, f: Formula, place: int) -> Box:
        body, variable, lower, upper = f.args
        ends = [self.box(end, SMALL) for end in (lower, upper)]
        sign = rf"\int_{{{ends[0].tex}}}^{{{ends[1].tex}}}"
        width = 0.9 + 0.7 * max(end.width for end in ends)
        differential = Box(rf"\,d{self.box(variable).tex}", 0.7 + self.box(variable).width)
        parts = [Box(sign, width, tall=min(2 - place, 2)), self.at(body, PRODUCT, place), differential]
        return joined(parts, PRODUCT, head="integral", tail="integral")

    def _bracket(self, f: Formula, place: int) -> Box:
        body, variable, lower, upper = f.args
        low, high = self.box(lower, SMALL), self.box(upper, SMALL)
        ends = f"_{{{self.box(variable).tex}={low.tex}}}^{{{high.tex}}}"
        box = enclosed(self.box(body, place), "[", "]", after=ends)
        return _wider(box, 1.5 + 0.7 * max(low.width, high.width), tail="power", level=POWER)

    def _distribution(self, f: Formula, point: str = "") -> str:
        if f in self.letters:
            return self.letters[f] + (f"({point})" if point else "")
        mean, std = f.args
        variance = std if std.text == "1" else Formula("Power", (std, Formula("Number", text="2")))
        given = rf"{point};\, " if point else ""
        return rf"\mathcal{{N}}({given}{self.box(mean, NESTED).tex}, {self.box(variance, NESTED).tex})"

    def _normal(self, f: Formula, place: int) -> Box:
        return self._named(self._distribution(f), f)

    def _density(self, f: Formula, place: int) -> Box:
        return self._named(self._distribution(f.args[0], self.box(f.args[1], NESTED).tex), *f.args)

    def _kl(self, f: Formula, place: int) -> Box:
        q, p = (self._distribution(a) for a in f.args)
        return self._named(rf"\mathrm{{KL}}({q} \,\|\, {p})", *f.args, extra=3.0)

    def _named(self, tex: str, *inner: Formula, extra: float = 1.4) -> Box:
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
        box = enclosed(self.box(body, place), "[", "]")
        head = Box(rf"\mathbb{{E}}_{{{below}}}", width)
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
        return joined(
            [
                self.box(body, place),
                Box(arrow, 2.2, start=f"{{}}{arrow}"),
                self.box(limit, place),
                Box(rf"\text{{ as }} {self.box(variable).tex} \to {end}", 6.0, start=r"\text{as }"),
            ],
            RELATION,
        )

    def _integrable(self, f: Formula, place: int) -> Box:
        body, variable, lower, upper = f.args
        where = self.interval(lower, upper)
        said = rf"is integrable in }} {self.box(variable).tex} \text{{ over }} {where}"
        return joined(
            [self.box(body, place), Box(rf"\text{{ {said}", 11.0, start=rf"\text{{{said}")], RELATION
        )

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
