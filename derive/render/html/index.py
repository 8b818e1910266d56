"""The first page: the derivations in groups, the paper's main line first, and their graph."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fnmatch import fnmatch
from typing import Any

from derive.document import DerivationEntry
from derive.render.html.evidence import verdict
from derive.render.html.graph import Node, graph
from derive.render.html.mathematics import letters, words
from derive.render.html.site import Site
from derive.render.names import anchor, file_name
from derive.render.prose import first_sentence, without_dollars

Data = dict[str, Any]


@dataclass(frozen=True)
class Group:
    """A group of derivations: a label, a heading, what they are about, patterns of their names."""

    label: str
    title: str
    words: str
    patterns: tuple[str, ...]


MAIN = Group(
    "Main line",
    "The main line",
    "From the integral of a Gaussian to the objective of the variational autoencoder.",
    (
        "gaussian_integral", "gaussian_normalisation", "gaussian_mean", "gaussian_variance",
        "kl_univariate", "kl_diagonal", "kl_multivariate", "kl_standard_normal", "elbo",
        "elbo_bound", "elbo_gaussian",
    ),
)  # fmt: skip
GROUPS = (
    MAIN,
    Group(
        "Special cases",
        "Special cases and other routes",
        "The same divergence in other coordinates, for other covariances, by another way.",
        ("kl_univariate_standard_normal", "kl_univariate_log_var", "kl_standard_normal_std",
         "kl_standard_normal_cov", "kl_diagonal_by_coordinates"),
    ),
    Group(
        "Foundations",
        "What the main line rests on",
        "Integrals that converge, moments in space, and the determinant of a covariance.",
        ("exponential_inequality", "gaussian_bound", "exponential_beats_polynomial",
         "*gaussian_integrability", "cholesky_determinant", "multivariate_normalisation",
         "multivariate_mean", "gaussian_covariance", "expected_quadratic_form",
         "diagonal_density", "log_of_product", "marginalisation"),
    ),
    Group(
        "Inequalities",
        "Why a divergence is never negative",
        "One inequality for the logarithm, and what follows of it for densities and the evidence.",
        ("log_inequality*", "gibbs_*", "posterior_normalisation", "elbo_equality"),
    ),
    Group(
        "Terms",
        "What each term does",
        "The pull of the mean, the spread and the logarithm: why the variance neither collapses "
        "nor explodes.",
        ("term_roles_*",),
    ),
    Group(
        "Forward and reverse",
        "Forward and reverse",
        "By how much $\\mathrm{KL}(q \\,\\|\\, p)$ and $\\mathrm{KL}(p \\,\\|\\, q)$ differ.",
        ("kl_asymmetry*",),
    ),
    Group(
        "Gradients",
        "Gradients",
        "The derivatives of the closed forms, where they vanish, and the way back into an encoder.",
        ("gradient_of_*", "zero_of_*", "chain_rule_*"),
    ),
    Group(
        "Gradient flow",
        "Gradient flow",
        "The paths that mean and variance take to the prior, in closed form.",
        ("gradient_flow_*",),
    ),
    Group(
        "Gradient steps",
        "Gradient steps",
        "For which step sizes descent arrives, and where it overshoots.",
        ("gradient_step_*", "quadratic_near_the_optimum"),
    ),
    Group(
        "Without cancellation",
        "Without cancellation",
        "The lines that the generated code computes: near equality no digit is lost.",
        ("*_stable", "*_remainder", "ratio_remainder_*", "slope_*", "schur_complement",
         "cholesky_*"),
    ),
)  # fmt: skip
OTHERS = Group("Others", "Others", "", ("*",))


def groups(site: Site) -> list[Data]:
    """Return the groups that are not empty, with a card for each derivation."""
    left = dict(site.derivations)
    found = []
    for group in (*GROUPS, OTHERS):
        held = _held(group, list(left.values()))
        for d in held:
            del left[d.name]
        if held:
            found.append({
                "id": anchor(group.title), "label": group.label, "title": group.title,
                "words": words(group.words),
                "main": group is MAIN, "cards": [card(d) for d in held],
            })  # fmt: skip
    return found


def _held(group: Group, derivations: Sequence[DerivationEntry]) -> list[DerivationEntry]:
    """Return what a group holds: the main line in its own order, the others in the document's."""
    if group is MAIN:
        by_name = {d.name: d for d in derivations}
        return [by_name[name] for name in group.patterns if name in by_name]
    return [d for d in derivations if any(fnmatch(d.name, p) for p in group.patterns)]


def card(d: DerivationEntry) -> Data:
    """Return a theorem's card."""
    return {
        "name": d.name,
        "link": f"derivations/{file_name(d.name)}.html",
        "title": words(d.title),
        "summary": words(first_sentence(d.summary)),
        "claim": letters(d).line(d.claim),
        "verdict": verdict(d.verdict),
        "lines": len(d.steps),
    }


def main_graph(site: Site, most: int) -> Data:
    """Return the graph of the main line and of all that it rests on."""
    main = [name for name in MAIN.patterns if name in site.derivations]
    named = {*main, *(t for name in main for t in site.derivations[name].theorems)}
    nodes = [
        Node(d.name, without_dollars(d.title), f"derivations/{file_name(d.name)}.html",
             f"{d.verdict} main" if d.name in main else d.verdict)
        for d in site.document.derivations
        if d.name in named
    ]  # fmt: skip
    return graph(nodes, site.cites, most)
