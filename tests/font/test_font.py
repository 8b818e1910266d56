"""The font of the pages has every character that a formula shows, and what MathML needs."""

from __future__ import annotations

import re
from base64 import b64decode
from html import unescape
from io import BytesIO

import pytest
from fontTools.ttLib import TTFont

from derive.document import Document
from derive.render.greek import GREEK
from derive.render.html.font import FAMILY, folder_of, font_css
from derive.render.latex.text import name
from derive.render.mathml.formula import mathml, mathml_prose
from derive.render.mathml.symbols import styled

# What only a screen reader sees.
UNSEEN = {"\u2061", "\u2062"}


@pytest.fixture(scope="module")
def font() -> TTFont:
    """The font as a page brings it along."""
    data = re.search(r"base64,([^)]*)", font_css())
    assert data
    return TTFont(BytesIO(b64decode(data[1])))


@pytest.fixture(scope="module")
def formulas(whole: Document) -> list[str]:
    """Every formula of the library."""
    found = []
    for entry in whole.derivations:
        letters = {distribution: name(letter) for letter, distribution in entry.densities}
        shown = [entry.claim, entry.start, *entry.assumptions, *(m for w in entry.where for m in w)]
        words = [entry.title, entry.summary, entry.source]
        for step in entry.steps:
            shown += [step.after, *(c.proposition for c in step.conditions)]
            words += [step.reason, step.rule.statement]
        found += [mathml(f, letters) for f in shown]
        found += [
            part for text in words for part in re.findall("<math.*?</math>", mathml_prose(text))
        ]
    return found


def test_it_has_every_character_of_the_library(font: TTFont, formulas: list[str]):
    known = font.getBestCmap()
    text = {c for f in formulas for c in unescape(re.sub("<[^>]*>", "", f))}
    missing = {c for c in text - UNSEEN if ord(c) not in known}
    assert not missing, f"make the font again (tests/font/subset.py) with {sorted(missing)}"


def test_it_has_the_italics_that_a_browser_puts_for_a_lone_letter(
    font: TTFont, formulas: list[str]
):
    known = font.getBestCmap()
    letters = {c for f in formulas for c in re.findall(r"<mi>(.)</mi>", f)}
    assert {"x", "σ", "∂"} <= letters
    for c in letters & {chr(i) for i in range(ord("a"), ord("z") + 1)}:
        assert ord(styled("mathit", c)) in known
    for letter in GREEK:
        assert ord(styled("mathit", letter)) in known
    assert ord("𝜕") in known


def test_it_knows_how_mathematics_is_set(font: TTFont):
    table = font["MATH"].table
    assert table.MathConstants.AxisHeight.Value > 0
    stretched = table.MathVariants.VertGlyphCoverage.glyphs
    known = font.getBestCmap()
    for c in "()[]|{}‖√∫∑∏":
        assert known[ord(c)] in stretched, f"{c} does not stretch"


def test_its_roots_are_all_as_wide_as_the_smallest(font: TTFont):
    variants = font["MATH"].table.MathVariants
    root = font.getBestCmap()[ord("√")]
    forms = variants.VertGlyphConstruction[variants.VertGlyphCoverage.glyphs.index(root)]
    glyphs = [record.VariantGlyph for record in forms.MathGlyphVariantRecord]
    glyphs += [part.glyph for part in forms.GlyphAssembly.PartRecords]
    assert len(glyphs) > 3
    assert {font["hmtx"][glyph][0] for glyph in glyphs} == {font["hmtx"][root][0]}


def test_its_licence_stands_beside_it():
    licence = (folder_of("html") / "font" / "OFL.txt").read_text(encoding="utf-8")
    assert "SIL OPEN FONT LICENSE Version 1.1" in licence
    assert "Reserved Font Name" not in licence.partition("PREAMBLE")[0]
    assert f'font-family:"{FAMILY}"' in font_css()
