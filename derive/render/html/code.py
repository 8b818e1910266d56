"""The NumPy functions of a derivation's lines, taken from the module that is generated of it."""

from __future__ import annotations

import ast
from collections.abc import Mapping
from dataclasses import dataclass

from derive.document import DerivationEntry
from derive.render.environment import environment
from derive.render.numpy.distributions import unfolded
from derive.render.numpy.files import RESULTS
from derive.render.numpy.function import identifier
from derive.render.numpy.lines import module


@dataclass(frozen=True)
class Code:
    """The text of a function, and the module that holds it."""

    module: str
    text: str


def functions(derivation: DerivationEntry) -> Mapping[str, Code]:
    """Return the function of each step of a proved derivation; ``""`` is that of its first line."""
    if derivation.verdict != "proved":
        return {}
    name = identifier(derivation.name)
    template = environment("numpy").get_template("steps.py.j2")
    text = template.render(template="steps.py.j2", **module(unfolded(derivation)))
    tree, rows = ast.parse(text), text.splitlines()
    found = {
        node.name: "\n".join(rows[node.lineno - 1 : node.end_lineno]) + "\n"
        for node in tree.body
        if isinstance(node, ast.FunctionDef)
    }
    steps = {"": "start", **_named(tree)}
    return {step: Code(f"derived.steps.{name}", found[f]) for step, f in steps.items()}


def _named(tree: ast.Module) -> dict[str, str]:
    """Return the function of each step, as ``LINES`` pairs them."""
    calls = [node for node in ast.walk(tree) if isinstance(node, ast.Call)]
    lines = [c.args for c in calls if isinstance(c.func, ast.Name) and c.func.id == "Line"]
    return {_text(step): _text(after) for step, _, _, after in lines}


def _text(node: ast.expr) -> str:
    """Return the name of a function, or the words of a string."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Constant):
        return str(node.value)
    raise ValueError(f"a line of the generated module has neither a name nor words: {node}")


def results(derivation: str) -> dict[str, str]:
    """Return the public results that steps of a derivation give, by the names of the steps."""
    return {step: name for name, (of, step) in RESULTS.items() if of == derivation}
