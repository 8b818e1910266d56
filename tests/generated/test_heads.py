"""The code of every node of linear algebra, calculus and probability, against NumPy by hand."""

import itertools
import zlib

import numpy as np
import pytest
from sample import entry, installed

from derive.notation import (
    KL,
    Cholesky,
    Coordinates,
    Density,
    Derivative,
    Diagonal,
    Entry,
    Expectation,
    Identity,
    Integral,
    Max,
    MultivariateNormal,
    Normal,
    Product,
    Sum,
    Zero,
    det,
    dimension,
    exp,
    half,
    index,
    inverse,
    invertible,
    log,
    matrix,
    pi,
    positive,
    positive_definite,
    positive_vector,
    real,
    sqrt,
    symmetric,
    trace,
    vector,
)

k, n = dimension("k n")
i, j = index("i j", k)
v, w, x, z = vector("v w x z", k)
p = positive_vector("p", k)
A, C = matrix("A", n, k), matrix("C", k, k)
R = invertible("R", k)
B = symmetric("B", k)
S, T = positive_definite("S T", k)
t, y = real("t y")
s = positive("s")
q, r = MultivariateNormal(v, S), MultivariateNormal(w, T)

K, N = 3, 2


def by_hand(cov_q, cov_p, offset):
    """The divergence between normal distributions, by NumPy's inverse and determinant."""
    precision = np.linalg.inv(cov_p)
    logs = np.log(np.linalg.det(cov_p) / np.linalg.det(cov_q))
    return (logs - len(cov_q) + np.trace(precision @ cov_q) + offset @ precision @ offset) / 2


def log_density(at, mean, cov):
    offset = at - mean
    square = offset @ np.linalg.inv(cov) @ offset
    return -(square + np.log(np.linalg.det(2 * np.pi * cov))) / 2


def log_square(R, t):
    return np.log((np.linalg.det(R) * t) ** 2)


inv = np.linalg.inv

