"""What the LaTeX says is what the tree says, and it compiles anywhere."""

from __future__ import annotations

import cmath
import math
import os
import random
import re
import shutil
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import latex_reader
import numpy as np
import pytest
from latex_reader import value

from derive.document import ArgumentEntry, ConditionEntry, DerivationEntry, Document, document
from derive.formula import PROPOSITIONS, Formula, formula
from derive.kernel.chain import check
from derive.library import LIBRARY
from derive.notation import (
    KL,
    And,
    Applied,
    AtMost,
    Attracts,
    Bracket,
    Cholesky,
    Coordinates,
    Derivative,
    Diagonal,
    Entry,
    Equal,
    Expectation,
    ForAll,
    Identity,
    Iff,
    Integrable,
    Integral,
    Inverse,
    Lambda,
    Less,
    MatrixProduct,
    Max,
    MultivariateNormal,
    Normal,
    Over,
    PositiveDefinite,
    Product,
    Scalar,
    StrictlyConvex,
    Sum,
    TendsTo,
    Times,
    Trace,
    Unequal,
    Var,
    WithDensity,
    Zero,
    as_term,
    det,
    dimension,
    exp,
    half,
    index,
    inverse,
    log,
    matrix,
    natural,
    nonnegative,
    oo,
    pi,
    positive,
    positive_definite,
    positive_function,
    positive_vector,
    real,
    sin,
    sqrt,
    trace,
    unfold,
    vector,
)
from derive.notation.variable import LENGTHS
from derive.render.latex.files import latex, render
from derive.render.latex.formula import Printer
from derive.render.latex.text import DOMAINS, SQUARE, NoLatex, name, plain, prose

a, b, c, d, x, mu1, mu2 = real("a b c d x mu_1 mu_2")
n = natural("n")
sigma, sigma1 = positive("sigma sigma_1")
q, p = Normal(mu1, sigma1), Normal(mu2, sigma)
LETTERS = {formula(q): "q", formula(p): "p"}


def shown(term: object) -> str:
    """The LaTeX of a term, without spaces."""
    return latex(formula(term), LETTERS).replace(" ", "")


@pytest.mark.parametrize(
    ("term", "tex"),
    [
        ((x**2) ** 3, r"(x^2)^3"),
        (x ** (n + 1), r"x^{n+1}"),
        ((a - b) - (c - d), r"(a-b)-(c-d)"),
        ((a - b) - c, r"a-b-c"),
        (a - (b - c), r"a-(b-c)"),
        ((x - mu1) + (mu1 - mu2), r"(x-\mu_1)+(\mu_1-\mu_2)"),
        (-(a + b), r"-(a+b)"),
        (-(a * b), r"-ab"),
        ((-a) * b, r"(-a)b"),
        (a * (-b), r"a\,(-b)"),
        (a + (-b), r"a+(-b)"),
        (a / (b / c), r"\frac{a}{b/c}"),
        ((a / b) / c, r"\frac{a/b}{c}"),
        (a ** (b / c), r"a^{b/c}"),
        (a ** (b / (c * d)), r"a^{b/(cd)}"),
        (a ** (log(b) / c), r"a^{(\log b)/c}"),
        (Times(-1, -1) ** 2, r"\bigl((-1)(-1)\bigr)^2"),
        (log(Over(-1, 3)), r"\log\frac{-1}{3}"),
        (log(-(a / b)), r"\log\!\left(-\frac{a}{b}\right)"),
        (Times(2, 3), r"2\cdot 3"),
        (2 * (a - b) * 0, r"2(a-b)\cdot 0"),
        (2 * sigma**2, r"2\sigma^2"),
        (half * x, r"\frac{1}{2}\,x"),
        (Times(1, x), r"1\cdot x"),
        (Times(1, sqrt(a)), r"1\cdot\sqrt{a}"),
        (Max(a, Max(b, c)) ** 2, r"\bigl(\max\bigl(a,\max(b,c)\bigr)\bigr)^2"),
        (
            TendsTo(log(sigma), sigma, -oo, 0),
            r"\log\sigma\longrightarrow-\infty\text{as}\sigma\downarrow 0",
        ),
        (TendsTo(a, nonnegative("b"), a, 0), r"a\longrightarrow a\text{as}b\downarrow 0"),
        (TendsTo(a * b, b, 0, 0), r"ab\longrightarrow 0\text{as}b\to 0"),
        (TendsTo(1 / n, n, 0, oo), r"\frac{1}{n}\longrightarrow 0\text{as}n\to\infty"),
        (
            TendsTo(sigma + 1 / sigma, sigma, oo, 0, oo),
            r"\sigma+\frac{1}{\sigma}\longrightarrow\infty"
            r"\text{as}\sigma\downarrow 0\text{and}\sigma\to\infty",
        ),
        (abs(x) ** n, r"\lvert x\rvert^n"),
        (sqrt(a) ** 2, r"(\sqrt{a})^2"),
        (sigma1**2, r"\sigma_1^2"),
        (x - mu1, r"x-\mu_1"),
        (log(a) * b, r"\log a\cdot b"),
        (b * log(a), r"b\log a"),
        (log(a) ** 2, r"(\log a)^2"),
        (log(a * b), r"\log(ab)"),
        (log(a / b), r"\log\frac{a}{b}"),
        (log(sigma**2), r"\log\sigma^2"),
        (sin(a**2), r"\sin(a^2)"),
        (exp(-(x**2)), r"e^{-x^2}"),
        (exp(a) ** n, r"(e^a)^n"),
        (exp(-(x**2 / 2)), r"\exp\!\left(-\frac{x^2}{2}\right)"),
        (exp(-(a / 2)), r"e^{-a/2}"),
        (log(q(x)), r"\log q(x)"),
        (as_term(1000), "1000"),
        (as_term(1000000), r"1\,000\,000"),
        (real("ell") ** 2, r"\ell^2"),
        (2 * pi, r"2\pi"),
        (Integral(x - a, x), r"\int_{-\infty}^{\infty}(x-a)\,dx"),
        (Integral(x, x, 0, oo) * a, r"\left(\int_{0}^{\infty}x\,dx\right)a"),
        (Bracket(x, x, 0, b), r"[x]_{x=0}^{b}"),
        (KL(q, p), r"\mathrm{KL}(q\,\|\,p)"),
        (q(x), r"q(x)"),
        (Normal(a, b)(x), r"\mathcal{N}(x;\,a,b^2)"),
        (Expectation((x - mu1) ** 2, x, q), r"\mathbb{E}_q\bigl[(x-\mu_1)^2\bigr]"),
        (Expectation(a, a, q), r"\mathbb{E}_{a\sim q}[a]"),
        (TendsTo(q(x), x, 0), r"q(x)\longrightarrow 0\text{as}x\to\pm\infty"),
        (Integrable(x, x, 0, oo), r"x\text{is integrable in}x\text{over}[0,\infty)"),
    ],
)
def test_a_tree_is_set_as_a_mathematician_sets_it(term: object, tex: str) -> None:
    assert shown(term) == tex.replace(" ", "")


def test_a_negative_base_takes_parentheses() -> None:
    minus_one, two = Formula("Number", text="-1"), Formula("Number", text="2")
    assert latex(Formula("Power", (minus_one, two))) == "(-1)^2"


