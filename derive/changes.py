"""Changes: where a line was rewritten, as the paths of the sub-terms that differ.

A path holds the arguments' indices from the root.  The terms of a sum and the factors of a
product count as one flat chain, however they are grouped: what only stayed or moved is not
marked.  What is marked is what a teacher would box: the smallest sub-terms that differ, or what
holds them where they would be many.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import takewhile

from derive.formula import BINDERS, Formula

Path = tuple[int, ...]
Paths = tuple[Path, ...]

# More marks than these in a line say less than one around them all.
MOST = 4

_SUMS = ("Plus", "Minus")
_COMMUTATIVE = ("Times", "And")
_CHAINS = (*_SUMS, *_COMMUTATIVE, "MatrixProduct")
_BINDERS = BINDERS | {"StrictlyConvex"}


@dataclass(frozen=True)
class _Part:
    """A term of a chain: its path, itself, and in a sum its sign; ``inner`` is without it."""

    path: Path
    formula: Formula
    sign: int
    inner: Path

    @property
    def sign_before(self) -> int:
        """The sign that stands before the term: not that of a term that begins with a minus."""
        return self.sign if self.inner == self.path else -self.sign

    @property
    def key(self) -> tuple[int, Formula]:
        return self.sign, self.formula


@dataclass(frozen=True)
class _Chain:
    """A chain and its path."""

    formula: Formula
    path: Path

    def before(self, part: _Part) -> Formula:
        """Return what stands left of a second term, in the smallest sum that holds both."""
        return at(self.formula, part.path[len(self.path) : -1]).args[0]


_Marks = tuple[list[Path], list[Path]]


def changes(before: Formula, after: Formula) -> tuple[Paths, Paths]:
    """Return the paths of what differs in a line and in the one after it.

    Neither is empty: lines that differ in grouping alone are marked where they are grouped, and
    equal lines as a whole.
    """
    whole: _Marks = [()], [()]
    old, new = _differences(before, after, (), ()) if before != after else whole
    return _settled(before, old), _settled(after, new)


def at(formula: Formula, path: Path) -> Formula:
    """Return the sub-term that a path leads to."""
    for i in path:
        formula = formula.args[i]
    return formula


def _differences(b: Formula, a: Formula, pb: Path, pa: Path) -> _Marks:
    """Return where two sub-terms that are not equal differ."""
    kind = _chain(b)
    if kind and kind == _chain(a):
        return _of_chains(b, a, pb, pa)
    concluded = _concluded(b, a, pb, pa)
    if concluded:
        return concluded
    if b.head != a.head or b.text != a.text or len(b.args) != len(a.args) or _binds_other(b, a):
        return [pb], [pa]
    return _of_arguments(b, a, pb, pa)


def _concluded(b: Formula, a: Formula, pb: Path, pa: Path) -> _Marks | None:
    """Return the marks of a line about the line before: that it tends to something, or holds."""
    if a.head == "TendsTo" and a.args[0] == b:
        return [pb], [(*pa, 2)]
    return None


def _binds_other(b: Formula, a: Formula) -> bool:
    """Say whether two sub-terms bind different variables: then nothing in them is the same."""
    return b.head in _BINDERS and b.args[1] != a.args[1]


def _of_arguments(b: Formula, a: Formula, pb: Path, pa: Path) -> _Marks:
    old, new = list[Path](), list[Path]()
    # Of a function it is the argument that differs; of a quotient, both may.
    whole = len(b.args) > 1
    for i, (x, y) in enumerate(zip(b.args, a.args, strict=True)):
        if x == y:
            whole = False
            continue
        inside = _differences(x, y, (*pb, i), (*pa, i))
        whole &= inside == ([(*pb, i)], [(*pa, i)])
        old += inside[0]
        new += inside[1]
    return ([pb], [pa]) if whole else (old, new)


def _chain(f: Formula) -> str:
    """Return what kind of chain a sub-term is, if any."""
    return "Sum" if f.head in _SUMS else f.head if f.head in _CHAINS else ""


def _parts(f: Formula, path: Path, kind: str, sign: int = 1) -> list[_Part]:
    """Return the terms of a chain, whatever their grouping."""
    if _chain(f) != kind:
        if kind == "Sum" and f.head == "Neg":
            return [_Part(path, f.args[0], -sign, (*path, 0))]
        return [_Part(path, f, sign, path)]
    signs = (sign, -sign) if f.head == "Minus" else (sign,) * len(f.args)
    pairs = enumerate(zip(f.args, signs, strict=True))
    return [part for i, (x, s) in pairs for part in _parts(x, (*path, i), kind, s)]


def _of_chains(b: Formula, a: Formula, pb: Path, pa: Path) -> _Marks:
    kind = _chain(b)
    all_old, all_new = _parts(b, pb, kind), _parts(a, pa, kind)
    ordered = kind == "MatrixProduct"
    differing = _without_ends if ordered else _without_common
    old, new = differing(all_old, all_new)
    if len(old) == len(new) != 0:
        pairs = list(zip(old, new, strict=True)) if ordered else _paired(old, new)
        inside = _of_pairs(pairs, _Chain(b, pb), _Chain(a, pa))
        return _whole(inside[0], all_old, pb), _whole(inside[1], all_new, pa)
    # Where terms were only regrouped, or came from nothing, a short chain tells more than they do.
    short = max(len(all_old), len(all_new)) <= MOST
    if (not old or not new) and short:
        return [pb], [pa]
    marks = [p.path for p in old], [p.path for p in new]
    return _whole(marks[0], all_old, pb) or [pb], _whole(marks[1], all_new, pa) or [pa]


def _whole(marks: list[Path], parts: list[_Part], chain: Path) -> list[Path]:
    """Return the chain's own mark where all its terms are marked."""
    return [chain] if {p.path for p in parts} == set(marks) else marks


