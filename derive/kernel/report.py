"""Report: what the kernel found, a verdict for every step, failures included."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from sympy.core.basic import Basic

from derive.derivation import Derivation, Justification, Step
from derive.kernel.facts import Condition
from derive.notation import Part


class Verdict(Enum):
    """What can be said of a step.  Only *proved* is a ✓."""

    PROVED = "proved"
    REFUTED = "refuted"
    REJECTED = "rejected"
    DECLINED = "declined"


@dataclass(frozen=True)
class Evidence:
    """One piece of evidence; kinds are listed side by side and never merged."""

    kind: str
    detail: str


@dataclass(frozen=True)
class StepReport:
    """The verdict on one step, with what it rests on or why it fails.

    The conditions and the parameters of the justification have their abbreviations written out;
    the justification is there where it was checked, that is where the step is proved.  What is
    ``said`` is the reason in words and terms.
    """

    step: Step
    before: Basic
    verdict: Verdict
    evidence: tuple[Evidence, ...] = ()
    conditions: tuple[Condition, ...] = ()
    theorems: tuple[str, ...] = ()
    axioms: tuple[str, ...] = ()
    counterexample: Mapping[str, Any] | None = None
    reason: str = ""
    said: tuple[Part, ...] = ()
    justification: Justification | None = None


@dataclass(frozen=True)
class Report:
    """The verdicts on a whole derivation.

    ``axioms`` and ``theorems`` include those that the cited theorems rest on.
    """

    derivation: Derivation
    steps: tuple[StepReport, ...]
    verdict: Verdict
    axioms: tuple[str, ...] = ()
    theorems: tuple[str, ...] = ()
    reason: str = ""
    unproved: tuple[str, ...] = field(default=())
