"""Results and lines for vectors and matrices: values, leading axes and errors."""

import importlib.util
import shutil
import subprocess
import sys
from pathlib import Path

import mpmath
import numpy as np
import pytest
from sample import entry, files, installed

import derived
from derive.notation import (
    KL,
    And,
    AtMost,
    Derivative,
    Diagonal,
    Equal,
    Expectation,
    ForAll,
    Identity,
    Iff,
    Integral,
    Less,
    MultivariateNormal,
    Normal,
    PositiveDefinite,
    StrictlyConvex,
    Sum,
    TendsTo,
    Var,
    Zero,
    as_term,
    det,
    dimension,
    exp,
    half,
    index,
    inverse,
    log,
    matrix,
    oo,
    positive,
    positive_definite,
    positive_vector,
    real,
    trace,
    vector,
)

k = dimension("k")
i, j = index("i j", k)
mu, mu1, mu2, x, eta = vector("mu mu_1 mu_2 x eta", k)
sigma1, sigma2 = positive_vector("sigma_1 sigma_2", k)
Sigma, Sigma1, Sigma2 = positive_definite("Sigma Sigma_1 Sigma_2", k)
t, u = real("t u")
s, y = positive("s y")
q, p = MultivariateNormal(mu1, Sigma1), MultivariateNormal(mu2, Sigma2)

PAIR = half * (
    log(det(Sigma2) / det(Sigma1))
    - k
    + trace(inverse(Sigma2) @ Sigma1)
    + (mu1 - mu2).T @ inverse(Sigma2) @ (mu1 - mu2)
)
LOG_RATIO = Expectation(log(q(x)) - log(p(x)), x, q)
COORDINATES = Sum(
    log(sigma2[i] / sigma1[i])
    + (sigma1[i] ** 2 + (mu1[i] - mu2[i]) ** 2) / (2 * sigma2[i] ** 2)
    - half,
    i,
)
ENTRIES = (
    entry(
        "kl_multivariate",
        {"mean_1": mu1, "cov_1": Sigma1, "mean_2": mu2, "cov_2": Sigma2},
        KL(q, p),
        LOG_RATIO,
        PAIR,
        windows={x: (mu1, Sigma1)},
    ),
    entry(
        "kl_diagonal",
        {"mean_1": mu1, "std_1": sigma1, "mean_2": mu2, "std_2": sigma2},
        KL(
            MultivariateNormal(mu1, Diagonal(sigma1[i] ** 2, i)),
            MultivariateNormal(mu2, Diagonal(sigma2[i] ** 2, i)),
        ),
        COORDINATES,
    ),
    entry(
        "kl_standard_normal_cov",
        {"mean": mu, "cov": Sigma},
        KL(MultivariateNormal(mu, Sigma), MultivariateNormal(Zero(k, 1), Identity(k))),
        half * (trace(Sigma) + mu.T @ mu - k - log(det(Sigma))),
    ),
    entry(
        "kl_standard_normal",
        {"mean": mu, "log_var": eta},
        -(half * Sum(1 + eta[i] - mu[i] ** 2 - exp(eta[i]), i)),
    ),
)
TABLE = {
    "kl_multivariate": ("kl_multivariate", "step-2"),
    "kl_diagonal": ("kl_diagonal", "step-1"),
    "kl_standard_normal_cov": ("kl_standard_normal_cov", "step-1"),
}


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    return installed(tmp_path_factory.mktemp("multivariate"), *ENTRIES, table=TABLE)


@pytest.fixture(scope="module")
def kl(package):
    return package("gaussian").kl_multivariate


def covariance(random, *shape):
    root = random.normal(size=(*shape, shape[-1]))
    return root @ root.mT + np.eye(shape[-1]) / 4


def exact(mean_1, cov_1, mean_2, cov_2):
    """Return the divergence at 50 digits, by mpmath's inverse and determinant."""
    with mpmath.workdps(50):
        cov_1, cov_2 = mpmath.matrix(cov_1.tolist()), mpmath.matrix(cov_2.tolist())
        offset = mpmath.matrix(mean_1.tolist()) - mpmath.matrix(mean_2.tolist())
        precision = cov_2**-1
        spread = precision * cov_1
        value = mpmath.log(mpmath.det(cov_2) / mpmath.det(cov_1)) - cov_1.rows
        value += sum(spread[n, n] for n in range(cov_1.rows))
        return float((value + (offset.T * precision * offset)[0]) / 2)


