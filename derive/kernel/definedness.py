"""Definedness: every side condition that a line carries, formed and discharged."""

from __future__ import annotations

from sympy import Rational, oo
from sympy.core.basic import Basic

from derive.kernel.assumptions import is_assumed
from derive.kernel.derivative import OPEN, differential, direction_of
from derive.kernel.facts import Declined, Facts
from derive.kernel.form import ARGUMENTS
from derive.kernel.gaussian import depends_on, split
from derive.kernel.limits import is_continuous, limit
from derive.kernel.matrix_facts import is_invertible, is_positive_definite
from derive.kernel.multivariate_gaussian import check_gaussian
from derive.kernel.signs import (
    is_in_domain,
    is_integer,
    is_natural,
    is_nonnegative,
    is_nonzero,
    is_positive,
)
from derive.notation import (
    KL,
    AtMost,
    Bracket,
    Cholesky,
    Comparison,
    Derivative,
    Determinant,
    Entry,
    Expectation,
    Integrable,
    Integral,
    Inverse,
    Lambda,
    Less,
    Log,
    Minus,
    MultivariateNormal,
    Normal,
    Over,
    PositiveDefinite,
    Power,
    Proposition,
    Sqrt,
    StrictlyConvex,
    TendsTo,
    Unequal,
    Var,
    free,
    is_scalar,
    substitute,
    unfold,
)

FURTHER = (Var, Entry, TendsTo, StrictlyConvex)
"""The nodes of the notation that take as many arguments as there are."""


def check_defined(line: Basic, facts: Facts) -> None:
    """Check that a line is defined for all values of its variables in their domains.

    Raises
    ------
    Declined
        Naming the first condition that is not discharged.
    """
    if line in facts.defined:
        return
    for part in line.args:
        check_defined(part, facts)
    _check_node(line, facts)
    facts.defined.add(line)


def _check_node(node: Basic, facts: Facts) -> None:
    a = node.args
    known = type(node) in ARGUMENTS or type(node) in FURTHER or isinstance(node, Rational)
    if not known and node not in (oo, -oo):
        raise Declined("the kernel does not know where ", node, " is defined")
    if not isinstance(node, (Integral, Bracket, Integrable, TendsTo)) and (oo in a or -oo in a):
        raise Declined("oo is not a number, but an argument in ", node)
    if isinstance(node, Lambda):
        _discharge(Less(0, a[0]), is_positive(a[0]), facts)
    elif isinstance(node, Inverse):
        _discharge_matrix(Unequal(Determinant(a[0]), 0), a[0], is_invertible(a[0]), facts)
    elif isinstance(node, Cholesky):
        facts.axiom("existence of the Cholesky factor, by induction on the dimension")
        _discharge_matrix(PositiveDefinite(a[0]), a[0], is_positive_definite(a[0]), facts)
    elif isinstance(node, MultivariateNormal):
        _discharge_matrix(PositiveDefinite(a[1]), a[1], is_positive_definite(a[1]), facts)
    elif isinstance(node, Derivative):
        _check_derivative(node)
    elif isinstance(node, Over):
        _discharge(Unequal(a[1], 0), is_nonzero(a[1]), facts)
    elif isinstance(node, Log):
        _discharge(Less(0, a[0]), is_positive(a[0]), facts)
    elif isinstance(node, Sqrt):
        _discharge(AtMost(0, a[0]), is_nonnegative(a[0]), facts)
    elif isinstance(node, Power):
        _check_power(a[0], a[1], facts)
    elif isinstance(node, Normal):
        _discharge(Less(0, node.std), is_positive(node.std), facts)
    elif isinstance(node, (Expectation, KL)):
        check_defined(unfold(node), facts)
    elif isinstance(node, (Integral, Bracket)):
        _check_interval(node, facts)
        if isinstance(node, Integral):
            check_integrable(node.body, node.variable, a[2], a[3], facts)
        else:
            _check_end_values(node, facts)


