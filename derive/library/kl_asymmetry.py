"""The divergence is not symmetric: by how much the two directions differ, and when they agree."""

from derive.derivation import Derivation, Relation, Step
from derive.library.kl_multivariate import DERIVATION as KL_MULTIVARIATE
from derive.library.kl_multivariate import Sigma1, Sigma2, k
from derive.library.kl_multivariate import mu1 as mean1
from derive.library.kl_multivariate import mu2 as mean2
from derive.library.kl_multivariate import p as p_in_space
from derive.library.kl_multivariate import q as q_in_space
from derive.library.kl_univariate import DERIVATION as KL_UNIVARIATE
from derive.library.kl_univariate import mu1, mu2, p, q, sigma1, sigma2
from derive.notation import (
    KL,
    Equal,
    Iff,
    Less,
    Normal,
    det,
    half,
    inverse,
    log,
    substitute,
    trace,
)
from derive.rules import (
    ball_arithmetic,
    collecting_logarithms,
    matrix_algebra,
    only_zero,
    theorem,
)

source = "computed from the paper's closed forms"

there = log(sigma2 / sigma1) + (sigma1**2 + (mu1 - mu2) ** 2) / (2 * sigma2**2) - half
back = log(sigma1 / sigma2) + (sigma2**2 + (mu2 - mu1) ** 2) / (2 * sigma1**2) - half
asymmetry = (
    2 * log(sigma2 / sigma1)
    + (sigma1**2 + (mu1 - mu2) ** 2) / (2 * sigma2**2)
    - (sigma2**2 + (mu1 - mu2) ** 2) / (2 * sigma1**2)
)
swapped = {mu1: mu2, sigma1: sigma2, mu2: mu1, sigma2: sigma1}

UNIVARIATE = Derivation(
    name="kl_asymmetry",
    title="By how much the two directions of the divergence differ",
    claim=Equal(KL(q, p) - KL(p, q), asymmetry),
    start=KL(q, p) - KL(p, q),
    arguments=KL_UNIVARIATE.arguments,
    densities={"q": q, "p": p},
    conditions=("gaussian_integrability",),
    steps=(
        Step(
            "forward",
            there - KL(p, q),
            by=theorem(name="kl_univariate"),
            reason="The closed form from $q$ to $p$.",
        ),
        Step(
            "reverse",
            there - back,
            by=theorem(name="kl_univariate", values=swapped),
            reason="The closed form from $p$ to $q$: the indices are exchanged.",
        ),
        Step(
            "collect",
            asymmetry,
            by=collecting_logarithms(),
            reason="$\\log(\\sigma_1/\\sigma_2) = -\\log(\\sigma_2/\\sigma_1)$, the constants "
            "cancel, and $(\\mu_2 - \\mu_1)^2 = (\\mu_1 - \\mu_2)^2$.",
        ),
    ),
    summary="Which of the two is minimised matters: the VAE takes that from the posterior to the "
    "prior.",
    source=source,
)

EQUALITY = Derivation(
    name="kl_asymmetry_vanishes",
    title="The two directions agree exactly where the spreads do",
    claim=Iff(Equal(asymmetry, 0), Equal(sigma1, sigma2)),
    start=Equal(asymmetry, 0),
    arguments=KL_UNIVARIATE.arguments,
    steps=(
        Step(
            "strictly-increasing",
            Equal(sigma1, sigma2),
            relation=Relation.EQUIVALENT,
            by=only_zero(
                variable=sigma1,
                point=sigma2,
                positive=(sigma1 + sigma2) ** 2 / (sigma1**3 * sigma2**2),
                rest=(mu1 - mu2) ** 2 / sigma1**3,
            ),
            reason="In $\\sigma_1$ the difference has the derivative $(\\sigma_1+\\sigma_2)^2"
            "(\\sigma_1-\\sigma_2)^2/(\\sigma_1^3\\sigma_2^2) + (\\mu_1-\\mu_2)^2/\\sigma_1^3$, "
            "which is positive but perhaps at $\\sigma_1 = \\sigma_2$; and there the difference "
            "is $0$.",
        ),
    ),
    summary="Whatever the means.",
    source=source,
)

