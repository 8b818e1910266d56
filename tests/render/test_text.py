"""Lines as a terminal shows them: one line, in the author's order, nothing ambiguous."""

from __future__ import annotations

from dataclasses import replace

import pytest
from random_formulas import Grower, normal

from derive.document import ArgumentEntry, DerivationEntry, document
from derive.formula import Formula, formula
from derive.kernel.chain import check
from derive.library import LIBRARY
from derive.notation import (
    KL,
    Abs,
    And,
    Applied,
    AtMost,
    Attracts,
    Bracket,
    Cholesky,
    Coordinates,
    Derivative,
    Diagonal,
    Equal,
    Expectation,
    ForAll,
    Identity,
    Iff,
    Integrable,
    Integral,
    Lambda,
    Less,
    Max,
    MultivariateNormal,
    Normal,
    PositiveDefinite,
    Product,
    StrictlyConvex,
    Sum,
    TendsTo,
    WithDensity,
    Zero,
    det,
    dimension,
    exp,
    half,
    index,
    inverse,
    log,
    matrix,
    natural,
    oo,
    pi,
    positive,
    positive_definite,
    positive_function,
    positive_vector,
    real,
    sqrt,
    trace,
    vector,
)
from derive.notation.variable import LENGTHS
from derive.render.plain_words import plain_reason
from derive.render.terminal import derivation_text
from derive.render.text import Letters, text

