"""Whatever a page links to is on this disk, and what it names there is in that page."""

from __future__ import annotations

from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

from tests.browser.pages import PAGES, SITE

LINKS = {"href", "src", "xlink:href"}
REFERENCES = {"aria-labelledby", "aria-describedby", "aria-controls", "for"}
OURS = {"data-copy", "data-link"}


class Page(HTMLParser):
    """What a page names, what it links to, and what it refers to in itself."""

    def __init__(self) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.references: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if name == "id":
                self.ids.append(value or "")
            elif name in LINKS:
                self.links.append(value or "")
            elif name in REFERENCES | OURS:
                self.references += (value or "").split()


@cache
def read(path: Path) -> Page:
    page = Page()
    page.feed(path.read_text(encoding="utf-8"))
    return page


def fault(link: str, path: Path) -> str:
    """Return what is wrong with a link of a page, if anything is."""
    parts = urlsplit(link)
    if parts.scheme in ("https", "data"):
        return ""
    if parts.scheme or parts.netloc or parts.path.startswith("/"):
        return "not relative"
    target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
    if not target.is_file():
        return "no such file"
    if parts.fragment and target.suffix == ".html":
        return "" if unquote(parts.fragment) in read(target).ids else "no such place there"
    return ""


def test_every_link_leads_somewhere() -> None:
    faults = [
        f"{page}: {link}: {what}"
        for page in PAGES
        for link in dict.fromkeys(read(SITE / page).links)
        if (what := fault(link, SITE / page))
    ]
    assert faults == []


def test_what_a_page_refers_to_in_itself_is_there_once() -> None:
    for page in PAGES:
        ids = read(SITE / page).ids
        assert len(set(ids)) == len(ids), page
        assert set(read(SITE / page).references) <= set(ids), page


def test_every_page_is_reached_from_the_first() -> None:
    reached, new = set(), {SITE / "index.html"}
    while new:
        reached |= new
        linked = {
            (path.parent / unquote(urlsplit(link).path)).resolve()
            for path in new
            for link in read(path).links
            if not urlsplit(link).scheme and urlsplit(link).path.endswith(".html")
        }
        new = linked - reached
    assert reached == {(SITE / page).resolve() for page in PAGES}
