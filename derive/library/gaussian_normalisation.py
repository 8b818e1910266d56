"""The normal density integrates to 1."""

from derive.derivation import Derivation, Step
from derive.notation import Equal, Integral, Normal, exp, pi, positive, real, sqrt
from derive.rules import (
    field_arithmetic,
    linearity_of_the_integral,
    normal_density,
    substitution,
    theorem,
)

x, mu, u = real("x mu u")
sigma = positive("sigma")
q = Normal(mu, sigma)

constant = 1 / (sigma * sqrt(2 * pi))

DERIVATION = Derivation(
    name="gaussian_normalisation",
    title="The normal density integrates to one",
    claim=Equal(Integral(q(x), x), 1),
    start=Integral(q(x), x),
    arguments={"mean": mu, "std": sigma},
    densities={"q": q},
    conditions=("gaussian_integrability",),
    windows={x: (mu, sigma), u: (0, 1)},
    steps=(
        Step(
            "substitute-the-density",
            Integral(constant * exp(-((x - mu) ** 2 / (2 * sigma**2))), x),
            by=normal_density(),
            reason="The density of a normal distribution with mean $\\mu$ and "
            "standard deviation $\\sigma$.",
        ),
        Step(
            "constant-factor",
            constant * Integral(exp(-((x - mu) ** 2 / (2 * sigma**2))), x),
            by=linearity_of_the_integral(),
            reason="The factor before the exponential does not depend on $x$.",
        ),
        Step(
            "substitution",
            constant
            * Integral(
                exp(-(((mu + sigma * sqrt(2) * u) - mu) ** 2 / (2 * sigma**2))) * (sigma * sqrt(2)),
                u,
            ),
            by=substitution(variable=u, value=mu + sigma * sqrt(2) * u, jacobian=sigma * sqrt(2)),
            reason="$x = \\mu + \\sigma\\sqrt2\\,u$ increases from $-\\infty$ to $\\infty$ with "
            "$u$, and $dx = \\sigma\\sqrt2\\,du$.",
        ),
        Step(
            "simplify-the-exponent",
            constant * Integral(exp(-(u**2)) * (sigma * sqrt(2)), u),
            by=field_arithmetic(),
            reason="$\\mu$ cancels, then $2\\sigma^2$.",
        ),
        Step(
            "jacobian-outside",
            constant * (sigma * sqrt(2)) * Integral(exp(-(u**2)), u),
            by=linearity_of_the_integral(),
            reason="The Jacobian does not depend on $u$.",
        ),
        Step(
            "gaussian-integral",
            constant * (sigma * sqrt(2)) * sqrt(pi),
            by=theorem(name="gaussian_integral"),
            reason="$\\int e^{-u^2}\\,du = \\sqrt\\pi$.",
        ),
        Step(
            "cancel",
            1,
            by=field_arithmetic(),
            reason="$\\sigma\\sqrt2\\sqrt\\pi = \\sigma\\sqrt{2\\pi}$.",
        ),
    ),
    summary="The factor $1/(\\sigma\\sqrt{2\\pi})$ is one over the integral of what follows it.",
    source="Muñoz and Ramele (2026): the first term comes out by normalisation of $q$",
)
