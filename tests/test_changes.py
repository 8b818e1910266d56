"""What is marked in two lines is what was rewritten, and nothing else differs."""

from __future__ import annotations

from itertools import combinations
from typing import Any

import pytest

from derive.changes import MOST, Path, Paths, at, changes
from derive.document import Document, StepEntry
from derive.formula import Formula, formula
from derive.notation import (
    Equal,
    Expectation,
    Integral,
    Less,
    MatrixProduct,
    Minus,
    Normal,
    Plus,
    TendsTo,
    Times,
    as_term,
    exp,
    log,
    matrix,
    oo,
    positive,
    real,
)
from derive.render.text import text

a, b, c, d, x, y = real("a b c d x y")
sigma = positive("sigma")
A, B, C, D = (matrix(name, 3, 3) for name in "ABCD")
q = Normal(a, sigma)

CASES = {
    "one term of a sum": (a + b + c, a + d + c, "b", "d"),
    "a term that moved is not marked": (a + b + c, c + a + d, "b", "d"),
    "one factor": (2 * (a * b) * c, 2 * (a * 0) * c, "b", "0"),
    "the factor that became 0": (
        a + 2 * (b * Expectation(x, x, q)) + c,
        a + 2 * (b * 0) + c,
        "𝔼_𝒩(a, σ²)[x]",
        "0",
    ),
    "a sum reordered": (a + b, b + a, "a + b", "b + a"),
    "a sum regrouped": ((a + b) + c, a + (b + c), "a + b + c", "a + (b + c)"),
    "a product regrouped in a sum": (
        d + (a * b) * c,
        d + Times(a, b * c),
        "a·b·c",
        "a·b·c",
    ),
    "linearity is about the whole integral": (
        Integral(a * x + b, x),
        a * Integral(x, x) + Integral(b, x),
        "∫_ℝ (a·x + b) dx",
        "a·∫_ℝ x dx + ∫_ℝ b dx",
    ),
    "another variable of integration": (
        2 * Integral(exp(x), x, 0, 1),
        2 * Integral(exp(y), y, 0, 1),
        "∫_[0, 1] exp(x) dx",
        "∫_[0, 1] exp(y) dy",
    ),
    "inside an integral": (Integral(x + a, x), Integral(x + b, x), "a", "b"),
    "both parts of a quotient": (a / b, c / d, "a/b", "c/d"),
    "one part of a quotient": (a / b, c / b, "a", "c"),
    "the argument of a function": (log(a) - b, log(c) - b, "a", "c"),
    "a term that comes from nothing": (x - b, Plus(x - a, a - b), "x − b", "(x − a) + (a − b)"),
    "a term left out of a long sum": (a + b + c + d + x, a + b + c + d, "x", "a + b + c + d"),
    "a sign": (a - b - c, a + b - c, "a − b", "a + b"),
    "terms gathered": (a * x + b * x + c, (a + b) * x + c, "a·x + b·x", "(a + b)·x"),
    "factors in the middle of a product": (
        MatrixProduct(MatrixProduct(A, B), C),
        MatrixProduct(MatrixProduct(A, D), C),
        "B",
        "D",
    ),
    "the ends of a product of matrices": (
        MatrixProduct(MatrixProduct(A, B + D), C),
        MatrixProduct(MatrixProduct(D, B + D), D),
        "A ¦ C",
        "D ¦ D",
    ),
    "matrices that change places in a product": (
        MatrixProduct(MatrixProduct(MatrixProduct(A, B), C), D),
        MatrixProduct(MatrixProduct(MatrixProduct(A, C), B), D),
        "B ¦ C",
        "C ¦ B",
    ),
    "a sum above a bar and what is below": ((a + b) / c, (c + d) / a, "(a + b)/c", "(c + d)/a"),
    "matrices that change places": (MatrixProduct(A, B), MatrixProduct(B, A), "A B", "B A"),
    "one side of an equation": (Equal(a, b), Equal(a, c), "b", "c"),
    "an inequality instead of an equation": (Equal(a, b), Less(a, b), "a = b", "a < b"),
    "what a line tends to": (exp(x), TendsTo(exp(x), x, 0, -oo), "exp(x)", "0"),
    "the sum in an exponent": (exp(-(a + b)), exp(-(a + c)), "b", "c"),
    "a difference in brackets": (a - (b - c), a - b + c, "a − (b − c)", "a − b + c"),
}


