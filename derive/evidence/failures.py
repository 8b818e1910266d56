"""Failures: why a term has no ball at a point."""

from __future__ import annotations

from derive.notation import Failure


class NotEnclosed(Failure):
    """Raised for a term that rigorous enclosures do not cover."""


class Undefined(Failure):
    """The term has no value at this point; the message names the part that has none."""