@pytest.mark.parametrize("size", [1, 2, 3, 4, 7])
def test_pairs_against_fifty_digits(kl, size):
    random = np.random.default_rng(size)
    means, covs = random.normal(size=(2, 20, size)), covariance(random, 2, 20, size)
    found = kl(means[0], covs[0], means[1], covs[1])
    wanted = [exact(*point) for point in zip(means[0], covs[0], means[1], covs[1], strict=True)]
    np.testing.assert_allclose(found, wanted, rtol=1e-11)


def test_other_results_against_fifty_digits(package):
    random, gaussian = np.random.default_rng(8), package("gaussian")
    mean_1, mean_2 = random.normal(size=(2, 3))
    std_1, std_2 = np.exp(random.normal(size=(2, 3)))
    found = gaussian.kl_diagonal(mean_1, std_1, mean_2, std_2)
    assert found == pytest.approx(exact(mean_1, np.diag(std_1**2), mean_2, np.diag(std_2**2)))
    cov = covariance(random, 3)
    found = gaussian.kl_standard_normal_cov(mean_1, cov)
    assert found == pytest.approx(exact(mean_1, cov, np.zeros(3), np.eye(3)))


def test_the_three_results_agree_where_they_meet(package, kl):
    gaussian, std = package("gaussian"), np.array([0.5, 1.0, 3.0])
    mean = np.array([1.0, -2.0, 0.0])
    pair = kl(mean, np.diag(std**2), np.zeros(3), np.eye(3))
    assert gaussian.kl_diagonal(mean, std, np.zeros(3), np.ones(3)) == pytest.approx(pair)
    assert gaussian.kl_standard_normal_cov(mean, np.diag(std**2)) == pytest.approx(pair)
    lines = package("steps.kl_standard_normal")
    assert lines.start(mean, np.log(std**2)) == pytest.approx(pair)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_lines_are_worth_the_same_for_every_dimension(package, size):
    random = np.random.default_rng(size)
    means, covs = random.normal(size=(2, 2, size)), covariance(random, 2, 2, size)
    module = package("steps.kl_multivariate")
    for line in module.LINES:
        assert line.axes == 0
        left, right = (f(means[0], covs[0], means[1], covs[1]) for f in (line.left, line.right))
        assert left.shape == right.shape == (2,)
        np.testing.assert_allclose(left, right, rtol=1e-12)
    stds = np.exp(random.normal(size=(2, 2, size)))
    (line,) = package("steps.kl_diagonal").LINES
    given = means[0], stds[0], means[1], stds[1]
    np.testing.assert_allclose(line.left(*given), line.right(*given), rtol=1e-12)
    (line,) = package("steps.kl_standard_normal_cov").LINES
    np.testing.assert_allclose(line.left(means[0], covs[0]), line.right(means[0], covs[0]))


def test_quadrature_over_five_dimensions_is_refused(package):
    line = package("steps.kl_multivariate")
    with pytest.raises(ValueError, match="meant for k ≤ 4, not 5"):
        line.start(np.zeros(5), np.eye(5), np.ones(5), np.eye(5))


def test_a_number_comes_out_as_a_float(kl):
    value = kl([0, 0], np.eye(2), [1, 0], 2 * np.eye(2))
    assert isinstance(value, float)
    assert value == pytest.approx(np.log(2) - 1 + 1 / 2 + 1 / 4)


def test_leading_axes_broadcast(kl):
    random = np.random.default_rng(0)
    mean_1, cov_1 = random.normal(size=(3, 1, 2)), covariance(random, 2)
    mean_2, cov_2 = random.normal(size=2), covariance(random, 4, 2)
    found = kl(mean_1, cov_1, mean_2, cov_2)
    assert found.shape == (3, 4)
    assert found[1, 2] == pytest.approx(kl(mean_1[1, 0], cov_1, mean_2, cov_2[2]), rel=1e-15)


