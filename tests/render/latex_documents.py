"""Small documents for the tests of the LaTeX, made of the entries of the whole library."""

from __future__ import annotations

from dataclasses import replace

from derive.document import DerivationEntry, Document
from derive.formula import formula


def entry_of(whole: Document, *terms: object) -> DerivationEntry:
    """A derivation that starts from the first term, and has a line for each other."""
    entry = whole.derivations[0]
    start, *others = (formula(term) for term in terms)
    steps = (replace(entry.steps[0], after=f, name=f"m{n}") for n, f in enumerate(others))
    return replace(entry, claim=start, start=start, where=(), densities=(), steps=tuple(steps))
