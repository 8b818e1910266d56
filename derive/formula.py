"""Formula: a term or a proposition as a plain tree, free of SymPy.

Heads are the names of the notation's nodes, in the author's order.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from sympy import Rational, oo
from sympy.core.basic import Basic

from derive import notation
from derive.notation import Var, shape


@dataclass(frozen=True)
class Formula:
    """A node of a formula.

    Attributes
    ----------
    head : str
        ``Var``, ``Number``, ``Infinity``, or the name of a node of the notation: ``Plus``,
        ``Integral``, ``TendsTo``, ….
    args : tuple of Formula
        The arguments, in the order of the notation's node.
    text : str
        The name of a variable, the digits of a number (``3``, ``-1/2``), the sign of an
        infinity (``+`` or ``-``).
    shape : tuple of str
        Rows and columns of a matrix, each a number or the name of a dimension; a vector has one
        column, a number no shape.
    domain : str
        The domain of a variable.
    range : str
        The number or the dimension that an index runs up to.
    """

    head: str
    args: tuple[Formula, ...] = ()
    text: str = ""
    shape: tuple[str, ...] = ()
    domain: str = ""
    range: str = ""


def _heads(*kinds: type) -> frozenset[str]:
    """Return the names of nodes of the notation and of all their kinds."""
    return frozenset(kind.__name__ for kind in kinds).union(
        *(_heads(*kind.__subclasses__()) for kind in kinds)
    )


BINDERS = _heads(*notation.BINDERS)
"""The heads whose second argument is a variable that is bound in the first."""

PROPOSITIONS = _heads(notation.Proposition)
"""The heads of what is true or false."""


def nodes(f: Formula) -> Iterator[Formula]:
    """Yield a formula and all that is in it."""
    yield f
    for a in f.args:
        yield from nodes(a)


def formula(term: Basic) -> Formula:
    """Return the plain tree of a term or a proposition."""
    if isinstance(term, Var):
        top = str(term.dimensions[0]) if term.domain == "index" else ""
        return Formula("Var", (), term.name, _shape(term), term.domain, top)
    if isinstance(term, Rational):
        return Formula("Number", text=str(term))
    if term in (oo, -oo):
        return Formula("Infinity", text="+" if term is oo else "-")
    return Formula(type(term).__name__, tuple(formula(a) for a in term.args), "", _shape(term))


def _shape(term: Basic) -> tuple[str, ...]:
    return tuple(str(d) for d in shape(term))
