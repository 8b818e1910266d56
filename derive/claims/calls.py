"""Calls: functions, distributions and densities of the grammar."""

from __future__ import annotations

import ast
from difflib import get_close_matches
from typing import TYPE_CHECKING, Any

from sympy.core.basic import Basic

from derive.claims.binders import BINDER_READERS, LANGUAGE_READERS
from derive.claims.grammar import (
    BINDERS,
    DISTRIBUTIONS,
    FUNCTIONS,
    FURTHER_FUNCTIONS,
    LANGUAGE_BINDERS,
)
from derive.notation import (
    FUNCTION,
    KL,
    Applied,
    Density,
    Distribution,
    MatrixProduct,
    MultivariateNormal,
    Normal,
    is_scalar,
    shape,
)

if TYPE_CHECKING:
    from derive.claims.parser import Reader


def called(reader: Reader, node: ast.Call) -> Any:
    """Return what a call of the grammar stands for."""
    if node.keywords or any(isinstance(a, ast.Starred) for a in node.args):
        raise reader.fail(node, "arguments have no names and no stars")
    function = node.func
    if isinstance(function, ast.Attribute) and function.attr == "pdf":
        return _density(reader, node, function)
    if not isinstance(function, ast.Name):
        raise reader.fail(node, "only functions of the grammar can be called")
    name = function.id
    declared = reader.scope.get(name) or reader.table.variables.get(name)
    if declared is not None:
        if shape(declared) and shape(declared)[0] == FUNCTION and len(node.args) == 1:
            return Applied(declared, reader.term_of(node.args[0]))
        raise reader.fail(function, f"{name} is a symbol, not a function")
    if name in FUNCTIONS or name in FURTHER_FUNCTIONS:
        return _function(reader, node, name)
    if name in DISTRIBUTIONS:
        return _distributed(reader, node, name)
    if name in BINDERS or (reader.language and name in LANGUAGE_BINDERS):
        readers = {**BINDER_READERS, **(LANGUAGE_READERS if reader.language else {})}
        return readers[name](reader, node)
    if name == "matrix" and reader.language:
        return MatrixProduct(*_factors(reader, node))
    known = [*FUNCTIONS, *FURTHER_FUNCTIONS, *BINDERS, *DISTRIBUTIONS]
    near = get_close_matches(name, known, 1, 0.6)
    hint = f": did you mean {near[0]}?" if near else ""
    raise reader.fail(function, f"{name} is not in the grammar{hint}")


def _factors(reader: Reader, node: ast.Call) -> list[Basic]:
    (product,) = reader.arguments(node, 1, "matrix(A @ B)")
    if not isinstance(product, ast.BinOp) or not isinstance(product.op, ast.MatMult):
        raise reader.fail(node, "matrix(…) takes a product A @ B")
    return [reader.term_of(product.left), reader.term_of(product.right)]


def _function(reader: Reader, node: ast.Call, name: str) -> Any:
    make, least, most = {**FURTHER_FUNCTIONS, **FUNCTIONS}[name]
    if not least <= len(node.args) <= most:
        count = f"{least}" if least == most else f"{least} to {most}"
        plural = "" if count == "1" else "s"
        raise reader.fail(node, f"{name} takes {count} argument{plural}, not {len(node.args)}")
    return make(*(reader.term_of(a) for a in node.args))


def _distributed(reader: Reader, node: ast.Call, name: str) -> Any:
    if name == "KL":
        q, p = reader.arguments(node, 2, "KL(Normal(m, s), Normal(a, b))")
        return KL(distribution_of(reader, q), distribution_of(reader, p))
    mean, spread = (reader.term_of(a) for a in reader.arguments(node, 2, "Normal(m, s)"))
    return Normal(mean, spread) if is_scalar(mean) else MultivariateNormal(mean, spread)


def distribution_of(reader: Reader, node: ast.expr) -> Distribution:
    """Return the distribution of a syntax tree."""
    names = ("Normal", "WithDensity")
    named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
    if not named or node.func.id not in names:  # type: ignore[attr-defined]
        raise reader.fail(node, "a distribution is wanted here: Normal(mean, spread)")
    reader.enter(node)
    try:
        made = called(reader, node)  # type: ignore[arg-type]
    except (TypeError, ValueError) as error:
        raise reader.fail(node, str(error)) from None
    reader.leave()
    if not isinstance(made, Distribution):
        raise reader.fail(node, "a distribution is wanted here: Normal(mean, spread)")
    return made


def _density(reader: Reader, node: ast.Call, called: ast.Attribute) -> Basic:
    if isinstance(called.value, ast.Name) and called.value.id == "Normal":
        x, mean, spread = (
            reader.term_of(a) for a in reader.arguments(node, 3, "Normal.pdf(x, m, s)")
        )
        normal = Normal if is_scalar(mean) else MultivariateNormal
        return Density(normal(mean, spread), x)
    (point,) = reader.arguments(node, 1, "Normal(m, s).pdf(x)")
    return Density(distribution_of(reader, called.value), reader.term_of(point))
