"""Theorems: an instance of a derivation that is proved."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from derive.derivation import Focus, Kind, Proposal, Trial, rule
from derive.notation import Expectation, Integral, Normal, exp, natural, pi, positive, real, sqrt
from derive.rules.tools import proposal

_x, _u, _m, _b, _mu = real("x u m b mu")
_s, _sigma = positive("s sigma")
_n = natural("n")


@rule(
    "cited theorem",
    example=Trial(
        2 * Expectation(_x - _m, _x, Normal(_m, _s)), 2 * (_s - _s),
        {"name": "gaussian_mean", "values": {_mu: _m, _sigma: _s}},
        conditions=("gaussian_integrability",),
    ),
    counterexample=Trial(
        Integral(exp(-(_u**2)), _u), pi + 0 * sqrt(pi), {"name": "gaussian_integral"},
        conditions=("gaussian_integrability",),
    ),
)  # fmt: skip
def theorem(focus: Focus, name: str, values: Mapping[Any, Any] | None = None) -> Proposal | None:
    """What a proved derivation says, for the given values of its variables."""
    return proposal(focus.goal, Kind.THEOREM, name=name, values=dict(values or {}))


THEOREMS = (theorem,)
