"""The pages of the built site and of what was measured, and those that stand for the others."""

from __future__ import annotations

import random
from pathlib import Path

from derive.render.contents import MAIN_LINE as NAMES

ROOT = Path(__file__).resolve().parents[2]
SITE = ROOT / "output" / "html"
MEASURED = tuple(
    f"../{p.relative_to(SITE.parent).as_posix()}"
    for folder in ("benchmarks", "trust")
    for p in sorted((SITE.parent / folder).glob("*.html"))
)
PAGES = (*sorted(p.relative_to(SITE).as_posix() for p in SITE.rglob("*.html")), *MEASURED)
MAIN_LINE = tuple(f"derivations/{name}.html" for name in NAMES)

# One of each kind, and the longest: a first page, a page of conventions, a derivation on numbers,
# one on matrices, a lemma with many lines, a rule, one with tables, one with plots.
KINDS = (
    "index.html",
    "notation.html",
    "derivations/kl_univariate.html",
    "derivations/kl_multivariate.html",
    "derivations/multivariate_normalisation.html",
    "derivations/kl_univariate_standard_normal.html",
    "rules/linearity-of-the-integral.html",
    "../trust/index.html",
    "../benchmarks/speed.html",
)
NARROW, WIDE = 360, 1280
HEIGHT = 800


def sample(size: int, seed: int = 1) -> tuple[str, ...]:
    """Return each kind of page and so many others, drawn at random."""
    others = [page for page in PAGES if page not in KINDS]
    return (*KINDS, *random.Random(seed).sample(others, min(size, len(others))))


def script(name: str) -> str:
    """Return a script to evaluate in a page."""
    return (Path(__file__).parent / "scripts" / f"{name}.js").read_text(encoding="utf-8")


def url(page: str) -> str:
    """Return the address of a page on this disk."""
    return (SITE / page).resolve().as_uri()
