"""Rules: the named ways to get from one line to the next.

A rule only proposes a line and a kind of justification; the kernel decides.
"""

from derive.derivation import Rule
from derive.rules.algebra import (
    ALGEBRA,
    adding_and_subtracting,
    field_arithmetic,
    laws_of_exponents,
    modulus_of_a_product,
    pythagorean_identity,
    root_of_a_square,
    square_of_a_sum,
)
from derive.rules.definitions import (
    DEFINITIONS,
    abbreviation,
    definition_of_the_divergence,
    definition_of_the_expectation,
    density_by_its_formula,
    normal_density,
)
from derive.rules.inequalities import INEQUALITIES, comparison, limit, monotonicity
from derive.rules.integrals import (
    INTEGRALS,
    antiderivative,
    end_values,
    integration_by_parts,
    iterated_integral,
    linearity_of_the_expectation,
    linearity_of_the_integral,
    polar_coordinates,
    substitution,
)
from derive.rules.logarithms import (
    LOGARITHMS,
    collecting_logarithms,
    logarithm_of_a_power,
    logarithm_of_a_product,
    logarithm_of_a_quotient,
    logarithm_of_a_root,
    logarithm_of_an_exponential,
)
from derive.rules.matrices import (
    MATRICES,
    cholesky_factorisation,
    coordinates,
    diagonal_matrices,
    matrix_algebra,
    number_as_a_trace,
    properties_of_the_determinant,
    properties_of_the_trace,
)
from derive.rules.propositions import (
    PROPOSITIONS,
    ball_arithmetic,
    bound_of_a_modulus,
    geometric_sequence,
    increasing_function,
    minimum,
    multiplier_of_a_fixed_point,
    multiplying_both_sides,
    multiplying_by_matrices,
    only_zero,
    second_derivatives,
    vanishing_integral,
)
from derive.rules.sums import (
    SUMS,
    finite_products,
    linearity_of_finite_sums,
    logarithm_of_a_finite_product,
)
from derive.rules.theorems import THEOREMS, assumption, theorem
from derive.rules.vector_calculus import (
    VECTOR_CALCULUS,
    differentiation,
    integral_of_a_derivative,
    integral_of_a_product,
    linear_substitution,
    linearity_in_space,
    marginalisation,
)

RULES: tuple[Rule, ...] = (
    *DEFINITIONS,
    *ALGEBRA,
    *LOGARITHMS,
    *INTEGRALS,
    *MATRICES,
    *SUMS,
    *VECTOR_CALCULUS,
    *INEQUALITIES,
    *PROPOSITIONS,
    *THEOREMS,
)

__all__ = [
    "RULES", "abbreviation", "adding_and_subtracting", "antiderivative", "assumption",
    "ball_arithmetic", "bound_of_a_modulus", "cholesky_factorisation", "collecting_logarithms",
    "comparison", "coordinates", "definition_of_the_divergence",
    "definition_of_the_expectation", "density_by_its_formula", "diagonal_matrices",
    "differentiation", "end_values", "field_arithmetic", "finite_products",
    "geometric_sequence", "increasing_function", "integral_of_a_derivative",
    "integral_of_a_product", "integration_by_parts", "iterated_integral", "laws_of_exponents",
    "limit", "linear_substitution", "linearity_in_space", "linearity_of_finite_sums",
    "linearity_of_the_expectation", "linearity_of_the_integral",
    "logarithm_of_a_finite_product", "logarithm_of_a_power", "logarithm_of_a_product",
    "logarithm_of_a_quotient", "logarithm_of_a_root", "logarithm_of_an_exponential",
    "marginalisation", "matrix_algebra", "minimum", "modulus_of_a_product", "monotonicity",
    "multiplier_of_a_fixed_point", "multiplying_both_sides", "multiplying_by_matrices",
    "normal_density", "number_as_a_trace", "only_zero", "polar_coordinates",
    "properties_of_the_determinant", "properties_of_the_trace", "pythagorean_identity",
    "root_of_a_square", "second_derivatives", "square_of_a_sum", "substitution", "theorem",
    "vanishing_integral",
]  # fmt: skip
