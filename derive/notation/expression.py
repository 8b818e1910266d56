"""Expression: a line as one string of Python syntax, for messages, terminals and data.

The string says everything: with the domains of the variables that occur (`declaration`), it can
be read back.  A rational number is written as a quotient; so is a quotient of two integers.
"""

from __future__ import annotations

from sympy import Rational, oo
from sympy.core.basic import Basic

from derive.notation.abstract import Applied
from derive.notation.calculus import Binder, Bracket, Derivative, Integral
from derive.notation.linear_algebra import (
    Determinant,
    Entry,
    Identity,
    MatrixProduct,
    Scalar,
    Transpose,
    Zero,
)
from derive.notation.probability import (
    Density,
    Distribution,
    Expectation,
    MultivariateNormal,
    WithDensity,
)
from derive.notation.relations import And, Comparison, Integrable, Proposition
from derive.notation.shape import is_scalar, shape
from derive.notation.term import Abs, Max, Minus, Neg, Over, Pi, Plus, Power, Term, Times
from derive.notation.variable import Var

COMPARISON, SUM, PRODUCT, SIGN, POWER, ATOM = range(6)
OWN_NAMES = (Abs, Max, Identity, Zero)
"""Functions that are written as their nodes are; the others in lower case."""


def expression(term: Basic) -> str:
    """Return the term in Python syntax: ``(x - mu_1)**2/(2*sigma_1**2)``."""
    return _show(term)[0]


def declaration(variable: Var) -> str:
    """Return the domain of a variable: ``positive``, ``vector(k)``, ``matrix(n, m)``."""
    name = variable.domain.replace(" ", "_")
    sizes = ", ".join(str(d) for d in variable.dimensions)
    return f"{name}({sizes})" if sizes else name


def _show(term: Basic) -> tuple[str, int]:
    if isinstance(term, Var):
        return term.name, ATOM
    if isinstance(term, Rational):
        level = PRODUCT if term.q != 1 else (SIGN if term < 0 else ATOM)
        return str(term), level
    if term in (oo, -oo):
        return str(term), ATOM if term is oo else SIGN
    if isinstance(term, Pi):
        return "pi", ATOM
    if isinstance(term, (Proposition, Binder)):
        return _binder_or_proposition(term)
    if isinstance(term, Density):
        return _density(term), ATOM
    if isinstance(term, Distribution):
        return f"{_name(term)}({_listed(term.args)})", ATOM
    return _arithmetic(term) or _linear_algebra(term) or (_call(term), ATOM)


def _arithmetic(term: Basic) -> tuple[str, int] | None:
    a = term.args
    if isinstance(term, (Plus, Minus)):
        grouped = all(isinstance(x, (Plus, Minus)) for x in a)
        sign = "+" if isinstance(term, Plus) else "-"
        return f"{_at(a[0], PRODUCT if grouped else SUM)} {sign} {_at(a[1], PRODUCT)}", SUM
    if isinstance(term, Times):
        return f"{_at(a[0], PRODUCT)}*{_at(a[1], SIGN)}", PRODUCT
    if isinstance(term, Over):
        return f"{_at(a[0], PRODUCT)}/{_at(a[1], SIGN)}", PRODUCT
    if isinstance(term, Neg):
        return f"-{_at(a[0], SIGN)}", SIGN
    if isinstance(term, Power):
        return f"{_at(a[0], ATOM)}**{_at(a[1], POWER)}", POWER
    return None


def _linear_algebra(term: Basic) -> tuple[str, int] | None:
    a = term.args
    if isinstance(term, Scalar) and isinstance(a[0], MatrixProduct):
        return _product(a[0])  # a product of shape 1×1 is read as the number that it holds
    if isinstance(term, MatrixProduct):
        if shape(term) == (1, 1):
            return f"matrix({_product(term)[0]})", ATOM
        return _product(term)
    if isinstance(term, Transpose):
        return f"{_at(a[0], ATOM)}.T", ATOM
    if isinstance(term, Entry):
        return f"{_at(a[0], ATOM)}[{_listed(a[1:])}]", ATOM
    if isinstance(term, Applied):
        return f"{_at(a[0], ATOM)}({expression(a[1])})", ATOM
    return None


def _product(term: Basic) -> tuple[str, int]:
    left, right = term.args
    return f"{_at(left, PRODUCT)} @ {_at(right, SIGN)}", PRODUCT


def _call(term: Basic) -> str:
    return f"{_name(term)}({_listed(term.args)})"


def _name(term: Basic) -> str:
    if isinstance(term, MultivariateNormal):
        return "Normal"
    if isinstance(term, Determinant):
        return "det"
    name: str = term.func.__name__
    keeps = not isinstance(term, Term) or isinstance(term, (*OWN_NAMES, Binder)) or name.isupper()
    return name if keeps else name.lower()


def _density(term: Density) -> str:
    distribution, x = term.args
    if isinstance(distribution, WithDensity):
        return f"{expression(distribution)}.pdf({expression(x)})"
    return f"Normal.pdf({_listed((x, *distribution.args))})"


def _binder_or_proposition(term: Basic) -> tuple[str, int]:
    a = term.args
    if isinstance(term, Comparison):
        symbol = "==" if term.symbol == "=" else term.symbol
        return f"{expression(a[0])} {symbol} {expression(a[1])}", COMPARISON
    if isinstance(term, And):
        return f"{_at(a[0], PRODUCT)} & {_at(a[1], SIGN)}", PRODUCT
    if isinstance(term, (Integral, Bracket, Integrable)):
        over = f"({_listed(a[1:])})" if is_scalar(a[1]) else a[1].name
        return f"{term.func.__name__}({expression(a[0])}, {over})", ATOM
    if isinstance(term, Derivative):
        there = f"Derivative({expression(a[0])}, {a[1].name})"
        return there if a[1] == a[2] else f"Subs({there}, {a[1].name}, {expression(a[2])})", ATOM
    if isinstance(term, Expectation):
        return f"E({_listed(a)})", ATOM
    return _call(term), ATOM


def _at(term: Basic, level: int) -> str:
    text, own = _show(term)
    return text if own >= level else f"({text})"


def _listed(terms: tuple[Basic, ...]) -> str:
    return ", ".join(expression(x) for x in terms)
