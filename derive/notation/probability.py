"""Probability: normal distributions, their densities, expectation, divergence."""

from __future__ import annotations

from typing import Any

from sympy import Integer
from sympy.core.basic import Basic

from derive.notation.calculus import Binder
from derive.notation.shape import (
    FUNCTION,
    SCALAR,
    Shape,
    ShapeError,
    all_scalar,
    column,
    shape,
    shown,
    square,
)
from derive.notation.term import Term, as_term
from derive.notation.variable import Var


class Distribution(Basic):
    """A distribution on ℝ or ℝᵏ with a density: ``q(x)`` is the density at x."""

    def __new__(cls, *parameters: Any) -> Any:
        made = tuple(as_term(p) for p in parameters)
        cls.check_shapes(*made)
        return Basic.__new__(cls, *made)

    @classmethod
    def check_shapes(cls, *parameters: Any) -> None:
        """Check the shapes of the parameters.

        Raises
        ------
        ShapeError
            Naming the shapes that do not fit.
        """
        raise NotImplementedError

    @property
    def point_shape(self) -> Shape:
        """The shape of the points at which there is a density: that of the mean."""
        return shape(self.args[0])

    def __call__(self, x: Any) -> Density:
        return Density(self, x)

    def _sympystr(self, printer: Any) -> str:
        from derive.notation.expression import expression

        return expression(self)


class Normal(Distribution):
    """The univariate normal distribution with a mean and a *standard deviation* > 0."""

    @classmethod
    def check_shapes(cls, *parameters: Any) -> None:
        """Check that mean and standard deviation are numbers."""
        mean, std = parameters
        all_scalar(cls.__name__, mean, std)

    @property
    def mean(self) -> Basic:
        """The mean."""
        return self.args[0]

    @property
    def std(self) -> Basic:
        """The standard deviation, not the variance."""
        return self.args[1]


class MultivariateNormal(Distribution):
    """The normal distribution on ℝᵏ with a mean and a positive definite *covariance*."""

    @classmethod
    def check_shapes(cls, *parameters: Any) -> None:
        """Check that the covariance is square, with as many rows as the mean."""
        mean, cov = parameters
        if column(cls.__name__, mean)[0] != square(cls.__name__, cov)[0]:
            raise ShapeError(
                f"{cls.__name__} with a mean of {shown(shape(mean))} and a covariance of "
                f"{shown(shape(cov))}"
            )

    @property
    def mean(self) -> Basic:
        """The mean."""
        return self.args[0]

    @property
    def cov(self) -> Basic:
        """The covariance matrix."""
        return self.args[1]


class WithDensity(Distribution):
    """The distribution on ℝᵏ with the density f, a positive function.

    That f integrates to one is a hypothesis, stated where it is used.
    """

    @classmethod
    def check_shapes(cls, *parameters: Any) -> None:
        """Check that it is a function on ℝᵏ."""
        (f,) = parameters
        if not shape(f) or shape(f)[0] != FUNCTION:
            raise ShapeError(f"{cls.__name__} takes a function, not {shown(shape(f))}")

    @property
    def point_shape(self) -> Shape:
        """The shape of the points at which there is a density."""
        return (shape(self.args[0])[1], Integer(1))


class Density(Term):
    """The value q(x) of the density of a distribution q at x."""

    def __new__(cls, distribution: Distribution, x: Any) -> Density:
        if not isinstance(distribution, Distribution):
            raise TypeError(f"a density belongs to a distribution, not to {distribution!r}")
        return cls._made(distribution, as_term(x))  # type: ignore[no-any-return]

    @classmethod
    def shape_of(cls, distribution: Any, x: Any) -> Shape:
        """Return the shape of a number; the point has the shape of the mean."""
        _fits(distribution, x, "a density at")
        return SCALAR

    def doit(self, **hints: Any) -> Any:
        """Return the ordinary SymPy expression of the density."""
        return _unfolded(self).doit()


class Expectation(Binder):
    """The expectation of ``body`` when ``variable`` is distributed as ``distribution``."""

    def __new__(cls, body: Any, variable: Var, distribution: Distribution) -> Expectation:
        if not isinstance(distribution, Distribution):
            raise TypeError(f"an expectation needs a distribution, not {distribution!r}")
        return super().__new__(cls, body, variable, distribution)

    @classmethod
    def shape_of(cls, body: Any, x: Any, distribution: Any) -> Shape:
        """Return the shape of the body."""
        _fits(distribution, x, "an expectation over")
        if shape(x) and x.domain != "vector":
            raise ShapeError(f"an expectation over {x.name}, which is declared {x.domain}")
        return shape(body)

    @property
    def distribution(self) -> Distribution:
        """The distribution of the bound variable."""
        return self.args[2]  # type: ignore[no-any-return]

    def doit(self, **hints: Any) -> Any:
        """Return SymPy's unevaluated integral."""
        return _unfolded(self).doit()


class KL(Term):
    """The Kullback–Leibler divergence KL(q‖p) of q from p."""

    def __new__(cls, q: Distribution, p: Distribution) -> KL:
        for distribution in (q, p):
            if not isinstance(distribution, Distribution):
                raise TypeError(f"KL takes two distributions, not {distribution!r}")
        return cls._made(q, p)  # type: ignore[no-any-return]

    @classmethod
    def shape_of(cls, q: Any, p: Any) -> Shape:
        """Return the shape of a number; both distributions are on the same space."""
        if q.point_shape != p.point_shape:
            raise ShapeError(f"KL from {shown(q.point_shape)} to {shown(p.point_shape)}")
        return SCALAR

    def doit(self, **hints: Any) -> Any:
        """Return SymPy's unevaluated integral."""
        return _unfolded(self).doit()


def _fits(distribution: Any, x: Any, what: str) -> None:
    if shape(x) != distribution.point_shape:
        of = shown(distribution.point_shape)
        raise ShapeError(f"{what} {shown(shape(x))} of a distribution whose mean is {of}")


def _unfolded(term: Basic) -> Any:
    # Definitions need substitution, which needs to know the nodes of this file.
    from derive.notation.definitions import unfold

    return unfold(term)
