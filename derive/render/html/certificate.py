"""The place of a step in its certificate: the file, a JSON pointer, and what stands there."""

from __future__ import annotations

import json
from typing import Any

from derive.document import DerivationEntry, StepEntry
from derive.render.names import file_name


def place(derivation: DerivationEntry, step: StepEntry) -> dict[str, Any] | None:
    """Return where a step stands in its certificate; None where there is no certificate."""
    if not derivation.certificate:
        return None
    index = step.number - 1
    held = json.loads(derivation.certificate)["steps"][index]
    return {
        "file": f"certificates/{file_name(derivation.name)}.json",
        "pointer": f"/steps/{index}",
        "excerpt": json.dumps(held, indent=1, ensure_ascii=False, sort_keys=True),
    }
