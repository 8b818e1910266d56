"""Proposals: chains of lines that claims put before the kernel, which alone decides them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any

from sympy import Integer
from sympy.core.basic import Basic

from derive.derivation import (
    Application,
    Derivation,
    Focus,
    Justification,
    Kind,
    Proposal,
    Relation,
    Rule,
    Step,
    Trial,
)
from derive.kernel.chain import check
from derive.kernel.form import InvalidDerivation
from derive.kernel.question import NOT_NEEDED
from derive.kernel.report import Report, Verdict
from derive.kernel.theories import DEFINITIONS, LINEARITY, THEORIES
from derive.library import LIBRARY
from derive.notation import Proposition, Var, subterms

NAME = "claim"
EVERY_THEORY = tuple(sorted(THEORIES - {DEFINITIONS, LINEARITY}))
_TRIAL = Trial(Integer(1), Integer(1))


@dataclass(frozen=True)
class Link:
    """One step of a proposed chain: the line, the kind of justification and its parameters."""

    line: Basic
    kind: Kind
    relation: Relation = Relation.EQUAL
    parameters: Mapping[str, Any] = field(default_factory=dict)


def normal_form(line: Basic) -> Link:
    """Return the step to a line that has the same normal form."""
    return Link(line, Kind.NORMAL_FORM, parameters={"theories": EVERY_THEORY})


def theorem(line: Basic, name: str, values: Mapping[Var, Basic], relation: Relation) -> Link:
    """Return the step to a line by a theorem of the library."""
    return Link(line, Kind.THEOREM, relation, {"name": name, "values": dict(values)})


def proved(
    start: Basic, links: Iterable[Link], said: Proposition, conditions: tuple[str, ...] = ()
) -> Report | str:
    """Return the kernel's report where it proves that a chain says something, else its reason.

    A step that turns out not to need what it offers is offered as an equality by normal form.
    """
    links = list(links)
    for _ in range(len(links) + 1):
        report = _report(start, links, said, conditions)
        if isinstance(report, str):
            return report
        if report.verdict is Verdict.PROVED and not report.unproved:
            return report
        failed = [n for n, s in enumerate(report.steps) if s.verdict is not Verdict.PROVED]
        reason = _reason(report)
        if not failed or not reason.startswith(NOT_NEEDED):
            return reason
        links[failed[0]] = normal_form(links[failed[0]].line)
    return reason


def _report(
    start: Basic, links: Iterable[Link], said: Proposition, conditions: tuple[str, ...]
) -> Report | str:
    """Return the kernel's report on a chain, or why it is none."""
    steps = tuple(_step(n, link) for n, link in enumerate(links, 1))
    variables = {
        t.name: t
        for line in (start, said, *(s.line for s in steps))
        for t in subterms(line)
        if isinstance(t, Var)
    }
    try:
        derivation = Derivation(
            NAME, "a claim", said, start, steps, _free(variables), conditions=conditions
        )
        return check([NAME], {**LIBRARY, NAME: derivation}, refuting=False)[NAME]
    except (InvalidDerivation, ValueError, TypeError, RecursionError) as error:
        return str(error)


def _reason(report: Report) -> str:
    """Return why a chain is not proved."""
    failed = next((s for s in report.steps if s.verdict is not Verdict.PROVED), None)
    return report.reason if failed is None else failed.reason


def _free(variables: Mapping[str, Var]) -> dict[str, Var]:
    return dict(variables)


def _step(number: int, link: Link) -> Step:
    def apply(focus: Focus, **parameters: Any) -> Proposal:
        return Proposal(focus.goal, Justification(link.kind, dict(link.parameters)))

    title = link.kind.value
    rule = Rule(f"claimed-{number}", title, apply, _TRIAL, _TRIAL)
    names = {k: v for k, v in link.parameters.items() if k == "name"}
    by = Application(rule, MappingProxyType(names))
    return Step(f"line-{number}", link.line, by, title, link.relation, location=("claim", 1))
