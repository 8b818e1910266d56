"""The divergence from the standard normal distribution, in σ and in λ = log σ²."""

from derive.derivation import Derivation, Step
from derive.notation import KL, Equal, Normal, Power, exp, half, log, positive, real
from derive.rules import (
    abbreviation,
    field_arithmetic,
    laws_of_exponents,
    logarithm_of_a_power,
    logarithm_of_a_quotient,
    theorem,
)

mu, log_var = real("mu lambda")
sigma = positive("sigma")
q, p = Normal(mu, sigma), Normal(0, 1)

mu1, mu2 = real("mu_1 mu_2")
sigma1, sigma2 = positive("sigma_1 sigma_2")

DERIVATION = Derivation(
    name="kl_univariate_standard_normal",
    title="The divergence from the standard normal distribution",
    claim=Equal(KL(q, p), half * (exp(log_var) + mu**2 - 1 - log_var)),
    start=KL(q, p),
    arguments={"mean": mu, "std": sigma},
    where={log_var: log(sigma**2)},
    densities={"q": q, "p": p},
    conditions=("gaussian_integrability",),
    steps=(
        Step(
            "specialise",
            log(1 / sigma) + (sigma**2 + (mu - 0) ** 2) / (2 * Power(1, 2)) - half,
            by=theorem(name="kl_univariate", values={mu1: mu, sigma1: sigma, mu2: 0, sigma2: 1}),
            reason="The prior is the standard normal: $\\mu_2 = 0$ and $\\sigma_2 = 1$.",
        ),
        Step(
            "simplify",
            log(1 / sigma) + (sigma**2 + mu**2) / 2 - half,
            by=field_arithmetic(),
            reason="$\\mu - 0 = \\mu$ and $1^2 = 1$.",
        ),
        Step(
            "logarithm-of-the-reciprocal",
            -log(sigma) + (sigma**2 + mu**2) / 2 - half,
            by=logarithm_of_a_quotient(),
            reason="$\\log(1/\\sigma) = -\\log\\sigma$.",
        ),
        Step(
            "logarithm-of-the-variance",
            -(log(sigma**2) / 2) + (sigma**2 + mu**2) / 2 - half,
            by=logarithm_of_a_power(exponent=2),
            reason="$\\log\\sigma$ is half of $\\log\\sigma^2$.",
        ),
        Step(
            "factor-one-half",
            half * (sigma**2 + mu**2 - 1 - log(sigma**2)),
            by=field_arithmetic(),
            reason="Every term has the factor one half; the logarithm goes last.",
        ),
        Step(
            "variance-as-an-exponential",
            half * (exp(log(sigma**2)) + mu**2 - 1 - log(sigma**2)),
            by=laws_of_exponents(),
            reason="The variance is positive: it is the exponential of its logarithm.",
        ),
        Step(
            "log-variance",
            half * (exp(log_var) + mu**2 - 1 - log_var),
            by=abbreviation(),
            reason="$\\lambda = \\log\\sigma^2$, the log-variance that an encoder puts out.",
        ),
    ),
    summary="What a variational autoencoder adds to its loss for each coordinate of the code, with "
    "$\\lambda = \\log \\sigma^2$.",
    source="Muñoz and Ramele (2026), the prior of the variational autoencoder",
)
