"""A derivation as one ``align`` compiles wherever it is pasted."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest

from derive.document import DerivationEntry, Document
from derive.render.latex.align import align


def entry(whole: Document, name: str) -> DerivationEntry:
    return next(e for e in whole.derivations if e.name == name)


def rows(text: str) -> list[str]:
    """The rows between the ends of the ``align``."""
    block = text.partition("\\begin{align}\n")[2].partition("\n\\end{align}")[0]
    return [f"    {row}" for row in block.removeprefix("    ").split("\n    ")]


def test_a_short_first_line_is_the_left_hand_side(whole: Document) -> None:
    found = rows(align(entry(whole, "kl_diagonal")))
    assert found[0].startswith(r"    \mathrm{KL}(q \,\|\, p) &= \frac{1}{2}")
    assert found[1].startswith(r"    &\qquad {}+ ")
    assert found[-1].endswith("% one-sum")


def test_a_wide_first_line_has_a_row_of_its_own(whole: Document) -> None:
    found = rows(align(entry(whole, "gaussian_integral")))
    assert found[0].endswith(r"^2 \\ % the first line")
    assert found[1].startswith(r"    ={}&")
    assert found[-1].startswith(r"    \Longrightarrow\;{}&")


def test_a_line_that_repeats_the_first_stands_alone(whole: Document) -> None:
    (row,) = rows(align(entry(whole, "term_roles_barrier")))
    assert row.startswith(r"    &{-}\frac{1}{2} \log \sigma^2 \longrightarrow \infty")


def test_every_line_has_one_number_and_its_name(whole: Document) -> None:
    for e in whole.derivations:
        found = rows(align(e))
        numbered = [row for row in found if r"\notag" not in row]
        names = [row.rpartition(" % ")[2] for row in numbered]
        assert [n for n in names if n != "the first line"] == [s.name for s in e.steps]
        assert all(re.search(r" \\\\( % [a-z0-9 -]+)?$", row) for row in found[:-1])


def test_it_says_of_what_it_is_and_how_it_is_proved(whole: Document) -> None:
    e = replace(entry(whole, "kl_diagonal"), hash="0123abcd")
    text = align(e)
    assert text.startswith("% kl_diagonal: The divergence between normal distributions with diag")
    assert "(proved, certificate 0123abcd)." in text.splitlines()[0]
    assert r"with $q = \mathcal{N}(\boldsymbol{\mu}_1, \operatorname{diag}" in text


def test_what_is_not_proved_says_so(whole: Document) -> None:
    e = entry(whole, "kl_diagonal")
    doubtful = replace(e.steps[-1], verdict="declined")
    text = align(replace(e, verdict="declined", steps=(*e.steps[:-1], doubtful), hash=""))
    assert "covariances (declined)" in text
    assert "proved" not in text
    assert rows(text)[-1].endswith("% one-sum (declined)")


def test_words_stay_in_their_comment(whole: Document) -> None:
    e = replace(entry(whole, "kl_diagonal"), title="a\n\\input{x}\r\u2028$x$")
    with pytest.raises(ValueError, match="no LaTeX form"):
        align(e)
    text = align(replace(e, title="a\n\\input{x} $x$"))
    assert text.startswith(r"% kl_diagonal: a \textbackslash{}input\{x\} $x$ (proved")


def test_a_page_may_end_in_a_long_one_only(whole: Document) -> None:
    long, short = (align(entry(whole, n)) for n in ("kl_univariate", "log_inequality_equality"))
    assert r"\begingroup\allowdisplaybreaks" in long
    assert long.rstrip().endswith(r"\endgroup")
    assert "allowdisplaybreaks" not in short


@pytest.mark.parametrize("environment", ["align", "align*"])
@pytest.mark.parametrize("size", ["10pt", "12pt"])
def test_every_one_compiles_in_a_stranger_s_paper(
    whole: Document, tmp_path: Path, size: str, environment: str
) -> None:
    if shutil.which("pdflatex") is None:
        pytest.skip("pdflatex is not installed: on Debian, texlive-latex-base lmodern")
    blocks = "\n".join(f"Some words.\n{align(e)}Others." for e in whole.derivations)
    blocks = blocks.replace("{align}", f"{{{environment}}}")
    (tmp_path / "paper.tex").write_text(
        f"\\documentclass[{size}]{{article}}\n\\usepackage{{amsmath,amssymb}}\n"
        f"\\begin{{document}}\n{blocks}\\end{{document}}\n",
        encoding="ascii",
    )
    done = subprocess.run(
        ["pdflatex", "-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", "paper.tex"],
        cwd=tmp_path,
        env={**os.environ, "openin_any": "p", "openout_any": "p"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        timeout=300,
    )
    log = done.stdout.decode(errors="replace")
    assert done.returncode == 0, log[-3000:]
    assert "Overfull" not in log
    assert "LaTeX Warning" not in log
