"""Python text: trees of code as expressions, on one line or laid out on several."""

from __future__ import annotations

from derive.formula import Formula

SUM, PRODUCT, SIGN, POWER, ATOM = 1, 2, 3, 4, 5
WIDTH = 96

# Head: symbol, own level, and what the level of the left and the right operand must be.
OPERATORS = {
    "Plus": (" + ", SUM, SUM, PRODUCT),
    "Minus": (" - ", SUM, SUM, PRODUCT),
    "Times": (" * ", PRODUCT, PRODUCT, SIGN),
    "Over": (" / ", PRODUCT, PRODUCT, SIGN),
    "MatrixProduct": (" @ ", PRODUCT, PRODUCT, SIGN),
    "Power": ("**", POWER, ATOM, POWER),
}


def laid_out(code: Formula, indent: int, column: int = 0) -> str:
    """Return the text of an expression, on several lines where it is too long for one.

    Parameters
    ----------
    code : Formula
        A tree of ``Name``, ``Number``, ``Call``, ``Lambda`` and ``Keyword`` (whose text is the
        name of the function, of the variable and of the parameter), ``Neg``, ``Transpose``,
        ``Pair`` and the operators.
    indent : int
        How far the line that it stands in is indented.
    column : int
        How many characters precede it on that line.
    """
    return _at(code, SUM, indent, column)


def imported(module: str, names: list[str]) -> str:
    """Return the statement that imports names from a module, on several lines if it is long."""
    line = f"from {module} import {', '.join(names)}"
    if len(line) <= 100:
        return line
    return "\n".join([f"from {module} import (", *(f"    {name}," for name in names), ")"])


def _flat(f: Formula) -> tuple[str, int]:
    """Return an expression on one line, and how tightly it binds."""
    if f.head == "Name":
        return f.text, ATOM
    if f.head == "Number":
        return f.text, SIGN if f.text.startswith("-") else ATOM
    if f.head == "Call":
        return f"{f.text}({', '.join(_flat(a)[0] for a in f.args)})", ATOM
    if f.head == "Pair":
        return f"({', '.join(_flat(a)[0] for a in f.args)})", ATOM
    if f.head == "Lambda":
        return f"lambda {f.text}: {_flat(f.args[0])[0]}", 0
    if f.head == "Keyword":
        return f"{f.text}={_flat(f.args[0])[0]}", 0
    if f.head == "Neg":
        # Not --a, which looks like an operator that Python does not have.
        return f"-{_flat_at(f.args[0], ATOM if f.args[0].head == 'Neg' else SIGN)}", SIGN
    if f.head == "Transpose":
        return f"{_flat_at(f.args[0], ATOM)}.mT", ATOM
    symbol, own, left, right = OPERATORS[f.head]
    if f.head == "Power" and not {a.head for a in f.args} <= {"Name", "Number"}:
        symbol = " ** "
    return f"{_flat_at(f.args[0], left)}{symbol}{_flat_at(f.args[1], right)}", own


def _flat_at(f: Formula, level: int) -> str:
    text, own = _flat(f)
    return text if own >= level else f"({text})"


def _at(f: Formula, level: int, indent: int, column: int = 0) -> str:
    """Return an expression where an operand of the given level stands, broken if it is long."""
    text = _flat_at(f, level)
    if max(indent, column) + len(text) <= WIDTH:
        return text
    if f.head == "Call":
        return f"{f.text}(\n{_arguments(f.args, indent + 4)}{' ' * indent})"
    if f.head == "Neg":
        return f"-{_at(f.args[0], ATOM, indent)}"
    if f.head == "Transpose":
        return f"{_at(f.args[0], ATOM, indent)}.mT"
    if f.head not in OPERATORS or f.head == "Power":
        return text
    if f.head == "Times" and level <= PRODUCT and _is_constant(f.args[0]):
        # 1 / 2 * (…): the coefficient stays before what is broken.
        start = f"{_flat_at(f.args[0], PRODUCT)} * "
        return start + _at(f.args[1], SIGN, indent, max(indent, column) + len(start))
    return f"(\n{' ' * (indent + 4)}{_chain(f, indent + 4)}\n{' ' * indent})"


def _is_constant(f: Formula) -> bool:
    return f.head == "Number" or (f.head in OPERATORS and all(_is_constant(a) for a in f.args))


def _arguments(args: tuple[Formula, ...], indent: int) -> str:
    """Return the lines of a call's arguments: one for all if they fit, else one for each."""
    margin = " " * indent
    together = ", ".join(_flat(a)[0] for a in args)
    if indent + len(together) <= WIDTH:
        return f"{margin}{together}\n"
    return "".join(f"{margin}{_argument(a, indent)},\n" for a in args)


def _argument(f: Formula, indent: int) -> str:
    if f.head in ("Lambda", "Keyword"):
        start = f"lambda {f.text}: " if f.head == "Lambda" else f"{f.text}="
        return start + _at(f.args[0], SUM, indent, indent + len(start))
    text = _at(f, SUM, indent)
    # Between commas a sum needs no parentheses.
    return _chain(f, indent) if text.startswith("(\n") else text


def _chain(f: Formula, indent: int) -> str:
    """Return a sum or a product with an operand on each line, the operator before it."""
    own = OPERATORS[f.head][1]
    links: list[str] = []
    while f.head in OPERATORS and OPERATORS[f.head][1] == own:
        symbol, _, _, right = OPERATORS[f.head]
        links.append(f"{symbol.strip()} {_at(f.args[1], right, indent, indent + 2)}")
        f = f.args[0]
    links.append(_at(f, own, indent))
    return f"\n{' ' * indent}".join(reversed(links))
