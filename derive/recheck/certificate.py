"""Certificates: read with limits, and every obligation of them proved again."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from derive.recheck.axioms import axioms_of, axioms_of_lines
from derive.recheck.chains import check_order, is_headline
from derive.recheck.conditions import conditions, is_among, needs_no_listing
from derive.recheck.differentiate import check_differentiable
from derive.recheck.discharge import Grounds, describe, prove, refuse_contradiction
from derive.recheck.domains import symbol_table
from derive.recheck.limits import bracket_value
from derive.recheck.parse import parse
from derive.recheck.reading import Reader, Statement
from derive.recheck.rules import CHECKS, KIND_OF
from derive.recheck.step import Step, Theorem, check_place
from derive.recheck.terms import (
    PROPOSITIONS,
    Declined,
    Refusal,
    Term,
    bound_of,
    same,
    subterms,
)
from derive.recheck.theorems import check_domain
from derive.schema import CONDITION

PROVED, DECLINED, REJECTED = "proved", "declined", "rejected"


@dataclass(frozen=True)
class Entry:
    """The verdict on one obligation, or on the certificate as a whole."""

    step: str
    kind: str
    verdict: str
    reason: str = ""


@dataclass
class Result:
    """What was found in one certificate."""

    name: str
    entries: list[Entry] = field(default_factory=list)
    rests_on: list[str] = field(default_factory=list)
    """Certificates that it cites, at any depth, in which something was declined."""

    def count(self, verdict: str) -> int:
        """Return how many obligations have a verdict."""
        return sum(e.verdict == verdict for e in self.entries)

    @property
    def verdict(self) -> str:
        """Return the verdict on the whole."""
        if self.count(REJECTED):
            return REJECTED
        return DECLINED if self.count(DECLINED) or self.rests_on else PROVED


class Certificate:
    """One certificate while it is checked, with the statements of what it cites."""

    def __init__(self, c: dict[str, Any], cited: dict[str, Statement]) -> None:
        self.c, self.cited = c, cited
        self.reader = Reader(c)
        self.assumptions = [self.reader.term(p) for p in c["assumptions"]]
        if any(p[0] not in PROPOSITIONS for p in self.assumptions):
            raise Refusal("an assumption is a proposition")
        theorems = {}
        for name in c["conditions"]:
            said = self.cite(name)
            theorems[name] = (said.claim, said.assumptions)
        self.grounds = Grounds(self.assumptions, theorems)
        for p in self.assumptions:
            refuse_contradiction(p)
        for letter, value in self.reader.where:
            check_domain(value, letter[2], self.grounds)
        self.chain: list[tuple[str, Term]] = [("", self.reader.term(c["start"]))]
        self.written = self.reader.raw(c["start"])
        self.listed: list[Term] = []
        self.entries: list[Entry] = []
        self.named: set[str] = set()
        """The axioms that the steps so far have named."""

    def cite(self, name: object) -> Statement:
        """Return what a cited certificate says; refuse one that is not among ``cites``."""
        if not isinstance(name, str) or name not in self.c["cites"] or name not in self.cited:
            raise Refusal(f"{name!r} is not among what the certificate cites")
        return self.cited[name]

    def check(self) -> list[Entry]:
        """Return a verdict for every obligation, and for the headline."""
        for s in self.c["steps"]:
            self._check_step(s)
        claim = self.reader.term(self.c["claim"])
        self._judge("", "headline", lambda: self._check_headline(claim))
        return self.entries

    def _check_headline(self, claim: Term) -> None:
        check_order(self.chain)
        if not is_headline(claim, self.chain):
            raise Refusal("the headline is not what the chain says")
        axioms = set(self.c["axioms"])
        for s in self.c["steps"]:
            if not set(s["axioms"]) <= axioms:
                raise Refusal("an axiom of a step is not among the certificate's")
        for name in self.c["cites"]:
            if not set(self.cite(name).axioms) <= axioms:
                raise Refusal(f"an axiom of {name} is not among the certificate's")

    def _judge(self, step: str, kind: str, check: Any) -> None:
        try:
            check()
        except Refusal as reason:
            self.entries.append(Entry(step, kind, REJECTED, str(reason)))
        except Declined as reason:
            self.entries.append(Entry(step, kind, DECLINED, str(reason)))
        except RecursionError:
            self.entries.append(Entry(step, kind, DECLINED, "a term is nested too deep"))
        else:
            self.entries.append(Entry(step, kind, PROVED))

    def _check_step(self, s: dict[str, Any]) -> None:
        main, *side = s["obligations"]
        self.named |= set(s["axioms"])
        written = self.reader.raw(s["line"])
        line = self.reader.term(s["line"])
        found: list[Step] = []
        new = [self.reader.term(o.get("proposition")) for o in side]
        self.listed += new

        def the_line_follows() -> None:
            if any(set(o) != {"kind", "proposition", "ground"} or o["kind"] != CONDITION
                   for o in side):  # fmt: skip
                raise Refusal("a side condition is not what the format says")
            step = self._step(s, main, line, written)
            found.append(step)
            check, relations, names = CHECKS[step.kind]
            if step.relation not in relations:
                raise Refusal(f"a step by {step.rule} has no relation {step.relation!r}")
            if not set(step.proposed) <= names:
                raise Refusal("the justification has parameters that its kind does not read")
            if same(step.before, line) and rule_changes_the_line(s, self.written, written):
                raise Refusal("the line is the one before")
            check_place(step)
            check(step)
            missing = axioms_of(step) - set(s["axioms"]) | axioms_of_lines(step) - self.named
            if missing:
                raise Refusal(f"the step rests on {min(missing)!r} and does not say so")
            self._check_nodes(step)
            self._check_listing(step)

        self._judge(s["name"], str(main.get("kind")), the_line_follows)
        for p in new:
            self._judge(s["name"], CONDITION, lambda p=p: prove(p, self.grounds))
        missing = self.grounds.rests_on - self.named
        if missing:
            reason = f"a condition rests on {min(missing)!r} and no step says so"
            self.entries.append(Entry(s["name"], CONDITION, REJECTED, reason))
        self.chain.append((s["relation"], line))
        self.written = written

    def _step(self, s: dict[str, Any], main: dict[str, Any], line: Term, written: Term) -> Step:
        """Return a step as its check sees it; refuse an obligation that says something else."""
        if not {"kind", "before", "relation", "after", "parameters"} <= set(main):
            raise Refusal("the main obligation is not what the format says")
        rule, kind = s["rule"], main["kind"]
        if KIND_OF.get(rule) != kind:
            raise Refusal(f"the rule {rule!r} gives no {kind!r}")
        before = self.chain[-1][1]
        if not same(self.reader.term(main["before"]), before):
            raise Refusal("the obligation begins at another line than the one before")
        if not same(self.reader.term(main["after"]), line) or main["relation"] != s["relation"]:
            raise Refusal("the obligation is about another line")
        proposed = {k: self.reader.data(v, k) for k, v in main["parameters"].items()}
        given = {k: self.reader.data(v, k) for k, v in s["parameters"].items()}
        if given.get("name") != proposed.get("name"):
            raise Refusal("the author cites another theorem than the justification")
        for name, value in (given.get("values") or {}).items() if "name" in given else ():
            if not same(value, proposed["values"].get(name)):
                raise Refusal("the author gives the theorem another value")
        at = None if s["at"] is None else self.reader.term(s["at"])
        return Step(
            before=before, after=line, relation=s["relation"], rule=rule, kind=kind, at=at,
            proposed=proposed, given=given, table=self.reader.table, grounds=self.grounds,
            earlier=list(self.chain), as_written=(self.written, written),
            theorem=self._theorem(main, proposed),
        )  # fmt: skip

    def _theorem(self, main: dict[str, Any], proposed: dict[str, Any]) -> Theorem | None:
        if "name" not in proposed:
            if "theorem" in main:
                raise Refusal("a theorem is stated that is not cited")
            return None
        said = self.cite(proposed["name"])
        told = main.get("theorem") or {}
        table = symbol_table(told.get("symbols", {}))
        claim = parse(told.get("claim"), table)
        under = [parse(p, table) for p in told.get("assumptions", [])]
        if not same(claim, said.claim) or len(under) != len(said.assumptions):
            raise Refusal("the cited theorem says something else")
        if not all(same(p, q) for p, q in zip(under, said.assumptions, strict=True)):
            raise Refusal("the cited theorem has other hypotheses")
        return Theorem(said.claim, said.assumptions, said.table)

    def _check_nodes(self, step: Step) -> None:
        """Refuse derivatives and brackets that need not exist, and bound names that are taken."""
        own = [*_terms(step.proposed), step.before, step.after]
        for node in (n for t in own for n in subterms(t)):
            if set(bound_of(node)) & self.grounds.about:
                raise Refusal("a variable is bound that an assumption is about")
            if node[0] == "deriv":
                check_differentiable(node)
            if node[0] == "bracket":
                bracket_value(node, self.grounds.vanishing)

    def _check_listing(self, step: Step) -> None:
        """Refuse a step that lists fewer conditions than its lines and its rule have."""
        own = [*_terms(step.proposed), step.before, step.after]
        derived = [c for t in own for c in conditions(t)]
        derived += [(p, ()) for p in step.needed]
        derived += [c for p in step.needed if p[0] != "eq" for c in conditions(p)]
        for p, scope in dict.fromkeys(derived):
            if needs_no_listing(p):
                prove(p, self.grounds)
            elif not is_among(p, scope, self.listed, self.grounds.about):
                raise Refusal(f"a condition is not listed: {describe(p)}")


def rule_changes_the_line(s: dict[str, Any], before: Term, after: Term) -> bool:
    """Say whether a line that repeats the one before says nothing new."""
    return bool(s["rule"] != "abbreviation" or before == after)


def _terms(value: Any) -> list[Term]:
    """Return the terms among the parameters of a justification."""
    if isinstance(value, tuple):
        return [value]
    if isinstance(value, list):
        return [t for v in value for t in _terms(v)]
    if isinstance(value, dict):
        return [t for v in value.values() for t in _terms(v)]
    return []
