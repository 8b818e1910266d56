"""Message: what is said of a derivation, in words and terms, so that each is shown its own way."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from sympy.core.basic import Basic

from derive.notation.expression import expression

Part: TypeAlias = str | Basic
LONGEST = 160
"""The longest text of a term in a message."""


def described(term: Basic, longest: int = LONGEST) -> str:
    """Return the term for a message, shortened where it is long."""
    text = expression(term)
    return text if len(text) <= longest else text[: longest - 3] + "..."


def told(parts: Iterable[Part], longest: int = LONGEST) -> str:
    """Return a message as one text."""
    return "".join(p if isinstance(p, str) else described(p, longest) for p in parts)


class Failure(Exception):
    """What does not hold or is not covered, in words and terms: ``Failure(x, " is not 0")``."""

    def __init__(self, *parts: Part, longest: int = LONGEST) -> None:
        super().__init__(told(parts, longest))
        self.parts = parts
