"""xⁿ exp(−c x²) → 0 as x → ±∞, for every natural n and every c > 0."""

from derive.derivation import Derivation, Relation, Step
from derive.library.gaussian_bound import DERIVATION as GAUSSIAN_BOUND
from derive.library.gaussian_bound import c, cauchy_curve, n, polynomial_times_gaussian, x
from derive.notation import TendsTo, exp, sqrt
from derive.rules import comparison, limit, theorem

DERIVATION = Derivation(
    name="exponential_beats_polynomial",
    title="The Gaussian exponential beats every polynomial",
    claim=TendsTo(x**n * exp(-(c * x**2)), x, 0),
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
            "cauchy-curve-vanishes",
            TendsTo(cauchy_curve, x, 0),
            relation=Relation.TENDS_TO,
            by=limit(),
            reason="The numerator does not depend on $x$; the denominator grows without bound.",
        ),
        Step(
            "squeeze",
            TendsTo(x**n * exp(-(c * x**2)), x, 0),
            relation=Relation.IMPLIES,
            by=comparison(),
            reason="A modulus between $0$ and what tends to $0$ tends to $0$, and so does the "
            "term itself.",
        ),
    ),
    summary="Every boundary term below vanishes for this reason.",
    source="standard; a lemma that the paper's integrals need",
)
