"""Figures as files: well-formed, scoped, inside their frame, the same each time."""

import dataclasses
import re
import xml.etree.ElementTree as ET

import pytest
from svg_reader import SVG, points, texts, words

from derive.formula import Formula
from derive.library import LIBRARY
from derive.render.figures import files as figures
from derive.render.figures import live as figures_live
from derive.render.figures.code import GeneratedCode
from derive.render.figures.formulas import parts
from derive.render.figures.marks import line, place, runs
from derive.render.figures.marks import words as written

NAMES = [figure.name for figure in figures.FIGURES]


@pytest.fixture(params=NAMES)
def figure(request, drawn):
    return drawn[request.param]


def without(document, name):
    """Return a document in which one derivation is not proved."""
    entries = tuple(
        dataclasses.replace(d, verdict="rejected") if d.name == name else d
        for d in document.derivations
    )
    return dataclasses.replace(document, derivations=entries)


def test_every_figure_is_drawn_and_written_under_its_name(whole, drawn):
    assert list(drawn) == NAMES
    files = figures.render(whole)
    assert files == {f"{name}.svg": figure.svg for name, figure in drawn.items()}


def test_figures_are_the_same_bytes_each_time(whole, drawn):
    again = figures.drawn(whole, figures.FIGURES)
    assert again == tuple(drawn.values())


def test_a_figure_is_well_formed_and_says_what_it_shows(figure):
    root = ET.fromstring(figure.svg)
    assert root.tag == f"{SVG}svg"
    assert root.get("role") == "img"
    said = {e.get("id"): words(e) for e in root.iter() if e.get("id")}
    shown_by = [said[name] for name in root.get("aria-labelledby").split()]
    assert shown_by == [figure.title, figure.description]


def test_a_figure_holds_no_script_no_font_and_no_address(figure):
    bare = figure.svg.replace('xmlns="http://www.w3.org/2000/svg"', "")
    assert not re.search(r"http|<script|javascript|@import|@font-face|url\(|href|<image", bare)


def test_no_coordinate_is_missing_or_outside_the_frame(figure):
    root = ET.fromstring(figure.svg)
    _, _, width, height = map(float, root.get("viewBox").split())
    for element in root.iter():
        for attribute in {"x", "y", "cx", "cy", "r"} & set(element.attrib):
            assert re.fullmatch(r"-?\d+(\.\d{1,2})?", element.get(attribute)), element.attrib
    for path in root.iter(f"{SVG}path"):
        places = points(path.get("d"))
        assert places.min() >= 0, path.get("data-name")
        assert (places <= (width, height)).all(), path.get("data-name")


def test_no_words_are_cut_off(figure):
    root = ET.fromstring(figure.svg)
    _, _, width, height = map(float, root.get("viewBox").split())
    for text in texts(root):
        length, x = 6.2 * len(words(text)), float(text.get("x"))
        css = (text.get("class") or "").split()
        before = length if {"end", "y"} & {*css} else length / 2 if {"middle", "x"} & {*css} else 0
        assert x - before >= 0, words(text)
        assert x - before + length <= width, words(text)
        assert 9 <= float(text.get("y")) <= height - 3, words(text)


def test_ids_are_unique_when_all_figures_are_in_one_page(whole, drawn):
    live = figures_live.live_figure(whole)
    page = "".join([*(figure.svg for figure in drawn.values()), live.html])
    ids = re.findall(r'\bid="([^"]*)"', page)
    assert len(ids) > 2 * len(drawn)
    assert len(set(ids)) == len(ids)


def test_the_style_of_a_figure_reaches_no_other_element_of_a_page(figure):
    style = ET.fromstring(figure.svg).find(f"{SVG}style").text
    style = re.sub(r"@media [^{]*\{(.*)\}", r"\1", style)
    for selectors in re.findall(r"([^{}]+)\{[^{}]*\}", style):
        for selector in selectors.split(","):
            own = rf"(:root\[data-theme(=\w+)?\] )?#figure--{figure.name}\b"
            assert re.match(own, selector.strip())


