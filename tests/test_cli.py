"""The command: what it prints, where, and with which exit code."""

from __future__ import annotations

import contextlib
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from derive.cli import main
from derive.library import LIBRARY

ROOT = Path(__file__).parent.parent
SOURCE = ROOT / "derive" / "library" / "kl_univariate.py"


def derive(*arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "derive", *arguments], capture_output=True, text=True, cwd=cwd
    )


def copy(tmp_path: Path, old: str = "", new: str = "") -> Path:
    """Copy the univariate derivation into a file of the user's, with one replacement."""
    text = SOURCE.read_text()
    assert old in text
    path = tmp_path / "mine.py"
    path.write_text(text.replace(old, new, 1) if old else text)
    return path


def test_list_names_every_derivation() -> None:
    done = derive("list")
    assert done.returncode == 0
    assert [line.split()[0] for line in done.stdout.splitlines()] == list(LIBRARY)


def test_show_gives_line_rule_reason_and_verdict() -> None:
    done = derive("show", "kl_univariate:cross-term-vanishes")
    assert done.returncode == 0
    for part in ("2·(μ₁ − μ₂)·0", "cited theorem", "mean zero under q", "✓ proved"):
        assert part in done.stdout


def test_a_pipe_gets_no_marks_unless_it_asks_for_them() -> None:
    plain = derive("show", "kl_univariate:cross-term-vanishes").stdout
    assert not set("⟦⟧\x1b") & set(plain)
    marked = derive("show", "kl_univariate:cross-term-vanishes", "--marks").stdout
    assert "·⟦𝔼_q[x − μ₁]⟧ + " in marked
    assert "·⟦0⟧ + " in marked
    assert "".join(c for c in marked if c not in "⟦⟧") == plain


@pytest.mark.parametrize(
    ("options", "environment", "shown"),
    [
        ([], {}, "·\x1b[32m\x1b[4m0\x1b[0m + "),
        ([], {"NO_COLOR": "1"}, "·\x1b[4m0\x1b[0m + "),
        (["--no-marks"], {}, "·0 + "),
    ],
)
def test_a_terminal_marks_what_was_rewritten(
    options: list[str], environment: dict[str, str], shown: str
) -> None:
    assert shown in in_a_terminal(
        "show", "kl_univariate:cross-term-vanishes", *options, **environment
    )


def in_a_terminal(*arguments: str, **environment: str) -> str:
    """What the command writes where it finds a terminal."""
    parent, child = os.openpty()
    known = {k: v for k, v in os.environ.items() if k != "NO_COLOR"}
    with subprocess.Popen(
        [sys.executable, "-m", "derive", *arguments],
        stdout=child, stdin=subprocess.DEVNULL, env=known | environment,
    ):  # fmt: skip
        os.close(child)
        out = b""
        with contextlib.suppress(OSError):  # what Linux says at the end
            while piece := os.read(parent, 4096):
                out += piece
    os.close(parent)
    return out.decode()


def test_a_misspelt_name_gets_the_nearest_one() -> None:
    done = derive("show", "kl_univarate")
    assert (done.returncode, done.stdout) == (2, "")
    assert "did you mean kl_univariate?" in done.stderr
    done = derive("show", "kl_univariate:cross-term")
    assert done.returncode == 2
    assert "did you mean cross-term-vanishes?" in done.stderr


def test_check_prints_a_line_a_step() -> None:
    done = derive("check", "gaussian_mean")
    assert done.returncode == 0
    for step in LIBRARY["gaussian_mean"].steps:
        assert re.search(rf"^✓ proved +gaussian_mean:{step.name} ", done.stdout, re.M)


def test_check_json_is_one_array_on_stdout_and_progress_goes_to_stderr() -> None:
    done = derive("check", "gaussian_mean", "kl_univariate", "--json")
    assert done.returncode == 0
    mean, kl = json.loads(done.stdout)
    assert (mean["derivation"], kl["derivation"]) == ("gaussian_mean", "kl_univariate")
    assert "fundamental theorem of calculus" in mean["axioms"]
    for found in kl["steps"]:
        assert set(found) == {
            "name", "rule", "relation", "verdict", "evidence", "counterexample", "reason",
        }  # fmt: skip
        assert found["verdict"] == "proved"
        assert found["evidence"][0]["kind"] == "proof"
        assert found["counterexample"] is None
    assert "proved    kl_univariate:definition" in done.stderr


