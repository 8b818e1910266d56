"""Schema: what a certificate is, as JSON; free of SymPy, so that any checker may know it."""

from __future__ import annotations

import hashlib
import json
from typing import Any

SCHEMA = "derive-certificate/1"
"""The name and version of the format; a change of meaning changes the number."""

CONDITION = "condition"
"""The kind of an obligation that is a side condition."""


def canonical(content: Any) -> bytes:
    """Return the bytes of a certificate: ASCII, keys sorted, one space of indent, a last newline.

    They are the same whatever wrote them: there are no floats, and strings are escaped.
    """
    text = json.dumps(content, sort_keys=True, indent=1, ensure_ascii=True, allow_nan=False)
    return f"{text}\n".encode("ascii")


def digest(content: Any) -> str:
    """Return the hash of a certificate: SHA-256 of the canonical bytes of what is hashed."""
    return hashlib.sha256(canonical(hashed(content))).hexdigest()


def hashed(content: Any) -> Any:
    """Return the part of a certificate that its hash covers.

    Only the certificate's own ``hash`` and its obligations' ``ground`` are left out: a symbol may
    be called so, and its domain counts.
    """
    if not isinstance(content, dict):
        return content
    kept = {k: v for k, v in content.items() if k != "hash"}
    if isinstance(kept.get("steps"), list):
        kept["steps"] = [_without_grounds(s) for s in kept["steps"]]
    return kept


def _without_grounds(step: Any) -> Any:
    if not isinstance(step, dict) or not isinstance(step.get("obligations"), list):
        return step
    obligations = [
        {k: v for k, v in o.items() if k != "ground"} if isinstance(o, dict) else o
        for o in step["obligations"]
    ]
    return {**step, "obligations": obligations}


# -- the format as a JSON Schema -----------------------------------------------------------------

_TERM = {"type": "string", "description": "a term or a proposition, in the language of README.md"}
_TERMS = {"type": "array", "items": _TERM}
_NAME = {"type": "string", "pattern": "^[a-z][a-z0-9]*([-_][a-z0-9]+)*$"}
_HASH = {"type": "string", "pattern": "^[0-9a-f]{64}$"}
_DATA = {
    "type": "object",
    "description": "terms and names by what they are to the rule; lists and objects of them",
}
_DOMAINS = {
    "type": "object",
    "description": "the domain of every symbol, bound ones included",
    "additionalProperties": {"type": "string"},
}


def _object(description: str, **properties: Any) -> dict[str, Any]:
    optional = {"theorem"}
    return {
        "type": "object",
        "description": description,
        "properties": properties,
        "required": sorted(set(properties) - optional),
        "additionalProperties": False,
    }


_MAIN = _object(
    "that the line follows; abbreviations are written out",
    kind={"type": "string", "not": {"const": CONDITION}},
    before=_TERM,
    relation={"$ref": "#/$defs/relation"},
    after=_TERM,
    parameters=_DATA,
    theorem=_object(
        "what a cited theorem says, its hypotheses, and the domains of its own symbols",
        claim=_TERM, assumptions=_TERMS, symbols=_DOMAINS,
    ),
)  # fmt: skip
_CONDITION = _object(
    "a side condition: what makes the lines defined, or the rule applicable",
    kind={"const": CONDITION},
    proposition=_TERM,
    ground={"type": "string", "description": "how the first checker discharged it"},
)
_STEP = _object(
    "one line, and how it follows on the line before",
    name=_NAME,
    relation={"$ref": "#/$defs/relation"},
    line=_TERM,
    rule={"type": "string", "description": "the name of the rule"},
    at={"anyOf": [_TERM, {"type": "null"}], "description": "where in the line before it acts"},
    parameters={**_DATA, "description": "what the author gives the rule"},
    obligations={
        "type": "array",
        "description": "the line itself, then its side conditions, each where it is needed first",
        "prefixItems": [_MAIN],
        "items": _CONDITION,
        "minItems": 1,
    },
    axioms={"type": "array", "items": {"type": "string"}},
)

JSON_SCHEMA: dict[str, Any] = {
    "$schema": "https://json-schema.org/draft/2020-12/schema",
    "title": SCHEMA,
    **_object(
        "a derivation, with every obligation that its lines carry",
        schema={"const": SCHEMA},
        name=_NAME,
        symbols=_DOMAINS,
        where={
            "type": "array",
            "description": "abbreviations, in order: letter and meaning",
            "items": {"type": "array", "items": _TERM, "minItems": 2, "maxItems": 2},
        },
        assumptions=_TERMS,
        conditions={
            "type": "array",
            "description": "theorems that side conditions may use",
            "items": _NAME,
        },
        cites={
            "type": "object",
            "description": "the hashes of the certificates that it rests on",
            "additionalProperties": _HASH,
        },
        claim=_TERM,
        start=_TERM,
        steps={"type": "array", "items": _STEP, "minItems": 1},
        axioms={
            "type": "array",
            "description": "the axioms used, those of what it cites included",
            "items": {"type": "string"},
        },
        hash=_HASH,
    ),
    "$defs": {
        "relation": {
            "enum": [
                "=", "<=", "<", "tends to", "is integrable", "=>", "<=>", "is strictly convex",
            ],
        },
    },
}  # fmt: skip
"""What a certificate is; each part says what it holds."""
