"""The command ``derive``.  SymPy is imported only where a command uses it."""

from __future__ import annotations

import contextlib
import errno
import io
import json
import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from derive.derivation import Derivation
    from derive.document import DerivationEntry, StepEntry
    from derive.kernel.report import Report, StepReport

NOT_PROVED, BAD_INPUT = 1, 2
OUTPUT = Path("output")


class Failure(click.ClickException):
    """One message on stderr, and exit code 2."""

    exit_code = BAD_INPUT

    def show(self, file: Any = None) -> None:
        """Print the message."""
        click.echo(f"derive: {_on_one_line(self.message)}", err=True)


def _on_one_line(message: str) -> str:
    """Return a message with what a terminal would obey, and the ends of lines, as escapes."""
    return "".join(c if c.isprintable() else ascii(c)[1:-1] for c in message)


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
    _recover(OUTPUT)


def limits(command: Callable[..., None]) -> Callable[..., None]:
    """Add the options that say what checking a derivation file may take."""
    options = (
        click.option(
            "--seconds",
            type=click.FloatRange(0.01, 1e6),
            default=60.0,
            show_default=True,
            help="How long checking derivation files may take.",
        ),
        click.option(
            "--megabytes",
            type=click.IntRange(100, 10**6),
            default=4000,
            show_default=True,
            help="How much memory it may take.",
        ),
    )
    for option in reversed(options):
        command = option(command)
    return command


@main.command("list")
def list_() -> None:
    """List the derivations of the library, with the number of lines in each."""
    for name, derivation in _library().items():
        click.echo(f"{name:30}  {len(derivation.steps):2} lines  {derivation.title}")


@main.command()
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
@limits
def show(what: str, form: str, marks: bool | None, seconds: float, megabytes: int) -> None:
    """Show a derivation, or one of its lines: the line, its rule, the reason and the verdict.

    A PATH is a derivation file (see derive check); a PATH.py is a Python module with a
    DERIVATION, and is executed.
    """
    from derive.document import document
    from derive.files.writer import written
    from derive.render.terminal import derivation_text, step_text
    from derive.wording import nearest

    what, step = _with_step(what)
    derivations, (name,) = _wanted((what,))
    if form == "toml":
        if step or name not in derivations:
            known = list(derivations)
            raise Failure(f"a file holds a whole derivation, not {name}; {nearest(name, known)}")
        click.echo(written(derivations[name]), nl=False)
        return
    with _limited(_is_data(what), seconds, megabytes):
        reports = _checked([name], derivations)
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


@main.command()
@click.argument("what", metavar="[NAME | PATH]...", nargs=-1)
@click.option(
    "--json", "as_json", is_flag=True, help="Print one JSON array, an object a derivation."
)
@limits
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
    derivations, names = _wanted(what)
    progress = _progress if as_json else _printer(names)
    with _limited(any(map(_is_data, what)), seconds, megabytes):
        reports = _checked(names, derivations, progress)
    if as_json:
        click.echo(json.dumps([_as_json(reports[n]) for n in names], indent=2, ensure_ascii=False))
    else:
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
    """Prove the library; write html/, markdown/, latex/, figures/, certificates/, python/.

    The second checker has to agree with the first.  Each folder is replaced as a whole, and only
    where something in it changes.
    """
    from derive.agreement import NoAnswer, disagreements
    from derive.build import BuildError, check_target, rendered, write, write_tools
    from derive.certificate import certificates
    from derive.document import document
    from derive.trials import trials

    try:
        check_target(target)
    except BuildError as error:
        raise Failure(str(error)) from error
    library = _library()
    reports = _checked(list(library), library, _progress)
    if any(r.verdict.value != "proved" for r in reports.values()):
        click.echo("derive: not everything is proved, so nothing is written", err=True)
        context.exit(NOT_PROVED)
    made = document(reports, certificates(reports), trials(library))
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


_SECONDS = click.option(
    "--seconds", type=click.FloatRange(0.1, 3600), default=5, show_default=True,
    help="How long one claim may take.",
)  # fmt: skip
_MEGABYTES = click.option(
    "--megabytes", type=click.IntRange(50, 1_000_000), default=500, show_default=True,
    help="How much memory one claim may take.",
)  # fmt: skip


