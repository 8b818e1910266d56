"""Reader: formulas in LaTeX as MathML.

It reads the closed list of commands that `derive.render.latex.mathematics` allows and the formula
printer writes, so that what is printed is decided once, for both: parentheses, dots, how a power
stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from markupsafe import escape

from derive.render.greek import GREEK
from derive.render.latex.box import DIFFERENTIAL
from derive.render.marks import CLOSES, OPENS
from derive.render.mathml.items import Item, elements, single
from derive.render.mathml.symbols import ACCENTS, DELIMITERS, THIN, styled
from derive.render.mathml.tokens import TWO_BARS, item

_TOKEN = re.compile(
    r"\\text\{[^}]*\}|\\(?:begin|end)\{aligned\}|\\(?:[a-zA-Z]+|.)|\d+|'+|[^\s]", re.DOTALL
)
_SIZES = {"big": 1.2, "Big": 1.8, "bigg": 2.4, "Bigg": 3.0}
_SIZED = {f"\\{name}{side}": size for name, size in _SIZES.items() for side in ("l", "r", "")}
_OPENING = {"(", "[", r"\{", r"\lvert"}
_CLOSING = {")", "]", r"\}", r"\rvert"}
_EITHER = {"|", r"\|"}


def read(tex: str, mark: str = "", *, authored: bool = False) -> list[str]:
    """Return the elements of a formula; what stands between marks is of the class ``mark``.

    Where it is ``authored``, the d of an integral is written as any other letter.

    Raises
    ------
    ValueError
        For a command that has no form in MathML.
    """
    return elements(_Reader(tex, mark, authored=authored).read(), mark)


@dataclass(frozen=True)
class _Frame:
    """What is open: a mark, or a delimiter with its attributes, from an item on."""

    kind: str
    start: int


class _Reader:
    """Reads a formula, a token at a time."""

    def __init__(self, tex: str, mark: str, *, authored: bool) -> None:
        self.authored = authored
        # Marks that follow on each other are one.
        self.tokens = _TOKEN.findall(re.sub(rf"{CLOSES}\s*{OPENS}", " ", tex))[::-1]
        self.mark = mark

    def read(self) -> list[Item]:
        """Return the items of the whole formula."""
        items = self._sequence()
        if self.tokens:
            raise ValueError(f"{self.tokens[-1]} closes nothing")
        return items

    def _next(self) -> str:
        if not self.tokens:
            raise ValueError("a formula ends too early")
        return str(self.tokens.pop())

    def _peek(self) -> str:
        return str(self.tokens[-1]) if self.tokens else ""

    def _sequence(self, ends: tuple[str, ...] = ("}",)) -> list[Item]:
        """Return the items up to a token that ends them, which is left."""
        items: list[Item] = []
        frames: list[_Frame] = []
        while self.tokens and self.tokens[-1] not in ends:
            token = self._next()
            if token == OPENS:
                frames.append(_Frame("mark", len(items)))
            elif token == CLOSES:
                _mark(items, frames)
            elif token in ("^", "_") or token[0] == "'":
                self._script(items, token)
            elif (delimiter := self._delimiter(token, items)) is not None:
                self._place(delimiter, items, frames)
            else:
                self._add(items, token)
        return items

    def _script(self, items: list[Item], token: str) -> None:
        """Put what is raised or lowered, and what follows on the other side, at the last item."""
        below, above = "", ""
        while token and (token in ("^", "_") or token[0] == "'"):
            if token == "_":
                below = self._argument(small=True)
            elif token == "^":
                above = self._argument(small=True)
            else:
                above = f"<mo>{'′' * len(token)}</mo>"
            token = self._next() if self._peek() in ("^", "_") or self._peek()[:1] == "'" else ""
        base = items.pop() if items else Item("operand", "<mrow></mrow>")
        items.append(_scripted(base, below, above, self.mark))

    def _argument(self, *, small: bool = False) -> str:
        """Return the element of a group or of a single token."""
        return single(elements(self._group(), self.mark, small=small))

    def _group(self) -> list[Item]:
        """Return the items of a group or of a single token."""
        token = self._next()
        if token == "{":
            items = self._sequence()
            self._next()
            return items
        if token.isdigit() and token[1:]:
            self.tokens.append(token[1:])
            token = token[0]
        items = []
        self._add(items, token)
        return items

    def _raw(self) -> list[str]:
        """Return the tokens of an argument that names a letter or a word."""
        if self._peek() != "{":
            return [self._next()]
        self._next()
        names = []
        while self._peek() != "}":
            names.append(self._next())
        self._next()
        return names

    def _delimiter(self, token: str, items: list[Item]) -> Item | None:
        """Return a delimiter that opens or closes, or None."""
        attributes, side, plain = ' stretchy="false"', "", token
        if token in (r"\left", r"\right"):
            plain, side = self._next(), token[1:]
            attributes = ' stretchy="true"'
        elif token in _SIZED:
            plain = self._next()
            side = {"l": "left", "r": "right"}.get(token[-1], "")
            em = _SIZED[token]
            attributes = f' stretchy="true" minsize="{em}em" maxsize="{em}em"'
        elif token not in _OPENING | _CLOSING | _EITHER:
            return None
        if token == r"\|" and items and items[-1].kind == "space":
            return None
        if plain == "/":
            return Item("relation", "/")
        if plain not in DELIMITERS:
            raise ValueError(f"{plain} is no delimiter")
        opens = side == "left" or (not side and plain in _OPENING)
        closes = side == "right" or (not side and plain in _CLOSING)
        kind = "open" if opens else "close" if closes else "either"
        shown = DELIMITERS[plain]
        return Item(kind, attributes if shown else "", text=shown)

    def _place(self, d: Item, items: list[Item], frames: list[_Frame]) -> None:
        """Put a delimiter where it belongs: with what it closes it is one item."""
        opened = frames[-1] if frames and frames[-1].kind != "mark" else None
        fits = opened is not None and ("|" in opened.kind or "‖" in opened.kind) == (
            d.text in ("|", "‖")
        )
        fits = fits or (opened is not None and "" in (opened.kind, d.text))
        if d.kind != "open" and opened is not None and fits:
            frames.pop()
            inside = items[opened.start + 1 :]
            row = [items[opened.start].xml, *elements(inside, self.mark), _fence(d, "postfix")]
            items[opened.start :] = [Item("operand", f"<mrow>{''.join(row)}</mrow>", fence=True)]
        elif d.kind in ("open", "either"):
            frames.append(_Frame(d.text, len(items)))
            items.append(Item("open", _fence(d, "prefix")))
        else:
            kind = "bar" if d.text == "|" else "close"
            items.append(Item(kind, _fence(d, "postfix")))

    def _add(self, items: list[Item], token: str) -> None:
        """Put the item of a token behind the others."""
        if token == "{":
            inside = self._sequence()
            self._next()
            row = "".join(elements(inside, self.mark))
            several = [Item("operand", f"<mrow>{row}</mrow>")] if inside[1:] else inside
            items += several or [Item("empty")]
        elif token.isdigit():
            _add_digits(items, token)
        elif token == DIFFERENTIAL or (token == "d" and self._is_differential(items)):
            items.append(Item("differential", "<mi>d</mi>"))
        elif token == r"\|":  # spaces around it belong to it
            items.pop()
            if self._peek() == r"\,":
                self._next()
            items.append(TWO_BARS)
        else:
            known = item(token)
            items.append(known or self._with_arguments(token.removeprefix("\\")))

    def _is_differential(self, items: list[Item]) -> bool:
        """Say whether an author's d is a differential: between a space and a letter."""
        begins = self.authored and (not items or items[-1].kind == "space")
        following = self._peek()
        letter = following.isalpha() or following[1:] in GREEK
        return begins and (letter or following in (r"\mathbf", r"\boldsymbol"))

    def _with_arguments(self, name: str) -> Item:
        if name in ("frac", "tfrac", "dfrac"):
            top, bottom = self._group(), self._group()
            above, below = (single(elements(part, self.mark)) for part in (top, bottom))
            derivative = [x.text for x in top] == ["∂"]
            xml = f"<mfrac>{above}{below}</mfrac>"
            if name != "frac":
                xml = f'<mstyle displaystyle="{str(name == "dfrac").lower()}">{xml}</mstyle>'
            return Item("prefix" if derivative else "operand", xml)
        if name == "sqrt":
            if self._peek() == "[":
                self._next()
                degree = self._argument()
                self._next()
                return Item("operand", f"<mroot>{self._argument()}{degree}</mroot>")
            return Item("operand", f"<msqrt>{self._argument()}</msqrt>")
        if name in ACCENTS:
            accent = f'<mo stretchy="false">{ACCENTS[name]}</mo>'
            xml = f'<mover accent="true">{self._argument()}{accent}</mover>'
            return Item("operand", xml, name=True)
        if name in ("operatorname", "mathrm"):
            word = "".join(t.removeprefix("\\") for t in self._raw())
            upright = "" if word[1:] else ' mathvariant="normal"'
            kind = "function" if name == "operatorname" else "operand"
            return Item(kind, f"<mi{upright}>{escape(word)}</mi>", name=True)
        if name in ("mathbb", "mathbf", "mathcal", "mathit", "boldsymbol"):
            letters = [styled(name, t.removeprefix("\\")) for t in self._raw()]
            element = "mn" if letters == ["𝟎"] else "mi"
            return Item("operand", f"<{element}>{''.join(letters)}</{element}>", name=True)
        if name == "begin{aligned}":
            return self._aligned()
        raise ValueError(f"\\{name} has no form in MathML")

    def _aligned(self) -> Item:
        """Return rows one below the other."""
        rows = []
        while True:
            items = self._sequence((r"\\", "&", r"\end{aligned}"))
            end = self._next()
            if end == "&":
                continue
            row = "".join(elements(items, self.mark))
            rows.append(f"<mtr><mtd>{row}</mtd></mtr>")
            if end == r"\end{aligned}":
                table = f'<mtable class="rows" displaystyle="true">{"".join(rows)}</mtable>'
                return Item("operand", table)


