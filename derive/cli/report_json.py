"""Reports as JSON: an object a derivation, with its steps."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from derive.kernel.report import Report, StepReport


def reports_as_json(reports: Iterable[Report]) -> str:
    """Return one JSON array of the reports."""
    return json.dumps([_report(report) for report in reports], indent=2, ensure_ascii=False)


def _report(report: Report) -> dict[str, Any]:
    return {
        "derivation": report.derivation.name,
        "verdict": report.verdict.value,
        "axioms": list(report.axioms),
        "theorems": list(report.theorems),
        "steps": [_step(step) for step in report.steps],
    }


def _step(step: StepReport) -> dict[str, Any]:
    values = step.counterexample
    return {
        "name": step.step.name,
        "rule": step.step.by.rule.name,
        "relation": step.step.relation.value,
        "verdict": step.verdict.value,
        "evidence": [{"kind": e.kind, "detail": e.detail} for e in step.evidence],
        "counterexample": None if values is None else {k: str(v) for k, v in values.items()},
        "reason": step.reason or step.step.reason,
    }
