"""Special values: functions that the kernel does not know, by identities and by letters.

A letter stands for a function of an argument that is real and, where the function asks for it,
positive; that the argument is defined is an obligation, which the kernel has to prove too.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from sympy import Integer, Rational
from sympy.core.basic import Basic

from derive.claims.polynomials import Polynomial, added, constant, read, visible, written
from derive.kernel.signs import is_integer, is_positive
from derive.notation import (
    Binomial,
    Digamma,
    Entry,
    EntryAt,
    Erf,
    Erfc,
    EulerGamma,
    Factorial,
    FiniteSum,
    Floor,
    Gamma,
    Minus,
    Neg,
    Over,
    Plus,
    Product,
    Sqrt,
    Sum,
    Times,
    Var,
    pi,
    rewrite,
    shape,
    substitute,
)

ONE = Integer(1)
LARGEST_EXACT, MOST_SHIFTS, MOST_UNROLLED = 200, 12, 60
Real = Callable[[Basic], Any]


class NotReal(Exception):
    """An argument at which a function is not seen to be real."""


class Letters:
    """Letters for functions of arguments; equal arguments have equal letters.

    Attributes
    ----------
    obligations : list of Term
        What has to be defined although no line may hold it any more.
    bound : list of Var
        The variables that are bound around the term that is read: no letter may hide one.
    """

    def __init__(self, taken: set[Var]) -> None:
        self.taken = {v.name for v in taken}
        self.known: dict[tuple[str, Basic], Var] = {}
        self.obligations: list[Basic] = []
        self.bound: list[Var] = []

    def of(self, name: str, argument: Basic, domain: str = "real") -> Var:
        """Return the letter of a function of an argument."""
        if argument.free_symbols & set(self.bound):
            raise NotReal(f"{name} of a bound variable")
        key = (name, argument)
        if key not in self.known:
            self.known[key] = self.fresh(name, domain)
            if not isinstance(argument, EntryAt):
                self.obligations.append(argument)
        return self.known[key]

    def fresh(self, name: str, domain: str, *dimensions: Any) -> Var:
        """Return a variable whose name nothing has."""
        number = 1
        while f"{name}_{number}" in self.taken:
            number += 1
        self.taken.add(f"{name}_{number}")
        return Var(f"{name}_{number}", domain, *dimensions)


def _canonical(term: Basic) -> tuple[Basic, Polynomial | None]:
    a = read(term)
    return (term, None) if a is None else (written(a), a)


def _floor(letters: Letters, term: Basic, real: Real) -> Basic:
    argument, a = _canonical(real(term.args[0]))
    if is_integer(argument):
        return argument
    if a is None:
        return letters.of("floor", argument)
    whole: Polynomial = {
        m: c for m, c in a.items()
        if c.denominator == 1 and all(is_integer(v) for v, _ in m)
    }  # fmt: skip
    if () in a and a[()].denominator != 1:
        whole[()] = Fraction(a[()].numerator // a[()].denominator)
    rest = written(added(a, whole, Fraction(-1)))
    if isinstance(rest, Rational):
        return written(whole)  # 0 ≤ rest < 1 by the choice of the whole part
    letter = letters.of("floor", rest)
    return Plus(letter, written(whole)) if whole else letter


def _gamma(letters: Letters, term: Basic, real: Real) -> Basic:
    inner = real(term.args[0])
    return gamma_of(letters, Plus(inner, ONE) if isinstance(term, Factorial) else inner)


def gamma_of(letters: Letters, term: Basic) -> Basic:
    """Return Γ of a term, its argument made smaller by Γ(x + 1) = x Γ(x) while it is positive."""
    argument, a = _canonical(term)
    if isinstance(argument, Integer) and 0 < argument <= LARGEST_EXACT:
        return _factorial(int(argument) - 1)
    if argument == Rational(1, 2):
        return Sqrt(pi)
    if not is_positive(visible(argument)):
        raise NotReal(f"gamma of {argument}, which is not seen to be positive")
    lower = written(added(a, constant(-1))) if a is not None else argument
    if a is None or not is_positive(visible(lower)) or len(letters.known) > LARGEST_EXACT:
        return letters.of("gamma", argument, "positive")
    return Times(visible(lower), gamma_of(letters, lower))


def _factorial(n: int) -> Integer:
    result = 1
    for i in range(2, n + 1):
        result *= i
    return Integer(result)


def _digamma(letters: Letters, term: Basic, real: Real) -> Basic:
    return _digamma_of(letters, real(term.args[0]))


def _digamma_of(letters: Letters, term: Basic) -> Basic:
    argument, a = _canonical(term)
    if argument == ONE:
        return Neg(letters.of("euler_gamma", ONE, "positive"))
    if not is_positive(visible(argument)):
        raise NotReal(f"digamma of {argument}, which is not seen to be positive")
    lower = written(added(a, constant(-1))) if a is not None else argument
    if a is None or not is_positive(visible(lower)):
        return letters.of("digamma", argument)
    return Plus(_digamma_of(letters, lower), Over(ONE, visible(lower)))


def _erf(letters: Letters, term: Basic, real: Real) -> Basic:
    argument, a = _canonical(real(term.args[0]))
    if argument == 0:
        return Integer(0)
    negated = written(added({}, a, Fraction(-1))) if a is not None else argument
    if a is not None and str(negated) < str(argument):
        return Neg(letters.of("erf", negated))
    return letters.of("erf", argument)


def _erfc(letters: Letters, term: Basic, real: Real) -> Basic:
    return Minus(ONE, _erf(letters, term, real))


def _euler(letters: Letters, term: Basic, real: Real) -> Basic:
    return letters.of("euler_gamma", ONE, "positive")


def _binomial(letters: Letters, term: Basic, real: Real) -> Basic:
    (above, _), (below, _) = (_canonical(real(a)) for a in term.args)
    if not isinstance(below, Integer) or below > MOST_SHIFTS:
        raise NotReal("a binomial coefficient whose lower number is not a small one")
    letters.obligations.append(above)
    if below < 0:
        return Integer(0)
    result: Basic = ONE
    for i in range(int(below)):
        result = Times(result, Minus(above, Integer(i)))
    return Over(result, _factorial(int(below)))


READERS: dict[type, Callable[[Letters, Basic, Real], Basic]] = {
    Floor: _floor,
    Gamma: _gamma,
    Factorial: _gamma,
    Digamma: _digamma,
    Erf: _erf,
    Erfc: _erfc,
    EulerGamma: _euler,
    Binomial: _binomial,
}


def ranged(letters: Letters, term: Basic, real: Real) -> Basic | None:
    """Return a sum or a product over a range: written out, or over an index from 1 to k."""
    body, i, lower, upper = term.args
    low, high = (_canonical(real(e))[0] for e in (lower, upper))
    of_sum = isinstance(term, FiniteSum)
    if isinstance(low, Integer) and isinstance(high, Integer):
        if high - low > MOST_UNROLLED:
            return None
        parts = [substitute(body, {i: Integer(n)}) for n in range(int(low), int(high) + 1)]
        return _joined(parts, of_sum=of_sum)
    if not isinstance(low, Integer) or not isinstance(high, Var) or high.domain != "dimension":
        return None
    if low > 1 or low < 1 - MOST_UNROLLED:
        return None
    j = letters.fresh(str(i.name), "index", high)
    made: Any = (Sum if of_sum else Product)(_indexed(substitute(body, {i: j})), j)
    before = [substitute(body, {i: Integer(n)}) for n in range(int(low), 1)]
    if not before:
        return made
    return (Plus if of_sum else Times)(_joined(before, of_sum=of_sum), made)


def _joined(parts: list[Basic], *, of_sum: bool) -> Basic:
    if not parts:
        return Integer(0 if of_sum else 1)
    total = parts[0]
    for part in parts[1:]:
        total = (Plus if of_sum else Times)(total, part)
    return total


def _indexed(body: Basic) -> Any:
    """Return a body in which entries at an index are those that the kernel knows."""

    def entry(t: Basic) -> Basic | None:
        if not isinstance(t, EntryAt):
            return None
        lengths = shape(t.args[0])
        fits = all(
            isinstance(p, Var) and p.domain == "index" and p.dimensions == (n,)
            for p, n in zip(t.args[1:], lengths, strict=False)
        )
        if fits and len(t.args) == 2 and lengths[1] != 1:
            return None
        return Entry(*t.args) if fits else None

    return rewrite(body, entry)


def entry(letters: Letters, term: Basic) -> Basic:
    """Return the letter of an entry of a declared matrix at places that are numbers in range."""
    of = term.args[0]
    places = term.args[1:]
    for place, length in zip(places, shape(of), strict=False):
        if not isinstance(place, Integer) or not place >= 1:
            raise NotReal(f"{term}: its place is not seen to be in range")
        if place != 1 and not (isinstance(length, Integer) and place <= length):
            raise NotReal(f"{term}: its place is not seen to be in range")
    if not isinstance(of, Var) or of.domain not in ("vector", "matrix", "invertible"):
        raise NotReal(f"{term}: an entry of what is not just a vector or a matrix")
    full = places if len(places) == 2 else (*places, ONE)
    return letters.of("entry", EntryAt(of, *full))
