"""A step of a page: its parts in order, its evidence, what folds out, what is copied."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
from html_documents import page_of, part
from html_reader import Element

from derive.document import ConditionEntry
from derive.formula import Formula
from derive.library import LIBRARY
from derive.render.html.evidence import ZERO, _stated
from derive.render.html.mathematics import words
from derive.render.html.site import Site
from derive.render.latex.align import align
from derive.render.names import spoken

OUTPUT = Path(__file__).resolve().parents[2] / "output"
COPIED_PAGE = "derivations/kl_univariate.html"


def steps(page: Element) -> list[Element]:
    return page.all("section", "step")


def test_every_step_has_its_name_for_an_anchor_and_a_heading(whole, pages):
    for d in whole.derivations:
        page = pages[f"derivations/{d.name}.html"]
        assert [s.attributes["id"] for s in steps(page)] == [s.name for s in d.steps]
        for section, step in zip(steps(page), d.steps, strict=True):
            heading = section.one("h3")
            assert heading.one("span", "number").text == str(step.number)
            assert heading.text.split()[1:-1] == spoken(step.name).split()


def test_the_parts_of_a_step_stand_in_order(pages):
    order = ["before", "after", "rule", "reason", "badges", "folds", "copies"]
    for path, page in pages.items():
        for section in steps(page):
            top = [k for e in _outside_folds(section) for k in e.classes if k in order]
            needed = order if "before" in top else order[1:]
            assert top == needed, f"{path}#{section.attributes['id']}"
            folds = [s.text for d in section.one("div", "folds").children
                     if isinstance(d, Element) for s in d.children
                     if isinstance(s, Element) and s.tag == "summary"]  # fmt: skip
            assert folds == ["Why", "NumPy", "LaTeX", "Certificate"], path


def test_a_step_says_which_rule_gives_it_and_why(whole, files, pages):
    for d in whole.derivations:
        path = f"derivations/{d.name}.html"
        reasons = re.findall(r'<p class="reason">(.*)</p>', files[path])
        assert reasons == [words(step.reason) for step in d.steps]
        for section, step in zip(steps(pages[path]), d.steps, strict=True):
            rule, *_ = section.one("p", "rule").all("a")
            assert rule.attributes["href"] == f"../rules/{step.rule.name}.html"
            assert rule.text == step.rule.title


def _outside_folds(element: Element) -> list[Element]:
    found = []
    for child in element.children:
        if isinstance(child, Element):
            found.append(child)
            if child.tag != "details":
                found += _outside_folds(child)
    return found


def test_what_is_rewritten_is_marked_in_both_lines(whole, pages):
    for d in whole.derivations:
        for section, step in zip(steps(pages[f"derivations/{d.name}.html"]), d.steps, strict=True):
            lines = section.one("div", "lines")
            before = lines.all("div", "before")
            assert len(before) == step.is_continued, f"{d.name}#{step.name}"
            for line in before:
                assert line.all("", "old"), f"{d.name}#{step.name}"
                assert not line.all("", "new")
            after = lines.one("div", "after")
            assert after.all("", "new"), f"{d.name}#{step.name}"
            assert not after.all("", "old")


def test_a_proof_and_numbers_never_look_alike(whole, pages):
    """A ✓ stands in what says *proved*, and numbers have another sign, word and class."""
    for path, page in pages.items():
        for element in page.all():
            own = "".join(c for c in element.children if isinstance(c, str))
            if "✓" in own and element.tag not in ("p", "dd", "a", "h1") and path != "index.html":
                kinds = element.classes + (element.parent.classes if element.parent else [])
                assert "proved" in kinds or "logo" in kinds, f"{path}: {own}"
        for badge in page.all("", "numbers"):
            assert "✓" not in badge.text
            assert "proved" not in badge.text
            assert badge.text.startswith("≈")
    badges = pages[COPIED_PAGE].by_id("cross-term-vanishes").one("ul", "badges").all("", "badge")
    assert [b.classes[1] for b in badges] == ["proved", "theorem", "numbers"]
    assert "instance of a cited theorem" in badges[0].text
    assert badges[1].attributes["href"] == "gaussian_mean.html"


def _signed(badge: Element) -> tuple[str, str, str]:
    """The kind of a badge, its sign and its word."""
    signs = [s.text for s in badge.children_of("span") if "aria-hidden" in s.attributes]
    return badge.classes[1], "".join(signs), badge.one("b").text


def test_the_legend_has_the_words_of_all_badges_and_no_others(whole, pages):
    listed = pages["notation.html"].by_id("verdicts_").one("dl").all("dt")
    legend = {_signed(dt.one("", "badge")) for dt in listed}
    (entry,) = part(whole, "kl_univariate_log_var").derivations
    evidence = (("rigorous enclosure", "the left side is 1, the right side 2"),)
    refuted = replace(entry.steps[0], verdict="refuted", failure="no", evidence=evidence)
    failed = page_of(replace(entry, steps=(refuted,), verdict="refuted", certificate="", hash=""))
    others = [page for path, page in pages.items() if path != "notation.html"]
    shown = {_signed(b) for page in (*others, failed) for b in page.all("", "badge")}
    assert shown == legend, shown ^ legend


def test_a_badge_of_a_condition_says_that_it_is_one_and_on_what_ground(whole, pages):
    count = 0
    for d in whole.derivations:
        for section, step in zip(steps(pages[f"derivations/{d.name}.html"]), d.steps, strict=True):
            badges = section.one("ul", "badges").all("", "assumed")
            stated = [(_stated(c), c.ground) for c in step.conditions]
            grounds = [g for _, g in dict.fromkeys(stated) if g in ("assumed", "declared")]
            assert [b.text.rpartition(", ")[2] for b in badges] == grounds
            assert all(b.text.startswith("condition ") for b in badges)
            count += len(badges)
    assert count > 50


def test_what_is_not_proved_has_no_tick(whole):
    (entry,) = part(whole, "kl_univariate_log_var").derivations
    first, *others = entry.steps
    for word in ("refuted", "rejected", "declined"):
        doubtful = replace(
            first, verdict=word, failure="the two lines differ", counterexample=(("mu_1", "1"),),
            evidence=(("proof", "equality by normal form"), ("enclosure", "no disagreement")),
        )  # fmt: skip
        made = replace(
            entry, verdict=word, steps=(doubtful, *others), certificate="", hash="",
            failure="specialise: the two lines differ",
        )  # fmt: skip
        page = page_of(made)
        section = steps(page)[0]
        assert "✓" not in section.text
        assert "proved this line" not in section.text
        assert "The kernel did not prove this line" in section.text
        assert "normal form" not in section.text
        assert not page.all("p", "reached")
        assert "the two lines differ" in section.one("p", "failure").text
        assert "mu_1 = 1" in section.one("p", "failure").text
        numbers = section.one("", "numbers")
        assert numbers.text.startswith("≈ enclosure")
        assert "✓" not in page.by_id("claim_").text
        assert word in page.by_id("claim_").text


def test_a_cited_proof_opens_in_place(whole, pages):
    """Where a step is an instance of a theorem, the theorem's lines stand in its fold."""
    count, cites = 0, Site(whole).derivations
    for d in whole.derivations:
        page = pages[f"derivations/{d.name}.html"]
        for proof in page.all("details", "proof"):
            name = proof.one_level("summary").one("code").text
            for lines in proof.children_of("ol"):
                assert len(lines.children_of("li")) == 1 + len(cites[name].steps)
        for section in steps(page):
            cited = section.one("p", "rule").all("a")[1:]
            assert len(cited) <= 1
            for link in cited:
                name = link.attributes["href"].removesuffix(".html")
                opened = [p for p in section.all("details", "proof")
                          if p.one_level("summary").one("code").text == name]  # fmt: skip
                assert opened[0].children_of("ol")
                count += 1
    assert count > 40