k, m = dimension("k m")
i, j = index("i j", k)
X, Y, M, M1 = vector("x y mu mu_1", k)
S, S1 = positive_definite("Sigma Sigma_1", k)
R, B = matrix("A", m, k), matrix("B", k, k)
D = positive_vector("sigma", k)
Q, P = MultivariateNormal(M1, S1), MultivariateNormal(M, S)
LETTERS |= {formula(Q): "q", formula(P): "p"}


@pytest.mark.parametrize(
    ("term", "tex"),
    [
        (M1, r"\boldsymbol{\mu}_1"),
        (vector("w_12", k), r"\mathbf{w}_{12}"),
        (vector("log_var", k), r"\mathbf{log}_{\mathrm{var}}"),
        (D, r"\boldsymbol{\sigma}"),
        (S1, r"\Sigma_1"),
        (R @ X, r"A\mathbf{x}"),
        ((R @ X).T, r"(A\mathbf{x})^\top"),
        ((X - M).T, r"(\mathbf{x}-\boldsymbol{\mu})^\top"),
        (inverse(S1) @ S, r"\Sigma_1^{-1}\Sigma"),
        (inverse(S @ B), r"(\Sigma B)^{-1}"),
        (inverse(B).T, r"B^{-\top}"),
        (inverse(S @ B).T, r"(\Sigma B)^{-\top}"),
        (inverse(B.T), r"(B^\top)^{-1}"),
        (B.T.T, r"(B^\top)^\top"),
        (X.T @ S @ X, r"\mathbf{x}^\top\Sigma\mathbf{x}"),
        ((X.T @ Y) ** 2, r"(\mathbf{x}^\top\mathbf{y})^2"),
        (2 * (X.T @ Y), r"2\mathbf{x}^\top\mathbf{y}"),
        ((2 * X.T) @ Y, r"(2\mathbf{x}^\top)\mathbf{y}"),
        ((X.T @ Y) * B, r"(\mathbf{x}^\top\mathbf{y})B"),
        (B * (X.T @ Y), r"B\,(\mathbf{x}^\top\mathbf{y})"),
        (X @ X.T * Q(X), r"\mathbf{x}\mathbf{x}^\top\,q(\mathbf{x})"),
        ((a * B) @ X, r"(aB)\mathbf{x}"),
        (-(B @ X), r"-B\mathbf{x}"),
        ((-B) @ X, r"(-B)\mathbf{x}"),
        (B / 2 @ X, r"\frac{B}{2}\,\mathbf{x}"),
        (trace(B), r"\operatorname{tr}(B)"),
        (trace(B @ S), r"\operatorname{tr}(B\Sigma)"),
        (det(S), r"\det\Sigma"),
        (det(S) ** 2, r"(\det\Sigma)^2"),
        (det(S @ B), r"\det(\Sigma B)"),
        (det(inverse(S)), r"\det(\Sigma^{-1})"),
        (det(S) * det(B), r"\det\Sigma\cdot\det B"),
        (log(det(S)), r"\log\det\Sigma"),
        (log(det(S) / det(B)), r"\log\frac{\det\Sigma}{\det B}"),
        (B @ Cholesky(S).T, r"B\operatorname{chol}(\Sigma)^\top"),
        (Cholesky(S)[i, j], r"\operatorname{chol}(\Sigma)_{ij}"),
        (Identity(k), "I_k"),
        (Identity(k)[i, j], "(I_k)_{ij}"),
        (Identity(2), "I_2"),
        (Zero(k, 1), r"\mathbf{0}"),
        (B + Zero(k, k), "B+0"),
        (Equal(X - M, Zero(k, 1)), r"\mathbf{x}-\boldsymbol{\mu}=\mathbf{0}"),
        (B @ Zero(k, m), r"B\cdot 0_{k\times m}"),
        (a * Zero(k, 1), r"a\cdot\mathbf{0}_k"),
        (Coordinates(X[i] ** 2, i), r"(x_i^2)_{i=1}^{k}"),
        (Coordinates(X[i], i).T @ Y, r"\bigl((x_i)_{i=1}^{k}\bigr)^\top\,\mathbf{y}"),
        (Coordinates(X[i], i)[j], r"\bigl((x_i)_{i=1}^{k}\bigr)_j"),
        (B @ Coordinates(a, i), r"B\,(a)_{i=1}^{k}"),
        (1 * Identity(k) - Zero(k, k), r"1\cdot I_k-0"),
        (log(det(S @ B)), r"\log\det(\Sigma B)"),
        (log(det(S @ B)) * a, r"\log\det(\Sigma B)\cdot a"),
        (X[i] ** 2, "x_i^2"),
        (M1[i], r"\mu_{1,i}"),
        (B[i, j], "B_{ij}"),
        (matrix("A_1", k, k)[i, j], "A_{1,ij}"),
        (X[index("i_1", k)], "x_{i_1}"),
        (B[index("i_1", k), j], "B_{i_1,j}"),
        ((B @ X)[i], r"(B\mathbf{x})_i"),
        (inverse(B)[i, j] ** 2, "(B^{-1})_{ij}^2"),
        (Sum(X[i] ** 2, i), r"\sum_{i=1}^{k}x_i^2"),
        (Sum(X[i] + a, i), r"\sum_{i=1}^{k}(x_i+a)"),
        (Sum(X[i], i) + a, r"\sum_{i=1}^{k}x_i+a"),
        (Sum(X[i], i) * a, r"\left(\sum_{i=1}^{k}x_i\right)a"),
        (a * Sum(X[i], i), r"a\sum_{i=1}^{k}x_i"),
        (exp(Sum(X[i], i) / k), r"\exp\!\left(\frac{\sum_{i=1}^{k}x_i}{k}\right)"),
        (x ** (Sum(X[i], i) / k), r"x^{\left(\sum_{i=1}^{k}x_i\right)/k}"),
        (log(D[i] ** 2), r"\log\sigma_i^2"),
        (Sum(Sum(B[i, j], j), i), r"\sum_{i=1}^{k}\sum_{j=1}^{k}B_{ij}"),
        (Product(D[i], i), r"\prod_{i=1}^{k}\sigma_i"),
        (Product(a, index("i", 3)), r"\prod_{i=1}^{3}a"),
        (Diagonal(D[i] ** 2, i), r"\operatorname{diag}(\sigma_i^2)_{i=1}^{k}"),
        (inverse(Diagonal(a, i)), r"\bigl(\operatorname{diag}(a)_{i=1}^{k}\bigr)^{-1}"),
        (Integral(Q(X), X), r"\int_{\mathbb{R}^k}q(\mathbf{x})\,d\mathbf{x}"),
        (
            Integrable(Q(X), X),
            r"q(\mathbf{x})\text{is integrable in}\mathbf{x}\text{over}\mathbb{R}^k",
        ),
        (Derivative(sin(a), a), r"\frac{\partial}{\partial a}\sin a"),
        (Derivative(a * b, a), r"\frac{\partial}{\partial a}(ab)"),
        (Derivative(a**2, a, b), r"\frac{\partial}{\partial a}\,a^2\biggr|_{a=b}"),
        (
            b * Derivative(a**2, a, b),
            r"b\,\left(\frac{\partial}{\partial a}\,a^2\biggr|_{a=b}\right)",
        ),
        (
            Derivative(Derivative(a**2, a), a, b),
            r"\frac{\partial}{\partial a}"
            r"\left(\frac{\partial}{\partial a}\,a^2\right)\biggr|_{a=b}",
        ),
        (Derivative(a**2, a) * b, r"\left(\frac{\partial}{\partial a}\,a^2\right)b"),
        (Derivative(Q(X), X), r"\nabla_{\mathbf{x}}\,q(\mathbf{x})"),
        (Derivative(KL(Q, P), M1), r"\nabla_{\boldsymbol{\mu}_1}\,\mathrm{KL}(q\,\|\,p)"),
        (
            Derivative(X.T @ Y, X, Y),
            r"\nabla_{\mathbf{x}}(\mathbf{x}^\top\mathbf{y})\bigr|_{\mathbf{x}=\mathbf{y}}",
        ),
        (Derivative(R @ X, X), r"\frac{\partial}{\partial\mathbf{x}}(A\mathbf{x})"),
        (Derivative(log(det(S)), S), r"\nabla_{\Sigma}\log\det\Sigma"),
        (MultivariateNormal(Zero(k, 1), Identity(k)), r"\mathcal{N}(\mathbf{0},I_k)"),
        (MultivariateNormal(X, S)(Y), r"\mathcal{N}(\mathbf{y};\,\mathbf{x},\Sigma)"),
        (Expectation(X @ X.T, X, Q), r"\mathbb{E}_q[\mathbf{x}\mathbf{x}^\top]"),
        (Expectation(Y, Y, P), r"\mathbb{E}_{\mathbf{y}\sim p}[\mathbf{y}]"),
        (PositiveDefinite(S), r"\Sigma\succ 0"),
        (Unequal(det(B), 0), r"\det B\ne 0"),
    ],
)  # fmt: skip
def test_vectors_and_matrices_are_set_as_a_mathematician_sets_them(term: object, tex: str) -> None:
    assert shown(term) == tex.replace(" ", "")


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


