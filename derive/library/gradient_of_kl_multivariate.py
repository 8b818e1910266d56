"""The gradients of the multivariate divergence in each of its four arguments."""

from derive.derivation import Derivation, Step
from derive.library.kl_multivariate import DERIVATION as KL_MULTIVARIATE
from derive.library.kl_multivariate import Sigma1, Sigma2, log_ratio, mahalanobis, mu1, mu2, spread
from derive.notation import Derivative, Equal, half, inverse
from derive.rules import differentiation, field_arithmetic, matrix_algebra

divergence = KL_MULTIVARIATE.claim.right
difference = mu1 - mu2
source = "computed from the paper's closed form"

in_mean_1 = inverse(Sigma2) @ difference
in_mean_2 = -(inverse(Sigma2) @ difference)
in_cov_1 = half * (inverse(Sigma2) - inverse(Sigma1))
in_cov_2 = half * (
    inverse(Sigma2) - inverse(Sigma2) @ (Sigma1 + difference @ difference.T) @ inverse(Sigma2)
)

twice_in_mean_1 = 2 * (inverse(Sigma2) @ difference)
twice_in_mean_2 = -(2 * (inverse(Sigma2) @ difference))
spread_in_cov_2 = -(inverse(Sigma2) @ Sigma1 @ inverse(Sigma2))
distance_in_cov_2 = -(inverse(Sigma2) @ difference @ difference.T @ inverse(Sigma2))
three_terms = half * (inverse(Sigma2) + spread_in_cov_2 + distance_in_cov_2)

MEAN_1 = Derivation(
    name="gradient_of_kl_multivariate_mean_1",
    title="The gradient of the multivariate divergence in the mean of $q$",
    claim=Equal(Derivative(divergence, mu1), in_mean_1),
    start=Derivative(divergence, mu1),
    arguments=KL_MULTIVARIATE.arguments,
    steps=(
        Step(
            "only-the-mahalanobis-distance",
            half * Derivative(mahalanobis, mu1),
            by=differentiation(
                values=[(divergence, mu1, in_mean_1), (mahalanobis, mu1, twice_in_mean_1)]
            ),
            reason="Of the terms only the squared Mahalanobis distance depends on "
            "$\\boldsymbol{\\mu}_1$.",
        ),
        Step(
            "gradient-of-the-quadratic-form",
            half * twice_in_mean_1,
            by=differentiation(value=twice_in_mean_1),
            reason="For a symmetric $A$ the form $\\delta^\\top A \\delta$ has the gradient "
            "$2A\\delta$ in $\\delta$, and $\\delta = \\boldsymbol{\\mu}_1 - "
            "\\boldsymbol{\\mu}_2$ grows with $\\boldsymbol{\\mu}_1$.",
        ),
        Step("cancel", in_mean_1, by=field_arithmetic(), reason="The factor two cancels."),
    ),
    summary="The mean of $q$ is pulled towards that of $p$, in the metric of $p$.",
    source=source,
)

COV_1 = Derivation(
    name="gradient_of_kl_multivariate_cov_1",
    title="The gradient of the multivariate divergence in the covariance of $q$",
    claim=Equal(Derivative(divergence, Sigma1), in_cov_1),
    start=Derivative(divergence, Sigma1),
    arguments=KL_MULTIVARIATE.arguments,
    steps=(
        Step(
            "trace-and-determinant",
            half * (Derivative(spread, Sigma1) + Derivative(log_ratio, Sigma1)),
            by=differentiation(
                values=[
                    (divergence, Sigma1, in_cov_1),
                    (spread, Sigma1, inverse(Sigma2)),
                    (log_ratio, Sigma1, -inverse(Sigma1)),
                ]
            ),
            reason="The trace and the logarithm of the determinants depend on $\\Sigma_1$.",
        ),
        Step(
            "gradients",
            half * (inverse(Sigma2) + -inverse(Sigma1)),
            by=differentiation(
                values=[
                    (spread, Sigma1, inverse(Sigma2)),
                    (log_ratio, Sigma1, -inverse(Sigma1)),
                ]
            ),
            reason="$\\Sigma \\mapsto \\operatorname{tr}(A\\Sigma)$ has the gradient $A$ for a "
            "symmetric $A$, and $\\log\\det\\Sigma$ has $\\Sigma^{-1}$; $\\Sigma_1$ stands in "
            "the denominator of the ratio, hence the minus.",
        ),
        Step(
            "difference",
            in_cov_1,
            by=field_arithmetic(),
            reason="Adding the negative is subtracting.",
        ),
    ),
    summary="The trace pulls the covariance in, the determinant pushes it out.",
    source=source,
)

