"""The site: every link leads somewhere, a step shows its parts in order, words are only words."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from dataclasses import replace
from itertools import pairwise
from pathlib import Path, PurePosixPath

import pytest
from html_reader import Element, read

from derive.certificate import certificates
from derive.document import DerivationEntry, Document, RuleEntry, document
from derive.kernel.chain import check
from derive.library import LIBRARY
from derive.render import html
from derive.render.axioms import AXIOMS
from derive.render.conventions import CONVENTIONS
from derive.render.html_graph import Node, graph
from derive.render.html_index import GROUPS, MAIN
from derive.render.html_site import Site, file
from derive.render.latex_align import align
from derive.trials import trials

OUTPUT = Path(__file__).resolve().parents[2] / "output"
COPIED_PAGE = "derivations/kl_univariate.html"


@pytest.fixture(scope="module")
def whole() -> Document:
    reports = check(list(LIBRARY), LIBRARY)
    return document(reports, certificates(reports), trials())


@pytest.fixture(scope="module")
def files(whole: Document) -> dict[str, str]:
    return html.render(whole)


@pytest.fixture(scope="module")
def pages(files: dict[str, str]) -> dict[str, Element]:
    return {path: read(text) for path, text in files.items() if path.endswith(".html")}


def part(whole: Document, *names: str) -> Document:
    """The document of some derivations alone."""
    entries = tuple(d for d in whole.derivations if d.name in names)
    used = {s.rule.name for d in entries for s in d.steps}
    return Document(entries, tuple(r for r in whole.rules if r.name in used))


def _rules_of(entry: DerivationEntry) -> tuple[RuleEntry, ...]:
    return tuple({step.rule.name: step.rule for step in entry.steps}.values())


def page_of(entry: DerivationEntry) -> Element:
    """The page of a derivation that is alone in its document."""
    files = html.render(Document((entry,), _rules_of(entry)))
    return read(files[f"derivations/{entry.name}.html"])


# -- the site -------------------------------------------------------------------------------------


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
    assert "\n## Points\n" in (OUTPUT / "trust" / "README.md").read_text(encoding="utf-8")


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
        assert page.by_id("main").tag == "main"
        levels = [int(e.tag[1]) for e in page.all() if re.fullmatch(r"h[1-6]", e.tag)]
        assert levels[0] == 1
        assert all(b <= a + 1 for a, b in pairwise(levels)), path
    assert len(titles) == len(pages)


def test_a_page_is_light(files):
    sizes = {path: len(text.encode()) for path, text in files.items()}
    assert max(sizes.values()) < 400_000, max(sizes, key=sizes.__getitem__)
    assert sum(sizes.values()) < 15_000_000


def test_nothing_is_fetched_and_nothing_says_when_or_where_it_was_made(files):
    for path, text in files.items():
        addresses = set(re.findall(r"\b(?:https?|file):[^\s\"'<)]*", text))
        assert addresses <= {"http://www.w3.org/2000/svg"}, path
        assert not re.search(r"/(?:work|tmp|home)/", text), path


def test_the_same_document_gives_the_same_bytes(whole, files):
    some = part(whole, "gaussian_integrability", "gaussian_mean", "kl_univariate_log_var")
    assert html.render(some) == html.render(some)
    assert html.render(whole) == files


# -- a step ---------------------------------------------------------------------------------------


def steps(page: Element) -> list[Element]:
    return page.all("section", "step")


def test_every_step_has_its_name_for_an_anchor_and_a_heading(whole, pages):
    for d in whole.derivations:
        page = pages[f"derivations/{d.name}.html"]
        assert [s.attributes["id"] for s in steps(page)] == [s.name for s in d.steps]
        for section, step in zip(steps(page), d.steps, strict=True):
            assert section.one("h3").one("span", "number").text == str(step.number)


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
            for line in lines.all("div", "before"):
                assert line.all("mrow", "old") or line.all("", "old"), f"{d.name}#{step.name}"
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
        assert "proved by" not in section.text
        assert "the two lines differ" in section.one("p", "failure").text
        assert "mu_1 = 1" in section.one("p", "failure").text
        numbers = section.one("", "numbers")
        assert numbers.text.startswith("≈ enclosure")
        assert "✓" not in page.by_id("the_claim").text
        assert word in page.by_id("the_claim").text


def test_a_cited_proof_opens_in_place(whole, pages):
    """Where a step is an instance of a theorem, the theorem's lines stand in its fold."""
    count = 0
    for d in whole.derivations:
        for section in steps(pages[f"derivations/{d.name}.html"]):
            cited = section.one("p", "rule").all("a")[1:]
            assert len(cited) <= 1
            for link in cited:
                name = link.attributes["href"].removesuffix(".html")
                opened = [p for p in section.all("details", "proof")
                          if p.one_level("summary").one("code").text == name]  # fmt: skip
                lines = opened[0].children_of("ol")[0].children_of("li")
                assert len(lines) == 1 + len(Site(whole).derivations[name].steps)
                count += 1
    assert count > 40


