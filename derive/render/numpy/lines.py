"""NumPy lines: the module of a derivation, with what each line's function computes."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import Any

from derive.document import DerivationEntry, StepEntry
from derive.formula import PROPOSITIONS, Formula
from derive.render.numpy.calculus import along, integral_of_modulus, limit_of
from derive.render.numpy.function import (
    arguments,
    core,
    declared,
    elements,
    function,
    given,
    has_matrices,
    identifier,
    in_batches,
    scope_of,
    signature,
    wrapped,
)
from derive.render.numpy.scope import (
    BOTH_ENDS,
    COLUMNS,
    ONE,
    ROWS,
    RUNTIME,
    call,
    code_name,
    dimension,
    free,
)
from derive.render.numpy.text import code
from derive.render.python_text import imported, laid_out
from derive.render.text import Letters, text

PHRASES = {
    "=": "equal to the line before",
    "<=": "at least the line before",
    "<": "greater than the line before",
    "tends to": "the limit of the line before",
    "is integrable": "the line before is integrable",
    "is strictly convex": "the line before is strictly convex",
    "<=>": "it holds exactly where the line before does",
    "=>": "it follows from the lines before",
}
COMPARISONS = ("=", "<=", "<")
CONCLUSIONS = ("=>", "<=>", "is strictly convex")
EACH = "for each element of the broadcast arguments"
HOMES = ("arguments", "finite_differences", "linear_algebra", "lines", "normal", "quadrature")


def module(d: DerivationEntry) -> dict[str, Any]:
    """Return what the module of a derivation holds: functions, and the lines that relate them."""
    functions = [_start(d)]
    lines: list[str] = []
    for step in d.steps:
        left = functions[-1]
        if step.relation in ("=>", "is integrable"):
            functions.append(_before(d, step, len(lines)))
            left = functions[-1]
        functions.append(_line(d, step))
        right = functions[-1]["name"]
        axes = left["axes"] if step.relation in COMPARISONS else 0
        lines.append(_listed(step, left["name"], right, axes))
    _check_names(d, [f["name"] for f in functions])
    uses = {f["returns"] for f in functions}.union(*(f["uses"] for f in functions))
    uses |= {"Line"} if lines else set()
    taken = arguments(d)
    if in_batches(d):
        uses.add("matrices" if has_matrices(d) else "arrays")
    uses |= {"PointFunction"} & {a["annotation"] for a in taken}
    return {
        "derivation": d,
        "summary": wrapped(d.summary),
        "source": wrapped(f"Source: {d.source}."),
        "arguments": taken,
        "assumptions": [text(a, Letters(d.densities)) for a in d.assumptions],
        "parameters": _parameters(taken),
        "matrices": has_matrices(d),
        "conversion": _conversion(d),
        "functions": functions,
        "lines": lines,
        "imports": _imports(uses),
        "needs_numpy": any(f["needs_numpy"] for f in functions),
    }


def _parameters(taken: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the arguments in groups of one type, as a docstring lists them."""
    groups = []
    for kind, members in itertools.groupby(taken, key=lambda a: a["type"]):
        group = list(members)
        names = ", ".join(a["name"] for a in group)
        groups.append({"names": names, "type": kind, "rows": wrapped(f"{_domains(group)}.")})
    return groups


def _domains(group: list[dict[str, Any]]) -> str:
    """Return what the variables must be, neighbours together that must be the same."""
    parts = []
    for description, members in itertools.groupby(group, key=lambda a: a["description"]):
        parts.append(f"{', '.join(a['variable'] for a in members)}: {description}")
    return "; ".join(parts)


def _listed(step: StepEntry, left: str, right: str, axes: int) -> str:
    """Return the entry of a line in ``LINES``."""
    values = [f'"{step.name}"', f'"{step.relation}"', left, right]
    values += [f"axes={axes}"] if axes else []
    return laid_out(call("Line", *(Formula("Name", text=v) for v in values)), 4)


def _name(d: DerivationEntry, step: StepEntry) -> str:
    """Return the name of a line's function: ``evidence_`` where an abbreviation is ``evidence``."""
    name = identifier(step.name)
    return f"{name}_" if name in {v.text for v, _ in d.where} else name


def _check_names(d: DerivationEntry, functions: list[str]) -> None:
    """Check that no two things of a module have one name."""
    scope = scope_of(d)
    names = [*functions, *scope.names.values(), *scope.factors.values()]
    twice = sorted({name for name in names if names.count(name) > 1})
    if twice:
        raise ValueError(
            f"{d.name}: in its code {', '.join(twice)} would be the name of two things; rename "
            "the step or the argument"
        )


def _conversion(d: DerivationEntry) -> str:
    """Return the statement that turns the arguments into arrays."""
    names = [code_name(a.code) for a in in_batches(d)]
    if not names:
        return ""
    left = ", ".join(names) if names[1:] else f"({names[0]},)"
    kinds = [Formula("Name", text=f'"{core(d)}"')] if has_matrices(d) else []
    made = call(
        "matrices" if kinds else "arrays", *kinds, *(Formula("Name", text=name) for name in names)
    )
    return f"{left} = {laid_out(made, 4, 7 + len(left))}"


def _imports(uses: set[str]) -> list[str]:
    """Return the statements that import what is used from the modules of the runtime."""
    home = {**RUNTIME, "Line": "lines", "Truth": "lines"}
    home |= dict.fromkeys(("Array", "PointFunction", "arrays", "matrices"), "arguments")
    found = {m: sorted(n for n in uses if home[n] == m) for m in HOMES}
    return [imported(f"derived.{m}", names) for m, names in found.items() if names]


