"""The chain rule through an encoder: how its parameters feel the gradients in mean and covariance.

To first order an encoder moves mean and covariance along straight lines; along them the derivative
of the regulariser is the sum of each gradient with the velocity of its argument.
"""

from derive.derivation import Derivation, Step
from derive.notation import (
    Derivative,
    Equal,
    Identity,
    det,
    dimension,
    half,
    inverse,
    log,
    matrix,
    positive,
    positive_definite,
    trace,
    vector,
)
from derive.rules import differentiation, field_arithmetic, properties_of_the_trace

k, m = dimension("k m")
source = "computed from the paper's closed form"

t = positive("t")
start_mean, velocity = vector("mu v", k)
start_cov, spread = positive_definite("Sigma S", k)
mean, cov = start_mean + t * velocity, start_cov + t * spread

of_mean = mean.T @ mean
of_trace = trace(cov)
of_determinant = log(det(cov))
regulariser = half * (of_trace + of_mean - k - of_determinant)
felt = mean.T @ velocity + trace(half * (Identity(k) - inverse(cov)) @ spread)
moved = half * (trace(spread) + 2 * (mean.T @ velocity) - trace(inverse(cov) @ spread))
pieces = [
    (of_trace, t, trace(spread)),
    (of_mean, t, 2 * (mean.T @ velocity)),
    (of_determinant, t, trace(inverse(cov) @ spread)),
]

ALONG_A_LINE = Derivation(
    name="chain_rule_along_a_line",
    title="The regulariser along a line of means and covariances",
    claim=Equal(Derivative(regulariser, t), felt),
    start=Derivative(regulariser, t),
    arguments={
        "mean": start_mean,
        "mean_velocity": velocity,
        "cov": start_cov,
        "cov_velocity": spread,
        "t": t,
    },
    steps=(
        Step(
            "three-terms",
            half
            * (Derivative(of_trace, t) + Derivative(of_mean, t) - Derivative(of_determinant, t)),
            by=differentiation(values=[(regulariser, t, moved), *pieces]),
            reason="The trace, the square and the log-determinant move with $t$.",
        ),
        Step(
            "derivatives",
            moved,
            by=differentiation(values=pieces),
            reason="The mean moves with velocity $\\mathbf{v}$, the covariance with $S$, and "
            "$\\log\\det\\Sigma$ has the derivative "
            "$\\operatorname{tr}(\\Sigma^{-1}\\dot\\Sigma)$.",
        ),
        Step(
            "gradients-and-velocities",
            felt,
            by=properties_of_the_trace(),
            reason="The gradients $\\boldsymbol{\\mu}$ and $\\frac12(I - \\Sigma^{-1})$, each "
            "paired with the velocity of its argument.",
        ),
    ),
    summary="Whatever moves the encoder, it is felt through these two gradients alone.",
    source=source,
)

x = vector("x", m)
weights = matrix("W", k, m)
bias = vector("b", k)
encoded = weights @ x + bias
square = encoded.T @ encoded

LINEAR_LAYER = Derivation(
    name="chain_rule_through_a_linear_layer",
    title="The pull on the mean through a linear layer",
    claim=Equal(Derivative(half * square, x), weights.T @ encoded),
    start=Derivative(half * square, x),
    arguments={"weights": weights, "x": x, "bias": bias},
    steps=(
        Step(
            "factor-outside",
            half * Derivative(square, x),
            by=differentiation(
                values=[
                    (half * square, x, weights.T @ encoded),
                    (square, x, 2 * (weights.T @ encoded)),
                ]
            ),
            reason="The factor one half does not depend on $\\mathbf{x}$.",
        ),
        Step(
            "gradient",
            half * (2 * (weights.T @ encoded)),
            by=differentiation(value=2 * (weights.T @ encoded)),
            reason="The layer has the Jacobian matrix $W$; its transpose carries the gradient "
            "back.",
        ),
        Step(
            "cancel",
            weights.T @ encoded,
            by=field_arithmetic(),
            reason="The factor two cancels.",
        ),
    ),
    summary="Backpropagation of $\\frac12|\\boldsymbol{\\mu}|^2$: the mean itself, through the "
    "transposed weights.",
    source=source,
)

DERIVATIONS = (ALONG_A_LINE, LINEAR_LAYER)
