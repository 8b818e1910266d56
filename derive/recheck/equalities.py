"""Checks of equalities: normal forms, definitions, linearity, and what is assumed."""

from __future__ import annotations

from collections.abc import Callable

from derive.recheck.compare import equal
from derive.recheck.definitions import unfolded
from derive.recheck.functions import EXPONENTS, LOGARITHMS, MODULUS
from derive.recheck.normal import LINEARITY, PRODUCTS, PYTHAGORAS, SUMS
from derive.recheck.step import FIELD, Step, occurs_in, replace_all
from derive.recheck.terms import (
    ONE,
    Refusal,
    Term,
    bound_of,
    canonical,
    integer,
    parts,
    rebuild,
    same,
    shape,
    subterms,
)
from derive.recheck.words import (
    CHOLESKY,
    COORDINATES,
    DETERMINANT,
    DIAGONAL,
    MATRICES,
    TRACE,
)

LOGS = (LOGARITHMS, EXPONENTS)
FINITE = (PRODUCTS, LOGARITHMS, SUMS)
SPACE = (MATRICES, TRACE, SUMS)
THEORIES_OF: dict[str, tuple[str, ...]] = {
    "field-arithmetic": (),
    "adding-and-subtracting": (),
    "square-of-a-sum": (),
    "laws-of-exponents": (EXPONENTS,),
    "modulus-of-a-product": (MODULUS,),
    "pythagorean-identity": (PYTHAGORAS,),
    "logarithm-of-a-quotient": LOGS,
    "logarithm-of-a-product": (LOGARITHMS,),
    "logarithm-of-an-exponential": (EXPONENTS,),
    "logarithm-of-a-root": (LOGARITHMS,),
    "logarithm-of-a-power": LOGS,
    "collecting-logarithms": (LOGARITHMS,),
    "logarithm-of-a-finite-product": FINITE,
    "finite-products": (PRODUCTS, EXPONENTS, SUMS),
    "linearity-of-finite-sums": (SUMS,),
    "matrix-algebra": (MATRICES,),
    "number-as-a-trace": (MATRICES, TRACE),
    "properties-of-the-trace": (MATRICES, TRACE),
    "properties-of-the-determinant": (MATRICES, DETERMINANT),
    "cholesky-factorisation": (MATRICES, CHOLESKY),
    "diagonal-matrices": (MATRICES, DIAGONAL, SUMS),
    "coordinates": (MATRICES, DIAGONAL, COORDINATES, SUMS, TRACE, DETERMINANT),
    "linearity-of-the-integral": (),
    "linearity-of-the-expectation": (),
    "iterated-integral": (),
    "linearity-in-space": SPACE,
}
"""What each rule may use."""
ITS_OWN: dict[str, tuple[str, ...]] = {
    "logarithm-of-a-quotient": (LOGARITHMS,),
    "logarithm-of-a-power": (LOGARITHMS,),
    "logarithm-of-a-finite-product": (PRODUCTS, LOGARITHMS),
    "finite-products": (PRODUCTS,),
    "number-as-a-trace": (TRACE,),
    "properties-of-the-trace": (TRACE,),
    "properties-of-the-determinant": (DETERMINANT,),
    "cholesky-factorisation": (CHOLESKY,),
    "diagonal-matrices": (DIAGONAL,),
    "coordinates": (COORDINATES,),
}
"""What each rule is about: without it the step must not be seen.  Else all that it may use."""


def check_normal_form(step: Step) -> None:
    """Check that both lines have one normal form, by what the rule is about."""
    theories = _theories(step)
    if not equal(step.before, step.after, theories):
        raise Refusal("the two lines have different normal forms")
    for own in ITS_OWN.get(step.rule, THEORIES_OF[step.rule]):
        if equal(step.before, step.after, theories - {own}):
            raise Refusal(f"the line follows without {own}: the rule's name is wrong")
    if step.rule in SHAPES and not SHAPES[step.rule](step):
        raise Refusal(f"this is no step by {step.rule}")


def _theories(step: Step) -> frozenset[str]:
    allowed = frozenset(THEORIES_OF[step.rule])
    if frozenset(step.proposed.get("theories", ())) != allowed:
        raise Refusal(f"the rule {step.rule} does not use these theories")
    return allowed


