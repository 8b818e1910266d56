"""E[x − μ] = 0 under the normal distribution with mean μ."""

from derive.derivation import Derivation, Step
from derive.notation import Bracket, Equal, Expectation, Integral, Normal, positive, real
from derive.rules import (
    antiderivative,
    definition_of_the_expectation,
    end_values,
)

x, mu = real("x mu")
sigma = positive("sigma")
q = Normal(mu, sigma)

DERIVATION = Derivation(
    name="gaussian_mean",
    title="The mean of a normal distribution",
    claim=Equal(Expectation(x - mu, x, q), 0),
    start=Expectation(x - mu, x, q),
    arguments={"mean": mu, "std": sigma},
    densities={"q": q},
    conditions=("gaussian_integrability",),
    windows={x: (mu, sigma)},
    steps=(
        Step(
            "definition-of-the-expectation",
            Integral((x - mu) * q(x), x),
            by=definition_of_the_expectation(),
            reason="The expectation is the integral against the density.",
        ),
        Step(
            "antiderivative",
            Bracket(-(sigma**2 * q(x)), x),
            by=antiderivative(antiderivative=-(sigma**2 * q(x))),
            reason="$q'(x) = -\\frac{x-\\mu}{\\sigma^2}\\,q(x)$, so $-\\sigma^2 q$ has the "
            "derivative $(x-\\mu)\\,q$.",
        ),
        Step(
            "end-values",
            0,
            by=end_values(),
            reason="$q(x) \\to 0$ at both ends.",
        ),
    ),
    summary="In the divergence the cross-term vanishes for this reason.",
    source="Muñoz and Ramele (2026): zero mean of the centred variable",
)