@main.command()
@click.argument("statement")
@click.option(
    "--symbol", "-s", "symbols", multiple=True, metavar='"NAME: DOMAIN"',
    help='A symbol and its domain, as in "x: real"; once for each symbol.',
)  # fmt: skip
@click.option(
    "--when", "-w", "conditions", multiple=True, metavar="CONDITION",
    help='What the claim holds under, as in "x > 0"; more than once if need be.',
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array with one object.")
@_SECONDS
@_MEGABYTES
@click.pass_context
def claim(
    context: click.Context,
    statement: str,
    symbols: tuple[str, ...],
    conditions: tuple[str, ...],
    as_json: bool,
    seconds: float,
    megabytes: int,
) -> None:
    """Try one claim of your own: proved, refuted with values, or declined.

    \b
    derive claim "sqrt(x**2) == x" --symbol "x: real" --when "x > 0"
    derive claim "A*B == B*A" -s "A: matrix(k,k)" -s "B: matrix(k,k)"
    derive claim "x**2 == 1 => (x == 1) | (x == -1)" -s "x: real"

    A claim means: for every value of its symbols that satisfies the conditions, both sides are
    defined and the relation holds.  It is two terms with ==, !=, <=, <, >= or > between them, or
    two propositions with => or <=>.

    Domains: real, positive, nonnegative, negative, nonzero, integer, natural (0, 1, 2, ...),
    complex, vector(k), matrix(k,m), symmetric(k), spd(k), invertible(k), diagonal(k),
    positive_diagonal(k).  k and m are names, of any size 1, 2, ..., or numbers.

    Terms are in Python syntax: + - * / **, sqrt log exp, sin cos tan asin acos atan sinh cosh
    tanh asinh acosh atanh, Abs sign Min Max floor, gamma digamma erf erfc factorial binomial,
    pi E1 I oo euler_gamma, Integral(f, (x, a, b)), Sum(f, (i, a, b)), Product(f, (i, a, b)),
    Limit(f, x, a) or Limit(f, x, a, '+'), Derivative(f, x), Subs(f, x, a), trace det logdet
    inverse transpose (or A.T), A**-1, Identity(k), v[i], A[i, j] (from 1 on),
    E(f, x, Normal(m, s)), KL(Normal(m, s), Normal(a, b)), Normal.pdf(x, m, s).  A Normal has a
    standard deviation where m is a number, a covariance where m is a vector.  The derivative of a
    number in a symmetric matrix S is the symmetric G with df = tr(G dS).

    Exit code 0: proved; 1: not proved; 2: bad usage.
    """
    from derive.claims.claim import stated
    from derive.claims.problem import ClaimError

    domains: dict[str, str] = {}
    for symbol in symbols:
        name, colon, domain = symbol.partition(":")
        if not colon or name.strip() in domains:
            raise Failure(f'--symbol {symbol!r}: write "NAME: DOMAIN", once for each name')
        domains[name.strip()] = domain.strip()
    try:
        item: Any = stated(statement, domains, conditions)
    except ClaimError as error:
        item = error
    _claims([item], as_json, seconds, megabytes, context, names=[statement])


@main.command()
@click.argument("file", metavar="FILE.jsonl")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON array, an object a claim.")
@_SECONDS
@_MEGABYTES
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

    try:
        text = Path(file).read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError, ValueError) as error:
        raise Failure(f"{file}: cannot be read: {error}") from error
    numbered = list(lines(text))
    names = [f"line {number}" for number, _ in numbered]
    _claims([item for _, item in numbered], as_json, seconds, megabytes, context, names)


def _claims(
    items: list[Any],
    as_json: bool,
    seconds: float,
    megabytes: int,
    context: click.Context,
    names: list[str],
) -> None:
    """Print the verdicts, and exit with 1 where something is not proved."""
    from derive.claims.run import run

    results = []
    for name, result in zip(names, run(items, seconds, megabytes), strict=True):
        results.append(result)
        if not as_json:
            _show_result(result, name)
        elif sys.stderr.isatty():
            click.echo(f"{len(results)} of {len(items)}: {result.verdict}", err=True)
    if as_json:
        objects = [r.as_json() for r in results]
        click.echo(_encodable(json.dumps(objects, indent=2, ensure_ascii=False)))
    elif len(results) != 1:
        count = sum(r.verdict == "proved" for r in results)
        click.echo(f"\n{count} of {len(results)} claims proved")
    if any(r.verdict != "proved" for r in results):
        context.exit(NOT_PROVED)


def _show_result(result: Any, name: str) -> None:
    mark = {"proved": "✓", "refuted": "✗", "declined": "?"}.get(result.verdict, "!")
    label = name if result.id is None else result.id
    click.echo(f"{mark} {result.verdict:9} {_printable(str(label))}")
    if result.verdict == "proved":
        for kind, detail in result.evidence:
            click.echo(f"    {kind}: {_printable(detail)}")
        return
    for line in (result.shown or result.reason).split("\n"):
        click.echo(f"    {_printable(line)}")


def _encodable(text: str) -> str:
    """Return a text of JSON in which what UTF-8 cannot say is escaped."""
    return "".join(c if not "\ud800" <= c <= "\udfff" else f"\\u{ord(c):04x}" for c in text)


def _printable(text: str) -> str:
    """Return a text whose control characters a terminal does not obey."""
    return "".join(c if c.isprintable() else f"\\u{ord(c):04x}" for c in text)


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


def _recover(target: Path) -> None:
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


def _library() -> dict[str, Derivation]:
    from derive.library import LIBRARY

    return LIBRARY


def _wanted(what: tuple[str, ...]) -> tuple[dict[str, Derivation], list[str]]:
    """Return the derivations to look names up in, and the names asked for."""
    from derive.authored import BadInput, load
    from derive.files.problem import BadFile
    from derive.files.reader import read_files

    library = _library()
    try:
        given = {item: load(Path(item)) for item in what if item.endswith(".py")}
        files = [Path(item) for item in what if _is_data(item)]
        read = read_files(files, library)
    except (BadInput, BadFile) as error:
        raise Failure(str(error)) from error
    given |= {item: read[Path(item)] for item in what if _is_data(item)}
    derivations = {**library, **{d.name: d for d in given.values()}}
    return derivations, [given[i].name if i in given else i for i in what] or list(derivations)


def _is_data(item: str) -> bool:
    """Say whether an argument is a derivation file: no name has a dot or a slash in it."""
    return not item.endswith(".py") and ("." in item or os.sep in item)


@contextlib.contextmanager
def _limited(is_data: bool, seconds: float, megabytes: int) -> Iterator[None]:
    """Limit what checking takes, where somebody else may have written what is checked."""
    from derive.limits import TooMuch, limited

    try:
        with limited(seconds, megabytes) if is_data else contextlib.nullcontext():
            yield
    except TooMuch as error:
        raise Failure(f"checking is given up: {error}") from error


def _with_step(what: str) -> tuple[str, str]:
    """Return the two parts of ``NAME:STEP`` or ``PATH:STEP``; a path may hold a colon itself."""
    from derive.files.text import is_file

    named, colon, step = what.rpartition(":")
    return (named, step) if colon and not is_file(Path(what)) else (what, "")


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


if __name__ == "__main__":
    sys.exit(main())
