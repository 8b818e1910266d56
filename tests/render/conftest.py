"""The document of the whole library and the site that is made of it, once for all tests."""

from __future__ import annotations

import pytest
from html_reader import Element, read

from derive.certificate import certificates
from derive.document import Document, document
from derive.kernel.chain import check
from derive.library import LIBRARY
from derive.render.html import files as html
from derive.trials import trials


@pytest.fixture(scope="session")
def whole() -> Document:
    reports = check(list(LIBRARY), LIBRARY)
    return document(reports, certificates(reports), trials(LIBRARY))


@pytest.fixture(scope="session")
def files(whole: Document) -> dict[str, str]:
    return html.render(whole)


@pytest.fixture(scope="session")
def pages(files: dict[str, str]) -> dict[str, Element]:
    return {path: read(text) for path, text in files.items() if path.endswith(".html")}
