"""Propositions: equivalent comparisons, strict convexity and minima, bounds on numbers."""

from __future__ import annotations

from typing import Any

from sympy.core.basic import Basic

from derive.derivation import Focus, Kind, Proposal, Relation, Trial, rule
from derive.notation import (
    Abs,
    AlmostEverywhere,
    And,
    AtMost,
    Attracts,
    Comparison,
    Equal,
    ForAll,
    Integral,
    Less,
    Minus,
    Neg,
    StrictlyConvex,
    TendsTo,
    Zero,
    as_term,
    dimension,
    exp,
    half,
    index,
    inverse,
    log,
    natural,
    oo,
    positive,
    positive_definite,
    real,
    same_up_to_order,
    vector,
)
from derive.rules.tools import acting, proposal

_x, _y = real("x y")
_s, _t = positive("s t")
_k = dimension("k")
_n = natural("n")
_A, _B = positive_definite("A B", _k)
_i, _v = index("i", _k), vector("v", _k)
_gap = exp(0) - 1 - log(exp(0))
_IN_SPACE = ("gaussian_integrability", "multivariate_gaussian_integrability")


@rule(
    "multiplying both sides",
    example=Trial(
        Equal(_s - 1 / _s, 0), Equal(_s, 1), {"factor": _s / (_s + 1)}, Relation.EQUIVALENT
    ),
    counterexample=Trial(
        Equal(_x - 1, 0), Equal(_x**2 - _x, 0), {"factor": _x}, Relation.EQUIVALENT
    ),
)
def multiplying_both_sides(focus: Focus, factor: Any) -> Proposal | None:
    """Where $c$ is not zero, $a = b$ exactly where $ca = cb$; in $<$ it must be positive.

    The difference of the sides is multiplied; how it is then written is free.
    """
    if not isinstance(focus.goal, (Comparison, And, AlmostEverywhere)):
        return None
    return proposal(focus.goal, Kind.FACTOR, factor=factor)


@rule(
    "multiplying by invertible matrices",
    example=Trial(
        Equal(inverse(_B) - inverse(_A), Zero(_k, _k)), Equal(_A, _B), {"left": _B, "right": _A},
        Relation.EQUIVALENT,
    ),
    counterexample=Trial(
        Equal(inverse(_B) - inverse(_A), Zero(_k, _k)), Equal(_A, _B), {"left": _B, "right": _B},
        Relation.EQUIVALENT,
    ),
)  # fmt: skip
def multiplying_by_matrices(
    focus: Focus, left: Any = None, right: Any = None, factor: Any = None
) -> Proposal | None:
    """Where $U$ and $V$ are invertible, $A = B$ exactly where $UAV = UBV$.

    The difference of the sides is multiplied; how it is then written is free.
    """
    if not isinstance(focus.goal, (Comparison, And)):
        return None
    return proposal(focus.goal, Kind.FACTOR, left=left, right=right, factor=factor)


@rule(
    "strictly increasing function",
    example=Trial(Equal(exp(_x), exp(_y)), Equal(_x, _y), relation=Relation.EQUIVALENT),
    counterexample=Trial(Equal(_x**2, _y**2), Equal(_x, _y), relation=Relation.EQUIVALENT),
)
def increasing_function(focus: Focus) -> Proposal | None:
    r"""For $\exp$, $\log$ and roots, $f(a) = f(b)$ exactly where $a = b$, and so for $<$."""
    if not isinstance(focus.goal, (Comparison, And)):
        return None
    return proposal(focus.goal, Kind.INJECTION)