# -- the shapes that some rules are about ---------------------------------------------------------


def nodes_that_change(step: Step, head: str) -> list[Term]:
    """Return the nodes with a head that occur in one line only."""
    lines = [{canonical(t) for t in subterms(p) if t[0] == head}
             for p in (step.before, step.after)]  # fmt: skip
    return list(lines[0] ^ lines[1])


def _logarithms(step: Step) -> list[tuple[Term, set[Term]]]:
    """Return the arguments whose logarithm is in one line only, with those of the other line."""
    one, other = _arguments(step.before), _arguments(step.after)
    return [(t, other) for t in one - other] + [(t, one) for t in other - one]


def _is_quotient(step: Step) -> bool:
    """Say whether the logarithm of a quotient stands against one of its denominator."""
    return any(t[0] == "div" and t[2] in others for t, others in _logarithms(step))


def _is_product(step: Step) -> bool:
    """Say whether logarithms of products went, and those of all their factors came."""
    gone, come = _logarithms_gone_and_come(step)
    factors = {f for t in gone for f in _factors(t)}
    return bool(gone) and come <= factors <= _arguments(step.after)


def _is_exponential(step: Step) -> bool:
    """Say whether logarithms of exponentials went, and none came."""
    gone, come = _logarithms_gone_and_come(step)
    return bool(gone) and not come and all(t[:2] == ("fun", "exp") for t in gone)


def _is_root(step: Step) -> bool:
    """Say whether logarithms of roots went, and those of what is under them came."""
    gone, come = _logarithms_gone_and_come(step)
    roots = all(t[:2] == ("fun", "sqrt") for t in gone)
    return bool(gone) and roots and come <= {t[2] for t in gone} <= _arguments(step.after)


def _logarithms_gone_and_come(step: Step) -> tuple[set[Term], set[Term]]:
    """Return the arguments whose logarithm is in the first line only, and in the second only."""
    before, after = _arguments(step.before), _arguments(step.after)
    return before - after, after - before


def _arguments(line: Term) -> set[Term]:
    return {canonical(t[2]) for t in subterms(line) if t[:2] == ("fun", "log")}


def _factors(t: Term) -> list[Term]:
    return [f for u in t[1:] for f in _factors(u)] if t[0] == "mul" else [t]


def _is_power(step: Step) -> bool:
    exponent = step.given.get("exponent")
    return any(t[0] == "pow" and t[2] == exponent for t, _ in _logarithms(step))


def _is_inserted(step: Step) -> bool:
    """Say whether ``x - b`` became ``(x - a) + (a - b)``, or a letter ``x`` ``(x - a) + a``."""
    a = step.given.get("term")
    at = step.at
    if not isinstance(a, tuple) or at is None:
        return False
    if at[0] == "sub":
        new: Term = ("add", ("sub", at[1], a), ("sub", a, at[2]))
    else:
        new = ("add", ("sub", at, a), a)
    return same(replace_all(step.before, at, new), step.after)


def _is_square(step: Step) -> bool:
    """Say whether a square of a sum became the squares and twice the product."""
    squares = [t for t in subterms(step.before) if _is_square_of_a_sum(t)]
    return any(_is_expansion(step, t) for t in squares if step.at is None or same(t, step.at))


def _is_square_of_a_sum(t: Term) -> bool:
    return bool(t[0] == "pow" and integer(t[2]) == 2 and t[1][0] in ("add", "sub"))


def _is_expansion(step: Step, square: Term) -> bool:
    two = ("int", 2)
    sign, a, b = square[1]
    cross = (sign, ("pow", a, two), ("mul", two, ("mul", a, b)))
    new = ("add", cross, ("pow", b, two))
    changed = replace_all(step.before, square, new)
    return bool(ordered(canonical(changed)) == ordered(canonical(step.after)))


def _is_trace(step: Step) -> bool:
    return bool(nodes_that_change(step, "trace"))


SHAPES: dict[str, Callable[[Step], bool]] = {
    "logarithm-of-a-quotient": _is_quotient,
    "logarithm-of-a-product": _is_product,
    "logarithm-of-an-exponential": _is_exponential,
    "logarithm-of-a-root": _is_root,
    "logarithm-of-a-power": _is_power,
    "adding-and-subtracting": _is_inserted,
    "square-of-a-sum": _is_square,
    "number-as-a-trace": _is_trace,
}


