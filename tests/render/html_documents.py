"""Small documents for the tests of the site, made of the entries of the whole library."""

from __future__ import annotations

from html_reader import Element, read

from derive.document import DerivationEntry, Document, RuleEntry
from derive.render.html import files as html


def part(whole: Document, *names: str) -> Document:
    """The document of some derivations alone."""
    entries = tuple(d for d in whole.derivations if d.name in names)
    used = {s.rule.name for d in entries for s in d.steps}
    return Document(entries, tuple(r for r in whole.rules if r.name in used))


def rules_of(entry: DerivationEntry) -> tuple[RuleEntry, ...]:
    return tuple({step.rule.name: step.rule for step in entry.steps}.values())


def page_of(entry: DerivationEntry) -> Element:
    """The page of a derivation that is alone in its document."""
    files = html.render(Document((entry,), rules_of(entry)))
    return read(files[f"derivations/{entry.name}.html"])
