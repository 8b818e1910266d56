"""NumPy text: formulas as Python expressions that compute in log-densities and by quadrature."""

from __future__ import annotations

import keyword
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from derive.document import Formula
from derive.render.python_text import OPERATORS, laid_out

FUNCTIONS = {
    "Exp": "np.exp", "Log": "np.log", "Sqrt": "np.sqrt", "Abs": "np.abs",
    "Sin": "np.sin", "Cos": "np.cos", "Arctan": "np.arctan",
}  # fmt: skip

# What generated code may call, and the module of ``derived`` that it is in.
RUNTIME = {
    "agree": "lines", "at_most": "lines", "below": "lines", "converges": "lines", "hold": "lines",
    "expectation": "normal", "normal_density": "normal", "normal_log_density": "normal",
    "FAR": "quadrature", "absolute_integral": "quadrature", "bracket": "quadrature",
    "over_half_line": "quadrature",
    "over_interval": "quadrature", "over_line": "quadrature", "partial_integrals": "quadrature",
    "toward_infinity": "quadrature",
}  # fmt: skip
RESERVED = {*RUNTIME, "np", "Array", "ArrayLike", "Line", "LINES", "Truth", "arrays", "tuple"}

ZERO, ONE = Formula("Number", text="0"), Formula("Number", text="1")
BOTH_ENDS = (Formula("Infinity", text="+"), Formula("Infinity", text="-"))