def test_no_elements_give_no_values(kl):
    assert kl(np.zeros((0, 2)), np.eye(2), np.zeros(2), np.eye(2)).shape == (0,)
    none = np.zeros((3, 0, 2, 2))
    assert kl(np.zeros(2), none, np.zeros(2), np.eye(2)).shape == (3, 0)


def test_determinants_neither_over_nor_underflow(kl):
    size, cov = 200, 1e-4 * np.eye(200)
    assert np.linalg.det(cov) == 0
    assert kl(np.zeros(size), cov, np.zeros(size), 2 * cov) == pytest.approx(
        100 * np.log(2) - 50, rel=1e-13
    )


def test_arguments_are_left_as_they_were(kl):
    cov = np.array([[2, 1], [1, 2]])
    kl([0, 0], cov, [0, 0], cov)
    assert cov.dtype.kind == "i"
    assert cov.tolist() == [[2, 1], [1, 2]]


def test_nearly_symmetric_covariances_pass_and_are_symmetrised(kl):
    cov = np.array([[2.0, 1.0], [1.0 + 1e-9, 2.0]])
    found = kl([0, 0], cov, [0, 1], cov)
    middle = (cov + cov.T) / 2
    assert found == pytest.approx(kl([0, 0], middle, [0, 1], middle), rel=1e-15)


GOOD = {"mean_1": [0, 0], "cov_1": np.eye(2), "mean_2": [0, 0], "cov_2": np.eye(2)}


@pytest.mark.parametrize("name", ["mean_1", "mean_2"])
@pytest.mark.parametrize(
    ("value", "message"),
    [
        (0.0, r"must be a vector, of shape \(\.\.\., k\)"),
        (np.zeros((2, 0)), "must be a vector"),
        ([0, np.nan], "must be finite"),
        ([np.inf, 0], "must be finite"),
        ([[0, 0], [0]], "rows differ in length"),
    ],
)
def test_bad_means_are_refused_by_name(kl, name, value, message):
    with pytest.raises(ValueError, match=f"^{name} .*{message}"):
        kl(**{**GOOD, name: value})


INDEFINITE = np.array([[1.0, 2.0], [2.0, 1.0]])


@pytest.mark.parametrize("name", ["cov_1", "cov_2"])
@pytest.mark.parametrize(
    ("value", "message"),
    [
        (1.0, r"must be a square matrix, of shape \(\.\.\., k, k\)"),
        ([1.0, 1.0], "must be a square matrix"),
        (np.ones((2, 3)), "must be a square matrix"),
        (np.zeros((0, 0)), "must be a square matrix"),
        ([[1, 0.1], [0.1 + 1e-6, 1]], "must be symmetric"),
        ([[1, 1], [0, 1]], "must be symmetric"),
        (INDEFINITE, "must be positive definite"),
        (-np.eye(2), "must be positive definite"),
        (np.zeros((2, 2)), "must be positive definite"),
        (np.stack([np.eye(2), INDEFINITE]), "must be positive definite"),
        ([[np.nan, 0], [0, 1]], "must be finite"),
    ],
)
def test_bad_covariances_are_refused_by_name(kl, name, value, message):
    with pytest.raises(ValueError, match=f"^{name} {message}"):
        kl(**{**GOOD, name: value})


@pytest.mark.parametrize("name", ["cov_1", "mean_2", "cov_2"])
def test_dimensions_that_differ_are_refused_by_name(kl, name):
    value = np.eye(3) if name.startswith("cov") else np.zeros(3)
    with pytest.raises(ValueError, match=f"^{name} must have dimension 2, as mean_1, not 3"):
        kl(**{**GOOD, name: value})


def test_one_dimension_does_not_broadcast_against_two(kl):
    with pytest.raises(ValueError, match=r"^cov_1 must have dimension 2"):
        kl(**{**GOOD, "cov_1": np.eye(1)})


def test_leading_axes_that_do_not_broadcast_are_refused(kl):
    with pytest.raises(ValueError, match=r"do not broadcast: mean_1 \(3,\), .*mean_2 \(4,\)"):
        kl(**{**GOOD, "mean_1": np.zeros((3, 2)), "mean_2": np.zeros((4, 2))})


