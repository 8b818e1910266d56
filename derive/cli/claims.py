"""``derive claims``: a file of statements, tried one by one."""

from __future__ import annotations

from pathlib import Path

import click

from derive.cli.failure import Failure
from derive.cli.options import claim_limits


@click.command()
@click.argument("file", metavar="FILE.jsonl")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array, an object a claim.")
@claim_limits
@click.pass_context
def claims(
    context: click.Context, file: str, as_json: bool, seconds: float, megabytes: int
) -> None:
    """Try a file of claims, one a line: proved, refuted with values, or declined.

    A line is a JSON object; "symbols" and "conditions" may be left out:

    \b
    {"id": "root", "before": "sqrt(x**2)", "relation": "=", "after": "x",
     "symbols": {"x": "real"}, "conditions": ["x > 0"]}

    (on one line).  "relation" is =, <=, <, => or <=>; for => and <=> both sides are propositions
    made of ==, !=, <, <=, &, | and ~.  `derive claim --help` lists the domains and the grammar.

    With --json each object has "id", "verdict" (proved, refuted, declined, error), "evidence",
    "counterexample" (values to substitute, or null) and "reason".

    Exit code 0: all proved; 1: something is not; 2: the file cannot be read.
    """
    from derive.claims.claim import lines
    from derive.cli.claim_results import print_results

    try:
        text = Path(file).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise Failure(f"{file}: cannot be read: {error}") from error
    numbered = list(lines(text))
    names = [f"line {number}" for number, _ in numbered]
    print_results([item for _, item in numbered], as_json, seconds, megabytes, context, names)
