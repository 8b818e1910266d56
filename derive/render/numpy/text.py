"""NumPy text: formulas as Python expressions that compute in log-densities and by quadrature."""

from __future__ import annotations

from dataclasses import replace

from derive.formula import Formula
from derive.render.numpy import calculus as numpy_calculus
from derive.render.numpy import linear_algebra as numpy_linear_algebra
from derive.render.numpy import logarithm as numpy_logarithm
from derive.render.numpy.scope import ONE, RUNTIME, ZERO, Coder, Operation, Scope, call, free
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


def _equal(f: Formula, scope: Scope, code: Coder) -> Formula:
    """Return the code of a comparison; what must vanish is compared with the size of its terms."""
    left, right = f.args
    compared = code(left, scope), code(right, scope)
    vanishes = f"{compared[0].text}_vanishes"
    if right != ZERO and right.head != "Zero":
        terms: list[Formula] = []
    elif left.head == "Derivative" and vanishes in RUNTIME:
        return call(vanishes, *compared[0].args)
    else:
        terms = _sizes(left)
    name = "agree_as_matrices" if left.shape else "agree"
    return call(name, *compared, *(code(t, scope) for t in terms))


def _sizes(f: Formula) -> list[Formula]:
    """Return with what a term that is to be 0 is compared: its terms, or 1 for integrals."""
    terms = _terms(f)
    if any(t.head in ("Integral", "Expectation", "KL") for t in terms):
        return [ONE]
    return terms if terms[1:] else []


def _terms(f: Formula) -> list[Formula]:
    """Return the terms of a sum, also where a number or a matrix is before it."""
    if f.head in ("Plus", "Minus"):
        return [term for a in f.args for term in _terms(a)]
    if f.head == "Neg":
        return _terms(f.args[0])
    if f.head == "MatrixProduct" or (f.head == "Times" and not free(f.args[0])):
        return [replace(f, args=(f.args[0], term)) for term in _terms(f.args[1])]
    return [f]


def _called(function: str) -> Operation:
    return lambda f, scope, code: call(function, *(code(a, scope) for a in f.args))


_OPERATIONS: dict[str, Operation] = {
    "Var": _variable,
    "Number": _number,
    "Pi": _pi,
    "Log": numpy_logarithm.logarithm,
    "Equal": _equal,
    "AtMost": _called("at_most"),
    "Less": _called("below"),
    **numpy_calculus.OPERATIONS,
    **numpy_linear_algebra.OPERATIONS,
}
