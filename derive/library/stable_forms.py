"""The closed forms as they are computed: remainders and squares, none of which is negative.

Each term is what an atom of the generated code computes without cancellation;
``exponential_remainder``, ``logarithm_remainder``, ``ratio_remainder_near`` and
``ratio_remainder_far`` say how.
"""

from derive.derivation import Derivation, Step
from derive.library.kl_diagonal import DERIVATION as KL_DIAGONAL
from derive.library.kl_diagonal import i as j
from derive.library.kl_diagonal import mu1 as means1
from derive.library.kl_diagonal import mu2 as means2
from derive.library.kl_diagonal import sigma2 as stds2
from derive.library.kl_diagonal import variance1, variance2
from derive.library.kl_multivariate import Sigma1, Sigma2
from derive.library.kl_standard_normal import DERIVATION as KL_STANDARD_NORMAL
from derive.library.kl_standard_normal import i, log_var, mu
from derive.library.kl_univariate import DERIVATION as KL_UNIVARIATE
from derive.library.kl_univariate import log_ratio, mu1, mu2, sigma1, sigma2
from derive.library.kl_univariate_log_var import DIVERGENCE as KL_UNIVARIATE_LOG_VAR
from derive.library.kl_univariate_log_var import closed_form, log_var1, log_var2, square
from derive.notation import (
    KL,
    Diagonal,
    Equal,
    MultivariateNormal,
    Normal,
    Power,
    Product,
    Sum,
    Var,
    det,
    dimension,
    exp,
    half,
    index,
    inverse,
    log,
    positive,
    positive_vector,
    real,
    trace,
    vector,
)
from derive.rules import (
    collecting_logarithms,
    coordinates,
    field_arithmetic,
    linearity_of_finite_sums,
    logarithm_of_a_finite_product,
    matrix_algebra,
    properties_of_the_determinant,
    properties_of_the_trace,
    theorem,
)

source = "computed for the generated code"

ratio_remainder = half * (sigma1**2 / sigma2**2 - 1 - log(sigma1**2 / sigma2**2))

UNIVARIATE = Derivation(
    name="kl_univariate_stable",
    title="The univariate divergence without cancellation",
    claim=Equal(KL_UNIVARIATE.start, ratio_remainder + half * ((mu1 - mu2) / sigma2) ** 2),
    start=KL_UNIVARIATE.start,
    arguments=KL_UNIVARIATE.arguments,
    densities=KL_UNIVARIATE.densities,
    conditions=KL_UNIVARIATE.conditions,
    steps=(
        Step(
            "closed-form",
            log_ratio + (sigma1**2 + (mu1 - mu2) ** 2) / (2 * sigma2**2) - half,
            by=theorem(name="kl_univariate"),
            reason="The closed form, in which terms of the size of one cancel near equality.",
        ),
        Step(
            "ratio-of-the-variances",
            -(half * log(sigma1**2 / sigma2**2))
            + (sigma1**2 + (mu1 - mu2) ** 2) / (2 * sigma2**2)
            - half,
            by=collecting_logarithms(),
            reason="The logarithm of $\\sigma_2/\\sigma_1$ is minus one half of that of the ratio "
            "of the variances.",
        ),
        Step(
            "remainder-and-square",
            ratio_remainder + half * ((mu1 - mu2) / sigma2) ** 2,
            by=field_arithmetic(),
            reason="The means give a square; the variances give $\\frac12(v - 1 - \\log v)$, "
            "which is not negative.",
        ),
    ),
    summary="The spread and the distance of the means, each not negative: neither hides the other.",
    source=source,
)

mean, std = real("mu"), positive("sigma")
prior_remainder = half * (std**2 - 1 - log(std**2))
q, p = Normal(mean, std), Normal(0, 1)

