"""What is left of the exponential and of the logarithm after their tangents, without cancellation.

Near the point of contact the difference of large terms is small, and floating point loses it; the
forms that these derivations end in are sums of terms of one size.
"""

from derive.derivation import Derivation, Step
from derive.notation import Bracket, Equal, Integral, exp, half, log, positive, real, unit_interval
from derive.rules import (
    antiderivative,
    collecting_logarithms,
    end_values,
    field_arithmetic,
    linearity_of_the_integral,
)

t = real("t")
s = unit_interval("s")
ratio, sigma1, sigma2 = positive("r sigma_1 sigma_2")

exponential_rest = half * (exp(t) - 1 - t)
weight = (1 - s) ** 2 * exp(s * t)
primitive = exp(s * t) * (half * (t**2 * (1 - s) ** 2) + t * (1 - s) + 1)
taylor = 1 + t + t**2 / 2

EXPONENTIAL = Derivation(
    name="exponential_remainder",
    title="The exponential less its tangent, near zero",
    claim=Equal(exponential_rest, t**2 / 4 + t**3 * (Integral(weight, s, 0, 1) / 4)),
    start=exponential_rest,
    arguments={"t": t},
    windows={s: (0, 1)},
    steps=(
        Step(
            "square-apart",
            t**2 / 4 + half * (exp(t) - taylor),
            by=field_arithmetic(),
            reason="The square is added and subtracted: what is left is the exponential less its "
            "Taylor polynomial.",
        ),
        Step(
            "difference-of-end-values",
            t**2 / 4 + half * Bracket(primitive, s, 0, 1),
            by=end_values(upper=exp(t), lower=taylor),
            reason="At $s = 1$ the bracket holds $e^t$, at $s = 0$ the polynomial.",
        ),
        Step(
            "remainder-as-an-integral",
            t**2 / 4 + half * Integral(half * (t**3 * weight), s, 0, 1),
            by=antiderivative(),
            reason="Differentiated in $s$, all terms but one cancel.",
        ),
        Step(
            "constants-outside",
            t**2 / 4 + half * (half * t**3 * Integral(weight, s, 0, 1)),
            by=linearity_of_the_integral(),
            reason="$\\frac12 t^3$ does not depend on $s$.",
        ),
        Step(
            "collect",
            t**2 / 4 + t**3 * (Integral(weight, s, 0, 1) / 4),
            by=field_arithmetic(),
            reason="$\\frac12\\cdot\\frac12 = \\frac14$.",
        ),
    ),
    summary="The integral is a smooth function of $t$, between 0 and $\\frac13 e^{|t|}$, which a "
    "polynomial replaces in the generated code.",
    source="Taylor's formula",
)

above, below = ratio * (1 + s) + (1 - s), ratio * (1 - s) + (1 + s)
odd = (ratio - 1) / (ratio + 1)
atanh_weight = s**2 / (above * below)
atanh_primitive = log(above) - log(below) - 2 * odd * s
at_one = log(2 * ratio) - log(2) - 2 * odd
kernel = (ratio + 1) ** 2 * Integral(atanh_weight, s, 0, 1)
logarithm_rest = ratio - 1 - log(ratio)

