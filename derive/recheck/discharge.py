"""The proof of a side condition: by signs and forms, by growth, by what is assumed or cited."""

from __future__ import annotations

from dataclasses import dataclass, field

from derive.recheck.compare import depends_on, equal_propositions
from derive.recheck.conditions import in_domain
from derive.recheck.definite import is_definite, is_invertible
from derive.recheck.domains import symbol_table
from derive.recheck.growth import is_combination, is_gaussian
from derive.recheck.parse import parse
from derive.recheck.signs import nonnegative, positive, sign
from derive.recheck.terms import (
    MINUS_OO,
    OO,
    ZERO,
    Declined,
    Refusal,
    Term,
    canonical,
    free,
    same,
    shape,
    substitute,
)

LINEAR = "linearity of convergent integrals"
_TABLE = symbol_table({"x": "real", "n": "natural", "c": "positive"})
_SPACE = symbol_table({"k": "dimension", "x": "vector(k)", "i": "index(k)", "n": "natural",
                       "c": "positive"})  # fmt: skip
ON_THE_LINE = parse("Integrable(x**n*exp(-(c*x**2)), (x, -oo, oo))", _TABLE)
IN_SPACE = parse("Integrable(Product((1 + x[i]**(2*n))*exp(-(c*x[i]**2)), i), x)", _SPACE)
VANISHES = parse("TendsTo(x**n*exp(-(c*x**2)), x, 0, oo, -oo)", _TABLE)


@dataclass
class Grounds:
    """What conditions may rest on: assumptions, and theorems with their claims."""

    assumptions: list[Term] = field(default_factory=list)
    theorems: dict[str, tuple[Term, list[Term]]] = field(default_factory=dict)
    """What the certificate's conditions claim, and under which hypotheses."""
    rests_on: set[str] = field(default_factory=set)
    """The axioms that the proofs of conditions used so far."""

    @property
    def about(self) -> frozenset[Term]:
        """Return the symbols that the assumptions are about: they do not run freely."""
        return frozenset[Term]().union(*(free(p) for p in self.assumptions))

    def has(self, claim: Term) -> bool:
        """Say whether a theorem without hypotheses among the conditions says this."""
        return any(same(claim, c) and not under for c, under in self.theorems.values())

    def vanishing(self) -> None:
        """Refuse a limit of a polynomial times a Gaussian that no theorem allows."""
        if not self.has(VANISHES):
            raise Refusal("no condition says that the Gaussian beats every polynomial")

    def integrable_functions(self) -> list[tuple[Term, Term]]:
        """Return the functions that the assumptions say are integrable over space."""
        found = []
        for p in self.assumptions:
            if p[0] == "integrable_space":
                found.append((p[1], p[2]))
            for side in p[1:3] if p[0] == "eq" else ():
                if side[0] == "space":
                    found.append((side[1], side[2]))
        return found


def prove(p: Term, grounds: Grounds) -> None:
    """Refuse a condition that is not seen to hold."""
    if any(same(p, other) for other in grounds.assumptions) or _holds(p, grounds):
        return
    if any(p[0] == a[0] and _equal(p, a) for a in grounds.assumptions):
        return
    raise Refusal(f"a condition is not discharged: {describe(p)}")


def _equal(p: Term, a: Term) -> bool:
    try:
        return equal_propositions(p, a, frozenset())
    except (Declined, Refusal):
        return False


def _holds(p: Term, grounds: Grounds) -> bool:
    head = p[0]
    if head == "and":
        return all(_holds(q, grounds) for q in p[1:])
    if head == "ne":
        if p[1][0] == "det" and p[2] == ZERO and is_invertible(p[1][1]):
            return True
        difference = p[1] if p[2] == ZERO else ("sub", p[1], p[2])
        return shape(p[1]) is None and sign(difference) in ("+", "-", "!")
    if head in ("lt", "le"):
        low, high = p[1], p[2]
        if _is_infinite(low, high):
            return True
        difference = high if low == ZERO else ("sub", high, low)
        return positive(difference) if head == "lt" else nonnegative(difference)
    if head == "posdef":
        return is_definite(p[1])
    if head == "integrable":
        return integrable(p, grounds)
    if head == "integrable_space":
        return _integrable_in_space(p, grounds)
    if head == "eq":
        return any(_is_instance(p, *said, grounds) for said in grounds.theorems.values())
    raise Declined(f"a condition that is a {head}")


