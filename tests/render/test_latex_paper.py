"""The article: theorems in their order, numbered lines, literature, rules, code and checks."""

from __future__ import annotations

import ast
import re
from dataclasses import replace

import pytest

from derive.document import DerivationEntry, Document
from derive.render.contents import contents
from derive.render.latex.code import COLUMNS, listings, wrapped
from derive.render.latex.files import render
from derive.render.latex.references import REFERENCES, bibliography, cited
from derive.render.numpy import files as numpy


@pytest.fixture(scope="module")
def article(latex_files: dict[str, str]) -> str:
    return latex_files["derivations.tex"]


STATEMENT = re.compile(r"\\begin\{(theorem|proposition|lemma|claim)\}.*\\label\{statement:(.*?)\}")


def test_every_derivation_is_a_statement_in_the_order_of_the_text(
    whole: Document, article: str
) -> None:
    expected = [
        (part.kind, entry.name.replace("_", "-"))
        for part, entries in contents(whole)
        for entry in entries
    ]
    assert STATEMENT.findall(article) == expected
    assert [kind for kind, _ in expected] == sorted(
        (kind for kind, _ in expected), key=["theorem", "proposition", "lemma"].index
    )
    assert article.index("\\appendix") < article.index("\\begin{lemma}")
    assert article.count("\\begin{proof}") == article.count("\\end{proof}") == len(expected)


def test_every_line_has_a_label_of_its_own(whole: Document, article: str) -> None:
    labels = re.findall(r"\\label\{(.*?)\}", article)
    assert len(set(labels)) == len(labels)
    lines = [label.partition(":")[2] for label in labels if label.startswith("line:")]
    assert sorted(lines) == sorted(
        f"{e.name.replace('_', '-')}:{s.name}" for e in whole.derivations for s in e.steps
    )


def test_every_reference_is_to_what_is_there(article: str) -> None:
    labels = set(re.findall(r"\\label\{(.*?)\}", article))
    referred = set(re.findall(r"\\(?:ref\{|hyperref\[)(.*?)[\]}]", article))
    assert len(referred) > 128
    assert referred <= labels


def test_every_rule_says_where_it_is_used(whole: Document, article: str) -> None:
    table = article.partition(r"\section{The rules}")[2].partition(r"\end{longtable}")[0]
    rows = dict(re.findall(r"\\phantomsection\\label\{rule:(.*?)\}.* & (.*) \\\\\[2pt\]", table))
    assert list(rows) == [rule.name for rule in whole.rules]
    for rule in whole.rules:
        users = {
            e.name.replace("_", "-")
            for e in whole.derivations
            if rule.name in {s.rule.name for s in e.steps}
        }
        assert set(re.findall(r"\\ref\{statement:(.*?)\}", rows[rule.name])) == users


def test_what_is_checked_is_counted_from_the_document(whole: Document, article: str) -> None:
    steps = [step for entry in whole.derivations for step in entry.steps]
    said = " ".join(article.partition(r"\section{What was checked}")[2].split())
    assert f"Of {len(whole.derivations)} statements {len(whole.derivations)} are proved" in said
    assert f"of their {len(steps)} lines {len(steps)} are proved." in said
    kind = "antiderivative with end values"
    count = sum(step.evidence == (("proof", kind),) for step in steps)
    assert rf"proof & {kind} & {count} \\" in said


@pytest.fixture(scope="module")
def unproved(whole: Document) -> str:
    """The article of one derivation whose last line is not decided."""
    entry = next(e for e in whole.derivations if e.name == "gaussian_mean")
    doubtful = replace(entry.steps[-1], verdict="declined", failure="not decided")
    entry = replace(
        entry,
        verdict="declined",
        failure="a line is declined",
        steps=(*entry.steps[:-1], doubtful),
    )
    return render(Document((entry,), whole.rules))["derivations.tex"]


def test_what_is_not_proved_is_no_theorem(unproved: str) -> None:
    assert STATEMENT.findall(unproved) == [("claim", "gaussian-mean")]
    assert r"\begin{proof}[Lines]" in unproved
    assert r"\renewcommand{\qedsymbol}{}" in unproved
    assert r"\textbf{Not proved (declined):} a line is declined." in unproved
    assert r"\tag*{\notes \textbf{declined}}" in unproved
    said = " ".join(unproved.partition(r"\section{What was checked}")[2].split())
    assert "Of 1 statements 1 is declined; of their 3 lines 2 are proved, 1 is declined." in said


def test_without_a_result_there_is_no_code(unproved: str) -> None:
    assert "None of these statements is a result" in unproved
    assert "verbatim" not in unproved


def test_the_literature_is_what_is_cited(whole: Document, article: str) -> None:
    keys = {key for found in re.findall(r"\\cite\{(.*?)\}", article) for key in found.split(",")}
    assert keys == {reference.key for reference in REFERENCES}
    assert re.findall(r"^@\w+\{(\w+),$", bibliography(), re.M) == [r.key for r in REFERENCES]
    for entry in whole.derivations:
        if "paper" in entry.source or "Ramele" in entry.source:
            assert r"\cite{" in cited(entry.source)
            assert "munoz2026" in cited(entry.source)


def test_a_source_that_names_nothing_cites_nothing() -> None:
    assert cited("computed for the generated code") == "computed for the generated code"
    assert cited("standard (Gibbs); the paper uses it").endswith(r"it~\cite{munoz2026,cover2006}")


def bodies(code: str) -> list[str]:
    """What the functions of a module do, without what is said of them."""
    functions = [node for node in ast.parse(code).body if isinstance(node, ast.FunctionDef)]
    for node in functions:
        if ast.get_docstring(node):
            del node.body[0]
    return [ast.dump(node) for node in functions]


def test_the_code_is_that_of_the_package(whole: Document, package: dict[str, str]) -> None:
    shown = [code for listing in listings(whole) for code in listing["codes"]]
    assert len(shown) == len(numpy.RESULTS) + sum(map(len, numpy.GRADIENTS.values()))
    for code in shown:
        module = code.splitlines()[0].removeprefix("# derived.steps.")
        (function,) = bodies(code)
        assert function in bodies(package[f"derived/steps/{module}.py"])
        assert max(map(len, code.splitlines())) <= COLUMNS


def test_a_long_row_of_code_is_broken_at_spaces() -> None:
    row = "    line = (" + " + ".join(f"term_{n}" for n in range(30)) + ")"
    rows = wrapped(row)
    assert max(map(len, rows)) <= COLUMNS
    assert " ".join(r.strip() for r in rows) == row.strip()
    assert wrapped("x" * 200) == ["x" * 200]


def with_a_result(whole: Document, **changed: str) -> Document:
    entry = next(e for e in whole.derivations if e.name == "kl_univariate_standard_normal")
    return Document((replace(entry, **changed),), whole.rules)


def test_a_result_s_code_needs_its_line(whole: Document) -> None:
    (entry,) = with_a_result(whole).derivations
    shorter: DerivationEntry = replace(entry, steps=entry.steps[:2])
    with pytest.raises(LookupError, match="has no step factor-one-half"):
        listings(Document((shorter,), whole.rules))
