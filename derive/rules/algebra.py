"""Algebra: the arithmetic of fields, squares, roots, powers and moduli."""

from __future__ import annotations

from typing import Any

import sympy
from sympy import Integer
from sympy.core.basic import Basic

from derive.derivation import Focus, Kind, Proposal, Relation, Step, Trial, rule
from derive.notation import (
    Abs,
    Cos,
    Equal,
    Exp,
    Minus,
    Plus,
    Power,
    Sin,
    Sqrt,
    Times,
    Var,
    cos,
    exp,
    natural,
    positive,
    real,
    sin,
    sqrt,
)
from derive.rules.tools import acting, changes, proposal

_a, _b, _c, _x = real("a b c x")
_s, _t = positive("s t")
_n = natural("n")


@rule(
    "field arithmetic",
    example=Trial((_a + _b) * _s / _s**2, _a / _s + _b / _s),
    counterexample=Trial((_a + _b) * _s / _s**2, _a / _s + _b),
)
def field_arithmetic(focus: Focus) -> Proposal | None:
    """Sums, products, quotients and roots rearranged by the laws of a field."""
    return proposal(focus.goal, Kind.NORMAL_FORM)


@rule(
    "adding and subtracting",
    example=Trial((_x - _b) ** 2, ((_x - _a) + (_a - _b)) ** 2, {"term": _a}),
    counterexample=Trial((_x - _b) ** 2, ((_x - _a) + (_b - _a)) ** 2, {"term": _a}),
)
def adding_and_subtracting(focus: Focus, term: Any) -> Proposal | None:
    """A difference $x - b$ is $(x - a) + (a - b)$, and a letter $x$ is $(x - a) + a$.

    The letter has to be named as the place where the rule acts.
    """

    def inserted(t: Basic) -> Basic | None:
        if isinstance(t, Minus):
            return Plus(Minus(t.args[0], term), Minus(term, t.args[1]))
        if isinstance(t, Var) and t == focus.at:
            return Plus(Minus(t, term), term)
        return None

    line = acting(focus, inserted)
    return None if line is None else proposal(line, Kind.NORMAL_FORM)


@rule(
    "square of a sum",
    example=Trial((_a + _b) ** 2, _a**2 + 2 * (_a * _b) + _b**2),
    counterexample=Trial((_a + _b) ** 2, _a**2 + _a * _b + _b**2),
)
def square_of_a_sum(focus: Focus) -> Proposal | None:
    """The square: $(a + b)^2 = a^2 + 2ab + b^2$ and $(a - b)^2 = a^2 - 2ab + b^2$."""
    a, b = sympy.symbols("a b")

    def expanded(t: Basic) -> Basic | None:
        if not (isinstance(t, Power) and t.args[1] == 2 and isinstance(t.args[0], (Plus, Minus))):
            return None
        first, second = t.args[0].args
        signed = a + b if isinstance(t.args[0], Plus) else a - b
        square = sympy.Poly(sympy.expand(signed**2), a, b)
        cross = square.coeff_monomial(a * b)
        line = Power(first, Integer(2))
        product = Times(Integer(abs(cross)), Times(first, second))
        line = Plus(line, product) if cross > 0 else Minus(line, product)
        return Plus(line, Power(second, Integer(2)))

    line = acting(focus, expanded)
    return None if line is None else proposal(line, Kind.NORMAL_FORM)


_expanded = _a**2 + 2 * (_a * _s) + _s**2


@rule(
    "root of a square",
    example=Trial(
        (_s + _t) ** 2, Equal(_s + _t, sqrt(_s**2 + 2 * (_s * _t) + _t**2)),
        relation=Relation.IMPLIES,
        earlier=Step("expand", _s**2 + 2 * (_s * _t) + _t**2, square_of_a_sum(), ""),
    ),
    counterexample=Trial(
        (_a + _s) ** 2, Equal(_a + _s, sqrt(_expanded)), relation=Relation.IMPLIES,
        earlier=Step("expand", _expanded, square_of_a_sum(), ""),
    ),
)  # fmt: skip
def root_of_a_square(focus: Focus) -> Proposal | None:
    r"""From $a^2 = b$ follows $a = \sqrt{b}$, where $a \ge 0$."""
    if focus.relation is not Relation.IMPLIES or not isinstance(focus.goal, Equal):
        return None
    line = Equal(focus.goal.left, Sqrt(focus.before))
    return proposal(line, Kind.SQUARE_ROOT)


@rule(
    "laws of exponents",
    example=Trial(exp(-((_n + 1) * _x)), 1 / exp(_x) ** (_n + 1)),
    counterexample=Trial(exp(-(_n * _x)), 1 / exp(_x) ** (_n + 1)),
)
def laws_of_exponents(focus: Focus) -> Proposal | None:
    r"""Always $e^{s+t} = e^s e^t$ and $(e^s)^n = e^{ns}$; for $s > 0$, $e^{\log s} = s$."""
    if not changes(focus, Exp, Power):
        return None
    return proposal(focus.goal, Kind.NORMAL_FORM, theories=("laws of exponents",))


@rule(
    "modulus of a product",
    example=Trial(Abs(_x**_n * exp(-_x)), Abs(_x) ** _n * exp(-_x)),
    counterexample=Trial(Abs(_x**_n * exp(-_x)), _x**_n * exp(-_x)),
)
def modulus_of_a_product(focus: Focus) -> Proposal | None:
    r"""The modulus: $|ab| = |a|\,|b|$, $|a^n| = |a|^n$, and $|a| = a$ for $a \ge 0$."""
    if not changes(focus, Abs):
        return None
    return proposal(focus.goal, Kind.NORMAL_FORM, theories=("laws of the modulus",))


@rule(
    "Pythagorean identity",
    example=Trial((_a * cos(_x)) ** 2 + (_a * sin(_x)) ** 2, _a**2),
    counterexample=Trial((_a * cos(_x)) ** 2 + (_b * sin(_x)) ** 2, _a**2),
)
def pythagorean_identity(focus: Focus) -> Proposal | None:
    r"""For every angle, $\cos^2\theta + \sin^2\theta = 1$."""
    if not changes(focus, Sin, Cos):
        return None
    return proposal(focus.goal, Kind.NORMAL_FORM, theories=("Pythagorean identity",))


ALGEBRA = (
    field_arithmetic,
    adding_and_subtracting,
    square_of_a_sum,
    root_of_a_square,
    laws_of_exponents,
    modulus_of_a_product,
    pythagorean_identity,
)