UNIVARIATE_STANDARD_NORMAL = Derivation(
    name="kl_univariate_standard_normal_stable",
    title="The divergence from the standard normal distribution without cancellation",
    claim=Equal(KL(q, p), prior_remainder + half * mean**2),
    start=KL(q, p),
    arguments={"mean": mean, "std": std},
    densities={"q": q, "p": p},
    conditions=("gaussian_integrability",),
    steps=(
        Step(
            "specialise",
            half * (std**2 / Power(1, 2) - 1 - log(std**2 / Power(1, 2)))
            + half * ((mean - 0) / 1) ** 2,
            by=theorem(
                name="kl_univariate_stable", values={mu1: mean, sigma1: std, mu2: 0, sigma2: 1}
            ),
            reason="The prior is the standard normal: $\\mu_2 = 0$ and $\\sigma_2 = 1$.",
        ),
        Step(
            "simplify",
            prior_remainder + half * mean**2,
            by=field_arithmetic(),
            reason="$1^2 = 1$ and $\\mu - 0 = \\mu$.",
        ),
    ),
    summary="The remainder of the logarithm at the variance, and half the square of the mean.",
    source=source,
)

log_var_remainder = half * (exp(log_var1 - log_var2) - 1 - (log_var1 - log_var2))

UNIVARIATE_LOG_VAR = Derivation(
    name="kl_univariate_log_var_stable",
    title="The univariate divergence in log-variances without cancellation",
    claim=Equal(KL_UNIVARIATE_LOG_VAR.start, log_var_remainder + half * (square * exp(-log_var2))),
    start=KL_UNIVARIATE_LOG_VAR.start,
    arguments=KL_UNIVARIATE_LOG_VAR.arguments,
    densities=KL_UNIVARIATE_LOG_VAR.densities,
    conditions=KL_UNIVARIATE_LOG_VAR.conditions,
    steps=(
        Step(
            "closed-form",
            closed_form,
            by=theorem(name="kl_univariate_log_var"),
            reason="The closed form in log-variances.",
        ),
        Step(
            "remainder-and-square",
            log_var_remainder + half * (square * exp(-log_var2)),
            by=field_arithmetic(),
            reason="With $t = \\lambda_1 - \\lambda_2$ the log-variances give "
            "$\\frac12(e^t - 1 - t)$, which is not negative.",
        ),
    ),
    summary="The remainder of the exponential at the difference of the log-variances.",
    source=source,
)

coordinate = (
    half * (variance1 / variance2 - 1 - log(variance1 / variance2))
    + half * ((means1[j] - means2[j]) / stds2[j]) ** 2
)

DIAGONAL = Derivation(
    name="kl_diagonal_stable",
    title="The diagonal divergence without cancellation",
    claim=Equal(KL_DIAGONAL.start, Sum(coordinate, j)),
    start=KL_DIAGONAL.start,
    arguments=KL_DIAGONAL.arguments,
    densities=KL_DIAGONAL.densities,
    conditions=KL_DIAGONAL.conditions,
    steps=(
        Step(
            "closed-form",
            KL_DIAGONAL.claim.right,
            by=theorem(name="kl_diagonal"),
            reason="The closed form, one sum over the coordinates.",
        ),
        Step(
            "ratio-of-the-variances",
            half
            * Sum(
                -log(variance1 / variance2)
                - 1
                + variance1 / variance2
                + (means1[j] - means2[j]) ** 2 / variance2,
                j,
            ),
            by=collecting_logarithms(),
            reason="The logarithm of a quotient is minus that of its reciprocal.",
        ),
        Step(
            "remainders-and-squares",
            Sum(coordinate, j),
            by=linearity_of_finite_sums(),
            reason="In each coordinate a remainder and a square, none of them negative.",
        ),
    ),
    summary="A sum of univariate divergences, each without cancellation.",
    source=source,
)

regulariser = half * (exp(log_var[i]) - 1 - log_var[i]) + half * mu[i] ** 2

STANDARD_NORMAL = Derivation(
    name="kl_standard_normal_stable",
    title="The regulariser of the variational autoencoder without cancellation",
    claim=Equal(KL_STANDARD_NORMAL.start, Sum(regulariser, i)),
    start=KL_STANDARD_NORMAL.start,
    arguments=KL_STANDARD_NORMAL.arguments,
    densities=KL_STANDARD_NORMAL.densities,
    conditions=KL_STANDARD_NORMAL.conditions,
    steps=(
        Step(
            "closed-form",
            KL_STANDARD_NORMAL.claim.right,
            by=theorem(name="kl_standard_normal"),
            reason="The line that everybody types.",
        ),
        Step(
            "remainders-and-squares",
            Sum(regulariser, i),
            by=linearity_of_finite_sums(),
            reason="In each coordinate the log-variance gives $\\frac12(e^\\lambda - 1 - "
            "\\lambda)$ and the mean $\\frac12\\mu^2$; neither is negative.",
        ),
    ),
    summary="Near latent collapse both terms are tiny, and both are computed to the last digits.",
    source=source,
)

