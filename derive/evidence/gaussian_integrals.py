"""Gaussian integrals over ℝᵏ: of polynomials × exp(quadratic), by cubature that is exact there.

The Gauss–Hermite rule with n nodes on each axis integrates a polynomial of degree at most 2n − 1
against the standard normal density without any error; so balls for nodes and weights give a
rigorous enclosure as soon as the integrand is seen to be such a polynomial.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product as tuples
from math import factorial
from typing import Any

from flint import acb, acb_mat, arb, ctx, fmpz_poly
from sympy import Integer
from sympy.core.basic import Basic

from derive.evidence.degrees import degree, is_constant
from derive.evidence.failures import NotEnclosed, Undefined
from derive.evidence.matrices import Values, as_matrix, lower_factor, unit
from derive.notation import Density, Exp, Minus, Neg, Over, Plus, Times, Var, unfold

MOST_NODES = 1000


def gaussian_integral(body: Basic, x: Var, values: Values) -> acb_mat:
    """Return the entries of the integral of a body over all vectors x.

    Raises
    ------
    NotEnclosed
        Where the body is not a sum of polynomials × exp(quadratic) that is seen to be integrable.
    """
    a = body.args
    if isinstance(body, Plus):
        return gaussian_integral(a[0], x, values) + gaussian_integral(a[1], x, values)
    if isinstance(body, Minus):
        return gaussian_integral(a[0], x, values) - gaussian_integral(a[1], x, values)
    if isinstance(body, Neg):
        return -gaussian_integral(a[0], x, values)
    if isinstance(body, Over) and is_constant(a[1], x):
        return gaussian_integral(a[0], x, values) * values.number(Over(1, a[1]))
    return _integral(_split(body, x), x, values)


@dataclass(frozen=True)
class _Split:
    """A product, its factors sorted: constants, polynomials, exponents of exponentials."""

    constants: tuple[Basic, ...] = ()
    polynomials: tuple[Basic, ...] = ()
    exponents: tuple[Basic, ...] = ()

    def times(self, other: _Split) -> _Split:
        return _Split(
            self.constants + other.constants,
            self.polynomials + other.polynomials,
            self.exponents + other.exponents,
        )


def _split(term: Basic, x: Var) -> _Split:
    a = term.args
    if is_constant(term, x):
        return _Split(constants=(term,))
    if isinstance(term, Times):
        return _split(a[0], x).times(_split(a[1], x))
    if isinstance(term, Neg):
        return _split(a[0], x).times(_Split(constants=(Integer(-1),)))
    if isinstance(term, Over) and is_constant(a[1], x):
        return _split(a[0], x).times(_Split(constants=(Over(1, a[1]),)))
    if isinstance(term, Density):
        return _split(unfold(term), x)
    if isinstance(term, Exp) and degree(a[0], x) <= 2:
        return _Split(exponents=(a[0],))
    return _Split(polynomials=(term,))


def _integral(split: _Split, x: Var, values: Values) -> acb_mat:
    size = values.size(x.dimensions[0])
    of_degree = sum(degree(p, x) for p in split.polynomials)
    number = of_degree // 2 + 1
    if number**size > MOST_NODES:
        raise NotEnclosed(f"a polynomial of degree {of_degree} in {size} variables")

    def exponent(node: acb_mat) -> acb:
        return sum((values.at(x, node).number(e) for e in split.exponents), acb(0))

    gaussian = _Gaussian.of(exponent, size, values)
    terms = (
        _product(split.polynomials, values.at(x, gaussian.mean + gaussian.spread * z)) * weight
        for weight, z in _rule(number, size)
    )
    total = next(terms)
    for term in terms:
        total += term
    return _times(_product(split.constants, values), total) * gaussian.mass


def _product(factors: tuple[Basic, ...], values: Values) -> acb_mat:
    """Return the product of factors of which at most one is a matrix."""
    product = acb_mat([[1]])
    for factor in factors:
        product = _times(product, as_matrix(values.value(factor)))
    return product


def _times(a: acb_mat, b: acb_mat) -> acb_mat:
    """Return the product of two of which one at least has one entry, and is a number."""
    return b * a[0, 0] if a.nrows() == a.ncols() == 1 else a * b[0, 0]


@dataclass(frozen=True)
class _Gaussian:
    """exp(quadratic) as ``mass`` × the density of mean + spread·z, z standard normal."""

    mass: acb
    mean: acb_mat
    spread: acb_mat

    @classmethod
    def of(cls, exponent: Callable[[acb_mat], acb], size: int, values: Values) -> _Gaussian:
        """Return the Gaussian whose exponent, a polynomial of degree 2, has these values."""
        constant, linear, precision = _coefficients(exponent, size)
        try:
            name = "" if values.holomorphic else "the integrand"
            factor = lower_factor(precision, name, analytic=values.analytic)
            inverse = factor.inv()
        except (Undefined, ZeroDivisionError):
            raise NotEnclosed("the integrand is not bounded by a Gaussian") from None
        spread = inverse.transpose()
        mean = spread * (inverse * linear)
        height = constant + (linear.transpose() * mean)[0, 0] / 2
        mass = height.exp() * acb(2 * arb.pi()).sqrt() ** size
        for i in range(size):
            mass *= spread[i, i]
        return cls(mass, mean, spread)


def _coefficients(exponent: Callable[[acb_mat], acb], size: int) -> tuple[acb, acb_mat, acb_mat]:
    """Return c, b and P of a quadratic c + bᵀx − xᵀPx/2, from its values."""
    constant = exponent(acb_mat(size, 1))
    ahead = [exponent(unit(size, 1, i, 0)) - constant for i in range(size)]
    behind = [exponent(-unit(size, 1, i, 0)) - constant for i in range(size)]
    linear = acb_mat([[(a - b) / 2] for a, b in zip(ahead, behind, strict=True)])
    precision = acb_mat(size, size)
    for i in range(size):
        precision[i, i] = -(ahead[i] + behind[i])
        for j in range(i):
            both = exponent(unit(size, 1, i, 0) + unit(size, 1, j, 0)) - constant
            precision[i, j] = precision[j, i] = ahead[i] + ahead[j] - both
    return constant, linear, precision


def _rule(number: int, size: int) -> Iterator[tuple[arb, acb_mat]]:
    """Yield weights and nodes of the rule with ``number`` nodes on each of ``size`` axes."""
    for chosen in tuples(_gauss_hermite(number, ctx.prec), repeat=size):
        weight = arb(1)
        for w, _ in chosen:
            weight *= w
        yield weight, acb_mat([[acb(z)] for _, z in chosen])


@lru_cache
def _gauss_hermite(number: int, bits: int) -> tuple[tuple[arb, arb], ...]:
    """Return weights and nodes for the standard normal density, at a precision of so many bits.

    The nodes are the roots of Heₙ, which are real and simple; the weights are
    (n − 1)!/(n·Heₙ₋₁(z)²).
    """
    assert bits == ctx.prec
    previous, hermite = fmpz_poly([1]), fmpz_poly([0, 1])
    for n in range(1, number):
        previous, hermite = hermite, fmpz_poly([0, 1]) * hermite - n * previous
    roots: list[Any] = hermite.complex_roots()  # each with its multiplicity
    constant = arb(factorial(number - 1)) / number
    return tuple((constant / previous(z) ** 2, z) for z in (root.real for root, _ in roots))
