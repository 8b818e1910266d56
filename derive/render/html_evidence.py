"""Evidence: the badges of a step, each of which names its kind and leads to what it names.

Only a proof has a ✓.  Everything else that speaks for a line has another sign, word and look.
"""

from __future__ import annotations

from typing import Any

from derive.document import StepEntry
from derive.render.html_mathematics import Letters
from derive.render.html_site import Site, anchor, file, words_of

POINTS = "../../trust/README.md#points"
SIGNS = {"proved": "✓", "refuted": "✗", "rejected": "✗", "declined": "?"}
ASSUMED = ("assumed", "declared")
"""The grounds of a condition that the author states: by an assumption, by a domain."""

Data = dict[str, Any]


def verdict(word: str) -> Data:
    """Return a verdict for the templates: its word, and its sign."""
    return {"word": word, "sign": SIGNS[word]}


def badges(step: StepEntry, site: Site, letters: Letters, *, certified: bool) -> list[Data]:
    """Return the badges of a step: verdict, theorems, axioms, assumptions, and numbers apart.

    The lines of what is ``certified`` are tried at points; what these say is measured, and stands
    on the trust page.
    """
    name = file(step.name)
    proofs = [detail for kind, detail in step.evidence if kind == "proof"]
    others = [(kind, detail) for kind, detail in step.evidence if kind != "proof"]
    return [
        {
            "kind": step.verdict,
            "sign": SIGNS[step.verdict],
            "text": step.verdict,
            # Only beside the word "proved" does a kind of proof stand.
            "detail": "; ".join(proofs) if step.verdict == "proved" else "",
            "link": f"#{name}.why",
        },
        *(_theorem(theorem, site) for theorem in step.theorems),
        *(
            {"kind": "axiom", "sign": "", "text": "axiom", "detail": axiom,
             "link": f"../notation.html#axiom-{anchor(axiom)}"}
            for axiom in step.axioms
        ),
        *(
            {"kind": "assumed", "sign": "", "text": "assumes", "detail": letters.inline(p),
             "link": "#the_claim"}
            for p in dict.fromkeys(c.proposition for c in step.conditions if c.ground in ASSUMED)
        ),
        *(
            {"kind": "numbers", "sign": "≈", "text": kind, "detail": detail, "link": POINTS}
            for kind, detail in others
        ),
        *[{"kind": "numbers", "sign": "≈", "text": "tried at points", "detail": "",
           "link": POINTS}] * certified,
    ]  # fmt: skip


def _theorem(name: str, site: Site) -> Data:
    known = site.derivations.get(name)
    link = f"{file(name)}.html" if known else ""
    return {
        "kind": "theorem",
        "sign": "",
        "text": "cites",
        "detail": " ".join(words_of(name)),
        "link": link,
    }
