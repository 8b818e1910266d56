"""A formula in LaTeX that is too wide for a row is broken, and nothing of it is lost."""

from __future__ import annotations

import re

from latex_letters import a, b, sigma, x

from derive.formula import formula
from derive.render.latex.files import latex
from derive.render.latex.formula import Printer


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
