"""Operators on code: the ways in which a module of the kernel is made into one that checks less.

Each changes one place of a syntax tree.  Those of ``CHECKS`` weaken a check or a condition and
are all tried; those of ``VALUES`` change numbers, signs and tables within functions.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

CHECKS = (
    "refusal deleted", "condition never", "condition always", "call deleted", "operand deleted",
    "not deleted", "comparison", "entry deleted",
)  # fmt: skip
VALUES = ("arithmetic", "constant", "sign", "all and any", "entry of a condition deleted")
FLIPPED: dict[type, type] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq, ast.In: ast.NotIn, ast.NotIn: ast.In, ast.Is: ast.IsNot,
    ast.IsNot: ast.Is, ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.Div: ast.Mult,
    ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip
NAMES = {
    "all": "any", "any": "all", "min": "max", "max": "min", "ANY": "POSITIVE",
    "NONNEGATIVE": "POSITIVE", "POSITIVE": "NONNEGATIVE", "ZERO": "ONE", "ONE": "ZERO",
}  # fmt: skip


@dataclass(frozen=True)
class CodeMutant:
    """One change of one place of a module.

    Attributes
    ----------
    file, line, function : str, int, str
        Where it is; the function is that of the module or a method, or empty.
    operator : str
        What was done.
    before, after : str
        The place as it is and as it is made.
    change : callable
        Makes the change in the tree, and returns what undoes it.
    statement : range
        The lines of the statement that it is in, without those of its body.
    tree : ast.Module
        The tree that is changed.
    """

    file: str
    line: int
    function: str
    operator: str
    before: str
    after: str
    change: Callable[[], Callable[[], None]]
    statement: range
    tree: ast.Module

    @property
    def weakens_a_check(self) -> bool:
        """Whether it is of the operators of which every mutant is tried."""
        return self.operator in CHECKS


def code_mutants(file: str, tree: ast.Module) -> Iterator[CodeMutant]:
    """Yield every mutant of a module; all change the given tree."""
    for top in tree.body:
        members = top.body if isinstance(top, ast.ClassDef) else [top]
        for node in members:
            if isinstance(node, ast.FunctionDef):
                of_class = f"{top.name}." if isinstance(top, ast.ClassDef) else ""
                yield from _of_function(partial(_mutant, tree, file, of_class + node.name), node)
            elif node is top and isinstance(node, (ast.Assign, ast.AnnAssign)) and node.value:
                yield from _of_table(partial(_mutant, tree, file, ""), node.value)


def _mutant(
    tree: ast.Module,
    file: str,
    function: str,
    operator: str,
    node: Any,
    change: Callable[[], Callable[[], None]],
    texts: tuple[str, str],
    statement: range = range(0),
) -> CodeMutant:
    return CodeMutant(file, node.lineno, function, operator, *texts, change, statement, tree)


def _lines(statement: Any) -> range:
    """Return the lines of a statement without those of its body."""
    head = getattr(statement, "test", None) or getattr(statement, "iter", None)
    if head is None and hasattr(statement, "body"):
        return range(statement.lineno, statement.lineno + 1)
    return range(statement.lineno, (head or statement).end_lineno + 1)


def _replaced(holder: ast.AST, field: str, index: int | None, new: ast.AST) -> Callable:
    """Return what puts a node in place of another, and returns what undoes it."""

    def put(node: ast.AST) -> ast.AST:
        values = getattr(holder, field)
        if index is None:
            setattr(holder, field, node)
            return values  # type: ignore[no-any-return]
        old, values[index] = values[index], node
        return old  # type: ignore[no-any-return]

    def change() -> Callable[[], None]:
        old = put(new)
        return lambda: void(put(old))

    return change


def void(_: object) -> None:
    """Forget a value."""


def _without(holder: ast.AST, fields: tuple[str, ...], index: int) -> Callable:
    """Return what deletes an entry of a list, or of two lists side by side."""

    def change() -> Callable[[], None]:
        lists = [getattr(holder, f) for f in fields]
        taken = [values.pop(index) for values in lists]

        def undo() -> None:
            for values, old in zip(lists, taken, strict=True):
                values.insert(index, old)

        return undo

    return change


Make = Callable[..., CodeMutant]


def _of_function(make: Make, function: ast.FunctionDef) -> Iterator[CodeMutant]:
    for field, index, node in _fields(function, ("body",)):
        yield from _of_node(make, function, field, index, node, range(0))


def _of_node(
    make: Make, holder: ast.AST, field: str, index: int | None, node: ast.AST, lines: range
) -> Iterator[CodeMutant]:
    """Yield the mutants of a node and of what is in it."""
    if isinstance(node, ast.stmt):
        lines = _lines(node)
    filtering = isinstance(holder, ast.comprehension) and field == "ifs"
    for operator, new in [
        *_changes(node), *([("condition always", ast.Constant(True))] if filtering else []),
    ]:  # fmt: skip
        before, after = _text(node), _text(new)
        if isinstance(new, (ast.If, ast.IfExp)):
            after = ast.unparse(new.test)
        ast.fix_missing_locations(ast.copy_location(new, node))
        yield make(operator, node, _replaced(holder, field, index, new), (before, after), lines)
    if isinstance(node, (ast.Tuple, ast.Set)) and _is_condition(holder) and len(node.elts) > 1:
        for i, entry in enumerate(node.elts):
            change = _without(node, ("elts",), i)
            text = (_text(entry), "")
            yield make("entry of a condition deleted", entry, change, text, lines)
    if isinstance(node, (ast.Raise, ast.JoinedStr)):
        return
    inner = [f for f in node._fields if f not in ("annotation", "returns", "decorator_list")]
    if isinstance(node, ast.FunctionDef):
        inner = ["body"]
    for f, i, child in _fields(node, tuple(inner)):
        if isinstance(child, ast.keyword) and child.arg == "strict":
            continue
        yield from _of_node(make, node, f, i, child, lines)


def _is_condition(node: ast.AST) -> bool:
    """Say whether a node compares, or asks for a type."""
    asks = isinstance(node, ast.Call) and getattr(node.func, "id", "") == "isinstance"
    return asks or isinstance(node, ast.Compare)


def _fields(node: ast.AST, names: tuple[str, ...]) -> Iterator[tuple[str, int | None, ast.AST]]:
    for name in names:
        value = getattr(node, name)
        if isinstance(value, ast.AST):
            yield name, None, value
        elif isinstance(value, list):
            yield from ((name, i, v) for i, v in enumerate(value) if isinstance(v, ast.AST))


def _changes(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node, ast.Raise):
        if not _is_abstract(node):
            yield "refusal deleted", ast.Pass()
    elif isinstance(node, (ast.If, ast.IfExp)):
        yield from _of_condition(node)
    elif isinstance(node, ast.comprehension):
        return
    elif isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        yield "call deleted", ast.Pass()
    elif isinstance(node, ast.BoolOp):
        for i in range(len(node.values)):
            rest = node.values[:i] + node.values[i + 1 :]
            yield "operand deleted", rest[0] if len(rest) == 1 else ast.BoolOp(node.op, rest)
    elif isinstance(node, ast.UnaryOp):
        if isinstance(node.op, ast.Not):
            yield "not deleted", node.operand
        elif isinstance(node.op, ast.USub):
            yield "sign", node.operand
    elif isinstance(node, ast.Compare):
        for i, op in enumerate(node.ops):
            ops = [*node.ops[:i], FLIPPED[type(op)](), *node.ops[i + 1 :]]
            yield "comparison", ast.Compare(node.left, ops, node.comparators)
    else:
        yield from _of_value(node)


def _is_abstract(node: ast.Raise) -> bool:
    """Say whether a method says that its heirs have one of their own; it refuses nothing."""
    return isinstance(node.exc, ast.Name) and node.exc.id == "NotImplementedError"


def _of_condition(node: ast.If | ast.IfExp) -> Iterator[tuple[str, ast.AST]]:
    """Make a condition never and always true; never, of a refusal, is the refusal deleted."""
    make = type(node)
    refuses = isinstance(node, ast.If) and isinstance(node.body[-1], ast.Raise)
    if not refuses:
        yield "condition never", make(ast.Constant(False), node.body, node.orelse)
        yield "condition always", make(ast.Constant(True), node.body, node.orelse)


def _of_value(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    if isinstance(node, ast.BinOp) and type(node.op) in FLIPPED:
        yield "arithmetic", ast.BinOp(node.left, FLIPPED[type(node.op)](), node.right)
    if isinstance(node, ast.Constant):
        if isinstance(node.value, bool):
            yield "constant", ast.Constant(not node.value)
        elif isinstance(node.value, int):
            yield "constant", ast.Constant(node.value + 1)
            if node.value == 1:
                yield "constant", ast.Constant(0)
    if isinstance(node, ast.Name) and node.id in NAMES:
        what = "all and any" if node.id in ("all", "any") else "constant"
        yield what, ast.Name(NAMES[node.id], ast.Load())


def _of_table(make: Make, value: ast.AST) -> Iterator[CodeMutant]:
    """Delete each entry of the tables that a module holds."""
    for node in ast.walk(value):
        if isinstance(node, ast.Subscript):  # a type
            return
        if isinstance(node, ast.Dict):
            for i, key in enumerate(node.keys):
                if key is not None:
                    change = _without(node, ("keys", "values"), i)
                    yield make("entry deleted", key, change, (_text(key), ""))
        elif isinstance(node, (ast.Tuple, ast.Set, ast.List)) and len(node.elts) > 1:
            for i, entry in enumerate(node.elts):
                change = _without(node, ("elts",), i)
                yield make("entry deleted", entry, change, (_text(entry), ""))


def _text(node: ast.AST) -> str:
    """Return the first line of a node's code."""
    if isinstance(node, (ast.If, ast.IfExp)):
        return ast.unparse(node.test)
    if isinstance(node, ast.Raise) and node.exc is None:
        return "raise"
    return ast.unparse(node).splitlines()[0]


def read(path: Path) -> ast.Module:
    """Return the syntax tree of a file."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))
