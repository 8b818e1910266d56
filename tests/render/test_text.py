"""Lines as a terminal shows them: one line, in the author's order, nothing ambiguous."""

from __future__ import annotations

import pytest

from derive.document import document, formula
from derive.kernel.chain import check
from derive.library import LIBRARY
from derive.notation import (
    Abs,
    Bracket,
    Expectation,
    Integral,
    Normal,
    TendsTo,
    exp,
    half,
    log,
    natural,
    pi,
    positive,
    real,
    sqrt,
)
from derive.render.text import Letters, derivation_text, plain_reason, text

x, mu1, mu2 = real("x mu_1 mu_2")
s1, s2 = positive("sigma_1 sigma_2")
n = natural("n")
q = Normal(mu1, s1)


@pytest.mark.parametrize(
    ("term", "shown"),
    [
        (x - mu1, "x − μ₁"),
        ((x - mu1) + (mu1 - mu2), "(x − μ₁) + (μ₁ − μ₂)"),
        (x - (mu1 - mu2), "x − (μ₁ − μ₂)"),
        ((x**2) ** 3, "(x²)³"),
        (-(x**2), "−x²"),
        ((-x) ** 2, "(−x)²"),
        (s1**2 / (2 * s2**2), "σ₁²/(2σ₂²)"),
        (x / (mu1 / mu2), "x/(μ₁/μ₂)"),
        (2 * (x - mu1), "2·(x − μ₁)"),
        (half * x, "½·x"),
        (Abs(x) ** n, "|x|^n"),
        (exp(-(x**2)), "exp(−x²)"),
        (sqrt(2 * pi), "√(2π)"),
        (log(s2 / s1), "log(σ₂/σ₁)"),
        (Integral(x, x), "∫_ℝ x dx"),
        (Integral(x, x, 0, 1) / s1, "(∫_[0, 1] x dx)/σ₁"),
        (Integral(x, x, 0, 1) * s1, "(∫_[0, 1] x dx)·σ₁"),
        (1 + Bracket(x, x, 0, 1), "1 + [x] from x = 0 to 1"),
        (TendsTo(1 / x, x, 0), "1/x → 0 as x → ±∞"),
        (Expectation(x - mu1, x, q), "𝔼_q[x − μ₁]"),
    ],
)  # fmt: skip
def test_a_line_keeps_its_order_and_its_grouping(term: object, shown: str) -> None:
    assert text(formula(term), Letters((("q", formula(q)),))) == shown


def test_a_derivation_shows_every_line_and_what_it_rests_on() -> None:
    reports = check(["gaussian_mean"], LIBRARY)
    (entry,) = document({"gaussian_mean": reports["gaussian_mean"]}).derivations
    shown = derivation_text(entry)
    for step in LIBRARY["gaussian_mean"].steps:
        assert f"{step.name}: {step.by.rule.title}" in shown
    assert shown.count("✓ proved") == len(entry.steps) + 1
    assert "assumes fundamental theorem of calculus" in shown


def test_every_reason_reads_without_latex() -> None:
    for derivation in LIBRARY.values():
        for step in derivation.steps:
            assert not set("\\${}") & set(plain_reason(step.reason)), step.reason