def test_the_univariate_page_opens_the_lemmas_inside_the_lemmas(pages):
    fold = pages[COPIED_PAGE].by_id("normalisation.why").one("div", "fold")
    (outer,) = fold.children_of("details")
    assert outer.one_level("summary").one("code").text == "gaussian_normalisation"
    inner = {p.one_level("summary").one("code").text: p for p in outer.children_of("details")}
    assert list(inner) == ["gaussian_integrability", "gaussian_integral"]
    lines = len(LIBRARY["gaussian_integral"].steps)
    assert len(inner["gaussian_integral"].one_level("ol").children_of("li")) == 1 + lines
    # It was opened under the first line; a link leads there.
    assert not inner["gaussian_integrability"].children_of("ol")
    links = [
        a.attributes["href"] for a in inner["gaussian_integrability"].one("p", "more").all("a")
    ]
    assert links == ["#definition.why", "gaussian_integrability.html"]


def test_who_uses_what_is_linked_both_ways(whole, pages):
    site = Site(whole)
    for d in whole.derivations:
        page = pages[f"derivations/{d.name}.html"]
        used_by = {
            a.attributes["href"]
            for a in page.by_id("used_by_").all("a")
            if "#" in a.attributes["href"]
        }
        expected = {p.address.removeprefix("derivations/") for p in site.users.get(d.name, ())}
        assert used_by == expected
        rests = {a.attributes["href"] for a in page.by_id("rests_on_").all("a")}
        assert {a for a in rests if "#" not in a} == {f"{n}.html" for n in site.cites[d.name]}
    for rule in whole.rules:
        uses = pages[f"rules/{rule.name}.html"].by_id("used_").all("span", "at")
        links = [a.attributes["href"] for at in uses for a in at.all("a")]
        assert links == [f"../{p.address}" for p in site.applications[rule.name]]


