"""The formula printer of LaTeX: a formula's tree, in its own order, as a mathematician sets it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import ClassVar

from derive.formula import Formula
from derive.render.latex.box import (
    AND,
    ATOM,
    IFF,
    POWER,
    PRODUCT,
    RELATION,
    SAID,
    SLASH,
    SUM,
    Box,
    applied,
    beside,
    enclosed,
    evaluated,
    joined,
    negative,
    quotient,
    raised,
    rows,
    slashed,
)
from derive.render.latex.text import declared, name, script

# Where a formula stands: in a display; inside a fraction or a line of text; in an exponent.
DISPLAY, NESTED, SMALL = range(3)

_RELATIONS = {"Equal": "=", "AtMost": r"\le", "Less": "<", "Unequal": r"\ne"}
_FUNCTIONS = {
    "Log": r"\log", "Sin": r"\sin", "Cos": r"\cos", "Arctan": r"\arctan", "Determinant": r"\det",
}  # fmt: skip
_BIG = {"Sum": r"\sum", "Product": r"\prod"}
_NORMALS = ("Normal", "MultivariateNormal")
_VECTORS = ("vector", "positive vector")

# What stands behind ∂/∂x or ∇ without parentheses though it is a product's equal.
_DIFFERENTIATED = frozenset([*_FUNCTIONS, *_BIG, "Integral", "Derivative"])

# What would swallow an arrow before or behind it.
_CONNECTED = ("Iff", "ForAll", "AlmostEverywhere")

# The 1×1 matrices that look like no number, so that the number in them may look like them.
_SEEN_THROUGH = ("MatrixProduct", "Transpose", "Var")


def latex(formula: Formula, letters: Mapping[Formula, str] | None = None) -> str:
    """Return a formula as LaTeX for one row of a display.

    Parameters
    ----------
    formula : Formula
        The tree.
    letters : mapping of Formula to str, optional
        The letters of the distributions that have one.
    """
    return Printer(letters or {}).line(formula).tex


def symbol(variable: Formula) -> str:
    """Return a variable's name as a formula: a vector's is bold."""
    return name(variable.text, bold=variable.domain in _VECTORS)


def entry_symbol(entry: Formula) -> str:
    """Return the name of an entry of a variable: what is no vector any more is not bold."""
    variable, *indices = entry.args
    return name(variable.text, indices=tuple(symbol(i) for i in indices))


def identity_symbol(identity: Formula) -> str:
    """Return the name of an identity matrix, with its order."""
    return f"I_{script(size(identity.shape[0]))}"


def size(text: str) -> str:
    """Return a number of rows or columns as a formula."""
    return text if text.isdigit() else name(text)


class Printer:
    """Prints formulas; ``letters`` names distributions, ``limit`` is a row's width in em."""

    differential = "d"
    # How much of a row a fraction may take.
    share = 0.7
    # Whether a row above or below a bar is broken between factors as readily as at signs.
    between_factors = False

    def __init__(self, letters: Mapping[Formula, str], limit: float = 1000.0) -> None:
        self.letters = letters
        self.limit = limit

    def rows(self, formula: Formula, limit: float | None = None) -> list[str]:
        """Return the rows that a formula takes in a display."""
        return rows(self.line(formula), limit or self.limit)

    def chained(self, f: Formula) -> list[str]:
        """Return the rows of a line that an arrow connects with the lines around it."""
        return self.rows(f) if f.head not in _CONNECTED else rows(enclosed(self.box(f)), self.limit)

    def line(self, f: Formula, place: int = DISPLAY) -> Box:
        """Return the box of what stands alone, where the lines around tell a zero's shape."""
        return _bare_zero(f) if f.head == "Zero" else self.box(f, place)

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
        return _letter(symbol(f))

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
        left, right = self._told(f, place)
        # A chain a + b − c is one sum, whose terms may each begin a row; but where the second
        # term is a group, (a − b) + (c − d), so is the first.
        if left.level == SUM == right.level:
            left = enclosed(left, small=place == SMALL)
        terms = left.parts if left.level == SUM else (left,)
        operator = Box(sign, 1.3, start=f"{{}}{sign}")
        right = right if right.level >= SLASH else enclosed(right, small=place == SMALL)
        return joined([*terms, operator, right], SUM)

    def _told(self, f: Formula, place: int) -> list[Box]:
        """Return the boxes of two terms, each of which tells the shape of the other."""
        zeros = all(a.head == "Zero" for a in f.args)
        return [self.box(a, place) if zeros else self.line(a, place) for a in f.args]

    def _neg(self, f: Formula, place: int) -> Box:
        return negative(self.at(f.args[0], SLASH, place))

    def _times(self, f: Formula, place: int) -> Box:
        factors = _factors(f)
        boxes = [self.at(a, PRODUCT, place) for a in factors]
        matrices = [i for i, a in enumerate(factors) if a.shape or a.head == "Scalar"]
        for i in matrices:
            # "A x⊤y" and "x⊤y A" would be products of matrices.
            after_matrix = factors[i].head == "Scalar" and any(a.shape for a in factors[:i])
            if _is_matrix_product(factors[i]) and (i != matrices[-1] or after_matrix):
                boxes[i] = enclosed(boxes[i], small=place == SMALL)
        return beside(boxes)

    def _matrix_product(self, f: Formula, place: int) -> Box:
        boxes = []
        for a in _factors(f):
            box = self.at(a, PRODUCT, place)
            # (a A) B is not a (A B).
            boxes.append(enclosed(box, small=place == SMALL) if a.head == "Times" else box)
        return beside(boxes)

    def _scalar(self, f: Formula, place: int) -> Box:
        box = self.box(f.args[0], place)
        return box if f.args[0].head in _SEEN_THROUGH else enclosed(box, small=place == SMALL)

    def _over(self, f: Formula, place: int) -> Box:
        top, bottom = (self.box(a, NESTED if place == DISPLAY else SMALL) for a in f.args)
        if place == DISPLAY:
            box = quotient(top, bottom, display=True)
            return box if box.width < self.share * self.limit else self._stacked(f, box)
        bare = top.level >= PRODUCT and bottom.level >= POWER and top.width + bottom.width < 5
        if place == SMALL or (bare and not top.tall and not bottom.tall):
            return slashed(top, bottom)
        return quotient(top, bottom, display=False)

    def inside(self) -> Printer:
        """Return the printer of what stands above or below a bar."""
        return self

    def _stacked(self, f: Formula, flat: Box) -> Box:
        """Return a fraction that, where it is too wide, has rows above and below its bar."""
        limit = self.share * self.limit
        stacks = []
        for a in f.args:
            found = rows(self.inside().box(a), limit, weak=self.between_factors)
            body = " \\\\\n".join([f"&{found[0]}", *(rf"&\quad {row}" for row in found[1:])])
            stacks.append(f"\\begin{{aligned}}{body}\\end{{aligned}}" if found[1:] else found[0])
        tex = rf"\frac{{{stacks[0]}}}{{{stacks[1]}}}"
        stacked = Box(tex, limit + 1, PRODUCT, 2, "fraction", "fraction")
        return Box(flat.tex, flat.width, PRODUCT, 2, flat.head, flat.tail, (stacked,))

    def _power(self, f: Formula, place: int) -> Box:
        base, exponent = self.at(f.args[0], ATOM, place), self.box(f.args[1], SMALL)
        return raised(base, exponent, "letter" if base.tail == "letter" else "power")

    def _transpose(self, f: Formula, place: int) -> Box:
        (a,) = f.args
        if a.head == "Inverse":
            return self._marked(a.args[0], Box(r"-\top", 1.7), place)
        return self._marked(a, Box(r"\top", 0.8), place)

    def _inverse(self, f: Formula, place: int) -> Box:
        return self._marked(f.args[0], Box("-1", 1.3), place)

    def _marked(self, a: Formula, mark: Box, place: int) -> Box:
        base = self.at(a, ATOM, place)
        return raised(base, mark, "letter" if base.tail == "letter" else "power")

    def _in_parentheses(self, f: Formula, place: int) -> Box:
        box = enclosed(self.box(f.args[0], place), small=place == SMALL)
        if f.head == "Cholesky":
            return applied(r"\operatorname{chol}", box, ATOM, "delimiter")
        return applied(r"\operatorname{tr}", box, POWER, "power")

    def _max(self, f: Formula, place: int) -> Box:
        left, right = (self.box(a, place) for a in f.args)
        both = joined([left, Box(",", 0.5), right], RELATION)
        return applied(r"\max", enclosed(both, small=place == SMALL), POWER, "power")

    def _diagonal(self, f: Formula, place: int) -> Box:
        return applied(r"\operatorname{diag}", self._coordinates(f, place), POWER, "power")

    def _coordinates(self, f: Formula, place: int) -> Box:
        body, index = f.args
        ends = f"_{{{symbol(index)}=1}}^{{{size(index.range)}}}"
        box = enclosed(self.box(body, place), after=ends, small=place == SMALL)
        width = box.width + 0.7 * (1.3 + self.box(index).width)
        return replace(box, width=width, level=POWER, tail="power")

    def _identity(self, f: Formula, place: int) -> Box:
        return _letter(identity_symbol(f))

    def _zero(self, f: Formula, place: int) -> Box:
        rows, columns = map(size, f.shape)
        shape = script(rows if columns == "1" else rf"{rows} \times {columns}")
        return Box(f"{_bare_zero(f).tex}_{shape}", 1.1 if columns == "1" else 2.2, head="digit")

    def _entry(self, f: Formula, place: int) -> Box:
        a, *indices = f.args
        if a.head == "Var":
            return _letter(entry_symbol(f))
        box = self.box(a, place)
        box = box if a.head == "Cholesky" else enclosed(box, small=place == SMALL)
        comma = "" if all(len(symbol(i)) == 1 for i in indices) else ","
        below = Box(f"_{script(comma.join(map(symbol, indices)))}", 0.5 * len(indices))
        parts = (box, below) if box.parts else ()
        tex, width = box.tex + below.tex, box.width + below.width
        return replace(box, tex=tex, width=width, tail="power", parts=parts)

    def _exp(self, f: Formula, place: int) -> Box:
        exponent = self.box(f.args[0], SMALL)
        # A short quotient may stand in an exponent: e^{-t/2}.
        widest = 2.6 if _has(f.args[0], "Over") else 9
        if exponent.width < widest and not exponent.tall:
            return raised(Box("e", 0.5, head="letter"), exponent, "power")
        return applied(r"\exp", enclosed(self.box(f.args[0], place)), POWER, "power")

    def _function(self, f: Formula, place: int) -> Box:
        argument = f.args[0]
        box = self.box(argument, place)
        bare = _is_letter(argument) and box.level == ATOM
        bare |= f.head == "Log" and argument.head == "Power" and _is_name(argument.args[0])
        bare |= f.head == "Log" and argument.head in ("Determinant", "Applied", "Density")
        fraction = argument.head in ("Over", "Number") and box.head == box.tail == "fraction"
        bare |= fraction and not box.parts
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
        x = self.box(variable)
        if variable.shape:
            sign, width = rf"\int_{{{self.region(variable, lower, upper)}}}", 2.1
        else:
            ends = [self.box(end, SMALL) for end in (lower, upper)]
            sign = rf"\int_{{{ends[0].tex}}}^{{{ends[1].tex}}}"
            width = 0.9 + 0.7 * max(end.width for end in ends)
        parts = [
            Box(sign, width, tall=2 if place == DISPLAY else 1),
            self.at(body, PRODUCT, place),
            Box(rf"\,{self.differential}{x.tex}", 0.7 + x.width),
        ]
        return joined(parts, PRODUCT, head="integral", tail="integral")

    def _big(self, f: Formula, place: int) -> Box:
        body, index = f.args
        sign = f"{_BIG[f.head]}_{{{symbol(index)}=1}}^{{{size(index.range)}}}"
        width = (0.4 if place == DISPLAY else 1.1) + 0.7 * (1.3 + self.box(index).width)
        parts = [
            Box(sign, width, tall=2 if place == DISPLAY else 1),
            self.at(body, PRODUCT, place),
        ]
        return joined(parts, PRODUCT, head="integral", tail="integral")

    def _derivative(self, f: Formula, place: int) -> Box:
        body, variable, point = f.args
        x = self.box(variable)
        if variable.shape and not body.shape:
            operator = Box(rf"\nabla_{script(x.tex)}", 0.9 + 0.7 * x.width, head="nabla")
        else:
            below = Box(rf"\partial {x.tex}", 0.6 + x.width)
            operator = quotient(Box(r"\partial", 0.6), below, display=place == DISPLAY)
        inner = self._differentiated(body, place, at_once=point == variable)
        space = "" if inner.head in ("function", "delimiter", "integral") else r"\,"
        box = joined([operator, Box(space, 0.2), inner], PRODUCT, tail="integral")
        if point == variable:
            return box
        at = self.box(point, SMALL)
        return evaluated(box, f"{x.tex} = {at.tex}", 0.7 * (x.width + 1.4 + at.width))

    def _differentiated(self, f: Formula, place: int, *, at_once: bool) -> Box:
        """Return the box of what is differentiated; a bar behind it belongs to nothing in it."""
        box = self.box(f, place)
        loose = _DIFFERENTIATED if at_once else _FUNCTIONS
        bare = box.level >= POWER or (f.head in loose and box.level == PRODUCT)
        bare |= f.head == "Over" and box.head == box.tail == "fraction"
        return box if bare else enclosed(box, small=place == SMALL)

    def _bracket(self, f: Formula, place: int) -> Box:
        body, variable, lower, upper = f.args
        low, high = self.box(lower, SMALL), self.box(upper, SMALL)
        ends = f"_{{{self.box(variable).tex}={low.tex}}}^{{{high.tex}}}"
        box = enclosed(self.box(body, place), "[", "]", after=ends, small=place == SMALL)
        width = box.width + 1.5 + 0.7 * max(low.width, high.width)
        return replace(box, width=width, level=POWER, tail="power")

    def _distribution(self, f: Formula, point: str = "") -> str:
        at = f"({point})" if point else ""
        if f in self.letters:
            return self.letters[f] + at
        if f.head == "WithDensity":
            return self.at(f.args[0], ATOM, NESTED).tex + at
        mean, spread = f.args
        if f.head == "Normal" and spread.text != "1":
            spread = Formula("Power", (spread, Formula("Number", text="2")))
        given = f"{self.line(mean, NESTED).tex}, {self.box(spread, NESTED).tex}"
        return rf"\mathcal{{N}}({point};\, {given})" if point else rf"\mathcal{{N}}({given})"

    def _normal(self, f: Formula, place: int) -> Box:
        return self._named(self._distribution(f), f)

    def _density(self, f: Formula, place: int) -> Box:
        return self._named(self._distribution(f.args[0], self.line(f.args[1], NESTED).tex), *f.args)

    def _applied(self, f: Formula, place: int) -> Box:
        function, point = self.at(f.args[0], ATOM, place), self.line(f.args[1], NESTED)
        box = joined([function, Box(f"({point.tex})", 0.8 + point.width)], ATOM, opens=False)
        return replace(box, head="named", tail="named")

    def _lambda(self, f: Formula, place: int) -> Box:
        body, variable = f.args
        parts = [self.box(variable), Box(r"\mapsto", 1.6), self.box(body, place)]
        return joined(parts, SAID)

    def _kl(self, f: Formula, place: int) -> Box:
        q, p = (self._distribution(a) for a in f.args)
        return self._named(rf"\mathrm{{KL}}({q} \,\|\, {p})", *f.args, extra=3.0)

    def _named(self, tex: str, *inner: Formula, extra: float = 0.9) -> Box:
        width = sum(0.6 if f in self.letters else self._bare_width(f) for f in inner)
        return Box(tex, width + extra, head="named", tail="named")

    def _bare_width(self, f: Formula) -> float:
        if f.head == "WithDensity":
            return self.at(f.args[0], ATOM, NESTED).width
        if f.head not in _NORMALS:
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
        left, right = self._told(f, place)
        relation = _RELATIONS[f.head]
        return joined([left, Box(relation, 1.4, start=f"{{}}{relation}"), right], RELATION)

    def _positive_definite(self, f: Formula, place: int) -> Box:
        succ = Box(r"\succ", 1.4, start=r"{}\succ")
        return joined([self.box(f.args[0], place), succ, Box("0", 0.5)], RELATION)

    def _and(self, f: Formula, place: int) -> Box:
        first, *others = (self.at(a, RELATION, place) for a in _factors(f))
        # The word ends a row; what follows it begins the next.
        word, space = Box(r"\ \text{ and}", 2.2), Box(r"\ \ ", 0.7, start="{}")
        return joined([first, *(b for other in others for b in (word, space, other))], AND)

    def _iff(self, f: Formula, place: int) -> Box:
        left, right = (self.at(a, AND, place) for a in f.args)
        arrow = r"\Longleftrightarrow"
        return joined([left, _spaced(arrow, place), right], IFF)

    def _for_all(self, f: Formula, place: int) -> Box:
        body, variable = f.args
        shown = self.box(body, place)
        worded = shown.level == SAID
        shown = shown if worded else self.at(body, RELATION, place)
        quantifier = "for almost all" if f.head == "AlmostEverywhere" else "for all"
        domain = rf"{quantifier} }} {self._declared(variable)}"
        width = 10.0 if f.head == "AlmostEverywhere" else 7.0
        width += self.box(variable).width
        comma = "," if worded else ""
        said = Box(rf"\text{{{comma} {domain}", width, start=rf"\text{{{domain}")
        return joined([shown, said], SAID)

    def _declared(self, variable: Formula) -> str:
        named = (d for d in (*variable.shape, variable.range) if d not in ("", "function"))
        sizes = [size(d) for d in named]
        said = declared(symbol(variable), variable.domain, sizes)
        return r" \text{ with } ".join(said)

    def _strictly_convex(self, f: Formula, place: int) -> Box:
        body, *variables = f.args
        boxes = [self.box(v) for v in variables]
        over = ", ".join(box.tex for box in boxes)
        where = rf"is strictly convex in }} {f'({over})' if variables[1:] else over}"
        width = 9.5 + sum(box.width + 0.5 for box in boxes)
        said = Box(rf"\text{{ {where}", width, start=rf"\text{{{where}")
        return joined([self.box(body, place), said], SAID)

    def _attracts(self, f: Formula, place: int) -> Box:
        body, variable, point = f.args
        under = Box(r"\text{ attracts under } ", 6.5, start=r"\text{attracts under } ")
        parts = [self.box(point, place), under, self.box(variable), Box(r"\mapsto", 1.6)]
        return joined([*parts, self.box(body, place)], SAID)

    def _tends_to(self, f: Formula, place: int) -> Box:
        body, _, limit, *_ = f.args
        arrow = r"\longrightarrow" if place == DISPLAY else r"\to"
        approaches = self._approaches(f)
        where = rf"as }} {approaches.tex}"
        width = 1.8 + approaches.width
        parts = [
            self.box(body, place),
            Box(arrow, 2.2, start=f"{{}}{arrow}"),
            self.box(limit, place),
            Box(rf"\text{{ {where}", width, start=rf"\text{{{where}"),
        ]
        return joined(parts, SAID)

    def _approaches(self, f: Formula) -> Box:
        """Return what a variable tends to; a positive one comes to 0 from above."""
        variable, points = f.args[1], f.args[3:]
        x = self.box(variable)
        above = variable.domain in ("positive", "nonnegative", "unit interval")
        falls = [p for p in points if above and p.text == "0"]
        ends = [self.box(p, NESTED) for p in points if p not in falls]
        infinities = sorted(end.tex for end in ends) == ["-\\infty", "\\infty"]
        end = r"\pm\infty" if infinities else ", ".join(e.tex for e in ends)
        said = [rf"{x.tex} \downarrow 0"] * bool(falls) + [rf"{x.tex} \to {end}"] * bool(ends)
        width = sum(e.width + 0.5 for e in ends) + len(said) * (x.width + 3.0)
        return Box(r" \text{ and } ".join(said), width)

    def _integrable(self, f: Formula, place: int) -> Box:
        body, variable, lower, upper = f.args
        over = self.region(variable, lower, upper)
        where = rf"{self.box(variable).tex} \text{{ over }} {over}"
        said = Box(
            rf"\text{{ is integrable in }} {where}",
            11.0,
            start=rf"\text{{is integrable in }} {where}",
        )
        return joined([self.box(body, place), said], SAID)

    def region(self, variable: Formula, lower: Formula, upper: Formula) -> str:
        """Return ℝᵏ for a vector, else the interval with these ends: closed where it is bounded."""
        if variable.shape:
            return rf"\mathbb{{R}}^{script(size(variable.shape[0]))}"
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
        "Integrable": _integrable, "MatrixProduct": _matrix_product, "Scalar": _scalar,
        "Transpose": _transpose, "Inverse": _inverse, "Trace": _in_parentheses,
        "Determinant": _function, "Cholesky": _in_parentheses, "Identity": _identity,
        "Zero": _zero, "Entry": _entry, "Sum": _big, "Product": _big, "Diagonal": _diagonal,
        "Derivative": _derivative, "MultivariateNormal": _normal,
        "PositiveDefinite": _positive_definite, "Max": _max, "Coordinates": _coordinates,
        "Applied": _applied, "Lambda": _lambda, "WithDensity": _normal, "And": _and, "Iff": _iff,
        "ForAll": _for_all, "AlmostEverywhere": _for_all,
        "StrictlyConvex": _strictly_convex, "Attracts": _attracts,
    }  # fmt: skip


