"""Polynomial × Gaussian in one variable, and the theorems that speak of all of them."""

from __future__ import annotations

import pytest
from sympy import Integer, Rational

from derive.kernel.facts import Declined, Facts, is_claim_in_space, is_gaussian_claim
from derive.kernel.gaussian import depends_on, split
from derive.library import LIBRARY
from derive.notation import (
    Equal,
    Integrable,
    Integral,
    Product,
    TendsTo,
    Var,
    dimension,
    exp,
    index,
    log,
    natural,
    nonnegative,
    oo,
    positive,
    real,
    sin,
    sqrt,
    substitute,
    vector,
)

x, y, a = real("x y a")
u, s = positive("u s")
w = nonnegative("w")
n, p = natural("n p")
k = dimension("k")
i, j = index("i j", k)
z = vector("z", k)
bell = exp(-(x**2))
falling = exp(-(u**2))
half = Rational(1, 2)

GAUSSIAN = [
    (f, x) for f in (
        bell, abs(x) * bell, abs(x) ** n * bell, x**n * bell, x ** (n * p) * bell,
        (x**2) ** n * bell, x**n * x * bell, u * bell, y * bell, y**n * bell, abs(y) * bell,
        w**u * bell, exp(-(x**2) + a * x), exp(-(s * x**2)), exp(-(abs(x) ** 2)), sqrt(bell),
        exp(-((x - a) ** 2)) * x**3, exp(x) ** n * bell, exp(-(s * x**2) - u * x**2),
    )
] + [(n**2 * exp(-(n**2)), n), (u ** (n**2) * falling, u)]  # fmt: skip

NOT_GAUSSIAN = [
    (f, x) for f in (
        x, sin(x) * bell, bell * sqrt(1 + x**2), bell / (1 + x**2), log(1 + x**2) * bell,
        (1 + x**2) ** n * bell, (1 + x**2) ** half * bell, abs(x) ** u * bell, x**a * bell,
        abs(x) ** half * bell, abs(x) ** Integer(-1) * bell, u**x * bell, abs(x - y) * bell,
        exp(x**2), exp(-(sin(x) ** 2)), exp(-(x**3)), exp(-(x**4)), exp(-abs(x)),
        exp(-(x**2) + x**4), exp(-(x**2) - sin(x)), exp(-1 / (1 + x**2)), exp(-(a * x**2)),
        exp(-(y**2)) * x, exp(-(x ** (2 * n))), exp(-(x**n)), exp(-exp(x)),
        exp(-(x**2) - exp(x)), exp(x**2) ** n * bell, exp(-(x**2) * sqrt(1 + x**2)),
        exp(-x), exp(-x) * x,
    )
] + [
    (f, u) for f in (
        u ** Integer(-1) * falling, u**s * falling, u**half * falling, u ** (-n) * falling,
        u ** (n / 2) * falling, u ** (1 / (n + 1)) * falling, u ** (s * n) * falling,
        exp(-(u ** Rational(3, 2))), exp(-(u**2) + sqrt(u)), exp(-(u**2) + 1 / u),
        (1 + u) ** n * falling, log(1 + u) ** n * falling, u ** (1 / n) * falling,
        u ** (n**half) * falling,
    )
] + [
    (w**half * exp(-(w**2)), w), (s**n * exp(-(n**2)), n), (n**n * exp(-(n**2)), n),
]  # fmt: skip


@pytest.mark.parametrize(("body", "variable"), GAUSSIAN, ids=str)
def test_a_polynomial_times_a_gaussian_is_recognised(body, variable):
    assert split(body, variable) == (False, True)
    assert split(body + 1, variable) == (True, True)


@pytest.mark.parametrize(("body", "variable"), NOT_GAUSSIAN, ids=str)
def test_what_is_not_is_declined(body, variable):
    with pytest.raises(Declined, match=f"is not a polynomial in {variable.name} × a Gaussian"):
        split(body, variable)


def test_nothing_and_what_is_constant():
    assert split(0 * x, x) == (False, False)
    assert split(a + 0 * x, x) == (True, False)
    assert not depends_on(x - x + a, x)
    assert depends_on(x + a, x)


# -- the theorems ---------------------------------------------------------------------------------

power, rate = natural("n"), positive("c")
of_one = x**power * exp(-(rate * x**2))
VANISHING = TendsTo(of_one, x, 0, oo, -oo)
INTEGRABLE = Integrable(of_one, x)


