"""Graphs of citations: boxes apart, edges that lead down, no detours."""

from __future__ import annotations

from derive.render.html.graph import Node, graph
from derive.render.html.site import Site


def test_boxes_do_not_overlap_and_edges_lead_down(whole):
    site = Site(whole)
    nodes = [Node(d.name, d.title, "") for d in whole.derivations[:40]]
    for most in (1, 2, 5):
        drawn = graph(nodes, site.cites, most)
        boxes = {b["name"]: b for b in drawn["boxes"]}
        assert set(boxes) == {n.name for n in nodes}
        for a in boxes.values():
            assert 0 <= a["x"] <= drawn["width"] - a["width"]
            assert a["y"] + a["height"] <= drawn["height"]
            for b in boxes.values():
                if a is not b and a["y"] == b["y"]:
                    assert abs(a["x"] - b["x"]) >= a["width"]
        rows = [b["y"] for b in boxes.values()]
        assert max(rows.count(y) for y in rows) <= most
        for name in boxes:
            for cited in site.cites[name]:
                if cited in boxes:
                    assert boxes[cited]["y"] < boxes[name]["y"]


def test_what_longer_ways_imply_is_no_edge():
    nodes = [Node(name, name, "") for name in ("a", "b", "c")]
    drawn = graph(nodes, {"b": ["a"], "c": ["a", "b"]}, 2)
    assert len(drawn["edges"]) == 2
