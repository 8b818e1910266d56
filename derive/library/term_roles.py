"""What each term of the VAE's regulariser does, coordinate by coordinate, as checked statements.

In standard deviations f = ½(σ² + μ² − 1 − log σ²), in log-variances ½(e^λ + μ² − 1 − λ), in
variances ½(v + μ² − 1 − log v).
"""

from typing import Any

from derive.derivation import Derivation, Relation, Step
from derive.library.log_inequality import t
from derive.notation import (
    And,
    AtMost,
    Derivative,
    Equal,
    Iff,
    Less,
    Power,
    StrictlyConvex,
    TendsTo,
    Var,
    exp,
    half,
    log,
    oo,
    positive,
    real,
)
from derive.rules import (
    ball_arithmetic,
    collecting_logarithms,
    differentiation,
    field_arithmetic,
    increasing_function,
    limit,
    monotonicity,
    multiplying_both_sides,
    second_derivatives,
    theorem,
)

Arguments = dict[str, Var]

mu, log_var = real("mu lambda")
sigma, v = positive("sigma v")

in_std = half * (sigma**2 + mu**2 - 1 - log(sigma**2))
in_log_var = half * (exp(log_var) + mu**2 - 1 - log_var)
in_var = half * (v + mu**2 - 1 - log(v))

pull_on_mean = half * mu**2
pull_on_spread = half * sigma**2
barrier = -(half * log(sigma**2))
source = "Muñoz and Ramele (2026) on the roles of the terms; the statements are computed"


def _statement(
    name: str, title: str, claim: Any, steps: tuple[Step, ...], summary: str, arguments: Arguments
) -> Derivation:
    start = claim.left if isinstance(claim, (Equal, Iff, AtMost, Less)) else claim.body
    return Derivation(
        name=f"term_roles_{name}",
        title=title,
        claim=claim,
        start=start,
        arguments=arguments,
        steps=steps,
        summary=summary,
        source=source,
    )


of_std = {"mean": mu, "std": sigma}
of_log_var = {"mean": mu, "log_var": log_var}
of_var = {"mean": mu, "var": v}


def _derivative(
    name: str,
    title: str,
    f: Any,
    variable: Var,
    value: Any,
    reason: str,
    summary: str,
    arguments: Arguments,
) -> Derivation:
    start = Derivative(f, variable)
    step = Step("derivative", value, by=differentiation(value=value), reason=reason)
    return _statement(name, title, Equal(start, value), (step,), summary, arguments)


def _second_derivative(
    name: str,
    title: str,
    f: Any,
    variables: tuple[Var, Var],
    first: Any,
    value: Any,
    reasons: tuple[str, str],
    summary: str,
    arguments: Arguments,
) -> Derivation:
    x, y = variables
    start = Derivative(Derivative(f, x), y)
    steps = (
        Step(
            "first-derivative",
            Derivative(first, y),
            by=differentiation(values=[(f, x, first)]),
            reason=reasons[0],
        ),
        Step("second-derivative", value, by=differentiation(value=value), reason=reasons[1]),
    )
    return _statement(name, title, Equal(start, value), steps, summary, arguments)


MEAN = _derivative(
    "mean",
    "The mean is pulled to the origin, in proportion to its distance",
    in_std,
    mu,
    mu,
    "Only $\\frac12\\mu^2$ depends on the mean.",
    "The term $\\frac12\\mu^2$ alone pulls the mean, like a spring.",
    of_std,
)
STD = _derivative(
    "std",
    "The standard deviation is pulled in and pushed out",
    in_std,
    sigma,
    sigma - 1 / sigma,
    "$\\frac12\\sigma^2$ has the derivative $\\sigma$, and $\\frac12\\log\\sigma^2$ has "
    "$1/\\sigma$.",
    "The two forces balance at $\\sigma = 1$.",
    of_std,
)
LOG_VAR = _derivative(
    "log_var",
    "The log-variance is pulled in and pushed out",
    in_log_var,
    log_var,
    half * (exp(log_var) - 1),
    "$\\frac12 e^\\lambda$ is its own derivative, and $\\frac12\\lambda$ has $\\frac12$.",
    "Far below the optimum the push outwards is a constant one half; far above, the pull "
    "inwards grows like the variance.",
    of_log_var,
)
CURVATURE_MEAN = _second_derivative(
    "curvature_mean",
    "The curvature in the mean",
    in_std,
    (mu, mu),
    mu,
    1,
    ("The first derivative in $\\mu$ is $\\mu$.", "The derivative of $\\mu$ is $1$."),
    "The spring has the same stiffness everywhere.",
    of_std,
)
CURVATURE_STD = _second_derivative(
    "curvature_std",
    "The curvature in the standard deviation",
    in_std,
    (sigma, sigma),
    sigma - 1 / sigma,
    1 + 1 / sigma**2,
    (
        "The first derivative in $\\sigma$ is $\\sigma - 1/\\sigma$.",
        "$-1/\\sigma$ has the derivative $1/\\sigma^2$.",
    ),
    "At the optimum it is $2$, twice that in the mean.",
    of_std,
)
CURVATURE_LOG_VAR = _second_derivative(
    "curvature_log_var",
    "The curvature in the log-variance",
    in_log_var,
    (log_var, log_var),
    half * (exp(log_var) - 1),
    half * exp(log_var),
    (
        "The first derivative in $\\lambda$ is $\\frac12(e^\\lambda - 1)$.",
        "The exponential is its own derivative.",
    ),
    "At the optimum it is $\\frac12$, half of that in the mean.",
    of_log_var,
)
MIXED = _second_derivative(
    "no_mixed_curvature",
    "Mean and spread do not act on each other",
    in_std,
    (mu, sigma),
    mu,
    0,
    ("The first derivative in $\\mu$ is $\\mu$.", "It does not depend on $\\sigma$."),
    "The two are regularised independently.",
    of_std,
)


