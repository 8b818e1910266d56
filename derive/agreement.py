"""Agreement: what the second checker says of certificates, asked in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any


class NoAnswer(Exception):
    """The second checker did not answer."""


def recheck(files: Iterable[Path]) -> list[dict[str, Any]]:
    """Return what ``derive recheck --json`` says: an object a certificate.

    Raises
    ------
    NoAnswer
        With what it said instead.
    """
    command = [sys.executable, "-m", "derive.recheck", "--json", *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    try:
        answer: list[dict[str, Any]] = json.loads(done.stdout)
    except ValueError:
        said = (done.stderr.strip().splitlines() or [f"exit code {done.returncode}"])[-1]
        raise NoAnswer(f"the second checker does not answer: {said}") from None
    return answer


def disagreements(certificates: Mapping[str, str]) -> list[str]:
    """Return every obligation that the kernel proved and the second checker does not admit.

    Parameters
    ----------
    certificates : mapping of str to str
        The text of each certificate, by the name of its derivation.
    """
    with tempfile.TemporaryDirectory() as folder:
        files = []
        for name, text in certificates.items():
            files.append(Path(folder, f"{name}.json"))
            files[-1].write_text(text, encoding="ascii")
        return [
            f"{found['derivation']}:{entry['step']} ({entry['kind']}): {entry['reason']}"
            for found in recheck(files)
            for entry in found["obligations"]
            if entry["verdict"] not in ("proved", "declined")
        ]
