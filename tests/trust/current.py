"""Current: the certificates that are committed, of which a measured file says what it speaks of."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import Any

from derive.library import LIBRARY

OUTPUT = Path(__file__).resolve().parents[2] / "output"


@cache
def certificates() -> dict[str, dict[str, Any]]:
    """Return the committed certificates, by the names of their derivations."""
    folder = OUTPUT / "certificates"
    return {name: json.loads((folder / f"{name}.json").read_bytes()) for name in LIBRARY}


def hashes() -> dict[str, str]:
    """Return the hashes of the committed certificates."""
    return {name: content["hash"] for name, content in certificates().items()}
