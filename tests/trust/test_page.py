"""The trust page says what is measured, of the certificates that there are."""

from __future__ import annotations

import json
from html import escape

import pytest

from tests.measured_html import beside, html
from tests.trust.code_lines import ROOT, code_lines, lines_of, reached_from
from tests.trust.current import hashes
from tests.trust.page import TRUST, pages


def measured(name: str) -> dict:
    return json.loads((TRUST / f"{name}.json").read_text(encoding="utf-8"))


def test_the_committed_pages_are_what_their_sources_say():
    made = pages()
    assert set(made) == {file.name for file in TRUST.glob("*.md")}
    for name, text in made.items():
        assert (TRUST / name).read_text(encoding="utf-8") == text, f"{name}: run make trust"


def test_beside_each_committed_page_stands_the_same_as_html():
    there = {beside(file): file for file in TRUST.glob("*.md")}
    assert set(there) == set(TRUST.glob("*.html"))
    for file, source in there.items():
        made = html(source.read_text(encoding="utf-8"))
        assert file.read_text(encoding="utf-8") == made, f"{file.name}: run make trust"


def test_a_reason_with_a_formula_is_shown_to_the_letter():
    derivations = measured("enclosures")["derivations"].values()
    reasons = {
        e["reason"]
        for d in derivations
        for step in d["steps"].values()
        for e in step["evidence"]
        if "reason" in e
    }
    assert any("*" in reason for reason in reasons)
    for name in ("index.html", "enclosures.html"):
        text = (TRUST / name).read_text(encoding="utf-8")
        assert [reason for reason in reasons if escape(reason) not in text] == [], name


def test_the_mutants_are_those_of_the_certificates_there_are():
    assert measured("mutants")["certificates"] == hashes(), "run make mutants, then make trust"


def test_no_mutant_survives_unexplained_and_few_are_declined():
    found = measured("mutants")
    assert found["generated"] >= 3000
    assert found["kernel"]["survivors"] == found["recheck"]["survivors"] == []
    assert all(entry["proof"] for entry in found["equivalent"])
    assert found["recheck"]["declined"] <= 0.05 * found["generated"]


def test_the_tables_of_the_mutants_add_up():
    found = measured("mutants")
    rows = found["by_operator"].values()
    assert sum(row["generated"] for row in rows) == found["generated"]
    assert sum(row["equivalent"] for row in rows) == len(found["equivalent"])
    for which in ("kernel", "recheck"):
        assert sum(row[which]["killed"] for row in rows) == found[which]["killed"]


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("", 0),
        ('"""Words."""\n', 0),
        ('"""Words.\n\nMore.\n"""\n\nx = 1  # said\n# said\n\ny = (\n    2\n)\n', 4),
        ('def f():\n    """Words."""\n    return 1\n', 2),
    ],
)
def test_lines_of_code_are_counted_without_words(text, number):
    assert code_lines(text) == number


def test_what_the_kernel_reaches_is_found():
    kernel = set((ROOT / "derive/kernel").glob("*.py"))
    reached = reached_from(kernel)
    assert kernel < reached
    assert ROOT / "derive/notation/term.py" in reached
    assert ROOT / "derive/rules/algebra.py" not in reached
    assert lines_of(kernel) < lines_of(reached)
