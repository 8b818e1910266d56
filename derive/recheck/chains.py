"""Checks of conclusions from a whole chain, and of what the chain says in the end."""

from __future__ import annotations

from derive.recheck.signs import nonnegative
from derive.recheck.step import Step
from derive.recheck.terms import ZERO, Refusal, Term, fun, same


def check_comparison(step: Step) -> None:
    """Check that what lies below something tends to 0 with it, or is integrable with it."""
    if step.relation != "=>" or len(step.earlier) < 2:
        raise Refusal("a comparison concludes from a bound and what is said of it")
    relations = [r for r, _ in step.earlier[1:-1]]
    bound, said = step.earlier[-2][1], step.earlier[-1]
    start = step.earlier[0][1]
    if not set(relations) <= {"=", "<=", "<"} or said[0] not in ("tends to", "is integrable"):
        raise Refusal("the chain is no bound by what tends to 0 or is integrable")
    about, after = said[1], step.after
    if not same(about[1], bound) or about[0] != after[0]:
        raise Refusal("the statement is about another function than the bound")
    if not same(start, fun("abs", after[1])):
        raise Refusal("the chain does not begin at the modulus of the function")
    if about[0] == "tends" and about[3] != ZERO:
        raise Refusal("the bound does not tend to 0")
    if about[0] not in ("tends", "integrable") or [*about[2:]] != [*after[2:]]:
        raise Refusal("the conclusion is about other points or another interval")


def check_root(step: Step) -> None:
    """Check ``a = sqrt(b)`` after a chain ``a**2 = ... = b``, with ``a >= 0``."""
    if step.relation != "=>" or step.after[0] != "eq":
        raise Refusal("a root is an equality that the chain implies")
    if not {r for r, _ in step.earlier[1:]} <= {"="} or len(step.earlier) < 2:
        raise Refusal("the chain before is not one of equalities")
    start, last = step.earlier[0][1], step.earlier[-1][1]
    _, a, root = step.after
    if not same(start, ("pow", a, ("int", 2))) or not same(root, fun("sqrt", last)):
        raise Refusal("the chain is not one from the square to the number under the root")
    if not nonnegative(a):
        raise Refusal("the root is not seen to be nonnegative")


STATEMENTS = {
    "tends to": "tends",
    "is integrable": "integrable",
    "is strictly convex": "convex",
}


def conclusion(chain: list[tuple[str, Term]]) -> Term:
    """Return what a chain of lines says as a whole; the first has no relation."""
    start, last = chain[0][1], chain[-1][1]
    relations = [r for r, _ in chain[1:]]
    if relations[-1] in (*STATEMENTS, "=>"):
        return last
    if set(relations) <= {"<=>"}:
        return ("iff", start, last)
    if set(relations) <= {"=", "<=", "<"}:
        word = "lt" if "<" in relations else "le" if "<=" in relations else "eq"
        return (word, start, last)
    raise Refusal("the relations of the chain do not go together")


def check_order(chain: list[tuple[str, Term]]) -> None:
    """Refuse a chain whose lines are not of the kind that their relations need."""
    for n, (relation, line) in enumerate(chain[1:], 1):
        before = chain[n - 1][0]
        if before in STATEMENTS and relation != "=>":
            raise Refusal("only a conclusion follows on a statement")
        if before == "=>":
            raise Refusal("nothing follows on a conclusion")
        if relation in STATEMENTS and line[0] not in (STATEMENTS[relation], "integrable_space"):
            raise Refusal(f"the line does not say that something {relation}")


def is_headline(claim: Term, chain: list[tuple[str, Term]]) -> bool:
    """Say whether the claim is what the chain says, from left to right."""
    return same(claim, conclusion(chain))
