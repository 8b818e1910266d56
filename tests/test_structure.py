"""The rooms of the engine and the arrows between them: what each module may import."""

from __future__ import annotations

import ast
import shutil
from graphlib import TopologicalSorter
from importlib import import_module
from pathlib import Path

from derive.derivation import Derivation, Rule
from derive.library import LIBRARY, MODULES
from derive.rules import RULES

ENGINE = Path(__file__).resolve().parent.parent / "derive"

MAY_KNOW: dict[str, set[str]] = {
    "wording": set(),
    "limits": set(),
    "notation": set(),
    "derivation": {"notation", "wording"},
    "rules": {"notation", "derivation"},
    "library": {"notation", "derivation", "rules"},
    "evidence": {"notation"},
    "kernel": {"notation", "derivation", "evidence"},
    "schema": set(),
    "recheck": {"schema"},
    "claims": {"notation", "derivation", "rules", "library", "evidence", "kernel"},
    "certificate": {"notation", "derivation", "kernel.report", "schema"},
    "formula": {"notation"},
    "changes": {"formula"},
    "document": {
        *("notation", "derivation", "rules", "kernel.report", "schema", "formula", "changes"),
    },
    "approximation": set(),
    "render": {"approximation", "changes", "document", "formula", "schema"},
    "files": {"notation", "derivation", "rules", "wording", "claims"},
    "authored": {"notation", "derivation", "rules", "files"},
    "trials": {"notation", "derivation", "rules", "kernel"},
    "view": {"derivation", "library", "kernel", "document", "render", "wording"},
    "agreement": set(),
    "build": {"document", "render"},
    "cli": {
        *("notation", "derivation", "library", "kernel", "document", "render"),
        *("authored", "agreement", "files", "limits", "build", "certificate", "claims", "trials"),
        "wording",
    },
    "__main__": {"cli"},
}
"""What each room may import besides itself; a dotted name is one module of a room."""


def imported(file: Path) -> set[str]:
    """Return the modules of the engine that a file imports, anywhere in it."""
    found: set[str] = set()
    package = ["derive", *file.relative_to(_engine_of(file)).parts[:-1]]
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            module = ".".join([*above, *([node.module] if node.module else [])])
            found |= {module} if module != "derive" else {f"derive.{a.name}" for a in node.names}
    return {m.removeprefix("derive.") for m in found if m.split(".")[0] == "derive"}


def _engine_of(file: Path) -> Path:
    return next(p for p in file.parents if p.name == "derive")


def room(path: Path, engine: Path) -> str:
    return path.relative_to(engine).parts[0].removesuffix(".py")


def arrows_that_go_up(engine: Path) -> list[str]:
    """Return the imports that the table does not allow."""
    wrong = []
    for file in sorted(engine.rglob("*.py")):
        own = room(file, engine)
        if own == "__init__":
            wrong += [f"derive/__init__.py imports {m}" for m in imported(file)]
            continue
        if own not in MAY_KNOW:
            wrong.append(f"{own} is no room of the table")
            continue
        for module in imported(file):
            if module == "derive":  # the package itself holds nothing but its version
                continue
            allowed = {own} | MAY_KNOW[own]
            if not any(module == a or module.startswith(f"{a}.") for a in allowed):
                wrong.append(f"{file.relative_to(engine)} imports {module}")
    return wrong


def test_no_arrow_goes_up():
    assert arrows_that_go_up(ENGINE) == []


def test_the_table_has_no_circle():
    order: list[str] = []
    rooms = {name: {k.split(".")[0] for k in known} for name, known in MAY_KNOW.items()}
    while rooms:
        free = sorted(name for name, known in rooms.items() if known <= set(order))
        assert free, f"a circle among {sorted(rooms)}"
        order += free
        rooms = {name: known for name, known in rooms.items() if name not in free}
    assert order.index("notation") < order.index("derivation") < order.index("rules")
    assert order.index("rules") < order.index("library")
    assert order.index("kernel") < order.index("document") < order.index("render")


def rooms_of(folder: Path) -> dict[str, set[str]]:
    """Return the rooms of a folder of the engine, each with those that it imports from."""
    prefix = f"{folder.relative_to(ENGINE).as_posix()}.".replace("/", ".")
    known: dict[str, set[str]] = {}
    for file in sorted(folder.rglob("*.py")):
        own = room(file, folder)
        below = {m.removeprefix(prefix).split(".")[0] for m in imported(file) if prefix in m}
        known.setdefault(own, set()).update(below - {own})
    return known


def test_the_rooms_of_the_renderer_have_no_circle():
    rooms = rooms_of(ENGINE / "render")
    assert {"latex", "mathml", "html"} <= rooms["html"] | {"html"}
    order = list(TopologicalSorter(rooms).static_order())  # raises where there is one
    assert order.index("latex") < order.index("mathml") < order.index("html")


def test_an_arrow_that_goes_up_is_seen(tmp_path):
    for bad, where in (
        ("from derive.rules import RULES", "kernel/signs.py"),
        ("import derive.library.kl_univariate", "kernel/checks.py"),
        ("from derive import kernel", "notation/term.py"),
        ("from ..kernel import chain", "evidence/refutation.py"),
        ("def later():\n    from derive.kernel.chain import check", "render/text.py"),
        ("from derive.kernel.chain import check", "document.py"),
        ("from derive.cli import main", "build.py"),
    ):
        copy = tmp_path / where.replace("/", "_") / "derive"
        shutil.copytree(ENGINE, copy)
        planted = copy / where
        planted.write_text(f"{planted.read_text(encoding='utf-8')}\n{bad}\n", encoding="utf-8")
        seen = set(arrows_that_go_up(copy)) - set(arrows_that_go_up(ENGINE))
        assert len(seen) == 1, f"{bad} in {where}"


def test_nothing_below_the_library_knows_a_derivation_by_name():
    names = set(LIBRARY)
    for folder in ("notation", "kernel", "evidence"):
        for file in (ENGINE / folder).glob("*.py"):
            strings = {
                node.value
                for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
                if isinstance(node, ast.Constant) and isinstance(node.value, str)
            }
            assert not names & strings, f"{file.name} knows {names & strings}"


def test_every_rule_that_is_written_is_among_the_rules() -> None:
    written = {
        value.name
        for path in (ENGINE / "rules").glob("*.py")
        for value in vars(import_module(f"derive.rules.{path.stem}")).values()
        if isinstance(value, Rule)
    }
    assert written == {rule.name for rule in RULES}


def test_every_module_of_the_library_is_in_the_library() -> None:
    written = {path.stem for path in (ENGINE / "library").glob("*.py")} - {"__init__"}
    assert written == {module.__name__.rpartition(".")[2] for module in MODULES}
    made = {
        value.name
        for module in MODULES
        for value in vars(module).values()
        if isinstance(value, Derivation)
    }
    assert made == set(LIBRARY)
    for module in MODULES:
        if hasattr(module, "DERIVATION"):
            assert module.DERIVATION.name == module.__name__.rpartition(".")[2]
