"""Places: the line of every key, wherever TOML lets a key stand."""

from __future__ import annotations

import tomllib

from hypothesis import given
from hypothesis import strategies as st

from derive.files.places import line_of, places

TEXT = '''# a comment with [brackets] = and "quotes
a = 1 # another ] one
"b.c" = "[[x]]"
d . e = """
[f]
g = 1
"""
h = [
  "i = 1", # [
  { j = 2 },
]
[k]
l = \'\'\'
'x' = """\'\'\'\'
m."n" = {o = 1, p = "q = 2"}

[[ r ]]
s = 1
[[r]]
s = 2
[r.t]
u = 3
[[r.v]]
w = 4
'''


def test_every_key_has_its_line() -> None:
    tomllib.loads(TEXT)
    found = places(TEXT)
    lines = {
        ("a",): 2, ("b.c",): 3, ("d", "e"): 4, ("h",): 8, ("k",): 12, ("k", "l"): 13,
        ("k", "m", "n"): 15, ("r",): 17, ("r", 0): 17, ("r", 0, "s"): 18,
        ("r", 1): 19, ("r", 1, "s"): 20,
        ("r", 1, "t"): 21, ("r", 1, "t", "u"): 22, ("r", 1, "v"): 23,
        ("r", 1, "v", 0): 23, ("r", 1, "v", 0, "w"): 24,
    }  # fmt: skip
    assert {place: line for place, line in found.items() if place} == lines


def test_what_has_no_line_has_that_of_what_it_is_in() -> None:
    found = places(TEXT)
    assert line_of(("h", 1, "j"), found) == 8
    assert line_of(("k", "m", "n", "o"), found) == 15
    assert line_of(("nowhere",), found) == 1


texts = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=8)


@given(st.dictionaries(texts, st.lists(texts | st.integers(), max_size=3), max_size=6))
def test_keys_of_any_spelling_have_their_lines(table: dict[str, list[object]]) -> None:
    def quoted(text: object) -> str:
        return '"' + str(text).replace("\\", "\\\\").replace('"', '\\"') + '"'

    rows = [
        f"{quoted(key)} = [\n{', '.join(map(quoted, values))}\n]" for key, values in table.items()
    ]
    text = "\n".join(rows)
    assert list(tomllib.loads(text)) == list(table)
    assert places(text) == {(): 1, **{(key,): 3 * n + 1 for n, key in enumerate(table)}}
