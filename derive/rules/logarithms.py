"""Logarithms: one rule for each law, and collecting what belongs together."""

from __future__ import annotations

from functools import reduce
from typing import Any

from sympy import Integer, Rational
from sympy.core.basic import Basic

from derive.derivation import Focus, Kind, Proposal, Trial, rule
from derive.notation import (
    Exp,
    Log,
    Minus,
    Neg,
    Over,
    Plus,
    Power,
    Sqrt,
    Times,
    exp,
    log,
    positive,
    real,
    sqrt,
)
from derive.rules.tools import acting, changes, proposal

_x, _y = real("x y")
_s, _t = positive("s t")
ONE = Rational(1)
_THEORIES = ("laws of logarithms", "laws of exponents")
_LOGARITHMS, _EXPONENTS = ("laws of logarithms",), ("laws of exponents",)


@rule(
    "logarithm of a quotient",
    example=Trial(_x * log(_s / _t), _x * (log(_s) - log(_t))),
    counterexample=Trial(_x * log(_s / _t), _x * (log(_t) - log(_s))),
)
def logarithm_of_a_quotient(focus: Focus) -> Proposal | None:
    r"""For $a, b > 0$, $\log(a/b) = \log a - \log b$; in particular $\log(1/b) = -\log b$."""

    def split(t: Basic) -> Basic | None:
        if isinstance(t, Log) and isinstance(t.args[0], Over):
            if t.args[0].args[0] == ONE:
                return Neg(Log(t.args[0].args[1]))
            return Minus(Log(t.args[0].args[0]), Log(t.args[0].args[1]))
        return None

    line = acting(focus, split)
    return None if line is None else proposal(line, Kind.NORMAL_FORM, theories=_THEORIES)


@rule(
    "logarithm of a product",
    example=Trial(_x * log(_s * _t), _x * (log(_s) + log(_t))),
    counterexample=Trial(_x * log(_s * _t), _x * (log(_s) * log(_t))),
)
def logarithm_of_a_product(focus: Focus) -> Proposal | None:
    r"""For $a, b > 0$, $\log(ab) = \log a + \log b$, and so for more factors."""

    def split(t: Basic) -> Basic | None:
        if isinstance(t, Log) and isinstance(t.args[0], Times):
            return reduce(Plus, (Log(factor) for factor in _factors(t.args[0])))
        return None

    line = acting(focus, split)
    return None if line is None else proposal(line, Kind.NORMAL_FORM, theories=_LOGARITHMS)


def _factors(product: Basic) -> list[Basic]:
    if isinstance(product, Times):
        return [*_factors(product.args[0]), *_factors(product.args[1])]
    return [product]


@rule(
    "logarithm of an exponential",
    example=Trial(_s * log(exp(-_x)), _s * -_x),
    counterexample=Trial(_s * log(exp(-_x)), _s * _x),
)
def logarithm_of_an_exponential(focus: Focus) -> Proposal | None:
    r"""Always $\log e^t = t$."""

    def undone(t: Basic) -> Basic | None:
        is_exponential = isinstance(t, Log) and isinstance(t.args[0], Exp)
        return t.args[0].args[0] if is_exponential else None

    line = acting(focus, undone)
    return None if line is None else proposal(line, Kind.NORMAL_FORM, theories=_EXPONENTS)


@rule(
    "logarithm of a root",
    example=Trial(_x * log(sqrt(_s + _t)), _x * (log(_s + _t) / 2)),
    counterexample=Trial(_x * log(sqrt(_s + _t)), _x * sqrt(log(_s + _t))),
)
def logarithm_of_a_root(focus: Focus) -> Proposal | None:
    r"""For $a > 0$, $\log\sqrt a = \frac12 \log a$."""

    def halved(t: Basic) -> Basic | None:
        is_root = isinstance(t, Log) and isinstance(t.args[0], Sqrt)
        return Over(Log(t.args[0].args[0]), Integer(2)) if is_root else None

    line = acting(focus, halved)
    return None if line is None else proposal(line, Kind.NORMAL_FORM, theories=_LOGARITHMS)


@rule(
    "logarithm of a power",
    example=Trial(_x * log(_s), _x * (log(_s**2) / 2), {"exponent": 2}),
    counterexample=Trial(_x * log(_s), _x * log(_s**2), {"exponent": 2}),
)
def logarithm_of_a_power(focus: Focus, exponent: Any) -> Proposal | None:
    r"""For $a > 0$, $\log a = \frac1n \log a^n$."""

    def raised(t: Basic) -> Basic | None:
        return Over(Log(Power(t.args[0], exponent)), exponent) if isinstance(t, Log) else None

    line = acting(focus, raised)
    return None if line is None else proposal(line, Kind.NORMAL_FORM, theories=_THEORIES)


@rule(
    "collecting logarithms",
    example=Trial((_x - log(_s * 2)) - (_y - log(_t * 2)), log(_t / _s) + _x - _y),
    counterexample=Trial((_x - log(_s * 2)) - (_y - log(_t)), log(_t / _s) + _x - _y),
)
def collecting_logarithms(focus: Focus) -> Proposal | None:
    r"""By $\log(ab) = \log a + \log b$, logarithms are joined, and what is common cancels."""
    if not changes(focus, Log):
        return None
    return proposal(focus.goal, Kind.NORMAL_FORM, theories=("laws of logarithms",))


LOGARITHMS = (
    logarithm_of_a_quotient,
    logarithm_of_a_product,
    logarithm_of_an_exponential,
    logarithm_of_a_root,
    logarithm_of_a_power,
    collecting_logarithms,
)