def shown(line: Formula, paths: Paths) -> str:
    return " ¦ ".join(text(at(line, path)) for path in paths)


@pytest.mark.parametrize("case", CASES)
def test_what_was_rewritten_is_marked(case: str):
    *lines, old, new = CASES[case]
    before, after = (formula(as_term(line)) for line in lines)
    marks = changes(before, after)
    assert (shown(before, marks[0]), shown(after, marks[1])) == (old, new)


def test_many_marks_become_one_around_them():
    letters = real("a b c d x y")
    before, after = (formula(Equal(log(f(letters)), c)) for f in (_squares, _cubes))
    marks = changes(before, after)
    assert marks == (((0, 0),), ((0, 0),))


def _squares(terms: Any) -> Any:
    return _sum([t**2 / (x + t) for t in terms])


def _cubes(terms: Any) -> Any:
    return _sum([t**3 / (x + t) for t in terms])


def _sum(terms: list[Any]) -> Any:
    first, *others = terms
    for term in others:
        first = Minus(first, term)
    return first


def test_equal_lines_are_marked_as_a_whole():
    assert changes(formula(a + b), formula(a + b)) == (((),), ((),))


@pytest.fixture(scope="module")
def steps(whole: Document) -> list[StepEntry]:
    return [step for entry in whole.derivations for step in entry.steps]


def test_every_step_of_the_library_is_marked_in_both_lines(steps: list[StepEntry]):
    for step in steps:
        for line, paths in ((step.before, step.changed_before), (step.after, step.changed_after)):
            assert 1 <= len(paths) <= MOST, step.name
            for one, other in combinations(paths, 2):
                assert one[: len(other)] != other, f"{step.name}: a mark inside a mark"
                assert other[: len(one)] != one, f"{step.name}: a mark inside a mark"
            assert all(at(line, path) for path in paths)


def test_what_is_not_marked_is_the_same_in_both_lines(steps: list[StepEntry]):
    for step in steps:
        if step.after.head != "TendsTo":
            before = rest(step.before, step.changed_before)
            assert before == rest(step.after, step.changed_after), step.name


def rest(f: Formula, paths: Paths, path: Path = ()) -> Any:
    """What is left of a line without what is marked, chains without order and grouping."""
    if path in paths:
        return None
    inside = [rest(g, paths, (*path, i)) for i, g in enumerate(f.args)]
    if f.head in ("Plus", "Minus", "Neg", "Times", "And", "MatrixProduct"):
        kind = "Sum" if f.head in ("Plus", "Minus", "Neg") else f.head
        return _flat(kind, f, inside)
    return None if inside and not any(inside) else (f.head, f.text, tuple(inside))


def _flat(kind: str, f: Formula, inside: list[Any]) -> Any:
    """A chain's own terms; one of which nothing or one thing is left is no chain."""
    signs = {"Minus": (1, -1), "Neg": (-1,)}.get(f.head, (1,) * len(inside))
    terms = []
    for sign, term in zip(signs, inside, strict=True):
        if term and term[0] == kind:
            terms += [(s * sign, t) for s, t in term[1]]
        elif term:
            terms.append((sign, term))
    return (kind, sorted(terms, key=repr)) if terms else None


def test_a_term_that_takes_another_sign_is_marked_with_its_sign():
    before, after = formula(a + log(exp(-b)) + c), formula(a - b + c)
    assert changes(before, after) == (((0,),), ((0,),))
    # The sign of a first term stands before the bracket that it is first in.
    before, after = formula(c - (log(exp(-b)) + a)), formula(c + b - a)
    old, _ = changes(before, after)
    assert old == ((),)
    # What begins with a minus of its own has that in its mark.
    before, after = formula(c - (log(1 / sigma) + a)), formula(c - (-log(sigma) + a))
    assert changes(before, after) == (((1, 0),), ((1, 0),))
