"""Derivatives in a direction, of numbers and matrices, in numbers, vectors and matrices."""

from __future__ import annotations

from derive.recheck.compare import decided_sign, equal
from derive.recheck.definitions import density_formula, without_densities
from derive.recheck.normal import THEORIES
from derive.recheck.terms import (
    ONE,
    SYMMETRIC,
    ZERO,
    Declined,
    Refusal,
    Term,
    free,
    fun,
    integer,
    shape,
    substitute,
)
from derive.recheck.words import CHOLESKY

ALL = THEORIES - {CHOLESKY}
TWO = ("int", 2)


def zero_like(term: Term) -> Term:
    """Return the zero of a term's shape."""
    size = shape(term)
    return ZERO if size is None else ("zero", *size)


def differential(t: Term, x: Term, h: Term) -> Term:
    """Return the derivative of ``t`` in ``x`` along ``h``."""
    if x not in free(t):
        return zero_like(t)
    head = t[0]
    if t == x:
        return h

    def d(u: Term) -> Term:
        return differential(u, x, h)

    if head in ("add", "sub"):
        return (head, d(t[1]), d(t[2]))
    if head in ("neg", "T", "trace", "scalar"):
        return (head, d(t[1]))
    if head in ("mul", "matmul"):
        return ("add", (head, d(t[1]), t[2]), (head, t[1], d(t[2])))
    if head == "div":
        return ("sub", ("div", d(t[1]), t[2]),
                ("mul", ("div", d(t[2]), ("pow", t[2], TWO)), t[1]))  # fmt: skip
    if head == "pow":
        return _of_power(t, d, x)
    if head == "fun":
        return _of_function(t, d)
    if head == "inverse":
        return ("neg", ("matmul", ("matmul", t, d(t[1])), t))
    if head == "det":
        return ("mul", t, ("trace", ("matmul", ("inverse", t[1]), d(t[1]))))
    if head == "entry" and all(x not in free(i) for i in t[2:]):
        return ("entry", d(t[1]), *t[2:])
    if head in ("sum", "coordinates", "diagonal"):
        return (head, d(t[1]), t[2])
    if head == "pdf" and t[1][0] == "normal":
        return d(density_formula(t[1], t[2]))
    if head == "deriv" and shape(t[2]) is None:
        inner = differential(t[1], t[2], ONE)
        return d(substitute(inner, {t[2]: t[3]}))
    raise Declined(f"the derivative of {head}")


def _of_power(t: Term, d: object, x: Term) -> Term:
    base, exponent = t[1], t[2]
    assert callable(d)
    if x in free(exponent):
        inner = ("add", ("mul", d(exponent), fun("log", base)),
                 ("div", ("mul", exponent, d(base)), base))  # fmt: skip
        if decided_sign(base) != "+":
            raise Declined("the derivative of a power whose base may vanish")
        return ("mul", t, inner)
    n = integer(exponent)
    if n == 0:
        return ZERO
    if n is None and decided_sign(base) not in ("+", "-", "!"):
        raise Declined("the derivative of a power whose base may vanish")
    less = ("int", n - 1) if n and n > 0 else ("sub", exponent, ONE)
    return ("mul", ("mul", exponent, ("pow", base, less)), d(base))


def _of_function(t: Term, d: object) -> Term:
    assert callable(d)
    name, u = t[1], t[2]
    if name == "exp":
        return ("mul", t, d(u))
    if name == "log":
        return ("div", d(u), u)
    if name == "sin":
        return ("mul", fun("cos", u), d(u))
    if name == "cos":
        return ("neg", ("mul", fun("sin", u), d(u)))
    if name == "arctan":
        return ("div", d(u), ("add", ONE, ("pow", u, TWO)))
    if name == "sqrt" and decided_sign(u) == "+":
        return ("div", d(u), ("mul", TWO, t))
    if name == "abs" and decided_sign(u) in ("+", "-", "!"):
        return ("mul", ("div", u, t), d(u))
    raise Declined(f"the derivative of {name} where its argument may vanish")


def check_derivative(derivative: Term, value: Term) -> None:
    """Refuse a value that is not the derivative's."""
    _, f, x, point = derivative
    if point != x:
        raise Refusal("a derivative is given as a function of its variable")
    if shape(derivative) != shape(value):
        raise Refusal("a derivative and its value have different shapes")
    f, value = without_densities(f), without_densities(value)
    size = shape(x)
    if size is None:
        right = equal(differential(f, x, ONE), value, ALL)
    elif size[1] == ONE and x[2][0] in ("vector", "positive_vector"):
        h = ("sym", "h~", ("vector", size[0]))
        along = ("matmul", ("T", value), h) if shape(f) is None else ("matmul", value, h)
        right = equal(differential(f, x, h), _number(along), ALL)
    elif x[2][0] in SYMMETRIC - {"diagonal", "positive_diagonal"} and shape(f) is None:
        h = ("sym", "H~", ("symmetric", size[0]))
        right = equal(differential(f, x, h), ("trace", ("matmul", value, h)), ALL)
        right = right and equal(value, ("T", value), ALL)
    else:
        raise Declined("a derivative in a matrix that is not symmetric")
    if not right:
        raise Refusal("a derivative does not have the value given for it")


def check_differentiable(derivative: Term) -> None:
    """Decline a derivative of what is not seen to be differentiable."""
    _, f, x, _ = derivative
    size = shape(x)
    h = ONE if size is None else ("sym", "h~", ("matrix", *size))
    differential(f, x, h)


def _number(product: Term) -> Term:
    return ("scalar", product) if shape(product) == (ONE, ONE) else product
