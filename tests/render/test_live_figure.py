"""The live figure: what it is before anything moves, and, in a browser, after."""

import html.parser
import re
import shutil
import subprocess
import xml.etree.ElementTree as ET

import pytest
from svg_reader import SVG, named, points, words

from derive.render.figures.live import TERMS, VALUES, live_figure
from derived.gaussian import kl_univariate_standard_normal

BROWSER = shutil.which("chromium") or shutil.which("chromium-browser")


@pytest.fixture(scope="module")
def live(whole):
    return live_figure(whole)


@pytest.fixture
def drawing(live):
    found = re.search(r"<svg.*</svg>", live.html, re.DOTALL)
    return ET.fromstring(found[0])


class Tags(html.parser.HTMLParser):
    """Checks that tags nest, and keeps what each holds."""

    def __init__(self):
        super().__init__()
        self.open, self.found = [], []

    def handle_starttag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))
        if tag != "input":
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture
def tags(live):
    reader = Tags()
    reader.feed(live.html)
    assert reader.open == []
    return reader.found


def test_without_javascript_the_figure_is_hidden(live, tags):
    tag, attributes = tags[0]
    assert tag == "figure"
    assert "hidden" in attributes
    assert "figure.hidden = false" in live.script


def test_each_slider_has_a_label_and_a_range_that_holds_its_start(tags):
    labelled = {a["for"] for tag, a in tags if tag == "label"}
    sliders = [a for tag, a in tags if tag == "input"]
    assert {a["id"] for a in sliders} == labelled == {"live--kl-mean", "live--kl-std"}
    for a in sliders:
        assert a["type"] == "range"
        low, start, high = (float(a[k]) for k in ("min", "value", "max"))
        assert low < start < high
        assert (start - low) / float(a["step"]) == pytest.approx(round((start - low) / 0.05))
    assert ("p", {"class": "live-said", "id": "live--kl-said", "aria-live": "polite"}) in tags


def test_the_script_holds_nothing_that_ends_or_leaves_the_page(live):
    assert "</" not in live.script
    assert not re.search(r"fetch|import\b|http|innerHTML|eval\(|document\.write", live.script)


def test_the_bars_are_drawn_by_numpy_before_anything_moves(drawing):
    at = {name: points(named(drawing, f"bar-{name}")[0].get("d")) for name, _, _ in TERMS}
    unit = (VALUES.end - VALUES.start) / (VALUES.high - VALUES.low)
    lengths = {name: (p[1, 0] - p[0, 0]) / unit for name, p in at.items()}
    total = lengths.pop("total")
    assert total == pytest.approx(float(kl_univariate_standard_normal(1.0, 0.5)), abs=1e-3)
    assert sum(lengths.values()) == pytest.approx(total, abs=2e-3)
    (said,) = named(drawing, "value-total")
    assert words(said) == f"{float(kl_univariate_standard_normal(1.0, 0.5)):.3f}"


def page(figure, moves):
    """Return a page with the figure, and a script that moves its sliders."""
    move = "".join(
        f"document.getElementById('live--kl-{name}').value = '{value}';"
        f"document.getElementById('live--kl-{name}').dispatchEvent(new Event('input'));"
        for name, value in moves.items()
    )
    return (
        f"<!doctype html><html lang=en><meta charset=utf-8><title>live</title>"
        f"<style>{figure.style}</style><body>{figure.html}<script>{figure.script}</script>"
        f"<script>{move}</script></body></html>"
    )


@pytest.mark.skipif(BROWSER is None, reason="Chromium is not installed: nothing is moved")
@pytest.mark.parametrize(("mean", "std"), [(1.0, 0.5), (0.0, 1.0), (-2.0, 0.25)])
def test_in_a_browser_the_sliders_move_the_terms(tmp_path, live, drawing, mean, std):
    (tmp_path / "page.html").write_text(page(live, {"mean": mean, "std": std}), encoding="utf-8")
    done = subprocess.run(
        [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--virtual-time-budget=3000",
         f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom",
         (tmp_path / "page.html").as_uri()],
        capture_output=True, text=True, check=True, timeout=120,
    )  # fmt: skip
    value = f"{float(kl_univariate_standard_normal(mean, std)):.3f}"
    assert f"together KL(q ‖ p) = {value}." in done.stdout
    figure = re.search(r'<figure class="live"[^>]*>', done.stdout)[0]
    assert "hidden" not in figure
    moved = ET.fromstring(re.search(r"<svg.*</svg>", done.stdout, re.DOTALL)[0])
    assert moved.tag == f"{SVG}svg"
    # The highest point of q is drawn above μ.
    curve = points(named(moved, "q")[0].get("d"))
    top = curve[curve[:, 1].argmin(), 0]
    assert top == pytest.approx(30 + (mean + 5) * 32, abs=1.5)
    if (mean, std) == (1.0, 0.5):
        for name, _, _ in TERMS:
            before, after = (
                points(named(svg, f"bar-{name}")[0].get("d")) for svg in (drawing, moved)
            )
            assert after == pytest.approx(before, abs=0.011)