def _of_pairs(pairs: Sequence[tuple[_Part, _Part]], b: _Chain, a: _Chain) -> _Marks:
    marks = [
        _differences(x.formula, y.formula, x.inner, y.inner)
        if x.sign == y.sign
        else _of_other_signs(x, y, b, a)
        for x, y in pairs
        if x.key != y.key
    ]
    return [p for m in marks for p in m[0]], [p for m in marks for p in m[1]]


def _of_other_signs(x: _Part, y: _Part, b: _Chain, a: _Chain) -> _Marks:
    """Return the marks of two terms, with what holds the sign before one if another stands there.

    That is what is left of it and the term, where nothing else is new there, else the whole sum.
    """
    if x.sign_before == y.sign_before:
        return [x.path], [y.path]
    if x.path[-1] == y.path[-1] == 1 and b.before(x) == a.before(y):
        return [x.path[:-1]], [y.path[:-1]]
    return [b.path], [a.path]


def _paired(old: Sequence[_Part], new: Sequence[_Part]) -> list[tuple[_Part, _Part]]:
    """Return the terms in pairs, each with the first that looks like it."""
    left = list(new)
    pairs = []
    for x in old:
        y = max(left, key=lambda y: y.formula.head == x.formula.head)
        left.remove(y)
        pairs.append((x, y))
    return pairs


def _without_common(old: list[_Part], new: list[_Part]) -> tuple[list[_Part], list[_Part]]:
    """Return the terms of each chain that the other lacks."""
    common = Counter(p.key for p in old) & Counter(p.key for p in new)
    return _rest(old, common), _rest(new, common)


def _rest(parts: list[_Part], common: Counter[tuple[int, Formula]]) -> list[_Part]:
    left = Counter(common)
    rest = []
    for part in parts:
        if left[part.key]:
            left[part.key] -= 1
        else:
            rest.append(part)
    return rest


def _without_ends(old: list[_Part], new: list[_Part]) -> tuple[list[_Part], list[_Part]]:
    """Return what is left of two products of matrices without the factors at both ends."""
    first = _common(old, new)
    old, new = old[first:], new[first:]
    last = _common(old[::-1], new[::-1])
    return old[: len(old) - last], new[: len(new) - last]


def _common(old: list[_Part], new: list[_Part]) -> int:
    pairs = zip(old, new, strict=False)
    return sum(1 for _ in takewhile(lambda pair: pair[0].key == pair[1].key, pairs))


def _settled(line: Formula, marks: list[Path]) -> Paths:
    """Return marks in order, those of a whole chain as one, and many as one around them."""
    found = set(marks)
    # What is marked already is not marked again inside.
    paths = sorted(p for p in found if not any(p[:n] in found for n in range(len(p))))
    paths = _gathered(line, paths)
    return tuple(paths) if len(paths) <= MOST else (_around(paths),)


def _gathered(line: Formula, paths: list[Path]) -> list[Path]:
    """Return the paths, with a chain in the place of all its terms."""
    found = set(paths)
    for depth in range(max(map(len, paths), default=0), 0, -1):
        for parent in {p[:-1] for p in found if len(p) == depth}:
            f = at(line, parent)
            inside = [(*parent, i) for i in range(len(f.args))]
            if f.head in _CHAINS and all(i in found for i in inside):
                found -= set(inside)
                found.add(parent)
    return sorted(found)


def _around(paths: list[Path]) -> Path:
    """Return the path of the smallest sub-term that holds them all."""
    first, last = min(paths), max(paths)
    same = takewhile(lambda pair: pair[0] == pair[1], zip(first, last, strict=False))
    return tuple(i for i, _ in same)
