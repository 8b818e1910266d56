"""What is no derivation at all: forged nodes, numbers and variables, and odd parts."""

from __future__ import annotations

from dataclasses import replace
from unittest.mock import patch

import pytest
import sympy
from sympy import Integer, Rational
from sympy.core.basic import Basic

from derive.derivation import Derivation, Kind, Relation
from derive.kernel import form
from derive.kernel.chain import check
from derive.kernel.form import MOST_NODES, InvalidDerivation, check_nodes
from derive.notation import (
    Derivative,
    Entry,
    Equal,
    Exp,
    Expectation,
    Identity,
    Integral,
    Neg,
    Normal,
    Plus,
    PositiveDefinite,
    StrictlyConvex,
    Sum,
    TendsTo,
    Times,
    Unequal,
    Var,
    dimension,
    index,
    oo,
    positive_definite,
    real,
    vector,
)
from tests.kernel.test_refusals import step

x, y = real("x y")
k = dimension("k")
i = index("i", k)
v = vector("v", k)
S = positive_definite("S", k)
HERE = ("", 0)


class Letter(Var):
    """A variable of a kind of its own."""


def forged(node, *args):
    """Return a node whose constructor has checked nothing."""
    return Basic.__new__(node, *args)


def number(p, q):
    """Return a rational that says of itself that it is p/q."""
    made = Basic.__new__(Rational)
    made.p, made.q = p, q
    return made


def letter(**changed):
    """Return the variable x with something changed behind its back."""
    made = Var.unchecked("x", "real")
    for name, value in changed.items():
        setattr(made, name, value)
    return made


class Same(Var):
    """A variable of a kind of its own, called as the variables are."""


Same.__name__ = "Var"


class Odd(Rational):
    """A number of a kind of its own."""

    __slots__ = ()


def odd():
    """Return what looks like a half."""
    made = Basic.__new__(Odd)
    made.p, made.q = 1, 2
    return made


NOT_LINES = [
    (7, "is not a line"),
    ("x", "is not a line"),
    (forged(Plus, x, oo), "may be infinite"),
    (forged(Exp, -oo), "may be infinite"),
    (forged(Plus, x, "y"), "is not a term"),
    (forged(Plus, x, 7), "is not a term"),
    (forged(Plus, x, Normal(x, 1)), "is not a term"),
    (forged(Plus, x, Equal(x, y)), "a proposition inside a term"),
    (forged(Plus, x), "takes 2 arguments, not 1"),
    (forged(Plus, x, v), "shape|number|scalar|and"),
    (forged(Basic, x), "does not belong to the notation"),
    (forged(Expectation, x, x, y), "is not a distribution"),
    (forged(Expectation, x, x, x * y), "is not a distribution"),
    (forged(Expectation, x, x, Integer(2)), "is not a distribution"),
    (forged(Derivative, x**2, Integer(2), x), "is not a variable"),
    (forged(Derivative, x**2, x * y, x), "is not a variable"),
    (forged(TendsTo, x, x, Integer(0)), "does not belong to the notation"),
    (forged(StrictlyConvex, x), "does not belong to the notation"),
    (forged(Entry, v, i, i, i), "does not belong to the notation"),
    (forged(Sum, x, k), "a dimension cannot be bound"),
    (forged(Plus, x, sympy.Float(0.5)), "is not a term|not belong"),
    (forged(Plus, x, sympy.I), "is not a term|not belong"),
    (forged(Plus, x, sympy.pi), "is not a term|not belong"),
    (forged(Plus, x, number(2, 4)), "is not a rational in lowest terms"),
    (forged(Plus, x, number(1, -2)), "is not a rational in lowest terms"),
    (forged(Plus, x, number(1, 0)), "is not a rational in lowest terms"),
    (forged(Plus, x, number(True, 1)), "is not a rational in lowest terms"),
    (forged(Plus, x, number(1, True)), "is not a rational in lowest terms"),
    (Var.unchecked("#x", "real"), "is not the name of a variable"),
    (Same.unchecked("x", "real"), "is not the name of a variable"),
    (forged(Plus, x, odd()), "is not a term|not belong"),
    (forged(Identity, k), "is misshapen"),
    (letter(_shape=(k, k)), "is not the name of a variable"),
    (letter(_args=(y,)), "is not the name of a variable"),
    (letter(_mhash=7), "is not the name of a variable"),
    (Letter.unchecked("x", "real"), "is not the name of a variable"),
    (letter(name=7), "is not the name of a variable"),
    (letter(domain="imaginary"), "is not the name of a variable"),
    (letter(dimensions=[k]), "is not the name of a variable"),
]


