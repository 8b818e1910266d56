"""Library: every derivation of it is proved, on the same conditions, theorems and axioms."""

import pytest

from derive.library import LIBRARY
from tests.mutants.kernel import library, report_on


def said(report):
    """Return all that a certificate says of a report."""
    steps = [(s.verdict, s.conditions, s.theorems, s.axioms, s.justification) for s in report.steps]
    return report.verdict, report.reason, report.axioms, report.theorems, steps


@pytest.mark.parametrize("name", LIBRARY)
def test_derivation_is_proved_as_before(name):
    assert said(report_on(LIBRARY[name])) == said(library()[name])
