"""What densities, expectations and divergences are defined to be, and abbreviations."""

from __future__ import annotations

from collections.abc import Callable

from derive.recheck.terms import (
    MINUS_OO,
    ONE,
    OO,
    PI,
    Refusal,
    Term,
    bound_of,
    free,
    fresh,
    fun,
    is_symbol,
    parts,
    rebuild,
    same,
    shape,
    substitute,
)

TWO = ("int", 2)


def over(a: Term, b: Term) -> Term:
    """Return a quotient."""
    return ("div", a, b)


def density_formula(law: Term, x: Term) -> Term:
    """Return the formula of a distribution's density at a point."""
    if law[0] == "density":
        f = law[1]
        return substitute(f[1], {f[2]: x}) if f[0] == "lambda" else ("apply", f, x)
    if law[0] != "normal":
        raise Refusal("only distributions have a density")
    m, s = law[1], law[2]
    if shape(m) is None:
        front = over(ONE, ("mul", s, fun("sqrt", ("mul", TWO, PI))))
        exponent = over(("pow", ("sub", x, m), TWO), ("mul", TWO, ("pow", s, TWO)))
        return ("mul", front, fun("exp", ("neg", exponent)))
    size = (shape(m) or (ONE, ONE))[0]
    volume = ("mul", ("pow", ("mul", TWO, PI), size), ("det", s))
    d = ("sub", x, m)
    form = ("scalar", ("matmul", ("matmul", ("T", d), ("inverse", s)), d))
    return ("mul", over(ONE, fun("sqrt", volume)), fun("exp", ("neg", over(form, TWO))))


def space_of(law: Term) -> Term:
    """Return a new variable that a distribution is one of."""
    if law[0] == "normal":
        size = shape(law[1])
        domain = ("real",) if size is None else ("vector", size[0])
        return fresh(("sym", "x", domain))
    if law[0] == "density":
        f = law[1]
        if f[0] == "lambda":
            return fresh(f[2], "x")
        if is_symbol(f):
            return fresh(("sym", "x", ("vector", f[2][1])))
    raise Refusal("this is no distribution")


def whole_space(body: Term, x: Term) -> Term:
    """Return the integral over the line or over space."""
    if shape(x) is None:
        return ("integral", body, x, MINUS_OO, OO)
    return ("space", body, x)


def meaning(term: Term) -> Term | None:
    """Return what a density's value, an expectation or a divergence is defined to be."""
    if term[0] == "pdf":
        return density_formula(term[1], term[2])
    if term[0] == "E":
        _, f, x, law = term
        return whole_space(("mul", f, ("pdf", law, x)), x)
    if term[0] == "KL":
        q, p = term[1:]
        x = space_of(q)
        at_q, at_p = ("pdf", q, x), ("pdf", p, x)
        return whole_space(("mul", at_q, fun("log", over(at_q, at_p))), x)
    return None


def rewritten(term: Term, rule: Callable[[Term], Term | None]) -> Term:
    """Replace every node for which a rule gives another, from the leaves up."""
    inner = [rewritten(t, rule) for t, _ in parts(term)]
    term = rebuild(term, bound_of(term), inner) if inner else term
    new = rule(term)
    return term if new is None else new


def unfolded(term: Term, chosen: list[Term]) -> Term:
    """Replace the chosen terms by what they are defined to be, also inside one another."""
    for one in chosen:
        if same(term, one):
            value = meaning(one)
            if value is None:
                raise Refusal(f"{one[0]} has no definition to be unfolded")
            return unfolded(value, [c for c in chosen if c != one])
    inner = [unfolded(t, chosen) for t, _ in parts(term)]
    return rebuild(term, bound_of(term), inner) if inner else term


def without_densities(term: Term) -> Term:
    """Replace every density by its formula, for questions of growth."""
    return rewritten(term, lambda t: density_formula(t[1], t[2]) if t[0] == "pdf" else None)


def without_abbreviations(term: Term, where: list[tuple[Term, Term]]) -> Term:
    """Write abbreviations out, the latest first."""
    for letter, value in reversed(where):
        if letter in free(term):
            term = substitute(term, {letter: value})
    return term


def plain_laws(term: Term) -> Term:
    """Write the distribution whose density is that of a law as the law itself."""

    def rule(t: Term) -> Term | None:
        if t[0] == "density" and t[1][0] == "lambda" and t[1][1][0] == "pdf":
            (_, (_, law, at), x) = t[1]
            if at == x and x not in free(law):
                return law
        return None

    return rewritten(term, rule)
