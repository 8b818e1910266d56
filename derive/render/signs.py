"""Signs: of verdicts and of relations, as characters."""

from __future__ import annotations

VERDICTS = {"proved": "✓", "refuted": "✗", "rejected": "✗", "declined": "?"}
"""Only a proof has a ✓."""

RELATIONS = {
    "=": "=", "<=": "≤", "<": "<", "=>": "⟹", "<=>": "⟺",
    # The line itself says these.
    "tends to": "", "is integrable": "", "is strictly convex": "",
}  # fmt: skip
"""What stands before a line."""
