"""MathML: formulas as browsers show them and screen readers read them.

What stands where is decided by the formula printer of LaTeX; here it is set in MathML, in pieces
that may each begin a row of the screen.  `mathml_prose` does the same for the formulas in an
author's words.
"""

from __future__ import annotations

import operator
from collections.abc import Iterable, Mapping
from copy import copy
from itertools import pairwise, takewhile

from markupsafe import Markup, escape

from derive.changes import Path
from derive.formula import Formula
from derive.render.latex.box import DIFFERENTIAL, Box, marked, spans
from derive.render.latex.formula import DISPLAY, NESTED, Printer
from derive.render.latex.mathematics import mathematics
from derive.render.marks import marked as marks_of
from derive.render.marks import unmarked
from derive.render.mathml.extent import ABOUT, extent
from derive.render.mathml.reader import read
from derive.render.prose import bound, pieces

# The widest piece, in em, that fits a phone of 360 pixels, and the widest line that fits a desk.
WIDEST, WIDE = 17.0, 30.0
# A piece that a phone may not hold where it is set in, in a fold or behind a sign.
FULL = 16.0

# What stands between factors only where a row begins, and what stands there elsewhere.
_DOT = '<mo form="infix">⋅</mo>'
_OPTIONAL = '<mo form="infix" class="optional">⋅</mo>'
_THIN = '<mspace width="0.1667em"></mspace>'


class _Printer(Printer):
    """The formula printer, which marks the sub-terms that it is given."""

    differential = DIFFERENTIAL
    # On a narrow screen a wide fraction has a row to itself.
    share = 0.8
    between_factors = True

    def __init__(self, letters: Mapping[Formula, str], marks: frozenset[int]) -> None:
        super().__init__(letters, WIDEST)
        self.marks = marks

    def box(self, f: Formula, place: int = DISPLAY) -> Box:
        """Return the box of a formula, with marks around it where it bears one."""
        box = super().box(f, place)
        return marked(box) if id(f) in self.marks else box

    def inside(self) -> Printer:
        """Return a printer that leaves room for what stands around a fraction in a fraction."""
        printer = copy(self)
        printer.limit = 0.7 * self.limit
        return printer

    def line(self, f: Formula, place: int = DISPLAY) -> Box:
        """Return the box of what stands alone; a zero there is no `box`."""
        line = super().line(f, place)
        return marked(line) if f.head == "Zero" and id(f) in self.marks else line


def mathml(
    formula: Formula,
    letters: Mapping[Formula, str],
    *,
    marks: Iterable[Path] = (),
    mark: str = "old",
    display: bool = True,
) -> Markup:
    """Return a formula as a ``math`` element, or as a row of such.

    Parameters
    ----------
    formula : Formula
        The tree.
    letters : mapping of Formula to str
        The letters, in LaTeX, of the distributions that have one.
    marks : iterable of paths, optional
        The sub-terms to mark, each a group of the classes ``changed`` and ``mark``.
    mark : str, optional
        ``old`` or ``new``.
    display : bool, optional
        Whether it stands in a row of its own, a ``span`` of the class ``row``.  There are its
        ``pieces``, each a ``math`` element that may begin a new line, and none wider than a narrow
        screen if that can be helped: no browser breaks a ``math`` element, and not all let a style
        sheet do so.  Where they are several, the whole is there once more for those who listen,
        of the class ``spoken``.  A mark that goes on in the next piece is also of the class
        ``goes-on``, and there of the class ``comes-from``; its parts are of one height.  A row that
        fits a desk is of the class ``fits``: there a dot of the class ``optional`` need not stand.
        A piece that fills a phone is ``wide``.

    Raises
    ------
    ValueError
        For a node that has no form.
    """
    place = DISPLAY if display else NESTED
    box = _marked_box(formula, letters, marks, place)
    if not display:
        return Markup(f"<math>{''.join(read(box.tex, mark))}</math>")
    pieces = _pieces(box)
    rows = [_with_optional_dot(read(_tex(piece), mark), piece[0]) for piece in pieces]
    rows = _continued(rows, f'class="changed {mark}')
    shown = "<wbr>".join(
        f'<math displaystyle="true"{_size(piece)}>{"".join(row)}</math>'
        for piece, row in zip(pieces, rows, strict=True)
    )
    if len(rows) == 1:
        return Markup(f'<span class="row"><span class="pieces">{shown}</span></span>')
    whole = "".join(read(Printer(letters).line(formula).tex))
    spoken = f'<span class="spoken"><math>{whole}</math></span>'
    row = "row fits" if box.width <= WIDE else "row"
    seen = f'<span class="pieces" aria-hidden="true">{shown}</span>'
    return Markup(f'<span class="{row}">{spoken}{seen}</span>')


