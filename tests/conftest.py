"""The library, checked once for all tests that read what the kernel says of it."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from derive.certificate import certificates
from derive.document import Document, document
from derive.kernel.chain import check
from derive.kernel.report import Report
from derive.library import LIBRARY
from derive.trials import trials


@pytest.fixture(scope="session")
def reports() -> Mapping[str, Report]:
    """What the kernel says of each derivation."""
    return check(LIBRARY, LIBRARY)


@pytest.fixture(scope="session")
def tried() -> Mapping[str, tuple[Report, Report]]:
    """What it says of each rule's example and of its counter-example."""
    return trials(LIBRARY)


@pytest.fixture(scope="session")
def whole(reports: Mapping[str, Report], tried: Mapping[str, tuple[Report, Report]]) -> Document:
    """The document that `derive build` renders, with certificates and trials."""
    return document(reports, certificates(reports), tried)
