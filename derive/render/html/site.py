"""Site: where each page of the site lies, and what links to what."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from derive.document import DerivationEntry, Document, RuleEntry, StepEntry
from derive.render.names import file_name


@dataclass(frozen=True)
class Place:
    """A step of a derivation."""

    derivation: DerivationEntry
    step: StepEntry

    @property
    def address(self) -> str:
        """Its address, from the top of the site."""
        return f"derivations/{file_name(self.derivation.name)}.html#{file_name(self.step.name)}"


@dataclass(frozen=True)
class Site:
    """The document, with what refers to what in it."""

    document: Document

    @cached_property
    def derivations(self) -> dict[str, DerivationEntry]:
        """The derivations by their names."""
        return {d.name: d for d in self.document.derivations}

    @cached_property
    def rules(self) -> dict[str, RuleEntry]:
        """The rules that have a page, by their names."""
        return {r.name: r for r in self.document.rules}

    @cached_property
    def cites(self) -> dict[str, tuple[str, ...]]:
        """What each derivation cites itself, in order."""
        return {
            d.name: tuple(dict.fromkeys(t for step in d.steps for t in step.theorems))
            for d in self.document.derivations
        }

    @cached_property
    def users(self) -> dict[str, tuple[Place, ...]]:
        """The steps that cite each derivation."""
        return self._places(lambda step: step.theorems)

    @cached_property
    def applications(self) -> dict[str, tuple[Place, ...]]:
        """The steps that use each rule."""
        return self._places(lambda step: (step.rule.name,))

    @cached_property
    def axioms(self) -> dict[str, tuple[Place, ...]]:
        """The steps that use each axiom themselves."""
        return self._places(lambda step: step.axioms)

    def _places(self, names: Callable[[StepEntry], Iterable[str]]) -> dict[str, tuple[Place, ...]]:
        found: dict[str, list[Place]] = {}
        for d in self.derivations.values():
            for step in d.steps:
                for name in names(step):
                    found.setdefault(name, []).append(Place(d, step))
        return {name: tuple(places) for name, places in found.items()}
