"""Read the language of terms: Python's syntax through a whitelist, never evaluated."""

from __future__ import annotations

import ast
import keyword
import re
from collections.abc import Mapping

from derive.recheck.domains import check_dimension, check_index, check_normal, space
from derive.recheck.terms import (
    MINUS_OO,
    ONE,
    OO,
    PI,
    PROPOSITIONS,
    Refusal,
    Term,
    fun,
    is_symbol,
    shape,
)

LENGTH, DEPTH, DIGITS = 20_000, 120, 40
FUNCTIONS = {n: n for n in ("exp", "log", "sqrt", "sin", "cos", "arctan")} | {"Abs": "abs"}
OVER_AN_INDEX = {
    "Sum": "sum",
    "Product": "product",
    "Coordinates": "coordinates",
    "Diagonal": "diagonal",
}
OPERATORS = {
    ast.Add: "add",
    ast.Sub: "sub",
    ast.Mult: "mul",
    ast.Div: "div",
    ast.Pow: "pow",
    ast.MatMult: "matmul",
}
RELATIONS = {ast.Eq: "eq", ast.NotEq: "ne", ast.LtE: "le", ast.Lt: "lt"}
KEYWORDS, MARK = set(keyword.kwlist), "\u0436"
"""A symbol may be called as Python keeps for itself; a letter outside ASCII marks it inside."""


def parse(text: object, table: Mapping[str, Term]) -> Term:
    """Return the term, or the proposition, that a string writes."""
    if not isinstance(text, str) or len(text) > LENGTH:
        raise Refusal("a term is a string of at most 20000 characters")
    if not text.isascii() or not text.isprintable() or "#" in text:
        raise Refusal("a term is written in ASCII, in one line, without a comment")
    for word in KEYWORDS & table.keys():
        text = re.sub(rf"\b{word}\b", f"{MARK}{word}", text)
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise Refusal(f"cannot be read: {text[:80]!r}") from error
    term = _Reader(table).read(tree, 0)
    unshaped = (OO, MINUS_OO, *(s for s in table.values() if s[2][0] == "positive_function"))
    if term[0] not in (*PROPOSITIONS, "lambda", "normal", "density") and term not in unshaped:
        shape(term)
    return term


def proposition(term: Term) -> Term:
    """Return a proposition; refuse a number or a matrix in its place."""
    if term[0] not in PROPOSITIONS:
        raise Refusal("a number or a matrix stands where a proposition belongs")
    return term


