"""NumPy: the package ``derived``, one function for every proved line, and the results."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from derive.document import DerivationEntry, Document
from derive.render.environment import environment
from derive.render.numpy.distributions import unfolded
from derive.render.numpy.elements import approximations, computed, elements
from derive.render.numpy.function import identifier
from derive.render.numpy.lines import module
from derive.render.numpy.results import gradient, result
from derive.render.numpy.scope import RUNTIME
from derive.render.python_text import imported

# Which line of which derivation each result computes.
RESULTS = {
    "kl_univariate": ("kl_univariate", "combine"),
    "kl_univariate_standard_normal": ("kl_univariate_standard_normal", "factor-one-half"),
    "kl_multivariate": ("kl_multivariate", "combine"),
    "kl_diagonal": ("kl_diagonal", "one-sum"),
    "kl_standard_normal_cov": ("kl_standard_normal_cov", "order-of-the-paper"),
    "kl_standard_normal": ("kl_standard_normal", "one-sum"),
    "kl_univariate_log_var": ("kl_univariate_log_var", "factor-one-half"),
}
# Whose last lines the gradient of each result computes, one derivation for each argument.
GRADIENTS = {
    "kl_univariate": (
        "gradient_of_kl_univariate_mean_1",
        "gradient_of_kl_univariate_std_1",
        "gradient_of_kl_univariate_mean_2",
        "gradient_of_kl_univariate_std_2",
    ),
    "kl_multivariate": (
        "gradient_of_kl_multivariate_mean_1",
        "gradient_of_kl_multivariate_cov_1",
        "gradient_of_kl_multivariate_mean_2",
        "gradient_of_kl_multivariate_cov_2",
    ),
    "kl_diagonal": (
        "gradient_of_kl_diagonal_mean_1",
        "gradient_of_kl_diagonal_std_1",
        "gradient_of_kl_diagonal_mean_2",
        "gradient_of_kl_diagonal_std_2",
    ),
    "kl_standard_normal_cov": (
        "gradient_of_kl_standard_normal_cov_mean",
        "gradient_of_kl_standard_normal_cov",
    ),
    "kl_standard_normal": (
        "gradient_of_kl_standard_normal_mean",
        "gradient_of_kl_standard_normal_log_var",
    ),
    "kl_univariate_log_var": (
        "gradient_of_kl_univariate_log_var_mean_1",
        "gradient_of_kl_univariate_log_var_1",
        "gradient_of_kl_univariate_log_var_mean_2",
        "gradient_of_kl_univariate_log_var_2",
    ),
}
WHITENING = "kl_multivariate_stable"
# What `derived.whitening` is given: the difference of the means and that of the covariances, and
# the Cholesky factors of those that are not the identity.
WHITENED = {
    "kl_multivariate": "mean_1 - mean_2, cov_1 - cov_2, chol_1, chol_2",
    "kl_standard_normal_cov": "mean, cov - np.eye(k), chol",
}


def render(
    document: Document,
    table: Mapping[str, tuple[str, str]] = RESULTS,
    gradients: Mapping[str, tuple[str, ...]] = GRADIENTS,
) -> dict[str, str]:
    """Return the files of the package, by their paths below ``output/python``.

    The tables say which line of which derivation each result computes, and which derivations
    its gradient.  A derivation that is not proved is left out, with what rests on it; the package
    says so.

    Raises
    ------
    ValueError
        If something in a line has no numerical form, or a name cannot stand in the code.
    LookupError
        If a proved derivation lacks the step that a result computes, or the derivations of a
        gradient are not one for each argument.
    """
    _check_docstrings(document)
    templates = environment("numpy")
    proved = {d.name: unfolded(d) for d in document.derivations if d.verdict == "proved"}
    left_out = [d.name for d in document.derivations if d.name not in proved]
    by_elements = {e["name"]: e for e in elements(proved, gradients)}
    results = [
        _computed(result(name, proved[of], step), by_elements.get(name), proved)
        for name, (of, step) in table.items()
        if of in proved
    ]
    slopes = [
        {
            **gradient(name, [proved[computed(of)] for of in parts], [proved[of] for of in parts]),
            "element": by_elements.get(name),
        }
        for name, parts in gradients.items()
        if proved.keys() >= {*parts, *map(computed, parts)}
    ]
    package = {
        "results": results,
        "gradients": slopes,
        "elements": list(by_elements.values()),
        **approximations(),
        "derivations": list(proved.values()),
        "left_out": left_out,
        "imports": _imports([*results, *slopes]),
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
    "derived/blocks.py": "blocks.py.j2",
    "derived/covariances.py": "covariances.py.j2",
    "derived/dask.py": "dask.py.j2",
    "derived/elements.py": "elements.py.j2",
    "derived/evaluation.py": "evaluation.py.j2",
    "derived/finite_differences.py": "finite_differences.py.j2",
    "derived/fast.py": "fast.py.j2",
    "derived/gaussian.py": "gaussian.py.j2",
    "derived/jax.py": "jax.py.j2",
    "derived/kernels.py": "kernels.py.j2",
    "derived/libraries.py": "libraries.py.j2",
    "derived/linear_algebra.py": "linear_algebra.py.j2",
    "derived/lines.py": "lines.py.j2",
    "derived/normal.py": "normal.py.j2",
    "derived/py.typed": "py.typed.j2",
    "derived/quadrature.py": "quadrature.py.j2",
    "derived/singles.py": "singles.py.j2",
    "derived/whitening.py": "whitening.py.j2",
    "derived/steps/__init__.py": "steps_init.py.j2",
    "derived/torch.py": "torch.py.j2",
}


def _check_docstrings(document: Document) -> None:
    """Refuse words that would end the docstring that they stand in."""
    for d in document.derivations:
        reasons = [words for step in d.steps for words in (step.reason, step.rule.title)]
        for words in (d.title, d.summary, d.source, *reasons):
            if '"""' in words:
                raise ValueError(f"{d.name}: three quotes cannot stand in a docstring: {words}")


def _computed(
    shown: dict[str, Any], element: dict[str, Any] | None, proved: Mapping[str, DerivationEntry]
) -> dict[str, Any]:
    """Return what the template shows of a result, with what it is computed by.

    That is an element, summed where it is one of vectors, or `derived.whitening`, or, where neither
    is known of, the formula as it stands.
    """
    whitened = WHITENED.get(shown["name"], "") if WHITENING in proved else ""
    by = proved[element["derivation"]] if element else proved.get(WHITENING)
    if not (element or whitened):
        return {**shown, "element": None, "whitened": "", "computed_by": None}
    needed = [a for a in shown["assignments"] if f"({a['name']})" in whitened]
    return {
        **shown, "element": element, "whitened": whitened, "computed_by": by,
        "assignments": needed,
        "uses": {"number"} if whitened else set(),
    }  # fmt: skip


def _imports(results: list[dict[str, Any]]) -> list[str]:
    """Return the statements that import what the results use."""
    names: dict[str, set[str]] = {}
    for r in results:
        if r["element"]:
            names.setdefault("evaluation", set()).add("Result")
            continue
        names.setdefault("evaluation", set()).update({"common_type", "from_library"})
        names.setdefault("arguments", set()).update(r["checks"])
        if r.get("whitened"):
            names.setdefault("whitening", set()).add("divergence")
        elif "formula" in r:
            names["arguments"].add("Array")
        for name in r["uses"]:
            names.setdefault(RUNTIME[name], set()).add(name)
    return [imported(f"derived.{m}", sorted(names[m])) for m in sorted(names)]