HEADS = ["Plus", "Minus", "Times", "Over", "Power", "Neg", "Exp", "Log", "Sqrt", "Abs", "Sin"]
VALUES = {"x": 1.3, "\\mu_1": 0.7, "\\sigma_2": 1.9}


def grown(r: random.Random, depth: int) -> Formula:
    """A formula at random."""
    if depth == 0 or r.random() < 0.1:
        numbers = [Formula("Number", text=t) for t in ("2", "3", "-1", "1/2", "-2/3")]
        return r.choice([*(Formula("Var", text=v) for v in ("x", "mu_1", "sigma_2")), *numbers])
    head = r.choice(HEADS)
    if head == "Power":
        return Formula(head, (grown(r, depth - 1), Formula("Number", text=r.choice(["2", "3"]))))
    count = 2 if head in ("Plus", "Minus", "Times", "Over") else 1
    return Formula(head, tuple(grown(r, depth - 1) for _ in range(count)))


def meant(f: Formula) -> complex:
    """The value of a tree."""
    if f.head == "Var":
        return VALUES[name(f.text)]
    if f.head == "Number":
        top, _, bottom = f.text.partition("/")
        return complex(int(top)) / int(bottom or 1)
    args = [meant(arg) for arg in f.args]
    if f.head in ("Log", "Sqrt") and args[0].real < 0 and abs(args[0].imag) < 1e-6:
        raise ValueError("on the cut rounding decides, not the formula")
    if any(abs(arg) > 1e4 for arg in args):
        raise ValueError("so far out rounding decides, not the formula")
    two = {
        "Plus": lambda s, t: s + t,
        "Minus": lambda s, t: s - t,
        "Times": lambda s, t: s * t,
        "Over": lambda s, t: s / t,
        "Power": lambda s, t: s**t,
    }
    one = {"Neg": lambda s: -s, "Abs": abs, "Exp": cmath.exp, "Log": cmath.log}
    return (two | one | {"Sqrt": cmath.sqrt, "Sin": cmath.sin})[f.head](*args)


def test_what_is_printed_means_what_the_tree_means() -> None:
    r = random.Random(7)
    read = 0
    for _ in range(3000):
        f = grown(r, 4)
        try:
            expected = meant(f)
        except (ZeroDivisionError, OverflowError, ValueError):
            continue
        if not abs(expected) < 1e6:
            continue
        found = value(latex(f), VALUES)
        assert cmath.isclose(found, expected, rel_tol=1e-6, abs_tol=1e-9), (latex(f), f)
        read += 1
    assert read > 1000


SIZES = {"k": 2, "m": 3, "1": 1}
SHAPES = [("k", "1"), ("1", "k"), ("k", "k"), ("m", "k"), ("k", "m"), ("m", "1")]
DIMENSIONS = {"k": k, "m": m, "1": 1}
t, v = real("t"), positive("v")
LEAVES = {("k", "1"): [X, Y, M1], ("k", "k"): [B, S], ("m", "k"): [R], ("m", "1"): [vector("z", m)]}


