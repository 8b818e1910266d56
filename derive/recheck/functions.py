"""Powers, roots, exponentials, logarithms and moduli of fractions: the laws as rewriting."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flint import fmpq, fmpz

from derive.recheck.algebra import GENS, UNIT, Fraction, generators
from derive.recheck.polarity import ANY, NONNEGATIVE, POSITIVE
from derive.recheck.terms import Declined, Term, fun

if TYPE_CHECKING:
    from derive.recheck.normal import Normal

EXPONENTS, LOGARITHMS, MODULUS = "laws of exponents", "laws of logarithms", "laws of the modulus"
PRODUCTS = "finite products"
PARTS = 8
"""An exponential is written in eighths of its argument's terms, so that halves combine."""


def function_atom(
    A: Normal, name: str, argument: Fraction, sign: str = ANY, made: tuple[Any, ...] = ()
) -> Fraction:
    """Return the value of a function as an atom."""
    return A.atom(
        (name, argument.key),
        fun(name, A.term(argument)),
        A.depends(argument),
        sign,
        height=A.height(argument),
        made=made or (name, argument),
    )


def primes(value: fmpq) -> list[tuple[int, int]]:
    """Return the primes of a positive rational number, with their exponents."""
    if max(int(value.p), int(value.q)) > 10**15:
        raise Declined("an integer is too large to be factored")
    up, down = fmpz(value.p).factor(), fmpz(value.q).factor()
    return [*((int(p), int(e)) for p, e in up), *((int(p), -int(e)) for p, e in down)]


# -- roots and moduli -----------------------------------------------------------------------------


