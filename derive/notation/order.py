"""Order: equality up to the order and grouping of sums and products, and rational arithmetic."""

from __future__ import annotations

from collections import Counter
from fractions import Fraction
from typing import Any

from sympy import Rational
from sympy.core.basic import Basic

from derive.notation.binding import canonical
from derive.notation.linear_algebra import MatrixProduct
from derive.notation.term import Minus, Neg, Over, Plus, Power, Times


def same_up_to_order(a: Basic, b: Basic) -> bool:
    """Say whether two terms differ at most in order, grouping and evaluated rationals.

    Factors that are matrices keep their order.

    ``a - b`` is ``-b + a``; ``(a/2)*b`` is ``b*a/2``; ``1/2*2`` is ``1``.  Nothing else is
    identified: not ``a*a`` with ``a**2``, nor ``a*(b + c)`` with ``a*b + a*c``.
    """
    return bool(_key(canonical(a)) == _key(canonical(b)))


def _key(term: Basic) -> Any:
    if isinstance(term, (Plus, Minus)):
        return _sum_key(term)
    if isinstance(term, (Times, Over, Neg, Rational)) or _is_rational_power(term):
        return _product_key(*_factors(term))
    if not term.args:
        return term
    if isinstance(term, MatrixProduct):
        return ("matrix product", *(_key(a) for a in _matrix_factors(term)))
    return (term.func, *(_key(a) for a in term.args))


def _matrix_factors(term: Basic) -> list[Basic]:
    """Return the factors of a product of matrices in their order; only grouping is lost."""
    if not isinstance(term, MatrixProduct):
        return [term]
    return _matrix_factors(term.args[0]) + _matrix_factors(term.args[1])


def _is_rational_power(term: Basic) -> bool:
    return (
        isinstance(term, Power)
        and isinstance(term.args[0], Rational)
        and term.args[1].is_Integer is True
        and 0 < term.args[1] < 100
    )


def _sum_key(term: Basic) -> Any:
    number, terms = Fraction(0), Counter[Any]()
    for sign, part in _summands(term, 1):
        coefficient, factors = _factors(part)
        coefficient *= sign
        if not factors:
            number += coefficient
        else:
            terms[(coefficient, frozenset(factors.items()))] += 1
    if not terms:
        return _product_key(number, Counter())
    if number == 0 and sum(terms.values()) == 1:
        ((coefficient, parts),) = terms
        return _product_key(coefficient, Counter(dict(parts)))
    return ("sum", number, frozenset(terms.items()))


def _summands(term: Basic, sign: int) -> list[tuple[int, Basic]]:
    if isinstance(term, Plus):
        return _summands(term.args[0], sign) + _summands(term.args[1], sign)
    if isinstance(term, Minus):
        return _summands(term.args[0], sign) + _summands(term.args[1], -sign)
    if isinstance(term, Neg):
        return _summands(term.args[0], -sign)
    return [(sign, term)]


def _factors(term: Basic) -> tuple[Fraction, Counter[Any]]:
    """Return the rational coefficient and the other factors, with their multiplicities."""
    if isinstance(term, Rational):
        return Fraction(int(term.p), int(term.q)), Counter()
    if isinstance(term, Neg):
        coefficient, factors = _factors(term.args[0])
        return -coefficient, factors
    if _is_rational_power(term):
        base = term.args[0]
        return Fraction(int(base.p), int(base.q)) ** int(term.args[1]), Counter()
    if isinstance(term, (Times, Over)):
        c, left = _factors(term.args[0])
        d, right = _factors(term.args[1])
        if isinstance(term, Times):
            return c * d, _merge(left, right, 1)
        if d != 0:
            return c / d, _merge(left, right, -1)
        return Fraction(1), Counter({(term.func, *(_key(a) for a in term.args)): 1})
    key = _key(term)
    if isinstance(key, tuple) and key[0] == "product":
        return key[1], Counter(dict(key[2]))
    return Fraction(1), Counter({key: 1})


def _merge(left: Counter[Any], right: Counter[Any], sign: int) -> Counter[Any]:
    """Join two lists of factors; a factor never cancels against its inverse."""
    merged = Counter(left)
    for key, count in right.items():
        merged[("inverse", key) if sign < 0 else key] += count
    return merged


def _product_key(coefficient: Fraction, factors: Counter[Any]) -> Any:
    if coefficient == 1 and len(factors) == 1:
        ((key, count),) = factors.items()
        if count == 1:
            return key
    return ("product", coefficient, frozenset(factors.items()))
