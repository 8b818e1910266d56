"""Notation: what can be written in a line."""

from derive.notation.binding import (
    bound_variable,
    canonical,
    copied,
    free,
    fresh,
    rewrite,
    same,
    substitute,
    subterms,
    written_out,
)
from derive.notation.calculus import Binder, Bracket, Integral
from derive.notation.definitions import unfold, unfolded
from derive.notation.expression import expression
from derive.notation.order import same_up_to_order
from derive.notation.probability import KL, Density, Expectation, Normal
from derive.notation.relations import (
    BINDERS,
    AtMost,
    Comparison,
    Equal,
    Integrable,
    Less,
    Proposition,
    TendsTo,
    Unequal,
)
from derive.notation.term import (
    Abs,
    Arctan,
    Cos,
    Exp,
    Function,
    Log,
    Minus,
    Neg,
    Over,
    Pi,
    Plus,
    Power,
    Sin,
    Sqrt,
    Term,
    Times,
    Var,
    arctan,
    as_term,
    cos,
    exp,
    half,
    log,
    natural,
    nonnegative,
    oo,
    pi,
    plain,
    positive,
    real,
    sin,
    sqrt,
)

__all__ = [
    "BINDERS", "KL", "Abs", "Arctan", "AtMost", "Binder", "Bracket", "Comparison", "Cos",
    "Density", "Equal", "Exp", "Expectation", "Function", "Integrable", "Integral", "Less",
    "Log", "Minus", "Neg", "Normal", "Over", "Pi", "Plus", "Power", "Proposition", "Sin",
    "Sqrt", "TendsTo", "Term", "Times", "Unequal", "Var", "arctan", "as_term", "bound_variable",
    "canonical", "copied", "cos", "exp", "expression", "free", "fresh", "half", "log",
    "natural", "nonnegative", "oo", "pi", "plain", "positive", "real", "rewrite", "same",
    "same_up_to_order", "sin", "sqrt", "substitute", "subterms", "unfold", "unfolded",
    "written_out",
]  # fmt: skip
