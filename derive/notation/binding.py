"""Binding: substitution without capture, and equality up to the names of bound variables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sympy import Rational
from sympy.core.basic import Basic

from derive.notation.abstract import Applied, Lambda
from derive.notation.linear_algebra import OF_DIMENSIONS
from derive.notation.probability import Density, WithDensity
from derive.notation.relations import BINDERS
from derive.notation.term import as_term
from derive.notation.variable import Var


def fresh(name: str, taken: set[Any], domain: str = "real", dimensions: Any = ()) -> Var:
    """Return a variable whose name is none of ``taken``'s: the name itself, or x1, x2, …."""
    names = {v.name for v in taken}
    number, candidate = 0, name
    while candidate in names:
        number += 1
        candidate = f"{name}{number}"
    return Var(candidate, domain, *dimensions)


def free(term: Basic) -> set[Var]:
    """Return the variables that occur free in ``term``."""
    return term.free_symbols  # type: ignore[no-any-return]


def substitute(term: Basic, values: Mapping[Any, Any]) -> Any:
    """Replace free variables by terms; bound variables are renamed where they would capture."""
    return _substitute(term, {v: as_term(t) for v, t in values.items()})


def _substitute(term: Basic, values: dict[Any, Any]) -> Any:
    if isinstance(term, Var):
        return values[term] if term in values else _of_dimensions(term, values)
    if not term.args or not any(v in term.free_symbols for v in values):
        return term
    if isinstance(term, Applied):
        f, x = (_substitute(a, values) for a in term.args)
        return value_at(f, x)
    if isinstance(term, WithDensity):
        return with_density(_substitute(term.args[0], values))
    if not isinstance(term, BINDERS):
        return term.func(*(_substitute(a, values) for a in term.args))
    body, variable, *rest = term.args
    inner = {v: t for v, t in values.items() if v != variable and v in body.free_symbols}
    brought: set[Any] = set().union(*(t.free_symbols for t in inner.values()))
    if variable.name in {v.name for v in brought}:
        taken = brought | body.free_symbols
        renamed = fresh(variable.name, taken, variable.domain, variable.dimensions)
        body, variable = _substitute(body, {variable: renamed}), renamed
    variable = _of_dimensions(variable, values)
    return term.func(_substitute(body, inner), variable, *(_substitute(a, values) for a in rest))


def value_at(f: Basic, x: Basic) -> Any:
    """Return f(x): where f is given by a term, that term at x."""
    return _substitute(f.body, {f.variable: x}) if isinstance(f, Lambda) else Applied(f, x)


def with_density(f: Basic) -> Any:
    """Return the distribution with the density f; where f is one's density, that one."""
    if isinstance(f, Lambda) and isinstance(f.body, Density) and f.body.args[1] == f.variable:
        distribution = f.body.args[0]
        if f.variable not in distribution.free_symbols:
            return distribution
    return WithDensity(f)


def _of_dimensions(variable: Var, values: dict[Any, Any]) -> Var:
    """Return a variable with its dimensions replaced; no binder binds a dimension."""
    if not any(d in values for d in variable.dimensions):
        return variable
    dimensions = tuple(values.get(d, d) for d in variable.dimensions)
    return Var(variable.name, variable.domain, *dimensions)


def written_out(term: Basic, where: Mapping[Var, Basic]) -> Any:
    """Return the term with abbreviations replaced by what they stand for, the latest first."""
    for letter, meaning in reversed(list(where.items())):
        term = substitute(term, {letter: meaning})
    return term


def copied(term: Basic) -> Any:
    """Return the same tree, made of new nodes."""
    if isinstance(term, Var):
        return Var(term.name, term.domain, *(copied(d) for d in term.dimensions))
    if isinstance(term, Rational):
        return Rational(int(term.p), int(term.q))
    return term.func(*(copied(a) for a in term.args)) if term.args else term


def canonical(term: Basic) -> Any:
    """Return the term with its bound variables named by nesting height: ``b1``, ``b2``, ….

    Two terms are equal up to renaming exactly if their canonical forms are the same tree.
    """
    return _canonical(term)[0]


def _canonical(term: Basic) -> tuple[Any, int]:
    if not term.args:
        return term, 0
    parts = [_canonical(a) for a in term.args]
    height = max(h for _, h in parts)
    args = [t for t, _ in parts]
    if not isinstance(term, BINDERS):
        return term.func(*args), height
    bound = bound_variable(height + 1, term.args[1])
    args[0] = args[0].xreplace({term.args[1]: bound})
    args[1] = bound
    return term.func(*args), height + 1


def bound_variable(height: int, like: Var) -> Var:
    """Return the canonical bound variable of a domain; no author can write its name."""
    return Var.unchecked(f"#{height}", like.domain, like.dimensions)


def same(a: Basic, b: Basic) -> bool:
    """Say whether two terms are the same tree up to the names of bound variables."""
    return a == b or bool(canonical(a) == canonical(b))


def subterms(term: Basic) -> Iterator[Basic]:
    """Yield the term and its sub-terms, outermost first, left to right."""
    yield term
    for a in term.args:
        yield from subterms(a)


def rewrite(term: Basic, function: Callable[[Basic], Basic | None]) -> Any:
    """Replace every outermost sub-term for which ``function`` answers by its answer.

    Dimensions are no sub-terms: the 1 in a vector's shape is not rewritten.
    """
    answer = function(term)
    if answer is not None:
        return answer
    if not term.args or isinstance(term, OF_DIMENSIONS):
        return term
    binds = isinstance(term, BINDERS)
    args = [a if binds and i == 1 else rewrite(a, function) for i, a in enumerate(term.args)]
    return term if all(a is b for a, b in zip(args, term.args, strict=True)) else term.func(*args)
