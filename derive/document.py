"""Document: what the renderers know; plain values, free of SymPy.

A `Document` is made from the kernel's reports alone; each renderer prints it its own way.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sympy.core.basic import Basic

from derive.changes import Paths, changes
from derive.derivation import Derivation, Rule
from derive.formula import PROPOSITIONS, Formula, formula
from derive.kernel.report import Report, StepReport, Verdict
from derive.notation import Var, as_term, expression, rewrite
from derive.rules import RULES
from derive.schema import canonical

Said = tuple[str | Formula, ...]
"""What the kernel says, in words and formulas."""

# The relations between two terms.
COMPARED = ("=", "<=", "<")


@dataclass(frozen=True)
class ArgumentEntry:
    """A free variable: its name in generated code, its own name, its domain, its dimensions."""

    code: str
    variable: str
    domain: str
    dimensions: tuple[str, ...] = ()


@dataclass(frozen=True)
class RuleEntry:
    """A rule, as readers know it.

    ``example`` and ``counterexample`` are what the kernel says of the lines that it was tried on,
    where it was.
    """

    name: str
    title: str
    statement: str
    example: DerivationEntry | None = None
    counterexample: DerivationEntry | None = None


@dataclass(frozen=True)
class ConditionEntry:
    """A side condition and how it was discharged."""

    proposition: Formula
    ground: str


@dataclass(frozen=True)
class StepEntry:
    """One line, with everything that is said about it.

    ``failure`` is one text, and ``said`` the same in words and formulas; ``changed_before`` and
    ``changed_after`` are the paths of what was rewritten.
    """

    number: int
    name: str
    relation: str
    before: Formula
    after: Formula
    before_text: str
    after_text: str
    rule: RuleEntry
    reason: str
    verdict: str
    evidence: tuple[tuple[str, str], ...]
    conditions: tuple[ConditionEntry, ...]
    theorems: tuple[str, ...]
    axioms: tuple[str, ...]
    counterexample: tuple[tuple[str, str], ...]
    failure: str
    said: Said = ()
    changed_before: Paths = ()
    changed_after: Paths = ()

    @property
    def is_comparison(self) -> bool:
        """Whether the line compares its term with the one before."""
        return self.relation in COMPARED

    @property
    def is_continued(self) -> bool:
        """Whether the line goes on from the one before, and does not repeat what it speaks of."""
        return self.is_comparison or self.before.head in PROPOSITIONS


@dataclass(frozen=True)
class DerivationEntry:
    """One derivation, with its verdict and what it rests on.

    ``certificate`` is its canonical text, and ``hash`` its hash, where there is one.
    """

    name: str
    title: str
    claim: Formula
    claim_text: str
    start: Formula
    start_text: str
    steps: tuple[StepEntry, ...]
    arguments: tuple[ArgumentEntry, ...]
    where: tuple[tuple[Formula, Formula], ...]
    assumptions: tuple[Formula, ...]
    densities: tuple[tuple[str, Formula], ...]
    windows: tuple[tuple[str, Formula, Formula], ...]
    summary: str
    source: str
    verdict: str
    failure: str
    axioms: tuple[str, ...]
    theorems: tuple[str, ...]
    certificate: str = ""
    hash: str = ""
    said: Said = ()

    @property
    def variables(self) -> tuple[ArgumentEntry, ...]:
        """The arguments, after the dimensions that they have and that are not among them."""
        listed = {a.variable for a in self.arguments}
        sizes = dict.fromkeys(d for a in self.arguments for d in a.dimensions if not d.isdigit())
        named = [ArgumentEntry(d, d, "dimension") for d in sizes if d not in listed]
        return (*named, *self.arguments)

    @property
    def named_distributions(self) -> tuple[tuple[str, Formula], ...]:
        """The distributions with their letters, without those known by their density's name."""
        return tuple(
            (letter, distribution)
            for letter, distribution in self.densities
            if not (distribution.head == "WithDensity" and distribution.args[0].text == letter)
        )


@dataclass(frozen=True)
class Document:
    """All derivations, in order, and the rules that they use."""

    derivations: tuple[DerivationEntry, ...]
    rules: tuple[RuleEntry, ...]


