"""Cases: domains and conditions that the kernel does not know, as substitutions that it does.

Each case puts terms in new variables for the old ones; together the cases reach every point that
satisfies the conditions.  A condition that is not used is dropped: what is proved without it is
proved.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from sympy import Integer
from sympy.core.basic import Basic

from derive.claims.polynomials import (
    Polynomial,
    added,
    factored,
    linear,
    read,
    variables,
    visible,
    written,
)
from derive.kernel.signs import is_nonnegative, is_positive
from derive.notation import (
    Abs,
    And,
    AtMost,
    Comparison,
    Determinant,
    Equal,
    ImaginaryUnit,
    Less,
    Minus,
    Neg,
    Not,
    Or,
    Over,
    Plus,
    Symbol,
    Times,
    Unequal,
    Var,
    is_scalar,
    substitute,
    subterms,
)

MOST_CASES, MOST_USED = 24, 10
ZERO = Integer(0)


@dataclass(frozen=True)
class Case:
    """One case: what the declared variables stand for, and the conditions that are left."""

    values: dict[Var, Any] = field(default_factory=dict)
    conditions: tuple[Basic, ...] = ()
    used: int = 0


class TooMany(Exception):
    """More cases than are looked at."""


class Cases:
    """Splits into cases; new variables have names that nothing else has."""

    def __init__(self, taken: set[Var]) -> None:
        self.names = {v.name for v in taken}

    def fresh(self, like: Var, domain: str, *dimensions: Any) -> Var:
        """Return a new variable, named after an old one."""
        number = 1
        while f"{like.name}_{number}" in self.names:
            number += 1
        self.names.add(f"{like.name}_{number}")
        return Var(f"{like.name}_{number}", domain, *dimensions)

    def of(self, symbols: tuple[Var, ...], conditions: tuple[Basic, ...]) -> list[Case]:
        """Return cases that reach every point at which the conditions hold."""
        done: list[Case] = []
        waiting = [Case({v: v for v in symbols}, tuple(_flat(conditions)))]
        while waiting:
            case = waiting.pop(0)
            split = self._split(case) if case.used < MOST_USED else None
            if split is None:
                done.append(case)
            else:
                waiting += split
            if len(done) + len(waiting) > MOST_CASES:
                raise TooMany(f"more than {MOST_CASES} cases")
        return done

    def by_sign(self, v: Var) -> list[Any]:
        """Return what a real variable may be: a positive number, 0 or a negative one."""
        t = self.fresh(v, "positive")
        return [t, ZERO, Neg(t)]

    def _split(self, case: Case) -> list[Case] | None:
        for n, condition in enumerate(case.conditions):
            rest = case.conditions[:n] + case.conditions[n + 1 :]
            if isinstance(condition, Or):
                return [_with(case, {}, (*_flat((p,)), *rest)) for p in condition.args]
            found = self._alternatives(condition)
            if found is not None:
                return [_with(case, values, rest) for values in found]
        for v in sorted(_free(case), key=lambda s: str(s.name)):
            if isinstance(v, Symbol):
                return [_with(case, {v: t}, case.conditions) for t in self._domain(v)]
        return None

    def _domain(self, v: Symbol) -> list[Any]:
        if v.domain == "negative":
            return [Neg(self.fresh(v, "positive"))]
        if v.domain == "nonzero":
            t = self.fresh(v, "positive")
            return [t, Neg(t)]
        if v.domain == "integer":
            n = self.fresh(v, "natural")
            return [n, Neg(n)]
        a, b = self.fresh(v, "real"), self.fresh(v, "real")
        return [Plus(a, Times(ImaginaryUnit(), b))]

    # -- one condition ----------------------------------------------------------------------------

    def _alternatives(self, condition: Basic) -> list[dict[Var, Any]] | None:
        """Return the substitutions that a condition leaves, or None where it is not used."""
        if not isinstance(condition, Comparison):
            return None
        if isinstance(condition, Unequal):
            special = self._invertible(condition) or self._nonzero_complex(condition)
            if special is not None:
                return special
        if not is_scalar(condition.left):
            return self._equal_matrices(condition)
        low, high = read(condition.left), read(condition.right)
        if low is None or high is None:
            return self._isolated(condition)
        difference = added(high, low, Fraction(-1))
        for v in variables(difference):
            found = linear(difference, v)
            if found is not None:
                made = self._solved(condition, v, found[0], found[1])
                if made is not None:
                    return [{v: t} for t in made]
        return None

    def _solved(
        self, condition: Basic, v: Var, slope: Fraction, rest: Polynomial
    ) -> list[Any] | None:
        """Return what v may be where slope·v + rest is > 0, ≥ 0, = 0 or ≠ 0."""
        root = added({}, rest, -1 / slope)
        bound = written(root)
        whole = v.domain == "natural" and all(c.denominator == 1 for c in root.values())
        whole = whole and all(w.domain in ("natural", "dimension") for w in variables(root))
        if isinstance(condition, Equal):
            return [bound] if _lies_in(bound, v) else None
        if isinstance(condition, Unequal):
            return self._unequal(v, bound, whole=whole)
        above, strict = slope > 0, isinstance(condition, Less)
        if whole:
            n = self.fresh(v, "natural")
            start = Plus(bound, Integer(1)) if strict else bound
            made = visible(Plus(start, n), strict=False)
            return [made] if above and is_nonnegative(visible(made, strict=False)) else None
        if v.domain == "natural" or v.domain == "dimension":
            return None
        t = self.fresh(v, "positive" if strict else "nonnegative")
        made = Plus(bound, t) if above else Minus(bound, t)
        if bound == ZERO:
            made = t if above else Neg(t)
        if _lies_in(made, v):
            return [_tidy(made)]
        positive = is_positive(visible(bound))
        if v.domain in ("positive", "nonnegative") and not above and positive:
            return self._below(v, visible(bound), strict=strict)
        return None

    def _below(self, v: Var, bound: Basic, *, strict: bool) -> list[Any] | None:
        """Return what v may be between 0 and a bound that is positive."""
        if v.domain == "positive":
            t = self.fresh(v, "positive" if strict else "nonnegative")
            return [Over(bound, Plus(Integer(1), t))]
        if strict:
            t = self.fresh(v, "nonnegative")
            return [Over(Times(bound, t), Plus(Integer(1), t))]
        unit = self.fresh(v, "unit interval")
        return [unit if bound == 1 else Times(bound, unit)]

    def _unequal(self, v: Var, bound: Basic, *, whole: bool) -> list[Any] | None:
        if bound == ZERO and v.domain in ("nonnegative", "natural"):
            return [self.fresh(v, "positive" if v.domain == "nonnegative" else "dimension")]
        if v.domain == "real":
            t = self.fresh(v, "positive")
            if bound == ZERO:
                return [t, Neg(t)]
            return [_tidy(Plus(bound, t)), _tidy(Minus(bound, t))]
        if v.domain in ("positive", "nonnegative") and is_positive(visible(bound)):
            t = self.fresh(v, "positive")
            below = self._below(v, visible(bound), strict=True)
            return [_tidy(Plus(bound, t)), *(below or [])]
        return None

    def _isolated(self, condition: Comparison) -> list[dict[Var, Any]] | None:
        """Use a condition of the form v > term, with a real v that the term does not hold."""
        for v, other, above in (
            (condition.left, condition.right, False), (condition.right, condition.left, True),
        ):  # fmt: skip
            if not isinstance(v, Var) or isinstance(v, Symbol) or v.domain != "real":
                continue
            if v in other.free_symbols or not _is_real(other):
                continue
            if isinstance(condition, Equal):
                return [{v: other}]
            if isinstance(condition, Unequal):
                t = self.fresh(v, "positive")
                return [{v: Plus(other, t)}, {v: Minus(other, t)}]
            t = self.fresh(v, "positive" if isinstance(condition, Less) else "nonnegative")
            return [{v: Plus(other, t) if above else Minus(other, t)}]
        return None

    def _invertible(self, condition: Unequal) -> list[dict[Var, Any]] | None:
        for det, other in (condition.args, condition.args[::-1]):
            a = det.args[0] if isinstance(det, Determinant) else None
            if isinstance(a, Var) and a.domain == "matrix" and other == 0:
                return [{a: self.fresh(a, "invertible", a.dimensions[0])}]
        return None

    def _nonzero_complex(self, condition: Unequal) -> list[dict[Var, Any]] | None:
        for v, other in (condition.args, condition.args[::-1]):
            if isinstance(v, Symbol) and other == 0:
                if v.domain != "complex":
                    continue
                a, t = self.fresh(v, "real"), self.fresh(v, "positive")
                i = ImaginaryUnit()
                return [
                    {v: Plus(t, Times(i, a))}, {v: Plus(Neg(t), Times(i, a))},
                    {v: Times(i, t)}, {v: Times(i, Neg(t))},
                ]  # fmt: skip
        return None

    def _equal_matrices(self, condition: Comparison) -> list[dict[Var, Any]] | None:
        if not isinstance(condition, Equal):
            return None
        for v, other in (condition.args, condition.args[::-1]):
            plain = isinstance(v, Var) and v.domain in ("matrix", "vector")
            if plain and v not in other.free_symbols:
                return [{v: other}]
        return None


def _lies_in(term: Basic, v: Var) -> bool:
    """Say whether a term is seen to be in the domain of a variable."""
    shown = visible(term, strict=v.domain == "positive")
    if v.domain == "positive":
        return is_positive(shown)
    if v.domain == "nonnegative":
        return is_nonnegative(shown)
    return v.domain == "real"


def _tidy(term: Basic) -> Basic:
    a = read(term)
    return term if a is None else written(a)


def _is_real(term: Basic) -> bool:
    """Say whether a term is real wherever it is defined in the notation of the kernel."""
    from derive.claims.parts import is_native

    return is_native(term)


def _with(case: Case, values: dict[Var, Any], conditions: tuple[Basic, ...]) -> Case:
    put = {v: substitute(t, values) for v, t in case.values.items()}
    given = tuple(_flat(substitute(c, values) for c in conditions))
    return Case(put, given, case.used + 1)


def _free(case: Case) -> set[Var]:
    return {v for t in case.values.values() for v in t.free_symbols}


def _flat(conditions: Any) -> Iterator[Basic]:
    """Yield conditions without conjunctions, negations, moduli and products that vanish."""
    for c in conditions:
        if isinstance(c, And):
            yield from _flat(c.args)
        elif isinstance(c, Not):
            yield from _flat(_negated(c.args[0]))
        elif isinstance(c, (Less, AtMost)) and isinstance(c.left, Abs) and _is_polynomial(c):
            inner = c.left.args[0]
            yield from _flat((c.func(inner, c.right), c.func(Neg(c.right), inner)))
        elif isinstance(c, (Equal, Unequal, Less)) and _is_polynomial(c):
            yield from _factors(c)
        else:
            yield c


def _is_polynomial(c: Basic) -> bool:
    sides = [s.args[0] if isinstance(s, Abs) else s for s in c.args]
    return all(is_scalar(s) and read(s) is not None for s in sides)


def _negated(c: Basic) -> list[Basic]:
    """Return what it means that a proposition fails; nothing where its sides may not be real."""
    if isinstance(c, Not):
        return [c.args[0]]
    if isinstance(c, Or):
        return [Not(p) for p in c.args]
    if isinstance(c, And):
        return [Or(*(Not(p) for p in c.args))]
    if isinstance(c, (Equal, Unequal)):
        return [(Unequal if isinstance(c, Equal) else Equal)(*c.args)]
    if isinstance(c, (Less, AtMost)) and _is_polynomial(c) and not _has_modulus(c):
        return [(AtMost if isinstance(c, Less) else Less)(c.right, c.left)]
    return []


def _has_modulus(c: Basic) -> bool:
    return any(isinstance(t, Abs) for t in subterms(c))


def _factors(c: Any) -> Iterator[Basic]:
    """Yield p = 0 as alternatives, p ≠ 0 as conditions on the factors of p; 0 < p² as p ≠ 0."""
    low, high = read(c.left), read(c.right)
    if low is None or high is None:
        yield c
        return
    difference = added(high, low, Fraction(-1))
    if isinstance(c, Equal):
        squares = _vanishing_squares(difference)
        if squares:
            yield from squares
            return
    factors = factored(difference)
    parts = [(f, e) for f, e in factors or [] if variables(f)]
    if isinstance(c, Less):
        (scale,) = [f for f, _ in factors or [] if not variables(f)] or [{(): Fraction(1)}]
        even = bool(parts) and all(e % 2 == 0 for _, e in parts) and scale[()] > 0
        if even:
            yield from (Unequal(written(f), ZERO) for f, _ in parts)
        else:
            yield c
        return
    if not parts or (len(parts) == 1 and parts[0][1] == 1):
        yield c
        return
    each = [c.func(written(f), ZERO) for f, _ in parts]
    if isinstance(c, Unequal):
        yield from each
        return
    joined: Any = each[0]
    for other in each[1:]:
        joined = Or(joined, other)
    yield joined


def _vanishing_squares(a: Polynomial) -> list[Basic]:
    """Return x = 0, y = 0, … for c·x² + d·y² + … = 0 with c, d, … of one sign."""
    if len(a) < 2 or len({c > 0 for c in a.values()}) > 1:
        return []
    names = [m[0][0] for m in a if len(m) == 1 and m[0][1] == 2]
    return [Equal(v, ZERO) for v in names] if len(names) == len(a) else []
