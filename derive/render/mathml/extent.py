"""Extent: about how far an element of MathML stands above and below its line, in em."""

from __future__ import annotations

from xml.etree import ElementTree

# How far a letter stands above and below the line, and what is larger than a letter.
LETTER = (0.75, 0.25)
LARGER = {"∫": (1.4, 0.9), "∑": (1.1, 0.6), "∏": (1.1, 0.6), "(": (0.85, 0.35), ")": (0.85, 0.35)}
# Where the bar of a fraction lies.
AXIS = 0.25
# What stands above or below something is smaller.
SMALLER = 0.75
# How well all this is known.
ABOUT = 0.4

Extent = tuple[float, float]


def extent(element: str) -> Extent:
    """Return the height above the line and the depth below it."""
    return _of(ElementTree.fromstring(element))


def _of(e: ElementTree.Element) -> Extent:
    size = float(e.get("minsize", "0em").removesuffix("em"))
    if size:
        return size / 2 + AXIS, size / 2 - AXIS
    inner = [_of(a) for a in e]
    if not inner or e.tag == "mpadded":
        return LARGER.get(e.text or "", LETTER)
    base, total = inner[0], [SMALLER * (up + down) for up, down in inner]
    if e.tag == "mfrac":
        return AXIS + 0.2 + total[0], total[1] + 0.2 - AXIS
    if e.tag == "msup":
        return base[0] - 0.3 + total[1], base[1]
    if e.tag == "msub":
        return base[0], base[1] - 0.2 + total[1]
    if e.tag in ("msubsup", "munderover"):
        return base[0] - 0.3 + total[2], base[1] - 0.2 + total[1]
    if e.tag == "munder":
        return base[0], base[1] + total[1]
    return max(up for up, _ in inner), max(down for _, down in inner)