@pytest.mark.parametrize(("line", "reason"), NOT_LINES, ids=lambda x: str(type(x)))
def test_what_is_not_of_the_notation_is_no_line(line, reason):
    with pytest.raises(InvalidDerivation, match=reason):
        check_nodes(line, HERE)


@pytest.mark.parametrize(
    "line", [Unequal(x, y), PositiveDefinite(S), Integral(x, x, 0, 1), Rational(1, 2)]
)
def test_what_is_of_the_notation_is_a_line(line):
    check_nodes(line, HERE)


def test_a_line_has_at_most_so_many_parts():
    line = x
    for _ in range(MOST_NODES.bit_length() - 2):
        line = Times(line, line)
    check_nodes(line, HERE)
    with pytest.raises(InvalidDerivation, match="more than"):
        check_nodes(Times(line, line), HERE)


def deep(line, depth=3000):
    for _ in range(depth):
        line = forged(Neg, line)
    return line


TRUE = Derivation(
    "true", "", Equal(x + 0, x), x + 0, (step(x, Kind.NORMAL_FORM),), {"x": x}
)  # fmt: skip


def with_(**changed):
    """Return the true derivation with something changed behind its back."""
    made = replace(TRUE)
    for name, value in changed.items():
        object.__setattr__(made, name, value)
    return made


def other_step(**changed):
    made = replace(TRUE.steps[0])
    for name, value in changed.items():
        object.__setattr__(made, name, value)
    return made


class Derived(Derivation):
    """A derivation of a kind of its own."""


class Stepped(type(TRUE.steps[0])):
    """A step of a kind of its own."""


@pytest.mark.parametrize(
    ("derivation", "reason"),
    [
        (with_(steps=list(TRUE.steps)), "is not a Derivation with a tuple of steps"),
        (with_(assumptions=(x,)), "an assumption of true is not a proposition"),
        (with_(claim=x), "the claim of true is not a proposition"),
        (with_(start=Equal(x, y), arguments={"x": x, "y": y}), "only '<=>' leads on"),
        (with_(start=deep(x)), "nested too deeply|more than"),
        (with_(steps=(other_step(relation="="),)), "has a step that is no Step"),
        (with_(steps=(*TRUE.steps, *TRUE.steps)), "two steps are called"),
        (with_(steps=()), "has no steps"),
        (with_(arguments={}), "is neither bound nor among the arguments"),
    ],
    ids=lambda a: a[:20] if isinstance(a, str) else "",
)
def test_what_is_no_derivation_is_not_checked(derivation, reason):
    with pytest.raises(InvalidDerivation, match=reason):
        check(["true"], {"true": derivation})


def test_a_derivation_or_step_of_another_kind_is_none():
    fields = {f: getattr(TRUE, f) for f in ("name", "title", "claim", "start", "steps")}
    with pytest.raises(InvalidDerivation, match="is not a Derivation"):
        check(["true"], {"true": Derived(**fields, arguments={"x": x})})
    old = TRUE.steps[0]
    odd = Stepped(old.name, old.line, old.by, old.reason, Relation.EQUAL)
    with pytest.raises(InvalidDerivation, match="has a step that is no Step"):
        check(["true"], {"true": with_(steps=(odd,))})


def test_a_line_has_no_more_parts_than_are_allowed():
    with patch.object(form, "MOST_NODES", 3):
        check_nodes(x + y, HERE)
        with pytest.raises(InvalidDerivation, match="more than 3 parts"):
            check_nodes(Exp(x + y), HERE)
