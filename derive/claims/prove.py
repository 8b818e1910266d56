"""Prove: turns a claim into questions that the kernel can answer, and asks them."""

from __future__ import annotations

from sympy import Integer
from sympy.core.basic import Basic

from derive.claims.claim import Claim
from derive.claims.proposals import normal_form, proved
from derive.notation import Equal, Times


def prove(claim: Claim, until: float) -> tuple[list[str], str]:
    """Return what proves a claim, or nothing and the reason."""
    if claim.relation != "=":
        return [], "not covered"
    return _equal(claim.before, claim.after)


def _equal(before: Basic, after: Basic) -> tuple[list[str], str]:
    links = [normal_form(after)]
    if before == after:
        links.insert(0, normal_form(Times(Integer(1), before)))
    found = proved(before, links, Equal(before, after))
    if isinstance(found, str):
        return [], found
    return ["equality by normal form"], ""
