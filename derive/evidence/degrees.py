"""Degrees: which terms are seen to be polynomials in a vector, and of what degree at most."""

from __future__ import annotations

from sympy import Rational
from sympy.core.basic import Basic

from derive.evidence.failures import NotEnclosed
from derive.notation import (
    Density,
    Entry,
    Exp,
    Log,
    MatrixProduct,
    Minus,
    Neg,
    Over,
    Plus,
    Power,
    Scalar,
    Sqrt,
    Sum,
    Times,
    Trace,
    Transpose,
    Var,
    expression,
    unfold,
)


def is_constant(term: Basic, x: Var) -> bool:
    """Say whether a term does not depend on a variable."""
    return x not in term.free_symbols


def degree(term: Basic, x: Var) -> int:
    """Return a bound on the degree of a term that is a polynomial in the entries of x.

    Raises
    ------
    NotEnclosed
        Where the term is not seen to be such a polynomial.
    """
    a = term.args
    if is_constant(term, x):
        return 0
    if term == x:
        return 1
    if isinstance(term, (Plus, Minus)):
        return max(degree(a[0], x), degree(a[1], x))
    if isinstance(term, (Times, MatrixProduct)):
        return degree(a[0], x) + degree(a[1], x)
    if isinstance(term, (Neg, Transpose, Scalar, Trace, Entry, Sum)):
        return degree(a[0], x)
    if isinstance(term, Over) and is_constant(a[1], x):
        return degree(a[0], x)
    if isinstance(term, Power) and isinstance(a[1], Rational) and a[1].q == 1 and a[1] >= 0:
        return int(a[1]) * degree(a[0], x)
    if isinstance(term, Log):
        return _degree_of_log(a[0], x)
    raise NotEnclosed(f"{expression(term)} is not seen to be a polynomial in {x.name}")


def _degree_of_log(term: Basic, x: Var) -> int:
    """Return a bound on the degree of log(term), where that is defined for every x."""
    a = term.args
    if is_constant(term, x):
        return 0
    if isinstance(term, Exp):
        return degree(a[0], x)
    if isinstance(term, Density):
        return _degree_of_log(unfold(term), x)
    if isinstance(term, (Times, Over)):
        return max(_degree_of_log(a[0], x), _degree_of_log(a[1], x))
    if isinstance(term, Sqrt) or (isinstance(term, Power) and is_constant(a[1], x)):
        return _degree_of_log(a[0], x)
    raise NotEnclosed(f"log({expression(term)}) is not seen to be a polynomial in {x.name}")
