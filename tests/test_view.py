"""A view shows what the kernel says of a derivation, now, in three forms."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import pytest

from derive.derivation import Derivation, Step
from derive.document import Document
from derive.kernel.form import InvalidDerivation
from derive.notation import Equal, real
from derive.render.notebook import mimebundle
from derive.rules import field_arithmetic, square_of_a_sum
from derive.view import View, view

a, b = real("a b")


def squares(last: object) -> Derivation:
    """A square less a square, with this as its last line."""
    return Derivation(
        name="squares",
        title="A <b>square</b> less a $square$",
        claim=Equal((a + b) ** 2 - a**2, last),
        start=(a + b) ** 2 - a**2,
        arguments={"a": a, "b": b},
        steps=(
            Step("expand", (a**2 + 2 * (a * b) + b**2) - a**2, by=square_of_a_sum(), reason="$x$"),
            Step("factor", last, by=field_arithmetic(), reason="$a^2$ cancels & <i>goes</i>."),
        ),
    )


def forms(shown: View) -> dict[str, str]:
    return shown._repr_mimebundle_()


def test_it_has_three_forms_and_gives_those_that_are_asked_for() -> None:
    shown = view("gaussian_mean")
    assert list(forms(shown)) == ["text/plain", "text/latex", "text/html"]
    assert repr(shown) == forms(shown)["text/plain"]
    assert list(shown._repr_mimebundle_(include={"text/html"})) == ["text/html"]
    assert "text/html" not in shown._repr_mimebundle_(exclude={"text/html"})


def test_a_line_is_shown_below_the_one_before_with_marks_in_both() -> None:
    bundle = forms(view("kl_univariate", "cross-term-vanishes"))
    html = ET.fromstring(without_style(bundle["text/html"]))
    before, after = (e for e in html.iter("span") if e.get("class") == "pieces")
    assert marked(before, "old") == ["𝔼q[x−μ1]"]
    assert marked(after, "new") == ["0"]
    assert "✓ proved (proof: instance of a cited theorem)" in text_of(html)
    assert bundle["text/plain"].count("\n") == 5
    assert bundle["text/latex"].count("\\\\") >= 1
    assert bundle["text/latex"].startswith("\\begin{align*}\n&\\log")


def marked(formula: ET.Element, mark: str) -> list[str]:
    groups = [e for e in formula.iter() if (e.get("class") or "").startswith(f"changed {mark}")]
    return [re.sub("[\u2061\u2062]", "", text_of(group)) for group in groups]


def text_of(element: ET.Element) -> str:
    return "".join(element.itertext())


def without_style(html: str) -> str:
    return re.sub("<style>.*</style>", "", html.replace("<wbr>", ""), flags=re.DOTALL)


def test_every_derivation_of_the_library_has_a_view(whole: Document) -> None:
    for entry in whole.derivations:
        html = ET.fromstring(without_style(mimebundle(entry)["text/html"]))
        rows = [e for e in html.iter("span") if e.get("class") == "pieces"]
        assert len(rows) == len(entry.steps) + 1
        assert text_of(html).count("✓ proved") == len(entry.steps) + 1


def test_what_is_not_proved_is_shown_and_says_so() -> None:
    for bundle in (forms(view(squares(b * (a + b)))), forms(view(squares(b * (a + b)), "factor"))):
        assert "✗ refuted" in bundle["text/plain"]
        assert r"\text{not proved: refuted}" in bundle["text/latex"]
        html = ET.fromstring(without_style(bundle["text/html"]))
        failed = [text_of(e) for e in html.iter("p") if e.get("class") == "failed"]
        assert failed
        assert all("✗ refuted" in words for words in failed)
        assert "✗ proved" not in text_of(html)


def test_it_is_checked_when_it_is_made() -> None:
    """A derivation of the library's name is looked at, not its name."""
    wrong = replace(squares(b * (a + b)), name="gaussian_mean")
    assert "✗ refuted" in repr(view(wrong))


def test_words_of_an_author_are_escaped() -> None:
    html = forms(view(squares(b * (2 * a + b))))["text/html"]
    assert "A &lt;b&gt;square&lt;/b&gt; less a <math>" in html
    assert "cancels &amp; &lt;i&gt;goes&lt;/i&gt;." in html


def test_it_brings_its_font_and_its_style_along() -> None:
    html = forms(view("gaussian_mean"))["text/html"]
    assert "src:url(data:font/woff2;base64," in html
    assert not re.search(r"https?://|<script|<link", html)


def test_an_unknown_name_gets_the_nearest_one() -> None:
    with pytest.raises(InvalidDerivation, match="kl_univariate"):
        view("kl_univarate")
    with pytest.raises(ValueError, match="did you mean cross-term-vanishes"):
        view("kl_univariate", "cross-term")
