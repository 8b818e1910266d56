"""Pictures of the built site for the README: ``make screenshots`` writes ``output/pictures/``.

They are what one browser with its fonts shows, so they are committed as what is measured is, and
not compared with what another one would show.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from tests.browser import chromium
from tests.browser.pages import ROOT, url

PICTURES = ROOT / "output" / "pictures"
MOST_BYTES = 300_000
MARGIN = 20


def main() -> None:
    """Write the pictures; say which, and how large they are."""
    if reason := chromium.missing():
        sys.exit(f"error: {reason}")
    PICTURES.mkdir(parents=True, exist_ok=True)
    with chromium.launched() as browser:
        context = browser.new_context(
            viewport={"width": 840, "height": 900}, device_scale_factor=2, color_scheme="light"
        )
        tab = context.new_page()
        _step(tab, PICTURES / "step.png")
        tab.set_viewport_size({"width": 1100, "height": 800})
        tab.goto(url("index.html"))
        tab.screenshot(path=PICTURES / "index.png", scale="css")
    for path in sorted(PICTURES.glob("*.png")):
        size = path.stat().st_size
        print(f"{path.relative_to(ROOT)}: {size // 1000} kB")
        if size > MOST_BYTES:
            sys.exit(f"error: {path.name} is larger than {MOST_BYTES // 1000} kB")


def _step(tab: Any, path: Path) -> None:
    """Take the step in which the cross-term vanishes, as far as its badges and folds."""
    tab.goto(url("derivations/kl_univariate.html"))
    box = tab.locator("section#cross-term-vanishes").bounding_box()
    clip = {
        "x": box["x"] - MARGIN, "y": box["y"] + 1,
        "width": box["width"] + 2 * MARGIN, "height": box["height"] - 1,
    }  # fmt: skip
    tab.screenshot(path=path, clip=clip, full_page=True)


if __name__ == "__main__":
    main()
