"""Probability: normal densities, expectation, Kullback–Leibler divergence."""

from __future__ import annotations

from typing import Any

from sympy.core.basic import Basic

from derive.notation.calculus import Binder
from derive.notation.term import Term, Var, as_term


class Normal(Basic):
    """The univariate normal distribution with a mean and a *standard deviation* > 0.

    ``q(x)`` is its density at x.
    """

    def __new__(cls, mean: Any, std: Any) -> Normal:
        return Basic.__new__(cls, as_term(mean), as_term(std))  # type: ignore[no-any-return]

    @property
    def mean(self) -> Basic:
        """The mean."""
        return self.args[0]

    @property
    def std(self) -> Basic:
        """The standard deviation, not the variance."""
        return self.args[1]

    def __call__(self, x: Any) -> Density:
        return Density(self, x)

    def _sympystr(self, printer: Any) -> str:
        from derive.notation.expression import expression

        return expression(self)


class Density(Term):
    """The value q(x) of the density of a distribution q at x."""

    def __new__(cls, distribution: Normal, x: Any) -> Density:
        if not isinstance(distribution, Normal):
            raise TypeError(f"a density belongs to a distribution, not to {distribution!r}")
        return Basic.__new__(cls, distribution, as_term(x))  # type: ignore[no-any-return]

    def doit(self, **hints: Any) -> Any:
        """Return the ordinary SymPy expression of the density."""
        return _unfolded(self).doit()


class Expectation(Binder):
    """The expectation of ``body`` when ``variable`` is distributed as ``distribution``."""

    def __new__(cls, body: Any, variable: Var, distribution: Normal) -> Expectation:
        if not isinstance(distribution, Normal):
            raise TypeError(f"an expectation needs a distribution, not {distribution!r}")
        return super().__new__(cls, body, variable, distribution)

    @property
    def distribution(self) -> Normal:
        """The distribution of the bound variable."""
        return self.args[2]  # type: ignore[no-any-return]

    def doit(self, **hints: Any) -> Any:
        """Return SymPy's unevaluated integral."""
        return _unfolded(self).doit()


class KL(Term):
    """The Kullback–Leibler divergence KL(q‖p) of q from p."""

    def __new__(cls, q: Normal, p: Normal) -> KL:
        for distribution in (q, p):
            if not isinstance(distribution, Normal):
                raise TypeError(f"KL takes two distributions, not {distribution!r}")
        return Basic.__new__(cls, q, p)  # type: ignore[no-any-return]

    def doit(self, **hints: Any) -> Any:
        """Return SymPy's unevaluated integral."""
        return _unfolded(self).doit()


def _unfolded(term: Basic) -> Any:
    # Definitions need substitution, which needs to know the nodes of this file.
    from derive.notation.definitions import unfold

    return unfold(term)
