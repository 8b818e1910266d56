"""Signs: which of −, 0, + a term can take, read off its tree."""

from __future__ import annotations

from collections.abc import Callable
from itertools import product

from sympy import Integer, Rational, oo
from sympy.core.basic import Basic

from derive.notation import (
    Abs,
    Applied,
    Arctan,
    Cholesky,
    Coordinates,
    Density,
    Determinant,
    Entry,
    Exp,
    Expectation,
    Integral,
    Inverse,
    Lambda,
    Log,
    Max,
    Minus,
    Neg,
    Over,
    Pi,
    Plus,
    Power,
    Product,
    Proposition,
    Scalar,
    Sqrt,
    Sum,
    Times,
    Trace,
    Transpose,
    Var,
    is_scalar,
    shape,
)

Signs = frozenset[int]
ANY: Signs = frozenset({-1, 0, 1})
POSITIVE: Signs = frozenset({1})
NONNEGATIVE: Signs = frozenset({0, 1})
INCREASING = (Exp, Log, Sqrt, Arctan)
_DOMAINS = {
    "positive": POSITIVE,
    "nonnegative": NONNEGATIVE,
    "unit interval": NONNEGATIVE,
    "natural": NONNEGATIVE,
    "dimension": POSITIVE,
    "index": POSITIVE,
}
"""The signs of a variable, by its domain; of any other domain they are not known."""


def signs(term: Basic) -> Signs:
    """Return the signs that a *defined* value of the term may have.

    The answer is never too small: what is not seen here is any sign.
    """
    if isinstance(term, Var):
        return _DOMAINS.get(term.domain, ANY)
    if isinstance(term, (Plus, Minus)):
        value = _number(term)
        term = term if value is None else value
    if isinstance(term, Rational) or term in (oo, -oo):
        return frozenset({bool(term > 0) - bool(term < 0)})
    if isinstance(term, (Pi, Exp, Density, Applied)):
        return POSITIVE
    if isinstance(term, Neg):
        return _negated(signs(term.args[0]))
    if isinstance(term, Plus):
        return _sum(signs(term.args[0]), signs(term.args[1]))
    if isinstance(term, Minus):
        a, b = term.args
        if isinstance(a, Max) and b in a.args:
            return NONNEGATIVE
        if a == 1 and isinstance(b, Var) and b.domain == "unit interval":
            return NONNEGATIVE
        if isinstance(a, INCREASING) and a.func == b.func:
            return signs(Minus(a.args[0], b.args[0]))
        return _sum(signs(term.args[0]), _negated(signs(term.args[1])))
    if isinstance(term, Times):
        return frozenset(a * b for a, b in product(signs(term.args[0]), signs(term.args[1])))
    if isinstance(term, Over):
        denominator = signs(term.args[1]) - {0}
        return frozenset(a * b for a, b in product(signs(term.args[0]), denominator))
    if isinstance(term, Power):
        return _power(term.args[0], term.args[1])
    if isinstance(term, Max):
        return _larger(signs(term.args[0]), signs(term.args[1]))
    if isinstance(term, Abs):
        return frozenset(abs(s) for s in signs(term.args[0]))
    if isinstance(term, (Sqrt, Arctan)):
        return signs(term.args[0]) & NONNEGATIVE if isinstance(term, Sqrt) else signs(term.args[0])
    if isinstance(term, Integral):
        return _integral(term)
    if isinstance(term, Expectation):
        return signs(term.body) if signs(term.body) in (POSITIVE, NONNEGATIVE) else ANY
    if isinstance(term, (Sum, Product)):
        of_body = signs(term.body)  # there is at least one index
        one_sided = isinstance(term, Sum) and _negated(of_body) <= NONNEGATIVE
        return of_body if of_body <= NONNEGATIVE or one_sided else ANY
    if isinstance(term, (Entry, Determinant, Trace, Scalar)):
        return _of_matrix(term)
    return ANY


def _of_matrix(term: Basic) -> Signs:
    """Return the signs of an entry, a determinant, a trace or a quadratic form."""
    # What is positive definite may depend on the sign of a factor, and conversely.
    from derive.kernel import matrix_facts as matrices

    a = term.args[0]
    if isinstance(term, Entry):
        if isinstance(a, Coordinates):
            return signs(a.body)
        return POSITIVE if isinstance(a, Var) and a.domain == "positive vector" else ANY
    if isinstance(term, Scalar):
        return NONNEGATIVE if matrices.is_positive_semidefinite(a) else ANY
    if matrices.is_positive_definite(a):
        return POSITIVE
    if isinstance(term, Trace):
        return NONNEGATIVE if matrices.is_positive_semidefinite(a) else ANY
    while isinstance(a, (Transpose, Inverse)):
        a = a.args[0]
    if isinstance(a, Cholesky):
        return POSITIVE
    return frozenset({-1, 1}) if matrices.is_invertible(a) else ANY


