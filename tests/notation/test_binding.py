"""Substitution does not capture, and bound variables are only names."""

import random

import pytest
from sympy import Integer

from derive.notation import (
    KL,
    Expectation,
    Integrable,
    Integral,
    Normal,
    TendsTo,
    canonical,
    exp,
    free,
    positive,
    real,
    same,
    same_up_to_order,
    substitute,
    subterms,
    unfold,
)

x, y, z, a, b, x1 = real("x y z a b x1")
s = positive("s")


def test_a_free_variable_is_replaced():
    assert substitute(x + y * x, {x: a}) == a + y * a


def test_replacements_are_simultaneous():
    assert substitute(x + y, {x: y, y: x}) == y + x


def test_a_bound_variable_is_not_replaced():
    line = Integral(x * y, x, 0, 1)
    assert substitute(line, {x: a}) == line


def test_the_ends_of_an_integral_are_outside_its_binding():
    assert free(Integral(x, x, 0, x)) == {x}
    assert substitute(Integral(x, x, 0, x), {x: a}) == Integral(x, x, 0, a)


def test_a_bound_variable_is_renamed_where_it_would_capture():
    changed = substitute(Integral(x * y, x, 0, 1), {y: x})
    assert free(changed) == {x}
    assert same(changed, Integral(z * x, z, 0, 1))
    assert not same(changed, Integral(x * x, x, 0, 1))


def test_renaming_avoids_what_is_there():
    changed = substitute(Integral(x * y * x1, x, 0, 1), {y: x})
    assert same(changed, Integral(z * x * x1, z, 0, 1))


def test_renaming_goes_through_nested_bindings():
    line = Integral(Integral(x * y * a, y, 0, 1), x, 0, 1)
    changed = substitute(line, {a: x + y})
    assert free(changed) == {x, y}
    u, v = real("u v")
    assert same(changed, Integral(Integral(u * v * (x + y), v, 0, 1), u, 0, 1))


@pytest.mark.parametrize(
    "made",
    [
        lambda v: Integral(v * a, v, 0, 1),
        lambda v: Integral(Integral(v * y, y, 0, v), v, 0, 1),
        lambda v: Expectation(v**2, v, Normal(a, s)),
        lambda v: TendsTo(exp(-(v**2)) * a, v, 0),
        lambda v: Integrable(exp(-(v**2)) * a, v),
    ],
)
def test_terms_are_equal_up_to_the_names_of_bound_variables(made):
    assert same(made(x), made(z))
    assert canonical(made(x)) == canonical(made(z))
    assert made(x) != made(z)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (Integral(x * a, x, 0, 1), Integral(a * a, a, 0, 1)),
        (Integral(x * a, x, 0, 1), Integral(x * b, x, 0, 1)),
        (Integral(Integral(x, y, 0, 1), x, 0, 1), Integral(Integral(y, y, 0, 1), x, 0, 1)),
        (Integral(s, s, 0, 1), Integral(x, x, 0, 1)),
        (Integral(x, x, 0, x), Integral(z, z, 0, z)),
        (Expectation(x, x, Normal(x, s)), Expectation(z, z, Normal(z, s))),
    ],
)
def test_terms_that_mean_something_else_are_not_the_same(one, other):
    assert not same(one, other)


def test_a_distribution_lies_outside_the_binding_of_its_expectation():
    line = Expectation(x, x, Normal(x, s))
    assert free(line) == {x, s}
    assert same(unfold(line), Integral(z * Normal(x, s)(z), z))


def test_unfolding_an_expectation_captures_nothing():
    line = Expectation(Integral(x * x1, x1, 0, 1), x, Normal(x, 1))
    assert same(unfold(line), Integral(Integral(z * y, y, 0, 1) * Normal(x, 1)(z), z))


def test_unfolding_a_divergence_captures_nothing():
    q, p = Normal(x, s), Normal(0, 1)
    assert free(unfold(KL(q, p))) == {x, s}


def random_term(source, depth, letters):
    if depth == 0:
        return source.choice([*letters, Integer(source.randint(-2, 3))])
    kind = source.randrange(4)
    inner = [random_term(source, depth - 1, letters) for _ in range(2)]
    if kind == 0:
        return inner[0] + inner[1] if source.random() < 0.5 else inner[0] - inner[1]
    if kind == 1:
        return inner[0] * inner[1]
    if kind == 2:
        return Integral(inner[0], source.choice(letters), 0, inner[1])
    return exp(inner[0])


def renamed_at_random(term, source):
    """Rename every bound variable, by a road of its own."""
    if not term.args:
        return term
    if isinstance(term, Integral):
        new = real(f"w{source.randrange(10**6)}")
        body = renamed_at_random(term.body, source)
        ends = (renamed_at_random(e, source) for e in term.args[2:])
        return Integral(body.xreplace({term.variable: new}), new, *ends)
    return term.func(*(renamed_at_random(t, source) for t in term.args))


def test_random_terms_are_the_same_under_random_names():
    source = random.Random(1)
    for _ in range(200):
        term = random_term(source, 4, [x, y, a])
        assert same(term, renamed_at_random(term, source))
        assert same_up_to_order(term, renamed_at_random(term, source))


def test_substitution_of_fresh_letters_and_back_is_the_identity():
    source = random.Random(2)
    p, q, r = real("p q r")
    for _ in range(200):
        term = random_term(source, 4, [x, y, a])
        there = substitute(term, {x: p, y: q, a: r})
        assert free(there) <= {p, q, r}
        assert same(substitute(there, {p: x, q: y, r: a}), term)


def test_subterms_are_all_that_is_there():
    assert list(subterms(x + 2 * y)) == [x + 2 * y, x, 2 * y, Integer(2), y]
