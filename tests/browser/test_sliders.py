"""The live figure moves with its sliders, and says what the generated functions say."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from derived.gaussian import kl_standard_normal, kl_univariate
from tests.browser.pages import SITE

PAGES = ("derivations/kl_univariate_standard_normal.html", "derivations/kl_standard_normal.html")
STOPS = [(1.0, 0.5), (0.0, 1.0), (-3.0, 0.25), (3.0, 3.0), (-0.05, 1.05), (2.35, 0.9)]
SAID = "#live--kl-said"
NUMBER = r"−?\d+\.\d{3}"

Open = Callable[..., Any]


def moved(tab: Any, mean: float, std: float) -> str:
    """Move both sliders, and return what the figure says when it has come to rest."""
    for name, value in (("mean", mean), ("std", std)):
        tab.locator(f"#live--kl-{name}").evaluate(
            "(slider, value) => { slider.value = value; "
            "slider.dispatchEvent(new Event('input', { bubbles: true })); }",
            value,
        )
    tab.wait_for_timeout(400)
    return tab.locator(SAID).inner_text()


def numbers(text: str) -> list[float]:
    return [float(found.replace("−", "-")) for found in re.findall(NUMBER, text)]


def agree(shown: float, value: float) -> bool:
    """Say whether a number is the value to the three digits that are shown of it."""
    return abs(shown - value) <= 0.0005 + 1e-12


@pytest.mark.parametrize("page", PAGES)
def test_the_figure_says_the_value_of_the_generated_function(open_page: Open, page: str) -> None:
    tab = open_page(page)
    said = set()
    for mean, std in STOPS:
        text = moved(tab, mean, std)
        *terms, total = numbers(text)
        assert agree(total, float(kl_univariate(mean, std, 0.0, 1.0))), text
        assert agree(total, float(kl_standard_normal([mean], [2 * np.log(std)]))), text
        wanted = (mean**2 / 2, std**2 / 2, -np.log(std), -0.5)
        assert all(agree(a, b) for a, b in zip(terms, wanted, strict=True)), text
        said.add(text)
    assert len(said) == len(STOPS)


def test_what_is_drawn_and_what_is_read_are_the_same(open_page: Open) -> None:
    tab = open_page(PAGES[0])
    for mean, std in STOPS:
        text = moved(tab, mean, std)
        drawn = tab.locator("#live--kl [data-name^='value-']").all_text_contents()
        assert numbers(" ".join(drawn)) == numbers(text)


def test_sliders_move_with_the_arrow_keys_and_have_names(open_page: Open) -> None:
    tab = open_page(PAGES[0])
    mean = tab.get_by_role("slider", name="mean")
    before = tab.locator(SAID).inner_text()
    mean.focus()
    at = float(mean.input_value())
    tab.keyboard.press("ArrowRight")
    assert float(mean.input_value()) > at
    tab.wait_for_timeout(400)
    assert tab.locator(SAID).inner_text() != before
    assert tab.get_by_role("slider", name="standard deviation").count() == 1
    assert tab.locator(SAID).get_attribute("aria-live") == "polite"


@pytest.mark.parametrize("page", PAGES)
def test_a_static_figure_stands_before_it_and_alone_without_javascript(
    open_page: Open, page: str
) -> None:
    tab = open_page(page, java_script_enabled=False)
    assert not tab.locator("#live--kl").is_visible()
    static = tab.locator("figure.picture svg").first
    assert static.is_visible()
    order = static.evaluate(
        "e => e.compareDocumentPosition(document.getElementById('live--kl'))"
        " & Node.DOCUMENT_POSITION_FOLLOWING"
    )
    assert order


def test_no_page_has_more_than_one() -> None:
    for path in SITE.rglob("*.html"):
        assert path.read_text(encoding="utf-8").count('class="live"') <= 1, path
