"""Font: the face that formulas are set in, as a style sheet that brings it along.

It is a part of STIX Two Math, under the SIL Open Font License that stands beside it;
``tests/font/subset.py`` makes it.
"""

from __future__ import annotations

from base64 import b64encode
from pathlib import Path

from derive.render.environment import folder_of

FAMILY = "derive math"


def font_file() -> Path:
    """Return where the font lies."""
    return folder_of("html") / "font" / "stix-two-math-subset.woff2"


def font_css() -> str:
    """Return the rule that names the font `FAMILY`, with the font in it."""
    data = b64encode(font_file().read_bytes()).decode("ascii")
    source = f'url(data:font/woff2;base64,{data}) format("woff2")'
    return f'@font-face{{font-family:"{FAMILY}";src:{source};font-display:block}}\n'
