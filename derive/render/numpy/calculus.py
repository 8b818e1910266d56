"""NumPy calculus: integrals, limits, derivatives and expectations as Python expressions."""

from __future__ import annotations

from derive.formula import Formula
from derive.render.numpy.linear_algebra import factor
from derive.render.numpy.scope import (
    BOTH_ENDS,
    ONE,
    ZERO,
    Coder,
    Operation,
    Scope,
    call,
    dimension,
    free,
    fresh,
)


def log_density(f: Formula) -> str:
    """Return the function that computes the logarithm of a density."""
    return "normal_log_density" if f.args[0].head == "Normal" else "multivariate_normal_log_density"


def density_arguments(f: Formula, scope: Scope, code: Coder) -> tuple[Formula, ...]:
    """Return the code of the point and of the parameters of a density."""
    (mean, spread), x = f.args[0].args, f.args[1]
    return code(x, scope), code(mean, scope), code(spread, scope)


def _value_of_function(f: Formula, scope: Scope, code: Coder) -> Formula:
    """Return the code of f(x), for a function that is an argument."""
    function, x = f.args
    return call(scope.names[function.text], code(x, scope))


def _density(f: Formula, scope: Scope, code: Coder) -> Formula:
    name = "normal_density" if f.args[0].head == "Normal" else "multivariate_normal_density"
    return call(name, *density_arguments(f, scope, code))


def function_of(variable: Formula, body: Formula, scope: Scope, code: Coder) -> Formula:
    """Return the code of the function that takes a variable to a term."""
    if body.head == "Applied" and body.args[1] == variable:
        return Formula("Name", text=scope.names[body.args[0].text])
    inner = scope.bind(variable)
    return Formula("Lambda", (code(body, inner),), inner.names[variable.text])


def _window(variable: Formula, scope: Scope, code: Coder) -> tuple[Formula, Formula]:
    """Return the code of centre and scale."""
    centre, scale = scope.window(variable)
    return code(centre, scope), code(scale, scope)


def _window_of_integral(
    variable: Formula, body: Formula, scope: Scope, code: Coder
) -> tuple[Formula, Formula]:
    """Return the window of an integrand: where none is given, that of its first density."""
    density = _first_density(variable, body, scope)
    if variable.text in scope.windows or density is None:
        return _window(variable, scope, code)
    centre, scale = density.args[0].args
    return code(centre, scope), code(scale, scope)


def _first_density(variable: Formula, f: Formula, scope: Scope) -> Formula | None:
    """Return the first density of a variable, with parameters that have values in a scope."""
    if f.head == "Density" and f.args[1] == variable:
        known = {*scope.names, *scope.axes} - {variable.text}
        return f if free(f.args[0]) <= known else None
    found = (_first_density(variable, a, scope) for a in f.args)
    return next((density for density in found if density), None)


def _integral(f: Formula, scope: Scope, code: Coder) -> Formula:
    body, variable, lower, upper = f.args
    integrand = function_of(variable, body, scope, code)
    centre, scale = _window_of_integral(variable, body, scope, code)
    if variable.shape:
        return call("over_space", integrand, centre, scale)
    if (lower, upper) == BOTH_ENDS[::-1]:
        return call("over_line", integrand, centre, scale)
    if upper == BOTH_ENDS[0]:
        return call("over_half_line", integrand, code(lower, scope), scale)
    return call("over_interval", integrand, code(lower, scope), code(upper, scope))


def _bracket(f: Formula, scope: Scope, code: Coder) -> Formula:
    body, variable, lower, upper = f.args
    ends = [_end(e, variable, scope, code) for e in (lower, upper)]
    return call("bracket", function_of(variable, body, scope, code), *ends)


def _end(end: Formula, variable: Formula, scope: Scope, code: Coder) -> Formula:
    """Return an end; an infinite one is far out in the window: see ``quadrature.FAR``."""
    if end.head != "Infinity":
        return code(end, scope)
    centre, scale = _window(variable, scope, code)
    far = Formula("Name", text="FAR")
    far = far if scale == ONE else Formula("Times", (far, scale))
    if centre == ZERO:
        return far if end.text == "+" else Formula("Neg", (far,))
    return Formula("Plus" if end.text == "+" else "Minus", (centre, far))


def _derivative(f: Formula, scope: Scope, code: Coder) -> Formula:
    """Return the code of a derivative by differences; the last argument scales their steps."""
    body, variable, point = f.args
    function, at = function_of(variable, body, scope, code), code(point, scope)
    if not variable.shape:
        scale = at if variable.domain == "positive" else code(scope.window(variable)[1], scope)
        return call("derivative", function, at, scale)
    if variable.domain == "positive definite":
        return call("symmetric_gradient", function, at, factor(point, scope, code))
    unit = call("np.eye", code(dimension(variable.shape[0]), scope))
    if variable.domain == "symmetric":
        return call("symmetric_gradient", function, at, unit)
    if variable.text in scope.windows:
        unit = factor(scope.windows[variable.text][1], scope, code)
    elif variable.domain == "positive vector":
        unit = Formula("Times", (at, unit))
    return call("jacobian" if body.shape else "gradient", function, at, unit)