x, mu1, mu2 = real("x mu_1 mu_2")
s1, s2 = positive("sigma_1 sigma_2")
n = natural("n")
q = Normal(mu1, s1)
k, m = dimension("k m")
i, j = index("i j", k)
X, M1, M2 = vector("x mu_1 mu_2", k)
S1, S2 = positive_definite("Sigma_1 Sigma_2", k)
A, B = matrix("A", m, k), matrix("B", k, k)
D = positive_vector("sigma", k)
Q = MultivariateNormal(M1, S1)
ell = positive_function("ell", k)


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
        (Expectation(mu2, mu2, q), "𝔼_{μ₂ ∼ q}[μ₂]"),
        (mu1 * Integral(x, x) * s1, "μ₁·(∫_ℝ x dx)·σ₁"),
        (mu1 * Integral(x, x) / s1, "(μ₁·∫_ℝ x dx)/σ₁"),
        (real("x_i"), "x_i"),
        (A @ X, "A 𝐱"),
        (vector("w_12", k), "𝐰₁₂"),
        (vector("ab", k), "𝐚𝐛"),
        (vector("Lambda", k), "𝚲"),
        ((M1 - M2).T @ inverse(S2) @ (M1 - M2), "(𝛍₁ − 𝛍₂)ᵀ Σ₂⁻¹ (𝛍₁ − 𝛍₂)"),
        (inverse(B).T, "B⁻ᵀ"),
        (inverse(B.T), "(Bᵀ)⁻¹"),
        (inverse(B @ B), "(B B)⁻¹"),
        (mu1 * (X.T @ X), "μ₁·𝐱ᵀ 𝐱"),
        ((mu1 * X.T) @ X, "(μ₁·𝐱ᵀ) 𝐱"),
        ((X.T @ X) * B, "(𝐱ᵀ 𝐱)·B"),
        (B * (X.T @ X), "B·(𝐱ᵀ 𝐱)"),
        ((X.T @ X) ** 2 / 2, "(𝐱ᵀ 𝐱)²/2"),
        ((X.T @ X) / 2, "(𝐱ᵀ 𝐱)/2"),
        (trace(B @ S1), "tr(B Σ₁)"),
        (log(det(S2) / det(S1)), "log(det(Σ₂)/det(Σ₁))"),
        (Cholesky(S1).T, "chol(Σ₁)ᵀ"),
        (Identity(k) + Zero(k, k), "I_k + 0_(k×k)"),
        (Equal(X, Zero(k, 1)), "𝐱 = 0_k"),
        (X[i] * B[i, j], "𝐱[i]·B[i, j]"),
        ((B @ X)[i], "(B 𝐱)[i]"),
        (Sum(X[i] + 1, i) + 1, "∑_{i=1}^k (𝐱[i] + 1) + 1"),
        (Product(D[i], i) * mu1, "(∏_{i=1}^k 𝛔[i])·μ₁"),
        (Diagonal(D[i] ** 2, i), "diag(𝛔[i]²)_{i=1}^k"),
        (Integral(Q(X), X), "∫_ℝ^k Q(𝐱) d𝐱"),
        (Integrable(Q(X), X), "Q(𝐱) is integrable in 𝐱 over ℝ^k"),
        (KL(Q, MultivariateNormal(M2, S2)), "KL(Q ‖ 𝒩(𝛍₂, Σ₂))"),
        (Derivative(x**2, x), "∂/∂x x²"),
        (Derivative(log(x), x, mu1), "(∂/∂x log(x))|_{x = μ₁}"),
        (Derivative(X.T @ X, X), "∇_𝐱 (𝐱ᵀ 𝐱)"),
        (Derivative(A @ X, X, M1), "(∂/∂𝐱 (A 𝐱))|_{𝐱 = 𝛍₁}"),
        (Derivative(log(det(S1)), S1) @ X, "(∇_Σ₁ log(det(Σ₁))) 𝐱"),
        (PositiveDefinite(S1), "Σ₁ ≻ 0"),
        (1 * Identity(k), "1·I_k"),
        (real("ell") ** 2, "ℓ²"),
        (Max(x, mu1) ** 2, "max(x, μ₁)²"),
        (Coordinates(X[i] ** 2, i), "(𝐱[i]²)_{i=1}^k"),
        (B @ Coordinates(X[i], i), "B (𝐱[i])_{i=1}^k"),
        (Applied(ell, X), "ℓ(𝐱)"),
        (WithDensity(ell)(X), "ℓ(𝐱)"),
        (KL(WithDensity(ell), WithDensity(Lambda(Applied(ell, X) ** 2, X))),
         "KL(ℓ ‖ (𝐱 ↦ ℓ(𝐱)²))"),
        (TendsTo(log(s1), s1, -oo, 0), "log(σ₁) → −∞ as σ₁ ↓ 0"),
        (TendsTo(s1 + 1 / s1, s1, oo, 0, oo), "σ₁ + 1/σ₁ → ∞ as σ₁ ↓ 0 and σ₁ → ∞"),
        (TendsTo(1 / n, n, 0, oo), "1/n → 0 as n → ∞"),
        (TendsTo(x, x, 0, -oo, oo), "x → 0 as x → ±∞"),
        (Integrable(q(x), x), "q(x) is integrable in x over ℝ"),
        (And(Less(x, mu1), And(AtMost(mu1, 1), Equal(mu2, 0))), "x < μ₁ and μ₁ ≤ 1 and μ₂ = 0"),
        (Iff(And(Equal(x, 0), Equal(mu1, 0)), Equal(mu2, 0)), "x = 0 and μ₁ = 0 ⟺ μ₂ = 0"),
        (And(Iff(Equal(x, 0), Equal(mu1, 0)), Less(x, 1)), "(x = 0 ⟺ μ₁ = 0) and x < 1"),
        (ForAll(And(Less(0, s1), Less(s1, x)), s1), "(0 < σ₁ and σ₁ < x) for all σ₁ > 0"),
        (ForAll(ForAll(AtMost(X[i], mu1), X), i),
         "𝐱[i] ≤ μ₁ for all 𝐱 ∈ ℝ^k, for all i ∈ {1, …, k}"),
        (Iff(ForAll(Less(x, mu1), x), Less(1, mu1)), "(x < μ₁ for all x ∈ ℝ) ⟺ 1 < μ₁"),
        (StrictlyConvex(x**2, x), "x² is strictly convex in x"),
        (Attracts(x**2, x, 0), "0 attracts under x ↦ x²"),
        (StrictlyConvex(x**2 + s1**2, x, s1), "x² + σ₁² is strictly convex in (x, σ₁)"),
    ],
)  # fmt: skip
def test_a_line_keeps_its_order_and_its_grouping(term: object, shown: str) -> None:
    assert text(formula(term), Letters((("q", formula(q)), ("Q", formula(Q))))) == shown


def test_no_two_trees_are_shown_alike() -> None:
    seen: dict[str, Formula] = {}
    for seed in range(12000):
        f = Grower(seed, few=seed % 2 == 0).any(seed % 3 + 1)
        other = seen.setdefault(text(f), f)
        assert normal(f) == normal(other), (text(f), f, other)
    assert len(seen) > 5000


@pytest.mark.parametrize(
    ("domain", "dimensions", "shown"),
    [
        ("dimension", (), "v ∈ {1, 2, …}"),
        ("index", ("k",), "v ∈ {1, …, k}"),
        ("vector", ("k",), "𝐯 ∈ ℝ^k"),
        ("positive vector", ("k_1",), "𝐯 ∈ (0, ∞)^k₁"),
        ("matrix", ("k", "3"), "v ∈ ℝ^(k×3)"),
        ("symmetric", ("k",), "v ∈ ℝ^(k×k) symmetric"),
        ("positive definite", ("k",), "v ∈ ℝ^(k×k) positive definite"),
    ],
)
def test_a_derivation_says_what_its_variables_are(
    domain: str, dimensions: tuple[str, ...], shown: str
) -> None:
    reports = check(["gaussian_mean"], LIBRARY)
    (entry,) = document({"gaussian_mean": reports["gaussian_mean"]}).derivations
    entry = replace(entry, arguments=(ArgumentEntry("v", "v", domain, dimensions),))
    assert f"{shown}, q =" in derivation_text(entry)


