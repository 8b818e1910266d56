"""KL(q‖p) ≥ 0 for positive densities on ℝᵏ."""

from derive.derivation import Derivation, Relation, Step
from derive.library.log_inequality import t
from derive.notation import (
    KL,
    AlmostEverywhere,
    AtMost,
    Equal,
    Iff,
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
    multiplying_both_sides,
    theorem,
    vanishing_integral,
)

k = dimension("k")
x = vector("x", k)
density_of_q, density_of_p = positive_function("q p", k)
q, p = WithDensity(density_of_q), WithDensity(density_of_p)
ratio = p(x) / q(x)

gap = ratio - 1 - log(ratio)
hypotheses = (
    Equal(Integral(q(x), x), 1),
    Equal(Integral(p(x), x), 1),
    Integrable(q(x) * log(q(x) / p(x)), x),
)
arguments = {"density_q": density_of_q, "density_p": density_of_p}

INEQUALITY = Derivation(
    name="gibbs_inequality",
    title="A divergence is never negative",
    claim=AtMost(0, KL(q, p)),
    start=0,
    arguments=arguments,
    densities={"q": q, "p": p},
    assumptions=hypotheses,
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

EQUALITY = Derivation(
    name="gibbs_equality",
    title="A divergence vanishes only between equal densities",
    claim=Iff(Equal(KL(q, p), 0), AlmostEverywhere(Equal(p(x), q(x)), x)),
    start=Equal(KL(q, p), 0),
    arguments=arguments,
    densities={"q": q, "p": p},
    assumptions=hypotheses,
    steps=(
        Step(
            "definition",
            Equal(Integral(q(x) * log(q(x) / p(x)), x), 0),
            relation=Relation.EQUIVALENT,
            by=definition_of_the_divergence(),
            reason="The divergence is this integral.",
        ),
        Step(
            "add-one-and-subtract-one",
            Equal(
                Integral(q(x) * log(q(x) / p(x)), x) + (Integral(p(x), x) - Integral(q(x), x)), 0
            ),
            relation=Relation.EQUIVALENT,
            by=assumption(),
            reason="Both densities integrate to one, and $1 - 1 = 0$.",
        ),
        Step(
            "one-integral",
            Equal(Integral(q(x) * log(q(x) / p(x)) + (p(x) - q(x)), x), 0),
            relation=Relation.EQUIVALENT,
            by=linearity_in_space(),
            reason="All three integrals converge.",
        ),
        Step(
            "density-of-q-outside",
            Equal(Integral(q(x) * (ratio - 1 + log(q(x) / p(x))), x), 0),
            relation=Relation.EQUIVALENT,
            by=field_arithmetic(),
            reason="$q$ is positive: $p - q = q\\,(p/q - 1)$.",
        ),
        Step(
            "turn-the-ratio",
            Equal(Integral(q(x) * gap, x), 0),
            relation=Relation.EQUIVALENT,
            by=collecting_logarithms(),
            reason="$\\log(q/p) = -\\log(p/q)$.",
        ),
        Step(
            "nothing-cancels",
            AlmostEverywhere(Equal(gap, 0), x),
            relation=Relation.EQUIVALENT,
            by=vanishing_integral(name="log_inequality", values={t: ratio}),
            reason="The weight $q$ is positive and the other factor, $t - 1 - \\log t$ at "
            "$t = p/q$, is not negative: the integral vanishes only if that does, almost "
            "everywhere.",
        ),
        Step(
            "only-at-one",
            AlmostEverywhere(Equal(ratio, 1), x),
            relation=Relation.EQUIVALENT,
            by=theorem(name="log_inequality_equality", values={t: ratio}),
            reason="$t - 1 - \\log t = 0$ only for $t = 1$.",
        ),
        Step(
            "equal-densities",
            AlmostEverywhere(Equal(p(x), q(x)), x),
            relation=Relation.EQUIVALENT,
            by=multiplying_both_sides(factor=q(x)),
            reason="Both sides are multiplied by the positive $q$.",
        ),
    ),
    summary="So the lower bound is attained only by the posterior itself.",
    source="standard (Gibbs); the paper's objective rests on it",
)

DERIVATIONS = (INEQUALITY, EQUALITY)
