"""The copy buttons put on the clipboard what the renderers say, to the letter."""

from __future__ import annotations

import ast
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from derive.document import DerivationEntry, Document
from derive.render.html import step as html_step
from derive.render.latex.align import align
from derive.render.latex.statement import FRAGMENT, printer_of
from tests.browser.pages import ROOT, url

COPIED = ("gaussian_mean", "kl_diagonal", "kl_univariate_standard_normal")
CLIPBOARD = {"permissions": ["clipboard-read", "clipboard-write"]}
PAPER = r"""\documentclass{article}
\usepackage{amsmath,amssymb}
\begin{document}
%s
\end{document}
"""

Open = Callable[..., Any]


@pytest.fixture(scope="module")
def entries(whole: Document) -> dict[str, DerivationEntry]:
    return {entry.name: entry for entry in whole.derivations}


def generated(derivation: str) -> dict[str, str]:
    """Return the functions of the committed module, by the names of the steps."""
    path = ROOT / "output" / "python" / "derived" / "steps" / f"{derivation}.py"
    text = path.read_text(encoding="utf-8")
    return {
        node.name.replace("_", "-"): "".join(
            text.splitlines(keepends=True)[node.lineno - 1 : node.end_lineno]
        )
        for node in ast.parse(text).body
        if isinstance(node, ast.FunctionDef)
    }


def wanted(entry: DerivationEntry) -> dict[str, str]:
    """Return what each button has to copy, by what it names as its source."""
    printer = printer_of(entry, FRAGMENT)
    code = generated(entry.name)
    texts = {"align_text_": align(entry)}
    for step in entry.steps:
        texts[f"{step.name}.line"] = html_step.line(step, printer)
        texts[f"{step.name}.display"] = html_step.latex(step, printer)
        texts[f"{step.name}.python"] = code[step.name]
    return texts


def copied(tab: Any, button: Any) -> str:
    """Press a button, and return what is on the clipboard then."""
    tab.evaluate("navigator.clipboard.writeText('nothing')")
    button.click()
    tab.wait_for_function(
        "async () => await navigator.clipboard.readText() !== 'nothing'", timeout=3000
    )
    return tab.evaluate("navigator.clipboard.readText()")


@pytest.mark.parametrize("name", COPIED)
def test_a_button_copies_what_the_renderer_says(
    open_page: Open, entries: dict[str, DerivationEntry], name: str
) -> None:
    page = f"derivations/{name}.html"
    tab = open_page(page, **CLIPBOARD)
    texts = wanted(entries[name])
    pressed = set()
    for button in tab.locator("button[data-copy]").all():
        source = button.get_attribute("data-copy")
        if button.is_visible() and source not in pressed:
            assert copied(tab, button) == texts[source]
            pressed.add(source)
    assert pressed == set(texts)


@pytest.mark.parametrize("name", COPIED)
def test_a_button_copies_the_link_to_its_step(
    open_page: Open, entries: dict[str, DerivationEntry], name: str
) -> None:
    page = f"derivations/{name}.html"
    tab = open_page(page, **CLIPBOARD)
    links = [copied(tab, button) for button in tab.locator("button[data-link]").all()]
    assert links == [f"{url(page)}#{step.name}" for step in entries[name].steps]
    tab.goto(links[-1])
    assert tab.locator(":target").is_visible()


def test_a_browser_that_refuses_its_clipboard_is_asked_in_the_older_way(
    open_page: Open, entries: dict[str, DerivationEntry]
) -> None:
    tab = open_page("derivations/kl_diagonal.html", **CLIPBOARD)
    tab.evaluate("""() => {
        window.kept = navigator.clipboard.readText.bind(navigator.clipboard);
        Clipboard.prototype.writeText = () => Promise.reject(new Error("refused"));
    }""")
    button = tab.locator("button[data-copy=align_text_]").first
    button.click()
    tab.wait_for_function("document.querySelector('button.done') !== null", timeout=3000)
    assert tab.evaluate("kept()") == align(entries["kl_diagonal"])


@pytest.mark.skipif(not shutil.which("pdflatex"), reason="no pdflatex: nothing is typeset")
def test_the_copied_align_compiles_in_a_paper(open_page: Open, tmp_path: Path) -> None:
    tab = open_page("derivations/kl_diagonal.html", **CLIPBOARD)
    text = copied(tab, tab.locator("button[data-copy=align_text_]").first)
    (tmp_path / "paper.tex").write_text(PAPER % text, encoding="utf-8")
    done = subprocess.run(
        ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", "paper.tex"],
        cwd=tmp_path, capture_output=True, text=True, errors="replace",
    )  # fmt: skip
    assert done.returncode == 0, done.stdout[-2000:]
