"""What the LaTeX of a tree at random says is what the tree says."""

from __future__ import annotations

import cmath
import random

import numpy as np
from formula_values import MATRICES, VALUES, alike, meant, numbers, valued
from latex_reader import value
from random_formulas import SIZES, Grower, grown, normal

from derive.formula import Formula
from derive.render.latex.files import latex
from derive.render.latex.formula import Printer


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


def test_no_two_trees_are_printed_alike() -> None:
    printed: dict[str, Formula] = {}
    for seed in range(12000):
        f = Grower(seed, few=seed % 2 == 0).any(seed % 3 + 1)
        tex = Printer({}).box(f).tex
        other = printed.setdefault(tex, f)
        assert normal(f) == normal(other), (tex, f, other)
    assert len(printed) > 5000


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
