"""``derive list``: what the library holds."""

from __future__ import annotations

import click


@click.command("list")
def list_() -> None:
    """List the derivations of the library, with the number of lines in each."""
    from derive.library import LIBRARY

    for name, derivation in LIBRARY.items():
        click.echo(f"{name:30}  {len(derivation.steps):2} lines  {derivation.title}")
