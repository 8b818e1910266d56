"""|xⁿ exp(−c x²)| is at most a constant over 1 + a x²: a Gaussian below a Cauchy curve."""

from derive.derivation import Derivation, Relation, Step
from derive.notation import Abs, AtMost, Var, exp, natural, positive, real, sqrt
from derive.rules import (
    field_arithmetic,
    laws_of_exponents,
    modulus_of_a_product,
    monotonicity,
    theorem,
)

x = real("x")
n = natural("n")
c = positive("c")
a = Var("a", "positive")

polynomial_times_gaussian = Abs(x**n * exp(-(c * x**2)))
cauchy_curve = (1 / (2 * sqrt(a))) ** n / (1 + a * x**2)

DERIVATION = Derivation(
    name="gaussian_bound",
    title="A polynomial times a Gaussian lies below a Cauchy curve",
    claim=AtMost(polynomial_times_gaussian, cauchy_curve),
    start=polynomial_times_gaussian,
    arguments={"x": x, "n": n, "c": c},
    where={a: c / (n + 1)},
    steps=(
        Step(
            "modulus-of-the-product",
            Abs(x) ** n * exp(-(c * x**2)),
            by=modulus_of_a_product(),
            reason="The exponential is positive; the modulus of a power is a power of the modulus.",
        ),
        Step(
            "share-the-rate",
            Abs(x) ** n * exp(-((n + 1) * (a * x**2))),
            by=field_arithmetic(),
            reason="$a$ is the $(n+1)$-th part of $c$.",
        ),
        Step(
            "power-of-an-exponential",
            Abs(x) ** n / exp(a * x**2) ** (n + 1),
            by=laws_of_exponents(),
            reason="$e^{-(n+1)s} = 1/(e^s)^{n+1}$.",
        ),
        Step(
            "exponential-above-its-tangent",
            Abs(x) ** n / (1 + a * x**2) ** (n + 1),
            relation=Relation.AT_MOST,
            by=theorem(name="exponential_inequality", values={Var("t", "nonnegative"): a * x**2}),
            reason="$e^s \\ge 1 + s$ with $s = a x^2 \\ge 0$; it stands under the bar, "
            "raised to the power $n + 1$, and the smaller denominator gives the larger quotient.",
        ),
        Step(
            "arithmetic-and-geometric-mean",
            ((1 + a * x**2) / (2 * sqrt(a))) ** n / (1 + a * x**2) ** (n + 1),
            relation=Relation.AT_MOST,
            by=monotonicity(
                smaller=Abs(x),
                larger=(1 + a * x**2) / (2 * sqrt(a)),
                difference=(1 - sqrt(a) * Abs(x)) ** 2 / (2 * sqrt(a)),
            ),
            reason="$(1 - \\sqrt{a}\\,|x|)^2 \\ge 0$ says that $2\\sqrt{a}\\,|x| \\le 1 + a x^2$; "
            "divide by $2\\sqrt{a}$, and raise what is not negative to the power $n$.",
        ),
        Step(
            "cancel-powers",
            cauchy_curve,
            by=field_arithmetic(),
            reason="$n$ of the $n + 1$ factors $1 + a x^2$ cancel.",
        ),
    ),
    summary="From this one bound follow the vanishing at infinity and the integrability.",
    source="standard; a lemma that the paper's integrals need",
)
