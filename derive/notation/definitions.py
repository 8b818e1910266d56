"""Definitions: what a density, an expectation and a divergence are."""

from __future__ import annotations

from typing import Any

from sympy.core.basic import Basic

from derive.notation.binding import fresh, rewrite, substitute, value_at
from derive.notation.calculus import Integral
from derive.notation.linear_algebra import det, inverse
from derive.notation.probability import KL, Density, Expectation, MultivariateNormal, WithDensity
from derive.notation.term import Minus, Over, Power, Times, exp, log, pi, sqrt


def unfold(term: Basic) -> Any:
    """Return what a density, an expectation or a divergence is defined to be; else None."""
    if isinstance(term, Density) and isinstance(term.args[0], WithDensity):
        return value_at(term.args[0].args[0], term.args[1])
    if isinstance(term, Density) and isinstance(term.args[0], MultivariateNormal):
        (mean, cov), x = term.args[0].args, term.args[1]
        k = term.args[0].point_shape[0]
        constant = Over(1, sqrt(Power(2 * pi, k) * det(cov)))
        return constant * exp(-Over(Minus(x, mean).T @ inverse(cov) @ Minus(x, mean), 2))
    if isinstance(term, Density):
        (mean, std), x = term.args[0].args, term.args[1]
        constant = Over(1, Times(std, sqrt(2 * pi)))
        return constant * exp(-Over(Power(Minus(x, mean), 2), Times(2, Power(std, 2))))
    if isinstance(term, Expectation):
        body, x, outside = term.body, term.variable, term.distribution.free_symbols
        if x in outside:
            bound = fresh(x.name, outside | body.free_symbols, x.domain, x.dimensions)
            body, x = substitute(body, {x: bound}), bound
        return Integral(Times(body, term.distribution(x)), x)
    if isinstance(term, KL):
        q, p = term.args
        taken = q.free_symbols | p.free_symbols
        of = q.point_shape
        x = fresh("x", taken, "vector", of[:1]) if of else fresh("x", taken)
        return Integral(q(x) * log(q(x) / p(x)), x)
    return None


def with_values(term: Basic) -> Any:
    """Return the term with the density of each `WithDensity` as the value of its function."""

    def value(t: Basic) -> Any:
        given = isinstance(t, Density) and isinstance(t.args[0], WithDensity)
        return with_values(unfold(t)) if given else None

    return rewrite(term, value)


def unfolded(term: Basic) -> Any:
    """Return the term with every density, expectation and divergence unfolded."""
    while True:
        further = rewrite(term, unfold)
        if further == term:
            return term
        term = further
