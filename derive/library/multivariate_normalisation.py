"""The multivariate normal density integrates to 1."""

from derive.derivation import Derivation, Step
from derive.notation import (
    Abs,
    Cholesky,
    Equal,
    Identity,
    Integral,
    MultivariateNormal,
    Normal,
    Power,
    Product,
    Sum,
    Var,
    Zero,
    det,
    dimension,
    exp,
    index,
    inverse,
    pi,
    positive,
    positive_definite,
    real,
    sqrt,
    vector,
)
from derive.rules import (
    cholesky_factorisation,
    coordinates,
    field_arithmetic,
    finite_products,
    integral_of_a_product,
    linear_substitution,
    modulus_of_a_product,
    normal_density,
    theorem,
)

k = dimension("k")
i = index("i", k)
x, z, mu = vector("x z mu", k)
t = real("t")
Sigma = positive_definite("Sigma", k)
L = Var("L", "invertible", k)
q = MultivariateNormal(mu, Sigma)

mean, std = real("mu"), positive("sigma")
constant = 1 / sqrt((2 * pi) ** k * det(Sigma))
constant_with_jacobian = 1 / sqrt((2 * pi) ** k * Power(det(L), 2))
standard = Normal(0, 1)
each = (1 / (1 * sqrt(2 * pi))) * exp(-((z[i] - 0) ** 2 / (2 * Power(1, 2))))

DERIVATION = Derivation(
    name="multivariate_normalisation",
    title="The multivariate normal density integrates to one",
    claim=Equal(Integral(q(x), x), 1),
    start=Integral(q(x), x),
    arguments={"mean": mu, "cov": Sigma},
    where={L: Cholesky(Sigma)},
    densities={"q": q},
    conditions=("gaussian_integrability", "multivariate_gaussian_integrability"),
    windows={x: (mu, Sigma), z: (Zero(k, 1), Identity(k)), t: (0, 1)},
    steps=(
        Step(
            "substitute-the-density",
            Integral(constant * exp(-((x - mu).T @ inverse(Sigma) @ (x - mu) / 2)), x),
            by=normal_density(),
            reason="The density of a normal distribution with mean $\\boldsymbol{\\mu}$ and "
            "covariance $\\Sigma$.",
        ),
        Step(
            "substitution",
            Integral(
                constant
                * exp(-((mu + L @ z - mu).T @ inverse(Sigma) @ (mu + L @ z - mu) / 2))
                * Abs(det(L)),
                z,
            ),
            by=linear_substitution(variable=z, value=mu + L @ z, matrix=L),
            reason="$\\mathbf{x} = \\boldsymbol{\\mu} + Lz$, where $\\Sigma = LL^\\top$, is one "
            "to one from the whole space onto itself; its Jacobian matrix is $L$.",
        ),
        Step(
            "cancel-the-mean",
            Integral(constant * exp(-((L @ z).T @ inverse(Sigma) @ (L @ z) / 2)) * Abs(det(L)), z),
            by=field_arithmetic(),
            reason="$\\boldsymbol{\\mu} + Lz - \\boldsymbol{\\mu} = Lz$.",
        ),
        Step(
            "simplify-the-exponent",
            Integral(constant * exp(-(z.T @ z / 2)) * Abs(det(L)), z),
            by=cholesky_factorisation(),
            reason="$L^\\top \\Sigma^{-1} L = L^\\top L^{-\\top} L^{-1} L = I$.",
        ),
        Step(
            "determinant-of-the-covariance",
            Integral(constant_with_jacobian * exp(-(z.T @ z / 2)) * Abs(det(L)), z),
            by=theorem(name="cholesky_determinant"),
            reason="$\\det\\Sigma = (\\det L)^2$.",
        ),
        Step(
            "sign-of-the-jacobian",
            Integral(constant_with_jacobian * exp(-(z.T @ z / 2)) * det(L), z),
            by=modulus_of_a_product(),
            reason="The diagonal of the triangular $L$ is positive, and so is its determinant.",
        ),
        Step(
            "cancel-the-jacobian",
            Integral(1 / sqrt((2 * pi) ** k) * exp(-(z.T @ z / 2)), z),
            by=field_arithmetic(),
            reason="$\\sqrt{(2\\pi)^k (\\det L)^2} = \\sqrt{(2\\pi)^k} \\det L$.",
        ),
        Step(
            "coordinates",
            Integral(1 / sqrt((2 * pi) ** k) * exp(-(Sum(z[i] ** 2, i) / 2)), z),
            by=coordinates(),
            reason="$\\mathbf{z}^\\top \\mathbf{z}$ is the sum of the squares of the coordinates.",
        ),
        Step(
            "product-over-the-coordinates",
            Integral(Product(each, i), z),
            by=finite_products(),
            reason="The exponential of a sum is a product, and so is a power with the exponent "
            "$k$.",
        ),
        Step(
            "univariate-densities",
            Integral(Product(standard(z[i]), i), z),
            by=normal_density(),
            reason="Each factor is the density of the univariate standard normal distribution.",
        ),
        Step(
            "one-coordinate-after-the-other",
            Product(Integral(standard(t), t), i),
            by=integral_of_a_product(coordinate=t),
            reason="The factors are positive, and each depends on one coordinate: by Tonelli's "
            "theorem, applied $k$ times, the integral of the product is the product of the "
            "integrals.",
        ),
        Step(
            "normalisation",
            Product(1, i),
            by=theorem(name="gaussian_normalisation", values={mean: 0, std: 1}),
            reason="Each univariate density integrates to one.",
        ),
        Step(
            "product-of-ones",
            1,
            by=finite_products(),
            reason="A product of ones is one.",
        ),
    ),
    summary="A linear change of variables turns the density into a product of univariate ones.",
    source="standard; the paper's first term comes out by normalisation of $q$",
)
