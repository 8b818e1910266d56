"""KL(q‖p) ≥ 0 for positive densities on ℝᵏ."""

from derive.derivation import Derivation, Relation, Step
from derive.library.log_inequality import t
from derive.notation import (
    KL,
    AtMost,
    Equal,
    Integrable,
    Integral,
    Minus,
    WithDensity,
    dimension,
    log,
    positive_function,
    vector,
)
from derive.rules import (
    assumption,
    collecting_logarithms,
    definition_of_the_divergence,
    field_arithmetic,
    linearity_in_space,
    theorem,
)

k = dimension("k")
x = vector("x", k)
density_of_q, density_of_p = positive_function("q p", k)
q, p = WithDensity(density_of_q), WithDensity(density_of_p)
ratio = p(x) / q(x)

DERIVATION = Derivation(
    name="gibbs_inequality",
    title="A divergence is never negative",
    claim=AtMost(0, KL(q, p)),
    start=0,
    arguments={"density_q": density_of_q, "density_p": density_of_p},
    densities={"q": q, "p": p},
    assumptions=(
        Equal(Integral(q(x), x), 1),
        Equal(Integral(p(x), x), 1),
        Integrable(q(x) * log(q(x) / p(x)), x),
    ),
    steps=(
        Step(
            "difference-of-ones",
            Minus(1, 1),
            by=field_arithmetic(),
            reason="$0 = 1 - 1$.",
        ),
        Step(
            "both-integrate-to-one",
            Integral(q(x), x) - Integral(p(x), x),
            by=assumption(),
            reason="Both densities integrate to one.",
        ),
        Step(
            "one-integral",
            Integral(q(x) - p(x), x),
            by=linearity_in_space(),
            reason="Both integrals converge.",
        ),
        Step(
            "density-of-q-outside",
            Integral(q(x) * (1 - ratio + 0), x),
            by=field_arithmetic(),
            reason="$q$ is positive: $q - p = q\\,(1 - p/q)$; and zero is added.",
        ),
        Step(
            "logarithm-below-its-tangent",
            Integral(q(x) * (1 - ratio + (ratio - 1 - log(ratio))), x),
            relation=Relation.AT_MOST,
            by=theorem(name="log_inequality", values={t: ratio}),
            reason="$t - 1 - \\log t \\ge 0$ at $t = p/q$; the weight $q$ is positive, and the "
            "integral grows with its integrand.",
        ),
        Step(
            "cancel",
            Integral(q(x) * -log(ratio), x),
            by=field_arithmetic(),
            reason="Everything cancels but the logarithm.",
        ),
        Step(
            "turn-the-ratio",
            Integral(q(x) * log(q(x) / p(x)), x),
            by=collecting_logarithms(),
            reason="$-\\log(p/q) = \\log(q/p)$.",
        ),
        Step(
            "divergence",
            KL(q, p),
            by=definition_of_the_divergence(),
            reason="This is the divergence.",
        ),
    ),
    summary="For any two positive densities on the same space, Gaussian or not.",
    source="standard (Gibbs); the paper's objective rests on it",
)