@pytest.mark.parametrize("name", list(GOOD))
@pytest.mark.parametrize("value", [1j, "1", None, True])
def test_what_is_no_real_number_is_refused_by_name(kl, name, value):
    with pytest.raises(TypeError, match=f"^{name} must be a real number"):
        kl(**{**GOOD, name: np.full(np.shape(GOOD[name]), value)})


@pytest.mark.parametrize("name", ["std_1", "std_2"])
@pytest.mark.parametrize("value", [[1.0, 0.0], [-1.0, 1.0]])
def test_standard_deviations_are_positive(package, name, value):
    good = {"mean_1": [0, 0], "std_1": [1, 1], "mean_2": [0, 0], "std_2": [1, 1]}
    with pytest.raises(ValueError, match=f"^{name} must be greater than 0"):
        package("gaussian").kl_diagonal(**{**good, name: value})


ARGUMENTS = {
    "matrix": [([1.0], "must be a matrix"), (np.zeros((0, 2)), "must be a matrix")],
    "invertible": [(np.ones((2, 2)), "must be invertible"), (np.ones((2, 3)), "square")],
    "diagonal": [([[1, 1], [0, 1]], "must be diagonal")],
    "positive_diagonal": [(np.diag([1, 0]), "must have a diagonal greater than 0")],
    "dimension": [(0, "must be at least 1")],
}


@pytest.mark.parametrize(
    ("domain", "value", "message"),
    [(domain, *case) for domain, cases in ARGUMENTS.items() for case in cases],
)
def test_the_other_domains_are_checked(package, domain, value, message):
    with pytest.raises(ValueError, match=f"^a .*{message}"):
        getattr(package("arguments"), domain)("a", value)


def test_the_other_domains_pass(package):
    arguments = package("arguments")
    assert arguments.dimension("a", np.int64(3)) == 3
    with pytest.raises(TypeError, match=r"^a must be an integer"):
        arguments.dimension("a", 3.0)
    for domain in ("matrix", "invertible", "diagonal", "positive_diagonal"):
        assert getattr(arguments, domain)("a", np.diag([1, 2])).tolist() == [[1, 0], [0, 2]]


# Conclusions, and what `hold` makes of lines whose values are vectors and matrices.

A = matrix("A", k, k)
CONCLUSIONS = (
    entry(
        "definite",
        {"a": A, "cov": Sigma},
        Sigma,
        A,
        PositiveDefinite(A),
        Equal(A @ A, Sigma @ Sigma),
        where={},
    ),
    entry("vectors", {"mean": mu, "cov": Sigma}, mu, Sigma @ mu, Equal(trace(Sigma), trace(Sigma))),
)


@pytest.fixture(scope="module")
def conclusions(tmp_path_factory):
    return installed(tmp_path_factory.mktemp("conclusions"), *CONCLUSIONS)


def test_conclusions_are_truth_values_element_by_element(conclusions):
    module = conclusions("steps.definite")
    cov, other = np.array([[2.0, 1.0], [1.0, 2.0]]), np.array([[1.0, 2.0], [2.0, 1.0]])
    tilted = np.array([[2.0, 1.0], [2.0, 2.0]])
    given = np.stack([cov, other, tilted, cov * (1 + 1e-12)]), cov
    assert module.step_2(*given).tolist() == [True, False, False, True]
    # The square of the other one is the same.
    assert module.step_3(*given).tolist() == [True, True, False, True]
    assert module.before_step_2(*given).tolist() == [True, False, False, True]


