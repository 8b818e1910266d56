"""A rendered folder is wholly old or wholly new, and nothing of anybody else's is replaced."""

from __future__ import annotations

import fcntl
import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from derive.build import MARKER, RENDERERS, BuildError, recover, write

OLD = {name: {"a.txt": "old", "deep/b.txt": "old"} for name in RENDERERS}
NEW = {name: {"a.txt": "new", "deep/c.txt": "new"} for name in RENDERERS}


def texts(folder: Path) -> dict[str, str]:
    return {
        p.relative_to(folder).as_posix(): p.read_text()
        for p in folder.rglob("*")
        if p.is_file() and p.name != MARKER
    }


def test_a_build_writes_every_folder_and_nothing_else(tmp_path: Path) -> None:
    write(OLD, tmp_path / "output")
    assert {p.name for p in (tmp_path / "output").iterdir()} == set(RENDERERS)
    for name in RENDERERS:
        assert texts(tmp_path / "output" / name) == OLD[name]


def test_a_build_replaces_what_an_earlier_one_wrote(tmp_path: Path) -> None:
    write(OLD, tmp_path)
    assert write(NEW, tmp_path) == list(RENDERERS)
    for name in RENDERERS:
        assert texts(tmp_path / name) == NEW[name]


def test_a_build_leaves_alone_what_does_not_change(tmp_path: Path) -> None:
    write(OLD, tmp_path)
    before = (tmp_path / "latex" / "a.txt").stat().st_mtime_ns
    assert write(OLD, tmp_path) == []
    assert (tmp_path / "latex" / "a.txt").stat().st_mtime_ns == before


def test_a_folder_that_no_build_wrote_is_refused(tmp_path: Path) -> None:
    (tmp_path / "thesis.tex").write_text("mine")
    with pytest.raises(BuildError, match="not empty"):
        write(NEW, tmp_path)
    assert [p.name for p in tmp_path.iterdir()] == ["thesis.tex"]


def test_a_subfolder_that_no_build_wrote_is_refused(tmp_path: Path) -> None:
    write(OLD, tmp_path)
    (tmp_path / "latex" / MARKER).unlink()
    with pytest.raises(BuildError, match="was not written by derive build"):
        write(NEW, tmp_path)
    assert texts(tmp_path / "latex") == OLD["latex"]
    assert texts(tmp_path / "python") == OLD["python"]


def test_a_file_in_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "output").write_text("a file")
    with pytest.raises(BuildError, match="not a folder"):
        write(NEW, tmp_path / "output")


def test_a_path_that_leaves_the_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BuildError, match="leaves the output folder"):
        write({"latex": {"../../escaped.txt": "text"}}, tmp_path / "deep" / "output")
    assert not (tmp_path / "escaped.txt").exists()


def test_a_file_of_the_users_in_a_rendered_folder_is_not_deleted(tmp_path: Path) -> None:
    write(OLD, tmp_path)
    (tmp_path / "latex" / "notes.tex").write_text("mine")
    with pytest.raises(BuildError, match=r"latex/notes\.tex was not written by derive build"):
        write(NEW, tmp_path)
    assert (tmp_path / "latex" / "notes.tex").read_text() == "mine"


@pytest.mark.parametrize("leads_to", ["thesis", "nowhere"])
def test_a_link_of_the_users_in_a_rendered_folder_is_not_deleted(
    tmp_path: Path, leads_to: str
) -> None:
    write(OLD, tmp_path / "output")
    (tmp_path / "thesis").mkdir()
    link = tmp_path / "output" / "latex" / "link"
    link.symlink_to(tmp_path / leads_to)
    with pytest.raises(BuildError, match="was not written by derive build"):
        write(NEW, tmp_path / "output")
    assert link.is_symlink()


@pytest.mark.parametrize("hidden", [".derive-new-latex", ".derive-old-latex"])
@pytest.mark.parametrize("leads_to", ["thesis", "nowhere"])
def test_a_link_in_place_of_a_hidden_folder_is_not_followed(
    tmp_path: Path, hidden: str, leads_to: str
) -> None:
    write(OLD, tmp_path / "output")
    (tmp_path / "thesis").mkdir()
    (tmp_path / "thesis" / "thesis.tex").write_text("mine")
    (tmp_path / "output" / hidden).symlink_to(tmp_path / leads_to)
    write(NEW, tmp_path / "output")
    assert texts(tmp_path / "output" / "latex") == NEW["latex"]
    assert not (tmp_path / "output" / hidden).is_symlink()
    assert texts(tmp_path / "thesis") == {"thesis.tex": "mine"}
    assert not (tmp_path / "nowhere").exists()