def test_both_themes_have_every_colour(figure):
    blocks = re.findall(r"\{ (--[^{}]*) ?\}", figure.svg)
    names = [re.findall(r"(--[\w-]+):", block) for block in blocks]
    assert len(blocks) == 5
    assert all(found == names[0] for found in names)
    used = set(re.findall(r"var\((--[\w]+)\)", figure.svg))
    assert used <= set(names[0])


def luminance(colour):
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_words_and_lines_stand_out_from_the_paper_in_both_themes(drawn):
    svg = drawn["kl-terms"].svg
    for block in set(re.findall(r"\{ (--[^{}]*) ?\}", svg)):
        colours = dict(re.findall(r"--([\w-]+):[^;]*?(#\w{6})", block))
        paper = luminance(colours["paper"])
        for name in ("ink", "soft", "c1", "c2", "c3", "c4"):
            light, dark = sorted((luminance(colours[name]), paper))[::-1]
            assert (light + 0.05) / (dark + 0.05) >= 4.5, name


def test_a_figure_is_shown_with_derivations_that_exist():
    for figure in figures.FIGURES:
        assert set(figure.derivations) <= set(LIBRARY), figure.name
        assert set(figure.needs) <= set(LIBRARY), figure.name
        assert figure.derivations


def test_what_is_not_proved_is_not_drawn(whole):
    lacking = without(whole, "gradient_flow_log_var")
    names = [figure.name for figure in figures.drawn(lacking, figures.FIGURES)]
    assert names == [name for name in NAMES if name != "gradient-flow"]
    assert figures_live.live_figure(without(whole, "gaussian_normalisation")) is None


def test_nothing_is_drawn_of_a_document_without_derivations(whole):
    assert figures.render(dataclasses.replace(whole, derivations=())) == {}


def test_a_line_of_another_form_is_refused(whole):
    proved = {d.name: d for d in whole.derivations}
    other = dataclasses.replace(proved["quadratic_near_the_optimum"], claim=Formula("Pi"))
    with pytest.raises(LookupError, match="quadratic_near_the_optimum: no longer of the form"):
        parts({"quadratic_near_the_optimum": other}, ["quadratic"])
    with pytest.raises(LookupError, match="no line holds what a figure draws as quartic"):
        parts(proved, ["quartic"])


def test_a_generated_function_that_fails_is_named(whole):
    with (
        GeneratedCode(whole, {}) as code,
        pytest.raises(RuntimeError, match=r"kl_univariate failed: ValueError"),
    ):
        code("derived.gaussian.kl_univariate", mean_1=0, std_1=-1, mean_2=0, std_2=1)


def test_the_terms_are_those_of_the_proved_line(whole):
    proved = {d.name: d for d in whole.derivations}
    names = ["term_barrier", "term_constant", "term_mean", "term_spread"]
    mean, std = [-1.5, 0.25, 3.0], [0.125, 1.75, 0.5]
    with GeneratedCode(whole, parts(proved, names)) as code:
        total = code("derived.gaussian.kl_univariate_standard_normal", mean=mean, std=std)
        terms = [code("term_mean", mu=mean), code("term_constant")]
        terms += [code("term_spread", sigma=std), code("term_barrier", sigma=std)]
    assert sum(terms) == pytest.approx(total, abs=1e-14)


def test_coordinates_are_rounded():
    assert [place(x) for x in (1.0, -0.001, 2.345678, 10.5, 100.0)] == [
        "1", "0", "2.35", "10.5", "100",
    ]  # fmt: skip
    # Halfway, a last bit that another machine has otherwise changes nothing.
    assert {place(100.925 + bit) for bit in (-3e-14, 0, 3e-14)} == {"100.93"}
    assert line([(0, 0), (0.001, 0), (1, 2)], "").d == "M0 0L1 2"
    assert runs([(0, 0), (1, 1), (2, 2), (3, 3)], [True, True, False, True]) == [[(0, 0), (1, 1)]]


def test_letters_of_mathematics_are_told_from_words():
    assert written((0, 0), "minimum at σ = 1").parts == (
        ("", "minimum at "), ("m", "σ"), ("", " = 1"),
    )  # fmt: skip
    assert written((0, 0), "e^{λ} − 1", "halo c1").parts == (
        ("m", "e"), ("up m rise", "λ"), ("fall", " − 1"),
    )  # fmt: skip
    assert written((0, 0), "x", "halo c1").css == "c1"
