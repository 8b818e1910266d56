"""The colours of the site: enough contrast in both themes."""

from __future__ import annotations

import re

WORDS = ("ink", "quiet", "accent", "old", "numbers", "axiom", "new", "bad")
PAIRS = [
    *((word, ground) for word in WORDS for ground in ("paper", "card")),
    *((word, f"{word}-soft") for word in WORDS[2:]),
    *((word, f"{kind}-soft") for word in ("ink", "quiet") for kind in ("old", "new", "accent")),
]  # fmt: skip


def palettes(style: str) -> list[dict[str, str]]:
    """The colours of each theme, where the style sheet states them."""
    blocks = re.findall(r"\{[^{}]*--paper:[^{}]*\}", style)
    return [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block)) for block in blocks]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_contrast_is_enough_in_both_themes(files):
    found = palettes(files["style.css"])
    assert len(found) == 4  # light; dark by the system, and as chosen; print
    assert found[1] == found[2] != found[0] == found[3]
    for palette in found:
        for ink, ground in PAIRS:
            low, high = sorted(luminance(palette[name]) for name in (ink, ground))
            assert (high + 0.05) / (low + 0.05) >= 4.5, f"{ink} on {ground}: {palette}"


def test_the_style_names_no_colour_but_those_of_the_themes(files):
    outside = re.sub(r"--[a-z-]+: #[0-9a-f]{6};", "", files["style.css"])
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl)a?\(", outside)
