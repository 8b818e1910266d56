"""Chain: checks a derivation line by line, and all that it cites before it.

Nothing outside this file can make a claim a theorem: ``check`` starts from derivations alone,
and what they cite is proved anew, once, in the same call.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Any

from sympy import Rational
from sympy.core.basic import Basic

from derive.derivation import (
    Derivation,
    DoesNotApply,
    Focus,
    Justification,
    Kind,
    Proposal,
    Relation,
    Step,
)
from derive.evidence.refutation import refute
from derive.kernel.checks import CHECKS
from derive.kernel.citations import in_order
from derive.kernel.definedness import check_defined
from derive.kernel.facts import Declined, Facts, Rejected
from derive.kernel.form import END, TERM, InvalidDerivation, check_nodes
from derive.kernel.headline import is_claim, reached
from derive.kernel.question import Question
from derive.kernel.report import Evidence, Report, StepReport, Verdict
from derive.kernel.ring import Undecided
from derive.notation import (
    Failure,
    Integrable,
    Part,
    Proposition,
    StrictlyConvex,
    TendsTo,
    Term,
    as_term,
    copied,
    is_scalar,
    same_up_to_order,
    shape,
    shown,
    told,
    written_out,
)

WHOLE = 10_000
"""The longest text of a line in a message that says how two of them differ."""
ORDERS = (Relation.AT_MOST, Relation.LESS)
Progress = Callable[[Derivation, StepReport], None]


def check(
    names: Iterable[str],
    derivations: Mapping[str, Derivation],
    progress: Progress = lambda derivation, step: None,
    *,
    refuting: bool = True,
) -> dict[str, Report]:
    """Check the named derivations and all that they cite; return every report, in order.

    Parameters
    ----------
    names : iterable of str
        What to check.
    derivations : mapping of str to Derivation
        Where citations are looked up.
    progress : callable, optional
        Called with each step's report as soon as it is there.
    refuting : bool
        Whether to look for values that refute a step which is not proved.

    Raises
    ------
    InvalidDerivation
        For an unknown name, a circle of citations, or a derivation that is not well formed.
    """
    reports: dict[str, Report] = {}
    claims: dict[str, Proposition] = {}
    hypotheses: dict[str, tuple[Proposition, ...]] = {}
    for name, derivation in in_order(names, derivations).items():
        assumed = tuple(written_out(a, derivation.where) for a in derivation.assumptions)
        known = Facts(claims, derivation.conditions, assumed, hypotheses)
        reports[name] = report = _check_derivation(derivation, known, reports, progress, refuting)
        if report.verdict is Verdict.PROVED:
            claims[name] = written_out(derivation.claim, derivation.where)
            hypotheses[name] = assumed
    return reports


def _check_derivation(
    derivation: Derivation,
    facts: Facts,
    reports: Mapping[str, Report],
    progress: Progress,
    refuting: bool,
) -> Report:
    steps: list[StepReport] = []
    lines, relations = [derivation.start], []
    for step in derivation.steps:
        facts = facts.apart()
        relations.append(step.relation)
        all_proved = all(s.verdict is Verdict.PROVED for s in steps)
        found = _check_step(derivation, step, lines, relations, facts, all_proved, refuting)
        if step is derivation.steps[-1] and all_proved:
            found = _check_headline(derivation, [*lines, step.line], relations, found)
        steps.append(found)
        lines.append(step.line)
        progress(derivation, found)
    theorems = _joined(s.theorems for s in steps)
    axioms = _joined([*(reports[t].axioms for t in theorems), *(s.axioms for s in steps)])
    order = (Verdict.REFUTED, Verdict.REJECTED, Verdict.DECLINED)
    worst = next((v for v in order if any(s.verdict is v for s in steps)), Verdict.PROVED)
    failed = next((s for s in steps if s.verdict is worst), None)
    return Report(
        derivation, tuple(steps), worst, axioms,
        _joined([*(reports[t].theorems for t in theorems), theorems]),
        "" if worst is Verdict.PROVED or failed is None else f"{failed.step.name}: {failed.reason}",
        tuple(c for c in derivation.cited if reports[c].verdict is not Verdict.PROVED),
    )  # fmt: skip


def _joined(lists: Iterable[Iterable[str]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(item for some in lists for item in some))


# -- one step -----------------------------------------------------------------------------------


def _check_step(
    derivation: Derivation,
    step: Step,
    lines: list[Basic],
    relations: list[Relation],
    facts: Facts,
    all_proved: bool,
    refuting: bool,
) -> StepReport:
    before, after = lines[-1], step.line
    justification = None
    try:
        _check_relation(before, step)
        proposal = _proposal(step, _focus(step, before, facts, derivation))
        justification = proposal.justification
        *written, goal = (written_out(line, derivation.where) for line in (*lines, after))
        question = Question(written[-1], step.relation, goal, written, relations, all_proved)
        _check_both_defined(question, facts)
        justification = _check_justification(justification, question, derivation, facts)
    except (Declined, Undecided, Rejected, InvalidDerivation, RecursionError) as error:
        return _failed(derivation, step, before, error, refuting)
    proof = Evidence("proof", justification.kind.value)
    return StepReport(
        step, before, Verdict.PROVED, (proof,), tuple(facts.discharged), tuple(facts.used),
        tuple(facts.axioms), justification=justification,
    )  # fmt: skip


def _check_both_defined(question: Question, facts: Facts) -> None:
    try:
        check_defined(question.before, facts)
        check_defined(question.after, facts)
    except Declined as error:
        raise Rejected(*error.parts) from error


def _check_justification(
    justification: Justification, question: Question, derivation: Derivation, facts: Facts
) -> Justification:
    """Check a justification, and return it with its parameters as they were checked.

    They come from a rule, and may be anything.
    """
    try:
        parameters = _parameters(justification.parameters, derivation)
        CHECKS[justification.kind](question, parameters, facts)
    except (Declined, Undecided, Rejected):
        raise
    except Exception as error:
        raise Rejected(
            f"the justification '{justification.kind.value}' does not fit: "
            f"{type(error).__name__}: {error}"
        ) from error
    return Justification(justification.kind, parameters)


def _parameters(parameters: Mapping[str, object], derivation: Derivation) -> dict[str, object]:
    """Return copies of a justification's parameters with the abbreviations written out.

    Only an interval's end may be infinite.
    """

    def out(value: Any, wanted: str, *, is_key: bool = False) -> Any:
        if value is None or type(value) is str:
            return value
        if type(value) in (tuple, list):
            return tuple(out(v, wanted) for v in value)
        if type(value) in (dict, MappingProxyType):
            return {out(k, wanted, is_key=True): out(v, wanted) for k, v in value.items()}
        term = as_term(value)
        check_nodes(term, derivation.location, wanted)
        own = copied(term)
        return own if is_key else written_out(own, derivation.where)

    return {
        key: out(value, END if key in ("lower", "upper") else TERM)
        for key, value in dict(parameters).items()
    }


def _check_relation(before: Basic, step: Step) -> None:
    """Check that the line has the form that its relation asks for, and that it is a new line."""
    line, relation = step.line, step.relation
    forms: dict[Relation, type[Proposition]] = {
        Relation.TENDS_TO: TendsTo,
        Relation.IS_INTEGRABLE: Integrable,
        Relation.IS_CONVEX: StrictlyConvex,
    }
    form = forms.get(relation)
    after_propositions = (Relation.IMPLIES, Relation.EQUIVALENT)
    if isinstance(before, Proposition) and relation not in after_propositions:
        raise Rejected(f"after a proposition only '=>' or '<=>' can follow, not '{relation.value}'")
    if form is not None:
        if not isinstance(line, form) or line.args[0] != before:
            raise Rejected(f"a line that '{relation.value}' must speak of ", before)
    elif relation is Relation.EQUIVALENT:
        if not isinstance(line, Proposition) or not isinstance(before, Proposition):
            raise Rejected("'<=>' stands between propositions")
    elif relation is Relation.IMPLIES:
        if not isinstance(line, Proposition):
            raise Rejected("'=>' leads to a proposition")
    elif not isinstance(line, (Term, Rational)):
        raise Rejected(f"'{relation.value}' leads to a term, not to ", line)
    elif shape(line) != shape(before) or (relation in ORDERS and not is_scalar(line)):
        raise Rejected(
            f"'{relation.value}' between {shown(shape(before))} and {shown(shape(line))}"
        )
    if line == before:
        raise Rejected("the step changes nothing: the line before is the same")


def _focus(step: Step, before: Basic, facts: Facts, derivation: Derivation) -> Focus:
    """Return what the rule sees: copies, so that nothing it does to them reaches the kernel."""
    claim = facts.theorems.get(str(step.by.parameters.get("name")))
    return Focus(
        copied(before),
        copied(step.line),
        step.relation,
        None if step.at is None else copied(as_term(step.at)),
        None if claim is None else copied(claim),
        {copied(letter): copied(meaning) for letter, meaning in derivation.where.items()},
    )


def _proposal(step: Step, focus: Focus) -> Proposal:
    rule = step.by.rule
    try:  # a rule is not trusted: whatever it does instead of answering is its failure
        proposal = step.by.propose(focus)
    except DoesNotApply as error:
        raise Rejected(f"the rule {rule.name} does not apply: {error}") from error
    except Exception as error:
        raise Rejected(f"the rule {rule.name} fails: {type(error).__name__}: {error}") from error
    if proposal is None:
        raise Rejected(f"the rule {rule.name} does not apply to ", focus.before)
    if type(proposal) is not Proposal or type(proposal.justification) is not Justification:
        raise Rejected(f"the rule {rule.name} answers with no proposal")
    if proposal.justification.kind not in list(Kind):
        raise Rejected(f"the rule {rule.name} offers a justification that the kernel does not know")
    check_nodes(proposal.line, step.location)
    if not same_up_to_order(proposal.line, step.line):
        raise Rejected(
            f"the rule {rule.name} gives ", proposal.line, "; the line says ", step.line,
            longest=WHOLE,
        )  # fmt: skip
    return proposal


def _failed(
    derivation: Derivation, step: Step, before: Basic, error: Exception, refuting: bool
) -> StepReport:
    """Report a step that is not proved; try to refute it with values."""
    verdict = Verdict.REJECTED if isinstance(error, Rejected) else Verdict.DECLINED
    evidence: tuple[Evidence, ...] = ()
    said: tuple[Part, ...] = error.parts if isinstance(error, Failure) else (str(error),)
    reason, counterexample = str(error), None
    if not refuting:
        return StepReport(step, before, verdict, evidence, reason=reason, said=said)
    try:
        refutation = refute(
            written_out(before, derivation.where),
            step.relation.value,
            written_out(step.line, derivation.where),
        )
    except RecursionError:  # too deep to put numbers into
        refutation = None
    if refutation is not None:
        verdict, counterexample = Verdict.REFUTED, dict(refutation.values)
        evidence = (Evidence("rigorous enclosure", refutation.detail),)
        reason = f"{refutation.detail}; {reason}"
        said = (*refutation.said, "; ", *said)
    return StepReport(
        step, before, verdict, evidence, counterexample=counterexample, reason=reason, said=said
    )


# -- the headline ---------------------------------------------------------------------------------


def _check_headline(
    derivation: Derivation, lines: list[Basic], relations: list[Relation], last: StepReport
) -> StepReport:
    if last.verdict is not Verdict.PROVED:
        return last
    there = reached(lines, relations)
    if is_claim(derivation.claim, there):
        return last
    said = ("the headline ", derivation.claim, " is not what the lines reach: ", there)
    reason = told(said, WHOLE)
    return replace(last, verdict=Verdict.REJECTED, evidence=(), reason=reason, said=said)
