"""Checks of derivatives, antiderivatives, limits and changes of variables."""

from __future__ import annotations

from derive.recheck.compare import equal
from derive.recheck.definite import is_invertible
from derive.recheck.definitions import without_densities
from derive.recheck.differentiate import ALL, check_derivative, differential
from derive.recheck.functions import EXPONENTS
from derive.recheck.growth import is_gaussian
from derive.recheck.limits import bracket_value, check_limit
from derive.recheck.signs import nonnegative, positive
from derive.recheck.step import FIELD, Step, occurs_in, replace_all, replaced_by
from derive.recheck.terms import (
    MINUS_OO,
    ONE,
    OO,
    PI,
    ZERO,
    Refusal,
    Term,
    bound_of,
    free,
    fun,
    is_symbol,
    parts,
    rebuild,
    same,
    shape,
    substitute,
    subterms,
)


def check_derivatives(step: Step) -> None:
    """Check that named derivatives have their values, and that the lines differ by those."""
    before, after = step.before, step.after
    used = 0
    for derivative, value in step.proposed.get("values", []):
        if derivative[0] != "deriv":
            raise Refusal("only derivatives are given values")
        check_derivative(derivative, value)
        new = _valued(before, derivative, value), _valued(after, derivative, value)
        used += not (same(new[0], before) and same(new[1], after))
        before, after = new
    if not used:
        raise Refusal("no derivative of the lines is given a value")
    if same(step.before, step.after) or not equal(before, after, FIELD):
        raise Refusal("the values of the derivatives do not give this line")
    _check_given_values(step)


def _check_given_values(step: Step) -> None:
    pairs = step.proposed.get("values", [])
    value, listed = step.given.get("value"), step.given.get("values")
    if value is not None and not any(same(v, value) for _, v in pairs):
        raise Refusal("the value that the author gives is none of the derivatives'")
    for f, x, v in listed or ():
        if not any(same(d[1], f) and d[2] == x and same(w, v) for d, w in pairs):
            raise Refusal("a value that the author gives is none of the derivatives'")


def _valued(term: Term, derivative: Term, value: Term) -> Term:
    """Replace a derivative by its value, at whatever point it is taken."""
    if term[0] == "deriv" and same(("lambda", *term[1:3]), ("lambda", *derivative[1:3])):
        at = {derivative[2]: term[3]} if term[3] != derivative[2] else {}
        return substitute(value, at)
    inner = [_valued(t, derivative, value) for t, _ in parts(term)]
    return rebuild(term, bound_of(term), inner) if inner else term


# -- antiderivatives ------------------------------------------------------------------------------


def check_antiderivative(step: Step) -> None:
    """Check an integral by an antiderivative with finite end values, by parts or not."""
    if step.relation == "is integrable":
        _check_integrable(step)
        return
    integral, primitive = step.term("integral"), step.term("antiderivative")
    remainder = step.proposed.get("remainder")
    if (remainder is not None) != (step.rule == "integration-by-parts"):
        raise Refusal(f"this is no step by {step.rule}")
    if integral[0] != "integral":
        raise Refusal("antiderivatives are for integrals over an interval")
    _, f, x, low, high = integral
    _check_primitive(f, x, primitive, remainder)
    bracket: Term = ("bracket", primitive, x, low, high)
    bracket_value(bracket, step.grounds.vanishing)
    new = bracket
    if remainder is not None:
        rest = ("integral", remainder, x, low, high)
        step.needed.append(("integrable", *rest[1:]))
        new = ("add", bracket, rest)
    if occurs_in(integral, step.before) == occurs_in(integral, step.after):
        raise Refusal("the integral stays in the line")
    replaced_by(step, integral, new)
    _check_same(step, "antiderivative")


def _check_primitive(f: Term, x: Term, primitive: Term, remainder: Term | None) -> None:
    slope = differential(without_densities(primitive), x, ONE)
    value = f if remainder is None else ("sub", f, remainder)
    if not equal(slope, without_densities(value), ALL):
        raise Refusal("the antiderivative's derivative is another")


