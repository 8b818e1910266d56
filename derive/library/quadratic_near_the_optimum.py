"""|f − ½μ² − ¼λ²| ≤ |λ|³/12 · e^{max(λ, 0)}: near the optimum the regulariser is a quadratic."""

from derive.derivation import Derivation, Relation, Step
from derive.notation import (
    Abs,
    AtMost,
    Bracket,
    Integral,
    Max,
    Over,
    exp,
    half,
    real,
    unit_interval,
)
from derive.rules import (
    antiderivative,
    end_values,
    field_arithmetic,
    linearity_of_the_integral,
    modulus_of_a_product,
    monotonicity,
)

mu, log_var = real("mu lambda")
s = unit_interval("s")

regulariser = half * (exp(log_var) + mu**2 - 1 - log_var)
quadratic = half * mu**2 + log_var**2 / 4
polynomial = 1 + log_var + log_var**2 / 2
rest = (1 - s) ** 2 * exp(s * log_var)
primitive = exp(s * log_var) * (half * (log_var**2 * (1 - s) ** 2) + log_var * (1 - s) + 1)
largest = Max(log_var, 0)
cube = Abs(log_var) ** 3

DERIVATION = Derivation(
    name="quadratic_near_the_optimum",
    title="Near the optimum the regulariser is a quadratic",
    claim=AtMost(Abs(regulariser - quadratic), cube / 12 * exp(largest)),
    start=Abs(regulariser - quadratic),
    arguments={"mean": mu, "log_var": log_var},
    windows={s: (0, 1)},
    steps=(
        Step(
            "only-the-exponential",
            Abs(half * (exp(log_var) - polynomial)),
            by=field_arithmetic(),
            reason="The squares of the mean cancel; what is left is the exponential less its "
            "Taylor polynomial.",
        ),
        Step(
            "difference-of-end-values",
            Abs(half * Bracket(primitive, s, 0, 1)),
            by=end_values(upper=exp(log_var), lower=polynomial),
            reason="At $s = 1$ the bracket holds $e^\\lambda$, at $s = 0$ the polynomial.",
        ),
        Step(
            "remainder-as-an-integral",
            Abs(half * Integral(half * (log_var**3 * rest), s, 0, 1)),
            by=antiderivative(),
            reason="Differentiated in $s$, all terms but one cancel.",
        ),
        Step(
            "constants-outside",
            Abs(half * (half * log_var**3 * Integral(rest, s, 0, 1))),
            by=linearity_of_the_integral(),
            reason="$\\frac12\\lambda^3$ does not depend on $s$.",
        ),
        Step(
            "modulus",
            half * (half * cube * Integral(rest, s, 0, 1)),
            by=modulus_of_a_product(),
            reason="The integrand is not negative, and $|\\lambda^3| = |\\lambda|^3$.",
        ),
        Step(
            "larger-exponent",
            half * (half * cube * Integral((1 - s) ** 2 * exp(s * largest), s, 0, 1)),
            relation=Relation.AT_MOST,
            by=monotonicity(
                smaller=s * log_var, larger=s * largest, difference=s * (largest - log_var)
            ),
            reason="$\\lambda \\le \\max(\\lambda, 0)$ and $s \\ge 0$.",
        ),
        Step(
            "largest-exponent",
            half * (half * cube * Integral((1 - s) ** 2 * exp(largest), s, 0, 1)),
            relation=Relation.AT_MOST,
            by=monotonicity(smaller=s * largest, larger=largest, difference=(1 - s) * largest),
            reason="$s \\le 1$ and $\\max(\\lambda, 0) \\ge 0$.",
        ),
        Step(
            "exponential-outside",
            half * (half * cube * (exp(largest) * Integral((1 - s) ** 2, s, 0, 1))),
            by=linearity_of_the_integral(),
            reason="The exponential does not depend on $s$ any more.",
        ),
        Step(
            "antiderivative",
            half * (half * cube * (exp(largest) * Bracket(-((1 - s) ** 3 / 3), s, 0, 1))),
            by=antiderivative(antiderivative=-((1 - s) ** 3 / 3)),
            reason="$-\\frac13(1-s)^3$ has the derivative $(1-s)^2$.",
        ),
        Step(
            "end-values",
            half * (half * cube * (exp(largest) * Over(1, 3))),
            by=end_values(upper=0, lower=-Over(1, 3)),
            reason="At $s = 1$ it vanishes, at $s = 0$ it is $-\\frac13$.",
        ),
        Step(
            "collect",
            cube / 12 * exp(largest),
            by=field_arithmetic(),
            reason="$\\frac12 \\cdot \\frac12 \\cdot \\frac13 = \\frac1{12}$.",
        ),
    ),
    summary="A coordinate that carries nothing costs almost nothing, $\\frac12\\mu^2 + "
    "\\frac14\\lambda^2$; and naive floating point, which adds and subtracts ones, loses it.",
    source="computed; it explains the cost of unused coordinates",
)
