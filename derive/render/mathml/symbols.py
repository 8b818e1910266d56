"""Symbols: which character, in which element of MathML, a command of LaTeX stands for.

Nothing is left to ``mathvariant``, of which browsers know *normal* alone: a bold or a blackboard
letter is a character of its own.
"""

from __future__ import annotations

import unicodedata

from derive.render.greek import GREEK

THIN, MEDIUM, THICK = 0.1667, 0.2222, 0.2778

SPACES = {
    ",": THIN, ":": MEDIUM, ";": THICK, "!": 0.0, " ": 0.25, "quad": 1.0, "qquad": 2.0,
}  # fmt: skip

FUNCTIONS = frozenset({"log", "exp", "sin", "cos", "arctan", "det"})
"""Upright words that take an argument."""

LIMITS = frozenset({"lim", "max", "min", "sup", "inf"})
"""Such words that, in a display, have what stands behind ``_`` below them."""

BIG = {"int": "∫", "sum": "∑", "prod": "∏"}

RELATIONS = {
    "=": "=", "<": "<", ">": ">", ":": ":", "colon": ":", "le": "≤", "leq": "≤", "ge": "≥",
    "geq": "≥", "ne": "≠", "neq": "≠", "approx": "≈", "equiv": "≡", "sim": "∼", "propto": "∝",
    "in": "∈", "notin": "∉", "succ": "≻", "mid": "∣", "ll": "≪", "gg": "≫", "to": "→",
    "mapsto": "↦", "longrightarrow": "⟶", "downarrow": "↓", "Rightarrow": "⇒",
    "Leftrightarrow": "⇔", "Longrightarrow": "⟹", "Longleftrightarrow": "⟺",
}  # fmt: skip

BINARY = {"+": "+", "-": "−", "*": "∗", "cdot": "⋅", "times": "×", "pm": "±", "mp": "∓"}

ORDINARY = {
    "infty": "∞", "partial": "∂", "top": "⊤", "ell": "ℓ", "prime": "′", "cdots": "⋯",
    "dots": "…", "ldots": "…",
}  # fmt: skip

DELIMITERS = {
    "(": "(", ")": ")", "[": "[", "]": "]", "|": "|", "/": "/", ".": "", r"\{": "{", r"\}": "}",
    r"\|": "‖", r"\lvert": "|", r"\rvert": "|",
}  # fmt: skip

ACCENTS = {"bar": "¯", "hat": "^", "tilde": "~", "dot": "˙"}

_STYLES = {
    "mathbb": "DOUBLE-STRUCK", "mathbf": "BOLD", "mathcal": "SCRIPT", "mathit": "ITALIC",
    "boldsymbol": "BOLD ITALIC",
}  # fmt: skip
# Letters that had a place of their own before the alphabets were made.
_OLDER = {
    ("DOUBLE-STRUCK", c): unicodedata.lookup(f"DOUBLE-STRUCK CAPITAL {c}") for c in "CHNPQRZ"
} | {("SCRIPT", c): unicodedata.lookup(f"SCRIPT CAPITAL {c}") for c in "BEFHILMR"}
_OLDER |= {("SCRIPT", c): unicodedata.lookup(f"SCRIPT SMALL {c.upper()}") for c in "ego"}
_OLDER[("ITALIC", "h")] = unicodedata.lookup("PLANCK CONSTANT")


def greek(name: str) -> str:
    """Return the letter that a command names."""
    return unicodedata.lookup(_greek(name))


def styled(command: str, letter: str) -> str:
    """Return a letter or a digit, or the Greek letter of a name, as a command sets it.

    Raises
    ------
    ValueError
        Where there is no such character.
    """
    style = _STYLES[command]
    if (style, letter) in _OLDER:
        return _OLDER[style, letter]
    if letter.isdigit():
        style = "BOLD" if style == "BOLD ITALIC" else style
        what = unicodedata.name(letter)
        name = f"MATHEMATICAL {style} {what}"
    elif letter in GREEK:
        name = f"MATHEMATICAL {style} {_greek(letter)}".replace("GREEK ", "").replace("LETTER ", "")
    else:
        size = "SMALL" if letter.islower() else "CAPITAL"
        name = f"MATHEMATICAL {style} {size} {letter.upper()}"
    try:
        return unicodedata.lookup(name)
    except KeyError:
        raise ValueError(f"there is no {style.lower()} {letter!r}") from None


def _greek(name: str) -> str:
    size = "SMALL" if name.islower() else "CAPITAL"
    return f"GREEK {size} LETTER {name.upper().replace('MBD', 'MD')}"
