"""Boxes: pieces of a formula with an estimate of their width, and their breaking into rows."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from derive.render.marks import CLOSES, OPENS, unmarked

# How tightly a formula holds together; a looser one inside a tighter one takes parentheses.
# SAID is what words say of a formula: that it is integrable, or holds for all x.
SAID, IFF, AND, RELATION, SUM, SIGN, SLASH, PRODUCT, POWER, ATOM = range(10)

_DELIMITERS = (
    ("", "", r"\big"),
    (r"\bigl", r"\bigr", r"\Big"),
    (r"\left", r"\right", r"\Big"),
    (r"\left", r"\right", r"\bigg"),
)

# What a printer may put for the d of an integral, so that none takes it for a factor.
DIFFERENTIAL = "\ue002"

# A row after the first is set in by a quad.
INDENT = 1.2

# Factors that stand side by side without a space.
_TIGHT = {(a, b) for a in ("digit", "letter", "delimiter") for b in ("letter", "root")} | {
    (a, "delimiter") for a in ("digit", "fraction", "delimiter")
}


@dataclass(frozen=True)
class Box:
    """A piece of a formula.

    Attributes
    ----------
    tex : str
        Its LaTeX.
    width : float
        An estimate, from above, in em of the text's size.
    level : int
        How tightly it holds together.
    tall : int
        0 for a line of text, 1 for a small fraction, 2 for what stands in a display.
    head, tail : str
        What it begins and ends with, where a neighbour in a product must know.
    parts : tuple of Box
        The same formula in pieces, for a row that is too short for the whole.
    start : str
        Its LaTeX at the beginning of a row; empty where no row may begin with it.
    weak : bool
        Whether a row begins with it only where nothing else helps.
    """

    tex: str
    width: float
    level: int = ATOM
    tall: int = 0
    head: str = ""
    tail: str = ""
    parts: tuple[Box, ...] = ()
    start: str = ""
    weak: bool = False


def joined(
    parts: list[Box], level: int, *, head: str = "", tail: str = "", opens: bool = True
) -> Box:
    """Return the box of what stands side by side; ``opens`` says whether it may be broken."""
    return Box(
        " ".join(p.tex for p in parts if p.tex),
        sum(p.width for p in parts),
        level,
        max(p.tall for p in parts),
        head or parts[0].head,
        tail or parts[-1].tail,
        tuple(parts) if opens and any(p.start or p.parts for p in parts) else (),
    )


def enclosed(
    box: Box, left: str = "(", right: str = ")", *, after: str = "", small: bool = False
) -> Box:
    """Return a box between delimiters of its height, with ``after`` as their indices.

    Around parentheses they are one size larger, but not where all is ``small``.
    """
    size = 1 + box.tall if box.tall else int("(" in box.tex and not small)
    opening, closing, fixed = _DELIMITERS[size]
    width = (0.4, 0.5, 0.65, 0.85)[size]
    # \left and \right cannot stand in different rows; delimiters of a fixed size can.
    pieces = (Box(f"{fixed}l{left}", width), box, Box(f"{fixed}r{right}{after}", width))
    return Box(
        f"{opening}{left}{box.tex}{closing}{right}{after}",
        box.width + 2 * width,
        ATOM,
        box.tall,
        "delimiter",
        "delimiter",
        pieces if box.parts else (),
    )


def marked(box: Box) -> Box:
    """Return the box with marks around its LaTeX, and around that of all its parts."""
    start = f"{OPENS}{box.start}{CLOSES}" if box.start else ""
    parts = tuple(map(marked, box.parts))
    return replace(box, tex=f"{OPENS}{box.tex}{CLOSES}", start=start, parts=parts)


def negative(box: Box) -> Box:
    """Return the box with a minus before it."""
    parts = (Box("-", 0.9), *box.parts) if box.parts else ()
    return Box(f"-{box.tex}", box.width + 0.9, SIGN, box.tall, "sign", box.tail, parts)


def quotient(top: Box, bottom: Box, *, display: bool) -> Box:
    """Return a fraction with a horizontal bar."""
    width = max(top.width, bottom.width) * (1 if display else 0.75) + 0.4
    tex = rf"\frac{{{top.tex}}}{{{bottom.tex}}}"
    return Box(tex, width, PRODUCT, 2 if display else 1, "fraction", "fraction")


def slashed(top: Box, bottom: Box) -> Box:
    """Return a fraction in one line; an unclosed function above takes parentheses."""
    open_ended = top.tail in ("function", "integral")
    above = top if top.level >= PRODUCT and not open_ended else enclosed(top)
    below = bottom if bottom.level >= POWER else enclosed(bottom)
    return joined([above, Box("/", 0.5), below], SLASH, opens=False)


def raised(base: Box, exponent: Box, tail: str) -> Box:
    """Return a power."""
    single = len(exponent.tex) == 1 or exponent.tex == r"\top"
    tex = exponent.tex if single else f"{{{exponent.tex}}}"
    index = Box(f"^{tex}", 0.75 * exponent.width + 0.1)
    parts = (base, index) if base.parts else ()
    return Box(
        base.tex + index.tex, base.width + index.width, POWER, base.tall, base.head, tail, parts
    )


def applied(command: str, argument: Box, level: int, tail: str) -> Box:
    """Return a function of an argument that has its parentheses or needs none."""
    letters = command.removeprefix(r"\operatorname{").strip("\\}")
    operator = Box(command, 0.45 * len(letters) + 0.2)
    # TeX sets a space between an operator and \left; before plain parentheses it sets none.
    joint = r"\!" if argument.tex.startswith(r"\left") else " "
    parts = (operator, argument) if argument.parts else ()
    return Box(
        command + joint + argument.tex,
        operator.width + argument.width,
        level,
        argument.tall,
        "function",
        tail,
        parts,
    )


def evaluated(box: Box, where: str, width: float) -> Box:
    """Return what is evaluated somewhere, with a bar behind it that says where."""
    size = (r"\big", r"\Big", r"\bigg")[box.tall]
    bar = Box(rf"{size}r|_{{{where}}}", 0.4 + width)
    return joined([box, bar], SIGN, tail="bar")


def beside(boxes: list[Box]) -> Box:
    """Return the product of factors; none but the last may take in what follows it."""
    closed = [enclosed(b) if b.tail == "integral" else b for b in boxes[:-1]] + boxes[-1:]
    parts = closed[:1]
    for left, right in pairwise(closed):
        parts += [between(left, right), right]
    return joined(parts, PRODUCT)


def between(left: Box, right: Box) -> Box:
    """Return what stands between two factors: a dot, a thin space or nothing."""
    ratio = left.tail in ("digit", "fraction") and right.head == "fraction"
    unit = unmarked(left.tex) in ("0", "1")  # of which "1I" or "0x" would say too little
    if right.head == "digit" or left.tail == "function" or ratio or unit:
        sign, width = r"\cdot", 0.75
    elif right.head in ("function", "integral"):  # TeX sets a thin space before these
        sign, width = "", 0.2
    elif (left.tail, right.head) in _TIGHT:
        sign, width = "", 0.0
    else:
        sign, width = r"\,", 0.2
    return Box(sign, width, start=r"{}\cdot", weak=True)


def rows(box: Box, limit: float, *, weak: bool = False) -> list[str]:
    """Return the LaTeX of the rows that a box takes: see `spans`."""
    return [_row(span) for span in spans(box, limit, weak=weak)]


def spans(box: Box, limit: float, *, weak: bool = False) -> list[list[Box]]:
    """Break a box into rows of at most ``limit`` em, at operators as far outside as can be.

    A row that nothing can shorten stays too wide.  Between factors it is broken where nothing
    else helps, or, if ``weak``, as it is at signs.
    """
    tokens = [(box, 0)]
    while True:
        cuts = _cuts(tokens, limit, weak)
        ends = list(zip([0, *cuts], [*cuts, len(tokens)], strict=True))
        wide = [(a, b) for a, b in ends if _width(tokens[a:b], a) > limit]
        closed = [i for a, b in wide for i in range(a, b) if tokens[i][0].parts]
        if closed:
            widest = max(closed, key=lambda i: tokens[i][0].width)
            opened, depth = tokens[widest]
            tokens[widest : widest + 1] = [(part, depth + 1) for part in opened.parts]
        elif wide and not weak:
            weak = True
        else:
            return [[box for box, _ in tokens[a:b]] for a, b in ends]


def _width(tokens: list[tuple[Box, int]], first: int) -> float:
    return sum(box.width for box, _ in tokens) + (INDENT if first else 0)


def _row(span: list[Box]) -> str:
    first, *others = span
    row = " ".join([first.start or first.tex, *(box.tex for box in others)]).strip()
    # After amsmath's & a bare minus would be taken for a difference, and set apart.
    return f"{{-}}{row[1:]}" if row.startswith("-") else row


def _cuts(tokens: list[tuple[Box, int]], limit: float, weak: bool) -> list[int]:
    """Return where the rows after the first begin, at the least cost.

    A cut costs more the deeper it lies; what stands beyond the margin costs most.
    """
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    ends = [i for i, (box, _) in enumerate(tokens) if box.start and i and (weak or not box.weak)]
    for end in [*ends, len(tokens)]:
        choices = []
        for begin, (cost, cuts) in best.items():
            beyond = max(0.0, _width(tokens[begin:end], begin) - limit)
            here = 0 if end == len(tokens) else 1 + tokens[end][1] ** 2
            choices.append((cost + here + 1000 * beyond, [*cuts, end]))
        # Of equals, the one whose cuts come last: full rows first.
        best[end] = min(choices, key=lambda choice: (choice[0], [-cut for cut in choice[1]]))
    return best[len(tokens)][1][:-1]
