"""Text in LaTeX: an author's words and names, escaped character by character."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from derive.render.greek import GREEK
from derive.render.latex.mathematics import NoLatex, mathematics
from derive.render.prose import bound, dressed

# Braces after a command keep it from swallowing what follows.
_ASCII = {
    "\\": r"\textbackslash{}",
    "{": r"\{",
    "}": r"\}",
    "%": r"\%",
    "#": r"\#",
    "&": r"\&",
    "_": r"\_",
    "$": r"\$",
    "^": r"\textasciicircum{}",
    "~": r"\textasciitilde{}",
    "<": r"\textless{}",
    ">": r"\textgreater{}",
    "|": r"\textbar{}",
    '"': "''",
    "`": r"\textquoteleft{}",
    "\n": " ",
}
_TYPOGRAPHY = {
    "–": "--", "—": "---", "‘": "`", "’": "'", "“": "``", "”": "''", "…": r"\dots{}",
    "§": r"\S{}", "ß": r"\ss{}", "ø": r"\o{}", "Ø": r"\O{}", "æ": r"\ae{}", "Æ": r"\AE{}",
    "ł": r"\l{}", "Ł": r"\L{}", "\u00a0": "~",
}  # fmt: skip
_SYMBOLS = {
    "≤": r"\le", "≥": r"\ge", "≠": r"\ne", "≈": r"\approx", "−": "-", "·": r"\cdot",
    "×": r"\times", "±": r"\pm", "→": r"\to", "⇒": r"\Rightarrow", "⇔": r"\Leftrightarrow",
    "∞": r"\infty", "√": r"\surd", "∫": r"\int", "∂": r"\partial", "∈": r"\in", "‖": r"\|",
    "′": "'", "½": r"\frac12", "⁰": "^0", "¹": "^1", "²": "^2", "³": "^3", "ⁿ": "^n", "ᵗ": "^t",
    "ˣ": "^x", "⁻": "^-", "₀": "_0", "₁": "_1", "₂": "_2", "ℝ": r"\mathbb{R}", "𝔼": r"\mathbb{E}",
}  # fmt: skip
_ACCENTS = {
    "\u0300": "`", "\u0301": "'", "\u0302": "^", "\u0303": "~", "\u0308": '"', "\u030a": "r",
    "\u030c": "v", "\u0327": "c", "\u0304": "=", "\u030b": "H",
}  # fmt: skip

DOMAINS = {
    "real": r"\in \mathbb{R}",
    "positive": "> 0",
    "nonnegative": r"\ge 0",
    "unit interval": r"\in [0, 1]",
    "natural": r"\in \{0, 1, 2, \dots\}",
    "dimension": r"\in \{1, 2, \dots\}",
    "index": r"\in \{1, \dots, {0}\}",
    "vector": r"\in \mathbb{R}^{{0}}",
    "positive vector": r"\in (0, \infty)^{{0}}",
    "matrix": r"\in \mathbb{R}^{{0} \times {1}}",
    "positive function": r"\colon \mathbb{R}^{{0}} \to (0, \infty)",
}
"""What is said of a variable of a domain; ``{0}`` and ``{1}`` are its dimensions."""

SQUARE = {
    "symmetric": r"{X}^\top = {X}",
    "positive definite": r"{X} \succ 0",
    "invertible": r"\det {X} \ne 0",
    "diagonal": r"{X}\text{ diagonal}",
    "positive diagonal": r"{X} \succ 0\text{ diagonal}",
}
"""What is said of a square matrix ``{X}`` besides its size."""


def prose(text: str) -> str:
    """Return an author's text: what stands between dollars is a formula, the rest is escaped.

    Raises
    ------
    NoLatex
        For a character that has no LaTeX form here, or a formula that is more than a formula.
    """
    return dressed(bound(text), plain, lambda formula: mathematics(formula, text))


def plain(text: str) -> str:
    """Return text without formulas, every character escaped; the dollar too."""
    return "".join(_character(c, text) for c in unicodedata.normalize("NFC", text))


def _character(c: str, text: str) -> str:
    if c in _ASCII:
        return _ASCII[c]
    if " " <= c <= "~":
        return c
    if c in _TYPOGRAPHY:
        return _TYPOGRAPHY[c]
    if c in _SYMBOLS:
        return f"${_SYMBOLS[c]}$"
    greek = _greek(c)
    if greek:
        return f"$\\{greek}$"
    base, *marks = tuple(unicodedata.normalize("NFD", c))
    if base.isascii() and base.isalpha() and len(marks) == 1 and marks[0] in _ACCENTS:
        letter = rf"\{base}" if base in "ij" else base  # without its dot
        return f"\\{_ACCENTS[marks[0]]}{{{letter}}}"
    raise NoLatex(f"{text!r}: the character {c!r} (U+{ord(c):04X}) has no LaTeX form here")


def _greek(c: str) -> str:
    words = unicodedata.name(c, "").split()
    if len(words) != 4 or words[0] != "GREEK" or words[2] != "LETTER":
        return ""
    name = words[3].replace("LAMDA", "LAMBDA")
    name = name.capitalize() if words[1] == "CAPITAL" else name.lower()
    return name if name in GREEK else ""


def name(variable: str, *, bold: bool = False, indices: tuple[str, ...] = ()) -> str:
    """Return a variable's name as a formula: ``mu_1`` is μ with the subscript 1.

    Parameters
    ----------
    variable : str
        The name.
    bold : bool, optional
        Whether its letters are bold, as a vector's are.
    indices : tuple of str, optional
        The LaTeX of indices, which stand behind the name's own subscripts.
    """
    base, *below = variable.split("_")
    letters, digits = re.fullmatch(r"(.*?)(\d*)", base).groups()  # type: ignore[union-attr]
    below = [part for part in ([digits] if letters and digits else []) + below if part]
    if not letters:
        letters, below = variable, []
    comma = "" if all(len(i) == 1 for i in indices) else ","
    subscripts = [_word(part, "mathrm") for part in below] + [comma.join(indices)]
    base = _bold(letters) if bold else _word(letters, "mathit")
    subscript = ",".join(part for part in subscripts if part)
    return f"{base}_{script(subscript)}" if subscript else base


def declared(x: str, domain: str, sizes: Sequence[str]) -> list[str]:
    """Return what is assumed of a variable, in one formula or two.

    Parameters
    ----------
    x : str
        The variable as a formula.
    domain : str
        Its domain.
    sizes : sequence of str
        Rows and columns, or what an index runs up to, as formulas.
    """
    if domain in SQUARE:
        return [*declared(x, "matrix", [sizes[0]] * 2), SQUARE[domain].replace("{X}", x)]
    said = DOMAINS[domain]
    for i, of in enumerate(sizes):
        said = said.replace(f"{{{i}}}", of)
    return [f"{x} {said}"]


def script(tex: str) -> str:
    """Return what stands behind a ``_`` or a ``^``."""
    return tex if len(tex) == 1 else f"{{{tex}}}"


def _bold(word: str) -> str:
    # \mathbf has no Greek letters.
    return rf"\boldsymbol{{\{word}}}" if word in GREEK else rf"\mathbf{{{plain(word)}}}"


def _word(word: str, font: str) -> str:
    if word in GREEK or word == "ell":
        return f"\\{word}"
    if (len(word) == 1 and word.isalnum()) or word.isdigit():
        return word
    return rf"\{font}{{{plain(word)}}}"
