"""The distribution's Chromium, headless, driven by Playwright, which downloads no browser."""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

Browser = Any


def executable() -> str | None:
    """Return where the browser is, if there is one."""
    return next(filter(None, map(shutil.which, NAMES)), None)


def missing() -> str:
    """Return what has to be installed before a browser can be driven, or nothing."""
    if importlib.util.find_spec("playwright") is None:
        return "no Playwright to drive a browser: pip install playwright"
    if executable() is None:
        return "no Chromium on this machine; on Debian: sudo apt-get install chromium"
    return ""


@contextmanager
def launched() -> Iterator[Browser]:
    """Start the browser, without a sandbox: it opens our own files only, and root has none."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=executable(),
            chromium_sandbox=False,
            args=["--disable-lcd-text", "--font-render-hinting=none"],
        )
        yield browser
        browser.close()
