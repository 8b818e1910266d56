"""Words and names in LaTeX: escaped where they can be set, refused where they cannot."""

from __future__ import annotations

import pytest

from derive.render.latex.text import NoLatex, name, plain, prose


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
