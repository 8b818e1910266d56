"""Truth: whether a proposition certainly holds, or fails, at a point."""

from __future__ import annotations

from enum import Enum

from flint import fmpq
from sympy.core.basic import Basic

from derive.evidence.failures import NotEnclosed, Undefined
from derive.evidence.principal import Principal, Value
from derive.evidence.principal_numbers import Number, Turn, ball, is_real, is_zero, sign
from derive.evidence.principal_numbers import add as _add
from derive.evidence.principal_numbers import negative as _negative
from derive.notation import And, AtMost, Comparison, Equal, Less, Not, Or, Unequal, expression


class Truth(Enum):
    """What is certain about a proposition at a point."""

    TRUE = "holds"
    FALSE = "fails"
    UNDEFINED = "undefined"
    UNKNOWN = "unknown"


class Certain:
    """The truth of propositions at one point, and why."""

    def __init__(self, values: Principal) -> None:
        self.values = values
        self.why = ""

    def of(self, proposition: Basic) -> Truth:
        """Return what is certain about a proposition."""
        if isinstance(proposition, (And, Or)):
            return self._joined(proposition)
        if isinstance(proposition, Not):
            inner = self.of(proposition.args[0])
            return {Truth.TRUE: Truth.FALSE, Truth.FALSE: Truth.TRUE}.get(inner, inner)
        if not isinstance(proposition, Comparison):
            return Truth.UNKNOWN
        try:
            left, right = (self.values.value(s) for s in proposition.args)
        except Undefined as error:
            self.why = f"undefined: {error}"
            return Truth.UNDEFINED
        except (NotEnclosed, ArithmeticError, ValueError, OverflowError):
            return Truth.UNKNOWN
        try:
            found = _compared(proposition, left, right)
        except (NotEnclosed, ArithmeticError, ValueError, OverflowError):
            return Truth.UNKNOWN
        if found is not Truth.UNKNOWN:
            said = "" if found is Truth.TRUE else "not "
            self.why = f"{said}{expression(proposition)[:200]}: the left side is {shown(left)}, "
            self.why += f"the right side {shown(right)}"
        return found

    def _joined(self, proposition: And | Or) -> Truth:
        """Return the truth of p & q, which fails where one of them does, or of p | q."""
        decisive = Truth.FALSE if isinstance(proposition, And) else Truth.TRUE
        truths = []
        for part in proposition.args:
            found = self.of(part)
            if found is decisive and decisive is Truth.FALSE:
                return found
            truths.append(found)
        if Truth.UNKNOWN in truths:
            return Truth.UNKNOWN
        if Truth.UNDEFINED in truths:
            return Truth.UNKNOWN if decisive in truths else Truth.UNDEFINED
        if decisive in truths:
            return decisive
        return Truth.TRUE if decisive is Truth.FALSE else Truth.FALSE


def _compared(proposition: Comparison, left: Value, right: Value) -> Truth:
    if isinstance(proposition, (Equal, Unequal)):
        same = _same(left, right)
        if same is None:
            return Truth.UNKNOWN
        return Truth.TRUE if same is isinstance(proposition, Equal) else Truth.FALSE
    assert isinstance(proposition, (Less, AtMost))
    assert not isinstance(left, tuple)
    assert not isinstance(right, tuple)
    if not (is_real(left) and is_real(right)):
        return Truth.FALSE
    if isinstance(left, fmpq) and isinstance(right, fmpq):
        holds = left < right or (isinstance(proposition, AtMost) and left == right)
        return Truth.TRUE if holds else Truth.FALSE
    difference = _add(right, _negative(left))
    found = sign(difference) if not isinstance(difference, fmpq) else int(difference > 0)
    if found < 0 or (found == 0 and isinstance(proposition, Less)):
        return Truth.FALSE
    return Truth.TRUE


def _same(left: Value, right: Value) -> bool | None:
    """Say whether two values certainly are the same, or certainly differ; else None."""
    if isinstance(left, tuple):
        assert isinstance(right, tuple)
        found = [
            _same(x, y) for p, q in zip(left, right, strict=True) for x, y in zip(p, q, strict=True)
        ]
        if False in found:
            return False
        return None if None in found else True
    assert not isinstance(right, tuple)
    if isinstance(left, fmpq) and isinstance(right, fmpq):
        return bool(left == right)
    difference = _add(left, _negative(right))
    if is_zero(difference) and isinstance(difference, fmpq):
        return True
    return None if ball(difference).contains(0) else False


def shown(value: Value) -> str:
    """Return a value as people read it."""
    if isinstance(value, tuple):
        return f"[{', '.join('[' + ', '.join(map(shown, row)) + ']' for row in value)}]"
    return written(value) if isinstance(value, (fmpq, Turn)) else _ball_shown(value)


def _ball_shown(value: Number) -> str:
    z = ball(value)
    digits = 15
    if z.imag.is_zero():
        return str(z.real.str(digits, radius=False))
    return f"{z.real.str(digits, radius=False)} + {z.imag.str(digits, radius=False)}*I"


def written(value: fmpq | Turn) -> str:
    """Return an exact number as it is written in a claim."""
    if isinstance(value, fmpq):
        return str(value)
    p, q = value.of_pi.p, value.of_pi.q
    above = "pi" if p == 1 else "-pi" if p == -1 else f"{p}*pi"
    return above if q == 1 else f"{above}/{q}"
