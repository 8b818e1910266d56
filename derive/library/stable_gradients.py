"""The gradients as they are computed: differences come first, so that nothing cancels."""

from derive.derivation import Derivation, Step
from derive.library.gradient_of_kl_multivariate import difference, in_cov_1, in_cov_2
from derive.library.gradient_of_kl_standard_normal import in_cov
from derive.library.gradient_of_kl_univariate import in_mean_1, in_std_1, in_std_2
from derive.library.kl_multivariate import DERIVATION as KL_MULTIVARIATE
from derive.library.kl_multivariate import Sigma1, Sigma2
from derive.library.kl_standard_normal_cov import DERIVATION as KL_STANDARD_NORMAL_COV
from derive.library.kl_standard_normal_cov import Sigma, k
from derive.library.kl_univariate import mu1 as m1
from derive.library.kl_univariate import mu2 as m2
from derive.library.kl_univariate import sigma1, sigma2
from derive.library.kl_univariate_log_var import DIVERGENCE as KL_UNIVARIATE_LOG_VAR
from derive.library.kl_univariate_log_var import in_log_var_2, log_var1, log_var2, square
from derive.library.remainders import exponential_rest, ratio, t
from derive.notation import Derivative, Equal, Identity, exp, half, inverse, log
from derive.rules import differentiation, field_arithmetic, matrix_algebra

source = "computed for the generated code"
stds = {"std_1": sigma1, "std_2": sigma2}
relative, relative_sum = (sigma1 - sigma2) / sigma2, (sigma1 + sigma2) / sigma2

MEAN = Derivation(
    name="slope_in_the_mean",
    title="The derivative in a mean, divided twice",
    claim=Equal(in_mean_1, (m1 - m2) / sigma2 / sigma2),
    start=in_mean_1,
    arguments={"mean_1": m1, "mean_2": m2, "std_2": sigma2},
    steps=(
        Step(
            "divide-twice",
            (m1 - m2) / sigma2 / sigma2,
            by=field_arithmetic(),
            reason="A standard deviation that is squared may over- or underflow; one that divides "
            "twice does not before the result does.",
        ),
    ),
    summary="No standard deviation is squared.",
    source=source,
)

STD_1 = Derivation(
    name="slope_in_the_first_std",
    title="The derivative in the standard deviation of $q$, factored",
    claim=Equal(in_std_1, relative / sigma1 * relative_sum),
    start=in_std_1,
    arguments=stds,
    steps=(
        Step(
            "difference-of-squares",
            relative / sigma1 * relative_sum,
            by=field_arithmetic(),
            reason="$\\sigma_1^2 - \\sigma_2^2 = (\\sigma_1 - \\sigma_2)(\\sigma_1 + \\sigma_2)$.",
        ),
    ),
    summary="The difference of the standard deviations is the only one left, and it is exact "
    "where they nearly agree.",
    source=source,
)

STD_2 = Derivation(
    name="slope_in_the_second_std",
    title="The derivative in the standard deviation of $p$, in ratios",
    claim=Equal(in_std_2, -(relative * relative_sum + ((m1 - m2) / sigma2) ** 2) / sigma2),
    start=in_std_2,
    arguments={"mean_1": m1, "std_1": sigma1, "mean_2": m2, "std_2": sigma2},
    steps=(
        Step(
            "ratios",
            -(relative * relative_sum + ((m1 - m2) / sigma2) ** 2) / sigma2,
            by=field_arithmetic(),
            reason="$\\sigma_2^2 - \\sigma_1^2$ is factored, and everything is divided by "
            "$\\sigma_2$ before it is squared.",
        ),
    ),
    summary="It vanishes on $\\sigma_2^2 = \\sigma_1^2 + (\\mu_1 - \\mu_2)^2$, where the two terms "
    "cancel: there only the error against their sizes can be small.",
    source=source,
)

distance = half * (square * exp(-log_var2))

LOG_VAR_2 = Derivation(
    name="slope_in_the_second_log_var",
    title="The derivative in the log-variance of $p$, as two terms",
    claim=Equal(in_log_var_2, -(half * (exp(log_var1 - log_var2) - 1) + distance)),
    start=in_log_var_2,
    arguments=KL_UNIVARIATE_LOG_VAR.arguments,
    steps=(
        Step(
            "two-terms",
            -(half * (exp(log_var1 - log_var2) - 1) + distance),
            by=field_arithmetic(),
            reason="The exponential less one keeps its digits near equality.",
        ),
    ),
    summary="Minus the derivative in the log-variance of $q$, less the term of the means.",
    source=source,
)

