"""Document: what the renderers know; plain values, free of SymPy.

A `Document` is made from the kernel's reports alone.  Formulas are plain trees whose heads are
the names of the notation's nodes, in the author's order; each renderer prints them its own way.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sympy import Rational, oo
from sympy.core.basic import Basic

from derive.derivation import Derivation, Rule
from derive.kernel.report import Report, StepReport, Verdict
from derive.notation import Var, as_term, expression, rewrite, shape
from derive.rules import RULES
from derive.schema import canonical


@dataclass(frozen=True)
class Formula:
    """A node of a formula.

    Attributes
    ----------
    head : str
        ``Var``, ``Number``, ``Infinity``, or the name of a node of the notation: ``Plus``,
        ``Integral``, ``TendsTo``, ….
    args : tuple of Formula
        The arguments, in the order of the notation's node.
    text : str
        The name of a variable, the digits of a number (``3``, ``-1/2``), the sign of an
        infinity (``+`` or ``-``).
    shape : tuple of str
        Rows and columns of a matrix, each a number or the name of a dimension; a vector has one
        column, a number no shape.
    domain : str
        The domain of a variable.
    range : str
        The number or the dimension that an index runs up to.
    """

    head: str
    args: tuple[Formula, ...] = ()
    text: str = ""
    shape: tuple[str, ...] = ()
    domain: str = ""
    range: str = ""


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
    """One line, with everything that is said about it."""

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


def formula(term: Basic) -> Formula:
    """Return the plain tree of a term or a proposition."""
    if isinstance(term, Var):
        top = str(term.dimensions[0]) if term.domain == "index" else ""
        return Formula("Var", (), term.name, _shape(term), term.domain, top)
    if isinstance(term, Rational):
        return Formula("Number", text=str(term))
    if term in (oo, -oo):
        return Formula("Infinity", text="+" if term is oo else "-")
    return Formula(type(term).__name__, tuple(formula(a) for a in term.args), "", _shape(term))


def _shape(term: Basic) -> tuple[str, ...]:
    return tuple(str(d) for d in shape(term))


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
    return StepEntry(
        number=number,
        name=step.name,
        relation=step.relation.value,
        before=formula(report.before),
        after=formula(step.line),
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
    )