def test_a_badge_says_of_what_is_declared_to_be_positive_that_it_is(whole, pages):
    """That it is not zero goes without saying."""
    step = pages["derivations/kl_univariate.html"].by_id("collect")
    shown = [b.text.strip() for b in step.all("a", "assumed")]
    assert shown
    assert all("≠" not in text and text.endswith("declared") for text in shown)
    positive = Formula("Var", text="s", domain="positive")
    entry = Formula("Entry", (Formula("Var", text="s", domain="positive vector"), positive))
    real = Formula("Var", text="r", domain="real")
    for x, head in ((positive, "Less"), (entry, "Less"), (real, "Unequal")):
        assert _stated(ConditionEntry(Formula("Unequal", (x, ZERO)), "declared")).head == head
    assumed = ConditionEntry(Formula("Unequal", (positive, ZERO)), "assumed")
    assert _stated(assumed) == assumed.proposition


def test_the_excerpt_is_what_the_pointer_leads_to(whole, pages):
    for d in whole.derivations:
        certificate = json.loads(d.certificate)
        for section in steps(pages[f"derivations/{d.name}.html"]):
            fold = section.by_id(f"{section.attributes['id']}.certificate")
            file, pointer = fold.one("p").all("code")
            assert file.text == f"certificates/{d.name}.json"
            links = [a.attributes["href"] for a in fold.all("a")]
            assert links == ["../notation.html#certificate", f"../../{file.text}"]
            at: object = certificate
            for key in pointer.text.split("/")[1:]:
                at = at[int(key)] if isinstance(at, list) else at[key]  # type: ignore[index]
            assert json.loads(fold.one("pre").text) == at
            assert at["name"] == section.attributes["id"]  # type: ignore[index]


def test_the_code_is_that_of_the_package(pages, whole):
    for d in whole.derivations:
        path = f"python/derived/steps/{d.name}.py"
        module = (OUTPUT / path).read_text("utf-8")
        for section in steps(pages[f"derivations/{d.name}.html"]):
            fold = section.by_id(f"{section.attributes['id']}.numpy")
            assert fold.one("a").attributes["href"] == f"../../{path}"
            code = fold.by_id(f"{section.attributes['id']}.python").text
            assert code.startswith("def ")
            assert f'r"""Line ``{section.attributes["id"]}``: ' in code
            assert code in module


def test_copies_are_what_stands_on_the_page(whole, pages):
    for d in whole.derivations:
        page = pages[f"derivations/{d.name}.html"]
        assert page.by_id("align_text_").text == align(d)
        for section in steps(page):
            name = section.attributes["id"]
            copies = section.one("p", "copies").all("button")
            targets = [b.attributes.get("data-copy", b.attributes.get("data-link")) for b in copies]
            assert targets == [
                f"{name}.line",
                f"{name}.display",
                "align_text_",
                f"{name}.python",
                name,
            ]


@pytest.mark.skipif(shutil.which("pdflatex") is None, reason="there is no TeX here")
def test_what_is_copied_compiles_in_any_paper(pages, tmp_path):
    rows = []
    for path, page in pages.items():
        for section in steps(page):
            name = section.attributes["id"]
            line, display = (section.by_id(f"{name}.{what}").text for what in ("line", "display"))
            rows.append(f"% {path}#{name}\n\\[{line}\\]\n{display}")
    head = r"\documentclass{article}\usepackage{amsmath,amssymb}\begin{document}"
    (tmp_path / "all.tex").write_text("\n".join([head, *rows, r"\end{document}"]), "utf-8")
    done = subprocess.run(
        ["pdflatex", "-no-shell-escape", "-interaction=nonstopmode", "-halt-on-error", "all.tex"],
        cwd=tmp_path, stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=300,
        errors="replace",
    )  # fmt: skip
    assert done.returncode == 0, re.findall(r"^! .*\n(?:.*\n){3}", done.stdout, re.M)
    assert len(rows) > 400
