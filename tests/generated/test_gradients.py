"""Gradients of the results against 30-digit finite differences; shapes, symmetry and errors.

The divergences are written down here once more, in mpmath.  Along random directions, the central
difference quotient with steps of 1e-30 at 100 digits is right to about 60 digits; that of the
rounded gradients, to about 1e-12 of their size.
"""

import ast
import inspect

import mpmath
import numpy as np
import pytest

from derived import finite_differences, gaussian, linear_algebra

SIZES = [1, 2, 3, 4]
SEEDS = range(3)
STEP = mpmath.mpf(10) ** -30


@pytest.fixture(autouse=True)
def hundred_digits():
    with mpmath.workdps(100):
        yield


# The divergences, of mpmath's columns and matrices; a number is a matrix of one entry.


def trace(a):
    return mpmath.fsum(a[n, n] for n in range(a.rows))


def diagonal(entries):
    return mpmath.diag(list(entries))


def pair(mean_1, cov_1, mean_2, cov_2):
    precision, offset = cov_2**-1, mean_1 - mean_2
    logs = mpmath.log(mpmath.det(cov_2)) - mpmath.log(mpmath.det(cov_1))
    spread, square = trace(precision * cov_1), (offset.T * precision * offset)[0]
    return (logs + spread + square - mean_1.rows) / 2


def with_deviations(mean_1, std_1, mean_2, std_2):
    covs = (diagonal(s**2 for s in std) for std in (std_1, std_2))
    return pair(mean_1, next(covs), mean_2, next(covs))


def with_log_variances(mean_1, log_var_1, mean_2, log_var_2):
    covs = (diagonal(map(mpmath.exp, logs)) for logs in (log_var_1, log_var_2))
    return pair(mean_1, next(covs), mean_2, next(covs))


def from_the_prior(mean, cov):
    return pair(mean, cov, mpmath.zeros(mean.rows, 1), mpmath.eye(mean.rows))


def from_the_prior_in_log_variances(mean, log_var):
    return from_the_prior(mean, diagonal(map(mpmath.exp, log_var)))


DIVERGENCES = {
    "kl_univariate": with_deviations,
    "kl_multivariate": pair,
    "kl_diagonal": with_deviations,
    "kl_standard_normal_cov": from_the_prior,
    "kl_standard_normal": from_the_prior_in_log_variances,
    "kl_univariate_log_var": with_log_variances,
}
CASES = [
    pytest.param(name, size, id=f"{name}-{size}")
    for name in DIVERGENCES
    for size in ([1] if "univariate" in name else SIZES)
]


def arguments(name):
    return list(inspect.signature(getattr(gaussian, name)).parameters)


def kind(argument):
    return argument.rstrip("_12")


def value(kind, random, size, batch=()):
    """Return random values of an argument: vectors and matrices."""
    if kind == "cov":
        root = random.normal(size=(*batch, size, size))
        return root @ root.mT / 2 + np.eye(size) / 4
    drawn = random.normal(size=(*batch, size))
    return np.exp(drawn / 2) if kind == "std" else drawn


def point(name, size, seed, batch=()):
    random = np.random.default_rng([size, seed, *name.encode()])
    drawn = [value(kind(a), random, size, batch) for a in arguments(name)]
    return [v[..., 0] for v in drawn] if "univariate" in name else drawn


def exactly(array):
    """Return an array as mpmath's column or matrix."""
    array = np.asarray(array)
    rows = array.tolist() if array.ndim == 2 else np.atleast_1d(array)[:, np.newaxis].tolist()
    return mpmath.matrix(rows)


def direction(kind, random, size):
    """Return a random direction: for a covariance, a symmetric one."""
    if kind != "cov":
        return random.normal(size=size)
    square = random.normal(size=(size, size))
    return square + square.T


