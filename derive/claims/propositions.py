"""Propositions: comparisons, and what joins them."""

from __future__ import annotations

import ast
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from derive.claims.binders import PROPOSITION_READERS
from derive.claims.grammar import PROPOSITIONS
from derive.notation import (
    FUNCTION,
    And,
    AtMost,
    Equal,
    Less,
    Not,
    Or,
    Proposition,
    Unequal,
    Zero,
    shape,
)

if TYPE_CHECKING:
    from derive.claims.parser import Reader

COMPARISONS: dict[type, Callable[[Any, Any], Proposition]] = {
    ast.Eq: Equal,
    ast.NotEq: Unequal,
    ast.LtE: AtMost,
    ast.Lt: Less,
    ast.GtE: lambda a, b: AtMost(b, a),
    ast.Gt: lambda a, b: Less(b, a),
}


def is_proposition(reader: Reader, node: ast.expr) -> bool:
    """Say whether a syntax tree is one of a proposition."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
        return reader.language and node.func.id in PROPOSITIONS
    logic = isinstance(node, ast.BinOp) and isinstance(node.op, (ast.BitAnd, ast.BitOr))
    inverted = isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Invert)
    return logic or inverted or isinstance(node, ast.Compare)


def proposition_of(reader: Reader, node: ast.expr) -> Proposition:
    """Return the proposition of a syntax tree."""
    reader.enter(node)
    try:
        return _proposition(reader, node)
    except (TypeError, ValueError) as error:
        raise reader.fail(node, str(error)) from None
    finally:
        reader.leave()


def _proposition(reader: Reader, node: ast.expr) -> Proposition:
    if isinstance(node, ast.Compare):
        return _comparison(reader, node)
    if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.BitAnd, ast.BitOr)):
        join: Any = And if isinstance(node.op, ast.BitAnd) else Or
        return join(proposition_of(reader, node.left), proposition_of(reader, node.right))  # type: ignore[no-any-return]
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Invert):
        return Not(proposition_of(reader, node.operand))
    if is_proposition(reader, node) and isinstance(node, ast.Call):
        return PROPOSITION_READERS[node.func.id](reader, node)  # type: ignore[attr-defined, no-any-return]
    if isinstance(node, ast.BoolOp):
        raise reader.not_in_grammar(node)
    raise reader.fail(node, "a proposition is wanted here: ==, !=, <, <=, joined by &, | and ~")


def _comparison(reader: Reader, node: ast.Compare) -> Proposition:
    if len(node.ops) != 1:
        raise reader.fail(node, "one comparison at a time: write (a < b) & (b < c)")
    make = COMPARISONS.get(type(node.ops[0]))
    if make is None:
        raise reader.fail(node, f"{type(node.ops[0]).__name__} is not in the grammar")
    sides = [reader.term_of(node.left), reader.term_of(node.comparators[0])]
    for one, other in ((0, 1), (1, 0)):
        of = shape(sides[other])
        if sides[one] == 0 and of and of[0] != FUNCTION:
            sides[one] = Zero(*of)
    return make(*sides)
