"""Exact logarithms: unfolded where the factors are seen to be positive."""

from __future__ import annotations

from flint import fmpq
from sympy.core.basic import Basic

from derive.evidence.elementary import surely_positive
from derive.evidence.exact_calculus import ExactParts
from derive.evidence.exact_numbers import Exact, NotExact
from derive.evidence.failures import Undefined
from derive.notation import (
    Density,
    Exp,
    Log,
    Over,
    Pi,
    Power,
    Product,
    Sqrt,
    Times,
    expression,
    unfold,
)


def exact_log(term: Basic, values: ExactParts) -> Exact:
    """Return the logarithm; of a product of positive numbers, the sum of theirs."""
    a = term.args
    try:
        return values.number(term).log(expression(Log(term)))
    except NotExact:
        pass
    if isinstance(term, Density):
        return exact_log(unfold(term), values)
    if isinstance(term, Exp):
        return values.number(a[0])
    if isinstance(term, Pi):
        return Exact.generator(("log pi",))
    if isinstance(term, (Times, Over)) and all(_is_positive(x, values) for x in a):
        left, right = (exact_log(x, values) for x in a)
        return left + right if isinstance(term, Times) else left - right
    if isinstance(term, Sqrt) and _is_positive(a[0], values):
        return exact_log(a[0], values) * Exact.rational(fmpq(1, 2))
    if isinstance(term, Power) and _is_positive(a[0], values):
        return exact_log(a[0], values) * values.number(a[1])
    if isinstance(term, Product) and _is_positive(term, values):
        body, i = a
        indices = range(1, values.size(i.dimensions[0]) + 1)
        each = (values.at(i, [[Exact.rational(n)]]) for n in indices)
        return sum((exact_log(body, at) for at in each), Exact({}))
    raise NotExact(f"log({expression(term)}) is not seen to be exact")


def _is_positive(term: Basic, values: ExactParts) -> bool:
    if surely_positive(term) or (isinstance(term, Product) and surely_positive(term.args[0])):
        return True
    if isinstance(term, (Times, Over)):
        return all(_is_positive(x, values) for x in term.args)
    if isinstance(term, Sqrt):
        return _is_positive(term.args[0], values)
    try:
        return values.number(term).split("a sign")[0] > 0
    except (NotExact, Undefined):
        return False
