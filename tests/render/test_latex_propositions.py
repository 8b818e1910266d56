"""Propositions in LaTeX are set as a mathematician sets them."""

from __future__ import annotations

import pytest
from latex_letters import S, X, a, b, c, i, k, n, shown, sigma, x

from derive.notation import (
    And,
    AtMost,
    Attracts,
    Equal,
    ForAll,
    Iff,
    Less,
    StrictlyConvex,
    TendsTo,
    Zero,
    det,
    exp,
)


@pytest.mark.parametrize(
    ("proposition", "tex"),
    [
        (And(Equal(a, b), Less(b, c)), r"a=b\ \text{and}\ \ b<c"),
        (And(Equal(a, b), And(Less(b, c), AtMost(0, c))),
         r"a=b\ \text{and}\ \ b<c\ \text{and}\ \ 0\le c"),
        (Iff(Equal(exp(a), 1), Equal(a, 0)), r"e^a=1\quad\Longleftrightarrow\quad a=0"),
        (Iff(Equal(X, Zero(k, 1)), Equal(X.T @ X, 0)),
         r"\mathbf{x}=\mathbf{0}\quad\Longleftrightarrow\quad\mathbf{x}^\top\mathbf{x}=0"),
        (Iff(And(Equal(a, 0), Equal(b, 0)), Equal(a**2 + b**2, 0)),
         r"a=0\ \text{and}\ \ b=0\quad\Longleftrightarrow\quad a^2+b^2=0"),
        (And(Iff(Equal(a, 0), Equal(b, 0)), Less(a, c)),
         r"(a=0\quad\Longleftrightarrow\quad b=0)\ \text{and}\ \ a<c"),
        (Iff(Equal(a, 0), Iff(Equal(b, 0), Equal(c, 0))),
         r"a=0\quad\Longleftrightarrow\quad(b=0\quad\Longleftrightarrow\quad c=0)"),
        (ForAll(Less(0, exp(x)), x), r"0<e^x\text{for all}x\in\mathbb{R}"),
        (ForAll(Less(0, sigma), sigma), r"0<\sigma\text{for all}\sigma>0"),
        (ForAll(AtMost(1, n + 1), n), r"1\le n+1\text{for all}n\in\{0,1,2,\dots\}"),
        (ForAll(AtMost(0, X[i] ** 2), i), r"0\le x_i^2\text{for all}i\in\{1,\dots,k\}"),
        (ForAll(AtMost(0, X.T @ X), X),
         r"0\le\mathbf{x}^\top\mathbf{x}\text{for all}\mathbf{x}\in\mathbb{R}^{k}"),
        (ForAll(Less(0, det(S)), S),
         r"0<\det\Sigma\text{for all}\Sigma\in\mathbb{R}^{k\timesk}\text{with}\Sigma\succ 0"),
        (ForAll(And(Less(0, a), Less(a, b)), a),
         r"(0<a\ \text{and}\ \ a<b)\text{for all}a\in\mathbb{R}"),
        (ForAll(TendsTo(x * a, a, 0, 0), x),
         r"xa\longrightarrow 0\text{as}a\to 0\text{,for all}x\in\mathbb{R}"),
        (ForAll(ForAll(Less(a, b), a), b),
         r"a<b\text{for all}a\in\mathbb{R}\text{,for all}b\in\mathbb{R}"),
        (Iff(ForAll(Less(a, x), x), Less(a, b)),
         r"(a<x\text{for all}x\in\mathbb{R})\quad\Longleftrightarrow\quad a<b"),
        (And(TendsTo(x, x, 0, 0), Less(a, b)),
         r"(x\longrightarrow 0\text{as}x\to 0)\ \text{and}\ \ a<b"),
        (StrictlyConvex(x**2, x), r"x^2\text{is strictly convex in}x"),
        (Attracts(x**2, x, 0), r"0\text{attracts under}x\mapsto x^2"),
        (StrictlyConvex(x**2 + a**2, x, a), r"x^2+a^2\text{is strictly convex in}(x,a)"),
    ],
)  # fmt: skip
def test_propositions_are_set_as_a_mathematician_sets_them(proposition: object, tex: str) -> None:
    assert shown(proposition) == tex.replace(" ", "")
