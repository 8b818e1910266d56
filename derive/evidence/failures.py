"""Failures: why a term has no ball at a point."""

from __future__ import annotations


class NotEnclosed(Exception):
    """Raised for a term that rigorous enclosures do not cover."""


class Undefined(Exception):
    """The term has no value at this point; the message names the part that has none."""
