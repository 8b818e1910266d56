"""Points: where the generated lines are compared, and what the derivations call them."""

import numpy as np


def kl_univariate(random, count):
    """Means and deviations with |d| ≤ 20σ2, σ1/σ2 within 1e±2; every fourth pair nearly equal."""
    std_2 = 10 ** random.uniform(-3, 3, count)
    mean_2 = std_2 * random.uniform(-20, 20, count)
    near = np.arange(count) % 4 == 0
    delta = random.choice([-1, 1], (2, count)) * 10 ** random.uniform(-15, -1, (2, count))
    std_1 = std_2 * np.where(near, 1 + delta[0], 10 ** random.uniform(-2, 2, count))
    mean_1 = mean_2 + std_2 * np.where(near, delta[1], random.uniform(-20, 20, count))
    return mean_1, std_1, mean_2, std_2


def standard_normal(random, count):
    """The same with the standard normal distribution as the prior."""
    near = np.arange(count) % 4 == 0
    delta = random.choice([-1, 1], (2, count)) * 10 ** random.uniform(-15, -1, (2, count))
    std = np.where(near, 1 + delta[0], 10 ** random.uniform(-2, 2, count))
    return np.where(near, delta[1], random.uniform(-20, 20, count)), std


def mean_and_std(random, count):
    """A mean and a standard deviation, |mean| ≤ 20 std."""
    std = 10 ** random.uniform(-3, 3, count)
    return std * random.uniform(-20, 20, count), std


def exponents(random, count):
    """A power n and a rate c of xⁿ exp(−c x²)."""
    return random.integers(0, 9, count).astype(float), 10 ** random.uniform(-2, 2, count)


def curve(random, count):
    """A point x, a power n and a rate c, with c x² ≤ 16."""
    n, c = exponents(random, count)
    return random.uniform(-4, 4, count) / np.sqrt(c), n, c


def one_number(random, count):
    """A number t ≥ 0."""
    return (10 ** random.uniform(-3, 2, count),)


POINTS = {
    "exponential_inequality": one_number,
    "gaussian_bound": curve,
    "exponential_beats_polynomial": exponents,
    "gaussian_integrability": exponents,
    "gaussian_integral": lambda random, count: (),
    "gaussian_normalisation": mean_and_std,
    "gaussian_mean": mean_and_std,
    "gaussian_variance": mean_and_std,
    "kl_univariate": kl_univariate,
    "kl_univariate_standard_normal": standard_normal,
}


def has_points(derivation):
    """Say whether a derivation has points of its own; `drawn` gives points of the others."""
    return derivation.name in POINTS


def points(derivation, count, seed=0):
    """Return ``count`` random points in the domain of a derivation, one array an argument."""
    return POINTS[derivation.name](np.random.default_rng(seed), count)


def is_multivariate(derivation):
    """Say whether vectors, matrices or dimensions are among the arguments."""
    return any(v.dimensions or v.domain == "dimension" for v in derivation.arguments.values())


def drawn(derivation, count, size, seed=0):
    """Return random points by the domains of the arguments, every dimension being ``size``.

    An index takes no value; a dimension is a number, and it is the last one where only functions
    are given.
    """
    random = np.random.default_rng(seed)
    taken = [v for v in derivation.arguments.values() if v.domain != "index"]
    # Functions are integrated where the standard normal distribution lives.
    with_functions = any(v.domain == "positive function" for v in taken)
    how = DRAWN | (NEAR_THE_STANDARD_NORMAL if with_functions else {})
    values = [how[v.domain](random, count, size) for v in taken]
    return [*values, size] if not any(map(np.ndim, values)) and with_functions else values


def _definite(random, count, size):
    """Covariances whose standard deviations are from about 0.1 to 10."""
    root = random.normal(size=(count, size, size))
    unit = 10 ** random.uniform(-1, 1, (count, 1, 1))
    return unit**2 * (root @ root.mT + np.eye(size) / 4)


def density(mean, factor):
    """Return the density of N(mean, factor factorᵀ) as a function of points (..., k)."""
    constant = np.sqrt(2 * np.pi) ** len(mean) * np.abs(np.linalg.det(factor))
    whiten = np.linalg.inv(factor).T
    return lambda x: np.exp(-np.sum(((x - mean) @ whiten) ** 2, axis=-1) / 2) / constant


def _factor(random, *batch, size):
    return random.uniform(0.7, 1, (*batch, 1, size)) * np.eye(size) + np.tri(size, k=-1) / 10


def _covariances_near_one(random, count, size):
    factor = _factor(random, count, size=size)
    return factor @ factor.mT


NEAR_THE_STANDARD_NORMAL = {
    "vector": lambda random, count, size: random.uniform(-0.3, 0.3, (count, size)),
    "positive definite": _covariances_near_one,
    "positive function": lambda random, count, size: density(
        random.uniform(-0.3, 0.3, size), _factor(random, size=size)
    ),
}
DRAWN = {
    "dimension": lambda random, count, size: size,
    "real": lambda random, count, size: random.normal(size=count),
    "positive": lambda random, count, size: 10 ** random.uniform(-1, 1, count),
    "nonnegative": lambda random, count, size: 10 ** random.uniform(-1, 1, count),
    "natural": lambda random, count, size: random.integers(0, 5, count).astype(float),
    "vector": lambda random, count, size: 3 * random.normal(size=(count, size)),
    "positive vector": lambda random, count, size: 10 ** random.uniform(-1, 1, (count, size)),
    "matrix": lambda random, count, size: random.normal(size=(count, size, size)),
    "invertible": lambda random, count, size: random.normal(size=(count, size, size)),
    "symmetric": lambda random, count, size: _definite(random, count, size) - np.eye(size),
    "positive definite": _definite,
}


def valuation(derivation, evaluate, values):
    """Return the values of the variables: of the arguments, then of the abbreviations."""
    known = dict(zip(derivation.arguments.values(), values, strict=True))
    for variable, meaning in derivation.where.items():
        known[variable] = evaluate(meaning, known)
    return known
