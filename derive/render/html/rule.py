"""The page of a rule: what it says, what the kernel says of two trials, and where it is used."""

from __future__ import annotations

from typing import Any

from derive.document import DerivationEntry, RuleEntry
from derive.render.html.evidence import proofs, verdict
from derive.render.html.justification import conditions
from derive.render.html.mathematics import given, letters, relation, told, words
from derive.render.html.site import Site
from derive.render.latex.conditions import grouped
from derive.render.latex.formula import Printer
from derive.render.names import file_name, spoken
from derive.render.plain_words import plain_reason

Data = dict[str, Any]


def page(rule: RuleEntry, site: Site) -> Data:
    """Return what the template of a rule shows."""
    order = list(site.document.rules)
    i = order.index(rule)
    return {
        "name": file_name(rule.name),
        "title": words(rule.title[:1].upper() + rule.title[1:]),
        "plain_title": rule.title[:1].upper() + rule.title[1:],
        "description": plain_reason(rule.statement),
        "statement": words(rule.statement),
        "kinds": _kinds(rule, site),
        "asked": _asked(rule, site),
        "example": _trial(rule.example, site),
        "counterexample": _trial(rule.counterexample, site),
        "uses": _uses(rule, site),
        "count": len(site.applications.get(rule.name, ())),
        "place": i + 1,
        "of": len(order),
        "previous": _named(order[i - 1]) if i else None,
        "next": _named(order[i + 1]) if i + 1 < len(order) else None,
    }


def _named(rule: RuleEntry) -> Data:
    return {"title": words(rule.title), "link": f"{file_name(rule.name)}.html"}


def _kinds(rule: RuleEntry, site: Site) -> list[Data]:
    """Return the kinds of proof that the kernel gave lines of this rule."""
    steps = [place.step for place in site.applications.get(rule.name, ())]
    return list({p["id"]: p for s in steps for p in proofs(s)}.values())


def _asked(rule: RuleEntry, site: Site) -> list[Data]:
    """Return what the kernel asked for where the rule was used, with an instance of each kind."""
    found: dict[str, Data] = {}
    for place in site.applications.get(rule.name, ()):
        printer = letters(place.derivation)
        for group in grouped(place.step.conditions, Printer(printer.by_formula)):
            kind = group.what.split()[0] if group.what else "other"
            if kind not in found:
                found[kind] = {
                    "what": words(group.what),
                    "term": printer.inline(group.terms[0]),
                    "link": f"../{place.address}",
                    "name": spoken(place.step.name),
                }
    return list(found.values())


def _trial(tried: DerivationEntry | None, site: Site) -> Data | None:
    """Return the last line of a trial, and what the kernel says of it."""
    if tried is None:
        return None
    step, printer = tried.steps[-1], letters(tried)
    return {
        "before": printer.line(step.before, step.changed_before, "old")
        if step.is_continued or step.before != step.after
        else "",
        "relation": relation(step),
        "after": printer.line(step.after, step.changed_after, "new"),
        "given": given(tried, printer),
        "verdict": verdict(step.verdict),
        "kinds": [d for kind, d in step.evidence if kind == "proof"]
        if step.verdict == "proved"
        else [],
        "failure": told(step.said, step.failure, printer),
        "conditions": conditions(step, printer, site, "../derivations/"),
    }


def _uses(rule: RuleEntry, site: Site) -> list[Data]:
    """Return the derivations that use a rule, each with the steps that do."""
    uses: dict[str, list[Data]] = {}
    for place in site.applications.get(rule.name, ()):
        uses.setdefault(place.derivation.name, []).append(
            {"link": f"../{place.address}", "name": spoken(place.step.name)}
        )
    return [
        {
            "title": words(site.derivations[name].title),
            "link": f"../derivations/{file_name(name)}.html",
            "steps": steps,
        }
        for name, steps in uses.items()
    ]
