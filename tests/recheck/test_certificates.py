"""Whole certificates: those of the library, forged ones, bad input, and the process itself."""

from __future__ import annotations

import copy
import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from derive.recheck.certificate import DECLINED, PROVED, REJECTED, Certificate, Entry, Result
from derive.recheck.library import Library
from derive.recheck.reading import Statement, check_structure, statement
from derive.recheck.terms import Refusal
from derive.schema import canonical, digest

FOLDER = Path(__file__).resolve().parents[2] / "output" / "certificates"
FILES = sorted(p for p in FOLDER.glob("*.json") if p.stem != "schema")
CORE = ("kl_univariate", "kl_multivariate", "kl_diagonal", "kl_standard_normal", "elbo")


@cache
def checked() -> dict[str, Result]:
    """Return the verdicts on the library, certificate by certificate."""
    sys.setrecursionlimit(12_000)
    library = Library()
    return {file.stem: library.check(file) for file in FILES}


def content(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_bytes())
    return loaded


@cache
def said(name: str) -> Statement:
    return statement(content(name))


def forged(name: str, changed: dict[str, Any]) -> Result:
    """Return the verdict on a changed certificate with a right hash, beside the true others."""
    changed["hash"] = digest(changed)
    result = Result(name)
    try:
        check_structure(changed)
        cited = {n: said(n) for n in changed["cites"]}
        result.entries += Certificate(changed, cited).check()
    except Refusal as reason:
        result.entries.append(Entry("", "certificate", REJECTED, str(reason)))
    return result


def on_disk(folder: Path, name: str, changed: dict[str, Any]) -> Library:
    """Write a changed certificate with a right hash among the true others."""
    for file in FILES:
        (folder / file.name).write_bytes(file.read_bytes())
    changed["hash"] = digest(changed)
    (folder / f"{name}.json").write_bytes(canonical(changed))
    return Library()


def test_there_are_certificates() -> None:
    assert len(FILES) > 100


def test_nothing_of_the_library_is_rejected() -> None:
    wrong = [(r.name, e) for r in checked().values() for e in r.entries if e.verdict == REJECTED]
    assert wrong == []


def test_at_least_95_of_100_obligations_are_proved_again() -> None:
    entries = [e for r in checked().values() for e in r.entries]
    declined = [e for e in entries if e.verdict == DECLINED]
    assert len(declined) <= 0.05 * len(entries)


@pytest.mark.parametrize("name", CORE)
def test_what_the_paper_states_is_proved_with_all_that_it_cites(name: str) -> None:
    assert checked()[name].verdict == PROVED
    for cited in content(name)["cites"]:
        assert checked()[cited].verdict == PROVED


def first_line(c: dict[str, Any], old: str, new: str) -> dict[str, Any]:
    """Change the first line in which a text occurs, in every place that repeats it."""
    changed = copy.deepcopy(c)
    line = next(s["line"] for s in c["steps"] if old in s["line"])
    for s in changed["steps"]:
        main = s["obligations"][0]
        for part, key in ((s, "line"), (main, "before"), (main, "after")):
            if part[key] == line:
                part[key] = line.replace(old, new)
    return changed


@pytest.mark.parametrize(
    ("name", "old", "new"),
    [
        ("kl_univariate", "(x - mu_2)**2/(2*sigma_2**2)", "(x - mu_2)**2/sigma_2**2"),
        ("kl_univariate", "log(sigma_2/sigma_1)", "log(sigma_1/sigma_2)"),
        ("kl_univariate", "- 1/2", "+ 1/2"),
        ("kl_multivariate", "inverse(Sigma_2) @ Sigma_1", "inverse(Sigma_1) @ Sigma_2"),
        ("kl_multivariate", "det(Sigma_2)/det(Sigma_1)", "det(Sigma_1)/det(Sigma_2)"),
        ("kl_diagonal", "Product(sigma_2[i]**2, i)", "Product(sigma_2[i], i)"),
        ("gaussian_normalisation", "*(sigma*sqrt(2))", "*(sigma*2)"),
        ("multivariate_normalisation", "Abs(det(L))", "det(L)**2"),
        ("elbo", "log(ell(z)) - log", "log(ell(z)) + log"),
    ],
)
def test_a_wrong_line_is_rejected(name: str, old: str, new: str) -> None:
    assert forged(name, first_line(content(name), old, new)).verdict == REJECTED


def test_a_certificate_that_lists_fewer_conditions_is_rejected() -> None:
    c = content("kl_univariate")
    sides = [o for s in c["steps"] for o in s["obligations"][1:]]
    for what in dict.fromkeys(o["proposition"] for o in sides):
        changed = copy.deepcopy(c)
        for s in changed["steps"]:
            s["obligations"] = [o for o in s["obligations"] if o.get("proposition") != what]
        assert any("not listed" in e.reason for e in forged("kl_univariate", changed).entries)