def test_connectives_and_convexity(tmp_path):
    same, positive_s = Equal(mu, Zero(k, 1)), Less(0, t)
    package = installed(
        tmp_path,
        entry("both", {"mean": mu, "t": t}, And(same, positive_s), Iff(same, positive_s)),
        entry("convex", {"s": s, "t": t}, StrictlyConvex(t**2 * s - t * s + exp(s), t)),
        entry("jointly", {"s": s, "t": t}, StrictlyConvex(t**2 / s + s**2, t, s)),
        entry("in_space", {"mean": mu, "t": t}, StrictlyConvex(t**3 * (mu.T @ mu), t)),
    )
    means, numbers = np.array([[0.0, 0.0], [0.0, 0.0], [1.0, 0.0]]), np.array([1.0, -1.0, -1.0])
    both = package("steps.both")
    assert both.start(means, numbers).tolist() == [True, False, False]
    assert both.step_1(means, numbers).tolist() == [True, False, True]
    (line,) = both.LINES
    assert line.relation == "<=>"
    assert package("lines").hold(both.LINES, means, numbers).tolist() == [True, True, False]
    assert package("steps.convex").start([1.0, 2.0], 1.0).tolist() == [True, True]
    assert package("steps.convex").start([-1.0, 2.0], 1.0).tolist() == [False, True]
    assert package("steps.jointly").start([0.1, 10.0], [3.0, -1.0]).tolist() == [True, True]
    assert package("steps.in_space").start(means[[2, 2]], [1.0, -1.0]).tolist() == [True, False]


def test_limits_at_one_point(package):
    quadrature = package("quadrature")
    above = quadrature.toward_point(lambda at: at, 1.0, 8.0, "above")
    assert above[:3].tolist() == [9.0, 5.0, 3.0]
    around = quadrature.toward_point(lambda at: at, np.array([0.0, 1.0]), 8.0, "both")
    assert around.shape == (2, 62)
    assert around[1, :4].tolist() == [9.0, -7.0, 5.0, -3.0]
    assert quadrature.toward_end(lambda at: at, 1.0, -2.0)[:3].tolist() == [-1.0, -3.0, -7.0]


def test_a_statement_for_all_values_is_tried_at_some(tmp_path):
    every = ForAll(TendsTo(s ** (1 / u), u, 1, oo), s)
    package = installed(
        tmp_path,
        entry("holds", {"s": s}, AtMost(0, s), ForAll(AtMost(log(y), y - s), y)),
        entry("tends", {}, Equal(as_term(1), 1), every),
    )
    assert package("steps.holds").step_1([0.5, 1.0, 2.0]).tolist() == [True, True, False]
    assert package("steps.tends").step_1()


def test_vectors_are_compared_element_by_element(conclusions):
    module = conclusions("steps.vectors")
    means, cov = np.array([[1.0, 1.0], [0.0, 1.0], [0.0, 0.0]]), np.diag([1.0, 2.0])
    assert module.LINES[0].axes == 1
    assert module.before_step_2(means, cov).tolist() == [False, False, True]
    assert module.before_step_2(means, np.eye(2)).tolist() == [True, True, True]


# Quadrature over ℝᵏ: what its docstring says of its errors.


@pytest.mark.parametrize("size", [1, 2, 3])
def test_the_trapezoidal_rule_over_space(package, size):
    random, over_space = np.random.default_rng(size), package("quadrature").over_space
    centre, cov = random.normal(size=(size, 1)), covariance(random, size)
    precision = np.linalg.inv(cov)

    def moments(at):
        u = at - centre
        square = u.mT @ precision @ u
        return square ** np.arange(3)[:, None] * np.exp(-square / 2)

    found = over_space(moments, centre, cov)[..., 0]
    whole = np.sqrt(np.linalg.det(2 * np.pi * cov))
    # E|z|² = k and E|z|⁴ = k(k + 2).
    wanted = whole * np.array([1, size, size * (size + 2)])
    np.testing.assert_allclose(found, wanted, rtol=1e-12)


def test_integrals_over_space_nest(package):
    over_space = package("quadrature").over_space
    one, mean, cov = np.ones((3, 1, 1)), np.zeros((1, 1)), np.eye(1) / 2

    def form(y, at):
        return one * (y**2 + at**2 + (at - y) ** 2)

    def inner(y):
        return over_space(lambda at: np.exp(-form(y, at) / 2), mean, cov)

    found = over_space(inner, mean, cov)
    # The exponent is −(y, at) [[2, −1], [−1, 2]] (y, at)ᵀ/2, whose determinant is 3.
    np.testing.assert_allclose(found[:, 0, 0], 2 * np.pi / np.sqrt(3), rtol=1e-9)