class Grower:
    """Formulas at random whose shapes fit; with ``few`` letters, for they meet more often."""

    def __init__(self, seed: int, *, few: bool = False) -> None:
        self.r = random.Random(seed)
        self.few = few

    def number(self, depth: int, inside: tuple[Var, ...] = ()) -> Any:
        """A number; ``inside`` are the indices bound around it."""
        leaves = [a, t, k, *(Entry(v, n) for n in inside for v in (X, M1))]
        leaves += [B[n, o] for n in inside for o in inside] + [2, 3]
        if depth == 0:
            return a if self.few else self.r.choice(leaves)
        one, two = (lambda: self.number(depth - 1, inside), self.matrix)
        square = self.r.choice([("k", "k"), ("k", "k"), ("m", "m")])
        n = self.r.choice((i, j))
        choices = [
            lambda: a * one(), lambda: one() * one(), lambda: one() + one(), lambda: one() - one(),
            lambda: -(a * one()), lambda: a / one(), lambda: (a * one()) ** 2,
            lambda: Max(one(), one()),
            lambda: Trace(two(square, depth - 1, inside)), lambda: log(t * one()),
            lambda: det(two(square, depth - 1, inside)),
            lambda: two(("1", "k"), depth - 1, inside) @ two(("k", "1"), depth - 1, inside),
            lambda: two(("1", "k"), depth - 1, inside) @ two(("k", "1"), depth - 1, inside),
            lambda: Scalar(two(("1", "1"), depth - 1, inside)),
            lambda: two(("k", "1"), depth - 1, inside)[n] if n in inside else a,
            lambda: two(("k", "k"), depth - 1, inside)[n, n] if n in inside else a,
            lambda: Sum(self.number(depth - 1, (*inside, n)), n),
            lambda: Product(self.number(depth - 1, (*inside, n)), n),
            lambda: Derivative(one() * t, t), lambda: Derivative(one() * t, t, one()),
            lambda: Integral(one(), t), lambda: Integral(one(), Y),
        ]  # fmt: skip
        return self.r.choice(choices)()

    def matrix(self, shape: tuple[str, str], depth: int, inside: tuple[Var, ...] = ()) -> Any:
        """A matrix of this shape."""
        rows, columns = (DIMENSIONS[d] for d in shape)
        if depth == 0:
            if shape in LEAVES:
                return LEAVES[shape][0] if self.few else self.r.choice(LEAVES[shape])
            if shape[::-1] in LEAVES:
                return self.matrix(shape[::-1], 0).T
            return self.r.choice([Zero(rows, columns), Identity(rows)])
        one = lambda: self.matrix(shape, depth - 1, inside)  # noqa: E731
        number = lambda: self.number(depth - 1, inside)  # noqa: E731
        between = self.r.choice("kkm1")
        choices = [
            lambda: one() + one(), lambda: one() - one(), lambda: -one(), lambda: number() * one(),
            lambda: one() * number(), lambda: one() / number(), lambda: Integral(one(), Y),
            lambda: self.matrix(shape[::-1], depth - 1, inside).T, lambda: Integral(one(), t),
            lambda: Zero(rows, columns), lambda: Derivative(t * one(), t, number()),
        ]  # fmt: skip
        if shape != (between, between):
            choices += 6 * [
                lambda: MatrixProduct(
                    self.matrix((shape[0], between), depth - 1, inside),
                    self.matrix((between, shape[1]), depth - 1, inside),
                )
            ]
        if shape[0] == shape[1]:
            choices += [lambda: Inverse(one()), lambda: Identity(rows)]
        if shape == ("k", "k"):
            choices += [lambda: Diagonal(self.number(depth - 1, (*inside, i)), i)]
            choices += [lambda: Cholesky(S)]
        if shape == ("k", "1"):
            choices += [lambda: Coordinates(self.number(depth - 1, (*inside, i)), i)]
            choices += [lambda: Derivative(number(), Y)]
            choices += [lambda: Derivative(number(), Y, self.matrix(shape, depth - 1, inside))]
        if shape in (("k", "k"), ("m", "k")):
            of = (shape[0], "1")
            choices += [lambda: Derivative(self.matrix(of, depth - 1, inside), Y)]
        return self.r.choice(choices)()

    def proposition(self, depth: int) -> Any:
        """Something that holds or does not."""
        number = lambda: self.number(depth - 1)  # noqa: E731
        of = self.r.choice(SHAPES)
        shaped = lambda: self.matrix(of, depth - 1)  # noqa: E731
        atoms = [
            lambda: Equal(number(), number()), lambda: Equal(shaped(), shaped()),
            lambda: Unequal(shaped(), shaped()), lambda: Less(number(), number()),
            lambda: AtMost(number(), number()), lambda: TendsTo(number(), t, number()),
            lambda: TendsTo(number(), v, -oo, 0), lambda: TendsTo(number(), v, oo, 0, oo),
            lambda: Integrable(number(), t), lambda: StrictlyConvex(number(), t),
            lambda: StrictlyConvex(number(), t, v),
        ]  # fmt: skip
        if depth <= 1:
            return self.r.choice(atoms)()
        one = lambda: self.proposition(depth - 1)  # noqa: E731
        x = self.r.choice((t, v, Y))
        over = [lambda: And(one(), one()), lambda: Iff(one(), one()), lambda: ForAll(one(), x)]
        return self.r.choice([*atoms, *over * 5])()

    def any(self, depth: int) -> Formula:
        """A number or a matrix, or what may be said of them."""
        shape = self.r.choice([None, None, *SHAPES, "said"])
        if shape == "said":
            return formula(self.proposition(depth))
        return formula(as_term(self.number(depth) if shape is None else self.matrix(shape, depth)))


def normal(f: Formula) -> Any:
    """The tree without the grouping of its products."""
    if f.head in ("Times", "MatrixProduct", "And"):
        factors: list[Any] = []
        for arg in f.args:
            part = normal(arg)
            factors += part[1] if part[0] == f.head else [part]
        return f.head, factors
    return f.head, f.text, f.domain, f.shape, [normal(arg) for arg in f.args]


def test_no_two_trees_are_printed_alike() -> None:
    printed: dict[str, Formula] = {}
    for seed in range(12000):
        f = Grower(seed, few=seed % 2 == 0).any(seed % 3 + 1)
        tex = Printer({}).box(f).tex
        other = printed.setdefault(tex, f)
        assert normal(f) == normal(other), (tex, f, other)
    assert len(printed) > 5000


r2 = np.random.default_rng(3)
COLUMNS = {r"\mathbf{x}": (2, 1), r"\mathbf{y}": (2, 1), r"\boldsymbol{\mu}_1": (2, 1),
           r"\mathbf{z}": (3, 1)}  # fmt: skip
MATRICES: dict[str, Any] = {
    **{tex: r2.normal(size=of) for tex, of in COLUMNS.items()},
    "A": r2.normal(size=(3, 2)), "B": r2.normal(size=(2, 2)), "a": 0.7, "t": 1.3, "v": 0.9,
    r"\Sigma": np.array([[2.0, 0.3], [0.3, 1.1]]),
}  # fmt: skip
MATRICES |= {latex_reader.plain(tex): MATRICES[tex] for tex in COLUMNS}


def valued(f: Formula, env: dict[str, Any]) -> Any:
    """The value of a tree with vectors and matrices."""
    if f.head == "Var":
        return SIZES.get(f.text) or env[latex(f)]
    if f.head == "Number":
        return int(f.text)
    if f.head in ("Sum", "Product", "Diagonal", "Coordinates", "Integral", "Derivative"):
        return bound(f, env)
    if f.head == "Infinity":
        return -math.inf if f.text == "-" else math.inf
    if f.head in PROPOSITIONS:
        return said(f, env)
    if f.head in ("Zero", "Identity"):
        shape = [SIZES[d] for d in f.shape]
        return np.zeros(shape) if f.head == "Zero" else np.eye(shape[0])
    args = [valued(arg, env) for arg in f.args]
    if any(np.abs(arg).max() > 1e3 for arg in args):
        raise ValueError("so far out rounding decides, not the formula")
    if f.head in ("Over", "Inverse") and np.abs(np.linalg.det(np.atleast_2d(args[-1]))) < 1e-2:
        raise ValueError("a divisor so small that rounding decides")
    if f.head == "Log" and args[0].real < 0 and abs(args[0].imag) < 1e-6:
        raise ValueError("on the cut rounding decides")
    heads: dict[str, Any] = {
        "Plus": lambda s, t: s + t, "Minus": lambda s, t: s - t, "Times": lambda s, t: s * t,
        "Over": lambda s, t: s / t, "Power": lambda s, t: s**t, "Neg": lambda s: -s,
        "Log": cmath.log, "MatrixProduct": lambda s, t: s @ t, "Scalar": lambda s: s[0, 0],
        "Transpose": lambda s: s.T, "Inverse": np.linalg.inv, "Trace": np.trace,
        "Determinant": np.linalg.det, "Cholesky": np.linalg.cholesky,
        "Max": lambda s, t: max(s, t, key=lambda z: z.real),
        "Entry": lambda s, *places: s[(*(p - 1 for p in places), 0)[:2]],
    }  # fmt: skip
    return heads[f.head](*args)


def bound(f: Formula, env: dict[str, Any]) -> Any:
    """The value of a tree that binds a variable."""
    body, variable = f.args[:2]

    def at(meant: Any) -> Any:
        return valued(body, {**env, latex(variable): meant})

    if variable.range:
        values = [at(n + 1) for n in range(SIZES[variable.range])]
        heads = {
            "Sum": sum,
            "Product": np.prod,
            "Diagonal": np.diag,
            "Coordinates": latex_reader.column,
        }
        return heads[f.head](values)
    if f.head == "Integral":
        return latex_reader.integral(at, tuple(SIZES[d] for d in variable.shape))
    return latex_reader.derivative(at, valued(f.args[2], env))


