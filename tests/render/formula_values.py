"""The value of a formula or a proposition, as its tree has it."""

from __future__ import annotations

import cmath
import math
from typing import Any

import latex_reader
import numpy as np
from random_formulas import SIZES

from derive.formula import PROPOSITIONS, Formula
from derive.render.latex.files import latex
from derive.render.latex.text import name

VALUES = {"x": 1.3, "\\mu_1": 0.7, "\\sigma_2": 1.9}


def meant(f: Formula) -> complex:
    """The value of a tree."""
    if f.head == "Var":
        return VALUES[name(f.text)]
    if f.head == "Number":
        top, _, bottom = f.text.partition("/")
        return complex(int(top)) / int(bottom or 1)
    args = [meant(arg) for arg in f.args]
    if f.head in ("Log", "Sqrt") and args[0].real < 0 and abs(args[0].imag) < 1e-6:
        raise ValueError("on the cut rounding decides, not the formula")
    if any(abs(arg) > 1e4 for arg in args):
        raise ValueError("so far out rounding decides, not the formula")
    two = {
        "Plus": lambda s, t: s + t,
        "Minus": lambda s, t: s - t,
        "Times": lambda s, t: s * t,
        "Over": lambda s, t: s / t,
        "Power": lambda s, t: s**t,
    }
    one = {"Neg": lambda s: -s, "Abs": abs, "Exp": cmath.exp, "Log": cmath.log}
    return (two | one | {"Sqrt": cmath.sqrt, "Sin": cmath.sin})[f.head](*args)


r2 = np.random.default_rng(3)
COLUMNS = {r"\mathbf{x}": (2, 1), r"\mathbf{y}": (2, 1), r"\boldsymbol{\mu}_1": (2, 1),
           r"\mathbf{z}": (3, 1)}  # fmt: skip
MATRICES: dict[str, Any] = {
    **{tex: r2.normal(size=of) for tex, of in COLUMNS.items()},
    "A": r2.normal(size=(3, 2)), "B": r2.normal(size=(2, 2)), "a": 0.7, "t": 1.3, "v": 0.9,
    r"\Sigma": np.array([[2.0, 0.3], [0.3, 1.1]]),
}  # fmt: skip
MATRICES |= {latex_reader.plain(tex): MATRICES[tex] for tex in COLUMNS}


def valued(f: Formula, env: dict[str, Any]) -> Any:
    """The value of a tree with vectors and matrices."""
    if f.head == "Var":
        return SIZES.get(f.text) or env[latex(f)]
    if f.head == "Number":
        return int(f.text)
    if f.head in ("Sum", "Product", "Diagonal", "Coordinates", "Integral", "Derivative"):
        return bound(f, env)
    if f.head == "Infinity":
        return -math.inf if f.text == "-" else math.inf
    if f.head in PROPOSITIONS:
        return said(f, env)
    if f.head in ("Zero", "Identity"):
        shape = [SIZES[d] for d in f.shape]
        return np.zeros(shape) if f.head == "Zero" else np.eye(shape[0])
    args = [valued(arg, env) for arg in f.args]
    if any(np.abs(arg).max() > 1e3 for arg in args):
        raise ValueError("so far out rounding decides, not the formula")
    if f.head in ("Over", "Inverse") and np.abs(np.linalg.det(np.atleast_2d(args[-1]))) < 1e-2:
        raise ValueError("a divisor so small that rounding decides")
    if f.head == "Log" and args[0].real < 0 and abs(args[0].imag) < 1e-6:
        raise ValueError("on the cut rounding decides")
    heads: dict[str, Any] = {
        "Plus": lambda s, t: s + t, "Minus": lambda s, t: s - t, "Times": lambda s, t: s * t,
        "Over": lambda s, t: s / t, "Power": lambda s, t: s**t, "Neg": lambda s: -s,
        "Log": cmath.log, "MatrixProduct": lambda s, t: s @ t, "Scalar": lambda s: s[0, 0],
        "Transpose": lambda s: s.T, "Inverse": np.linalg.inv, "Trace": np.trace,
        "Determinant": np.linalg.det, "Cholesky": np.linalg.cholesky,
        "Max": lambda s, t: max(s, t, key=lambda z: z.real),
        "Entry": lambda s, *places: s[(*(p - 1 for p in places), 0)[:2]],
    }  # fmt: skip
    return heads[f.head](*args)


def bound(f: Formula, env: dict[str, Any]) -> Any:
    """The value of a tree that binds a variable."""
    body, variable = f.args[:2]

    def at(meant: Any) -> Any:
        return valued(body, {**env, latex(variable): meant})

    if variable.range:
        values = [at(n + 1) for n in range(SIZES[variable.range])]
        heads = {
            "Sum": sum,
            "Product": np.prod,
            "Diagonal": np.diag,
            "Coordinates": latex_reader.column,
        }
        return heads[f.head](values)
    if f.head == "Integral":
        return latex_reader.integral(at, tuple(SIZES[d] for d in variable.shape))
    return latex_reader.derivative(at, valued(f.args[2], env))


def said(f: Formula, env: dict[str, Any]) -> Any:
    """A proposition with the values of its terms: how it is made is part of what it means."""
    if f.head in ("And", "Iff"):
        left, right = (said(g, env) for g in f.args)
        # How the parts of a conjunction are grouped is not shown.
        return (f.head, *(p for side in (left, right) for p in conjuncts(side, f.head)))
    if f.head == "ForAll":
        return f.head, said(f.args[0], env), latex(f.args[1])
    if f.head == "TendsTo":
        body, x, limit, *points = f.args
        ends = sorted(valued(p, env) for p in points)
        return f.head, valued(body, env), valued(limit, env), latex(x), ends
    if f.head in ("Integrable", "StrictlyConvex"):
        names = [latex(g) for g in f.args[1:] if g.head == "Var"]
        return f.head, valued(f.args[0], env), *names
    return f.head, *(valued(g, env) for g in f.args)


def conjuncts(found: Any, head: str) -> list[Any]:
    return list(found[1:]) if head == "And" == found[0] else [found]


def alike(found: Any, expected: Any) -> bool:
    """Say whether two values, or two propositions of values, are the same."""
    if isinstance(expected, (tuple, list)):
        same_size = len(found) == len(expected)
        return same_size and all(alike(*pair) for pair in zip(found, expected, strict=True))
    if isinstance(expected, str):
        return bool(found == expected)
    # Beside a comparison's other side a zero need not tell its shape.
    fits = np.shape(found) == np.shape(expected) or not np.any(expected)
    return fits and np.allclose(found, expected, rtol=1e-5, atol=1e-6)


def numbers(found: Any) -> list[Any]:
    """The finite numbers and matrices in a value or a proposition."""
    if isinstance(found, (tuple, list)):
        return [n for part in found for n in numbers(part)]
    return [] if isinstance(found, str) or np.isinf(found).any() else [found]
