"""Each rule: its example is proved, its counter-example is not, and the library uses it."""

from __future__ import annotations

import pytest

from derive.derivation import Rule, Trial
from derive.kernel.chain import check
from derive.kernel.report import Verdict
from derive.library import LIBRARY
from derive.rules import RULES
from derive.trials import derivation_of, trials

UNUSED: dict[str, str] = {}
"""Rules that no derivation of the library uses, and why they are there."""


def report_on(rule: Rule, trial: Trial):
    return check(["trial"], {**LIBRARY, "trial": derivation_of(rule, trial)})["trial"]


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.name)
def test_example_is_proved(rule):
    report = report_on(rule, rule.example)
    assert report.verdict is Verdict.PROVED, report.reason


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.name)
def test_counterexample_is_not_proved(rule):
    report = report_on(rule, rule.counterexample)
    assert report.verdict is not Verdict.PROVED
    *earlier, tried = report.steps
    assert tried.verdict is not Verdict.PROVED, "refused for the headline, not for the step"
    assert all(s.verdict is Verdict.PROVED for s in earlier), "refused before it was tried"


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.name)
def test_rule_is_used_by_the_library(rule):
    users = [d.name for d in LIBRARY.values() if any(s.by.rule is rule for s in d.steps)]
    assert bool(users) != (rule.name in UNUSED), f"used by {users or 'none'}"


@pytest.mark.parametrize("rule", RULES, ids=lambda r: r.name)
def test_statement_is_one_line(rule):
    assert rule.statement.endswith((".", ")"))
    assert "\n" not in rule.statement
    assert 10 < len(rule.statement) < 110


def test_rules_have_names_of_their_own_and_are_functions_of_that_name():
    assert len({r.name for r in RULES}) == len(RULES)
    for rule in RULES:
        assert rule.apply.__name__.replace("_", "-") == rule.name


def test_the_trials_hold_what_the_kernel_says_of_each_rule(tried):
    assert list(tried) == [r.name for r in RULES]
    for rule in RULES:
        example, counterexample = tried[rule.name]
        assert example.verdict is Verdict.PROVED
        assert counterexample.verdict is not Verdict.PROVED
        assert example.derivation.steps[-1].line == rule.example.after
        assert counterexample.derivation.steps[-1].line == rule.counterexample.after


def test_a_trial_that_cites_what_is_not_there_is_left_out():
    found = trials({})
    assert set(found) < {r.name for r in RULES}
    assert "definition-of-the-divergence" not in found
    assert found["square-of-a-sum"][0].verdict is Verdict.PROVED