def _number(term: Basic) -> Basic | None:
    """Return the value of a sum or product of rationals."""
    if isinstance(term, Rational):
        return term
    if not isinstance(term, (Plus, Minus, Times, Neg)):
        return None
    values = [_number(a) for a in term.args]
    return None if None in values else term.value(*values)


def is_positive(term: Basic) -> bool:
    """Say whether every defined value of the term is > 0."""
    return signs(term) == POSITIVE


def is_nonnegative(term: Basic) -> bool:
    """Say whether every defined value of the term is ≥ 0."""
    return signs(term) <= NONNEGATIVE


def is_nonzero(term: Basic) -> bool:
    """Say whether no defined value of the term is 0."""
    return 0 not in signs(term)


def is_natural(term: Basic) -> bool:
    """Say whether every value of the term is a natural number."""
    return is_integer(term) and is_nonnegative(term)


def is_integer(term: Basic) -> bool:
    """Say whether every value of the term is an integer."""
    if isinstance(term, Rational):
        return bool(term.q == 1)
    if isinstance(term, Var):
        return term.domain in ("natural", "dimension", "index")
    return isinstance(term, (Plus, Minus, Times, Neg)) and all(is_integer(a) for a in term.args)


def is_even(term: Basic) -> bool:
    """Say whether every value of the term is an even integer."""
    if isinstance(term, Rational):
        return bool(term.q == 1 and term.p % 2 == 0)
    return isinstance(term, Times) and is_integer(term) and any(is_even(a) for a in term.args)


def is_in_domain(term: Basic, variable: Var) -> bool:
    """Say whether every value of the term is in the domain of a variable."""
    from derive.kernel import matrix_facts as matrices

    if term in (oo, -oo) or isinstance(term, Proposition) or shape(term) != shape(variable):
        return False
    if isinstance(term, Var) and term.domain == variable.domain:
        return bool(term.dimensions == variable.dimensions)
    holds: dict[str, Callable[[], bool]] = {
        "real": lambda: True,
        "positive": lambda: is_positive(term),
        "nonnegative": lambda: is_nonnegative(term),
        "unit interval": lambda: is_nonnegative(term) and is_nonnegative(Minus(Integer(1), term)),
        "natural": lambda: is_natural(term),
        "dimension": lambda: is_integer(term) and is_positive(term),
        "index": lambda: False,
        "vector": lambda: True,
        "positive vector": lambda: isinstance(term, Coordinates) and is_positive(term.body),
        "matrix": lambda: True,
        "symmetric": lambda: matrices.is_symmetric(term),
        "positive function": lambda: isinstance(term, Lambda) and is_positive(term.body),
        "positive definite": lambda: matrices.is_positive_definite(term),
        "invertible": lambda: matrices.is_invertible(term),
        "diagonal": lambda: matrices.is_diagonal(term),
        "positive diagonal": lambda: (
            matrices.is_diagonal(term) and matrices.is_positive_definite(term)
        ),
    }
    return holds[variable.domain]()


def _negated(some: Signs) -> Signs:
    return frozenset(-s for s in some)


def _sum(a: Signs, b: Signs) -> Signs:
    if a | b <= NONNEGATIVE or _negated(a | b) <= NONNEGATIVE:
        (sign,) = (a | b) - {0} or {0}
        return frozenset({sign}) if a == {sign} or b == {sign} else frozenset({0, sign})
    return ANY


def _larger(a: Signs, b: Signs) -> Signs:
    return frozenset(max(x, y) for x, y in product(a, b))


def _power(base: Basic, exponent: Basic) -> Signs:
    of_base = signs(base)
    if of_base == POSITIVE:
        return POSITIVE
    if of_base <= NONNEGATIVE:
        return NONNEGATIVE
    if is_even(exponent):
        return POSITIVE if 0 not in of_base else NONNEGATIVE
    return ANY


def _integral(term: Integral) -> Signs:
    """Return the signs of an integral over an interval that is not empty."""
    lower, upper = term.args[2:]
    whole = not is_scalar(term.variable) or oo in (upper, -lower)
    length = POSITIVE if whole else signs(Minus(upper, lower))
    body = signs(term.body)
    if body not in (POSITIVE, NONNEGATIVE) or not length <= NONNEGATIVE:
        return ANY
    return POSITIVE if body == length == POSITIVE else NONNEGATIVE
