"""Text: a file as tables, with the line of every key; nothing larger than the limits."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from derive.files.places import Place, line_of, places
from derive.files.problem import BadFile

MOST_BYTES = 1_000_000
MOST_PARTS = 50
# For `a.b.c` tomllib takes a time that grows with the square of the parts.
_DOTTED = re.compile(
    rf"""(?<![\w-])(?:(?:[\w-]++|"[^"\n]*+"|'[^'\n]*+')[ \t]*+\.[ \t]*+){{{MOST_PARTS}}}"""
)
_AT_LINE = re.compile(r" \(at line (\d+), column (\d+)\)$")


def is_file(path: Path) -> bool:
    """Say whether there is such a file; there is none with a name that no file can have."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def read_bytes(path: Path) -> bytes:
    """Return what a file holds.

    Raises
    ------
    BadFile
        If there is no such file, or it may not be read, or is larger than 1 MB.
    """
    if not is_file(path):
        raise BadFile(path, "there is no such file")
    try:
        with path.open("rb") as file:
            held = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise BadFile(path, f"it cannot be read: {error.strerror or error}") from error
    if len(held) > MOST_BYTES:
        raise BadFile(path, f"it is larger than {MOST_BYTES} bytes")
    return held


def read_text(path: Path, held: bytes) -> Item:
    """Return a file's top table.

    Raises
    ------
    BadFile
        If it is not UTF-8 or not TOML, a key that stands twice included.
    """
    try:
        text = held.decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = held[: error.start].count(b"\n") + 1
        raise BadFile(path, f"byte 0x{held[error.start]:02x} is not UTF-8", line) from error
    dotted = _DOTTED.search(text)
    if dotted:
        line = text.count("\n", 0, dotted.start()) + 1
        raise BadFile(path, f"a name of more than {MOST_PARTS} parts", line)
    try:
        value = tomllib.loads(text)
        return Item(path, value, (), places(text))
    except tomllib.TOMLDecodeError as error:
        said = _AT_LINE.search(str(error))
        line, column = (int(said[1]), int(said[2])) if said else (text.count("\n") + 1, 0)
        message = str(error)[: said.start()] if said else str(error)
        place = f"column {column}: " if column else ""
        raise BadFile(path, f"{place}not TOML: {message[:300]}", line) from error
    except (RecursionError, MemoryError) as error:
        raise BadFile(path, "its tables are nested too deeply") from error
    except ValueError as error:  # a number of thousands of digits
        raise BadFile(path, f"not TOML: {str(error)[:300]}") from error


@dataclass(frozen=True)
class Item:
    """A value of a file, with its place in it."""

    path: Path
    value: Any
    place: Place
    found: dict[Place, int]

    @property
    def line(self) -> int:
        """The line that it stands in, or the table that it is in."""
        return line_of(self.place, self.found)

    def wrong(self, message: str) -> BadFile:
        """Return the error that something here is wrong."""
        named = ".".join(str(key) for key in self.place if isinstance(key, str))
        return BadFile(self.path, f"{named[:80]}: {message}" if named else message, self.line)

    def inside(self, key: str | int) -> Item:
        """Return what stands under a key."""
        return Item(self.path, self.value[key], (*self.place, key), self.found)

    def text(self) -> str:
        """Return a text."""
        if type(self.value) is not str:
            raise self.wrong(f"text in quotes is wanted here, not {_kind(self.value)}")
        return str(self.value)

    def table(
        self, required: tuple[str, ...] = (), optional: tuple[str, ...] | None = None
    ) -> Item:
        """Check that this is a table, and which keys it has; any, where ``optional`` is None."""
        if type(self.value) is not dict:
            raise self.wrong(f"a table is wanted here, not {_kind(self.value)}")
        known = (*required, *(optional or ()))
        for key in self.value:
            if optional is not None and key not in known:
                near = get_close_matches(key[:80], known, 1, 0.6)
                hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(known)}"
                raise self.inside(key).wrong(f"there is no such key; {hint}")
        for key in required:
            if key not in self.value:
                raise self.wrong(f"{key} is missing")
        return self

    def items(self) -> list[tuple[str, Item]]:
        """Return the keys of a table, with what stands under them."""
        return [(key, self.inside(key)) for key in self.table().value]

    def list(self) -> list[Item]:
        """Return the items of an array."""
        if type(self.value) is not list:
            raise self.wrong(f"an array [ … ] is wanted here, not {_kind(self.value)}")
        return [self.inside(number) for number in range(len(self.value))]


def _kind(value: object) -> str:
    kinds = {dict: "a table", list: "an array", str: "text", bool: "a truth value"}
    return kinds.get(type(value), "a number" if isinstance(value, int | float) else "a date")
