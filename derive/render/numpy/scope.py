"""NumPy scope: the names of generated code, and what variables are called in it."""

from __future__ import annotations

import itertools
import keyword
from collections.abc import Callable, Container, Iterator, Mapping
from dataclasses import dataclass, field, replace

from derive.formula import BINDERS, Formula

# What generated code may call, and the module of ``derived`` that it is in.
RUNTIME = {
    "derivative": "finite_differences", "derivative_vanishes": "finite_differences",
    "gradient": "finite_differences", "gradient_vanishes": "finite_differences",
    "is_curved_upwards": "finite_differences", "jacobian": "finite_differences",
    "symmetric_gradient": "finite_differences",
    "symmetric_gradient_vanishes": "finite_differences",
    "cholesky": "linear_algebra", "cholesky_log_det": "linear_algebra",
    "cholesky_solve": "linear_algebra", "inverse": "linear_algebra", "solve": "linear_algebra",
    "det": "linear_algebra", "diagonal": "linear_algebra", "index_product": "linear_algebra",
    "index_sum": "linear_algebra", "is_positive_definite": "linear_algebra",
    "log_det": "linear_algebra", "number": "linear_algebra", "on_columns": "linear_algebra",
    "repeated": "linear_algebra", "as_symmetric_matrices": "linear_algebra",
    "trace": "linear_algebra", "as_vectors": "linear_algebra", "zeros": "linear_algebra",
    "agree": "lines", "agree_as_matrices": "lines", "at_most": "lines", "below": "lines",
    "attracts": "lines", "converges": "lines", "for_all": "lines", "for_all_in_space": "lines",
    "hold": "lines",
    "expectation": "normal", "multivariate_expectation": "normal",
    "multivariate_normal_density": "normal", "multivariate_normal_log_density": "normal",
    "normal_density": "normal", "normal_log_density": "normal",
    "FAR": "quadrature", "absolute_integral": "quadrature",
    "absolute_integral_over_space": "quadrature", "bracket": "quadrature",
    "over_half_line": "quadrature", "over_interval": "quadrature", "over_line": "quadrature",
    "over_space": "quadrature", "partial_integrals": "quadrature",
    "partial_integrals_over_space": "quadrature", "toward_infinity": "quadrature",
    "toward_infinity_in_space": "quadrature", "toward_end": "quadrature",
    "toward_point": "quadrature",
}  # fmt: skip
RESERVED = {
    *RUNTIME,
    *("np", "Array", "ArrayLike", "Line", "LINES", "PointFunction", "Truth"),
    *("arrays", "matrices", "tuple"),
}

ROWS, COLUMNS = -2, -1
ZERO, ONE = Formula("Number", text="0"), Formula("Number", text="1")
BOTH_ENDS = (Formula("Infinity", text="+"), Formula("Infinity", text="-"))


@dataclass(frozen=True)
class Scope:
    """What the names of a formula mean in the code.

    Attributes
    ----------
    names : mapping of str to str
        The code name of each variable that is free in the code.
    windows : mapping of str to (Formula, Formula)
        For a variable of integration, the centre and the scale of its integrand; for a vector,
        the centre and the covariance.
    factors : mapping of str to str
        The code name of the Cholesky factor of each variable that has one.
    axes : mapping of str to int
        The axis along which each index runs: `ROWS` or `COLUMNS`.
    """

    names: Mapping[str, str] = field(default_factory=dict)
    windows: Mapping[str, tuple[Formula, Formula]] = field(default_factory=dict)
    factors: Mapping[str, str] = field(default_factory=dict)
    axes: Mapping[str, int] = field(default_factory=dict)

    def bind(self, variable: Formula) -> Scope:
        """Return the scope in which a variable stands for itself.

        Raises
        ------
        ValueError
            If its name means something else already.
        """
        name = code_name(variable.text)
        others = {code for v, code in self.names.items() if v != variable.text}
        if name in others | set(self.factors.values()):
            raise ValueError(f"the bound variable {name!r} has the name of an argument")
        factors = {v: factor for v, factor in self.factors.items() if v != variable.text}
        return replace(self, names={**self.names, variable.text: name}, factors=factors)

    def run(self, index: Formula, body: Formula) -> Scope:
        """Return the scope in which an index runs along an axis that is free in a body.

        Raises
        ------
        ValueError
            If other indices of the body take both axes.
        """
        taken = {self.axes[i] for i in free(body) - {index.text} if i in self.axes}
        axes = [axis for axis in (ROWS, COLUMNS) if axis not in taken]
        if not axes:
            raise ValueError(f"the index {index.text!r} and two others at once: no numerical form")
        return replace(self, axes={**self.axes, index.text: axes[0]})

    def window(self, variable: Formula) -> tuple[Formula, Formula]:
        """Return centre and scale of the integrand; 0 and 1 where the derivation gives none."""
        if variable.shape:
            k = dimension(variable.shape[0])
            standard = Formula("Zero", (k, ONE)), Formula("Identity", (k,))
        else:
            standard = ZERO, ONE
        return self.windows.get(variable.text, standard)


def dimension(name: str) -> Formula:
    """Return the formula of a dimension: a number, or a variable."""
    if name.isdigit():
        return Formula("Number", text=name)
    return Formula("Var", text=name, domain="dimension")


def code_name(name: str) -> str:
    """Return a variable's name as Python can have it: ``lambda`` becomes ``lambda_``.

    Raises
    ------
    ValueError
        If it is no identifier, or means something else in the generated modules.
    """
    if not (name.isascii() and name.isidentifier()):
        raise ValueError(f"{name!r} is not a name in Python")
    if name in RESERVED or name.startswith("__"):
        raise ValueError(f"{name!r} has a meaning of its own in the generated code")
    return f"{name}_" if keyword.iskeyword(name) else name


def factor_name(name: str) -> str:
    """Return what the Cholesky factor of a covariance is called: ``chol_1`` for ``cov_1``."""
    return name.replace("cov", "chol", 1) if name.startswith("cov") else f"chol_{name}"


def call(function: str, *args: Formula) -> Formula:
    """Return the code that calls a function."""
    return Formula("Call", args, function)


def used(f: Formula) -> set[str]:
    """Return the names that the code of an expression uses."""
    own = {f.text} if f.head in ("Name", "Call") else set()
    return own.union(*(used(a) for a in f.args))


def variables(f: Formula) -> Iterator[Formula]:
    """Return every variable in a formula, free or bound, each time it occurs."""
    if f.head == "Var":
        yield f
    for a in f.args:
        yield from variables(a)


def free(f: Formula) -> set[str]:
    """Return the names of the variables that are free in a formula."""
    if f.head == "Var":
        return {f.text}
    parts = [free(a) for a in f.args]
    if f.head in BINDERS:
        return (parts[0] - parts[1]).union(*parts[2:])
    return set[str]().union(*parts)


def fresh(name: str, taken: Container[str]) -> str:
    """Return a name that is not taken: ``x``, ``x1``, ``x2``, …."""
    names = (f"{name}{number}" for number in itertools.count(1))
    return next(n for n in itertools.chain([name], names) if n not in taken)


Coder = Callable[[Formula, Scope], Formula]
"""What turns a formula into the tree of a Python expression: `numpy_text.code`."""

Operation = Callable[[Formula, Scope, Coder], Formula]
"""What does so for the formulas with one head."""
