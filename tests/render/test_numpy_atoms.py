"""Atoms: which code stands for a line, and what no atom covers."""

from __future__ import annotations

import pytest

from derive.formula import formula
from derive.library import LIBRARY
from derive.notation import exp, half, log, positive, real
from derive.render.numpy.atoms import atomic

t, a, b, c = real("t a b c")
r, s = positive("r s")
NAMES = {name: name for name in "tabcrs"}
CODE = [
    (half * (exp(t) - 1 - t), "half_exp_remainder(t)"),
    (half * (exp(a - b) - 1 - (a - b)), "half_exp_remainder_of_difference(a, b)"),
    (half * (s**2 / r**2 - 1 - log(s**2 / r**2)), "half_ratio_remainder(s, r)"),
    (half * (s**2 - 1 - log(s**2)), "half_ratio_remainder(s, 1.0)"),
    (half * t**2, "half_square(t)"),
    (half * ((a - b) / s) ** 2, "half_square_of_quotient(a, b, s)"),
    (half * ((a - b) ** 2 * exp(-c)), "half_square_times_exp(a, b, c)"),
    (half * (exp(t) - 1), "half_expm1(t)"),
    (half * (exp(a - b) - 1), "half_expm1_of_difference(a, b)"),
    (-((a - b) / s**2), "-difference_over_square(a, b, s)"),
    (s / r**2 - 1 / s, "ratio_slope(s, r)"),
    (1 / r - (s**2 + (a - b) ** 2) / r**3, "second_std_slope(a, b, s, r)"),
    (-(half * (exp(t) - 1) + half * t**2), "-(half_expm1(t) + half_square(t))"),
]
NOT_ATOMS = [
    half * (exp(t) - 1 - a),  # another letter
    half * (exp(t) - t - 1),  # another order
    half * (exp(t) + 1 - t),
    half * (s**2 / r**2 - 1 - log(r**2 / s**2)),
    s / r**2 - 1 / r,
    half * t**3,
    half * ((a - b) / s),
    a - b,
]


@pytest.mark.parametrize(("term", "code"), CODE, ids=[code for _, code in CODE])
def test_a_term_is_its_atom(term, code):
    assert atomic(formula(term), NAMES) == code


@pytest.mark.parametrize("term", NOT_ATOMS, ids=str)
def test_what_is_no_atom_is_refused(term):
    with pytest.raises(ValueError, match="no atom"):
        atomic(formula(term), NAMES)


def test_the_stable_line_of_the_regulariser():
    line = formula(LIBRARY["kl_standard_normal_stable"].claim.right).args[0]
    names = {"mu": "mean", "lambda": "log_var"}
    assert atomic(line, names) == "half_exp_remainder(log_var) + half_square(mean)"
