"""E[(x − μ)²] = σ² under the normal distribution with mean μ and standard deviation σ."""

from derive.derivation import Derivation, Step
from derive.notation import Bracket, Equal, Expectation, Integral, Normal, positive, real
from derive.rules import (
    definition_of_the_expectation,
    end_values,
    field_arithmetic,
    integration_by_parts,
    linearity_of_the_integral,
    theorem,
)

x, mu = real("x mu")
sigma = positive("sigma")
q = Normal(mu, sigma)

boundary = -(sigma**2 * ((x - mu) * q(x)))

DERIVATION = Derivation(
    name="gaussian_variance",
    title="The variance of a normal distribution",
    claim=Equal(Expectation((x - mu) ** 2, x, q), sigma**2),
    start=Expectation((x - mu) ** 2, x, q),
    arguments={"mean": mu, "std": sigma},
    densities={"q": q},
    conditions=("gaussian_integrability", "exponential_beats_polynomial"),
    windows={x: (mu, sigma)},
    steps=(
        Step(
            "definition-of-the-expectation",
            Integral((x - mu) ** 2 * q(x), x),
            by=definition_of_the_expectation(),
            reason="The expectation is the integral against the density.",
        ),
        Step(
            "integration-by-parts",
            Bracket(boundary, x) + Integral(sigma**2 * q(x), x),
            by=integration_by_parts(antiderivative=boundary, remainder=sigma**2 * q(x)),
            reason="One factor $x-\\mu$ is differentiated; the other, times $q$, has the "
            "antiderivative $-\\sigma^2 q$.",
        ),
        Step(
            "boundary-term-vanishes",
            0 + Integral(sigma**2 * q(x), x),
            by=end_values(),
            reason="$(x-\\mu)\\,q(x) \\to 0$ at both ends: the exponential beats the polynomial.",
        ),
        Step(
            "constant-factor",
            0 + sigma**2 * Integral(q(x), x),
            by=linearity_of_the_integral(),
            reason="$\\sigma^2$ does not depend on $x$.",
        ),
        Step(
            "normalisation",
            0 + sigma**2 * 1,
            by=theorem(name="gaussian_normalisation"),
            reason="The density integrates to one.",
        ),
        Step(
            "arithmetic",
            sigma**2,
            by=field_arithmetic(),
            reason="$0 + \\sigma^2 \\cdot 1 = \\sigma^2$.",
        ),
    ),
    summary="The variance is the square of the standard deviation in the density.",
    source="standard; the paper uses it for the second and the third term",
)
