"""Results of claims: printed as text or as JSON, one after the other."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from derive.claims.decide import Result
from derive.claims.run import run
from derive.cli.escapes import encodable, printable
from derive.cli.failure import NOT_PROVED


def print_results(
    items: list[Any],
    as_json: bool,
    seconds: float,
    megabytes: int,
    context: click.Context,
    names: list[str],
) -> None:
    """Print the verdicts, and exit with 1 where something is not proved."""
    results = []
    for name, result in zip(names, run(items, seconds, megabytes), strict=True):
        results.append(result)
        if not as_json:
            _print_result(result, name)
        elif sys.stderr.isatty():
            click.echo(f"{len(results)} of {len(items)}: {result.verdict}", err=True)
    if as_json:
        objects = [r.as_json() for r in results]
        click.echo(encodable(json.dumps(objects, indent=2, ensure_ascii=False)))
    elif len(results) != 1:
        count = sum(r.verdict == "proved" for r in results)
        click.echo(f"\n{count} of {len(results)} claims proved")
    if any(r.verdict != "proved" for r in results):
        context.exit(NOT_PROVED)


def _print_result(result: Result, name: str) -> None:
    mark = {"proved": "✓", "refuted": "✗", "declined": "?"}.get(result.verdict, "!")
    label = name if result.id is None else result.id
    click.echo(f"{mark} {result.verdict:9} {printable(str(label))}")
    if result.verdict == "proved":
        for kind, detail in result.evidence:
            click.echo(f"    {kind}: {printable(detail)}")
        return
    for line in (result.shown or result.reason).split("\n"):
        click.echo(f"    {printable(line)}")
