"""Claims with what may become of them: none that is false is ever proved."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from derive.claims.claim import read_claim, stated
from derive.claims.prove import prove
from derive.claims.run import decided


def read(name: str) -> list[dict]:
    text = (Path(__file__).parent / name).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


CORPUS, ATTACKS = read("corpus.jsonl"), read("attacks.jsonl")
IDS = [entry["claim"]["id"] for entry in CORPUS]
FALSE = [e for e in CORPUS if "refuted" in e["verdicts"]]
SECONDS = 60.0


def test_the_corpus_is_large_and_says_more_than_declined() -> None:
    assert len(CORPUS) >= 150
    assert len(set(IDS)) == len(IDS)
    assert len(FALSE) >= 90
    assert sum(e["verdicts"] == ["proved"] for e in CORPUS) >= 90
    assert not any({"proved", "refuted"} <= set(e["verdicts"]) for e in CORPUS)


@pytest.mark.parametrize("entry", CORPUS, ids=IDS)
def test_each_claim_gets_a_verdict_that_is_right(entry: dict) -> None:
    result = decided(entry["claim"], SECONDS)
    assert result.verdict in entry["verdicts"], result.reason
    assert (result.counterexample is not None) == (result.verdict == "refuted")
    assert bool(result.evidence) == (result.verdict in ("proved", "refuted"))
    assert result.reason


@pytest.mark.parametrize("entry", FALSE, ids=[e["claim"]["id"] for e in FALSE])
def test_no_false_claim_is_proved_even_where_no_point_is_tried(entry: dict) -> None:
    grounds, reason = prove(read_claim(entry["claim"]), until=float("inf"))
    assert not grounds
    assert reason


@pytest.mark.parametrize("attack", ATTACKS, ids=[a["statement"] for a in ATTACKS])
def test_an_attack_is_not_proved(attack: dict) -> None:
    """Each is false, or undefined somewhere, and looks like what the prover eliminates."""
    claim = stated(attack["statement"], attack["symbols"], tuple(attack["conditions"]))
    assert not prove(claim, until=float("inf"))[0]
