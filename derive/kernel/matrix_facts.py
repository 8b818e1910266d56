"""Matrix facts: symmetric, positive definite, invertible, diagonal, read off a term's tree."""

from __future__ import annotations

from collections.abc import Callable

from sympy.core.basic import Basic

from derive.kernel.signs import is_nonnegative, is_nonzero, is_positive
from derive.notation import (
    Cholesky,
    Diagonal,
    Identity,
    Inverse,
    MatrixProduct,
    Minus,
    Neg,
    Over,
    Plus,
    Times,
    Transpose,
    Var,
    is_scalar,
)

_SYMMETRIC = {"symmetric", "positive definite", "diagonal", "positive diagonal"}


def is_symmetric(a: Basic) -> bool:
    """Say whether a matrix is seen to be symmetric."""
    if isinstance(a, Var):
        return a.domain in _SYMMETRIC
    if isinstance(a, (Identity, Diagonal)):
        return True
    if isinstance(a, (Plus, Minus)):
        return is_symmetric(a.args[0]) and is_symmetric(a.args[1])
    if isinstance(a, (Neg, Inverse, Transpose)):
        return is_symmetric(a.args[0])
    if isinstance(a, (Times, Over)):
        return all(is_scalar(x) or is_symmetric(x) for x in a.args)
    return _is_congruent(a, is_symmetric)


def _is_congruent(a: Basic, middle: Callable[[Basic], bool]) -> bool:
    """Say whether a product is B M Bᵀ or B Bᵀ, where ``middle`` holds of M."""
    factors = _factors(a)
    while len(factors) > 1 and _are_transposes(factors[0], factors[-1]):
        factors = factors[1:-1]
    return isinstance(a, MatrixProduct) and (
        not factors or (len(factors) == 1 and middle(factors[0]))
    )


def _factors(a: Basic) -> list[Basic]:
    if isinstance(a, MatrixProduct):
        return _factors(a.args[0]) + _factors(a.args[1])
    return [a]


def _are_transposes(a: Basic, b: Basic) -> bool:
    return Transpose(a) == b or Transpose(b) == a or (a == b and is_symmetric(a))


def is_positive_definite(a: Basic) -> bool:
    """Say whether a matrix is seen to be symmetric and positive definite."""
    if isinstance(a, Var):
        return a.domain in ("positive definite", "positive diagonal")
    if isinstance(a, Identity):
        return True
    if isinstance(a, Diagonal):
        return is_positive(a.body)
    if isinstance(a, Plus):
        one, other = a.args
        return (is_positive_definite(one) and is_positive_semidefinite(other)) or (
            is_positive_semidefinite(one) and is_positive_definite(other)
        )
    if isinstance(a, (Inverse, Transpose)):
        return is_positive_definite(a.args[0])
    if isinstance(a, Times):
        one, other = a.args if is_scalar(a.args[0]) else a.args[::-1]
        return is_positive(one) and is_positive_definite(other)
    if isinstance(a, Over):
        return is_positive(a.args[1]) and is_positive_definite(a.args[0])
    return _is_congruent(a, is_positive_definite) and all(map(is_invertible, _factors(a)))


def is_positive_semidefinite(a: Basic) -> bool:
    """Say whether a matrix is seen to be symmetric with xᵀAx ≥ 0 for every vector x."""
    if isinstance(a, Diagonal):
        return is_nonnegative(a.body)
    if isinstance(a, Plus):
        return is_positive_semidefinite(a.args[0]) and is_positive_semidefinite(a.args[1])
    if isinstance(a, Transpose):
        return is_positive_semidefinite(a.args[0])
    if isinstance(a, Times):
        one, other = a.args if is_scalar(a.args[0]) else a.args[::-1]
        return is_nonnegative(one) and is_positive_semidefinite(other)
    if isinstance(a, Over):
        return is_positive(a.args[1]) and is_positive_semidefinite(a.args[0])
    return is_positive_definite(a) or _is_congruent(a, is_positive_semidefinite)


def is_invertible(a: Basic) -> bool:
    """Say whether a matrix is seen to be invertible."""
    if isinstance(a, Var) and a.domain == "invertible":
        return True
    if isinstance(a, Diagonal):
        return is_nonzero(a.body)
    if isinstance(a, (Inverse, Transpose, Neg)):
        return is_invertible(a.args[0])
    if isinstance(a, Times):
        one, other = a.args if is_scalar(a.args[0]) else a.args[::-1]
        return is_nonzero(one) and is_invertible(other)
    if isinstance(a, Over):
        return is_invertible(a.args[0])
    if isinstance(a, MatrixProduct):
        return all(map(is_invertible, a.args))
    return isinstance(a, Cholesky) or is_positive_definite(a)


def is_diagonal(a: Basic) -> bool:
    """Say whether a matrix is seen to be diagonal."""
    if isinstance(a, Var):
        return a.domain in ("diagonal", "positive diagonal")
    if isinstance(a, (Plus, Minus, MatrixProduct)):
        return all(map(is_diagonal, a.args))
    if isinstance(a, (Neg, Inverse, Transpose)):
        return is_diagonal(a.args[0])
    if isinstance(a, (Times, Over)):
        return all(is_scalar(x) or is_diagonal(x) for x in a.args)
    return isinstance(a, (Identity, Diagonal))
