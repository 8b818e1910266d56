"""Tokens: the items of what is written in LaTeX by one token, whatever stands around it."""

from __future__ import annotations

from markupsafe import escape

from derive.render.greek import GREEK
from derive.render.mathml.items import Item
from derive.render.mathml.symbols import (
    BIG,
    BINARY,
    FUNCTIONS,
    LIMITS,
    ORDINARY,
    RELATIONS,
    SPACES,
    greek,
)

_TIGHT = 'lspace="0" rspace="0"'
TWO_BARS = Item("text", '<mo lspace="0.1667em" rspace="0.1667em" stretchy="false">‖</mo>')


def item(token: str) -> Item | None:
    """Return the item of a token, or None where it takes arguments or is not known."""
    name = token.removeprefix("\\")
    if token.startswith(r"\text{"):
        words = token[len(r"\text{") : -1].replace(" ", "\u00a0")
        return Item("text", f"<mtext>{escape(words)}</mtext>")
    if token != name and name in SPACES:
        return Item("space", space=SPACES[name])
    if name in RELATIONS:
        return Item("relation", str(escape(RELATIONS[name])))
    if name in BINARY:
        return Item("binary", BINARY[name])
    return _command(name) if token != name else _character(token)


def _character(token: str) -> Item | None:
    if token.isascii() and token.isalpha():
        return Item("operand", f"<mi>{token}</mi>", name=True)
    if token in (",", ";"):
        return Item("punctuation", f'<mo separator="true">{token}</mo>')
    if token in (".", "!"):
        return Item("punctuation", f"<mo {_TIGHT}>{token}</mo>")
    if token == "/":
        return Item("slash", f'<mo {_TIGHT} stretchy="false">/</mo>')
    return None


def _command(name: str) -> Item | None:
    if name in GREEK:
        upright = "" if name.islower() else ' mathvariant="normal"'
        return Item("operand", f"<mi{upright}>{greek(name)}</mi>", name=True)
    if name in FUNCTIONS:
        return Item("function", f"<mi>{name}</mi>")
    if name in LIMITS:
        return Item("function", f'<mo {_TIGHT} movablelimits="true">{name}</mo>', text="limit")
    if name in BIG:
        return Item("big", f"<mo>{BIG[name]}</mo>", text=name)
    if name == "nabla":
        return Item("prefix", f'<mo form="prefix" {_TIGHT}>∇</mo>')
    if name == "partial":
        return Item("prefix", "<mi>∂</mi>", text="∂")
    if name in ORDINARY:
        return Item("operand", f'<mi mathvariant="normal">{ORDINARY[name]}</mi>')
    return None