def _check_integrable(step: Step) -> None:
    """Check that a nonnegative function has an antiderivative with finite end values."""
    if step.rule != "antiderivative" or step.proposed.keys() != {"antiderivative"}:
        raise Refusal("a function is integrable by an antiderivative, not by parts")
    if step.after[0] != "integrable" or not same(step.after[1], step.before):
        raise Refusal("another function is said to be integrable")
    _, f, x, low, high = step.after
    if not nonnegative(f):
        raise Refusal("the function is not seen to be nonnegative")
    primitive = step.term("antiderivative")
    _check_primitive(f, x, primitive, None)
    bracket_value(("bracket", primitive, x, low, high), step.grounds.vanishing)
    _check_same(step, "antiderivative")


def _check_same(step: Step, *names: str) -> None:
    """Refuse what the author gives where the justification says otherwise."""
    for name in names:
        given, proposed = step.given.get(name), step.proposed.get(name)
        if given is not None and (proposed is None or not same(given, proposed)):
            raise Refusal(f"the author's {name} is not the one of the justification")


# -- limits ---------------------------------------------------------------------------------------


def check_limits(step: Step) -> None:
    """Check brackets by their end values, or a statement that something tends to a limit."""
    if step.relation == "tends to":
        _check_tends(step)
        return
    brackets = [t for p in (step.before, step.after) for t in subterms(p) if t[0] == "bracket"]
    changing = [t for t in brackets if occurs_in(t, step.before) != occurs_in(t, step.after)]
    if step.rule != "end-values" or not changing:
        raise Refusal("no bracket is evaluated")
    before, after = step.before, step.after
    for bracket in changing:
        value = bracket_value(bracket, step.grounds.vanishing)
        _check_given_ends(step, value)
        before, after = replace_all(before, bracket, value), replace_all(after, bracket, value)
    if not equal(before, after, frozenset({EXPONENTS})):
        raise Refusal("the end values do not give this line")


def _check_given_ends(step: Step, value: Term) -> None:
    for name, found in (("upper", value[1]), ("lower", value[2])):
        given = step.given.get(name)
        if isinstance(given, tuple) and not equal(given, found, frozenset({EXPONENTS})):
            raise Refusal(f"the {name} end value is another")


def _check_tends(step: Step) -> None:
    if step.rule != "limit" or step.after[0] != "tends" or not same(step.after[1], step.before):
        raise Refusal("another function is said to tend to a limit")
    _, f, x, value, *points = step.after
    for point in points:
        _check_point(point, x)
        check_limit(f, x, value, point, step.grounds.vanishing)


def _check_point(point: Term, x: Term) -> None:
    """Refuse a point that is no limit of points of the variable's domain."""
    if shape(x) is not None or (point not in (OO, MINUS_OO) and shape(point) is not None):
        raise Refusal("a limit is one of a variable that is a number, at a number or at infinity")
    below = x[2][0] in ("positive", "nonnegative", "natural", "dimension")
    whole = x[2][0] in ("natural", "dimension")
    if x[2][0] == "unit_interval" and (
        point in (OO, MINUS_OO) or not (nonnegative(point) and nonnegative(("sub", ONE, point)))
    ):
        raise Refusal("the variable does not reach this point")
    if (below and point == MINUS_OO) or (whole and point != OO) or x[2][0] == "index":
        raise Refusal("the variable does not reach this point")
    if below and point not in (OO, ZERO) and not nonnegative(point):
        raise Refusal("the variable does not reach this point")


# -- changes of variables -------------------------------------------------------------------------


