"""Certified: the certificate that someone would forge for a mutant.

It says all that a certificate of a true derivation says: for each step the obligation that its
rule asks for, and the side conditions of the original.  Only what the mutant says is false.
"""

from __future__ import annotations

from typing import Any

from sympy.core.basic import Basic

from derive.certificate import Content, _theorem, _Writer
from derive.derivation import Derivation, Focus, Proposal, Step
from derive.library import LIBRARY
from derive.notation import declaration, written_out
from derive.schema import CONDITION, digest
from tests.mutants.kernel import library


def certified(derivation: Derivation, original: Content) -> Content:
    """Return a certificate that claims a mutant to be proved.

    Parameters
    ----------
    derivation : Derivation
        The mutant.
    original : dict
        The certificate of what it is a mutant of.
    """
    writer = _Writer()
    known = {step["name"]: step for step in original["steps"]}
    lines = [derivation.start, *(step.line for step in derivation.steps)]
    steps = []
    for before, step in zip(lines, derivation.steps, strict=False):
        of = known.get(step.name) or known[step.name.removesuffix("-again")]
        steps.append(_step(step, before, derivation, of, writer))
    content: Content = {
        **original,
        "where": [[writer.text(v), writer.text(m)] for v, m in derivation.where.items()],
        "assumptions": [writer.text(a) for a in derivation.assumptions],
        "conditions": list(derivation.conditions),
        "cites": {name: original["cites"][name] for name in derivation.cited},
        "claim": writer.text(derivation.claim),
        "start": writer.text(derivation.start),
        "steps": steps,
    }
    for argument in derivation.arguments.values():
        writer.text(argument)
    known_symbols = {v.name: declaration(v) for v in writer.declared()}
    content["symbols"] = {**original["symbols"], **known_symbols}
    content["hash"] = digest(content)
    return content


def _step(
    step: Step, before: Basic, derivation: Derivation, original: Content, writer: _Writer
) -> Content:
    (first, *conditions) = original["obligations"]
    proposed = _proposed(step, before, derivation)
    main = {
        "kind": first["kind"] if proposed is None else proposed.justification.kind.value,
        "before": writer.text(written_out(before, derivation.where)),
        "relation": step.relation.value,
        "after": writer.text(written_out(step.line, derivation.where)),
        "parameters": first["parameters"]
        if proposed is None
        else _data(proposed.justification.parameters, derivation, writer),
    }
    cited = main["parameters"].get("name")
    if cited in LIBRARY:
        main["theorem"] = _theorem(library()[cited].derivation)
    return {
        **original,
        "name": step.name,
        "relation": step.relation.value,
        "line": writer.text(step.line),
        "rule": step.by.rule.name,
        "at": None if step.at is None else writer.text(step.at),
        "parameters": writer.data(step.by.parameters),
        "obligations": [main, *conditions],
    }


def _proposed(step: Step, before: Basic, derivation: Derivation) -> Proposal | None:
    """Return what the rule proposes, where it proposes anything."""
    name = str(step.by.parameters.get("name"))
    claim = LIBRARY[name].claim if name in LIBRARY else None
    where = dict(derivation.where)
    try:
        return step.by.propose(Focus(before, step.line, step.relation, step.at, claim, where))
    except Exception:  # whatever a rule does instead of answering
        return None


def _data(parameters: Any, derivation: Derivation, writer: _Writer) -> Any:
    def out(value: Any) -> Any:
        if isinstance(value, Basic):
            return written_out(value, derivation.where)
        if isinstance(value, (tuple, list)):
            return [out(v) for v in value]
        return {k: out(v) for k, v in value.items()} if hasattr(value, "items") else value

    return writer.data({key: out(value) for key, value in parameters.items()})


def with_conditions(content: Content, propositions: list[list[str]]) -> Content:
    """Return the certificate with more side conditions listed, a list for each step."""
    steps = []
    for step, more in zip(content["steps"], propositions, strict=True):
        listed = {o.get("proposition") for o in step["obligations"]}
        added = [
            {"kind": CONDITION, "proposition": p, "ground": "by its sign"}
            for p in more
            if p not in listed
        ]
        steps.append({**step, "obligations": [*step["obligations"], *added]})
    made = {**content, "steps": steps}
    return {**made, "hash": digest(made)}
