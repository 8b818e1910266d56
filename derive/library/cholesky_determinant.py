"""det Σ = (det L)² for the Cholesky factor L of a positive definite Σ."""

from derive.derivation import Derivation, Step
from derive.notation import Cholesky, Equal, Power, Var, det, dimension, positive_definite
from derive.rules import cholesky_factorisation, field_arithmetic, properties_of_the_determinant

k = dimension("k")
Sigma = positive_definite("Sigma", k)
L = Var("L", "invertible", k)

DERIVATION = Derivation(
    name="cholesky_determinant",
    title="The determinant of a covariance is a square",
    claim=Equal(det(Sigma), Power(det(L), 2)),
    start=det(Sigma),
    arguments={"cov": Sigma},
    where={L: Cholesky(Sigma)},
    steps=(
        Step(
            "factorise",
            det(L @ L.T),
            by=cholesky_factorisation(),
            reason="$\\Sigma = L L^\\top$.",
        ),
        Step(
            "determinant-of-the-product",
            det(L) * det(L),
            by=properties_of_the_determinant(),
            reason="The determinant of a product is the product, and $\\det L^\\top = \\det L$.",
        ),
        Step(
            "square",
            Power(det(L), 2),
            by=field_arithmetic(),
            reason="Two equal factors.",
        ),
    ),
    summary="So $\\sqrt{\\det\\Sigma} = |\\det L|$, the Jacobian of $\\mathbf{x} = "
    "\\boldsymbol{\\mu} + Lz$.",
    source="standard; the paper's normalisation constant",
)
