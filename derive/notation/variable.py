"""Variables: names with a domain: numbers, indices, vectors and matrices of symbolic size."""

from __future__ import annotations

from typing import Any, ClassVar

import sympy
from sympy import Integer
from sympy.core.basic import Atom, Basic

from derive.notation.shape import FUNCTION, SCALAR, Shape
from derive.notation.term import Term

NUMBERS = ("real", "positive", "nonnegative", "unit interval", "natural", "dimension")
VECTORS = ("vector", "positive vector")
SQUARE = (
    "symmetric", "positive definite", "invertible", "diagonal", "positive diagonal",
)  # fmt: skip
SYMMETRIC = ("symmetric", "positive definite")
LENGTHS = {
    **dict.fromkeys(NUMBERS, 0),
    "index": 1,
    **dict.fromkeys(VECTORS, 1),
    **dict.fromkeys(SQUARE, 1),
    "matrix": 2,
    "positive function": 1,
}
"""The domains, and how many dimensions each of them takes."""


class Var(Term, Atom):
    """A variable with a name and a domain; vectors, matrices and indices have dimensions too.

    Parameters
    ----------
    name : str
        ASCII letters, digits and ``_``.
    domain : str
        ``real``, ``positive``, ``nonnegative``, ``unit interval`` (from 0 to 1), ``natural``
        (0, 1, 2, …), ``dimension`` (1, 2, …),
        ``index`` (1, …, k), ``vector``, ``positive vector`` (every entry > 0), ``matrix``
        (arbitrary), ``symmetric``, ``positive definite`` (and symmetric), ``invertible``,
        ``diagonal``, ``positive diagonal``, ``positive function`` (on ℝᵏ, with values > 0).
    dimensions : Var or int
        The length k of a vector or of an index's range, the order k of a square matrix, the rows
        and columns of an arbitrary one.
    """

    ASSUMPTIONS: ClassVar[dict[str, dict[str, bool]]] = {
        "real": {"real": True},
        "positive": {"positive": True},
        "nonnegative": {"nonnegative": True},
        "unit interval": {"nonnegative": True},
        "natural": {"integer": True, "nonnegative": True},
        "dimension": {"integer": True, "positive": True},
        "index": {"integer": True, "positive": True},
    }

    name: str
    domain: str
    dimensions: tuple[Basic, ...]

    def __new__(cls, name: str, domain: str = "real", *dimensions: Any) -> Var:
        if domain not in LENGTHS:
            raise ValueError(f"unknown domain {domain!r}: use one of {', '.join(LENGTHS)}")
        if not name.isascii() or not name.replace("_", "a").isalnum() or name[0].isdigit():
            raise ValueError(f"{name!r} is not a name: use ASCII letters, digits and _")
        if len(dimensions) != LENGTHS[domain]:
            raise ValueError(f"{name}: a {domain} takes {LENGTHS[domain]} dimensions")
        return cls.unchecked(name, domain, tuple(_dimension(name, d) for d in dimensions))

    @classmethod
    def unchecked(cls, name: str, domain: str, dimensions: tuple[Basic, ...] = ()) -> Var:
        """Return a variable whose name may be one that no author can write."""
        variable = Basic.__new__(cls)
        variable.name = name
        variable.domain = domain
        variable.dimensions = dimensions
        variable._shape = cls._shape_in(domain, dimensions)
        return variable  # type: ignore[no-any-return]

    @staticmethod
    def _shape_in(domain: str, dimensions: tuple[Basic, ...]) -> Shape:
        if domain in VECTORS:
            return (dimensions[0], Integer(1))
        if domain in SQUARE:
            return (dimensions[0], dimensions[0])
        if domain == "positive function":
            return (FUNCTION, dimensions[0])
        return dimensions if domain == "matrix" else SCALAR

    def _hashable_content(self) -> tuple[Any, ...]:
        return (self.name, self.domain, self.dimensions)

    def __getnewargs__(self) -> tuple[Any, ...]:
        return (self.name, self.domain, *self.dimensions)

    def __reduce_ex__(self, protocol: Any) -> Any:
        return Var, (self.name, self.domain, *self.dimensions)

    def sort_key(self, order: Any = None) -> Any:
        """Return SymPy's sort key, by name."""
        return self.class_key(), (1, (self.name, self.domain)), sympy.S.One.sort_key(), sympy.S.One

    @property
    def free_symbols(self) -> set[Var]:
        """The variable itself, and the dimensions that its shape depends on."""
        return {self}.union(*(d.free_symbols for d in self.dimensions))

    def doit(self, **hints: Any) -> Any:
        """Return the plain SymPy symbol of the same name and domain."""
        if self._shape != SCALAR:
            raise TypeError(f"{self.name} is not a number")
        return sympy.Symbol(self.name, **self.ASSUMPTIONS[self.domain])


def _dimension(name: str, value: Any) -> Basic:
    if isinstance(value, Var) and value.domain == "dimension":
        return value
    if isinstance(value, (int, Integer)) and not isinstance(value, bool) and value >= 1:
        return Integer(value)
    raise ValueError(f"{name}: {value!r} is not a dimension: use dimension(…) or 1, 2, …")


def real(names: str) -> Any:
    """Return real variables, one a name (names are separated by spaces)."""
    return _variables(names, "real")


def positive(names: str) -> Any:
    """Return variables > 0, one a name."""
    return _variables(names, "positive")


def nonnegative(names: str) -> Any:
    """Return variables ≥ 0, one a name."""
    return _variables(names, "nonnegative")


def unit_interval(names: str) -> Any:
    """Return variables between 0 and 1, both included, one a name."""
    return _variables(names, "unit interval")


def natural(names: str) -> Any:
    """Return variables in {0, 1, 2, …}, one a name."""
    return _variables(names, "natural")


def dimension(names: str) -> Any:
    """Return variables in {1, 2, …} that count rows and columns, one a name."""
    return _variables(names, "dimension")


def index(names: str, k: Any) -> Any:
    """Return variables in {1, …, k}, one a name."""
    return _variables(names, "index", k)


def vector(names: str, k: Any) -> Any:
    """Return vectors of length k, one a name."""
    return _variables(names, "vector", k)


def positive_vector(names: str, k: Any) -> Any:
    """Return vectors of length k whose entries are > 0, one a name."""
    return _variables(names, "positive vector", k)


def matrix(names: str, rows: Any, columns: Any) -> Any:
    """Return arbitrary matrices, one a name."""
    return _variables(names, "matrix", rows, columns)


def symmetric(names: str, k: Any) -> Any:
    """Return symmetric matrices of order k, one a name."""
    return _variables(names, "symmetric", k)


def positive_definite(names: str, k: Any) -> Any:
    """Return symmetric positive definite matrices of order k, one a name."""
    return _variables(names, "positive definite", k)


def invertible(names: str, k: Any) -> Any:
    """Return invertible matrices of order k, one a name."""
    return _variables(names, "invertible", k)


def diagonal(names: str, k: Any) -> Any:
    """Return diagonal matrices of order k, one a name."""
    return _variables(names, "diagonal", k)


def positive_diagonal(names: str, k: Any) -> Any:
    """Return diagonal matrices of order k whose entries on the diagonal are > 0, one a name."""
    return _variables(names, "positive diagonal", k)


def positive_function(names: str, k: Any) -> Any:
    """Return functions on ℝᵏ whose values are > 0, one a name."""
    return _variables(names, "positive function", k)


def _variables(names: str, domain: str, *dimensions: Any) -> Any:
    made = tuple(Var(n, domain, *dimensions) for n in names.split())
    return made[0] if len(made) == 1 else made
