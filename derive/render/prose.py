"""Prose: an author's words, in which formulas stand between dollars."""

from __future__ import annotations

import re
from collections.abc import Callable

LETTER = r"(?:[a-zA-Z]|\\[a-zA-Z]+)(?:_\w)?"
"""A formula that is one letter."""


def bound(text: str) -> str:
    """Return words with no break before a formula of one letter, which does not begin a line."""
    return re.sub(rf"(?<=\w) (?=\${LETTER}\$)", "\u00a0", text)


def pieces(text: str) -> list[str]:
    """Return words and formulas in turn, words first and last, without the dollars."""
    return re.split(r"\$([^$]+)\$", text)


def dressed(text: str, words: Callable[[str], str], formula: Callable[[str], str]) -> str:
    """Return an author's words, each piece dressed as a format asks for."""
    return "".join(formula(p) if i % 2 else words(p) for i, p in enumerate(pieces(text)))


def without_dollars(text: str) -> str:
    """Return words with their formulas as they are typed."""
    return "".join(pieces(text))


def first_sentence(text: str) -> str:
    """Return the first sentence; a full stop in a formula ends none."""
    dots = dressed(text, lambda words: words.replace(". ", ".\n"), lambda tex: f"${tex}$")
    return dots.split("\n")[0]
