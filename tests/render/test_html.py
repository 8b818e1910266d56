"""The site: a page for everything, every link leads somewhere, nothing is fetched."""

from __future__ import annotations

import gzip
import json
import re
from itertools import pairwise
from pathlib import Path, PurePosixPath

import pytest
from html_documents import part
from html_reader import read

from derive.derivation import Kind
from derive.library import LIBRARY
from derive.render.axioms import AXIOMS
from derive.render.contents import MAIN_LINE, PARTS, REST, contents
from derive.render.conventions import CONVENTIONS
from derive.render.glossary import GROUNDS, PROOFS
from derive.render.html import files as html
from derive.render.html.evidence import POINTS, is_tried
from derive.render.html.site import Site
from derive.render.names import file_name

OUTPUT = Path(__file__).resolve().parents[2] / "output"


def test_there_is_a_page_for_everything(whole, pages):
    expected = {"index.html", "notation.html"}
    expected |= {f"derivations/{d.name}.html" for d in whole.derivations}
    expected |= {f"rules/{r.name}.html" for r in whole.rules}
    assert set(pages) == expected
    assert len(expected) > 150


def test_ids_are_unique_on_each_page(pages):
    for path, page in pages.items():
        ids = [e.attributes["id"] for e in page.all() if "id" in e.attributes]
        assert len(ids) == len(set(ids)), f"{path}: {[i for i in ids if ids.count(i) > 1]}"
        assert not any(re.search(r"\s", i) or not i for i in ids)


def test_every_link_leads_somewhere(files, pages):
    anchors = {p: {e.attributes.get("id") for e in page.all()} for p, page in pages.items()}
    count = 0
    for path, page in pages.items():
        for element in page.all():
            for attribute in ("href", "src"):
                link = element.attributes.get(attribute)
                if link is None:
                    continue
                count += 1
                target, _, fragment = link.partition("#")
                assert not re.match(r"/|.*:", target), f"{path}: {link}"
                led = _normal(PurePosixPath(path).parent / target) if target else path
                if led.startswith("../"):
                    # The other folders of the output are committed; trust/ and benchmarks/ too.
                    assert (OUTPUT / "html" / led).resolve().is_file(), f"{path}: {link}"
                else:
                    assert led in files, f"{path}: {link}"
                    assert not fragment or fragment in anchors[led], f"{path}: {link}"
    assert count > 10_000


def _normal(path: PurePosixPath) -> str:
    parts: list[str] = []
    for name in path.parts:
        if name == ".." and parts and parts[-1] != "..":
            parts.pop()
        elif name != ".":
            parts.append(name)
    return "/".join(parts)


def test_the_trust_page_has_the_section_that_the_badges_lead_to():
    page = read((OUTPUT / "trust" / "index.html").read_text(encoding="utf-8"))
    assert page.by_id("points").text == "Points"
    assert (
        OUTPUT / "html" / "derivations" / POINTS
    ).resolve() == OUTPUT / "trust" / "index.html#points"


def test_what_an_element_is_labelled_by_is_there(pages):
    for path, page in pages.items():
        ids = {e.attributes.get("id") for e in page.all()}
        for element in page.all():
            for attribute in ("aria-labelledby", "data-copy", "data-link", "for"):
                for name in element.attributes.get(attribute, "").split():
                    assert name in ids, f"{path}: {attribute}={name}"


def test_every_page_has_landmarks_a_title_and_headings_in_order(pages):
    titles = set()
    for path, page in pages.items():
        root = page.one("html")
        assert root.attributes["lang"] == "en"
        titles.add(page.one("head").one("title").text)
        (described,) = [m for m in page.all("meta") if m.attributes.get("name") == "description"]
        assert described.attributes["content"].strip()
        assert len(page.all("main")) == len(page.all("h1")) == 1
        assert page.by_id("main_").tag == "main"
        levels = [int(e.tag[1]) for e in page.all() if re.fullmatch(r"h[1-6]", e.tag)]
        assert levels[0] == 1
        assert all(b <= a + 1 for a, b in pairwise(levels)), path
    assert len(titles) == len(pages)


def test_a_page_is_light(files):
    sizes = {path: len(gzip.compress(text.encode())) for path, text in files.items()}
    assert max(sizes.values()) < 64_000, max(sizes, key=sizes.__getitem__)
    assert sum(sizes.values()) < 2_500_000


def test_nothing_is_fetched_and_nothing_says_when_or_where_it_was_made(files):
    for path, text in files.items():
        addresses = set(re.findall(r"\b(?:https?|file):[^\s\"'<)]*", text))
        assert addresses <= {"http://www.w3.org/2000/svg"}, path
        assert not re.search(r"/(?:work|tmp|home)/", text), path


def test_the_same_document_gives_the_same_bytes(whole, files):
    some = part(whole, "gaussian_integrability", "gaussian_mean", "kl_univariate_log_var")
    assert html.render(some).keys() < files.keys()
    assert html.render(whole) == files, "something is left behind by what was rendered before"


