"""Gradient flow of the regulariser: how mean and variance relax to the prior.

The solutions are checked by substitution and at t = 0; that there are no others is the uniqueness
theorem for locally Lipschitz differential equations.
"""

from derive.derivation import Derivation, Relation, Step
from derive.notation import (
    AtMost,
    Derivative,
    Equal,
    Power,
    TendsTo,
    as_term,
    exp,
    half,
    log,
    oo,
    positive,
    real,
    sqrt,
)
from derive.rules import differentiation, field_arithmetic, laws_of_exponents, limit, monotonicity

t, sigma0 = positive("t sigma_0")
mu0, log_var0 = real("mu_0 lambda_0")
mu, log_var = real("mu lambda")
sigma = positive("sigma")

source = "computed; the paper describes the dynamics in words"

mean = mu0 * exp(-t)
remaining = exp(0) - exp(-(t / 2)) + exp(-log_var0) * exp(-(t / 2))
path = -log(remaining)
variance = exp(0) - exp(-(2 * t)) + sigma0**2 * exp(-(2 * t))
spread = sqrt(variance)

MEAN = Derivation(
    name="gradient_flow_mean",
    title="The mean relaxes to the origin",
    claim=Equal(Derivative(mean, t), -mean),
    start=Derivative(mean, t),
    arguments={"mean_0": mu0, "t": t},
    steps=(
        Step(
            "derivative",
            -mean,
            by=differentiation(value=-mean),
            reason="$e^{-t}$ has the derivative $-e^{-t}$.",
        ),
    ),
    summary="$\\mu(t) = \\mu_0 e^{-t}$ solves $\\dot\\mu = -\\partial f/\\partial\\mu = -\\mu$ "
    "for the regulariser $f = \\frac12(e^\\lambda + \\mu^2 - 1 - \\lambda)$: the rate is $1$. By "
    "the uniqueness theorem for locally Lipschitz differential equations there is no other "
    "solution.",
    source=source,
)
MEAN_START = Derivation(
    name="gradient_flow_mean_start",
    title="The path of the mean begins at its start",
    claim=TendsTo(mean, t, mu0, 0),
    start=mean,
    arguments={"mean_0": mu0},
    steps=(
        Step(
            "value-at-zero",
            TendsTo(mean, t, mu0, 0),
            relation=Relation.TENDS_TO,
            by=limit(),
            reason="The exponential is continuous, and $e^0 = 1$.",
        ),
    ),
    summary="The path starts where it should.",
    source=source,
)
LOG_VAR = Derivation(
    name="gradient_flow_log_var",
    title="The log-variance relaxes to zero",
    claim=Equal(Derivative(path, t), -(half * (exp(path) - 1))),
    start=Derivative(path, t),
    arguments={"log_var_0": log_var0, "t": t},
    steps=(
        Step(
            "derivative",
            -((half * exp(-(t / 2)) - half * (exp(-log_var0) * exp(-(t / 2)))) / remaining),
            by=differentiation(
                value=-(
                    (half * exp(-(t / 2)) - half * (exp(-log_var0) * exp(-(t / 2)))) / remaining
                )
            ),
            reason="The derivative of a logarithm is that of its argument over the argument.",
        ),
        Step(
            "separate",
            -(half * (1 / remaining - 1)),
            by=laws_of_exponents(),
            reason="The numerator is half of $1$ less the argument of the logarithm.",
        ),
        Step(
            "exponential-of-the-path",
            -(half * (exp(path) - 1)),
            by=laws_of_exponents(),
            reason="$e^{-\\log a} = 1/a$.",
        ),
    ),
    summary="$\\lambda(t) = -\\log(1 + (e^{-\\lambda_0} - 1)e^{-t/2})$ solves $\\dot\\lambda = "
    "-\\partial f/\\partial\\lambda$; the argument is written so that it is seen to be positive.",
    source=source,
)
LOG_VAR_START = Derivation(
    name="gradient_flow_log_var_start",
    title="The path of the log-variance begins at its start",
    claim=TendsTo(path, t, log_var0, 0),
    start=path,
    arguments={"log_var_0": log_var0},
    steps=(
        Step(
            "value-at-zero",
            TendsTo(path, t, log_var0, 0),
            relation=Relation.TENDS_TO,
            by=limit(),
            reason="At $t = 0$ the argument is $e^{-\\lambda_0}$.",
        ),
    ),
    summary="The path starts where it should.",
    source=source,
)
LOG_VAR_END = Derivation(
    name="gradient_flow_log_var_end",
    title="The log-variance ends at zero",
    claim=TendsTo(path, t, 0, oo),
    start=path,
    arguments={"log_var_0": log_var0},
    steps=(
        Step(
            "limit",
            TendsTo(path, t, 0, oo),
            relation=Relation.TENDS_TO,
            by=limit(),
            reason="Both exponentials vanish, and $\\log 1 = 0$.",
        ),
    ),
    summary="From every start the variance tends to that of the prior.",
    source=source,
)
STD = Derivation(
    name="gradient_flow_std",
    title="The standard deviation relaxes to one",
    claim=Equal(Derivative(spread, t), -(spread - 1 / spread)),
    start=Derivative(spread, t),
    arguments={"std_0": sigma0, "t": t},
    steps=(
        Step(
            "derivative",
            (2 * exp(-(2 * t)) - 2 * (sigma0**2 * exp(-(2 * t)))) / (2 * spread),
            by=differentiation(
                value=(2 * exp(-(2 * t)) - 2 * (sigma0**2 * exp(-(2 * t)))) / (2 * spread)
            ),
            reason="The derivative of a root is that of its argument over twice the root.",
        ),
        Step(
            "separate",
            -(spread - 1 / spread),
            by=laws_of_exponents(),
            reason="The numerator is twice $1 - \\sigma^2$.",
        ),
    ),
    summary="$\\sigma^2 = 1 + (\\sigma_0^2 - 1)e^{-2t}$ solves $\\dot\\sigma = -(\\sigma - "
    "1/\\sigma)$: in $\\sigma$ the rate is $2$, in $\\lambda$ it is $\\frac12$.",
    source=source,
)

