"""Signs, factors, exponents, dropped terms, exchanged letters: in the paper's own lines."""

from derive.library import LIBRARY
from derive.library.kl_univariate import (
    constant_of_q,
    first_square,
    log_ratio,
    mu1,
    mu2,
    p,
    q,
    second_square,
    sigma1,
    sigma2,
    spread,
    under_q,
    x,
)
from derive.library.kl_univariate_standard_normal import sigma
from derive.notation import Expectation, Integral, exp, half, log, pi, positive, real, sqrt
from derive.rules import (
    adding_and_subtracting,
    field_arithmetic,
    laws_of_exponents,
    linearity_of_the_expectation,
    square_of_a_sum,
    theorem,
)
from tests.rejected.wrong import True_, Wrong, one, swapped_in, with_line, with_step

a, b = real("a b")
s = positive("s")
KL = "kl_univariate"
last_line = LIBRARY[KL].steps[-1].line
variance_line = LIBRARY[KL].steps[-3].line

WRONG = (
    Wrong(
        "the log-ratio upside down in the definition",
        with_step(KL, "definition", Integral(q(x) * log(p(x) / q(x)), x)),
        "definition", "the rule definition-of-the-divergence gives", false=True,
    ),
    Wrong(
        "the mean under p instead of q",
        with_step(KL, "definition", Integral(p(x) * log(q(x) / p(x)), x)),
        "definition", "the rule definition-of-the-divergence gives", false=True,
    ),
    Wrong(
        "KL(p‖q) for KL(q‖p)",
        with_step(KL, "definition", Integral(p(x) * log(p(x) / q(x)), x)),
        "definition", "the rule definition-of-the-divergence gives", false=True,
    ),
    Wrong(
        "the densities exchanged when they are written out",
        with_step(
            KL, "substitute-the-densities",
            Integral(q(x) * log(LIBRARY[KL].steps[1].line.body.args[1].args[0].args[1]
                                / LIBRARY[KL].steps[1].line.body.args[1].args[0].args[0]), x),
        ),
        "substitute-the-densities", "the rule normal-density gives", false=True,
    ),
    Wrong(
        "a density without its 2",
        with_line(KL, "substitute-the-densities", 2 * sigma2**2, sigma2**2),
        "substitute-the-densities", "the rule normal-density gives", false=True,
    ),
    Wrong(
        "variance for standard deviation before the exponential",
        with_line(KL, "substitute-the-densities", sigma1 * sqrt(2 * pi), sigma1**2 * sqrt(2 * pi)),
        "substitute-the-densities", "the rule normal-density gives", false=True,
    ),
    Wrong(
        "the logarithm of a quotient the wrong way round",
        with_step(
            KL, "logarithm-of-the-quotient",
            Integral(q(x) * (LIBRARY[KL].steps[2].line.body.args[1].args[1]
                             - LIBRARY[KL].steps[2].line.body.args[1].args[0]), x),
        ),
        "logarithm-of-the-quotient", "the rule logarithm-of-a-quotient gives", false=True,
    ),
    Wrong(
        "the exponent of a density with a plus",
        with_line(
            KL, "logarithm-of-each-exponential",
            log(1 / constant_of_q) - first_square / (2 * sigma1**2),
            log(1 / constant_of_q) + first_square / (2 * sigma1**2),
        ),
        "logarithm-of-each-exponential", "the rule logarithm-of-an-exponential gives", false=True,
    ),
    Wrong(
        "the logarithm of a product as the product of the logarithms",
        with_line(
            KL, "logarithm-of-each-density",
            log(1 / constant_of_q) + log(exp(-(first_square / (2 * sigma1**2)))),
            log(1 / constant_of_q) * log(exp(-(first_square / (2 * sigma1**2)))),
        ),
        "logarithm-of-each-density", "the rule logarithm-of-a-product gives", false=True,
    ),
    Wrong(
        "the logarithm of a reciprocal with a plus",
        with_line(
            KL, "logarithm-of-each-reciprocal", -log(constant_of_q), log(constant_of_q)
        ),
        "logarithm-of-each-reciprocal", "the rule logarithm-of-a-quotient gives", false=True,
    ),
    Wrong(
        "a constant left where the two cancel",
        with_line(
            KL, "constants-cancel",
            log(sigma2) - log(sigma1), log(sigma2) - log(sigma1) + log(sqrt(2 * pi)),
        ),
        "constants-cancel", "do not have the same normal form", false=True,
    ),
    Wrong(
        "log(σ1/σ2) for log(σ2/σ1)",
        with_line(KL, "collect", log_ratio, log(sigma1 / sigma2)),
        "collect", "do not have the same normal form", false=True,
    ),
    Wrong(
        "the wrong scale under the square",
        with_line(KL, "collect", 2 * sigma2**2, 2 * sigma1**2),
        "collect", "do not have the same normal form", false=True,
    ),
    Wrong(
        "the square about the wrong mean",
        with_line(KL, "collect", second_square, first_square),
        "collect", "do not have the same normal form", false=True,
    ),
    Wrong(
        "the inserted mean with the wrong sign",
        with_line(KL, "insert-the-mean", (x - mu1) + (mu1 - mu2), (x - mu1) + (mu2 - mu1)),
        "insert-the-mean", "the rule adding-and-subtracting gives", false=True,
    ),
    Wrong(
        "the cross-term dropped",
        with_line(
            KL, "expand-the-square",
            first_square + 2 * ((x - mu1) * (mu1 - mu2)) + (mu1 - mu2) ** 2,
            first_square + (mu1 - mu2) ** 2,
        ),
        "expand-the-square", "the rule square-of-a-sum gives",
    ),
    Wrong(
        "the cross-term without its 2",
        with_line(
            KL, "expand-the-square",
            2 * ((x - mu1) * (mu1 - mu2)), (x - mu1) * (mu1 - mu2),
        ),
        "expand-the-square", "the rule square-of-a-sum gives",
    ),
    Wrong(
        "σ for σ²",
        with_step(KL, "variance", swapped_in(variance_line, sigma1**2, sigma1)),
        "variance", "theorem gives|does not apply|same normal form", false=True,
    ),
    Wrong(
        "the variance of p under q",
        with_step(KL, "variance", by=theorem(name="gaussian_variance",
                                             values={**under_q, next(iter(under_q)): mu2})),
        "variance", "theorem gives|does not apply|same normal form",
    ),
    Wrong(
        "the last term one, not one half",
        with_line(KL, "last-term", half, 1),
        "last-term", "do not have the same normal form", false=True,
    ),
    Wrong(
        "plus one half in the result",
        with_step(KL, "combine", swapped_in(last_line, last_line, last_line.args[0] + half)),
        "combine", "do not have the same normal form", false=True,
    ),
    Wrong(
        "the means added in the result",
        with_line(KL, "combine", mu1 - mu2, mu1 + mu2),
        "combine", "do not have the same normal form", false=True,
    ),
    Wrong(
        "4σ2² in the result",
        with_line(KL, "combine", 2 * sigma2**2, 4 * sigma2**2),
        "combine", "do not have the same normal form", false=True,
    ),
    Wrong(
        "−½·log σ for −½·log σ²",
        with_line("kl_univariate_standard_normal", "logarithm-of-the-variance",
                  log(sigma**2), log(sigma)),
        "logarithm-of-the-variance", "the rule logarithm-of-a-power gives", false=True,
    ),
    Wrong(
        "the one forgotten where one half is taken out",
        with_line("kl_univariate_standard_normal", "factor-one-half",
                  half * (sigma**2 + LIBRARY["kl_univariate_standard_normal"].arguments["mean"] ** 2
                          - 1 - log(sigma**2)),
                  half * (sigma**2 + LIBRARY["kl_univariate_standard_normal"].arguments["mean"] ** 2
                          - log(sigma**2))),
        "factor-one-half", "do not have the same normal form", false=True,
    ),
    Wrong(
        "the mean of a square as the square of the mean",
        one(Expectation(x * x, x, q), Expectation(x, x, q) * Expectation(x, x, q),
            linearity_of_the_expectation(), conditions=("gaussian_integrability",)),
        "step", "linearity-of-the-expectation|same normal form", false=True,
    ),
    Wrong(
        "the square of a difference with all plus",
        one((a - b) ** 2, a**2 + 2 * (a * b) + b**2, square_of_a_sum()),
        "step", "the rule square-of-a-sum gives", false=True,
    ),
    Wrong(
        "a sum under a bar cancelled term by term",
        one((s + a) / s, 1 + a, field_arithmetic()),
        "step", "do not have the same normal form", false=True,
    ),
    Wrong(
        "the root of a sum as the sum of the roots",
        one(sqrt(s**2 + 1), s + 1, field_arithmetic()),
        "step", "do not have the same normal form", false=True,
    ),
    Wrong(
        "a difference that is added and subtracted somewhere else",
        one(a - b, (a - s) + (s + b), adding_and_subtracting(term=s)),
        "step", "the rule adding-and-subtracting gives", false=True,
    ),
    Wrong(
        "(eᵃ)ᵇ as e^(a + b)",
        one((s**a) ** 2, s ** (a + 2), laws_of_exponents()),
        "step", "do not have the same normal form", false=True,
    ),
)  # fmt: skip

TRUE = (
    True_(
        "the square of a difference",
        one((a - b) ** 2, a**2 - 2 * (a * b) + b**2, square_of_a_sum()),
    ),
    True_(
        "the variance in a sum",
        one(
            1 + spread,
            1 + sigma1**2,
            theorem(name="gaussian_variance", values=under_q),
            conditions=("gaussian_integrability",),
        ),
    ),
)
