"""E[x − μ] = 0 under the normal distribution on ℝᵏ with mean μ."""

from derive.derivation import Derivation, Step
from derive.notation import (
    Derivative,
    Equal,
    Expectation,
    Integral,
    MultivariateNormal,
    Zero,
    dimension,
    inverse,
    positive_definite,
    vector,
)
from derive.rules import (
    definition_of_the_expectation,
    differentiation,
    integral_of_a_derivative,
    linearity_in_space,
    matrix_algebra,
)

k = dimension("k")
x, mu = vector("x mu", k)
Sigma = positive_definite("Sigma", k)
q = MultivariateNormal(mu, Sigma)

gradient = -(q(x) * (inverse(Sigma) @ (x - mu)))

DERIVATION = Derivation(
    name="multivariate_mean",
    title="The mean of a multivariate normal distribution",
    claim=Equal(Expectation(x - mu, x, q), Zero(k, 1)),
    start=Expectation(x - mu, x, q),
    arguments={"mean": mu, "cov": Sigma},
    densities={"q": q},
    conditions=(
        "multivariate_gaussian_integrability",
        "exponential_beats_polynomial",
    ),
    windows={x: (mu, Sigma)},
    steps=(
        Step(
            "definition-of-the-expectation",
            Integral((x - mu) * q(x), x),
            by=definition_of_the_expectation(),
            reason="The expectation is the integral against the density, entry by entry.",
        ),
        Step(
            "insert-the-covariance",
            Integral(-(Sigma @ gradient), x),
            by=matrix_algebra(),
            reason="$\\Sigma\\Sigma^{-1} = I$.",
        ),
        Step(
            "gradient-of-the-density",
            Integral(-(Sigma @ Derivative(q(x), x)), x),
            by=differentiation(values=[(q(x), x, gradient)]),
            reason="$\\nabla q(\\mathbf{x}) = "
            "-q(\\mathbf{x})\\,\\Sigma^{-1}(\\mathbf{x}-\\boldsymbol{\\mu})$, because the "
            "exponent has the gradient $-\\Sigma^{-1}(\\mathbf{x}-\\boldsymbol{\\mu})$.",
        ),
        Step(
            "linearity",
            -(Sigma @ Integral(Derivative(q(x), x), x)),
            by=linearity_in_space(),
            reason="The matrix $-\\Sigma$ does not depend on $\\mathbf{x}$.",
        ),
        Step(
            "integral-of-the-gradient",
            -(Sigma @ Zero(k, 1)),
            by=integral_of_a_derivative(),
            reason="Along each axis the integral of the partial derivative is the difference of "
            "the end values of $q$, and they vanish.",
        ),
        Step(
            "zero",
            Zero(k, 1),
            by=matrix_algebra(),
            reason="A matrix times zero is zero.",
        ),
    ),
    summary="In the divergence the cross-terms vanish for this reason.",
    source="Muñoz and Ramele (2026): zero mean of the centred variable",
)
