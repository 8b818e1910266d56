"""What is shipped: the two wheels, the sdist, the lock, and what no file may name."""

import json
import os
import re
import subprocess
import sys
import sysconfig
import tarfile
import tomllib
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
LOCK = ROOT / "requirements.lock"

# Everything is built and installed from this machine, whatever pip's settings.
ENVIRONMENT = {k: v for k, v in os.environ.items() if not k.startswith(("PIP_", "PYTHON"))} | {
    "PIP_CONFIG_FILE": os.devnull,
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PIP_NO_INDEX": "1",
}


def run(*command, cwd, check=True):
    """Run a command, and show all it said where it should have passed and did not."""
    done = subprocess.run(
        [str(part) for part in command], cwd=cwd, env=ENVIRONMENT, capture_output=True, text=True
    )
    if check and done.returncode:
        pytest.fail(f"{command}: exit {done.returncode}\n{done.stdout}{done.stderr}")
    return done


def build_wheel(source, into):
    run(
        *(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-deps", "--no-build-isolation"),
        *("--wheel-dir", into, source),
        cwd=into,
    )
    (wheel,) = into.glob("*.whl")
    return wheel


def install(wheel, target):
    run(
        *(sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", target),
        wheel,
        cwd=wheel.parent,
    )
    return target


def run_installed(target, code, check=True):
    """Run code where `target` is installed and the checkout is not.

    With -I and -S neither the working directory, nor PYTHONPATH, nor the .pth
    file of an editable install counts.  The dependencies come from the
    directories that hold them, put on the path behind the target.
    """
    paths = sysconfig.get_paths()
    path = [str(target), *dict.fromkeys([paths["purelib"], paths["platlib"]])]
    prelude = f"import sys; sys.path[:0] = {path[:1]!r}; sys.path += {path[1:]!r}\n"
    return run(sys.executable, "-I", "-S", "-c", prelude + code, cwd=target.parent, check=check)


def contents(wheel):
    """What each file in the wheel holds."""
    with zipfile.ZipFile(wheel) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


@pytest.fixture(scope="module")
def engine_wheel(tmp_path_factory):
    return build_wheel(ROOT, tmp_path_factory.mktemp("engine-wheel"))


@pytest.fixture(scope="module")
def engine(engine_wheel, tmp_path_factory):
    return install(engine_wheel, tmp_path_factory.mktemp("engine") / "site")


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    wheel = build_wheel(ROOT / "output" / "python", tmp_path_factory.mktemp("library-wheel"))
    assert wheel.name.startswith("derived_gaussian-")
    return install(wheel, tmp_path_factory.mktemp("library") / "site")


def test_engine_wheel_holds_the_templates(engine_wheel):
    held = {
        name.removeprefix("derive/"): data
        for name, data in contents(engine_wheel).items()
        if name.startswith("derive/templates/")
    }
    templates = {
        path.relative_to(ROOT).as_posix(): path.read_bytes()
        for path in (ROOT / "templates").rglob("*")
        if path.is_file() and not path.name.startswith(".")
    }
    assert templates
    assert held == templates


def test_engine_wheel_holds_the_packages_and_nothing_else(engine_wheel):
    top = {name.split("/")[0] for name in contents(engine_wheel)}
    assert {name for name in top if not name.endswith(".dist-info")} == {"derive", "derived"}


def test_engine_runs_outside_the_checkout(engine):
    done = run_installed(
        engine,
        "import derive, derived, json\nprint(json.dumps([derive.__file__, derived.__file__]))",
    )
    for file in json.loads(done.stdout):
        assert Path(file).is_relative_to(engine)


def test_console_script_lists_the_derivations(engine):
    done = run_installed(
        engine,
        "from importlib.metadata import distribution\n"
        "(script,) = distribution('derive-engine').entry_points.select(group='console_scripts')\n"
        "assert script.name == 'derive'\n"
        "sys.argv = ['derive', 'list']\n"
        "sys.exit(script.load()())\n",
    )
    assert "kl_univariate" in done.stdout


def test_sdist_builds_the_same_wheel(engine_wheel, tmp_path):
    run(sys.executable, "-m", "hatchling", "build", "-t", "sdist", "-d", tmp_path, cwd=ROOT)
    (archive,) = tmp_path.glob("*.tar.gz")
    with tarfile.open(archive) as tar:
        tar.extractall(tmp_path, filter="data")
    (tmp_path / "wheel").mkdir()
    again = build_wheel(tmp_path / archive.name.removesuffix(".tar.gz"), tmp_path / "wheel")
    assert contents(again) == contents(engine_wheel)


def test_library_stands_alone(library):
    done = run_installed(
        library,
        "import json\n"
        "import derived\n"
        "from derived.gaussian import kl_univariate\n"
        "value = float(kl_univariate(0.0, 1.0, 1.0, 2.0))\n"
        "loaded = sorted({'derive', 'sympy', 'jinja2', 'flint'} & set(sys.modules))\n"
        "print(json.dumps([derived.__file__, value, loaded]))\n",
    )
    file, value, loaded = json.loads(done.stdout)
    assert Path(file).is_relative_to(library)
    # log 2 + (1 + 1) / 8 - 1 / 2
    assert value == pytest.approx(0.4431471805599453, rel=1e-14)
    assert loaded == []


def test_library_needs_numpy_and_the_array_api_only(library):
    done = run_installed(
        library,
        "from importlib.metadata import requires\nprint(*requires('derived-gaussian'), sep='\\n')",
    )
    needed = [line for line in done.stdout.split("\n")[:-1] if "extra ==" not in line]
    names = [re.match(r"[\w.-]+", line)[0] for line in needed]
    assert sorted(names) == ["array-api-compat", "numpy"]


def pins():
    """Each requirement in the lock, with its continuation lines."""
    lines = [line for line in LOCK.read_text().splitlines() if not line.lstrip().startswith("#")]
    return "\n".join(lines).replace("\\\n", " ").splitlines()


def test_lock_pins_every_package_with_hashes():
    assert pins()
    for pin in pins():
        assert re.match(r"[a-z0-9-]+==\S+ .*--hash=sha256:[0-9a-f]{64}", pin), pin


def test_lock_names_no_index():
    assert not re.search(r"://|--(extra-)?index|--find-links|--trusted-host", LOCK.read_text())


def test_lock_holds_every_dependency():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = project["dependencies"] + project["optional-dependencies"]["dev"]
    pinned = {pin.partition("==")[0] for pin in pins()}
    assert {re.match(r"[\w-]+", line)[0].lower() for line in wanted} <= pinned


def test_no_file_names_a_registry_or_this_checkout():
    listed = run("git", "ls-files", "-z", cwd=ROOT, check=False)
    files = [ROOT / name for name in listed.stdout.split("\0") if name]
    if listed.returncode or Path(__file__).resolve() not in files:
        pytest.skip("not a git checkout, so no file is tracked")
    # Spelled in parts, for this file is tracked too.
    hosts = [("pypi", "org"), ("pythonhosted", "org"), ("debian", "org"), ("npmjs", "org")]
    names = "|".join(r"\.".join(host) for host in hosts)
    unwanted = re.compile(rf"{names}|(?<![\w.~/-]){re.escape(str(ROOT))}(?![\w.-])".encode())
    found = [str(file) for file in files if file.is_file() and unwanted.search(file.read_bytes())]
    assert found == []
