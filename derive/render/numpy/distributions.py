"""NumPy distributions: those that a function is the density of, unfolded in the formulas."""

from __future__ import annotations

from dataclasses import replace

from derive.document import ArgumentEntry, DerivationEntry
from derive.formula import BINDERS, Formula
from derive.render.numpy.scope import BOTH_ENDS, free, fresh

FUNCTION = "positive function"


def unfolded(d: DerivationEntry) -> DerivationEntry:
    """Return a derivation that speaks of functions and integrals, not of their distributions.

    The densities of a `WithDensity` become values of its function, expectations and divergences
    integrals.  A dimension that is known from functions only becomes the last argument.
    """
    taken = {a.variable for a in d.arguments} | {a.code for a in d.arguments}

    def formula(f: Formula) -> Formula:
        return _unfolded(f, taken)

    return replace(
        d,
        claim=formula(d.claim),
        start=formula(d.start),
        steps=tuple(replace(s, before=formula(s.before), after=formula(s.after)) for s in d.steps),
        where=tuple((v, formula(meaning)) for v, meaning in d.where),
        arguments=(*d.arguments, *_dimensions(d)),
    )


def _dimensions(d: DerivationEntry) -> list[ArgumentEntry]:
    """Return the dimensions that no argument but a function has."""
    known = {a.variable for a in d.arguments}
    known |= {k for a in d.arguments if a.domain != FUNCTION for k in a.dimensions}
    asked = {k for a in d.arguments for k in a.dimensions if not k.isdigit()}
    return [ArgumentEntry(k, k, "dimension") for k in sorted(asked - known)]


def _unfolded(f: Formula, taken: set[str]) -> Formula:
    f = replace(f, args=tuple(_unfolded(a, taken) for a in f.args))
    if f.head == "Applied":
        return _value(*f.args)
    if f.head == "Density":
        return _density(*f.args)
    if f.head == "Expectation" and f.args[2].head == "WithDensity":
        body, x, q = f.args
        return _over_space(Formula("Times", (body, _density(q, x)), shape=body.shape), x)
    if f.head == "KL" and "WithDensity" in (f.args[0].head, f.args[1].head):
        q, p = f.args
        return _divergence(q, p, taken)
    return f


def _divergence(q: Formula, p: Formula, taken: set[str]) -> Formula:
    """Return the formula of KL(q, p), the integral of q·log(q/p)."""
    of = (q if q.head == "WithDensity" else p).args[0].shape[1]
    x = Formula("Var", (), fresh("x", taken | free(q) | free(p)), (of, "1"), "vector")
    at_q, at_p = _density(q, x), _density(p, x)
    logarithm = Formula("Log", (Formula("Over", (at_q, at_p)),))
    return _over_space(Formula("Times", (at_q, logarithm)), x)


def _over_space(body: Formula, x: Formula) -> Formula:
    return Formula("Integral", (body, x, *BOTH_ENDS[::-1]), shape=body.shape)


def _density(q: Formula, x: Formula) -> Formula:
    return _value(q.args[0], x) if q.head == "WithDensity" else Formula("Density", (q, x))


def _value(function: Formula, x: Formula) -> Formula:
    """Return the formula of f(x): for the function z ↦ body, the body with x for z."""
    if function.head != "Lambda":
        return Formula("Applied", (function, x))
    body, z = function.args
    return _put(x, z, body)


def _put(x: Formula, z: Formula, f: Formula) -> Formula:
    """Return a formula with x for z.

    Raises
    ------
    ValueError
        If a variable of x would become bound.
    """
    if f.head == "Var":
        return x if f.text == z.text else f
    args = tuple(_put(x, z, a) for a in f.args)
    if f.head not in BINDERS or args == f.args:
        return replace(f, args=args)
    if f.args[1].text in free(x) | {z.text}:
        raise ValueError(f"{f.args[1].text} means two things at once: no numerical form")
    return replace(f, args=args)
