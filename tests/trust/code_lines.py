"""Code lines: how many lines of code something is, without blank lines, comments and docstrings."""

from __future__ import annotations

import ast
import io
import tokenize
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
NO_CODE = (
    tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT,
    tokenize.ENCODING, tokenize.ENDMARKER,
)  # fmt: skip


def code_lines(text: str) -> int:
    """Return the number of lines of a module that hold code."""
    held = set()
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type not in NO_CODE:
            held.update(range(token.start[0], token.end[0] + 1))
    for node in ast.walk(ast.parse(text)):
        is_block = isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef))
        if is_block and ast.get_docstring(node) is not None:
            first = node.body[0]
            held -= set(range(first.lineno, (first.end_lineno or first.lineno) + 1))
    return len(held)


def lines_of(files: Iterable[Path]) -> int:
    """Return the number of lines of code in some files."""
    return sum(code_lines(file.read_text(encoding="utf-8")) for file in files)


def reached_from(start: Iterable[Path]) -> set[Path]:
    """Return the modules of the engine that some modules import, directly or not."""
    waiting, found = list(start), set(start)
    while waiting:
        for file in _imports(waiting.pop()):
            if file not in found:
                found.add(file)
                waiting.append(file)
    return found


def _imports(file: Path) -> set[Path]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names |= {node.module, *(f"{node.module}.{alias.name}" for alias in node.names)}
        elif isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
    found = set()
    for name in names:
        if name.split(".")[0] == "derive":
            path = ROOT.joinpath(*name.split("."))
            found |= {p for p in (path.with_suffix(".py"), path / "__init__.py") if p.is_file()}
    return found
