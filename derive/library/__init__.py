"""Library: the derivations, in the order in which they build on one another."""

from derive.derivation import Derivation
from derive.library import (
    exponential_beats_polynomial,
    exponential_inequality,
    gaussian_bound,
    gaussian_integrability,
    gaussian_integral,
    gaussian_mean,
    gaussian_normalisation,
    gaussian_variance,
    kl_univariate,
    kl_univariate_standard_normal,
)

MODULES = (
    exponential_inequality,
    gaussian_bound,
    exponential_beats_polynomial,
    gaussian_integrability,
    gaussian_integral,
    gaussian_normalisation,
    gaussian_mean,
    gaussian_variance,
    kl_univariate,
    kl_univariate_standard_normal,
)

LIBRARY: dict[str, Derivation] = {m.DERIVATION.name: m.DERIVATION for m in MODULES}
