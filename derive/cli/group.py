"""``derive`` itself: its help, and what holds for every command."""

from __future__ import annotations

import contextlib
import errno
import io
import os
import sys
from typing import Any

import click

from derive.cli.build import OUTPUT, build, recover_build
from derive.cli.check import check
from derive.cli.claim import claim
from derive.cli.claims import claims
from derive.cli.failure import Failure
from derive.cli.list import list_
from derive.cli.recheck import recheck
from derive.cli.show import show


class Commands(click.Group):
    """The commands; what the system refuses them is one message too."""

    def invoke(self, ctx: click.Context) -> Any:
        """Invoke a command."""
        try:
            return super().invoke(ctx)
        except OSError as error:
            if error.errno == errno.EPIPE:  # click ends quietly
                raise
            where = f"{os.fsdecode(error.filename)}: " if error.filename else ""
            _forget_output()
            raise Failure(f"{where}{error.strerror or error}") from error


def _forget_output() -> None:
    """Let the interpreter end without another try to write what could not be written."""
    with contextlib.suppress(OSError, ValueError, AttributeError):
        sys.stdout.flush()
        return
    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@click.group(
    cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100}
)
@click.version_option(package_name="derive-engine", prog_name="derive")
def main() -> None:
    """Prove and render derivations that you can read, trust and import.

    A derivation is a chain of lines.  Each line follows from the one before by a named rule, and
    a kernel proves every one of them.

    \b
    derive list                                what there is
    derive show kl_univariate                  a derivation, line by line
    derive show kl_univariate:cross-term-vanishes      one line of it
    derive show kl_univariate --as latex       an align to paste into a paper
    derive check                               prove the whole library
    derive check my_derivation.toml            prove one of your own
    derive claim "x + x == 2*x" -s "x: real"   try one line of your own
    derive claims FILE.jsonl                   try a file of them
    derive build                               write LaTeX and Python into output/
    derive recheck                             prove the certificates again, by other means
    """
    # A path may hold bytes that no encoding has, and an old terminal has no ✓.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    recover_build(OUTPUT)


for command in (list_, show, check, claim, claims, build, recheck):
    main.add_command(command)
