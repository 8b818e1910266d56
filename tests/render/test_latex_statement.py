"""A statement in LaTeX says what its letters are, and no two of them look the same."""

from __future__ import annotations

from dataclasses import replace

import pytest
from latex_documents import entry_of
from latex_letters import M1, B, Q, R, X, Y, a, i, k, m, mu1, p, q, shown

from derive.document import ArgumentEntry, Document, document
from derive.formula import formula
from derive.kernel.chain import check
from derive.library import LIBRARY
from derive.notation import (
    KL,
    Applied,
    Equal,
    Identity,
    Integral,
    Lambda,
    Var,
    WithDensity,
    dimension,
    index,
    matrix,
    positive_definite,
    positive_function,
    real,
    trace,
    vector,
)
from derive.notation.variable import LENGTHS
from derive.render.latex.files import render
from derive.render.latex.text import DOMAINS, SQUARE


def test_two_names_that_look_the_same_are_refused(whole: Document) -> None:
    entry = whole.derivations[0]
    twins = formula(Var("x1") + Var("x_1"))
    with pytest.raises(ValueError, match="x_1 would be printed as x1 is"):
        render(Document((replace(entry, start=twins),), ()))


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
