"""A seeded sample of the attacks on the writer: each folder is wholly old or wholly new."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.attack import interrupted
from tests.attack.commands_killed import killed_commands
from tests.attack.outcome import Outcome

SAMPLES = [
    (interrupted.killed_at_every_event, 240),
    (interrupted.killed_at_random_moments, 12),
    (interrupted.failing_at_every_event, 120),
    (interrupted.full_disk, 6),
    (interrupted.without_permission, 30),
    (interrupted.at_once, 6),
]


@pytest.mark.parametrize(("attack", "trials"), SAMPLES, ids=lambda a: getattr(a, "__name__", ""))
def test_the_next_command_finds_each_folder_whole(
    attack: Callable[[int, int], Outcome], trials: int
) -> None:
    outcome = attack(trials, 20260101)
    assert outcome.findings == []
    assert outcome.total == trials


def test_the_command_after_a_killed_command_finds_each_folder_whole() -> None:
    outcome = killed_commands(3, 20260101, "exponential_inequality")
    assert outcome.findings == []
    assert outcome.total == 3
