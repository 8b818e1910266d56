"""The first page: the main line, its graph, and all derivations by the parts of the contents."""

from __future__ import annotations

from typing import Any

from derive.document import DerivationEntry
from derive.render.contents import MAIN_LINE, contents
from derive.render.html.evidence import verdict
from derive.render.html.graph import Node, graph
from derive.render.html.mathematics import letters, words
from derive.render.html.site import Site
from derive.render.names import anchor, file_name
from derive.render.prose import first_sentence, without_dollars

Data = dict[str, Any]


def parts(site: Site) -> list[Data]:
    """Return the parts of the contents, each with a card for each of its derivations."""
    return [
        {
            "id": anchor(part.title),
            "label": part.label,
            "title": words(part.title),
            "words": words(part.introduction),
            "is_main": part.kind == "theorem",
            "cards": [card(d) for d in held],
        }
        for part, held in contents(site.document)
    ]


def main_line(site: Site) -> list[Data]:
    """Return the derivations of the main line, in the order in which they are read."""
    return [
        {
            "title": words(site.derivations[name].title),
            "link": f"derivations/{file_name(name)}.html",
        }
        for name in MAIN_LINE
        if name in site.derivations
    ]


def card(d: DerivationEntry) -> Data:
    """Return a theorem's card."""
    return {
        "name": d.name,
        "link": f"derivations/{file_name(d.name)}.html",
        "title": words(d.title),
        "summary": words(first_sentence(d.summary)),
        "claim": letters(d).line(d.claim),
        "verdict": verdict(d.verdict),
        "lines": len(d.steps),
    }


def main_graph(site: Site, most: int) -> Data:
    """Return the graph of the main line and of all that it rests on."""
    main = [name for name in MAIN_LINE if name in site.derivations]
    named = {*main, *(t for name in main for t in site.derivations[name].theorems)}
    nodes = [
        Node(d.name, without_dollars(d.title), f"derivations/{file_name(d.name)}.html",
             f"{d.verdict} main" if d.name in main else d.verdict)
        for d in site.document.derivations
        if d.name in named
    ]  # fmt: skip
    return graph(nodes, site.cites, most)
