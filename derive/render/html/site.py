"""Site: where each page of the site lies, and what links to what."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property

from derive.document import DerivationEntry, Document, RuleEntry, StepEntry

NAME = re.compile(r"[a-z0-9]+(?:[-_][a-z0-9]+)*")


@dataclass(frozen=True)
class Place:
    """A step of a derivation."""

    derivation: DerivationEntry
    step: StepEntry

    @property
    def address(self) -> str:
        """Its address, from the top of the site."""
        return f"derivations/{file(self.derivation.name)}.html#{file(self.step.name)}"


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


def file(name: str) -> str:
    """Return a name that can be a file and an anchor, or refuse it.

    Raises
    ------
    ValueError
        For anything but lower case, digits and single hyphens or underscores.
    """
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} is not a name of a file")
    return name


def anchor(words: str) -> str:
    """Return the anchor of a phrase: lower case, with hyphens."""
    return "-".join(re.findall(r"[a-z0-9]+", words.lower()))


PROPER = {
    "kl": "KL", "elbo": "ELBO",
    **{name.lower(): name for name in (
        "Bayes", "Cauchy", "Cholesky", "Fubini", "Gaussian", "Gibbs", "Jacobian", "Pythagoras",
        "Schur", "Tonelli",
    )},
}  # fmt: skip
"""Words that are written with capitals."""


def words_of(name: str) -> list[str]:
    """Return the words of a name, with the capitals that they are written with."""
    return [PROPER.get(word, word) for word in re.split("[-_]", file(name))]


def spoken(name: str) -> str:
    """Return a name as a heading: ``cross-term-vanishes`` is *Cross term vanishes*."""
    words = " ".join(words_of(name))
    return words[:1].upper() + words[1:]
