"""The derivatives of the univariate divergence in each of its four arguments."""

from derive.derivation import Derivation, Step
from derive.library.kl_univariate import DERIVATION as KL_UNIVARIATE
from derive.library.kl_univariate import log_ratio, mu1, mu2, sigma1, sigma2
from derive.notation import Derivative, Equal
from derive.rules import differentiation, field_arithmetic

divergence = KL_UNIVARIATE.claim.right
square = (mu1 - mu2) ** 2
moment = sigma1**2 + square
quotient = moment / (2 * sigma2**2)
source = "computed from the paper's closed form"

in_mean_1 = (mu1 - mu2) / sigma2**2
in_std_1 = sigma1 / sigma2**2 - 1 / sigma1
in_mean_2 = -((mu1 - mu2) / sigma2**2)
in_std_2 = 1 / sigma2 - moment / sigma2**3

MEAN_1 = Derivation(
    name="gradient_of_kl_univariate_mean_1",
    title="The derivative of the univariate divergence in the mean of $q$",
    claim=Equal(Derivative(divergence, mu1), in_mean_1),
    start=Derivative(divergence, mu1),
    arguments=KL_UNIVARIATE.arguments,
    steps=(
        Step(
            "only-the-square",
            Derivative(square, mu1) / (2 * sigma2**2),
            by=differentiation(
                values=[(divergence, mu1, in_mean_1), (square, mu1, 2 * (mu1 - mu2))]
            ),
            reason="Of the terms only $(\\mu_1 - \\mu_2)^2$ depends on $\\mu_1$.",
        ),
        Step(
            "derivative-of-the-square",
            2 * (mu1 - mu2) / (2 * sigma2**2),
            by=differentiation(value=2 * (mu1 - mu2)),
            reason="The square has the derivative $2(\\mu_1 - \\mu_2)$.",
        ),
        Step("cancel", in_mean_1, by=field_arithmetic(), reason="The factor two cancels."),
    ),
    summary="The mean of $q$ is pulled towards that of $p$, in proportion to the distance.",
    source=source,
)

STD_1 = Derivation(
    name="gradient_of_kl_univariate_std_1",
    title="The derivative of the univariate divergence in the standard deviation of $q$",
    claim=Equal(Derivative(divergence, sigma1), in_std_1),
    start=Derivative(divergence, sigma1),
    arguments=KL_UNIVARIATE.arguments,
    steps=(
        Step(
            "two-terms",
            Derivative(log_ratio, sigma1) + Derivative(moment, sigma1) / (2 * sigma2**2),
            by=differentiation(
                values=[
                    (divergence, sigma1, in_std_1),
                    (log_ratio, sigma1, -(1 / sigma1)),
                    (moment, sigma1, 2 * sigma1),
                ]
            ),
            reason="The log-ratio and the second moment depend on $\\sigma_1$.",
        ),
        Step(
            "derivatives",
            -(1 / sigma1) + 2 * sigma1 / (2 * sigma2**2),
            by=differentiation(
                values=[(log_ratio, sigma1, -(1 / sigma1)), (moment, sigma1, 2 * sigma1)]
            ),
            reason="$\\log(\\sigma_2/\\sigma_1)$ has the derivative $-1/\\sigma_1$, and "
            "$\\sigma_1^2$ has $2\\sigma_1$.",
        ),
        Step("cancel", in_std_1, by=field_arithmetic(), reason="The factor two cancels."),
    ),
    summary="The spread is pulled in by the second moment and pushed out by the logarithm.",
    source=source,
)

MEAN_2 = Derivation(
    name="gradient_of_kl_univariate_mean_2",
    title="The derivative of the univariate divergence in the mean of $p$",
    claim=Equal(Derivative(divergence, mu2), in_mean_2),
    start=Derivative(divergence, mu2),
    arguments=KL_UNIVARIATE.arguments,
    steps=(
        Step(
            "only-the-square",
            Derivative(square, mu2) / (2 * sigma2**2),
            by=differentiation(
                values=[(divergence, mu2, in_mean_2), (square, mu2, -(2 * (mu1 - mu2)))]
            ),
            reason="Of the terms only $(\\mu_1 - \\mu_2)^2$ depends on $\\mu_2$.",
        ),
        Step(
            "derivative-of-the-square",
            -(2 * (mu1 - mu2)) / (2 * sigma2**2),
            by=differentiation(value=-(2 * (mu1 - mu2))),
            reason="The square has the derivative $-2(\\mu_1 - \\mu_2)$.",
        ),
        Step("cancel", in_mean_2, by=field_arithmetic(), reason="The factor two cancels."),
    ),
    summary="The opposite of the derivative in the mean of $q$: only the difference counts.",
    source=source,
)

STD_2 = Derivation(
    name="gradient_of_kl_univariate_std_2",
    title="The derivative of the univariate divergence in the standard deviation of $p$",
    claim=Equal(Derivative(divergence, sigma2), in_std_2),
    start=Derivative(divergence, sigma2),
    arguments=KL_UNIVARIATE.arguments,
    steps=(
        Step(
            "two-terms",
            Derivative(log_ratio, sigma2) + Derivative(quotient, sigma2),
            by=differentiation(
                values=[
                    (divergence, sigma2, in_std_2),
                    (log_ratio, sigma2, 1 / sigma2),
                    (quotient, sigma2, -(moment / sigma2**3)),
                ]
            ),
            reason="The log-ratio and the quotient depend on $\\sigma_2$.",
        ),
        Step(
            "derivatives",
            in_std_2,
            by=differentiation(
                values=[
                    (log_ratio, sigma2, 1 / sigma2),
                    (quotient, sigma2, -(moment / sigma2**3)),
                ]
            ),
            reason="$\\log(\\sigma_2/\\sigma_1)$ has the derivative $1/\\sigma_2$, and "
            "$\\frac12\\sigma_2^{-2}$ has $-\\sigma_2^{-3}$.",
        ),
    ),
    summary="It vanishes where $\\sigma_2^2$ is the second moment of $q$ about $\\mu_2$.",
    source=source,
)

DERIVATIONS = (MEAN_1, STD_1, MEAN_2, STD_2)
