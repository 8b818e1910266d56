"""What a step rests on without proof, and must therefore name."""

from __future__ import annotations

from derive.recheck.discharge import LINEAR
from derive.recheck.equalities import nodes_that_change
from derive.recheck.rules import AXIOMS_OF
from derive.recheck.step import Step, occurs_in
from derive.recheck.terms import subterms

FACTOR = "existence of the Cholesky factor, by induction on the dimension"
MONOTONE = "monotonicity of convergent integrals"
INTEGRALS = ("integral", "space", "E")

__all__ = ["FACTOR", "LINEAR", "MONOTONE", "axioms_of"]


def axioms_of(step: Step) -> frozenset[str]:
    """Return the axioms of a step's kind."""
    mine = {*AXIOMS_OF.get(step.kind, ())}
    if _compares_integrals(step):
        mine.add(MONOTONE)
    return frozenset(mine)


def axioms_of_lines(step: Step) -> frozenset[str]:
    """Return the axioms without which the lines mean nothing; named once, they stand."""
    factor = any(t[0] == "cholesky" for p in (step.before, step.after) for t in subterms(p))
    return frozenset({FACTOR} if factor or step.rule == "cholesky-factorisation" else ())


def _compares_integrals(step: Step) -> bool:
    """Say whether an inequality, or a vanishing, is carried past an integral."""
    if step.rule == "vanishing-integral":
        return True
    if step.rule == "comparison":
        return bool(step.after[0] == "integrable")
    if step.rule not in ("monotonicity", "theorem") or step.relation not in ("<=", "<"):
        return False
    replaced = [t for name in ("smaller", "larger") if (t := step.proposed.get(name))]
    if not replaced and step.instance is not None:
        replaced = [*step.instance[1:3]]
    changed = [t for head in INTEGRALS for t in nodes_that_change(step, head)]
    return any(not any(occurs_in(t, r) for r in replaced) for t in changed)
