"""Along the gradient flow mean and log-variance move towards zero, never past it or away."""

from derive.derivation import Derivation, Relation, Step
from derive.notation import AtMost, Derivative, as_term, exp, half, log, nonnegative, positive
from derive.rules import differentiation, monotonicity

t = positive("t")
start = nonnegative("a")
nothing = as_term(0)
source = "computed; the paper describes the dynamics in words"

mean = start * exp(-t)
above = exp(0) - exp(-(t / 2)) + exp(-start) * exp(-(t / 2))
below = exp(0) - exp(-(t / 2)) + exp(start) * exp(-(t / 2))
falling = half * ((exp(0) - exp(-start)) * exp(-(t / 2))) / above
rising = half * ((exp(start) - exp(0)) * exp(-(t / 2))) / below

MEAN = Derivation(
    name="gradient_flow_mean_falls",
    title="A mean that starts at or above zero falls",
    claim=AtMost(Derivative(mean, t), 0),
    start=Derivative(mean, t),
    arguments={"mean_0": start, "t": t},
    steps=(
        Step(
            "derivative",
            nothing - mean,
            by=differentiation(value=nothing - mean),
            reason="$e^{-t}$ has the derivative $-e^{-t}$.",
        ),
        Step(
            "not-positive",
            nothing,
            relation=Relation.AT_MOST,
            by=monotonicity(smaller=nothing, larger=mean, difference=mean),
            reason="The mean stays at or above zero.",
        ),
    ),
    summary="A mean that starts below zero rises, by symmetry: the flow is the same for $-\\mu$.",
    source=source,
)
FALLS = Derivation(
    name="gradient_flow_log_var_falls",
    title="A log-variance that starts at or above zero falls",
    claim=AtMost(Derivative(-log(above), t), 0),
    start=Derivative(-log(above), t),
    arguments={"log_var_0": start, "t": t},
    steps=(
        Step(
            "derivative",
            nothing - falling,
            by=differentiation(value=nothing - falling),
            reason="The derivative of a logarithm is that of its argument over the argument.",
        ),
        Step(
            "not-positive",
            nothing,
            relation=Relation.AT_MOST,
            by=monotonicity(smaller=nothing, larger=falling, difference=falling),
            reason="$e^0 - e^{-a} \\ge 0$, because the exponential increases.",
        ),
    ),
    summary="Here $a = \\lambda_0 \\ge 0$; the path is that of the gradient flow.",
    source=source,
)
RISES = Derivation(
    name="gradient_flow_log_var_rises",
    title="A log-variance that starts at or below zero rises",
    claim=AtMost(0, Derivative(-log(below), t)),
    start=0,
    arguments={"minus_log_var_0": start, "t": t},
    steps=(
        Step(
            "not-negative",
            rising,
            relation=Relation.AT_MOST,
            by=monotonicity(smaller=nothing, larger=rising, difference=rising),
            reason="$e^a - e^0 \\ge 0$, because the exponential increases.",
        ),
        Step(
            "derivative",
            Derivative(-log(below), t),
            by=differentiation(values=[(-log(below), t, rising)]),
            reason="The derivative of a logarithm is that of its argument over the argument.",
        ),
    ),
    summary="Here $a = -\\lambda_0 \\ge 0$; the path is that of the gradient flow.",
    source=source,
)

DERIVATIONS = (MEAN, FALLS, RISES)
