"""Polynomials: terms written so that the kernel sees their sign.

What is written here equals what was read for all values of the variables; both are polynomials
with rational coefficients, and so defined everywhere.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from typing import Any

import sympy
from sympy import Integer, Rational
from sympy.core.basic import Basic

from derive.kernel.signs import is_nonnegative, is_nonzero, is_positive, signs
from derive.notation import (
    Minus,
    Neg,
    Over,
    Plus,
    Power,
    Symbol,
    Times,
    Var,
    is_scalar,
)

Monomial = tuple[tuple[Var, int], ...]
Polynomial = dict[Monomial, Fraction]
MOST_TERMS, LARGEST_POWER, MOST_BITS = 300, 12, 4_000
UNIT: Monomial = ()


def constant(value: Any) -> Polynomial:
    """Return a constant polynomial."""
    number = (
        Fraction(int(value.p), int(value.q)) if isinstance(value, Rational) else Fraction(value)
    )
    return {UNIT: number} if number else {}


def added(a: Polynomial, b: Polynomial, factor: Fraction = Fraction(1)) -> Polynomial:
    """Return a + factor·b."""
    total = dict(a)
    for monomial, c in b.items():
        total[monomial] = total.get(monomial, Fraction(0)) + factor * c
    return {m: c for m, c in total.items() if c}


def product(a: Polynomial, b: Polynomial) -> Polynomial | None:
    """Return a·b; None where it grows too large."""
    if len(a) * len(b) > MOST_TERMS * 4:
        return None
    total: Polynomial = {}
    for m, c in a.items():
        for n, d in b.items():
            powers = dict(m)
            for v, e in n:
                powers[v] = powers.get(v, 0) + e
            key = tuple(sorted(powers.items(), key=lambda p: (str(p[0].name), p[0].domain)))
            total[key] = total.get(key, Fraction(0)) + c * d
            if total[key].numerator.bit_length() > MOST_BITS:
                return None
    return {m: c for m, c in total.items() if c} if len(total) <= MOST_TERMS else None


def read(term: Basic) -> Polynomial | None:
    """Return the polynomial that a term is in its variables; None where it is none."""
    a = term.args
    if isinstance(term, Rational):
        return constant(term)
    if isinstance(term, Var):
        fits = is_scalar(term) and not isinstance(term, Symbol) and term.domain != "index"
        return {((term, 1),): Fraction(1)} if fits else None
    if not isinstance(term, (Plus, Minus, Neg, Times, Over, Power)) or not is_scalar(term):
        return None
    if isinstance(term, Power):
        return _power(a[0], a[1])
    parts = [read(x) for x in a]
    if any(p is None for p in parts):
        return None
    one = parts[0] or {}
    if isinstance(term, Neg):
        return added({}, one, Fraction(-1))
    other = parts[1] or {}
    if isinstance(term, Times):
        return product(one, other)
    if isinstance(term, Over):
        divisor = other.get(UNIT)
        return added({}, one, 1 / divisor) if divisor and len(other) == 1 else None
    return added(one, other, Fraction(1 if isinstance(term, Plus) else -1))


def _power(base: Basic, exponent: Basic) -> Polynomial | None:
    if not isinstance(exponent, Integer) or not 0 <= exponent <= LARGEST_POWER:
        return None
    of, result = read(base), constant(1)
    for _ in range(int(exponent)):
        made = product(result, of) if of is not None else None
        if made is None:
            return None
        result = made
    return result if of is not None else None


def written(a: Polynomial) -> Basic:
    """Return a polynomial as a term, a monomial after the other."""
    total: Any = None
    ordered = sorted(a.items(), key=lambda p: (p[1] < 0, -sum(e for _, e in p[0]), str(p[0])))
    for monomial, c in ordered:
        part: Any = None
        for v, e in monomial:
            factor = v if e == 1 else Power(v, Integer(e))
            part = factor if part is None else Times(part, factor)
        size = Rational(abs(c.numerator), c.denominator)
        part = size if part is None else part if size == 1 else Times(size, part)
        if total is None:
            total = part if c > 0 else Neg(part)
        else:
            total = Plus(total, part) if c > 0 else Minus(total, part)
    return Integer(0) if total is None else total


def linear(a: Polynomial, v: Var) -> tuple[Fraction, Polynomial] | None:
    """Return c and r of a polynomial c·v + r with a number c that is not 0; else None."""
    slope = a.get(((v, 1),))
    if not slope or any(v == w and m != ((v, 1),) for m in a for w, _ in m):
        return None
    return slope, {m: c for m, c in a.items() if m != ((v, 1),)}


def variables(a: Polynomial) -> list[Var]:
    """Return the variables of a polynomial."""
    found = {v for m in a for v, _ in m}
    return sorted(found, key=lambda v: str(v.name))


def decided(term: Basic) -> bool:
    """Say whether the kernel sees on which side of 0 a term is."""
    return is_positive(term) or signs(term) <= {-1}


def visible(term: Basic, *, strict: bool = True) -> Basic:
    """Return an equal term whose sign the kernel sees; the term itself where none is found.

    With ``strict`` a term that cannot be 0 is looked for first, then one that is on one side.
    """
    if decided(term) or (not strict and is_nonnegative(term)):
        return term
    a = read(term)
    if a is None:
        return _quotient(term, strict=strict)
    forms = list(_forms(a))
    tests: list[Any] = [decided, is_nonzero] if strict else [decided]
    if not (is_nonnegative(term) or is_nonzero(term)):
        tests += [lambda t: is_nonnegative(t) or signs(t) <= {-1, 0}]
    for test in tests:
        for form in forms:
            if test(form) and read(form) == a:
                return form
    return term


def _quotient(term: Basic, *, strict: bool) -> Basic:
    """Return a quotient, a product or a power of what is visible, where all of it is."""
    if isinstance(term, (Over, Times)):
        return term.func(*(visible(x, strict=strict) for x in term.args))
    fraction = as_fraction(term) if isinstance(term, (Plus, Minus, Neg)) else None
    if fraction is not None:
        made = Over(visible(fraction[0], strict=strict), fraction[1])
        if decided(made) or is_nonnegative(made) or is_nonzero(made):
            return made
    return term


def as_fraction(term: Basic) -> tuple[Basic, Basic] | None:
    """Return numerator and denominator of a rational function, the latter seen to be not 0."""
    found = _fraction(term)
    if found is None:
        return None
    above, below = found
    divisor = visible(written(below))
    return (written(above), divisor) if is_nonzero(divisor) else None


def _fraction(term: Basic) -> tuple[Polynomial, Polynomial] | None:
    whole = read(term)
    if whole is not None:
        return whole, constant(1)
    if not isinstance(term, (Plus, Minus, Neg, Times, Over, Power)):
        return None
    if isinstance(term, Power):
        return _fraction_power(term)
    parts = [_fraction(x) for x in term.args]
    if any(p is None for p in parts):
        return None
    (a, b), (c, d) = parts[0] or ({}, {}), parts[-1] or ({}, {})
    if isinstance(term, Neg):
        return added({}, a, Fraction(-1)), b
    if isinstance(term, Over):
        if not is_nonzero(visible(written(c))) and not is_nonzero(visible(term.args[1])):
            return None
        c, d = d, c
    below = product(b, d)
    if isinstance(term, (Times, Over)):
        above = product(a, c)
    else:
        left, right = product(a, d), product(c, b)
        if left is None or right is None:
            return None
        above = added(left, right, Fraction(1 if isinstance(term, Plus) else -1))
    return None if above is None or below is None else (above, below)


def _fraction_power(term: Basic) -> tuple[Polynomial, Polynomial] | None:
    base, n = _fraction(term.args[0]), term.args[1]
    if base is None or not isinstance(n, Integer) or abs(n) > LARGEST_POWER:
        return None
    if n < 0 and not is_nonzero(visible(term.args[0])):
        return None
    one, other = base if n >= 0 else base[::-1]
    above, below = constant(1), constant(1)
    for _ in range(abs(int(n))):
        above, below = product(above, one) or {}, product(below, other) or {}
        if not above or not below:
            return None
    return above, below


def _forms(a: Polynomial) -> Iterator[Basic]:
    """Yield terms that equal a polynomial: by monomials, as squares, factored."""
    yield written(a)
    squares = _squares(a)
    if squares is not None:
        yield squares
    negative = _squares(added({}, a, Fraction(-1)))
    if negative is not None:
        yield Neg(negative)
    factors = factored(a)
    if factors is not None and (len(factors) > 1 or factors[0][1] > 1):
        result: Any = None
        for factor, power in factors:
            made = visible(written(factor)) if len(factor) > 1 else written(factor)
            made = made if power == 1 else Power(made, Integer(power))
            result = made if result is None else Times(result, made)
        yield result


def _squares(a: Polynomial) -> Basic | None:
    """Return a quadratic polynomial as a sum of squares with positive factors, if it is one."""
    if any(sum(e for _, e in m) > 2 for m in a) or not a:
        return None
    names: list[Any] = [*variables(a), None]
    size = len(names)
    if size > 8:
        return None

    def coefficient(i: int, j: int) -> Fraction:
        pair = [v for v in (names[i], names[j]) if v is not None]
        key = next((m for m in a if sorted(str(v.name) for v, e in m for _ in range(e))
                    == sorted(str(v.name) for v in pair)), None)  # fmt: skip
        found = a[key] if key is not None else Fraction(0)
        return found if i == j else found / 2

    matrix = [[coefficient(i, j) for j in range(size)] for i in range(size)]
    total: Any = None
    for i in range(size):
        pivot = matrix[i][i]
        if pivot < 0 or (pivot == 0 and any(matrix[i][j] for j in range(i, size))):
            return None
        if pivot == 0:
            continue
        form: Polynomial = {}
        for j in range(i, size):
            key = UNIT if names[j] is None else ((names[j], 1),)
            form = added(form, {key: matrix[i][j] / pivot})
        scale = Rational(pivot.numerator, pivot.denominator)
        part = scale if form == constant(1) else Times(scale, Power(written(form), Integer(2)))
        total = part if total is None else Plus(total, part)
        for j in range(i + 1, size):
            for k in range(i + 1, size):
                matrix[j][k] -= matrix[i][j] * matrix[i][k] / pivot
    return total


def factored(a: Polynomial) -> list[tuple[Polynomial, int]] | None:
    """Return the factors of a polynomial, a constant among them; SymPy proposes, we multiply."""
    names = variables(a)
    if not names or len(a) > 40:
        return None
    symbols = {v: sympy.Symbol(f"v{n}") for n, v in enumerate(names)}
    plain = sympy.Add(*(
        Rational(c.numerator, c.denominator) * sympy.Mul(*(symbols[v] ** e for v, e in m))
        for m, c in a.items()
    ))  # fmt: skip
    scale, found = sympy.factor_list(plain, *symbols.values())
    back = {s: v for v, s in symbols.items()}
    factors = [] if scale == 1 else [(constant(Rational(scale)), 1)]
    for factor, power in found:
        terms = sympy.Poly(factor, *symbols.values()).terms()
        made: Polynomial = {
            tuple((back[s], int(e)) for s, e in zip(symbols.values(), m, strict=True) if e):
            Fraction(int(c.p), int(c.q)) for m, c in terms
        }  # fmt: skip
        factors.append((made, int(power)))
    total: Polynomial | None = constant(1)
    for factor, power in factors:
        for _ in range(power):
            total = product(total, factor) if total is not None else None
    return factors if total == a else None


def lowest_terms(term: Basic) -> Basic:
    """Return a rational function without common factors, as SymPy proposes; else the term."""
    found = _fraction(term)
    if found is None or not found[1]:
        return term
    above, below = (factored(p) or [(p, 1)] for p in found)
    left: list[list[Any]] = [list(f) for f in above]
    right: list[list[Any]] = [list(f) for f in below]
    for one in left:
        for other in right:
            if one[0] == other[0] and variables(one[0]):
                common = min(one[1], other[1])
                one[1] -= common
                other[1] -= common
    top, bottom = _multiplied(left), _multiplied(right)
    if top is None or bottom is None:
        return term
    return written(top) if bottom == constant(1) else Over(written(top), visible(written(bottom)))


def _multiplied(factors: list[Any]) -> Polynomial | None:
    total: Polynomial | None = constant(1)
    for factor, power in factors:
        for _ in range(power):
            total = product(total, factor) if total is not None else None
    return total
