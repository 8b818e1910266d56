"""Pages of what was measured: Markdown as the forges read it, in the looks of the site."""

from __future__ import annotations

import re

import pytest

from tests.measured_html import SITE, beside, html, plain, write

PAGE = """# What was *measured*

One <b>page</b> of [another](mutants.md), [the first](README.md#points), [data](mutants.json),
[elsewhere](https://example.org/a.md) and [nothing](javascript:alert).

| | runs |
|---|---:|
| `a_b` | 1 |

| | runs |
|---|---:|
| c | 2 |

## `f_g`, float64

| what | why |
|---|---|
| a | this is a cell with a sentence, which needs room |

![A plot of it](plot.svg)

### `f_g`, float64
"""


@pytest.fixture(scope="module")
def main():
    return html(PAGE).partition('<main id="main_">')[2].partition("</main>")[0]


def test_headings_have_the_anchors_of_the_forges(main):
    found = re.findall(r'<h(\d) id="([^"]*)">', main)
    assert found == [("1", "what-was-measured"), ("2", "f_g-float64"), ("3", "f_g-float64-1")]


def test_links_lead_from_page_to_page_and_others_stay_as_they_are(main):
    assert re.findall('href="([^"]*)"', main) == [
        "mutants.html", "index.html#points", "mutants.json", "https://example.org/a.md",
    ]  # fmt: skip


def test_html_in_markdown_is_words(main):
    assert "One &lt;b&gt;page&lt;/b&gt; of" in main
    assert "<b>" not in main


def test_tables_and_pictures_stand_in_boxes_with_names_that_keys_reach(main):
    boxes = re.findall(
        r'<div class="([^"]*)" role="region" aria-label="([^"]*)" tabindex="0">', main
    )
    assert boxes == [
        ("scroll", "Table: What was measured"),
        ("scroll", "Table 2: What was measured"),
        ("scroll", "Table: f_g, float64"),
        ("scroll plot", "A plot of it"),
    ]
    assert main.count("</div>") == len(boxes) == main.count("<div")
    assert '<img src="plot.svg" alt="A plot of it"></div>' in main


def test_a_cell_says_what_it_heads(main):
    assert '<th scope="row"><code>a_b</code></th>' in main
    assert main.count('scope="col"') == 4
    assert main.count("<td></td>") == 2
    assert '<td class="words">this is' in main


def test_the_frame_is_that_of_the_site():
    page = html(PAGE)
    assert "<title>What was measured · derive</title>" in page
    assert '<meta name="description" content="What was measured: f_g, float64.">' in page
    assert f'<a href="{SITE}notation.html">' in page
    assert f'<script src="{SITE}script.js">' in page


def test_a_page_without_a_title_is_refused():
    for text in ("", "Words.\n", "## Points\n"):
        with pytest.raises(ValueError, match="begins with its title"):
            html(text)


def test_plain_text_is_read_to_the_letter():
    text = "1/(1*sqrt(2*pi))*exp(-(x_1**2)) <b> &amp; [a](b) | `c` ~~d~~ \\* #e $f$"
    shown = html(f"# T\n\n{plain(text)}\n")
    assert "<p>1/(1*sqrt(2*pi))*exp(-(x_1**2)) &lt;b&gt; &amp;amp; [a](b) | `c`" in shown
    assert " ~~d~~ \\* #e $f$</p>" in shown


def test_a_page_is_written_twice(tmp_path):
    for name, other in (("README.md", "index.html"), ("speed.md", "speed.html")):
        write(tmp_path / name, PAGE)
        assert beside(tmp_path / name) == tmp_path / other
        assert (tmp_path / name).read_text(encoding="utf-8") == PAGE
        assert (tmp_path / other).read_text(encoding="utf-8") == html(PAGE)
