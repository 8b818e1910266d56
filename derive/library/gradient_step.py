"""Gradient descent in steps of size η: when it arrives, and why log-variances are clipped."""

from derive.derivation import Application, Derivation, Relation, Step
from derive.notation import (
    Abs,
    And,
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
)
from derive.rules import (
    ball_arithmetic,
    bound_of_a_modulus,
    differentiation,
    geometric_sequence,
    laws_of_exponents,
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

DERIVATIONS = (MEAN, FACTOR, STABLE, OVERSHOOT)
