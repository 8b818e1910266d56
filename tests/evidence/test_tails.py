"""Tails: the bound holds at any parameters, and integrals over ℝ follow the Gaussian."""

from fractions import Fraction

import mpmath
import pytest
from flint import acb, arb, ctx, fmpq
from mpmath import mpf

from derive.evidence.enclosure import enclose
from derive.evidence.failures import NotEnclosed
from derive.evidence.tails import Affine, Bound, bound, gaussian_in
from derive.notation import KL, Expectation, Integral, Normal, exp, log, oo, positive, real

x, m, n, c = real("x m n c")
s, t = positive("s t")
q, p = Normal(m, s), Normal(n, t)
MILLION = Fraction(10**6)
PLACES = [
    (Fraction(1, 3), Fraction(2), Fraction(-1, 7), Fraction(3)),
    (MILLION, 1 / MILLION, MILLION + 1, 1 / MILLION),
    (-MILLION, 1 / MILLION, MILLION, MILLION),
    (MILLION / 7, MILLION, -MILLION, 1 / MILLION),
    (Fraction(1, 3), Fraction(1, 7), Fraction(1, 3) + 1 / MILLION**2, Fraction(1, 7)),
]


@pytest.fixture(autouse=True)
def _precision():
    ctx.prec = 256
    with mpmath.workdps(90):
        yield
    ctx.prec = 53


def point(place):
    return dict(zip((m, s, n, t), place, strict=True))


def number(value):
    return mpf(value.numerator) / value.denominator


def ball(value):
    """Return a ball that holds a number of 90 digits."""
    text = mpmath.nstr(value, 55, min_fixed=0, max_fixed=0)
    return arb(text) + arb(0, abs(arb(text)) * arb(10) ** -52)


def density(at, mean, std):
    return mpmath.exp(-(((at - mean) / std) ** 2) / 2) / (std * mpmath.sqrt(2 * mpmath.pi))


BODIES = {
    "density": (q(x), lambda y, a, b, d, e: density(y, a, b)),
    "square": ((x - n) ** 2 * q(x), lambda y, a, b, d, e: (y - d) ** 2 * density(y, a, b)),
    "divergence": (
        q(x) * log(q(x) / p(x)),
        lambda y, a, b, d, e: (
            density(y, a, b) * (mpmath.log(e / b) + ((y - d) / e) ** 2 / 2 - ((y - a) / b) ** 2 / 2)
        ),
    ),
}


@pytest.mark.parametrize("place", PLACES, ids=str)
@pytest.mark.parametrize("name", BODIES)
@pytest.mark.parametrize("start", [4, 9, 20])
def test_the_tail_is_at_most_its_bound(name, place, start):
    body, function = BODIES[name]
    at = point(place)
    values = [number(v) for v in place]

    def value(term):
        return enclose(term, at, 256)

    where = gaussian_in(body, x, value)
    bounded = bound(body, x, value, where).times(where.width)
    limit = mpf(bounded.tail(arb(start)).upper().str(60, radius=False))
    centre, width = values[0], values[1]
    pieces = [start, start + 1, start + 3, start + 10]

    def both_sides(u):
        return sum(abs(function(centre + v * width, *values)) for v in (u, -u)) * width

    tail = mpmath.quad(both_sides, pieces)
    assert 0 < tail * (1 - mpf(10) ** -20) <= limit


@pytest.mark.parametrize(("degree", "slope", "start"), [(0, 0, 5), (4, 3, 6), (9, 0, 6), (0, 5, 9)])
def test_the_tail_of_a_bound_is_itself_bounded_and_tightly(degree, slope, start):
    limit = Bound(arb(2), degree, arb(1) / 2, arb(slope)).tail(arb(start))
    tail = 2 * mpmath.quad(
        lambda u: 2 * u**degree * mpmath.exp(-(u**2) / 2 + slope * u),
        [start, start + 2, start + 20],
    )
    assert ball(tail) < limit < ball(tail) * 2