def along(gradient, towards):
    """Return the inner product of a gradient and a direction, and the size of its terms."""
    terms = [g * d for g, d in zip(gradient, towards, strict=True)]
    return mpmath.fsum(terms), mpmath.fsum(map(abs, terms))


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize(("name", "size"), CASES)
def test_gradients_are_difference_quotients(name, size, seed):
    random = np.random.default_rng([size, seed])
    at, divergence = point(name, size, seed), DIVERGENCES[name]
    gradients = getattr(gaussian, f"{name}_grad")(*at)
    assert gradients._fields == tuple(arguments(name))
    exact = [exactly(v) for v in at]
    for place, argument in enumerate(arguments(name)):
        for _ in range(2):
            towards = exactly(direction(kind(argument), random, size))
            moved = [
                divergence(*exact[:place], exact[place] + s * towards, *exact[place + 1 :])
                for s in (STEP, -STEP)
            ]
            quotient = (moved[0] - moved[1]) / (2 * STEP)
            found, terms = along(exactly(gradients[place]), towards)
            assert abs(found - quotient) <= mpmath.mpf(10) ** -12 * terms, argument


def test_the_quotients_of_these_tests_have_thirty_digits():
    at = [exactly(v) for v in point("kl_univariate", 1, 0)]
    mean_1, std_1, mean_2, std_2 = (v[0] for v in at)
    exact = 1 / std_2 - (std_1**2 + (mean_1 - mean_2) ** 2) / std_2**3
    moved = [with_deviations(*at[:3], at[3] + s * mpmath.eye(1)) for s in (STEP, -STEP)]
    assert abs((moved[0] - moved[1]) / (2 * STEP) / exact - 1) < mpmath.mpf(10) ** -30


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("name", ["kl_multivariate", "kl_standard_normal_cov"])
def test_gradients_in_a_covariance_are_symmetric(name, size):
    gradients = getattr(gaussian, f"{name}_grad")(*point(name, size, 0))._asdict()
    for argument in (a for a in gradients if kind(a) == "cov"):
        assert np.array_equal(gradients[argument], gradients[argument].T)


@pytest.mark.parametrize("name", DIVERGENCES)
def test_leading_axes_broadcast(name):
    """The first argument has three elements, the last two; every field has all six."""
    size = 1 if "univariate" in name else 2
    values = point(name, size, 0, (3, 2))
    given = [values[0][:, :1], *(v[0, 0] for v in values[1:-1]), values[-1][0]]
    together = getattr(gaussian, f"{name}_grad")(*given)
    for field, own in zip(together, given, strict=True):
        axes = np.ndim(own) - (2 if own is given[0] else 1 if own is given[-1] else 0)
        assert field.shape[:2] == (3, 2)
        assert field.ndim == 2 + axes
        assert field.dtype == np.float64
        field[...] = 0  # they are the caller's own
    together = getattr(gaussian, f"{name}_grad")(*given)
    for n in range(3):
        for m in range(2):
            single = [given[0][n, 0], *given[1:-1], given[-1][m]]
            alone = getattr(gaussian, f"{name}_grad")(*single)
            for field, wanted in zip(together, alone, strict=True):
                np.testing.assert_allclose(field[n, m], wanted, rtol=1e-12, atol=1e-14)


def test_numbers_give_numbers():
    assert all(isinstance(v, float) for v in gaussian.kl_univariate_grad(0, 1, 1, 2))
    # (0 − 1)/4, 1/4 − 1, (1 − 0)/4, 1/2 − 2/8
    assert gaussian.kl_univariate_grad(0, 1, 1, 2) == (-0.25, -0.75, 0.25, 0.25)
    assert gaussian.kl_standard_normal_grad([3, 4], [0, 0]).mean.tolist() == [3.0, 4.0]


def test_gradients_vanish_where_the_distributions_agree():
    mean, cov = point("kl_multivariate", 3, 1)[:2]
    for gradient in gaussian.kl_multivariate_grad(mean, cov, mean, cov):
        assert np.max(np.abs(gradient)) <= 1e-13 * np.max(np.linalg.inv(cov))


