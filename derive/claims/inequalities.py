"""Inequalities: the difference of the two sides, written so that the kernel sees its sign."""

from __future__ import annotations

from typing import Any

from sympy import Integer
from sympy.core.basic import Basic

from derive.claims.equalities import Equalities, Unproved
from derive.claims.polynomials import visible
from derive.claims.proposals import Link, normal_form, theorem
from derive.derivation import Kind, Relation
from derive.kernel.signs import is_nonnegative, is_positive
from derive.notation import (
    Abs,
    AtMost,
    Exp,
    Less,
    Log,
    Minus,
    Plus,
    Sqrt,
    Times,
    Var,
    positive,
    subterms,
)

ZERO, ONE = Integer(0), Integer(1)


def prove_order(before: Basic, after: Basic, strict: bool, equalities: Equalities) -> None:
    """Prove before < after, or before ≤ after.

    Raises
    ------
    Unproved
        With the reason.
    """
    said: Any = (Less if strict else AtMost)(before, after)
    relation = Relation.LESS if strict else Relation.AT_MOST
    reason = f"the sign of {Minus(after, before)} is not seen"
    if not before.free_symbols | after.free_symbols:
        found = equalities.ask(before, [Link(after, Kind.ENCLOSURE, relation)], said)
        if not found:
            return
        reason = found
    for difference in _differences(before, after):
        if not (is_positive(difference) if strict else is_nonnegative(difference)):
            continue
        parameters = {"smaller": before, "larger": after, "difference": difference}
        links = [Link(after, Kind.MONOTONICITY, relation, parameters)]
        if before == after:
            links.insert(0, normal_form(Times(ONE, before)))
        found = equalities.ask(before, links, said)
        if not found:
            return
        reason = found
    if strict or not _by_logarithm(before, after, equalities):
        raise Unproved(reason)


def _differences(before: Basic, after: Basic) -> list[Basic]:
    difference = Minus(after, before)
    found = [visible(difference, strict=False), visible(difference)]
    found += [after] if before == ZERO else []
    found += [_squared(before, after)]
    found += [Minus(after, before)]
    return list(dict.fromkeys(found))


def _squared(before: Basic, after: Basic) -> Basic:
    """Return the difference with letters for roots of variables, as polynomial in those."""
    from derive.claims.polynomials import read
    from derive.notation import Power, rewrite

    roots: dict[Any, Any] = {}
    for t in (*subterms(before), *subterms(after)):
        if isinstance(t, Sqrt) and isinstance(t.args[0], Var):
            roots[t.args[0]] = Var(f"{t.args[0].name}_root", "nonnegative")
    if not roots:
        return Minus(after, before)

    def root(t: Basic) -> Basic | None:
        if isinstance(t, Sqrt) and t.args[0] in roots:
            return roots[t.args[0]]
        return Power(roots[t], Integer(2)) if t in roots else None

    made = visible(rewrite(Minus(after, before), root), strict=False)
    if read(made) is None:
        return Minus(after, before)
    back = {letter: Sqrt(v) for v, letter in roots.items()}
    return rewrite(made, back.get)


def _by_logarithm(before: Basic, after: Basic, equalities: Equalities) -> bool:
    """Prove before ≤ after where the difference is t − 1 − log t for some t in sight."""
    t = positive("t")
    for part in {*subterms(before), *subterms(after)}:
        value: Any = (
            part if isinstance(part, Exp) else part.args[0] if isinstance(part, Log) else None
        )
        if value is None or not is_positive(value):
            continue
        difference = Minus(Minus(value, ONE), Log(value))
        whole = Plus(before, difference)
        links = [
            normal_form(Plus(before, ZERO)),
            theorem(whole, "log_inequality", {t: value}, Relation.AT_MOST),
            normal_form(after),
        ]
        if not equalities.ask(
            before, [x for x in links if x.line != before], AtMost(before, after)
        ):
            return True
    return False


def prove_unequal(before: Basic, after: Basic, equalities: Equalities) -> None:
    """Prove that two numbers differ: one of them is less than the other."""
    difference = visible(Minus(after, before))
    orders = [(before, after), (after, before)]
    if is_positive(visible(Minus(before, after))) and not is_positive(difference):
        orders.reverse()
    reason = ""
    for smaller, larger in orders:
        try:
            prove_order(smaller, larger, True, equalities)
            return
        except Unproved as error:
            reason = reason or str(error)
    pair = (after, before) if before == ZERO else (before, after)
    _by_modulus(pair[0], pair[1], equalities, reason)


def _by_modulus(before: Basic, after: Basic, equalities: Equalities, reason: str) -> None:
    """Prove that the modulus of what is to differ from 0 is positive."""
    if after != ZERO:
        raise Unproved(reason)
    try:
        prove_order(ZERO, Abs(before), True, equalities)
    except Unproved:
        raise Unproved(reason) from None