def test_a_changed_sign_is_refuted_at_its_step_with_values(tmp_path: Path) -> None:
    line = "log_ratio + second_square / (2 * sigma2**2) - first_square"
    path = copy(tmp_path, line, line.replace("+", "-"))
    done = derive("check", str(path), "--json", cwd=tmp_path)
    assert done.returncode == 1
    (report,) = json.loads(done.stdout)
    failed = [s for s in report["steps"] if s["verdict"] != "proved"]
    assert failed[0]["name"] == "collect"
    assert failed[0]["verdict"] == "refuted"
    assert set(failed[0]["counterexample"]) == {"mu_1", "mu_2", "sigma_1", "sigma_2"}


def test_a_failing_step_is_shown_with_file_line_and_both_lines(tmp_path: Path) -> None:
    path = copy(tmp_path, "by=square_of_a_sum()", "by=field_arithmetic()")
    done = derive("check", path.name, cwd=tmp_path)
    assert done.returncode == 0, "field arithmetic also gives the expanded square"
    path = copy(tmp_path, "by=adding_and_subtracting(term=mu1)", "by=square_of_a_sum()")
    done = derive("check", path.name, cwd=tmp_path)
    assert done.returncode == 1
    assert "✗ rejected  kl_univariate:insert-the-mean" in done.stdout
    assert re.search(r"mine\.py:\d+: the rule square-of-a-sum does not apply", done.stdout)
    assert "the line before:" in done.stdout
    assert "this line:" in done.stdout


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("log_ratio = log(sigma2 / sigma1)", "log_ratio = lgo(sigma2)", r"mine\.py:\d+: NameError"),
        ("by=square_of_a_sum()", "by=square_of_a_sum(of=1)", r"mine\.py:\d+: .* takes nothing"),
        ("by=square_of_a_sum()", "by=square_of_a_sum", r"mine\.py:\d+: .*square-of-a-sum\(\)"),
        ('"collect"', '"definition"', r"mine\.py:\d+: two steps are called 'definition'"),
        ('"collect"', '"Collect it"', r"mine\.py:\d+: .*lower-case"),
        ("log_ratio = log(", "log_ratio = 0.5 * log(", r"mine\.py:\d+: .*0\.5 is not exact"),
        ('name="gaussian_mean"', 'name="gaussian_means"', "did you mean gaussian_mean?"),
        ("DERIVATION = Derivation(", "OTHER = Derivation(", "has no DERIVATION"),
        ("steps=(", "steps=((", r"mine\.py:\d+: "),
        ('sigma1, sigma2 = positive("', 'sigma1, sigma2 = positive("x ', r"mine\.py:\d+: "),
    ],
)  # fmt: skip
def test_bad_input_is_one_message_and_never_a_traceback(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    done = derive("check", str(copy(tmp_path, old, new)))
    assert done.returncode == 2
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1
    assert re.search(message, done.stderr)


def as_file(tmp_path: Path, name: str, old: str = "", new: str = "") -> Path:
    """Write a derivation of the library into a derivation file, with one replacement."""
    text = derive("show", name, "--as", "toml").stdout
    assert old in text
    path = tmp_path / "mine.toml"
    path.write_text(text.replace(old, new, 1) if old else text)
    return path


def test_a_derivation_is_shown_as_an_align_and_a_line_as_its_fragment() -> None:
    whole = derive("show", "kl_diagonal", "--as", "latex")
    assert whole.returncode == 0
    assert r"\mathrm{KL}(q \,\|\, p) &= " in whole.stdout
    assert whole.stdout.rstrip().endswith("\\end{align}\n\\endgroup")
    line = derive("show", "kl_diagonal:one-sum", "--as", "latex").stdout
    written = (ROOT / "output/latex/steps/kl_diagonal/one-sum.tex").read_text(encoding="ascii")
    assert line == re.sub("% Certificate .*\n", "", written)
    missing = derive("show", "kl_diagonal:one-summ", "--as", "latex")
    assert missing.returncode == 2
    assert "did you mean one-sum?" in missing.stderr


def test_a_derivation_file_is_checked_and_shown(tmp_path: Path) -> None:
    path = as_file(tmp_path, "exponential_inequality")
    done = derive("check", path.name, cwd=tmp_path)
    assert done.returncode == 0
    assert "exponential_inequality: proved" in done.stdout
    of_file, of_library = (
        derive("show", name, cwd=tmp_path) for name in (path.name, "exponential_inequality")
    )
    assert of_file.stdout == of_library.stdout
    step = LIBRARY["exponential_inequality"].steps[0].name
    assert derive("show", f"{path.name}:{step}", cwd=tmp_path).returncode == 0
    odd = path.rename(tmp_path / "odd:name.toml")
    assert derive("show", f"{odd.name}:{step}", cwd=tmp_path).returncode == 0
    assert derive("show", odd.name, cwd=tmp_path).stdout == of_library.stdout


def test_a_wrong_line_of_a_file_is_shown_with_its_place(tmp_path: Path) -> None:
    path = as_file(tmp_path, "kl_univariate", 'rule = "square-of-a-sum"', 'rule = "limit"')
    done = derive("check", path.name, cwd=tmp_path)
    assert done.returncode == 1
    assert re.search(r"mine\.toml:\d+: the rule limit does not apply", done.stdout)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("name =", "nam =", r"derive: mine\.toml:1: nam: .*did you mean name\?"),
        ('rule = "', 'rule = "\\u001b[31m', r"no rule '\\x1b\[31m"),
        ("name =", '"\\u001b[31m\\n" = 1\nname =', r"mine\.toml:1: \\x1b\[31m\\n: there is no"),
        ("claim = ", "claim = 1 # ", r"mine\.toml:\d+: claim: text in quotes is wanted here"),
    ],
)  # fmt: skip
def test_a_bad_file_is_one_message(tmp_path: Path, old: str, new: str, message: str) -> None:
    done = derive("check", as_file(tmp_path, "gaussian_mean", old, new).name, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert len(done.stderr.splitlines()) == 1
    assert re.search(message, done.stderr)
    assert "\x1b" not in done.stderr


def test_a_file_that_takes_too_long_or_too_much_is_given_up(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    line = "Derivative(" * 30 + "exp(a**2)" + ", a)" * 30
    path.write_text(
        f'name = "slow"\ntitle = "Slow"\nclaim = "{line} == a"\nstart = "{line}"\n'
        f'[symbols]\na = "real"\n[[steps]]\nname = "all"\nline = "a"\nrule = "differentiation"\n'
        'reason = "none"\n'
    )
    for command in ("check", "show"):
        done = derive(command, path.name, "--seconds", "1", cwd=tmp_path)
        assert (done.returncode, done.stdout) == (2, "")
        said = "derive: checking is given up: it takes more than 1 s; --seconds allows more\n"
        assert done.stderr == said


@pytest.mark.parametrize(
    "arguments", [("check", "nowhere.py"), ("show",), ("check", "a/b"), ("build", "--too", "x")]
)
def test_wrong_usage_has_exit_code_2(arguments: tuple[str, ...]) -> None:
    done = derive(*arguments)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr


def test_help_teaches_and_does_not_import_sympy() -> None:
    code = (
        "import sys\nfrom click.testing import CliRunner\nfrom derive.cli import main\n"
        "print(CliRunner().invoke(main, ['--help']).output)\nassert 'sympy' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    for command in ("list", "show", "check", "build"):
        assert f"derive {command}" in done.stdout


def test_every_command_is_in_the_module_of_its_name() -> None:
    found = {name: command.callback.__module__ for name, command in main.commands.items()}
    assert found == {name: f"derive.cli.{name}" for name in found}


def test_build_refuses_a_folder_that_it_did_not_write(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("mine")
    done = derive("build", "--to", str(tmp_path))
    assert done.returncode == 2
    assert "--to" in done.stderr
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.tex"]


def test_what_cannot_be_cleared_away_is_said_and_hinders_no_other_command(tmp_path: Path) -> None:
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / ".derive-new-latex").mkdir()
    command = "import shutil, sys\ndef refuse(path): raise PermissionError(13, 'Denied', str(path))"
    command += "\nshutil.rmtree = refuse\nfrom derive.cli import main\nmain(['list'])"
    done = subprocess.run(
        [sys.executable, "-c", command], capture_output=True, text=True, cwd=tmp_path
    )
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == len(LIBRARY)
    assert "an interrupted build is not cleared away" in done.stderr
    assert len(done.stderr.splitlines()) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="there is no /dev/full here")
def test_output_that_cannot_be_written_is_one_message() -> None:
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(
            [sys.executable, "-m", "derive", "list"], stdout=full, stderr=subprocess.PIPE, text=True
        )
    assert done.returncode == 2
    assert re.fullmatch("derive: .*[Nn]o space.*\n", done.stderr)


def test_a_terminal_without_a_tick_gets_an_escape() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "derive", "check", "gaussian_mean"],
        capture_output=True, env={**os.environ, "PYTHONIOENCODING": "latin-1"},
    )  # fmt: skip
    assert done.returncode == 0
    assert rb"\u2713 proved" in done.stdout
