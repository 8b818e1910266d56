"""The relation of every generated line to the one before shows at random points."""

import importlib

import numpy as np
import pytest
from evaluate import FLOATING, Evaluator, magnitude
from points import drawn, has_points, is_multivariate, points, valuation

from derive.library import LIBRARY
from derived.lines import Line, agree, at_most, below, converges, hold
from derived.steps import DERIVATIONS

EPSILON = np.finfo(float).eps
COUNT = 400

MODULES = {name: importlib.import_module(f"derived.steps.{name}") for name in DERIVATIONS}
POINTED = [name for name in DERIVATIONS if has_points(LIBRARY[name])]
OTHERS = [name for name in DERIVATIONS if not has_points(LIBRARY[name])]
CASES = [
    pytest.param(name, line, step, id=f"{name}-{line.name}")
    for name in POINTED
    for line, step in zip(MODULES[name].LINES, LIBRARY[name].steps, strict=True)
]
OTHER_CASES = [
    pytest.param(name, line, size, id=f"{name}-{line.name}-{size}")
    for name in OTHERS
    for line in MODULES[name].LINES
    for size in ((1, 2, 3) if is_multivariate(LIBRARY[name]) else (1,))
    if (line.relation, size) != ("is integrable", 3)  # that quadrature is meant for k ≤ 2
]


def lines_before_and_at(derivation, step):
    lines = [derivation.start, *(s.line for s in derivation.steps)]
    at = derivation.steps.index(step) + 1
    return lines[at - 1], lines[at]


def room(derivation, terms, values):
    """Return 100 ε of the sum of the moduli of the lines' terms, and 1e-14 for quadrature."""
    evaluate = Evaluator(FLOATING, derivation.windows)
    known = valuation(derivation, evaluate, values)
    size = sum(evaluate(magnitude(term), known) for term in terms)
    return (100 * EPSILON + 1e-14) * size


def test_every_derivation_has_its_module_and_every_step_its_line():
    assert tuple(LIBRARY) == DERIVATIONS
    for name, module in MODULES.items():
        derivation = LIBRARY[name]
        steps = [(s.name, s.relation.value) for s in derivation.steps]
        assert [(line.name, line.relation) for line in module.LINES] == steps


@pytest.mark.parametrize(("name", "line", "step"), CASES)
def test_the_relation_shows(name, line, step):
    derivation = LIBRARY[name]
    values = points(derivation, COUNT)
    left, right = line.left(*values), line.right(*values)
    shape = np.shape(values[0]) if values else ()
    if line.relation in ("=", "<="):
        if left.ndim > len(shape):
            allowed = 100 * EPSILON * np.maximum(np.abs(left), np.abs(right))
        else:
            allowed = room(derivation, lines_before_and_at(derivation, step), values)
            assert left.shape == right.shape == shape
        assert np.all(left - right <= allowed)
        assert line.relation == "<=" or np.all(right - left <= allowed)
    elif line.relation == "tends to":
        distance = np.abs(left - right[..., np.newaxis])
        assert right.shape == shape
        assert np.all(distance[..., 2:] <= distance[..., :-2])
        assert np.all(distance[..., -2:] <= 1e-12 * distance[..., :2])
    elif line.relation == "is integrable":
        assert left.shape[:-1] == right.shape == shape
        assert np.all(np.diff(left, axis=-1) > 0)
        assert np.all(np.abs(left[..., -1] - right) <= 1e-7 * right)
    else:
        assert line.relation == "=>"
        assert left.shape == right.shape == shape
        assert np.all(left)
        assert np.all(right)


def shows(line, left, right, room):
    """Say whether a relation shows, with room for rounding and for differences."""
    if line.relation == "tends to":
        return converges(left, right)
    if line.relation == "is integrable":
        return np.abs(left[..., -1] - right) <= 1e-6 * right
    if line.relation == "<=>":
        return left == right
    if line.relation == "=>":
        return ~left | right
    if line.relation == "is strictly convex":
        return right
    return (left - right <= room) & ((line.relation != "=") | (right - left <= room))