def in_space(factor, at=z, over=j):
    """Return that a product over the coordinates is integrable."""
    return Integrable(Product(factor, over), at)


factor = (1 + z[j] ** (2 * power)) * exp(-(rate * z[j] ** 2))


def test_the_theorems_of_the_library_are_recognised():
    assert is_gaussian_claim(LIBRARY["gaussian_integrability"].claim)
    assert is_gaussian_claim(LIBRARY["exponential_beats_polynomial"].claim)
    assert is_claim_in_space(LIBRARY["multivariate_gaussian_integrability"].claim)
    assert is_gaussian_claim(VANISHING)
    assert is_gaussian_claim(INTEGRABLE)
    assert is_claim_in_space(in_space(factor))
    i = Var("i", "vector", k)
    named = (1 + i[j] ** (2 * power)) * exp(-(rate * i[j] ** 2))
    assert is_claim_in_space(in_space(named, i))


@pytest.mark.parametrize(
    "claim",
    [
        Equal(x, x), Integrable(of_one, x, 0, oo), Integrable(of_one, x, -oo, 0),
        Integrable(of_one, x, 0, 1), TendsTo(of_one, x, 0, oo), TendsTo(of_one, x, 0, -oo),
        TendsTo(of_one, x, 1, oo, -oo), TendsTo(of_one, x, 0, oo, -oo, 0),
        Integrable(x**2 * exp(-(rate * x**2)), x), Integrable(x**power * exp(-(x**2)), x),
        Integrable(x**power * exp(-(rate * x**4)), x), Integrable(exp(-(rate * x**2)), x),
        Integrable(x**power * exp(-(rate * x**2)) * a, x),
        Integrable(x**power * exp(-(rate * x**2)) * s, x),
        Integrable(x ** (power * p) * exp(-(rate * x**2)), x),
        Integrable(substitute(of_one, {x: u}), u), Integrable(substitute(of_one, {x: w}), w),
        in_space(factor),
    ],
    ids=str,
)  # fmt: skip
def test_a_claim_that_says_less_is_not_taken_for_the_theorem(claim):
    assert not is_gaussian_claim(claim)


@pytest.mark.parametrize(
    "claim",
    [
        Equal(x, x), INTEGRABLE, VANISHING, in_space(exp(-(rate * z[j] ** 2))),
        in_space((1 + z[j] ** (2 * power)) * exp(-(z[j] ** 2))),
        in_space((1 + z[j] ** 2) * exp(-(rate * z[j] ** 2))),
        in_space((1 + z[j] ** power) * exp(-(rate * z[j] ** 2))),
        in_space(factor * s), in_space(factor * a), in_space(factor**p),
        in_space((1 + vector("z", 2)[index("j", 2)] ** (2 * power))
                 * exp(-(rate * vector("z", 2)[index("j", 2)] ** 2)), vector("z", 2),
                 index("j", 2)),
    ],
    ids=str,
)  # fmt: skip
def test_a_claim_in_space_that_says_less_is_not_taken_for_the_theorem(claim):
    assert not is_claim_in_space(claim)


def test_a_theorem_must_be_proved_named_and_free_of_hypotheses():
    name = "lemma"
    for claim, of in ((INTEGRABLE, Facts.integrability), (VANISHING, Facts.vanishing),
                      (in_space(factor), Facts.integrability_in_space)):  # fmt: skip
        found = Facts({name: claim}, ("unproved", name))
        assert of(found) == name
        assert list(found.used) == [name]
        with pytest.raises(Declined, match='add "lemma" to its conditions'):
            of(Facts({name: claim}))
        with pytest.raises(Declined, match="name a theorem that proves it"):
            of(Facts({name: claim}, (name,), hypotheses={name: (Equal(a, a),)}))
        with pytest.raises(Declined, match="name a theorem that proves it"):
            of(Facts({name: Equal(a, a)}, (name,)))
    with pytest.raises(Declined, match="name a theorem that proves it"):
        Facts({name: VANISHING}, (name,)).integrability()
    with pytest.raises(Declined, match="name a theorem that proves it"):
        Facts({name: INTEGRABLE}, (name,)).vanishing()


def test_an_integral_is_no_claim():
    assert not is_gaussian_claim(Equal(Integral(of_one, x), 1))
