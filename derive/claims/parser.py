"""Parser: text in Python syntax → a term or a proposition, by a whitelist over ``ast``.

Nothing of the text is evaluated.  What is not in the grammar is refused with its place.
"""

from __future__ import annotations

import ast
import unicodedata
import warnings
from collections.abc import Callable
from difflib import get_close_matches
from fractions import Fraction
from typing import Any

from sympy import Integer, Rational, oo
from sympy.core.basic import Basic

from derive.claims.binders import BINDER_READERS, LANGUAGE_READERS, PROPOSITION_READERS
from derive.claims.grammar import (
    BINDERS,
    CONSTANTS,
    DISTRIBUTIONS,
    FUNCTIONS,
    FURTHER_FUNCTIONS,
    LANGUAGE_BINDERS,
    PROPOSITIONS,
)
from derive.claims.limits import MOST_DEPTH, MOST_DIGITS, MOST_NODES, check_text
from derive.claims.matrices import divided, indexed, multiplied, raised
from derive.claims.problem import ClaimError
from derive.claims.symbols import Table, check_name
from derive.notation import (
    FUNCTION,
    And,
    Applied,
    AtMost,
    Density,
    Distribution,
    Equal,
    Less,
    MatrixProduct,
    Minus,
    MultivariateNormal,
    Neg,
    Normal,
    Not,
    Or,
    Plus,
    Proposition,
    Symbol,
    Unequal,
    Var,
    Zero,
    is_scalar,
    shape,
)

COMPARISONS: dict[type, Callable[[Any, Any], Proposition]] = {
    ast.Eq: Equal,
    ast.NotEq: Unequal,
    ast.LtE: AtMost,
    ast.Lt: Less,
    ast.GtE: lambda a, b: AtMost(b, a),
    ast.Gt: lambda a, b: Less(b, a),
}
OPERATORS: dict[type, Callable[[Any, Any], Any]] = {
    ast.Add: Plus,
    ast.Sub: Minus,
    ast.Mult: multiplied,
    ast.MatMult: multiplied,
    ast.Div: divided,
    ast.Pow: raised,
}
HINTS: dict[type, str] = {
    ast.BoolOp: "use & and | between comparisons in parentheses",
    ast.Not: "use ~",
    ast.BitXor: "use ** for a power",
    ast.FloorDiv: "use floor(a/b)",
    ast.Lambda: "only terms can be written",
}


