"""Lines that hold exactly where the line before does, at points on both sides; and false ones.

Random points hardly ever lie where two distributions agree.  Here every equivalence is tried where
all its lines must hold and where none may, and each of some wrong right-hand sides is caught by
one of these points.
"""

import importlib

import numpy as np
import pytest
from points import density
from sample import entry, installed

from derive.derivation import Relation
from derive.library import LIBRARY
from derive.library.elbo import p as prior
from derive.library.elbo import posterior
from derive.library.elbo import x as at
from derive.library.gibbs_inequality import p, q
from derive.library.gibbs_inequality import x as where
from derive.library.gradient_step import eta
from derive.library.kl_asymmetry import mu1 as number1
from derive.library.kl_asymmetry import mu2 as number2
from derive.library.kl_asymmetry import sigma1, sigma2
from derive.library.kl_multivariate import Sigma1, Sigma2, k, mu1, mu2
from derive.library.log_inequality import t
from derive.library.term_roles import log_var, mu, sigma
from derive.notation import AlmostEverywhere, And, AtMost, Equal, Less, Zero, half, inverse

SIZES = [1, 2, 3]


def means_and_covariances(size, seed):
    """Return two means and two covariances that differ."""
    random = np.random.default_rng([size, seed])
    root = random.normal(size=(2, size, size))
    return *random.normal(size=(2, size)), *(root @ root.mT / 2 + np.eye(size) / 4)


def same_means(size, seed):
    m, n, S, T = means_and_covariances(size, seed)
    return [
        ((m, S, m, T), True),
        ((m, S, m, S), True),
        ((m, S, n, T), False),
        ((m, S, n, S), False),
    ]


def same_covs(size, seed):
    m, n, S, T = means_and_covariances(size, seed)
    holds = [((m, S, n, S), True), ((m, S, m, S), True)]
    return [*holds, ((m, S, n, T), False), ((m, S, n, S * 1.01), False), ((m, 2 * S, n, S), False)]


def same_moments(size, seed):
    m, n, S, T = means_and_covariances(size, seed)
    moment = S + np.outer(m - n, m - n)
    holds = [((m, S, n, moment), True), ((m, S, m, S), True)]
    return [*holds, ((m, S, n, S), False), ((m, S, n, T), False), ((m, moment, n, S), False)]


def same_distributions(size, seed):
    m, n, S, T = means_and_covariances(size, seed)
    holds = [((m, S, m, S), True), ((n, T, n, T), True)]
    return [*holds, ((m, S, n, S), False), ((m, S, m, T), False), ((m, S, n, T), False)]


def around(holds, fails):
    """Return the points of an equivalence between numbers."""
    return lambda size, seed: [(v, True) for v in holds] + [(v, False) for v in fails]


def normal(size, shift):
    return density(np.full(size, shift), np.eye(size) * (1 - shift / 2))


def same_densities(size, seed):
    one, other = normal(size, 0.0), normal(size, 0.3)
    return [((one, one, size), True), ((one, other, size), False), ((other, one, size), False)]


def posterior_and_others(size, seed):
    """The model z ~ N(0, I), x ~ N(z, I): at x = 1, the posterior of each zᵢ is N(1/2, 1/2)."""
    standard, ones = normal(size, 0.0), np.ones(size)
    likelihood = density(ones, np.eye(size))
    encoder = density(ones / 2, np.eye(size) / np.sqrt(2))
    fails = [standard, normal(size, 0.3)]
    holds = [((encoder, standard, likelihood, size), True)]
    return holds + [((q, standard, likelihood, size), False) for q in fails]


