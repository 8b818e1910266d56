"""The divergence from N(0, I), for a full covariance matrix."""

from derive.derivation import Derivation, Step
from derive.notation import (
    KL,
    Equal,
    Identity,
    MultivariateNormal,
    Zero,
    det,
    dimension,
    half,
    inverse,
    log,
    positive_definite,
    trace,
    vector,
)
from derive.rules import (
    field_arithmetic,
    logarithm_of_a_quotient,
    matrix_algebra,
    properties_of_the_determinant,
    theorem,
)

k = dimension("k")
mu = vector("mu", k)
Sigma = positive_definite("Sigma", k)
q, p = MultivariateNormal(mu, Sigma), MultivariateNormal(Zero(k, 1), Identity(k))

mu1, mu2 = vector("mu_1 mu_2", k)
Sigma1, Sigma2 = positive_definite("Sigma_1 Sigma_2", k)
eye, origin = Identity(k), Zero(k, 1)

DERIVATION = Derivation(
    name="kl_standard_normal_cov",
    title="The divergence from the standard normal distribution on space",
    claim=Equal(KL(q, p), half * (trace(Sigma) + mu.T @ mu - k - log(det(Sigma)))),
    start=KL(q, p),
    arguments={"mean": mu, "cov": Sigma},
    densities={"q": q, "p": p},
    conditions=("multivariate_gaussian_integrability",),
    steps=(
        Step(
            "specialise",
            half
            * (
                log(det(eye) / det(Sigma))
                - k
                + trace(inverse(eye) @ Sigma)
                + (mu - origin).T @ inverse(eye) @ (mu - origin)
            ),
            by=theorem(
                name="kl_multivariate",
                values={mu1: mu, Sigma1: Sigma, mu2: origin, Sigma2: eye},
            ),
            reason="The prior is the standard normal: $\\boldsymbol{\\mu}_2 = 0$ and $\\Sigma_2 "
            "= I$.",
        ),
        Step(
            "identity-matrices",
            half * (log(det(eye) / det(Sigma)) - k + trace(Sigma) + mu.T @ mu),
            by=matrix_algebra(),
            reason="$I^{-1} = I$ changes nothing as a factor, and $\\boldsymbol{\\mu} - 0 = "
            "\\boldsymbol{\\mu}$.",
        ),
        Step(
            "determinant-of-the-identity",
            half * (log(1 / det(Sigma)) - k + trace(Sigma) + mu.T @ mu),
            by=properties_of_the_determinant(),
            reason="$\\det I = 1$.",
        ),
        Step(
            "logarithm-of-the-reciprocal",
            half * (-log(det(Sigma)) - k + trace(Sigma) + mu.T @ mu),
            by=logarithm_of_a_quotient(),
            reason="$\\log(1/\\det\\Sigma) = -\\log\\det\\Sigma$.",
        ),
        Step(
            "order-of-the-paper",
            half * (trace(Sigma) + mu.T @ mu - k - log(det(Sigma))),
            by=field_arithmetic(),
            reason="The terms in the order in which the paper states them.",
        ),
    ),
    summary="The regulariser of the variational autoencoder for a full covariance matrix.",
    source="Muñoz and Ramele (2026), the prior of the variational autoencoder",
)
