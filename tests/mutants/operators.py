"""Operators: the ways in which a true derivation is made into one that should be refused.

Each operator changes one thing in one place.  Some of what they make is true all the same; the
report says of each such mutant how it is known to be.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sympy import Integer, Rational, oo
from sympy.core.basic import Basic

from derive.derivation import Application, Derivation, Relation, Step
from derive.notation import (
    BINDERS,
    KL,
    Abs,
    AtMost,
    Bracket,
    Comparison,
    Determinant,
    Distribution,
    Equal,
    Expectation,
    Integral,
    Inverse,
    Less,
    MatrixProduct,
    Minus,
    Neg,
    Over,
    Plus,
    Power,
    Proposition,
    Scalar,
    StrictlyConvex,
    TendsTo,
    Term,
    Times,
    Transpose,
    Var,
    free,
    half,
    is_scalar,
    shape,
    subterms,
)
from derive.notation.linear_algebra import OF_DIMENSIONS, product
from derive.rules import RULES

Path = tuple[int, ...]


@dataclass(frozen=True)
class Mutant:
    """A derivation with one thing changed.

    Attributes
    ----------
    operator : str
        What was done.
    place : str
        The step at which, or the part of the derivation.
    derivation : Derivation
        The changed derivation.
    changed : tuple of (term, term)
        The lines that were replaced, with what they were replaced by; empty where every line
        is one of the original's.
    """

    operator: str
    place: str
    derivation: Derivation
    changed: tuple[tuple[Basic, Basic], ...] = ()


# -- terms -----------------------------------------------------------------------------------------


def positions(term: Basic, path: Path = ()) -> Iterator[tuple[Path, Basic]]:
    """Yield every place of a term at which something else could stand, with what is there."""
    yield path, term
    if isinstance(term, OF_DIMENSIONS):
        return
    for i, part in enumerate(term.args):
        bound = (isinstance(term, BINDERS) and i == 1) or (
            isinstance(term, StrictlyConvex) and i > 0
        )
        if not bound:
            yield from positions(part, (*path, i))


def at(term: Basic, path: Path, new: Basic) -> Any:
    """Return the term with something else at one place."""
    if not path:
        return new
    first, *rest = path
    args = list(term.args)
    args[first] = at(args[first], tuple(rest), new)
    if isinstance(term, Scalar) and isinstance(args[0], Scalar):
        return args[0]
    return term.func(*args)


def changed_terms(line: Basic) -> Iterator[tuple[str, Basic]]:
    """Yield an operator and a changed line, for every operator and every place."""
    others = _exchangeable(line)
    for path, node in positions(line):
        for operator, new in _changes(node, others):
            try:
                made = at(line, path, new)
            except (TypeError, ValueError):  # what it makes has no shape
                continue
            if made != line:
                yield operator, made


def _exchangeable(line: Basic) -> dict[Basic, list[Basic]]:
    """Return, for each variable and distribution, those that could stand in its place."""
    found = [t for t in dict.fromkeys(subterms(line)) if isinstance(t, (Var, Distribution))]
    return {
        a: [
            b for b in found
            if b != a and type(a) is type(b) and shape(a) == shape(b)
            and getattr(a, "domain", "") == getattr(b, "domain", "")
            and getattr(a, "point_shape", ()) == getattr(b, "point_shape", ())
        ]
        for a in found
    }  # fmt: skip


def _changes(node: Basic, others: Mapping[Basic, list[Basic]]) -> Iterator[tuple[str, Basic]]:
    for change in (_of_sums, _of_products, _of_powers, _of_binders, _of_matrices, _of_relations):
        yield from change(node)
    if isinstance(node, KL):
        yield "p and q exchanged", KL(node.args[1], node.args[0])
    for other in others.get(node, ()):
        what = "p and q exchanged" if isinstance(node, Distribution) else "letters exchanged"
        yield what, other


def _of_sums(node: Basic) -> Iterator[tuple[str, Basic]]:
    a = node.args
    if isinstance(node, (Plus, Minus)):
        yield "sign", (Minus if isinstance(node, Plus) else Plus)(*a)
        yield "dropped term", a[0]
        yield "dropped term", a[1] if isinstance(node, Plus) else Neg(a[1])
        yield "doubled term", node.func(node, a[1])
    if isinstance(node, Neg):
        yield "sign", a[0]


def _of_products(node: Basic) -> Iterator[tuple[str, Basic]]:
    a = node.args
    if isinstance(node, Times):
        jacobian = any(isinstance(x, Abs) and isinstance(x.args[0], Determinant) for x in a)
        for i in (0, 1):
            if shape(a[1 - i]) == shape(node):
                yield "Jacobian" if jacobian else "dropped factor", a[1 - i]
        if is_scalar(a[0]) and a[0] != 2:
            yield "doubled factor", Times(a[0], node)
    if isinstance(node, Over):
        yield "dropped factor", a[0]
        if is_scalar(a[0]):
            yield "quotient turned over", Over(a[1], a[0])
    if _is_half(node):
        yield "factor 1/2", Integer(1)
    elif isinstance(node, (Times, Over, Power)) and is_scalar(node):
        yield "factor 1/2", Times(half, node)
    if isinstance(node, Integer) and node == 2:
        yield "factor 1/2", Integer(1)


def _is_half(node: Basic) -> bool:
    return node in (half, Rational(1, 2))


def _of_powers(node: Basic) -> Iterator[tuple[str, Basic]]:
    a = node.args
    if isinstance(node, Power) and isinstance(a[1], Rational):
        yield "exponent", Power(a[0], a[1] + 1)
        if a[1] > 1:
            yield "exponent", Power(a[0], a[1] - 1)
    if isinstance(node, Power) and a[1] == 2:
        yield "square", a[0]
    if isinstance(node, Var) and node.domain in ("real", "positive", "nonnegative"):
        yield "square", Power(node, Integer(2))


def _of_binders(node: Basic) -> Iterator[tuple[str, Basic]]:
    if isinstance(node, (Integral, Bracket)) and is_scalar(node.args[1]):
        body, x, lower, upper = node.args
        if lower == -oo:
            yield "bound", node.func(body, x, Integer(0), upper)
        if upper == oo:
            yield "bound", node.func(body, x, lower, Integer(0 if lower == -oo else 1))
        else:
            yield "bound", node.func(body, x, lower, Plus(upper, Integer(1)))
    if isinstance(node, Expectation) and shape(node.body) == shape(node):
        yield "dropped expectation", Integral(node.body, node.variable)


def _of_matrices(node: Basic) -> Iterator[tuple[str, Basic]]:
    a = node.args
    if isinstance(node, MatrixProduct) and shape(a[0])[0] == shape(a[1])[1]:
        yield "order of a product", product(a[1], a[0])
    if isinstance(node, Transpose):
        yield "transpose", a[0]
    if isinstance(node, Inverse):
        yield "inverse", a[0]
    square = not is_scalar(node) and len(shape(node)) == 2 and len(set(shape(node))) == 1
    if square and isinstance(node, Var) and node.domain in ("matrix", "invertible"):
        yield "transpose", Transpose(node)
    if square and isinstance(node, Var) and node.domain in ("positive definite", "invertible"):
        yield "inverse", Inverse(node)


def _of_relations(node: Basic) -> Iterator[tuple[str, Basic]]:
    a = node.args
    if isinstance(node, (Less, AtMost)):
        yield "sides exchanged", node.func(a[1], a[0])
    if isinstance(node, TendsTo) and node.limit in (oo, -oo):
        yield "sign", TendsTo(a[0], a[1], -node.limit, *node.points)


# -- derivations -----------------------------------------------------------------------------------


def mutants(derivation: Derivation) -> Iterator[Mutant]:
    """Yield every mutant of a derivation."""
    yield from _changed_lines(derivation)
    yield from _changed_headlines(derivation)
    yield from _moved_steps(derivation)
    yield from _other_rules(derivation)
    yield from _less_assumed(derivation)


def _changed_lines(d: Derivation) -> Iterator[Mutant]:
    """Change one line; at the last, also the headline that it reaches."""
    for i, step in enumerate(d.steps):
        for operator, line in changed_terms(step.line):
            if not isinstance(line, (Term, Rational, Proposition)):
                continue
            steps = (*d.steps[:i], replace(step, line=line), *d.steps[i + 1 :])
            pair = ((step.line, line),)
            yield Mutant(operator, step.name, replace(d, steps=steps), pair)
            claim = _headline(d, line) if i == len(d.steps) - 1 else None
            if claim is not None:
                made = replace(d, steps=steps, claim=claim)
                yield Mutant(operator, f"{step.name} and headline", made, pair)


def _headline(d: Derivation, last: Basic) -> Proposition | None:
    """Return the headline that another last line would reach."""
    if isinstance(last, Proposition):
        starts = isinstance(d.start, Proposition)
        return None if starts else last
    if isinstance(d.claim, Comparison) and d.claim.right == d.steps[-1].line:
        return d.claim.func(d.claim.left, last)  # type: ignore[no-any-return]
    return None


def _changed_headlines(d: Derivation) -> Iterator[Mutant]:
    for operator, claim in changed_terms(d.claim):
        if isinstance(claim, Proposition):
            made = replace(d, claim=claim)
            yield Mutant(f"headline: {operator}", "headline", made, ((d.claim, claim),))
    if isinstance(d.claim, (AtMost, Less)):
        made = replace(d, claim=Equal(*d.claim.args))
        yield Mutant("headline: relation", "headline", made, ((d.claim, made.claim),))


def _moved_steps(d: Derivation) -> Iterator[Mutant]:
    steps = d.steps
    for i, step in enumerate(steps):
        if len(steps) > 1:
            made = (*steps[:i], *steps[i + 1 :])
            yield Mutant("deleted step", step.name, replace(d, steps=made))
        again = replace(step, name=f"{step.name}-again")
        made = (*steps[: i + 1], again, *steps[i + 1 :])
        yield Mutant("doubled step", step.name, replace(d, steps=made))
        if i + 1 < len(steps):
            made = (*steps[:i], steps[i + 1], step, *steps[i + 2 :])
            yield Mutant("swapped steps", step.name, replace(d, steps=made))
        for relation in (Relation.EQUAL, Relation.LESS):
            if step.relation is Relation.AT_MOST or (
                step.relation is Relation.EQUAL and relation is Relation.LESS
            ):
                made = (*steps[:i], replace(step, relation=relation), *steps[i + 1 :])
                yield Mutant("relation", step.name, replace(d, steps=made))


def _other_rules(d: Derivation) -> Iterator[Mutant]:
    """Give a step every other rule that takes no parameters."""
    for i, step in enumerate(d.steps):
        for rule in RULES:
            try:
                other = rule()
            except TypeError:  # it needs parameters
                continue
            if rule == step.by.rule:
                continue
            made = (*d.steps[:i], replace(step, by=other), *d.steps[i + 1 :])
            yield Mutant("wrong rule", f"{step.name} by {rule.name}", replace(d, steps=made))


WEAKER = {
    "positive": ("nonnegative", "real"),
    "nonnegative": ("real",),
    "unit interval": ("nonnegative", "real"),
    "natural": ("real",),
    "positive vector": ("vector",),
    "positive definite": ("symmetric",),
    "symmetric": ("matrix",),
    "invertible": ("matrix",),
    "positive diagonal": ("diagonal",),
    "diagonal": ("matrix",),
}
"""What can be assumed of a variable instead of its domain."""


def _less_assumed(d: Derivation) -> Iterator[Mutant]:
    for i, name in enumerate(d.conditions):
        made = replace(d, conditions=(*d.conditions[:i], *d.conditions[i + 1 :]))
        yield Mutant("dropped condition", name, made)
    for i, _ in enumerate(d.assumptions):
        made = replace(d, assumptions=(*d.assumptions[:i], *d.assumptions[i + 1 :]))
        yield Mutant("dropped assumption", f"assumption {i + 1}", made)
    for v in sorted(_variables(d), key=lambda v: str(v.name)):
        for domain in WEAKER.get(v.domain, ()):
            sizes = v.dimensions * 2 if domain == "matrix" else v.dimensions
            weaker = Var(v.name, domain, *sizes)
            try:
                made = _everywhere(d, lambda t, v=v, w=weaker: w if t == v else None)
            except (TypeError, ValueError):
                continue
            pairs = ((d.claim, made.claim),) if v in free(d.claim) else ()
            yield Mutant("weaker assumption", f"{v.name}: {domain}", made, pairs)


def _variables(d: Derivation) -> set[Var]:
    lines = [d.start, d.claim, *d.assumptions, *d.where.values(), *(s.line for s in d.steps)]
    return {t for line in lines for t in subterms(line) if isinstance(t, Var)}


def _everywhere(d: Derivation, change: Callable[[Basic], Basic | None]) -> Derivation:
    """Return the derivation with something replaced in all of its terms, binders included."""

    def of(term: Any) -> Any:
        if isinstance(term, Mapping):
            return {k: of(v) for k, v in term.items()}
        if isinstance(term, (tuple, list)):
            return tuple(of(t) for t in term)
        if not isinstance(term, Basic):
            return term
        new = change(term)
        if new is not None:
            return new
        if not term.args:
            return term
        return term.func(*(of(a) for a in term.args))

    def step(s: Step) -> Step:
        by = Application(s.by.rule, of(dict(s.by.parameters)))
        return replace(s, line=of(s.line), by=by, at=None if s.at is None else of(s.at))

    return replace(
        d, claim=of(d.claim), start=of(d.start), steps=tuple(map(step, d.steps)),
        assumptions=of(d.assumptions), where={of(v): of(m) for v, m in d.where.items()},
        arguments={n: of(v) for n, v in d.arguments.items()}, windows={},
        densities={},
    )  # fmt: skip