def _convex(
    name: str,
    title: str,
    f: Any,
    variables: tuple[Var, ...],
    minors: tuple[Any, ...],
    reason: str,
    arguments: Arguments,
) -> Derivation:
    step = Step(
        "second-derivatives",
        StrictlyConvex(f, *variables),
        relation=Relation.IS_CONVEX,
        by=second_derivatives(minors=minors),
        reason=reason,
    )
    summary = "There is one minimum, and every path downhill leads to it."
    return _statement(name, title, StrictlyConvex(f, *variables), (step,), summary, arguments)


CONVEX_STD = _convex(
    "convex_in_std",
    "Strictly convex in mean and standard deviation",
    in_std,
    (mu, sigma),
    (1, 1 + 1 / sigma**2),
    "The second derivatives are $1$ and $1 + 1/\\sigma^2$, the mixed one is $0$: both leading "
    "minors are positive.",
    of_std,
)
CONVEX_LOG_VAR = _convex(
    "convex_in_log_var",
    "Strictly convex in mean and log-variance",
    in_log_var,
    (mu, log_var),
    (1, half * exp(log_var)),
    "The second derivatives are $1$ and $\\frac12 e^\\lambda$, the mixed one is $0$: both leading "
    "minors are positive.",
    of_log_var,
)
CONVEX_VAR = _convex(
    "convex_in_var",
    "Strictly convex in mean and variance",
    in_var,
    (mu, v),
    (1, half / v**2),
    "The second derivatives are $1$ and $1/(2v^2)$, the mixed one is $0$: both leading minors "
    "are positive.",
    of_var,
)
NOT_CONVEX_IN_THE_PRIOR = _statement(
    "not_convex_in_the_prior",
    "Not convex in the variance of the prior",
    Less(half * ((log(4) + Power(4, -1)) + (log(16) + Power(16, -1))), log(10) + Power(10, -1)),
    (
        Step(
            "midpoint",
            log(10) + Power(10, -1),
            relation=Relation.LESS,
            by=ball_arithmetic(),
            reason="About $2.236$ on the left, $2.403$ on the right.",
        ),
    ),
    "As a function of the prior's variance $v$, twice the divergence of $\\mathcal{N}(0, 1)$ is "
    "$\\log v + 1/v$ and a constant; between $v = 4$ and $v = 16$ it lies above its chord.",
    {},
)

