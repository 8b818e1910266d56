"""Π (1 + xᵢ²ⁿ) exp(−c xᵢ²) is integrable over ℝᵏ, for every natural n and every c > 0."""

from derive.derivation import Derivation, Relation, Step
from derive.notation import (
    Integrable,
    Product,
    dimension,
    exp,
    index,
    natural,
    positive,
    real,
    vector,
)
from derive.rules import integral_of_a_product

k = dimension("k")
i = index("i", k)
x = vector("x", k)
t = real("t")
n = natural("n")
c = positive("c")

dominating = Product((1 + x[i] ** (2 * n)) * exp(-(c * x[i] ** 2)), i)

DERIVATION = Derivation(
    name="multivariate_gaussian_integrability",
    title="A polynomial times a Gaussian is integrable over all of space",
    claim=Integrable(dominating, x),
    start=dominating,
    arguments={"n": n, "c": c, "k": k},
    conditions=("gaussian_integrability",),
    steps=(
        Step(
            "one-coordinate-after-the-other",
            Integrable(dominating, x),
            relation=Relation.IS_INTEGRABLE,
            by=integral_of_a_product(coordinate=t),
            reason="Every factor is positive and depends on one coordinate alone; its integral "
            "over the line is finite, and the integral of the product is the product of these.",
        ),
    ),
    summary="Every polynomial in $\\mathbf{x}$ is at most a multiple of $\\prod_i (1 + "
    "x_i^{2n})$, so that with this every polynomial times a Gaussian is integrable.",
    source="standard; a lemma that the integrals over $\\mathbb{R}^k$ need",
)
