"""The reports of the benchmarks: what they hold, and that the committed ones are current."""

import json
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pytest

from tests.bench import numerics, paths, peers, plots, report, speed, subjects
from tests.bench.functions import BY_NAME, certificates
from tests.measured_html import html

ROOT = Path(__file__).resolve().parents[2]
FILES = {
    "accuracy.md", "accuracy.html", "accuracy.json",
    "error_kl_standard_normal.svg", "error_kl_univariate.svg",
}  # fmt: skip
SVG = "{http://www.w3.org/2000/svg}"


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """Measure a few points, with one peer that is there and one that is not."""
    with pytest.MonkeyPatch.context() as patch:
        known = {"NumPy formula": peers.PEERS["NumPy formula"]}
        absent = {"something else": ("a_module_that_nobody_has", peers.numpy_formula)}
        patch.setattr(peers, "PEERS", known | absent)
        folder = tmp_path_factory.mktemp("benchmarks")
        arguments = ["--quick", "--only", "accuracy", "--points", "25", "--jobs", "1"]
        numerics.main([*arguments, "--output", str(folder)])
    return folder


def content(folder):
    return json.loads((folder / "accuracy.json").read_text(encoding="utf-8"))


def test_the_files_are_there(folder):
    assert {file.name for file in folder.iterdir()} == FILES


def test_a_peer_that_is_not_installed_has_a_row_that_says_so(folder):
    assert content(folder)["missing"]["something else"] == "not installed"
    lines = (folder / "accuracy.md").read_text(encoding="utf-8").splitlines()
    rows = [line for line in lines if line.startswith("| something else |")]
    assert len(rows) > 20
    assert all(set(row.split("|")[2:-1]) == {" not installed "} for row in rows)


def test_the_head_names_what_the_figures_depend_on(folder):
    text = (folder / "accuracy.md").read_text(encoding="utf-8")
    for name in ("CPU", "libm", "BLAS", "numpy", "numba"):
        assert f"| {name} | " in text
    assert f"| numpy | {np.__version__} |" in text


def test_the_tables_show_what_was_measured(folder):
    data = content(folder)
    wanted = [
        row
        for row in data["rows"]["elements"]
        if (row["function"], row["dtype"], row["stratum"], row["subject"], row["quantity"])
        == ("kl_univariate", "float64", "near equality", "NumPy formula", "value")
    ]
    text = (folder / "accuracy.md").read_text(encoding="utf-8")
    section = text.split("### `kl_univariate`, float64\n")[1].split("###")[0]
    line = next(line for line in section.splitlines() if line.startswith("| NumPy formula |"))
    assert line.split("|")[3].strip() == report.cell(wanted)
    assert report.figure(wanted[0]["worst"]) in line


def test_a_broken_bound_is_loud(folder, capsys, monkeypatch):
    monkeypatch.setattr(numerics, "bounds", lambda rows, ours: [_bound(most=0.0)])
    monkeypatch.setattr(numerics, "measured_accuracy", lambda options: content(folder))
    arguments = ["--quick", "--only", "accuracy", "--output", str(folder)]
    assert numerics.main(arguments) == 1
    assert "BROKEN derived, NumPy: ulp 2, stated 0, at here" in capsys.readouterr().err
    monkeypatch.setattr(numerics, "bounds", lambda rows, ours: [_bound(most=2.0)])
    assert numerics.main(arguments) == 0


def test_pages_are_written_again_without_measuring(tmp_path, monkeypatch):
    measuring = pytest.fail
    monkeypatch.setattr(numerics, "measured_accuracy", measuring)
    monkeypatch.setattr(speed, "in_a_process", measuring)
    arguments = ["--only", "pages", "--output", str(tmp_path)]
    with pytest.raises(SystemExit, match="leave out --only pages"):
        numerics.main(arguments)
    for name in ("accuracy", "speed"):
        (tmp_path / f"{name}.json").write_bytes((numerics.OUTPUT / f"{name}.json").read_bytes())
    assert numerics.main(arguments) == 0
    for name in ("accuracy.md", "accuracy.html", "speed.md", "speed.html"):
        assert (tmp_path / name).read_bytes() == (numerics.OUTPUT / name).read_bytes()


def _bound(most):
    return report.Bound("derived, NumPy", "ulp", most, 2.0, "here")


def test_a_sample_does_not_replace_what_is_committed(capsys):
    with pytest.raises(SystemExit):
        numerics.main(["--quick"])
    assert "--output FOLDER" in capsys.readouterr().err