BAD = {
    "mean": [(np.nan, "finite"), ("x", "real number")],
    "log_var": [(np.inf, "finite"), (1j, "real number")],
    "std": [(0.0, "greater than 0"), (-1.0, "greater than 0"), (np.nan, "finite")],
    "cov": [
        (-1.0, "positive definite"),
        (0.0, "positive definite"),
        (np.nan, "finite"),
        (np.array([[1.0, 0.5], [0.0, 1.0]]), "symmetric"),
        (np.array([[1.0, 2.0], [2.0, 1.0]]), "positive definite"),
        (np.ones((2, 3)), "square"),
        (np.ones(2), "square"),
        (np.eye(3), "dimension"),
    ],
}


@pytest.mark.parametrize("of", ["", "_grad"], ids=["value", "gradient"])
@pytest.mark.parametrize(
    ("name", "argument", "bad", "message"),
    [
        pytest.param(name, argument, bad, message, id=f"{name}-{argument}-{message}-{n}")
        for name in DIVERGENCES
        for argument in arguments(name)
        for n, (bad, message) in enumerate(BAD[kind(argument)])
    ],
)
def test_bad_arguments_are_refused_by_name(name, argument, bad, message, of):
    given = dict(zip(arguments(name), point(name, 2, 0), strict=True))
    if np.ndim(bad) == 0 and not isinstance(bad, str | complex):
        shape = np.eye(2) if kind(argument) == "cov" else 1.0
        bad = np.where(shape, bad, 0.0) * np.ones_like(given[argument])
    error = TypeError if message == "real number" else ValueError
    with pytest.raises(error, match=rf"\b{argument}\b.*{message}"):
        getattr(gaussian, f"{name}{of}")(**{**given, argument: bad})


@pytest.mark.parametrize("of", ["", "_grad"], ids=["value", "gradient"])
@pytest.mark.parametrize("name", DIVERGENCES)
def test_shapes_that_do_not_fit_are_refused_by_name(name, of):
    function, last = getattr(gaussian, f"{name}{of}"), arguments(name)[-1]
    first, *rest = point(name, 2, 0, (3,))
    with pytest.raises(ValueError, match=rf"do not broadcast: .*\b{last} \(2,\)"):
        function(first, *rest[:-1], rest[-1][:2])
    if "univariate" not in name:
        with pytest.raises(ValueError, match=rf"^{last} .*dimension"):
            function(first, *rest[:-1], point(name, 4, 0, (3,))[-1])


def test_no_inverse_is_formed():
    """Neither the results nor what they call calls ``inv``."""
    called = {
        node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
        for node in ast.walk(ast.parse(inspect.getsource(gaussian)))
        if isinstance(node, ast.Call)
    }
    assert "cholesky_solve" in called
    assert not called & {"inverse", "inv", "pinv"}
    assert "inv" not in inspect.getsource(linear_algebra.cholesky_solve)


# Whether a derivative is 0, where the derivatives themselves are approximations.


def test_a_derivative_that_vanishes_is_told_from_a_small_one():
    vanishes = finite_differences.derivative_vanishes
    at = np.array([0.0, 1e-3, 1e-9, 1.0])
    assert vanishes(np.cos, at, 1.0).tolist() == [True, False, True, False]
    # In units of 1e-8 the same curve, and the same answers.
    assert (
        vanishes(lambda x: np.cos(1e8 * x), 1e-8 * at, 1e-8).tolist()
        == vanishes(np.cos, at, 1.0).tolist()
    )


def test_a_gradient_that_vanishes_is_told_from_a_small_one():
    vanishes = finite_differences.gradient_vanishes
    at = np.array([[0.0, 0.0], [1e-3, 0.0], [0.0, 1e-3]])[..., np.newaxis]
    bowl = vanishes(lambda x: x.mT @ x + 7, at, np.eye(2))
    assert bowl[:, 0, 0].tolist() == [True, False, False]


def test_a_gradient_in_a_symmetric_matrix_that_vanishes():
    vanishes = finite_differences.symmetric_gradient_vanishes
    cov = np.stack([np.eye(2), np.diag([1.0, 1.01]), np.array([[1.0, 0.01], [0.01, 1.0]])])

    def f(a):
        return linear_algebra.trace(a) - linear_algebra.log_det(a)

    assert vanishes(f, cov, np.linalg.cholesky(cov))[:, 0, 0].tolist() == [True, False, False]