nothing = as_term(0)
regulariser = half * (exp(path) + mean**2 - 1 - path)
speed = mean**2 + (half * (exp(path) - 1)) ** 2
DESCENT = Derivation(
    name="gradient_flow_descent",
    title="Along the flow the regulariser falls by the square of the gradient",
    claim=AtMost(Derivative(regulariser, t), 0),
    start=Derivative(regulariser, t),
    arguments={"mean_0": mu0, "log_var_0": log_var0, "t": t},
    steps=(
        Step(
            "chain-rule",
            mean * Derivative(mean, t) + half * (exp(path) - 1) * Derivative(path, t),
            by=differentiation(
                values=[
                    (regulariser, t, -speed),
                    (mean, t, -mean),
                    (path, t, -(half * (exp(path) - 1))),
                ]
            ),
            reason="$\\partial f/\\partial\\mu = \\mu$ and $\\partial f/\\partial\\lambda = "
            "\\frac12(e^\\lambda - 1)$, each times the speed of its variable.",
        ),
        Step(
            "speeds",
            mean * -mean + half * (exp(path) - 1) * -(half * (exp(path) - 1)),
            by=differentiation(values=[(mean, t, -mean), (path, t, -(half * (exp(path) - 1)))]),
            reason="Each variable moves against its derivative.",
        ),
        Step(
            "square-of-the-gradient",
            nothing - speed,
            by=field_arithmetic(),
            reason="Both products are squares with a minus sign.",
        ),
        Step(
            "not-positive",
            0,
            relation=Relation.AT_MOST,
            by=monotonicity(smaller=nothing, larger=speed, difference=speed),
            reason="Squares are never negative.",
        ),
    ),
    summary="It never rises, and rests only where the gradient vanishes.",
    source=source,
)


RATE_MEAN = Derivation(
    name="gradient_flow_rate_mean",
    title="Near the optimum the mean relaxes with rate one",
    claim=Equal(Derivative(mu, mu, 0), 1),
    start=Derivative(mu, mu, 0),
    arguments={},
    steps=(
        Step(
            "derivative",
            1,
            by=differentiation(value=1),
            reason="The force $\\mu$ has the derivative $1$.",
        ),
    ),
    summary="The rate is the derivative of the force at rest.",
    source=source,
)
RATE_LOG_VAR = Derivation(
    name="gradient_flow_rate_log_var",
    title="Near the optimum the log-variance relaxes with rate one half",
    claim=Equal(Derivative(half * (exp(log_var) - 1), log_var, 0), half),
    start=Derivative(half * (exp(log_var) - 1), log_var, 0),
    arguments={},
    steps=(
        Step(
            "derivative",
            half * exp(0),
            by=differentiation(value=half * exp(log_var)),
            reason="The force $\\frac12(e^\\lambda - 1)$ has the derivative $\\frac12 e^\\lambda$.",
        ),
        Step("value-at-rest", half, by=laws_of_exponents(), reason="$e^0 = 1$."),
    ),
    summary="Half as fast as the mean.",
    source=source,
)
RATE_STD = Derivation(
    name="gradient_flow_rate_std",
    title="Near the optimum the standard deviation relaxes with rate two",
    claim=Equal(Derivative(sigma - 1 / sigma, sigma, 1), 2),
    start=Derivative(sigma - 1 / sigma, sigma, 1),
    arguments={},
    steps=(
        Step(
            "derivative",
            1 + 1 / Power(1, 2),
            by=differentiation(value=1 + 1 / sigma**2),
            reason="The force $\\sigma - 1/\\sigma$ has the derivative $1 + 1/\\sigma^2$.",
        ),
        Step("value-at-rest", 2, by=field_arithmetic(), reason="$1 + 1 = 2$."),
    ),
    summary="The same flow in another coordinate has another metric: twice as fast as the mean.",
    source=source,
)

DERIVATIONS = (
    MEAN,
    MEAN_START,
    LOG_VAR,
    LOG_VAR_START,
    LOG_VAR_END,
    STD,
    DESCENT,
    RATE_MEAN,
    RATE_LOG_VAR,
    RATE_STD,
)
