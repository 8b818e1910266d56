"""Problem: what is wrong with a derivation file, and at which line."""

from __future__ import annotations

from pathlib import Path


class BadFile(Exception):
    """A derivation file that cannot be used; the message says where and what to do."""

    def __init__(self, path: Path, message: str, line: int = 0) -> None:
        place = f"{path}:{line}" if line else str(path)
        super().__init__(f"{place}: {message}")
