"""Checks of cited theorems: their instances, their hypotheses, and where a line uses them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from derive.recheck.conditions import in_domain
from derive.recheck.definitions import plain_laws
from derive.recheck.discharge import Grounds, prove
from derive.recheck.monotone import at_most
from derive.recheck.normal import THEORIES, Normal
from derive.recheck.signs import positive
from derive.recheck.step import Step, rewrites
from derive.recheck.terms import (
    Declined,
    Refusal,
    Term,
    free,
    integer,
    is_symbol,
    same,
    shape,
    substitute,
)


def instance(step: Step, proposed: Mapping[str, Any]) -> tuple[Term, list[Term]]:
    """Return what the cited theorem says for the given values, its hypotheses proved."""
    theorem = step.theorem
    if theorem is None:
        raise Refusal("the cited theorem is not given")
    given: dict[str, Term] = dict(proposed.get("values") or {})
    mentioned = free(theorem.claim).union(*(free(p) for p in theorem.assumptions))
    names = {s[1] for s in mentioned}
    stray = given.keys() - theorem.symbols.keys()
    if stray:
        raise Refusal(f"the cited theorem has no variable {min(stray)!r}")
    values: dict[Term, Term] = {}
    for name in sorted(names, key=lambda n: theorem.symbols[n][2][0] != "dimension"):
        symbol = theorem.symbols[name]
        value = given.get(name, step.table.get(name))
        if value is None:
            raise Refusal(f"the cited theorem needs a value for {name}")
        domain = tuple(substitute(d, values) if isinstance(d, tuple) else d for d in symbol[2])
        check_domain(value, domain, step.grounds)
        values[symbol] = value
    hypotheses = [plain_laws(substitute(p, values)) for p in theorem.assumptions]
    for p in hypotheses:
        prove(p, step.grounds)
    step.needed += hypotheses
    return plain_laws(substitute(theorem.claim, values)), hypotheses


def check_domain(value: Term, domain: tuple[Term, ...], grounds: Grounds) -> None:
    """Refuse a value that is not seen to be one of a domain."""
    word = domain[0]
    if word == "positive_function":
        _check_function(value, domain, grounds)
        return
    if is_symbol(value) and value[2] == domain:
        return
    if is_symbol(value) and value[2][0] == "positive_function":
        raise Refusal("a function is put where a number belongs")
    found, wanted = shape(value), _shape(domain)
    if found != wanted:
        raise Refusal("a value has another shape than the theorem's variable")
    if word in ("index", "natural", "dimension"):
        _check_whole(value, domain)
        return
    conditions = list(in_domain(value, domain))
    if word == "positive_vector":
        if value[0] != "coordinates":
            raise Refusal("a vector is not seen to have positive entries")
        conditions = [("lt", ("int", 0), value[1])]
    elif word in ("diagonal", "positive_diagonal") or (
        word == "symmetric" and not (is_symbol(value) and value[2][0] == "positive_definite")
    ):
        raise Declined(f"whether a value is {word}")
    for p in conditions:
        prove(p, grounds)


def _shape(domain: tuple[Term, ...]) -> Any:
    return shape(("sym", "?", domain))


def _check_function(value: Term, domain: tuple[Term, ...], grounds: Grounds) -> None:
    if is_symbol(value) and value[2] == domain:
        return
    if value[0] != "lambda" or value[2][2] != ("vector", domain[1]):
        raise Refusal("a value is no positive function on the theorem's space")
    prove(("lt", ("int", 0), value[1]), grounds)


def _check_whole(value: Term, domain: tuple[Term, ...]) -> None:
    normal = Normal(THEORIES)
    e = normal.scalar(value)
    n = integer(value)
    if domain[0] == "index":
        raise Refusal("a value is no index of the theorem's range")
    if not normal.whole(e) or normal.sign(e) not in ("+", "0+"):
        raise Refusal("a value is not seen to be a natural number")
    if domain[0] == "dimension" and (n is None or n < 1) and normal.sign(e) != "+":
        raise Refusal("a value is not seen to be a dimension")


def check_theorem(step: Step) -> None:
    """Check that a line uses an instance of a cited theorem, and nothing else."""
    claim, _ = instance(step, step.proposed)
    step.instance = claim
    before, after = plain_laws(step.before), plain_laws(step.after)
    if (claim[0] == "eq" and step.relation in ("=", "<=>")) or (
        claim[0] == "iff" and step.relation == "<=>"
    ):
        right = rewrites(before, after, claim[1], claim[2]) > 0
    elif claim[0] in ("le", "lt") and step.relation in ("<=", "<"):
        if step.relation == "<" and claim[0] == "le":
            raise Refusal("the cited theorem is not strict")
        right = at_most(before, after, claim[1], claim[2], step.relation == "<")
    else:
        raise Refusal("the cited theorem does not give a line with this relation")
    if not right:
        raise Refusal("the cited theorem does not give this line")


def check_vanishing_integral(step: Step) -> None:
    """Check that the integral of a positive times a nonnegative function is zero only with it."""
    claim, _ = instance(step, step.proposed)
    before, after = step.before, step.after
    if before[0] != "eq" or before[1][0] != "space" or before[2] != ("int", 0):
        raise Refusal("this is no integral over space that is zero")
    if after[0] != "ae" or after[1][0] != "eq" or after[1][2] != ("int", 0):
        raise Refusal("the conclusion is that a function is zero almost everywhere")
    (_, (_, body, x), _), (_, (_, g, _), y) = before, after
    g = substitute(g, {y: x}) if y != x else g
    if y[2] != x[2] or body[0] != "mul" or not same(body[2], g):
        raise Refusal("the integrand is not the product of a weight and this function")
    if not positive(body[1]) or not same(claim, ("le", ("int", 0), g)):
        raise Refusal("the function is not seen to be nonnegative, or its weight positive")
