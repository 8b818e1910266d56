"""Hostile words: shown as they are in LaTeX, HTML and Python, or refused; never obeyed."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import tempfile
from dataclasses import replace
from functools import cache
from html.parser import HTMLParser
from pathlib import Path

from hypothesis import strategies as st

from derive.derivation import Derivation, Step
from derive.document import DerivationEntry, Document, document
from derive.kernel.chain import check
from derive.notation import Equal, real
from derive.render.html import files as html
from derive.render.latex import files as latex
from derive.render.latex.mathematics import NoLatex
from derive.render.latex.text import prose
from derive.render.numpy import files as numpy
from derive.rules import field_arithmetic, square_of_a_sum
from tests.attack.guard import attempt, for_each
from tests.attack.outcome import Outcome

WORDS = [
    r"\input{/etc/passwd}", r"\write18{id}", r"\immediate\write18{id}", r"\openin0=x", "^^5cinput",
    "^^M",
    r"\catcode`\%=12", r"\def\x{\x}\x", r"\csname input\endcsname", r"\end{document}",
    r"\begin{verbatim}",
    r"\VAR{ 1 }", r"\BLOCK{ for x in y }", r"\COMMENT{", "{{ 1 }}", "{% raw %}", "{#", "%", "%\n",
    "$", "$$",
    "{", "}", "}{", "\\", "\\\\", "#", "&", "_", "^", "~", "\n\n", "\n% ", '"', '""', '"""', "'",
    "'''", '\\"""',
    "\\", "\\N{DASH}", "\\x", "\\u12", "\nimport os\n", "# -*- coding: latin-1 -*-", "<script>",
    "]]>", "-->",
    "[a](javascript:b)", "`", "``", "\x00", "\x1b[31m", "\r", "\x0b", "\x0c", "\x85", "\u2028",
    "\u202e",
    "\u200b", "\u2066", "\ufeff", "\ud800", "\ue000", "\U000e0041", "é", "ß", "日", "𝔼", "ﬁ",
    "x\u0301\u0301",
    "$x$", "$x^2$", r"$\frac{1}{2}$", r"$\left(x\right)$", r"$\input{x}$", "$x^1^2$", r"$\left($",
    "$}$", "${$",
    r"$\\$", "$%$", "$^^5c$", r"$\mathbb$", r"$\frac$", r"$\sqrt[$", r"$\bigl$", "$#$", "$&$",
    r"$\hat$",
    "a b", "word", ".", ",", " ", "../..", "C:", "http://x",
]  # fmt: skip
FORMULAS = [
    "x", "1", "{", "}", "^", "_", "'", r"\frac", r"\sqrt", "[", "]", r"\left", r"\right", "(", ")",
    "|", r"\{",
    r"\}", r"\|", r"\alpha", r"\mathbb", r"\mathrm", r"\operatorname", r"\sum", r"\int", r"\log",
    r"\lim", " ",
    r"\,", r"\big", r"\bigl", r"\bigr", r"\hat", r"\bar", r"\top", r"\quad", r"\in", "=", "+", "-",
    "/", "<", ".",
    r"\text", r"\input", r"\mid", r"\boldsymbol", r"\dots", r"\prime", r"\infty", "*", ",", ":",
    ";", "!", "?", "@",
]  # fmt: skip
formulas = st.lists(st.sampled_from(FORMULAS), min_size=1, max_size=8).map(
    lambda parts: "$" + " ".join(parts) + "$"
)
texts = st.lists(
    st.sampled_from(WORDS) | formulas | st.text(max_size=6), min_size=1, max_size=5
).map("".join)

a, b = real("a b")
START, MIDDLE, END = (a + b) ** 2 - a**2, (a**2 + 2 * (a * b) + b**2) - a**2, b * (2 * a + b)


def derivation(**words: str) -> Derivation:
    """A derivation of two lines, with words of one's own."""
    reason = words.pop("reason", "why")
    name = words.pop("step", "expand")
    return Derivation(
        name=words.pop("name", "squares"),
        title=words.pop("title", "Squares"),
        claim=Equal(START, END),
        start=START,
        arguments={"a": a, "b": b},
        steps=(
            Step(name, MIDDLE, by=square_of_a_sum(), reason=reason),
            Step("factor", END, by=field_arithmetic(), reason="why"),
        ),
        **words,  # type: ignore[arg-type]
    )


@cache
def _proved() -> DerivationEntry:
    made = derivation()
    (entry,) = document(check([made.name], {made.name: made})).derivations
    return entry


def _entry(made: Derivation) -> DerivationEntry:
    """The entry of a derivation that differs from the proved one in its words and names alone."""
    first, second = _proved().steps
    return replace(
        _proved(), name=made.name, title=made.title, summary=made.summary, source=made.source,
        steps=(replace(first, name=made.steps[0].name, reason=made.steps[0].reason), second),
    )  # fmt: skip


def _code(text: str) -> str:
    """Return what a module does, without its docstrings."""
    tree = ast.parse(text)
    for node in ast.walk(tree):
        documented = isinstance(node, (ast.Module, ast.FunctionDef, ast.ClassDef))
        first = node.body[0] if documented else None
        if isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant):
            del node.body[0]
    return ast.dump(tree)


def _commands(text: str) -> set[str]:
    return set(re.findall(r"\\[a-zA-Z]+|\\.|\^\^|(?<!\\)%", text, re.S))


