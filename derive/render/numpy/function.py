"""NumPy function: what the body and the docstring of a generated function say."""

from __future__ import annotations

import keyword
import textwrap
from collections.abc import Iterator
from typing import Any

from derive.document import ArgumentEntry, DerivationEntry
from derive.formula import Formula
from derive.render.numpy.distributions import FUNCTION
from derive.render.numpy.logarithm import opens_exponential
from derive.render.numpy.notes import NOTES, OPENED
from derive.render.numpy.scope import (
    COLUMNS,
    RESERVED,
    ROWS,
    RUNTIME,
    Scope,
    call,
    code_name,
    factor_name,
    free,
    used,
    variables,
)
from derive.render.numpy.text import code
from derive.render.python_text import laid_out

# What the value of an argument must be; the shape of a matrix follows.
DOMAINS = {
    "real": "a finite number",
    "positive": "greater than 0",
    "nonnegative": "at least 0",
    "natural": "one of 0, 1, 2, …",
    "dimension": "a dimension, 1, 2, …",
    "vector": "a vector",
    "positive vector": "a vector whose entries are greater than 0",
    "matrix": "a matrix",
    "symmetric": "a symmetric matrix",
    "positive definite": "a symmetric positive definite matrix",
    "invertible": "an invertible matrix",
    "diagonal": "a diagonal matrix",
    "positive diagonal": "a diagonal matrix whose diagonal is greater than 0",
    "positive function": "a function that takes an array of points, shape (..., {k}), to their "
    "values, shape (...), all greater than 0",
}
RECTANGULAR = ("vector", "positive vector", "matrix")
# What is no array, and its type in the signature and in the docstring.
TYPES = {"dimension": ("int", "int"), FUNCTION: ("PointFunction", "callable")}


def identifier(name: str) -> str:
    """Return the name of a step or of a derivation as Python can have it."""
    name = name.replace("-", "_")
    made = f"{name}_" if name in RESERVED else code_name(name)
    return f"{made}_" if keyword.issoftkeyword(made) else made


def formulas(d: DerivationEntry) -> Iterator[Formula]:
    """Return all formulas of a derivation."""
    yield d.claim
    yield d.start
    for step in d.steps:
        yield step.after
    for pair in d.where:
        yield from pair
    for _, *window in d.windows:
        yield from window


def declared(d: DerivationEntry) -> dict[str, Formula]:
    """Return the variables of a derivation, with their shapes, by their names."""
    return {v.text: v for f in formulas(d) for v in variables(f)}


def has_matrices(d: DerivationEntry) -> bool:
    """Say whether vectors or matrices occur, so that numbers are matrices of one entry."""
    return any(shape_of(a) for a in d.arguments) or any(_has_shape(f) for f in formulas(d))


def _has_shape(f: Formula) -> bool:
    return bool(f.shape) or any(_has_shape(a) for a in f.args)


def given(d: DerivationEntry) -> list[ArgumentEntry]:
    """Return the arguments that functions take: an index runs, and takes no value."""
    return [a for a in d.arguments if a.domain != "index"]


def in_batches(d: DerivationEntry) -> list[ArgumentEntry]:
    """Return the arguments that are arrays, each with leading axes: no dimension, no function."""
    return [a for a in given(d) if a.domain not in TYPES]


def shape_of(argument: ArgumentEntry) -> tuple[str, ...]:
    """Return the shape of an argument: (k,) of a vector; a function has none."""
    of = () if argument.domain == FUNCTION else argument.dimensions
    return of if argument.domain in RECTANGULAR else of * 2


def core(d: DerivationEntry) -> str:
    """Return the last axes of the arguments, as in NumPy's signatures: ``(k),(k,k),()``."""
    return ",".join(f"({','.join(shape_of(a))})" for a in in_batches(d))


def sizes(d: DerivationEntry) -> dict[str, str]:
    """Return the code of each dimension: the length of an axis of an argument."""
    named = {a.variable for a in d.arguments}
    found: dict[str, str] = {}
    for a in in_batches(d):
        for name, axis in zip(shape_of(a), (ROWS, COLUMNS), strict=False):
            if not name.isdigit() and name not in named:
                found.setdefault(name, f"{code_name(a.code)}.shape[{axis}]")
    return found


def scope_of(d: DerivationEntry) -> Scope:
    """Return the code names of a derivation's arguments and abbreviations, and its windows.

    Raises
    ------
    ValueError
        If two of them have the same name, or more than two indices are free.
    """
    names = {a.variable: code_name(a.code) for a in given(d)}
    names |= {v.text: code_name(v.text) for v, _ in d.where}
    names |= {name: code_name(name) for name in sizes(d)}
    variable = declared(d)
    factored = [v for v in names if v in variable and variable[v].domain == "positive definite"]
    factors = {v: factor_name(names[v]) for v in factored}
    taken = [*names.values(), *factors.values()]
    if len(set(taken)) < len(taken):
        raise ValueError(f"{d.name}: two variables have the same name in the code")
    windows = {name: (centre, scale) for name, centre, scale in d.windows}
    return Scope(names, windows, factors, _axes(d))


def _axes(d: DerivationEntry) -> dict[str, int]:
    """Return the axes along which the indices that are arguments run."""
    indices = [a.variable for a in d.arguments if a.domain == "index"]
    if len(indices) > 2:
        raise ValueError(f"{d.name}: more than two free indices have no numerical form")
    return dict(zip(indices, (ROWS, COLUMNS), strict=False))


