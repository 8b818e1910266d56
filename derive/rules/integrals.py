"""Integrals: linearity, antiderivatives, parts, end values, substitution, polar coordinates."""

from __future__ import annotations

from typing import Any

import sympy
from sympy.core.basic import Basic

from derive.derivation import Focus, Kind, Proposal, Relation, Trial, rule
from derive.notation import (
    Bracket,
    Expectation,
    Integrable,
    Integral,
    Minus,
    Normal,
    Plus,
    Times,
    Var,
    cos,
    exp,
    free,
    half,
    oo,
    pi,
    plain,
    positive,
    real,
    rewrite,
    same_up_to_order,
    sin,
    substitute,
)
from derive.rules.linear import factors_outside, linear
from derive.rules.tools import acting, find, from_sympy, proposal

_x, _u, _v, _a, _b, _theta = real("x u v a b theta")
_r, _s = positive("r s")
_bell = exp(-(_u**2))
_GAUSSIAN = ("gaussian_integrability", "exponential_beats_polynomial")
_plane = Integral(Integral(exp(-(_u**2 + _v**2)), _v), _u)
_polar = exp(-((_r * cos(_theta)) ** 2 + (_r * sin(_theta)) ** 2)) * _r


@rule(
    "linearity of the integral",
    example=Trial(
        Integral(_a * _bell + _u**2 * _bell, _u),
        _a * Integral(_bell, _u) + Integral(_u**2 * _bell, _u), conditions=_GAUSSIAN,
    ),
    counterexample=Trial(
        Integral(_a * _bell + _u**2 * _bell, _u),
        _a * Integral(_bell, _u) + _u**2 * Integral(_bell, _u), conditions=_GAUSSIAN,
    ),
)  # fmt: skip
def linearity_of_the_integral(focus: Focus) -> Proposal | None:
    r"""Where they converge, $\int (af + bg)\,dx = a\int f\,dx + b\int g\,dx$."""
    return linear(focus, Integral)


@rule(
    "linearity of the expectation",
    example=Trial(
        Expectation(_a * _x + 2, _x, Normal(_b, _s)),
        _a * Expectation(_x, _x, Normal(_b, _s)) + 2 * Expectation(1, _x, Normal(_b, _s)),
        conditions=_GAUSSIAN,
    ),
    counterexample=Trial(
        Expectation(_x * _x, _x, Normal(_b, _s)),
        Expectation(_x, _x, Normal(_b, _s)) * Expectation(_x, _x, Normal(_b, _s)),
        conditions=_GAUSSIAN,
    ),
)  # fmt: skip
def linearity_of_the_expectation(focus: Focus) -> Proposal | None:
    r"""Where they exist, $\mathbb{E}[af + bg] = a\,\mathbb{E}[f] + b\,\mathbb{E}[g]$."""
    return linear(focus, Expectation)


@rule(
    "antiderivative",
    example=Trial(Integral(_u**2, _u, 0, _s), Bracket(_u**3 / 3, _u, 0, _s)),
    counterexample=Trial(Integral(_u**2, _u, 0, _s), Bracket(_u**3 / 2, _u, 0, _s)),
)
def antiderivative(focus: Focus, antiderivative: Any = None) -> Proposal | None:
    """If $F' = f$ and $F$ has finite end values, $f$ has the integral that is their difference.

    Where F is not given, SymPy looks for it.  Backwards, a bracket becomes an integral.
    """
    if focus.relation is Relation.IS_INTEGRABLE:
        claim = Integrable(focus.before, *focus.goal.args[1:])
        found = antiderivative or _antiderivative(focus.before, focus.goal.args[1])
        return None if found is None else proposal(claim, Kind.ANTIDERIVATIVE, antiderivative=found)
    integral = find(focus.at or focus.before, Integral)
    if integral is None or (find(focus.goal, Integral) and find(focus.before, Bracket)):
        return _integrated_back(focus)
    inner = find(integral.body, Integral) if focus.at is None else None
    integral = inner or integral
    body, x, lower, upper = integral.args
    given = antiderivative or _antiderivative(body, x)
    if given is None:
        return None
    bracket = Bracket(given, x, lower, upper)
    line = acting(focus, lambda t: bracket if t == integral else None)
    if line is None:
        return None
    return proposal(line, Kind.ANTIDERIVATIVE, integral=integral, antiderivative=given)


