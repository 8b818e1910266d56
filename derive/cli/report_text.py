"""Reports as text: a line a step while derivations are proved, and the verdicts at the end."""

from __future__ import annotations

from collections.abc import Mapping

import click

from derive.cli.failure import place
from derive.derivation import Derivation
from derive.kernel.chain import Progress
from derive.kernel.report import Report, StepReport
from derive.notation import expression


def progress(derivation: Derivation, step: StepReport) -> None:
    """Print the verdict on a step, on stderr."""
    click.echo(f"{step.verdict.value:9} {derivation.name}:{step.step.name}", err=True)


def printer(names: list[str]) -> Progress:
    """Return what prints the steps of the named derivations, and every step that fails."""

    def line(derivation: Derivation, step: StepReport) -> None:
        proved = step.verdict.value == "proved"
        if proved and derivation.name not in names:
            return
        name = f"{derivation.name}:{step.step.name}"
        mark = "✓" if proved else "✗"
        click.echo(f"{mark} {step.verdict.value:9} {name}  ({step.step.by.rule.title})")
        if not proved:
            click.echo(f"    {place(step.step.location)}{step.reason}")
            click.echo(f"    the line before:  {expression(step.before)}")
            click.echo(f"    this line:        {expression(step.step.line)}")

    return line


def summary(reports: Mapping[str, Report], names: list[str]) -> None:
    """Print how many are proved, and what each of the named derivations rests on."""
    proved = [r for r in reports.values() if r.verdict.value == "proved"]
    steps = sum(len(r.steps) for r in reports.values())
    cited = " (with all that they cite)" if len(reports) > len(names) else ""
    click.echo(
        f"\n{len(proved)} of {len(reports)} derivations proved{cited}, {steps} steps checked"
    )
    for name in names:
        report = reports[name]
        click.echo(f"{name}: {report.verdict.value}")
        if report.unproved:
            click.echo(f"    rests on what is not proved: {', '.join(report.unproved)}")
        if report.theorems:
            click.echo(f"    rests on: {', '.join(report.theorems)}")
        if report.axioms:
            click.echo(f"    assumes:  {', '.join(report.axioms)}")
