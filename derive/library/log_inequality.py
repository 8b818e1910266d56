"""t − 1 − log t ≥ 0 for t > 0, with equality only at t = 1."""

from derive.derivation import Derivation, Relation, Step
from derive.notation import AtMost, Equal, Iff, Minus, log, positive
from derive.rules import collecting_logarithms, minimum

t = positive("t")
gap = t - 1 - log(t)
at_one = Minus(1, 1) - log(1)
convex = minimum(variable=t, point=1, second=1 / t**2)

INEQUALITY = Derivation(
    name="log_inequality",
    title="The logarithm lies below its tangent at one",
    claim=AtMost(0, gap),
    start=0,
    arguments={"t": t},
    steps=(
        Step(
            "value-at-one",
            at_one,
            by=collecting_logarithms(),
            reason="$\\log 1 = 0$.",
        ),
        Step(
            "smallest-value",
            gap,
            relation=Relation.AT_MOST,
            by=convex,
            reason="$t - 1 - \\log t$ has the derivative $1 - 1/t$, which vanishes at $t = 1$, "
            "and the second derivative $1/t^2 > 0$: its smallest value is that at $t = 1$.",
        ),
    ),
    summary="Every divergence is nonnegative for this reason.",
    source="standard; the paper's divergences are nonnegative by it",
)

EQUALITY = Derivation(
    name="log_inequality_equality",
    title="The logarithm meets its tangent at one only",
    claim=Iff(Equal(gap, 0), Equal(t, 1)),
    start=Equal(gap, 0),
    arguments={"t": t},
    steps=(
        Step(
            "only-at-one",
            Equal(t, 1),
            relation=Relation.EQUIVALENT,
            by=convex,
            reason="The strictly convex $t - 1 - \\log t$ has a derivative that vanishes at $t = "
            "1$, and there the value $0$: it is larger everywhere else.",
        ),
    ),
    summary="So a divergence vanishes only where two densities agree.",
    source="standard; the paper's divergences vanish at the prior by it",
)

DERIVATIONS = (INEQUALITY, EQUALITY)
