"""A seeded sample of every attack: none finds anything."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.attack.commands_killed import killed_commands
from tests.attack.outcome import Outcome
from tests.attack.run import ATTACKS, SEED

SAMPLES = [(attack, sample) for attack, _, sample in ATTACKS if sample]


@pytest.mark.parametrize(
    ("attack", "trials"), SAMPLES, ids=lambda part: getattr(part, "__name__", None)
)
def test_a_sample_of_an_attack_finds_nothing(
    attack: Callable[[int, int], Outcome], trials: int
) -> None:
    outcome = attack(trials, SEED)
    assert outcome.findings == []
    assert outcome.total >= trials


def test_the_command_after_a_killed_command_finds_each_folder_whole() -> None:
    outcome = killed_commands(3, SEED, "exponential_inequality")
    assert outcome.findings == []
    assert outcome.total == 3
