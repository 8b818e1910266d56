"""Binders: how what binds a variable is written."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from sympy import Rational, oo
from sympy.core.basic import Basic

from derive.claims.problem import ClaimError
from derive.notation import (
    AlmostEverywhere,
    Attracts,
    Bracket,
    Coordinates,
    Derivative,
    Diagonal,
    Expectation,
    FiniteProduct,
    FiniteSum,
    ForAll,
    Iff,
    Integrable,
    Integral,
    Lambda,
    Limit,
    PositiveDefinite,
    Product,
    StrictlyConvex,
    Sum,
    TendsTo,
    Var,
    is_scalar,
    shape,
    substitute,
)

if TYPE_CHECKING:
    from derive.claims.parser import Reader

HIGHEST_DERIVATIVE = 6
OPEN = (
    "real", "positive", "vector", "positive vector", "symmetric", "positive definite",
)  # fmt: skip
"""The domains in which a derivative with respect to a declared symbol is taken."""


def _distribution(reader: Reader, node: ast.expr) -> Any:
    # What is called may bind a variable, and what is bound may be called.
    from derive.claims.calls import distribution_of

    return distribution_of(reader, node)


def _proposition(reader: Reader, node: ast.expr) -> Any:
    from derive.claims.propositions import proposition_of

    return proposition_of(reader, node)


def _range(reader: Reader, node: ast.expr, example: str) -> tuple[ast.expr, Basic, Basic]:
    if not isinstance(node, ast.Tuple) or len(node.elts) != 3:
        raise reader.fail(node, f"write the variable and its range in parentheses: {example}")
    name, lower, upper = node.elts
    return name, reader.end_of(lower), reader.end_of(upper)


def _integral(reader: Reader, node: ast.Call, make: Any = Integral) -> Any:
    example = f"{make.__name__}(f, (x, a, b))"
    body, over = reader.arguments(node, 2, example)
    if isinstance(over, ast.Name):
        declared = reader.scope.get(over.id) or reader.table.variables.get(over.id)
        if declared is None or is_scalar(declared):
            raise reader.fail(over, f"give the ends: {example}")
        x = reader.bind(over, "vector", *declared.dimensions)
        return make(reader.inside(over, x, body), x)
    name, lower, upper = _range(reader, over, example)
    x = reader.bind(name)
    return make(reader.inside(name, x, body), x, lower, upper)


def _over_range(reader: Reader, node: ast.Call, ranged: Any, indexed: Any) -> Any:
    example = f"{ranged.written}(f, (i, a, b))"
    body, over = reader.arguments(node, 2, example)
    if isinstance(over, ast.Name):
        return _over_index(reader, node, indexed)
    name, lower, upper = _range(reader, over, example)
    i = reader.bind(name, "integer")
    return ranged(reader.inside(name, i, body), i, lower, upper)


def _over_index(reader: Reader, node: ast.Call, make: Any) -> Any:
    body, name = reader.arguments(node, 2, f"{make.__name__}(f, i)")
    declared = reader.table.variables.get(name.id) if isinstance(name, ast.Name) else None
    if declared is None:
        raise reader.fail(name, "give the range: (i, a, b)")
    i = declared if reader.language else reader.bind(name, declared.domain, *declared.dimensions)
    return make(reader.inside(name, i, body), i)


def _limit(reader: Reader, node: ast.Call) -> Any:
    if len(node.args) not in (3, 4):
        raise reader.fail(node, "write Limit(f, x, a) or Limit(f, x, a, '+')")
    body, name, point = node.args[:3]
    side = node.args[3] if len(node.args) == 4 else ast.Constant("+-")
    if not isinstance(side, ast.Constant) or side.value not in tuple(Limit.SIDES):
        raise reader.fail(side, "the side of a limit is '+', '-' or '+-'")
    at = reader.end_of(point)
    x = reader.bind(name)
    return Limit(reader.inside(name, x, body), x, at, Limit.SIDES[str(side.value)])


def _derivative(reader: Reader, node: ast.Call) -> Any:
    if len(node.args) < 2:
        raise reader.fail(node, "write Derivative(f, x)")
    orders: list[ast.expr] = []
    for item in node.args[1:]:
        if isinstance(item, ast.Tuple) and len(item.elts) == 2:
            count = item.elts[1]
            if not isinstance(count, ast.Constant) or type(count.value) is not int:
                raise reader.fail(count, "the order of a derivative is a whole number")
            orders += [item.elts[0]] * min(max(count.value, 0), HIGHEST_DERIVATIVE + 1)
        else:
            orders.append(item)
    if not 1 <= len(orders) <= HIGHEST_DERIVATIVE:
        raise reader.fail(node, f"a derivative has an order from 1 to {HIGHEST_DERIVATIVE}")
    return _differentiated(reader, node.args[0], orders)


def _differentiated(reader: Reader, body: ast.expr, orders: list[ast.expr]) -> Any:
    """Return the derivative of a body with respect to one variable after the other."""
    if not orders:
        return reader.term_of(body)
    name = orders[-1]
    if not isinstance(name, ast.Name):
        raise reader.fail(name, "a variable to differentiate by is wanted here")
    point = reader.name_of(name)
    if not isinstance(point, Var):
        raise reader.fail(name, f"{name.id} is no variable")
    if reader.language or point.domain in OPEN:
        return Derivative(_differentiated(reader, body, orders[:-1]), point)
    if shape(point) or point.domain not in ("negative", "nonzero", "nonnegative", "complex"):
        raise reader.fail(name, f"there is no derivative with respect to a {point.domain} symbol")
    x = reader.bind(name)
    before = reader.scope
    reader.scope = {**before, name.id: x}
    try:
        inner = _differentiated(reader, body, orders[:-1])
    finally:
        reader.scope = before
    return Derivative(inner, x, point)


def _subs(reader: Reader, node: ast.Call) -> Any:
    body, name, value = reader.arguments(node, 3, "Subs(f, x, a)")
    point = reader.term_of(value)
    if reader.language:
        x = reader.bind(name)
        inner = reader.term_of(body)
        if isinstance(inner, Derivative) and inner.point == x:
            return Derivative(inner.body, x, point)
        return substitute(inner, {x: point})
    of = shape(point)
    x = reader.bind(name, *(("vector", of[0]) if of and of[1] == 1 else ("real",)))
    if of and of[1] != 1:
        raise reader.fail(value, "a number or a vector is put for a variable")
    inner = reader.inside(name, x, body)
    if x not in inner.free_symbols and not isinstance(point, (Var, Rational)):
        # the value would be gone, and with it the question of where it is defined
        written = ast.unparse(name)
        raise reader.fail(name, f"{written} does not occur: nothing depends on what is put for it")
    return substitute(inner, {x: point})


def _expectation(reader: Reader, node: ast.Call) -> Any:
    body, name, of = reader.arguments(node, 3, "E(f, x, Normal(m, s))")
    distribution = _distribution(reader, of)
    rows = distribution.point_shape
    x = reader.bind(name, *(("vector", rows[0]) if rows else ("real",)))
    return Expectation(reader.inside(name, x, body), x, distribution)


def _function(reader: Reader, node: ast.Call) -> Any:
    body, name = reader.arguments(node, 2, "Lambda(f, x)")
    x = reader.bind(name)
    return Lambda(reader.inside(name, x, body), x)


def _tends_to(reader: Reader, node: ast.Call) -> Any:
    if len(node.args) < 4:
        raise reader.fail(node, "write TendsTo(f, x, value, point)")
    body, name, *ends = node.args
    x = reader.bind(name)
    value, *points = (reader.end_of(e) for e in ends)
    return TendsTo(reader.inside(name, x, body), x, value, *points)


def _for_all(reader: Reader, node: ast.Call, make: Any) -> Any:
    body, name = reader.arguments(node, 2, f"{make.__name__}(p, v)")
    return make(_proposition(reader, body), reader.bind(name))


def _convex(reader: Reader, node: ast.Call) -> Any:
    if len(node.args) < 2:
        raise reader.fail(node, "write StrictlyConvex(f, x, …)")
    return StrictlyConvex(reader.term_of(node.args[0]), *(reader.bind(n) for n in node.args[1:]))


def _attracts(reader: Reader, node: ast.Call) -> Any:
    body, name, point = reader.arguments(node, 3, "Attracts(g, x, a)")
    return Attracts(reader.term_of(body), reader.bind(name), reader.term_of(point))


def _iff(reader: Reader, node: ast.Call) -> Any:
    left, right = reader.arguments(node, 2, "Iff(p, q)")
    return Iff(_proposition(reader, left), _proposition(reader, right))


def _integrable(reader: Reader, node: ast.Call) -> Any:
    made = _integral(reader, node)
    infinite = tuple(made.args[2:]) == (-oo, oo)
    return Integrable(*made.args[:2]) if infinite else Integrable(*made.args)


def _positive_definite(reader: Reader, node: ast.Call) -> Any:
    (a,) = reader.arguments(node, 1, "PositiveDefinite(A)")
    return PositiveDefinite(reader.term_of(a))


BinderReader = Callable[[Any, ast.Call], Any]

BINDER_READERS: dict[str, BinderReader] = {
    "Integral": _integral,
    "Sum": lambda r, n: _over_range(r, n, FiniteSum, Sum),
    "Product": lambda r, n: _over_range(r, n, FiniteProduct, Product),
    "Limit": _limit,
    "Derivative": _derivative,
    "Subs": _subs,
    "E": _expectation,
}
LANGUAGE_READERS: dict[str, BinderReader] = {
    "Bracket": lambda r, n: _integral(r, n, Bracket),
    "Coordinates": lambda r, n: _over_index(r, n, Coordinates),
    "Diagonal": lambda r, n: _over_index(r, n, Diagonal),
    "Lambda": _function,
}
PROPOSITION_READERS: dict[str, BinderReader] = {
    "Iff": _iff,
    "ForAll": lambda r, n: _for_all(r, n, ForAll),
    "AlmostEverywhere": lambda r, n: _for_all(r, n, AlmostEverywhere),
    "TendsTo": _tends_to,
    "Integrable": _integrable,
    "StrictlyConvex": _convex,
    "PositiveDefinite": _positive_definite,
    "Attracts": _attracts,
}

__all__ = ["BINDER_READERS", "LANGUAGE_READERS", "PROPOSITION_READERS", "ClaimError"]