resting_mean, resting_std = Equal(Derivative(in_std, mu), 0), Equal(Derivative(in_std, sigma), 0)
STATIONARY_POINT = _statement(
    "stationary_point",
    "The only stationary point is the prior",
    Iff(And(resting_mean, resting_std), And(Equal(mu, 0), Equal(sigma, 1))),
    (
        Step(
            "derivative-in-the-mean",
            And(Equal(mu, 0), resting_std),
            relation=Relation.EQUIVALENT,
            by=theorem(name="term_roles_mean"),
            reason="The derivative in $\\mu$ is $\\mu$.",
        ),
        Step(
            "derivative-in-the-standard-deviation",
            And(Equal(mu, 0), Equal(sigma - 1 / sigma, 0)),
            relation=Relation.EQUIVALENT,
            by=theorem(name="term_roles_std"),
            reason="The derivative in $\\sigma$ is $\\sigma - 1/\\sigma$.",
        ),
        Step(
            "balance",
            And(Equal(mu, 0), Equal(sigma, 1)),
            relation=Relation.EQUIVALENT,
            by=multiplying_both_sides(factor=sigma / (sigma + 1)),
            reason="$(\\sigma - 1/\\sigma) \\cdot \\sigma/(\\sigma + 1) = \\sigma - 1$, and the "
            "factor is positive.",
        ),
    ),
    "Latent collapse is this point: a coordinate whose posterior equals the prior.",
    of_std,
)
resting_log_var = Equal(Derivative(in_log_var, log_var), 0)
STATIONARY_LOG_VAR = _statement(
    "stationary_log_var",
    "The log-variance rests at zero only",
    Iff(resting_log_var, Equal(log_var, 0)),
    (
        Step(
            "derivative",
            Equal(half * (exp(log_var) - 1), 0),
            relation=Relation.EQUIVALENT,
            by=theorem(name="term_roles_log_var"),
            reason="The derivative in $\\lambda$ is $\\frac12(e^\\lambda - 1)$.",
        ),
        Step(
            "two-exponentials",
            Equal(exp(log_var), exp(0)),
            relation=Relation.EQUIVALENT,
            by=multiplying_both_sides(factor=2),
            reason="Multiplied by $2$; and $1 = e^0$.",
        ),
        Step(
            "exponents",
            Equal(log_var, 0),
            relation=Relation.EQUIVALENT,
            by=increasing_function(),
            reason="The exponential is strictly increasing.",
        ),
    ),
    "The variance is then that of the prior, $e^0 = 1$.",
    of_log_var,
)
VALUE_AT_THE_PRIOR = _statement(
    "value_at_the_prior",
    "The constant sets the minimum to zero",
    Equal(half * (Power(1, 2) + Power(0, 2) - 1 - log(Power(1, 2))), 0),
    (
        Step(
            "logarithm-of-one",
            0,
            by=collecting_logarithms(),
            reason="$\\log 1 = 0$, and $1 + 0 - 1 = 0$.",
        ),
    ),
    "The term $-\\frac12$ moves no parameter; it only says that agreeing with the prior is free.",
    {},
)
NONNEGATIVE = _statement(
    "nonnegative",
    "The regulariser is never negative",
    AtMost(0, in_std),
    (
        Step(
            "half-of-zero",
            half * 0,
            by=field_arithmetic(),
            reason="$\\frac12 \\cdot 0 = 0$.",
        ),
        Step(
            "logarithm-below-its-tangent",
            half * (sigma**2 - 1 - log(sigma**2)),
            relation=Relation.AT_MOST,
            by=theorem(name="log_inequality", values={t: sigma**2}),
            reason="$t - 1 - \\log t \\ge 0$ at $t = \\sigma^2$.",
        ),
        Step(
            "add-the-square",
            half * (mu**2 + (sigma**2 - 1 - log(sigma**2))),
            relation=Relation.AT_MOST,
            by=monotonicity(
                smaller=sigma**2 - 1 - log(sigma**2),
                larger=mu**2 + (sigma**2 - 1 - log(sigma**2)),
                difference=mu**2,
            ),
            reason="A square is never negative.",
        ),
        Step(
            "reorder",
            in_std,
            by=field_arithmetic(),
            reason="The terms in the usual order.",
        ),
    ),
    "So a loss that comes out negative has lost its digits, not its sense.",
    of_std,
)


def _tends(
    name: str,
    title: str,
    body: Any,
    variable: Var,
    value: Any,
    points: tuple[Any, ...],
    reason: str,
    summary: str,
    arguments: Arguments,
) -> Derivation:
    claim = TendsTo(body, variable, value, *points)
    step = Step("limit", claim, relation=Relation.TENDS_TO, by=limit(), reason=reason)
    return _statement(name, title, claim, (step,), summary, arguments)


MEAN_FAR_OUT = _tends(
    "mean_far_out",
    "The cost of the mean grows without bound",
    pull_on_mean,
    mu,
    oo,
    (oo, -oo),
    "The square grows without bound on both sides.",
    "No mean escapes.",
    {},
)
SPREAD_COLLAPSES = _tends(
    "spread_alone_collapses",
    "The squared standard deviation alone tends to its infimum as the variance vanishes",
    pull_on_spread,
    sigma,
    0,
    (0,),
    "The square is continuous, and $0$ at $0$.",
    "With this term alone the code would become a point: a plain autoencoder. That is variance "
    "collapse, $\\sigma \\to 0$, and not latent collapse.",
    {},
)
SPREAD_FAR_OUT = _tends(
    "spread_far_out",
    "The squared standard deviation grows without bound",
    pull_on_spread,
    sigma,
    oo,
    (oo,),
    "The square grows without bound.",
    "It keeps the variance from exploding.",
    {},
)
BARRIER = _tends(
    "barrier",
    "The logarithm is a barrier where the variance would vanish",
    barrier,
    sigma,
    oo,
    (0,),
    "$\\log\\sigma^2 \\to -\\infty$ as $\\sigma$ falls to $0$.",
    "It keeps the variance from collapsing.",
    {},
)
BARRIER_FAR_OUT = _tends(
    "logarithm_alone_explodes",
    "The logarithm alone pushes the variance to infinity",
    barrier,
    sigma,
    -oo,
    (oo,),
    "$\\log\\sigma^2$ grows without bound with $\\sigma$.",
    "With this term alone the code would be spread over the whole space.",
    {},
)

DERIVATIONS = (
    MEAN,
    STD,
    LOG_VAR,
    CURVATURE_MEAN,
    CURVATURE_STD,
    CURVATURE_LOG_VAR,
    MIXED,
    CONVEX_STD,
    CONVEX_LOG_VAR,
    CONVEX_VAR,
    NOT_CONVEX_IN_THE_PRIOR,
    STATIONARY_POINT,
    STATIONARY_LOG_VAR,
    VALUE_AT_THE_PRIOR,
    NONNEGATIVE,
    MEAN_FAR_OUT,
    SPREAD_COLLAPSES,
    SPREAD_FAR_OUT,
    BARRIER,
    BARRIER_FAR_OUT,
)
