"""Reads figures back: their marks, and values through the ticks of their axes."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator

import numpy as np

SVG = "{http://www.w3.org/2000/svg}"
NUMBER = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
FRACTIONS = {"¼": 0.25, "½": 0.5}


def points(d: str) -> np.ndarray:
    """Return the points of path data that holds lines only, shape (n, 2)."""
    assert re.fullmatch(r"(?:[ML]-?[0-9.]+ -?[0-9.]+|Z)+", d), d[:80]
    return np.array([float(n) for n in NUMBER.findall(d)]).reshape(-1, 2)


def named(root: ET.Element, name: str) -> list[ET.Element]:
    found = [e for e in root.iter() if e.get("data-name") == name]
    assert found, f"nothing is named {name}"
    return found


def words(element: ET.Element) -> str:
    return "".join(element.itertext())


def texts(root: ET.Element) -> Iterator[ET.Element]:
    yield from root.iter(f"{SVG}text")


class Panel:
    """A panel, whose axes are read from the labels of its ticks."""

    def __init__(self, root: ET.Element, name: str, *, is_logarithmic: bool = False) -> None:
        self.element = named(root, name)[0]
        self.is_logarithmic = is_logarithmic
        self.x = self._axis("x", "x", 0.0)
        self.y = self._axis("y", "y", -4.0)

    def _axis(self, which: str, attribute: str, shift: float) -> np.ndarray:
        values, places = [], []
        for text in texts(self.element):
            if text.get("class") == f"tick {which}":
                said = words(text)
                values.append(FRACTIONS.get(said) or float(said.replace("−", "-")))
                places.append(float(text.get(attribute)) + shift)
        if self.is_logarithmic and which == "x":
            values = np.log(values)
        line = np.polyfit(places, values, 1)
        np.testing.assert_allclose(np.polyval(line, places), values, atol=1e-3)
        return line

    def values(self, places: np.ndarray) -> np.ndarray:
        """Return what points of the paper stand for, shape (n, 2)."""
        x = np.polyval(self.x, places[:, 0])
        return np.stack(
            [np.exp(x) if self.is_logarithmic else x, np.polyval(self.y, places[:, 1])], axis=1
        )

    def curve(self, name: str) -> np.ndarray:
        """Return the points of a curve."""
        return np.concatenate(self.curves(name))

    def curves(self, name: str) -> list[np.ndarray]:
        return [self.values(points(e.get("d"))) for e in named(self.element, name)]

    def dots(self, name: str) -> np.ndarray:
        found = named(self.element, name)
        return self.values(np.array([(float(e.get("cx")), float(e.get("cy"))) for e in found]))
