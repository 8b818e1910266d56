"""E[(x − μ)(x − μ)ᵀ] = Σ under the normal distribution on ℝᵏ with covariance Σ."""

from derive.derivation import Derivation, Step
from derive.notation import (
    Derivative,
    Equal,
    Expectation,
    Identity,
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
    theorem,
)

k = dimension("k")
x, mu = vector("x mu", k)
Sigma = positive_definite("Sigma", k)
q = MultivariateNormal(mu, Sigma)

moving = q(x) * (x - mu)
jacobian = q(x) * Identity(k) - q(x) * ((x - mu) @ (x - mu).T @ inverse(Sigma))

DERIVATION = Derivation(
    name="gaussian_covariance",
    title="The covariance of a multivariate normal distribution",
    claim=Equal(Expectation((x - mu) @ (x - mu).T, x, q), Sigma),
    start=Expectation((x - mu) @ (x - mu).T, x, q),
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
            Integral((x - mu) @ (x - mu).T * q(x), x),
            by=definition_of_the_expectation(),
            reason="The expectation is the integral against the density, entry by entry.",
        ),
        Step(
            "insert-the-covariance",
            Integral((q(x) * Identity(k) - jacobian) @ Sigma, x),
            by=matrix_algebra(),
            reason="$q I$ is added and subtracted, and $\\Sigma^{-1}\\Sigma = I$.",
        ),
        Step(
            "derivative-of-a-product",
            Integral((q(x) * Identity(k) - Derivative(moving, x)) @ Sigma, x),
            by=differentiation(values=[(moving, x, jacobian)]),
            reason="What is subtracted is the Jacobian matrix of "
            "$q(\\mathbf{x})\\,(\\mathbf{x}-\\boldsymbol{\\mu})$: one factor has the derivative "
            "$I$, and $\\nabla q(\\mathbf{x}) = "
            "-q(\\mathbf{x})\\,\\Sigma^{-1}(\\mathbf{x}-\\boldsymbol{\\mu})$.",
        ),
        Step(
            "linearity",
            (Integral(q(x), x) * Identity(k) - Integral(Derivative(moving, x), x)) @ Sigma,
            by=linearity_in_space(),
            reason="Both integrals converge, and $\\Sigma$ does not depend on $\\mathbf{x}$.",
        ),
        Step(
            "boundary-term-vanishes",
            (Integral(q(x), x) * Identity(k) - Zero(k, k)) @ Sigma,
            by=integral_of_a_derivative(),
            reason="Along each axis the integral of the partial derivative is the difference of "
            "the end values of $q(\\mathbf{x})\\,(\\mathbf{x}-\\boldsymbol{\\mu})$, and they "
            "vanish.",
        ),
        Step(
            "normalisation",
            (1 * Identity(k) - Zero(k, k)) @ Sigma,
            by=theorem(name="multivariate_normalisation"),
            reason="The density integrates to one.",
        ),
        Step(
            "matrix-algebra",
            Sigma,
            by=matrix_algebra(),
            reason="The identity matrix times $\\Sigma$ is $\\Sigma$.",
        ),
    ),
    summary="Integration by parts in every coordinate at once.",
    source="standard; the paper uses it for the second and the third term",
)
