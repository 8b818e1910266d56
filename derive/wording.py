"""Wording: what an author's names and words may be made of, before anything prints them."""

from __future__ import annotations

import re
import unicodedata
from difflib import get_close_matches

NAME = re.compile(r"[a-z][a-z0-9]*([-_][a-z0-9]+)*")
IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
MOST_LETTERS, MOST_CHARACTERS = 100, 20_000

# Controls, what is invisible or turns the order around, halves of characters, what has no meaning
# or only a private one, and separators that some programs take for the end of a line.
_UNREADABLE = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})

# What stands for a verdict, or looks like it: that a line is proved is not its author's to say.
_OF_VERDICTS = frozenset("✓✔☑✅🗸🗹✗✘☒❌❎")


def check_name(what: str, name: object, *, hyphens: bool) -> None:
    """Check that a name can be one in code, in a path and in a link.

    Raises
    ------
    ValueError
        Saying what a name is made of.
    """
    joined = "hyphens" if hyphens else "_"
    if type(name) is not str or not NAME.fullmatch(name) or (not hyphens and "-" in name):
        raise ValueError(f"{what} name {name!r:.80}: use lower-case words joined by {joined}")
    if len(name) > MOST_LETTERS:
        raise ValueError(f"{what} name {name[:40]}…: use at most {MOST_LETTERS} letters")


def check_identifier(what: str, name: object) -> None:
    """Check that a name is made of the letters that look like no others.

    Raises
    ------
    ValueError
        Saying what a name is made of.
    """
    if type(name) is not str or not IDENTIFIER.fullmatch(name) or len(name) > MOST_LETTERS:
        raise ValueError(
            f"{what} {name!r:.80}: use ASCII letters, digits and _, and at most {MOST_LETTERS}"
        )


def check_words(what: str, words: object) -> None:
    """Check that words for readers are text that shows what it holds.

    Raises
    ------
    TypeError
        If they are no text.
    ValueError
        Naming the first character that is a control, invisible, or turns the order around, or that
        stands for a verdict.
    """
    if type(words) is not str:
        raise TypeError(f"{what} takes text, not {type(words).__name__}")
    if len(words) > MOST_CHARACTERS:
        raise ValueError(f"{what} has {len(words)} characters; {MOST_CHARACTERS} are allowed")
    for character in words:
        if character != "\n" and unicodedata.category(character) in _UNREADABLE:
            raise ValueError(
                f"{what} holds {_called(character)}, which readers cannot see: leave it out"
            )
        if character in _OF_VERDICTS:
            raise ValueError(f"{what} holds {character}, which the kernel says: leave it out")


def _called(character: str) -> str:
    return f"U+{ord(character):04X} ({unicodedata.name(character, 'no name')})"


def nearest(name: str, known: list[str]) -> str:
    """Return what to say of a name that is not known: the one that is meant, or where to look."""
    near = get_close_matches(name, known, 1, 0.5)
    if near:
        return f"did you mean {near[0]}?"
    return f"there are: {', '.join(known)}" if len(known) <= 30 else "derive list shows them"
