r"""Text in Markdown as the usual forges read it: words escaped, formulas where nothing else reads.

A formula in a line stands in ``$`…`$``, one in a display in a block of code of the language
``math``: GitHub, GitLab and Forgejo then hand it to MathJax or KaTeX as it is, whereas between bare
dollars Markdown takes its underscores, backslashes and asterisks for its own.  What one of them
refuses (``\operatorname``) or reads as HTML or as a table (``<``, ``|``) is written otherwise.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence

from derive.render.latex.mathematics import mathematics
from derive.render.prose import dressed


class NoMarkdown(ValueError):
    """Text that has no safe form in Markdown."""


_HTML = {"&": "&amp;", "<": "&lt;", ">": "&gt;", "$": "<span>$</span>", "@": "&#64;", "#": "&#35;"}
_OURS = r"\`*_[]|~{}!"
_PORTABLE = (
    (re.compile(r"\\operatorname\s*(?=\{)"), r"\\mathop\\mathrm"),
    (re.compile(r"\\mathop\\mathrm\{([^{}]*)\}"), r"\\mathop{\\mathrm{\1}}"),
    (re.compile(r"\\\|"), r"\\Vert "),
    (re.compile(r"\|"), r"\\vert "),
    (re.compile("<"), r"\\lt "),
    (re.compile(">"), r"\\gt "),
    (re.compile(r" +"), " "),
)


def inline(tex: str) -> str:
    """Return a formula that stands in a line of text."""
    return f"$`{portable(tex).strip()}`$"


def display(rows: Sequence[str], relation: str = "") -> str:
    """Return a display: a formula's rows, and the relation that they begin with."""
    lead = f"{relation}{{}}&" if relation else "&"
    if len(rows) == 1:
        tex = f"{relation} {rows[0]}".strip()
    else:
        aligned = " \\\\\n".join([f"{lead}{rows[0]}", *(rf"&\quad {row}" for row in rows[1:])])
        tex = f"\\begin{{aligned}}\n{aligned}\n\\end{{aligned}}"
    return f"```math\n{portable(tex)}\n```"


def portable(tex: str) -> str:
    """Return a formula in commands that all forges set, without what they would read first."""
    for pattern, instead in _PORTABLE:
        tex = pattern.sub(instead, tex)
    return tex


def prose(text: str) -> str:
    """Return an author's text: what stands between dollars is a formula, the rest is escaped.

    Raises
    ------
    ValueError
        For a character that nobody sees, or a formula that is more than a formula.
    """
    return _no_item(dressed(text, _escaped, lambda tex: inline(mathematics(tex, text)[1:-1])))


def plain(text: str) -> str:
    """Return text in which Markdown reads nothing but letters."""
    return _no_item(_escaped(text))


def _no_item(text: str) -> str:
    """Return a paragraph that Markdown does not take for an item of a list, or for a rule."""
    return re.sub(r"^(\s*\d*)([-+=.):])", r"\1\\\2", text)


def _escaped(text: str) -> str:
    text = unicodedata.normalize("NFC", text.replace("\n", " "))
    strange = [c for c in text if not c.isprintable()]
    if strange:
        raise NoMarkdown(f"{text!r:.200}: U+{ord(strange[0]):04X} has no form in Markdown")
    escaped = "".join(_HTML.get(c) or (f"\\{c}" if c in _OURS else c) for c in text)
    # Forges make links of what looks like an address.
    escaped = re.sub(r"(?i)\b(https?|ftp|mailto|xmpp):", r"\1&#58;", escaped)
    return re.sub(r"(?i)\b(www)\.", r"\1&#46;", escaped)
