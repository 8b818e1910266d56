"""Strata: every point is permitted, and each stratum is what its name says."""

from fractions import Fraction
from math import isqrt

import pytest
from flint import fmpq, fmpq_mat

from derive.evidence.strata import STRATA, strata
from derive.notation import (
    Var,
    dimension,
    exp,
    index,
    natural,
    nonnegative,
    positive,
    positive_definite,
    real,
    unit_interval,
    vector,
)

k = dimension("k")
m, n = real("m n")
s, t = positive("s t")
S, T = positive_definite("S T", k)
COUNT = 200
SQUARE = ("symmetric", "positive definite", "invertible", "diagonal", "positive diagonal")


def drawn(*variables, lines=(), count=COUNT, seed="a seed"):
    of = {d for v in variables for d in v.free_symbols}
    return strata(lines, of, count, seed)


def in_stratum(name, *variables, **options):
    return [p for stratum, p in drawn(*variables, **options) if stratum == name]


def relative(a, b):
    return abs(a - b) / max(abs(a), abs(b))


def test_so_many_different_points_in_every_stratum():
    points = drawn(m, s, S)
    assert len({tuple(p.values()) for _, p in points}) == COUNT
    counts = {name: sum(stratum == name for stratum, _ in points) for name in STRATA}
    assert counts == {"generic": 80, "near equal": 40, "extreme": 40, "boundary": 40}


def test_they_follow_the_seed_alone():
    assert drawn(m, n, s, S) == drawn(S, s, n, m)
    assert drawn(m, s) != drawn(m, s, seed="another")


def test_one_point_without_variables():
    assert strata((), set(), COUNT, "") == [("generic", {})]


def test_the_end_of_a_domain_is_one_point_and_the_rest_is_generic():
    points = drawn(nonnegative("a"))
    assert len(points) == COUNT
    assert [p for p in points if Fraction(0) in p[1].values()] == [
        p for p in points if p[0] == "boundary" and 0 in p[1].values()
    ]
    assert sum(0 in p.values() for _, p in points) == 1


def test_near_equal_variables_differ_by_a_little_and_never_by_nothing():
    points = in_stratum("near equal", m, n, s, t)
    assert points
    for p in points:
        for a, b in ((p[m], p[n]), (p[s], p[t])):
            assert Fraction(1, 10**13) < relative(a, b) < Fraction(1, 10**3)
    exponents = {len(str(int(1 / relative(p[s], p[t])))) for p in points}
    assert min(exponents) <= 5
    assert max(exponents) >= 11


def test_a_variable_alone_is_near_what_a_standard_normal_has():
    for p in in_stratum("near equal", m, s):
        assert 0 < abs(p[m]) < Fraction(1, 10**3)
        assert 0 < abs(p[s] - 1) < Fraction(1, 10**3)


def test_near_equal_matrices():
    for p in in_stratum("near equal", S, T):
        pairs = [(a, b) for x, y in zip(p[S], p[T], strict=True) for a, b in zip(x, y, strict=True)]
        assert all(relative(a, b) < Fraction(3, 10**3) for a, b in pairs)
        assert any(a != b for a, b in pairs)


def test_extreme_magnitudes():
    values = [abs(p[m]) for p in in_stratum("extreme", m, s)]
    assert min(values) < Fraction(1, 10**5)
    assert max(values) > 10**5
    assert all(Fraction(1, 10**7) < v < 10**6 for v in values)


def test_a_number_in_an_exponent_stays_moderate():
    points = in_stratum("extreme", m, n, lines=(exp(m),))
    assert max(abs(p[m]) for p in points) < 100
    assert max(abs(p[n]) for p in points) > 10**4


def test_boundaries_are_ends_equal_parameters_identities_and_order_1():
    points = in_stratum("boundary", m, n, s, S)
    identity = ((1, 0), (0, 1))
    assert any(p[m] == 0 for p in points)
    assert any(p[m] == p[n] != 0 for p in points)
    assert any(p[s] == 1 for p in points)
    assert any(p[S] == identity for p in points)
    assert any(p[k] == 1 for p in points)
    assert {p[k] for stratum, p in drawn(S) if stratum != "boundary"} == {2, 3}


def test_two_dimensions_differ_but_for_the_boundary():
    j = dimension("j")
    points = [p for name, p in drawn(j, k, vector("v", j)) if name != "boundary"]
    assert {(p[j], p[k]) for p in points} == {(2, 3), (3, 2)}


@pytest.mark.parametrize("domain", SQUARE)
def test_matrices_are_of_their_domain(domain):
    v = Var("V", domain, k)
    for _, point in drawn(v):
        rows = point[v]
        size = point[k]
        a = fmpq_mat([[fmpq(e.numerator, e.denominator) for e in row] for row in rows])
        assert (a.nrows(), a.ncols()) == (size, size)
        if domain in ("symmetric", "positive definite"):
            assert a == a.transpose()
        if "diagonal" in domain:
            assert all(a[i, j] == 0 for i in range(size) for j in range(size) if i != j)
        if domain == "invertible":
            assert a.det() != 0
        if "positive" in domain:
            blocks = (fmpq_mat([list(r[:n]) for r in a.tolist()[:n]]) for n in range(1, size + 1))
            assert all(block.det() > 0 for block in blocks)


def test_a_positive_definite_matrix_has_a_rational_root_unless_it_is_brought_near_another():
    for name, p in drawn(S):
        minor = p[S][0][0]
        square = isqrt(minor.numerator) ** 2, isqrt(minor.denominator) ** 2
        assert square == (minor.numerator, minor.denominator), name


def test_numbers_are_of_their_domain():
    a, u, c, i = nonnegative("a"), unit_interval("u"), natural("c"), index("i", k)
    for _, p in drawn(a, u, c, i, s):
        assert p[s] > 0
        assert p[a] >= 0
        assert 0 <= p[u] <= 1
        assert p[c] >= 0
        assert p[c].denominator == 1
        assert 1 <= p[i] <= p[k]