def test_the_univariate_page_opens_the_lemmas_inside_the_lemmas(pages):
    variance = pages[COPIED_PAGE].by_id("variance")
    outer = variance.by_id("variance.why").one("div", "fold").children_of("details")
    assert [p.one_level("summary").one("code").text for p in outer] == ["gaussian_variance"]
    inner = [p.one_level("summary").one("code").text for p in outer[0].children_of("details")]
    assert inner == [
        "gaussian_integrability", "exponential_beats_polynomial", "gaussian_normalisation",
    ]  # fmt: skip


def test_who_uses_what_is_linked_both_ways(whole, pages):
    site = Site(whole)
    for d in whole.derivations:
        page = pages[f"derivations/{d.name}.html"]
        used_by = {
            a.attributes["href"]
            for a in page.by_id("used_by").all("a")
            if "#" in a.attributes["href"]
        }
        expected = {p.address.removeprefix("derivations/") for p in site.users.get(d.name, ())}
        assert used_by == expected
        rests = {a.attributes["href"] for a in page.by_id("rests_on").all("a")}
        assert {f"{name}.html" for name in site.cites[d.name]} <= rests
    for rule in whole.rules:
        uses = pages[f"rules/{rule.name}.html"].by_id("used_").all("span", "at")
        links = [a.attributes["href"] for at in uses for a in at.all("a")]
        assert links == [f"../{p.address}" for p in site.applications[rule.name]]
        assert links


def test_the_excerpt_is_what_the_pointer_leads_to(whole, pages):
    for d in whole.derivations:
        certificate = json.loads(d.certificate)
        for section in steps(pages[f"derivations/{d.name}.html"]):
            fold = section.by_id(f"{section.attributes['id']}.certificate")
            _, pointer = fold.one("p").all("code")
            at: object = certificate
            for key in pointer.text.split("/")[1:]:
                at = at[int(key)] if isinstance(at, list) else at[key]  # type: ignore[index]
            assert json.loads(fold.one("pre").text) == at
            assert at["name"] == section.attributes["id"]  # type: ignore[index]


def test_the_code_is_that_of_the_package(pages, whole):
    for d in whole.derivations:
        module = (OUTPUT / "python" / "derived" / "steps" / f"{d.name}.py").read_text("utf-8")
        for section in steps(pages[f"derivations/{d.name}.html"]):
            code = section.by_id(f"{section.attributes['id']}.python").text
            assert code.startswith("def ")
            assert code in module


