"""Equalities: chains of lines between two terms, tried one after the other."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import dataclass, field

from sympy import Integer
from sympy.core.basic import Basic

from derive.claims.gaussians import gaussian_links
from derive.claims.integrals import with_values
from derive.claims.parts import Parts
from derive.claims.polynomials import lowest_terms
from derive.claims.proposals import Link, normal_form, proved
from derive.claims.trigonometry import expanded
from derive.derivation import Kind, Relation
from derive.kernel.derivative import derivative
from derive.kernel.facts import Declined
from derive.kernel.report import Report
from derive.notation import (
    KL,
    Density,
    Derivative,
    Equal,
    Expectation,
    Integral,
    Limit,
    TendsTo,
    Times,
    Var,
    is_scalar,
    oo,
    rewrite,
    same,
    substitute,
    subterms,
    unfold,
)

LINEAR = ("linearity of finite sums", "matrix algebra", "properties of the trace")
GAUSSIAN = ("gaussian_integrability", "exponential_beats_polynomial")
IN_SPACE = (*GAUSSIAN, "multivariate_gaussian_integrability")


class Unproved(Exception):
    """No chain was found that the kernel accepts; the message says why."""


@dataclass
class Equalities:
    """Proves equalities until the time is over, and notes what they rest on."""

    until: float
    grounds: list[str] = field(default_factory=list)

    def defined(self, term: Basic) -> None:
        """Prove that a term is defined."""
        self.equal(term, term)

    def equal(self, before: Basic, after: Basic) -> None:
        """Prove that two terms are defined and equal.

        Raises
        ------
        Unproved
            With the kernel's reason for the simplest chain.
        """
        reason = ""
        for start, links, conditions in self._chains(before, after):
            if time.monotonic() > self.until:
                raise Unproved(reason or "the time for a proof is over")
            found = self._asked(start, links, Equal(start, links[-1].line), conditions)
            if not found:
                return
            reason = reason or found
        raise Unproved(reason)

    def ask(self, start: Basic, links: list[Link], said: Basic) -> str:
        """Return nothing where the kernel accepts a chain, else its reason."""
        return self._asked(start, links, said, ())

    def _asked(
        self, start: Basic, links: list[Link], said: Basic, conditions: tuple[str, ...]
    ) -> str:
        found = proved(start, links, said, conditions)
        if isinstance(found, Report):
            self.grounds += [g for g in _grounds(found) if g not in self.grounds]
            return ""
        return found

    def _chains(
        self, before: Basic, after: Basic
    ) -> Iterator[tuple[Basic, list[Link], tuple[str, ...]]]:
        """Yield chains from one term to the other, the simplest first."""
        yield before, _ends(before, after), ()
        sides = before, after
        kinds = {type(t) for s in sides for t in subterms(s)}
        conditions = _conditions(sides)
        if Density in kinds:
            yield before, _by_formulas(before, after), conditions
        if Derivative in kinds:
            values = _derivatives(sides)
            if values:
                plain = [_without_derivatives(s) for s in sides]
                link = Link(plain[0], Kind.DERIVATIVE, parameters={"values": values})
                back = Link(after, Kind.DERIVATIVE, parameters={"values": values})
                links = [link, normal_form(plain[1]), back]
                yield before, _without_repeats(before, links), conditions
        if kinds & {Expectation, KL, Integral}:
            linear = Link(after, Kind.LINEARITY, parameters={"theories": LINEAR})
            yield before, _without_repeats(before, [linear]), conditions
            yield from _by_theorems(before, after, conditions)
            yield from _by_values(before, after, conditions)
        turned = [expanded(s) for s in sides]
        if turned != list(sides):
            yield turned[0], _ends(turned[0], turned[1]), conditions

    # -- limits -----------------------------------------------------------------------------------

    def limit(self, limit: Limit, value: Basic, parts: Parts) -> None:
        """Prove what a limit is; one from both sides, if need be, from each."""
        side, finite = limit.side, limit.point not in (oo, -oo)
        said = parts.real(value)
        if said in (oo, -oo):
            raise Unproved("a limit that is infinite is no number")
        self.defined(said)
        if finite:  # a body without the variable no longer shows the point
            self.defined(parts.real(limit.point))
        try:
            self._from(limit, said, side, parts)
        except Unproved:
            if side != 0 or not finite:
                raise
            self._from(limit, said, 1, parts)
            self._from(limit, said, -1, parts)

    def _from(self, limit: Limit, said: Basic, side: int, parts: Parts) -> None:
        point = limit.point if limit.point in (oo, -oo) else parts.real(limit.point)
        t = parts.letters.fresh(str(limit.variable.name), "positive")
        body, x, point = _one_sided(limit.body, limit.variable, point, side, t)
        parts.letters.bound.append(x)
        start = parts.real(body)
        parts.letters.bound.pop()
        reason = ""
        simpler = lowest_terms(start)
        for line in dict.fromkeys((start, simpler)):
            proposition = TendsTo(line, x, said, point)
            links = [] if line == start else [normal_form(line)]
            links.append(Link(proposition, Kind.LIMIT, Relation.TENDS_TO))
            whole = TendsTo(start, x, said, point)
            for conditions in ((), ("exponential_beats_polynomial",)):
                found = self._asked(start, links, whole, conditions)
                if not found:
                    return
                reason = reason or found
        raise Unproved(reason)


def _one_sided(body: Basic, x: Var, point: Basic, side: int, t: Var) -> tuple[Basic, Var, Basic]:
    """Return a limit from one side, or far out, as one of a positive variable."""
    if point in (oo, -oo):
        return substitute(body, {x: t if point == oo else -t}), t, oo
    if side == 0:
        return body, x, point
    at_zero = point == 0
    moved = (t if side > 0 else -t) if at_zero else (point + t if side > 0 else point - t)
    return substitute(body, {x: moved}), t, Integer(0)


def _ends(before: Basic, after: Basic) -> list[Link]:
    return _without_repeats(before, [normal_form(after)])


def _without_repeats(before: Basic, links: list[Link]) -> list[Link]:
    """Return links of which none changes nothing: a chain that ends where it starts goes out."""
    kept: list[Link] = []
    for link in links:
        last = kept[-1].line if kept else before
        if link.line != last:
            kept.append(link)
    if not kept:
        return [normal_form(Times(Integer(1), before)), normal_form(before)]
    return kept


def _grounds(report: Report) -> Iterator[str]:
    for step in report.steps:
        for evidence in step.evidence:
            yield evidence.detail
    for name in report.theorems:
        yield f"theorem {name}"
    for axiom in report.axioms:
        yield f"axiom: {axiom}"


def _conditions(sides: tuple[Basic, ...]) -> tuple[str, ...]:
    """Return the theorems that side conditions about integrals may need."""
    parts = [t for s in sides for t in subterms(s)]
    if any(isinstance(t, (Expectation, Integral)) and not is_scalar(t.variable) for t in parts):
        return IN_SPACE
    if any(isinstance(t, KL) and t.args[0].point_shape for t in parts):
        return IN_SPACE
    gaussian = any(isinstance(t, (Expectation, KL)) for t in parts)
    infinite = any(isinstance(t, Integral) and oo in (t.args[3], -t.args[2]) for t in parts)
    return GAUSSIAN if gaussian or infinite else ()


def _by_formulas(before: Basic, after: Basic) -> list[Link]:
    """Return links in which densities are replaced by their formulas."""

    def formula(t: Basic) -> Basic | None:
        return unfold(t) if isinstance(t, Density) else None

    sides = before, after
    terms = tuple(dict.fromkeys(t for s in sides for t in subterms(s) if isinstance(t, Density)))
    open_sides = [rewrite(s, formula) for s in sides]
    definition = {"terms": terms}
    links = [
        Link(open_sides[0], Kind.DEFINITION, parameters=definition),
        normal_form(open_sides[1]),
        Link(after, Kind.DEFINITION, parameters=definition),
    ]
    return _without_repeats(before, links)


# -- derivatives ----------------------------------------------------------------------------------


def _derivatives(sides: tuple[Basic, ...]) -> tuple[tuple[Basic, Basic], ...]:
    """Return every derivative by a number, and what the kernel finds that it is."""
    found: dict[Basic, Basic] = {}
    for t in (t for s in sides for t in subterms(s)):
        if isinstance(t, Derivative) and is_scalar(t.variable):
            try:
                found[Derivative(t.body, t.variable)] = derivative(t.body, t.variable)
            except Declined:
                return ()
    return tuple(found.items())


def _without_derivatives(term: Basic) -> Basic:
    def value(t: Basic) -> Basic | None:
        if isinstance(t, Derivative) and is_scalar(t.variable):
            try:
                made = derivative(t.body, t.variable)
            except Declined:
                return None
            return substitute(made, {t.variable: t.point})
        return None

    return rewrite(term, value)


# -- integrals and expectations -------------------------------------------------------------------


def _by_theorems(
    before: Basic, after: Basic, conditions: tuple[str, ...]
) -> Iterator[tuple[Basic, list[Link], tuple[str, ...]]]:
    links = gaussian_links(before)
    if links:
        yield before, _without_repeats(before, [*links, normal_form(after)]), conditions
    back = gaussian_links(after)
    if back and not links:
        yield after, _without_repeats(after, [*back, normal_form(before)]), conditions


def _by_values(
    before: Basic, after: Basic, conditions: tuple[str, ...]
) -> Iterator[tuple[Basic, list[Link], tuple[str, ...]]]:
    """Yield chains in which integrals are replaced by their values, on each side."""
    for start, end in ((before, after), (after, before)):
        for links in with_values(start):
            if links and not same(links[-1].line, start):
                chain = [*links, normal_form(end)]
                yield start, _without_repeats(start, chain), conditions
