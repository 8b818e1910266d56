"""The univariate divergence in log-variances, and its derivatives."""

from derive.derivation import Derivation, Step
from derive.library.kl_univariate import mu1, mu2, sigma1, sigma2
from derive.notation import (
    KL,
    Derivative,
    Equal,
    Normal,
    exp,
    half,
    log,
    real,
)
from derive.rules import differentiation, field_arithmetic, laws_of_exponents, theorem

log_var1, log_var2 = real("lambda_1 lambda_2")
std1, std2 = exp(log_var1 / 2), exp(log_var2 / 2)
q, p = Normal(mu1, std1), Normal(mu2, std2)
square = (mu1 - mu2) ** 2
arguments = {"mean_1": mu1, "log_var_1": log_var1, "mean_2": mu2, "log_var_2": log_var2}
source = "computed from the paper's closed form"

closed_form = half * (log_var2 - log_var1 + exp(log_var1 - log_var2) + square * exp(-log_var2) - 1)

DIVERGENCE = Derivation(
    name="kl_univariate_log_var",
    title="The univariate divergence in log-variances",
    claim=Equal(KL(q, p), closed_form),
    start=KL(q, p),
    arguments=arguments,
    densities={"q": q, "p": p},
    conditions=("gaussian_integrability",),
    steps=(
        Step(
            "specialise",
            log(std2 / std1) + (std1**2 + square) / (2 * std2**2) - half,
            by=theorem(name="kl_univariate", values={sigma1: std1, sigma2: std2}),
            reason="With $\\lambda = \\log\\sigma^2$ the standard deviation is $e^{\\lambda/2}$.",
        ),
        Step(
            "exponents",
            half * (log_var2 - log_var1)
            + (exp(log_var1 - log_var2) + square * exp(-log_var2)) / 2
            - half,
            by=laws_of_exponents(),
            reason="$\\log(e^{\\lambda_2/2}/e^{\\lambda_1/2}) = \\frac12(\\lambda_2 - "
            "\\lambda_1)$, and $1/e^{\\lambda_2} = e^{-\\lambda_2}$.",
        ),
        Step(
            "factor-one-half",
            closed_form,
            by=field_arithmetic(),
            reason="Every term has the factor one half.",
        ),
    ),
    summary="No division and no logarithm is left: the form for networks that put out "
    "log-variances.",
    source=source,
)

in_mean_1 = (mu1 - mu2) * exp(-log_var2)
in_log_var_1 = half * (exp(log_var1 - log_var2) - 1)
in_mean_2 = -((mu1 - mu2) * exp(-log_var2))
in_log_var_2 = half * (1 - exp(log_var1 - log_var2) - square * exp(-log_var2))

MEAN_1 = Derivation(
    name="gradient_of_kl_univariate_log_var_mean_1",
    title="The derivative in the mean of $q$, with log-variances",
    claim=Equal(Derivative(closed_form, mu1), in_mean_1),
    start=Derivative(closed_form, mu1),
    arguments=arguments,
    steps=(
        Step(
            "derivative",
            in_mean_1,
            by=differentiation(value=in_mean_1),
            reason="Only $\\frac12(\\mu_1 - \\mu_2)^2 e^{-\\lambda_2}$ depends on $\\mu_1$.",
        ),
    ),
    summary="The mean of $q$ is pulled towards that of $p$, in units of the variance of $p$.",
    source=source,
)
LOG_VAR_1 = Derivation(
    name="gradient_of_kl_univariate_log_var_1",
    title="The derivative in the log-variance of $q$",
    claim=Equal(Derivative(closed_form, log_var1), in_log_var_1),
    start=Derivative(closed_form, log_var1),
    arguments=arguments,
    steps=(
        Step(
            "derivative",
            in_log_var_1,
            by=differentiation(value=in_log_var_1),
            reason="$e^{\\lambda_1 - \\lambda_2}$ is its own derivative, and $-\\lambda_1$ has "
            "$-1$.",
        ),
    ),
    summary="It vanishes where the variances agree.",
    source=source,
)
MEAN_2 = Derivation(
    name="gradient_of_kl_univariate_log_var_mean_2",
    title="The derivative in the mean of $p$, with log-variances",
    claim=Equal(Derivative(closed_form, mu2), in_mean_2),
    start=Derivative(closed_form, mu2),
    arguments=arguments,
    steps=(
        Step(
            "derivative",
            in_mean_2,
            by=differentiation(value=in_mean_2),
            reason="Only $\\frac12(\\mu_1 - \\mu_2)^2 e^{-\\lambda_2}$ depends on $\\mu_2$.",
        ),
    ),
    summary="The opposite of the derivative in the mean of $q$.",
    source=source,
)
LOG_VAR_2 = Derivation(
    name="gradient_of_kl_univariate_log_var_2",
    title="The derivative in the log-variance of $p$",
    claim=Equal(Derivative(closed_form, log_var2), in_log_var_2),
    start=Derivative(closed_form, log_var2),
    arguments=arguments,
    steps=(
        Step(
            "derivative",
            in_log_var_2,
            by=differentiation(value=in_log_var_2),
            reason="$\\lambda_2$ has the derivative $1$, and both exponentials fall as it grows.",
        ),
    ),
    summary="It vanishes where the variance of $p$ is the second moment of $q$ about the mean of "
    "$p$.",
    source=source,
)

DERIVATIONS = (DIVERGENCE, MEAN_1, LOG_VAR_1, MEAN_2, LOG_VAR_2)
