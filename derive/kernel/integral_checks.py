"""Integral checks: linearity, antiderivatives, changes of variables, limits."""

from __future__ import annotations

from sympy import oo
from sympy.core.basic import Basic

from derive.derivation import Relation
from derive.kernel.definedness import check_defined
from derive.kernel.derivative import derivative
from derive.kernel.facts import Declined, Facts
from derive.kernel.limits import limit, tends_to
from derive.kernel.normal_form import NormalForm, equal
from derive.kernel.question import Parameters, Question, check_needed, entails
from derive.kernel.signs import is_nonnegative
from derive.kernel.theories import (
    ALGEBRA,
    EXPONENTIALS,
    LINEARITY,
    MATRICES,
    POINTWISE,
    SUMS,
    TRACES,
    TRIGONOMETRY,
)
from derive.notation import (
    Bracket,
    Integrable,
    Integral,
    Minus,
    Plus,
    TendsTo,
    Times,
    Var,
    cos,
    free,
    pi,
    sin,
    substitute,
    subterms,
)


def check_linearity(question: Question, parameters: Parameters, facts: Facts) -> None:
    """Check an equality whose integrals and expectations are split into pieces.

    Both lines are defined, so each piece that they name converges.
    """
    facts.axiom("linearity of convergent integrals")
    theories = frozenset(parameters.get("theories", ()))
    if not theories <= {MATRICES, TRACES, SUMS}:
        raise Declined("linearity has no such theory")
    entails(question, (), theories | {LINEARITY})
    check_needed(question, theories, "the linearity of integrals")


def _differentiated_back(antiderivative: Basic, body: Basic, x: Var, facts: Facts) -> None:
    """Check that F′ = f wherever the variable is in its domain."""
    check_defined(antiderivative, facts)
    if not equal(derivative(antiderivative, x), body, POINTWISE):
        raise Declined("the derivative of ", antiderivative, " is not ", body)


def check_antiderivative(question: Question, parameters: Parameters, facts: Facts) -> None:
    """Check ∫ f = [F] + ∫ g where F′ + g = f, or that f ≥ 0 with F′ = f is integrable."""
    facts.axiom("fundamental theorem of calculus")
    antiderivative = parameters["antiderivative"]
    if question.relation is Relation.IS_INTEGRABLE:
        proposition = question.after
        assert isinstance(proposition, Integrable)
        body, x, lower, upper = proposition.args
        if not is_nonnegative(body):
            raise Declined(body, " is not shown to be nonnegative")
        _differentiated_back(antiderivative, body, x, facts)
        check_defined(Bracket(antiderivative, x, lower, upper), facts)
        return
    integral, remainder = parameters["integral"], parameters.get("remainder")
    if not isinstance(integral, Integral):
        raise Declined(integral, " is not an integral")
    body, x, lower, upper = integral.args
    found: Basic = Bracket(antiderivative, x, lower, upper)
    if remainder is None:
        _differentiated_back(antiderivative, body, x, facts)
    else:
        _differentiated_back(antiderivative, Minus(body, remainder), x, facts)
        facts.axiom("linearity of convergent integrals")
        rest = Integral(remainder, x, lower, upper)
        found = Plus(found, rest)
    check_defined(found, facts)
    entails(question, [(integral, found)])


