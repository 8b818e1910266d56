"""Graphs of citations: boxes in layers, what is cited above what cites it.

A layer holds a given number of boxes at most, so that a graph fits a narrow screen.  An edge
that passes a layer has a bend there.  Coordinates are rounded: the same graph is the same text.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from typing import Any

from derive.render.names import words_of

BOX, BEND = 112.0, 2.0
"""The width of a box, and of an edge that passes."""
GAP, BETWEEN, ROW = 9.0, 30.0, 15.0
"""The space between neighbours, between layers, and the height of a row of a label."""
LABEL = 14
"""The longest row of a label, in characters."""
SWEEPS = 12

Data = dict[str, Any]
Edge = tuple[str, str]


@dataclass(frozen=True)
class Node:
    """A box: its name, the title that a pointer shows, where it leads, how it looks."""

    name: str
    title: str
    link: str
    kind: str = ""


@dataclass
class _Point:
    """What has a place in a layer: a box, or a bend of an edge."""

    width: float
    x: float = 0.0
    node: Node | None = None


def graph(nodes: Sequence[Node], cites: Mapping[str, Iterable[str]], most: int) -> Data:
    """Return the drawing of a graph for its template.

    Parameters
    ----------
    nodes : sequence of Node
        The boxes, each after those that it cites.
    cites : mapping of str to names
        What each cites; what is no box is left out.
    most : int
        How many boxes stand side by side at most.
    """
    names = [n.name for n in nodes]
    edges = _without_detours({n: [c for c in cites.get(n, ()) if c in names] for n in names})
    level = _levels(names, edges, most)
    layers: list[list[_Point]] = [[] for _ in range(max(level.values(), default=-1) + 1)]
    points = {n.name: _Point(BOX, node=n) for n in nodes}
    for name in names:
        layers[level[name]].append(points[name])
    bends: dict[tuple[str, int], _Point] = {}
    chains = []
    for top, bottom in edges:
        passed = [(top, layer) for layer in range(level[top] + 1, level[bottom])]
        for key in passed:
            # The edges of one box go together as far as they can.
            if key not in bends:
                bends[key] = _Point(BEND)
                layers[key[1]].append(bends[key])
        chains.append([points[top], *(bends[key] for key in passed), points[bottom]])
    width = _place(layers, chains)
    return _drawing(layers, chains, level, width)


def _without_detours(cites: Mapping[str, Sequence[str]]) -> list[Edge]:
    """Return the edges, without those that longer ways imply."""
    above: dict[str, set[str]] = {}
    for name, cited in cites.items():
        above[name] = set(cited).union(*(above[c] for c in cited))
    return [
        (c, name)
        for name, cited in cites.items()
        for c in cited
        if not any(c in above[other] for other in cited)
    ]


def _levels(names: Sequence[str], edges: Sequence[Edge], most: int) -> dict[str, int]:
    """Return the layer of each box: below what it cites, in a layer that is not full.

    What cites nothing stands as near above what cites it as there is room.
    """
    level: dict[str, int] = {}
    for name in names:
        highest = max((level[a] + 1 for a, b in edges if b == name), default=0)
        level[name] = next(i for i in range(highest, len(names)) if _has_room(level, i, most))
    for name in reversed(names):
        below = [level[b] for a, b in edges if a == name]
        if below and name not in {b for _, b in edges}:
            free = [i for i in range(level[name], min(below)) if _has_room(level, i, most)]
            level[name] = max([level[name], *free])
    return level


def _has_room(level: Mapping[str, int], layer: int, most: int) -> bool:
    return sum(1 for other in level.values() if other == layer) < most


def _place(layers: list[list[_Point]], chains: Sequence[Sequence[_Point]]) -> float:
    """Give every point its place in its layer, near what it is connected with."""
    near: dict[int, list[_Point]] = {}
    for chain in chains:
        for a, b in pairwise(chain):
            near.setdefault(id(a), []).append(b)
            near.setdefault(id(b), []).append(a)
    width = max(map(_packed, layers), default=0.0)
    for layer in layers:
        _spread(layer, [width / 2] * len(layer), width)
    for sweep in range(SWEEPS):
        for layer in layers if sweep % 2 else reversed(layers):
            wanted = {id(p): _mean([q.x for q in near.get(id(p), [p])]) for p in layer}
            if sweep < SWEEPS - 4:
                layer.sort(key=lambda p: wanted[id(p)])
            _spread(layer, [wanted[id(p)] for p in layer], width)
    for point in (p for layer in layers for p in layer):
        point.x += 1.5
    return width + 3


def _offsets(layer: list[_Point]) -> list[float]:
    """Return how far each point of a layer stands from the first, where they stand close."""
    gaps = (0.0, *((a.width + b.width) / 2 + GAP for a, b in pairwise(layer)))
    return list(accumulate(gaps))


def _packed(layer: list[_Point]) -> float:
    return _offsets(layer)[-1] + (layer[0].width + layer[-1].width) / 2


def _spread(layer: list[_Point], wanted: list[float], width: float) -> None:
    """Place a layer as near to where its points want to be as its order and widths let it.

    This is isotonic regression: neighbours that would overlap form a block at its mean.
    """
    offsets = _offsets(layer)
    most = width - layer[-1].width / 2 - offsets[-1]
    blocks: list[list[float]] = []
    for want, offset in zip(wanted, offsets, strict=True):
        blocks.append([want - offset])
        while len(blocks) > 1 and _mean(blocks[-2]) > _mean(blocks[-1]):
            last = blocks.pop()
            blocks[-1] += last
    places = [_mean(block) for block in blocks for _ in block]
    places = [min(max(place, layer[0].width / 2), most) for place in places]
    for point, place, offset in zip(layer, places, offsets, strict=True):
        point.x = place + offset


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def _drawing(
    layers: list[list[_Point]],
    chains: Sequence[Sequence[_Point]],
    level: Mapping[str, int],
    width: float,
) -> Data:
    boxes = [p for layer in layers for p in layer if p.node]
    rows = {id(p): _rows(p.node.name) for p in boxes if p.node}
    height = ROW * max((len(r) for r in rows.values()), default=1) + 12
    tops = [1 + i * (height + BETWEEN) for i in range(len(layers))]
    return {
        "width": round(width),
        "height": round(tops[-1] + height + 1) if tops else 0,
        "boxes": [
            {
                "x": round(p.x - BOX / 2, 1), "y": round(tops[level[p.node.name]], 1),
                "width": round(BOX), "height": round(height), "middle": round(p.x, 1),
                "rows": _baselines(rows[id(p)], tops[level[p.node.name]], height),
                "title": p.node.title, "link": p.node.link, "kind": p.node.kind,
                "name": p.node.name,
            }
            for p in boxes if p.node
        ],
        "edges": [_edge(chain, level, tops, height) for chain in chains],
    }  # fmt: skip


def _edge(
    chain: Sequence[_Point], level: Mapping[str, int], tops: Sequence[float], height: float
) -> Data:
    """Return an edge, from the lower side of a box to the upper side of another."""
    first = chain[0].node
    layer = level[first.name] if first else 0
    path, y = f"M{round(chain[0].x, 1):g} {round(tops[layer] + height, 1):g}", tops[layer] + height
    for i, (a, b) in enumerate(pairwise(chain), 1):
        end = tops[layer + i] - (5 if i == len(chain) - 1 else 0)
        half = round((y + end) / 2, 1)
        x0, x1, y1 = round(a.x, 1), round(b.x, 1), round(end, 1)
        path += f"C{x0:g} {half:g} {x1:g} {half:g} {x1:g} {y1:g}"
        if i < len(chain) - 1:
            y = tops[layer + i] + height
            path += f"V{round(y, 1):g}"
    x, tip = round(chain[-1].x, 1), round(tops[layer + len(chain) - 1], 1)
    return {"path": path, "tip": f"M{x - 4:g} {tip - 7:g}L{x:g} {tip:g}L{x + 4:g} {tip - 7:g}z"}


def _rows(name: str) -> list[str]:
    """Return the words of a name in rows."""
    rows: list[str] = []
    for word in words_of(name):
        if rows and len(rows[-1]) + 1 + len(word) <= LABEL:
            rows[-1] += f" {word}"
        else:
            rows.append(word)
    return rows


def _baselines(rows: Sequence[str], top: float, height: float) -> list[Data]:
    first = top + height / 2 - ROW * (len(rows) - 1) / 2 + 4.5
    return [{"text": row, "y": round(first + ROW * i, 1)} for i, row in enumerate(rows)]
