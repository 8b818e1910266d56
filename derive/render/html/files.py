"""HTML: a site to read offline, a page for each derivation and for each rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from markupsafe import Markup

from derive.document import Document
from derive.render.axioms import AXIOMS, BESIDES
from derive.render.conventions import CONVENTIONS, VERDICTS
from derive.render.environment import environment
from derive.render.figures.files import FigureEntry, figures
from derive.render.figures.live import live_figure
from derive.render.glossary import GROUNDS, PROOFS, WORDS
from derive.render.html import derivation as derivation_page
from derive.render.html import rule as rule_page
from derive.render.html.evidence import verdict
from derive.render.html.font import font_css
from derive.render.html.index import main_graph, main_line, parts
from derive.render.html.mathematics import words
from derive.render.html.site import Site
from derive.render.names import anchor, file_name, spoken

NARROW, WIDE = 2, 5
"""How many boxes stand side by side in the graph of the main line, on a phone and elsewhere."""

Data = dict[str, Any]


def render(document: Document) -> dict[str, str]:
    """Return the files of ``output/html`` by their paths there.

    Raises
    ------
    ValueError
        For a text, a name or a formula that has no safe form in HTML.
    """
    site, drawn, live = Site(document), figures(document), live_figure(document)
    files = {name: _text(f"{name}.j2") for name in ("icon.svg", "style.css", "script.js")}
    files["font.css"] = font_css()
    if live:
        files |= {"live.css": live.style, "live.js": live.script}
    files["index.html"] = _text(
        "index.html.j2",
        top="",
        parts=parts(site),
        counts=_counts(document),
        main_line=main_line(site),
        narrow=main_graph(site, NARROW),
        wide=main_graph(site, WIDE),
        rules=_rules(site),
        picture=_pictures(drawn[:1]),
    )
    files["notation.html"] = _text("notation.html.j2", top="", **_notation(site))
    for derivation in document.derivations:
        name = derivation.name
        files[f"derivations/{file_name(name)}.html"] = _text(
            "derivation.html.j2",
            top="../",
            d=derivation_page.page(derivation, site),
            pictures=_pictures([f for f in drawn if name in f.derivations]),
            live=Markup(live.html) if live and name in live.derivations else "",
        )
    for rule in document.rules:
        files[f"rules/{file_name(rule.name)}.html"] = _text(
            "rule.html.j2", top="../", rule=rule_page.page(rule, site)
        )
    return files


def _text(template: str, **data: Any) -> str:
    return environment("html").get_template(template).render(**data)


def _pictures(entries: Sequence[FigureEntry]) -> list[Data]:
    """Return figures for the templates; an SVG is escaped where it is made."""
    return [{"title": f.title, "description": f.description, "svg": Markup(f.svg)} for f in entries]


def _counts(document: Document) -> Data:
    """Return what the first page counts."""
    return {
        "derivations": len(document.derivations),
        "lines": sum(len(d.steps) for d in document.derivations),
        "rules": len(document.rules),
        "proved": sum(d.verdict == "proved" for d in document.derivations),
    }


def _rules(site: Site) -> list[Data]:
    """Return the rules, as the first page lists them."""
    return [
        {
            "link": f"rules/{file_name(rule.name)}.html",
            "title": words(rule.title),
            "count": len(site.applications.get(rule.name, ())),
        }
        for rule in site.document.rules
    ]


def _notation(site: Site) -> Data:
    """Return conventions and axioms, each axiom with the steps that use it."""
    used = dict.fromkeys(a for d in site.document.derivations for a in d.axioms)
    return {
        "conventions": [
            {"id": anchor(term), "term": term, "words": words(said)} for term, said in CONVENTIONS
        ],
        "verdicts": [{**verdict(word), "words": words(said)} for word, said in VERDICTS],
        "words": _said(WORDS),
        "proofs": _said(PROOFS),
        "grounds": _said(GROUNDS),
        "axioms": [
            {
                "id": anchor(name),
                "name": name[:1].upper() + name[1:],
                "words": words(AXIOMS.get(name, "")),
                "uses": [
                    {
                        "link": p.address,
                        "of": p.derivation.name,
                        "name": spoken(p.step.name),
                    }
                    for p in site.axioms.get(name, ())
                ],
                "resting": sum(name in d.axioms for d in site.document.derivations),
            }
            for name in used
        ],
        "besides": words(BESIDES),
    }


def _said(entries: Mapping[str, str]) -> list[Data]:
    """Return entries of the glossary, each with its anchor."""
    return [{"id": anchor(w), "term": w, "words": words(said)} for w, said in entries.items()]
