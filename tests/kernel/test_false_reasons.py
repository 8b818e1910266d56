"""True lines for false reasons: what a check needs is asked for even where nothing hangs on it."""

from __future__ import annotations

import re

import pytest
from sympy import Integer

from derive.derivation import Derivation, Kind, Relation
from derive.kernel.chain import check
from derive.kernel.report import Verdict
from derive.notation import (
    Derivative,
    Equal,
    Integral,
    Product,
    dimension,
    exp,
    index,
    inverse,
    invertible,
    log,
    matrix,
    natural,
    positive,
    positive_vector,
    real,
    vector,
)
from tests.kernel.test_refusals import last_of, no_evidence, step

__all__ = ["no_evidence"]

a, b, t, v, y = real("a b t v y")
s, u, r = positive("s u r")
n = natural("n")
theta = real("theta")
k = dimension("k")
i, j = index("i j", k)
x, z, m = vector("x z m", k)
c = positive_vector("c", k)
A = matrix("A", k, k)
N = invertible("N", k)
ramp = Integral(u, u, 0, 1)
bell = exp(-(x.T @ x))
ANTIDERIVATIVE, CHANGE = Kind.ANTIDERIVATIVE, Kind.CHANGE_OF_VARIABLES
LINEAR, POLAR = Kind.LINEAR_CHANGE_OF_VARIABLES, Kind.POLAR_COORDINATES
undefined = log(Integer(-1)) ** 2
densities = Product(exp(-(c[j] * x[j] ** 2)), j)


def idle(kind, **parameters):
    """Return a step that takes + 0 away, for a reason that is none."""
    return a + 0, step(a, kind, **parameters)


def plane(f):
    return Integral(Integral(f, v), t)


IDLE = [
    # the reason, the start, the steps
    ("the limit of", *idle(ANTIDERIVATIVE, integral=ramp, antiderivative=u**2 / 2 + 0 * log(u))),
    ("the condition 0 <", *idle(ANTIDERIVATIVE, integral=Integral(t, t, 0, 1), antiderivative=t**2
                                / 2, remainder=0 * log(t))),
    ("no finite limit", *idle(ANTIDERIVATIVE, integral=Integral(exp(-(t**2)), t),
                              antiderivative=Integer(0) - 1 * t, remainder=exp(-(t**2)) + 1)),
    ("the condition 0 < -1", *idle(CHANGE, integral=Integral(Integer(0), t), variable=b,
                                   value=b + 0 * undefined)),
    ("the condition 0 < -1", *idle(POLAR, integral=plane(undefined), radius=r, angle=theta)),
    ("not an integral over the plane", *idle(POLAR, integral=t, radius=r, angle=theta)),
    ("not an integral over the plane", *idle(POLAR, integral=Integral(exp(-(t**2)), t), radius=r,
                                             angle=theta)),
    ("four different variables", *idle(POLAR, integral=Integral(Integral(exp(-(t**2)), t), t),
                                       radius=r, angle=theta)),
    ("the condition", *idle(LINEAR, integral=Integral(bell, x), variable=z, matrix=N,
                            value=N @ z + 0 * (inverse(A) @ m))),
    ("the condition", *idle(LINEAR, integral=Integral(0 * bell, x), variable=z,
                            value=N @ z, matrix=N + 0 * inverse(A))),
    ("is not a polynomial in z", *idle(LINEAR, integral=Integral(exp(x.T @ x), x), variable=z,
                                       matrix=N, value=N @ z)),
    ("already occurs", *idle(LINEAR, integral=Integral(bell, x), variable=x, matrix=N,
                             value=N @ x)),
    ("is not an integral over", *idle(LINEAR, integral=ramp, variable=z, matrix=N, value=N @ z)),
    ("is not a polynomial in x", *idle(Kind.INTEGRAL_OF_A_DERIVATIVE,
                                       integral=Integral(Derivative(x.T @ x, x), x))),
    ("is not a derivative in x", *idle(Kind.INTEGRAL_OF_A_DERIVATIVE,
                                       integral=Integral(Derivative(bell, x, m), x))),
    ("is not a derivative in x", *idle(Kind.INTEGRAL_OF_A_DERIVATIVE,
                                       integral=Integral(Derivative(m.T @ m, m, x), x))),
    ("is not shown to be a density", *idle(
        Kind.MARGINAL, integral=Integral(Product(x[j], j) * x[i], x), index=i, coordinate=t)),
    ("is not a polynomial in t", *idle(
        Kind.MARGINAL, integral=Integral(Product(exp(x[j]), j) * x[i], x), index=i,
        coordinate=t)),
    ("the condition 0 < s + ", log(s), step(
        log(s + (a - b) ** 2), Kind.MONOTONICITY, Relation.AT_MOST, smaller=s,
        larger=s + a * a - 2 * a * b + b * b, difference=(a - b) ** 2)),
]  # fmt: skip


@pytest.mark.parametrize("said", IDLE, ids=lambda said: said[0])
def test_a_reason_that_is_none_is_refused(said):
    reason, *lines = said
    found = last_of(*lines)
    assert found.verdict is not Verdict.PROVED
    assert re.search(re.escape(reason), found.reason), found.reason


def test_an_abbreviation_may_be_explained_by_one_before_it():
    first, second = positive("a_1 a_2")
    by = step(second, Kind.NORMAL_FORM)
    offered = Derivation(
        "explained", "", Equal(second + 0, second), second + 0, (by,), {"s": s},
        where={first: s + 1, second: 2 * first},
    )  # fmt: skip
    assert check(["explained"], {"explained": offered})["explained"].verdict is Verdict.PROVED


def test_a_number_that_has_no_ball_is_compared_with_nothing():
    huge = exp(exp(exp(exp(exp(Integer(9))))))
    found = last_of(Integer(0), step(huge, Kind.ENCLOSURE, Relation.LESS))
    assert (found.verdict, found.reason) == (
        Verdict.DECLINED, f"no finite ball for {huge}",
    )  # fmt: skip
