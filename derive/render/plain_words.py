"""Plain words: an author's words as a terminal shows them, formulas included."""

from __future__ import annotations

import re

from derive.render.prose import dressed
from derive.render.text import GREEK, letters_of

_WORDS = {
    "infty": "∞", "ge": "≥", "le": "≤", "ne": "≠", "to": "→", "int": "∫", "sqrt": "√", "cdot": "·",
    "sum": "∑", "prod": "∏", "nabla": "∇", "partial": "∂", "succ": "≻", "in": "∈", "times": "×",
    "mapsto": "↦",
    "frac": "", "mathcal": "", "operatorname": "", "left": "", "right": "", ",": " ",
}  # fmt: skip
_NAMED = r"(?:log|det|sin|cos|arctan)(?![a-zA-Z])"
_FRACTION = r"\\frac\{(\w)\}\{(\w)\}"
_PHRASES = {
    r"\frac12": "½", r"\mathbb{R}": "ℝ", r"\mathbb{E}": "𝔼", r"\mathcal{N}": "𝒩",
    r"\operatorname{tr}": "tr", r"^{-\top}": "⁻ᵀ", r"^\top": "ᵀ", "^{-1}": "⁻¹", "^2": "²",
    "_1": "₁", "_2": "₂", "}{": "}/{",
}  # fmt: skip


def plain_reason(reason: str) -> str:
    """Return a reason with its LaTeX between dollars written as plain text."""
    return dressed(reason, str, _plain_formula)


def _plain_formula(tex: str) -> str:
    tex = re.sub(r"\\(?:mathbf|boldsymbol)\{\\?(\w+)\}", lambda m: letters_of(m[1], bold=True), tex)
    tex = re.sub(rf"{_FRACTION}(?=[\w(]|\\(?!{_NAMED}))", r"(\1/\2)", tex)
    tex = re.sub(_FRACTION, r"\1/\2", tex)
    tex = re.sub(rf"(?<=\w)(?=\\{_NAMED})|(\\{_NAMED})(?=[\\\w])", r"\1 ", tex)
    tex = re.sub(" +", " ", tex)
    for phrase, shown in _PHRASES.items():
        tex = tex.replace(phrase, shown)
    words = _WORDS | GREEK
    tex = re.sub(r"\\([a-zA-Z]+|.)", lambda m: words.get(m[1], str(m[1])), tex)
    return tex.replace("{", "(").replace("}", ")").replace("'", "′").replace("-", "−")