def _discharge(condition: Comparison, holds: bool, facts: Facts) -> None:
    about = condition.args[1] if isinstance(condition, (Less, AtMost)) else condition.args[0]
    if not holds:
        hint = f": declare {about.name} with positive(…)" if isinstance(about, Var) else ""
        raise Declined("the condition ", condition, f" is not shown{hint}")
    if about.free_symbols:
        facts.discharge(condition, "declared" if isinstance(about, Var) else "by its sign")


def _check_derivative(node: Derivative) -> None:
    """Check that the body is differentiable on the variable's domain, and the point lies in it."""
    x = node.variable
    if x.domain not in OPEN:
        raise Declined(x, f" is declared {x.domain}: that is no domain to differentiate in")
    if not is_in_domain(node.point, x):
        raise Declined(node.point, f" is not shown to be {x.domain}")
    differential(node.body, x, direction_of(x))


def _discharge_matrix(condition: Proposition, a: Basic, holds: bool, facts: Facts) -> None:
    if not holds:
        raise Declined("the condition ", condition, " is not shown")
    if a.free_symbols:
        facts.discharge(condition, "declared" if isinstance(a, Var) else "by its form")


def _check_power(base: Basic, exponent: Basic, facts: Facts) -> None:
    if is_natural(exponent):
        return
    if is_integer(exponent):
        _discharge(Unequal(base, 0), is_nonzero(base), facts)
    elif isinstance(exponent, Rational) and exponent > 0:
        _discharge(AtMost(0, base), is_nonnegative(base), facts)
    else:
        _discharge(Less(0, base), is_positive(base), facts)


def _check_interval(node: Integral | Bracket, facts: Facts) -> None:
    """Check lower ≤ upper, and that the interval lies in the variable's domain."""
    x, lower, upper = node.args[1:]
    if not is_scalar(x):
        return
    if lower == oo or upper == -oo or x in lower.free_symbols | upper.free_symbols:
        raise Declined("(", lower, ", ", upper, ") is not an interval for ", x)
    if oo not in (upper, -lower) and not is_nonnegative(Minus(upper, lower)):
        raise Declined("the condition ", AtMost(lower, upper), " is not shown")
    if oo not in (upper, -lower) and free(lower) | free(upper):
        facts.discharge(AtMost(lower, upper), "by its sign")
    if x.domain == "real":
        return
    inside = lower != -oo and is_nonnegative(lower)
    if x.domain == "unit interval":
        inside = inside and upper != oo and is_nonnegative(Minus(1, upper))
    if x.domain not in ("positive", "nonnegative", "unit interval") or not inside:
        raise Declined(
            x, f" is declared {x.domain}, which (", lower, ", ", upper, ") does not lie in"
        )


def check_integrable(body: Basic, x: Var, lower: Basic, upper: Basic, facts: Facts) -> None:
    """Check that a body, defined inside the interval, is integrable over it."""
    proposition = Integrable(body, x, lower, upper)
    if not is_scalar(x):
        if is_assumed(proposition, facts.assumptions):
            facts.discharge(proposition, "linear combination of what is assumed")
            return
        check_gaussian(body, x)
        name = facts.integrability_in_space()
        facts.axiom("linearity of convergent integrals")
        facts.discharge(proposition, f"by {name}, linearly")
        return
    if oo not in (upper, -lower):
        if not is_continuous(body, x):
            if depends_on(body, x):
                raise Declined("the continuity of ", body, " in ", x, " is not shown")
            facts.discharge(proposition, "constant on a bounded interval")
            return
        for end in (lower, upper):
            check_defined(substitute(body, {x: end}), facts)
        facts.discharge(proposition, "continuous on a closed interval")
        return
    constant, gaussian = split(body, x)
    if constant:
        raise Declined(body, " is not seen to be integrable over an infinite interval")
    if gaussian:
        name = facts.integrability()
        facts.axiom("linearity of convergent integrals")
        facts.discharge(proposition, f"by {name}, linearly")


def _check_end_values(node: Bracket, facts: Facts) -> None:
    body, x, lower, upper = node.args
    for end in (lower, upper):
        if limit(body, x, end, facts) in (oo, -oo):
            raise Declined(body, " has no finite limit as ", x, " tends to ", end)
