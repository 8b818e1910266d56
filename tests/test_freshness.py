"""What is committed under ``output/`` is what the build makes, whatever the surroundings."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

OUTPUT = Path(__file__).parent.parent / "output"
RENDERED = ("figures", "html", "latex", "markdown", "python")


def files(folder: Path) -> dict[str, bytes]:
    return {
        p.relative_to(folder).as_posix(): p.read_bytes()
        for p in folder.rglob("*")
        if p.is_file() and not {"__pycache__", "build", "dist"} & set(p.parts)
    }


@pytest.fixture(
    scope="module",
    params=[
        {"PYTHONHASHSEED": "1", "TZ": "Asia/Kathmandu", "LC_ALL": "C"},
        {"PYTHONHASHSEED": "2", "TZ": "America/Lima", "LC_ALL": "C.UTF-8"},
    ],
    ids=["seed 1", "seed 2"],
)
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    target = tmp_path_factory.mktemp("built") / "output"
    subprocess.run(
        [sys.executable, "-m", "derive", "build", "--to", str(target)],
        check=True, cwd=elsewhere, env={**os.environ, **request.param}, capture_output=True,
    )  # fmt: skip
    return target


@pytest.mark.parametrize("folder", RENDERED)
def test_the_committed_folder_is_what_the_build_makes(built: Path, folder: str) -> None:
    committed, fresh = files(OUTPUT / folder), files(built / folder)
    assert sorted(committed) == sorted(fresh), "run make derivation, and commit output/"
    stale = [name for name in fresh if committed[name] != fresh[name]]
    assert stale == [], "run make derivation, and commit output/"
