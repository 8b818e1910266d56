"""Prove: turns a claim into questions that the kernel can answer, and asks them.

Domains and conditions become cases, complex numbers pairs of real ones; each case is a goal in
the kernel's notation, and each goal a chain of lines that the kernel checks.
"""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from sympy import Integer
from sympy.core.basic import Basic

from derive.claims.cases import Case, Cases, TooMany
from derive.claims.claim import Claim
from derive.claims.equalities import Equalities, Unproved
from derive.claims.induction import base_and_step
from derive.claims.inequalities import prove_order, prove_unequal
from derive.claims.parts import NotCovered, Parts
from derive.claims.special_values import NotReal
from derive.notation import (
    Abs,
    And,
    AtMost,
    Binder,
    Comparison,
    Equal,
    Less,
    Limit,
    Max,
    Min,
    Not,
    Or,
    Sign,
    Sqrt,
    Unequal,
    Var,
    is_scalar,
    substitute,
    subterms,
)

ZERO = Integer(0)
_OPPOSITES: dict[type, Any] = {
    Equal: Unequal,
    Unequal: Equal,
    Less: lambda a, b: AtMost(b, a),
    AtMost: lambda a, b: Less(b, a),
}


@dataclass
class Prover:
    """Asks the kernel until the time is over, and notes what each answer rests on."""

    until: float
    taken: set[Var]
    grounds: list[str] = field(default_factory=list)

    def claim(self, claim: Claim) -> None:
        """Prove a claim.

        Raises
        ------
        Unproved
            With the reason.
        """
        if claim.relation == "=>":
            self.implication(claim.before, claim.after, claim)
        elif claim.relation == "<=>":
            self.implication(claim.before, claim.after, claim)
            self.implication(claim.after, claim.before, claim)
        else:
            self.under(claim.conditions, claim.statement, claim)

    def implication(self, premise: Basic, conclusion: Basic, claim: Claim) -> None:
        """Prove a conclusion wherever the conditions and the premise hold."""
        self.under((*claim.conditions, premise), conclusion, claim)

    def under(self, conditions: tuple[Basic, ...], said: Basic, claim: Claim) -> None:
        """Prove a proposition in every case that the conditions leave."""
        cases = Cases(self.taken)
        try:
            split = cases.of(claim.variables, conditions)
        except TooMany as error:
            raise Unproved(str(error)) from None
        if len(split) > 1:
            self.grounds.append(f"{len(split)} cases that cover the domains and conditions")
        for case in split:
            self._case(_put(said, case), cases)

    def _case(self, said: Any, cases: Cases) -> None:
        """Prove a proposition in one case; if need be with the signs of its variables known."""
        names = {*self.taken, *(t for t in subterms(said) if isinstance(t, Var))}
        try:
            self.proposition(said, names)
            return
        except (Unproved, NotCovered, NotReal):
            signed = _signed(said)
            if not signed:
                raise
        self.grounds.append(f"the cases {signed[0].name} > 0, = 0 and < 0")
        for value in cases.by_sign(signed[0]):
            self._case(substitute(said, {signed[0]: value}), cases)

    def proposition(self, said: Basic, taken: set[Var]) -> None:
        """Prove a proposition in one case."""
        if time.monotonic() > self.until:
            raise Unproved("the time for a proof is over")
        if isinstance(said, And):
            for part in said.args:
                self.proposition(part, taken)
        elif isinstance(said, Or):
            self._either(said, taken)
        elif isinstance(said, Comparison):
            self._comparison(said, taken)
        elif isinstance(said, Not) and type(said.args[0]) in _OPPOSITES:
            self.proposition(_OPPOSITES[type(said.args[0])](*said.args[0].args), taken)
        else:
            raise Unproved(f"a proof of {said} is not covered")

    def _either(self, said: Or, taken: set[Var]) -> None:
        """Prove one of two propositions; the other must be defined, so it is compared as well."""
        reasons = []
        for part, other in (said.args, said.args[::-1]):
            before = len(self.grounds)
            try:
                self.proposition(part, taken)
                self._defined_in(other, taken)
            except (Unproved, NotCovered, NotReal) as error:
                del self.grounds[before:]
                reasons.append(str(error))
            else:
                return
        raise Unproved("; ".join(reasons))

    def _defined_in(self, said: Basic, taken: set[Var]) -> None:
        for part in said.args:
            if isinstance(part, (Comparison, And, Or)):
                self._defined_in(part, taken)
            else:
                self._comparison(Equal(part, part), taken)

    def _comparison(self, said: Comparison, taken: set[Var]) -> None:
        stepped = base_and_step(said, taken)
        if stepped is not None:
            self.grounds.append("induction")
            for goal in stepped:
                self.proposition(goal, taken)
            return
        parts = Parts(taken)
        limit = _limit(said)
        equalities = Equalities(self.until, self.grounds)
        if limit is not None:
            equalities.limit(limit[0], limit[1], parts)
        elif isinstance(said, (Less, AtMost)):
            before, after = (parts.real(s) for s in said.args)
            prove_order(before, after, isinstance(said, Less), equalities)
        else:
            self._sides(said, parts, equalities)
        for term in parts.letters.obligations:
            equalities.defined(term)

    def _sides(self, said: Comparison, parts: Parts, equalities: Equalities) -> None:
        """Prove that real and imaginary parts are equal, or that two real numbers differ."""
        (a, b), (c, d) = (parts.of(s) for s in said.args)
        if isinstance(said, Unequal):
            if b is not None or d is not None or not is_scalar(a):
                raise Unproved("that complex numbers or matrices differ is not covered")
            prove_unequal(a, c, equalities)
            return
        equalities.equal(a, c)
        if b is not None or d is not None:
            equalities.equal(ZERO if b is None else b, ZERO if d is None else d)


def _signed(said: Basic) -> list[Var]:
    """Return the real variables inside what depends on a sign."""
    kinds = (Sign, Abs, Max, Min, Sqrt)
    inside = {v for t in subterms(said) if isinstance(t, kinds) for v in t.free_symbols}
    bound = {t.args[1] for t in subterms(said) if isinstance(t, Binder)}
    found = [v for v in inside - bound if isinstance(v, Var) and v.domain == "real"]
    return sorted(found, key=lambda v: str(v.name))[:3]


def _put(said: Basic, case: Case) -> Any:
    return substitute(said, {v: t for v, t in case.values.items() if v != t})


def _limit(said: Comparison) -> tuple[Limit, Basic] | None:
    """Return the limit and its value where an equality says nothing else."""
    if isinstance(said, Equal):
        for one, other in (said.args, said.args[::-1]):
            if isinstance(one, Limit) and not any(isinstance(t, Limit) for t in subterms(other)):
                return one, other
    return None


def prove(claim: Claim, until: float) -> tuple[list[str], str]:
    """Return what proves a claim; or nothing, and the reason."""
    taken = {*claim.names}
    prover = Prover(until, taken)
    try:
        prover.claim(claim)
    except (Unproved, NotCovered, NotReal) as error:
        return [], str(error)
    return prover.grounds or ["equality by normal form"], ""
