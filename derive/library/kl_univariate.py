"""The Kullback–Leibler divergence between two univariate normal distributions."""

from derive.derivation import Derivation, Step
from derive.notation import (
    KL,
    Equal,
    Expectation,
    Integral,
    Normal,
    Over,
    exp,
    half,
    log,
    pi,
    positive,
    real,
    sqrt,
)
from derive.rules import (
    adding_and_subtracting,
    collecting_logarithms,
    definition_of_the_divergence,
    definition_of_the_expectation,
    field_arithmetic,
    linearity_of_the_expectation,
    linearity_of_the_integral,
    logarithm_of_a_product,
    logarithm_of_a_quotient,
    logarithm_of_an_exponential,
    normal_density,
    square_of_a_sum,
    theorem,
)

x, mu1, mu2 = real("x mu_1 mu_2")
sigma1, sigma2 = positive("sigma_1 sigma_2")
q, p = Normal(mu1, sigma1), Normal(mu2, sigma2)

mu, sigma = real("mu"), positive("sigma")
under_q = {mu: mu1, sigma: sigma1}

first_square = (x - mu1) ** 2
second_square = (x - mu2) ** 2
constant_of_q = sigma1 * sqrt(2 * pi)
constant_of_p = sigma2 * sqrt(2 * pi)
density_of_q = (1 / constant_of_q) * exp(-(first_square / (2 * sigma1**2)))
density_of_p = (1 / constant_of_p) * exp(-(second_square / (2 * sigma2**2)))
log_ratio = log(sigma2 / sigma1)
spread = Expectation(first_square, x, q)
offset = Expectation(x - mu1, x, q)

