"""Trials: each rule tried by the kernel on its example and on its counter-example."""

from __future__ import annotations

from collections.abc import Mapping

from derive.derivation import Derivation, Relation, Rule, Step, Trial
from derive.kernel.chain import check
from derive.kernel.report import Report
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


def trials(library: Mapping[str, Derivation]) -> Mapping[str, tuple[Report, Report]]:
    """Return what the kernel says of the example and of the counter-example of each rule.

    Parameters
    ----------
    library : mapping of str to Derivation
        What the trials may cite.  A rule whose trials cite something else is left out.
    """
    pairs = {rule.name: _pair(rule) for rule in RULES}
    known = {name: pair for name, pair in pairs.items() if all(_is_known(d, library) for d in pair)}
    tried = {d.name: d for pair in known.values() for d in pair}
    found = check(list(tried), {**library, **tried})
    return {name: (found[a.name], found[b.name]) for name, (a, b) in known.items()}


def _pair(rule: Rule) -> tuple[Derivation, Derivation]:
    """Return the two trials of a rule as derivations, each with a name of its own."""
    name = rule.name.replace("-", "_")
    return (
        derivation_of(rule, rule.example, f"example_of_{name}"),
        derivation_of(rule, rule.counterexample, f"counterexample_of_{name}"),
    )


def _is_known(trial: Derivation, library: Mapping[str, Derivation]) -> bool:
    return set(trial.cited) <= library.keys()