def _add_digits(items: list[Item], digits: str) -> None:
    """Put a number behind the others, or more digits behind the groups of three before them."""
    if len(digits) == 3 and [x.kind for x in items[-2:]] == ["operand", "space"]:
        number, space = items[-2:]
        if number.text and space.space == THIN:
            del items[-2:]
            digits = f"{number.text}\u2009{digits}"
    items.append(Item("operand", f"<mn>{digits}</mn>", text=digits))


def _mark(items: list[Item], frames: list[_Frame]) -> None:
    """Mark the items since the last mark was opened."""
    while frames and frames[-1].kind != "mark":
        frames.pop()
    start = frames.pop().start if frames else len(items)
    items[start:] = [replace(item, marked=True) for item in items[start:]]


def _fence(d: Item, form: str) -> str:
    return f'<mo form="{form}"{d.xml}>{d.text}</mo>' if d.text else ""


def _scripted(base: Item, below: str, above: str, mark: str) -> Item:
    """Return an item with what stands below and above it."""
    kind, name = base.kind, base.name and not above
    xml = base.xml
    if base.kind in ("binary", "relation", "space"):
        xml, kind = f"<mo>{base.xml}</mo>", "operand"
    if base.marked:
        xml = f'<mrow class="changed {mark}">{xml}</mrow>'
    around = base.text in ("sum", "prod", "limit")
    tags = ("munder", "mover", "munderover") if around else ("msub", "msup", "msubsup")
    tag = tags[2] if below and above else tags[0] if below else tags[1]
    return Item(kind, f"<{tag}>{xml}{below}{above}</{tag}>", name=name)
