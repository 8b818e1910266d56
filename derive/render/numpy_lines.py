"""NumPy lines: the module of a derivation, with what each line's function computes."""

from __future__ import annotations

from typing import Any

from derive.document import DerivationEntry, Formula, StepEntry
from derive.render.numpy_function import (
    arguments,
    function,
    identifier,
    scope_of,
    signature,
    wrapped,
)
from derive.render.numpy_text import (
    BOTH_ENDS,
    RUNTIME,
    along,
    call,
    code,
    code_name,
    integral_of_modulus,
)

PHRASES = {
    "=": "equal to the line before",
    "<=": "at least the line before",
    "<": "greater than the line before",
    "tends to": "the limit of the line before",
    "is integrable": "the line before is integrable",
    "=>": "it follows from the lines before",
}
EACH = "for each element of the broadcast arguments"


def module(d: DerivationEntry) -> dict[str, Any]:
    """Return what the module of a derivation holds: functions, and the lines that relate them."""
    functions = [_start(d)]
    lines: list[dict[str, str]] = []
    for step in d.steps:
        left = functions[-1]["name"]
        if step.relation in ("=>", "is integrable"):
            functions.append(_before(d, step, len(lines)))
            left = functions[-1]["name"]
        functions.append(_line(d, step))
        right = functions[-1]["name"]
        lines.append({"name": step.name, "relation": step.relation, "left": left, "right": right})
    names = [f["name"] for f in functions] + list(scope_of(d).names.values())
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(
            f"{d.name}: in its code {', '.join(twice)} would be the name of two things; rename "
            "the step or the argument"
        )
    truths = {"Truth"} if any(f["returns"] == "Truth" for f in functions) else set()
    uses = truths.union({"Line"}, *(f["uses"] for f in functions))
    given = arguments(d)
    names_given = ", ".join(a["name"] for a in given)
    return {
        "derivation": d,
        "summary": wrapped(d.summary),
        "source": wrapped(f"Source: {d.source}."),
        "arguments": given,
        "domains": "; ".join(f"{a['variable']}: {a['description']}" for a in given) + ".",
        "arrays": names_given if len(given) > 1 else f"({names_given},)",
        "functions": functions,
        "lines": lines,
        "imports": _imports(uses),
        "needs_numpy": any(f["needs_numpy"] for f in functions),
    }


def _imports(uses: set[str]) -> dict[str, list[str]]:
    """Return the names to import from each module of the runtime, sorted."""
    home = {**RUNTIME, "Line": "lines", "Truth": "lines"}
    modules = ("lines", "normal", "quadrature")
    return {m: sorted(n for n in uses if home[n] == m) for m in modules}


def _term(d: DerivationEntry, f: Formula) -> tuple[Formula, str]:
    """Return the code of a line that is a term, and what its values are.

    A variable that nothing gives a value runs to both ends, along a last axis.
    """
    scope = scope_of(d)
    names = sorted(_free(f) - set(scope.names))
    if len(names) > 1:
        raise ValueError(f"{d.name}: a line may leave one variable open, not {', '.join(names)}")
    if names:
        value = along(Formula("Var", text=names[0]), f, scope, BOTH_ENDS)
        return value, f"The values for growing moduli of {names[0]}, along a last axis, {EACH}."
    return code(f, scope), f"The value, {EACH}." if d.arguments else "The value."


def _free(f: Formula) -> set[str]:
    if f.head == "Var":
        return {f.text}
    parts = [_free(a) for a in f.args]
    if f.head in ("Integral", "Bracket", "Expectation", "TendsTo", "Integrable"):
        return (parts[0] - parts[1]).union(*parts[2:])
    return set[str]().union(*parts)


def _start(d: DerivationEntry) -> dict[str, Any]:
    value, returned = _term(d, d.start)
    return _entry(d, value, "start", "The first line.", d.start_text, returned)


def _line(d: DerivationEntry, step: StepEntry) -> dict[str, Any]:
    """Return the function of one line.

    A limit is the value that the line before tends to; of what is integrable, the integral of
    the modulus; of a conclusion, its truth value; every other line is its own value.
    """
    scope, after = scope_of(d), step.after
    if step.relation == "tends to":
        value, returned = code(after.args[2], scope), "The limit."
    elif step.relation == "is integrable":
        value = integral_of_modulus(after, scope, "absolute_integral")
        returned = f"The integral of the modulus, {EACH}."
    elif step.relation == "=>":
        value, returned = code(after, scope), "Whether it shows in the numbers."
    else:
        value, returned = _term(d, after)
    return _entry(
        d,
        value,
        identifier(step.name),
        f"Line ``{step.name}``: {PHRASES[step.relation]}, by *{step.rule.title}*.",
        step.after_text,
        returned,
        reason=wrapped(step.reason),
        truth=step.relation == "=>",
    )


def _before(d: DerivationEntry, step: StepEntry, count: int) -> dict[str, Any]:
    """Return the function that stands on the left of a conclusion or of a convergence."""
    name = f"before_{identifier(step.name)}"
    if step.relation == "is integrable":
        value = integral_of_modulus(step.after, scope_of(d), "partial_integrals")
        title = "Integrals of the modulus over growing intervals."
        returned = f"The integrals, along a last axis, {EACH}."
        return _entry(d, value, name, title, step.before_text, returned)
    given = [Formula("Name", text=code_name(a.code)) for a in d.arguments]
    value = call("hold", Formula("Name", text=f"LINES[:{count}]"), *given)
    title = f"Say whether the lines before ``{step.name}`` hold."
    returned = "Whether all of them show in the numbers."
    return _entry(d, value, name, title, step.before_text, returned, truth=True)


def _entry(
    d: DerivationEntry,
    value: Formula,
    name: str,
    title: str,
    formula: str,
    returned: str,
    *,
    reason: list[str] | None = None,
    truth: bool = False,
) -> dict[str, Any]:
    """Return what the template of a line shows."""
    returns = "Truth" if truth else "Array"
    return {
        "name": name,
        "signature": signature(name, d, returns),
        "title": title,
        "formula": formula,
        "reason": reason or [],
        "returned": returned,
        "returns": returns,
        **function(d, value, f"line: {returns}"),
    }
