"""Figures formulas: the parts of proved lines that figures draw one by one."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from derive.document import DerivationEntry
from derive.formula import Formula
from derive.render.numpy.atoms import HALF, ONE, Pattern, fits

SUM_LINE = ("kl_univariate_standard_normal", "factor-one-half")
SUM: Pattern = ("Times", HALF, ("Minus", ("Minus", ("Plus", "spread", "mean"), ONE), "barrier"))
"""The divergence from the standard normal as half of a sum; each term is drawn with its half."""

PARTS: tuple[tuple[str, str, Pattern, Mapping[str, str]], ...] = (
    ("gradient_flow_mean", "", ("Equal", ("Derivative", "path", "t", "t"), "speed"),
     {"path": "mean_path"}),
    ("gradient_flow_log_var", "", ("Equal", ("Derivative", "path", "t", "t"), "speed"),
     {"path": "log_var_path"}),
    ("quadratic_near_the_optimum", "",
     ("AtMost", ("Abs", ("Minus", "exact", "quadratic")), "bound"),
     {"exact": "regulariser", "quadratic": "quadratic", "bound": "quadratic_bound"}),
    ("gaussian_normalisation", "substitute-the-density",
     ("Integral", "density", "x", "low", "high"), {"density": "density"}),
)  # fmt: skip
"""Of the claim of a derivation, or of one of its lines: its form, and what its letters are here."""


def parts(proved: Mapping[str, DerivationEntry], wanted: Collection[str]) -> dict[str, Formula]:
    """Return the formulas that are wanted, by their names.

    Raises
    ------
    LookupError
        If a line does not have the form that is looked for, or a name is known nowhere.
    """
    found = terms(proved) if SUM_LINE[0] in proved else {}
    for name, step, pattern, letters in PARTS:
        if name in proved:
            line = _line(proved[name], step)
            here: dict[str, Formula] = {}
            if not fits(pattern, line, here):
                raise LookupError(f"{name}: no longer of the form that figures are drawn from")
            found |= {known: here[letter] for letter, known in letters.items()}
    missing = sorted(set(wanted) - set(found))
    if missing:
        raise LookupError(f"no line holds what a figure draws as {', '.join(missing)}")
    return {name: found[name] for name in wanted}


def terms(proved: Mapping[str, DerivationEntry]) -> dict[str, Formula]:
    """Return the terms of the divergence from the standard normal, each with its sign and half.

    Raises
    ------
    LookupError
        If its line does not have the form that is looked for.
    """
    name, step = SUM_LINE
    found: dict[str, Formula] = {}
    if not fits(SUM, _line(proved[name], step), found):
        raise LookupError(f"{name}:{step}: no longer of the form that figures are drawn from")
    return {
        "term_spread": _half(found["spread"]),
        "term_mean": _half(found["mean"]),
        "term_barrier": Formula("Neg", (_half(found["barrier"]),)),
        "term_constant": Formula("Neg", (HALF,)),
    }


def total(proved: Mapping[str, DerivationEntry]) -> Formula:
    """Return the divergence from the standard normal itself, as the same line has it."""
    name, step = SUM_LINE
    return _line(proved[name], step)


def _half(f: Formula) -> Formula:
    return Formula("Times", (HALF, f))


def _line(d: DerivationEntry, step: str) -> Formula:
    """Return the line of a step, or, without one, the claim."""
    if not step:
        return d.claim
    found = [s.after for s in d.steps if s.name == step]
    if not found:
        raise LookupError(f"{d.name}: no step {step!r}, which figures are drawn from")
    return found[0]