def test_a_rule_shows_what_the_kernel_says_of_its_trials(whole, pages):
    for rule in whole.rules:
        page = pages[f"rules/{rule.name}.html"]
        example = page.by_id("example_")
        assert "✓ proved" in " ".join(example.one("span", "badge").text.split())
        refused = page.by_id("counterexample_")
        assert "✓" not in refused.text
        assert rule.counterexample is not None
        verdict = rule.counterexample.steps[-1].verdict
        assert verdict in refused.one("span", "badge").text
        assert refused.one("p", "kernel").text.strip()


def test_every_kind_of_proof_and_every_ground_is_explained(whole, pages):
    assert set(PROOFS) == {kind.value for kind in Kind}
    linked = [a for a in pages["derivations/kl_univariate.html"].all("a") if a.all("em")]
    assert linked
    assert all(a.attributes["href"].startswith("../notation.html#proof-") for a in linked)
    grounds = {c.ground for d in whole.derivations for s in d.steps for c in s.conditions}
    by_theorem = {g for g in grounds if g.startswith("by ") and g.split()[1].strip(",") in LIBRARY}
    assert grounds - by_theorem <= set(GROUNDS)
    assert set(GROUNDS) - grounds == {"by a theorem, linearly"}


def test_a_title_that_begins_with_an_abbreviation_keeps_its_capitals(pages):
    hint = pages["derivations/kl_univariate.html"].one("p", "hint")
    assert "KL(q" in hint.text
    assert "kL" not in hint.text


def test_a_refusal_is_in_the_notation_of_the_page(whole, pages):
    """No term is a program's: formulas are MathML, and numbers are as people write them."""
    shown = 0
    for rule in whole.rules:
        told = pages[f"rules/{rule.name}.html"].by_id("counterexample_").one("p", "kernel")
        words = "".join(c for c in told.children if isinstance(c, str))
        assert not re.search(r"\*|@|==|\w\(|[a-z]/|\b(?:pi|oo)\b|\de[+-]?\d|-\d", words), words
        shown += len(told.all("math"))
    assert shown > 50
    told = pages["rules/linearity-of-the-integral.html"].one("p", "kernel")
    assert "∫" in told.text
    assert "Integral" not in told.text


def test_every_axiom_has_words_and_links_to_the_lines_that_use_it(whole, pages):
    page, site = pages["notation.html"], Site(whole)
    named = {a for d in whole.derivations for a in d.axioms}
    assert named == set(AXIOMS)
    assert len(page.all("section", "stated")) == len(named)
    for name in named:
        (stated,) = [
            s for s in page.all("section", "stated") if s.one("h3").text.lower() == name.lower()
        ]
        links = [a.attributes["href"] for a in stated.all("a")]
        assert links == [p.address for p in site.axioms[name]]
    assert len(page.by_id("conventions_").all("dt")) == len(CONVENTIONS)


def test_the_first_page_has_a_card_for_each_derivation_by_the_parts_of_the_contents(whole, pages):
    page = pages["index.html"]
    links = [c.one("h3").one("a").attributes["href"] for c in page.all("li", "card")]
    assert sorted(links) == sorted(f"derivations/{d.name}.html" for d in whole.derivations)
    headings = [h.text for h in page.all("h2")]
    titles = [part.title for part in PARTS]
    assert [h for h in headings if h in titles] == titles
    assert REST.title not in headings, "a derivation is in no part: see derive/render/contents.py"


def test_the_main_line_is_listed_in_the_order_in_which_it_is_read(pages):
    way = pages["index.html"].one("ol", "way")
    assert [a.attributes["href"] for a in way.all("a")] == [
        f"derivations/{name}.html" for name in MAIN_LINE
    ]


def test_derivations_follow_one_another_on_the_main_line_and_as_in_the_contents(whole, pages):
    order = [d.name for _, held in contents(whole) for d in held]
    pairs = [p for p in pairwise(order) if p[0] not in MAIN_LINE] + [*pairwise(MAIN_LINE)]
    for name, following in pairs:
        links = [a for a in pages[f"derivations/{name}.html"].all("a") if "rel" in a.attributes]
        (after,) = [a for a in links if a.attributes["rel"] == "next"]
        assert after.attributes["href"] == f"{following}.html"


def test_no_step_can_have_the_name_of_a_part_of_its_page(whole, pages):
    for d in whole.derivations:
        page, steps = pages[f"derivations/{d.name}.html"], {s.name for s in d.steps}
        ids = {e.attributes["id"] for e in page.all() if "id" in e.attributes}
        for own in ids - steps:
            with pytest.raises(ValueError, match="not a name"):
                file_name(own)


def test_no_line_is_said_to_be_tried_at_points_that_is_not(whole):
    """What was measured says which lines are not enclosed: see the trust page."""
    missed = []
    found = json.loads((OUTPUT / "trust" / "enclosures.json").read_text(encoding="utf-8"))
    for d in whole.derivations:
        measured = found["derivations"][d.name]["steps"]
        for step in d.steps:
            tried = not any("reason" in e for e in measured[step.name]["evidence"])
            assert tried or not is_tried(d, step), f"{d.name}:{step.name}"
            missed += [step.name] * (tried and not is_tried(d, step))
    assert len(missed) < 15