def test_integrals_of_the_modulus_over_space(package):
    quadrature = package("quadrature")
    for size in (1, 2):
        given = (lambda at: -at[..., :1, :] * np.exp(-(at.mT @ at) / 2)), np.zeros((size, 1))
        parts = quadrature.partial_integrals_over_space(*given, np.eye(size))
        whole = quadrature.absolute_integral_over_space(*given, np.eye(size))
        assert parts.shape == (1, 1, 11)
        assert np.all(np.diff(parts) >= -1e-14)
        wanted = 2 * (2 * np.pi) ** ((size - 1) / 2)
        np.testing.assert_allclose(whole[0, 0], wanted, rtol=1e-7)
        np.testing.assert_allclose(parts[0, 0, -1], wanted, rtol=1e-7)
    with pytest.raises(ValueError, match="k ≤ 2"):
        quadrature.absolute_integral_over_space(np.abs, np.zeros((3, 1)), np.eye(3))


def test_points_run_to_both_ends_of_space(package):
    run = package("quadrature").toward_infinity_in_space
    found = run(lambda at: at.mT @ at, np.zeros((2, 1)), 4 * np.eye(2))
    assert found[0, 0, :4].tolist() == [8.0, 8.0, 32.0, 32.0]


def test_log_densities_do_not_underflow(package):
    normal = package("normal")
    far = np.full((2, 1), 1e6)
    value = normal.multivariate_normal_log_density(far, np.zeros((2, 1)), np.eye(2))
    assert value[0, 0] == pytest.approx(-1e12 - np.log(2 * np.pi), rel=1e-15)


def test_differences_are_as_good_as_they_say(package):
    differences = package("finite_differences")
    points = np.array([0.5, 1.0, 1e6])
    np.testing.assert_allclose(
        differences.derivative(np.log, points, points), 1 / points, rtol=1e-10
    )
    found = differences.derivative(np.exp, points[:2], 1)
    np.testing.assert_allclose(found, np.exp(points[:2]), rtol=1e-11)


# What the printer makes of them, and what it refuses.


def code_of(term, *variables, **more):
    """Return the statements of a line's function."""
    (text,) = [
        text
        for path, text in files(entry("a", {u.name: u for u in variables}, term, **more)).items()
        if path == "derived/steps/a.py"
    ]
    return text[text.rindex('"""\n    ') + 8 : text.index("\n\n\nLINES")]


def test_the_code_reads_like_the_formula():
    assert code_of(PAIR, mu1, Sigma1, mu2, Sigma2) == (
        'mu_1, Sigma_1, mu_2, Sigma_2 = matrices("(k),(k,k),(k),(k,k)", mu_1, Sigma_1, mu_2, '
        "Sigma_2)\n"
        "    k = mu_1.shape[-2]\n"
        "    chol_Sigma_1 = cholesky(Sigma_1)\n"
        "    chol_Sigma_2 = cholesky(Sigma_2)\n"
        "    line: Array = 1 / 2 * (\n"
        "        cholesky_log_det(chol_Sigma_2)\n"
        "        - cholesky_log_det(chol_Sigma_1)\n"
        "        - k\n"
        "        + trace(cholesky_solve(chol_Sigma_2, Sigma_1))\n"
        "        + (mu_1 - mu_2).mT @ cholesky_solve(chol_Sigma_2, mu_1 - mu_2)\n"
        "    )\n"
        "    return line[..., 0, 0]"
    )


