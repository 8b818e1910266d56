"""Certificates as data: read with limits, their terms parsed, and what each says."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from derive.recheck.definitions import without_abbreviations
from derive.recheck.domains import symbol_table
from derive.recheck.parse import parse
from derive.recheck.terms import Refusal, Term, free, parts, shape
from derive.schema import SCHEMA, canonical, digest

LARGEST_FILE, MOST_STEPS, MOST_OBLIGATIONS = 4_000_000, 200, 400
KEYS = {
    *("schema", "name", "symbols", "where", "assumptions", "conditions", "cites", "claim"),
    *("start", "steps", "axioms", "hash"),
}
STEP_KEYS = {
    *("name", "relation", "line", "rule", "at", "parameters", "obligations", "axioms"),
}
NAMES = ("name", "theories")


class Unreadable(Exception):
    """A file that is no certificate."""


@dataclass
class Statement:
    """What a certificate says, for whoever cites it."""

    table: dict[str, Term]
    claim: Term
    assumptions: list[Term]
    axioms: list[str]
    symbols: dict[str, str]


def read(path: Path) -> dict[str, Any]:
    """Return the content of a file; refuse what is no certificate."""
    try:
        if path.stat().st_size > LARGEST_FILE:
            raise Unreadable(f"{path}: larger than {LARGEST_FILE} bytes")
        text = path.read_bytes()
        content = json.loads(text)
    except OSError as error:
        raise Unreadable(f"{path}: {error.strerror}; give the path of a certificate") from error
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{path}: no JSON: {error}") from error
    if not isinstance(content, dict) or content.get("schema") != SCHEMA:
        raise Unreadable(f"{path}: no certificate of the format {SCHEMA}")
    if not _is_canonical(text, content):
        raise Unreadable(f"{path}: not in the form that its hash is of; write it with sorted keys")
    return content


def _is_canonical(text: bytes, content: dict[str, Any]) -> bool:
    """Say whether a file is what is read of it: no key twice, nothing that a reader skips."""
    try:
        return text == canonical(content)
    except (ValueError, RecursionError):
        return False


def check_structure(c: dict[str, Any]) -> None:
    """Refuse a certificate whose parts are not what the format says."""
    if set(c) != KEYS:
        raise Refusal(f"the certificate lacks or adds {min(set(c) ^ KEYS)!r}")
    texts = [c["name"], c["claim"], c["start"], c["hash"], *c["axioms"], *c["assumptions"]]
    steps = c["steps"]
    if not isinstance(steps, list) or not 1 <= len(steps) <= MOST_STEPS:
        raise Refusal("a derivation has between 1 and 200 steps")
    for s in steps:
        if not isinstance(s, dict) or set(s) != STEP_KEYS or not isinstance(s["parameters"], dict):
            raise Refusal("a step is not what the format says")
        if not isinstance(s["obligations"], list) or not 1 <= len(s["obligations"]) <= (
            MOST_OBLIGATIONS
        ):
            raise Refusal(f"step {s['name']} lists no obligation, or too many")
        texts += [s["name"], s["relation"], s["line"], s["rule"], *s["axioms"]]
    names = [s["name"] for s in steps]
    if not all(isinstance(t, str) for t in texts) or len(set(names)) != len(names):
        raise Refusal("a name or a line is no text, or a name occurs twice")
    if digest(c) != c["hash"]:
        raise Refusal("the hash is not that of the content")


class Reader:
    """The terms of one certificate, with abbreviations written out."""

    def __init__(self, c: dict[str, Any]) -> None:
        self.table = symbol_table(c["symbols"])
        self.where: list[tuple[Term, Term]] = []
        for letter, value in c["where"]:
            symbol, meaning = self.raw(letter), self.raw(value)
            if symbol[0] != "sym" or shape(symbol) != shape(meaning) or symbol in free(meaning):
                raise Refusal(f"{letter!r} is no abbreviation")
            if symbol in {a for a, _ in self.where} or any(
                symbol in free(v) for _, v in self.where
            ):
                raise Refusal(f"the abbreviation {letter!r} is used before it is made")
            self.where.append((symbol, meaning))

    def raw(self, text: object) -> Term:
        """Return a term as written."""
        return parse(text, self.table)

    def term(self, text: object) -> Term:
        """Return a term with abbreviations written out."""
        term = self.raw(text)
        for letter, value in self.where:
            refuse_capture(term, letter, free(value))
        return without_abbreviations(term, self.where)

    def data(self, value: Any, key: str = "") -> Any:
        """Return what a rule is given: terms, lists and objects of them, names as they are."""
        if value is None or key in NAMES:
            return value
        if isinstance(value, (str, int)) and not isinstance(value, bool):
            return self.term(str(value))
        if isinstance(value, list):
            return [self.data(v) for v in value]
        if isinstance(value, dict):
            return {k: self.data(v) for k, v in value.items()}
        raise Refusal("a parameter is neither a term nor a list of them")


def refuse_capture(term: Term, letter: Term, about: frozenset[Term]) -> None:
    """Refuse an abbreviation where a variable is bound that its meaning is about.

    A reader would write the meaning out in its place, and there it would mean another thing.
    """
    if letter not in free(term):
        return
    for part, bound in parts(term):
        if set(bound) & about and letter in free(part):
            raise Refusal(f"a variable is bound that the abbreviation {letter[1]!r} is about")
        refuse_capture(part, letter, about)


def statement(c: dict[str, Any]) -> Statement:
    """Return what a certificate says."""
    reader = Reader(c)
    assumptions = [reader.term(p) for p in c["assumptions"]]
    return Statement(reader.table, reader.term(c["claim"]), assumptions, c["axioms"], c["symbols"])
