"""NumPy atoms: the terms of stable lines and of gradients, as the functions that compute them.

An atom is a formula with letters; where a term of a line has that form, the generated code calls
the atom with what stands for its letters.  How an atom is computed is the subject of derivations
of its own (``exponential_remainder``, ``ratio_remainder_near``, ``slope_in_the_first_std``, …).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from derive.formula import Formula

ONE, TWO, THREE = (Formula("Number", text=text) for text in "123")
HALF = Formula("Over", (ONE, TWO))

Pattern = Any
"""A letter (str), a number (Formula), or a head with patterns (tuple)."""


def _square(x: Pattern) -> Pattern:
    return ("Power", x, TWO)


_VARIANCES = ("Over", _square("s"), _square("r"))
_DIFFERENCE = ("Minus", "a", "b")
_SQUARE_TIMES_EXP = ("Times", _square(_DIFFERENCE), ("Exp", ("Neg", "c")))
_RATIO = ("Minus", ("Minus", _VARIANCES, ONE), ("Log", _VARIANCES))

ATOMS: tuple[tuple[str, Pattern, str], ...] = (
    ("half_exp_remainder_of_difference",
     ("Times", HALF, ("Minus", ("Minus", ("Exp", _DIFFERENCE), ONE), _DIFFERENCE)), "ab"),
    ("half_exp_remainder", ("Times", HALF, ("Minus", ("Minus", ("Exp", "t"), ONE), "t")), "t"),
    ("half_ratio_remainder", ("Times", HALF, _RATIO), "sr"),
    ("half_ratio_remainder",
     ("Times", HALF, ("Minus", ("Minus", _square("s"), ONE), ("Log", _square("s")))), "s1"),
    ("half_square_of_quotient", ("Times", HALF, _square(("Over", _DIFFERENCE, "s"))), "abs"),
    ("half_square_times_exp", ("Times", HALF, _SQUARE_TIMES_EXP), "abc"),
    ("half_square", ("Times", HALF, _square("x")), "x"),
    ("half_expm1_of_difference", ("Times", HALF, ("Minus", ("Exp", _DIFFERENCE), ONE)), "ab"),
    ("half_expm1", ("Times", HALF, ("Minus", ("Exp", "t"), ONE)), "t"),
    ("difference_over_square", ("Over", _DIFFERENCE, _square("s")), "abs"),
    ("difference_times_exp", ("Times", _DIFFERENCE, ("Exp", ("Neg", "c"))), "abc"),
    ("ratio_slope", ("Minus", ("Over", "s", _square("r")), ("Over", ONE, "s")), "sr"),
    ("second_std_slope",
     ("Minus", ("Over", ONE, "r"),
      ("Over", ("Plus", _square("s"), _square(_DIFFERENCE)), ("Power", "r", THREE))), "absr"),
)  # fmt: skip
"""The name of each atom, its formula, and its arguments: letters, or the number 1.

The first that fits is taken, so an atom of a difference stands before that of any term.
"""


def atomic(f: Formula, names: Mapping[str, str]) -> str:
    """Return the code of a line as a sum of atoms.

    Parameters
    ----------
    f : Formula
        A sum whose terms are atoms, variables or entries of vectors.
    names : mapping of str to str
        The code name of each variable.

    Raises
    ------
    ValueError
        If a term is none of these.
    """
    for name, pattern, arguments in ATOMS:
        found: dict[str, Formula] = {}
        if fits(pattern, f, found):
            values = [atomic(found[a], names) if a in found else "1.0" for a in arguments]
            return f"{name}({', '.join(values)})"
    if f.head == "Plus":
        return " + ".join(atomic(a, names) for a in f.args)
    if f.head == "Neg":
        inner = atomic(f.args[0], names)
        return f"-({inner})" if f.args[0].head == "Plus" else f"-{inner}"
    if f.head == "Var":
        return names[f.text]
    if f.head == "Entry":
        return names[f.args[0].text]
    raise ValueError(f"{f.head} is no atom of the generated code")


def fits(pattern: Pattern, f: Formula, found: dict[str, Formula]) -> bool:
    """Say whether a formula has the form of a pattern; write down what stands for its letters."""
    if isinstance(pattern, str):
        return found.setdefault(pattern, f) == f
    if isinstance(pattern, Formula):
        return pattern == f
    head, *inner = pattern
    return (
        f.head == head
        and len(f.args) == len(inner)
        and all(fits(p, a, found) for p, a in zip(inner, f.args, strict=True))
    )