@pytest.mark.parametrize(
    ("term", "text"),
    [
        (A @ inverse(Sigma), "cholesky_solve(chol_Sigma, A.mT).mT"),
        (A @ mu @ mu.T @ inverse(Sigma), "A @ mu @ cholesky_solve(chol_Sigma, mu).mT"),
        (
            inverse(Sigma) @ A @ inverse(Sigma),
            "cholesky_solve(chol_Sigma, cholesky_solve(chol_Sigma, A.mT).mT)",
        ),
        (
            inverse(Sigma) @ (Sigma + mu @ mu.T) @ inverse(Sigma),
            "cholesky_solve(chol_Sigma, cholesky_solve(chol_Sigma, Sigma + mu @ mu.mT).mT)",
        ),
        (inverse(A) @ inverse(Sigma) @ mu, "solve(A, cholesky_solve(chol_Sigma, mu))"),
        (inverse(A) @ mu, "solve(A, mu)"),
        (mu.T @ inverse(A) @ mu, "mu.mT @ solve(A, mu)"),
        (inverse(A), "inverse(A)"),
        (Sum(mu[i] ** 2, i), "index_sum(mu**2)"),
        (Sum(Sum(A[i, j] * mu[j], j), i), "index_sum(index_sum(A * mu.mT, axis=-1))"),
        (Sum(A[i, i], i), "index_sum(diagonal(A))"),
        (Diagonal(mu[i] ** 2, i), "mu**2 * np.eye(k)"),
        (log(det(Sigma)), "cholesky_log_det(chol_Sigma)"),
        (log(det(A)), "log_det(A)"),
        (k * (mu.T @ mu), "k * (mu.mT @ mu)"),
        (mu.T @ A.T @ mu, "mu.mT @ A.mT @ mu"),
        (mu.T @ (A @ mu), "mu.mT @ (A @ mu)"),
    ],
)
def test_how_it_is_printed(term, text):
    assert f"line: Array = {text}\n" in code_of(term, A, mu, Sigma)


@pytest.mark.parametrize(
    ("statement", "text"),
    [
        (Equal(mu, x), "agree_as_matrices(mu, x)"),
        (Equal(mu - x, Zero(k, 1)), "agree_as_matrices(mu - x, zeros(k, 1), mu, x)"),
        (
            Equal(half * (inverse(Sigma) @ (mu - x)), Zero(k, 1)),
            "agree_as_matrices( 1 / 2 * cholesky_solve(chol_Sigma, mu - x), zeros(k, 1), "
            "1 / 2 * cholesky_solve(chol_Sigma, mu), 1 / 2 * cholesky_solve(chol_Sigma, x), )",
        ),
        (
            Equal(Derivative(log(det(Sigma)), Sigma), Zero(k, k)),
            "symmetric_gradient_vanishes( "
            "lambda Sigma: cholesky_log_det(cholesky(Sigma)), Sigma, chol_Sigma )",
        ),
        (
            Equal(Derivative(mu.T @ mu, mu), Zero(k, 1)),
            "gradient_vanishes(lambda mu: mu.mT @ mu, mu, np.eye(k))",
        ),
        (
            Equal(Derivative(mu.T @ mu, mu), mu),
            "agree_as_matrices(gradient(lambda mu: mu.mT @ mu, mu, np.eye(k)), mu)",
        ),
        (
            Equal(Expectation(x.T @ x, x, MultivariateNormal(mu, Sigma)), 0),
            "agree(multivariate_expectation(lambda x: x.mT @ x, mu, Sigma), 0, 1)",
        ),
    ],
)
def test_what_vanishes_is_compared_with_its_terms(statement, text):
    variables = [mu, Sigma] if "expectation" in text else [mu, x, Sigma]
    printed = " ".join(code_of(statement, *variables).split())
    assert f"line: Truth = {text} return" in printed


def test_the_factor_of_a_bound_covariance_is_its_own():
    printed = code_of(Derivative(log(det(Sigma)), Sigma), Sigma)
    assert "lambda Sigma: cholesky_log_det(cholesky(Sigma))" in printed


def test_abbreviations_come_before_the_factors_that_need_them():
    S = positive_definite("S", k)
    printed = code_of(mu.T @ inverse(S) @ mu, mu, Sigma, where={S: Sigma + Sigma})
    assert printed.index("S = Sigma + Sigma") < printed.index("chol_S = cholesky(S)")


def test_a_constant_line_has_a_value_for_each_element(tmp_path):
    package = installed(
        tmp_path,
        entry("a", {"mean": mu, "cov": Sigma}, as_term(1)),
        entry("b", {"mean": mu}, Zero(k, 1)),
    )
    assert package("steps.a").start(np.ones((3, 2)), np.eye(2)).tolist() == [1.0, 1.0, 1.0]
    assert package("steps.b").start(np.ones((3, 2))).tolist() == [[0.0, 0.0]] * 3