def check_substitution(step: Step) -> None:
    """Check an increasing change of variables, with its Jacobian and its ends."""
    integral, u, value = step.term("integral"), step.term("variable"), step.term("value")
    low, high = step.term("lower"), step.term("upper")
    if integral[0] != "integral" or not is_symbol(u) or shape(u) is not None or u in free(integral):
        raise Refusal("this is no change of variables in one dimension")
    _, f, x, a, b = integral
    if x[2] != ("real",) or u[2] != ("real",):
        raise Refusal("a change of variables between other domains than the real numbers")
    jacobian = differential(value, u, ONE)
    if not positive(jacobian):
        raise Refusal("the new variable is not seen to increase with the old")
    for end, old in ((low, a), (high, b)):
        check_limit(value, u, old, end, step.grounds.vanishing)
    given = step.given.get("jacobian")
    if given is not None:
        if not equal(given, jacobian, ALL):
            raise Refusal("the Jacobian is another")
        jacobian = given
    _check_same(step, "variable", "value")
    new = ("integral", ("mul", substitute(f, {x: value}), jacobian), u, low, high)
    _once(step, integral)
    replaced_by(step, integral, new)


def _once(step: Step, old: Term) -> None:
    if occurs_in(old, step.before) == occurs_in(old, step.after):
        raise Refusal("what the rule acts on stays in the line")


def check_linear_substitution(step: Step) -> None:
    """Check ``x = b + A z`` with an invertible A, and the modulus of its determinant."""
    integral, z = step.term("integral"), step.term("variable")
    value, matrix = step.term("value"), step.term("matrix")
    if integral[0] != "space" or not is_symbol(z) or z[2] != integral[2][2]:
        raise Refusal("this is no change of variables in space")
    if z in free(integral) or z in free(matrix):
        raise Refusal("the new variable occurs already")
    _, f, x = integral
    h = ("sym", "h~", z[2])
    if not equal(differential(value, z, h), ("matmul", matrix, h), ALL):
        raise Refusal("the value is not linear in the new variable with this matrix")
    if not is_invertible(matrix):
        raise Refusal("the matrix is not seen to be invertible")
    volume = fun("abs", ("det", matrix))
    _once(step, integral)
    replaced_by(step, integral, ("space", ("mul", substitute(f, {x: value}), volume), z))
    _check_same(step, "variable", "value", "matrix")


def check_polar(step: Step) -> None:
    """Check polar coordinates in the plane, for a nonnegative function."""
    integral, r, angle = step.term("integral"), step.term("radius"), step.term("angle")
    if integral[0] != "integral" or integral[1][0] != "integral":
        raise Refusal("polar coordinates are for an integral over the plane")
    (_, (_, f, v, *inner), u, *outer) = integral
    if inner != [MINUS_OO, OO] or outer != [MINUS_OO, OO] or {u[2], v[2]} != {("real",)}:
        raise Refusal("polar coordinates are for an integral over the plane")
    if u == v or r == angle or r[2][0] not in ("nonnegative", "positive") or angle[2] != ("real",):
        raise Refusal("a radius is not negative, and an angle any number")
    if {r, angle} & free(f) or not nonnegative(f):
        raise Refusal("the function is not seen to be nonnegative")
    at = {u: ("mul", r, fun("cos", angle)), v: ("mul", r, fun("sin", angle))}
    body = ("mul", substitute(f, at), r)
    new = ("integral", ("integral", body, r, ZERO, OO), angle, ZERO, ("mul", ("int", 2), PI))
    _once(step, integral)
    replaced_by(step, integral, new)
    _check_same(step, "radius", "angle")


def check_integral_of_derivative(step: Step) -> None:
    """Check that a polynomial times a Gaussian has a derivative with integral zero."""
    integral = step.term("integral")
    inner = integral[1]
    if integral[0] != "space" or inner[0] != "deriv":
        raise Refusal("this is no integral of a derivative over space")
    _, f, y, point = inner
    x = integral[2]
    if y != x or point != x or not is_gaussian(f, x):
        raise Refusal("the function is not seen to be a polynomial times a Gaussian")
    step.grounds.vanishing()
    size = shape(inner)
    _once(step, integral)
    replaced_by(step, integral, ZERO if size is None else ("zero", *size))