narrow, wide = Normal(0, 1), Normal(0, 2)
values_there = {mu1: 0, sigma1: 1, mu2: 0, sigma2: 2}
values_back = {mu1: 0, sigma1: 2, mu2: 0, sigma2: 1}
EXAMPLE = Derivation(
    name="kl_asymmetry_example",
    title="A pair for which the two directions differ",
    claim=Less(KL(narrow, wide), KL(wide, narrow)),
    start=KL(narrow, wide),
    arguments={},
    densities={"q": narrow, "p": wide},
    conditions=("gaussian_integrability",),
    steps=(
        Step(
            "forward",
            substitute(there, values_there),
            by=theorem(name="kl_univariate", values=values_there),
            reason="The closed form from the narrow to the wide distribution: "
            "$\\log 2 + \\frac18 - \\frac12$, about $0.32$.",
        ),
        Step(
            "compare",
            substitute(there, values_back),
            relation=Relation.LESS,
            by=ball_arithmetic(),
            reason="The closed form from the wide to the narrow one is "
            "$-\\log 2 + 2 - \\frac12$, about $0.81$.",
        ),
        Step(
            "reverse",
            KL(wide, narrow),
            by=theorem(name="kl_univariate", values=values_back),
            reason="That is the divergence the other way round.",
        ),
    ),
    summary="A narrow distribution is less surprised by a wide one than the other way round.",
    source=source,
)

log_ratio = log(det(Sigma2) / det(Sigma1))
there_in_space = KL_MULTIVARIATE.claim.right
back_in_space = half * (
    log(det(Sigma1) / det(Sigma2))
    - k
    + trace(inverse(Sigma1) @ Sigma2)
    + (mean2 - mean1).T @ inverse(Sigma1) @ (mean2 - mean1)
)
collected = half * (
    2 * log_ratio
    + trace(inverse(Sigma2) @ Sigma1)
    - trace(inverse(Sigma1) @ Sigma2)
    + (mean1 - mean2).T @ inverse(Sigma2) @ (mean1 - mean2)
    - (mean2 - mean1).T @ inverse(Sigma1) @ (mean2 - mean1)
)
asymmetry_in_space = half * (
    2 * log_ratio
    + trace(inverse(Sigma2) @ Sigma1)
    - trace(inverse(Sigma1) @ Sigma2)
    + (mean1 - mean2).T @ (inverse(Sigma2) - inverse(Sigma1)) @ (mean1 - mean2)
)

MULTIVARIATE = Derivation(
    name="kl_asymmetry_multivariate",
    title="By how much the two directions of the multivariate divergence differ",
    claim=Equal(KL(q_in_space, p_in_space) - KL(p_in_space, q_in_space), asymmetry_in_space),
    start=KL(q_in_space, p_in_space) - KL(p_in_space, q_in_space),
    arguments=KL_MULTIVARIATE.arguments,
    densities={"q": q_in_space, "p": p_in_space},
    conditions=("multivariate_gaussian_integrability",),
    steps=(
        Step(
            "forward",
            there_in_space - KL(p_in_space, q_in_space),
            by=theorem(name="kl_multivariate"),
            reason="The closed form from $q$ to $p$.",
        ),
        Step(
            "reverse",
            there_in_space - back_in_space,
            by=theorem(
                name="kl_multivariate",
                values={mean1: mean2, Sigma1: Sigma2, mean2: mean1, Sigma2: Sigma1},
            ),
            reason="The closed form from $p$ to $q$: the indices are exchanged.",
        ),
        Step(
            "collect",
            collected,
            by=collecting_logarithms(),
            reason="The logarithms of the two ratios are opposite, and $k$ cancels.",
        ),
        Step(
            "one-quadratic-form",
            asymmetry_in_space,
            by=matrix_algebra(),
            reason="A quadratic form is the same for a vector and its negative.",
        ),
    ),
    summary="The same for vectors: the determinants count twice, the traces and the metrics are "
    "compared.",
    source=source,
)

DERIVATIONS = (UNIVARIATE, EQUALITY, EXAMPLE, MULTIVARIATE)