FALSE = {"eq": ("+", "-", "!"), "lt": ("+", "0+"), "le": ("+",)}
"""For each relation, the signs of left less right at which nothing satisfies it."""


def refuse_contradiction(p: Term) -> None:
    """Refuse an assumption that is seen to be false for all values of its symbols."""
    if p[0] == "and":
        for q in p[1:]:
            refuse_contradiction(q)
        return
    false = p[0] == "ne" and _equal(("eq", p[1], p[1]), ("eq", p[1], p[2]))
    if p[0] in FALSE and shape(p[1]) is None:
        false = sign(("sub", p[1], p[2])) in FALSE[p[0]]
    if false:
        raise Refusal("nothing satisfies an assumption")


def _is_infinite(low: Term, high: Term) -> bool:
    return bool(low == MINUS_OO or high == OO)


def integrable(p: Term, grounds: Grounds) -> bool:
    """Say whether a function is integrable over an interval."""
    _, f, x, low, high = p
    finite = not {low, high} & {OO, MINUS_OO}
    if finite and (x not in free(f) or x not in depends_on(f)):
        return True
    ends = [c for end in (low, high) for c in in_domain(end, x[2])] if finite else []
    if finite and _is_continuous(f, x) and all(_holds(c, grounds) for c in ends):
        return True
    return grounds.has(ON_THE_LINE) and shape(x) is None and _by_linearity(f, x, grounds)


def _by_linearity(f: Term, x: Term, grounds: Grounds) -> bool:
    """Say whether a function is a combination of polynomials times Gaussians."""
    seen = is_gaussian(f, x)
    grounds.rests_on |= {LINEAR} if seen else set()
    return seen


def _is_continuous(f: Term, x: Term) -> bool:
    """Say whether a function, defined where its conditions hold, is continuous in ``x``."""
    if x not in free(f) or f[0] == "sym":
        return True
    if f[0] not in ("add", "sub", "mul", "div", "neg", "pow", "fun"):
        return False
    if f[0] == "pow" and x in free(f[2]):
        return False
    return all(_is_continuous(t, x) for t in f[1:] if isinstance(t, tuple))


def _integrable_in_space(p: Term, grounds: Grounds) -> bool:
    _, f, x = p
    if grounds.has(IN_SPACE) and _by_linearity(f, x, grounds):
        return True
    known = grounds.integrable_functions()
    return shape(f) is None and bool(known) and is_combination(f, x, known)


def _is_instance(p: Term, claim: Term, under: list[Term], grounds: Grounds) -> bool:
    """Say whether an equation is what a theorem says, for some values of its variables."""
    values: dict[Term, Term] = {}
    if claim[0] != "eq" or not matches(canonical(claim), canonical(p), values):
        return False
    if not same(substitute(claim, values), p):
        return False
    for hypothesis in under:
        prove(substitute(hypothesis, values), grounds)
    return True


def matches(pattern: Term, term: Term, values: dict[Term, Term]) -> bool:
    """Find symbols in the place of a pattern's under which it is a term, both canonical."""
    if pattern[0] == "sym" and not pattern[1].startswith("#"):
        if pattern not in values and term[0] == "sym" and term[2][0] == pattern[2][0]:
            values[pattern] = term
        return bool(values.get(pattern) == term)
    if pattern[0] == "sym":
        return bool(term[0] == "sym" and term[1] == pattern[1])
    if pattern[0] != term[0] or len(pattern) != len(term):
        return False
    return all(
        matches(a, b, values) if isinstance(a, tuple) else a == b
        for a, b in zip(pattern[1:], term[1:], strict=True)
    )


def describe(term: object, depth: int = 0) -> str:
    """Return a short text of a term, for a reason."""
    if not isinstance(term, tuple):
        return str(term)
    if term[0] == "sym":
        return str(term[1])
    if term[0] == "int":
        return str(term[1])
    if depth > 6:
        return "…"
    return f"{term[0]}({', '.join(describe(t, depth + 1) for t in term[1:])})"