@dataclass(frozen=True)
class Scope:
    """What the names of a formula mean in the code.

    Attributes
    ----------
    names : mapping of str to str
        The code name of each variable that is free in the code.
    windows : mapping of str to (Formula, Formula)
        For a variable of integration, the centre and the scale of its integrand.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    windows: Mapping[str, tuple[Formula, Formula]] = field(default_factory=dict)

    def bind(self, variable: Formula) -> Scope:
        """Return the scope in which a variable stands for itself.

        Raises
        ------
        ValueError
            If its name means something else already.
        """
        name = code_name(variable.text)
        if name in self.names.values():
            raise ValueError(f"the bound variable {name!r} has the name of an argument")
        return replace(self, names={**self.names, variable.text: name})

    def window(self, variable: Formula) -> tuple[Formula, Formula]:
        """Return centre and scale of the integrand; 0 and 1 where the derivation gives none."""
        return self.windows.get(variable.text, (ZERO, ONE))


def code_name(name: str) -> str:
    """Return a variable's name as Python can have it: ``lambda`` becomes ``lambda_``.

    Raises
    ------
    ValueError
        If it is no identifier, or means something else in the generated modules.
    """
    if not (name.isascii() and name.isidentifier()):
        raise ValueError(f"{name!r} is not a name in Python")
    if name in RESERVED or name.startswith("__"):
        raise ValueError(f"{name!r} has a meaning of its own in the generated code")
    return f"{name}_" if keyword.iskeyword(name) else name


def numpy(formula: Formula, scope: Scope | None = None, indent: int = 0) -> str:
    """Return a term or a proposition as a Python expression.

    Raises
    ------
    ValueError
        For a variable that the scope does not name, and for what has no numerical form.
    """
    return laid_out(code(formula, scope or Scope()), indent)


def call(function: str, *args: Formula) -> Formula:
    """Return the code that calls a function."""
    return Formula("Call", args, function)


def code(f: Formula, scope: Scope) -> Formula:
    """Return the tree of the Python expression that evaluates a formula."""
    if f.head == "Var":
        if f.text not in scope.names:
            raise ValueError(f"the variable {f.text!r} has no value here")
        return Formula("Name", text=scope.names[f.text])
    if f.head == "Pi":
        return Formula("Name", text="np.pi")
    if f.head == "Number":
        numerator, _, denominator = f.text.partition("/")
        top = Formula("Number", text=numerator)
        return Formula("Over", (top, Formula("Number", text=denominator))) if denominator else top
    if f.head == "Log":
        return _logarithm(f.args[0], scope)
    if f.head in FUNCTIONS:
        return call(FUNCTIONS[f.head], code(f.args[0], scope))
    if f.head in OPERATORS or f.head == "Neg":
        return Formula(f.head, tuple(code(a, scope) for a in f.args))
    if f.head not in _OPERATIONS:
        raise ValueError(f"{f.head} has no numerical form")
    return _OPERATIONS[f.head](f, scope)


def used(f: Formula) -> set[str]:
    """Return the names that the code of an expression uses."""
    own = {f.text} if f.head in ("Name", "Call") else set()
    return own.union(*(used(a) for a in f.args))


def _logarithm(f: Formula, scope: Scope) -> Formula:
    """Return the code of log f, taken apart where f holds exponentials: they may underflow.

    Exponentials and densities are positive, so where f is, both of its factors are.
    """
    if f.head == "Exp":
        return code(f.args[0], scope)
    if f.head == "Density":
        return call("normal_log_density", *_density_arguments(f, scope))
    if f.head not in ("Times", "Over") or not _holds_exponentials(f):
        return call("np.log", code(f, scope))
    if f.head == "Over" and f.args[0] == ONE:
        return Formula("Neg", (_logarithm(f.args[1], scope),))
    left, right = (_logarithm(a, scope) for a in f.args)
    if f.head == "Over":
        return Formula("Minus", (left, right))
    if right.head == "Neg":
        return Formula("Minus", (left, right.args[0]))
    return Formula("Plus", (left, right))


def _holds_exponentials(f: Formula) -> bool:
    return f.head in ("Exp", "Density") or any(_holds_exponentials(a) for a in f.args)


def _density_arguments(f: Formula, scope: Scope) -> tuple[Formula, ...]:
    (mean, std), x = f.args[0].args, f.args[1]
    return code(x, scope), code(mean, scope), code(std, scope)


def _density(f: Formula, scope: Scope) -> Formula:
    return call("normal_density", *_density_arguments(f, scope))


def function_of(variable: Formula, body: Formula, scope: Scope) -> Formula:
    """Return the code of the function that takes a variable to a term."""
    inner = scope.bind(variable)
    return Formula("Lambda", (code(body, inner),), inner.names[variable.text])


def _integral(f: Formula, scope: Scope) -> Formula:
    body, variable, lower, upper = f.args
    integrand = function_of(variable, body, scope)
    centre, scale = (code(w, scope) for w in scope.window(variable))
    if (lower, upper) == BOTH_ENDS[::-1]:
        return call("over_line", integrand, centre, scale)
    if upper == BOTH_ENDS[0]:
        return call("over_half_line", integrand, code(lower, scope), scale)
    return call("over_interval", integrand, code(lower, scope), code(upper, scope))


def _bracket(f: Formula, scope: Scope) -> Formula:
    body, variable, lower, upper = f.args
    ends = [_end(e, variable, scope) for e in (lower, upper)]
    return call("bracket", function_of(variable, body, scope), *ends)


def _end(end: Formula, variable: Formula, scope: Scope) -> Formula:
    """Return an end; an infinite one is far out in the window: see ``quadrature.FAR``."""
    if end.head != "Infinity":
        return code(end, scope)
    centre, scale = (code(w, scope) for w in scope.window(variable))
    far = Formula("Name", text="FAR")
    far = far if scale == ONE else Formula("Times", (far, scale))
    if centre == ZERO:
        return far if end.text == "+" else Formula("Neg", (far,))
    return Formula("Plus" if end.text == "+" else "Minus", (centre, far))


def _expectation(f: Formula, scope: Scope) -> Formula:
    body, variable, distribution = f.args
    mean, std = (code(a, scope) for a in distribution.args)
    return call("expectation", function_of(variable, body, scope), mean, std)


def _divergence(f: Formula, scope: Scope) -> Formula:
    """Return KL(q, p) by its definition, the integral of q·(log q − log p)."""
    q, p = f.args
    x = Formula("Var", text=next(n for n in _fresh("x") if n not in scope.names.values()))
    at_x = [Formula("Density", (d, x)) for d in (q, p)]
    body = Formula("Times", (at_x[0], Formula("Log", (Formula("Over", tuple(at_x)),))))
    mean, std = (code(a, scope) for a in q.args)
    return call("over_line", function_of(x, body, scope), mean, std)


def _fresh(name: str) -> Iterator[str]:
    yield name
    for number in range(1, 1000):
        yield f"{name}{number}"


def along(variable: Formula, body: Formula, scope: Scope, points: tuple[Formula, ...]) -> Formula:
    """Return the values of a term at points that run to both ends, along a last axis."""
    if set(points) != set(BOTH_ENDS):
        raise ValueError("limits have a numerical form at both ends of the line only")
    centre, scale = (code(w, scope) for w in scope.window(variable))
    return call("toward_infinity", function_of(variable, body, scope), centre, scale)


def integral_of_modulus(f: Formula, scope: Scope, rule: str) -> Formula:
    """Return the integral of the modulus of an ``Integrable``'s body, by one of two rules."""
    body, variable, *ends = f.args
    if tuple(ends) != BOTH_ENDS[::-1]:
        raise ValueError("integrability has a numerical form over the whole line only")
    centre, scale = (code(w, scope) for w in scope.window(variable))
    return call(rule, function_of(variable, body, scope), centre, scale)


def _limit_is_reached(f: Formula, scope: Scope) -> Formula:
    body, variable, limit, *points = f.args
    return call("converges", along(variable, body, scope, tuple(points)), code(limit, scope))


def _integral_is_reached(f: Formula, scope: Scope) -> Formula:
    rules = ("partial_integrals", "absolute_integral")
    return call("converges", *(integral_of_modulus(f, scope, rule) for rule in rules))


def _comparison(function: str) -> Callable[[Formula, Scope], Formula]:
    return lambda f, scope: call(function, *(code(a, scope) for a in f.args))


_OPERATIONS: dict[str, Callable[[Formula, Scope], Formula]] = {
    "Density": _density,
    "Integral": _integral,
    "Bracket": _bracket,
    "Expectation": _expectation,
    "KL": _divergence,
    "TendsTo": _limit_is_reached,
    "Integrable": _integral_is_reached,
    "Equal": _comparison("agree"),
    "AtMost": _comparison("at_most"),
    "Less": _comparison("below"),
}
