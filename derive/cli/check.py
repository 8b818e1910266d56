"""``derive check``: a verdict on every step."""

from __future__ import annotations

import click

from derive.cli.failure import NOT_PROVED
from derive.cli.options import file_limits


@click.command()
@click.argument("what", metavar="[NAME | PATH]...", nargs=-1)
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON array, an object a derivation."
)
@file_limits
@click.pass_context
def check(
    context: click.Context, what: tuple[str, ...], as_json: bool, seconds: float, megabytes: int
) -> None:
    """Prove derivations: a line a step, with its verdict.

    Without arguments it proves the whole library.  A PATH is a derivation file in TOML, which is
    data: read by a whitelist, never executed.  `derive show NAME --as toml` prints one to start
    from; several files may cite each other.  A PATH.py is a Python module with a DERIVATION; it
    is executed, so check only modules that you would run.

    Exit code 0: all proved; 1: something is not; 2: bad input.
    """
    from derive.cli.arguments import is_data, wanted
    from derive.cli.proving import checked, limited
    from derive.cli.report_json import reports_as_json
    from derive.cli.report_text import printer, progress, summary

    derivations, names = wanted(what)
    with limited(any(map(is_data, what)), seconds, megabytes):
        reports = checked(names, derivations, progress if as_json else printer(names))
    if as_json:
        click.echo(reports_as_json(reports[name] for name in names))
    else:
        summary(reports, names)
    if any(r.verdict.value != "proved" for r in reports.values()):
        context.exit(NOT_PROVED)
