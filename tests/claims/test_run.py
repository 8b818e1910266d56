"""Limits of time and memory, the order of results, and the two commands."""

from __future__ import annotations

import json
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from derive.claims import run as runner
from derive.claims.decide import decide
from derive.claims.run import run
from derive.cli import main

TRUE = {"id": "t", "before": "x + 1", "relation": "=", "after": "1 + x", "symbols": {"x": "real"}}
FALSE = {"id": "f", "before": "x", "relation": "=", "after": "-x", "symbols": {"x": "real"}}
OPEN = {"id": "o", "before": "Limit(sin(x)/x, x, 0)", "relation": "=", "after": "1"}


def called(*arguments: str) -> Result:
    return CliRunner().invoke(main, list(arguments))


def written(folder: Path, *lines: object) -> str:
    path = folder / "claims.jsonl"
    texts = [line if isinstance(line, str) else json.dumps(line) for line in lines]
    path.write_text("\n".join(texts) + "\n", encoding="utf-8")
    return str(path)


def objects(*arguments: str) -> tuple[int, list[dict]]:
    result = called("claims", *arguments, "--json", "--seconds", "60")
    return result.exit_code, json.loads(result.stdout)


def test_a_claim_that_takes_too_long_is_declined(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "decide", lambda claim, seconds: time.sleep(60))
    start = time.monotonic()
    (result,) = run([TRUE], seconds=0.5)
    assert time.monotonic() - start < 10
    assert (result.id, result.verdict) == ("t", "declined")
    assert "0.5 seconds" in result.reason


def test_a_claim_that_takes_too_much_memory_is_declined(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        runner, "decide", lambda claim, seconds: [bytearray(10**6) for _ in range(10**5)]
    )
    (result,) = run([TRUE], seconds=60, megabytes=100)
    assert (result.id, result.verdict) == ("t", "declined")
    assert "100 megabytes" in result.reason


