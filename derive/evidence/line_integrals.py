"""Line integrals: over an interval of the real line, by quadrature with a proved error.

An infinite end is cut off where a proved bound on the tail is negligible.  The variable is first
put as x = centre + width·u, so that the Gaussian in the integrand is about the standard one in u:
the finite interval then follows the Gaussian, however far off and however narrow it is.  The
substitution is affine and exact, so centre and width need not be those of the Gaussian; bad ones
make the ball wide, or cost time, and never make it wrong.
"""

from __future__ import annotations

from collections.abc import Callable

from flint import acb, arb, ctx
from sympy import Rational, oo
from sympy.core.basic import Basic

from derive.evidence.failures import NotEnclosed, Undefined
from derive.evidence.matrices import Values
from derive.evidence.tails import Affine, Bound, bound, gaussian_in
from derive.notation import (
    KL,
    Binder,
    IndexBinder,
    Integral,
    Var,
    expression,
    is_scalar,
    rewrite,
    subterms,
    unfolded,
)

Integrand = Callable[[acb, bool], acb]
_STEPS, _EVALUATIONS = 80, 20_000


def line_integral(term: Integral, values: Values) -> acb:
    """Return a ball for the integral of a number over a number.

    Raises
    ------
    NotEnclosed
        For an integral inside an integral, and where no tail bound or no finite ball is found.
    """
    body, x, lower, upper = term.args
    if values.holomorphic:
        raise NotEnclosed("an integral that is varied")
    if x not in body.free_symbols and oo not in (upper, -lower):
        return values.number(body) * (values.number(upper) - values.number(lower))
    if any(isinstance(t, (Binder, KL)) and not isinstance(t, IndexBinder) for t in subterms(body)):
        raise NotEnclosed("an integral inside an integral")
    return _quadrature(term, values)


def _quadrature(term: Integral, values: Values) -> acb:
    body, x, *ends = term.args

    def real(t: Basic) -> arb:
        return values.number(t).real

    place, tail = Affine.identity(), arb(0)
    if any(end in (oo, -oo) for end in ends):
        place = gaussian_in(body, x, real)
        over_u = bound(body, x, real, place).times(place.width)  # dx = width du
        start, tail = _start(over_u)
        low, high = (_end(e, start, real, place) for e in ends)
    else:
        low, high = map(real, ends)
    body, values = _folded(body, x, values)
    reasons: list[Exception] = []

    def integrand(u: acb, analytic: bool) -> acb:
        try:
            z = u * place.width + place.centre
            return values.near(x, z, analytic).number(body) * place.width
        except (NotEnclosed, Undefined, ArithmeticError) as error:
            reasons.append(error)  # nothing may be raised through the rule
            return acb("nan")

    total = acb.integral(
        integrand,
        acb(low),
        acb(high),
        abs_tol=_tolerance(integrand, low, high),
        eval_limit=_EVALUATIONS,
    )
    if not total.is_finite():
        raise NotEnclosed(str(reasons[0]) if reasons else f"no finite ball for {expression(term)}")
    return total + acb(arb(0, tail.upper()))


def _folded(body: Basic, x: Var, values: Values) -> tuple[Basic, Values]:
    """Return the body with what does not depend on x as variables, and values that know them.

    The integrand is evaluated hundreds of times.  A body in which indices are bound stays as it
    is: a part of it may depend on them.
    """
    if any(isinstance(t, Binder) for t in subterms(body)):
        return body, values
    constants: dict[Basic, tuple[Var, acb]] = {}

    def fold(t: Basic) -> Var | None:
        if isinstance(t, (Var, Rational)) or x in t.free_symbols or not is_scalar(t):
            return None
        if t not in constants:
            ball = values.number(t)
            domain = "positive" if ball.imag.is_zero() and ball.real > 0 else "real"
            constants[t] = Var.unchecked(f"constant {len(constants)}", domain), ball
        return constants[t][0]

    body = rewrite(unfolded(body), fold)
    for variable, ball in constants.values():
        values = values.at(variable, ball)
    return body, values


def _end(end: Basic, start: arb, real: Callable[[Basic], arb], place: Affine) -> arb:
    if end in (oo, -oo):
        return start if end == oo else -start
    return (real(end) - place.centre) / place.width


def _start(bounded: Bound) -> tuple[arb, arb]:
    """Return where the tails begin, and a bound on both.

    A finite end may lie beyond: then the integral as far as there counts as negative.
    """
    if not bounded.rate > 0:
        raise NotEnclosed("the integrand is not bounded by a Gaussian")
    start = bounded.slope / (2 * bounded.rate) + (ctx.prec / (2 * bounded.rate)).sqrt() + 1
    start = arb(start.upper())
    for _ in range(_STEPS):
        tail = bounded.tail(start)
        if tail < arb(2) ** -ctx.prec:
            break
        start = arb((start * 9 / 8).upper())
    return start, tail


def _tolerance(integrand: Integrand, low: arb, high: arb) -> arb:
    """Return the absolute error to aim at: below it are the integrand's own rounding errors."""
    largest = arb(1)
    for n in range(1, 8):
        value = integrand(acb((low * (8 - n) + high * n) / 8).mid(), False)
        if value.is_finite():
            largest = largest.max(value.abs_upper())
    return arb((largest * arb(2) ** -ctx.prec).upper())
