"""Calculus: nodes that bind a variable."""

from __future__ import annotations

from typing import Any

import sympy
from sympy.core.basic import Basic

from derive.notation.term import Term, Var, as_term, plain


class Binder(Term):
    """A term that binds the variable ``args[1]`` in ``args[0]``."""

    def __new__(cls, body: Any, variable: Var, *rest: Any) -> Binder:
        if not isinstance(variable, Var):
            raise TypeError(f"{cls.__name__} binds a variable, not {variable!r}")
        return Basic.__new__(cls, as_term(body), variable, *(as_term(a) for a in rest))  # type: ignore[no-any-return]

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
        """The variables that are not bound here."""
        outside: set[Var] = set().union(*(a.free_symbols for a in self.args[2:]))
        inside: set[Var] = self.body.free_symbols - {self.variable}
        return inside | outside


class Integral(Binder):
    """∫ body d(variable) from ``lower`` to ``upper``; over ℝ unless told otherwise.

    It is Lebesgue's integral or a convergent improper one; a principal value is not a value.
    """

    def __new__(
        cls, body: Any, variable: Var, lower: Any = -sympy.oo, upper: Any = sympy.oo
    ) -> Integral:
        return super().__new__(cls, body, variable, lower, upper)

    def doit(self, **hints: Any) -> Any:
        """Return SymPy's unevaluated integral."""
        body, variable, lower, upper = (plain(a) for a in self.args)
        return sympy.Integral(body, (variable, lower, upper))


class Bracket(Binder):
    """[body] from ``lower`` to ``upper``: the difference of the end values, as limits."""

    def __new__(
        cls, body: Any, variable: Var, lower: Any = -sympy.oo, upper: Any = sympy.oo
    ) -> Bracket:
        return super().__new__(cls, body, variable, lower, upper)

    def doit(self, **hints: Any) -> Any:
        """Return the difference of SymPy's two unevaluated one-sided limits."""
        body, variable, lower, upper = (plain(a) for a in self.args)
        return sympy.Limit(body, variable, upper, "-") - sympy.Limit(body, variable, lower, "+")