def test_plots_read_well_in_light_and_in_dark(folder):
    for file in folder.glob("*.svg"):
        root = ElementTree.fromstring(file.read_text(encoding="utf-8"))
        assert root.find(f"{SVG}title").text
        assert root.find(f"{SVG}desc").text
        assert "prefers-color-scheme: dark" in root.find(f"{SVG}style").text
        lines = root.findall(f"{SVG}polyline")
        assert [line.find(f"{SVG}title").text for line in lines] == [
            "derived, NumPy", *(f"derived, {path}" for path in paths.paths()[1:]),
            "NumPy formula",
        ]  # fmt: skip


def test_a_plot_puts_points_where_they_belong():
    text = plots.curves("t", "d", "x", "y", {"derived, NumPy": [(1.0, 1.0), (100.0, 1000.0)]})
    line = ElementTree.fromstring(text).find(f"{SVG}polyline")
    corner = f"{plots.LEFT}.0,{plots.HEIGHT - plots.BOTTOM}.0"
    other = f"{plots.WIDTH - plots.RIGHT}.0,{plots.TOP}.0"
    assert line.get("points") == f"{corner} {other}"
    assert "ours" in line.get("class")


@pytest.mark.parametrize(
    ("x", "text"),
    [(0.0, "0"), (2.0, "2"), (80, "80"), (0.5001, "0.51"), (2.001, "2.01"), (3.999, "4.00"),
     (123.4, "124"), (12000.0, "1.2e4"), (1.61e16, "1.7e16"), (float("inf"), "∞")],
)  # fmt: skip
def test_a_figure_is_rounded_up(x, text):
    assert report.figure(x) == text


def test_times_are_medians_and_quartiles_of_turns():
    mine = [subjects.ours("NumPy")]
    rows = speed.measure(mine, 3, [(1, 16)])
    assert {row["function"] for row in rows} == set(speed.MEASURED)
    assert {row["what"] for row in rows} == {"value", "value and gradient"}
    for row in rows:
        low, middle, high = row["multiple"]
        assert 0 < low <= middle <= high
        if row["subject"] == "np.exp":
            assert row["multiple"] == [1.0] * 3
    found = {"cells": json.loads(json.dumps(rows)), "missing": {"jax.jit": "not installed"}}
    page = report.speed(found | {"environment": {}, "certificates": {}})
    assert page.count("| jax.jit | not installed |") == 8
    assert page.count("µs |") == 20  # of each table two rows, and four more


def test_turns_measure_the_calls():
    slow = speed.in_turn(
        {
            "np.exp": (None, lambda: sum(range(100))),
            "a hundred times as much": (None, lambda: sum(range(10000))),
        },
        9,
    )
    assert slow["a hundred times as much"]["multiple"][1] > 10


def test_the_programs_say_how_they_are_used():
    for module in ("tests.bench.numerics", "tests.bench.speed"):
        done = subprocess.run(
            [sys.executable, "-m", module, "--help"], capture_output=True, text=True, cwd=ROOT,
            check=True,
        )  # fmt: skip
        assert "--quick" in done.stdout


@pytest.mark.parametrize(
    ("name", "lines"), [("kl_standard_normal", 2), ("kl_univariate", 2), ("kl_multivariate", 2)]
)
def test_certificates_are_read_from_the_functions(name, lines):
    """A result has that of the line that it is, and of the line that it is computed by."""
    assert len(certificates()[name]) == lines
    assert len(certificates()[f"{name}_grad"]) >= len(
        BY_NAME[name].arguments if name in BY_NAME else ("mean_1", "cov_1", "mean_2", "cov_2")
    )


def committed(name):
    return json.loads((numerics.OUTPUT / f"{name}.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", ["accuracy", "speed"])
def test_the_committed_figures_are_about_the_functions_there_are(name):
    stale = "run make bench-numerics, and commit output/benchmarks"
    assert committed(name)["certificates"] == certificates(), stale
    page = (numerics.OUTPUT / f"{name}.md").read_text(encoding="utf-8")
    assert page == getattr(report, name)(committed(name)), stale
    made = (numerics.OUTPUT / f"{name}.html").read_text(encoding="utf-8")
    assert made == html(page), f"run make bench-numerics ARGS='--only pages': {name}.html"


def test_the_committed_plots_are_those_of_the_figures():
    for name, text in report.figures(committed("accuracy"), committed("speed")).items():
        assert (numerics.OUTPUT / name).read_text(encoding="utf-8") == text


def test_the_committed_figures_keep_the_bounds():
    data = committed("accuracy")
    assert data["points"] >= numerics.POINTS
    found = numerics.bounds(data["rows"], data["ours"])
    assert [bound for bound in found if not bound.holds] == []
