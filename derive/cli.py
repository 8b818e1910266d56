"""The command ``derive``.  SymPy is imported only where a command uses it."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from derive.derivation import Derivation
    from derive.kernel.report import Report, StepReport

NOT_PROVED, BAD_INPUT = 1, 2
OUTPUT = Path("output")


class Failure(click.ClickException):
    """One message on stderr, and exit code 2."""

    exit_code = BAD_INPUT

    def show(self, file: Any = None) -> None:
        """Print the message."""
        click.echo(f"derive: {self.message}", err=True)


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="derive-engine", prog_name="derive")
def main() -> None:
    """Prove and render derivations that you can read, trust and import.

    A derivation is a chain of lines.  Each line follows from the one before by a named rule, and
    a kernel proves every one of them.

    \b
    derive list                                what there is
    derive show kl_univariate                  a derivation, line by line
    derive show kl_univariate:cross-term-vanishes      one line of it
    derive check                               prove the whole library
    derive check my_derivation.py              prove one of your own
    derive build                               write LaTeX and Python into output/
    derive recheck                             prove the certificates again, by other means
    """
    if any(OUTPUT.glob(".derive-*")):
        from derive.build import recover

        recover(OUTPUT)


@main.command("list")
def list_() -> None:
    """List the derivations of the library, with the number of lines in each."""
    for name, derivation in _library().items():
        click.echo(f"{name:30}  {len(derivation.steps):2} lines  {derivation.title}")


@main.command()
@click.argument("what", metavar="NAME[:STEP] | PATH.py[:STEP]")
def show(what: str) -> None:
    """Show a derivation, or one of its lines: the line, its rule, the reason and the verdict.

    A PATH.py is a Python module with a DERIVATION; it is executed.
    """
    from derive.document import document
    from derive.render.text import Letters, derivation_text, step_text, text

    what, _, step = what.partition(":")
    derivations, (name,) = _wanted((what,))
    reports = _checked([name], derivations)
    (entry,) = document({name: reports[name]}).derivations
    if not step:
        click.echo(derivation_text(entry))
        return
    found = next((s for s in entry.steps if s.name == step), None)
    if found is None:
        steps = [s.name for s in entry.steps]
        raise Failure(f"{name} has no step {step!r}; {_nearest(step, steps)}")
    letters = Letters(entry.densities)
    click.echo(f"       {text(found.before, letters)}\n\n{step_text(found, letters)}")


@main.command()
@click.argument("what", metavar="[NAME | PATH.py]...", nargs=-1)
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON array, an object a derivation."
)
@click.pass_context
def check(context: click.Context, what: tuple[str, ...], as_json: bool) -> None:
    """Prove derivations: a line a step, with its verdict.

    Without arguments it proves the whole library.  A PATH.py is a Python module with a
    DERIVATION; it is executed, so check only files that you would run.

    Exit code 0: all proved; 1: something is not; 2: bad input.
    """
    derivations, names = _wanted(what)
    if as_json:
        reports = _checked(names, derivations, _progress)
        click.echo(json.dumps([_as_json(reports[n]) for n in names], indent=2, ensure_ascii=False))
    else:
        reports = _checked(names, derivations, _printer(names))
        _summary(reports, names)
    if any(r.verdict.value != "proved" for r in reports.values()):
        context.exit(NOT_PROVED)


@main.command()
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
    """Prove the library; write certificates/, LaTeX (latex/) and a NumPy package (python/).

    The second checker has to agree with the first.  Each folder is replaced as a whole, and only
    where something in it changes.
    """
    from derive.agreement import NoAnswer, disagreements
    from derive.build import BuildError, check_target, rendered, write, write_tools
    from derive.certificate import certificates
    from derive.document import document

    try:
        check_target(target)
    except BuildError as error:
        raise Failure(str(error)) from error
    library = _library()
    reports = _checked(list(library), library, _progress)
    if any(r.verdict.value != "proved" for r in reports.values()):
        click.echo("derive: not everything is proved, so nothing is written", err=True)
        context.exit(NOT_PROVED)
    made = document(reports, certificates(reports))
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


@main.command()
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


# -- helpers --------------------------------------------------------------------------------------


def _library() -> dict[str, Derivation]:
    from derive.library import LIBRARY

    return LIBRARY


def _wanted(what: tuple[str, ...]) -> tuple[dict[str, Derivation], list[str]]:
    """Return the derivations to look names up in, and the names asked for."""
    from derive.authored import BadInput, load

    derivations, names = dict(_library()), []
    for item in what:
        if item.endswith(".py") or os.sep in item:
            try:
                derivation = load(Path(item))
            except BadInput as error:
                raise Failure(str(error)) from error
            derivations[derivation.name] = derivation
            item = derivation.name
        names.append(item)
    return derivations, names or list(derivations)


def _checked(
    names: Iterable[str], derivations: Mapping[str, Derivation], progress: Any = None
) -> dict[str, Report]:
    from derive.kernel.chain import check
    from derive.kernel.form import InvalidDerivation

    try:
        return check(names, derivations, *([progress] if progress else []))
    except InvalidDerivation as error:
        raise Failure(f"{_place(error.location)}{error}") from error


def _place(location: tuple[str, int]) -> str:
    """Return ``file:line: `` of a location, the file relative to here where that is shorter."""
    file, line = location
    if not file:
        return ""
    relative = os.path.relpath(file)
    return f"{relative if len(relative) < len(file) else file}:{line}: "


def _progress(derivation: Derivation, step: StepReport) -> None:
    click.echo(f"{step.verdict.value:9} {derivation.name}:{step.step.name}", err=True)


def _printer(names: list[str]) -> Any:
    """Return what prints the steps of the named derivations, and every step that fails."""
    from derive.notation import expression

    def line(derivation: Derivation, step: StepReport) -> None:
        proved = step.verdict.value == "proved"
        if proved and derivation.name not in names:
            return
        name = f"{derivation.name}:{step.step.name}"
        mark = "✓" if proved else "✗"
        click.echo(f"{mark} {step.verdict.value:9} {name}  ({step.step.by.rule.title})")
        if not proved:
            click.echo(f"    {_place(step.step.location)}{step.reason}")
            click.echo(f"    the line before:  {expression(step.before)}")
            click.echo(f"    this line:        {expression(step.step.line)}")

    return line


def _summary(reports: Mapping[str, Report], names: list[str]) -> None:
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


def _as_json(report: Report) -> dict[str, Any]:
    return {
        "derivation": report.derivation.name,
        "verdict": report.verdict.value,
        "axioms": list(report.axioms),
        "theorems": list(report.theorems),
        "steps": [_step_as_json(step) for step in report.steps],
    }


def _step_as_json(step: StepReport) -> dict[str, Any]:
    values = step.counterexample
    return {
        "name": step.step.name,
        "rule": step.step.by.rule.name,
        "relation": step.step.relation.value,
        "verdict": step.verdict.value,
        "evidence": [{"kind": e.kind, "detail": e.detail} for e in step.evidence],
        "counterexample": None if values is None else {k: str(v) for k, v in values.items()},
        "reason": step.reason or step.step.reason,
    }


def _nearest(name: str, known: list[str]) -> str:
    from difflib import get_close_matches

    near = get_close_matches(name, known, 1, 0.5)
    return f"did you mean {near[0]}?" if near else f"there are: {', '.join(known)}"


if __name__ == "__main__":
    sys.exit(main())
