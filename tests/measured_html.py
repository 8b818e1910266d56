"""Measured HTML: the pages about what was measured, as pages of the site.

Each is written as Markdown, which the forges show, and from that as HTML, which a browser shows.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

from derive.render.environment import environment

READER = MarkdownIt("commonmark", {"html": False, "xhtmlOut": False}).enable(
    ["table", "strikethrough"]
)
SITE = "../html/"
"""Where the site lies, from ``output/trust/`` and from ``output/benchmarks/``."""
LONG = 34
"""A cell of so many letters is words, which a narrow column would break after each."""


def write(file: Path, markdown: str) -> None:
    """Write a page of Markdown, and beside it the same page as HTML."""
    file.write_text(markdown, encoding="utf-8")
    beside(file).write_text(html(markdown), encoding="utf-8")


def beside(file: Path) -> Path:
    """Return where the HTML of a page of Markdown lies."""
    return file.with_name(_html_name(file.name))


def html(markdown: str) -> str:
    """Return a page of Markdown as a page of the site.

    Raises
    ------
    ValueError
        If the page does not begin with a heading, which becomes its title.
    """
    tokens = READER.parse(markdown)
    if [t.tag for t in tokens[:1]] != ["h1"]:
        raise ValueError("a page of Markdown begins with its title: # …")
    _anchor(tokens)
    for token in _all(tokens):
        if token.type == "link_open":
            token.attrs["href"] = _address(str(token.attrs["href"]))
    _say_what_heads_what(tokens)
    return (
        environment("html")
        .get_template("measured.html.j2")
        .render(
            top=SITE,
            title=_words(tokens[1]),
            parts=[_words(b) for a, b in pairwise(tokens) if a.tag == "h2" and a.nesting == 1],
            body=Markup(READER.renderer.render(_boxed(tokens), READER.options, {})),
        )
    )


def plain(text: str) -> str:
    """Return text in which Markdown reads nothing but letters."""
    return re.sub(r"[\\`*_\[\]<>&|~#$]", r"\\\g<0>", text)


def slug(heading: str) -> str:
    """Return the anchor of a heading, as the forges make it."""
    return re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")


def _all(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or ()


def _words(inline: Token) -> str:
    """Return what one reads of a heading."""
    return "".join(t.content for t in inline.children or ())


def _anchor(tokens: list[Token]) -> None:
    """Name each heading; one that is there again gets a number, as at the forges."""
    seen: Counter[str] = Counter()
    for token, inline in pairwise(tokens):
        if token.type == "heading_open":
            name = slug(_words(inline))
            token.attrs["id"] = f"{name}-{seen[name]}" if seen[name] else name
            seen[name] += 1


def _html_name(name: str) -> str:
    """Return the name of a page of HTML: a folder opens with its index, at the forges README."""
    page = PurePosixPath(name)
    return "index.html" if page.name == "README.md" else page.with_suffix(".html").name


def _address(link: str) -> str:
    """Return where a link leads from HTML: from page to page of what was measured."""
    parts = urlsplit(link)
    if parts.scheme or parts.netloc or not parts.path.endswith(".md"):
        return link
    path = PurePosixPath(parts.path)
    return parts._replace(path=str(path.with_name(_html_name(path.name)))).geturl()


def _say_what_heads_what(tokens: list[Token]) -> None:
    """Mark what heads a column or a row, the corners that head nothing, and cells with words."""
    for number, cell in enumerate(tokens):
        if cell.type not in ("th_open", "td_open"):
            continue
        before, inline, end = tokens[number - 1], tokens[number + 1], tokens[number + 2]
        heads = "col" if cell.type == "th_open" else "row" if before.type == "tr_open" else ""
        cell.tag = end.tag = "th" if heads and inline.content else "td"
        if cell.tag == "th":
            cell.attrs["scope"] = heads
        if len(inline.content) > LONG:
            cell.attrs["class"] = "words"


def _boxed(tokens: list[Token]) -> list[Token]:
    """Put each table and each picture into a box that scrolls, which keys reach and a name names.

    The name is the headings that the box stands below.
    """
    made: list[Token] = []
    headings: list[str] = []
    count: Counter[str] = Counter()
    for number, token in enumerate(tokens):
        if token.type == "heading_open":
            headings[max(int(token.tag[1]) - 2, 0) :] = [_words(tokens[number + 1])]
        if token.type == "table_open":
            label = ", ".join(headings)
            count[label] += 1
            again = f" {count[label]}" if count[label] > 1 else ""
            made += [_box(f"Table{again}: {label}"), token]
        elif token.type == "table_close":
            made += [token, _end()]
        elif token.type == "paragraph_open" and (picture := _picture(tokens[number + 1])):
            made.append(_box(picture.content, "scroll plot"))
        elif token.type == "paragraph_close" and _picture(tokens[number - 1]):
            made.append(_end())
        else:
            made.append(token)
    return made


def _picture(inline: Token) -> Token | None:
    """Return the picture that a paragraph consists of, if it does."""
    parts = inline.children or []
    return parts[0] if [part.type for part in parts] == ["image"] else None


def _box(label: str, kind: str = "scroll") -> Token:
    attributes = {"class": kind, "role": "region", "aria-label": label, "tabindex": "0"}
    return Token("div_open", "div", 1, attrs=dict(attributes), block=True)


def _end() -> Token:
    return Token("div_close", "div", -1, block=True)
