"""The gradients of the diagonal divergence in each of its four arguments."""

from derive.derivation import Derivation, Step
from derive.library.kl_diagonal import CLAIM, difference, i, mu1, mu2, sigma1, sigma2
from derive.library.kl_diagonal import DERIVATION as KL_DIAGONAL
from derive.notation import Coordinates, Derivative, Equal
from derive.rules import differentiation

divergence = CLAIM.right
source = "computed from the paper's closed form"
reason = (
    "Coordinate by coordinate: the derivative of the sum in one coordinate is that of its own "
    "summand."
)

in_mean_1 = Coordinates(difference / sigma2[i] ** 2, i)
in_std_1 = Coordinates(sigma1[i] / sigma2[i] ** 2 - 1 / sigma1[i], i)
in_mean_2 = Coordinates(-(difference / sigma2[i] ** 2), i)
in_std_2 = Coordinates(1 / sigma2[i] - (sigma1[i] ** 2 + difference**2) / sigma2[i] ** 3, i)

MEAN_1 = Derivation(
    name="gradient_of_kl_diagonal_mean_1",
    title="The gradient of the diagonal divergence in the mean of $q$",
    claim=Equal(Derivative(divergence, mu1), in_mean_1),
    start=Derivative(divergence, mu1),
    arguments=KL_DIAGONAL.arguments,
    steps=(Step("gradient", in_mean_1, by=differentiation(value=in_mean_1), reason=reason),),
    summary="Each coordinate of the mean is pulled by itself.",
    source=source,
)

STD_1 = Derivation(
    name="gradient_of_kl_diagonal_std_1",
    title="The gradient of the diagonal divergence in the standard deviations of $q$",
    claim=Equal(Derivative(divergence, sigma1), in_std_1),
    start=Derivative(divergence, sigma1),
    arguments=KL_DIAGONAL.arguments,
    steps=(Step("gradient", in_std_1, by=differentiation(value=in_std_1), reason=reason),),
    summary="Each standard deviation is pulled in and pushed out by itself.",
    source=source,
)

MEAN_2 = Derivation(
    name="gradient_of_kl_diagonal_mean_2",
    title="The gradient of the diagonal divergence in the mean of $p$",
    claim=Equal(Derivative(divergence, mu2), in_mean_2),
    start=Derivative(divergence, mu2),
    arguments=KL_DIAGONAL.arguments,
    steps=(Step("gradient", in_mean_2, by=differentiation(value=in_mean_2), reason=reason),),
    summary="The opposite of the gradient in the mean of $q$.",
    source=source,
)

STD_2 = Derivation(
    name="gradient_of_kl_diagonal_std_2",
    title="The gradient of the diagonal divergence in the standard deviations of $p$",
    claim=Equal(Derivative(divergence, sigma2), in_std_2),
    start=Derivative(divergence, sigma2),
    arguments=KL_DIAGONAL.arguments,
    steps=(Step("gradient", in_std_2, by=differentiation(value=in_std_2), reason=reason),),
    summary="It vanishes where each variance of $p$ is a second moment of $q$.",
    source=source,
)

DERIVATIONS = (MEAN_1, STD_1, MEAN_2, STD_2)
