"""Grammar: every name that a claim may use, and how many arguments it takes."""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any

from sympy import Integer

from derive.notation import (
    Abs,
    Arccos,
    Arcosh,
    Arcsin,
    Arctan,
    Arsinh,
    Artanh,
    Binomial,
    Cholesky,
    Cos,
    Cosh,
    Determinant,
    Digamma,
    Erf,
    Erfc,
    EulerGamma,
    Exp,
    Factorial,
    Floor,
    Gamma,
    Identity,
    ImaginaryUnit,
    Inverse,
    Log,
    Max,
    Min,
    Over,
    Scalar,
    Sign,
    Sin,
    Sinh,
    Sqrt,
    Tan,
    Tanh,
    Trace,
    Transpose,
    WithDensity,
    Zero,
    pi,
)

MOST_ARGUMENTS = 50


def _largest(*args: Any) -> Any:
    return reduce(Max, args)


def _smallest(*args: Any) -> Any:
    return reduce(Min, args)


CONSTANTS: dict[str, Any] = {
    "pi": pi,
    "E1": Exp(1),
    "I": ImaginaryUnit(),
    "euler_gamma": EulerGamma(),
}

FUNCTIONS: dict[str, tuple[Callable[..., Any], int, int]] = {
    "sqrt": (Sqrt, 1, 1),
    "log": (Log, 1, 1),
    "exp": (Exp, 1, 1),
    "sin": (Sin, 1, 1),
    "cos": (Cos, 1, 1),
    "tan": (Tan, 1, 1),
    "asin": (Arcsin, 1, 1),
    "acos": (Arccos, 1, 1),
    "atan": (Arctan, 1, 1),
    "sinh": (Sinh, 1, 1),
    "cosh": (Cosh, 1, 1),
    "tanh": (Tanh, 1, 1),
    "asinh": (Arsinh, 1, 1),
    "acosh": (Arcosh, 1, 1),
    "atanh": (Artanh, 1, 1),
    "Abs": (Abs, 1, 1),
    "sign": (Sign, 1, 1),
    "Min": (_smallest, 1, MOST_ARGUMENTS),
    "Max": (_largest, 1, MOST_ARGUMENTS),
    "floor": (Floor, 1, 1),
    "gamma": (Gamma, 1, 1),
    "digamma": (Digamma, 1, 1),
    "erf": (Erf, 1, 1),
    "erfc": (Erfc, 1, 1),
    "factorial": (Factorial, 1, 1),
    "binomial": (Binomial, 2, 2),
    "trace": (Trace, 1, 1),
    "det": (Determinant, 1, 1),
    "logdet": (lambda a: Log(Determinant(a)), 1, 1),
    "inverse": (Inverse, 1, 1),
    "transpose": (Transpose, 1, 1),
    "Identity": (Identity, 1, 1),
}

FURTHER_FUNCTIONS: dict[str, tuple[Callable[..., Any], int, int]] = {
    "abs": (Abs, 1, 1),
    "max": (_largest, 1, MOST_ARGUMENTS),
    "min": (_smallest, 1, MOST_ARGUMENTS),
    "ln": (Log, 1, 1),
    "arcsin": (Arcsin, 1, 1),
    "arccos": (Arccos, 1, 1),
    "arctan": (Arctan, 1, 1),
    "arcsinh": (Arsinh, 1, 1),
    "arccosh": (Arcosh, 1, 1),
    "arctanh": (Artanh, 1, 1),
    "cot": (lambda a: Over(Cos(a), Sin(a)), 1, 1),
    "sec": (lambda a: Over(Integer(1), Cos(a)), 1, 1),
    "csc": (lambda a: Over(Integer(1), Sin(a)), 1, 1),
    "cholesky": (Cholesky, 1, 1),
    "Zero": (Zero, 2, 2),
    "scalar": (Scalar, 1, 1),
    "WithDensity": (WithDensity, 1, 1),
}
"""Names that a symbol may have too; where it is declared, it is the symbol."""

BINDERS = ("Integral", "Sum", "Product", "Limit", "Derivative", "Subs", "E")
DISTRIBUTIONS = ("Normal", "KL")
RESERVED = frozenset({*CONSTANTS, *FUNCTIONS, *BINDERS, *DISTRIBUTIONS, "oo"})
"""The names that no symbol may have."""

LANGUAGE_BINDERS = ("Bracket", "Coordinates", "Diagonal", "Lambda")
PROPOSITIONS = (
    "Iff", "ForAll", "AlmostEverywhere", "TendsTo", "Integrable", "StrictlyConvex",
    "PositiveDefinite", "Attracts",
)  # fmt: skip
"""What derivations may write, and claims may not."""
