"""The page of a derivation: its claim, its lines, what it rests on and what rests on it."""

from __future__ import annotations

from typing import Any

from derive.document import DerivationEntry
from derive.render.contents import MAIN_LINE, contents
from derive.render.html.code import Code, functions, results
from derive.render.html.evidence import verdict
from derive.render.html.graph import Node, graph
from derive.render.html.mathematics import given, letters, told, words
from derive.render.html.site import Site
from derive.render.html.step import Steps
from derive.render.latex.align import align
from derive.render.names import anchor, file_name, spoken
from derive.render.plain_words import plain_reason
from derive.render.prose import without_dollars

NEIGHBOURS = 9
"""How many derivations that rest on one stand in its graph; all of them stand in its list."""
ABREAST = 2

Data = dict[str, Any]


def page(derivation: DerivationEntry, site: Site) -> Data:
    """Return what the template of a derivation shows."""
    printer = letters(derivation)
    code: dict[str, Code] = dict(functions(derivation))
    steps = Steps(derivation, site, printer, code)
    made = results(derivation.name)
    return {
        "name": file_name(derivation.name),
        "title": words(derivation.title),
        "plain_title": without_dollars(derivation.title),
        "description": plain_reason(derivation.summary or derivation.title),
        "summary": words(derivation.summary),
        "source": words(derivation.source),
        "claim": printer.line(derivation.claim),
        "given": given(derivation, printer),
        "verdict": verdict(derivation.verdict),
        "failure": told(derivation.said, derivation.failure, printer),
        "start": printer.line(derivation.start),
        "start_code": code.get(""),
        "steps": [steps.data(s, made.get(s.name, "")) for s in derivation.steps],
        "align": align(derivation),
        "results": list(made.values()),
        "module": f"python/derived/steps/{file_name(derivation.name)}.py" if code else "",
        "axioms": [{"name": a, "id": anchor(a)} for a in derivation.axioms],
        "cites": [_named(site, t) for t in site.cites[derivation.name]],
        "used_by": _users(derivation, site),
        "graph": _neighbourhood(derivation, site),
        "hash": derivation.hash,
        **_around(derivation, site),
    }


def _named(site: Site, name: str) -> Data:
    known = site.derivations.get(name)
    if known is None:
        return {"name": name, "title": name, "link": ""}
    return {"name": name, "title": words(known.title), "link": f"{file_name(name)}.html"}


def _users(derivation: DerivationEntry, site: Site) -> list[Data]:
    """Return the derivations that cite this one, each with the steps that do."""
    users: dict[str, list[Data]] = {}
    for place in site.users.get(derivation.name, ()):
        link = place.address.removeprefix("derivations/")
        users.setdefault(place.derivation.name, []).append(
            {"link": link, "name": spoken(place.step.name)}
        )
    return [{**_named(site, name), "steps": steps} for name, steps in users.items()]


def _neighbourhood(derivation: DerivationEntry, site: Site) -> Data | None:
    """Return the graph of what a derivation cites and of what cites it, where there is any."""
    users = list(dict.fromkeys(p.derivation.name for p in site.users.get(derivation.name, ())))
    near = {derivation.name, *site.cites[derivation.name], *users[:NEIGHBOURS]}
    if len(near) == 1:
        return None
    nodes = [
        Node(d.name, without_dollars(d.title), f"{file_name(d.name)}.html",
             f"{d.verdict} here" if d is derivation else d.verdict)
        for d in site.document.derivations
        if d.name in near
    ]  # fmt: skip
    cites = {
        name: [c for c in cited if derivation.name in (name, c)]
        for name, cited in site.cites.items()
    }
    return graph(nodes, cites, ABREAST)


def _around(derivation: DerivationEntry, site: Site) -> Data:
    """Return the derivations before and after this one, on the main line or among all."""
    main = [site.derivations[name] for name in MAIN_LINE if name in site.derivations]
    is_main = derivation in main
    order = main if is_main else [d for _, held in contents(site.document) for d in held]
    i = order.index(derivation)
    return {
        "is_main": is_main,
        "place": i + 1,
        "of": len(order),
        "previous": _named(site, order[i - 1].name) if i else None,
        "next": _named(site, order[i + 1].name) if i + 1 < len(order) else None,
    }
