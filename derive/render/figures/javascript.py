"""JavaScript: formulas as expressions of JavaScript, for the live figure.

Only what is listed here is printed: a head that is not known is an error, never passed on.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from derive.formula import Formula

SUM, PRODUCT, SIGN, POWER, ATOM = 1, 2, 3, 4, 5
# Head: symbol, own level, and what the level of the left and the right operand must be.
OPERATORS = {
    "Plus": (" + ", SUM, SUM, PRODUCT),
    "Minus": (" - ", SUM, SUM, PRODUCT),
    "Times": (" * ", PRODUCT, PRODUCT, SIGN),
    "Over": (" / ", PRODUCT, PRODUCT, SIGN),
    "Power": (" ** ", POWER, ATOM, POWER),
}
FUNCTIONS = {"Exp": "exp", "Log": "log", "Sqrt": "sqrt", "Abs": "abs", "Max": "max"}
NAME = re.compile(r"[a-z][A-Za-z0-9]*")
NUMBER = re.compile(r"(-?[0-9]+)(?:/([0-9]+))?")
KEYWORDS = {
    "break", "case", "catch", "class", "const", "continue", "debugger", "default", "delete", "do",
    "else", "enum", "export", "extends", "false", "finally", "for", "function", "if", "import",
    "in", "instanceof", "let", "new", "null", "return", "static", "super", "switch", "this",
    "throw", "true", "try", "typeof", "var", "void", "while", "with", "yield", "await",
    "arguments", "eval", "undefined", "implements", "interface", "package", "private",
    "protected", "public",
}  # fmt: skip


def javascript(formula: Formula, names: Mapping[str, str]) -> str:
    """Return the expression of a formula.

    Parameters
    ----------
    formula : Formula
        A term in numbers.
    names : mapping of str to str
        What each variable is called in JavaScript.

    Raises
    ------
    ValueError
        If something in the formula has no form in JavaScript, or a name cannot stand there.
    """
    return _at(formula, names, SUM)


def function(formula: Formula, names: Mapping[str, str]) -> str:
    """Return a function of all that is named, in that order: ``(mean, std) => …``.

    Raises
    ------
    ValueError
        As `javascript` does.
    """
    for name in names.values():
        _check(name)
    return f"({', '.join(names.values())}) => {javascript(formula, names)}"


def _at(f: Formula, names: Mapping[str, str], level: int) -> str:
    text, own = _printed(f, names)
    return text if own >= level else f"({text})"


def _printed(f: Formula, names: Mapping[str, str]) -> tuple[str, int]:
    """Return an expression and how tightly it binds."""
    if f.shape:
        raise ValueError(f"{f.head}: vectors and matrices have no form in JavaScript")
    if f.head == "Var":
        if f.text not in names:
            raise ValueError(f"the variable {f.text!r} has no name in JavaScript")
        return _check(names[f.text]), ATOM
    if f.head == "Number":
        return _number(f.text)
    if f.head == "Pi" and not f.args:
        return "Math.PI", ATOM
    if f.head == "Neg":
        # JavaScript refuses -x ** 2 and reads --x as another operator.
        return f"-{_at(f.args[0], names, ATOM)}", SIGN
    if f.head in FUNCTIONS:
        inside = ", ".join(_at(a, names, SUM) for a in f.args)
        return f"Math.{FUNCTIONS[f.head]}({inside})", ATOM
    if f.head in OPERATORS and len(f.args) == 2:
        symbol, own, left, right = OPERATORS[f.head]
        return f"{_at(f.args[0], names, left)}{symbol}{_at(f.args[1], names, right)}", own
    raise ValueError(f"{f.head} has no form in JavaScript")


def _number(text: str) -> tuple[str, int]:
    found = NUMBER.fullmatch(text)
    if not found:
        raise ValueError(f"{text!r} is no number of JavaScript")
    top, bottom = found.groups()
    if bottom:
        return f"{top} / {bottom}", PRODUCT
    return top, SIGN if top.startswith("-") else ATOM


def _check(name: str) -> str:
    if not NAME.fullmatch(name) or name in KEYWORDS:
        raise ValueError(f"{name!r} cannot be a name in JavaScript")
    return name
