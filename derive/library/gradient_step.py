"""Gradient descent in steps of size η: when it arrives, and why log-variances are clipped."""

from derive.derivation import Application, Derivation, Relation, Step
from derive.notation import (
    Abs,
    And,
    AtMost,
    Attracts,
    Derivative,
    Equal,
    ForAll,
    Iff,
    Less,
    Proposition,
    TendsTo,
    as_term,
    exp,
    half,
    natural,
    oo,
    real,
    substitute,
)
from derive.rules import (
    ball_arithmetic,
    bound_of_a_modulus,
    differentiation,
    geometric_sequence,
    laws_of_exponents,
    multiplier_of_a_fixed_point,
    multiplying_both_sides,
)

eta, mu0, log_var = real("eta mu_0 lambda")
n = natural("n")
source = "computed; the paper describes the dynamics in words"

arrives = ForAll(TendsTo((1 - eta) ** n * mu0, n, 0, oo), mu0)
step_of_log_var = log_var - half * (eta * (exp(log_var) - 1))
contraction = 1 - eta / 2


def _equivalent(name: str, line: Proposition, by: Application, reason: str) -> Step:
    return Step(name, line, relation=Relation.EQUIVALENT, by=by, reason=reason)


MEAN = Derivation(
    name="gradient_step_mean",
    title="For which step sizes the mean arrives from every start",
    claim=Iff(arrives, And(Less(0, eta), Less(eta, 2))),
    start=arrives,
    arguments={"step": eta},
    steps=(
        _equivalent(
            "geometric-sequence",
            Less(Abs(1 - eta), 1),
            geometric_sequence(),
            "A step takes $\\mu$ to $\\mu - \\eta\\mu$; after $n$ of them the mean is "
            "$(1-\\eta)^n\\mu_0$, which tends to $0$ from every start exactly where $|1-\\eta| < "
            "1$.",
        ),
        _equivalent(
            "two-bounds",
            And(Less(1 - eta, 1), Less(as_term(-1), 1 - eta)),
            bound_of_a_modulus(),
            "A modulus is less than $1$ exactly between $-1$ and $1$.",
        ),
        _equivalent(
            "solve-for-the-step",
            And(Less(0, eta), Less(eta, 2)),
            multiplying_both_sides(factor=1),
            "$\\eta$ is brought to the other side in both.",
        ),
    ),
    summary="Beyond two, every step overshoots by more than it corrects.",
    source=source,
)

FACTOR = Derivation(
    name="gradient_step_log_var",
    title="Near the optimum a step multiplies the log-variance",
    claim=Equal(Derivative(step_of_log_var, log_var, 0), contraction),
    start=Derivative(step_of_log_var, log_var, 0),
    arguments={"step": eta},
    steps=(
        Step(
            "derivative",
            1 - half * (eta * exp(0)),
            by=differentiation(value=1 - half * (eta * exp(log_var))),
            reason="A step takes $\\lambda$ to $\\lambda - \\frac{\\eta}{2}(e^\\lambda - 1)$.",
        ),
        Step("value-at-rest", contraction, by=laws_of_exponents(), reason="$e^0 = 1$."),
    ),
    summary="A step is no longer linear: only near $0$ is it a multiplication.",
    source=source,
)

STABLE = Derivation(
    name="gradient_step_log_var_stable",
    title="For which step sizes the log-variance contracts near the optimum",
    claim=Iff(Less(Abs(contraction), 1), And(Less(0, eta), Less(eta, 4))),
    start=Less(Abs(contraction), 1),
    arguments={"step": eta},
    steps=(
        _equivalent(
            "two-bounds",
            And(Less(contraction, 1), Less(as_term(-1), contraction)),
            bound_of_a_modulus(),
            "A modulus is less than $1$ exactly between $-1$ and $1$.",
        ),
        _equivalent(
            "solve-for-the-step",
            And(Less(0, eta), Less(eta, 4)),
            multiplying_both_sides(factor=2),
            "Both are multiplied by $2$, and $\\eta$ is brought to the other side.",
        ),
    ),
    summary="Twice the bound for the mean: the curvature is half.",
    source=source,
)