@pytest.mark.parametrize(
    ("name", "symbol", "domain"),
    [
        ("kl_univariate", "sigma_1", "real"),
        ("kl_univariate", "sigma_2", "nonnegative"),
        ("kl_multivariate", "Sigma_2", "symmetric(k)"),
        ("kl_multivariate", "Sigma_1", "matrix(k, k)"),
        ("gaussian_bound", "n", "real"),
        ("gaussian_bound", "c", "real"),
        ("log_inequality", "t", "real"),
        ("quadratic_near_the_optimum", "s", "real"),
    ],
)
def test_a_weaker_domain_is_rejected(name: str, symbol: str, domain: str) -> None:
    c = content(name)
    c["symbols"][symbol] = domain
    assert forged(name, c).verdict == REJECTED


def test_other_forgeries_are_rejected() -> None:
    c = content("kl_univariate")
    forgeries: list[dict[str, Any]] = []
    for key in ("conditions", "axioms", "steps"):
        changed = copy.deepcopy(c)
        changed[key] = changed[key][:-1]
        forgeries.append(changed)
    changed = copy.deepcopy(c)
    changed["claim"] = changed["claim"].replace("==", "<=")
    forgeries.append(changed)
    changed = copy.deepcopy(c)
    changed["steps"].insert(1, changed["steps"][0])
    forgeries.append(changed)
    changed = copy.deepcopy(c)
    changed["extra"] = 1
    forgeries.append(changed)
    for changed in forgeries:
        assert forged("kl_univariate", changed).verdict == REJECTED


def test_a_stale_hash_is_rejected(tmp_path: Path) -> None:
    c = content("log_inequality")
    c["axioms"] = [*c["axioms"], "another"]
    (tmp_path / "log_inequality.json").write_bytes(canonical(c))
    assert Library().check(tmp_path / "log_inequality.json").verdict == REJECTED


@pytest.mark.parametrize(
    ("key", "value"),
    [("symbols", []), ("steps", [1]), ("where", [["t"]]), ("claim", 3), ("cites", {"../x": "0"})],
)
def test_what_is_not_of_the_format_is_rejected(tmp_path: Path, key: str, value: Any) -> None:
    c = content("log_inequality")
    c[key] = value
    c["hash"] = digest(c)
    (tmp_path / "log_inequality.json").write_bytes(canonical(c))
    assert Library().check(tmp_path / "log_inequality.json").verdict == REJECTED


def test_parameters_nested_too_deep_are_rejected(tmp_path: Path) -> None:
    c = content("log_inequality")
    deep: Any = "t"
    for _ in range(400):
        deep = [deep]
    c["steps"][1]["parameters"]["point"] = deep
    c["hash"] = digest(c)
    (tmp_path / "log_inequality.json").write_bytes(canonical(c))
    assert Library().check(tmp_path / "log_inequality.json").verdict == REJECTED


def test_a_circle_of_citations_is_rejected(tmp_path: Path) -> None:
    c = content("log_inequality")
    c["cites"] = {"log_inequality": c["hash"]}
    c["hash"] = digest(c)
    (tmp_path / "log_inequality.json").write_bytes(canonical(c))
    assert Library().check(tmp_path / "log_inequality.json").verdict == REJECTED


def test_what_cites_a_rejected_certificate_is_rejected(tmp_path: Path) -> None:
    c = first_line(content("log_inequality"), "t - 1 - log(t)", "t - 2 - log(t)")
    library = on_disk(tmp_path, "log_inequality", c)
    assert library.check(tmp_path / "log_inequality.json").verdict == REJECTED
    assert library.check(tmp_path / "term_roles_nonnegative.json").verdict == REJECTED


def test_a_citation_with_another_hash_is_rejected(tmp_path: Path) -> None:
    c = content("term_roles_nonnegative")
    c["cites"]["log_inequality"] = "0" * 64
    library = on_disk(tmp_path, "term_roles_nonnegative", c)
    assert library.check(tmp_path / "term_roles_nonnegative.json").verdict == REJECTED


# -- the process ----------------------------------------------------------------------------------


def recheck(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "derive.recheck", *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False)


def test_it_loads_neither_sympy_nor_the_first_checker() -> None:
    code = (
        "import sys, derive.recheck.__main__\n"
        "mine = [m for m in sys.modules if m.split('.')[0] in ('derive', 'sympy', 'mpmath')]\n"
        "print([m for m in mine if not (m + '.').startswith(('derive.recheck.', 'derive.schema.'))"
        " and m != 'derive'])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


def test_exit_codes_and_json(tmp_path: Path) -> None:
    good = recheck("--json", str(FOLDER / "log_inequality.json"))
    assert good.returncode == 0
    (found,) = json.loads(good.stdout)
    assert found["verdict"] == PROVED
    assert {o["verdict"] for o in found["obligations"]} == {PROVED}
    wrong = tmp_path / "log_inequality.json"
    wrong.write_text((FOLDER / "log_inequality.json").read_text().replace("1/t**2", "1/t**3"))
    assert recheck(str(wrong)).returncode == 1
    for name, text in (("a.json", "{"), ("b.json", "[]"), ("c.json", '{"schema": "x"}')):
        bad = tmp_path / name
        bad.write_text(text)
        done = recheck(str(bad))
        assert done.returncode == 2
        assert len(done.stderr.strip().splitlines()) == 1
    assert recheck(str(tmp_path / "none.json")).returncode == 2