def arguments(d: DerivationEntry) -> list[dict[str, Any]]:
    """Return the arguments of a derivation's functions."""
    return [
        {
            "name": code_name(a.code),
            "variable": a.variable,
            "domain": a.domain.replace(" ", "_"),
            "is_number": not shape_of(a) and a.domain not in TYPES,
            "annotation": _types(a)[0],
            "type": _types(a)[1],
            "description": _description(a),
        }
        for a in given(d)
    ]


def _types(a: ArgumentEntry) -> tuple[str, str]:
    return TYPES.get(a.domain, ("ArrayLike", "array_like"))


def _description(a: ArgumentEntry) -> str:
    shape, known = shape_of(a), DOMAINS[a.domain].format(k=", ".join(a.dimensions))
    return known + (f", shape (..., {', '.join(shape)})" if shape else "")


def signature(name: str, d: DerivationEntry, returns: str) -> str:
    """Return the line, or the lines, with which a function of a derivation begins."""
    named = ", ".join(f"{code_name(a.code)}: {_types(a)[0]}" for a in given(d))
    line = f"def {name}({named}) -> {returns}:"
    return line if len(line) <= 100 else f"def {name}(\n    {named}\n) -> {returns}:"


def function(
    d: DerivationEntry,
    value: Formula,
    variable: str,
    *,
    factored: bool = False,
    of: Formula | None = None,
) -> dict[str, Any]:
    """Return the body of a function that assigns a value to a variable, and what it uses.

    ``of`` is the formula that is computed, of which the notes speak.
    ``factored`` says that the function has the Cholesky factors of its arguments already.
    """
    scope = scope_of(d)
    value = _for_each_element(d, value)
    names = used(value)
    assignments, names = _assignments(d, scope, names, factored)
    text = laid_out(value, 4, 4 + len(f"{variable} = "))
    return {
        "assignments": assignments,
        "variable": variable,
        "code": text,
        "notes": [wrapped(note, "  ") for note in _notes(names, of)],
        "uses": names & set(RUNTIME),
        "factors": {a.code: factor_name(a.code) for a in given(d) if factor_name(a.code) in names},
        "needs_numpy": "np." in text + "".join(a["code"] for a in assignments),
    }


def _notes(names: set[str], of: Formula | None) -> list[str]:
    """Return what a docstring says of what is called, and of logarithms."""
    called = [f"- `{n}`: {said}" for n, said in NOTES.items() if n in names]
    return called + [f"- {OPENED}"] * (of is not None and opens_exponential(of))


def _for_each_element(d: DerivationEntry, value: Formula) -> Formula:
    """Return a value that does not depend on the arguments in the shape of their elements."""
    names = used(value)
    if names & _varying(d) or "hold" in names:
        return value
    arrays = [Formula("Name", text=code_name(a.code)) for a in in_batches(d)]
    are_arrays = {*RUNTIME, *(code_name(v.text) for v, _ in d.where)}
    if names & are_arrays and not (arrays and has_matrices(d)):
        return value
    if has_matrices(d):
        return call("repeated", value, *arrays[:1])
    return call("np.full_like", arrays[0], value) if arrays else call("np.asarray", value)


def _varying(d: DerivationEntry) -> set[str]:
    """Return the code names of what depends on arrays, and so on the element."""
    scope = scope_of(d)
    varying = {a.variable for a in in_batches(d)}
    for variable, meaning in d.where:
        if free(meaning) & varying:
            varying.add(variable.text)
    return {names[v] for names in (scope.names, scope.factors) for v in varying if v in names}


def _assignments(
    d: DerivationEntry, scope: Scope, needed: set[str], factored: bool
) -> tuple[list[dict[str, str]], set[str]]:
    """Return what the code needs, each before those that use it, and all names that are used.

    These are the dimensions, the functions as functions of columns, the Cholesky factors, and the
    abbreviations.
    """
    kept: list[dict[str, str]] = []

    def keep(name: str, value: Formula) -> None:
        nonlocal needed
        if name in needed:
            needed = needed | used(value)
            kept.insert(0, {"name": name, "code": laid_out(value, 4)})

    def keep_factor(variable: str) -> None:
        if variable in scope.factors:
            matrix = Formula("Name", text=scope.names[variable])
            keep(scope.factors[variable], call("cholesky", matrix))

    for variable, meaning in reversed(d.where):
        keep_factor(variable.text)
        keep(scope.names[variable.text], code(meaning, scope))
    for a in reversed([] if factored else given(d)):
        keep_factor(a.variable)
    for a in reversed(given(d)):
        if a.domain == FUNCTION:
            name = code_name(a.code)
            keep(name, call("on_columns", Formula("Name", text=name)))
    for name, size in reversed(sizes(d).items()):
        keep(scope.names[name], Formula("Name", text=size))
    return kept, needed


def elements(d: DerivationEntry, shape: tuple[str, ...]) -> tuple[str, int]:
    """Return what selects the elements of a value from its array, and how many axes they have."""
    if not has_matrices(d):
        return "", 0
    if not shape:
        return (("[..., 0, 0]", 0), ("[..., 0]", 1), ("", 2))[len(_axes(d))]
    return ("[..., 0]", 1) if shape[1] == "1" else ("", 2)


def wrapped(prose: str, hanging: str = "") -> list[str]:
    """Return prose for a docstring, in rows; all but the first begin with ``hanging``.

    Raises
    ------
    ValueError
        If it would end the docstring.
    """
    if '"""' in prose:
        raise ValueError(f"this cannot stand in a docstring: {prose}")
    return textwrap.wrap(
        prose, 92, subsequent_indent=hanging, break_long_words=False, break_on_hyphens=False
    )