COV_1 = Derivation(
    name="slope_in_the_first_cov",
    title="The gradient in the covariance of $q$, from the difference of the covariances",
    claim=Equal(in_cov_1, half * (inverse(Sigma2) @ (Sigma1 - Sigma2) @ inverse(Sigma1))),
    start=in_cov_1,
    arguments=KL_MULTIVARIATE.arguments,
    steps=(
        Step(
            "difference-first",
            half * (inverse(Sigma2) @ (Sigma1 - Sigma2) @ inverse(Sigma1)),
            by=matrix_algebra(),
            reason="$\\Sigma_2^{-1}(\\Sigma_1 - \\Sigma_2)\\Sigma_1^{-1} = \\Sigma_2^{-1} - "
            "\\Sigma_1^{-1}$.",
        ),
    ),
    summary="Two inverses that nearly agree are never subtracted.",
    source=source,
)

pull = inverse(Sigma2) @ difference

COV_2 = Derivation(
    name="slope_in_the_second_cov",
    title="The gradient in the covariance of $p$, from the difference of the covariances",
    claim=Equal(
        in_cov_2,
        -(half * (inverse(Sigma2) @ (Sigma1 - Sigma2) @ inverse(Sigma2) + pull @ pull.T)),
    ),
    start=in_cov_2,
    arguments=KL_MULTIVARIATE.arguments,
    steps=(
        Step(
            "difference-first",
            -(half * (inverse(Sigma2) @ (Sigma1 - Sigma2) @ inverse(Sigma2) + pull @ pull.T)),
            by=matrix_algebra(),
            reason="$\\Sigma_2^{-1} = \\Sigma_2^{-1}\\Sigma_2\\Sigma_2^{-1}$.",
        ),
    ),
    summary="The difference of the covariances, and the outer product of the pull of the means.",
    source=source,
)

COV = Derivation(
    name="slope_in_the_cov",
    title="The gradient in the covariance of the regulariser, from its distance to $I$",
    claim=Equal(in_cov, half * ((Sigma - Identity(k)) @ inverse(Sigma))),
    start=in_cov,
    arguments=KL_STANDARD_NORMAL_COV.arguments,
    steps=(
        Step(
            "difference-first",
            half * ((Sigma - Identity(k)) @ inverse(Sigma)),
            by=matrix_algebra(),
            reason="$(\\Sigma - I)\\Sigma^{-1} = I - \\Sigma^{-1}$.",
        ),
    ),
    summary="It vanishes at $\\Sigma = I$, and keeps its digits near it.",
    source=source,
)

EXPONENTIAL = Derivation(
    name="slope_of_the_exponential_remainder",
    title="The derivative of the remainder of the exponential",
    claim=Equal(Derivative(exponential_rest, t), half * (exp(t) - 1)),
    start=Derivative(exponential_rest, t),
    arguments={"t": t},
    steps=(
        Step(
            "derivative",
            half * (exp(t) - 1),
            by=differentiation(value=half * (exp(t) - 1)),
            reason="The exponential is its own derivative.",
        ),
    ),
    summary="Times what rounding took from $t$, it is what is added to the remainder.",
    source=source,
)

far = half * ((ratio - 1) * (ratio + 1)) - log(ratio)

RATIO = Derivation(
    name="slope_of_the_ratio_remainder",
    title="The derivative of the remainder of a ratio",
    claim=Equal(Derivative(far, ratio), (ratio - 1) * ((ratio + 1) / ratio)),
    start=Derivative(far, ratio),
    arguments={"ratio": ratio},
    steps=(
        Step(
            "derivative",
            ratio - 1 / ratio,
            by=differentiation(value=ratio - 1 / ratio),
            reason="$\\frac12(r^2 - 1)$ has the derivative $r$, and $\\log r$ has $1/r$.",
        ),
        Step(
            "factored",
            (ratio - 1) * ((ratio + 1) / ratio),
            by=field_arithmetic(),
            reason="A difference of two squares.",
        ),
    ),
    summary="Times what rounding took from the ratio, it is what is added to the remainder.",
    source=source,
)

DERIVATIONS = (MEAN, STD_1, STD_2, LOG_VAR_2, COV_1, COV_2, COV, EXPONENTIAL, RATIO)
