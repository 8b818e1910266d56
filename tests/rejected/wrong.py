"""Wrong: what an entry of the corpus says, and how to get one from a true derivation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sympy.core.basic import Basic

from derive.derivation import Application, Derivation, Relation, Step
from derive.library import LIBRARY
from derive.notation import AtMost, Equal, Less, Proposition, TendsTo, as_term, free, rewrite


@dataclass(frozen=True)
class Wrong:
    """A derivation that must be refused, where, and why.

    Attributes
    ----------
    name : str
        What is wrong, in words.
    derivation : Derivation
        The wrong derivation.
    step : str
        The step at which it must be refused; empty where it is no derivation at all.
    reason : str
        What the reason must say.
    false : bool
        Whether the two lines are numerically different, so that values refute the step.
    also : mapping
        What it may cite besides the library.
    malformed : bool
        Whether it may also be refused before any step, as no derivation.
    """

    name: str
    derivation: Derivation
    step: str
    reason: str
    false: bool = False
    also: Mapping[str, Derivation] = field(default_factory=dict)
    malformed: bool = False

    @property
    def verdicts(self) -> set[str]:
        """What the kernel may say of the step."""
        return {"refuted", "rejected", "declined"} if self.false else {"rejected", "declined"}


@dataclass(frozen=True)
class True_:
    """A true twin of a wrong derivation, which must be proved."""

    name: str
    derivation: Derivation
    also: Mapping[str, Derivation] = field(default_factory=dict)


_CLAIMS = {Relation.EQUAL: Equal, Relation.AT_MOST: AtMost, Relation.LESS: Less}


def step(
    line: Any,
    by: Application,
    relation: Relation = Relation.EQUAL,
    name: str = "step",
    **other: Any,
) -> Step:
    """Return a step without a reason."""
    return Step(name, line, by, "", relation, **other)


def chain(
    start: Any, *steps: Step, claim: Proposition | None = None, name: str = "wrong", **other: Any
) -> Derivation:
    """Return a derivation of a few lines; its headline is what they say."""
    last = steps[-1]
    if claim is None:
        made = _CLAIMS.get(last.relation)
        claim = made(start, last.line) if made else last.line
    letters = free(as_term(start)).union(*(free(s.line) for s in steps))
    letters -= set(other.get("where", ()))
    if isinstance(claim, TendsTo):
        letters -= {claim.variable}
    arguments = {f"{v.name}_{v.domain}": v for v in sorted(letters, key=lambda v: v.name)}
    return Derivation(name, "", claim, start, steps, arguments, **other)


def one(
    before: Any, after: Any, by: Application, relation: Relation = Relation.EQUAL, **other: Any
) -> Derivation:
    """Return a derivation of one step."""
    at = {"at": other.pop("at")} if "at" in other else {}
    return chain(before, step(after, by, relation, **at), **other)


# -- a true derivation, and what happened to it ---------------------------------------------------


def with_step(name: str, where: str, line: Any = None, **changes: Any) -> Derivation:
    """Return a derivation of the library in which one step is another."""
    derivation = LIBRARY[name]
    _position(derivation, where)
    if line is not None:
        changes["line"] = line
    steps = tuple(replace(s, **changes) if s.name == where else s for s in derivation.steps)
    return replace(derivation, steps=steps)


def with_line(name: str, where: str, old: Any, new: Any) -> Derivation:
    """Return a derivation of the library in whose one line a sub-term is another."""
    line = LIBRARY[name].steps[_position(LIBRARY[name], where)].line
    changed = swapped_in(line, old, new)
    assert changed != line, f"{old} does not occur in {where}"
    return with_step(name, where, changed)


def swapped_in(line: Basic, old: Any, new: Any) -> Any:
    """Return the line with every occurrence of a sub-term replaced."""
    old, new = as_term(old), as_term(new)
    return rewrite(line, lambda t: new if t == old else None)


def without(name: str, gone: str) -> Derivation:
    """Return a derivation of the library that lacks one step."""
    derivation = LIBRARY[name]
    _position(derivation, gone)
    return replace(derivation, steps=tuple(s for s in derivation.steps if s.name != gone))


def doubled(name: str, twice: str) -> Derivation:
    """Return a derivation of the library that takes one step twice, under another name."""
    steps = list(LIBRARY[name].steps)
    place = _position(LIBRARY[name], twice)
    steps.insert(place + 1, replace(steps[place], name=f"{twice}-again"))
    return replace(LIBRARY[name], steps=tuple(steps))


def exchanged(name: str, first: str) -> Derivation:
    """Return a derivation of the library with a step and the next in the wrong order."""
    steps = list(LIBRARY[name].steps)
    place = _position(LIBRARY[name], first)
    steps[place : place + 2] = steps[place + 1], steps[place]
    return replace(LIBRARY[name], steps=tuple(steps))


def claiming(name: str, claim: Proposition) -> Derivation:
    """Return a derivation of the library under another headline."""
    return replace(LIBRARY[name], claim=claim)


def _position(derivation: Derivation, name: str) -> int:
    return [s.name for s in derivation.steps].index(name)
