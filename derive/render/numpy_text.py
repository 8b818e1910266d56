"""NumPy text: formulas as Python expressions that compute in log-densities and by quadrature."""

from __future__ import annotations

from derive.document import Formula
from derive.render import numpy_calculus, numpy_linear_algebra, numpy_logarithm
from derive.render.numpy_scope import Coder, Operation, Scope, call, free
from derive.render.python_text import OPERATORS, laid_out

FUNCTIONS = {
    "Exp": "np.exp", "Sqrt": "np.sqrt", "Abs": "np.abs",
    "Sin": "np.sin", "Cos": "np.cos", "Arctan": "np.arctan", "Max": "np.maximum",
    "And": "np.logical_and", "Iff": "np.equal",
}  # fmt: skip


def numpy(formula: Formula, scope: Scope | None = None, indent: int = 0) -> str:
    """Return a term or a proposition as a Python expression.

    Raises
    ------
    ValueError
        For a variable that the scope does not name, and for what has no numerical form.
    """
    return laid_out(code(formula, scope or Scope()), indent)


def code(f: Formula, scope: Scope) -> Formula:
    """Return the tree of the Python expression that evaluates a formula."""
    if f.shape and free(f) & set(scope.axes):
        raise ValueError(f"a matrix that depends on an index has no numerical form: {f.head}")
    if f.head in _OPERATIONS:
        return _OPERATIONS[f.head](f, scope, code)
    if f.head in FUNCTIONS:
        return call(FUNCTIONS[f.head], *(code(a, scope) for a in f.args))
    if f.head in OPERATORS or f.head == "Neg":
        return Formula(f.head, tuple(code(a, scope) for a in f.args))
    raise ValueError(f"{f.head} has no numerical form")


def _variable(f: Formula, scope: Scope, code: Coder) -> Formula:
    if f.text not in scope.names:
        raise ValueError(f"the variable {f.text!r} has no value here")
    return Formula("Name", text=scope.names[f.text])


def _number(f: Formula, scope: Scope, code: Coder) -> Formula:
    numerator, _, denominator = f.text.partition("/")
    top = Formula("Number", text=numerator)
    return Formula("Over", (top, Formula("Number", text=denominator))) if denominator else top


def _pi(f: Formula, scope: Scope, code: Coder) -> Formula:
    return Formula("Name", text="np.pi")


def _comparison(function: str, of_matrices: str = "") -> Operation:
    def operation(f: Formula, scope: Scope, code: Coder) -> Formula:
        name = function if not f.args[0].shape else of_matrices
        return call(name, *(code(a, scope) for a in f.args))

    return operation


_OPERATIONS: dict[str, Operation] = {
    "Var": _variable,
    "Number": _number,
    "Pi": _pi,
    "Log": numpy_logarithm.logarithm,
    "Equal": _comparison("agree", "agree_as_matrices"),
    "AtMost": _comparison("at_most"),
    "Less": _comparison("below"),
    **numpy_calculus.OPERATIONS,
    **numpy_linear_algebra.OPERATIONS,
}
