"""The figures of the library, drawn once for all tests."""

from functools import cache

from derive.document import Document, document
from derive.kernel.chain import check
from derive.library import LIBRARY
from derive.render.figures import files as figures


@cache
def library_document() -> Document:
    return document(check(LIBRARY, LIBRARY))


def drawn() -> dict[str, figures.FigureEntry]:
    return {figure.name: figure for figure in figures.figures(library_document())}