once = log_var - 2 * (exp(log_var) - 1)
twice = once - 2 * (exp(once) - 1)
outer, inner = exp(once), exp(log_var)
slope = 1 - 2 * inner
first = slope * (1 - 2 * outer)
second = -(2 * inner * (1 - 2 * outer)) - 2 * (outer * slope**2)
third = -(2 * inner * (1 - 2 * outer)) + 12 * (inner * outer * slope) - 2 * (outer * slope**3)
at_zero = {log_var: as_term(0)}

BOUNDARY = Derivation(
    name="gradient_step_log_var_boundary",
    title="At the largest step size two steps still contract, to third order",
    claim=Equal(Derivative(Derivative(Derivative(twice, log_var), log_var), log_var, 0), -8),
    start=Derivative(Derivative(Derivative(twice, log_var), log_var), log_var, 0),
    arguments={},
    steps=(
        Step(
            "first-derivative",
            Derivative(Derivative(first, log_var), log_var, 0),
            by=differentiation(values=[(twice, log_var, first)]),
            reason="With $\\eta = 4$ one step is $g(\\lambda) = \\lambda - 2(e^\\lambda - 1)$, "
            "and two are $g(g(\\lambda))$, with the derivative $g'(\\lambda)\\,(1 - "
            "2e^{g(\\lambda)})$.",
        ),
        Step(
            "second-derivative",
            Derivative(second, log_var, 0),
            by=differentiation(values=[(first, log_var, second)]),
            reason="The product rule: $g'$ has the derivative $-2e^\\lambda$, and $e^g$ has "
            "$e^g g'$.",
        ),
        Step(
            "third-derivative",
            substitute(third, at_zero),
            by=differentiation(values=[(second, log_var, third)]),
            reason="The product rule again, and $\\lambda = 0$ put in.",
        ),
        Step(
            "values-at-zero",
            as_term(-8),
            by=laws_of_exponents(),
            reason="All exponentials are $1$, and $g'(0) = -1$: $2 - 12 + 2 = -8$.",
        ),
    ),
    summary="There $g(g(\\lambda)) = \\lambda - \\frac43\\lambda^3 + \\dots$, because the first "
    "derivative at $0$ is $1$ and the second $0$: still attracted, but no longer geometrically.",
    source=source,
)

attracts = Attracts(step_of_log_var, log_var, 0)
ATTRACTS = Derivation(
    name="gradient_step_log_var_attracts",
    title="For which step sizes the prior attracts the log-variance",
    claim=Iff(attracts, And(AtMost(eta, 4), Less(0, eta))),
    start=attracts,
    arguments={"step": eta},
    steps=(
        _equivalent(
            "multiplier",
            And(AtMost(-1, contraction), Less(contraction, 1)),
            multiplier_of_a_fixed_point(
                parameter=eta,
                multiplier=contraction,
                slope=-half,
                flips=4,
                rests=0,
                third=-8,
            ),
            "The multiplier at $0$ is $1 - \\eta/2$.  At $\\eta = 4$ it is $-1$, and two steps "
            "have the third derivative $-8 < 0$; at $\\eta = 0$ nothing moves.",
        ),
        _equivalent(
            "first-bound",
            And(AtMost(eta, 4), Less(contraction, 1)),
            multiplying_both_sides(factor=2),
            "Multiplied by $2$, and $\\eta$ brought to the other side.",
        ),
        _equivalent(
            "second-bound",
            And(AtMost(eta, 4), Less(0, eta)),
            multiplying_both_sides(factor=2),
            "Multiplied by $2$, and $\\eta$ brought to the other side.",
        ),
    ),
    summary="Geometrically for $\\eta < 4$, like $1/\\sqrt n$ at $\\eta = 4$.",
    source=source,
)

OVERSHOOT = Derivation(
    name="gradient_step_overshoot",
    title="Far from the optimum one step can overshoot by ten million times the distance",
    claim=Less(20 - half * (exp(20) - 1), as_term(-(10**8))),
    start=20 - half * (exp(20) - 1),
    arguments={},
    steps=(
        Step(
            "value",
            as_term(-(10**8)),
            relation=Relation.LESS,
            by=ball_arithmetic(),
            reason="$\\frac12 e^{20}$ is about $2.4 \\cdot 10^8$.",
        ),
    ),
    summary="From $\\lambda = 20$ a step of size $1$ lands at about $-2.4 \\cdot 10^8$: why "
    "log-variances are clipped, or the regulariser is warmed up.",
    source=source,
)

DERIVATIONS = (MEAN, FACTOR, STABLE, BOUNDARY, ATTRACTS, OVERSHOOT)
