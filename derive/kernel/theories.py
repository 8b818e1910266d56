"""Theories: the kinds of rewriting that an equality by normal form may be allowed."""

EXPONENTIALS = "laws of exponents"
LOGARITHMS = "laws of logarithms"
MODULI = "laws of the modulus"
TRIGONOMETRY = "Pythagorean identity"
SUMS = "linearity of finite sums"
PRODUCTS = "finite products"
MATRICES = "matrix algebra"
TRACES = "properties of the trace"
DETERMINANTS = "properties of the determinant"
DIAGONALS = "diagonal matrices"
COORDINATES = "coordinates"
CHOLESKY = "Cholesky factorisation"
DEFINITIONS = "definitions"
LINEARITY = "linearity"

OF_MATRICES = frozenset(
    {MATRICES, TRACES, DETERMINANTS, DIAGONALS, COORDINATES, CHOLESKY, SUMS, PRODUCTS}
)
THEORIES = OF_MATRICES | {
    EXPONENTIALS, LOGARITHMS, MODULI, TRIGONOMETRY, DEFINITIONS, LINEARITY,
}  # fmt: skip
ALGEBRA = THEORIES - {DEFINITIONS, LINEARITY, COORDINATES, CHOLESKY}
POINTWISE = ALGEBRA | {DEFINITIONS}
"""What the kernel itself may use where a check asks for an equality."""
