"""Moments: expectations of polynomials under normal distributions, exactly.

Isserlis's recursion, with means: E[xᵢ·r] = mᵢ E[r] + Σⱼ Cᵢⱼ E[∂r/∂xⱼ], which is integration by
parts against the density of N(m, C).
"""

from __future__ import annotations

from flint import fmpq

from derive.evidence.exact_numbers import ONE, Exact, Generator, NotExact

Rows = list[list[Exact]]
Key = tuple[frozenset[tuple[object, object]], ...]


class Gaussian:
    """The normal distribution of a variable of integration, of rank as many as it has entries."""

    def __init__(self, entries: tuple[Generator, ...], mean: Rows, covariance: Rows) -> None:
        self.entries = entries
        self.mean = [row[0] for row in mean]
        self.covariance = covariance
        self._known: dict[tuple[int, ...], Exact] = {}

    @property
    def generator(self) -> Generator:
        """The generator that stands for the density at the variable."""
        numbers = [*self.mean, *(e for row in self.covariance for e in row)]
        return ("density", self.entries, tuple(frozenset(n.terms.items()) for n in numbers))

    def moment(self, powers: tuple[int, ...]) -> Exact:
        """Return E[Π xᵢ^powersᵢ]."""
        if not any(powers):
            return Exact.rational(1)
        if powers not in self._known:
            first = next(i for i, p in enumerate(powers) if p)
            rest = _lower(powers, first)
            total = self.mean[first] * self.moment(rest)
            for j, power in enumerate(rest):
                if power:
                    factor = self.covariance[first][j] * Exact.rational(power)
                    total = total + factor * self.moment(_lower(rest, j))
            self._known[powers] = total
        return self._known[powers]


def _lower(powers: tuple[int, ...], i: int) -> tuple[int, ...]:
    return (*powers[:i], powers[i] - 1, *powers[i + 1 :])


def integrated(body: Exact, entries: tuple[Generator, ...], known: list[Gaussian]) -> Exact:
    """Return the integral of Σ polynomial × densities over all values of the entries.

    Raises
    ------
    NotExact
        Where the densities in a term are not, together, one for each entry: of products of
        densities at the same entries, and of polynomials alone, nothing is said.
    """
    densities = {g.generator: g for g in known if set(g.entries) <= set(entries)}
    total = Exact({})
    for monomial, c in body.terms.items():
        powers = dict(monomial)
        found = [densities[g] for g in powers if g in densities]
        covered = [e for gaussian in found for e in gaussian.entries]
        if sorted(covered) != sorted(entries) or any(powers.pop(g.generator) != 1 for g in found):
            raise NotExact("an integral of what is no polynomial times one normal density")
        value = Exact({ONE: c})
        for gaussian in found:
            exponents = tuple(int(powers.pop(e, 0)) for e in gaussian.entries)
            value = value * gaussian.moment(exponents)
        total = total + value * Exact({frozenset(powers.items()): fmpq(1)})
    return total