@rule(
    "bound of a modulus",
    example=Trial(
        Less(Abs(_x), _s), And(Less(-_s, _x), Less(_x, _s)), relation=Relation.EQUIVALENT
    ),
    counterexample=Trial(
        Less(Abs(_x), _s), And(Less(_s, _x), Less(_x, _s)), relation=Relation.EQUIVALENT
    ),
)
def bound_of_a_modulus(focus: Focus) -> Proposal | None:
    """The modulus of $a$ is less than $b$ exactly where $-b < a$ and $a < b$."""

    def bounds(t: Basic) -> tuple[Any, Any] | None:
        if not isinstance(t, Comparison) or not isinstance(t.left, Abs):
            return None
        inside = t.left.args[0]
        return t.func(Neg(t.right), inside), t.func(inside, t.right)

    def below_first(t: Basic) -> Basic | None:
        pair = bounds(t)
        return And(*pair) if pair else None

    def above_first(t: Basic) -> Basic | None:
        pair = bounds(t)
        return And(*pair[::-1]) if pair else None

    lines = [acting(focus, order) for order in (below_first, above_first)]
    line = next((x for x in lines if x is not None and same_up_to_order(x, focus.goal)), lines[0])
    return None if line is None else proposal(line, Kind.MODULUS)


@rule(
    "second derivatives",
    example=Trial(
        _x**2 + _x * _y + _y**2, StrictlyConvex(_x**2 + _x * _y + _y**2, _x, _y),
        {"minors": (2, 3)}, Relation.IS_CONVEX,
    ),
    counterexample=Trial(
        _x**2 + 3 * (_x * _y) + _y**2, StrictlyConvex(_x**2 + 3 * (_x * _y) + _y**2, _x, _y),
        {"minors": (2, 5)}, Relation.IS_CONVEX,
    ),
)  # fmt: skip
def second_derivatives(focus: Focus, minors: Any) -> Proposal | None:
    """A function with a positive definite matrix of second derivatives is strictly convex.

    ``minors`` are its leading minors, in a form that is seen to be positive.
    """
    if not isinstance(focus.goal, StrictlyConvex):
        return None
    line = StrictlyConvex(focus.before, *focus.goal.variables)
    given = tuple(as_term(m) for m in minors)
    return proposal(line, Kind.CONVEXITY, minors=given)


@rule(
    "minimum of a strictly convex function",
    example=Trial(
        Minus(Minus(1, 1), log(1)), _t - 1 - log(_t),
        {"variable": _t, "point": 1, "second": 1 / _t**2}, Relation.AT_MOST,
    ),
    counterexample=Trial(
        Minus(Minus(2, 1), log(2)), _t - 1 - log(_t),
        {"variable": _t, "point": 2, "second": 1 / _t**2}, Relation.AT_MOST,
    ),
)  # fmt: skip
def minimum(focus: Focus, variable: Any, point: Any, second: Any) -> Proposal | None:
    r"""If $f'' > 0$ and $f'(a) = 0$, then $f(a) \le f(x)$, with equality only for $x = a$.

    ``second`` is the second derivative in a form that is seen to be positive.
    """
    return proposal(
        focus.goal, Kind.MINIMUM, variable=variable, point=as_term(point), second=second
    )


@rule(
    "integral of a nonnegative function that vanishes",
    example=Trial(
        Equal(Integral(exp(-(_v.T @ _v)) * _gap, _v), 0),
        AlmostEverywhere(Equal(_gap, 0), _v), {"name": "log_inequality", "values": {_t: exp(0)}},
        Relation.EQUIVALENT, conditions=_IN_SPACE,
    ),
    counterexample=Trial(
        Equal(Integral(exp(-(_v.T @ _v)) * _v[_i], _v), 0),
        AlmostEverywhere(Equal(_v[_i], 0), _v),
        {"name": "log_inequality", "values": {_t: exp(0)}},
        Relation.EQUIVALENT, conditions=_IN_SPACE,
    ),
)  # fmt: skip
def vanishing_integral(focus: Focus, name: str, values: Any) -> Proposal | None:
    r"""For $w > 0$ and $g \ge 0$, $\int wg\,dx = 0$ exactly where $g = 0$ almost everywhere.

    The theorem that is named says that g is not negative.
    """
    return proposal(focus.goal, Kind.VANISHING_INTEGRAL, name=name, values=dict(values))