LOGARITHM = Derivation(
    name="logarithm_remainder",
    title="The tangent of the logarithm less the logarithm",
    claim=Equal(
        logarithm_rest,
        odd * ((ratio - 1) - 2 * odd**2 * kernel),
    ),
    start=logarithm_rest,
    arguments={"ratio": ratio},
    windows={s: (0, 1)},
    steps=(
        Step(
            "odd-part-apart",
            odd * (ratio - 1) - (log(ratio) - 2 * odd),
            by=field_arithmetic(),
            reason="$r - 1 - 2\\,\\frac{r - 1}{r + 1} = \\frac{(r - 1)^2}{r + 1}$.",
        ),
        Step(
            "logarithm-as-a-difference",
            odd * (ratio - 1) - (at_one - 0),
            by=collecting_logarithms(),
            reason="$\\log r = \\log 2r - \\log 2$.",
        ),
        Step(
            "difference-of-end-values",
            odd * (ratio - 1) - Bracket(atanh_primitive, s, 0, 1),
            by=end_values(upper=at_one, lower=0),
            reason="At $s = 1$ the bracket holds what is subtracted, at $s = 0$ it is 0.",
        ),
        Step(
            "remainder-as-an-integral",
            odd * (ratio - 1) - Integral(2 * odd**3 * (ratio + 1) ** 2 * atanh_weight, s, 0, 1),
            by=antiderivative(),
            reason="Differentiated in $s$; the two factors of the denominator are positive.",
        ),
        Step(
            "constants-outside",
            odd * (ratio - 1) - 2 * odd**3 * kernel,
            by=linearity_of_the_integral(),
            reason="The ratio does not depend on $s$.",
        ),
        Step(
            "factor",
            odd * ((ratio - 1) - 2 * odd**2 * kernel),
            by=field_arithmetic(),
            reason="Both terms have the factor $\\frac{r - 1}{r + 1}$.",
        ),
    ),
    summary="With $z = \\left(\\frac{r-1}{r+1}\\right)^2$ the integrand is $s^2/(1 - z s^2)$: the "
    "integral is a smooth function of $z$, which a polynomial replaces in the generated code.",
    source="standard; the series of the inverse hyperbolic tangent",
)

std_ratio = sigma1 / sigma2
relative = (sigma1 - sigma2) / sigma2
ratio_rest = half * (sigma1**2 / sigma2**2 - 1 - log(sigma1**2 / sigma2**2))

NEAR = Derivation(
    name="ratio_remainder_near",
    title="The remainder of a ratio of variances, where they nearly agree",
    claim=Equal(ratio_rest, relative**2 / 2 + (std_ratio - 1 - log(std_ratio))),
    start=ratio_rest,
    arguments={"std_1": sigma1, "std_2": sigma2},
    steps=(
        Step(
            "logarithm-of-the-square",
            half * (sigma1**2 / sigma2**2 - 1 - 2 * log(std_ratio)),
            by=collecting_logarithms(),
            reason="The logarithm of the square of a positive ratio is twice its logarithm.",
        ),
        Step(
            "relative-difference",
            relative**2 / 2 + (std_ratio - 1 - log(std_ratio)),
            by=field_arithmetic(),
            reason="With $\\delta = (\\sigma_1 - \\sigma_2)/\\sigma_2$ the ratio is $1 + "
            "\\delta$, and $\\frac12((1 + \\delta)^2 - 1) = \\delta + \\frac12\\delta^2$.",
        ),
    ),
    summary="Two terms that are not negative: nothing cancels.",
    source="computed for the generated code",
)

FAR = Derivation(
    name="ratio_remainder_far",
    title="The remainder of a ratio of variances, where they differ",
    claim=Equal(ratio_rest, half * ((std_ratio - 1) * (std_ratio + 1)) - log(std_ratio)),
    start=ratio_rest,
    arguments={"std_1": sigma1, "std_2": sigma2},
    steps=(
        Step(
            "logarithm-of-the-square",
            half * (sigma1**2 / sigma2**2 - 1 - 2 * log(std_ratio)),
            by=collecting_logarithms(),
            reason="The logarithm of the square of a positive ratio is twice its logarithm.",
        ),
        Step(
            "difference-of-squares",
            half * ((std_ratio - 1) * (std_ratio + 1)) - log(std_ratio),
            by=field_arithmetic(),
            reason="A difference of two squares; no standard deviation is squared.",
        ),
    ),
    summary="No standard deviation is squared, so nothing over- or underflows before the result.",
    source="computed for the generated code",
)

DERIVATIONS = (EXPONENTIAL, LOGARITHM, NEAR, FAR)