# For a size and a seed, arguments and whether the lines hold there.
POINTS = {
    "zero_of_the_gradient_mean_1": same_means,
    "zero_of_the_gradient_mean_2": same_means,
    "zero_of_the_gradient_cov_1": same_covs,
    "zero_of_the_gradient_cov_2": same_moments,
    "zero_of_the_gradient_of_q": same_distributions,
    "log_inequality_equality": around([(1.0,)], [(0.01,), (0.5,), (1.001,), (2.0,), (50.0,)]),
    "term_roles_stationary_point": around(
        [(0.0, 1.0)], [(0.0, 2.0), (0.0, 0.999), (1.0, 1.0), (1e-3, 1.0), (-1.0, 0.5)]
    ),
    "term_roles_stationary_log_var": around(
        [(0.0, 0.0), (3.0, 0.0)], [(0.0, 1.0), (0.0, -1.0), (0.0, 1e-3), (2.0, 5.0)]
    ),
    "kl_asymmetry_vanishes": around(
        [(0.0, 1.0, 3.0, 1.0), (1.0, 0.1, 1.0, 0.1), (-2.0, 30.0, 5.0, 30.0)],
        [(0.0, 1.0, 3.0, 1.01), (1.0, 0.1, 1.0, 0.2), (-2.0, 30.0, 5.0, 0.1)],
    ),
    "gradient_step_mean": around(
        [(1e-3,), (0.5,), (1.0,), (1.5,), (1.999,)], [(-1.0,), (0.0,), (2.0,), (2.001,), (5.0,)]
    ),
    "gradient_step_log_var_stable": around(
        [(1e-3,), (1.0,), (2.0,), (3.999,)], [(-1.0,), (0.0,), (4.0,), (4.001,), (50.0,)]
    ),
    "gradient_step_log_var_attracts": around(
        [(0.01,), (0.5,), (2.0,), (3.9,), (4.0,)], [(-1.0,), (0.0,), (4.5,), (6.0,), (50.0,)]
    ),
    "gibbs_equality": same_densities,
    "elbo_equality": posterior_and_others,
}
SIZED = [name for name in POINTS if name.startswith(("zero_of", "gibbs", "elbo"))]
CASES = [
    pytest.param(name, size, id=f"{name}-{size}")
    for name in POINTS
    for size in (SIZES if name in SIZED else [1])
]

difference = mu1 - mu2
moment = difference @ difference.T
# What somebody might take for the last line.
WRONG = {
    "zero_of_the_gradient_mean_1": [Equal(mu1, 2 * mu2), Equal(mu1, -mu2), Equal(Sigma1, Sigma2)],
    "zero_of_the_gradient_mean_2": [Equal(mu1, 2 * mu2), Equal(inverse(Sigma2) @ mu2, mu1)],
    "zero_of_the_gradient_cov_1": [
        Equal(Sigma1, 2 * Sigma2),
        Equal(2 * Sigma1, Sigma2),
        Equal(mu1, mu2),
        Equal(half * (inverse(Sigma2) - 2 * inverse(Sigma1)), Zero(k, k)),
    ],
    "zero_of_the_gradient_cov_2": [
        Equal(Sigma2, Sigma1),
        Equal(Sigma2, Sigma1 + 2 * moment),
        Equal(Sigma2, Sigma1 - moment),
        Equal(Sigma1, Sigma2 + moment),
    ],
    "zero_of_the_gradient_of_q": [
        And(Equal(mu1, mu2), Equal(Sigma1, 2 * Sigma2)),
        Equal(mu1, mu2),
        Equal(Sigma1, Sigma2),
    ],
    "log_inequality_equality": [Equal(t, 2), AtMost(t, 1), AtMost(1, t)],
    "term_roles_stationary_point": [
        And(Equal(mu, 0), Equal(sigma, 2)),
        Equal(mu, 0),
        Equal(sigma, 1),
    ],
    "term_roles_stationary_log_var": [Equal(log_var, 1), AtMost(log_var, 0), AtMost(0, log_var)],
    "kl_asymmetry_vanishes": [
        Equal(sigma1, 2 * sigma2),
        Equal(number1, number2),
        And(Equal(number1, number2), Equal(sigma1, sigma2)),
    ],
    "gradient_step_mean": [
        And(Less(0, eta), Less(eta, 1)),
        And(Less(0, eta), Less(eta, 4)),
        And(Less(0, eta), AtMost(eta, 2)),
        And(AtMost(0, eta), Less(eta, 2)),
    ],
    "gradient_step_log_var_stable": [
        And(Less(0, eta), Less(eta, 2)),
        And(Less(0, eta), AtMost(eta, 4)),
    ],
    "gradient_step_log_var_attracts": [
        And(Less(eta, 4), Less(0, eta)),
        And(AtMost(eta, 4), AtMost(0, eta)),
        And(AtMost(eta, 5), Less(0, eta)),
    ],
    "gibbs_equality": [AlmostEverywhere(Equal(p(where), 2 * q(where)), where)],
    "elbo_equality": [AlmostEverywhere(Equal(prior(at), posterior(at)), at)],
}


