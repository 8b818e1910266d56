"""Limits: how much of a text is read at all, before a parser sees it."""

from __future__ import annotations

import re
import unicodedata

from derive.claims.problem import ClaimError

MOST_CHARACTERS = 10_000
MOST_BRACKETS = 60
MOST_DEPTH = 120
MOST_NODES = 4_000
MOST_DIGITS = 300
MOST_SIGNS = 30
_SIGNS = re.compile(r"[-+~\s]{%d,}" % (2 * MOST_SIGNS))
_POWERS = re.compile(r"\*\*")


def check_text(text: str) -> None:
    """Check that a text is short, flat and spelled normally enough to be parsed.

    Raises
    ------
    ClaimError
        With the column of what is too much.
    """
    if len(text) > MOST_CHARACTERS:
        raise ClaimError(f"longer than {MOST_CHARACTERS} characters", text[:80], 1)
    if not text.strip():
        raise ClaimError("there is nothing here", text, 1)
    depth = 0
    for column, letter in enumerate(text, 1):
        if letter in "([{":
            depth += 1
        elif letter in ")]}":
            depth -= 1
        if depth > MOST_BRACKETS:
            raise ClaimError(f"more than {MOST_BRACKETS} open brackets", text, column)
        if letter in "#\\\"'`;$?" and not _is_side(text, column - 1):
            raise ClaimError(f"{letter!r} is not in the grammar", text, column)
        if unicodedata.normalize("NFKC", letter) != letter:
            other = unicodedata.normalize("NFKC", letter)
            raise ClaimError(f"{letter!r} is not its normal form: write {other!r}", text, column)
        if not letter.isprintable() and letter not in "\n\t\r ":
            raise ClaimError(f"the character U+{ord(letter):04X} cannot be read", text, column)
    signs = _SIGNS.search(text)
    if signs and sum(not c.isspace() for c in signs[0]) > MOST_SIGNS:
        raise ClaimError(f"more than {MOST_SIGNS} signs in a row", text, signs.start() + 1)
    if len(_POWERS.findall(text)) > 500:
        raise ClaimError("more than 500 powers", text, 1)


def _is_side(text: str, place: int) -> bool:
    """Say whether a quotation mark belongs to the side of a limit: '+', '-' or '+-'."""
    if text[place] not in "'\"":
        return False
    mark = text[place]
    around = text[max(0, place - 3) : place + 4]
    return any(f"{mark}{side}{mark}" in around for side in ("+", "-", "+-"))