@pytest.mark.parametrize(("name", "line", "size"), OTHER_CASES)
def test_the_relation_shows_where_the_domains_allow(name, line, size):
    values = drawn(LIBRARY[name], 5, size)
    batch = (5,) if any(map(np.ndim, values)) else ()
    with np.errstate(over="ignore", invalid="ignore"):
        left, right = line.left(*values), line.right(*values)
    assert right.shape[: right.ndim - line.axes] == batch
    approximated = any("approximation" in f.__doc__ for f in (line.left, line.right))
    # Entries of a vector or a matrix are compared with the largest; what is 0, with 0.01.
    entries = tuple(range(-line.axes, 0))
    size = np.max(np.abs(1.0 * right), axis=entries, keepdims=True, initial=0.01)
    room = (1e-8 if approximated else 1e-10) * size
    assert np.all(shows(line, left, right, room))


@pytest.mark.parametrize("name", OTHERS)
def test_the_other_lines_work_element_by_element(name):
    values = drawn(LIBRARY[name], 2, 2, seed=1)
    for line in MODULES[name].LINES:
        with np.errstate(over="ignore", invalid="ignore"):
            together = line.right(*values)
            alone = [line.right(*(v[n] if np.ndim(v) else v for v in values)) for n in range(2)]
        expected = together if any(map(np.ndim, values)) else [together] * 2
        assert np.shape(alone) == np.shape(expected)
        np.testing.assert_allclose(1.0 * np.array(alone), expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("name", POINTED)
def test_lines_work_element_by_element(name):
    values = points(LIBRARY[name], 6, seed=1)
    for line in MODULES[name].LINES:
        together = line.right(*(v.reshape(2, 3) for v in values))
        alone = [line.right(*(v[i] for v in values)) for i in range(6 if values else 1)]
        each = np.reshape(alone, np.shape(together))
        assert np.all(np.abs(1.0 * together - each) <= 4 * EPSILON * np.abs(each) + 1e-300)


def test_arguments_broadcast():
    mean_1, std_2 = np.zeros((3, 1)), np.ones(4)
    for line in MODULES["kl_univariate"].LINES:
        assert line.right(mean_1, 2, 1, std_2).shape == (3, 4)


@pytest.mark.parametrize(
    ("values", "limit", "expected"),
    [
        (0.5 ** np.arange(60), 0.0, True),
        (0.5 ** np.arange(60), 0.1, False),
        (np.arange(60.0), np.inf, True),
        (np.arange(60.0), -np.inf, False),
        (-np.exp(np.arange(60.0)), -np.inf, True),
        (1 - 0.5 ** np.arange(60), np.inf, False),
        (np.append(np.arange(58.0), [np.inf, np.inf]), np.inf, True),
        (np.append(np.arange(58.0), [np.inf, np.inf]), 0.0, False),
        (1 / np.arange(1.0, 61.0), 0.0, False),  # too slowly to show
        (np.full(60, np.nan), 0.0, False),
    ],
)
def test_a_limit_shows_only_where_it_is_reached(values, limit, expected):
    with np.errstate(invalid="ignore"):
        assert converges(values, limit) == expected


def test_comparisons_leave_room_for_rounding_only():
    assert agree(1.0, 1.0 + 1e-12)
    assert not agree(1.0, 1.0 + 1e-6)
    assert not agree(0.0, 1e-300)
    assert at_most(1.0 + 1e-12, 1.0)
    assert not at_most(1.0 + 1e-6, 1.0)
    assert below(1.0, 1.0 + 1e-12)
    assert not below(1.0, 1.0)


def test_lines_that_fail_do_not_hold():
    one, two = (lambda x: np.full_like(x, 1.0)), (lambda x: np.where(x > 0, 1.0, 2.0))
    line = Line("false-below-0", "=", one, two)
    assert hold((line,), np.array([-1.0, 1.0])).tolist() == [False, True]
    implication = Line("false", "=>", lambda x: x > 0, lambda x: x > 5)
    assert hold((implication,), np.array([-1.0, 1.0, 9.0])).tolist() == [True, False, True]
