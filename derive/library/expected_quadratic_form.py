"""E[(x − m)ᵀ A (x − m)] = tr(A Σ) + (μ − m)ᵀ A (μ − m) under the normal distribution on ℝᵏ."""

from derive.derivation import Derivation, Step
from derive.notation import (
    Equal,
    Expectation,
    Integral,
    MultivariateNormal,
    Zero,
    as_term,
    dimension,
    matrix,
    positive_definite,
    trace,
    vector,
)
from derive.rules import (
    adding_and_subtracting,
    definition_of_the_expectation,
    linearity_in_space,
    matrix_algebra,
    number_as_a_trace,
    theorem,
)

k = dimension("k")
x, mu, m = vector("x mu m", k)
Sigma = positive_definite("Sigma", k)
A = matrix("A", k, k)
q = MultivariateNormal(mu, Sigma)

square = (x - mu).T @ A @ (x - mu)
offset = (mu - m).T @ A @ (mu - m)
crossed = (x - mu).T @ A @ (mu - m)
crossed_too = (mu - m).T @ A @ (x - mu)
centred = Expectation(x - mu, x, q)
spread = Expectation((x - mu) @ (x - mu).T, x, q)
nothing = Zero(k, 1)
one = as_term(1)

DERIVATION = Derivation(
    name="expected_quadratic_form",
    title="The expectation of a quadratic form",
    claim=Equal(Expectation((x - m).T @ A @ (x - m), x, q), trace(A @ Sigma) + offset),
    start=Expectation((x - m).T @ A @ (x - m), x, q),
    arguments={"mean": mu, "cov": Sigma, "centre": m, "matrix": A},
    densities={"q": q},
    conditions=("multivariate_gaussian_integrability",),
    windows={x: (mu, Sigma)},
    steps=(
        Step(
            "insert-the-mean",
            Expectation(((x - mu) + (mu - m)).T @ A @ ((x - mu) + (mu - m)), x, q),
            by=adding_and_subtracting(term=mu),
            at=x - m,
            reason="$\\mathbf{x} - \\mathbf{m} = (\\mathbf{x} - \\boldsymbol{\\mu}) + "
            "(\\boldsymbol{\\mu} - \\mathbf{m})$, because under $q$ we know the moments about "
            "$\\boldsymbol{\\mu}$.",
        ),
        Step(
            "expand",
            Expectation(square + crossed + crossed_too + offset, x, q),
            by=matrix_algebra(),
            reason="The product is distributed over both sums; the factors keep their order.",
        ),
        Step(
            "trace-of-a-number",
            Expectation(trace(A @ (x - mu) @ (x - mu).T) + crossed + crossed_too + offset, x, q),
            by=number_as_a_trace(),
            reason="A number is the trace of a $1\\times1$ matrix, and under the trace the "
            "factors may be permuted cyclically.",
        ),
        Step(
            "linearity",
            trace(A @ spread)
            + centred.T @ A @ (mu - m)
            + (mu - m).T @ A @ centred
            + offset * Expectation(one, x, q),
            by=linearity_in_space(),
            reason="Four expectations; the trace and the factors that do not depend on "
            "$\\mathbf{x}$ go before them.",
        ),
        Step(
            "cross-terms-vanish",
            trace(A @ spread)
            + nothing.T @ A @ (mu - m)
            + (mu - m).T @ A @ nothing
            + offset * Expectation(one, x, q),
            by=theorem(name="multivariate_mean"),
            reason="The centred variable has mean zero under $q$.",
        ),
        Step(
            "covariance",
            trace(A @ Sigma)
            + nothing.T @ A @ (mu - m)
            + (mu - m).T @ A @ nothing
            + offset * Expectation(one, x, q),
            by=theorem(name="gaussian_covariance"),
            reason="The expectation of "
            "$(\\mathbf{x}-\\boldsymbol{\\mu})(\\mathbf{x}-\\boldsymbol{\\mu})^\\top$ under $q$ "
            "is $\\Sigma$.",
        ),
        Step(
            "expectation-of-one",
            trace(A @ Sigma)
            + nothing.T @ A @ (mu - m)
            + (mu - m).T @ A @ nothing
            + offset * Integral(q(x), x),
            by=definition_of_the_expectation(),
            reason="The expectation of the constant $1$ is the integral of the density.",
        ),
        Step(
            "normalisation",
            trace(A @ Sigma) + nothing.T @ A @ (mu - m) + (mu - m).T @ A @ nothing + offset * 1,
            by=theorem(name="multivariate_normalisation"),
            reason="The density $q$ integrates to one.",
        ),
        Step(
            "collect",
            trace(A @ Sigma) + offset,
            by=matrix_algebra(),
            reason="What is multiplied by zero goes, what is multiplied by one stays.",
        ),
    ),
    summary="For every matrix $A$ and every centre $\\mathbf{m}$: the spread of $q$ as a trace, "
    "the offset of its mean as a quadratic form.",
    source="Muñoz and Ramele (2026), the second term; the general $A$ and $\\mathbf{m}$ are ours",
)
