"""The font of the pages: the part of STIX Two Math that formulas can use.

One thing is changed in it: see `make_roots_alike`.  The original is the file
`stix-two-math-latin-400-normal.woff2` of version 5.3.0 of the package
`@fontsource/stix-two-math` (STIX Two Math 2.12, under the SIL Open Font License without a
reserved name).  With fonttools and brotli:

    python tests/font/subset.py PATH/TO/ORIGINAL.woff2
"""

from __future__ import annotations

import string
import sys

from fontTools import subset
from fontTools.ttLib import TTFont

from derive.render.greek import GREEK
from derive.render.html.font import font_file
from derive.render.mathml.symbols import (
    ACCENTS,
    BIG,
    BINARY,
    DELIMITERS,
    ORDINARY,
    RELATIONS,
    greek,
    styled,
)

# What MathML needs of OpenType: smaller forms for indices, dotless ones under accents, marks.
FEATURES = ("ssty", "flac", "dtls", "ccmp", "mark", "mkmk", "kern")


def characters() -> set[str]:
    """Return every character that a formula can show."""
    tables = (BIG, BINARY, RELATIONS, ORDINARY, DELIMITERS, ACCENTS)
    found = set(string.printable.strip() + " \u00a0\u2009")
    found |= {c for table in tables for shown in table.values() for c in shown}
    found |= {"∇", "⁡", "⁢"}
    names = [*string.ascii_letters, *GREEK]
    for name in names:
        found |= {styled(font, name) for font in ("mathit", "mathbf", "boldsymbol")}
    found |= {greek(name) for name in GREEK}
    found |= {styled("mathbf", digit) for digit in string.digits}
    found |= {styled(font, c) for font in ("mathbb", "mathcal") for c in string.ascii_uppercase}
    # What a browser shows for a lone ∂ and ∇ in italics.
    return found | {"𝜕", "𝛁", "𝛻", "′", "⁗", "″", "‴", "¯", "‾", "√", "⏞", "⏟"}


def make_roots_alike(font: TTFont) -> None:
    """Make all forms of the root sign as wide as the smallest.

    Chromium leaves behind every root the room that its widest form would need.
    """
    variants = font["MATH"].table.MathVariants
    root = font.getBestCmap()[ord("√")]
    forms = variants.VertGlyphConstruction[variants.VertGlyphCoverage.glyphs.index(root)]
    glyphs = {record.VariantGlyph for record in forms.MathGlyphVariantRecord}
    glyphs |= {part.glyph for part in forms.GlyphAssembly.PartRecords}
    width, _ = font["hmtx"][root]
    for glyph in sorted(glyphs - {root}):
        advance, bearing = font["hmtx"][glyph]
        outline = font["glyf"][glyph]
        outline.coordinates.scale((width / advance, 1))
        outline.coordinates.toInt()
        outline.recalcBounds(font["glyf"])
        font["hmtx"][glyph] = (width, round(bearing * width / advance))


def main(original: str) -> None:
    """Write the subset."""
    options = subset.Options()
    options.flavor = "woff2"
    options.layout_features = list(FEATURES)
    options.name_IDs = [0, 1, 2, 3, 4, 5, 6, 13, 14]
    options.notdef_outline = True
    options.recalc_timestamp = False
    options.hinting = False
    font = TTFont(original, recalcTimestamp=False)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[ord(c) for c in characters()])
    subsetter.subset(font)
    make_roots_alike(font)
    font.flavor = "woff2"
    file = font_file()
    font.save(file)
    print(f"{file}: {file.stat().st_size} bytes, {len(font.getGlyphOrder())} glyphs")


if __name__ == "__main__":
    main(sys.argv[1])
