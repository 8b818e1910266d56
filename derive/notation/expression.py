"""Expression: a line as one string of Python syntax, for messages, terminals and data."""

from __future__ import annotations

from sympy import Rational, oo
from sympy.core.basic import Basic

from derive.notation.abstract import Applied, Lambda
from derive.notation.calculus import Bracket, Derivative, Integral
from derive.notation.linear_algebra import (
    Determinant,
    Diagonal,
    Entry,
    Identity,
    IndexBinder,
    MatrixProduct,
    Scalar,
    Transpose,
    Zero,
)
from derive.notation.probability import KL, Density, Distribution, Expectation, WithDensity
from derive.notation.relations import (
    AlmostEverywhere,
    And,
    Attracts,
    Comparison,
    ForAll,
    Iff,
    Integrable,
    PositiveDefinite,
    StrictlyConvex,
    TendsTo,
)
from derive.notation.shape import is_scalar
from derive.notation.special import EntryAt, FiniteProduct, FiniteSum, Limit, Not, Or, Special
from derive.notation.term import Minus, Neg, Over, Pi, Plus, Power, Times
from derive.notation.variable import Var

SUM, PRODUCT, SIGN, POWER, ATOM = 1, 2, 3, 4, 5


def expression(term: Basic) -> str:
    """Return the term in Python syntax: ``(x - mu_1)**2/(2*sigma_1**2)``."""
    return _show(term)[0]


def _show(term: Basic) -> tuple[str, int]:
    a = term.args
    if isinstance(term, Var):
        return term.name, ATOM
    if isinstance(term, Rational):
        level = PRODUCT if term.q != 1 else (SIGN if term < 0 else ATOM)
        return str(term), level
    if term in (oo, -oo):
        return str(term), ATOM if term is oo else SIGN
    if isinstance(term, Pi):
        return "pi", ATOM
    if isinstance(term, (Plus, Minus)):
        grouped = all(isinstance(x, (Plus, Minus)) for x in a)
        sign = "+" if isinstance(term, Plus) else "-"
        return f"{_at(a[0], PRODUCT if grouped else SUM)} {sign} {_at(a[1], PRODUCT)}", SUM
    if isinstance(term, Times):
        return f"{_at(a[0], PRODUCT)}*{_at(a[1], SIGN)}", PRODUCT
    if isinstance(term, Over):
        return f"{_at(a[0], PRODUCT)}/{_at(a[1], SIGN)}", PRODUCT
    if isinstance(term, MatrixProduct):
        return f"{_at(a[0], PRODUCT)} @ {_at(a[1], SIGN)}", PRODUCT
    if isinstance(term, Scalar):
        return _show(a[0])
    if isinstance(term, Transpose):
        return f"{_at(a[0], ATOM)}.T", ATOM
    if isinstance(term, Entry):
        return f"{_at(a[0], ATOM)}[{', '.join(map(expression, a[1:]))}]", ATOM
    if isinstance(term, Neg):
        return f"-{_at(a[0], SIGN)}", SIGN
    if isinstance(term, Power):
        return f"{_at(a[0], ATOM)}**{_at(a[1], POWER)}", POWER
    if isinstance(term, Comparison):
        return f"{expression(a[0])} {term.symbol} {expression(a[1])}", SUM
    if isinstance(term, TendsTo):
        points = ", ".join(expression(p) for p in term.points)
        return f"{expression(a[0])} -> {expression(a[2])} as {a[1].name} -> {points}", SUM
    if isinstance(term, (And, Iff)):
        word = "and" if isinstance(term, And) else "iff"
        return f"{_at(a[0], PRODUCT)} {word} {_at(a[1], PRODUCT)}", SUM
    if isinstance(term, ForAll):
        word = "almost all" if isinstance(term, AlmostEverywhere) else "all"
        return f"{_at(a[0], PRODUCT)} for {word} {a[1].name}", SUM
    if isinstance(term, Attracts):
        return f"{expression(a[2])} attracts under {a[1].name} -> {expression(a[0])}", SUM
    if isinstance(term, StrictlyConvex):
        return f"{expression(a[0])} is strictly convex in {', '.join(v.name for v in a[1:])}", SUM
    if isinstance(term, PositiveDefinite):
        return f"{expression(a[0])} is positive definite", SUM
    if isinstance(term, Integrable):
        over = _range(term) if is_scalar(a[1]) else a[1].name
        return f"{expression(a[0])} is integrable, {over}", SUM
    if isinstance(term, (Integral, Bracket)):
        over = f"({_range(term)})" if is_scalar(a[1]) else a[1].name
        return f"{term.func.__name__}({expression(a[0])}, {over})", ATOM
    if isinstance(term, Derivative):
        at = "" if a[1] == a[2] else f", {expression(a[2])}"
        return f"Derivative({expression(a[0])}, {a[1].name}{at})", ATOM
    if isinstance(term, IndexBinder):
        name = "diag" if isinstance(term, Diagonal) else term.func.__name__
        return f"{name}({expression(a[0])}, {a[1].name})", ATOM
    if isinstance(term, Expectation):
        return f"E({expression(a[0])}, {a[1].name}, {expression(a[2])})", ATOM
    if isinstance(term, Applied):
        return f"{_at(a[0], ATOM)}({expression(a[1])})", ATOM
    if isinstance(term, Lambda):
        return f"(lambda {a[1].name}: {expression(a[0])})", ATOM
    if isinstance(term, WithDensity):
        return f"WithDensity({expression(a[0])})", ATOM
    if isinstance(term, Density):
        return f"{expression(a[0])}.pdf({expression(a[1])})", ATOM
    if isinstance(term, (KL, Distribution)):
        return f"{term.func.__name__}({expression(a[0])}, {expression(a[1])})", ATOM
    if isinstance(term, (Special, FiniteSum, FiniteProduct, Limit, EntryAt, Or, Not)):
        return _special(term)
    name = "det" if isinstance(term, Determinant) else term.func.__name__
    name = name if isinstance(term, (Identity, Zero)) else name.lower()
    return f"{name}({', '.join(expression(x) for x in a)})", ATOM


def _special(term: Basic) -> tuple[str, int]:
    """Return what only claims may write."""
    a = term.args
    if isinstance(term, Special):
        inside = f"({', '.join(map(expression, a))})" if a else ""
        return f"{term.written}{inside}", ATOM
    if isinstance(term, (FiniteSum, FiniteProduct)):
        return f"{term.written}({expression(a[0])}, ({_range(term)}))", ATOM
    if isinstance(term, Limit):
        side = {1: ", '+'", -1: ", '-'"}.get(term.side, "")
        return f"Limit({', '.join(map(expression, a[:3]))}{side})", ATOM
    if isinstance(term, EntryAt):
        return f"{_at(a[0], ATOM)}[{', '.join(map(expression, a[1:]))}]", ATOM
    if isinstance(term, Not):
        return f"not ({expression(a[0])})", SUM
    return f"{_at(a[0], PRODUCT)} or {_at(a[1], PRODUCT)}", SUM


def _at(term: Basic, level: int) -> str:
    text, own = _show(term)
    return text if own >= level else f"({text})"


def _range(term: Basic) -> str:
    return ", ".join(expression(x) for x in term.args[1:])
