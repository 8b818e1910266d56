"""Calculus: nodes that bind a variable."""

from __future__ import annotations

from typing import Any

import sympy
from sympy.core.basic import Basic

from derive.notation.shape import Shape, ShapeError, all_scalar, is_scalar, shape, shown
from derive.notation.term import Term, as_term, plain
from derive.notation.variable import SYMMETRIC, VECTORS, Var


class Binder(Term):
    """A term that binds the variable ``args[1]`` in ``args[0]``."""

    def __new__(cls, body: Any, variable: Var, *rest: Any) -> Binder:
        if not isinstance(variable, Var):
            raise TypeError(f"{cls.__name__} binds a variable, not {variable!r}")
        return cls._made(as_term(body), variable, *(as_term(a) for a in rest))  # type: ignore[no-any-return]

    @property
    def body(self) -> Basic:
        """The term in which the variable is bound."""
        return self.args[0]

    @property
    def variable(self) -> Var:
        """The bound variable."""
        return self.args[1]  # type: ignore[no-any-return]

    @property
    def free_symbols(self) -> set[Var]:
        """The variables that are not bound here; the dimensions of the bound one are not."""
        outside: set[Var] = set().union(*(a.free_symbols for a in self.args[2:]))
        inside: set[Var] = self.body.free_symbols - {self.variable}
        dimensions: set[Var] = self.variable.free_symbols - {self.variable}
        return inside | outside | dimensions


class Integral(Binder):
    """∫ body d(variable) from ``lower`` to ``upper``; over ℝ or ℝᵏ unless told otherwise.

    It is Lebesgue's integral or a convergent improper one; a principal value is not a value.
    The integral of a vector or a matrix is that of its entries.
    """

    def __new__(
        cls, body: Any, variable: Var, lower: Any = -sympy.oo, upper: Any = sympy.oo
    ) -> Integral:
        return super().__new__(cls, body, variable, lower, upper)

    @classmethod
    def shape_of(cls, body: Any, x: Any, lower: Any = None, upper: Any = None) -> Shape:
        """Return the shape of the body."""
        _check_range(cls.__name__, x, lower, upper)
        return shape(body)

    def doit(self, **hints: Any) -> Any:
        """Return SymPy's unevaluated integral."""
        body, variable, lower, upper = (plain(a) for a in self.args)
        return sympy.Integral(body, (variable, lower, upper))


def _check_range(name: str, x: Any, lower: Any, upper: Any) -> None:
    if is_scalar(x):
        all_scalar(f"an end of {name}", lower, upper)
    elif x.domain != "vector" or (lower, upper) != (-sympy.oo, sympy.oo):
        raise ShapeError(f"{name} in {shown(shape(x))}: only the whole of ℝᵏ is a range")


class Bracket(Binder):
    """[body] from ``lower`` to ``upper``: the difference of the end values, as limits."""

    def __new__(
        cls, body: Any, variable: Var, lower: Any = -sympy.oo, upper: Any = sympy.oo
    ) -> Bracket:
        return super().__new__(cls, body, variable, lower, upper)

    @classmethod
    def shape_of(cls, *args: Any) -> Shape:
        """Return the shape of a number: the variable is one."""
        return all_scalar(cls.__name__, *args)

    def doit(self, **hints: Any) -> Any:
        """Return the difference of SymPy's two unevaluated one-sided limits."""
        body, variable, lower, upper = (plain(a) for a in self.args)
        return sympy.Limit(body, variable, upper, "-") - sympy.Limit(body, variable, lower, "+")


class Derivative(Binder):
    """The derivative of ``body`` with respect to ``variable``, at ``point``.

    With respect to a number it is the partial derivative; with respect to a vector x ∈ ℝᵏ, of a
    number the gradient (a column), of a vector in ℝᵐ the Jacobian matrix (m×k); with respect to a
    symmetric matrix, of a number the Frobenius gradient on the symmetric matrices: the symmetric
    G with df = tr(G dS).
    """

    def __new__(cls, body: Any, variable: Var, point: Any = None) -> Derivative:
        return super().__new__(cls, body, variable, variable if point is None else point)

    @property
    def point(self) -> Basic:
        """Where the derivative is taken."""
        return self.args[2]

    @classmethod
    def shape_of(cls, body: Any, x: Any, point: Any) -> Shape:
        """Return the shape of partial derivative, gradient, Jacobian or Frobenius gradient."""
        if shape(point) != shape(x):
            raise ShapeError(f"Derivative in {shown(shape(x))} at {shown(shape(point))}")
        if is_scalar(x):
            return shape(body)
        if x.domain in VECTORS and (is_scalar(body) or shape(body)[1] == 1):
            return shape(x) if is_scalar(body) else (shape(body)[0], shape(x)[0])
        if x.domain in SYMMETRIC and is_scalar(body):
            return shape(x)
        raise ShapeError(f"Derivative of {shown(shape(body))} in {shown(shape(x))} ({x.domain})")

    def doit(self, **hints: Any) -> Any:
        """Return SymPy's unevaluated derivative; of numbers only."""
        body, variable, point = (plain(a) for a in self.args)
        value = sympy.Derivative(body, variable)
        return value if point == variable else sympy.Subs(value, variable, point)
