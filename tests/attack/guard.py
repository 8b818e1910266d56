"""What an attack may do to this process: so many seconds, and nothing but the expected errors."""

from __future__ import annotations

import signal
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any

from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st

from tests.attack.outcome import Outcome

SECONDS = 20.0
"""Of this process's own time: another load on the machine is no hang."""

WAITING = 600.0
"""How long it may wait for something without using its own time."""


class TooSlow(BaseException):
    """An input that takes longer than it may; no handler of errors takes it for one of its own."""


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Interrupt what takes longer, of the process's own time, or waits for ever."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooSlow

    timers = (
        (signal.SIGPROF, signal.ITIMER_PROF, seconds),
        (signal.SIGALRM, signal.ITIMER_REAL, WAITING),
    )
    before = [signal.signal(number, stop) for number, _, _ in timers]
    for _, timer, most in timers:
        signal.setitimer(timer, most)
    try:
        yield
    finally:
        for (number, timer, _), handler in zip(timers, before, strict=True):
            signal.setitimer(timer, 0)
            signal.signal(number, handler)


def attempt(
    outcome: Outcome,
    call: Callable[[], str],
    refusals: tuple[type[Exception], ...],
    shown: Callable[[], str],
) -> None:
    """Count what a call says of itself, or that it refuses; anything else is a finding."""
    started = time.process_time()
    try:
        with within(SECONDS):
            result = call()
        if time.process_time() - started > SECONDS:  # something took the interruption for its own
            raise TooSlow
        outcome.count(result)
    except refusals:
        outcome.count("refused")
    except TooSlow:
        outcome.count("hangs", f"takes more than {SECONDS} s: {shown()}")
    except (Exception, SystemExit) as error:
        outcome.count("breaks", f"{type(error).__name__}: {error!s:.200}: {shown()}")


def for_each(
    strategy: st.SearchStrategy[Any], trials: int, number: int, call: Callable[[Any], None]
) -> None:
    """Call with so many examples of a strategy, the same for the same seed."""

    @seed(number)
    @settings(
        max_examples=trials,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(strategy)
    def run(example: Any) -> None:
        call(example)

    run()
