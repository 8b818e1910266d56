"""Theorems: an instance of a derivation that is proved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sympy.core.basic import Basic

from derive.derivation import DoesNotApply, Focus, Kind, Proposal, Trial, rule
from derive.notation import (
    AtMost,
    Equal,
    Expectation,
    Iff,
    Integral,
    Normal,
    WithDensity,
    as_term,
    dimension,
    exp,
    pi,
    positive,
    positive_function,
    real,
    same,
    same_up_to_order,
    substitute,
    vector,
    written_out,
)
from derive.rules.tools import acting, changes, proposal

_x, _u, _m, _b, _mu = real("x u m b mu")
_s, _sigma = positive("s sigma")


@rule(
    "cited theorem",
    example=Trial(
        2 * Expectation(_x - _m, _x, Normal(_m, _s)), 2 * as_term(0),
        {"name": "gaussian_mean", "values": {_mu: _m, _sigma: _s}},
        conditions=("gaussian_integrability",),
    ),
    counterexample=Trial(
        Integral(exp(-(_u**2)), _u), pi, {"name": "gaussian_integral"},
        conditions=("gaussian_integrability",),
    ),
)  # fmt: skip
def theorem(focus: Focus, name: str, values: Mapping[Any, Any] | None = None) -> Proposal | None:
    """What a proved derivation says, for the given values of its variables."""
    answer = proposal(focus.goal, Kind.THEOREM, name=name, values=dict(values or {}))
    claim = focus.claim
    if claim is None:  # the kernel says that it is not proved
        return answer
    if isinstance(claim, Iff):
        return answer
    if not isinstance(claim, (Equal, AtMost)):
        return None
    written = {v: written_out(as_term(t), focus.where) for v, t in (values or {}).items()}
    left, right = (substitute(side, written) for side in (claim.left, claim.right))
    before, goal = (written_out(line, focus.where) for line in (focus.before, focus.goal))
    focus = Focus(before, goal, at=focus.at)
    reached = None
    for old, new in ((left, right), (right, left)):

        def replaced(t: Basic, old: Basic = old, new: Basic = new) -> Basic | None:
            return new if same(t, old) else None

        line = acting(focus, replaced)
        if line is not None and same_up_to_order(line, goal):
            return answer
        if old == left:
            reached = line
    if reached is None:
        raise DoesNotApply(
            f"{name} says here that {type(claim)(left, right)}, "
            "and neither side occurs in the line before"
        )
    return proposal(reached, Kind.THEOREM, name=name, values=dict(values or {}))


_z = vector("z", dimension("k"))
_f = positive_function("f", dimension("k"))
_whole = Integral(WithDensity(_f)(_z), _z)


@rule(
    "assumption",
    example=Trial(2 * as_term(1), 2 * _whole, assumptions=(Equal(_whole, 1),)),
    counterexample=Trial(2 * as_term(1), 3 * _whole, assumptions=(Equal(_whole, 1),)),
)
def assumption(focus: Focus) -> Proposal | None:
    """What the theorem is stated under: an equation that it assumes."""
    if not changes(focus, Integral):
        return None
    return proposal(focus.goal, Kind.ASSUMPTION)


THEOREMS = (theorem, assumption)