def document(
    reports: Mapping[str, Report],
    certificates: Mapping[str, Mapping[str, Any]] | None = None,
    trials: Mapping[str, tuple[Report, Report]] | None = None,
) -> Document:
    """Return the document that the reports make.

    Parameters
    ----------
    reports : mapping of str to Report
        What the kernel says of each derivation.
    certificates : mapping of str to mapping, optional
        The certificates of what is proved.
    trials : mapping of str to (Report, Report), optional
        What it says of each rule's example and of its counter-example.
    """
    known, tried = certificates or {}, trials or {}
    entries = tuple(_derivation(r, known.get(name, {})) for name, r in reports.items())
    used = {step.rule.name for entry in entries for step in entry.steps}
    rules = (_rule(r, *tried.get(r.name, ())) for r in RULES if r.name in used)
    return Document(entries, tuple(rules))


def _rule(rule: Rule, *tried: Report) -> RuleEntry:
    entries = (_derivation(report, {}) for report in tried)
    return RuleEntry(rule.name, rule.title, rule.statement, *entries)


def _derivation(report: Report, certificate: Mapping[str, Any]) -> DerivationEntry:
    d: Derivation = report.derivation
    return DerivationEntry(
        name=d.name,
        title=d.title,
        claim=formula(d.claim),
        claim_text=expression(d.claim),
        start=formula(d.start),
        start_text=expression(d.start),
        steps=tuple(_step(i, s, d.where) for i, s in enumerate(report.steps, 1)),
        arguments=tuple(
            ArgumentEntry(c, v.name, v.domain, tuple(str(k) for k in v.dimensions))
            for c, v in d.arguments.items()
        ),
        where=tuple((formula(v), formula(m)) for v, m in d.where.items()),
        assumptions=tuple(formula(a) for a in d.assumptions),
        densities=tuple((letter, formula(q)) for letter, q in d.densities.items()),
        windows=tuple((v.name, *_formulas(w)) for v, w in d.windows.items()),  # type: ignore[misc]
        summary=d.summary,
        source=d.source,
        verdict=report.verdict.value,
        failure=report.reason,
        axioms=report.axioms,
        theorems=report.theorems,
        certificate=canonical(certificate).decode("ascii") if certificate else "",
        hash=certificate.get("hash", ""),
        said=_why(report),
    )


def _why(report: Report) -> Said:
    """Return why a derivation is not proved: what is said of the step that fails the worst."""
    failed = (s for s in report.steps if s.verdict is report.verdict is not Verdict.PROVED)
    return next(((f"{s.step.name}: ", *_said(s)) for s in failed), ())


def _said(report: StepReport) -> Said:
    """Return the reason of a step that fails in words and formulas, with signs for hyphens."""
    return tuple(
        re.sub(r"(?<!\w)-(?=\d)", "−", part) if isinstance(part, str) else formula(part)
        for part in report.said
    )


def _formulas(terms: Iterable[object]) -> list[Formula]:
    return [formula(as_term(t)) for t in terms]


def _abbreviated(proposition: Basic, where: Mapping[Var, Basic]) -> Any:
    """Return a condition in the letters of the derivation."""
    for letter, meaning in where.items():
        proposition = rewrite(proposition, {meaning: letter}.get)
    return proposition


def _step(number: int, report: StepReport, where: Mapping[Var, Basic]) -> StepEntry:
    step = report.step
    values = (report.counterexample or {}).items()
    before, after = formula(report.before), formula(step.line)
    changed_before, changed_after = changes(before, after)
    return StepEntry(
        number=number,
        name=step.name,
        relation=step.relation.value,
        before=before,
        after=after,
        before_text=expression(report.before),
        after_text=expression(step.line),
        rule=_rule(step.by.rule),
        reason=step.reason,
        verdict=report.verdict.value,
        evidence=tuple((e.kind, e.detail) for e in report.evidence),
        conditions=tuple(
            ConditionEntry(formula(_abbreviated(c.proposition, where)), c.ground)
            for c in report.conditions
        ),
        theorems=report.theorems,
        axioms=report.axioms,
        counterexample=tuple((name, str(value)) for name, value in values),
        failure=report.reason if report.verdict is not Verdict.PROVED else "",
        said=_said(report),
        changed_before=changed_before,
        changed_after=changed_after,
    )
