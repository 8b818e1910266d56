"""A reader of printed formulas that shares nothing with the printer: it reads as a person does.

A function without parentheses takes all factors up to the next dot, sign or bar.
"""

from __future__ import annotations

import cmath
import re

TOKEN = re.compile(r"\\[a-zA-Z]+|\d+|[a-zA-Z]|[-+^_{}()/]")
SPACING = re.compile(r"\\(left|right|bigl|bigr|Bigl|Bigr|biggl|biggr)(?![a-zA-Z])|\\[,!]|\{\}")
FUNCTIONS = {"\\log": cmath.log, "\\exp": cmath.exp, "\\sin": cmath.sin, "\\cos": cmath.cos}
ENDS = {None, "+", "-", ")", "}", "/", "\\cdot", "\\rvert"}


def value(tex: str, values: dict[str, complex]) -> complex:
    """Return what a printed formula means where its variables have the given values."""
    reader = Reader(TOKEN.findall(SPACING.sub(" ", tex)), values)
    result = reader.sum()
    assert reader.next is None, f"{reader.tokens} remain of {tex}"
    return result


class Reader:
    def __init__(self, tokens: list[str], values: dict[str, complex]) -> None:
        self.tokens = tokens
        self.values = values

    @property
    def next(self) -> str | None:
        return self.tokens[0] if self.tokens else None

    def take(self, expected: str | None = None) -> str:
        token = self.tokens.pop(0)
        assert expected in (None, token), f"{token} where {expected} should be"
        return token

    def group(self, left: str = "{", right: str = "}") -> complex:
        self.take(left)
        result = self.sum()
        self.take(right)
        return result

    def sum(self) -> complex:
        if self.next == "-":
            self.take()
            result = -self.product()
        else:
            result = self.product()
        while self.next in ("+", "-"):
            sign = 1 if self.take() == "+" else -1
            result += sign * self.product()
        return result

    def product(self) -> complex:
        result = self.juxtaposed()
        while self.next in ("\\cdot", "/"):
            if self.take() == "\\cdot":
                result *= self.juxtaposed()
            else:
                # In ab/c the bar stands under all that is before it, and over one factor alone.
                result /= self.factor()
            assert self.next in ENDS, f"{self.next} after a bar is read in two ways"
        return result

    def juxtaposed(self) -> complex:
        result = self.factor()
        while self.next not in ENDS:
            assert not self.next.isdigit(), "a digit stands beside a factor"
            result *= self.factor()
        return result

    def factor(self) -> complex:
        base = self.atom()
        if self.next != "^":
            return base
        self.take()
        exponent = self.group() if self.next == "{" else self.atom()
        assert self.next != "^", "two exponents"
        return base**exponent

    def atom(self) -> complex:
        token = self.next
        if token == "(":
            return self.group("(", ")")
        self.take()
        if token == "\\frac":
            return self.group() / self.group()
        if token == "\\sqrt":
            return cmath.sqrt(self.group())
        if token == "\\lvert":
            result = abs(self.sum())
            self.take("\\rvert")
            return result
        if token in FUNCTIONS:
            argument = self.group("(", ")") if self.next == "(" else self.juxtaposed()
            return FUNCTIONS[token](argument)
        return self.name(token)

    def name(self, token: str) -> complex:
        if token.isdigit():
            return int(token)
        if token in ("e", "\\pi"):
            return {"e": cmath.e, "\\pi": cmath.pi}[token]
        if self.next == "_":
            self.take()
            token += "_" + self.take()
        return self.values[token]
