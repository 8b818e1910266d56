"""Everything can be done with the keyboard, and one sees where one is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.pages import MEASURED, NARROW, script

CONTROLS, FOCUSED = script("controls"), script("focused")
PAGES = (
    "index.html",
    "notation.html",
    "derivations/kl_univariate_standard_normal.html",
    "rules/linearity-of-the-integral.html",
    "../trust/index.html",
    "../benchmarks/speed.html",
)

Open = Callable[..., Any]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("page", PAGES)
def test_tab_goes_through_all_controls_in_their_order(
    open_page: Open, page: str, width: int
) -> None:
    tab = open_page(page, width=width, reduced_motion="reduce")
    names = tab.evaluate(CONTROLS)
    reached, unseen = [], []
    for _ in names:
        tab.keyboard.press("Tab")
        at = tab.evaluate(FOCUSED)
        reached.append(at["place"])
        if not at["seen"]:
            unseen.append(at["name"])
    assert len(names) > 5
    assert reached == list(range(len(names)))
    assert unseen == []


def test_the_first_tab_leads_past_the_frame(open_page: Open) -> None:
    tab = open_page("index.html")
    tab.keyboard.press("Tab")
    skip = tab.locator(":focus")
    box = skip.bounding_box()
    assert box["x"] >= 0
    assert box["y"] >= 0
    tab.keyboard.press("Enter")
    tab.keyboard.press("Tab")
    assert tab.evaluate("document.activeElement.closest('main') !== null")


@pytest.mark.parametrize("page", MEASURED)
def test_what_is_too_wide_scrolls_with_the_keyboard(open_page: Open, page: str) -> None:
    tab = open_page(page, width=NARROW, reduced_motion="reduce")
    boxes = tab.locator(".scroll")
    for number in range(min(boxes.count(), 6)):
        box = boxes.nth(number)
        hidden = box.evaluate("e => e.scrollWidth - e.clientWidth")
        assert box.evaluate("e => e.tabIndex") == 0, number
        box.focus()
        tab.keyboard.press("ArrowRight")
        tab.wait_for_timeout(50)
        assert (box.evaluate("e => e.scrollLeft") > 0) == (hidden > 0), number


def test_a_fold_opens_with_the_keyboard(open_page: Open) -> None:
    tab = open_page("derivations/kl_univariate_standard_normal.html")
    fold = tab.locator("section.step .folds > details").first
    fold.locator("> summary").focus()
    tab.keyboard.press("Enter")
    assert fold.locator("> .fold").is_visible()
    tab.keyboard.press("Space")
    assert not fold.locator("> .fold").is_visible()


def test_a_dialogue_with_the_learner_needs_no_mouse(open_page: Open) -> None:
    tab = open_page("derivations/kl_univariate_standard_normal.html")
    steps = tab.locator("section.step")
    tab.locator("#learn_").focus()
    tab.keyboard.press("Enter")
    for number in range(steps.count()):
        assert not steps.nth(number).locator("> .lines > .line.after").is_visible()
        tab.keyboard.press("n")
        assert steps.nth(number).locator("> .lines > .line.after").is_visible()
