"""Where the gradients of the multivariate divergence vanish, one by one and together."""

from derive.derivation import Application, Derivation, Relation, Step
from derive.library.gradient_of_kl_multivariate import (
    divergence,
    in_cov_1,
    in_cov_2,
    in_mean_1,
    in_mean_2,
)
from derive.library.kl_multivariate import DERIVATION as KL_MULTIVARIATE
from derive.library.kl_multivariate import Sigma1, Sigma2, k, mu1, mu2
from derive.notation import And, Derivative, Equal, Iff, Proposition, Zero
from derive.rules import multiplying_by_matrices, theorem

no_vector, no_matrix = Zero(k, 1), Zero(k, k)
difference = mu1 - mu2
source = "computed from the paper's closed form"

pull_on_mean_1 = Equal(Derivative(divergence, mu1), no_vector)
pull_on_mean_2 = Equal(Derivative(divergence, mu2), no_vector)
pull_on_cov_1 = Equal(Derivative(divergence, Sigma1), no_matrix)
pull_on_cov_2 = Equal(Derivative(divergence, Sigma2), no_matrix)
same_means, same_covs = Equal(mu1, mu2), Equal(Sigma1, Sigma2)
moments_match = Equal(Sigma2, Sigma1 + difference @ difference.T)


def _derivation(
    name: str, title: str, claim: Iff, steps: tuple[Step, ...], summary: str
) -> Derivation:
    return Derivation(
        name=name,
        title=title,
        claim=claim,
        start=claim.left,
        arguments=KL_MULTIVARIATE.arguments,
        steps=steps,
        summary=summary,
        source=source,
    )


def _step(name: str, line: Proposition, by: Application, reason: str) -> Step:
    return Step(name, line, relation=Relation.EQUIVALENT, by=by, reason=reason)


MEAN_1 = _derivation(
    "zero_of_the_gradient_mean_1",
    "The gradient in the mean of $q$ vanishes exactly where the means agree",
    Iff(pull_on_mean_1, same_means),
    (
        _step(
            "gradient",
            Equal(in_mean_1, no_vector),
            theorem(name="gradient_of_kl_multivariate_mean_1"),
            "The gradient is $\\Sigma_2^{-1}(\\boldsymbol{\\mu}_1 - \\boldsymbol{\\mu}_2)$.",
        ),
        _step(
            "multiply-by-the-covariance",
            same_means,
            multiplying_by_matrices(left=Sigma2),
            "$\\Sigma_2$ is invertible.",
        ),
    ),
    "Whatever the covariances, only equal means are not pulled.",
)

MEAN_2 = _derivation(
    "zero_of_the_gradient_mean_2",
    "The gradient in the mean of $p$ vanishes exactly where the means agree",
    Iff(pull_on_mean_2, same_means),
    (
        _step(
            "gradient",
            Equal(in_mean_2, no_vector),
            theorem(name="gradient_of_kl_multivariate_mean_2"),
            "The gradient is $-\\Sigma_2^{-1}(\\boldsymbol{\\mu}_1 - \\boldsymbol{\\mu}_2)$.",
        ),
        _step(
            "multiply-by-the-covariance",
            same_means,
            multiplying_by_matrices(left=-Sigma2),
            "$-\\Sigma_2$ is invertible.",
        ),
    ),
    "Whatever the covariances, only equal means are not pulled.",
)

COV_1 = _derivation(
    "zero_of_the_gradient_cov_1",
    "The gradient in the covariance of $q$ vanishes exactly where the covariances agree",
    Iff(pull_on_cov_1, same_covs),
    (
        _step(
            "gradient",
            Equal(in_cov_1, no_matrix),
            theorem(name="gradient_of_kl_multivariate_cov_1"),
            "The gradient is $\\frac12(\\Sigma_2^{-1} - \\Sigma_1^{-1})$.",
        ),
        _step(
            "multiply-by-both-covariances",
            same_covs,
            multiplying_by_matrices(left=2 * Sigma2, right=Sigma1),
            "$2\\Sigma_2 \\cdot \\frac12(\\Sigma_2^{-1} - \\Sigma_1^{-1}) \\cdot \\Sigma_1 = "
            "\\Sigma_1 - \\Sigma_2$.",
        ),
    ),
    "Whatever the means, the covariance of $q$ rests only at that of $p$.",
)

COV_2 = _derivation(
    "zero_of_the_gradient_cov_2",
    "The gradient in the covariance of $p$ vanishes exactly where the second moments match",
    Iff(pull_on_cov_2, moments_match),
    (
        _step(
            "gradient",
            Equal(in_cov_2, no_matrix),
            theorem(name="gradient_of_kl_multivariate_cov_2"),
            "The gradient is $\\frac12[\\Sigma_2^{-1} - \\Sigma_2^{-1}(\\Sigma_1 + "
            "\\delta\\delta^\\top)\\Sigma_2^{-1}]$ with $\\delta = \\boldsymbol{\\mu}_1 - "
            "\\boldsymbol{\\mu}_2$.",
        ),
        _step(
            "multiply-by-the-covariance",
            moments_match,
            multiplying_by_matrices(left=2 * Sigma2, right=Sigma2),
            "Multiplied by $2\\Sigma_2$ from the left and $\\Sigma_2$ from the right, it is "
            "$\\Sigma_2 - \\Sigma_1 - \\delta\\delta^\\top$; both factors are invertible.",
        ),
    ),
    "A prior that is fitted takes the second moment of $q$ about the mean of the prior.",
)

TOGETHER = _derivation(
    "zero_of_the_gradient_of_q",
    "Mean and covariance of $q$ rest together only at those of $p$",
    Iff(And(pull_on_mean_1, pull_on_cov_1), And(same_means, same_covs)),
    (
        _step(
            "gradient-in-the-mean",
            And(Equal(in_mean_1, no_vector), pull_on_cov_1),
            theorem(name="gradient_of_kl_multivariate_mean_1"),
            "The gradient in the mean is $\\Sigma_2^{-1}(\\boldsymbol{\\mu}_1 - "
            "\\boldsymbol{\\mu}_2)$.",
        ),
        _step(
            "gradient-in-the-covariance",
            And(Equal(in_mean_1, no_vector), Equal(in_cov_1, no_matrix)),
            theorem(name="gradient_of_kl_multivariate_cov_1"),
            "The gradient in the covariance is $\\frac12(\\Sigma_2^{-1} - \\Sigma_1^{-1})$.",
        ),
        _step(
            "means-agree",
            And(same_means, Equal(in_cov_1, no_matrix)),
            multiplying_by_matrices(left=Sigma2),
            "$\\Sigma_2$ is invertible.",
        ),
        _step(
            "covariances-agree",
            And(same_means, same_covs),
            multiplying_by_matrices(left=2 * Sigma2, right=Sigma1),
            "$2\\Sigma_2 \\cdot \\frac12(\\Sigma_2^{-1} - \\Sigma_1^{-1}) \\cdot \\Sigma_1 = "
            "\\Sigma_1 - \\Sigma_2$.",
        ),
    ),
    "The only stationary point of the divergence in $q$ is $q = p$.",
)

DERIVATIONS = (MEAN_1, COV_1, MEAN_2, COV_2, TOGETHER)
