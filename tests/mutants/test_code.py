"""What is said of the mutants of the kernel's code speaks of the code that was tried."""

from __future__ import annotations

import json

import pytest

from tests.mutants import code

MODULE = '''"""Words."""

from derive.kernel.facts import Declined


def check(term):
    """Words."""
    if term < 0:
        raise Declined("it is negative")
    return term
'''


def hashed(text, folder):
    path = folder / "module.py"
    path.write_text(text, encoding="utf-8")
    return code._hash(path)


@pytest.mark.parametrize(
    ("before", "after", "same"),
    [
        ('"it is negative"', 'term, " is negative"', True),
        ('"""Words."""', '"""Other words."""', True),
        ("import Declined", "import Declined, Facts", True),
        ("term < 0", "term <= 0", False),
        ("Declined(", "Rejected(", False),
        ("return term", "return -term", False),
    ],
)
def test_only_what_a_module_does_is_hashed(before, after, same, tmp_path):
    changed = MODULE.replace(before, after)
    assert changed != MODULE
    assert (hashed(MODULE, tmp_path) == hashed(changed, tmp_path)) is same


def test_the_page_names_what_has_changed_since():
    said = json.loads((code.OUTPUT / "code_mutants.json").read_text(encoding="utf-8"))
    assert "Changed since" not in code.page(said | {"modules": {}})
    other = said | {"modules": {"ring.py": "", "gone.py": ""}}
    assert "\nChanged since they were tried: `ring.py`.\n" in code.page(other)
