"""What is made of the document of the whole library, once for all tests."""

from __future__ import annotations

import pytest
from html_reader import Element, read

from derive.document import Document
from derive.render.figures import files as figures
from derive.render.html import files as html
from derive.render.latex import files as latex
from derive.render.numpy import files as numpy


@pytest.fixture(scope="session")
def files(whole: Document) -> dict[str, str]:
    """The files of the site."""
    return html.render(whole)


@pytest.fixture(scope="session")
def pages(files: dict[str, str]) -> dict[str, Element]:
    return {path: read(text) for path, text in files.items() if path.endswith(".html")}


@pytest.fixture(scope="session")
def latex_files(whole: Document) -> dict[str, str]:
    return latex.render(whole)


@pytest.fixture(scope="session")
def package(whole: Document) -> dict[str, str]:
    """The files of the generated package."""
    return numpy.render(whole)


@pytest.fixture(scope="session")
def drawn(whole: Document) -> dict[str, figures.FigureEntry]:
    """The figures, by their names."""
    return {figure.name: figure for figure in figures.figures(whole)}
