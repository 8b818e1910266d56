"""Products over the coordinates: their logarithms are sums, their marginals their factors."""

from derive.derivation import Derivation, Step
from derive.notation import (
    Diagonal,
    Equal,
    Expectation,
    Integral,
    Normal,
    Product,
    Sum,
    dimension,
    index,
    log,
    positive,
    positive_vector,
    real,
    vector,
)
from derive.rules import (
    definition_of_the_expectation,
    logarithm_of_a_finite_product,
    marginalisation,
    theorem,
)

k = dimension("k")
i, j = index("i j", k)
x, mu = vector("x mu", k)
sigma = positive_vector("sigma", k)
t, mean, std = real("t"), real("mu"), positive("sigma")
factor = Normal(mu[i], sigma[i])
source = "standard; the paper's diagonal case rests on it"

LOGARITHM = Derivation(
    name="log_of_product",
    title="The logarithm of a product over the coordinates",
    claim=Equal(log(Product(sigma[i], i)), Sum(log(sigma[i]), i)),
    start=log(Product(sigma[i], i)),
    arguments={"factors": sigma},
    steps=(
        Step(
            "sum-of-logarithms",
            Sum(log(sigma[i]), i),
            by=logarithm_of_a_finite_product(),
            reason="$\\log ab = \\log a + \\log b$ for positive factors, $k - 1$ times.",
        ),
    ),
    summary="For any positive factors.",
    source=source,
)

moment = (x[i] - mu[i]) ** 2
product = Product(Normal(mu[j], sigma[j])(x[j]), j)
MARGINAL = Derivation(
    name="marginalisation",
    title="Under a product density a coordinate has its own factor for a density",
    claim=Equal(Integral(product * moment, x), sigma[i] ** 2),
    start=Integral(product * moment, x),
    arguments={"mean": mu, "std": sigma, "i": i},
    conditions=("gaussian_integrability", "multivariate_gaussian_integrability"),
    windows={x: (mu, Diagonal(sigma[j] ** 2, j)), t: (mu[i], sigma[i])},
    steps=(
        Step(
            "other-coordinates-integrate-to-one",
            Integral(factor(t) * (t - mu[i]) ** 2, t),
            by=marginalisation(
                index=i,
                coordinate=t,
                name="gaussian_normalisation",
                values={mean: mu[j], std: sigma[j]},
            ),
            reason="What is integrated depends on $x_i$ alone; the densities of the other "
            "coordinates integrate to one.",
        ),
        Step(
            "expectation",
            Expectation((t - mu[i]) ** 2, t, factor),
            by=definition_of_the_expectation(),
            reason="An integral against the density of the $i$-th factor is an expectation.",
        ),
        Step(
            "variance",
            sigma[i] ** 2,
            by=theorem(name="gaussian_variance", values={mean: mu[i], std: sigma[i]}),
            reason="The variance of the $i$-th factor.",
        ),
    ),
    summary="So the diagonal of the covariance holds the variances of the factors.",
    source=source,
)

DERIVATIONS = (LOGARITHM, MARGINAL)
