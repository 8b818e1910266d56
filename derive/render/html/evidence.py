"""Evidence: the badges of a step, each of which names its kind and leads to what it names.

Only a proof has a ✓.  Everything else that speaks for a line has another sign, word and look.
"""

from __future__ import annotations

from typing import Any

from derive.document import ConditionEntry, DerivationEntry, StepEntry
from derive.formula import Formula, nodes
from derive.render.html.mathematics import Letters
from derive.render.html.site import Site
from derive.render.names import anchor, file_name, words_of
from derive.render.signs import VERDICTS

POINTS = "../../trust/index.html#points"
ASSUMED = ("assumed", "declared")
"""The grounds of a condition that the author states: by an assumption, by a domain."""

UNDECIDED = frozenset(
    ["TendsTo", "Integrable", "StrictlyConvex", "Attracts", "ForAll", "AlmostEverywhere"]
)
"""The propositions that no point decides."""

ZERO = Formula("Number", text="0")

Data = dict[str, Any]


def verdict(word: str) -> Data:
    """Return a verdict for the templates: its word, and its sign."""
    return {"word": word, "sign": VERDICTS[word]}


def proofs(step: StepEntry) -> list[Data]:
    """Return the kinds of proof of a step, each with its anchor among the notation."""
    found = [detail for kind, detail in step.evidence if kind == "proof"]
    return [{"words": detail, "id": anchor(detail)} for detail in found]


def badges(step: StepEntry, site: Site, letters: Letters, *, tried: bool) -> list[Data]:
    """Return the badges of a step: verdict, theorems, axioms, conditions, and numbers apart.

    Of the conditions those that the author states; what else a line uses of what is declared is
    on no record, so no list here is one of all assumptions.  What points say of a line that is
    ``tried`` is measured, and stands on the trust page.
    """
    name = file_name(step.name)
    kinds = [proof["words"] for proof in proofs(step)]
    others = [(kind, detail) for kind, detail in step.evidence if kind != "proof"]
    return [
        {
            "kind": step.verdict,
            "sign": VERDICTS[step.verdict],
            "text": step.verdict,
            # Only beside the word "proved" does a kind of proof stand.
            "detail": "; ".join(kinds) if step.verdict == "proved" else "",
            "link": f"#{name}.why",
        },
        *(_theorem(theorem, site) for theorem in step.theorems),
        *(
            {"kind": "axiom", "sign": "", "text": "axiom", "detail": axiom,
             "link": f"../notation.html#axiom-{anchor(axiom)}"}
            for axiom in step.axioms
        ),
        *(
            {"kind": "assumed", "sign": "", "text": "condition",
             "detail": letters.inline(proposition) + f", {ground}", "link": "#claim_"}
            for proposition, ground in dict.fromkeys(
                (_stated(c), c.ground) for c in step.conditions if c.ground in ASSUMED
            )
        ),
        *(
            {"kind": "numbers", "sign": "≈", "text": kind, "detail": detail, "link": POINTS}
            for kind, detail in others
        ),
        *[{"kind": "numbers", "sign": "≈", "text": "tried at points", "detail": "",
           "link": POINTS}] * tried,
    ]  # fmt: skip


def _stated(condition: ConditionEntry) -> Formula:
    """Return what the author states: of what is declared to be positive, no more than that."""
    p = condition.proposition
    if condition.ground == "declared" and p.head == "Unequal" and p.args[1] == ZERO:
        x = p.args[0].args[0] if p.args[0].head == "Entry" else p.args[0]
        if x.domain in ("positive", "positive vector"):
            return Formula("Less", (ZERO, p.args[0]))
    return p


def is_tried(derivation: DerivationEntry, step: StepEntry) -> bool:
    """Say whether it is certain that a line is tried at points.

    It is not where no point decides it, where a density is any, or where it may have an integral
    that is not enclosed: one of an integral, or of a product over the coordinates.
    """
    if step.relation in ("tends to", "is integrable", "is strictly convex"):
        return False
    found = {node.head for line in (step.before, step.after) for node in nodes(line)}
    if UNDECIDED & found or any(a.domain == "positive function" for a in derivation.arguments):
        return False
    return not any(
        {"Integral", "Product"} & {inner.head for a in node.args for inner in nodes(a)}
        for node in nodes(step.after) if node.head == "Integral"
    )  # fmt: skip


def _theorem(name: str, site: Site) -> Data:
    known = site.derivations.get(name)
    link = f"{file_name(name)}.html" if known else ""
    return {
        "kind": "theorem",
        "sign": "",
        "text": "cites",
        "detail": " ".join(words_of(name)),
        "link": link,
    }
