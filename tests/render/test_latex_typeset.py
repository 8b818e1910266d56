"""The LaTeX compiles anywhere, and no line leaves the margins."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from latex_documents import entry_of
from latex_letters import M1, D, M, P, Q, R, S, X, a, b, c, i, j, k, m, sigma
from random_formulas import Grower, grown

from derive.document import ArgumentEntry, DerivationEntry, Document
from derive.formula import formula
from derive.library import LIBRARY
from derive.notation import (
    KL,
    And,
    AtMost,
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
    Less,
    Max,
    PositiveDefinite,
    Product,
    StrictlyConvex,
    Sum,
    TendsTo,
    Zero,
    det,
    log,
    oo,
    unfold,
)
from derive.notation.variable import LENGTHS
from derive.render.latex.files import latex, render
from derive.render.latex.formula import Printer


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
