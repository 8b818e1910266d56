"""Certificates: their canonical text, one file a derivation, and what the format is."""

from __future__ import annotations

from derive.document import Document
from derive.render.environment import environment
from derive.schema import JSON_SCHEMA, SCHEMA, canonical


def render(document: Document) -> dict[str, str]:
    """Return the files of the folder by their relative paths."""
    readme = environment("certificates").get_template("README.md.j2")
    files = {f"{d.name}.json": d.certificate for d in document.derivations if d.certificate}
    return {
        **files,
        "README.md": readme.render(schema=SCHEMA, rules=document.rules),
        "schema.json": canonical(JSON_SCHEMA).decode("ascii"),
    }
