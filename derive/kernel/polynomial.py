"""Polynomials: sums of monomials with exact rational coefficients, in numbered generators."""

from __future__ import annotations

from fractions import Fraction

Monomial = tuple[tuple[int, Fraction], ...]
"""Pairs (generator, exponent), by generator; the exponents are not zero."""

Polynomial = dict[Monomial, Fraction]
"""Coefficients by monomial; none of them is zero."""

ONE: Monomial = ()


def constant(value: int | Fraction) -> Polynomial:
    """Return a constant polynomial."""
    return {ONE: Fraction(value)} if value else {}


def generator(index: int, exponent: int | Fraction = 1) -> Polynomial:
    """Return one generator to a power."""
    return {((index, Fraction(exponent)),): Fraction(1)} if exponent else constant(1)


def add(a: Polynomial, b: Polynomial, factor: int | Fraction = 1) -> Polynomial:
    """Return a + factor·b."""
    total = dict(a)
    for monomial, coefficient in b.items():
        value = total.get(monomial, Fraction(0)) + factor * coefficient
        if value:
            total[monomial] = value
        else:
            total.pop(monomial, None)
    return total


def scale(a: Polynomial, factor: int | Fraction) -> Polynomial:
    """Return factor·a."""
    return {m: c * factor for m, c in a.items()} if factor else {}


def times(a: Monomial, b: Monomial) -> Monomial:
    """Return the product of two monomials."""
    if not a or not b:
        return a or b
    exponents = dict(a)
    for index, exponent in b:
        value = exponents.get(index, Fraction(0)) + exponent
        if value:
            exponents[index] = value
        else:
            exponents.pop(index, None)
    return tuple(sorted(exponents.items()))


def multiply(a: Polynomial, b: Polynomial) -> Polynomial:
    """Return a·b."""
    total: Polynomial = {}
    for m, c in a.items():
        for n, d in b.items():
            monomial = times(m, n)
            value = total.get(monomial, Fraction(0)) + c * d
            if value:
                total[monomial] = value
            else:
                total.pop(monomial, None)
    return total


def exponent_of(monomial: Monomial, index: int) -> Fraction:
    """Return the exponent of a generator in a monomial."""
    return next((e for i, e in monomial if i == index), Fraction(0))


def without(monomial: Monomial, index: int) -> Monomial:
    """Return the monomial without a generator."""
    return tuple((i, e) for i, e in monomial if i != index)


def generators(a: Polynomial) -> set[int]:
    """Return the generators that occur."""
    return {i for monomial in a for i, _ in monomial}


def quotient(a: Polynomial, b: Polynomial) -> Polynomial | None:
    """Return a/b where b divides a exactly; None where it does not (or it would take long)."""
    order = sorted(generators(a) | generators(b))

    def leading(p: Polynomial) -> Monomial:
        return max(p, key=lambda m: tuple(exponent_of(m, i) for i in order))

    lead = leading(b)
    inverse = tuple((i, -e) for i, e in lead)
    result: Polynomial = {}
    for _ in range(4 * len(a) + 4):
        if not a:
            return result
        top = leading(a)
        term = {times(top, inverse): a[top] / b[lead]}
        result = add(result, term)
        a = add(a, multiply(term, b), -1)
    return None
