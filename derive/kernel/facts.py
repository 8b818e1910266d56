"""Facts: the theorems that a step may use, and a record of what it did use."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace

from sympy.core.basic import Basic

from derive.notation import (
    Failure,
    Integrable,
    Product,
    Proposition,
    TendsTo,
    Var,
    exp,
    oo,
    same,
)


class Declined(Failure):
    """The kernel does not decide this; the message says what is missing."""


class Rejected(Failure):
    """The step is not what it says it is; the message says why."""


@dataclass(frozen=True)
class Condition:
    """A side condition, and how it was discharged."""

    proposition: Basic
    ground: str


@dataclass
class Facts:
    """What is known while one step is checked.

    Attributes
    ----------
    theorems : mapping of str to Proposition
        The claims proved so far, abbreviations written out.
    conditions : tuple of str
        The theorems that side conditions may use.
    assumptions : tuple of Proposition
        What the derivation assumes, abbreviations written out.
    hypotheses : mapping of str to tuple of Proposition
        What each of the theorems assumes.
    """

    theorems: Mapping[str, Proposition]
    conditions: tuple[str, ...] = ()
    assumptions: tuple[Proposition, ...] = ()
    hypotheses: Mapping[str, tuple[Proposition, ...]] = field(default_factory=dict)
    used: dict[str, None] = field(default_factory=dict)
    axioms: dict[str, None] = field(default_factory=dict)
    discharged: dict[Condition, None] = field(default_factory=dict)
    defined: set[Basic] = field(default_factory=set)

    def discharge(self, proposition: Basic, ground: str) -> None:
        """Record a side condition that holds, and on what ground."""
        self.discharged[Condition(proposition, ground)] = None

    def apart(self) -> Facts:
        """Return facts on which something can be checked without a record of it."""
        return replace(self, used={}, axioms={}, discharged={}, defined=set(self.defined))

    def axiom(self, name: str) -> None:
        """Record the use of an axiom."""
        self.axioms[name] = None

    def theorem(self, name: str) -> Proposition:
        """Return a proved claim, and record its use."""
        if name not in self.theorems:
            raise Declined(f"it rests on {name}, which is not proved")
        self.used[name] = None
        return self.theorems[name]

    def integrability(self) -> str:
        """Return the name of a theorem that says xⁿ·exp(−c·x²) is integrable over ℝ."""
        return self._condition(Integrable, "the integrability of polynomial × Gaussian")

    def integrability_in_space(self) -> str:
        """Return the name of a theorem that says Π (1 + xᵢ²ⁿ) exp(−c·xᵢ²) is integrable over ℝᵏ."""
        what = "the integrability of polynomial × Gaussian over ℝᵏ"
        return self._condition(Integrable, what, is_claim_in_space)

    def vanishing(self) -> str:
        """Return the name of a theorem that says xⁿ·exp(−c·x²) → 0 as x → ±∞."""
        return self._condition(TendsTo, "the vanishing of polynomial × Gaussian at infinity")

    def _condition(
        self, form: type, what: str, holds: Callable[[Proposition], bool] | None = None
    ) -> str:
        holds = holds or is_gaussian_claim
        for name in (*self.conditions, *self.theorems):
            claim = self.theorems.get(name)
            if claim is None or not isinstance(claim, form) or not holds(claim):
                continue
            if self.hypotheses.get(name):
                continue
            if name not in self.conditions:
                raise Declined(f'it needs {what}: add "{name}" to its conditions')
            self.used[name] = None
            return name
        raise Declined(f"it needs {what}: name a theorem that proves it among the conditions")


def is_gaussian_claim(claim: Proposition) -> bool:
    """Say whether a claim is about xⁿ·exp(−c·x²) on all of ℝ, for all natural n and c > 0."""
    from derive.kernel.normal_form import equal
    from derive.kernel.theories import EXPONENTIALS

    if not isinstance(claim, (Integrable, TendsTo)):
        return False
    free = sorted(claim.free_symbols, key=lambda v: str(v.name))
    powers = [v for v in free if v.domain == "natural"]
    rates = [v for v in free if v.domain == "positive"]
    x: Var = claim.variable
    if len(powers) != 1 or len(rates) != 1 or len(free) != 2 or x.domain != "real":
        return False
    if isinstance(claim, TendsTo):
        if claim.limit != 0 or set(claim.points) != {oo, -oo}:
            return False
    elif claim.args[2:] != (-oo, oo):
        return False
    return equal(claim.body, x ** powers[0] * exp(-(rates[0] * x**2)), {EXPONENTIALS})


def is_claim_in_space(claim: Proposition) -> bool:
    """Say whether a claim is that Π (1 + xᵢ²ⁿ)·exp(−c·xᵢ²) is integrable for all n and c > 0."""
    if not isinstance(claim, Integrable):
        return False
    x, free = claim.variable, sorted(claim.free_symbols, key=lambda v: str(v.name))
    powers = [v for v in free if v.domain == "natural"]
    rates = [v for v in free if v.domain == "positive"]
    if len(powers) != 1 or len(rates) != 1 or len(free) != 3 or x.domain != "vector":
        return False
    i = Var("i", "index", *x.dimensions)
    factor = (1 + x[i] ** (2 * powers[0])) * exp(-(rates[0] * x[i] ** 2))
    return same(claim.body, Product(factor, i))
