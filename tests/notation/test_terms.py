"""Terms keep the tree of their author, and hold nothing but exact numbers."""

import pickle

import pytest
import sympy
from sympy import Float, Integer, Rational, oo

from derive.library import LIBRARY
from derive.notation import (
    Equal,
    Integral,
    Normal,
    Over,
    Plus,
    Power,
    Times,
    Var,
    as_term,
    exp,
    expression,
    half,
    log,
    natural,
    nonnegative,
    pi,
    positive,
    real,
    sqrt,
)

x, y, m, n = real("x y m n")
s = positive("s")


def test_a_sum_is_not_evaluated():
    line = (x - m) + (m - n)
    assert isinstance(line, Plus)
    assert line != x - n
    assert line.doit() == (x - n).doit()


@pytest.mark.parametrize("line", [x / x, 0 * x, x - x, x + 0, 1 * x, half * (x + y), x**1, x**0])
def test_what_sympy_would_evaluate_stays_as_written(line):
    assert line.func in (Over, Times, Power, Plus, type(x - x))
    assert len(line.args) == 2


def test_the_order_of_the_author_stays():
    assert (x + y).args == (x, y)
    assert (y + x).args == (y, x)
    assert x + y != y + x


def test_numbers_on_either_side_build_terms():
    assert isinstance(1 / x, Over)
    assert isinstance(2**x, Power)
    assert isinstance(Integer(2) * x, Times)
    assert isinstance(Rational(1, 2) + x, Plus)


@pytest.mark.parametrize("number", [0.5, 1.0, Float("0.5"), float("nan"), float("inf"), True])
def test_a_number_that_is_not_exact_is_refused(number):
    with pytest.raises(TypeError):
        x + number


@pytest.mark.parametrize("value", [sympy.nan, sympy.zoo, sympy.I, sympy.pi, sympy.E, sympy.sqrt(2)])
def test_an_evaluating_sympy_number_is_refused(value):
    with pytest.raises(TypeError):
        as_term(value)


def test_a_sympy_symbol_is_refused():
    with pytest.raises(TypeError):
        x + sympy.Symbol("z")


def test_a_string_is_not_a_term():
    with pytest.raises((TypeError, sympy.SympifyError)):
        x + "y"


def test_doit_gives_ordinary_sympy():
    line = ((x - m) + (m - n)) ** 2 / (2 * s**2) + log(s) - sqrt(s) * exp(-x) + pi
    plain = line.doit()
    u, v = sympy.symbols("x n", real=True)
    t = sympy.Symbol("s", positive=True)
    expected = (u - v) ** 2 / (2 * t**2) + sympy.log(t) - sympy.sqrt(t) * sympy.exp(-u) + sympy.pi
    assert sympy.expand(plain - expected) == 0
    assert not any(type(t).__module__.startswith("derive") for t in sympy.preorder_traversal(plain))


def test_doit_of_an_integral_is_sympys():
    bell = Integral(exp(-(x**2)), x)
    assert bell.doit().doit() == sympy.sqrt(sympy.pi)


def test_raw_subs_is_refused():
    with pytest.raises(TypeError, match="captures bound variables"):
        (x + y).subs({x: y})


@pytest.mark.parametrize("name", LIBRARY)
def test_lines_survive_pickling(name):
    derivation = LIBRARY[name]
    for line in (derivation.claim, derivation.start, *(s.line for s in derivation.steps)):
        again = pickle.loads(pickle.dumps(line))
        assert again == line
        assert hash(again) == hash(line)
        assert expression(again) == expression(line)


def test_a_proposition_has_no_truth_value():
    with pytest.raises(TypeError, match="the kernel decides"):
        bool(Equal(x, x))


@pytest.mark.parametrize("name", ["#1", "", "1x", "x y", "λ", "x-1", "x;", "ｘ"])
def test_a_name_that_is_none_is_refused(name):
    with pytest.raises((ValueError, IndexError)):
        Var(name)


def test_a_domain_that_is_none_is_refused():
    with pytest.raises(ValueError, match="unknown domain"):
        Var("x", "complex")


def test_variables_of_one_name_and_two_domains_differ():
    assert real("x") != positive("x")
    assert nonnegative("x") != natural("x")
    assert real("x") == real("x")


def test_a_density_belongs_to_a_distribution():
    with pytest.raises(TypeError):
        Integral(x, x + 1)
    assert Normal(m, s)(x).args == (Normal(m, s), x)
    assert Integral(x, x).args[2:] == (-oo, oo)