def test_a_dimension_is_stated_once() -> None:
    entry = of_two_lines(x, mu1)
    vectors = tuple(ArgumentEntry(v, v, "vector", ("k",)) for v in "vw")
    given = "𝐯 ∈ ℝ^k, 𝐰 ∈ ℝ^k"
    assert f"where k ∈ {{1, 2, …}}, {given}\n" in derivation_text(replace(entry, arguments=vectors))
    arguments = (*vectors, ArgumentEntry("k", "k", "dimension"))
    shown = derivation_text(replace(entry, arguments=arguments))
    assert f"where {given}, k ∈ {{1, 2, …}}\n" in shown


def of_two_lines(before: object, after: object, relation: str = "=") -> DerivationEntry:
    """A derivation of two lines."""
    (entry,) = document(check(["exponential_inequality"], LIBRARY)).derivations
    step = replace(entry.steps[0], after=formula(after), relation=relation)
    return replace(entry, start=formula(before), steps=(step,), densities=(), where=())


@pytest.mark.parametrize(
    ("before", "relation", "after", "shown"),
    [
        (x, "<=", x**2, ("       x\n", "   1.  ≤ x²\n")),
        (Equal(x, 0), "<=>", Equal(0, x), ("       x = 0\n", "   1.  ⟺ 0 = x\n")),
        (Iff(Less(0, x), Less(-x, 0)), "<=>", Less(0, 1),
         ("       (0 < x ⟺ −x < 0)\n", "   1.  ⟺ 0 < 1\n")),
        (x**2, "is strictly convex", StrictlyConvex(x**2, x),
         ("       x²\n", "   1.  x² is strictly convex in x\n")),
    ],
)  # fmt: skip
def test_a_line_says_how_it_follows(
    before: object, relation: str, after: object, shown: tuple[str, ...]
) -> None:
    found = derivation_text(of_two_lines(before, after, relation))
    assert all(part in found for part in shown), found


def test_a_derivation_says_what_it_assumes_and_a_title_has_no_dollars() -> None:
    entry = of_two_lines(x, mu1)
    hypothesis = formula(Equal(Integral(Applied(ell, X), X), 1))
    entry = replace(entry, title="The mean of $q$", assumptions=(hypothesis,))
    shown = derivation_text(entry)
    assert ": The mean of q\n" in shown
    assert ", ∫_ℝ^k ℓ(𝐱) d𝐱 = 1\n" in shown


@pytest.mark.parametrize("domain", LENGTHS)
def test_every_domain_can_be_shown(domain: str) -> None:
    reports = check(["gaussian_mean"], LIBRARY)
    (entry,) = document({"gaussian_mean": reports["gaussian_mean"]}).derivations
    argument = ArgumentEntry("v", "v", domain, ("k", "m")[: LENGTHS[domain]])
    assert derivation_text(replace(entry, arguments=(argument,)))


def test_a_derivation_shows_every_line_and_what_it_rests_on() -> None:
    reports = check(["gaussian_mean"], LIBRARY)
    (entry,) = document({"gaussian_mean": reports["gaussian_mean"]}).derivations
    shown = derivation_text(entry)
    for step in LIBRARY["gaussian_mean"].steps:
        assert f"{step.name}: {step.by.rule.title}" in shown
    assert shown.count("✓ proved") == len(entry.steps) + 1
    assert "assumes fundamental theorem of calculus" in shown


@pytest.mark.parametrize(
    ("reason", "plain"),
    [
        (r"$\mathbf{x}^\top \Sigma^{-1} \boldsymbol{\mu}_1$", "𝐱ᵀ Σ⁻¹ 𝛍₁"),
        (r"$\operatorname{tr}(L^{-\top}) \ne \det L$", "tr(L⁻ᵀ) ≠ det L"),
        (r"$\nabla_x f \in \mathbb{R}^k$ and $\frac12$", "∇_x f ∈ ℝ^k and ½"),
        (r"$\frac{\partial f}{\partial x}$ is $\sum x_1^2$", "(∂ f)/(∂ x) is ∑ x₁²"),
        (r"$\frac{k}{2}\log\det\Sigma - r\cos\theta$", "k/2 log det Σ − r cos θ"),
        (r"$-\log(x)$ and $x \mapsto x$", "−log(x) and x ↦ x"),
    ],
)
def test_a_reason_reads_without_latex(reason: str, plain: str) -> None:
    assert plain_reason(reason) == plain


def test_every_reason_reads_without_latex() -> None:
    for derivation in LIBRARY.values():
        for step in derivation.steps:
            assert not set("\\${}") & set(plain_reason(step.reason)), step.reason