def test_a_tail_that_does_not_fall_yet():
    with pytest.raises(NotEnclosed, match="does not fall"):
        Bound(arb(1), 0, arb(1) / 2, arb(5)).tail(arb(4))


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_the_bound_is_pointwise(place):
    at = point(place)
    body, function = BODIES["divergence"]
    values = [number(v) for v in place]
    where = Affine(arb(3), arb(5))  # any place at all
    b = bound(body, x, lambda term: enclose(term, at, 256), where)
    for u in (1, -1, 2, -7, 30):
        exponent = -b.rate * u * u + b.slope * abs(u)
        limit = b.factor * abs(u) ** b.degree * exponent.exp()
        assert ball(abs(function(mpf(3 + 5 * u), *values))) <= limit * (1 + arb(10) ** -30)


@pytest.mark.parametrize("place", PLACES, ids=str)
@pytest.mark.parametrize("bits", [128, 256])
def test_moments_about_a_mean_far_off_and_with_any_deviation(place, bits):
    at = point(place)
    a, b, d, _ = (fmpq(v.numerator, v.denominator) for v in place)
    moments = {
        Integral(q(x), x): fmpq(1),
        Integral(c * q(x), x): fmpq(2),
        Expectation(x, x, q): a,
        Expectation((x - n) ** 2, x, q): b * b + (a - d) ** 2,
    }
    for term, value in moments.items():
        assert enclose(term, at | {c: Fraction(2)}, bits).contains(value)
    assert enclose(Integral(q(x), x), at, 256).rad() < 1e-30


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_divergences_against_another_precision(place):
    a, b, d, e = (number(v) for v in place)
    closed = mpmath.log(e / b) + (b**2 + (a - d) ** 2) / (2 * e**2) - mpf(1) / 2
    found = enclose(KL(q, p), point(place), 256)
    assert found.overlaps(ball(closed))
    assert found.rad() <= arb(10) ** -25 * (abs(found) + 1)


@pytest.mark.parametrize("place", PLACES, ids=str)
@pytest.mark.parametrize("deviations", [-3, 0, 2, 30])
def test_an_end_that_is_finite(place, deviations):
    at = point(place)
    end = at[m] + deviations * at[s]
    found = enclose(Integral(q(x), x, c, oo), at | {c: end}, 256)
    assert found.overlaps(ball(mpmath.erfc(mpf(deviations) / mpmath.sqrt(2)) / 2))
    assert found.rad() < 1e-30
    other = enclose(Integral(q(x), x, -oo, c), at | {c: end}, 256)
    assert (found + other).contains(1)


def test_where_a_gaussian_lives():
    at = point(PLACES[1])
    where = gaussian_in(2 * q(x) * x, x, lambda term: enclose(term, at, 256))
    assert abs(where.centre - 10**6) < 1e-60
    assert abs(where.width - arb(fmpq(1, 10**6))) < 1e-60
    assert gaussian_in(x**2, x, lambda term: enclose(term, at)) == Affine.identity()


@pytest.mark.parametrize("body", [exp(x), exp(x**2), x**2, exp(-x) * x])
def test_no_gaussian_no_ball(body):
    with pytest.raises(NotEnclosed):
        enclose(Integral(body, x), {})


def test_an_inner_integral_that_does_not_depend_on_the_variable():
    u = real("u")
    assert enclose(Integral(Integral(q(x), x), u, 0, 2), point(PLACES[0])).contains(2)
    with pytest.raises(NotEnclosed, match="inside an integral"):
        enclose(Integral(Integral(exp(-(x**2) - u**2), x), u), {})


def test_a_constant_factor_may_have_any_sign():
    body = exp(-((x - m) ** 2)) * log(s) * (-m)
    expected = acb.pi().sqrt().real * arb(fmpq(-1, 3)) * arb(2).log()
    assert enclose(Integral(body, x), point(PLACES[0])).overlaps(expected)
