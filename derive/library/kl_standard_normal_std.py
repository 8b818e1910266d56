"""The divergence from N(0, I) for a diagonal covariance, in standard deviations."""

from derive.derivation import Derivation, Step
from derive.notation import (
    KL,
    Diagonal,
    Equal,
    Identity,
    MultivariateNormal,
    Product,
    Sum,
    Zero,
    det,
    dimension,
    half,
    index,
    log,
    positive_definite,
    positive_vector,
    trace,
    vector,
)
from derive.rules import (
    coordinates,
    linearity_of_finite_sums,
    logarithm_of_a_finite_product,
    theorem,
)

k = dimension("k")
i = index("i", k)
mu = vector("mu", k)
sigma = positive_vector("sigma", k)
Sigma = positive_definite("Sigma", k)
variance = sigma[i] ** 2
cov = Diagonal(variance, i)
q, p = MultivariateNormal(mu, cov), MultivariateNormal(Zero(k, 1), Identity(k))

DERIVATION = Derivation(
    name="kl_standard_normal_std",
    title="The divergence from the standard normal distribution for a diagonal covariance",
    claim=Equal(KL(q, p), half * Sum(variance + mu[i] ** 2 - 1 - log(variance), i)),
    start=KL(q, p),
    arguments={"mean": mu, "std": sigma},
    densities={"q": q, "p": p},
    conditions=("multivariate_gaussian_integrability",),
    steps=(
        Step(
            "specialise",
            half * (trace(cov) + mu.T @ mu - k - log(det(cov))),
            by=theorem(name="kl_standard_normal_cov", values={Sigma: cov}),
            reason="The covariance is diagonal, with the variances on the diagonal.",
        ),
        Step(
            "coordinates",
            half * (Sum(variance, i) + Sum(mu[i] ** 2, i) - k - log(Product(variance, i))),
            by=coordinates(),
            reason="The trace is the sum of the diagonal, the determinant its product, and "
            "$\\mu^\\top\\mu$ a sum of squares.",
        ),
        Step(
            "logarithm-of-the-product",
            half * (Sum(variance, i) + Sum(mu[i] ** 2, i) - k - Sum(log(variance), i)),
            by=logarithm_of_a_finite_product(),
            reason="The logarithm of a product is a sum, and variances are positive.",
        ),
        Step(
            "one-sum",
            half * Sum(variance + mu[i] ** 2 - 1 - log(variance), i),
            by=linearity_of_finite_sums(),
            reason="$k$ is a sum of $k$ ones, and the four sums are one.",
        ),
    ),
    summary="Every coordinate of the code costs what its mean and its variance say, and no more.",
    source="Muñoz and Ramele (2026), the prior of the variational autoencoder",
)
