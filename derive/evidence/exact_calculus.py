"""Exact calculus: integrals of polynomials against normal densities, and derivatives."""

from __future__ import annotations

from typing import Protocol

from flint import fmpq
from sympy import oo
from sympy.core.basic import Basic

from derive.evidence import exact_matrices as matrices
from derive.evidence.exact_matrices import Rows
from derive.evidence.exact_numbers import Exact, Generator, NotExact
from derive.evidence.moments import Gaussian, integrated
from derive.notation import (
    SYMMETRIC,
    VECTORS,
    Density,
    Derivative,
    Integral,
    MultivariateNormal,
    Normal,
    Var,
    expression,
    is_scalar,
)


class ExactParts(Protocol):
    """What the value of a node needs: the values of its parts."""

    gaussians: list[Gaussian]
    """The densities that have been met."""
    fresh: list[int]
    """How many variables of integration and small numbers there are."""

    def number(self, term: Basic) -> Exact:
        """Return the value of a number."""

    def rows(self, term: Basic) -> Rows:
        """Return the value of a number, as a matrix, or of a matrix."""

    def size(self, dimension: Basic) -> int:
        """Return the value of a dimension or an index."""

    def at(self, variable: Var, value: Rows) -> ExactParts:
        """Return the values where a variable has a value."""


def exact_integral(term: Integral, values: ExactParts) -> Rows:
    """Return the integral of Σ polynomial × density over all values of a variable.

    Raises
    ------
    NotExact
        For any other integral.
    """
    body, x, lower, upper = term.args
    if (lower, upper) != (-oo, oo):
        raise NotExact("an integral over an interval")
    size = 1 if is_scalar(x) else values.size(x.dimensions[0])
    values.fresh[0] += 1
    entries: tuple[Generator, ...] = tuple(("x", values.fresh[0], i) for i in range(size))
    inside = values.at(x, [[Exact.generator(e)] for e in entries]).rows(body)
    return [[integrated(e, entries, values.gaussians) for e in row] for row in inside]


def exact_density(term: Density, values: ExactParts) -> Exact:
    """Return a generator for the density at a variable of integration x, or near it.

    At x + δ with a small δ it is the one at x times exp(quadratic at x + δ less that at x).
    """
    distribution, at = term.args
    place = values.rows(at)
    still = [_still(row[0]) for row in place]
    if not isinstance(distribution, (Normal, MultivariateNormal)) or None in still:
        raise NotExact(f"{expression(term)} is not seen to be exact")
    mean, covariance = map(values.rows, distribution.args)
    if isinstance(distribution, Normal):
        covariance = [[covariance[0][0] ** 2]]
    gaussian = Gaussian(tuple(g for g in still if g), mean, covariance)
    if gaussian.generator not in [g.generator for g in values.gaussians]:
        values.gaussians.append(gaussian)
    precision = matrices.inverted(covariance, "the inverse of a covariance")
    there, here = (
        _quadratic(x, mean, precision)
        for x in (place, [[Exact.generator(g)] for g in gaussian.entries])
    )
    return Exact.generator(gaussian.generator) * (there - here).exp()


def _quadratic(x: Rows, mean: Rows, precision: Rows) -> Exact:
    off = matrices.added(x, matrices.scaled(mean, Exact.rational(-1)))
    form = matrices.multiplied(matrices.transposed(off), matrices.multiplied(precision, off))
    return form[0][0] * Exact.rational(fmpq(-1, 2))


def exact_derivative(term: Derivative, values: ExactParts) -> Rows:
    """Return partial derivative, gradient, Jacobian or Frobenius gradient, by ε with ε² = 0."""
    body, x, point = term.args
    place = values.rows(point)

    def along(direction: Rows) -> Rows:
        values.fresh[0] += 1
        epsilon: Generator = ("epsilon", values.fresh[0])
        step = matrices.scaled(direction, Exact.generator(epsilon))
        moved = values.at(x, matrices.added(place, step)).rows(body)
        return [[e.factor_of(epsilon) for e in row] for row in moved]

    def unit(i: int, j: int = 0) -> Rows:
        made = matrices.constant(len(place), len(place[0]))
        made[i][j] = made[i][j] + Exact.rational(1)
        return made

    if x.domain in ("real", "positive", "nonnegative"):
        return along(unit(0))
    if x.domain in VECTORS:
        partial = [[e for row in along(unit(i)) for e in row] for i in range(len(place))]
        return partial if is_scalar(body) else matrices.transposed(partial)
    if x.domain not in SYMMETRIC:
        raise NotExact(f"a derivative with respect to a {x.domain}")
    gradient = matrices.constant(len(place), len(place))
    half = Exact.rational(fmpq(1, 2))
    for i in range(len(place)):
        for j in range(i + 1):
            both = matrices.added(unit(i, j), unit(j, i))
            gradient[i][j] = gradient[j][i] = along(both)[0][0] * half
    return gradient


def _still(value: Exact) -> Generator | None:
    """Return the variable of integration x, of the number x or x + small."""
    rest = {m: c for m, c in value.terms.items() if not any(g[0] == "epsilon" for g, _ in m)}
    if len(rest) != 1:
        return None
    ((monomial, c),) = rest.items()
    if c != 1 or len(monomial) != 1:
        return None
    ((generator, power),) = monomial
    return generator if generator[0] == "x" and power == 1 else None
