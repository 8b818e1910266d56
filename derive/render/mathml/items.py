"""Items: the pieces of a row of MathML, and what stands unseen between them.

Where nothing is written between two factors, or between a function and its argument, a screen
reader still has to say which it is; and a space of TeX's becomes the space of that operator.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import groupby

from derive.render.mathml.symbols import THIN

TIMES, APPLY = "&#x2062;", "&#x2061;"

# What an operator stands behind when it is no sign.
_OPERANDS = ("operand", "close", "bar", "empty")
_BEGIN = ("operand", "function", "big", "prefix", "open")


@dataclass(frozen=True)
class Item:
    """A piece of a row.

    Attributes
    ----------
    kind : str
        ``operand``, ``function`` (which takes an argument), ``big`` (∑, ∏, ∫), ``prefix`` (∇, ∂),
        ``binary``, ``relation``, ``punctuation``, ``open`` and ``close`` (a delimiter without its
        other half), ``bar``, ``space``, ``text``, ``differential``, ``empty``.
    xml : str
        Its element; of a binary operator the character alone.
    space : float
        The width of a space, in em.
    name : bool
        Whether parentheses behind it hold an argument rather than a factor.
    fence : bool
        Whether it is something between delimiters.
    text : str
        The digits of a number; the character of a delimiter.
    marked : bool
        Whether it is marked.
    """

    kind: str
    xml: str = ""
    space: float = 0.0
    name: bool = False
    fence: bool = False
    text: str = ""
    marked: bool = False


def single(elements: Iterable[str]) -> str:
    """Return one element that holds these."""
    elements = list(elements)
    return elements[0] if len(elements) == 1 else f"<mrow>{''.join(elements)}</mrow>"


def elements(items: list[Item], mark: str = "", *, small: bool = False) -> list[str]:
    """Return the elements of a row, what is marked in a group of the class ``mark``.

    In what is ``small``, as an index is, operators stand without spaces.
    """
    items = _joined_marks(items)
    pieces: list[tuple[bool, str]] = []
    before: Item | None = None
    i = 0
    while i < len(items):
        item, space = items[i], 0.0
        while item.kind == "space" and i + 1 < len(items):
            space += item.space
            i += 1
            item = items[i]
        marked = item.marked and before is not None and before.marked
        pieces += [(marked, xml) for xml in _between(before, item, space)]
        if item.kind not in ("space", "empty"):
            pieces.append((item.marked, _shown(before, item, small=small)))
        before = item
        i += 1
    out: list[str] = []
    for is_marked, group in groupby(pieces, key=lambda piece: piece[0]):
        row = [xml for _, xml in group]
        out += [f'<mrow class="changed {mark}">{"".join(row)}</mrow>'] if is_marked else row
    return out


def _joined_marks(items: list[Item]) -> list[Item]:
    """Return the row with marks that only a sign or nothing parts made one."""
    out = list(items)
    last: int | None = None
    for i, item in enumerate(items):
        if item.marked:
            if last is not None and all(x.kind in ("space", "binary") for x in out[last + 1 : i]):
                out[last + 1 : i] = [replace(x, marked=True) for x in out[last + 1 : i]]
            last = i
    return out


def _between(left: Item | None, right: Item, space: float) -> list[str]:
    """Return what stands between two items: an operator that is not seen, or a space."""
    thin = f' rspace="{THIN}em"'
    if left is not None and right.kind in _BEGIN:
        if left.kind == "prefix" and right.kind == "function":
            space = max(space, THIN)
        if left.kind == "function":
            closed = right.fence or right.kind == "open"
            return [f"<mo{'' if closed else thin}>{APPLY}</mo>"]
        if left.kind in ("operand", "close"):
            if left.name and not space and (right.fence or right.kind == "open"):
                return [f"<mo>{APPLY}</mo>"]
            return [f"<mo{thin if space or right.kind == 'function' else ''}>{TIMES}</mo>"]
    return [f'<mspace width="{round(space, 4)}em"></mspace>'] if space else []


def _shown(before: Item | None, item: Item, *, small: bool) -> str:
    tight = ' lspace="0" rspace="0"'
    if item.kind == "binary":
        if before is None or before.kind not in _OPERANDS:
            return f'<mo form="prefix"{tight}>{item.xml}</mo>'
        return f'<mo form="infix"{tight if small else ""}>{item.xml}</mo>'
    if item.kind == "relation":
        return f'<mo{tight if small else ""} stretchy="false">{item.xml}</mo>'
    return item.xml