def said(f: Formula, env: dict[str, Any]) -> Any:
    """A proposition with the values of its terms: how it is made is part of what it means."""
    if f.head in ("And", "Iff"):
        left, right = (said(g, env) for g in f.args)
        # How the parts of a conjunction are grouped is not shown.
        return (f.head, *(p for side in (left, right) for p in conjuncts(side, f.head)))
    if f.head == "ForAll":
        return f.head, said(f.args[0], env), latex(f.args[1])
    if f.head == "TendsTo":
        body, x, limit, *points = f.args
        ends = sorted(valued(p, env) for p in points)
        return f.head, valued(body, env), valued(limit, env), latex(x), ends
    if f.head in ("Integrable", "StrictlyConvex"):
        names = [latex(g) for g in f.args[1:] if g.head == "Var"]
        return f.head, valued(f.args[0], env), *names
    return f.head, *(valued(g, env) for g in f.args)


def conjuncts(found: Any, head: str) -> list[Any]:
    return list(found[1:]) if head == "And" == found[0] else [found]


def alike(found: Any, expected: Any) -> bool:
    """Say whether two values, or two propositions of values, are the same."""
    if isinstance(expected, (tuple, list)):
        same_size = len(found) == len(expected)
        return same_size and all(alike(*pair) for pair in zip(found, expected, strict=True))
    if isinstance(expected, str):
        return bool(found == expected)
    # Beside a comparison's other side a zero need not tell its shape.
    fits = np.shape(found) == np.shape(expected) or not np.any(expected)
    return fits and np.allclose(found, expected, rtol=1e-5, atol=1e-6)


def numbers(found: Any) -> list[Any]:
    """The finite numbers and matrices in a value or a proposition."""
    if isinstance(found, (tuple, list)):
        return [n for part in found for n in numbers(part)]
    return [] if isinstance(found, str) or np.isinf(found).any() else [found]


def test_what_is_printed_of_matrices_means_what_the_tree_means() -> None:
    read = {False: 0, True: 0}
    for seed in range(4000):
        f = Grower(seed).any(3)
        try:
            expected = valued(f, MATRICES)
        except (ZeroDivisionError, OverflowError, ValueError, np.linalg.LinAlgError):
            continue
        if not all(np.abs(n).max() < 1e4 for n in numbers(expected)):
            continue
        tex = Printer({}).box(f).tex
        found = value(tex, MATRICES, SIZES)
        assert isinstance(expected, tuple) or np.shape(found) == np.shape(expected), (tex, f)
        assert alike(found, expected), (tex, f)
        read[isinstance(expected, tuple)] += 1
    assert read[False] > 1500
    assert read[True] > 200


def test_a_broken_formula_keeps_its_terms_and_its_parentheses() -> None:
    long = formula(2 * (sigma * (sum((x**k * (a + k) for k in range(2, 14)), a) - b)))
    rows = Printer({}, 20.0).rows(long)
    whole = " ".join(rows).replace("{}", "").replace("\\bigl(", "(").replace("\\bigr)", ")")
    assert len(rows) > 2
    assert all(row.startswith(("{}+", "{}-")) for row in rows[1:])
    assert re.sub(r"[ ]|\\big[lr]?", "", whole.replace("\\Big", "\\big")) == re.sub(
        r"[ ]|\\big[lr]?", "", latex(long)
    )


def test_a_row_that_begins_with_a_minus_begins_with_a_sign() -> None:
    assert Printer({}).rows(formula(-a + b)) == ["{-}a + b"]


def test_a_fraction_too_wide_for_a_row_is_stacked_not_cut() -> None:
    wide = formula(sum((x**k * (a + k) for k in range(2, 14)), a) / (2 * sigma**2))
    (row,) = Printer({}, 25.0).rows(wide)
    assert row.startswith(r"\frac{\begin{aligned}")
    assert row.endswith(r"{2 \sigma^2}")


@pytest.mark.parametrize(
    ("text", "tex"),
    [
        (r"\input{/etc/passwd}", r"\textbackslash{}input\{/etc/passwd\}"),
        ("100%", r"100\%"),
        ("costs $5", r"costs \$5"),
        ("$$x$$", r"\$$x$\$"),
        ("}{", r"\}\{"),
        ("a_b^c~d#e&f", r"a\_b\textasciicircum{}c\textasciitilde{}d\#e\&f"),
        ("so $x_1 \\to 0$, 5%", r"so $x_1 \to 0$, 5\%"),
        ("Muñoz: σ ≤ 1", r"Mu\~{n}oz: $\sigma$ $\le$ 1"),
        ("í", r"\'{\i}"),
        ("the mean of $q$ is $x_1$ or $\\mu$", r"the mean of~$q$ is~$x_1$ or~$\mu$"),
        ("then $a + b$", "then $a + b$"),
        ("line\nbreak", "line break"),
    ],
)
def test_text_is_escaped_and_formulas_are_kept(text: str, tex: str) -> None:
    assert prose(text) == tex


WHAT_STOPS_TEX = [
    r"\frac", r"\frac{1}", r"x^", "x^2^3", "x_1_2", "x^2'", "x' '", r"\left(x", r"x\right)",
    r"\left x\right)",
    r"{\left(x}\right)", r"\big", r"\big x", r"\sqrt[3{x}", r"\mathbb", r"x^\log",
    r"x_\frac12", "{" * 21 + "}" * 21,
    "x" * 1001, r"\hat", r"\left(x\right", "x^}", "x^ ", r"\sqrt[]{x}",
]  # fmt: skip


@pytest.mark.parametrize(
    "formula",
    [
        r"x'", r"x''_1", r"\frac12", r"\frac{\frac{1}{2}}{3}", r"x^{2^3}", r"\bigl(x\bigr)",
        r"\left(\frac{x}{y}\right)^2",
        r"\sqrt[3]{x}", r"\hat\mu_1", r"\{x\}", r"\left\{x\right.", "{}",
        r"\operatorname{tr} A", r"\sum_{i=1}^k x_i",
    ],
)  # fmt: skip
def test_what_tex_can_set_is_kept(formula: str) -> None:
    assert prose(f"${formula}$") == f"${formula}$"


@pytest.mark.parametrize(
    "text",
    [
        r"$\input{/etc/passwd}$",
        r"$\write18{ls}$",
        r"$\catcode`\%=12$",
        "$x% y$",
        "$x}$ and ${$",
        "$^^5cinput$",
        r"$x\$",
        r"$\\$",
        *(f"${formula}$" for formula in WHAT_STOPS_TEX),
        "日本",
        "\x00",
        "\u202e",
    ],
)
def test_what_has_no_safe_form_is_refused(text: str) -> None:
    with pytest.raises(NoLatex):
        prose(text)


def test_messages_have_no_formulas() -> None:
    assert plain("$x$ < 1") == r"\$x\$ \textless{} 1"


@pytest.mark.parametrize(
    ("variable", "tex"),
    [
        ("mu_1", r"\mu_1"),
        ("sigma_12", r"\sigma_{12}"),
        ("lambda", r"\lambda"),
        ("x1", "x_1"),
        ("log_var", r"\mathit{log}_{\mathrm{var}}"),
        ("_", r"\mathit{\_}"),
    ],
)
def test_names_become_letters_with_subscripts(variable: str, tex: str) -> None:
    assert name(variable) == tex