MEAN_2 = Derivation(
    name="gradient_of_kl_multivariate_mean_2",
    title="The gradient of the multivariate divergence in the mean of $p$",
    claim=Equal(Derivative(divergence, mu2), in_mean_2),
    start=Derivative(divergence, mu2),
    arguments=KL_MULTIVARIATE.arguments,
    steps=(
        Step(
            "only-the-mahalanobis-distance",
            half * Derivative(mahalanobis, mu2),
            by=differentiation(
                values=[(divergence, mu2, in_mean_2), (mahalanobis, mu2, twice_in_mean_2)]
            ),
            reason="Of the terms only the squared Mahalanobis distance depends on "
            "$\\boldsymbol{\\mu}_2$.",
        ),
        Step(
            "gradient-of-the-quadratic-form",
            half * twice_in_mean_2,
            by=differentiation(value=twice_in_mean_2),
            reason="For a symmetric $A$ the form $\\delta^\\top A \\delta$ has the gradient "
            "$2A\\delta$ in $\\delta$, and $\\delta = \\boldsymbol{\\mu}_1 - "
            "\\boldsymbol{\\mu}_2$ falls as $\\boldsymbol{\\mu}_2$ grows.",
        ),
        Step("cancel", in_mean_2, by=field_arithmetic(), reason="The factor two cancels."),
    ),
    summary="The opposite of the gradient in the mean of $q$: only the difference counts.",
    source=source,
)

COV_2 = Derivation(
    name="gradient_of_kl_multivariate_cov_2",
    title="The gradient of the multivariate divergence in the covariance of $p$",
    claim=Equal(Derivative(divergence, Sigma2), in_cov_2),
    start=Derivative(divergence, Sigma2),
    arguments=KL_MULTIVARIATE.arguments,
    steps=(
        Step(
            "three-terms",
            half
            * (
                Derivative(log_ratio, Sigma2)
                + Derivative(spread, Sigma2)
                + Derivative(mahalanobis, Sigma2)
            ),
            by=differentiation(
                values=[
                    (divergence, Sigma2, three_terms),
                    (log_ratio, Sigma2, inverse(Sigma2)),
                    (spread, Sigma2, spread_in_cov_2),
                    (mahalanobis, Sigma2, distance_in_cov_2),
                ]
            ),
            reason="All terms but $k$ depend on $\\Sigma_2$.",
        ),
        Step(
            "gradients",
            three_terms,
            by=differentiation(
                values=[
                    (log_ratio, Sigma2, inverse(Sigma2)),
                    (spread, Sigma2, spread_in_cov_2),
                    (mahalanobis, Sigma2, distance_in_cov_2),
                ]
            ),
            reason="$\\log\\det\\Sigma$ has the gradient $\\Sigma^{-1}$, and because "
            "$d(\\Sigma^{-1}) = -\\Sigma^{-1}\\,d\\Sigma\\,\\Sigma^{-1}$, the trace "
            "$\\operatorname{tr}(\\Sigma^{-1} A)$ with a symmetric $A$ has $-\\Sigma^{-1} A "
            "\\Sigma^{-1}$; the distance is such a trace with $A = \\delta\\delta^\\top$, "
            "$\\delta = \\boldsymbol{\\mu}_1 - \\boldsymbol{\\mu}_2$.",
        ),
        Step(
            "collect",
            in_cov_2,
            by=matrix_algebra(),
            reason="$\\Sigma_2^{-1}$ is taken out on both sides.",
        ),
    ),
    summary="It vanishes where $\\Sigma_2$ is the second moment of $q$ about "
    "$\\boldsymbol{\\mu}_2$.",
    source=source,
)

DERIVATIONS = (MEAN_1, COV_1, MEAN_2, COV_2)
