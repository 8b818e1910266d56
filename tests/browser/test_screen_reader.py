"""A screen reader gets the formulas in their order, and the structure of a page with its names."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import pytest

from tests.browser.accessibility import CONTROLS, PICTURES, Node, tree
from tests.browser.chromium import Browser
from tests.browser.pages import HEIGHT, MAIN_LINE, NARROW, WIDE, sample, script, url
from tests.render.test_mathml import said_by_latex, seen

OTHERS = 8

Open = Callable[..., Any]


@pytest.fixture(scope="module")
def trees(browser: Browser) -> dict[str, Node]:
    """The trees of the main line's pages, of one page of each kind and of some others."""
    context = browser.new_context(viewport={"width": WIDE, "height": HEIGHT})
    tab = context.new_page()
    found = {}
    for page in dict.fromkeys((*MAIN_LINE, *sample(OTHERS, seed=3))):
        tab.goto(url(page))
        found[page] = tree(tab)
    context.close()
    return found


@pytest.mark.parametrize("page", MAIN_LINE)
def test_lines_are_read_as_their_latex_is(open_page: Open, page: str) -> None:
    tab = open_page(page, width=NARROW)
    steps = tab.evaluate(script("steps"))
    regions = {heading_of(region.name): region for region in tree(tab).of("region")}
    assert steps
    before = ""
    for step in steps:
        after = said_by_latex(step["latex"])
        said = [seen(formula.text) for formula in regions[step["heading"]].of("MathMLMath")]
        if step["continued"]:
            first, relation, *said = said
            assert reads(before, first) or not before, step["heading"]
            assert len(relation) == 1, step["heading"]
        assert any(reads(after, formula) for formula in said[:2]), f"{after} is not in {said}"
        before = after


def reads(wanted: str, said: str) -> bool:
    """Say whether a text is the wanted one: a line that wraps also says its dots and brackets."""
    rest = iter(wanted)
    awaited = next(rest, "")
    for sign in said:
        if sign == awaited:
            awaited = next(rest, "")
        elif sign not in "⋅()[]":
            return False
    return awaited == ""


def heading_of(name: str) -> str:
    """The heading of a step, without its number and its permalink."""
    return name.lstrip("0123456789 ").partition(" Link to")[0].rstrip("# ").strip()


def test_headings_go_down_one_level_at_a_time(trees: dict[str, Node]) -> None:
    for page, root in trees.items():
        levels = [node.level for node in root.of("heading")]
        assert levels[0] == 1, page
        assert levels.count(1) == 1, page
        jumps = [(a, b) for a, b in itertools.pairwise(levels) if b > a + 1]
        assert jumps == [], page
        assert all(node.name.strip() for node in root.of("heading")), page


def test_a_page_has_its_landmarks_once(trees: dict[str, Node]) -> None:
    for page, root in trees.items():
        for landmark in ("banner", "main", "contentinfo"):
            assert len(root.of(landmark)) == 1, f"{page}: {landmark}"
        names = [node.name for node in root.of("navigation")]
        assert all(names), f"{page}: a navigation without a name"
        assert len(set(names)) == len(names), f"{page}: {names}"


def test_every_control_and_picture_has_a_name(trees: dict[str, Node]) -> None:
    for page, root in trees.items():
        nameless = [n.role for n in root.of(*CONTROLS) if not n.name.strip()]
        assert nameless == [], page
        blind = [n.role for n in root.of(*PICTURES - {"figure"}) if not n.name.strip()]
        assert blind == [], page


def test_every_formula_is_one(trees: dict[str, Node]) -> None:
    for page, root in trees.items():
        empty = [n.name for n in root.of("MathMLMath") if not n.text.strip()]
        assert empty == [], page
    assert all(trees[page].of("MathMLMath") for page in MAIN_LINE)
