"""Derivatives: of holomorphic functions, by Cauchy's formula with a bound on its error.

Let |f| ≤ M on a disc of radius R about 0.  The mean of f(r wʲ)/(r wʲ) over the N-th roots of unity
w⁰, …, wᴺ⁻¹ is Σₘ a₁₊ₘₙ rᵐᴺ with f's coefficients a; by Cauchy's estimate |aₙ| ≤ M/Rⁿ, it differs
from a₁ = f′(0) by at most (M/R)·q/(1 − q), q = (r/R)ᴺ.
"""

from __future__ import annotations

from collections.abc import Callable

from flint import acb, acb_mat, arb, ctx
from sympy.core.basic import Basic

from derive.evidence.failures import NotEnclosed
from derive.evidence.matrices import Values, as_matrix, unit
from derive.notation import SYMMETRIC, VECTORS, is_scalar

Moved = Callable[[acb, bool], acb_mat]
"""The entries of a function, moved by a complex number; not finite where it is not analytic."""

RADII = tuple(arb(2) ** -bits for bits in (24, 40, 64, 96))
"""What is tried as R, in turn: near the end of a domain a function is analytic on a small disc."""
NODES = 8
"""N; R/r is such that rounding errors and the bound are about as large."""


def _derivative(function: Moved) -> acb_mat:
    """Return the derivative at 0 of every entry of a function of one complex number.

    Raises
    ------
    NotEnclosed
        Where the function is not seen to be analytic near 0.
    """
    for radius in RADII:
        try:
            around = function(acb(arb(0, radius), arb(0, radius)), True)
        except (NotEnclosed, ZeroDivisionError):
            continue
        if all(entry.is_finite() for entry in around.entries()):
            return _by_cauchy(function, around, radius)
    raise NotEnclosed("a derivative of what is not seen to be analytic")


def _by_cauchy(function: Moved, around: acb_mat, radius: arb) -> acb_mat:
    """Return the derivative, given a ball for the function on a disc."""
    shrink = 2 ** (ctx.prec // 9)
    total = acb_mat(around.nrows(), around.ncols())
    for j in range(NODES):
        step = acb(arb(2 * j) / NODES).exp_pi_i() * (radius / shrink)
        total += function(step, False) / step
    total = total / acb(NODES)
    q = arb(1) / shrink**NODES
    for i in range(around.nrows()):
        for j in range(around.ncols()):
            error = (around[i, j].abs_upper() / radius * q / (1 - q)).abs_upper()
            total[i, j] = total[i, j] + acb(arb(0, error), arb(0, error))
    return total


def derivative_of(term: Basic, values: Values) -> acb_mat:
    """Return partial derivative, gradient, Jacobian or Frobenius gradient, as the entries.

    Raises
    ------
    Undefined
        Where the body has no value at the point.
    NotEnclosed
        Where the body is not seen to be analytic there.
    """
    body, x, point = term.args
    place = values.value(point)
    if not values.holomorphic:
        values.at(x, place).value(body)

    def along(direction: acb | acb_mat) -> acb_mat:
        def moved(step: acb, analytic: bool) -> acb_mat:
            return as_matrix(values.near(x, place + direction * step, analytic).value(body))

        return _derivative(moved)

    if isinstance(place, acb):
        if x.domain not in ("real", "positive", "nonnegative"):
            raise NotEnclosed(f"a derivative with respect to a {x.domain} variable")
        return along(acb(1))
    if x.domain in VECTORS:
        partial = [along(unit(place.nrows(), 1, i, 0)) for i in range(place.nrows())]
        rows = [[entry for column in p.tolist() for entry in column] for p in partial]
        return acb_mat(rows) if is_scalar(body) else acb_mat(rows).transpose()
    if x.domain in SYMMETRIC:
        return _frobenius(along, place.nrows())
    raise NotEnclosed(f"a derivative with respect to a {x.domain}")


def _frobenius(along: Callable[[acb_mat], acb_mat], size: int) -> acb_mat:
    """Return the symmetric G with df = tr(G dS): dS = Eᵢⱼ + Eⱼᵢ shows 2Gᵢⱼ."""
    gradient = acb_mat(size, size)
    for i in range(size):
        for j in range(i + 1):
            both = unit(size, size, i, j) + unit(size, size, j, i)
            gradient[i, j] = gradient[j, i] = along(both)[0, 0] / 2
    return gradient