def test_differences_keep_to_the_scale_of_the_window_or_of_a_positive_vector(tmp_path):
    named = {"mean": mu1, "cov": Sigma1, "x": x}
    small, far = np.array([1e-6, 1.0]), np.array([1e-5, 2.0])
    package = installed(
        tmp_path,
        entry("a", {"std": sigma1}, Derivative(Sum(log(sigma1[i]), i), sigma1)),
        entry("b", named, Derivative(q(x), x), windows={x: (mu1, Sigma1)}),
    )
    np.testing.assert_allclose(package("steps.a").start(small), 1 / small, rtol=1e-9)
    found = package("steps.b").start(np.zeros(2), np.diag(far**2), small)
    density = np.exp(-np.sum((small / far) ** 2) / 2) / (2 * np.pi * np.prod(far))
    np.testing.assert_allclose(found, -density * small / far**2, rtol=1e-9)


def test_the_logarithm_of_a_negative_determinant_is_no_number(package):
    with np.errstate(invalid="ignore"):
        assert np.isnan(package("linear_algebra").log_det(np.diag([1.0, -1.0]))[0, 0])


def test_matrices_of_a_given_size_need_no_name_for_it():
    two = vector("v", 2)
    assert 'matrices("(2)", v)' in code_of(two.T @ two, two)


def test_a_dimension_may_be_an_argument(tmp_path):
    package = installed(
        tmp_path,
        entry("a", {"k": k}, trace(Identity(k))),
        entry("b", {"t": t, "k": k}, Integral(exp(-(x.T @ x / (2 * t**2))), x)),
    )
    assert package("steps.a").start(3) == 3
    found = package("steps.b").start(np.array([1.0, 1.25]), 2)
    np.testing.assert_allclose(found, 2 * np.pi * np.array([1.0, 1.25**2]), rtol=1e-9)


def test_three_indices_at_once_are_refused():
    m = index("m", k)
    with pytest.raises(ValueError, match="no numerical form"):
        code_of(Sum(Sum(Sum(mu[i] * mu[j] * mu[m], m), j), i), mu)


def test_a_matrix_that_depends_on_an_index_is_refused():
    with pytest.raises(ValueError, match="depends on an index has no numerical form"):
        code_of(Sum(trace(mu[i] * Sigma), i), mu, Sigma)


def test_a_factor_may_not_take_the_name_of_an_argument():
    chol = Var("chol_Sigma")
    with pytest.raises(ValueError, match="the same name in the code"):
        code_of(chol * trace(Sigma), Sigma, chol)


def test_numbers_alone_stay_as_they_were():
    printed = code_of(KL(Normal(t, s), Normal(0, 1)), t, s)
    assert printed.startswith("t, s = arrays(t, s)\n")
    assert "return line" in printed
    assert "[..., 0, 0]" not in printed


# Modules with functions, propositions, gradients and limits; mypy takes long for all of them.
STEPS = ("__init__", "elbo_gaussian", "gibbs_equality", "zero_of_the_gradient_cov_2")
STEPS = (*STEPS, "gradient_of_kl_diagonal_std_2", "gradient_step_mean")


@pytest.mark.parametrize("written", ["a sample", "the package"])
def test_generated_code_is_typed_and_clean(tmp_path, written):
    if written == "the package":
        package = Path(derived.__file__).parent
        for file in [*package.glob("*.py"), *(package / "steps" / f"{n}.py" for n in STEPS)]:
            copy = tmp_path / "derived" / file.relative_to(package)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(file, copy)
    else:
        for path, text in files(*ENTRIES, *CONCLUSIONS, table=TABLE).items():
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            (tmp_path / path).write_text(text, encoding="utf-8")
    ignored = "C4,D,E501,PIE,RET,RUF,SIM,UP"
    select = "B,C4,D,E,F,I,PIE,PT,PTH,RET,RUF,SIM,UP,W"
    commands = [["mypy", "--strict", "derived"]]
    commands += [["ruff", "check", "--isolated", "--line-length=100", f"--select={select}"]]
    commands[1] += [f"--ignore={ignored}", "--target-version=py311", "derived"]
    for command in commands:
        if importlib.util.find_spec(command[0]) is None:
            pytest.skip(f"{command[0]} is not installed")
        done = subprocess.run(
            [sys.executable, "-m", *command], cwd=tmp_path, capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout
