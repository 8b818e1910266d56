"""The report of enclosures: what it counts, that it repeats itself, and that it is current."""

import dataclasses
import json
from collections import Counter

import pytest

from derive.evidence.agreement import Kind, Tally
from derive.library import LIBRARY
from derive.notation import Over
from tests.trust import enclosures
from tests.trust.current import hashes

SAMPLE = ["kl_univariate", "kl_multivariate", "gradient_of_kl_multivariate_cov_1",
          "zero_of_the_gradient_mean_1", "gradient_flow_mean_start", "gibbs_inequality",
          "kl_asymmetry_example"]  # fmt: skip


def run(folder, *more, derivations=SAMPLE, points=8):
    arguments = ["--jobs", "1", "--points", str(points), "--output", str(folder), *more]
    for name in derivations:
        arguments += ["--derivation", name]
    return enclosures.main(arguments), folder


def kinds(data, derivation):
    steps = data["derivations"][derivation]["steps"].values()
    return {entry["kind"] for step in steps for entry in step["evidence"]}


@pytest.fixture(scope="module")
def sample(tmp_path_factory):
    status, folder = run(tmp_path_factory.mktemp("trust"))
    assert status == 0
    return folder


@pytest.fixture(scope="module")
def data(sample):
    return json.loads((sample / "enclosures.json").read_text(encoding="utf-8"))


def test_every_step_is_there_with_its_evidence_by_kind(data):
    for name in SAMPLE:
        derivation = data["derivations"][name]
        assert list(derivation["steps"]) == [step.name for step in LIBRARY[name].steps]
        assert derivation["certificate"] == hashes()[name]
    assert kinds(data, "kl_univariate") == {k.value for k in Kind} - {Kind.NONE.value}
    assert kinds(data, "gradient_of_kl_multivariate_cov_1") == {Kind.INSTANCES.value}
    assert kinds(data, "gibbs_inequality") == {Kind.NONE.value}


def test_points_are_counted_by_stratum(data):
    for step in data["derivations"]["kl_univariate"]["steps"].values():
        for entry in step["evidence"]:
            assert entry["points"] == 8
            assert entry["points"] == sum(entry.get(s, 0) for s in enclosures.STRATA)
            if entry["kind"] == Kind.ENCLOSURE.value:
                assert 0 < float(entry["worst relative radius"]) <= 1e-25


def test_what_is_not_enclosed_is_listed_with_its_reason(sample, data):
    text = (sample / "enclosures.md").read_text(encoding="utf-8")
    listed = text.partition("## Not enclosed")[2]
    assert "a limit (1): `gradient_flow_mean_start:value-at-zero`" in listed
    for step in LIBRARY["gibbs_inequality"].steps:
        assert f"`gibbs_inequality:{step.name}`" in listed
    assert "kl_univariate" not in listed


def test_the_summary_counts_what_the_data_holds(sample, data):
    text = (sample / "enclosures.md").read_text(encoding="utf-8")
    steps = [s for d in data["derivations"].values() for s in d["steps"].values()]
    for kind in Kind:
        entries = [e for s in steps for e in s["evidence"] if e["kind"] == kind.value]
        row = next(line for line in text.splitlines() if line.startswith(f"| {kind.value} |"))
        cells = [cell.strip() for cell in row.split("|")[1:-1]]
        assert int(cells[1]) == len(entries)
        assert int(cells[6] or 0) == sum(e.get("points", 0) for e in entries)


def test_a_seed_gives_the_same_report_again_and_another_seed_others(sample, tmp_path):
    few = SAMPLE[2:]
    reports = []
    for number, seed in enumerate(("1", "1", "2")):
        _, folder = run(tmp_path / str(number), "--seed", seed, derivations=few)
        reports.append((folder / "enclosures.json").read_bytes())
    assert reports[0] == reports[1]
    one, other = (
        enclosures.strata((), LIBRARY["kl_univariate"].start.free_symbols, 8, f"{seed} kl")
        for seed in (1, 2)
    )
    assert one != other


def test_the_parts_of_a_derivation_make_up_the_whole():
    name = "kl_univariate_standard_normal"
    whole = enclosures.tallies(name, 12, 1)
    parts = [Tally() for _ in whole]
    for part in range(3):
        for known, new in zip(parts, enclosures.tallies(name, 12, 1, part, 3), strict=True):
            known.add(new)
    assert [t.points for t in parts] == [t.points for t in whole]


def test_a_refuted_step_is_loud(monkeypatch, tmp_path, capsys):
    right = LIBRARY["kl_univariate"]
    last = right.steps[-1]
    wrong = dataclasses.replace(last, line=Over(last.line, 2))
    monkeypatch.setitem(
        enclosures.LIBRARY,
        "kl_univariate",
        dataclasses.replace(right, steps=(*right.steps[:-1], wrong)),
    )
    status, folder = run(tmp_path, derivations=["kl_univariate"], points=4)
    assert status == 1
    assert f"REFUTED kl_univariate:{last.name}: at mu_1 = " in capsys.readouterr().err
    data = json.loads((folder / "enclosures.json").read_text(encoding="utf-8"))
    steps = data["derivations"]["kl_univariate"]["steps"]
    assert [name for name, step in steps.items() if "refuted" in step] == [last.name]


def test_a_sample_is_printed_and_nothing_is_written(capsys, monkeypatch, tmp_path):
    monkeypatch.setattr(enclosures, "OUTPUT", tmp_path / "trust")
    arguments = ["--jobs", "1", "--points", "2", "--derivation", "kl_asymmetry_example"]
    assert enclosures.main(arguments) == 0
    assert capsys.readouterr().out.startswith("# Enclosures\n")
    assert not (tmp_path / "trust").exists()


def test_a_radius_is_rounded_up():
    assert enclosures.up(1.01e-30) == "1.1e-30"
    assert enclosures.up(0.0) == "0"
    assert float(enclosures.up(9.99e-27)) >= 9.99e-27


def test_a_step_without_evidence_has_the_reason_of_most_points():
    tally = Tally(reasons=Counter({"b": 2, "a": 2, "c": 1}))
    assert enclosures.record(tally)["evidence"] == [{"kind": "not enclosed", "reason": "a"}]


def test_the_committed_report_is_about_the_derivations_there_are():
    text = (enclosures.OUTPUT / "enclosures.json").read_text(encoding="utf-8")
    found = json.loads(text)["derivations"]
    stated = {name: derivation["certificate"] for name, derivation in found.items()}
    assert stated == hashes(), "run make enclosures, and commit output/trust"
    assert not any("refuted" in s for d in found.values() for s in d["steps"].values())
