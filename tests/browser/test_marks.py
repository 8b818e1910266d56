"""Marks: what was rewritten stands in one box, also where a line may go on in the next row."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.pages import MAIN_LINE, NARROW, SITE, WIDE, script

PARTS = script("parts_of_marks")
TEXTS = {page: (SITE / page).read_text(encoding="utf-8") for page in MAIN_LINE}
SPLIT = [page for page, text in TEXTS.items() if "goes-on" in text]
DOTTED = "derivations/kl_univariate.html"

Open = Callable[..., Any]


def test_the_parts_of_a_mark_in_one_row_are_of_one_height(open_page: Open) -> None:
    pairs = []
    for page in SPLIT:
        pairs += open_page(page, WIDE).evaluate(PARTS)
    assert len(pairs) > 20
    # A part may stand a hair higher than the highest fraction of the others.
    assert [p for p in pairs if abs(p["top"]) > 2 or abs(p["bottom"]) > 2] == []


@pytest.mark.parametrize(("width", "seen"), [(NARROW, True), (WIDE, False)])
def test_dots_that_need_not_stand_are_seen_on_a_phone_alone(
    open_page: Open, width: int, seen: bool
) -> None:
    dots = open_page(DOTTED, width).locator(".step > .lines .row.fits .optional").all()
    assert dots
    assert {dot.is_visible() for dot in dots} == {seen}