class Reader:
    """Reads terms and propositions over a table of symbols.

    Parameters
    ----------
    table : Table
        The symbols that may occur.
    language : bool
        Whether the text is of the language of derivations, in which a bound name is one of the
        table's, rather than of the grammar of claims, in which it needs no declaration.
    """

    def __init__(self, table: Table, *, language: bool = False) -> None:
        self.table = table
        self.language = language
        self.scope: dict[str, Var] = {}
        self.bound: dict[Var, str] = {}
        self.source = ""
        self._nodes = 0
        self._depth = 0

    def term(self, text: str) -> Basic:
        """Return the term that a text says.

        Raises
        ------
        ClaimError
            With the column of what is not in the grammar.
        """
        return self.term_of(self._parsed(text))

    def proposition(self, text: str) -> Proposition:
        """Return the proposition that a text says."""
        return self.proposition_of(self._parsed(text))

    def either(self, text: str) -> Basic:
        """Return the term or the proposition that a text says."""
        node = self._parsed(text)
        return self.proposition_of(node) if self._is_proposition(node) else self.term_of(node)

    # -- text → syntax tree -----------------------------------------------------------------------

    def _parsed(self, text: str) -> ast.expr:
        self.source, self.scope = text, {}
        check_text(text)
        flat = "".join(" " if c.isspace() else c for c in text)
        start = len(flat) - len(flat.lstrip())
        self._offset = start
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                return ast.parse(flat.strip(), mode="eval").body
        except SyntaxError as error:
            column = start + min(error.offset or 1, len(text.strip()) + 1)
            message = f"not Python syntax: {error.msg}".removesuffix(
                ". Perhaps you forgot a comma?"
            )
            raise ClaimError(message, text, column) from None
        except (ValueError, MemoryError, RecursionError) as error:
            raise ClaimError(f"nested too deeply to be read: {error}", text, 1) from None

    def fail(self, node: Any, message: str) -> ClaimError:
        """Return the error that something at a node is wrong."""
        prefix = self.source.strip().encode()[: getattr(node, "col_offset", 0)]
        return ClaimError(
            message, self.source, self._offset + len(prefix.decode(errors="ignore")) + 1
        )

    def _enter(self, node: ast.expr) -> None:
        self._nodes += 1
        self._depth += 1
        if self._nodes > MOST_NODES:
            raise self.fail(node, f"the claim has more than {MOST_NODES} parts")
        if self._depth > MOST_DEPTH:
            raise self.fail(node, f"nested deeper than {MOST_DEPTH}: use parentheses to balance it")

    # -- terms ------------------------------------------------------------------------------------

    def term_of(self, node: ast.expr) -> Basic:
        """Return the term of a syntax tree."""
        self._enter(node)
        try:
            made = self._term(node)
        except (TypeError, ValueError) as error:  # a shape that does not fit, with its message
            raise self.fail(node, str(error)) from None
        finally:
            self._depth -= 1
        if isinstance(made, Distribution):
            raise self.fail(node, "a distribution is no term: use it in E, KL or .pdf(x)")
        return made

    def _term(self, node: ast.expr) -> Any:
        if isinstance(node, ast.Constant):
            return self._number(node)
        if isinstance(node, ast.Name):
            return self.name_of(node)
        if isinstance(node, ast.UnaryOp):
            return self._signed(node)
        if isinstance(node, ast.BinOp):
            return self._operation(node)
        if isinstance(node, ast.Attribute):
            if node.attr != "T":
                raise self.fail(node, f".{node.attr} is not in the grammar: there are .T and .pdf")
            return FUNCTIONS["transpose"][0](self.term_of(node.value))
        if isinstance(node, ast.Subscript):
            places = node.slice.elts if isinstance(node.slice, ast.Tuple) else [node.slice]
            return indexed(self.term_of(node.value), *(self.term_of(p) for p in places))
        if isinstance(node, ast.Call):
            return self._call(node)
        if isinstance(node, ast.Compare):
            raise self.fail(
                node, "a comparison inside a term: put it in parentheses around & and |"
            )
        raise self._not_in_grammar(node)

    def _not_in_grammar(self, node: ast.expr) -> ClaimError:
        hint = HINTS.get(type(node), "")
        said = f"{type(node).__name__} is not in the grammar"
        return self.fail(node, f"{said}: {hint}" if hint else said)

    def _number(self, node: ast.Constant) -> Basic:
        value = node.value
        text = ast.get_source_segment(self.source.strip(), node) or ""
        if type(value) is int:
            if len(text) > MOST_DIGITS:
                raise self.fail(node, f"a number of more than {MOST_DIGITS} digits")
            return Integer(value)
        if type(value) is float:
            return self._decimal(node, text.replace("_", "").lower())
        if type(value) is complex:
            raise self.fail(node, f"{text} is not in the grammar: write {text[:-1]}*I")
        raise self.fail(node, f"{text[:40]} is not in the grammar")

    def _decimal(self, node: ast.Constant, text: str) -> Basic:
        digits, _, power = text.partition("e")
        if len(digits) > MOST_DIGITS or (power and abs(int(power[:9])) > MOST_DIGITS):
            raise self.fail(node, f"a number of more than {MOST_DIGITS} digits")
        exact = Fraction(text)
        return Rational(exact.numerator, exact.denominator)

    def name_of(self, node: ast.Name) -> Basic:
        """Return what a name stands for."""
        name = node.id
        if name in self.scope:
            return self.scope[name]
        if name in self.table:
            return self.table.variables[name]
        if name in CONSTANTS:
            return CONSTANTS[name]  # type: ignore[no-any-return]
        if name == "oo":
            raise self.fail(node, "oo is no number: it is only the end of an interval or a point")
        raise self.fail(node, self._unknown(name))

    def _unknown(self, name: str) -> str:
        known = [*self.table.variables, *self.scope, *CONSTANTS]
        near = get_close_matches(name, known, 1, 0.6)
        hint = f"did you mean {near[0]}?" if near else f'declare it, as in "{name}: real"'
        if name in FUNCTIONS or name in BINDERS or name in DISTRIBUTIONS:
            hint = f"it is a function, as in {name}(…)"
        return f"{name} is not declared: {hint}"

    def _signed(self, node: ast.UnaryOp) -> Basic:
        if isinstance(node.op, ast.UAdd):
            return self.term_of(node.operand)
        if not isinstance(node.op, ast.USub):
            raise self._not_in_grammar(node)
        literal = isinstance(node.operand, ast.Constant)
        inner: Any = self.term_of(node.operand)
        return -inner if literal and isinstance(inner, Rational) else Neg(inner)  # type: ignore[no-any-return]

    def _operation(self, node: ast.BinOp) -> Basic:
        make = OPERATORS.get(type(node.op))
        if make is None:
            name = type(node.op).__name__
            hint = HINTS.get(type(node.op), "")
            if isinstance(node.op, (ast.BitAnd, ast.BitOr)):
                hint = "put each comparison in parentheses, as in (a < b) & (c < d)"
            raise self.fail(node, f"{name} is not in the grammar{': ' if hint else ''}{hint}")
        a, b = self.term_of(node.left), self.term_of(node.right)
        if self.language and isinstance(node.op, ast.MatMult) and is_scalar(a) != is_scalar(b):
            return MatrixProduct(a, b)
        return make(a, b)  # type: ignore[no-any-return]

    # -- calls ------------------------------------------------------------------------------------

    def _call(self, node: ast.Call) -> Any:
        if node.keywords or any(isinstance(a, ast.Starred) for a in node.args):
            raise self.fail(node, "arguments have no names and no stars")
        called = node.func
        if isinstance(called, ast.Attribute) and called.attr == "pdf":
            return self._density(node, called)
        if not isinstance(called, ast.Name):
            raise self.fail(node, "only functions of the grammar can be called")
        name = called.id
        declared = self.scope.get(name) or self.table.variables.get(name)
        if declared is not None:
            if shape(declared) and shape(declared)[0] == FUNCTION and len(node.args) == 1:
                return Applied(declared, self.term_of(node.args[0]))
            raise self.fail(called, f"{name} is a symbol, not a function")
        if name in FUNCTIONS or name in FURTHER_FUNCTIONS:
            return self._function(node, name)
        if name in DISTRIBUTIONS:
            return self._distributed(node, name)
        if name in BINDERS or (self.language and name in LANGUAGE_BINDERS):
            readers = {**BINDER_READERS, **(LANGUAGE_READERS if self.language else {})}
            return readers[name](self, node)
        if name == "matrix" and self.language:
            return MatrixProduct(*self._factors(node))
        known = [*FUNCTIONS, *FURTHER_FUNCTIONS, *BINDERS, *DISTRIBUTIONS]
        near = get_close_matches(name, known, 1, 0.6)
        hint = f": did you mean {near[0]}?" if near else ""
        raise self.fail(called, f"{name} is not in the grammar{hint}")

    def _factors(self, node: ast.Call) -> list[Basic]:
        (product,) = self.arguments(node, 1, "matrix(A @ B)")
        if not isinstance(product, ast.BinOp) or not isinstance(product.op, ast.MatMult):
            raise self.fail(node, "matrix(…) takes a product A @ B")
        return [self.term_of(product.left), self.term_of(product.right)]

    def arguments(self, node: ast.Call, count: int, example: str) -> list[ast.expr]:
        """Return the arguments of a call, which must be so many."""
        if len(node.args) != count:
            raise self.fail(node, f"write {example}")
        return node.args

    def _function(self, node: ast.Call, name: str) -> Any:
        make, least, most = {**FURTHER_FUNCTIONS, **FUNCTIONS}[name]
        if not least <= len(node.args) <= most:
            count = f"{least}" if least == most else f"{least} to {most}"
            plural = "" if count == "1" else "s"
            raise self.fail(node, f"{name} takes {count} argument{plural}, not {len(node.args)}")
        return make(*(self.term_of(a) for a in node.args))

    def _distributed(self, node: ast.Call, name: str) -> Any:
        if name == "KL":
            from derive.notation import KL

            q, p = self.arguments(node, 2, "KL(Normal(m, s), Normal(a, b))")
            return KL(self.distribution_of(q), self.distribution_of(p))
        mean, spread = (self.term_of(a) for a in self.arguments(node, 2, "Normal(m, s)"))
        return Normal(mean, spread) if is_scalar(mean) else MultivariateNormal(mean, spread)

    def distribution_of(self, node: ast.expr) -> Distribution:
        """Return the distribution of a syntax tree."""
        names = ("Normal", "WithDensity")
        named = isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        if not named or node.func.id not in names:  # type: ignore[attr-defined]
            raise self.fail(node, "a distribution is wanted here: Normal(mean, spread)")
        self._enter(node)
        try:
            made = self._call(node)  # type: ignore[arg-type]
        except (TypeError, ValueError) as error:
            raise self.fail(node, str(error)) from None
        self._depth -= 1
        if not isinstance(made, Distribution):
            raise self.fail(node, "a distribution is wanted here: Normal(mean, spread)")
        return made

    def _density(self, node: ast.Call, called: ast.Attribute) -> Basic:
        if isinstance(called.value, ast.Name) and called.value.id == "Normal":
            x, mean, spread = (
                self.term_of(a) for a in self.arguments(node, 3, "Normal.pdf(x, m, s)")
            )
            normal = Normal if is_scalar(mean) else MultivariateNormal
            return Density(normal(mean, spread), x)
        (point,) = self.arguments(node, 1, "Normal(m, s).pdf(x)")
        return Density(self.distribution_of(called.value), self.term_of(point))

    # -- binding ----------------------------------------------------------------------------------

    def end_of(self, node: ast.expr) -> Basic:
        """Return the end of an interval or the point of a limit, which may be infinite."""
        if isinstance(node, ast.Name) and node.id == "oo":
            return oo
        minus = isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub)
        if minus and isinstance(node.operand, ast.Name) and node.operand.id == "oo":  # type: ignore[attr-defined]
            return -oo
        return self.term_of(node)

    def bind(self, node: ast.expr, domain: str = "real", *dimensions: Any) -> Var:
        """Return the variable that a binder binds: a new one, or in the language a declared one."""
        if not isinstance(node, ast.Name):
            raise self.fail(node, "the name of the bound variable is wanted here")
        if self.language:
            if node.id not in self.table:
                raise self.fail(node, self._unknown(node.id))
            return self.table.variables[node.id]
        try:
            check_name(node.id)
        except ClaimError as error:
            raise self.fail(node, error.message) from None
        taken = {*self.table.names, *self.scope.values()}
        for known, name in self.bound.items():
            same = name == node.id and (known.domain, known.dimensions) == (domain, dimensions)
            if same and known not in taken:
                return known
        return self._new(node.id, domain, dimensions)

    def _new(self, name: str, domain: str, dimensions: tuple[Any, ...]) -> Var:
        taken = {v.name for v in (*self.table.names, *self.bound)}
        base, number = self.table.spelled(name) if name not in self.table else name, 0
        candidate = base if base.isascii() else "bound"
        while candidate in taken:
            number += 1
            candidate = f"{base if base.isascii() else 'bound'}_{number}"
        integer = domain == "integer"
        made = Symbol(candidate, domain) if integer else Var(candidate, domain, *dimensions)
        self.bound[made] = name
        return made

    def inside(self, name: ast.expr, variable: Var, node: ast.expr) -> Basic:
        """Return the term of a body, in which a name stands for a bound variable."""
        assert isinstance(name, ast.Name)
        before = self.scope
        self.scope = {**before, name.id: variable}
        try:
            return self.term_of(node)
        finally:
            self.scope = before

    # -- propositions -----------------------------------------------------------------------------

    def _is_proposition(self, node: ast.expr) -> bool:
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            return self.language and node.func.id in PROPOSITIONS
        logic = isinstance(node, ast.BinOp) and isinstance(node.op, (ast.BitAnd, ast.BitOr))
        inverted = isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Invert)
        return logic or inverted or isinstance(node, ast.Compare)

    def proposition_of(self, node: ast.expr) -> Proposition:
        """Return the proposition of a syntax tree."""
        self._enter(node)
        try:
            return self._proposition(node)
        except (TypeError, ValueError) as error:
            raise self.fail(node, str(error)) from None
        finally:
            self._depth -= 1

    def _proposition(self, node: ast.expr) -> Proposition:
        if isinstance(node, ast.Compare):
            return self._comparison(node)
        if isinstance(node, ast.BinOp) and isinstance(node.op, (ast.BitAnd, ast.BitOr)):
            join: Any = And if isinstance(node.op, ast.BitAnd) else Or
            return join(self.proposition_of(node.left), self.proposition_of(node.right))  # type: ignore[no-any-return]
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Invert):
            return Not(self.proposition_of(node.operand))
        if self._is_proposition(node) and isinstance(node, ast.Call):
            return PROPOSITION_READERS[node.func.id](self, node)  # type: ignore[attr-defined, no-any-return]
        if isinstance(node, ast.BoolOp):
            raise self._not_in_grammar(node)
        raise self.fail(node, "a proposition is wanted here: ==, !=, <, <=, joined by &, | and ~")

    def _comparison(self, node: ast.Compare) -> Proposition:
        if len(node.ops) != 1:
            raise self.fail(node, "one comparison at a time: write (a < b) & (b < c)")
        make = COMPARISONS.get(type(node.ops[0]))
        if make is None:
            raise self.fail(node, f"{type(node.ops[0]).__name__} is not in the grammar")
        sides = [self.term_of(node.left), self.term_of(node.comparators[0])]
        for one, other in ((0, 1), (1, 0)):
            of = shape(sides[other])
            if sides[one] == 0 and of and of[0] != FUNCTION:
                sides[one] = Zero(*of)
        return make(*sides)


def normal_spelling(text: str) -> int:
    """Return the column of the first character that Unicode would spell otherwise; else 0."""
    for column, letter in enumerate(text, 1):
        if unicodedata.normalize("NFKC", letter) != letter:
            return column
    return 0
