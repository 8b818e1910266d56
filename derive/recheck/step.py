"""A step as its check sees it: two lines, a rule, what it proposes, and what may be used."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from derive.recheck.compare import equal
from derive.recheck.discharge import Grounds
from derive.recheck.terms import (
    Refusal,
    Term,
    bound_of,
    parts,
    rebuild,
    same,
    substitute,
)

FIELD: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Theorem:
    """A cited theorem: what it says of which symbols, under which hypotheses."""

    claim: Term
    assumptions: list[Term]
    symbols: dict[str, Term]


@dataclass
class Step:
    """One step, with its terms read and its abbreviations written out."""

    before: Term
    after: Term
    relation: str
    rule: str
    kind: str
    at: Term | None
    proposed: dict[str, Any]
    given: dict[str, Any]
    table: dict[str, Term]
    grounds: Grounds
    earlier: list[tuple[str, Term]]
    """The chain from the start on: relations and lines, the line before this one last."""
    as_written: tuple[Term, Term] = (None, None)
    theorem: Theorem | None = None
    needed: list[Term] = field(default_factory=list)
    """Side conditions that the check found, besides those of the lines."""
    instance: Term | None = None
    """What the cited theorem says for the given values, once the check has found it."""

    def term(self, name: str) -> Term:
        """Return a term that the rule proposed."""
        value = self.proposed.get(name)
        if not isinstance(value, tuple):
            raise Refusal(f"the justification lacks {name!r}")
        return value


def replace_all(term: Term, old: Term, new: Term) -> Term:
    """Replace a term wherever it occurs, also where its variables are bound around it."""
    if same(term, old):
        return new
    inner = [replace_all(t, old, new) for t, _ in parts(term)]
    return rebuild(term, bound_of(term), inner) if inner else term


def occurs_in(old: Term, term: Term) -> bool:
    """Say whether a term occurs, also under binders of its variables."""
    return same(old, term) or any(occurs_in(old, t) for t, _ in parts(term))


def replaced_by(step: Step, old: Term, new: Term) -> None:
    """Refuse unless one line is the other with a term replaced, up to the field laws."""
    if not (occurs_in(old, step.before) or occurs_in(old, step.after)):
        raise Refusal("what the rule acts on does not occur")
    before, after = replace_all(step.before, old, new), replace_all(step.after, old, new)
    if not (same(before, after) or equal(before, after, FIELD)):
        raise Refusal("the rule does not give this line")


def rewrites(a: Term, b: Term, left: Term, right: Term) -> int:
    """Count the places where two lines differ by one term for the other; -1 if elsewhere too."""
    if same(a, b):
        return 0
    if (same(a, left) and same(b, right)) or (same(a, right) and same(b, left)):
        return 1
    if a[0] != b[0] or len(a) != len(b) or a[0] in ("sym", "int"):
        return -1
    pairs = aligned(a, b)
    if pairs is None:
        return -1
    found = [rewrites(x, y, left, right) for x, y in pairs]
    return -1 if -1 in found else sum(found)


def aligned(a: Term, b: Term) -> list[tuple[Term, Term]] | None:
    """Pair the parts of two nodes of one head, their bound variables called the same."""
    if a[0] == "fun" and a[1] != b[1]:
        return None
    own, other = bound_of(a), bound_of(b)
    if [v[2] for v in own] != [v[2] for v in other]:
        return None
    first = [t for t, _ in parts(a)]
    second = [t for t, _ in parts(b)]
    if len(first) != len(second):
        return None
    if own and own != other:
        second[0] = substitute(second[0], dict(zip(other, own, strict=True)))
    return list(zip(first, second, strict=True))


def check_place(step: Step) -> None:
    """Refuse a change outside the place where the rule is said to act."""
    if step.at is None:
        return
    if not occurs_in(step.at, step.before):
        raise Refusal("the place where the rule acts does not occur in the line before")
    if step.kind == "definition unfolded" or step.kind == "limit":
        return
    changed: list[Term] = []
    if not _only_there(step.before, step.after, step.at, changed) or not changed:
        raise Refusal("the line changes elsewhere than where the rule acts")


def _only_there(a: Term, b: Term, at: Term, changed: list[Term]) -> bool:
    if same(a, b):
        return True
    if same(a, at):
        changed.append(b)
        return all(same(b, other) for other in changed)
    if a[0] != b[0] or len(a) != len(b) or a[0] in ("sym", "int"):
        return False
    pairs = aligned(a, b)
    return pairs is not None and all(_only_there(x, y, at, changed) for x, y in pairs)
