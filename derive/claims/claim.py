"""Claim: what somebody states, read from one line of JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sympy.core.basic import Basic

from derive.claims.parser import Reader
from derive.claims.problem import ClaimError
from derive.claims.symbols import Table, read_symbols
from derive.notation import (
    AtMost,
    Comparison,
    Equal,
    Less,
    Proposition,
    Unequal,
    Var,
    Zero,
    is_scalar,
    shape,
)

RELATIONS = ("=", "<=", "<", "=>", "<=>")
KEYS = ("id", "before", "after", "relation", "symbols", "conditions")
LONGEST_LINE, MOST_SYMBOLS, MOST_CONDITIONS = 100_000, 60, 40
TERM_RELATIONS: dict[str, type[Comparison]] = {"=": Equal, "<=": AtMost, "<": Less}


@dataclass(frozen=True)
class Claim:
    """``before relation after`` for all values of the symbols that satisfy the conditions.

    Attributes
    ----------
    id : str, int, float or None
        What its author calls it.
    before, after : Term or Proposition
        The two sides; propositions where the relation is ``=>`` or ``<=>``.
    relation : str
        ``=``, ``<=``, ``<``, ``=>`` or ``<=>``; ``!=`` where it is stated in one text.
    conditions : tuple of Proposition
        What it is claimed under.
    table : Table
        Its symbols.
    names : mapping of Var to str
        What people call each variable, bound ones too.
    """

    id: Any
    before: Basic
    after: Basic
    relation: str
    conditions: tuple[Proposition, ...]
    table: Table
    names: Mapping[Var, str]

    @property
    def is_about_propositions(self) -> bool:
        """Whether it is an implication or an equivalence."""
        return self.relation in ("=>", "<=>")

    @property
    def statement(self) -> Proposition:
        """The claim between two terms as one proposition."""
        made = Unequal if self.relation == "!=" else TERM_RELATIONS[self.relation]
        return made(self.before, self.after)

    @property
    def variables(self) -> tuple[Var, ...]:
        """The declared symbols and the dimensions."""
        return tuple(self.table.names)


def read_claim(data: Any) -> Claim:
    """Return the claim that a JSON object states.

    Raises
    ------
    ClaimError
        Naming the key, and the column in its text.
    """
    if not isinstance(data, dict):
        raise ClaimError('a claim is an object: {"id": …, "before": …, "after": …, …}')
    unknown = [key for key in data if key not in KEYS]
    if unknown:
        raise ClaimError(f"unknown key {unknown[0][:60]!r}: there are {', '.join(KEYS)}")
    if not isinstance(data.get("id"), (str, int, float, type(None))):
        raise ClaimError("a text or a number is wanted here", place="id")
    for key in ("before", "after", "relation"):
        if not isinstance(data.get(key), str):
            raise ClaimError("a text is wanted here", place=key)
    if data["relation"] not in RELATIONS:
        said = f"{data['relation'][:20]!r} is no relation: use one of {', '.join(RELATIONS)}"
        raise ClaimError(said, place="relation")
    symbols, conditions = data.get("symbols", {}), data.get("conditions", [])
    if not isinstance(symbols, dict) or not all(isinstance(d, str) for d in symbols.values()):
        raise ClaimError('an object is wanted here, as {"x": "real"}', place="symbols")
    if not isinstance(conditions, list) or not all(isinstance(c, str) for c in conditions):
        raise ClaimError('a list of texts is wanted here, as ["x > 0"]', place="conditions")
    if len(symbols) > MOST_SYMBOLS:
        raise ClaimError(f"more than {MOST_SYMBOLS} symbols", place="symbols")
    if len(conditions) > MOST_CONDITIONS:
        raise ClaimError(f"more than {MOST_CONDITIONS} conditions", place="conditions")
    reader = Reader(read_symbols(symbols))
    read = reader.proposition if data["relation"] in ("=>", "<=>") else reader.term
    before = _at("before", read, data["before"])
    after = _at("after", read, data["after"])
    given = tuple(
        _at(f"conditions[{n}]", reader.proposition, text) for n, text in enumerate(conditions)
    )
    return made(data.get("id"), before, after, data["relation"], given, reader)


def made(
    name: Any, before: Any, after: Any, relation: str, given: tuple[Any, ...], reader: Reader
) -> Claim:
    """Return the claim, its sides of one shape."""
    if relation in TERM_RELATIONS:
        if before == 0 and not is_scalar(after):
            before = Zero(*shape(after))
        if after == 0 and not is_scalar(before):
            after = Zero(*shape(before))
        try:
            TERM_RELATIONS[relation](before, after)
        except (TypeError, ValueError) as error:
            raise ClaimError(str(error), place="after") from None
    names = {**reader.table.names, **reader.bound}
    return Claim(name, before, after, relation, given, reader.table, names)


def _at(place: str, read: Any, text: str) -> Any:
    try:
        return read(text)
    except ClaimError as error:
        raise error.within(place) from None


def stated(text: str, symbols: Mapping[str, str], conditions: tuple[str, ...]) -> Claim:
    """Return the claim that one text states: a comparison, or two joined by => or <=>."""
    reader = Reader(read_symbols(symbols))
    given = tuple(_at("--when", reader.proposition, c) for c in conditions)
    start, relation = _split(text)
    if relation:
        before = _at("claim", reader.proposition, text[:start])
        after = _at("claim", reader.proposition, text[start + len(relation) :])
        return made(None, before, after, relation, given, reader)
    said = _at("claim", reader.proposition, text)
    kinds = {Equal: "=", AtMost: "<=", Less: "<", Unequal: "!="}
    if type(said) not in kinds:
        raise ClaimError("a claim is one comparison, or joins two propositions by => or <=>", text)
    return made(None, said.left, said.right, kinds[type(said)], given, reader)


def _split(text: str) -> tuple[int, str]:
    """Return where => or <=> stands outside all brackets, and which; else 0 and nothing."""
    depth = 0
    for place, letter in enumerate(text):
        depth += (letter in "([{") - (letter in ")]}")
        for relation in ("<=>", "=>"):
            if depth == 0 and text.startswith(relation, place) and text[place - 1 : place] != "=":
                return place, relation
    return 0, ""


def lines(text: str) -> Iterator[tuple[int, Any]]:
    """Yield the number of each line that is not blank, and the JSON in it or a ClaimError."""
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            yield number, _json(line)


def _json(line: str) -> Any:
    if len(line) > LONGEST_LINE:
        return ClaimError(f"longer than {LONGEST_LINE} characters")
    try:
        return json.loads(line, object_pairs_hook=_object, parse_constant=_constant)
    except ClaimError as error:
        return error
    except json.JSONDecodeError as error:
        return ClaimError(f"no JSON: {error.msg}", line[:10_000], error.colno)
    except (RecursionError, ValueError) as error:
        return ClaimError(f"no JSON that can be read: {error}")


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    names = [name for name, _ in pairs]
    double = [name for name in names if names.count(name) > 1] if len(names) < 1000 else names[:1]
    if double:
        raise ClaimError(f"the key {double[0][:60]!r} stands twice, or there are too many")
    return dict(pairs)


def _constant(name: str) -> Any:
    raise ClaimError(f"{name} is no JSON")
