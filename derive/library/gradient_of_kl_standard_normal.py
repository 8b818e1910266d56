"""The gradients of the VAE's regulariser, in log-variances and for a full covariance."""

from derive.derivation import Derivation, Step
from derive.library.kl_standard_normal import DERIVATION as KL_STANDARD_NORMAL
from derive.library.kl_standard_normal import i, log_var, mu
from derive.library.kl_standard_normal_cov import DERIVATION as KL_STANDARD_NORMAL_COV
from derive.library.kl_standard_normal_cov import Sigma, k
from derive.notation import (
    Coordinates,
    Derivative,
    Equal,
    Identity,
    det,
    exp,
    half,
    inverse,
    log,
    trace,
)
from derive.rules import differentiation, field_arithmetic

regulariser = KL_STANDARD_NORMAL.claim.right
with_cov = KL_STANDARD_NORMAL_COV.claim.right
source = "computed from the paper's closed form"

in_log_var = Coordinates(half * (exp(log_var[i]) - 1), i)
in_cov = half * (Identity(k) - inverse(Sigma))

MEAN = Derivation(
    name="gradient_of_kl_standard_normal_mean",
    title="The gradient of the regulariser in the mean",
    claim=Equal(Derivative(regulariser, mu), mu),
    start=Derivative(regulariser, mu),
    arguments=KL_STANDARD_NORMAL.arguments,
    steps=(
        Step(
            "gradient",
            mu,
            by=differentiation(value=mu),
            reason="Only $\\frac12 \\sum_i \\mu_i^2$ depends on the mean; in the $i$-th "
            "coordinate it has the derivative $\\mu_i$.",
        ),
    ),
    summary="The mean is pulled to the origin, in proportion to its distance.",
    source=source,
)

LOG_VAR = Derivation(
    name="gradient_of_kl_standard_normal_log_var",
    title="The gradient of the regulariser in the log-variances",
    claim=Equal(Derivative(regulariser, log_var), in_log_var),
    start=Derivative(regulariser, log_var),
    arguments=KL_STANDARD_NORMAL.arguments,
    steps=(
        Step(
            "gradient",
            in_log_var,
            by=differentiation(value=in_log_var),
            reason="In the $i$-th coordinate $\\frac12(e^{\\lambda_i} - \\lambda_i)$ has the "
            "derivative $\\frac12(e^{\\lambda_i} - 1)$.",
        ),
    ),
    summary="Below $\\lambda_i = 0$ it is at most one half in modulus; above it grows like the "
    "variance.",
    source=source,
)

COV_MEAN = Derivation(
    name="gradient_of_kl_standard_normal_cov_mean",
    title="The gradient of the regulariser with a full covariance in the mean",
    claim=Equal(Derivative(with_cov, mu), mu),
    start=Derivative(with_cov, mu),
    arguments=KL_STANDARD_NORMAL_COV.arguments,
    steps=(
        Step(
            "only-the-square",
            half * Derivative(mu.T @ mu, mu),
            by=differentiation(values=[(with_cov, mu, mu), (mu.T @ mu, mu, 2 * mu)]),
            reason="Only $\\mu^\\top\\mu$ depends on the mean.",
        ),
        Step(
            "gradient-of-the-square",
            half * (2 * mu),
            by=differentiation(value=2 * mu),
            reason="$\\mu^\\top\\mu$ has the gradient $2\\mu$.",
        ),
        Step("cancel", mu, by=field_arithmetic(), reason="The factor two cancels."),
    ),
    summary="The mean is pulled to the origin, in proportion to its distance.",
    source=source,
)

COV = Derivation(
    name="gradient_of_kl_standard_normal_cov",
    title="The gradient of the regulariser in a full covariance",
    claim=Equal(Derivative(with_cov, Sigma), in_cov),
    start=Derivative(with_cov, Sigma),
    arguments=KL_STANDARD_NORMAL_COV.arguments,
    steps=(
        Step(
            "trace-and-determinant",
            half * (Derivative(trace(Sigma), Sigma) - Derivative(log(det(Sigma)), Sigma)),
            by=differentiation(
                values=[
                    (with_cov, Sigma, in_cov),
                    (trace(Sigma), Sigma, Identity(k)),
                    (log(det(Sigma)), Sigma, inverse(Sigma)),
                ]
            ),
            reason="The trace and the log-determinant depend on $\\Sigma$.",
        ),
        Step(
            "gradients",
            in_cov,
            by=differentiation(
                values=[
                    (trace(Sigma), Sigma, Identity(k)),
                    (log(det(Sigma)), Sigma, inverse(Sigma)),
                ]
            ),
            reason="The trace has the gradient $I$, the log-determinant $\\Sigma^{-1}$.",
        ),
    ),
    summary="The trace pulls the covariance in, the determinant pushes it out; at $\\Sigma = I$ "
    "they balance.",
    source=source,
)

DERIVATIONS = (MEAN, LOG_VAR, COV_MEAN, COV)