# -- definitions, linearity, assumptions ----------------------------------------------------------

DEFINES: dict[str, Callable[[Term], bool]] = {
    "definition-of-the-divergence": lambda t: bool(t[0] == "KL"),
    "definition-of-the-expectation": lambda t: bool(t[0] == "E"),
    "normal-density": lambda t: bool(t[0] == "pdf" and t[1][0] == "normal"),
    "density-by-its-formula": lambda t: bool(t[0] == "pdf" and t[1][0] == "density"),
}


def check_definition(step: Step) -> None:
    """Check that a line is the other with definitions written out, or abbreviations only."""
    terms = step.proposed.get("terms", [])
    if step.rule == "abbreviation":
        if terms or step.as_written[0] == step.as_written[1]:
            raise Refusal("an abbreviation changes how a line is written, and nothing else")
        if not same(step.before, step.after):
            raise Refusal("the lines differ when abbreviations are written out")
        return
    if not terms or not all(DEFINES[step.rule](t) for t in terms):
        raise Refusal(f"{step.rule} unfolds other terms than these")
    if same(step.before, step.after):
        raise Refusal("nothing is unfolded")
    changing = [t for t in terms if occurs_in(t, step.before) != occurs_in(t, step.after)]
    if not changing and step.at is None:
        raise Refusal("the terms occur in both lines, or in neither")
    if not all(occurs_in(t, step.before) or occurs_in(t, step.after) for t in terms):
        raise Refusal("a term to be unfolded occurs in neither line")
    before, after = unfolded(step.before, terms), unfolded(step.after, terms)
    if ordered(canonical(before)) != ordered(canonical(after)):
        raise Refusal("the lines differ when the definitions are written out")


def ordered(term: Term) -> Term:
    """Return a term with the factors of its products of numbers in one order, ones left out."""
    if term[0] in ("sym", "int"):
        return term
    inner = [ordered(t) for t, _ in parts(term)]
    if term[0] == "mul" and shape(term[1]) is None and shape(term[2]) is None:
        factors = [f for t in inner for f in (t[1:] if t[0] == "factors" else (t,))]
        factors = sorted((f for f in factors if f != ONE), key=str)
        return factors[0] if len(factors) == 1 else ("factors", *factors)
    return rebuild(term, bound_of(term), inner)


def check_linearity(step: Step) -> None:
    """Check that integrals or expectations were split, and constants taken out."""
    theories = _theories(step)
    if not equal(step.before, step.after, theories | {LINEARITY}):
        raise Refusal("linearity does not give this line")
    if equal(step.before, step.after, theories):
        raise Refusal("the line follows without linearity: the rule's name is wrong")
    expectations = nodes_that_change(step, "E")
    integrals = nodes_that_change(step, "integral") + nodes_that_change(step, "space")
    nested = any(t[0] in ("integral", "space") and t[1][0] == "integral" for t in integrals)
    vectors = any(
        t[0] == "space" or (t[0] == "E" and shape(t[2])) for t in integrals + expectations
    )
    fits = {
        "linearity-of-the-integral": bool(integrals) and not expectations and not nested,
        "linearity-of-the-expectation": bool(expectations) and not integrals,
        "iterated-integral": nested,
        "linearity-in-space": vectors,
    }
    if not fits[step.rule]:
        raise Refusal(f"this is no step by {step.rule}")


def check_assumption(step: Step) -> None:
    """Check that lines differ by equations that the theorem assumes."""
    equations = [p for p in step.grounds.assumptions if p[0] == "eq"]
    used = [p for p in equations if _occurrences(p, step.before) != _occurrences(p, step.after)]
    if not used or equal(step.before, step.after, FIELD):
        raise Refusal("no assumed equation is used")
    before, after = step.before, step.after
    for _, left, right in used:
        before, after = replace_all(before, left, right), replace_all(after, left, right)
    if not equal(before, after, FIELD):
        raise Refusal("the assumptions do not give this line")
    step.needed += used


def _occurrences(equation: Term, line: Term) -> int:
    return sum(same(t, equation[1]) for t in subterms(line) if t[0] == equation[1][0])
