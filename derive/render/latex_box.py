"""Boxes: pieces of a formula with an estimate of their width, and their breaking into rows."""

from __future__ import annotations

from dataclasses import dataclass

# How tightly a formula holds together; a looser one inside a tighter one takes parentheses.
RELATION, SUM, SIGN, SLASH, PRODUCT, POWER, ATOM = range(7)

# A row after the first is set in by a quad.
INDENT = 1.2


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
    """

    tex: str
    width: float
    level: int = ATOM
    tall: int = 0
    head: str = ""
    tail: str = ""
    parts: tuple[Box, ...] = ()
    start: str = ""


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


def enclosed(box: Box, left: str = "(", right: str = ")", after: str = "") -> Box:
    """Return a box between delimiters of its height."""
    size, fixed = (("", "\\big"), ("\\left", "\\Big"), ("\\left", "\\bigg"))[box.tall]
    closing = "\\right" if size else ""
    space = "" if not right[0].isalpha() or not closing else " "
    width = (0.4, 0.65, 0.85)[box.tall]
    # \left and \right cannot stand in different rows; delimiters of a fixed size can.
    pieces = (
        Box(f"{fixed}l{left}", width),
        box,
        Box(f"{fixed}r{right}{after}", width),
    )
    return Box(
        f"{size}{left}{box.tex}{closing}{space}{right}{after}",
        box.width + 2 * width,
        ATOM,
        box.tall,
        "delimiter",
        "delimiter",
        pieces if box.parts else (),
    )


def rows(box: Box, limit: float) -> list[str]:
    """Break a box into rows of at most ``limit`` em, at operators as far outside as can be.

    A row that nothing can shorten stays too wide.
    """
    tokens = [(box, 0)]
    while True:
        cuts = _cuts(tokens, limit)
        spans = list(zip([0, *cuts], [*cuts, len(tokens)], strict=True))
        wide = [(a, b) for a, b in spans if _width(tokens[a:b], a) > limit]
        closed = [i for a, b in wide for i in range(a, b) if tokens[i][0].parts]
        if not closed:
            return [_row(tokens[a:b]) for a, b in spans]
        widest = max(closed, key=lambda i: tokens[i][0].width)
        opened, depth = tokens[widest]
        tokens[widest : widest + 1] = [(part, depth + 1) for part in opened.parts]


def _width(tokens: list[tuple[Box, int]], first: int) -> float:
    return sum(box.width for box, _ in tokens) + (INDENT if first else 0)


def _row(tokens: list[tuple[Box, int]]) -> str:
    first = tokens[0][0]
    return " ".join([first.start or first.tex, *(box.tex for box, _ in tokens[1:])]).strip()


def _cuts(tokens: list[tuple[Box, int]], limit: float) -> list[int]:
    """Return where the rows after the first begin, at the least cost.

    A cut costs more the deeper it lies; what stands beyond the margin costs most.
    """
    best: dict[int, tuple[float, list[int]]] = {0: (0.0, [])}
    ends = [i for i, (box, _) in enumerate(tokens) if box.start and i] + [len(tokens)]
    for end in ends:
        choices = []
        for begin, (cost, cuts) in best.items():
            beyond = max(0.0, _width(tokens[begin:end], begin) - limit)
            here = 0 if end == len(tokens) else 1 + tokens[end][1] ** 2
            choices.append((cost + here + 1000 * beyond, [*cuts, end]))
        # Of equals, the one whose cuts come last: full rows first.
        best[end] = min(choices, key=lambda choice: (choice[0], [-cut for cut in choice[1]]))
    return best[len(tokens)][1][:-1]
