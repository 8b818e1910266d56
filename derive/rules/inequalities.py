"""Inequalities and limits: monotonicity, bounds, comparison."""

from __future__ import annotations

from typing import Any

from sympy import Integer

from derive.derivation import Focus, Kind, Proposal, Relation, Step, Trial, rule
from derive.notation import (
    Abs,
    Integrable,
    Integral,
    TendsTo,
    as_term,
    exp,
    nonnegative,
    real,
    same_up_to_order,
)
from derive.rules.tools import acting, proposal

_x = real("x")
_s, _t = nonnegative("s t")


@rule(
    "monotonicity",
    example=Trial(
        Integral(exp(0), _s, 0, _t), Integral(exp(_s), _s, 0, _t),
        {"smaller": exp(0), "larger": exp(_s), "difference": exp(_s) - exp(0)}, Relation.AT_MOST,
    ),
    counterexample=Trial(
        1 / (1 + _s), 1 / Integer(1) + 0 * _s,
        {"smaller": 1 + _s, "larger": 1, "difference": _s}, Relation.AT_MOST,
    ),
)  # fmt: skip
def monotonicity(focus: Focus, smaller: Any, larger: Any, difference: Any) -> Proposal | None:
    """A part of a line is replaced by a larger one where the line is seen to grow with it.

    ``difference`` is larger − smaller in a form that is seen not to be negative; where the line
    falls as the part grows, the larger is replaced by the smaller.
    """
    smaller, larger, difference = as_term(smaller), as_term(larger), as_term(difference)
    for old, new in ((smaller, larger), (larger, smaller)):
        line = acting(focus, {old: new}.get)
        if line is not None and same_up_to_order(line, focus.goal):
            return proposal(
                line, Kind.MONOTONICITY, smaller=smaller, larger=larger, difference=difference
            )
    return None


@rule(
    "limit",
    example=Trial(1 / (1 + _x**2), TendsTo(1 / (1 + _x**2), _x, 0), relation=Relation.TENDS_TO),
    counterexample=Trial(
        1 / (1 + _x**2), TendsTo(1 / (1 + _x**2), _x, 1), relation=Relation.TENDS_TO
    ),
)
def limit(focus: Focus) -> Proposal | None:
    """The arithmetic of limits; what is bounded, over what grows without bound, tends to 0."""
    return proposal(focus.goal, Kind.LIMIT) if isinstance(focus.goal, TendsTo) else None


_vanishing = 1 / (1 + _x**2)
_bounded = Step("limit", TendsTo(Abs(_vanishing), _x, 0), limit(), "", Relation.TENDS_TO)


@rule(
    "comparison",
    example=Trial(
        Abs(_vanishing), TendsTo(_vanishing, _x, 0), relation=Relation.IMPLIES, earlier=_bounded
    ),
    counterexample=Trial(
        Abs(_vanishing), TendsTo(_x, _x, 0), relation=Relation.IMPLIES, earlier=_bounded
    ),
)
def comparison(focus: Focus) -> Proposal | None:
    r"""If $|f| \le g \to 0$, then $f \to 0$; if $f$ is continuous and $g$ integrable, so is $f$."""
    if isinstance(focus.goal, (TendsTo, Integrable)):
        return proposal(focus.goal, Kind.COMPARISON)
    return None


INEQUALITIES = (monotonicity, limit, comparison)