@dataclass(frozen=True)
class Value:
    """What a function returns: its code, how a docstring names it, and what is taken from it.

    ``selected`` is the index that takes the elements from the array of matrices; ``axes`` is how
    many last axes of what is left belong to one element.
    """

    code: Formula
    returned: str
    selected: str = ""
    axes: int = 0


def _term(d: DerivationEntry, f: Formula) -> Value:
    """Return what a line that is a term is worth.

    A variable that nothing gives a value runs to both ends, along a last axis.
    """
    scope = scope_of(d)
    names = sorted(free(f) - set(scope.names) - set(scope.axes))
    if len(names) > 1:
        raise ValueError(f"{d.name}: a line may leave one variable open, not {', '.join(names)}")
    if names:
        value = along(declared(d)[names[0]], f, scope, code, _points(d))
        what = f"The values where {names[0]} approaches the limit, along a last axis, {EACH}."
        return Value(value, what, _along_last(d), 1)
    kind = "vector" if f.shape[1:] == ("1",) else "matrix"
    what = f"The {kind if f.shape else 'value'}"
    returned = f"{what}, {EACH}." if in_batches(d) else f"{what}."
    return Value(_over_all_indices(d, f), returned, *elements(d, f.shape))


def _points(d: DerivationEntry) -> tuple[Formula, ...]:
    """Return the points that the open variable approaches: both ends, unless a limit says else."""
    limits = (s.after for s in d.steps if s.relation == "tends to")
    return next((limit.args[3:] for limit in limits), BOTH_ENDS)


def _over_all_indices(d: DerivationEntry, f: Formula) -> Formula:
    """Return the code of a term, with an axis for each free index, also where it has none."""
    scope = scope_of(d)
    value, missing = code(f, scope), set(scope.axes) - free(f)
    if f.shape or not missing:
        return value
    length = {
        scope.axes[a.variable]: code(dimension(a.dimensions[0]), scope)
        for a in d.arguments
        if a.variable in missing
    }
    none = call("zeros", length.get(ROWS, ONE), length.get(COLUMNS, ONE))
    return Formula("Plus", (value, none))


def _along_last(d: DerivationEntry) -> str:
    """Return what selects numbers from an array in which a last axis follows the matrices."""
    return "[..., 0, 0, :]" if has_matrices(d) else ""


def _truth(d: DerivationEntry, f: Formula) -> Value:
    """Return what a conclusion is worth: whether it shows in the numbers."""
    return Value(code(f, scope_of(d)), "Whether it shows in the numbers.", *elements(d, ()))


def _start(d: DerivationEntry) -> dict[str, Any]:
    truth = d.start.head in PROPOSITIONS
    value = _truth(d, d.start) if truth else _term(d, d.start)
    return _entry(d, value, "start", "The first line.", (d.start, d.start_text), truth=truth)


def _line(d: DerivationEntry, step: StepEntry) -> dict[str, Any]:
    """Return the function of one line.

    A limit is the value that the line before tends to; of what is integrable, the integral of
    the modulus; of a conclusion, its truth value; every other line is its own value.
    """
    scope, after = scope_of(d), step.after
    if step.relation == "tends to":
        value = Value(limit_of(after, scope, code), "The limit.", *elements(d, ()))
    elif step.relation == "is integrable":
        whole = integral_of_modulus(after, scope, code, "absolute_integral")
        value = Value(whole, f"The integral of the modulus, {EACH}.", *elements(d, ()))
    else:
        value = _truth(d, after) if after.head in PROPOSITIONS else _term(d, after)
    return _entry(
        d,
        value,
        _name(d, step),
        f"Line ``{step.name}``: {PHRASES[step.relation]}, by *{step.rule.title}*.",
        (after, step.after_text),
        reason=wrapped(step.reason),
        truth=step.relation in CONCLUSIONS,
    )


def _before(d: DerivationEntry, step: StepEntry, count: int) -> dict[str, Any]:
    """Return the function that stands on the left of a conclusion or of a convergence."""
    name = f"before_{identifier(step.name)}"
    if step.relation == "is integrable":
        parts = integral_of_modulus(step.after, scope_of(d), code, "partial_integrals")
        title = "Integrals of the modulus over growing intervals."
        value = Value(parts, f"The integrals, along a last axis, {EACH}.", _along_last(d), 1)
        return _entry(d, value, name, title, (step.before, step.before_text))
    names = [Formula("Name", text=code_name(a.code)) for a in given(d)]
    truth = call("hold", Formula("Name", text=f"LINES[:{count}]"), *names)
    title = f"Say whether the lines before ``{step.name}`` hold."
    value = Value(truth, "Whether all of them show in the numbers.")
    return _entry(d, value, name, title, (None, step.before_text), truth=True)


def _entry(
    d: DerivationEntry,
    value: Value,
    name: str,
    title: str,
    formula: tuple[Formula | None, str],
    *,
    reason: list[str] | None = None,
    truth: bool = False,
) -> dict[str, Any]:
    """Return what the template of a line shows.

    ``formula`` is what the code computes, and its text; nothing is what calls other lines.
    """
    returns = "Truth" if truth else "Array"
    return {
        "name": name,
        "signature": signature(name, d, returns),
        "title": title,
        "formula": formula[1],
        "reason": reason or [],
        "returned": value.returned,
        "returns": returns,
        "selected": value.selected,
        "axes": value.axes,
        # What `hold` is given, the lines themselves turn into arrays.
        "converted": not (has_matrices(d) and value.code.text == "hold"),
        **function(d, value.code, f"line: {returns}", of=formula[0]),
    }
