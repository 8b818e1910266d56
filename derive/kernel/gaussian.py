"""Gaussian: sums of (free of x)·xʲ·exp(quadratic in x) with a negative leading coefficient.

Each such summand is, after x = m + u with m the vertex of the quadratic, a finite linear
combination of instances of uⁿ·exp(−c·u²).  So what a theorem says of these for all n and c
(that they are integrable, that they vanish at infinity) holds of the sum.
"""

from __future__ import annotations

from fractions import Fraction

from sympy.core.basic import Basic

from derive.kernel import polynomial as poly
from derive.kernel.facts import Declined
from derive.kernel.normal_form import NormalForm
from derive.kernel.polynomial import ONE, Monomial, Polynomial
from derive.kernel.ring import Undecided
from derive.kernel.theories import THEORIES
from derive.notation import Var


def depends_on(body: Basic, x: Var) -> bool:
    """Say whether a body depends on a variable, as far as its normal form shows."""
    form = NormalForm(THEORIES)
    try:
        return x in form.variables(form.reduced(form.read(body)))
    except Undecided:
        return True


def split(body: Basic, x: Var) -> tuple[bool, bool]:
    """Return whether the body has summands free of x, and whether it has Gaussian ones.

    Raises
    ------
    Declined
        Where a summand is neither free of x nor Gaussian.
    """
    form = NormalForm(THEORIES)
    try:
        polynomial = form.cancel(form.read(body))
    except Undecided as error:
        raise Declined(str(error)) from error
    constant = gaussian = False
    for monomial in polynomial:
        if x not in form.variables({monomial: Fraction(1)}):
            constant = True
        elif _is_gaussian(form, monomial, x):
            gaussian = True
        else:
            raise Declined(body, " is not a polynomial in ", x, " × a Gaussian")
    return constant, gaussian


def _is_gaussian(form: NormalForm, monomial: Monomial, x: Var) -> bool:
    exponent: Polynomial = {}
    for index, power in monomial:
        atom = form.generators[index]
        if x not in atom.variables:
            continue
        if atom.head == "exp":
            exponent = poly.add(exponent, atom.args[0], power)
        elif not _is_power_of(form, index, power, x):
            return False
    by_degree = _by_degree(form, exponent, x)
    if by_degree is None or max(by_degree, default=0) != 2:
        return False
    return form.signs(form.reduced(by_degree[2])) == frozenset({-1})


def _is_power_of(form: NormalForm, index: int, power: Fraction, x: Var) -> bool:
    """Say whether generator^power is xʲ or |x|ʲ, j a natural number or variable."""
    atom = form.generators[index]
    if atom.head == "power":
        (monomial,) = atom.args[1]
        naturals = all(_is_natural_power(form, i, e, x) for i, e in monomial)
        return naturals and power > 0 and _is_power_of(form, atom.args[0], power, x)
    if atom.head == "modulus":
        return _is_power_of(form, atom.args[0], power, x)
    return atom.head == "symbol" and atom.args[0] == x and power.denominator == 1 and power > 0


def _is_natural_power(form: NormalForm, index: int, exponent: Fraction, x: Var) -> bool:
    """Say whether generator^exponent is a natural number that does not depend on x."""
    (letter, *_) = form.generators[index].args
    natural = isinstance(letter, Var) and letter.domain == "natural" and letter != x
    return natural and exponent.denominator == 1 and exponent > 0


def _by_degree(form: NormalForm, polynomial: Polynomial, x: Var) -> dict[int, Polynomial] | None:
    """Return the coefficients of a polynomial in x by degree; None where it is not one."""
    found: dict[int, Polynomial] = {}
    for monomial, coefficient in polynomial.items():
        degree, rest = 0, ONE
        for index, power in monomial:
            atom = form.generators[index]
            if x not in atom.variables:
                rest = poly.times(rest, ((index, power),))
            elif atom.head == "symbol" and power.denominator == 1 and power > 0:
                degree += int(power)
            else:
                return None
        found[degree] = poly.add(found.get(degree, {}), {rest: coefficient})
    return found
