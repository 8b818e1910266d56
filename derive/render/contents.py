"""The order in which a reader meets the derivations: the main line first, the lemmas after."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase

from derive.document import DerivationEntry, Document


@dataclass(frozen=True)
class Part:
    """A part of the text.

    Attributes
    ----------
    title : str
        Its heading.
    label : str
        Its heading in a row of links.
    kind : str
        What its statements are called: theorem, proposition or lemma.
    introduction : str
        What it is about, with formulas between dollars.
    patterns : tuple of str
        The names of its derivations, in their order; ``*`` stands for any ending.
    """

    title: str
    label: str
    kind: str
    introduction: str
    patterns: tuple[str, ...]


PARTS = (
    Part(
        "The divergence between normal distributions",
        "Divergence",
        "theorem",
        "From the integral that defines the divergence to its closed form: on the line, in "
        "$k$ dimensions, and for diagonal covariances, where it is a sum over the coordinates.",
        ("kl_univariate", "kl_multivariate", "kl_diagonal", "kl_diagonal_by_coordinates"),
    ),
    Part(
        "The objective of the variational autoencoder",
        "Objective",
        "theorem",
        "With the standard normal distribution as the prior the divergence becomes the "
        "regulariser; with it the evidence lower bound is the objective.",
        ("kl_univariate_standard_normal", "kl_standard_normal_cov", "kl_standard_normal_std",
         "kl_standard_normal", "elbo", "elbo_bound", "elbo_equality", "elbo_gaussian"),
    ),
    Part(
        "What each term does",
        "Terms",
        "proposition",
        "One coordinate of the regulariser, term by term: which pull each exerts on the mean and "
        "on the spread, and why the variance neither collapses nor explodes.",
        ("term_roles_*", "quadratic_near_the_optimum"),
    ),
    Part(
        "Gradients, and where they vanish",
        "Gradients",
        "proposition",
        "What training follows: the gradients of the closed forms in every argument, the only "
        "points where they vanish, and how they pass through an encoder.",
        ("gradient_of_kl_*", "zero_of_the_gradient_*", "chain_rule_*"),
    ),
    Part(
        "Training: gradient flow and gradient steps",
        "Training",
        "proposition",
        "The path that mean and log-variance take under the regulariser alone, in closed form, "
        "and the step sizes for which plain gradient descent follows it.",
        ("gradient_flow_mean*", "gradient_flow_log_var*", "gradient_flow_*", "gradient_step_*"),
    ),
    Part(
        "The two directions of the divergence",
        "Two directions",
        "proposition",
        "By how much $\\mathrm{KL}(q \\,\\|\\, p)$ and $\\mathrm{KL}(p \\,\\|\\, q)$ differ, and "
        "when they agree.",
        ("kl_asymmetry*",),
    ),
    Part(
        "Lemmas: integrals and moments on the line",
        "Lemmas on the line",
        "lemma",
        "The integrals of the normal distribution, from the inequality $e^t \\ge 1 + t$ on.",
        ("exponential_inequality", "gaussian_bound", "exponential_beats_polynomial",
         "gaussian_integrability", "gaussian_integral", "gaussian_normalisation", "gaussian_mean",
         "gaussian_variance"),
    ),
    Part(
        "Lemmas: integrals and moments in several dimensions",
        "Lemmas in space",
        "lemma",
        "The same for every dimension at once, and the algebra of covariances that it takes.",
        ("cholesky_determinant", "schur_complement", "cholesky_*", "multivariate_*",
         "gaussian_covariance",
         "expected_quadratic_form", "diagonal_density", "log_of_product", "marginalisation"),
    ),
    Part(
        "Lemmas: divergences of any densities",
        "Any densities",
        "lemma",
        "What holds without normality: a divergence is never negative, and a posterior is a "
        "density.",
        ("log_inequality*", "gibbs_*", "posterior_normalisation"),
    ),
    Part(
        "Forms for computation",
        "For computation",
        "lemma",
        "The closed forms in log-variances, and forms in which nothing cancels, so that code "
        "which computes them loses no digits.",
        ("kl_univariate_log_var", "kl_*_stable", "*remainder*", "slope_*"),
    ),
)  # fmt: skip
MAIN_LINE = (
    "gaussian_integral", "gaussian_normalisation", "gaussian_mean", "gaussian_variance",
    "kl_univariate", "kl_multivariate", "kl_diagonal", "kl_standard_normal", "elbo",
    "elbo_bound", "elbo_gaussian",
)  # fmt: skip
"""The way from the integral of a Gaussian to the objective of the variational autoencoder."""

REST = Part("Further derivations", "Others", "proposition", "", ("*",))


def contents(document: Document) -> list[tuple[Part, list[DerivationEntry]]]:
    """Return the parts that have derivations, in order, each with its own.

    A derivation belongs to the first part that names it outright, else to the first that has a
    pattern for it.
    """
    left = {entry.name: entry for entry in document.derivations}
    outright = {name for part in PARTS for name in part.patterns if "*" not in name}
    found = []
    for part in (*PARTS, REST):
        names = [n for p in part.patterns for n in _matching(p, left, outright)]
        entries = [left.pop(name) for name in dict.fromkeys(names)]
        if entries:
            found.append((part, entries))
    return found


def _matching(pattern: str, names: Iterable[str], outright: set[str]) -> list[str]:
    if "*" not in pattern:
        return [name for name in names if name == pattern]
    return [name for name in names if fnmatchcase(name, pattern) and name not in outright]