# Term, its arguments, and what it is worth for one element, a function of them.
LINEAR_ALGEBRA = {
    "product": (A @ v, [A, v], lambda A, v: A @ v),
    "inner product": (v.T @ w, [v, w], lambda v, w: v @ w),
    "outer product": (v @ w.T, [v, w], np.outer),
    "form": (v.T @ C @ w, [v, C, w], lambda v, C, w: v @ C @ w),
    "transpose": (A.T, [A], lambda A: A.T),
    "scaled vector": (t * v / s, [t, v, s], lambda t, v, s: t * v / s),
    "scaled matrix": (-(t * A), [t, A], lambda t, A: -t * A),
    "inverse": (inverse(R), [R], inv),
    "inverse of a covariance": (inverse(S), [S], inv),
    "inverse on the left": (inverse(R) @ v, [R, v], lambda R, v: inv(R) @ v),
    "inverse on the right": (v.T @ inverse(R), [v, R], lambda v, R: (v @ inv(R))[None]),
    "inverse in the middle": (A @ inverse(R) @ v, [A, R, v], lambda A, R, v: A @ inv(R) @ v),
    "inverse last": (A @ C @ inverse(R), [A, C, R], lambda A, C, R: A @ C @ inv(R)),
    "two inverses": (inverse(R) @ inverse(S), [R, S], lambda R, S: inv(R) @ inv(S)),
    "precision last": (C @ T @ inverse(S), [C, T, S], lambda C, T, S: C @ T @ inv(S)),
    "transposed inverse": (inverse(R).T @ v, [R, v], lambda R, v: inv(R).T @ v),
    "after a transposed inverse": (A @ inverse(R).T, [A, R], lambda A, R: A @ inv(R).T),
    "transposed inverse alone": (inverse(R).T, [R], lambda R: inv(R).T),
    "quadratic form": (v.T @ inverse(S) @ v, [v, S], lambda v, S: v @ inv(S) @ v),
    "trace": (trace(inverse(S) @ T), [S, T], lambda S, T: np.trace(inv(S) @ T)),
    "determinant": (det(R), [R], np.linalg.det),
    "determinant of a covariance": (det(S), [S], np.linalg.det),
    "Cholesky factor": (Cholesky(S), [S], np.linalg.cholesky),
    "white": (
        inverse(Cholesky(S)) @ v,
        [S, v],
        lambda S, v: inv(np.linalg.cholesky(S)) @ v,
    ),
    "identity": (t * Identity(k) + S, [t, S], lambda t, S: t * np.eye(K) + S),
    "zero": (Zero(k, 1) + v, [v], lambda v: v),
    "larger": (Max(t, s) * v, [t, s, v], lambda t, s, v: max(t, s) * v),
    "dimension": (k * t + trace(S), [t, S], lambda t, S: K * t + np.trace(S)),
}
LOGARITHMS = {
    "log-determinant": (log(det(S)), [S], lambda S: np.log(np.linalg.det(S))),
    "log-determinant of a square": (
        log(det(R @ R.T)),
        [R],
        lambda R: np.log(np.linalg.det(R) ** 2),
    ),
    "ratio": (
        log(det(T) / det(S)),
        [S, T],
        lambda S, T: np.log(np.linalg.det(T) / np.linalg.det(S)),
    ),
    "constant": (
        log(1 / sqrt((2 * pi) ** k * det(S))),
        [S],
        lambda S: -np.log(np.linalg.det(2 * np.pi * S)) / 2,
    ),
    "power": (log(det(S) ** t), [S, t], lambda S, t: t * np.log(np.linalg.det(S))),
    "product over an index": (log(Product(p[i], i)), [p], lambda p: np.log(p).sum()),
    "two signs": (log(det(R) * t * (det(R) * t)), [R, t], lambda R, t: log_square(R, t)),
}  # fmt: skip
INDICES = {
    "sum": (Sum(v[i] * w[i], i), [v, w], lambda v, w: v @ w),
    "constant sum": (Sum(t, i) + v.T @ v, [t, v], lambda t, v: K * t + v @ v),
    "sum with a number": (Sum(t * v[i] ** 2, i), [t, v], lambda t, v: t * v @ v),
    "product": (Product(p[i] + t**2, i), [p, t], lambda p, t: np.prod(p + t**2)),
    "constant product": (Product(s, i) * v.T @ v, [s, v], lambda s, v: s**K * v @ v),
    "double sum": (
        Sum(Sum(C[i, j] * v[i] * w[j], j), i),
        [C, v, w],
        lambda C, v, w: v @ C @ w,
    ),
    "double sum, transposed": (
        Sum(Sum(C[j, i] * v[i] * w[j], j), i),
        [C, v, w],
        lambda C, v, w: w @ C @ v,
    ),
    "product of sums": (
        Sum(v[i] * Sum(w[j] ** 2, j), i),
        [v, w],
        lambda v, w: v.sum() * (w @ w),
    ),
    "diagonal entries": (Sum(C[i, i] * v[i], i), [C, v], lambda C, v: np.diag(C) @ v),
    "diagonal in the second place": (
        Sum(Sum(C[i, j] * C[j, j], j), i),
        [C],
        lambda C: (C @ np.diag(C)).sum(),
    ),
    "coordinates": (C @ Coordinates(v[i] * w[i], i), [C, v, w], lambda C, v, w: C @ (v * w)),
    "constant coordinates": (Coordinates(t, i) + v, [t, v], lambda t, v: t + v),
    "diagonal": (Diagonal(p[i] ** 2, i) @ v, [p, v], lambda p, v: p**2 * v),
    "constant diagonal": (Diagonal(t, i) + C, [t, C], lambda t, C: t * np.eye(K) + C),
    "entry of a product": (Sum(Entry(C @ v, i) * w[i], i), [C, v, w], lambda C, v, w: w @ C @ v),
    "log of a diagonal": (
        log(det(Diagonal(p[i] ** 2, i))),
        [p],
        lambda p: 2 * np.log(p).sum(),
    ),
    "densities of the coordinates": (
        Product(Density(Normal(v[i], p[i]), w[i]), i),
        [v, p, w],
        lambda v, p, w: np.exp(log_density(w, v, np.diag(p**2))),
    ),
    "divergences of the coordinates": (
        Sum(KL(Normal(v[i], p[i]), Normal(0, 1)), i),
        [v, p],
        lambda v, p: by_hand(np.diag(p**2), np.eye(K), v),
    ),
    "free index": (v[i] * t, [v, t, i], lambda v, t: v * t),
    "two free indices": (v[i] + C[j, i], [v, C, i, j], lambda v, C: v[:, None] + C.T),
    "free index elsewhere": (t + v.T @ v, [v, t, i], lambda v, t: (t + v @ v) * np.ones(K)),
}
PROBABILITY = {
    "density": (q(x), [v, S, x], lambda v, S, x: np.exp(log_density(x, v, S))),
    "log-density": (log(q(x)), [v, S, x], lambda v, S, x: log_density(x, v, S)),
    "divergence": (KL(q, r), [v, S, w, T], lambda v, S, w, T: by_hand(S, T, v - w)),
    "mean": (Expectation(x, x, q), [v, S], lambda v, S: v),
    "covariance": (Expectation((x - v) @ (x - v).T, x, q), [v, S], lambda v, S: S),
    "fourth moment": (
        Expectation(((x - v).T @ (x - v)) ** 2, x, q),
        [v, S],
        lambda v, S: np.trace(S) ** 2 + 2 * np.trace(S @ S),
    ),
    "coordinates": (Sum(Expectation(x[i] ** 2, x, q), i), [v, S], lambda v, S: v @ v + np.trace(S)),
    "integral without a window": (
        Integral(exp(-(x.T @ x / 2)) * (1 + (v.T @ x) ** 2), x),
        [v],
        lambda v: (2 * np.pi) ** (K / 2) * (1 + v @ v),
    ),
    "constant in front": (Integral(t * q(x), x), [t, v, S], lambda t, v, S: t),
    "nothing to integrate": (Integral(Zero(k, 1), x) + v, [v], lambda v: v),
}
CALCULUS = {
    "derivative": (Derivative(t**3 * s, t), [t, s], lambda t, s: 3 * t**2 * s),
    "derivative at a point": (Derivative(exp(y * s), y, t), [s, t], lambda s, t: s * np.exp(s * t)),
    "near a singularity": (Derivative(log(s), s), [s], lambda s: 1 / s),
    "gradient": (Derivative(v.T @ C @ v, v), [v, C], lambda v, C: (C + C.T) @ v),
    "gradient at a point": (
        Derivative(exp(half * x.T @ x), x, v),
        [v],
        lambda v: v * np.exp(v @ v / 2),
    ),
    "gradient of a logarithm": (
        Derivative(Sum(log(p[i]), i), p),
        [p],
        lambda p: 1 / p,
    ),
    "Jacobian": (Derivative(A @ (t * x), x, v), [A, t, v], lambda A, t, v: t * A),
    "score": (Derivative(log(q(x)), x), [v, S, x], lambda v, S, x: -inv(S) @ (x - v)),
    "gradient of a log-determinant": (Derivative(log(det(S)), S), [S], inv),
    "gradient of a form": (
        Derivative(v.T @ inverse(S) @ v, S),
        [v, S],
        lambda v, S: -np.outer(inv(S) @ v, inv(S) @ v),
    ),
    "gradient of a trace": (Derivative(trace(C @ B), B), [C, B], lambda C, B: (C + C.T) / 2),
}
TERMS = {
    f"{group} {name}": case
    for group, cases in [
        ("linear algebra:", LINEAR_ALGEBRA),
        ("logarithms:", LOGARITHMS),
        ("indices:", INDICES),
        ("probability:", PROBABILITY),
        ("calculus:", CALCULUS),
    ]
    for name, case in cases.items()
}


