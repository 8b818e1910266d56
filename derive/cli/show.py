"""``derive show``: a derivation, or one line of it, as text, LaTeX or a file."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import TYPE_CHECKING

import click

from derive.cli.failure import Failure
from derive.cli.options import file_limits

if TYPE_CHECKING:
    from derive.document import DerivationEntry, StepEntry


@click.command()
@click.argument("what", metavar="NAME[:STEP] | PATH[:STEP]")
@click.option(
    "--as",
    "form",
    type=click.Choice(["text", "latex", "toml"]),
    default="text",
    show_default=True,
    help="As LaTeX, it is an align to paste into a paper; as a derivation file (toml), something "
    "to start your own from.",
)
@click.option(
    "--marks/--no-marks",
    default=None,
    help="Mark what was rewritten; in a terminal that is the default.  Elsewhere ⟦ ⟧ mark it.",
)
@file_limits
def show(what: str, form: str, marks: bool | None, seconds: float, megabytes: int) -> None:
    """Show a derivation, or one of its lines: the line, its rule, the reason and the verdict.

    A PATH is a derivation file (see derive check); a PATH.py is a Python module with a
    DERIVATION, and is executed.
    """
    from derive.cli.arguments import is_data, wanted, with_step
    from derive.cli.proving import checked, limited
    from derive.document import document
    from derive.files.writer import written
    from derive.render.terminal import derivation_text, step_text
    from derive.wording import nearest

    what, step = with_step(what)
    derivations, (name,) = wanted((what,))
    if form == "toml":
        if step or name not in derivations:
            known = list(derivations)
            raise Failure(f"a file holds a whole derivation, not {name}; {nearest(name, known)}")
        click.echo(written(derivations[name]), nl=False)
        return
    with limited(is_data(what), seconds, megabytes):
        reports = checked([name], derivations)
    (entry,) = document({name: reports[name]}).derivations
    found = next((s for s in entry.steps if s.name == step), None)
    if step and found is None:
        steps = [s.name for s in entry.steps]
        raise Failure(f"{name} has no step {step!r}; {nearest(step, steps)}")
    if form == "latex":
        click.echo(_as_latex(entry, found), nl=False)
    elif found is None:
        click.echo(derivation_text(entry, _style(marks)))
    else:
        click.echo(step_text(found, entry.densities, _style(marks)))


def _style(marks: bool | None) -> Callable[[str, str], str] | None:
    """Return how what was rewritten stands out, in a terminal by its looks; None if it does not."""
    terminal = sys.stdout.isatty()
    if not (terminal if marks is None else marks):
        return None
    if not terminal:
        return lambda piece, mark: f"⟦{piece}⟧"
    colours = {} if os.environ.get("NO_COLOR") else {"old": "yellow", "new": "green"}
    return lambda piece, mark: click.style(piece, fg=colours.get(mark), underline=True)


def _as_latex(entry: DerivationEntry, step: StepEntry | None) -> str:
    from derive.render.latex.align import align
    from derive.render.latex.files import fragment

    try:
        return align(entry) if step is None else fragment(entry, step)
    except ValueError as error:
        raise Failure(f"there is no LaTeX of it: {error}") from error
