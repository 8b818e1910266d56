"""Checks of integrals over all coordinates: products, and marginals of product densities."""

from __future__ import annotations

from derive.recheck.signs import nonnegative
from derive.recheck.step import Step, occurs_in, replaced_by
from derive.recheck.terms import (
    MINUS_OO,
    ONE,
    OO,
    Refusal,
    Term,
    bound_of,
    free,
    is_symbol,
    parts,
    rebuild,
    same,
    shape,
    substitute,
)
from derive.recheck.theorems import instance


def at_coordinate(body: Term, x: Term, index: Term, t: Term) -> Term:
    """Put a number for ``x[i]``; refuse a body that knows another coordinate."""

    def put(term: Term) -> Term:
        if term == ("entry", x, index):
            return t
        inner = [put(p) for p, _ in parts(term)]
        return rebuild(term, bound_of(term), inner) if inner else term

    new = put(body)
    if x in free(new):
        raise Refusal("the function depends on other coordinates too")
    return new


def check_product(step: Step) -> None:
    """Check Tonelli's theorem for a product of functions of one coordinate each."""
    product, x, t = step.term("product"), step.term("variable"), step.term("coordinate")
    if product[0] != "product" or not is_symbol(t) or t[2] != ("real",) or t in free(product):
        raise Refusal("this is no product over the coordinates")
    if not is_symbol(x) or x[2] != ("vector", product[2][2][1]):
        raise Refusal("the product runs over other coordinates than the variable has")
    body = at_coordinate(product[1], x, product[2], t)
    if not nonnegative(body):
        raise Refusal("a factor is not seen to be nonnegative")
    one = ("integral", body, t, MINUS_OO, OO)
    if step.relation == "is integrable":
        if not same(step.before, product) or not same(step.after, ("integrable_space", product, x)):
            raise Refusal("another function is said to be integrable")
        step.needed.append(("integrable", *one[1:]))
        return
    integral = ("space", product, x)
    if occurs_in(integral, step.before) == occurs_in(integral, step.after):
        raise Refusal("the integral stays in the line")
    replaced_by(step, integral, ("product", one, product[2]))


def check_marginal(step: Step) -> None:
    """Check that the other coordinates of a product density integrate to one."""
    integral, i, t = step.term("integral"), step.term("index"), step.term("coordinate")
    if integral[0] != "space" or integral[1][0] != "mul" or not is_symbol(t):
        raise Refusal("this is no integral of a product density times a function")
    x = integral[2]
    first, second = integral[1][1:]
    density, rest = (first, second) if first[0] == "product" else (second, first)
    if density[0] != "product" or x[2] != ("vector", density[2][2][1]) or i[2] != density[2][2]:
        raise Refusal("the product runs over other coordinates than the variable has")
    if t[2] != ("real",) or t in free(integral) or shape(t) is not None:
        raise Refusal("the coordinate is no new number")
    j = density[2]
    own = at_coordinate(density[1], x, j, t)
    one = ("integral", own, t, MINUS_OO, OO)
    claim, _ = instance(step, {**step.proposed})
    if not same(claim, ("eq", one, ONE)):
        raise Refusal("the cited theorem does not say that each factor integrates to one")
    if not nonnegative(own):
        raise Refusal("a density is not seen to be nonnegative")
    step.needed.append(("integrable", *one[1:]))
    here = substitute(own, {j: i})
    value = at_coordinate(rest, x, i, t)
    body = ("mul", here, value)
    if first[0] != "product":
        body = ("mul", value, here)
    new = ("integral", body, t, MINUS_OO, OO)
    if occurs_in(integral, step.before) == occurs_in(integral, step.after):
        raise Refusal("the integral stays in the line")
    replaced_by(step, integral, new)
