"""Evaluate: what a line is worth, from its notation alone; no printer has a part in it.

`EXACT` works with mpmath at the precision in force, `FLOATING` with NumPy arrays.
"""

from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import mpmath
import numpy as np
import sympy

from derive.notation import (
    KL,
    Abs,
    Bracket,
    Density,
    Exp,
    Expectation,
    Integral,
    Log,
    Minus,
    Neg,
    Over,
    Plus,
    Times,
    Var,
    substitute,
    subterms,
    unfold,
)


class Exact:
    """Functions of mpmath's numbers; integrals by mpmath's Gauss–Legendre rule, split.

    48 nodes on each piece leave less than 1e-45; a test compares that with `mpmath.quad`.
    """

    functions = mpmath
    SPLIT = (-16, -11, -5, 0, 5, 11, 16)
    RULE = mpmath.calculus.quadrature.GaussLegendre(mpmath.mp)

    def number(self, value):
        return mpmath.mpf(int(value.p)) / int(value.q)

    def integral(self, f, lower, upper, centre, scale):
        if lower is None and upper is None:
            points = [centre + scale * s for s in self.SPLIT]
        elif upper is None:
            points = [lower + scale * s for s in self.SPLIT if s >= 0]
        else:
            points = [lower + (upper - lower) * mpmath.mpf(k) / 4 for k in range(5)]
        return mpmath.fsum(self.piece(f, a, b) for a, b in pairwise(points))

    def piece(self, f, lower, upper):
        nodes = self.RULE.get_nodes(-1, 1, degree=5, prec=200)
        half, middle = (upper - lower) / 2, (upper + lower) / 2
        return half * mpmath.fsum(w * f(middle + half * x) for x, w in nodes)


class Floating:
    """Functions of arrays; integrals by plain rules, good enough for the size of an error."""

    functions = np

    def number(self, value):
        return int(value.p) / int(value.q)

    def integral(self, f, lower, upper, centre, scale):
        if lower is None and upper is None:
            lower, upper = centre - 12 * scale, centre + 12 * scale
        elif upper is None:
            upper = lower + 12 * scale
        step = (upper - lower) / 100
        return step * sum(f(lower + (k + 0.5) * step) for k in range(100))


EXACT, FLOATING = Exact(), Floating()
NAMES = {"Arctan": {"mpmath": "atan", "numpy": "arctan"}, "Abs": {"mpmath": "fabs", "numpy": "abs"}}


@dataclass(frozen=True)
class Evaluator:
    """Values of terms, with the windows of one derivation."""

    backend: Any
    windows: Any

    def __call__(self, term, values):
        """Return the value of a term, given those of its free variables."""
        backend = self.backend
        if isinstance(term, Var):
            return values[term]
        if isinstance(term, (int, sympy.Rational)):
            return backend.number(sympy.Rational(term))
        kind = type(term).__name__
        if kind in OPERATIONS:
            return OPERATIONS[kind](*(self(a, values) for a in term.args))
        if kind == "Pi":
            return +backend.functions.pi
        if isinstance(term, (Density, KL)):
            return self(unfolded(term), values)
        if isinstance(term, (Integral, Expectation)):
            return self.integral(unfolded(term), values)
        if isinstance(term, Bracket):
            return self.end(term, 3, values) - self.end(term, 2, values)
        name = NAMES.get(kind, {}).get(backend.functions.__name__, kind.lower())
        return getattr(backend.functions, name)(self(term.args[0], values))

    def integral(self, term, values):
        body, variable, lower, upper = term.args
        lower = None if lower is -sympy.oo else self(lower, values)
        upper = None if upper is sympy.oo else self(upper, values)
        window = self.window(body, variable)
        centre, scale = (self(w, values) for w in window)
        return self.backend.integral(
            lambda x: self(body, {**values, variable: x}), lower, upper, centre, scale
        )

    def window(self, body, variable):
        """Return centre and scale; where none are given, those of the density in the body."""
        if variable in self.windows:
            return self.windows[variable]
        return next(d.args[0].args for d in subterms(body) if isinstance(d, Density))

    def end(self, bracket, place, values):
        """Return an end value; at infinity, that of a term that vanishes there."""
        body, variable, end = bracket.args[0], bracket.args[1], bracket.args[place]
        if not end.is_infinite:
            return self(body, {**values, variable: self(end, values)})
        centre, scale = (self(w, values) for w in self.windows[variable])
        sign = 1 if end is sympy.oo else -1
        return self(body, {**values, variable: centre + sign * 60 * scale})


OPERATIONS = {
    "Plus": lambda a, b: a + b,
    "Minus": lambda a, b: a - b,
    "Times": lambda a, b: a * b,
    "Over": lambda a, b: a / b,
    "Power": lambda a, b: a**b,
    "Neg": lambda a: -a,
}


@cache
def unfolded(term):
    """Return an integral as it is, and what anything else is defined to be."""
    return term if isinstance(term, Integral) else unfold(term)


def magnitude(term):
    """Return the sum of the moduli of a term's terms, as a term.

    Sums are opened in factors, under integrals and in logarithms of products; a power or a
    function of a sum is one term.
    """
    a = term.args
    if isinstance(term, (Plus, Minus)):
        return magnitude(a[0]) + magnitude(a[1])
    if isinstance(term, Neg):
        return magnitude(a[0])
    if isinstance(term, Times):
        return magnitude(a[0]) * magnitude(a[1])
    if isinstance(term, Over):
        return magnitude(a[0]) / Abs(a[1])
    if isinstance(term, (Integral, Expectation)):
        return term.func(magnitude(a[0]), *a[1:])
    if isinstance(term, Bracket):
        ends = [e for e in a[2:] if not e.is_infinite]
        return sum((substitute(magnitude(a[0]), {a[1]: e}) for e in ends), start=sympy.S.Zero)
    if isinstance(term, KL):
        return magnitude(unfold(term))
    if isinstance(term, Log):
        return logarithm_magnitude(a[0])
    return Abs(term)


def logarithm_magnitude(term):
    """Return the sum of the moduli of the terms of log(term), products with exponentials opened."""
    if isinstance(term, Exp):
        return magnitude(term.args[0])
    if isinstance(term, Density):
        return logarithm_magnitude(unfold(term))
    if isinstance(term, (Times, Over)) and term.atoms(Exp, Density):
        return logarithm_magnitude(term.args[0]) + logarithm_magnitude(term.args[1])
    return Abs(Log(term))
