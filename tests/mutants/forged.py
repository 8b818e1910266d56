"""Forged: certificates of true derivations that hide, or misquote, what they rest on."""

from __future__ import annotations

from collections.abc import Iterator
from copy import deepcopy

from derive.certificate import Content
from derive.schema import digest

UNLISTED = "condition not listed"
Forgery = tuple[str, str, Content]
"""What was done, where, and the certificate."""


def forgeries(original: Content) -> Iterator[Forgery]:
    """Yield every certificate that hides one condition or axiom, or misquotes one theorem."""
    for proposition in dict.fromkeys(_conditions(original)):
        made = deepcopy(original)
        for step in made["steps"]:
            main, *side = step["obligations"]
            step["obligations"] = [main, *(o for o in side if o["proposition"] != proposition)]
        yield UNLISTED, proposition, _stamped(made)
    for number, step in enumerate(original["steps"]):
        if "theorem" in step["obligations"][0]:
            made = deepcopy(original)
            theorem = made["steps"][number]["obligations"][0]["theorem"]
            theorem["claim"] = f"({theorem['claim']}) & (0 < 1)"
            yield "theorem misquoted", step["name"], _stamped(made)
    for axiom in original["axioms"]:
        made = deepcopy(original)
        made["axioms"].remove(axiom)
        for step in made["steps"]:
            step["axioms"] = [a for a in step["axioms"] if a != axiom]
        yield "axiom not listed", axiom, _stamped(made)
    for name in original["cites"]:
        made = deepcopy(original)
        del made["cites"][name]
        yield "citation not listed", name, _stamped(made)


def _conditions(content: Content) -> Iterator[str]:
    for step in content["steps"]:
        for obligation in step["obligations"][1:]:
            yield obligation["proposition"]


def _stamped(content: Content) -> Content:
    return {**content, "hash": digest(content)}
