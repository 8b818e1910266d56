"""How a command fails: its exit codes, its one message, and the place that it names."""

from __future__ import annotations

import os
from typing import Any

import click

from derive.cli.escapes import on_one_line

NOT_PROVED, BAD_INPUT = 1, 2


class Failure(click.ClickException):
    """One message on stderr, and exit code 2."""

    exit_code = BAD_INPUT

    def show(self, file: Any = None) -> None:
        """Print the message."""
        click.echo(f"derive: {on_one_line(self.message)}", err=True)


def place(location: tuple[str, int]) -> str:
    """Return ``file:line: `` of a location, the file relative to here where that is shorter."""
    file, line = location
    if not file:
        return ""
    relative = os.path.relpath(file)
    return f"{relative if len(relative) < len(file) else file}:{line}: "
