"""Sums: finite sums and products over an index."""

from __future__ import annotations

from derive.derivation import Focus, Kind, Proposal, Trial, rule
from derive.notation import (
    Log,
    Product,
    Sum,
    dimension,
    exp,
    index,
    log,
    positive_vector,
    real,
    vector,
)
from derive.rules.tools import changes, proposal

_k = dimension("k")
_i = index("i", _k)
_x, _y = vector("x y", _k)
_s, _t = positive_vector("s t", _k)
_c = real("c")


@rule(
    "linearity of finite sums",
    example=Trial(Sum(_c * _x[_i] + 1, _i), _c * Sum(_x[_i], _i) + _k),
    counterexample=Trial(Sum(_x[_i] * _y[_i], _i), Sum(_x[_i], _i) * Sum(_y[_i], _i)),
)
def linearity_of_finite_sums(focus: Focus) -> Proposal | None:
    r"""Always $\sum_i (c\,a_i + b_i) = c \sum_i a_i + \sum_i b_i$, and $\sum_{i=1}^k 1 = k$."""
    if not changes(focus, Sum):
        return None
    return proposal(focus.goal, Kind.NORMAL_FORM, theories=("linearity of finite sums",))


@rule(
    "finite products",
    example=Trial(Product(2 * exp(_x[_i]), _i), 2**_k * exp(Sum(_x[_i], _i))),
    counterexample=Trial(Product(2 * exp(_x[_i]), _i), 2 * exp(Sum(_x[_i], _i))),
)
def finite_products(focus: Focus) -> Proposal | None:
    r"""Always $\prod_i a_i b_i = \prod_i a_i \prod_i b_i$, and $\prod_i e^{a_i} = e^{\sum_i a_i}$.

    The product of k equal factors is a power.
    """
    if not changes(focus, Product):
        return None
    theories = ("finite products", "laws of exponents", "linearity of finite sums")
    return proposal(focus.goal, Kind.NORMAL_FORM, theories=theories)


@rule(
    "logarithm of a finite product",
    example=Trial(log(Product(_s[_i] / _t[_i], _i)), Sum(log(_s[_i] / _t[_i]), _i)),
    counterexample=Trial(log(Product(_s[_i] / _t[_i], _i)), Product(log(_s[_i] / _t[_i]), _i)),
)
def logarithm_of_a_finite_product(focus: Focus) -> Proposal | None:
    r"""For $a_i > 0$, $\log \prod_i a_i = \sum_i \log a_i$."""
    if not changes(focus, Log):
        return None
    theories = ("finite products", "laws of logarithms", "linearity of finite sums")
    return proposal(focus.goal, Kind.NORMAL_FORM, theories=theories)


SUMS = (linearity_of_finite_sums, finite_products, logarithm_of_a_finite_product)
