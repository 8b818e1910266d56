"""Wrong derivations, each with the step at which it must be refused, and true twins."""

from tests.rejected import (
    chains_and_headlines,
    false_labels,
    integrals,
    letters,
    matrices,
    missing_conditions,
    signs_and_factors,
    sums,
    vector_integrals,
)

WRONG = (
    *signs_and_factors.WRONG,
    *missing_conditions.WRONG,
    *false_labels.WRONG,
    *chains_and_headlines.WRONG,
    *integrals.WRONG,
    *letters.WRONG,
    *matrices.WRONG,
    *sums.WRONG,
    *vector_integrals.WRONG,
)

TRUE = (
    *signs_and_factors.TRUE,
    *missing_conditions.TRUE,
    *false_labels.TRUE,
    *integrals.TRUE,
    *letters.TRUE,
    *matrices.TRUE,
    *sums.TRUE,
    *vector_integrals.TRUE,
)
