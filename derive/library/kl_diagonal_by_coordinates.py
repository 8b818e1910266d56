"""The divergence for diagonal covariances, by another route: one coordinate at a time."""

from typing import Any

from derive.derivation import Derivation, Step
from derive.library.kl_diagonal import (
    CLAIM,
    difference,
    i,
    k,
    mu1,
    mu2,
    p,
    q,
    sigma1,
    sigma2,
    variance1,
    variance2,
)
from derive.notation import (
    KL,
    Integral,
    Normal,
    Product,
    Sum,
    Var,
    half,
    index,
    log,
    positive,
    positive_vector,
    real,
    vector,
)
from derive.rules import (
    definition_of_the_divergence,
    field_arithmetic,
    finite_products,
    linearity_in_space,
    linearity_of_finite_sums,
    logarithm_of_a_finite_product,
    logarithm_of_a_power,
    marginalisation,
    theorem,
)

j = index("j", k)
x = vector("x", k)
t = real("t")

means, mean, std = vector("mu", k), real("mu"), positive("sigma")
stds = positive_vector("sigma", k)
univariate_mean1, univariate_mean2 = real("mu_1 mu_2")
univariate_std1, univariate_std2 = positive("sigma_1 sigma_2")


def q_at(n: Var) -> Any:
    """Return the n-th factor of q."""
    return Normal(mu1[n], sigma1[n])


def p_at(n: Var) -> Any:
    """Return the n-th factor of p."""
    return Normal(mu2[n], sigma2[n])


product_of_q, product_of_p = Product(q_at(j)(x[j]), j), Product(p_at(j)(x[j]), j)
divergence = log(sigma2[i] / sigma1[i]) + (variance1 + difference**2) / (2 * variance2) - half

DERIVATION = Derivation(
    name="kl_diagonal_by_coordinates",
    title="The same divergence, one coordinate at a time",
    claim=CLAIM,
    start=KL(q, p),
    arguments={"mean_1": mu1, "std_1": sigma1, "mean_2": mu2, "std_2": sigma2},
    densities={"q": q, "p": p},
    conditions=("gaussian_integrability", "multivariate_gaussian_integrability"),
    windows={x: (mu1, q.cov), t: (mu1[i], sigma1[i])},
    steps=(
        Step(
            "definition",
            Integral(q(x) * log(q(x) / p(x)), x),
            by=definition_of_the_divergence(),
            reason="The divergence is the mean of the log-ratio of the densities, under $q$.",
        ),
        Step(
            "product-density-of-q",
            Integral(product_of_q * log(product_of_q / p(x)), x),
            by=theorem(name="diagonal_density", values={means: mu1, stds: sigma1}),
            reason="The covariance of $q$ is diagonal: its density is a product.",
        ),
        Step(
            "product-density-of-p",
            Integral(product_of_q * log(product_of_q / product_of_p), x),
            by=theorem(name="diagonal_density", values={means: mu2, stds: sigma2}),
            reason="So is that of $p$.",
        ),
        Step(
            "one-product",
            Integral(product_of_q * log(Product(q_at(j)(x[j]) / p_at(j)(x[j]), j)), x),
            by=finite_products(),
            at=product_of_q / product_of_p,
            reason="The quotient of the products is the product of the quotients.",
        ),
        Step(
            "logarithm-of-the-products",
            Integral(product_of_q * Sum(log(q_at(i)(x[i]) / p_at(i)(x[i])), i), x),
            by=logarithm_of_a_finite_product(),
            reason="The logarithm of a product is a sum, and densities are positive.",
        ),
        Step(
            "linearity",
            Sum(Integral(product_of_q * log(q_at(i)(x[i]) / p_at(i)(x[i])), x), i),
            by=linearity_in_space(),
            reason="The sum is finite, and each integral converges.",
        ),
        Step(
            "marginals",
            Sum(Integral(q_at(i)(t) * log(q_at(i)(t) / p_at(i)(t)), t), i),
            by=marginalisation(
                index=i,
                coordinate=t,
                name="gaussian_normalisation",
                values={mean: mu1[j], std: sigma1[j]},
            ),
            reason="The $i$-th logarithm depends on $x_i$ alone; the densities of the other "
            "coordinates integrate to one.",
        ),
        Step(
            "univariate-divergences",
            Sum(KL(q_at(i), p_at(i)), i),
            by=definition_of_the_divergence(),
            reason="What is left is a univariate divergence for each coordinate.",
        ),
        Step(
            "closed-form-of-each",
            Sum(divergence, i),
            by=theorem(
                name="kl_univariate",
                values={
                    univariate_mean1: mu1[i],
                    univariate_std1: sigma1[i],
                    univariate_mean2: mu2[i],
                    univariate_std2: sigma2[i],
                },
            ),
            reason="The closed form of the univariate case, coordinate by coordinate.",
        ),
        Step(
            "logarithm-of-the-variances",
            Sum(
                log((sigma2[i] / sigma1[i]) ** 2) / 2
                + (variance1 + difference**2) / (2 * variance2)
                - half,
                i,
            ),
            by=logarithm_of_a_power(exponent=2),
            reason="The logarithm of a ratio is half of that of its square.",
        ),
        Step(
            "half-of-each-term",
            Sum(
                half
                * (
                    log(variance2 / variance1)
                    - 1
                    + variance1 / variance2
                    + difference**2 / variance2
                ),
                i,
            ),
            by=field_arithmetic(),
            reason="The square of the ratio is the ratio of the squares, the fraction is split, "
            "and every term has the factor one half.",
        ),
        Step(
            "factor-one-half",
            CLAIM.right,
            by=linearity_of_finite_sums(),
            reason="The factor does not depend on $i$.",
        ),
    ),
    summary="It ends in the same line as the route through matrices.",
    source="Muñoz and Ramele (2026), the diagonal case",
)
