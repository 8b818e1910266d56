"""What an attack did and found: plain figures, the same for the same seed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field


@dataclass
class Outcome:
    """One attack.

    Attributes
    ----------
    name : str
        What is attacked and how, in a few words.
    tried : Counter of str
        How many inputs or moments, by what became of them.
    findings : list of str
        What should not have happened, each with what is needed to see it again.
    """

    name: str
    tried: Counter[str] = field(default_factory=Counter)
    findings: list[str] = field(default_factory=list)

    def count(self, result: str, finding: str = "") -> None:
        """Count one trial, by its result; a finding is told with it."""
        self.tried[result] += 1
        if finding:
            self.findings.append(f"{self.name}: {finding}")

    @property
    def total(self) -> int:
        return sum(self.tried.values())