def test_a_claim_whose_process_dies_is_declined(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(runner, "decide", lambda claim, seconds: __import__("os")._exit(1))
    results = list(run([TRUE, FALSE], seconds=60))
    assert [r.verdict for r in results] == ["declined", "declined"]


def test_a_failure_inside_is_declined_and_named(monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(claim: object, seconds: float) -> None:
        raise ZeroDivisionError("inside")

    monkeypatch.setattr(runner, "decide", fails)
    (result,) = run([TRUE], seconds=60)
    assert result.verdict == "declined"
    assert "inside" in result.reason


@pytest.mark.parametrize(
    "text",
    ["x**(10**9) == 1", "(x + y + 1)**300 == 0", "2**(10**300) == x", "factorial(10**12) == x",
     "x**x**x**x**x == x", "Sum(i, (i, 1, 10**12)) == x"],
)  # fmt: skip
def test_what_grows_is_decided_or_declined_in_time(text: str) -> None:
    before, after = text.split(" == ")
    symbols = {"x": "positive", "y": "positive"}
    item = {"id": 1, "before": before, "after": after, "relation": "=", "symbols": symbols}
    start = time.monotonic()
    (result,) = run([item], seconds=5)
    assert time.monotonic() - start < 12
    assert result.verdict in ("refuted", "declined")


def test_all_proved_exits_with_zero(tmp_path: Path) -> None:
    code, found = objects(written(tmp_path, TRUE))
    assert code == 0
    assert set(found[0]) == {"id", "verdict", "evidence", "counterexample", "reason"}
    assert found[0]["verdict"] == "proved"
    assert found[0]["evidence"][0]["kind"] == "proof"
    assert found[0]["counterexample"] is None


def test_something_not_proved_exits_with_one_and_keeps_the_order(tmp_path: Path) -> None:
    unread = {**TRUE, "id": "e", "after": "1 + q"}
    code, found = objects(written(tmp_path, FALSE, TRUE, unread, OPEN, TRUE))
    assert code == 1
    assert [f["id"] for f in found] == ["f", "t", "e", "o", "t"]
    assert [f["verdict"] for f in found] == ["refuted", "proved", "error", "declined", "proved"]
    assert found[0]["counterexample"]["x"] != "0"
    assert "column 5" in found[2]["reason"]


def test_an_error_alone_exits_with_one(tmp_path: Path) -> None:
    code, found = objects(written(tmp_path, {**TRUE, "relation": "equals"}))
    assert (code, found[0]["verdict"]) == (1, "error")


@pytest.mark.parametrize(
    "line",
    ["{", "[1]", '"text"', "7", "null", '{"id": 1}',
     '{"id": 1, "before": 1, "after": "x", "relation": "="}',
     '{"id": 1, "id": 2, "before": "1", "after": "1", "relation": "="}',
     '{"id": 1, "before": "1", "after": "1", "relation": "=", "note": ""}',
     '{"id": 1, "before": "1", "after": "1", "relation": "=", "symbols": ["x"]}',
     '{"id": 1, "before": "1", "after": "1", "relation": "=", "symbols": {"x": 1}}',
     '{"id": 1, "before": "1", "after": "1", "relation": "=", "conditions": "x"}',
     '{"id": NaN, "before": "1", "after": "1", "relation": "="}',
     "[" * 100_000],
)  # fmt: skip
def test_a_line_that_is_no_claim_is_an_error_among_the_others(tmp_path: Path, line: str) -> None:
    code, found = objects(written(tmp_path, TRUE, line, TRUE))
    assert code == 1
    assert [f["verdict"] for f in found] == ["proved", "error", "proved"]
    assert found[1]["reason"]


def test_an_empty_file_proves_all_that_it_claims(tmp_path: Path) -> None:
    assert objects(written(tmp_path, "")) == (0, [])


def test_a_file_that_cannot_be_read_exits_with_two(tmp_path: Path) -> None:
    missing = called("claims", str(tmp_path / "none.jsonl"), "--json")
    binary = tmp_path / "binary.jsonl"
    binary.write_bytes(b"\xff\xfe\x00")
    unreadable = called("claims", str(binary), "--json")
    folder = called("claims", str(tmp_path))
    for result in (missing, unreadable, folder):
        assert result.exit_code == 2
        assert result.stdout == ""
        assert result.stderr.startswith("derive: ")


def test_one_claim_on_the_command_line() -> None:
    statement, symbol = "sqrt(x**2) == x", ("--symbol", "x: real", "--seconds", "60")
    proved = called("claim", statement, *symbol, "--when", "x > 0")
    assert (proved.exit_code, proved.stdout[0]) == (0, "✓")
    refuted = called("claim", statement, *symbol)
    assert (refuted.exit_code, refuted.stdout[0]) == (1, "✗")
    assert "x = -" in refuted.stdout
    wrong = called("claim", "sqrt(x**2 == x", *symbol)
    assert wrong.exit_code == 1
    assert "^" in wrong.stdout
    assert called("claim", statement, "-s", "x").exit_code == 2


def test_one_implication_on_the_command_line() -> None:
    result = called(
        "claim", "x**2 == 1 => (x == 1) | (x == -1)", "-s", "x: real", "--seconds", "60"
    )
    assert result.exit_code == 0


def test_the_counterexample_is_in_the_names_of_the_author() -> None:
    result = called("claim", "σ == 1", "-s", "σ: positive", "--json")
    (found,) = json.loads(result.stdout)
    assert set(found["counterexample"]) == {"σ"}


def test_a_result_is_never_proved_by_what_search_contradicts() -> None:
    from derive.claims.claim import read_claim

    assert decide(read_claim(FALSE), 60).verdict == "refuted"


def test_what_no_terminal_may_see_is_escaped(tmp_path: Path) -> None:
    path = written(tmp_path, {**TRUE, "id": "\ud800\x1b[31m"}, {**TRUE, "before": "x\x1b + 1"})
    shown = called("claims", path, "--seconds", "60")
    assert shown.exit_code == 1
    assert "\\ud800\\u001b[31m" in shown.stdout
    assert "\x1b" not in shown.stdout
    code, found = objects(path)
    assert code == 1
    assert found[0]["id"] == "\ud800\x1b[31m"


def test_an_id_is_a_text_or_a_number(tmp_path: Path) -> None:
    _, found = objects(written(tmp_path, {**TRUE, "id": ["t"]}, {**TRUE, "id": 7}))
    assert [(f["id"], f["verdict"]) for f in found] == [(None, "error"), (7, "proved")]
