"""Reader: derivation files → derivations.  Nothing of a file is evaluated."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from sympy import Integer

from derive.claims.symbols import Table
from derive.derivation import Application, Derivation, Relation, Rule, Step
from derive.files.lines import distribution, line, proposition, variable
from derive.files.problem import BadFile
from derive.files.symbols import read_symbols
from derive.files.text import Item, read_bytes, read_text
from derive.notation import Integrable, TendsTo, Var, free, subterms
from derive.rules import RULES

REQUIRED = ("name", "title", "symbols", "claim", "start", "steps")
OPTIONAL = ("summary", "source", "where", "densities", "assumptions", "conditions")
STEP_REQUIRED = ("name", "line", "rule", "reason")
STEP_OPTIONAL = ("relation", "at", "parameters")
MOST_STEPS, MOST_FILES = 500, 100

_RULES: Mapping[str, Rule] = {rule.name: rule for rule in RULES}
_RELATIONS: Mapping[str, Relation] = {relation.value: relation for relation in Relation}

Variables = Mapping[str, Var]


@dataclass(frozen=True)
class _Draft:
    """A file whose symbols are read, and whose lines are not."""

    item: Item
    name: str
    table: Table


def read_files(paths: list[Path], library: Mapping[str, Derivation]) -> dict[Path, Derivation]:
    """Return the derivations of files, which may cite one another and the library.

    Raises
    ------
    BadFile
        With the file and line of what is wrong.
    """
    if len(paths) > MOST_FILES:
        raise BadFile(paths[MOST_FILES], f"more than {MOST_FILES} files at once")
    drafts: dict[str, _Draft] = {}
    for path in dict.fromkeys(paths):
        draft = _draft(path)
        if draft.name in drafts:
            other = drafts[draft.name].item.path
            raise draft.item.inside("name").wrong(f"{other} has a derivation of this name too")
        drafts[draft.name] = draft
    known = {name: _variables(d) for name, d in library.items()}
    known |= {name: draft.table.variables for name, draft in drafts.items()}
    return {draft.item.path: _derivation(draft, known) for draft in drafts.values()}


def _draft(path: Path) -> _Draft:
    item = read_text(path, read_bytes(path)).table(REQUIRED, OPTIONAL)
    return _Draft(item, item.inside("name").text(), read_symbols(item.inside("symbols")))


def _variables(d: Derivation) -> Variables:
    """Return the variables that a citation of a derivation may give values to."""
    lines = (d.claim, *d.assumptions, *d.where.values())
    return {n.name: n for line in lines for n in subterms(line) if isinstance(n, Var)}


def _derivation(draft: _Draft, known: Mapping[str, Variables]) -> Derivation:
    item, table = draft.item, draft.table
    title, summary, source = (
        item.inside(key).text() if key in item.value else ""
        for key in ("title", "summary", "source")
    )
    where = {variable(m, v, table): line(m, table) for v, m in _optional(item, "where")}
    densities = {q: distribution(m, table) for q, m in _optional(item, "densities")}
    claim = proposition(item.inside("claim"), table)
    start = line(item.inside("start"), table)
    assumptions = tuple(proposition(a, table) for a in _listed(item, "assumptions"))
    steps = tuple(_steps(item.inside("steps"), table, known))
    given = [claim, start, *assumptions, *where.values(), *(step.line for step in steps)]
    try:
        return Derivation(
            name=draft.name,
            title=title,
            claim=claim,
            start=start,
            steps=steps,
            arguments=_arguments(table, claim, given, where),
            where=where,
            densities=densities,
            conditions=tuple(c.text() for c in _listed(item, "conditions")),
            assumptions=assumptions,
            location=(str(item.path), item.inside("name").line),
            summary=summary,
            source=source,
        )
    except (TypeError, ValueError) as error:
        raise item.wrong(str(error)) from error


def _optional(item: Item, key: str) -> list[tuple[str, Item]]:
    return item.inside(key).items() if key in item.value else []


def _listed(item: Item, key: str) -> list[Item]:
    return item.inside(key).list() if key in item.value else []


def _arguments(
    table: Table, claim: Any, given: list[Any], where: Mapping[Var, Any]
) -> dict[str, Var]:
    """Return the symbols that are free in the lines, in the order in which they are declared."""
    used = set[Var]().union(*(free(term) for term in given)) - set(where)
    if isinstance(claim, (TendsTo, Integrable)):
        used.discard(claim.variable)
    sized = set[Var]().union(*(v.free_symbols - {v} for v in used))
    return {n: v for n, v in table.variables.items() if v in used - sized}


def _steps(item: Item, table: Table, known: Mapping[str, Variables]) -> Iterator[Step]:
    steps = item.list()
    if not steps:
        raise item.wrong("there are no steps: state each line as a [[steps]]")
    if len(steps) > MOST_STEPS:
        raise item.wrong(f"more than {MOST_STEPS} steps")
    for step in steps:
        step.table(STEP_REQUIRED, STEP_OPTIONAL)
        yield _step(step, table, known)


def _step(item: Item, table: Table, known: Mapping[str, Variables]) -> Step:
    by = _application(item, table, known)
    said = line(item.inside("line"), table)
    relation = Relation.EQUAL
    if "relation" in item.value:
        relation = _named(item.inside("relation"), "relation", _RELATIONS)
    at = line(item.inside("at"), table) if "at" in item.value else None
    texts = {key: item.inside(key).text() for key in ("name", "reason")}
    location = (str(item.path), item.line)
    try:
        return Step(line=said, by=by, relation=relation, at=at, location=location, **texts)
    except (TypeError, ValueError) as error:
        raise item.wrong(str(error)) from error


def _named(item: Item, what: str, known: Mapping[str, Any]) -> Any:
    name = item.text()
    if name in known:
        return known[name]
    near = get_close_matches(name[:80], known, 1, 0.5)
    hint = f"did you mean {near[0]}?" if near else f"there are: {', '.join(known)}"
    raise item.wrong(f"there is no {what} {name[:80]!r}; {hint}")


def _application(item: Item, table: Table, known: Mapping[str, Variables]) -> Application:
    rule: Rule = _named(item.inside("rule"), "rule", _RULES)
    given = item.inside("parameters") if "parameters" in item.value else None
    cites = given is not None and "name" in given.table().value
    parameters: dict[str, Any] = {}
    for key, value in given.items() if given else []:
        if key == "name":
            parameters[key] = value.text()
        elif key == "values" and cites and given:
            parameters[key] = _values(value, given.inside("name"), table, known)
        else:
            parameters[key] = _parameter(value, table)
    try:
        return rule(**parameters)
    except TypeError as error:
        raise (given or item.inside("rule")).wrong(str(error)) from error


def _values(item: Item, name: Item, table: Table, known: Mapping[str, Variables]) -> Any:
    """Return what a citation puts for the variables of the theorem that it cites."""
    theorem = _named(name, "derivation", known)
    return {
        _of_theorem(v, name, value, theorem): _parameter(value, table) for v, value in item.items()
    }


def _of_theorem(variable: str, name: Item, item: Item, theorem: Variables) -> Var:
    if variable not in theorem:
        there = ", ".join(theorem)
        raise item.wrong(f"{name.text()} has no variable {variable[:80]}; it has {there}")
    return theorem[variable]


def _parameter(item: Item, table: Table) -> Any:
    """Return a parameter of a rule: a term, or an array or a table of them."""
    if type(item.value) is list:
        return tuple(_parameter(i, table) for i in item.list())
    if type(item.value) is dict:
        return {variable(i, v, table): _parameter(i, table) for v, i in item.items()}
    if type(item.value) is int:
        return Integer(item.value)
    return line(item, table)
