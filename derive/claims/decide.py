"""Decide: one claim, one verdict: proved, refuted, declined, or an error."""

from __future__ import annotations

import time
from dataclasses import dataclass, field
from typing import Any

from derive.claims.claim import Claim
from derive.claims.conditions import contradiction
from derive.claims.prove import prove
from derive.claims.refute import Search, search

FIRST_SEARCH, SECOND_SEARCH = 1.0, 2.0
"""How many seconds points are tried before and after a proof is looked for, at most."""

PROVED, REFUTED, DECLINED, ERROR = "proved", "refuted", "declined", "error"


@dataclass(frozen=True)
class Result:
    """What became of a claim.

    Attributes
    ----------
    id : str, int, float or None
        The claim's own name.
    verdict : str
        ``proved``, ``refuted``, ``declined`` or ``error``.
    evidence : tuple of (kind, detail)
        What the verdict rests on.
    counterexample : dict or None
        Values that refute it, as a person can substitute them.
    reason : str
        Why, in one sentence.
    """

    id: Any
    verdict: str
    evidence: tuple[tuple[str, str], ...] = ()
    counterexample: dict[str, str] | None = None
    reason: str = ""
    shown: str = field(default="", compare=False)

    def as_json(self) -> dict[str, Any]:
        """Return the object that ``--json`` prints."""
        return {
            "id": self.id,
            "verdict": self.verdict,
            "evidence": [{"kind": kind, "detail": detail} for kind, detail in self.evidence],
            "counterexample": self.counterexample,
            "reason": self.reason,
        }


def decide(claim: Claim, seconds: float) -> Result:
    """Return the verdict on a claim within about so many seconds."""
    start = time.monotonic()
    impossible = contradiction(claim.conditions)
    if impossible:
        return Result(claim.id, ERROR, reason=f"nothing satisfies the conditions: {impossible}")
    first = search(claim, start + min(0.2 * seconds, FIRST_SEARCH), most=400)
    if first.refutation is not None:
        return _refuted(claim, first)
    if claim.conditions and first.witness is None:
        reason = "no point was found that satisfies the conditions: nothing is proved under them"
        return Result(claim.id, DECLINED, reason=reason)
    grounds, reason = prove(claim, start + 0.8 * seconds)
    if grounds:
        return Result(claim.id, PROVED, _grounds(grounds, first), reason=_joined(grounds))
    until = min(start + 0.9 * seconds, time.monotonic() + SECOND_SEARCH)
    second = search(claim, until, most=2000)
    if second.refutation is not None:
        return _refuted(claim, second)
    tried = f"not refuted at {_points(second.tried)}"
    return Result(claim.id, DECLINED, reason=f"no proof found: {reason}; {tried}")


def _points(count: int) -> str:
    return "1 point" if count == 1 else f"{count} points"


def _joined(grounds: list[str]) -> str:
    """Return the ways in which the kernel proved a claim, without axioms and theorems."""
    kinds = [g for g in dict.fromkeys(grounds) if not g.startswith(("axiom: ", "theorem "))]
    return ", ".join(kinds or grounds)


def _refuted(claim: Claim, found: Search) -> Result:
    assert found.refutation is not None
    evidence = (("rigorous enclosure", found.refutation.detail),)
    reason = found.refutation.detail
    return Result(claim.id, REFUTED, evidence, found.refutation.values, reason)


def _grounds(grounds: list[str], tried: Search) -> tuple[tuple[str, str], ...]:
    proofs = tuple(("proof", ground) for ground in dict.fromkeys(grounds))
    if not tried.tried:
        return proofs
    seen = f"no disagreement at {_points(tried.tried)}"
    return (*proofs, ("rigorous enclosure", seen))