class _Reader:
    def __init__(self, table: Mapping[str, Term]) -> None:
        self.table = table

    def read(self, node: ast.expr, depth: int) -> Term:
        if depth > DEPTH:
            raise Refusal("a term is nested too deep")
        d = depth + 1
        if isinstance(node, ast.Constant):
            if type(node.value) is not int or len(str(node.value)) > DIGITS:
                raise Refusal(f"{str(node.value)[:20]!r} is no integer of the language")
            return ("int", node.value)
        if isinstance(node, ast.Name):
            return self.name(node.id)
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
            return ("neg", self.read(node.operand, d))
        if isinstance(node, ast.BinOp):
            return self.binary(node, d)
        if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in RELATIONS:
            left, right = self.read(node.left, d), self.read(node.comparators[0], d)
            if shape(left) != shape(right):
                raise Refusal("the two sides of a relation have different shapes")
            return (RELATIONS[type(node.ops[0])], left, right)
        if isinstance(node, ast.Attribute) and node.attr == "T":
            return ("T", self.read(node.value, d))
        if isinstance(node, ast.Subscript):
            of = self.read(node.value, d)
            at = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
            found = shape(of)
            if found is None or len(at) != (1 if found[1] == ONE else 2):
                raise Refusal("an entry needs one index of a vector, or two of a matrix")
            return ("entry", of, *(check_index(self.read(i, d), s)
                                   for i, s in zip(at, found, strict=False)))  # fmt: skip
        if isinstance(node, ast.Call) and not node.keywords:
            return self.call(node, d)
        raise Refusal(f"{type(node).__name__} is not in the language")

    def name(self, name: str) -> Term:
        name = name.removeprefix(MARK)
        if name in self.table:
            return self.table[name]
        if name in ("pi", "oo"):
            return PI if name == "pi" else OO
        raise Refusal(f"{name!r} is not declared")

    def binary(self, node: ast.BinOp, d: int) -> Term:
        if isinstance(node.op, ast.BitAnd):
            return ("and", *map(proposition, (self.read(node.left, d), self.read(node.right, d))))
        head = OPERATORS.get(type(node.op))
        if head is None:
            raise Refusal(f"the operator {type(node.op).__name__} is not in the language")
        term = (head, self.read(node.left, d), self.read(node.right, d))
        if head == "matmul" and shape(term) == (ONE, ONE):
            return ("scalar", term)
        if head in ("pow", "div") and shape(term[2]) is not None:
            raise Refusal("an exponent and a divisor are numbers")
        if head == "pow" and shape(term[1]) is not None:
            raise Refusal("powers of matrices are not in the language")
        return term

    def call(self, node: ast.Call, d: int) -> Term:
        if isinstance(node.func, ast.Attribute) and node.func.attr == "pdf":
            if isinstance(node.func.value, ast.Name) and node.func.value.id == "Normal":
                x, m, s = self.arguments(node, d, 3)
                return self.density(("normal", m, s), x)
            return self.density(self.read(node.func.value, d), *self.arguments(node, d, 1))
        if not isinstance(node.func, ast.Name):
            raise Refusal("only names are called")
        name = node.func.id.removeprefix(MARK)
        if name in self.table and self.table[name][2][0] == "positive_function":
            (x,) = self.arguments(node, d, 1)
            if shape(x) != space(("density", self.table[name])):
                raise Refusal("a function is taken at a point of another space")
            return ("apply", self.table[name], x)
        if name == "Integral" or name in ("Bracket", "Integrable"):
            return self.over_a_range(name, node, d)
        if name == "matrix":
            (inner,) = self.arguments(node, d, 1)
            if inner[0] != "scalar":
                raise Refusal("matrix(...) keeps a 1x1 product as a matrix")
            return inner[1]
        given = [self.read(a, d) for a in node.args]
        made = self.made(name, given)
        if made is None:
            raise Refusal(f"{name} is not in the language, or not with {len(given)} arguments")
        return made

    def arguments(self, node: ast.Call, d: int, count: int) -> list[Term]:
        if len(node.args) != count:
            raise Refusal(f"a call takes {count} arguments")
        return [self.read(a, d) for a in node.args]

    def density(self, law: Term, x: Term) -> Term:
        if law[0] not in ("normal", "density") or shape(x) != space(law):
            raise Refusal("only distributions have a density, and that on their own space")
        if law[0] == "normal":
            check_normal(law[1], law[2])
        return ("pdf", law, x)

    def over_a_range(self, name: str, node: ast.Call, d: int) -> Term:
        if len(node.args) != 2:
            raise Refusal(f"{name} takes a term and a variable with its range")
        body, over = self.read(node.args[0], d), node.args[1]
        if not isinstance(over, ast.Tuple):
            variable = self.bound(self.read(over, d))
            found = shape(variable)
            if found is None or found[1] != ONE or name == "Bracket":
                raise Refusal(f"{name} over {variable[1]} needs its range")
            return ("space" if name == "Integral" else "integrable_space", body, variable)
        if len(over.elts) != 3:
            raise Refusal("a range is (variable, lower, upper)")
        variable, low, high = (self.read(e, d) for e in over.elts)
        if shape(self.bound(variable)) is not None:
            raise Refusal("a range is one of numbers")
        if any(end not in (OO, MINUS_OO) and shape(end) is not None for end in (low, high)):
            raise Refusal("the ends of a range are numbers")
        return (name.lower(), body, variable, low, high)

    def bound(self, variable: Term) -> Term:
        if not is_symbol(variable):
            raise Refusal("only a symbol can be bound")
        return variable

    def made(self, name: str, given: list[Term]) -> Term | None:
        """Return the node of a call by its name, or None."""
        n = len(given)
        if name in FUNCTIONS and n == 1 and shape(given[0]) is None:
            return fun(FUNCTIONS[name], given[0])
        if name == "Max" and n == 2:
            return fun("max", *given)
        if name in OVER_AN_INDEX and n == 2 and self.bound(given[1])[2][0] == "index":
            return (OVER_AN_INDEX[name], *given)
        if name in ("inverse", "trace", "det", "cholesky") and n == 1:
            found = shape(given[0])
            if found is None or found[0] != found[1]:
                raise Refusal(f"{name} takes a square matrix")
            return (name, given[0])
        if name == "scalar" and n == 1 and shape(given[0]) == (ONE, ONE):
            return ("scalar", given[0])
        if (name, n) in (("Identity", 1), ("Zero", 2)):
            return (name.lower(), *(check_dimension(g) for g in given))
        if name == "Derivative" and n == 2:
            return ("deriv", given[0], self.bound(given[1]), given[1])
        if name == "Subs" and n == 3 and given[0][0] == "deriv" and given[0][3] == given[1]:
            if given[0][2] != given[1] or shape(given[2]) != shape(given[1]):
                raise Refusal("Subs takes a derivative in a variable, and a point of its shape")
            return (*given[0][:3], given[2])
        return self.statement(name, given)

    def statement(self, name: str, given: list[Term]) -> Term | None:
        n = len(given)
        if name == "E" and n == 3:
            if self.bound(given[1])[2][0] not in ("real", "vector"):
                raise Refusal("an expectation is over a whole space")
            if shape(given[1]) != space(given[2]):
                raise Refusal("an expectation is over its distribution's space")
            return ("E", *given)
        if name == "Lambda" and n == 2:
            if self.bound(given[1])[2][0] != "vector" or shape(given[0]) is not None:
                raise Refusal("a function takes vectors to numbers")
            return ("lambda", *given)
        if name == "Normal" and n == 2:
            return check_normal(*given)
        if name == "WithDensity" and n == 1:
            space(("density", given[0]))
            return ("density", given[0])
        if name == "KL" and n == 2:
            if space(given[0]) != space(given[1]):
                raise Refusal("a divergence is between distributions on one space")
            return ("KL", *given)
        if name == "Iff" and n == 2:
            return ("iff", *map(proposition, given))
        if name in ("ForAll", "AlmostEverywhere") and n == 2:
            head = "forall" if name == "ForAll" else "ae"
            return (head, proposition(given[0]), self.bound(given[1]))
        if name == "TendsTo" and n >= 4:
            return ("tends", given[0], self.bound(given[1]), *given[2:])
        if name == "StrictlyConvex" and n >= 2:
            return ("convex", given[0], *(self.bound(v) for v in given[1:]))
        if name == "PositiveDefinite" and n == 1:
            return ("posdef", given[0])
        if name == "Attracts" and n == 3:
            return ("attracts", given[0], self.bound(given[1]), given[2])
        return None
