r"""Mathematics in an author's words: formulas that TeX can set, of listed commands and no others.

A formula is read by a small grammar before it is printed as it stands, so that it can neither do
more than a formula does nor stop TeX: every command has its arguments, every brace and every
``\left`` its other half, and no base has two exponents.
"""

from __future__ import annotations

import re

from derive.render.greek import GREEK


class NoLatex(ValueError):
    """Something that has no safe form in LaTeX."""


# Nothing that reads, writes, defines or counts is among these.
_SYMBOLS = GREEK.union(
    re.findall(r"\w+", "ell partial infty nabla top prime cdot times pm mp to in le ge ne")
)
_ALONE = _SYMBOLS.union(
    ",;:!{}| ",
    re.findall(
        r"\w+",
        "log exp sin cos arctan int sum prod lim max min sup inf leq geq neq approx equiv sim "
        "propto mapsto cdots dots ldots quad qquad notin det succ mid ll gg Rightarrow "
        "Leftrightarrow",
    ),
)
_ARGUMENTS = {
    **dict.fromkeys(("frac", "tfrac", "dfrac"), 2),
    **dict.fromkeys(("sqrt", "mathbb", "mathbf", "mathrm", "mathcal", "boldsymbol"), 1),
    **dict.fromkeys(("operatorname", "bar", "hat", "tilde", "dot"), 1),
}
_SIZES = frozenset({"big", "Big", "bigl", "bigr", "Bigl", "Bigr"})
_COMMANDS = _ALONE | set(_ARGUMENTS) | _SIZES | {"left", "right"}
_DELIMITERS = {"(", ")", "[", "]", "|", "/", ".", r"\{", r"\}", r"\|"}
_TOKEN = re.compile(r"\\(?:[a-zA-Z]+|.)|'+|[^ ]")

MOST_CHARACTERS, MOST_GROUPS = 1_000, 20


def mathematics(formula: str, text: str) -> str:
    """Return what stands between dollars, with its dollars.

    Raises
    ------
    NoLatex
        For a formula that is more than a formula, or less.
    """
    strange = re.search(r"[%#&~\"`$]|\^\^|[^ -~]", formula)
    if strange:
        raise NoLatex(f"{text!r:.200}: {strange.group()!r} does not belong in a formula")
    if len(formula) > MOST_CHARACTERS:
        raise NoLatex(f"{text!r:.200}: a formula of more than {MOST_CHARACTERS} characters")
    try:
        _Reader(formula).read()
    except _NoFormula as problem:
        raise NoLatex(f"{text!r:.200}: in ${formula}$ {problem}") from None
    return f"${formula}$"


class _NoFormula(Exception):
    """What is wrong with a formula."""


class _Reader:
    """Reads a formula, a token at a time."""

    def __init__(self, formula: str) -> None:
        self.tokens = _TOKEN.findall(formula)
        self.depth = 0

    def read(self) -> None:
        """Read the whole formula."""
        self._sequence()
        if self.tokens:
            raise _NoFormula(f"the {self.tokens[0]} closes nothing: the braces do not match")

    def _next(self, after: str) -> str:
        if not self.tokens:
            raise _NoFormula(f"something is missing after {after}")
        return str(self.tokens.pop(0))

    def _sequence(self) -> None:
        """Read up to what closes a group."""
        scripts = set[str]()
        while self.tokens and self.tokens[0] not in ("}", r"\right"):
            token = self._next("")
            if token in ("^", "_") or token[0] == "'":
                kind = "_" if token == "_" else "^"
                if kind in scripts:
                    raise _NoFormula(f"{token} follows on another {kind}: put braces around it")
                scripts.add(kind)
                if token[0] != "'":
                    self._argument(token)
            else:
                scripts = set()
                self._atom(token)

    def _atom(self, token: str) -> None:
        if token == "{":
            self._group("{", "}")
        elif token == r"\left":
            self._delimiter(token)
            self._group(token, r"\right")
            self._delimiter(r"\right")
        elif token.startswith("\\"):
            self._command(token)

    def _command(self, token: str) -> None:
        name = token[1:]
        if name not in _COMMANDS:
            raise _NoFormula(f"{token} is not among the commands of a formula")
        if name in _SIZES:
            self._delimiter(token)
        if name == "sqrt" and self.tokens[:1] == ["["]:
            if self.tokens[2:3] != ["]"] or not self.tokens[1].isalnum():
                raise _NoFormula(r"\sqrt[ takes one letter or digit and a ]")
            del self.tokens[:3]
        for _ in range(_ARGUMENTS.get(name, 0)):
            self._argument(token)

    def _argument(self, of: str) -> None:
        """Read a letter, a digit, a symbol or a group."""
        token = self._next(of)
        if token == "{":
            self._group("{", "}")
        elif not (token.isalnum() or token in "*+-" or token[1:] in _SYMBOLS):
            raise _NoFormula(f"{token} cannot stand after {of}: put braces around it")

    def _group(self, opened: str, closed: str) -> None:
        self.depth += 1
        if self.depth > MOST_GROUPS:
            raise _NoFormula(f"there are more than {MOST_GROUPS} braces inside one another")
        self._sequence()
        if self._next(opened) != closed:
            raise _NoFormula(f"the {opened} is not closed: the braces do not match")
        self.depth -= 1

    def _delimiter(self, after: str) -> None:
        token = self._next(after)
        if token not in _DELIMITERS:
            raise _NoFormula(f"{token} is no bracket for {after}")
