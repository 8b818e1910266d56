"""A normal density with a diagonal covariance is a product of univariate normal densities."""

from derive.derivation import Derivation, Step
from derive.notation import (
    Diagonal,
    Equal,
    MultivariateNormal,
    Normal,
    Product,
    Sum,
    det,
    dimension,
    exp,
    index,
    inverse,
    pi,
    positive_vector,
    sqrt,
    vector,
)
from derive.rules import coordinates, diagonal_matrices, finite_products, normal_density

k = dimension("k")
i = index("i", k)
x, mu = vector("x mu", k)
sigma = positive_vector("sigma", k)
variance = sigma[i] ** 2
cov = Diagonal(variance, i)
q = MultivariateNormal(mu, cov)
factor = Normal(mu[i], sigma[i])(x[i])
square = (x[i] - mu[i]) ** 2
exponential = exp(-(square / (2 * variance)))

DERIVATION = Derivation(
    name="diagonal_density",
    title="With a diagonal covariance the coordinates are independent",
    claim=Equal(q(x), Product(factor, i)),
    start=q(x),
    arguments={"x": x, "mean": mu, "std": sigma},
    densities={"q": q},
    steps=(
        Step(
            "substitute-the-density",
            (1 / sqrt((2 * pi) ** k * det(cov))) * exp(-((x - mu).T @ inverse(cov) @ (x - mu) / 2)),
            by=normal_density(),
            reason="The density of a normal distribution with mean $\\mu$ and a diagonal "
            "covariance.",
        ),
        Step(
            "inverse-entry-by-entry",
            (1 / sqrt((2 * pi) ** k * det(cov)))
            * exp(-((x - mu).T @ Diagonal(1 / variance, i) @ (x - mu) / 2)),
            by=diagonal_matrices(),
            reason="A diagonal matrix is inverted entry by entry.",
        ),
        Step(
            "coordinates",
            (1 / sqrt((2 * pi) ** k * Product(variance, i)))
            * exp(-(Sum(square / variance, i) / 2)),
            by=coordinates(),
            reason="The determinant is the product of the diagonal, the quadratic form a "
            "weighted sum of squares.",
        ),
        Step(
            "product-of-exponentials",
            (1 / sqrt((2 * pi) ** k * Product(variance, i))) * Product(exponential, i),
            by=finite_products(),
            reason="The factor one half goes under the sum, and the exponential of a sum is the "
            "product of the exponentials.",
        ),
        Step(
            "product-of-constants",
            Product(1 / (sigma[i] * sqrt(2 * pi)), i) * Product(exponential, i),
            by=finite_products(),
            reason="A power with the exponent $k$ is a product of $k$ equal factors; root and "
            "reciprocal are taken of each factor, and $\\sqrt{\\sigma_i^2} = \\sigma_i$.",
        ),
        Step(
            "one-product",
            Product((1 / (sigma[i] * sqrt(2 * pi))) * exponential, i),
            by=finite_products(),
            reason="The two products are one.",
        ),
        Step(
            "univariate-densities",
            Product(factor, i),
            by=normal_density(),
            reason="Each factor is the density of a univariate normal distribution.",
        ),
    ),
    summary="The density of the vector is the product of the densities of its coordinates.",
    source="standard; the paper's diagonal case rests on it",
)
