"""Checks: one for each kind of justification; each forms its own proposition and conditions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sympy import Integer, oo
from sympy.core.basic import Basic

from derive.derivation import Kind, Relation
from derive.kernel.definedness import check_defined
from derive.kernel.derivative import derivative
from derive.kernel.facts import Declined, Facts, described
from derive.kernel.limits import limit, tends_to
from derive.kernel.normal_form import (
    ALGEBRA,
    DEFINITIONS,
    EXPONENTIALS,
    LINEARITY,
    POINTWISE,
    THEORIES,
    TRIGONOMETRY,
    NormalForm,
    equal,
)
from derive.kernel.order_of_terms import direction
from derive.kernel.signs import is_natural, is_nonnegative, is_positive
from derive.notation import (
    Abs,
    AtMost,
    Bracket,
    Equal,
    Integrable,
    Integral,
    Minus,
    Plus,
    Power,
    Proposition,
    Sqrt,
    TendsTo,
    Times,
    Var,
    canonical,
    cos,
    free,
    pi,
    rewrite,
    same,
    sin,
    substitute,
    subterms,
    unfold,
)

ZERO = Integer(0)
BOUNDS = {Relation.EQUAL, Relation.AT_MOST, Relation.LESS}


@dataclass(frozen=True)
class Question:
    """What a check is asked: does ``before relation after`` follow?

    ``lines`` and ``relations`` are the chain so far, for conclusions that rest on all of it.
    """

    before: Basic
    relation: Relation
    after: Basic
    lines: Sequence[Basic]
    relations: Sequence[Relation]


Parameters = Mapping[str, Any]
Equation = tuple[Basic, Basic]


def _entails(
    question: Question, equations: Iterable[Equation], theories: Iterable[str] = ()
) -> None:
    """Check that the two lines are equal once each left side is replaced by its right side."""
    if question.relation is not Relation.EQUAL:
        raise Declined(f"this justification shows an equality, not '{question.relation.value}'")
    before, after = question.before, question.after
    for left, right in equations:
        before, after = _replaced(before, left, right), _replaced(after, left, right)
    if not equal(before, after, theories):
        raise Declined("the two lines do not have the same normal form")


def _replaced(term: Basic, old: Basic, new: Basic) -> Any:
    key = canonical(old)
    return rewrite(
        term,
        lambda t: new if t == old or (t.func == old.func and canonical(t) == key) else None,
    )


def _definition(question: Question, parameters: Parameters, facts: Facts) -> None:
    equations = []
    for term in parameters.get("terms", ()):
        unfolded = unfold(term)
        if unfolded is None:
            raise Declined(f"{described(term)} has no definition")
        equations.append((term, unfolded))
    _entails(question, equations)


def _normal_form(question: Question, parameters: Parameters, facts: Facts) -> None:
    theories = frozenset(parameters.get("theories", ()))
    if not theories <= THEORIES - {DEFINITIONS, LINEARITY}:
        raise Declined("an equality by normal form has no such theory")
    _entails(question, (), theories)


def _linearity(question: Question, parameters: Parameters, facts: Facts) -> None:
    facts.axiom("linearity of convergent integrals")
    _entails(question, (), {LINEARITY})


def _differentiated_back(antiderivative: Basic, body: Basic, x: Var, facts: Facts) -> None:
    """Check that F′ = f wherever the variable is in its domain."""
    check_defined(antiderivative, facts)
    if not equal(derivative(antiderivative, x), body, POINTWISE):
        raise Declined(
            f"the derivative of {described(antiderivative)} is not {described(body)}"
        )


def _antiderivative(question: Question, parameters: Parameters, facts: Facts) -> None:
    facts.axiom("fundamental theorem of calculus")
    antiderivative = parameters["antiderivative"]
    if question.relation is Relation.IS_INTEGRABLE:
        proposition = question.after
        assert isinstance(proposition, Integrable)
        body, x, lower, upper = proposition.args
        if not is_nonnegative(body):
            raise Declined(f"{described(body)} is not shown to be nonnegative")
        _differentiated_back(antiderivative, body, x, facts)
        check_defined(Bracket(antiderivative, x, lower, upper), facts)
        return
    integral, remainder = parameters["integral"], parameters.get("remainder")
    if not isinstance(integral, Integral):
        raise Declined(f"{described(integral)} is not an integral")
    body, x, lower, upper = integral.args
    found: Basic = Bracket(antiderivative, x, lower, upper)
    if remainder is None:
        _differentiated_back(antiderivative, body, x, facts)
    else:
        _differentiated_back(antiderivative, Minus(body, remainder), x, facts)
        facts.axiom("linearity of convergent integrals")
        rest = Integral(remainder, x, lower, upper)
        check_defined(rest, facts)
        found = Plus(found, rest)
    check_defined(found, facts)
    _entails(question, [(integral, found)])


def _change_of_variables(question: Question, parameters: Parameters, facts: Facts) -> None:
    facts.axiom("change of variables")
    integral, u, value = parameters["integral"], parameters["variable"], parameters["value"]
    lower, upper = parameters.get("lower", -oo), parameters.get("upper", oo)
    if not isinstance(integral, Integral):
        raise Declined(f"{described(integral)} is not an integral")
    body, x, a, b = integral.args
    if u in (free(body) - {x}) | free(a) | free(b):
        raise Declined(f"{u.name} already occurs in the integral")
    check_defined(value, facts)
    jacobian = derivative(value, u)
    if not _increasing(jacobian):
        raise Declined(f"{x.name} = {described(value)} is not shown to increase with {u.name}")
    for end, image in ((lower, a), (upper, b)):
        found = limit(value, u, end, facts)
        if not equal(found, image, ALGEBRA):
            raise Declined(
                f"{x.name} tends to {described(found)}, not {described(image)}, "
                f"as {u.name} tends to {described(end)}"
            )
    changed = Integral(Times(substitute(body, {x: value}), jacobian), u, lower, upper)
    check_defined(changed, facts)
    _entails(question, [(integral, changed)])


def _increasing(jacobian: Basic) -> bool:
    form = NormalForm(ALGEBRA)
    return form.signs(form.of(canonical(jacobian))) == frozenset({1})


def _polar_coordinates(question: Question, parameters: Parameters, facts: Facts) -> None:
    """Check ∫∫ f(u, v) dv du over the plane = ∫∫ f(r cos θ, r sin θ) r dr dθ, for f ≥ 0.

    (r, θ) ↦ (r cos θ, r sin θ) maps (0, ∞) × (0, 2π) one to one onto the plane less a
    half-line, which is a null set; the Jacobian is computed here.
    """
    facts.axiom("change of variables")
    facts.axiom("Tonelli's theorem")
    integral, r, theta = parameters["integral"], parameters["radius"], parameters["angle"]
    inner = integral.body if isinstance(integral, Integral) else None
    if not isinstance(inner, Integral) or {*integral.args[2:], *inner.args[2:]} != {oo, -oo}:
        raise Declined(f"{described(integral)} is not an integral over the plane")
    f, v, u = inner.body, inner.variable, integral.variable
    if v == u or r == theta or {r, theta} & (free(f) | {u, v}):
        raise Declined("the coordinates must be four different variables")
    if not is_nonnegative(f):
        raise Declined(f"{described(f)} is not shown to be nonnegative")
    x, y = r * cos(theta), r * sin(theta)
    jacobian = Minus(
        Times(derivative(x, r), derivative(y, theta)),
        Times(derivative(x, theta), derivative(y, r)),
    )
    if not equal(jacobian, r, {TRIGONOMETRY}):
        raise Declined("the Jacobian of polar coordinates is not r")
    changed = Integral(
        Integral(Times(substitute(f, {u: x, v: y}), r), r, 0, oo), theta, 0, 2 * pi
    )
    check_defined(substitute(f, {u: x, v: y}), facts)
    _entails(question, [(integral, changed)])


def _limit(question: Question, parameters: Parameters, facts: Facts) -> None:
    if question.relation is Relation.TENDS_TO:
        proposition = question.after
        assert isinstance(proposition, TendsTo)
        x = proposition.variable
        if -oo in proposition.points and x.domain != "real":
            raise Declined(f"{x.name} is declared {x.domain}: it does not tend to -oo")
        tends_to(proposition.body, x, proposition.limit, proposition.points, facts)
        return
    equations = []
    for bracket in {t for s in (question.before, question.after) for t in subterms(s)}:
        if isinstance(bracket, Bracket):
            body, x, lower, upper = bracket.args
            ends = Minus(limit(body, x, upper, facts), limit(body, x, lower, facts))
            if {oo, -oo} & set(ends.args):
                raise Declined(f"{described(bracket)} is not finite")
            equations.append((bracket, ends))
    _entails(question, equations, {EXPONENTIALS})


def _monotonicity(question: Question, parameters: Parameters, facts: Facts) -> None:
    """Check before ≤ after from smaller ≤ larger, where larger − smaller is seen to be ≥ 0."""
    smaller, larger, difference = (parameters[p] for p in ("smaller", "larger", "difference"))
    for term in (smaller, larger, difference):
        check_defined(term, facts)
    if not is_nonnegative(difference):
        raise Declined(f"{described(difference)} is not shown to be nonnegative")
    if not equal(Minus(larger, smaller), difference, ALGEBRA):
        raise Declined(
            f"{described(larger)} − {described(smaller)} is not {described(difference)}"
        )
    _ordered(question, smaller, larger, facts)


def _ordered(question: Question, smaller: Basic, larger: Basic, facts: Facts) -> None:
    """Check before ≤ after, where one arises from the other by smaller ↔ larger."""
    if question.relation is not Relation.AT_MOST:
        raise Declined(f"this justification shows '<=', not '{question.relation.value}'")
    if any(isinstance(t, Integral) for t in subterms(question.before)):
        facts.axiom("monotonicity of convergent integrals")
    for old, new in ((smaller, larger), (larger, smaller)):
        reached = _replaced(question.before, old, new)
        if reached != question.before and equal(reached, question.after):
            if direction(question.before, reached, smaller, larger) < 0:
                raise Declined("the replacement makes the line smaller, not larger")
            check_defined(reached, facts)
            return
    raise Declined(f"replacing {described(smaller)} by {described(larger)} does not give the line")


def _theorem(question: Question, parameters: Parameters, facts: Facts) -> None:
    claim = facts.theorem(parameters["name"])
    values = dict(parameters.get("values", {}))
    for variable, value in values.items():
        if variable not in free(claim):
            raise Declined(f"{parameters['name']} has no variable {described(variable)}")
        _check_domain(variable, value)
        check_defined(value, facts)
    instance = substitute(claim, values)
    if isinstance(instance, Equal):
        _entails(question, [(instance.left, instance.right)])
    elif isinstance(instance, AtMost):
        _ordered(question, instance.left, instance.right, facts)
    else:
        raise Declined(f"{parameters['name']} is not an equality or an inequality")


def _check_domain(variable: Var, value: Basic) -> None:
    holds = {
        "real": True,
        "positive": is_positive(value),
        "nonnegative": is_nonnegative(value),
        "natural": is_natural(value),
    }[variable.domain]
    if not holds:
        raise Declined(f"{variable.name} = {described(value)} is not shown to be {variable.domain}")


def _comparison(question: Question, parameters: Parameters, facts: Facts) -> None:
    """Conclude from |f| ≤ g with g → 0 that f → 0; from |f| ≤ g integrable, that f is."""
    if question.relation is not Relation.IMPLIES or len(question.lines) < 2:
        raise Declined("a comparison concludes from the lines before it")
    start, last, after = question.lines[0], question.lines[-1], question.after
    *bounding, _ = question.relations[: len(question.lines) - 1]
    if not isinstance(start, Abs) or not set(bounding) <= BOUNDS:
        raise Declined("the lines before do not bound a modulus")
    if not isinstance(after, (TendsTo, Integrable)) or after.func != last.func:
        raise Declined("the conclusion is not of the same form as the line before")
    if not same(after.func(start, *after.args[1:]), last.func(start, *last.args[1:])):
        raise Declined("the conclusion is not about the same variable, points and value")
    if after.body != start.args[0]:
        raise Declined(f"the modulus bounded is not that of {described(after.body)}")
    if isinstance(after, TendsTo) and after.limit != ZERO:
        raise Declined("a bound that tends to 0 is needed")
    if isinstance(after, Integrable):
        facts.axiom("monotonicity of convergent integrals")


def _square_root(question: Question, parameters: Parameters, facts: Facts) -> None:
    """Conclude from a² = b, where a ≥ 0, that a = √b."""
    start, last, after = question.lines[0], question.lines[-1], question.after
    equalities = set(question.relations[: len(question.lines) - 1]) <= {Relation.EQUAL}
    if question.relation is not Relation.IMPLIES or not equalities or isinstance(last, Proposition):
        raise Declined("the lines before do not say that a square equals something")
    if not isinstance(start, Power) or start.args[1] != 2:
        raise Declined(f"{described(start)} is not a square")
    if not is_nonnegative(start.args[0]):
        raise Declined(f"{described(start.args[0])} is not shown to be nonnegative")
    if after != Equal(start.args[0], Sqrt(last)):
        raise Declined("the conclusion is not that the root of the one is that of the other")


CHECKS: dict[Kind, Callable[[Question, Parameters, Facts], None]] = {
    Kind.DEFINITION: _definition,
    Kind.NORMAL_FORM: _normal_form,
    Kind.LINEARITY: _linearity,
    Kind.ANTIDERIVATIVE: _antiderivative,
    Kind.CHANGE_OF_VARIABLES: _change_of_variables,
    Kind.POLAR_COORDINATES: _polar_coordinates,
    Kind.LIMIT: _limit,
    Kind.MONOTONICITY: _monotonicity,
    Kind.THEOREM: _theorem,
    Kind.COMPARISON: _comparison,
    Kind.SQUARE_ROOT: _square_root,
}