@rule(
    "only zero of a strictly increasing function",
    example=Trial(
        Equal(_x**3 + _x, 0), Equal(_x, 0),
        {"variable": _x, "point": 0, "positive": 3, "rest": 1}, Relation.EQUIVALENT,
    ),
    counterexample=Trial(
        Equal(_x**3 - _x, 0), Equal(_x, 0),
        {"variable": _x, "point": 0, "positive": 3, "rest": -1}, Relation.EQUIVALENT,
    ),
)  # fmt: skip
def only_zero(focus: Focus, variable: Any, point: Any, positive: Any, rest: Any) -> Proposal | None:
    r"""If $f(a) = 0$ and $f' > 0$ but perhaps at $a$, then $f(x) = 0$ only for $x = a$.

    The derivative is ``positive`` · (x − a)² + ``rest``, with ``rest`` ≥ 0.
    """
    return proposal(
        focus.goal, Kind.ONLY_ZERO,
        variable=variable, point=as_term(point), positive=as_term(positive), rest=as_term(rest),
    )  # fmt: skip


_multiplier = {
    "parameter": _y, "multiplier": 1 - _y, "slope": -1, "flips": 2, "rests": 0, "third": -24,
}  # fmt: skip


@rule(
    "multiplier of a fixed point",
    example=Trial(
        Attracts(_x + _y * (_x**3 - _x), _x, 0), And(AtMost(-1, 1 - _y), Less(1 - _y, 1)),
        {**_multiplier, "third": -24}, Relation.EQUIVALENT,
    ),
    counterexample=Trial(
        Attracts(_x - _y * (_x**3 + _x), _x, 0), And(AtMost(-1, 1 - _y), Less(1 - _y, 1)),
        {**_multiplier, "third": -24}, Relation.EQUIVALENT,
    ),
)  # fmt: skip
def multiplier_of_a_fixed_point(
    focus: Focus, parameter: Any, multiplier: Any, slope: Any, flips: Any, rests: Any, third: Any
) -> Proposal | None:
    """A fixed point attracts where its multiplier $m = g'(a)$ has $|m| < 1$, not where $|m| > 1$.

    Where m = −1, two steps decide by their third derivative; where m = 1 the map is the identity.
    """
    given = {
        "multiplier": multiplier, "slope": slope, "flips": flips, "rests": rests, "third": third,
    }  # fmt: skip
    terms = {name: as_term(value) for name, value in given.items()}
    return proposal(focus.goal, Kind.FIXED_POINT, parameter=parameter, **terms)


@rule(
    "geometric sequence",
    example=Trial(
        ForAll(TendsTo(_s**_n * _x, _n, 0, oo), _x), Less(Abs(_s), 1),
        relation=Relation.EQUIVALENT,
    ),
    counterexample=Trial(
        ForAll(TendsTo(_s**_n * _x, _n, 0, oo), _x), AtMost(Abs(_s), 1),
        relation=Relation.EQUIVALENT,
    ),
)  # fmt: skip
def geometric_sequence(focus: Focus) -> Proposal | None:
    r"""From every start $a$, $c^n a \to 0$ as $n \to \infty$ exactly where $|c| < 1$."""
    return proposal(focus.goal, Kind.GEOMETRIC)


@rule(
    "rigorous ball arithmetic",
    example=Trial(log(2), half + half / 2, {}, Relation.LESS),
    counterexample=Trial(log(2), half, {}, Relation.LESS),
)
def ball_arithmetic(focus: Focus) -> Proposal | None:
    """Two numbers are compared by intervals that are proved to hold them."""
    return proposal(focus.goal, Kind.ENCLOSURE)


PROPOSITIONS = (
    multiplying_both_sides,
    multiplying_by_matrices,
    increasing_function,
    bound_of_a_modulus,
    second_derivatives,
    minimum,
    vanishing_integral,
    only_zero,
    multiplier_of_a_fixed_point,
    geometric_sequence,
    ball_arithmetic,
)
