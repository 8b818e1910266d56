"""One step at a time: what the check of its kind says of two lines, apart from any certificate."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from derive.recheck.discharge import IN_SPACE, ON_THE_LINE, VANISHES, Grounds
from derive.recheck.domains import symbol_table
from derive.recheck.parse import parse
from derive.recheck.rules import CHECKS, KIND_OF
from derive.recheck.step import Step, Theorem, check_place
from derive.recheck.terms import Refusal, Term

SYMBOLS = {
    **dict.fromkeys(("x", "y", "u", "v", "mu", "m", "a", "b", "lambda", "eta"), "real"),
    **dict.fromkeys(("s", "sigma", "tau", "c", "t"), "positive"),
    **dict.fromkeys(("r", "w"), "nonnegative"),
    "theta": "real",
    "h": "unit_interval",
    "n": "natural",
    "k": "dimension",
    **dict.fromkeys(("i", "j"), "index(k)"),
    **dict.fromkeys(("p", "q", "z"), "vector(k)"),
    "S": "positive_definite(k)",
    "R": "positive_definite(k)",
    **dict.fromkeys(("A", "B"), "matrix(k, k)"),
    "M": "invertible(k)",
    "d": "positive_vector(k)",
    "f": "positive_function(k)",
    "g": "positive_function(k)",
}
TABLE = symbol_table(SYMBOLS)
GAUSSIANS = {
    "on_the_line": (ON_THE_LINE, []),
    "in_space": (IN_SPACE, []),
    "vanishes": (VANISHES, []),
}
NAMES = ("name", "theories")


def term(text: str, table: Mapping[str, Term] = TABLE) -> Term:
    return parse(text, table)


def data(value: Any, key: str = "") -> Any:
    """Read parameters as a certificate's reader does."""
    if value is None or key in NAMES:
        return value
    if isinstance(value, list):
        return [data(v) for v in value]
    if isinstance(value, dict):
        return {k: data(v) for k, v in value.items()}
    return term(str(value))


def step(
    before: str,
    after: str,
    rule: str,
    relation: str = "=",
    at: str | None = None,
    earlier: tuple[tuple[str, str], ...] = (),
    assumptions: tuple[str, ...] = (),
    theorem: tuple[str, dict[str, str]] | None = None,
    given: dict[str, Any] | None = None,
    **proposed: Any,
) -> Step:
    """Return a step; a theorem is its claim and the domains of its symbols."""
    chain = [*((r, term(line)) for r, line in earlier), ("", term(before))]
    said = None
    if theorem is not None:
        table = symbol_table(theorem[1])
        said = Theorem(term(theorem[0], table), [], table)
        proposed = {"name": "cited", **proposed}
    return Step(
        before=term(before),
        after=term(after),
        relation=relation,
        rule=rule,
        kind=KIND_OF[rule],
        at=None if at is None else term(at),
        proposed={k: data(v, k) for k, v in proposed.items()},
        given={k: data(v, k) for k, v in (given or {}).items()},
        table=dict(TABLE),
        grounds=Grounds([term(p) for p in assumptions], dict(GAUSSIANS)),
        earlier=chain,
        as_written=(before, after),
        theorem=said,
    )


def verdict(*arguments: Any, **more: Any) -> str:
    """Return what the check of the step's kind says: nothing, or the reason of its refusal."""
    try:
        one = step(*arguments, **more)
        check, relations, _ = CHECKS[one.kind]
        if one.relation not in relations:
            raise Refusal("no such relation")
        check_place(one)
        check(one)
    except Refusal as reason:
        return str(reason)
    return ""
