"""Instances: what a cited theorem says for given values, its hypotheses met."""

from __future__ import annotations

from typing import Any

from derive.kernel.assumptions import holds
from derive.kernel.definedness import check_defined
from derive.kernel.facts import Declined, Facts
from derive.kernel.question import Parameters
from derive.kernel.signs import is_in_domain
from derive.notation import Integrable, Integral, Proposition, free, substitute


def instance_of(parameters: Parameters, facts: Facts) -> Any:
    """Return what the theorem called ``name`` says for the ``values`` of its variables.

    Raises
    ------
    Declined
        Where it is not proved, a value is not in the domain of its variable, or a hypothesis is
        neither assumed nor proved.
    """
    name, values = parameters["name"], dict(parameters.get("values", {}))
    claim = facts.theorem(name)
    dimensions = {v: value for v, value in values.items() if v.domain == "dimension"}
    for variable, value in values.items():
        if variable not in free(claim):
            raise Declined(f"{name} has no variable ", variable)
        if not is_in_domain(value, substitute(variable, dimensions)):
            raise Declined(variable, " = ", value, f" is not shown to be {variable.domain}")
        check_defined(value, facts)
    for hypothesis in facts.hypotheses.get(name, ()):
        _check_hypothesis(substitute(hypothesis, values), facts)
    return substitute(claim, values)


def _check_hypothesis(hypothesis: Proposition, facts: Facts) -> None:
    """Check that what a cited theorem assumes is assumed here, or proved among the conditions."""
    if holds(hypothesis, facts.assumptions):
        facts.discharge(hypothesis, "assumed")
        return
    if isinstance(hypothesis, Integrable):
        check_defined(Integral(*hypothesis.args), facts)
        return
    for name in facts.conditions:
        claim = facts.theorems.get(name)
        proved = claim is not None and holds(hypothesis, (claim,))
        if proved and all(holds(h, facts.assumptions) for h in facts.hypotheses.get(name, ())):
            facts.used[name] = None
            facts.discharge(hypothesis, f"by {name}")
            return
    raise Declined("the hypothesis ", hypothesis, " is neither assumed nor proved")
