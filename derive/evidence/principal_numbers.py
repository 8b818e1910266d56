"""Principal numbers: arithmetic in exact rationals where possible, in complex balls otherwise.

Every function takes its principal branch.  A rational stays a rational, and a rational multiple
of π stays one, so that a zero that is divided by is seen to be zero.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flint import acb, arb, ctx, fmpq, fmpz

from derive.evidence.failures import NotEnclosed, Undefined

LARGEST_EXACT_BITS = 20_000
LARGEST_EXACT_FACTORIAL = 2_000


@dataclass(frozen=True)
class Turn:
    """A rational multiple of π that is not 0."""

    of_pi: fmpq


Number = fmpq | Turn | acb
ZERO, ONE = fmpq(0), fmpq(1)


def exact(value: Any) -> fmpq:
    """Return a Python rational as a number."""
    return fmpq(value.numerator, value.denominator)


def ball(a: Number) -> acb:
    """Return a number as a ball."""
    if isinstance(a, Turn):
        return acb(arb.pi()) * acb(a.of_pi)
    return acb(a) if isinstance(a, fmpq) else a


def finite(a: acb) -> acb:
    """Return a ball that is finite."""
    if not a.is_finite():
        raise NotEnclosed("no finite ball")
    return a


def _turn(q: fmpq) -> Number:
    return Turn(q) if q != 0 else ZERO


def _size(a: fmpq) -> int:
    return int(max(a.p.bit_length(), a.q.bit_length()))


def is_zero(a: Number) -> bool:
    """Say whether a number certainly is 0."""
    return a == 0 if isinstance(a, fmpq) else isinstance(a, acb) and bool(a.is_zero())


def add(a: Number, b: Number) -> Number:
    """Return a + b."""
    if isinstance(a, fmpq) and isinstance(b, fmpq):
        return a + b
    if isinstance(a, Turn) and isinstance(b, Turn):
        return _turn(a.of_pi + b.of_pi)
    if is_zero(a) or is_zero(b):
        return b if is_zero(a) else a
    return finite(ball(a) + ball(b))


def negative(a: Number) -> Number:
    """Return −a."""
    return Turn(-a.of_pi) if isinstance(a, Turn) else -a


def multiply(a: Number, b: Number) -> Number:
    """Return a·b."""
    if isinstance(a, fmpq) and isinstance(b, fmpq):
        if _size(a) + _size(b) > LARGEST_EXACT_BITS:
            return finite(acb(a) * acb(b))
        return a * b
    if is_zero(a) or is_zero(b):
        return ZERO
    if isinstance(a, Turn) and isinstance(b, fmpq):
        return Turn(a.of_pi * b)
    if isinstance(a, fmpq) and isinstance(b, Turn):
        return Turn(a * b.of_pi)
    return finite(ball(a) * ball(b))


def divide(a: Number, b: Number) -> Number:
    """Return a/b."""
    if is_zero(b):
        raise Undefined("a division by zero")
    if isinstance(b, fmpq):
        return multiply(a, 1 / b)
    if isinstance(a, Turn) and isinstance(b, Turn):
        return a.of_pi / b.of_pi
    if is_zero(a) and not ball(b).contains(0):
        return ZERO
    return finite(ball(a) / ball(b))


def integer(a: Number) -> int | None:
    """Return the integer that a number is, where it certainly is one."""
    if isinstance(a, fmpq):
        return int(a.p) if a.q == 1 else None
    if isinstance(a, acb) and a.is_exact():
        found = a.unique_fmpz()
        return None if found is None else int(found)
    return None


def power(a: Number, b: Number) -> Number:
    """Return a ** b: 0 ** 0 = 1, 0 ** b = 0 for Re b > 0, otherwise undefined."""
    n = integer(b)
    if n is not None:
        return _whole_power(a, n)
    if is_zero(a):
        real = ball(b).real
        if real > 0:
            return ZERO
        if real <= 0:
            raise Undefined("0 to a power that is not positive")
        raise NotEnclosed("0 to a power of unknown sign")
    if isinstance(a, fmpq) and isinstance(b, fmpq) and a > 0:
        root = _exact_root(a, int(b.q)) if b.q <= 64 else None
        if root is not None:
            return _whole_power(root, int(b.p))
    if isinstance(b, fmpq) and b.q == 2:
        return _whole_power(square_root(a), int(b.p))
    return finite((ball(b) * ball(logarithm(a))).exp())


def _whole_power(a: Number, n: int) -> Number:
    if n == 0:
        return ONE
    if n < 0 and is_zero(a):
        raise Undefined("0 to a negative power")
    if isinstance(a, fmpq) and _size(a) * abs(n) <= LARGEST_EXACT_BITS:
        return a**n
    if isinstance(a, fmpq) and (a in (0, 1)):
        return a
    return finite(ball(a) ** fmpz(n))


def _exact_root(a: fmpq, n: int) -> fmpq | None:
    parts = [int(a.p), int(a.q)]
    if max(p.bit_length() for p in parts) > 2_000:
        return None
    roots = []
    for p in parts:
        r = int(fmpz(p).root(n))
        if r**n != p:
            return None
        roots.append(r)
    return fmpq(*roots)


def square_root(a: Number) -> Number:
    """Return the principal square root."""
    if isinstance(a, fmpq):
        if a == 0:
            return ZERO
        root = _exact_root(abs(a), 2)
        if root is not None:
            return root if a > 0 else acb(0, 1) * acb(root)
    return finite(ball(a).sqrt())


def logarithm(a: Number) -> Number:
    """Return the principal logarithm; log(−1) = iπ."""
    if is_zero(a):
        raise Undefined("the logarithm of 0")
    return ZERO if a == 1 else finite(ball(a).log())


def exponential(a: Number) -> Number:
    """Return eᵃ."""
    return ONE if is_zero(a) else finite(ball(a).exp())


_SINES = {
    0: (0, 1),
    1: (1, 2),
    3: (1, 1),
    5: (1, 2),
    6: (0, 1),
    7: (-1, 2),
    9: (-1, 1),
    11: (-1, 2),
}


def sine(a: Number) -> Number:
    """Return the sine, exactly at multiples of π/6 where it is rational."""
    if is_zero(a):
        return ZERO
    if isinstance(a, Turn):
        sixths = a.of_pi * 6
        if sixths.q == 1 and int(sixths.p) % 12 in _SINES:
            return fmpq(*_SINES[int(sixths.p) % 12])
        return finite(acb(a.of_pi).sin_pi())
    return finite(ball(a).sin())


def cosine(a: Number) -> Number:
    """Return the cosine."""
    if is_zero(a):
        return ONE
    if isinstance(a, Turn):
        return sine(_turn(a.of_pi + fmpq(1, 2)))
    return finite(ball(a).cos())


def tangent(a: Number) -> Number:
    """Return the tangent."""
    if isinstance(a, acb):
        return finite(a.tan())
    return divide(sine(a), cosine(a))


def is_real(a: Number) -> bool:
    """Say whether a number is real.

    Raises
    ------
    NotEnclosed
        Where that is not decided.
    """
    if not isinstance(a, acb) or a.imag.is_zero():
        return True
    if a.imag.contains(0):
        raise NotEnclosed("a number that may be real")
    return False


def real_part(a: Number) -> fmpq | arb:
    """Return the value of a number that is real."""
    if not is_real(a):
        raise NotEnclosed("a number that is not real")
    return a if isinstance(a, fmpq) else ball(a).real


def sign(a: Number) -> int:
    """Return the sign of a real number."""
    real = real_part(a)
    if isinstance(real, fmpq):
        return int(real > 0) - int(real < 0)
    if real > 0 or real < 0:
        return 1 if real > 0 else -1
    if real.is_zero():
        return 0
    raise NotEnclosed("a number of unknown sign")


def modulus(a: Number) -> Number:
    """Return |a|."""
    if isinstance(a, fmpq):
        return abs(a)
    if isinstance(a, Turn):
        return Turn(abs(a.of_pi))
    return acb(abs(a))


def floor(a: Number) -> Number:
    """Return the largest integer that is at most a real number."""
    real = real_part(a)
    if isinstance(real, fmpq):
        return fmpq(real.floor())
    found = real.floor()
    whole = found.unique_fmpz()
    if whole is None or not found.is_exact():
        raise NotEnclosed("a number that may be an integer")
    return fmpq(whole)


def larger(a: Number, b: Number) -> Number:
    """Return the larger of two real numbers."""
    if isinstance(a, fmpq) and isinstance(b, fmpq):
        return max(a, b)
    left, right = (acb(real_part(x)).real for x in (a, b))
    if left >= right or right >= left:
        return a if left >= right else b
    return acb((left + right + abs(left - right)) / 2)


def gamma(a: Number) -> Number:
    """Return the gamma function."""
    n = integer(a)
    if n is not None and n <= 0:
        raise Undefined("the gamma function at 0, −1, −2, …")
    if n is not None and n <= LARGEST_EXACT_FACTORIAL:
        return fmpq(fmpz.fac_ui(fmpz(n - 1)))
    return finite(ball(a).gamma())


def digamma(a: Number) -> Number:
    """Return the digamma function."""
    n = integer(a)
    if n is not None and n <= 0:
        raise Undefined("the digamma function at 0, −1, −2, …")
    return finite(ball(a).digamma())


def binomial(a: Number, b: Number) -> Number:
    """Return a(a − 1)…(a − n + 1)/n! for a natural n, 0 for a negative integer."""
    n = integer(b)
    if n is None or n > LARGEST_EXACT_FACTORIAL:
        raise NotEnclosed("a binomial coefficient with a lower number that is not natural")
    result: Number = ONE if n >= 0 else ZERO
    for i in range(n):
        result = divide(multiply(result, add(a, fmpq(-i))), fmpq(i + 1))
    return result


_TURNS = {
    ("asin", 1): (1, 2), ("asin", -1): (-1, 2), ("acos", 0): (1, 2), ("acos", -1): (1, 1),
    ("atan", 1): (1, 4), ("atan", -1): (-1, 4),
}  # fmt: skip


def _off_the_cut(a: Number, *, imaginary: bool, below: bool) -> None:
    """Refuse a number on a branch cut, where books disagree about the value."""
    z = ball(a)
    along, across = (z.imag, z.real) if imaginary else (z.real, z.imag)
    if across.contains(0) and not (abs(along) <= 1 if not below else along >= 1):
        raise NotEnclosed("a number on a branch cut")


def inverse_function(name: str, a: Number) -> Number:
    """Return asin, acos, atan, asinh, acosh or atanh off their branch cuts."""
    imaginary, below = name in ("atan", "asinh"), name == "acosh"
    if name == "atanh" and isinstance(a, fmpq) and abs(a) == 1:
        raise Undefined("atanh at ±1")
    if name == "atan" and isinstance(a, acb) and (a * a + 1).is_zero():
        raise Undefined("atan at ±I")
    _off_the_cut(a, imaginary=imaginary, below=below)
    if is_zero(a) and name not in ("acos", "acosh"):
        return ZERO
    if a == 1 and name in ("acos", "acosh"):
        return ZERO
    n = integer(a)
    if (name, n) in _TURNS:
        return Turn(fmpq(*_TURNS[name, n]))  # type: ignore[index]
    made: Callable[[acb], acb] = getattr(acb, name)
    return finite(made(ball(a)))


def constant(name: str) -> Number:
    """Return the Euler–Mascheroni constant or the imaginary unit."""
    return acb(0, 1) if name == "I" else acb(arb.const_euler())


def precision() -> int:
    """Return how many bits balls have now."""
    return int(ctx.prec)