class _Elements(HTMLParser):
    """Gathers the elements of a page, each with the names of its attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.found: set[tuple[str, ...]] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.add((tag, *sorted(name for name, _ in attrs)))


def _elements(files: dict[str, str]) -> set[tuple[str, ...]]:
    reader = _Elements()
    for path, text in files.items():
        if path.endswith(".html"):
            reader.feed(text)
            reader.reset()
    return reader.found


def _is_mathematics(element: tuple[str, ...]) -> bool:
    """Say whether an element is one that a formula is made of, and does nothing."""
    tag, *attributes = element
    return tag.startswith("m") and tag not in ("meta", "main", "menu", "map") and not any(
        name.startswith("on") or name in ("href", "src", "style", "id", "xlink:href")
        for name in attributes
    )  # fmt: skip


@cache
def _page() -> set[tuple[str, ...]]:
    """Return the elements of the site of the derivation without hostile words."""
    return _elements(html.render(Document((_proved(),), ())))


@cache
def _clean() -> tuple[dict[str, str], set[str]]:
    """Return the code of the package, and the commands of the article, without hostile words."""
    whole = Document((_proved(),), ())
    package = numpy.render(whole, {}, {})
    codes = {path: _code(text) for path, text in package.items() if path.endswith(".py")}
    return codes, _commands("".join(latex.render(whole).values()))


# What the words of an author may bring into LaTeX besides what is there already.
HARMLESS = _commands(
    "".join(prose(c) for c in map(chr, range(32, 127)))
) | set(
    re.findall(
        r"\\\w+",
        r"\S\ss\o\O\ae\AE\l\L\dots\le\ge\ne\approx\cdot\times\pm\to\Rightarrow\Leftrightarrow\infty\surd"
        r"\int\partial\in\frac\mathbb\r\v\c\H\i\j",
    )
) | {r"\`", r"\'", r"\^", r"\~", r'\"', r"\=", r"\|"}  # fmt: skip


def words(trials: int, seed: int) -> Outcome:
    """Words, in LaTeX, in HTML and in Python."""
    outcome = Outcome("hostile words")
    from derive.render.latex.mathematics import _COMMANDS

    allowed = HARMLESS | {f"\\{c}" for c in _COMMANDS} | _clean()[1]

    def call(example: tuple[str, str]) -> None:
        where, text = example

        def use() -> str:
            entry = _entry(derivation(**{where: text}))
            whole = Document((entry,), ())
            results = set()
            try:
                package = numpy.render(whole, {}, {})
                for path, held in package.items():
                    held.encode()
                    if path.endswith(".py") and _code(held) != _clean()[0][path]:
                        raise AssertionError(f"{path} does something else")
                results.add("shown")
            except ValueError:
                results.add("refused")
            try:
                pages = html.render(whole)
                strange_ones = {e for e in _elements(pages) - _page() if not _is_mathematics(e)}
                if strange_ones:
                    raise AssertionError(f"HTML gets {sorted(strange_ones)}")
                results.add("shown")
            except ValueError:
                results.add("refused")
            try:
                files = latex.render(whole)
            except NoLatex:
                return "refused"
            strange = _commands("".join(files.values())) - allowed
            if strange:
                raise AssertionError(f"LaTeX gets {sorted(strange)}")
            return "shown" if "shown" in results else "refused"

        attempt(outcome, use, (ValueError,), lambda: repr(example))

    fields = st.sampled_from(["title", "summary", "source", "reason"])
    for_each(st.tuples(fields, texts), trials, seed, call)
    return outcome


def typeset(trials: int, seed: int) -> Outcome:
    """Words, set by TeX: what `prose` accepts must not stop it.  All in one article."""
    outcome = Outcome("hostile words, typeset by TeX")
    engine = shutil.which("pdflatex")
    accepted: list[str] = []

    def call(text: str) -> None:
        try:
            accepted.append(prose(text))
        except ValueError:
            outcome.count("refused")

    for_each(texts | formulas, trials, seed, call)
    if engine is None:
        outcome.tried["not typeset, there is no TeX here"] += len(accepted)
        return outcome
    with tempfile.TemporaryDirectory() as scratch:
        for start in range(0, len(accepted), 500):
            part = accepted[start : start + 500]
            _set(engine, Path(scratch), part, outcome)
    return outcome


def _set(engine: str, folder: Path, part: list[str], outcome: Outcome) -> None:
    head = r"\documentclass{article}\usepackage[T1]{fontenc}\usepackage{amsmath,amssymb}"
    rows = "\n\n".join(f"Text: {text}." for text in part)
    (folder / "all.tex").write_text(f"{head}\\begin{{document}}\n{rows}\n\\end{{document}}\n")
    done = subprocess.run(
        [engine, "-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", "all.tex"],
        cwd=folder, env={**os.environ, "openin_any": "p", "openout_any": "p"},
        stdin=subprocess.DEVNULL, capture_output=True, timeout=300,
    )  # fmt: skip
    if done.returncode == 0:
        outcome.tried["typeset"] += len(part)
    elif len(part) == 1:
        said = re.findall(r"^! .*", done.stdout.decode(errors="replace"), re.M)
        outcome.count("stops TeX", f"{part[0]!r}: {said[:1]}")
    else:
        middle = len(part) // 2
        _set(engine, folder, part[:middle], outcome)
        _set(engine, folder, part[middle:], outcome)
