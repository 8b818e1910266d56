"""Words in the site: shown as they are; they do nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from html_documents import part, rules_of
from html_reader import read

from derive.document import DerivationEntry, Document
from derive.render.html import files as html
from derive.render.names import file_name

HOSTILE = (
    "<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "</title><svg onload=alert(1)>",
    "--><b>", "&lt;i&gt;&amp;", "{{ 7*7 }}{% raw %}", "' onclick='x", "javascript:alert(1)",
)  # fmt: skip


def said(entry: DerivationEntry, text: str) -> Document:
    """The document of a derivation whose author says the same words everywhere."""
    first, *others = entry.steps
    rule = replace(first.rule, title=text, statement=text)
    made = replace(
        entry, title=text, summary=text, source=text, failure=text,
        steps=(replace(first, reason=text, failure=text, rule=rule), *others),
    )  # fmt: skip
    return Document((made,), rules_of(made))


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_are_shown_and_do_nothing(whole, words):
    (entry,) = part(whole, "kl_univariate_log_var").derivations
    clean = html.render(said(entry, "a word b"))
    text = f"a {words} b"
    made = html.render(said(entry, text))
    assert set(made) == set(clean)
    for path in made:
        if path.endswith(".html"):
            shape = [(e.tag, sorted(e.attributes)) for e in read(made[path]).all()]
            assert shape == [(e.tag, sorted(e.attributes)) for e in read(clean[path]).all()], path
    page = read(made[f"derivations/{entry.name}.html"])
    assert page.one("p", "lead").text == text
    assert page.all("section", "step")[0].one("p", "reason").text == text


def test_a_name_that_is_no_name_of_a_file_is_refused(whole):
    (entry,) = part(whole, "kl_univariate_log_var").derivations
    for name in ("../x", "a b", 'a"b', "", "A", "a--b", "<b>", "x.html"):
        with pytest.raises(ValueError, match="not a name"):
            file_name(name)
        with pytest.raises(ValueError, match="not a name"):
            html.render(Document((replace(entry, name=name),), ()))
