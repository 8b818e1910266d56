"""Derivatives are enclosed where the function is seen to be analytic."""

from fractions import Fraction

import pytest
from flint import arb, arb_mat, ctx, fmpq

from derive.evidence.enclosure import enclose
from derive.evidence.failures import NotEnclosed, Undefined
from derive.evidence.points import sample
from derive.notation import (
    KL,
    Abs,
    Cholesky,
    Derivative,
    MultivariateNormal,
    Sum,
    cos,
    det,
    dimension,
    exp,
    free,
    index,
    inverse,
    log,
    matrix,
    natural,
    positive,
    positive_definite,
    positive_vector,
    real,
    sin,
    sqrt,
    symmetric,
    trace,
    vector,
)

k, n = dimension("k n")
A = matrix("A", k, k)
F = matrix("F", n, k)
S, T = positive_definite("S T", k)
P = symmetric("P", k)
x, m, c = vector("x m c", k)
p = positive_vector("p", k)
i = index("i", k)
t, u = real("t u")
v = positive("v")
divergence = KL(MultivariateNormal(m, S), MultivariateNormal(c, T))

KNOWN = {
    "a power": (Derivative(t**5, t), 5 * t**4),
    "a composition": (Derivative(sin(exp(t * u)), t), u * exp(t * u) * cos(exp(t * u))),
    "at a point": (Derivative(t**2, t, u), 2 * u),
    "a root": (Derivative(sqrt(v), v), 1 / (2 * sqrt(v))),
    "a logarithm": (Derivative(log(v / (1 + v)), v), 1 / v - 1 / (1 + v)),
    "twice": (Derivative(Derivative(t**4, t), t), 12 * t**2),
    "a matrix": (Derivative(t**2 * A, t), 2 * t * A),
    "an inverse": (Derivative(inverse(S + t * P), t, 0), -(inverse(S) @ P @ inverse(S))),
    "a linear form": (Derivative(m.T @ x, x), m),
    "a quadratic form": (Derivative(x.T @ A @ x, x), (A + A.T) @ x),
    "a Jacobian": (Derivative(F @ x, x), F),
    "a Hessian": (Derivative(Derivative(x.T @ A @ x, x), x), A + A.T),
    "an entropy": (
        Derivative(Sum(p[i] * log(p[i]), i), p).T @ x,
        Sum((log(p[i]) + 1) * x[i], i),
    ),
    "log det": (Derivative(log(det(S)), S), inverse(S)),
    "a trace": (Derivative(trace(A @ P), P), (A + A.T) / 2),
    "a Cholesky factor": (Derivative(Sum(log(Cholesky(S)[i, i]), i), S), inverse(S) / 2),
    "a divergence, in the mean": (Derivative(divergence, m), inverse(T) @ (m - c)),
    "a divergence, in the covariance": (Derivative(divergence, S), (inverse(T) - inverse(S)) / 2),
}


@pytest.mark.parametrize("name", KNOWN)
def test_a_derivative_that_is_known(name):
    term, known = KNOWN[name]
    for point in list(sample(free(term) | free(known) | {k}, 8))[:3]:
        ball, expected = enclose(term, point), enclose(known, point)
        assert ball.overlaps(expected)
        entries = ball.entries() if isinstance(ball, arb_mat) else [ball]
        assert max(entry.rad() for entry in entries) < 1e-9


def test_no_derivative_where_the_body_has_no_value():
    with pytest.raises(Undefined, match="log"):
        enclose(Derivative(log(t), t), {t: Fraction(-1)})
    with pytest.raises(Undefined, match="divides by zero"):
        enclose(Derivative(1 / t, t), {t: Fraction(0)})


@pytest.mark.parametrize(
    ("body", "at"), [(Abs(t), 1), (sqrt(t), 0), (sqrt(t**2), 0), (t ** Fraction(3, 2), 0)], ids=str
)
def test_what_is_not_seen_to_be_analytic_is_refused(body, at):
    with pytest.raises(NotEnclosed, match=r"analytic|not covered|end of its domain"):
        enclose(Derivative(body, t), {t: Fraction(at)})


def test_a_derivative_in_a_natural_number_is_refused():
    r = natural("r")
    with pytest.raises(NotEnclosed, match="natural"):
        enclose(Derivative(t**r, r), {t: Fraction(2), r: Fraction(3)})


@pytest.mark.parametrize("bits", [128, 256, 512])
@pytest.mark.parametrize("exponent", [-20, -9, -6, 0, 6])
def test_near_the_end_of_a_domain_and_far_from_it(exponent, bits):
    v = positive("v")
    value = Fraction(3) * Fraction(10) ** exponent
    ball = enclose(Derivative(log(v), v), {v: value}, bits)
    with ctx.workprec(bits):
        assert ball.overlaps(arb(fmpq(value.denominator, value.numerator)))
    wanted = {128: 10, 256: 45, 512: 120}[bits]
    assert float(ball.rad()) < 10.0**-wanted * max(1.0, float(1 / value**2))


def test_more_bits_give_a_narrower_derivative_of_any_order():
    v = real("v")
    term = Derivative(Derivative(Derivative(exp(v) * v, v), v), v)
    radii = [enclose(term, {v: Fraction(1, 3)}, bits).rad() for bits in (128, 256, 512)]
    assert radii[1] < 1e-20
    assert radii[1] < radii[0] * 1e-15
    assert radii[2] < radii[1] * 1e-30


def test_the_bound_on_the_error_is_needed_and_holds(monkeypatch):
    """With two nodes the formula misses by far more than rounding errors."""
    monkeypatch.setattr("derive.evidence.derivatives.NODES", 2)
    v = real("v")
    ball = enclose(Derivative(exp(v), v, 0), {})
    with ctx.workprec(128):
        assert ball.contains(1)
        assert abs(ball.mid() - 1) > 1e-25
    assert ball.rad() < 0.1
