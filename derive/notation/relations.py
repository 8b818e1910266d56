"""Relations: propositions about terms."""

from __future__ import annotations

from typing import Any

import sympy
from sympy.core.basic import Basic

from derive.notation.calculus import Binder, Integral
from derive.notation.shape import all_equal, all_scalar, square
from derive.notation.term import as_term
from derive.notation.variable import Var


class Proposition(Basic):
    """Something that holds or does not; it has no truth value of its own in Python."""

    def __bool__(self) -> bool:
        raise TypeError(f"{self} is a proposition: the kernel decides it, not Python")

    def _sympystr(self, printer: Any) -> str:
        from derive.notation.expression import expression

        return expression(self)


class Comparison(Proposition):
    """A relation between two terms."""

    symbol: str

    def __new__(cls, left: Any, right: Any) -> Comparison:
        sides = as_term(left), as_term(right)
        cls.check_shapes(*sides)
        return Basic.__new__(cls, *sides)  # type: ignore[no-any-return]

    @classmethod
    def check_shapes(cls, *sides: Any) -> None:
        """Check that both sides are numbers."""
        all_scalar(cls.__name__, *sides)

    @property
    def left(self) -> Basic:
        """The left-hand side."""
        return self.args[0]

    @property
    def right(self) -> Basic:
        """The right-hand side."""
        return self.args[1]


class Equal(Comparison):
    """left = right: both sides are defined, and equal."""

    symbol = "="

    @classmethod
    def check_shapes(cls, *sides: Any) -> None:
        """Check that both sides have the same shape."""
        all_equal(cls.__name__, *sides)


class AtMost(Comparison):
    """left ≤ right: both sides are defined, and left is at most right."""

    symbol = "<="


class Less(Comparison):
    """left < right: both sides are defined, and left is less than right."""

    symbol = "<"


class Unequal(Comparison):
    """left ≠ right: both sides are defined, and differ."""

    symbol = "!="
    check_shapes = Equal.check_shapes


class TendsTo(Proposition):
    """body → value as the variable tends to each of ``points``; the value may be ±oo."""

    free_symbols = Binder.free_symbols
    body = Binder.body
    variable = Binder.variable

    def __new__(cls, body: Any, variable: Var, value: Any, *points: Any) -> TendsTo:
        targets = points or (sympy.oo, -sympy.oo)
        all_scalar(cls.__name__, as_term(body), variable, as_term(value), *map(as_term, targets))
        return Basic.__new__(  # type: ignore[no-any-return]
            cls, as_term(body), variable, as_term(value), *(as_term(p) for p in targets)
        )

    @property
    def limit(self) -> Basic:
        """The value that the body tends to."""
        return self.args[2]

    @property
    def points(self) -> tuple[Basic, ...]:
        """The points that the variable tends to."""
        return self.args[3:]  # type: ignore[no-any-return]


class Integrable(Proposition):
    """The body is Lebesgue integrable in the variable, from ``lower`` to ``upper``, or over ℝᵏ."""

    free_symbols = Binder.free_symbols
    body = Binder.body
    variable = Binder.variable

    def __new__(
        cls, body: Any, variable: Var, lower: Any = -sympy.oo, upper: Any = sympy.oo
    ) -> Integrable:
        args = as_term(body), variable, as_term(lower), as_term(upper)
        Integral.shape_of(*args)
        return Basic.__new__(cls, *args)  # type: ignore[no-any-return]


class Connective(Proposition):
    """A proposition made of two propositions."""

    def __new__(cls, left: Proposition, right: Proposition) -> Connective:
        for side in (left, right):
            if not isinstance(side, Proposition):
                raise TypeError(f"{cls.__name__} takes propositions, not {side!r}")
        return Basic.__new__(cls, left, right)  # type: ignore[no-any-return]

    @property
    def left(self) -> Basic:
        """The first proposition."""
        return self.args[0]

    @property
    def right(self) -> Basic:
        """The second proposition."""
        return self.args[1]


class And(Connective):
    """Both propositions hold."""


class Iff(Connective):
    """The one proposition holds exactly where the other does."""


class ForAll(Proposition):
    """The proposition ``body`` holds for every value of the variable in its domain."""

    free_symbols = Binder.free_symbols
    body = Binder.body
    variable = Binder.variable

    def __new__(cls, body: Proposition, variable: Var) -> ForAll:
        if not isinstance(body, Proposition) or not isinstance(variable, Var):
            raise TypeError(f"{cls.__name__} takes a proposition and a variable, not {body!r}")
        return Basic.__new__(cls, body, variable)  # type: ignore[no-any-return]


class AlmostEverywhere(ForAll):
    """The proposition ``body`` holds for every value of the variable but on a null set."""


class Attracts(Proposition):
    """``point`` is an asymptotically stable fixed point of the map variable ↦ body.

    Under iteration, starts near enough to it stay near it and tend to it.
    """

    free_symbols = Binder.free_symbols
    body = Binder.body
    variable = Binder.variable

    def __new__(cls, body: Any, variable: Var, point: Any) -> Attracts:
        args = as_term(body), variable, as_term(point)
        all_scalar(cls.__name__, *args)
        return Basic.__new__(cls, *args)  # type: ignore[no-any-return]

    @property
    def point(self) -> Basic:
        """The fixed point."""
        return self.args[2]


class StrictlyConvex(Proposition):
    """The body is strictly convex in the variables together, which range over their domains."""

    def __new__(cls, body: Any, *variables: Var) -> StrictlyConvex:
        all_scalar(cls.__name__, as_term(body), *variables)
        if not variables or not all(isinstance(v, Var) for v in variables):
            raise TypeError("StrictlyConvex takes a term and variables")
        return Basic.__new__(cls, as_term(body), *variables)  # type: ignore[no-any-return]

    @property
    def body(self) -> Basic:
        """The function."""
        return self.args[0]

    @property
    def variables(self) -> tuple[Var, ...]:
        """The variables that it is a function of."""
        return self.args[1:]  # type: ignore[no-any-return]


class PositiveDefinite(Proposition):
    """The matrix is symmetric, and xᵀAx > 0 for every vector x that is not 0."""

    def __new__(cls, a: Any) -> PositiveDefinite:
        square(cls.__name__, as_term(a))
        return Basic.__new__(cls, as_term(a))  # type: ignore[no-any-return]


BINDERS = (Binder, TendsTo, Integrable, ForAll, Attracts)
