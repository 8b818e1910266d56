"""Learner's mode, the theme, print, less motion, and a page without JavaScript."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.pages import HEIGHT, KINDS, NARROW, WIDE, script, url

DERIVATION = "derivations/kl_univariate_standard_normal.html"
LONG = "derivations/kl_univariate.html"
LINE = "> .lines > .line.after"
GROUND = "getComputedStyle(document.body).backgroundColor"
CLOSED, MOVING, EMPTY = map(script, ("closed_folds", "moving", "empty_folds"))

Open = Callable[..., Any]


def test_a_learner_sees_a_line_when_asking_for_it(open_page: Open) -> None:
    tab = open_page(DERIVATION)
    steps = tab.locator("section.step")
    line, told = steps.first.locator(LINE), steps.first.locator(".reason")
    assert line.is_visible()
    tab.locator("#learn_").click()
    assert not line.is_visible()
    assert not told.is_visible()
    assert not steps.nth(1).is_visible()
    tab.get_by_role("button", name="A hint").click()
    assert not line.is_visible()
    assert told.is_visible()
    tab.get_by_role("button", name="Show the line").click()
    assert line.is_visible()
    assert steps.nth(1).is_visible()
    assert not steps.nth(1).locator(LINE).is_visible()
    tab.locator("#learn_").click()
    assert all(step.locator(LINE).is_visible() for step in steps.all())


def test_what_a_learner_must_not_see_is_not_read_aloud_either(open_page: Open) -> None:
    tab = open_page(DERIVATION)
    tab.locator("#learn_").click()
    hidden = tab.locator(f"section.step {LINE}").all()
    assert all(line.evaluate("e => e.getClientRects().length === 0") for line in hidden)


def test_the_theme_follows_the_system_until_one_is_chosen_and_is_remembered(
    open_page: Open,
) -> None:
    tab = open_page("index.html", color_scheme="light")
    light = tab.evaluate(GROUND)
    tab.emulate_media(color_scheme="dark")
    dark = tab.evaluate(GROUND)
    assert light != dark
    button = tab.locator("#theme_")
    said = []
    for _ in range(3):
        button.click()
        said.append((button.inner_text(), tab.evaluate(GROUND)))
    assert [ground for _, ground in said] == [light, dark, dark]
    assert len({text for text, _ in said}) == 3
    button.click()
    tab.goto(url(DERIVATION))
    assert tab.evaluate(GROUND) == light


@pytest.mark.parametrize("page", KINDS)
def test_print_opens_all_folds_on_white(open_page: Open, page: str) -> None:
    tab = open_page(page, width=WIDE, java_script_enabled=False, color_scheme="dark")
    tab.emulate_media(media="print", color_scheme="dark")
    assert tab.evaluate(CLOSED) == []
    ground = tab.evaluate(GROUND)
    assert ground in ("rgba(0, 0, 0, 0)", "rgb(255, 255, 255)")


@pytest.mark.parametrize("page", KINDS)
def test_print_leaves_the_controls_out(open_page: Open, page: str) -> None:
    tab = open_page(page, width=WIDE)
    controls = tab.locator("button:visible, input[type=search]:visible, nav[aria-label=Site]")
    assert controls.count() > 1
    tab.emulate_media(media="print")
    assert [c.inner_text() for c in controls.all() if c.is_visible()] == []


def test_a_page_prints(open_page: Open) -> None:
    tab = open_page(LONG, width=WIDE)
    screen = tab.evaluate(CLOSED)
    assert len(tab.pdf()) > 50_000
    assert tab.evaluate(CLOSED) == screen, "what print opens stays open"


def test_nothing_moves_for_whom_motion_is_too_much(open_page: Open) -> None:
    tab = open_page(DERIVATION, reduced_motion="no-preference")
    assert tab.evaluate(MOVING) > 0
    tab.emulate_media(reduced_motion="reduce")
    assert tab.evaluate(MOVING) == 0


@pytest.mark.parametrize("page", [DERIVATION, "notation.html"])
def test_without_javascript_folds_open_and_nothing_stands_there_in_vain(
    open_page: Open, page: str
) -> None:
    tab = open_page(page, width=NARROW, java_script_enabled=False)
    assert [b for b in tab.locator("button, input").all() if b.is_visible()] == []
    opened = 0
    while (closed := tab.locator("details:not([open]) > summary:visible")).count():
        closed.first.click()
        opened += 1
    assert opened == tab.locator("details").count() > 5
    assert tab.evaluate(EMPTY) == []


def test_a_link_into_a_fold_opens_it(open_page: Open) -> None:
    tab = open_page(DERIVATION)
    fold = tab.locator("section.step .folds > details").first
    name = fold.get_attribute("id")
    badge = tab.locator(f"a.badge[href='#{name}']").first
    assert not fold.locator("> .fold").is_visible()
    badge.click()
    tab.wait_for_function("id => document.getElementById(id).open", arg=name, timeout=2000)
    assert fold.locator("> .fold").is_visible()


def test_a_link_to_a_step_shows_the_step_at_once(open_page: Open) -> None:
    tab = open_page("index.html")
    tab.goto(f"{url(LONG)}#cross-term-vanishes")
    top = tab.locator("#cross-term-vanishes h3").evaluate("e => e.getBoundingClientRect().top")
    assert 0 <= top < HEIGHT / 2


def test_the_first_page_finds_derivations_by_words(open_page: Open) -> None:
    tab = open_page("index.html")
    cards = tab.locator(".card")
    all_of_them = cards.count()
    tab.locator("#find_").fill("diagonal covariances")
    shown = [card for card in cards.all() if card.is_visible()]
    assert 0 < len(shown) < all_of_them
    assert all("diagonal" in card.inner_text().lower() for card in shown)
