"""Certificate: what the kernel proved of a derivation, as data that anyone can check again.

Terms are strings in the syntax of `derive.notation.expression`.  Nothing reads a certificate back
into a theorem.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sympy.core.basic import Basic

from derive.derivation import Derivation, Justification
from derive.kernel.report import Report, StepReport, Verdict
from derive.notation import (
    Var,
    as_term,
    declaration,
    expression,
    fresh,
    subterms,
    written_out,
)
from derive.schema import CONDITION, SCHEMA, digest

Content = dict[str, Any]


class NotProved(ValueError):
    """A certificate was asked for of something that is not proved."""


def certificates(reports: Mapping[str, Report]) -> dict[str, Content]:
    """Return the certificate of every report, by name; each after those that it cites.

    Raises
    ------
    NotProved
        Naming a derivation that is not proved.
    """
    made: dict[str, Content] = {}
    for name, report in reports.items():
        if report.verdict is not Verdict.PROVED:
            raise NotProved(f"{name} is {report.verdict.value}: only what is proved is certified")
        made[name] = _certificate(report, reports, made)
    return made


def _certificate(
    report: Report, reports: Mapping[str, Report], made: Mapping[str, Content]
) -> Content:
    d = report.derivation
    writer = _Writer()
    content: Content = {
        "schema": SCHEMA,
        "name": d.name,
        "where": [[writer.text(v), writer.text(m)] for v, m in d.where.items()],
        "assumptions": [writer.text(a) for a in d.assumptions],
        "conditions": list(d.conditions),
        "cites": {name: made[name]["hash"] for name in d.cited},
        "claim": writer.text(d.claim),
        "start": writer.text(d.start),
        "steps": [_step(step, d, reports, writer) for step in report.steps],
        "axioms": list(report.axioms),
    }
    for argument in d.arguments.values():
        writer.text(argument)
    content["symbols"] = {v.name: declaration(v) for v in writer.declared()}
    content["hash"] = digest(content)
    return content


def _step(
    report: StepReport, d: Derivation, reports: Mapping[str, Report], writer: _Writer
) -> Content:
    step, justification = report.step, report.justification
    assert justification is not None
    return {
        "name": step.name,
        "relation": step.relation.value,
        "line": writer.text(step.line),
        "rule": step.by.rule.name,
        "at": None if step.at is None else writer.text(as_term(step.at)),
        "parameters": writer.data(step.by.parameters),
        "obligations": list(_obligations(report, justification, d, reports, writer)),
        "axioms": list(report.axioms),
    }


def _obligations(
    report: StepReport,
    justification: Justification,
    d: Derivation,
    reports: Mapping[str, Report],
    writer: _Writer,
) -> Iterator[Content]:
    """Yield what a step rests on: that the line follows, then the side conditions."""
    main: Content = {
        "kind": justification.kind.value,
        "before": writer.text(written_out(report.before, d.where)),
        "relation": report.step.relation.value,
        "after": writer.text(written_out(report.step.line, d.where)),
        "parameters": writer.data(justification.parameters),
    }
    cited = justification.parameters.get("name")
    if isinstance(cited, str):
        main["theorem"] = _theorem(reports[cited].derivation)
    yield main
    for condition in report.conditions:
        yield {
            "kind": CONDITION,
            "proposition": writer.text(condition.proposition),
            "ground": condition.ground,
        }


def _theorem(d: Derivation) -> Content:
    """Return what a cited derivation says, with the domains of its symbols."""
    writer = _Writer()
    return {
        "claim": writer.text(written_out(d.claim, d.where)),
        "assumptions": [writer.text(written_out(a, d.where)) for a in d.assumptions],
        "symbols": {v.name: declaration(v) for v in writer.declared()},
    }


class _Writer:
    """Writes terms, and remembers the variables that occur: a name has one domain."""

    def __init__(self) -> None:
        self._known: dict[str, Var] = {}
        self._renamed: dict[Var, Var] = {}

    def declared(self) -> list[Var]:
        """Return the variables met, dimensions included, by name."""
        return [self._known[name] for name in sorted(self._known)]

    def text(self, term: Basic) -> str:
        """Return a term as a string; what is bound and would bring a second domain is renamed."""
        for v in _variables(term):
            if self._known.get(v.name, v) != v and v not in self._renamed:
                taken = {*self._known.values(), *_variables(term)}
                self._renamed[v] = fresh(v.name, taken, v.domain, v.dimensions)
        term = term.xreplace({v: w for v, w in self._renamed.items() if v in _variables(term)})
        for variable in _variables(term):
            for v in (variable, *(d for d in variable.dimensions if isinstance(d, Var))):
                self._known.setdefault(v.name, v)
        return expression(term)

    def data(self, value: Any) -> Any:
        """Return a parameter as JSON: terms as strings, names as they are."""
        if value is None or isinstance(value, str):
            return value
        if isinstance(value, Mapping):
            return {_key(k): self.data(v) for k, v in value.items()}
        if isinstance(value, (tuple, list, set, frozenset)):
            return [self.data(v) for v in value]
        return self.text(as_term(value))


def _key(key: Any) -> str:
    """Return the name of a parameter, or of a variable of a cited theorem."""
    return key.name if isinstance(key, Var) else str(key)


def _variables(term: Basic) -> list[Var]:
    """Return the variables of a term, bound ones too, in an order that does not change."""
    return list(dict.fromkeys(t for t in subterms(term) if isinstance(t, Var)))
