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
)
from derive.rules.theorems import THEOREMS, theorem

RULES: tuple[Rule, ...] = (
    *DEFINITIONS,
    *ALGEBRA,
    *LOGARITHMS,
    *INTEGRALS,
    *INEQUALITIES,
    *THEOREMS,
)

__all__ = [
    "RULES", "abbreviation", "adding_and_subtracting", "antiderivative",
    "collecting_logarithms", "comparison", "definition_of_the_divergence",
    "definition_of_the_expectation", "end_values", "field_arithmetic", "integration_by_parts",
    "iterated_integral", "laws_of_exponents", "limit", "linearity_of_the_expectation",
    "linearity_of_the_integral", "logarithm_of_a_power", "logarithm_of_a_product",
    "logarithm_of_a_quotient", "modulus_of_a_product", "monotonicity", "normal_density",
    "polar_coordinates", "pythagorean_identity", "root_of_a_square", "square_of_a_sum",
    "substitution", "theorem",
]  # fmt: skip
