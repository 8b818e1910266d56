"""Probability: normal densities, expectation, Kullback–Leibler divergence."""

from __future__ import annotations

from typing import Any

from sympy.core.basic import Basic

from derive.notation.calculus import Binder, Integral, rename
from derive.notation.term import Minus, Power, Term, Times, Var, as_term, exp, log, pi, sqrt


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
        return unfold(self).doit()


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
        return unfold(self).doit()


class KL(Term):
    """The Kullback–Leibler divergence KL(q‖p) of q from p."""

    def __new__(cls, q: Normal, p: Normal) -> KL:
        for distribution in (q, p):
            if not isinstance(distribution, Normal):
                raise TypeError(f"KL takes two distributions, not {distribution!r}")
        return Basic.__new__(cls, q, p)  # type: ignore[no-any-return]

    def doit(self, **hints: Any) -> Any:
        """Return SymPy's unevaluated integral."""
        return unfold(self).doit()


def unfold(term: Basic, variable: Var | None = None) -> Any:
    """Return what a density, an expectation or a divergence is defined to be.

    ``variable`` is the variable of integration of a divergence (x, unless it occurs in it).
    """
    if isinstance(term, Density):
        (m, s), x = term.args[0].args, term.args[1]
        return (1 / Times(s, sqrt(2 * pi))) * exp(-(Minus(x, m) ** 2 / (2 * Power(s, 2))))
    if isinstance(term, Expectation):
        body, x, outside = term.body, term.variable, term.distribution.free_symbols
        if x in outside:
            bound = fresh(x.name, outside | body.free_symbols, x.domain)
            body, x = rename(body, x, bound), bound
        return Integral(Times(body, term.distribution(x)), x)
    if isinstance(term, KL):
        q, p = term.args
        x = variable or fresh("x", q.free_symbols | p.free_symbols)
        return Integral(q(x) * log(q(x) / p(x)), x)
    return None


def fresh(name: str, taken: set[Any], domain: str = "real") -> Var:
    """Return a variable whose name is none of ``taken``'s: the name itself, or x1, x2, …."""
    names = {v.name for v in taken}
    number, candidate = 0, name
    while candidate in names:
        number += 1
        candidate = f"{name}{number}"
    return Var(candidate, domain)
