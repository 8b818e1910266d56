"""Library: the derivations, in the order in which they build on one another."""

from types import ModuleType

from derive.derivation import Derivation
from derive.library import (
    chain_rule_through_an_encoder,
    cholesky_determinant,
    cholesky_factor,
    diagonal_density,
    elbo,
    expected_quadratic_form,
    exponential_beats_polynomial,
    exponential_inequality,
    gaussian_bound,
    gaussian_covariance,
    gaussian_integrability,
    gaussian_integral,
    gaussian_mean,
    gaussian_normalisation,
    gaussian_variance,
    gibbs_inequality,
    gradient_flow,
    gradient_of_kl_diagonal,
    gradient_of_kl_multivariate,
    gradient_of_kl_standard_normal,
    gradient_of_kl_univariate,
    gradient_step,
    kl_asymmetry,
    kl_diagonal,
    kl_diagonal_by_coordinates,
    kl_multivariate,
    kl_standard_normal,
    kl_standard_normal_cov,
    kl_standard_normal_std,
    kl_univariate,
    kl_univariate_log_var,
    kl_univariate_standard_normal,
    log_inequality,
    multivariate_gaussian_integrability,
    multivariate_mean,
    multivariate_normalisation,
    quadratic_near_the_optimum,
    term_roles,
    zeros_of_the_gradient,
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
    multivariate_gaussian_integrability,
    cholesky_determinant,
    multivariate_normalisation,
    multivariate_mean,
    gaussian_covariance,
    expected_quadratic_form,
    kl_multivariate,
    kl_standard_normal_cov,
    kl_diagonal,
    diagonal_density,
    kl_diagonal_by_coordinates,
    kl_standard_normal,
    kl_standard_normal_std,
    log_inequality,
    gradient_of_kl_univariate,
    gradient_of_kl_multivariate,
    gradient_of_kl_diagonal,
    gradient_of_kl_standard_normal,
    zeros_of_the_gradient,
    term_roles,
    kl_asymmetry,
    gradient_flow,
    gradient_step,
    gibbs_inequality,
    elbo,
    kl_univariate_log_var,
    quadratic_near_the_optimum,
    cholesky_factor,
    chain_rule_through_an_encoder,
)


def _derivations(module: ModuleType) -> tuple[Derivation, ...]:
    """Return the derivation of a module, or all of them."""
    several: tuple[Derivation, ...] | None = getattr(module, "DERIVATIONS", None)
    return several or (module.DERIVATION,)


LIBRARY: dict[str, Derivation] = {d.name: d for m in MODULES for d in _derivations(m)}