def root(A: Normal, a: Fraction) -> Fraction:
    """Return the nonnegative square root."""
    if a.num.is_zero():
        return A.zero
    c, found = A.factors(a)
    result, odd = A.one, A.constant(1 if c > 0 else -1)
    for prime, e in primes(abs(c)):
        result = A.mul(result, A.integer_power(A.constant(prime), (e - e % 2) // 2))
        if e % 2:
            result = A.mul(result, _root_atom(A, A.constant(prime)))
    for p, e in found:
        base = Fraction(p, UNIT)
        sign = A.sign(base)
        half = (e - e % 2) // 2
        if sign in (POSITIVE, NONNEGATIVE):
            result = A.mul(result, A.integer_power(base, half))
            if e % 2:
                result = A.mul(result, _root_atom(A, base))
            continue
        if sign in ("-", "0-"):
            base, odd = A.times(base, -1), A.times(odd, -1 if e % 2 else 1)
            result = A.mul(result, A.integer_power(base, half))
            if e % 2:
                result = A.mul(result, _root_atom(A, base))
            continue
        modulus_of_base = base if half % 2 == 0 else modulus(A, base)
        result = A.mul(result, A.integer_power(modulus_of_base, half))
        if e % 2:
            odd = A.mul(odd, base)
    return result if odd == A.one else A.mul(result, _root_atom(A, odd))


def _root_atom(A: Normal, a: Fraction) -> Fraction:
    """Return a generator whose square is ``a``, a polynomial."""
    sign = POSITIVE if A.sign(a) == POSITIVE else NONNEGATIVE
    made = function_atom(A, "sqrt", a, sign)
    A.squares.setdefault(generators(made.num)[0], a.num)
    return made


def modulus(A: Normal, a: Fraction) -> Fraction:
    """Return the modulus, taken factor by factor."""
    c, found = A.factors(a) if not a.num.is_zero() else (fmpq(0), [])
    result = A.constant(abs(c))
    for p, e in found:
        base = Fraction(p, UNIT)
        sign = A.sign(base)
        if sign in ("-", "0-"):
            base = A.times(base, -1)
        elif sign not in (POSITIVE, NONNEGATIVE) and e % 2:
            of_power = _modulus_of_power(A, p)
            if of_power is not None:
                result = A.mul(result, A.integer_power(of_power, e))
                continue
            if p.leading_coefficient() < 0:
                base = A.times(base, -1)
            made = function_atom(A, "abs", base, POSITIVE if sign == "!" else NONNEGATIVE)
            A.squares.setdefault(generators(made.num)[0], base.num * base.num)
            base = made
        result = A.mul(result, A.integer_power(base, e))
    return result


def _modulus_of_power(A: Normal, p: Any) -> Fraction | None:
    """Return ``|b|**e`` for a factor ``b**e`` with a whole exponent."""
    inner = generators(p)
    made = A.atoms[inner[0]].made if len(inner) == 1 and p == GENS[inner[0]] else ()
    if made[:1] == ("pow",) and A.whole(made[2]):
        return power(A, modulus(A, made[1]), made[2])
    return None


# -- powers ---------------------------------------------------------------------------------------


def power(A: Normal, b: Fraction, e: Fraction) -> Fraction:
    """Return a power whose exponent need not be a number."""
    value = e.constant
    if value is not None:
        if value.q == 1:
            return A.integer_power(b, int(value.p))
        if value.q == 2 and A.sign(b) in (POSITIVE, NONNEGATIVE):
            return A.integer_power(root(A, b), int(value.p))
    whole = (
        value is None
        and all(A.atoms[n].integral for n in generators(e.num, e.den))
        and e.den == UNIT
    )
    parts = [b] if e.den != UNIT else []
    result, rest = A.one, A.one
    if not parts:
        c, found = A.factors(b)
        pieces = [(A.constant(q), m) for q, m in primes(abs(c))] if c != 0 else []
        pieces += [(A.constant(-1), 1)] if c < 0 else []
        pieces += [(Fraction(p, UNIT), m) for p, m in found]
        for base, m in pieces:
            if (whole and A.whole(e)) or A.sign(base) == POSITIVE:
                result = A.mul(result, _powers(A, base, A.times(e, m)))
            else:
                rest = A.mul(rest, A.integer_power(base, m))
        if b.num.is_zero():
            rest = b
    else:
        rest = b
    return result if rest == A.one else A.mul(result, _power_atom(A, rest, e))


def _powers(A: Normal, base: Fraction, e: Fraction) -> Fraction:
    """Return a power with each term of the exponent taken apart."""
    result = A.one
    for c, monomial in A.terms(e.num):
        if monomial == UNIT and c.q == 1:
            result = A.mul(result, A.integer_power(base, int(c.p)))
        elif c.q == 1:
            one = _power_atom(A, base, Fraction(monomial, UNIT))
            result = A.mul(result, A.integer_power(one, int(c.p)))
        else:
            result = A.mul(result, _power_atom(A, base, A.times(Fraction(monomial, UNIT), c)))
    return result


def _power_atom(A: Normal, base: Fraction, e: Fraction) -> Fraction:
    inner = generators(base.num)
    if base.den == UNIT and len(inner) == 1 and base.num == GENS[inner[0]]:
        made = A.atoms[inner[0]].made
        if made[:1] == ("sqrt",) and A.sign(made[1]) == POSITIVE:
            return root(A, power(A, made[1], e))
        if made[:1] == ("eighth",):
            return exponential(A, A.mul(A.times(made[1], fmpq(1) / PARTS), e))
        if made[:1] == ("abs",) and e.den == UNIT and A.even(e):
            return power(A, made[1], e)
    sign = A.sign(base)
    return A.atom(
        ("pow", base.key, e.key),
        ("pow", A.term(base), A.term(e)),
        A.depends(base) | A.depends(e),
        sign if sign in (POSITIVE, NONNEGATIVE) else ("!" if sign in ("!", "-") else ANY),
        height=max(A.height(base), A.height(e)),
        made=("pow", base, e),
    )


# -- exponentials and logarithms ------------------------------------------------------------------


def exponential(A: Normal, argument: Fraction) -> Fraction:
    """Return the exponential; with the laws of exponents a product over the argument's terms."""
    if EXPONENTS not in A.theories:
        return function_atom(A, "exp", argument, POSITIVE)
    result = A.one
    for c, monomial in A.terms(argument.num):
        base = A.reduced(monomial, argument.den)
        inner = generators(base.num)
        if base.den == UNIT and len(inner) == 1 and base.num == GENS[inner[0]]:
            made = A.atoms[inner[0]].made
            if made[:1] == ("log",) and (c * 2).q == 1:
                result = A.mul(result, power(A, made[1], A.constant(c)))
                continue
        if A.sign(base) in ("-", "0-"):
            base, c = A.times(base, -1), -c
        if (c * PARTS).q != 1:
            base, c = A.times(base, abs(c) * PARTS), fmpq(1) / PARTS * (1 if c > 0 else -1)
        result = A.mul(result, A.integer_power(_exponential_atom(A, base), int((c * PARTS).p)))
    return result


def _exponential_atom(A: Normal, base: Fraction) -> Fraction:
    """Return the exponential of an eighth of ``base``."""
    term: Term = fun("exp", ("div", A.term(base), ("int", PARTS)))
    made = A.atom(
        ("eighth", base.key),
        term,
        A.depends(base),
        POSITIVE,
        height=A.height(base),
        made=("eighth", base),
    )
    sign = A.sign(base)
    if sign in (POSITIVE, NONNEGATIVE):
        A.lower.setdefault(generators(made.num)[0], [(A.one, sign)])
    return made


def logarithm(A: Normal, a: Fraction) -> Fraction:
    """Return the logarithm; with the laws of logarithms a sum over the positive factors."""
    if LOGARITHMS not in A.theories:
        if EXPONENTS in A.theories and len(a.num) == 1 and len(a.den) == 1:
            whole, rest = _logarithm_of_exponentials(A, a)
            if rest == A.one:
                return whole
        return function_atom(A, "log", a)
    if a.num.is_zero():
        raise Declined("the logarithm of zero")
    c, found = A.factors(a)
    result, odd = A.zero, A.constant(1 if c > 0 else -1)
    for prime, e in primes(abs(c)):
        result = A.add(result, A.times(function_atom(A, "log", A.constant(prime), POSITIVE), e))
    for p, e in found:
        base = Fraction(p, UNIT)
        sign = A.sign(base)
        if sign in ("-", "0-"):
            base, sign, odd = A.times(base, -1), OPPOSITES[sign], A.times(odd, (-1) ** (e % 2))
        if sign in (POSITIVE, NONNEGATIVE):
            result = A.add(result, A.times(_logarithm_of(A, base), e))
        elif e % 2 == 0:
            result = A.add(result, A.times(_logarithm_of(A, modulus(A, base)), e))
        else:
            odd = A.mul(odd, A.integer_power(base, e))
    return result if odd == A.one else A.add(result, function_atom(A, "log", odd))


OPPOSITES = {"-": "+", "0-": "0+"}


def _logarithm_of(A: Normal, base: Fraction) -> Fraction:
    """Return the logarithm of one positive factor."""
    inner = generators(base.num)
    if base.den == UNIT and len(inner) == 1 and base.num == GENS[inner[0]]:
        made = A.atoms[inner[0]].made
        if made[:1] == ("eighth",):
            return A.times(made[1], fmpq(1) / PARTS)
        if made[:1] == ("exp",) and EXPONENTS in A.theories:
            return made[1]  # type: ignore[no-any-return]
        if made[:1] == ("sqrt",):
            return A.times(logarithm(A, made[1]), fmpq(1) / 2)
        if made[:1] == ("pow",):
            return A.mul(made[2], logarithm(A, made[1]))
        if made[:1] == ("product",) and PRODUCTS in A.theories:
            return A.logarithm_of_product(made)
    return function_atom(A, "log", base)


def _logarithm_of_exponentials(A: Normal, a: Fraction) -> tuple[Fraction, Fraction]:
    """Return the logarithm of the exponentials in a product, and the rest of it."""
    whole, rest = A.zero, A.one
    c, found = A.factors(a)
    rest = A.constant(c)
    for p, e in found:
        inner = generators(p)
        made = A.atoms[inner[0]].made if len(inner) == 1 and p == GENS[inner[0]] else ()
        if made[:1] == ("eighth",):
            whole = A.add(whole, A.times(made[1], fmpq(e) / PARTS))
        else:
            rest = A.mul(rest, A.integer_power(Fraction(p, UNIT), e))
    return whole, rest
