"""What the kernel says of a failure, in the notation of each document."""

from __future__ import annotations

import re

from derive.document import DerivationEntry, document
from derive.kernel.chain import check
from derive.library import LIBRARY
from derive.render.html.mathematics import letters
from derive.render.html.mathematics import told as told_in_html
from derive.render.latex.statement import FRAGMENT, printer_of, told
from derive.render.latex.text import plain
from derive.render.markdown.text import inline
from derive.render.markdown.text import plain as plain_in_markdown
from derive.render.terminal import derivation_text
from derive.rules import RULES
from derive.trials import derivation_of


def refused(name: str) -> DerivationEntry:
    """The counter-example of a rule."""
    (rule,) = [r for r in RULES if r.name == name]
    trial = derivation_of(rule, rule.counterexample)
    return document(check(["trial"], {**LIBRARY, "trial": trial})).derivations[-1]


def test_a_terminal_shows_its_own_formulas() -> None:
    entry = refused("linearity-of-the-integral")
    shown = derivation_text(entry)
    end = "gives a·∫_ℝ exp(−u²) du + ∫_ℝ u²·exp(−u²) du; the line says "
    end += "a·∫_ℝ exp(−u²) du + u²·∫_ℝ exp(−u²) du"
    assert shown.count(end) == 2  # under the step, and in the verdict on the whole
    assert "Integral(" not in re.sub(r"\(rigorous enclosure:.*", "", shown)
    assert "tried: at a = 104/97" in shown


def test_latex_and_markdown_set_formulas() -> None:
    entry = refused("linearity-of-the-integral")
    (step,) = entry.steps
    printer = printer_of(entry, FRAGMENT)
    latex = told(step.said, step.failure, printer, plain)
    markdown = told(step.said, step.failure, printer, plain_in_markdown, inline)
    for text, opened in ((latex, "$"), (markdown, "$`")):
        assert r"\int" in text
        assert f"gives {opened}a" in text
        assert "Integral" not in text


def test_a_page_shows_numbers_that_are_not_seen_to_be_zero_as_such() -> None:
    entry = refused("definition-of-the-expectation")
    (step,) = entry.steps
    page = str(told_in_html(step.said, step.failure, letters(entry)))
    assert re.search(r"the left side is 0 to \d+ places, the right side about 0\.371134;", page)
    assert "<math" in page


def test_what_has_only_a_text_is_shown_as_it_is() -> None:
    entry = refused("definition-of-the-expectation")
    assert str(told_in_html((), "a < b", letters(entry))) == "a &lt; b"
    assert told((), "10% of it", printer_of(entry, FRAGMENT), plain) == r"10\% of it"
