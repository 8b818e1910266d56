"""A reader of printed formulas that shares nothing with the printer: it reads as a person does.

A function without parentheses takes all factors up to the next dot, sign or bar; so do a big
operator and a derivative.  A bold letter is a column of numbers, a capital one a matrix.
A proposition is read as a tuple: what it says, and the values of its terms.
"""

from __future__ import annotations

import cmath
import math
import re
from collections.abc import Callable
from typing import Any

import numpy as np

# At these points, with these weights, an integral is taken to be a sum; a derivative is a
# difference of this width.  What matters is that the tree is read with the same ones.
POINTS = ((0.3, 1.1), (-0.7, 0.6))
WIDTH = 1e-3

TOKEN = re.compile(
    r"\\text\{[^}]*\}|\\operatorname\{[a-z]+\}|\\[a-zA-Z]+|\d+|[a-zA-Z]|[-+^_{}()/,=|<]"
)
SPACING = re.compile(
    r"\\(left|right|bigl|bigr|Bigl|Bigr|biggl|biggr)(?![a-zA-Z])|\\[,!; ]|\\quad|\{\}"
)
FUNCTIONS = {
    "\\log": cmath.log, "\\exp": cmath.exp, "\\sin": cmath.sin, "\\cos": cmath.cos,
    "\\det": np.linalg.det, "\\operatorname{tr}": np.trace,
}  # fmt: skip
RELATIONS = {"=": "Equal", "<": "Less", "\\le": "AtMost", "\\ne": "Unequal"}
BETWEEN = {*RELATIONS, "\\longrightarrow", "\\Longleftrightarrow"}
ENDS = {None, "+", "-", ")", "}", "/", "\\cdot", "\\rvert", "|", "\\succ", "d", ",", *BETWEEN}
AND, AS, INTEGRABLE, CONVEX = (
    f"\\text{{{words}}}"
    for words in (" and", " as ", " is integrable in ", " is strictly convex in ")
)
FOR_ALL = ("\\text{ for all }", "\\text{, for all }")


def value(tex: str, values: dict[str, Any], sizes: dict[str, int] | None = None) -> Any:
    """Return what a printed formula means where its variables have the given values.

    Parameters
    ----------
    tex : str
        The formula.
    values : dict
        Numbers and, as arrays with two axes, columns and matrices, by what is printed for them.
    sizes : dict, optional
        The dimensions, by their letters.
    """
    reader = Reader(TOKEN.findall(SPACING.sub(" ", tex)), values, sizes or {})
    result = reader.sentence()
    assert reader.next is None, f"{reader.tokens} remain of {tex}"
    return result


def column(values: list[Any]) -> Any:
    """The vector with these entries."""
    return np.array(values).reshape(-1, 1)


def times(a: Any, b: Any) -> Any:
    """The product of two numbers, of a number and a matrix, or of two matrices."""
    return a @ b if np.ndim(a) and np.ndim(b) else a * b


def number(a: Any) -> Any:
    """What is 1×1 is a number."""
    return a[0, 0] if np.ndim(a) and a.shape == (1, 1) else a


def integral(f: Callable[[Any], Any], shape: tuple[int, ...]) -> Any:
    """The integral of a function of a number or of a column."""
    return sum(w * f(np.full(shape, x) if shape else x) for x, w in POINTS)


def derivative(f: Callable[[Any], Any], at: Any) -> Any:
    """Partial derivative, gradient (a column) or Jacobian matrix of a function."""
    if not np.ndim(at):
        return (f(at + WIDTH) - f(at - WIDTH)) / (2 * WIDTH)
    steps = WIDTH * np.eye(len(at)).reshape(len(at), -1, 1)
    columns = [(f(at + s) - f(at - s)) / (2 * WIDTH) for s in steps]
    return np.hstack(columns) if np.ndim(columns[0]) else np.array(columns).reshape(-1, 1)


