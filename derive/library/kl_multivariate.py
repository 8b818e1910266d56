"""The Kullback–Leibler divergence between two multivariate normal distributions."""

from derive.derivation import Derivation, Step
from derive.notation import (
    KL,
    Equal,
    Expectation,
    Integral,
    MultivariateNormal,
    det,
    dimension,
    exp,
    half,
    inverse,
    log,
    matrix,
    pi,
    positive_definite,
    sqrt,
    trace,
    vector,
)
from derive.rules import (
    collecting_logarithms,
    definition_of_the_divergence,
    definition_of_the_expectation,
    field_arithmetic,
    linearity_of_the_integral,
    logarithm_of_a_product,
    logarithm_of_a_quotient,
    logarithm_of_a_root,
    logarithm_of_an_exponential,
    matrix_algebra,
    normal_density,
    properties_of_the_trace,
    theorem,
)

k = dimension("k")
x, mu1, mu2 = vector("x mu_1 mu_2", k)
Sigma1, Sigma2 = positive_definite("Sigma_1 Sigma_2", k)
q, p = MultivariateNormal(mu1, Sigma1), MultivariateNormal(mu2, Sigma2)

mu, m = vector("mu m", k)
Sigma, A = positive_definite("Sigma", k), matrix("A", k, k)
under_q = {mu: mu1, Sigma: Sigma1}

constant_of_q = sqrt((2 * pi) ** k * det(Sigma1))
constant_of_p = sqrt((2 * pi) ** k * det(Sigma2))
first_form = (x - mu1).T @ inverse(Sigma1) @ (x - mu1)
second_form = (x - mu2).T @ inverse(Sigma2) @ (x - mu2)
density_of_q = (1 / constant_of_q) * exp(-(first_form / 2))
density_of_p = (1 / constant_of_p) * exp(-(second_form / 2))
log_ratio = log(det(Sigma2) / det(Sigma1))
mahalanobis = (mu1 - mu2).T @ inverse(Sigma2) @ (mu1 - mu2)
spread = trace(inverse(Sigma2) @ Sigma1)

