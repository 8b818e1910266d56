"""``derive recheck``: certificates proved again, by the second checker."""

from __future__ import annotations

import sys

import click

from derive.cli.build import OUTPUT
from derive.cli.failure import Failure


@click.command()
@click.argument("files", metavar="[FILE]...", nargs=-1)
@click.option("--json", "as_json", is_flag=True, help="Print the verdict on every obligation.")
@click.pass_context
def recheck(context: click.Context, files: tuple[str, ...], as_json: bool) -> None:
    """Prove certificates again, by a second checker in a process of its own.

    It shares no code with the first and uses no SymPy.  Without arguments it reads
    output/certificates/; what a certificate cites is read from beside it.

    Exit code 0: nothing is rejected; 1: something is; 2: a file cannot be read.
    """
    import subprocess

    chosen = list(files) or sorted(
        str(path) for path in (OUTPUT / "certificates").glob("*.json") if path.stem != "schema"
    )
    if not chosen:
        raise Failure(f"no certificates in {OUTPUT / 'certificates'}; write them: derive build")
    command = [sys.executable, "-m", "derive.recheck", *(["--json"] if as_json else []), *chosen]
    context.exit(subprocess.run(command, check=False).returncode)