class Reader:
    def __init__(self, tokens: list[str], values: dict[str, Any], sizes: dict[str, int]) -> None:
        self.tokens = tokens
        self.values = values
        self.sizes = sizes

    @property
    def next(self) -> str | None:
        return self.tokens[0] if self.tokens else None

    @property
    def is_at_end(self) -> bool:
        """Whether a product ends here."""
        return self.next in ENDS or str(self.next).startswith("\\text{")

    def take(self, expected: str | None = None) -> str:
        token = self.tokens.pop(0)
        assert expected in (None, token), f"{token} where {expected} should be"
        return token

    def group(self, left: str = "{", right: str = "}") -> Any:
        self.take(left)
        result = self.sum()
        self.take(right)
        return result

    def raw(self) -> list[str]:
        """The tokens of a script, a bare one or those between braces."""
        if self.next != "{":
            return [self.take()]
        depth, out = 0, []
        while depth or not out:
            token = self.take()
            depth += {"{": 1, "}": -1}.get(token, 0)
            out.append(token)
        return out[1:-1]

    def sentence(self) -> Any:
        """A term or a proposition."""
        result = self.conjunction()
        if self.next == "\\Longleftrightarrow":
            self.take()
            result = "Iff", result, self.conjunction()
            assert self.next not in FOR_ALL, "how far does it reach?"
        while self.next in FOR_ALL:
            self.take()
            variable = self.symbol(self.take())
            while self.next not in (None, ")", *FOR_ALL):
                self.take()
            result = ("ForAll", result, variable)
        return result

    def conjunction(self) -> Any:
        parts = [self.clause()]
        while self.next == AND:
            self.take()
            parts.append(self.clause())
        assert not parts[1:] or self.next not in FOR_ALL, "how far does it reach?"
        return ("And", *parts) if parts[1:] else parts[0]

    def clause(self) -> Any:
        """A comparison, what words say of a term, a proposition in parentheses, or a term."""
        if self.next == "(" and self.holds_a_proposition():
            self.take()
            result = self.sentence()
            self.take(")")
            return result
        left = self.sum()
        if self.next in RELATIONS:
            return RELATIONS[self.take()], left, self.sum()
        if self.next == "\\longrightarrow":
            self.take()
            return "TendsTo", left, self.sum(), *self.approached()
        if self.next == INTEGRABLE:
            self.take()
            result = "Integrable", left, self.symbol(self.take())
            assert "".join(self.tokens[:5]) == "\\text{ over }\\mathbb{R}"
            del self.tokens[:5]
            return result
        if self.next == CONVEX:
            self.take()
            return "StrictlyConvex", left, *self.variables()
        return left

    def holds_a_proposition(self) -> bool:
        depth = 0
        for token in self.tokens:
            depth += {"(": 1, "{": 1, ")": -1, "}": -1}.get(token, 0)
            if depth == 0:
                return False
            if depth == 1 and (token in BETWEEN or token.startswith("\\text{")):
                return True
        raise AssertionError("a parenthesis is not closed")

    def approached(self) -> tuple[str, list[Any]]:
        """What tends to something, and to what."""
        ends = []
        self.take(AS)
        while True:
            variable = self.symbol(self.take())
            if self.take() == "\\downarrow":
                ends.append(self.sum())
            elif self.next == "\\pm":
                ends += [-math.inf, math.inf]
                del self.tokens[:2]
            else:
                ends.append(self.sum())
            if self.next != "\\text{ and }":
                return variable, sorted(ends)
            self.take()

    def variables(self) -> list[str]:
        if self.next != "(":
            return [self.symbol(self.take())]
        self.take()
        found = [self.symbol(self.take())]
        while self.take() == ",":
            found.append(self.symbol(self.take()))
        return found

    def sum(self) -> Any:
        if self.next == "-":
            self.take()
            result = -self.product()
        else:
            result = self.product()
        while self.next in ("+", "-"):
            sign = 1 if self.take() == "+" else -1
            term = self.product()
            # A zero has the shape of what it stands beside.
            zero = any(np.ndim(s) == 0 and s == 0 for s in (result, term))
            assert zero or np.shape(result) == np.shape(term), "a number beside a matrix"
            result = result + sign * term
        return result

    def product(self) -> Any:
        result = self.juxtaposed()
        while self.next in ("\\cdot", "/"):
            if self.take() == "\\cdot":
                result = number(times(result, self.juxtaposed()))
            else:
                # In ab/c the bar stands under all that is before it, and over one factor alone.
                result = result / self.factor()
            assert self.is_at_end, f"{self.next} after a bar is read in two ways"
        return result

    def juxtaposed(self) -> Any:
        result = self.factor()
        while not self.is_at_end:
            assert not self.next.isdigit(), "a digit stands beside a factor"
            result = times(result, self.factor())
        return number(result)

    def factor(self) -> Any:
        base = self.atom()
        if self.next != "^":
            return base
        self.take()
        result = self.raised(base)
        assert self.next != "^", "two exponents"
        return result

    def raised(self, base: Any) -> Any:
        if np.ndim(base):
            mark = "".join(self.raw())
            inverse = np.linalg.inv(base) if mark.startswith("-") else base
            assert mark in ("-1", "\\top", "-\\top"), f"a matrix to the {mark}"
            return inverse.T if mark.endswith("top") else inverse
        if self.next == "\\top":
            self.take()
            return base
        return base ** (self.group() if self.next == "{" else self.atom())

    def atom(self) -> Any:
        token = self.next
        if token == "(":
            if self.is_indexed():
                return column(self.coordinates())
            return self.indexed(self.group("(", ")"))
        self.take()
        if token == "\\frac":
            if self.tokens[:2] == ["{", "\\partial"]:
                return self.partial()
            return self.group() / self.group()
        if token == "\\nabla":
            self.take("_")
            return self.differentiated(self.raw())
        if token in ("\\sum", "\\prod"):
            values = self.run(*self.limits(), self.product)
            return sum(values) if token == "\\sum" else np.prod(values)
        if token == "\\int":
            return self.integral()
        if token == "\\sqrt":
            return cmath.sqrt(self.group())
        if token == "\\lvert":
            result = abs(self.sum())
            self.take("\\rvert")
            return result
        if token == "\\operatorname{diag}":
            return np.diag(self.coordinates())
        if token == "\\max":
            self.take("(")
            left = self.sum()
            self.take(",")
            right = self.sum()
            self.take(")")
            return max(left, right, key=lambda z: z.real)
        if token == "\\operatorname{chol}":
            return self.indexed(np.linalg.cholesky(self.group("(", ")")))
        if token in FUNCTIONS:
            argument = self.group("(", ")") if self.next == "(" else self.juxtaposed()
            return FUNCTIONS[token](argument)
        return self.name(token)

    def parenthesis(self) -> int:
        """How many tokens the parenthesis that begins here has."""
        ahead, depth = 0, 0
        while depth or not ahead:
            depth += {"(": 1, ")": -1}.get(self.tokens[ahead], 0)
            ahead += 1
        return ahead

    def is_indexed(self) -> bool:
        """Whether an index runs over the parenthesis that begins here."""
        after = self.tokens[self.parenthesis() :]
        below = after[2 : after.index("}")] if after[:2] == ["_", "{"] else []
        return below[-2:] == ["=", "1"]

    def coordinates(self) -> list[Any]:
        """A parenthesis, once for each value of the index that runs over it."""
        ahead = self.parenthesis()
        body, self.tokens = self.tokens[:ahead], self.tokens[ahead:]
        index, top = self.limits()
        after, self.tokens = self.tokens, body
        values = self.run(index, top, lambda: self.group("(", ")"))
        self.tokens = after
        return values

    def limits(self) -> tuple[str, int]:
        """The index of a big operator, and where it ends."""
        self.take("_")
        *index, equals, one = self.raw()
        assert (equals, one) == ("=", "1")
        self.take("^")
        top = "".join(self.raw())
        return "".join(index), int(top) if top.isdigit() else self.sizes[top]

    def run(self, index: str, top: int, read: Callable[[], Any]) -> list[Any]:
        """What is read, once for each value of the index."""
        return [self.once(index, i, read) for i in self.last(range(1, top + 1))]

    def last(self, cases: Any) -> Any:
        """Go through the cases, each from the same place."""
        before = list(self.tokens)
        for case in cases:
            self.tokens = list(before)
            yield case

    def once(self, variable: str, meant: Any, read: Callable[[], Any]) -> Any:
        outside = self.values
        self.values = {**outside, variable: meant}
        if np.ndim(meant):
            self.values[plain(variable)] = meant
        try:
            return read()
        finally:
            self.values = outside

    def again(self, variable: str, read: Callable[[], Any]) -> Callable[[Any], Any]:
        """What is read, as a function of a variable."""
        before = list(self.tokens)

        def f(meant: Any) -> Any:
            self.tokens = list(before)
            return self.once(variable, meant, read)

        return f

    def integral(self) -> Any:
        self.take("_")
        below = "".join(self.raw())
        shape: tuple[int, ...] = ()
        if below.startswith("\\mathbb{R}"):
            of = below.removeprefix("\\mathbb{R}^").strip("{}")
            shape = (int(of) if of.isdigit() else self.sizes[of], 1)
        else:
            self.take("^")
            assert (below, "".join(self.raw())) == ("-\\infty", "\\infty")
        ahead, depth = 0, 1
        while depth:
            depth += {"\\int": 1, "d": -1}.get(self.tokens[ahead], 0)
            ahead += 1
        variable = self.tokens[ahead:]
        length = len(variable) - len(self.rest_after_name(variable))
        result = integral(self.again("".join(variable[:length]), self.product), shape)
        self.take("d")
        del self.tokens[:length]
        return result

    @staticmethod
    def rest_after_name(tokens: list[str]) -> list[str]:
        reader = Reader(list(tokens), {}, {})
        reader.symbol(reader.take())
        return reader.tokens

    def partial(self) -> Any:
        self.raw()
        return self.differentiated(self.raw()[1:])

    def differentiated(self, variable: list[str]) -> Any:
        x = "".join(variable)
        f = self.again(x, self.juxtaposed)
        at = self.values[x]
        f(at)
        if self.next == "|":
            self.take()
            at = self.point(x)
        after = self.tokens
        result = derivative(f, at)
        self.tokens = after
        return result

    def point(self, x: str) -> Any:
        """Where a derivative is taken: what stands below its bar."""
        self.take("_")
        inside = self.raw()
        equals = inside.index("=")
        assert "".join(inside[:equals]) == x
        return Reader(inside[equals + 1 :], self.values, self.sizes).sum()

    def indexed(self, matrix: Any) -> Any:
        """An entry, where an index follows."""
        if self.next != "_":
            return matrix
        self.take()
        return self.entry(matrix, "".join(self.raw()))

    def entry(self, matrix: Any, indices: str) -> Any:
        places = [self.values[i] - 1 for i in indices]
        return matrix[(*places, 0)[:2]]

    def symbol(self, token: str) -> str:
        if token in ("\\mathbf", "\\boldsymbol"):
            token += "{" + "".join(self.raw()) + "}"
        if self.next == "_":
            self.take()
            token += "_" + "".join(self.raw())
        return token

    def name(self, token: str) -> Any:
        if token.isdigit():
            return self.zero() if token == "0" and self.next == "_" else int(token)
        if token in ("e", "\\pi", "\\infty"):
            return {"e": cmath.e, "\\pi": cmath.pi, "\\infty": math.inf}[token]
        bold = token == "\\mathbf" and self.tokens[:3] == ["{", "0", "}"]
        if bold:
            self.raw()
            return self.zero() if self.next == "_" else 0
        token = self.symbol(token)
        if token in self.values:
            return self.values[token]
        if token in self.sizes:
            return self.sizes[token]
        if token.startswith("I_"):
            return np.eye(self.sizes[token.removeprefix("I_")])
        base, _, below = token.partition("_")
        own, _, indices = below.rpartition(",")
        return self.entry(self.values[f"{base}_{own}" if own else base], indices)

    def zero(self) -> Any:
        self.take("_")
        shape = [self.sizes[d] for d in self.raw() if d != "\\times"]
        return np.zeros((*shape, 1)[:2])


def plain(bold: str) -> str:
    """The letter of a column's entries."""
    return re.sub(r"\\(?:mathbf|boldsymbol)\{(.*?)\}", r"\1", bold)
