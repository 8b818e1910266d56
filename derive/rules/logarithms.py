"""Logarithms: quotients, products, and collecting what belongs together."""

from __future__ import annotations

from typing import Any

import sympy
from sympy import Rational
from sympy.core.basic import Basic

from derive.derivation import Focus, Kind, Proposal, Trial, rule
from derive.notation import Exp, Log, Minus, Neg, Over, Plus, Power, Times, exp, log, positive, real
from derive.rules.tools import acting, changes, proposal

_x, _y = real("x y")
_s, _t = positive("s t")
ONE = Rational(1)
_THEORIES = ("laws of logarithms", "laws of exponents")


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
    example=Trial(log((1 / _s) * exp(-_x)), -log(_s) - _x),
    counterexample=Trial(log((1 / _s) * exp(-_x)), log(_s) - _x),
)
def logarithm_of_a_product(focus: Focus) -> Proposal | None:
    r"""For $a, b > 0$, $\log(ab) = \log a + \log b$ and $\log(1/a) = -\log a$; $\log e^t = t$."""

    def split(t: Basic) -> Basic | None:
        if isinstance(t, Log) and isinstance(t.args[0], Times):
            return _expanded(t.args[0])
        return None

    line = acting(focus, split)
    return None if line is None else proposal(line, Kind.NORMAL_FORM, theories=_THEORIES)


def _expanded(product: Basic) -> Basic:
    """Return log(product) as SymPy expands it, its factors kept whole."""
    names: dict[Any, tuple[Basic, bool]] = {}

    def named(factor: Basic) -> Any:
        if isinstance(factor, Times):
            return named(factor.args[0]) * named(factor.args[1])
        if isinstance(factor, Over) and factor.args[0] == Rational(1):
            symbol = sympy.Dummy(f"denominator{len(names)}", positive=True)
            names[symbol] = (factor.args[1], False)
            return 1 / symbol
        symbol = sympy.Dummy(f"factor{len(names)}", positive=True)
        names[symbol] = (factor, False)
        if isinstance(factor, Exp):
            symbol = sympy.Dummy(f"exponent{len(names)}", real=True)
            names[symbol] = (factor.args[0], True)
            return sympy.exp(symbol)
        return symbol

    expanded = sympy.expand_log(sympy.log(named(product)))
    line: Any = None
    for symbol, (factor, is_exponent) in names.items():
        coefficient = expanded.coeff(symbol if is_exponent else sympy.log(symbol))
        if coefficient:
            part: Basic = factor if is_exponent else Log(factor)
            if isinstance(part, Neg):
                part, coefficient = part.args[0], -coefficient
            if line is None:
                line = part if coefficient > 0 else Neg(part)
            else:
                line = Plus(line, part) if coefficient > 0 else Minus(line, part)
    return line


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
    logarithm_of_a_power,
    collecting_logarithms,
)
