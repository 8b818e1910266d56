"""The divergence from N(0, I) in log-variances: what a variational autoencoder minimises."""

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
    exp,
    half,
    index,
    log,
    positive_definite,
    trace,
    vector,
)
from derive.rules import (
    coordinates,
    finite_products,
    linearity_of_finite_sums,
    logarithm_of_an_exponential,
    theorem,
)

k = dimension("k")
i = index("i", k)
mu, log_var = vector("mu lambda", k)
Sigma = positive_definite("Sigma", k)
variance = exp(log_var[i])
cov = Diagonal(variance, i)
q, p = MultivariateNormal(mu, cov), MultivariateNormal(Zero(k, 1), Identity(k))

DERIVATION = Derivation(
    name="kl_standard_normal",
    title="The regulariser of the variational autoencoder",
    claim=Equal(KL(q, p), half * Sum(variance + mu[i] ** 2 - 1 - log_var[i], i)),
    start=KL(q, p),
    arguments={"mean": mu, "log_var": log_var},
    densities={"q": q, "p": p},
    conditions=("multivariate_gaussian_integrability",),
    steps=(
        Step(
            "specialise",
            half * (trace(cov) + mu.T @ mu - k - log(det(cov))),
            by=theorem(name="kl_standard_normal_cov", values={Sigma: cov}),
            reason="The covariance is diagonal, and the encoder puts out the logarithms "
            "$\\lambda_i = \\log\\sigma_i^2$ of the variances.",
        ),
        Step(
            "coordinates",
            half * (Sum(variance, i) + Sum(mu[i] ** 2, i) - k - log(Product(variance, i))),
            by=coordinates(),
            reason="The trace is the sum of the diagonal, the determinant its product, and "
            "$\\mu^\\top\\mu$ a sum of squares.",
        ),
        Step(
            "product-of-exponentials",
            half * (Sum(variance, i) + Sum(mu[i] ** 2, i) - k - log(exp(Sum(log_var[i], i)))),
            by=finite_products(),
            reason="A product of exponentials is the exponential of the sum.",
        ),
        Step(
            "logarithm-of-the-exponential",
            half * (Sum(variance, i) + Sum(mu[i] ** 2, i) - k - Sum(log_var[i], i)),
            by=logarithm_of_an_exponential(),
            reason="$\\log e^s = s$.",
        ),
        Step(
            "one-sum",
            half * Sum(variance + mu[i] ** 2 - 1 - log_var[i], i),
            by=linearity_of_finite_sums(),
            reason="$k$ is a sum of $k$ ones, and the four sums are one.",
        ),
    ),
    summary="The line that everybody types, with $\\lambda_i = \\log \\sigma_i^2$: "
    "$-\\frac12 \\sum_i (1 + \\lambda_i - \\mu_i^2 - e^{\\lambda_i})$.",
    source="Muñoz and Ramele (2026), the prior of the variational autoencoder",
)
