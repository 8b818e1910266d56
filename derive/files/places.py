"""Places: at which line of a TOML text each key stands, which `tomllib` does not say."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator

Place = tuple[str | int, ...]

_STRING = r'"""(?:\\.|[^\\])*?"{3,5}|\'\'\'.*?\'{3,5}|"(?:\\.|[^"\\\n])*"|\'[^\'\n]*\''
_TOKEN = re.compile(rf"(?P<string>{_STRING})|(?P<comment>#[^\n]*)|(?P<sign>[\[\]{{}}=\n])", re.S)


def places(text: str) -> dict[Place, int]:
    """Return the line of each key and of each table of a text that is valid TOML.

    A place is the keys that lead there, and a number for each array of tables:
    ``("steps", 0, "line")``.
    """
    found: dict[Place, int] = {(): 1}
    counts: dict[Place, int] = {}
    table: Place = ()
    for line, statement, is_header in _statements(text):
        if not is_header:
            found.setdefault((*table, *_keys(f"{statement} = 0")), line)
            continue
        many = statement.startswith("[[")
        keys = _keys(statement)
        table = ()
        for number, key in enumerate(keys, 1):
            table = (*table, key)
            if many and number == len(keys):
                found.setdefault(table, line)
                counts[table] = counts.get(table, -1) + 1
            if table in counts:
                table = (*table, counts[table])
        found.setdefault(table, line)
    return found


def line_of(place: Place, found: dict[Place, int]) -> int:
    """Return the line of a place, or of the nearest that it is in."""
    while place not in found:
        place = place[:-1]
    return found[place]


def _statements(text: str) -> Iterator[tuple[int, str, bool]]:
    """Yield the line and the text of each header, and of each key before its ``=``."""
    depth, start, in_value, line = 0, 0, False, 1
    passed = 0
    for token in _TOKEN.finditer(text):
        line += text.count("\n", passed, token.start())
        passed = token.start()
        sign = token["sign"]
        if sign == "=" and not in_value:
            yield line, text[start : token.start()].strip(), False
            in_value = True
        elif sign and sign in "[{":
            depth += 1
        elif sign and sign in "]}":
            depth -= 1
        elif depth == 0 and (sign == "\n" or token["comment"]):
            said = text[start : token.start()].strip()
            if not in_value and said:
                yield line, said, True
            if sign == "\n":
                start, in_value = token.end(), False
            else:
                in_value = True  # nothing follows on a comment
    said = text[start:].strip()
    if not in_value and said:
        yield line, said, True


def _keys(statement: str) -> list[str]:
    """Return the keys that a header or the left side of an ``=`` names."""
    value = tomllib.loads(statement)
    keys = []
    while value:
        ((key, value),) = value.items()
        keys.append(key)
        if isinstance(value, list):
            value = value[0]
        if not isinstance(value, dict):
            break
    return keys
