"""Limits by their arithmetic, and of polynomials times Gaussians."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from derive.recheck.compare import decided_sign, equal
from derive.recheck.growth import is_gaussian
from derive.recheck.terms import (
    MINUS_OO,
    ONE,
    OO,
    PI,
    ZERO,
    Declined,
    Refusal,
    Term,
    free,
    fun,
    integer,
    is_symbol,
    shape,
)

TWO = ("int", 2)
Vanishing = Callable[[], None]
"""Called where a limit rests on the Gaussian's beating every polynomial; it may refuse."""


@dataclass(frozen=True)
class Limit:
    """A limit: a term, or plus or minus infinity; of a limit 0, the side that it is reached on."""

    term: Term
    side: str = ""

    @property
    def infinite(self) -> int:
        """Return 1, -1, or 0 for a finite limit."""
        return {OO: 1, MINUS_OO: -1}.get(self.term, 0)


def signed(sign: int) -> Limit:
    """Return an infinite limit."""
    return Limit(OO if sign > 0 else MINUS_OO)


def limit(t: Term, x: Term, point: Term, vanishing: Vanishing) -> Limit:
    """Return the limit of a number as ``x`` tends to a point from inside its domain."""
    try:
        return _limit(t, x, point)
    except Declined:
        if point in (OO, MINUS_OO) and is_gaussian(t, x):
            vanishing()
            return Limit(ZERO)
        raise


def _limit(t: Term, x: Term, point: Term) -> Limit:
    if x not in free(t):
        return Limit(t)
    if is_symbol(t):
        return Limit(point, decided_sign(t) if point == ZERO else "")
    head = t[0]
    if head == "fun" and len(t) == 3:
        return _of_function(t, x, point)
    if head == "fun" and t[1] == "max":
        a, b = (_finite(_limit(u, x, point)) for u in t[2:])
        return Limit(fun("max", a, b))
    if head == "neg":
        a = _limit(t[1], x, point)
        return signed(-a.infinite) if a.infinite else _known(t, ("neg", a.term))
    if head in ("add", "sub"):
        right = t[2] if head == "add" else ("neg", t[2])
        a, b = _limit(t[1], x, point), _limit(right, x, point)
        if a.infinite and b.infinite and a.infinite != b.infinite:
            raise Declined("a limit of the form ∞ - ∞")
        if a.infinite or b.infinite:
            return signed(a.infinite or b.infinite)
        return _known(t, ("add", a.term, b.term))
    if head == "mul" and shape(t[1]) is None and shape(t[2]) is None:
        return _product(t, _limit(t[1], x, point), _limit(t[2], x, point))
    if head == "div":
        return _product(t, _limit(t[1], x, point), _reciprocal(_limit(t[2], x, point)))
    if head == "pow":
        return _power(t, x, point)
    if head == "pdf":
        from derive.recheck.definitions import density_formula

        return _limit(density_formula(t[1], t[2]), x, point)
    raise Declined(f"the limit of {head}")


def _known(t: Term, value: Term) -> Limit:
    """Return a finite limit, with the side on which a limit 0 is reached."""
    if equal(value, ZERO, frozenset({"laws of exponents"})):
        return Limit(ZERO, decided_sign(t))
    return Limit(value)


def _finite(a: Limit) -> Term:
    if a.infinite:
        raise Declined("an infinite limit where a finite one is needed")
    return a.term


def _sign(a: Limit) -> int:
    if a.infinite:
        return a.infinite
    sign = decided_sign(a.term)
    if sign not in ("+", "-"):
        raise Declined("the sign of a limit is not seen")
    return 1 if sign == "+" else -1


def _product(t: Term, a: Limit, b: Limit) -> Limit:
    if a.infinite or b.infinite:
        if ZERO in (a.term, b.term):
            raise Declined("a limit of the form 0 · ∞")
        return signed(_sign(a) * _sign(b))
    return _known(t, ("mul", a.term, b.term))


def _reciprocal(a: Limit) -> Limit:
    if a.infinite:
        return Limit(ZERO, "+" if a.infinite > 0 else "-")
    if a.term == ZERO:
        if a.side not in ("+", "-"):
            raise Declined("a quotient by what tends to 0 from both sides")
        return signed(1 if a.side == "+" else -1)
    if decided_sign(a.term) not in ("+", "-", "!"):
        raise Declined("a quotient by what may tend to 0")
    return Limit(("div", ONE, a.term))


def _power(t: Term, x: Term, point: Term) -> Limit:
    n = integer(t[2])
    a = _limit(t[1], x, point)
    if n is None and not a.infinite and x not in free(t[2]) and decided_sign(a.term) == "+":
        return Limit(("pow", a.term, t[2]))
    if n is None:
        raise Declined("the limit of a power with a symbolic exponent")
    if n < 0:
        return _reciprocal(_power(("pow", t[1], ("int", -n)), x, point))
    if a.infinite and n:
        return signed(1 if n % 2 == 0 else a.infinite)
    return _known(t, ("pow", a.term, t[2]))


def _of_function(t: Term, x: Term, point: Term) -> Limit:
    name = t[1]
    a = _limit(t[2], x, point)
    if name == "exp":
        if a.infinite:
            return signed(1) if a.infinite > 0 else Limit(ZERO, "+")
        return Limit(fun("exp", a.term))
    if name == "arctan" and a.infinite:
        half = ("div", PI, TWO)
        return Limit(half if a.infinite > 0 else ("neg", half))
    if name == "log" and a.term == ZERO:
        if a.side != "+":
            raise Declined("a logarithm near 0 of unknown sign")
        return signed(-1)
    if a.infinite:
        if name in ("log", "sqrt") and a.infinite > 0:
            return signed(1)
        if name == "abs":
            return signed(1)
        raise Declined(f"{name} has no limit here")
    if name == "log":
        if decided_sign(a.term) != "+":
            raise Declined("a logarithm of what may tend to 0")
        return Limit(fun("log", a.term))
    if name == "sqrt" and decided_sign(a.term) not in ("+", "0+"):
        raise Declined("a root of what may tend below 0")
    return _known(t, fun(name, a.term))


def check_limit(t: Term, x: Term, value: Term, point: Term, vanishing: Vanishing) -> None:
    """Refuse a limit other than the one that is found."""
    found = limit(t, x, point, vanishing)
    if found.infinite or value in (OO, MINUS_OO):
        if found.term != value:
            raise Refusal("a limit has another value")
    elif not equal(found.term, value, frozenset({"laws of exponents", "laws of logarithms"})):
        raise Refusal("a limit has another value")


def bracket_value(bracket: Term, vanishing: Vanishing) -> Term:
    """Return the finite limit at the upper end less the one at the lower end."""
    _, f, x, low, high = bracket
    upper, lower = limit(f, x, high, vanishing), limit(f, x, low, vanishing)
    if upper.infinite or lower.infinite:
        raise Refusal("an end value is infinite")
    return ("sub", upper.term, lower.term)