def _strictly_convex(f: Formula, scope: Scope, code: Coder) -> Formula:
    """Return the code of a test of the second derivatives, where the variables are."""
    body, *variables = f.args
    point = [code(v, scope) for v in variables]
    inner = scope
    for v in variables:
        inner = inner.bind(v)
    names = ", ".join(inner.names[v.text] for v in variables)
    function = Formula("Lambda", (code(body, inner),), names)
    scales = (at if v.domain == "positive" else ONE for at, v in zip(point, variables, strict=True))
    pairs = (Formula("Pair", pair) for pair in zip(point, scales, strict=True))
    return call("is_curved_upwards", function, *pairs)


def _expectation(f: Formula, scope: Scope, code: Coder) -> Formula:
    body, variable, distribution = f.args
    mean, spread = (code(a, scope) for a in distribution.args)
    name = "multivariate_expectation" if variable.shape else "expectation"
    return call(name, function_of(variable, body, scope, code), mean, spread)


def _divergence(f: Formula, scope: Scope, code: Coder) -> Formula:
    """Return KL(q, p) by its definition, the integral of q·(log q − log p)."""
    q, p = f.args
    x = Formula("Var", text=fresh("x", scope.names.values()), shape=q.args[0].shape)
    at_x = [Formula("Density", (d, x)) for d in (q, p)]
    body = Formula("Times", (at_x[0], Formula("Log", (Formula("Over", tuple(at_x)),))))
    mean, spread = (code(a, scope) for a in q.args)
    rule = "over_space" if x.shape else "over_line"
    return call(rule, function_of(x, body, scope, code), mean, spread)


def along(
    variable: Formula, body: Formula, scope: Scope, code: Coder, points: tuple[Formula, ...]
) -> Formula:
    """Return the values of a term at points that run to both ends, to one, or to a number.

    They are along a last axis.
    """
    function = function_of(variable, body, scope, code)
    centre, scale = _window(variable, scope, code)
    if set(points) == set(BOTH_ENDS):
        name = "toward_infinity_in_space" if variable.shape else "toward_infinity"
        return call(name, function, centre, scale)
    if len(points) > 1 or variable.shape:
        raise ValueError("a limit has a numerical form at one point or at both ends of the line")
    if points[0] == BOTH_ENDS[0]:
        return call("toward_end", function, centre, scale)
    if points[0] == BOTH_ENDS[1]:
        return call("toward_end", function, centre, Formula("Neg", (scale,)))
    sides = "above" if variable.domain in ("positive", "nonnegative") else "both"
    sides = sides if points[0] == ZERO else "both"
    side = Formula("Name", text=f'"{sides}"')
    return call("toward_point", function, code(points[0], scope), scale, side)


def limit_of(f: Formula, scope: Scope, code: Coder) -> Formula:
    """Return the code of the limit in a ``TendsTo``: a number, or an infinity."""
    if f.args[2].head != "Infinity":
        return code(f.args[2], scope)
    infinity = Formula("Name", text="np.inf")
    return infinity if f.args[2].text == "+" else Formula("Neg", (infinity,))


def integral_of_modulus(f: Formula, scope: Scope, code: Coder, rule: str) -> Formula:
    """Return the integral of the modulus of an ``Integrable``'s body, by one of two rules."""
    body, variable, *ends = f.args
    if tuple(ends) != BOTH_ENDS[::-1]:
        raise ValueError("integrability has a numerical form over the whole line only")
    rule = f"{rule}_over_space" if variable.shape else rule
    return call(rule, function_of(variable, body, scope, code), *_window(variable, scope, code))


def _limit_is_reached(f: Formula, scope: Scope, code: Coder) -> Formula:
    body, variable, _, *points = f.args
    values = along(variable, body, scope, code, tuple(points))
    return call("converges", values, limit_of(f, scope, code))


def _integral_is_reached(f: Formula, scope: Scope, code: Coder) -> Formula:
    rules = ("partial_integrals", "absolute_integral")
    return call("converges", *(integral_of_modulus(f, scope, code, rule) for rule in rules))


def _for_all(f: Formula, scope: Scope, code: Coder) -> Formula:
    """Return the code of a test at some values of the bound variable."""
    body, variable = f.args
    statement = function_of(variable, body, scope, code)
    if variable.domain == "vector":
        return call("for_all_in_space", statement, *_window(variable, scope, code))
    if variable.shape:
        raise ValueError("a statement for all matrices has no numerical form")
    return call("for_all", statement, Formula("Name", text=f'"{variable.domain}"'))


def _attracts(f: Formula, scope: Scope, code: Coder) -> Formula:
    """Return the code of a test by iteration from both sides of a fixed point."""
    body, variable, point = f.args
    return call("attracts", function_of(variable, body, scope, code), code(point, scope))


OPERATIONS: dict[str, Operation] = {
    "Applied": _value_of_function,
    "Attracts": _attracts,
    "Density": _density,
    "Integral": _integral,
    "Bracket": _bracket,
    "Derivative": _derivative,
    "Expectation": _expectation,
    "ForAll": _for_all,
    "AlmostEverywhere": _for_all,
    "KL": _divergence,
    "StrictlyConvex": _strictly_convex,
    "TendsTo": _limit_is_reached,
    "Integrable": _integral_is_reached,
}
