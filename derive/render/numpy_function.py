"""NumPy function: what the body and the docstring of a generated function say."""

from __future__ import annotations

import keyword
import textwrap
from typing import Any

from derive.document import DerivationEntry, Formula
from derive.render.numpy_text import RUNTIME, Scope, call, code, code_name, used
from derive.render.python_text import laid_out

DOMAINS = {
    "real": "a finite number",
    "positive": "greater than 0",
    "nonnegative": "at least 0",
    "natural": "one of 0, 1, 2, …",
}

# What a docstring says of each function of the runtime that its line calls.
NOTES = {
    "over_line": "the trapezoidal rule over centre ± 13 scale (the last two arguments); its error "
    "is below 1e-16 of the integral of the modulus.",
    "expectation": "the trapezoidal rule over mean ± 13 std, on the function times the density; "
    "its error is below 1e-16 of the integral of the modulus.",
    "over_half_line": "Gauss–Legendre from the lower end (the second argument) over 13 scales (the "
    "third); its error is below 1e-14 of the integral of the modulus.",
    "over_interval": "Gauss–Legendre between the ends (the last two arguments); its error is below "
    "1e-14 of the integral of the modulus.",
    "bracket": "the difference of the values at the ends (the last two arguments).",
    "FAR": "an infinite end is 2**54 scales from the centre, where a Gaussian factor has "
    "underflowed to 0.",
    "toward_infinity": "the values at centre ± s (centre and scale are the last two arguments), "
    "s = scale, 2 scale, …, 2**30 scale, along a last axis; n > 33 overflows there.",
    "partial_integrals": "Gauss–Legendre on each of the stretches between the distances 0, "
    "scale, 2 scale, …, 2**30 scale from the centre; its error is below 1e-14 of the "
    "integral.",
    "absolute_integral": "the trapezoidal rule in the logarithm of the distance from the centre, "
    "up to e**36 scales; its error is below 1e-14 of the integral; n > 19 overflows there.",
    "converges": "the last values must differ from the limit by at most a millionth of the "
    "greatest difference.",
    "agree": "equality, up to a billionth of the larger value.",
    "at_most": "≤, up to a billionth of the larger value.",
    "hold": "equality and ≤ up to a billionth, convergence up to a millionth: evidence, no proof.",
}


def identifier(name: str) -> str:
    """Return the name of a step or of a derivation as Python can have it."""
    made = code_name(name.replace("-", "_"))
    return f"{made}_" if keyword.issoftkeyword(made) else made


def scope_of(d: DerivationEntry) -> Scope:
    """Return the code names of a derivation's arguments and abbreviations, and its windows.

    Raises
    ------
    ValueError
        If two of them have the same name.
    """
    names = {a.variable: code_name(a.code) for a in d.arguments}
    names |= {v.text: code_name(v.text) for v, _ in d.where}
    if len(set(names.values())) < len(names):
        raise ValueError(f"{d.name}: two variables have the same name in the code")
    return Scope(names, {name: (centre, scale) for name, centre, scale in d.windows})


def arguments(d: DerivationEntry) -> list[dict[str, str]]:
    """Return the arguments of a derivation's functions."""
    return [
        {
            "name": code_name(a.code),
            "variable": a.variable,
            "domain": a.domain,
            "description": DOMAINS[a.domain],
        }
        for a in d.arguments
    ]


def signature(name: str, d: DerivationEntry, returns: str) -> str:
    """Return the line, or the lines, with which a function of a derivation begins."""
    given = ", ".join(f"{code_name(a.code)}: ArrayLike" for a in d.arguments)
    line = f"def {name}({given}) -> {returns}:"
    return line if len(line) <= 100 else f"def {name}(\n    {given}\n) -> {returns}:"


def function(d: DerivationEntry, value: Formula, variable: str) -> dict[str, Any]:
    """Return the body of a function that assigns a value to a variable, and what it uses."""
    scope, names = scope_of(d), used(value)
    if not names & {*scope.names.values(), *RUNTIME}:
        value = _constant(d, value)
    assignments = _assignments(d, scope, names)
    text = laid_out(value, 4, 4 + len(f"{variable} = "))
    return {
        "assignments": assignments,
        "variable": variable,
        "code": text,
        "notes": [wrapped(f"- `{n}`: {NOTES[n]}", "  ") for n in NOTES if n in names],
        "uses": names & set(RUNTIME),
        "needs_numpy": "np." in text + "".join(a["code"] for a in assignments),
    }


def _constant(d: DerivationEntry, value: Formula) -> Formula:
    """Return a constant line in the shape of the arguments."""
    if not d.arguments:
        return call("np.asarray", value)
    return call("np.full_like", Formula("Name", text=code_name(d.arguments[0].code)), value)


def _assignments(d: DerivationEntry, scope: Scope, needed: set[str]) -> list[dict[str, str]]:
    """Return the abbreviations that the code needs, each before those that use it."""
    kept: list[dict[str, str]] = []
    for variable, meaning in reversed(d.where):
        name, value = scope.names[variable.text], code(meaning, scope)
        if name in needed:
            needed = needed | used(value)
            kept.insert(0, {"name": name, "code": laid_out(value, 4)})
    return kept


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