def _integrated_back(focus: Focus) -> Proposal | None:
    """Return the goal where a bracket in the line before is the value of its integral."""
    bracket, integral = find(focus.before, Bracket), find(focus.goal, Integral)
    if bracket is None or integral is None or bracket.args[1:] != integral.args[1:]:
        return None
    line = acting(focus, lambda t: integral if t == bracket else None)
    if line is None:
        return None
    return proposal(line, Kind.ANTIDERIVATIVE, integral=integral, antiderivative=bracket.body)


def _antiderivative(body: Basic, x: Var) -> Basic | None:
    """Return an antiderivative that SymPy finds, in our notation."""
    found = sympy.integrate(plain(body), plain(x))
    return from_sympy(found, free(body) | {x})


@rule(
    "integration by parts",
    example=Trial(
        Integral(_u * (_u * _bell), _u),
        Bracket(-(_u * (_bell / 2)), _u) + Integral(_bell / 2, _u),
        {"antiderivative": -(_u * (_bell / 2)), "remainder": _bell / 2}, conditions=_GAUSSIAN,
    ),
    counterexample=Trial(
        Integral(_u * (_u * _bell), _u),
        Bracket(-(_u * (_bell / 2)), _u) - Integral(_bell / 2, _u),
        {"antiderivative": -(_u * (_bell / 2)), "remainder": -(_bell / 2)}, conditions=_GAUSSIAN,
    ),
)  # fmt: skip
def integration_by_parts(focus: Focus, antiderivative: Any, remainder: Any) -> Proposal | None:
    r"""If $F' + g = f$, $\int f\,dx$ is the finite end values of $F$ plus $\int g\,dx$."""
    integral = find(focus.at or focus.before, Integral)
    if integral is None:
        return None
    x, *ends = integral.args[1:]
    parts = Plus(Bracket(antiderivative, x, *ends), Integral(remainder, x, *ends))
    line = acting(focus, lambda t: parts if t == integral else None)
    if line is None:
        return None
    return proposal(
        line, Kind.ANTIDERIVATIVE,
        integral=integral, antiderivative=antiderivative, remainder=remainder,
    )  # fmt: skip


@rule(
    "end values",
    example=Trial(Bracket(-(half * exp(-(_r**2))), _r, 0, oo), half),
    counterexample=Trial(Bracket(-(half * exp(-(_r**2))), _r, 0, oo), -half),
)
def end_values(focus: Focus, upper: Any = None, lower: Any = None) -> Proposal | None:
    """A bracket is its limit at the upper end less its limit at the lower end.

    Where the values are not given, SymPy finds the limits.
    """

    def evaluated(t: Basic) -> Basic | None:
        if not isinstance(t, Bracket):
            return None
        top = upper if upper is not None else _end_value(t, t.args[3], "-")
        bottom = lower if lower is not None else _end_value(t, t.args[2], "+")
        return None if top is None or bottom is None else Minus(top, bottom)

    line = acting(focus, evaluated)
    if line is None:
        back = Focus(focus.goal, focus.before)
        folded = acting(back, evaluated)
        if folded is not None and same_up_to_order(folded, focus.before):
            return proposal(focus.goal, Kind.LIMIT)
        return None
    return proposal(line, Kind.LIMIT)


def _end_value(bracket: Bracket, end: Basic, side: str) -> Basic | None:
    value = sympy.limit(plain(bracket.body), plain(bracket.variable), plain(end), side)
    return from_sympy(value, free(bracket))


