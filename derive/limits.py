"""Limits: how long it may take, and how much memory, to check what somebody else has written."""

from __future__ import annotations

import resource
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType


class TooMuch(BaseException):
    """More than the limits allow; no `Exception`, so that no handler of errors hides it."""


@contextmanager
def limited(seconds: float, megabytes: int) -> Iterator[None]:
    """Stop what takes longer, or more memory.

    Raises
    ------
    TooMuch
        Saying which limit it was, and how to raise it.
    """
    with _within(seconds), _in_memory(megabytes):
        try:
            yield
        except MemoryError as error:
            raise TooMuch(f"it takes more than {megabytes} MB; --megabytes allows more") from error


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    if threading.current_thread() is not threading.main_thread():
        yield  # only there can anything be interrupted
        return

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooMuch(f"it takes more than {seconds:g} s; --seconds allows more")

    before = signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


@contextmanager
def _in_memory(megabytes: int) -> Iterator[None]:
    soft, hard = resource.getrlimit(resource.RLIMIT_AS)
    wanted = megabytes * 2**20
    allowed = [limit for limit in (soft, hard) if limit != resource.RLIM_INFINITY]
    # Some systems know no such limit.
    with suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (min([wanted, *allowed]), hard))
    try:
        yield
    finally:
        with suppress(ValueError, OSError):
            resource.setrlimit(resource.RLIMIT_AS, (soft, hard))
