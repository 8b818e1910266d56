"""NumPy: the package ``derived``, one function for every proved line, and the results."""

from __future__ import annotations

from typing import Any

from derive.document import DerivationEntry, Document
from derive.render.environment import environment
from derive.render.numpy_function import arguments, function, identifier, scope_of, signature
from derive.render.numpy_lines import module
from derive.render.numpy_text import code

# Which line of which derivation each result computes.
RESULTS = {
    "kl_univariate": ("kl_univariate", "combine"),
    "kl_univariate_standard_normal": ("kl_univariate_standard_normal", "factor-one-half"),
}


def render(document: Document) -> dict[str, str]:
    """Return the files of the package, by their paths below ``output/python``.

    A derivation that is not proved is left out, with its results; the package says so.

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
        _result(name, proved[of], step) for name, (of, step) in RESULTS.items() if of in proved
    ]
    package = {
        "results": results,
        "derivations": list(proved.values()),
        "left_out": left_out,
        "domains": sorted({a["domain"] for r in results for a in r["arguments"]}),
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
    "derived/gaussian.py": "gaussian.py.j2",
    "derived/lines.py": "lines.py.j2",
    "derived/normal.py": "normal.py.j2",
    "derived/py.typed": "py.typed.j2",
    "derived/quadrature.py": "quadrature.py.j2",
    "derived/steps/__init__.py": "steps_init.py.j2",
}


def _result(name: str, d: DerivationEntry, step_name: str) -> dict[str, Any]:
    steps = {s.name: s for s in d.steps}
    if step_name not in steps:
        raise LookupError(f"result {name}: derivation {d.name} has no step {step_name!r}")
    step = steps[step_name]
    return {
        "name": name,
        "signature": signature(name, d, "np.float64 | Array"),
        "derivation": d,
        "step": step,
        "function": identifier(step_name),
        "formula": step.after_text,
        "arguments": arguments(d),
        **function(d, code(step.after, scope_of(d)), "value: Array"),
    }