DERIVATION = Derivation(
    name="kl_multivariate",
    title="The divergence between two multivariate normal distributions",
    claim=Equal(KL(q, p), half * (log_ratio - k + spread + mahalanobis)),
    start=KL(q, p),
    arguments={"mean_1": mu1, "cov_1": Sigma1, "mean_2": mu2, "cov_2": Sigma2},
    densities={"q": q, "p": p},
    conditions=("multivariate_gaussian_integrability",),
    windows={x: (mu1, Sigma1)},
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
                    (log(1 / constant_of_q) + log(exp(-(first_form / 2))))
                    - (log(1 / constant_of_p) + log(exp(-(second_form / 2))))
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
                    (log(1 / constant_of_q) - first_form / 2)
                    - (log(1 / constant_of_p) - second_form / 2)
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
                    (-log(constant_of_q) - first_form / 2) - (-log(constant_of_p) - second_form / 2)
                ),
                x,
            ),
            by=logarithm_of_a_quotient(),
            reason="$\\log(1/a) = \\log 1 - \\log a = -\\log a$.",
        ),
        Step(
            "logarithm-of-each-root",
            Integral(
                q(x)
                * (
                    (-(log((2 * pi) ** k * det(Sigma1)) / 2) - first_form / 2)
                    - (-(log((2 * pi) ** k * det(Sigma2)) / 2) - second_form / 2)
                ),
                x,
            ),
            by=logarithm_of_a_root(),
            reason="$\\log\\sqrt a = \\frac12 \\log a$.",
        ),
        Step(
            "logarithm-of-each-constant",
            Integral(
                q(x)
                * (
                    (-((log((2 * pi) ** k) + log(det(Sigma1))) / 2) - first_form / 2)
                    - (-((log((2 * pi) ** k) + log(det(Sigma2))) / 2) - second_form / 2)
                ),
                x,
            ),
            by=logarithm_of_a_product(),
            reason="$\\log\\bigl((2\\pi)^k \\det\\Sigma\\bigr) = \\log\\bigl((2\\pi)^k\\bigr) + "
            "\\log\\det\\Sigma$.",
        ),
        Step(
            "constants-cancel",
            Integral(
                q(x)
                * (half * (log(det(Sigma2)) - log(det(Sigma1))) + second_form / 2 - first_form / 2),
                x,
            ),
            by=field_arithmetic(),
            reason="The brackets are removed: the two $\\log\\bigl((2\\pi)^k\\bigr)$ cancel, and "
            "the terms with a plus come before those with a minus.",
        ),
        Step(
            "collect",
            Integral(q(x) * (half * log_ratio + second_form / 2 - first_form / 2), x),
            by=collecting_logarithms(),
            reason="The difference of the log-determinants is the logarithm of their ratio.",
        ),
        Step(
            "linearity",
            half * log_ratio * Integral(q(x), x)
            + Integral(second_form * q(x), x) / 2
            - Integral(first_form * q(x), x) / 2,
            by=linearity_of_the_integral(),
            reason="The density $q$ is multiplied in; of the three terms each integral converges, "
            "and what does not depend on $\\mathbf{x}$ is taken out of it.",
        ),
        Step(
            "normalisation",
            half * log_ratio * 1
            + Integral(second_form * q(x), x) / 2
            - Integral(first_form * q(x), x) / 2,
            by=theorem(name="multivariate_normalisation", values=under_q),
            reason="The first term: the density $q$ integrates to one.",
        ),
        Step(
            "as-expectations",
            half * log_ratio * 1
            + Expectation(second_form, x, q) / 2
            - Expectation(first_form, x, q) / 2,
            by=definition_of_the_expectation(),
            reason="An integral against $q$ is an expectation under $q$.",
        ),
        Step(
            "expected-form-of-p",
            half * log_ratio * 1 + (spread + mahalanobis) / 2 - Expectation(first_form, x, q) / 2,
            by=theorem(
                name="expected_quadratic_form",
                values={**under_q, m: mu2, A: inverse(Sigma2)},
            ),
            reason="The second term, with $A = \\Sigma_2^{-1}$ and $\\mathbf{m} = "
            "\\boldsymbol{\\mu}_2$: $\\mathbf{x} - \\boldsymbol{\\mu}_2 = (\\mathbf{x} - "
            "\\boldsymbol{\\mu}_1) + (\\boldsymbol{\\mu}_1 - \\boldsymbol{\\mu}_2)$; the "
            "cross-terms vanish, and the trace and the squared Mahalanobis distance remain.",
        ),
        Step(
            "expected-form-of-q",
            half * log_ratio * 1
            + (spread + mahalanobis) / 2
            - (trace(inverse(Sigma1) @ Sigma1) + (mu1 - mu1).T @ inverse(Sigma1) @ (mu1 - mu1)) / 2,
            by=theorem(
                name="expected_quadratic_form",
                values={**under_q, m: mu1, A: inverse(Sigma1)},
            ),
            reason="The third term: the same with the quadratic form of $q$ itself.",
        ),
        Step(
            "no-offset",
            half * log_ratio * 1
            + (spread + mahalanobis) / 2
            - (trace(inverse(Sigma1) @ Sigma1) + 0) / 2,
            by=matrix_algebra(),
            reason="$\\boldsymbol{\\mu}_1 - \\boldsymbol{\\mu}_1 = \\mathbf{0}$, where a quadratic "
            "form is $0$.",
        ),
        Step(
            "trace-of-the-identity",
            half * log_ratio * 1 + (spread + mahalanobis) / 2 - (k + 0) / 2,
            by=properties_of_the_trace(),
            reason="$\\Sigma_1^{-1}\\Sigma_1 = I$, whose trace is the dimension $k$.",
        ),
        Step(
            "combine",
            half * (log_ratio - k + spread + mahalanobis),
            by=field_arithmetic(),
            reason="Every term has the factor one half; a factor one and a term zero change "
            "nothing.",
        ),
    ),
    summary="From the integral to the closed form for every dimension $k$: the ratio of the "
    "determinants, the trace, the squared Mahalanobis distance, and the dimension.",
    source="Muñoz and Ramele (2026), the multivariate case",
)
