"""``derive build``: everything proved, rendered and written."""

from __future__ import annotations

from pathlib import Path

import click

from derive.cli.failure import NOT_PROVED, Failure

OUTPUT = Path("output")


@click.command()
@click.option(
    "--to",
    "target",
    type=click.Path(path_type=Path),
    default=OUTPUT,
    show_default=True,
    help="The folder to write into: a new or empty one, or one that an earlier build wrote.",
)
@click.pass_context
def build(context: click.Context, target: Path) -> None:
    """Prove the library; write html/, markdown/, latex/, figures/, certificates/, python/.

    The second checker has to agree with the first.  Each folder is replaced as a whole, and only
    where something in it changes.
    """
    from derive.agreement import NoAnswer, disagreements
    from derive.build import BuildError, check_target, rendered, write, write_tools
    from derive.certificate import certificates
    from derive.cli.proving import checked
    from derive.cli.report_text import progress
    from derive.document import document
    from derive.library import LIBRARY
    from derive.trials import trials

    try:
        check_target(target)
    except BuildError as error:
        raise Failure(str(error)) from error
    reports = checked(list(LIBRARY), LIBRARY, progress)
    if any(r.verdict.value != "proved" for r in reports.values()):
        click.echo("derive: not everything is proved, so nothing is written", err=True)
        context.exit(NOT_PROVED)
    made = document(reports, certificates(reports), trials(LIBRARY))
    try:
        against = disagreements({d.name: d.certificate for d in made.derivations})
    except NoAnswer as error:
        raise Failure(str(error)) from error
    if against:
        for one in against:
            click.echo(f"rejected  {one}", err=True)
        click.echo("derive: the two checkers do not agree, so nothing is written", err=True)
        context.exit(NOT_PROVED)
    try:
        changed = write(rendered(made), target)
        write_tools(target)
    except (BuildError, ValueError, LookupError) as error:
        raise Failure(str(error)) from error
    for name in changed:
        click.echo(f"wrote {target / name}")
    if not changed:
        click.echo(f"{target} is up to date")


def recover_build(target: Path) -> None:
    """Finish or undo what a build that was interrupted left; where that fails, say so and go on."""
    try:
        left_over = any(target.glob(".derive-*"))
    except OSError:
        return  # nothing that this user may see
    if left_over:
        from derive.build import BuildError, recover

        try:
            recover(target)
        except BuildError as error:
            click.echo(f"derive: an interrupted build is not cleared away: {error}", err=True)
