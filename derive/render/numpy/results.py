"""NumPy results: closed forms and their gradients, as functions that check their arguments."""

from __future__ import annotations

from typing import Any

from derive.document import DerivationEntry
from derive.formula import Formula
from derive.render.numpy.function import (
    arguments,
    core,
    function,
    has_matrices,
    in_batches,
    scope_of,
    signature,
)
from derive.render.numpy.scope import call, code_name
from derive.render.numpy.text import code
from derive.render.python_text import laid_out


def result(name: str, d: DerivationEntry, step_name: str) -> dict[str, Any]:
    """Return what the template shows of a result, one line of a derivation.

    Raises
    ------
    LookupError
        If the derivation lacks the step.
    """
    steps = {s.name: s for s in d.steps}
    if step_name not in steps:
        raise LookupError(f"result {name}: derivation {d.name} has no step {step_name!r}")
    step = steps[step_name]
    # The check of a positive definite argument gives its factor too.
    made = function(d, code(step.after, scope_of(d)), "value: Array", factored=True)
    return {
        **made,
        **_checked(d),
        "name": name,
        "signature": signature(name, d, "Any"),
        "derivation": d,
        "step": step,
        "formula": step.after_text,
        "uses": made["uses"] | ({"number"} if has_matrices(d) else set()),
    }


def gradient(of: str, parts: list[DerivationEntry], shown: list[DerivationEntry]) -> dict[str, Any]:
    """Return what the template shows of a result's gradient, the last lines of derivations.

    ``parts`` are the derivations whose lines are computed, ``shown`` those that derive them.

    Raises
    ------
    LookupError
        If the derivations are not one for each argument, with the same arguments.
    """
    d = parts[0]
    names = [code_name(a.code) for a in in_batches(d)]
    if len(parts) != len(names) or any(p.arguments != d.arguments for p in parts):
        raise LookupError(f"gradient of {of}: its derivations are not one for each argument")
    named = "".join(word.capitalize() for word in f"{of}_grad".split("_"))
    fields = [
        Formula("Keyword", (_value(part),), name) for name, part in zip(names, parts, strict=True)
    ]
    return {
        **function(d, call(named, *fields), "return", factored=True),
        **_checked(d, "batch = " if has_matrices(d) else ""),
        "of": of,
        "class": named,
        "type": "Array" if has_matrices(d) else "np.float64 | Array",
        "signature": signature(f"{of}_grad", d, named),
        "fields": [
            {
                "name": name,
                "formula": one.steps[-1].after_text,
                "derivation": one,
                "computed": part if part is not one else None,
            }
            for name, part, one in zip(names, parts, shown, strict=True)
        ],
    }


def _value(d: DerivationEntry) -> Formula:
    """Return the code of a gradient, in the shape of the argument that it belongs to."""
    last = d.steps[-1].after
    value = code(last, scope_of(d))
    if not last.shape:
        return value
    shaped = "as_vectors" if last.shape[1] == "1" else "as_symmetric_matrices"
    return call(shaped, value, Formula("Name", text="batch"))


def _checked(d: DerivationEntry, assigned: str = "") -> dict[str, Any]:
    """Return what the template needs to check the arguments, and to broadcast numbers."""
    matrices, taken = has_matrices(d), arguments(d)
    names = [code_name(a.code) for a in in_batches(d)]
    values = [Formula("Keyword", (Formula("Name", text=name),), name) for name in names]
    if matrices:
        check = call("check_shapes", Formula("Name", text=f'"{core(d)}"'), *values)
    else:
        assigned, check = f"{', '.join(names)} = ", call("broadcast", *values)
    return {
        "arguments": taken,
        "matrices": matrices,
        "shape_check": assigned + laid_out(check, 4, 4 + len(assigned)),
        "checks": {a["domain"] for a in taken} | {check.text},
    }
