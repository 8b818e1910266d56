"""Every page opens, at each width and in each theme, without an error and without overflowing."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest

from tests.browser.chromium import Browser
from tests.browser.pages import HEIGHT, MEASURED, NARROW, PAGES, WIDE, sample, script, url

OVERFLOW, CONTRAST, EMPTY = map(script, ("overflow", "contrast", "empty_folds"))
LEAST_CONTRAST = 4.5
OTHERS = 20
"""How many pages besides one of each kind are opened in all four settings, not in two."""


@dataclass
class Visit:
    """A page as it was opened once, and what was wrong with it."""

    page: str
    width: int
    theme: str
    errors: list[str] = field(default_factory=list)
    overflow: list[str] = field(default_factory=list)
    empty_folds: list[str] = field(default_factory=list)
    faint: list[str] = field(default_factory=list)
    texts: int = 0

    def named(self, faults: list[str]) -> list[str]:
        """Return faults with where they are."""
        return [f"{self.page} at {self.width} px, {self.theme}: {fault}" for fault in faults]


def settings() -> Iterator[tuple[str, int, str]]:
    """Return each page, width and theme: all of them in two settings, some in the others."""
    for width, theme, pages in (
        (NARROW, "light", PAGES),
        (WIDE, "dark", PAGES),
        (NARROW, "dark", sample(OTHERS, seed=1)),
        (WIDE, "light", sample(OTHERS, seed=2)),
    ):
        for page in pages:
            yield page, width, theme


def visit(tab: Any, one: Visit, heard: list[str]) -> Visit:
    """Open a page and look at it, with its folds closed and then open."""
    heard.clear()
    tab.goto(url(one.page))
    one.overflow = tab.evaluate(OVERFLOW)
    one.empty_folds = tab.evaluate(EMPTY)
    one.overflow += [fault for fault in tab.evaluate(OVERFLOW) if fault not in one.overflow]
    contrast = tab.evaluate(CONTRAST, LEAST_CONTRAST)
    one.faint, one.texts = contrast["found"], contrast["count"]
    one.errors = list(heard)
    return one


def listen(tab: Any, heard: list[str]) -> None:
    """Write down what goes wrong in a page, and what it asks for that is not on this disk."""

    def asked(request: Any) -> None:
        if not request.url.startswith(("file:", "data:")):
            heard.append(f"asks for {request.url}")

    tab.on("request", asked)

    def failed(request: Any) -> None:
        # A picture for the tab may still be on its way when the next page is opened.
        if request.failure != "net::ERR_ABORTED":
            heard.append(f"no {request.url}: {request.failure}")

    tab.on("requestfailed", failed)
    tab.on("pageerror", lambda error: heard.append(f"error: {error}"))
    tab.on("console", lambda m: m.type in ("error", "warning") and heard.append(m.text))


@pytest.fixture(scope="module")
def visits(browser: Browser) -> list[Visit]:
    """All visits, in one tab."""
    tab = browser.new_context().new_page()
    heard: list[str] = []
    listen(tab, heard)
    made, current = [], None
    for page, width, theme in settings():
        if (width, theme) != current:
            tab.set_viewport_size({"width": width, "height": HEIGHT})
            tab.emulate_media(color_scheme=theme)
            current = (width, theme)
        made.append(visit(tab, Visit(page, width, theme), heard))
    return made


def all_of(visits: list[Visit], faults: str) -> list[str]:
    return [text for one in visits for text in one.named(getattr(one, faults))]


def test_there_are_pages_of_every_kind() -> None:
    assert {page.partition("/")[0] for page in PAGES} >= {"index.html", "derivations", "rules"}
    assert len(PAGES) > 100
    assert {"../trust/index.html", "../benchmarks/accuracy.html"} < set(MEASURED)


def test_every_page_opens_without_error_and_without_the_network(visits: list[Visit]) -> None:
    assert all_of(visits, "errors") == []


def test_nothing_overflows_with_folds_closed_or_open(visits: list[Visit]) -> None:
    assert all_of(visits, "overflow") == []


def test_every_fold_holds_something(visits: list[Visit]) -> None:
    assert all_of(visits, "empty_folds") == []


def test_all_text_stands_out_from_its_ground(visits: list[Visit]) -> None:
    assert min(one.texts for one in visits) > 20
    assert all_of(visits, "faint") == []
