"""A browser for the tests of the site; without one they are skipped, and say why."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.browser import chromium
from tests.browser.pages import HEIGHT, NARROW, url


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Skip what needs a browser where there is none; the reason is then said once for a file."""
    if reason := chromium.missing():
        for item in items:
            if "browser" in getattr(item, "fixturenames", ()):
                item.add_marker(pytest.mark.skip(reason=reason))


# For one module at a time: while Playwright runs, no other test may start an event loop.
@pytest.fixture(scope="module")
def browser() -> Iterator[chromium.Browser]:
    with chromium.launched() as browser:
        yield browser


@pytest.fixture
def open_page(browser: chromium.Browser) -> Iterator[Callable[..., Any]]:
    """Open a page of the site in a fresh profile."""
    contexts = []

    def opened(page: str, width: int = NARROW, **settings: Any) -> Any:
        context = browser.new_context(viewport={"width": width, "height": HEIGHT}, **settings)
        contexts.append(context)
        tab = context.new_page()
        tab.set_default_timeout(5000)
        tab.goto(url(page))
        return tab

    yield opened
    for context in contexts:
        context.close()