def test_what_a_linked_folder_holds_is_left_alone(tmp_path: Path) -> None:
    write(OLD, tmp_path / "elsewhere")
    (tmp_path / "output").mkdir()
    (tmp_path / "output" / "latex").symlink_to(tmp_path / "elsewhere" / "latex")
    write(NEW, tmp_path / "output")
    assert texts(tmp_path / "output" / "latex") == NEW["latex"]
    assert texts(tmp_path / "elsewhere" / "latex") == OLD["latex"]


@pytest.mark.parametrize("file", ["a.txt", MARKER])
def test_a_file_that_is_no_text_any_more_is_replaced_or_refused(tmp_path: Path, file: str) -> None:
    write(OLD, tmp_path)
    (tmp_path / "latex" / file).write_bytes(b"\xff\xfe\x00")
    if file == MARKER:  # then nothing says that the other files are a build's
        with pytest.raises(BuildError, match="was not written by derive build"):
            write(NEW, tmp_path)
    else:
        write(NEW, tmp_path)
        assert texts(tmp_path / "latex") == NEW["latex"]


@pytest.mark.parametrize(
    "path",
    [
        "", "/etc/passwd", "a//b", "./a", "a/..", "..", "a\\b", "C:/a", "con.txt", "deep/NUL",
        "Aux.tex", "com1", "a\nb", "a b", "ä", "a\0b", "\u202egpj.exe", "x" * 121, "\ud800",
    ],
)  # fmt: skip
def test_a_path_that_some_system_could_not_hold_is_refused(tmp_path: Path, path: str) -> None:
    with pytest.raises(BuildError, match=r"leaves the output folder|cannot be a file"):
        write({"latex": {path: "text"}}, tmp_path / "output")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("moment", ["writing", "renamed away", "exchanged"])
def test_an_interrupted_exchange_is_finished_or_undone(tmp_path: Path, moment: str) -> None:
    write(OLD, tmp_path)
    scratch = tmp_path / "scratch"
    write(NEW, scratch)
    current, new, old = (
        tmp_path / "latex", tmp_path / ".derive-new-latex", tmp_path / ".derive-old-latex",
    )  # fmt: skip
    (scratch / "latex").rename(new)
    if moment == "writing":
        (new / "a.txt").unlink()
    else:
        current.rename(old)
    if moment == "exchanged":
        new.rename(current)
    recover(tmp_path)
    assert texts(current) == (OLD if moment == "writing" else NEW)["latex"]
    assert not new.exists()
    assert not old.exists()


def test_a_running_exchange_is_left_alone(tmp_path: Path) -> None:
    write(OLD, tmp_path)
    new = tmp_path / ".derive-new-latex"
    new.mkdir()
    folder = os.open(tmp_path, os.O_RDONLY)
    fcntl.flock(folder, fcntl.LOCK_EX)
    recover(tmp_path)
    assert new.exists()
    os.close(folder)
    recover(tmp_path)
    assert not new.exists()


KILLED = """
import sys
from pathlib import Path
from derive.build import RENDERERS, write
folders = {n: {f"{i}.txt": sys.argv[2] for i in range(300)} for n in RENDERERS}
print("ready", flush=True)
while True:
    for text in ("even", "odd"):
        write({n: {k: text for k in files} for n, files in folders.items()}, Path(sys.argv[1]))
"""


@pytest.mark.parametrize("delay", [0.01, 0.03, 0.07, 0.11])
def test_a_build_that_is_killed_leaves_no_mixed_folder(tmp_path: Path, delay: float) -> None:
    write({n: {f"{i}.txt": "even" for i in range(300)} for n in RENDERERS}, tmp_path)
    build = subprocess.Popen(
        [sys.executable, "-c", KILLED, str(tmp_path), "even"], stdout=subprocess.PIPE
    )
    assert build.stdout is not None
    build.stdout.readline()
    time.sleep(delay)
    build.kill()
    build.communicate()
    recover(tmp_path)
    for name in RENDERERS:
        found = texts(tmp_path / name)
        assert len(found) == 300
        assert set(found.values()) in ({"even"}, {"odd"})
