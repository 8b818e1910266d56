"""Formulas of numbers in LaTeX are set as a mathematician sets them."""

from __future__ import annotations

import pytest
from latex_letters import a, b, c, d, mu1, mu2, n, p, q, shown, sigma, sigma1, x

from derive.formula import Formula
from derive.notation import (
    KL,
    Bracket,
    Expectation,
    Integrable,
    Integral,
    Max,
    Normal,
    Over,
    TendsTo,
    Times,
    as_term,
    exp,
    half,
    log,
    nonnegative,
    oo,
    pi,
    real,
    sin,
    sqrt,
)
from derive.render.latex.files import latex


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