def check_change_of_variables(question: Question, parameters: Parameters, facts: Facts) -> None:
    """Check ∫ f(x) dx = ∫ f(φ(u))·φ′(u) du, where φ increases from one end to the other."""
    facts.axiom("change of variables")
    integral, u, value = parameters["integral"], parameters["variable"], parameters["value"]
    lower, upper = parameters.get("lower", -oo), parameters.get("upper", oo)
    if not isinstance(integral, Integral):
        raise Declined(integral, " is not an integral")
    body, x, a, b = integral.args
    if u in (free(body) - {x}) | free(a) | free(b):
        raise Declined(u, " already occurs in the integral")
    check_defined(value, facts)
    jacobian = derivative(value, u)
    if not _increasing(jacobian):
        raise Declined(x, " = ", value, " is not shown to increase with ", u)
    for end, image in ((lower, a), (upper, b)):
        found = limit(value, u, end, facts)
        if not equal(found, image, ALGEBRA):
            raise Declined(x, " tends to ", found, ", not ", image, ", as ", u, " tends to ", end)
    changed = Integral(Times(substitute(body, {x: value}), jacobian), u, lower, upper)
    check_defined(changed, facts.apart())
    entails(question, [(integral, changed)])


def _increasing(jacobian: Basic) -> bool:
    form = NormalForm(ALGEBRA)
    return form.signs(form.read(jacobian)) == frozenset({1})


def check_polar_coordinates(question: Question, parameters: Parameters, facts: Facts) -> None:
    """Check ∫∫ f(u, v) dv du over the plane = ∫∫ f(r cos θ, r sin θ) r dr dθ, for f ≥ 0.

    (r, θ) ↦ (r cos θ, r sin θ) maps (0, ∞) × (0, 2π) one to one onto the plane less a
    half-line, which is a null set; the Jacobian is computed here.
    """
    facts.axiom("change of variables")
    facts.axiom("Tonelli's theorem")
    integral, r, theta = parameters["integral"], parameters["radius"], parameters["angle"]
    inner = integral.body if isinstance(integral, Integral) else None
    if not isinstance(inner, Integral) or {*integral.args[2:], *inner.args[2:]} != {oo, -oo}:
        raise Declined(integral, " is not an integral over the plane")
    f, v, u = inner.body, inner.variable, integral.variable
    if v == u or r == theta or {r, theta} & (free(f) | {u, v}):
        raise Declined("the coordinates must be four different variables")
    if not is_nonnegative(f):
        raise Declined(f, " is not shown to be nonnegative")
    x, y = r * cos(theta), r * sin(theta)
    jacobian = Minus(
        Times(derivative(x, r), derivative(y, theta)),
        Times(derivative(x, theta), derivative(y, r)),
    )
    if not equal(jacobian, r, {TRIGONOMETRY}):
        raise Declined("the Jacobian of polar coordinates is not r")
    changed = Integral(Integral(Times(substitute(f, {u: x, v: y}), r), r, 0, oo), theta, 0, 2 * pi)
    check_defined(substitute(f, {u: x, v: y}), facts)
    entails(question, [(integral, changed)])


def _can_tend(x: Var, point: Basic) -> bool:
    """Say whether a point is a limit of other points in the variable's domain."""
    if x in point.free_symbols:
        return False
    if x.domain == "real":
        return True
    if point == oo:
        return x.domain in ("positive", "nonnegative", "natural")
    whole = x.domain in ("positive", "nonnegative")
    return whole and point != -oo and is_nonnegative(point)


def check_limit(question: Question, parameters: Parameters, facts: Facts) -> None:
    """Check a limit, or a line in which each bracket is the difference of its end values."""
    if question.relation is Relation.TENDS_TO:
        proposition = question.after
        assert isinstance(proposition, TendsTo)
        x = proposition.variable
        for point in proposition.points:
            if not _can_tend(x, point):
                raise Declined(x, f" is declared {x.domain}: it does not tend to {point}")
        tends_to(proposition.body, x, proposition.limit, proposition.points, facts)
        return
    equations = []
    for bracket in {t for s in (question.before, question.after) for t in subterms(s)}:
        if isinstance(bracket, Bracket):
            body, x, lower, upper = bracket.args
            ends = Minus(limit(body, x, upper, facts), limit(body, x, lower, facts))
            if {oo, -oo} & set(ends.args):
                raise Declined(bracket, " is not finite")
            equations.append((bracket, ends))
    entails(question, equations, {EXPONENTIALS})