def given(variable, random, batch):
    """Return random values of a variable, with leading axes."""
    sizes = {k: K, n: N}
    shape = (*batch, *(sizes[d] for d in variable.dimensions))
    if variable.domain == "positive definite":
        root = random.normal(size=(*shape, shape[-1]))
        return root @ root.mT / 2 + np.eye(K) / 2
    values = random.normal(size=shape * 1)
    if variable.domain.startswith("positive"):
        return np.exp(values)
    if variable.domain in ("invertible", "symmetric"):
        values = random.normal(size=(*shape, K))
    return values + values.mT if variable.domain == "symmetric" else values


@pytest.fixture(scope="module")
def package(tmp_path_factory):
    entries = []
    for number, (term, variables, _) in enumerate(TERMS.values()):
        windowed = x in variables or v not in variables or S not in variables
        windows = {} if windowed else {x: (v, S)}
        entries.append(
            entry(f"term_{number}", {u.name: u for u in variables}, term, windows=windows)
        )
    return installed(tmp_path_factory.mktemp("heads"), *entries)


@pytest.mark.parametrize("batch", [(), (2,), (2, 1)], ids=str)
@pytest.mark.parametrize("number", range(len(TERMS)), ids=list(TERMS))
def test_the_value(package, number, batch):
    _, variables, expected = list(TERMS.values())[number]
    variables = [u for u in variables if u.domain != "index"]
    random = np.random.default_rng(zlib.crc32(list(TERMS)[number].encode()))
    # The first argument has no leading axes of its own.
    values = [given(u, random, batch if place else ()) for place, u in enumerate(variables)]
    batch = batch if variables[1:] else ()
    found = package(f"steps.term_{number}").start(*values)
    single = list(itertools.product(*map(range, batch)))
    for element in single:
        wanted = expected(*(a[element] if place else a for place, a in enumerate(values)))
        assert found[element].shape == np.shape(wanted)
        size = np.max(np.abs(wanted))
        np.testing.assert_allclose(found[element], wanted, rtol=1e-8, atol=1e-9 * size)
    assert found.dtype == np.float64
    assert found.shape[: len(batch)] == batch
