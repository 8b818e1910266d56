"""Proving: what the kernel says of derivations, within the limits of those from files."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Mapping

from derive import limits
from derive.cli.failure import Failure, place
from derive.derivation import Derivation
from derive.kernel.chain import Progress, check
from derive.kernel.form import InvalidDerivation
from derive.kernel.report import Report


def checked(
    names: Iterable[str], derivations: Mapping[str, Derivation], progress: Progress | None = None
) -> dict[str, Report]:
    """Return the reports on the named derivations and on all that they cite."""
    try:
        return check(names, derivations, *([progress] if progress else []))
    except InvalidDerivation as error:
        raise Failure(f"{place(error.location)}{error}") from error


@contextlib.contextmanager
def limited(is_data: bool, seconds: float, megabytes: int) -> Iterator[None]:
    """Limit what checking takes, where somebody else may have written what is checked."""
    try:
        with limits.limited(seconds, megabytes) if is_data else contextlib.nullcontext():
            yield
    except limits.TooMuch as error:
        raise Failure(f"checking is given up: {error}") from error
