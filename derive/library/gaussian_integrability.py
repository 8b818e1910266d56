"""xⁿ exp(−c x²) is integrable over the real line, for every natural n and every c > 0."""

from derive.derivation import Derivation, Relation, Step
from derive.library.gaussian_bound import DERIVATION as GAUSSIAN_BOUND
from derive.library.gaussian_bound import a, c, cauchy_curve, n, polynomial_times_gaussian, x
from derive.notation import Integrable, arctan, exp, sqrt
from derive.rules import antiderivative, comparison, theorem

DERIVATION = Derivation(
    name="gaussian_integrability",
    title="A polynomial times a Gaussian is integrable",
    claim=Integrable(x**n * exp(-(c * x**2)), x),
    start=polynomial_times_gaussian,
    arguments={"n": n, "c": c},
    where=GAUSSIAN_BOUND.where,
    windows={x: (0, 1 / sqrt(2 * c))},
    steps=(
        Step(
            "below-a-cauchy-curve",
            cauchy_curve,
            relation=Relation.AT_MOST,
            by=theorem(name="gaussian_bound"),
            reason="The bound holds for every real $x$.",
        ),
        Step(
            "cauchy-curve-is-integrable",
            Integrable(cauchy_curve, x),
            relation=Relation.IS_INTEGRABLE,
            by=antiderivative(
                antiderivative=(1 / (2 * sqrt(a))) ** n * (arctan(sqrt(a) * x) / sqrt(a))
            ),
            reason="It is positive, and its antiderivative "
            "$(1/(2\\sqrt{a}))^n \\arctan(\\sqrt{a}\\,x)/\\sqrt{a}$ has finite end values.",
        ),
        Step(
            "comparison",
            Integrable(x**n * exp(-(c * x**2)), x),
            relation=Relation.IMPLIES,
            by=comparison(),
            reason="What is continuous and in modulus below something integrable is integrable.",
        ),
    ),
    summary="Linearity asks for this before an integral is split into several.",
    source="standard; a lemma that the paper's integrals need",
)