def _spaced(arrow: str, place: int) -> Box:
    """Return an arrow between propositions; in a display it stands apart."""
    space = r"\quad" if place == DISPLAY else r"\ "
    return Box(rf"{space}{arrow}{space}", 4.4, start=rf"{{}}{arrow}{space}")


def _digits(text: str) -> Box:
    tex = f"{int(text):,}".replace(",", r"\,") if len(text) > 4 else text
    return Box(tex, 0.55 * len(text), head="digit", tail="digit")


def _letter(tex: str) -> Box:
    bare = re.sub(r"\\(math(it|rm|bf)|boldsymbol)|[{}]", "", tex)
    bare = re.sub(r"\\([a-z]+|_)", "x", re.sub(r"\\[A-Z][a-z]+", "X", bare))
    letters, _, below = bare.partition("_")
    widths = [1.0 if c in "mwMW" else 0.85 if c.isupper() else 0.62 for c in letters]
    if letters[1:]:
        return Box(tex, 0.12 + sum(widths) + 0.45 * len(below), head="word", tail="word")
    bold = 0.1 * tex.startswith((r"\mathbf", r"\boldsymbol"))
    return Box(tex, sum(widths) + bold + 0.45 * len(below), head="letter", tail="letter")


def _bare_zero(f: Formula) -> Box:
    column = f.shape[1] == "1"
    return Box(r"\mathbf{0}" if column else "0", 0.6, head="digit", tail="digit")


def _is_name(f: Formula) -> bool:
    return f.head == "Var" or (f.head == "Entry" and f.args[0].head == "Var")


def _is_letter(f: Formula) -> bool:
    return _is_name(f) or f.head in ("Pi", "Number", "Identity")


def _is_matrix_product(f: Formula) -> bool:
    """Say whether a factor looks like a product of matrices."""
    return f.head == "MatrixProduct" or (f.head == "Scalar" and f.args[0].head in _SEEN_THROUGH)


def _factors(f: Formula) -> list[Formula]:
    """Return the factors of a product; how they are grouped is not shown."""
    return [factor for a in f.args for factor in (_factors(a) if a.head == f.head else [a])]


def _has(f: Formula, head: str) -> bool:
    return f.head == head or any(_has(a, head) for a in f.args)
