"""Agreement: where the second checker does not admit what the kernel proved, nothing is written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

import derive.certificate
from derive.agreement import NoAnswer, disagreements, recheck
from derive.cli import main
from derive.schema import canonical, digest

FOLDER = Path(__file__).resolve().parents[1] / "output" / "certificates"


def text_of(name: str) -> str:
    return (FOLDER / f"{name}.json").read_text(encoding="ascii")


def with_another_line(text: str) -> str:
    """Return a certificate whose first line is another, with a right hash."""
    content = json.loads(text)
    first = content["steps"][0]
    for part, key in ((first, "line"), (first["obligations"][0], "after")):
        part[key] = f"2*({part[key]})"
    return canonical({**content, "hash": digest(content)}).decode("ascii")


def test_true_certificates_are_admitted():
    assert disagreements({"exponential_inequality": text_of("exponential_inequality")}) == []


def test_a_line_that_does_not_follow_is_a_disagreement():
    wrong = with_another_line(text_of("exponential_inequality"))
    found = disagreements({"exponential_inequality": wrong})
    assert found
    assert found[0].startswith("exponential_inequality:")


def test_a_checker_that_does_not_answer_is_one_message(tmp_path):
    (tmp_path / "none.json").write_text("no certificate", encoding="ascii")
    with pytest.raises(NoAnswer, match=r"does not answer: .*no JSON"):
        recheck([tmp_path / "none.json"])


def test_a_build_in_which_the_two_disagree_writes_nothing(tmp_path, monkeypatch):
    made = derive.certificate.certificates

    def spoilt(reports):
        contents = made(reports)
        name = "log_inequality"
        text = canonical(contents[name]).decode("ascii")
        return {**contents, name: json.loads(with_another_line(text))}

    monkeypatch.setattr(derive.certificate, "certificates", spoilt)
    result = CliRunner().invoke(main, ["build", "--to", str(tmp_path / "out")])
    assert result.exit_code == 1
    assert "rejected  log_inequality:" in result.output
    assert "the two checkers do not agree, so nothing is written" in result.output
    assert not (tmp_path / "out").exists()