DERIVATION = Derivation(
    name="kl_univariate",
    title="The divergence between two univariate normal distributions",
    claim=Equal(
        KL(q, p),
        log_ratio + (sigma1**2 + (mu1 - mu2) ** 2) / (2 * sigma2**2) - half,
    ),
    start=KL(q, p),
    arguments={"mean_1": mu1, "std_1": sigma1, "mean_2": mu2, "std_2": sigma2},
    densities={"q": q, "p": p},
    conditions=("gaussian_integrability",),
    windows={x: (mu1, sigma1)},
    steps=(
        Step(
            "definition",
            Integral(q(x) * log(q(x) / p(x)), x),
            by=definition_of_the_divergence(),
            reason="The divergence is the mean of the log-ratio of the densities, under $q$.",
        ),
        Step(
            "substitute-the-densities",
            Integral(q(x) * log(density_of_q / density_of_p), x),
            by=normal_density(),
            at=log(q(x) / p(x)),
            reason="Both densities are written out inside the logarithm; the weight stays $q$.",
        ),
        Step(
            "logarithm-of-the-quotient",
            Integral(q(x) * (log(density_of_q) - log(density_of_p)), x),
            by=logarithm_of_a_quotient(),
            reason="The logarithm of a quotient is the difference of the logarithms; densities are "
            "positive.",
        ),
        Step(
            "logarithm-of-each-density",
            Integral(
                q(x)
                * (
                    (log(1 / constant_of_q) + log(exp(-(first_square / (2 * sigma1**2)))))
                    - (log(1 / constant_of_p) + log(exp(-(second_square / (2 * sigma2**2)))))
                ),
                x,
            ),
            by=logarithm_of_a_product(),
            reason="The logarithm of a product is the sum of the logarithms.",
        ),
        Step(
            "logarithm-of-each-exponential",
            Integral(
                q(x)
                * (
                    (log(1 / constant_of_q) - first_square / (2 * sigma1**2))
                    - (log(1 / constant_of_p) - second_square / (2 * sigma2**2))
                ),
                x,
            ),
            by=logarithm_of_an_exponential(),
            reason="The logarithm of an exponential is its exponent.",
        ),
        Step(
            "logarithm-of-each-reciprocal",
            Integral(
                q(x)
                * (
                    (-log(constant_of_q) - first_square / (2 * sigma1**2))
                    - (-log(constant_of_p) - second_square / (2 * sigma2**2))
                ),
                x,
            ),
            by=logarithm_of_a_quotient(),
            reason="$\\log(1/a) = \\log 1 - \\log a = -\\log a$.",
        ),
        Step(
            "logarithm-of-each-constant",
            Integral(
                q(x)
                * (
                    (-(log(sigma1) + log(sqrt(2 * pi))) - first_square / (2 * sigma1**2))
                    - (-(log(sigma2) + log(sqrt(2 * pi))) - second_square / (2 * sigma2**2))
                ),
                x,
            ),
            by=logarithm_of_a_product(),
            reason="$\\log(\\sigma\\sqrt{2\\pi}) = \\log\\sigma + \\log\\sqrt{2\\pi}$.",
        ),
        Step(
            "constants-cancel",
            Integral(
                q(x)
                * (
                    (log(sigma2) - log(sigma1))
                    + second_square / (2 * sigma2**2)
                    - first_square / (2 * sigma1**2)
                ),
                x,
            ),
            by=field_arithmetic(),
            reason="The brackets are removed: the two $\\log\\sqrt{2\\pi}$ cancel, and the terms "
            "with a plus come before those with a minus.",
        ),
        Step(
            "collect",
            Integral(
                q(x)
                * (log_ratio + second_square / (2 * sigma2**2) - first_square / (2 * sigma1**2)),
                x,
            ),
            by=collecting_logarithms(),
            reason="$\\log\\sigma_2 - \\log\\sigma_1$ is the logarithm of the ratio.",
        ),
        Step(
            "linearity",
            log_ratio * Integral(q(x), x)
            + Integral(second_square * q(x), x) / (2 * sigma2**2)
            - Integral(first_square * q(x), x) / (2 * sigma1**2),
            by=linearity_of_the_integral(),
            reason="The density $q$ is multiplied in; of the three terms each integral converges, "
            "and what does not depend on $x$ is taken out of it.",
        ),
        Step(
            "normalisation",
            log_ratio * 1
            + Integral(second_square * q(x), x) / (2 * sigma2**2)
            - Integral(first_square * q(x), x) / (2 * sigma1**2),
            by=theorem(name="gaussian_normalisation", values=under_q),
            reason="The first term: the density $q$ integrates to one.",
        ),
        Step(
            "as-expectations",
            log_ratio * 1
            + Expectation(second_square, x, q) / (2 * sigma2**2)
            - spread / (2 * sigma1**2),
            by=definition_of_the_expectation(),
            reason="An integral against $q$ is an expectation under $q$.",
        ),
        Step(
            "insert-the-mean",
            log_ratio * 1
            + Expectation(((x - mu1) + (mu1 - mu2)) ** 2, x, q) / (2 * sigma2**2)
            - spread / (2 * sigma1**2),
            by=adding_and_subtracting(term=mu1),
            at=x - mu2,
            reason="The second term: $x - \\mu_2 = (x - \\mu_1) + (\\mu_1 - \\mu_2)$, because "
            "under $q$ we know the moments about $\\mu_1$.",
        ),
        Step(
            "expand-the-square",
            log_ratio * 1
            + Expectation(first_square + 2 * ((x - mu1) * (mu1 - mu2)) + (mu1 - mu2) ** 2, x, q)
            / (2 * sigma2**2)
            - spread / (2 * sigma1**2),
            by=square_of_a_sum(),
            at=((x - mu1) + (mu1 - mu2)) ** 2,
            reason="$(a + b)^2 = a^2 + 2ab + b^2$.",
        ),
        Step(
            "linearity-of-the-expectation",
            log_ratio * 1
            + (spread + 2 * (mu1 - mu2) * offset + (mu1 - mu2) ** 2 * Expectation(1, x, q))
            / (2 * sigma2**2)
            - spread / (2 * sigma1**2),
            by=linearity_of_the_expectation(),
            reason="The expectation of a sum, term by term; $\\mu_1 - \\mu_2$ does not depend on "
            "$x$.",
        ),
        Step(
            "cross-term-vanishes",
            log_ratio * 1
            + (spread + 2 * (mu1 - mu2) * 0 + (mu1 - mu2) ** 2 * Expectation(1, x, q))
            / (2 * sigma2**2)
            - spread / (2 * sigma1**2),
            by=theorem(name="gaussian_mean", values=under_q),
            reason="The centred variable has mean zero under $q$.",
        ),
        Step(
            "expectation-of-one",
            log_ratio * 1
            + (spread + 2 * (mu1 - mu2) * 0 + (mu1 - mu2) ** 2 * Integral(q(x), x))
            / (2 * sigma2**2)
            - spread / (2 * sigma1**2),
            by=definition_of_the_expectation(),
            at=Expectation(1, x, q),
            reason="The expectation of the constant $1$ is the integral of $1 \\cdot q(x) = q(x)$.",
        ),
        Step(
            "normalisation-again",
            log_ratio * 1
            + (spread + 2 * (mu1 - mu2) * 0 + (mu1 - mu2) ** 2 * 1) / (2 * sigma2**2)
            - spread / (2 * sigma1**2),
            by=theorem(name="gaussian_normalisation", values=under_q),
            reason="The density $q$ integrates to one.",
        ),
        Step(
            "variance",
            log_ratio * 1
            + (sigma1**2 + 2 * (mu1 - mu2) * 0 + (mu1 - mu2) ** 2 * 1) / (2 * sigma2**2)
            - sigma1**2 / (2 * sigma1**2),
            by=theorem(name="gaussian_variance", values=under_q),
            reason="The mean square of the centred variable under $q$ is $\\sigma_1^2$, in the "
            "second term and in the third.",
        ),
        Step(
            "last-term",
            log_ratio * 1
            + (sigma1**2 + 2 * (mu1 - mu2) * 0 + (mu1 - mu2) ** 2 * 1) / (2 * sigma2**2)
            - half,
            by=field_arithmetic(),
            at=Over(sigma1**2, 2 * sigma1**2),
            reason="The third term: $\\sigma_1^2$ cancels.",
        ),
        Step(
            "combine",
            log_ratio + (sigma1**2 + (mu1 - mu2) ** 2) / (2 * sigma2**2) - half,
            by=field_arithmetic(),
            reason="What is multiplied by one stays, what is multiplied by zero goes.",
        ),
    ),
    summary="From the integral to the closed form: a log-ratio of the scales, the second moment "
    "of $q$ about $\\mu_2$ in units of $p$, and the constant that the entropy of $q$ leaves.",
    source="Muñoz and Ramele (2026), the univariate case",
)
