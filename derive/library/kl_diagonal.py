"""The divergence between two normal distributions with diagonal covariances."""

from derive.derivation import Derivation, Step
from derive.notation import (
    KL,
    Diagonal,
    Equal,
    MultivariateNormal,
    Product,
    Sum,
    det,
    dimension,
    half,
    index,
    inverse,
    log,
    positive_definite,
    positive_vector,
    trace,
    vector,
)
from derive.rules import (
    coordinates,
    diagonal_matrices,
    finite_products,
    linearity_of_finite_sums,
    logarithm_of_a_finite_product,
    theorem,
)

k = dimension("k")
i = index("i", k)
mu1, mu2 = vector("mu_1 mu_2", k)
sigma1, sigma2 = positive_vector("sigma_1 sigma_2", k)
Sigma1, Sigma2 = positive_definite("Sigma_1 Sigma_2", k)

variance1, variance2 = sigma1[i] ** 2, sigma2[i] ** 2
cov1, cov2 = Diagonal(variance1, i), Diagonal(variance2, i)
q, p = MultivariateNormal(mu1, cov1), MultivariateNormal(mu2, cov2)
difference = mu1[i] - mu2[i]

CLAIM = Equal(
    KL(q, p),
    half
    * Sum(log(variance2 / variance1) - 1 + variance1 / variance2 + difference**2 / variance2, i),
)

DERIVATION = Derivation(
    name="kl_diagonal",
    title="The divergence between normal distributions with diagonal covariances",
    claim=CLAIM,
    start=KL(q, p),
    arguments={"mean_1": mu1, "std_1": sigma1, "mean_2": mu2, "std_2": sigma2},
    densities={"q": q, "p": p},
    conditions=("multivariate_gaussian_integrability",),
    steps=(
        Step(
            "specialise",
            half
            * (
                log(det(cov2) / det(cov1))
                - k
                + trace(inverse(cov2) @ cov1)
                + (mu1 - mu2).T @ inverse(cov2) @ (mu1 - mu2)
            ),
            by=theorem(name="kl_multivariate", values={Sigma1: cov1, Sigma2: cov2}),
            reason="Both covariances are diagonal, with the variances on the diagonal.",
        ),
        Step(
            "entry-by-entry",
            half
            * (
                log(det(cov2) / det(cov1))
                - k
                + trace(Diagonal(variance1 / variance2, i))
                + (mu1 - mu2).T @ Diagonal(1 / variance2, i) @ (mu1 - mu2)
            ),
            by=diagonal_matrices(),
            reason="Diagonal matrices are inverted and multiplied entry by entry.",
        ),
        Step(
            "coordinates",
            half
            * (
                log(Product(variance2, i) / Product(variance1, i))
                - k
                + Sum(variance1 / variance2, i)
                + Sum(difference**2 / variance2, i)
            ),
            by=coordinates(),
            reason="The determinant is the product of the diagonal, the trace its sum, and the "
            "quadratic form a weighted sum of squares.",
        ),
        Step(
            "one-product",
            half
            * (
                log(Product(variance2 / variance1, i))
                - k
                + Sum(variance1 / variance2, i)
                + Sum(difference**2 / variance2, i)
            ),
            by=finite_products(),
            reason="The quotient of the products is the product of the quotients.",
        ),
        Step(
            "logarithm-of-the-products",
            half
            * (
                Sum(log(variance2 / variance1), i)
                - k
                + Sum(variance1 / variance2, i)
                + Sum(difference**2 / variance2, i)
            ),
            by=logarithm_of_a_finite_product(),
            reason="The logarithm of a product is a sum, and variances are positive.",
        ),
        Step(
            "one-sum",
            CLAIM.right,
            by=linearity_of_finite_sums(),
            reason="$k$ is a sum of $k$ ones, and the four sums are one.",
        ),
    ),
    summary="Nothing but a sum of univariate divergences, one for each coordinate.",
    source="Muñoz and Ramele (2026), the diagonal case",
)