k = dimension("k")
n = index("i", k)
m1, m2 = vector("mu_1 mu_2", k)
ratios = positive_vector("v", k)
W = Var("W", "invertible", k)
cov1, cov2 = W @ Diagonal(ratios[n], n) @ W.T, W @ W.T
whitened = inverse(W) @ (m1 - m2)
q, p = MultivariateNormal(m1, cov1), MultivariateNormal(m2, cov2)
remainders = half * Sum(ratios[n] - 1 - log(ratios[n]), n)

MULTIVARIATE = Derivation(
    name="kl_multivariate_stable",
    title="The multivariate divergence in coordinates that make both covariances diagonal",
    claim=Equal(KL(q, p), remainders + half * (whitened.T @ whitened)),
    start=KL(q, p),
    arguments={"mean_1": m1, "ratios": ratios, "mean_2": m2, "factor": W},
    densities={"q": q, "p": p},
    conditions=("multivariate_gaussian_integrability",),
    steps=(
        Step(
            "closed-form",
            half
            * (
                log(det(cov2) / det(cov1))
                - k
                + trace(inverse(cov2) @ cov1)
                + (m1 - m2).T @ inverse(cov2) @ (m1 - m2)
            ),
            by=theorem(name="kl_multivariate", values={Sigma1: cov1, Sigma2: cov2}),
            reason="The closed form, at $\\Sigma_2 = W W^\\top$ and $\\Sigma_1 = W V W^\\top$ with "
            "a diagonal $V$: two covariances always have such a $W$.",
        ),
        Step(
            "whitened-means",
            half
            * (
                log(det(cov2) / det(cov1)) - k + trace(inverse(cov2) @ cov1) + whitened.T @ whitened
            ),
            by=matrix_algebra(),
            reason="$(W W^\\top)^{-1} = W^{-\\top} W^{-1}$.",
        ),
        Step(
            "trace-of-the-ratios",
            half
            * (
                log(det(cov2) / det(cov1))
                - k
                + trace(Diagonal(ratios[n], n))
                + whitened.T @ whitened
            ),
            by=properties_of_the_trace(),
            reason="Under the trace the factors $W$ cancel.",
        ),
        Step(
            "determinants",
            half
            * (
                log(1 / det(Diagonal(ratios[n], n)))
                - k
                + trace(Diagonal(ratios[n], n))
                + whitened.T @ whitened
            ),
            by=properties_of_the_determinant(),
            reason="Both determinants have the factor $(\\det W)^2$.",
        ),
        Step(
            "coordinates",
            half * (log(1 / Product(ratios[n], n)) - k + Sum(ratios[n], n) + whitened.T @ whitened),
            by=coordinates(),
            reason="The trace of a diagonal matrix is a sum, its determinant a product.",
        ),
        Step(
            "logarithm-of-the-product",
            half * (-Sum(log(ratios[n]), n) - k + Sum(ratios[n], n) + whitened.T @ whitened),
            by=logarithm_of_a_finite_product(),
            reason="The logarithm of a product of positive numbers is a sum.",
        ),
        Step(
            "remainders",
            remainders + half * (whitened.T @ whitened),
            by=linearity_of_finite_sums(),
            reason="$k$ is a sum of $k$ ones, and the three sums are one.",
        ),
    ),
    summary="With $\\Sigma_2 = L L^\\top$ the ratios less one are the eigenvalues of "
    "$L^{-1}(\\Sigma_1 - \\Sigma_2)L^{-\\top}$, where nothing has cancelled yet.",
    source=source,
)

DERIVATIONS = (
    UNIVARIATE,
    UNIVARIATE_STANDARD_NORMAL,
    UNIVARIATE_LOG_VAR,
    DIAGONAL,
    STANDARD_NORMAL,
    MULTIVARIATE,
)
