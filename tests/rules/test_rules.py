"""Each rule: its example is proved, its counter-example is not, and the library uses it."""

from __future__ import annotations

import pytest

from derive.derivation import Derivation, Relation, Rule, Step, Trial
from derive.kernel.chain import check
from derive.kernel.report import Verdict
from derive.library import LIBRARY
from derive.notation import AtMost, Equal, Iff, Integrable, Less, Proposition, TendsTo, free
from derive.rules import RULES

UNUSED: dict[str, str] = {}
"""Rules that no derivation of the library uses, and why they are there."""

_CLAIMS = {Relation.EQUAL: Equal, Relation.AT_MOST: AtMost, Relation.LESS: Less}


def derivation_of(rule: Rule, trial: Trial) -> Derivation:
    """Return the trial as a derivation of one step, or of two."""
    tried = Step("tried", trial.after, rule(**trial.parameters), "", trial.relation)
    steps = (tried,) if trial.earlier is None else (trial.earlier, tried)
    made = _CLAIMS.get(trial.relation)
    claim = made(trial.before, trial.after) if made else trial.after
    if trial.relation is Relation.EQUIVALENT:
        claim = Iff(trial.before, trial.after)
    assert isinstance(claim, Proposition)
    letters = set().union(*(free(t) for t in (trial.before, *(s.line for s in steps))))
    letters -= set(trial.where)
    if isinstance(claim, (TendsTo, Integrable)):
        letters -= {claim.variable}
    arguments = {v.name: v for v in letters}
    return Derivation(
        "trial", "", claim, trial.before, steps, arguments,
        where=trial.where, conditions=trial.conditions, assumptions=trial.assumptions,
    )  # fmt: skip


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
