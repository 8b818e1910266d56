"""Theories: the kinds of rewriting that an equality by normal form may be allowed."""

EXPONENTIALS = "laws of exponents"
LOGARITHMS = "laws of logarithms"
MODULI = "laws of the modulus"
TRIGONOMETRY = "Pythagorean identity"
DEFINITIONS = "definitions"
LINEARITY = "linearity"

THEORIES = frozenset({EXPONENTIALS, LOGARITHMS, MODULI, TRIGONOMETRY, DEFINITIONS, LINEARITY})
ALGEBRA = THEORIES - {DEFINITIONS, LINEARITY}
POINTWISE = THEORIES - {LINEARITY}
