"""Forged: certificates of true derivations that hide, or misquote, what they rest on."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from derive.certificate import Content
from derive.schema import digest

Forgery = tuple[str, str, Content, str]
"""What was done, where, the certificate, and how it is known to be right all the same, if it is."""


def forgeries(original: Content) -> Iterator[Forgery]:
    """Yield every certificate that hides one condition or axiom, or misquotes one theorem."""
    seen: set[str] = set()
    for number, step in enumerate(original["steps"]):
        for position, obligation in enumerate(step["obligations"][1:], 1):
            made = deepcopy(original)
            del made["steps"][number]["obligations"][position]
            again = obligation["proposition"] in seen
            proof = "the condition is listed at an earlier step" if again else ""
            seen.add(obligation["proposition"])
            yield "condition not listed", f"{step['name']}:{position}", _stamped(made), proof
        if "theorem" in step["obligations"][0]:
            made = deepcopy(original)
            theorem = made["steps"][number]["obligations"][0]["theorem"]
            theorem["claim"] = f"({theorem['claim']}) & (0 < 1)"
            yield "theorem misquoted", step["name"], _stamped(made), ""
    for axiom in original["axioms"]:
        made = deepcopy(original)
        made["axioms"].remove(axiom)
        for step in made["steps"]:
            step["axioms"] = [a for a in step["axioms"] if a != axiom]
        yield "axiom not listed", axiom, _stamped(made), ""
    for name in original["cites"]:
        made = deepcopy(original)
        del made["cites"][name]
        yield "citation not listed", name, _stamped(made), ""


def _stamped(content: Content) -> Content:
    return {**content, "hash": digest(content)}