def _size(piece: list[Box]) -> str:
    """Return what tells a piece that fills a phone, which is set smaller there."""
    return ' class="wide"' if sum(box.width for box in piece) > FULL else ""


def _with_optional_dot(row: list[str], first: Box) -> list[str]:
    """Return a piece's elements, of which a dot that begins it may be told not to be needed."""
    if not first.weak or unmarked(first.tex).strip() == r"\cdot":
        return row
    instead = _OPTIONAL + _THIN if first.width else _OPTIONAL
    return [row[0].replace(_DOT, instead, 1), *row[1:]]


def _continued(rows: list[list[str]], marked: str) -> list[list[str]]:
    """Return the elements of pieces, marks that go on in the next piece told by their classes."""
    runs: list[list[tuple[int, int]]] = []
    for i, (row, following) in enumerate(pairwise(rows)):
        if row[-1].startswith(f"<mrow {marked}") and following[0].startswith(f"<mrow {marked}"):
            row[-1] = row[-1].replace(marked, f"{marked} goes-on", 1)
            following[0] = following[0].replace(marked, f"{marked} comes-from", 1)
            if not (runs and runs[-1][-1] == (i, len(row) - 1)):
                runs.append([(i, len(row) - 1)])
            runs[-1].append((i + 1, 0))
    for run in runs:
        parts = [rows[i][place] for i, place in run]
        tall = _tallest(parts)
        for (i, place), part in zip(run, parts, strict=True):
            struts = "".join(_strut(other) for other in tall if other != part)
            # Where it begins: what is not seen is not to reach beyond the row either.
            begin = part.index(">") + 1
            rows[i][place] = part[:begin] + struts + part[begin:]
    return rows


def _tallest(parts: list[str]) -> list[str]:
    """Return those parts that may stand highest, or lowest."""
    extents = {part: extent(part) for part in parts}
    ends = [max(sides) - ABOUT for sides in zip(*extents.values(), strict=True)]
    return [p for p, sides in extents.items() if any(map(operator.ge, sides, ends))]


def _strut(marked: str) -> str:
    """Return what is as high as a marked piece, and neither wide nor seen."""
    inside = marked[marked.index(">") + 1 : marked.rindex("</mrow>")]
    return f'<mpadded width="0"><mphantom>{inside}</mphantom></mpadded>'


def mathml_prose(text: str) -> Markup:
    """Return an author's words as HTML: between dollars a formula, and the rest escaped.

    Raises
    ------
    NoLatex
        For a formula that is more than a formula.
    """
    # What follows on a formula without a space begins no line.
    first, *others = pieces(bound(text))
    out = Markup(escape(first))
    for tex, words in zip(others[::2], others[1::2], strict=True):
        behind = "".join(takewhile(lambda c: not c.isspace(), words))
        formula = _inline(tex, text)
        if behind:
            formula = Markup('<span class="together">{}{}</span>').format(formula, behind)
        out += formula + escape(words[len(behind) :])
    return out


def _inline(tex: str, text: str) -> Markup:
    mathematics(tex, text)
    return Markup(f"<math>{''.join(read(tex, authored=True))}</math>")


def _marked_box(
    formula: Formula, letters: Mapping[Formula, str], paths: Iterable[Path], place: int
) -> Box:
    """Return the box of a formula, every mark of which is seen."""

    def tex(tree: Formula, marks: frozenset[int]) -> str:
        return _Printer(letters, marks).line(tree, place).tex

    tree, marks = marks_of(formula, paths, tex)
    return _Printer(letters, marks).line(tree, place)


def _pieces(box: Box) -> list[list[Box]]:
    """Return the pieces of a row: of one that is too wide, what its signs begin."""
    tokens = list(box.parts) or [box]
    signs = [i for i, token in enumerate(tokens) if i and token.start and not token.weak]
    cuts = [0, *(signs if box.width > WIDEST else [])]
    found: list[list[Box]] = []
    for begin, end in zip(cuts, [*cuts[1:], len(tokens)], strict=True):
        parts = tuple(tokens[begin:end])
        whole = Box("", sum(part.width for part in parts), parts=parts)
        is_wide = whole.width > WIDEST
        found += spans(whole, WIDEST, weak=True) if is_wide else [list(parts)]
    return found


def _tex(piece: list[Box]) -> str:
    first, *others = piece
    # Words keep their space: only a screen tells which pieces begin a row.
    is_sign = unmarked(first.start).removeprefix("{}") and not unmarked(first.start).startswith(
        r"\text"
    )
    begin = first.start if is_sign else first.tex
    return " ".join([begin, *(box.tex for box in others)])
