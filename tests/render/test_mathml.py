"""What MathML shows is what LaTeX shows, in the same order, and what was rewritten is marked."""

from __future__ import annotations

import re
import unicodedata
import xml.etree.ElementTree as ET
from collections.abc import Iterator

import pytest

from derive.document import DerivationEntry, Document, document
from derive.formula import Formula
from derive.kernel.chain import check
from derive.library import LIBRARY
from derive.render.latex_formula import NESTED, Printer
from derive.render.latex_text import name
from derive.render.mathml import mathml, mathml_prose

WORDS = {
    r"\cdot": "⋅", r"\infty": "∞", r"\partial": "∂", r"\nabla": "∇", r"\int": "∫", r"\sum": "∑",
    r"\prod": "∏", r"\le": "≤", r"\ne": "≠", r"\succ": "≻", r"\sim": "∼", r"\in": "∈", r"\to": "→",
    r"\longrightarrow": "⟶", r"\downarrow": "↓", r"\mapsto": "↦", r"\Longleftrightarrow": "⟺",
    r"\pm": "±", r"\times": "×", r"\top": "⊤", r"\ell": "l", r"\|": "‖", r"\lvert": "|",
    r"\rvert": "|", r"\{": "{", r"\}": "}", "-": "−", r"\dots": "…", r"\colon": ":",
    r"\lambda": "λ", r"\Lambda": "Λ", r"\log": "log", r"\exp": "exp", r"\sin": "sin",
    r"\cos": "cos", r"\arctan": "arctan", r"\det": "det", r"\max": "max",
}  # fmt: skip
GREEK = {
    f"\\{name if size == 'SMALL' else name.capitalize()}": unicodedata.lookup(
        f"GREEK {size} LETTER {name.upper()}"
    )
    for name in ("alpha", "beta", "gamma", "delta", "theta", "mu", "pi", "sigma", "eta", "rho")
    for size in ("SMALL", "CAPITAL")
}
SILENT = re.compile(
    r"\\(left|right|[bB]igg?[lr]?|sqrt|frac)(?![a-zA-Z])|\\[,!; ]|\\quad|(?<!\\)[{}^_]|"
    r"\\(math(bf|bb|cal|it|rm)|boldsymbol|operatorname|text)(?![a-zA-Z])"
)
TOKEN = re.compile(r"\\[a-zA-Z]+|\\.|.", re.DOTALL)
UNSEEN = {"\u2061", "\u2062", "\u2009", "\u00a0", " "}


@pytest.fixture(scope="module")
def library() -> Document:
    return document(check(LIBRARY, LIBRARY))


def letters(entry: DerivationEntry) -> dict[Formula, str]:
    return {distribution: name(letter) for letter, distribution in entry.densities}


def lines(library: Document) -> Iterator[tuple[Formula, dict[Formula, str]]]:
    """Every formula that the library shows."""
    for entry in library.derivations:
        shown = [entry.claim, entry.start, *entry.assumptions, *(m for w in entry.where for m in w)]
        for step in entry.steps:
            shown += [step.after, *(c.proposition for c in step.conditions)]
        for f in dict.fromkeys(shown):
            yield f, letters(entry)


def said_by_latex(tex: str) -> str:
    """The letters, digits and signs of LaTeX in their order, fonts and spaces aside."""
    tokens = TOKEN.findall(SILENT.sub(" ", tex))
    out = seen("".join(WORDS.get(token, GREEK.get(token, token)) for token in tokens))
    assert "\\" not in out, f"a command is not known: {out}"
    return out


def said(markup: str) -> str:
    """The text of MathML in the order of its elements."""
    return seen("".join(ET.fromstring(markup).itertext()))


def seen(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKC", text) if c not in UNSEEN)


def test_every_line_says_what_its_latex_says(library: Document):
    for f, named in lines(library):
        tex = Printer(named).line(f, NESTED).tex
        assert said(mathml(f, named, display=False)) == said_by_latex(tex), tex


def test_both_lines_of_every_step_are_marked(library: Document):
    for entry in library.derivations:
        for step in entry.steps:
            for line, paths, mark in (
                (step.before, step.changed_before, "old"),
                (step.after, step.changed_after, "new"),
            ):
                element = ET.fromstring(mathml(line, letters(entry), marks=paths, mark=mark))
                marked = [e for e in element.iter() if e.get("class") == f"changed {mark}"]
                assert marked, f"{entry.name}:{step.name}"
                assert all(seen("".join(e.itertext())) for e in marked)


def test_all_words_of_the_library_have_a_form(library: Document):
    for entry in library.derivations:
        words = [entry.title, entry.summary, entry.source]
        for step in entry.steps:
            words += [step.reason, step.rule.title, step.rule.statement]
        for text in words:
            ET.fromstring(f"<p>{mathml_prose(text):s}</p>")
