"""NumPy: the package ``derived``, one function for every proved line, and the results."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from derive.document import DerivationEntry, Document, Formula
from derive.render.environment import environment
from derive.render.numpy_function import (
    arguments,
    core,
    function,
    has_matrices,
    identifier,
    in_batches,
    scope_of,
    signature,
)
from derive.render.numpy_lines import module
from derive.render.numpy_scope import RUNTIME, call, code_name
from derive.render.numpy_text import code
from derive.render.python_text import imported, laid_out

# Which line of which derivation each result computes.
RESULTS = {
    "kl_univariate": ("kl_univariate", "combine"),
    "kl_univariate_standard_normal": ("kl_univariate_standard_normal", "factor-one-half"),
    "kl_multivariate": ("kl_multivariate", "combine"),
    "kl_diagonal": ("kl_diagonal", "one-sum"),
    "kl_standard_normal_cov": ("kl_standard_normal_cov", "order-of-the-paper"),
    "kl_standard_normal": ("kl_standard_normal", "one-sum"),
}


def render(document: Document, table: Mapping[str, tuple[str, str]] = RESULTS) -> dict[str, str]:
    """Return the files of the package, by their paths below ``output/python``.

    The table says which line of which derivation each result computes.  A derivation that is
    not proved is left out, with its results; the package says so.

    Raises
    ------
    ValueError
        If something in a line has no numerical form, or a name cannot stand in the code.
    LookupError
        If a proved derivation lacks the step that a result computes.
    """
    templates = environment("numpy")
    proved = {d.name: d for d in document.derivations if d.verdict == "proved"}
    left_out = [d.name for d in document.derivations if d.name not in proved]
    results = [
        _result(name, proved[of], step) for name, (of, step) in table.items() if of in proved
    ]
    package = {
        "results": results,
        "derivations": list(proved.values()),
        "left_out": left_out,
        "imports": _imports(results),
    }

    def text(template: str, **context: Any) -> str:
        return templates.get_template(template).render(template=template, **context)

    files = {path: text(template, **package) for path, template in _FILES.items()}
    for name, derivation in proved.items():
        files[f"derived/steps/{identifier(name)}.py"] = text("steps.py.j2", **module(derivation))
    return files


_FILES = {
    "README.md": "README.md.j2",
    "pyproject.toml": "pyproject.toml.j2",
    "derived/__init__.py": "init.py.j2",
    "derived/arguments.py": "arguments.py.j2",
    "derived/finite_differences.py": "finite_differences.py.j2",
    "derived/gaussian.py": "gaussian.py.j2",
    "derived/linear_algebra.py": "linear_algebra.py.j2",
    "derived/lines.py": "lines.py.j2",
    "derived/normal.py": "normal.py.j2",
    "derived/py.typed": "py.typed.j2",
    "derived/quadrature.py": "quadrature.py.j2",
    "derived/steps/__init__.py": "steps_init.py.j2",
}


def _imports(results: list[dict[str, Any]]) -> list[str]:
    """Return the statements that import what the results use."""
    names = {"arguments": {"Array"}.union(*(r["checks"] for r in results))}
    for name in set[str]().union(*(r["uses"] for r in results)):
        names.setdefault(RUNTIME[name], set()).add(name)
    return [imported(f"derived.{m}", sorted(names[m])) for m in sorted(names)]


def _shape_check(d: DerivationEntry) -> str:
    """Return the statement that compares the dimensions of the arguments."""
    names = [code_name(a.code) for a in in_batches(d)]
    values = [f'"{core(d)}"', *(f"{name}={name}" for name in names)]
    return laid_out(call("check_shapes", *(Formula("Name", text=v) for v in values)), 4)


def _result(name: str, d: DerivationEntry, step_name: str) -> dict[str, Any]:
    steps = {s.name: s for s in d.steps}
    if step_name not in steps:
        raise LookupError(f"result {name}: derivation {d.name} has no step {step_name!r}")
    step = steps[step_name]
    taken, matrices = arguments(d), has_matrices(d)
    # The check of a positive definite argument gives its factor too.
    made = function(d, code(step.after, scope_of(d)), "value: Array", factored=True)
    return {
        **made,
        "name": name,
        "signature": signature(name, d, "np.float64 | Array"),
        "derivation": d,
        "step": step,
        "function": identifier(step_name),
        "formula": step.after_text,
        "arguments": taken,
        "matrices": matrices,
        "shape_check": _shape_check(d),
        "checks": {a["domain"] for a in taken} | ({"check_shapes"} if matrices else set()),
        "uses": made["uses"] | ({"number"} if matrices else set()),
    }
