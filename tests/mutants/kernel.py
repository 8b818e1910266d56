"""Kernel: whether the kernel refuses a mutant, what it cites being proved once for all of them."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from unittest.mock import patch

from derive.derivation import Derivation
from derive.kernel import chain
from derive.kernel.citations import _own
from derive.kernel.facts import Facts
from derive.kernel.form import InvalidDerivation, check_form
from derive.kernel.report import Report, Verdict
from derive.library import LIBRARY
from derive.notation import Proposition, written_out


@cache
def library() -> Mapping[str, Report]:
    """Return the reports on the whole library, which is proved."""
    reports = chain.check(list(LIBRARY), LIBRARY)
    assert all(report.verdict is Verdict.PROVED for report in reports.values())
    return reports


@cache
def _assumed(name: str) -> tuple[Proposition, ...]:
    d = LIBRARY[name]
    return tuple(written_out(a, d.where) for a in d.assumptions)


def report_on(derivation: Derivation) -> Report | None:
    """Return the kernel's report on a derivation; None where it is no derivation at all.

    It is checked as `derive.kernel.chain.check` does it, except that the theorems it may cite
    are those of the library, proved before, and that no counterexample is looked for.
    """
    try:
        check_form(derivation)
    except InvalidDerivation:
        return None
    own = _own(derivation)
    cited = {name: LIBRARY[name] for name in own.cited if name in LIBRARY}
    if len(cited) < len(own.cited):
        return None
    assumed = tuple(written_out(a, own.where) for a in own.assumptions)
    claims = {name: written_out(d.claim, d.where) for name, d in cited.items()}
    facts = Facts(claims, own.conditions, assumed, {name: _assumed(name) for name in cited})
    with patch.object(chain, "refute", lambda *line: None):
        return chain._check_derivation(own, facts, library(), lambda *step: None)


def is_killed(derivation: Derivation) -> bool:
    """Say whether the kernel refuses to prove a derivation."""
    report = report_on(derivation)
    return report is None or report.verdict is not Verdict.PROVED
