"""Definitions: densities, expectations, divergences and abbreviations, unfolded or folded."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sympy.core.basic import Basic

from derive.derivation import Focus, Kind, Proposal, Trial, rule
from derive.notation import (
    KL,
    Applied,
    Density,
    Expectation,
    Integral,
    Lambda,
    Normal,
    WithDensity,
    dimension,
    exp,
    log,
    pi,
    positive,
    positive_function,
    real,
    same_up_to_order,
    sqrt,
    subterms,
    unfold,
    vector,
)
from derive.rules.tools import acting, proposal

_x, _m, _n, _l = real("x m n l")
_s, _t = positive("s t")
_q, _p = Normal(_m, _s), Normal(_n, _t)
_k = dimension("k")
_z = vector("z", _k)
_f = positive_function("f", _k)
_given = WithDensity(Lambda(Applied(_f, _z) / 2, _z))


def _unfolded_or_folded(
    focus: Focus, kind: type, holds: Callable[[Basic], bool] = lambda t: True
) -> Proposal | None:
    """Unfold what the line before holds of a kind; failing that, fold it into the goal."""

    def unfolded(t: Basic) -> Any:
        return unfold(t) if isinstance(t, kind) and holds(t) else None

    line = acting(focus, unfolded)
    if line is not None and same_up_to_order(line, focus.goal):
        return proposal(line, Kind.DEFINITION, terms=_all(focus.before, kind))
    back = Focus(focus.goal, focus.before)
    folded = acting(back, unfolded)
    if folded is not None and same_up_to_order(folded, focus.before):
        return proposal(focus.goal, Kind.DEFINITION, terms=_all(focus.goal, kind))
    return None if line is None else proposal(line, Kind.DEFINITION, terms=_all(line, kind))


def _all(line: Basic, kind: type) -> tuple[Basic, ...]:
    return tuple(dict.fromkeys(t for t in subterms(line) if isinstance(t, kind)))


@rule(
    "definition of the divergence",
    example=Trial(
        KL(_q, _p),
        Integral(_q(_x) * log(_q(_x) / _p(_x)), _x),
        conditions=("gaussian_integrability",),
    ),
    counterexample=Trial(
        KL(_q, _p),
        Integral(_q(_x) * log(_p(_x) / _q(_x)), _x),
        conditions=("gaussian_integrability",),
    ),
)
def definition_of_the_divergence(focus: Focus) -> Proposal | None:
    r"""The divergence of $q$ from $p$ is $\int q \log(q/p)\,dx$ over the whole space."""
    return _unfolded_or_folded(focus, KL)


@rule(
    "definition of the expectation",
    example=Trial(
        Expectation(_x - _m, _x, _q), Integral((_x - _m) * _q(_x), _x),
        conditions=("gaussian_integrability",),
    ),
    counterexample=Trial(
        Expectation(_x - _m, _x, _q), Integral((_x - _m) * _p(_x), _x),
        conditions=("gaussian_integrability",),
    ),
)  # fmt: skip
def definition_of_the_expectation(focus: Focus) -> Proposal | None:
    r"""The expectation of $f$ under $q$ is $\int f\,q\,dx$ over the whole space."""
    return _unfolded_or_folded(focus, Expectation)


@rule(
    "normal density",
    example=Trial(
        2 * _q(_x), 2 * ((1 / (_s * sqrt(2 * pi))) * exp(-((_x - _m) ** 2 / (2 * _s**2))))
    ),
    counterexample=Trial(
        2 * _q(_x), 2 * ((1 / (_s * sqrt(2 * pi))) * exp(-((_x - _m) ** 2 / (2 * _s))))
    ),
)
def normal_density(focus: Focus) -> Proposal | None:
    r"""With mean $m$ and standard deviation $s$, $q(x) = e^{-(x-m)^2/(2s^2)}/(s\sqrt{2\pi})$.

    On $\mathbb{R}^k$, with covariance $\Sigma$, it is
    $e^{-(x-m)^\top\Sigma^{-1}(x-m)/2}/\sqrt{(2\pi)^k\det\Sigma}$.
    """
    return _unfolded_or_folded(focus, Density)


@rule(
    "density by its formula",
    example=Trial(log(_given(_z)), log(Applied(_f, _z) / 2)),
    counterexample=Trial(log(_given(_z)), log(Applied(_f, _z))),
)
def density_by_its_formula(focus: Focus) -> Proposal | None:
    """A distribution that is given by its density has that density."""
    return _unfolded_or_folded(focus, Density, _is_given)


def _is_given(t: Basic) -> bool:
    given = isinstance(t, Density) and isinstance(t.args[0], WithDensity)
    return given and isinstance(t.args[0].args[0], Lambda)


@rule(
    "abbreviation",
    example=Trial(_m + log(_s**2), _m + _l, where={_l: log(_s**2)}),
    counterexample=Trial(_m + log(_s), _m + _l, where={_l: log(_s**2)}),
)
def abbreviation(focus: Focus) -> Proposal | None:
    """A letter stands for the term that the derivation gives for it."""
    for letter, meaning in focus.where.items():
        for old, new in ((meaning, letter), (letter, meaning)):
            line = acting(focus, {old: new}.get)
            if line is not None and same_up_to_order(line, focus.goal):
                return proposal(line, Kind.DEFINITION, terms=())
    return None


DEFINITIONS = (
    definition_of_the_divergence,
    definition_of_the_expectation,
    normal_density,
    density_by_its_formula,
    abbreviation,
)
