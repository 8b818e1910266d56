"""Trials: each rule tried by the kernel on its example and on its counter-example."""

from __future__ import annotations

from collections.abc import Mapping

from derive.derivation import Derivation, Relation, Rule, Step, Trial
from derive.kernel.chain import check
from derive.kernel.report import Report
from derive.library import LIBRARY
from derive.notation import AtMost, Equal, Iff, Integrable, Less, Proposition, TendsTo, free
from derive.rules import RULES

_CLAIMS = {
    Relation.EQUAL: Equal,
    Relation.AT_MOST: AtMost,
    Relation.LESS: Less,
    Relation.EQUIVALENT: Iff,
}


def derivation_of(rule: Rule, trial: Trial, name: str = "trial") -> Derivation:
    """Return the trial as a derivation of one step, or of two."""
    tried = Step("tried", trial.after, rule(**trial.parameters), "", trial.relation)
    steps = (tried,) if trial.earlier is None else (trial.earlier, tried)
    made = _CLAIMS.get(trial.relation)
    claim = made(trial.before, trial.after) if made else trial.after
    if not isinstance(claim, Proposition):
        raise TypeError(f"{rule.name}: a trial ends in a proposition, not in {claim}")
    letters = set().union(*(free(t) for t in (trial.before, *(s.line for s in steps))))
    letters -= set(trial.where)
    if isinstance(claim, (TendsTo, Integrable)):
        letters -= {claim.variable}
    arguments = {v.name: v for v in sorted(letters, key=lambda v: v.name)}
    return Derivation(
        name, "", claim, trial.before, steps, arguments,
        where=trial.where, conditions=trial.conditions, assumptions=trial.assumptions,
    )  # fmt: skip


def trials() -> Mapping[str, tuple[Report, Report]]:
    """Return what the kernel says of each rule's example and of its counter-example."""
    tried: dict[str, Derivation] = {}
    for rule in RULES:
        for kind, trial in (("example", rule.example), ("counterexample", rule.counterexample)):
            name = f"{kind}_of_{rule.name.replace('-', '_')}"
            tried[name] = derivation_of(rule, trial, name)
    found = check(list(tried), {**LIBRARY, **tried})
    names = list(tried)
    return {
        rule.name: (found[example], found[counter])
        for rule, example, counter in zip(RULES, names[::2], names[1::2], strict=True)
    }
