"""The Cholesky factor: how it grows by one row, and what it says of determinant and inverse.

That every positive definite matrix has one follows by induction on the order: a matrix of order
1 has its root; and where A = L Lᵀ is the upper left block of a positive definite matrix with last
column (b, c), the new row is (L⁻¹b)ᵀ and √(c − bᵀA⁻¹b), whose radicand, the Schur complement, is
the value of the larger quadratic form at (−A⁻¹b, 1), and so positive.
"""

from derive.derivation import Derivation, Step
from derive.notation import (
    Cholesky,
    Equal,
    Power,
    Var,
    dimension,
    inverse,
    positive,
    positive_definite,
    real,
    sqrt,
    vector,
)
from derive.rules import cholesky_factorisation, field_arithmetic, matrix_algebra

k = dimension("k")
b = vector("b", k)
c = real("c")
schur = positive("r")
A = positive_definite("A", k)
L = Var("L", "invertible", k)
source = "standard; the substitution in the multivariate normalisation needs it"

COMPLEMENT = Derivation(
    name="schur_complement",
    title="The Schur complement is a value of the larger quadratic form",
    claim=Equal(
        (inverse(A) @ b).T @ A @ (inverse(A) @ b) - 2 * (b.T @ (inverse(A) @ b)) + c,
        c - b.T @ inverse(A) @ b,
    ),
    start=(inverse(A) @ b).T @ A @ (inverse(A) @ b) - 2 * (b.T @ (inverse(A) @ b)) + c,
    arguments={"matrix": A, "column": b, "corner": c},
    steps=(
        Step(
            "inverse-cancels",
            b.T @ inverse(A) @ b - 2 * (b.T @ inverse(A) @ b) + c,
            by=matrix_algebra(),
            reason="$A^{-1} A A^{-1} = A^{-1}$, and $A^{-1}$ is symmetric.",
        ),
        Step(
            "collect",
            c - b.T @ inverse(A) @ b,
            by=field_arithmetic(),
            reason="One form less two is one with a minus sign.",
        ),
    ),
    summary="With $\\mathbf{u} = (-A^{-1}\\mathbf{b}, 1)$ the left side is $\\mathbf{u}^\\top M "
    "\\mathbf{u}$ for the matrix $M$ with the blocks $A$, $\\mathbf{b}$, $\\mathbf{b}^\\top$ and "
    "$c$; where $M$ is positive definite it is positive.",
    source=source,
)

ROW = Derivation(
    name="cholesky_row",
    title="The next row of the Cholesky factor",
    claim=Equal(
        (inverse(L) @ b).T @ (inverse(L) @ b) + Power(sqrt(schur), 2),
        b.T @ inverse(A) @ b + schur,
    ),
    start=(inverse(L) @ b).T @ (inverse(L) @ b) + Power(sqrt(schur), 2),
    arguments={"matrix": A, "column": b, "complement": schur},
    where={L: Cholesky(A)},
    steps=(
        Step(
            "root-of-the-complement",
            (inverse(L) @ b).T @ (inverse(L) @ b) + schur,
            by=field_arithmetic(),
            reason="The Schur complement $r = c - \\mathbf{b}^\\top A^{-1} \\mathbf{b}$ is "
            "positive.",
        ),
        Step(
            "inverse-of-the-product",
            b.T @ inverse(L @ L.T) @ b + schur,
            by=matrix_algebra(),
            reason="$L^{-\\top} L^{-1} = (L L^\\top)^{-1}$.",
        ),
        Step(
            "factorisation",
            b.T @ inverse(A) @ b + schur,
            by=cholesky_factorisation(),
            reason="$L L^\\top = A$.",
        ),
    ),
    summary="The squared length of the new row is the new corner $c = \\mathbf{b}^\\top A^{-1} "
    "\\mathbf{b} + r$; its product with the earlier rows, $L\\,(L^{-1}\\mathbf{b}) = "
    "\\mathbf{b}$, is the new column.",
    source=source,
)

INVERSE = Derivation(
    name="cholesky_inverse",
    title="The inverse of a covariance by its Cholesky factor",
    claim=Equal(inverse(A), inverse(L.T) @ inverse(L)),
    start=inverse(A),
    arguments={"matrix": A},
    where={L: Cholesky(A)},
    steps=(
        Step(
            "factorise",
            inverse(L @ L.T),
            by=cholesky_factorisation(),
            reason="$A = L L^\\top$.",
        ),
        Step(
            "inverse-of-the-product",
            inverse(L.T) @ inverse(L),
            by=matrix_algebra(),
            reason="The inverse of a product is the product of the inverses in the other order.",
        ),
    ),
    summary="Two triangular systems are solved instead of an inverse being formed.",
    source=source,
)

DERIVATIONS = (COMPLEMENT, ROW, INVERSE)
