"""Generated lines agree with the expressions themselves, evaluated at 50 digits."""

import importlib
from itertools import pairwise

import mpmath
import numpy as np
import pytest
from evaluate import EXACT, FLOATING, Evaluator, magnitude
from points import has_points, points, valuation

from derive.derivation import Relation
from derive.library import LIBRARY
from derive.notation import KL, Expectation, Integrable, Integral, Proposition, TendsTo, free

EPSILON = np.finfo(float).eps
COUNT = 8
# What the docstrings say of their rules, as a part of the integral of the modulus.
QUADRATURE = {"over_line": 1e-16, "expectation": 1e-16, "over_half_line": 1e-14}
QUADRATURE |= {"over_interval": 1e-14}


@pytest.fixture(autouse=True)
def fifty_digits():
    with mpmath.workdps(50):
        yield


def lines(derivation):
    """Return the lines that are terms without an open variable: name in code, and term."""
    known = {*derivation.arguments.values(), *derivation.where}
    named = [("start", derivation.start), *((s.name, s.line) for s in derivation.steps)]
    return [
        (name.replace("-", "_"), term)
        for name, term in named
        if not isinstance(term, Proposition) and free(term) <= known
    ]


def exact_numbers(point):
    return [mpmath.mpf(float(v)) for v in point]


def quadrature_error(function):
    """Return what the docstring of a line's function allows for its rules."""
    return sum(error for rule, error in QUADRATURE.items() if f"`{rule}`:" in function.__doc__)


CLOSED = [name for name, d in LIBRARY.items() if has_points(d) and lines(d)]


@pytest.mark.parametrize("name", CLOSED)
def test_lines_are_what_their_expressions_are_worth(name):
    derivation = LIBRARY[name]
    module = importlib.import_module(f"derived.steps.{name}")
    values = points(derivation, COUNT, seed=2)
    exact, floating = (Evaluator(b, derivation.windows) for b in (EXACT, FLOATING))
    known = valuation(derivation, floating, values)
    each = [exact_numbers(p) for p in zip(*values, strict=True)] if values else [[]]
    cached = {}
    for line, term in lines(derivation):
        function = getattr(module, line)
        if term not in cached:
            cached[term] = [exact(term, valuation(derivation, exact, p)) for p in each]
        found = np.ravel(function(*values))
        error = [abs(mpmath.mpf(float(f)) - e) for f, e in zip(found, cached[term], strict=True)]
        size = np.ravel(np.broadcast_to(floating(magnitude(term), known), found.shape))
        allowed = (100 * EPSILON + quadrature_error(function)) * size
        assert all(e <= a for e, a in zip(error, allowed, strict=True)), line


def test_the_integral_of_a_cauchy_curve():
    derivation = LIBRARY["gaussian_integrability"]
    module = importlib.import_module("derived.steps.gaussian_integrability")
    values = points(derivation, COUNT, seed=2)
    (line,) = (s.line for s in derivation.steps if s.relation is Relation.IS_INTEGRABLE)
    assert isinstance(line, Integrable)
    exact = Evaluator(EXACT, derivation.windows)
    found = module.cauchy_curve_is_integrable(*values)
    for i, point in enumerate(zip(*values, strict=True)):
        known = valuation(derivation, exact, exact_numbers(point))
        whole = mpmath.quad(
            lambda x, known=known: exact(line.body, {**known, line.variable: x}),
            [-mpmath.inf, 0, mpmath.inf],
        )
        assert abs(found[i] - whole) <= (100 * EPSILON + 1e-14) * whole


@pytest.mark.parametrize("name", ["exponential_beats_polynomial", "gaussian_integrability"])
def test_lines_along_a_variable_that_runs_to_both_ends(name):
    derivation = LIBRARY[name]
    module = importlib.import_module(f"derived.steps.{name}")
    values = points(derivation, COUNT, seed=2)
    evaluate = Evaluator(FLOATING, derivation.windows)
    known = valuation(derivation, evaluate, values)
    (x,) = {s.line.variable for s in derivation.steps if isinstance(s.line, (TendsTo, Integrable))}
    centre, scale = (evaluate(w, known) for w in evaluate.windows.get(x, (0, 1)))
    terms = {"start": derivation.start, "below_a_cauchy_curve": derivation.steps[0].line}
    for line, term in terms.items():
        found = getattr(module, line)(*values)
        for k in range(31):
            for sign, place in ((1, 2 * k), (-1, 2 * k + 1)):
                there = evaluate(term, {**known, x: centre + sign * scale * 2.0**k})
                room = 100 * EPSILON * np.abs(there) + 1e-300
                assert np.all(np.abs(found[..., place] - there) <= room)


def agree(derivation, terms, point, exact):
    """Check that consecutive lines are worth the same, up to 1e-45 of the size of the terms."""
    known = valuation(derivation, exact, point)
    terms = dict.fromkeys(terms)
    size = max(exact(magnitude(t), known) for t in terms)
    for before, after in pairwise([exact(t, known) for t in terms]):
        assert abs(before - after) <= mpmath.mpf(10) ** -45 * size


@pytest.mark.parametrize(
    "name", ["gaussian_normalisation", "gaussian_mean", "gaussian_variance", "kl_univariate"]
)
def test_expressions_agree_at_fifty_digits_over_the_whole_domain(name):
    """The points of the other tests, moved to standard deviations from 1e-300 to 1e300."""
    derivation = LIBRARY[name]
    exact = Evaluator(EXACT, derivation.windows)
    terms = [term for _, term in lines(derivation)]
    with mpmath.workdps(65):
        for i, point in enumerate(zip(*points(derivation, 4, seed=3), strict=True)):
            unit = mpmath.mpf(10) ** (-295, -150, 150, 295)[i]
            agree(derivation, terms, [unit * v for v in exact_numbers(point)], exact)


@pytest.mark.parametrize("name", ["kl_univariate", "kl_univariate_standard_normal"])
def test_closed_forms_agree_at_fifty_digits_over_the_whole_domain(name):
    """σ1 and σ2 from 1e-300 to 1e300 each by itself, and means as large."""
    derivation = LIBRARY[name]
    random = np.random.default_rng(4)
    exact = Evaluator(EXACT, derivation.windows)
    terms = [t for _, t in lines(derivation) if not t.atoms(Integral, Expectation, KL)]
    assert len(terms) >= 3
    with mpmath.workdps(50):
        for _ in range(50):
            point = [
                mpmath.mpf(10) ** random.uniform(-300, 300) * random.choice(SIGNS[v.domain])
                for v in derivation.arguments.values()
            ]
            agree(derivation, terms, point, exact)


SIGNS = {"positive": [1.0], "real": [-1.0, 1.0]}


def test_the_rule_of_these_tests_against_mpmath():
    derivation = LIBRARY["kl_univariate"]
    exact = Evaluator(EXACT, derivation.windows)
    known = valuation(derivation, exact, [mpmath.mpf(v) for v in (1, 2, -3, 0.5)])
    term = derivation.steps[3].line
    body, x = term.body, term.variable
    points = [1 + 2 * mpmath.mpf(k) for k in (-20, -7, 0, 7, 20)]
    whole = mpmath.quad(lambda v: exact(body, {**known, x: v}), points, method="gauss-legendre")
    assert abs(exact(term, known) - whole) <= mpmath.mpf(10) ** -45 * whole