def test_copies_are_what_stands_on_the_page(whole, pages):
    for d in whole.derivations:
        page = pages[f"derivations/{d.name}.html"]
        assert page.by_id("the_align").text == align(d)
        for section in steps(page):
            name = section.attributes["id"]
            copies = section.one("p", "copies").all("button")
            targets = [b.attributes.get("data-copy", b.attributes.get("data-link")) for b in copies]
            assert targets == [
                f"{name}.line",
                f"{name}.display",
                "the_align",
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


# -- the other pages ------------------------------------------------------------------------------


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
    assert len(page.one("dl", "wide").all("dt")) == len(CONVENTIONS)


def test_the_first_page_has_a_card_for_each_derivation_the_main_line_first(whole, pages):
    page = pages["index.html"]
    links = [c.one("h3").one("a").attributes["href"] for c in page.all("li", "card")]
    assert sorted(links) == sorted(f"derivations/{d.name}.html" for d in whole.derivations)
    assert links[: len(MAIN.patterns)] == [f"derivations/{n}.html" for n in MAIN.patterns]
    headings = [h.text for h in page.all("h2")]
    assert [h for h in headings if h in {g.title for g in GROUPS}] == [g.title for g in GROUPS]
    assert "Others" not in headings, "a derivation is in no group: see derive/render/html_index.py"


# -- words are only words -------------------------------------------------------------------------


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
    return Document((made,), _rules_of(made))


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
    assert steps(page)[0].one("p", "reason").text == text


def test_a_name_that_is_no_name_of_a_file_is_refused(whole):
    (entry,) = part(whole, "kl_univariate_log_var").derivations
    for name in ("../x", "a b", 'a"b', "", "A", "a--b", "<b>", "x.html"):
        with pytest.raises(ValueError, match="not a name"):
            file(name)
        with pytest.raises(ValueError, match="not a name"):
            html.render(Document((replace(entry, name=name),), ()))


# -- colours --------------------------------------------------------------------------------------

WORDS = ("ink", "quiet", "accent", "old", "numbers", "axiom", "new", "bad")
PAIRS = [
    *((word, ground) for word in WORDS for ground in ("paper", "card")),
    *((word, f"{word}-soft") for word in WORDS[2:]),
    *((word, f"{kind}-soft") for word in ("ink", "quiet") for kind in ("old", "new", "accent")),
]  # fmt: skip


def palettes(style: str) -> list[dict[str, str]]:
    """The colours of each theme, where the style sheet states them."""
    blocks = re.findall(r"\{[^{}]*--paper:[^{}]*\}", style)
    return [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block)) for block in blocks]


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def test_contrast_is_enough_in_both_themes(files):
    found = palettes(files["style.css"])
    assert len(found) == 4  # light; dark by the system, and as chosen; print
    assert found[1] == found[2] != found[0] == found[3]
    for palette in found:
        for ink, ground in PAIRS:
            low, high = sorted(luminance(palette[name]) for name in (ink, ground))
            assert (high + 0.05) / (low + 0.05) >= 4.5, f"{ink} on {ground}: {palette}"


def test_the_style_names_no_colour_but_those_of_the_themes(files):
    outside = re.sub(r"--[a-z-]+: #[0-9a-f]{6};", "", files["style.css"])
    assert not re.search(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl)a?\(", outside)


# -- graphs ---------------------------------------------------------------------------------------


def test_boxes_do_not_overlap_and_edges_lead_down(whole):
    site = Site(whole)
    nodes = [Node(d.name, d.title, "") for d in whole.derivations[:40]]
    for most in (1, 2, 5):
        drawn = graph(nodes, site.cites, most)
        boxes = {b["name"]: b for b in drawn["boxes"]}
        assert set(boxes) == {n.name for n in nodes}
        for a in boxes.values():
            assert 0 <= a["x"] <= drawn["width"] - a["width"]
            assert a["y"] + a["height"] <= drawn["height"]
            for b in boxes.values():
                if a is not b and a["y"] == b["y"]:
                    assert abs(a["x"] - b["x"]) >= a["width"]
        rows = [b["y"] for b in boxes.values()]
        assert max(rows.count(y) for y in rows) <= most
        for name in boxes:
            for cited in site.cites[name]:
                if cited in boxes:
                    assert boxes[cited]["y"] < boxes[name]["y"]


def test_what_longer_ways_imply_is_no_edge():
    nodes = [Node(name, name, "") for name in ("a", "b", "c")]
    drawn = graph(nodes, {"b": ["a"], "c": ["a", "b"]}, 2)
    assert len(drawn["edges"]) == 2
