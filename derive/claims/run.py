"""Run: every claim in a process of its own, which is ended when its time or memory is over."""

from __future__ import annotations

import multiprocessing
import resource
import sys
from collections.abc import Iterable, Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from derive.claims.claim import Claim, read_claim
from derive.claims.decide import DECLINED, ERROR, Result, decide
from derive.claims.problem import ClaimError

SECONDS, MEGABYTES = 5.0, 500
DEEPEST = 6_000
_MEGABYTE = 1024 * 1024


def run(
    items: Iterable[Any], seconds: float = SECONDS, megabytes: int = MEGABYTES
) -> Iterator[Result]:
    """Yield the result of each item, in order.

    Parameters
    ----------
    items : iterable
        What a line of JSON says, or the `ClaimError` that it is none, or a `Claim`.
    seconds, megabytes : float, int
        How long a claim may take, and how much memory.
    """
    for item in items:
        if isinstance(item, ClaimError):
            yield Result(None, ERROR, reason=str(item), shown=item.shown())
            continue
        yield _alone(item, seconds, megabytes)


def _alone(item: Any, seconds: float, megabytes: int) -> Result:
    context = multiprocessing.get_context("fork")
    receiver, sender = context.Pipe(duplex=False)
    child = context.Process(target=_child, args=(sender, item, seconds, megabytes), daemon=True)
    child.start()
    sender.close()
    try:
        result = receiver.recv() if receiver.poll(seconds) else None
        late = result is None
    except EOFError:
        result, late = None, False
    finally:
        if child.is_alive():
            child.kill()
        child.join()
        receiver.close()
    if isinstance(result, Result):
        return result
    if late:
        return Result(name_of(item), DECLINED, reason=f"not decided within {seconds:g} seconds")
    reason = f"not decided within {megabytes} megabytes of memory"
    return Result(name_of(item), DECLINED, reason=reason)


def name_of(item: Any) -> Any:
    """Return the id of a claim, read or not."""
    if isinstance(item, Claim):
        return item.id
    name = item.get("id") if isinstance(item, dict) else None
    return name if isinstance(name, (str, int, float, type(None))) else None


def _child(sender: Connection, item: Any, seconds: float, megabytes: int) -> None:
    """Decide a claim and send the result; a process that dies sends nothing."""
    try:
        _limit_memory(megabytes)
        sys.setrecursionlimit(DEEPEST)
        result = decided(item, seconds)
    except MemoryError:
        result = Result(
            name_of(item), DECLINED, reason=f"not decided within {megabytes} megabytes of memory"
        )
    sender.send(result)
    sender.close()


def decided(item: Any, seconds: float) -> Result:
    """Return the result of one claim, in this process."""
    try:
        claim = item if isinstance(item, Claim) else read_claim(item)
    except ClaimError as error:
        return Result(name_of(item), ERROR, reason=str(error), shown=error.shown())
    try:
        return decide(claim, seconds)
    except RecursionError:
        return Result(claim.id, DECLINED, reason="nested too deeply to be decided")
    except MemoryError:
        raise
    except Exception as error:  # a claim never ends the run; nothing is proved by a failure
        return Result(claim.id, DECLINED, reason=f"not covered ({type(error).__name__}: {error})")


def _limit_memory(megabytes: int) -> None:
    """Limit this process to so much memory, beyond what it shares with its parent."""
    try:
        pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
        used = pages * resource.getpagesize()
    except (OSError, ValueError):  # no /proc: the limit holds for all that is used
        used = 0
    try:
        resource.setrlimit(resource.RLIMIT_AS, (used + megabytes * _MEGABYTE,) * 2)
    except (OSError, ValueError):  # a system without this limit: that of time remains
        return