@rule(
    "substitution",
    example=Trial(
        Integral(exp(-(((_x - _a) / _s) ** 2)), _x),
        Integral(exp(-(((_a + _s * _u - _a) / _s) ** 2)) * _s, _u),
        {"variable": _u, "value": _a + _s * _u, "jacobian": _s}, conditions=_GAUSSIAN,
    ),
    counterexample=Trial(
        Integral(exp(-(((_x - _a) / _s) ** 2)), _x),
        Integral(exp(-(((_a + _s * _u - _a) / _s) ** 2)), _u),
        {"variable": _u, "value": _a + _s * _u, "jacobian": 1}, conditions=_GAUSSIAN,
    ),
)  # fmt: skip
def substitution(
    focus: Focus, variable: Any, value: Any, jacobian: Any, lower: Any = -oo, upper: Any = oo
) -> Proposal | None:
    r"""Where $x = \phi(u)$ increases, $\int f(x)\,dx = \int f(\phi(u))\,\phi'(u)\,du$."""
    integral = find(focus.at or focus.before, Integral)
    if integral is None:
        return None
    body = Times(substitute(integral.body, {integral.variable: value}), jacobian)
    changed = Integral(body, variable, lower, upper)
    line = acting(focus, lambda t: changed if t == integral else None)
    if line is None:
        return None
    return proposal(
        line, Kind.CHANGE_OF_VARIABLES,
        integral=integral, variable=variable, value=value, lower=lower, upper=upper,
    )  # fmt: skip


@rule(
    "iterated integral",
    example=Trial(
        Integral(_bell, _u) * Integral(exp(-(_v**2)), _v),
        Integral(Integral(_bell * exp(-(_v**2)), _v), _u), conditions=_GAUSSIAN,
    ),
    counterexample=Trial(
        Integral(_bell, _u) * Integral(exp(-(_v**2)), _v),
        Integral(Integral(_bell * exp(-(_u**2)), _v, 0, 1), _u), conditions=_GAUSSIAN,
    ),
)  # fmt: skip
def iterated_integral(focus: Focus) -> Proposal | None:
    """A product of integrals, each in a variable of its own, is an iterated integral."""
    nested = find(focus.goal, Integral)
    if nested is None or not isinstance(nested.body, Integral):
        return None
    inner = factors_outside(nested.body)
    product = factors_outside(Integral(inner, *nested.args[1:]))
    before = rewrite(focus.goal, lambda t: product if t == nested else None)
    if not same_up_to_order(before, focus.before):
        return None
    return proposal(focus.goal, Kind.LINEARITY)


@rule(
    "polar coordinates",
    example=Trial(
        _plane, Integral(Integral(_polar, _r, 0, oo), _theta, 0, 2 * pi),
        {"radius": _r, "angle": _theta}, conditions=_GAUSSIAN,
    ),
    counterexample=Trial(
        _plane, Integral(Integral(_polar / _r, _r, 0, oo), _theta, 0, 2 * pi),
        {"radius": _r, "angle": _theta}, conditions=_GAUSSIAN,
    ),
)  # fmt: skip
def polar_coordinates(focus: Focus, radius: Any, angle: Any) -> Proposal | None:
    r"""With $u = r\cos\theta$ and $v = r\sin\theta$, the area element is $r\,dr\,d\theta$."""
    integral = find(focus.at or focus.before, Integral)
    if integral is None or not isinstance(integral.body, Integral):
        return None
    x, y = radius * cos(angle), radius * sin(angle)
    f = substitute(integral.body.body, {integral.variable: x, integral.body.variable: y})
    changed = Integral(Integral(Times(f, radius), radius, 0, oo), angle, 0, 2 * pi)
    line = acting(focus, lambda t: changed if t == integral else None)
    if line is None:
        return None
    return proposal(line, Kind.POLAR_COORDINATES, integral=integral, radius=radius, angle=angle)


INTEGRALS = (
    linearity_of_the_integral,
    linearity_of_the_expectation,
    antiderivative,
    integration_by_parts,
    end_values,
    substitution,
    iterated_integral,
    polar_coordinates,
)