def test_two_names_that_look_the_same_are_refused(whole: Document) -> None:
    entry = whole.derivations[0]
    twins = formula(Var("x1") + Var("x_1"))
    with pytest.raises(ValueError, match="x_1 would be printed as x1 is"):
        render(Document((replace(entry, start=twins),), ()))


def entry_of(whole: Document, *terms: object) -> DerivationEntry:
    """A derivation that starts from the first term, and has a line for each other."""
    entry = whole.derivations[0]
    start, *others = (formula(term) for term in terms)
    steps = (replace(entry.steps[0], after=f, name=f"m{n}") for n, f in enumerate(others))
    return replace(entry, claim=start, start=start, where=(), densities=(), steps=tuple(steps))


@pytest.mark.parametrize(
    ("term", "message"),
    [
        (Var("x_i") + X[i], r"x_i would be printed as x i \(an entry\) is: x_i"),
        (M1[i] + Var("mu_1_i"), r"mu_1_i would be printed as mu_1 i \(an entry\) is"),
        (trace(B) + Var("B"), "B of shape k×k would be printed as B is: B"),
        (trace(Identity(k)) + Var("I_k"), "the identity of shape k×k would be printed as I_k is"),
        (X.T @ X + vector("x", m).T @ vector("x", m), "x of shape m×1 would be printed as"),
        (real("w_i_1") + vector("w_i", k)[index("i_1", k)] + matrix("w", k, k)[i, index("i_1", k)],
         r"w_i i_1 \(an entry\) would be printed as w i i_1 \(an entry\) is: w_{i,i_1}"),
    ],
)  # fmt: skip
def test_vectors_entries_and_numbers_that_look_the_same_are_refused(
    whole: Document, term: object, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        render(Document((entry_of(whole, term),), ()))


def test_a_vector_and_a_number_of_one_name_look_different(whole: Document) -> None:
    entry = entry_of(whole, mu1 * (M1.T @ M1) + M1[i])
    assert r"\mu_1 \boldsymbol{\mu}_1^\top" in render(Document((entry,), ()))["derivations.tex"]


@pytest.mark.parametrize(
    "term", [real("q") * (X.T @ X), trace(positive_definite("S", dimension("q")))]
)
def test_a_distribution_s_letter_looks_like_nothing_else(whole: Document, term: object) -> None:
    entry = replace(entry_of(whole, term), densities=(("q", formula(Q)),))
    with pytest.raises(ValueError, match="the distribution q would be printed as q is"):
        render(Document((entry,), ()))


OF_K = r"$k \in \{1, 2, \dots\}$, "


@pytest.mark.parametrize(
    ("domain", "dimensions", "said"),
    [
        ("dimension", (), r"$v \in \{1, 2, \dots\}$:"),
        ("index", ("k_1",), r"$k_1 \in \{1, 2, \dots\}$, $v \in \{1, \dots, k_1\}$:"),
        ("vector", ("k",), OF_K + r"$\mathbf{v} \in \mathbb{R}^{k}$:"),
        ("positive vector", ("3",), r"$\mathbf{v} \in (0, \infty)^{3}$:"),
        ("matrix", ("k", "m"), OF_K + r"$m \in \{1, 2, \dots\}$, $v \in \mathbb{R}^{k \times m}$:"),
        ("symmetric", ("k",), OF_K + r"$v \in \mathbb{R}^{k \times k}$, $v^\top = v$:"),
        ("positive definite", ("k",), OF_K + r"$v \in \mathbb{R}^{k \times k}$, $v \succ 0$:"),
        ("invertible", ("k",), OF_K + r"$v \in \mathbb{R}^{k \times k}$, $\det v \ne 0$:"),
        ("diagonal", ("k",), OF_K + r"$v \in \mathbb{R}^{k \times k}$, $v\text{ diagonal}$:"),
        (
            "positive diagonal",
            ("k",),
            OF_K + r"$v \in \mathbb{R}^{k \times k}$, $v \succ 0\text{ diagonal}$:",
        ),
    ],
)
def test_an_assumption_says_what_a_variable_is(
    whole: Document, domain: str, dimensions: tuple[str, ...], said: str
) -> None:
    entry = entry_of(whole, a)
    entry = replace(entry, arguments=(ArgumentEntry("v", "v", domain, dimensions),))
    assert f"For {said}" in render(Document((entry,), ()))["derivations.tex"]


def test_a_dimension_is_stated_once(whole: Document) -> None:
    shared = tuple(ArgumentEntry(v, v, "vector", ("k",)) for v in "vw")
    entry = replace(entry_of(whole, a), arguments=shared)
    vectors = r"$\mathbf{v} \in \mathbb{R}^{k}$, $\mathbf{w} \in \mathbb{R}^{k}$"
    article = render(Document((entry,), ()))["derivations.tex"]
    assert rf"For {OF_K}{vectors}:" in article
    entry = replace(entry, arguments=(*shared, ArgumentEntry("k", "k", "dimension")))
    article = render(Document((entry,), ()))["derivations.tex"]
    assert rf"For {vectors}, {OF_K.removesuffix(', ')}:" in article


def test_letters_are_explained_where_nothing_else_is_assumed(whole: Document) -> None:
    entry = replace(entry_of(whole, KL(q, p)), arguments=(), densities=(("q", formula(q)),))
    article = render(Document((entry,), ()))["derivations.tex"]
    assert r"With $q = \mathcal{N}(\mu_1, \sigma_1^2)$:" in article


def test_a_distribution_given_by_its_density_has_its_name(whole: Document) -> None:
    f = positive_function("f g", k)
    given, product = WithDensity(f[0]), WithDensity(Lambda(Applied(f[0], X) * Applied(f[1], X), X))
    line = KL(given, product) + given(Y) + product(Y)
    entry = entry_of(whole, line)
    entry = replace(
        entry,
        arguments=(ArgumentEntry("f", "f", "positive function", ("k",)),),
        densities=(("f", formula(given)), ("r", formula(product))),
        assumptions=(formula(Equal(Integral(given(X), X), 1)),),
    )
    article = " ".join(render(Document((entry,), ()))["derivations.tex"].split())
    assert rf"For {OF_K}$f \colon \mathbb{{R}}^{{k}} \to (0, \infty)$, with $r =" in article
    assert r"$, if $\int_{\mathbb{R}^k} f(\mathbf{x}) \,d\mathbf{x} = 1$:" in article
    assert r"\mathrm{KL}(f \,\|\, r) + f(\mathbf{y}) + r(\mathbf{y})" in article
    assert shown(product) == r"\bigl(\mathbf{x}\mapsto f(\mathbf{x})\,g(\mathbf{x})\bigr)".replace(
        " ", ""
    )


def test_every_domain_can_be_assumed() -> None:
    assert set(LENGTHS) == {*DOMAINS, *SQUARE}


def test_arguments_bring_their_dimensions() -> None:
    report = check(["gaussian_mean"], LIBRARY)["gaussian_mean"]
    derivation = replace(report.derivation, arguments={"b": R, "x": X, "a": a})
    (entry,) = document({"": replace(report, derivation=derivation)}).derivations
    assert [v.dimensions for v in entry.arguments] == [("m", "k"), ("k",), ()]


def test_conditions_and_counterexamples_speak_of_vectors(whole: Document) -> None:
    entry = entry_of(whole, a, X.T @ S @ X)
    conditions = [PositiveDefinite(S), Integrable(Q(X) * X, X), Unequal(X, Zero(k, 1))]
    step = replace(
        entry.steps[0],
        conditions=tuple(ConditionEntry(formula(c), "declared") for c in conditions),
        counterexample=(("x", "(1, 2)"), ("other", "3")),
        verdict="refuted",
    )
    found = render(Document((replace(entry, steps=(step,)),), ()))
    text = " ".join(found[f"steps/{entry.name}/m0.tex"].split())
    assert r"positive definite: $\Sigma$ (declared)" in text
    assert r"integrable in $\mathbf{x}$ over $\mathbb{R}^k$:" in text
    assert r"not zero: $\mathbf{x}$ (declared)" in text
    assert r"Counterexample: $\mathbf{x}$ = (1, 2), $\mathit{other}$ = 3." in text


def noted(whole: Document, *conditions: ConditionEntry, theorems: tuple[str, ...] = ()) -> str:
    """What the article says of a line with these conditions."""
    entry = entry_of(whole, a, a + Integral(exp(-(x**2)), x))
    step = replace(entry.steps[0], conditions=conditions, theorems=theorems)
    article = render(Document((replace(entry, steps=(step,)),), ()))["derivations.tex"]
    return " ".join(article.partition(r"\noindent\notes")[2].partition(r"\par")[0].split())


def test_a_condition_names_what_it_rests_on_and_the_line_does_not_repeat_it(
    whole: Document,
) -> None:
    condition = ConditionEntry(formula(Integrable(exp(-(x**2)), x)), "instance of some_theorem")
    found = noted(whole, condition, theorems=("some_theorem", "other_theorem"))
    assert "Rests on \\texttt{other\\_theorem}." in found
    assert r"the integrand above (instance of \texttt{some\_theorem})." in found


def test_conditions_of_a_kind_stand_together_and_say_nothing_twice(whole: Document) -> None:
    conditions = [(Unequal(a, 0), "g1"), (Less(0, b), "g2"), (Unequal(b, 0), "g1")]
    conditions += [(Unequal(c, 0), "g3"), (Equal(a, c), "assumed"), (Unequal(a / c, 0), "g3")]
    found = noted(whole, *(ConditionEntry(formula(p), ground) for p, ground in conditions))
    assert "not zero: $a$ (g1), $c$, $a / c$ (g3); positive: $b$ (g2); $a = c$ (assumed)." in found


def test_an_expectation_s_integrand_is_the_integrand_above(whole: Document) -> None:
    entry = entry_of(whole, a, Expectation(x**2, x, q))
    condition = ConditionEntry(formula(Integrable(x**2 * q(x), x)), "g")
    step = replace(entry.steps[0], conditions=(condition,))
    article = render(Document((replace(entry, steps=(step,)),), ()))["derivations.tex"]
    assert "the integrand above" in article


@pytest.mark.parametrize(
    ("before", "relation", "after", "chain"),
    [
        (Equal(a, b), "<=>", Equal(b, a), (r"a = b", r"\Longleftrightarrow\;{}&b = a")),
        (Equal(a, b), "<=>", Iff(Equal(b, a), Less(0, 1)), (r"\Longleftrightarrow\;{}&(b = a",)),
        (ForAll(Less(a, b), b), "<=>", Less(a, c), (r"(a < b \text{ for all }", "&a < c")),
        (a**2, "is strictly convex", StrictlyConvex(a**2, a),
         (r"\quad &a^2 \text{ is strictly convex in } a",)),
    ],
)  # fmt: skip
def test_propositions_follow_on_propositions(
    whole: Document, before: object, relation: str, after: object, chain: tuple[str, ...]
) -> None:
    entry = entry_of(whole, before, after)
    step = replace(entry.steps[0], before=formula(before), relation=relation, conditions=())
    files = render(Document((replace(entry, steps=(step,)),), ()))
    found = files[f"steps/{entry.name}/m0.tex"].partition("{flalign*}")[2]
    positions = [found.find(part) for part in chain]
    assert -1 not in positions
    assert positions == sorted(positions)


def test_a_file_can_only_have_a_name_that_stays_in_its_folder(whole: Document) -> None:
    entry = whole.derivations[0]
    outside = replace(entry.steps[0], name="../../outside")
    with pytest.raises(ValueError, match="not a name of a file"):
        render(Document((replace(entry, steps=(outside,)),), ()))


ARTICLE = {"derivations.tex", "references.bib"}


def test_there_is_one_fragment_a_step_and_each_says_what_it_is(
    whole: Document, latex_files: dict[str, str]
) -> None:
    steps = [(e.name, s.name) for e in whole.derivations for s in e.steps]
    assert set(latex_files) == ARTICLE | {f"steps/{e}/{s}.tex" for e, s in steps}
    for derivation, step in steps:
        first, second, *_ = latex_files[f"steps/{derivation}/{step}.tex"].splitlines()
        assert first == "% Generated by derive from templates/latex/step.tex.j2: do not edit."
        assert second == f"% Derivation {derivation}, step {step}."


def test_all_is_ascii(latex_files: dict[str, str]) -> None:
    assert all(text.isascii() for text in latex_files.values())


def failed(whole: Document, verdict: str) -> str:
    """The fragment of a step with this verdict, on which a sampling of numbers agreed."""
    entry = whole.derivations[0]
    step = replace(
        entry.steps[0],
        verdict=verdict,
        evidence=(("proof", "limit"), ("rigorous enclosure", "both sides agree at 5 points")),
        failure="10% of {it} is not $x$" if verdict != "proved" else "",
        counterexample=(("t", "1/2"),) if verdict == "refuted" else (),
    )
    document = Document((replace(entry, steps=(step,), verdict=verdict),), ())
    return render(document)[f"steps/{entry.name}/{step.name}.tex"].partition(r"\surd}")[2]


@pytest.mark.parametrize("verdict", ["refuted", "rejected", "declined"])
def test_what_is_not_proved_has_no_tick_and_says_why(whole: Document, verdict: str) -> None:
    text = failed(whole, verdict)
    assert rf"\textbf{{{verdict}}}\par" in text
    assert "checkmark" not in text
    assert "(limit)" not in text
    assert r"\textbf{Not proved:} 10\% of \{it\} is not \$x\$" in text
    assert ("Counterexample: $t$ = 1/2" in text) == (verdict == "refuted")


@pytest.mark.parametrize(
    ("path", "display"),
    [
        ("gaussian_mean/end-values", (r"\bigl[-\sigma^2 \, q(x)\bigr]", r"={}&0 &&")),
        ("gaussian_bound/exponential-above-its-tangent", (r"e^{a x^2}", r"\le{}&\frac")),
        ("gaussian_integral/root-of-the-square", (r"\Longrightarrow\;{}&\int",)),
        ("exponential_beats_polynomial/cauchy-curve-vanishes", (r"\longrightarrow 0",)),
    ],
)
def test_a_fragment_says_what_follows_on_what(
    latex_files: dict[str, str], path: str, display: tuple[str, ...]
) -> None:
    chain = (
        latex_files[f"steps/{path}.tex"].partition("{flalign*}")[2].partition("\\end{flalign*}")[0]
    )
    positions = [chain.find(part) for part in display]
    assert -1 not in positions
    assert positions == sorted(positions)


def test_agreeing_numbers_do_not_look_like_a_proof(whole: Document) -> None:
    text = failed(whole, "declined")
    assert "Evidence of another kind, rigorous enclosure: both sides agree" in text
    assert "(both sides" not in text


def test_a_proof_names_its_kind(latex_files: dict[str, str]) -> None:
    fragment = latex_files["steps/gaussian_mean/antiderivative.tex"]
    assert r"$\checkmark$ proved (antiderivative with end values)" in fragment


def test_the_article_lists_a_condition_where_it_is_first_needed(whole: Document) -> None:
    (entry,) = [e for e in whole.derivations if e.name == "gaussian_mean"]
    first = entry.steps[0]
    again = replace(first, name="again", number=2)
    article = render(Document((replace(entry, steps=(first, again)),), ()))["derivations.tex"]
    assert article.count("(declared)") == 1


def test_nothing_depends_on_the_order_of_hashes() -> None:
    program = (
        "import hashlib; from derive.document import document; from derive.library import LIBRARY;"
        "from derive.kernel.chain import check; from derive.render.latex.files import render;"
        "files = render(document(check(LIBRARY, LIBRARY)));"
        "print(hashlib.sha256(repr(list(files.items())).encode()).hexdigest())"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


def typeset(engine: str, folder: object, file: str) -> str:
    """Run TeX once under its paranoid settings and return the log."""
    if shutil.which(engine) is None:
        pytest.skip(f"{engine} is not installed: on Debian, texlive-latex-base lmodern")
    return run(engine, "-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", file,
               folder=folder)  # fmt: skip


def run(*command: str, folder: object) -> str:
    """Run a program of TeX's and return what it says."""
    paranoid = {"openin_any": "p", "openout_any": "p", "max_print_line": "1000"}
    done = subprocess.run(
        command,
        cwd=str(folder),
        env={**os.environ, **paranoid},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=300,
    )
    said = done.stdout.decode(errors="replace")
    assert done.returncode == 0, said[-3000:]
    return said


def typeset_article(engine: str, folder: object, name: str) -> str:
    """Run TeX and BibTeX until all references are there, and return the last log."""
    typeset(engine, folder, f"{name}.tex")
    assert "warning" not in run("bibtex", name, folder=folder).lower()
    typeset(engine, folder, f"{name}.tex")
    return typeset(engine, folder, f"{name}.tex")


def widened(entry: DerivationEntry) -> DerivationEntry:
    """The derivation with lines that fill several rows, whatever they say."""
    wide = [grown(random.Random(seed), 9) for seed in range(400)]
    wide = [f for f in wide if 60 < Printer({}).box(f).width < 150][:20]
    assert len(wide) > 10
    step = entry.steps[0]
    return replace(
        entry, steps=tuple(replace(step, after=f, name=f"w{i}") for i, f in enumerate(wide))
    )


def with_matrices(whole: Document) -> DerivationEntry:
    """A derivation whose lines show every kind of vector and matrix, in one row or in several."""
    grown = [Grower(seed).any(6) for seed in range(1000)]
    # What stands below a bar cannot be broken.
    grown = [f for f in grown if "r|_" not in latex(f)]
    wide = [f for f in grown if 45 < Printer({}).box(f).width < 150][:40]
    assert len(wide) == 40
    entry = entry_of(whole, Equal(KL(Q, P), Integral(Q(X) * log(Q(X) / P(X)), X)))
    every = [Expectation((X - M1) @ (X - M1).T, X, Q), unfold(Q(X)), PositiveDefinite(S)]
    every += [Product(D[i] / Sum(D[j], j), i), Derivative(R @ X, X, M), Derivative(det(S), S)]
    every += [Iff(And(Less(a, b), AtMost(b, c)), ForAll(Less(b, sigma), sigma)), Max(a, b)]
    every += [StrictlyConvex(a**2 + sigma**2, a, sigma), TendsTo(sigma, sigma, oo, 0, oo)]
    every += [
        Coordinates(X[i], i),
        Integrable(Q(X), X),
        Diagonal(D[i], i),
        Zero(k, m),
        Identity(k),
        Cholesky(S),
    ]
    lines = [*map(formula, every), *wide]
    domains = [(d, ("k", "m")[: LENGTHS[d]]) for d in LENGTHS]
    return replace(
        entry,
        name="with_matrices",
        densities=(("q", formula(Q)), ("p", formula(P))),
        arguments=tuple(ArgumentEntry(f"v{n}", f"v{n}", *d) for n, d in enumerate(domains)),
        steps=tuple(
            replace(whole.derivations[0].steps[0], after=f, name=f"m{n}")
            for n, f in enumerate(lines)
        ),
    )


@pytest.fixture(scope="module")
def folder(
    tmp_path_factory: pytest.TempPathFactory, whole: Document, latex_files: dict[str, str]
) -> object:
    root = tmp_path_factory.mktemp("latex")
    wide = render(replace(whole, derivations=(widened(whole.derivations[0]),)))
    matrices = render(replace(whole, derivations=(with_matrices(whole),)))
    files = latex_files | {"wide.tex": wide.pop("derivations.tex")} | wide
    files = files | {"matrices.tex": matrices.pop("derivations.tex")} | matrices
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    fragments = sorted(path for path in files if path.startswith("steps/"))
    inputs = "\n".join(f"Some words. \\input{{{path}}}" for path in fragments)
    for size in ("10pt", "11pt", "12pt"):
        (root / f"stranger-{size}.tex").write_text(
            f"\\documentclass[{size}]{{article}}\n\\usepackage{{amsmath}}\n"
            f"\\begin{{document}}\n\\section{{A stranger's}}\n{inputs}\n\\end{{document}}\n",
            encoding="utf-8",
        )
    return root


@pytest.mark.parametrize("size", ["10pt", "11pt", "12pt"])
def test_every_fragment_compiles_in_a_stranger_s_article(folder: object, size: str) -> None:
    log = typeset("pdflatex", folder, f"stranger-{size}.tex")
    assert "Overfull" not in log
    assert "LaTeX Warning" not in log


@pytest.mark.parametrize("engine", ["pdflatex", "lualatex"])
def test_the_article_compiles_without_overfull_boxes(folder: object, engine: str) -> None:
    log = typeset_article(engine, folder, "derivations")
    assert "Overfull" not in log
    assert "undefined" not in log
    assert "LaTeX Warning" not in log
    assert "Package hyperref Warning" not in log
    outline = (Path(str(folder)) / "derivations.out").read_text(encoding="utf-8")
    assert outline.count("{statement.") == len(LIBRARY)


@pytest.mark.parametrize("engine", ["pdflatex", "lualatex"])
def test_vectors_and_matrices_compile_and_are_broken_within_the_margins(
    folder: object, engine: str
) -> None:
    log = typeset_article(engine, folder, "matrices")
    assert "Overfull" not in log
    assert "LaTeX Warning" not in log


def test_lines_of_any_width_are_broken_within_the_margins(folder: object) -> None:
    assert "Overfull" not in typeset("pdflatex", folder, "wide.tex")