def test_every_equivalence_has_its_points_and_its_wrong_ends():
    equivalences = {
        name
        for name, derivation in LIBRARY.items()
        if any(s.relation is Relation.EQUIVALENT for s in derivation.steps)
    }
    assert equivalences == POINTS.keys() == WRONG.keys()


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize(("name", "size"), CASES)
def test_every_line_holds_where_it_must_and_nowhere_else(name, size, seed):
    module = importlib.import_module(f"derived.steps.{name}")
    points = POINTS[name](size, seed)
    assert {truth for _, truth in points} == {True, False}
    for arguments, truth in points:
        with np.errstate(over="ignore", invalid="ignore"):
            assert module.start(*arguments) == truth
            for line in module.LINES:
                assert line.right(*arguments) == truth, line.name


@pytest.fixture(scope="module")
def wrong(tmp_path_factory):
    """Return the modules of derivations that go from the first line to a wrong last one."""
    entries = [
        entry(f"{name}_{n}", LIBRARY[name].arguments, LIBRARY[name].start, last,
              where=LIBRARY[name].where)
        for name, ends in WRONG.items()
        for n, last in enumerate(ends)
    ]  # fmt: skip
    return installed(tmp_path_factory.mktemp("wrong"), *entries)


@pytest.mark.parametrize(
    ("name", "size", "number"),
    [
        pytest.param(name, size, n, id=f"{name}-{size}-{n}")
        for name, ends in WRONG.items()
        for size in (SIZES if name in SIZED else [1])
        for n in range(len(ends))
    ],
)
def test_a_wrong_end_is_caught(wrong, name, size, number):
    module = wrong(f"steps.{name}_{number}")
    with np.errstate(over="ignore", invalid="ignore"):
        seen = [module.start(*a) == module.step_1(*a) for a, _ in POINTS[name](size, 0)]
    assert not all(seen)


# Lines of which the numbers show a part only.  Limits: the values at 31 points, each twice as near
# as the one before (or as far), must come within a millionth of the limit; none of them is at the
# limit.  Statements for all values: they are tried at nine numbers at most, or at 5ᵏ points of ℝᵏ.
# Neither can be tested further: no finite number of points decides them.
SHOWN_IN_PART = {
    "tends to": [
        "exponential_beats_polynomial: cauchy-curve-vanishes",
        "term_roles_mean_far_out: limit",
        "term_roles_spread_alone_collapses: limit",
        "term_roles_spread_far_out: limit",
        "term_roles_barrier: limit",
        "term_roles_logarithm_alone_explodes: limit",
        "gradient_flow_mean_start: value-at-zero",
        "gradient_flow_log_var_start: value-at-zero",
        "gradient_flow_log_var_end: limit",
    ],
    "for all": [
        "gradient_step_mean: start",
        "gibbs_equality: nothing-cancels",
        "gibbs_equality: only-at-one",
        "gibbs_equality: equal-densities",
        "elbo_equality: equal-densities",
    ],
}


def test_what_the_numbers_show_in_part_is_listed():
    found = {"tends to": [], "for all": []}
    for name, derivation in LIBRARY.items():
        for step in derivation.steps:
            if step.relation is Relation.TENDS_TO:
                found["tends to"].append(f"{name}: {step.name}")
        lines = {"start": derivation.start} | {s.name: s.line for s in derivation.steps}
        for line, term in lines.items():
            if type(term).__name__ in ("ForAll", "AlmostEverywhere"):
                found["for all"].append(f"{name}: {line}")
    assert found == SHOWN_IN_PART
