"""Matrices: products, transposes and inverses; traces; determinants; diagonal matrices."""

from __future__ import annotations

from derive.derivation import Focus, Kind, Proposal, Trial, rule
from derive.notation import (
    Cholesky,
    Determinant,
    Diagonal,
    Entry,
    Identity,
    Inverse,
    MatrixProduct,
    Scalar,
    Sum,
    Trace,
    Transpose,
    Var,
    det,
    dimension,
    index,
    inverse,
    invertible,
    matrix,
    positive_definite,
    positive_vector,
    subterms,
    symmetric,
    trace,
    vector,
    written_out,
)
from derive.rules.tools import changes, proposal

_k = dimension("k")
_i = index("i", _k)
_x, _y, _m = vector("x y m", _k)
_s = positive_vector("s", _k)
_A, _B, _C = matrix("A B C", _k, _k)
_L = invertible("L", _k)
_S = positive_definite("S", _k)
_H = symmetric("H", _k)
_I = Identity(_k)
_MATRICES = (MatrixProduct, Transpose, Inverse, Scalar)


def _mentions(focus: Focus, kind: type, *domains: str) -> bool:
    """Say whether a line holds a node of a kind, or a variable of one of the domains."""
    lines = (written_out(line, focus.where) for line in (focus.before, focus.goal))
    return any(
        isinstance(t, kind) or (isinstance(t, Var) and t.domain in domains)
        for line in lines
        for t in subterms(line)
    )


@rule(
    "matrix algebra",
    example=Trial(
        (_x - _y).T @ _S @ (_x - _y), _x.T @ _S @ _x - 2 * (_y.T @ _S @ _x) + _y.T @ _S @ _y
    ),
    counterexample=Trial((_x - _y) @ (_x - _y).T, _x @ _x.T - 2 * (_y @ _x.T) + _y @ _y.T),
)
def matrix_algebra(focus: Focus) -> Proposal | None:
    r"""Products are associative and distribute; $AA^{-1} = I$; $(AB)^\top = B^\top A^\top$.

    Matrices do not commute; a number does, and equals its transpose.
    """
    if not changes(focus, *_MATRICES):
        return None
    return proposal(focus.goal, Kind.NORMAL_FORM, theories=("matrix algebra",))


@rule(
    "a number is its trace",
    example=Trial(_x.T @ _A @ _x, trace(_A @ _x @ _x.T)),
    counterexample=Trial(_x.T @ _A @ _y, trace(_A @ _x @ _y.T)),
)
def number_as_a_trace(focus: Focus) -> Proposal | None:
    r"""A number is its own trace, and $\operatorname{tr} AB = \operatorname{tr} BA$."""
    if not changes(focus, Trace):
        return None
    return proposal(
        focus.goal, Kind.NORMAL_FORM, theories=("properties of the trace", "matrix algebra")
    )


@rule(
    "properties of the trace",
    example=Trial(trace(_A @ _B + 2 * _I), trace(_B @ _A) + 2 * _k),
    counterexample=Trial(trace(_A @ _B @ _C), trace(_A @ _C @ _B)),
)
def properties_of_the_trace(focus: Focus) -> Proposal | None:
    r"""It is linear; $\operatorname{tr} AB = \operatorname{tr} BA$; $\operatorname{tr} I = k$."""
    if not changes(focus, Trace):
        return None
    return proposal(
        focus.goal, Kind.NORMAL_FORM, theories=("properties of the trace", "matrix algebra")
    )


@rule(
    "properties of the determinant",
    example=Trial(det(2 * (_A @ _L.T @ inverse(_L))), 2**_k * det(_A)),
    counterexample=Trial(det(2 * _A), 2 * det(_A)),
)
def properties_of_the_determinant(focus: Focus) -> Proposal | None:
    r"""Always $\det AB = \det A \det B$, $\det A^\top = \det A$ and $\det cA = c^k \det A$."""
    if not changes(focus, Determinant):
        return None
    return proposal(
        focus.goal, Kind.NORMAL_FORM, theories=("properties of the determinant", "matrix algebra")
    )


@rule(
    "Cholesky factorisation",
    example=Trial(Cholesky(_S).T @ inverse(_S) @ Cholesky(_S), _I),
    counterexample=Trial(Cholesky(_S).T @ Cholesky(_S), _S),
)
def cholesky_factorisation(focus: Focus) -> Proposal | None:
    r"""A positive definite matrix is $L L^\top$, $L$ lower triangular with positive diagonal."""
    if not changes(focus, *_MATRICES, Determinant, Cholesky) or not _mentions(focus, Cholesky):
        return None
    return proposal(
        focus.goal, Kind.NORMAL_FORM, theories=("Cholesky factorisation", "matrix algebra")
    )


@rule(
    "diagonal matrices",
    example=Trial(
        inverse(Diagonal(_s[_i] ** 2, _i)) @ Diagonal(_s[_i], _i), Diagonal(1 / _s[_i], _i)
    ),
    counterexample=Trial(Diagonal(_s[_i], _i) @ _A, _A @ Diagonal(_s[_i], _i)),
)
def diagonal_matrices(focus: Focus) -> Proposal | None:
    r"""Diagonal matrices are multiplied and inverted entry by entry; they commute."""
    diagonal = ("diagonal", "positive diagonal")
    if not changes(focus, Diagonal, *_MATRICES) or not _mentions(focus, Diagonal, *diagonal):
        return None
    theories = ("diagonal matrices", "matrix algebra", "linearity of finite sums")
    return proposal(focus.goal, Kind.NORMAL_FORM, theories=theories)


@rule(
    "coordinates",
    example=Trial(_x.T @ inverse(Diagonal(_s[_i], _i)) @ _x, Sum(_x[_i] ** 2 / _s[_i], _i)),
    counterexample=Trial(_x.T @ _y, Sum(_x[_i], _i) * Sum(_y[_i], _i)),
)
def coordinates(focus: Focus) -> Proposal | None:
    r"""In coordinates, $x^\top y = \sum_i x_i y_i$, and $(x + y)_i = x_i + y_i$.

    The trace of a diagonal matrix is the sum of its diagonal, the determinant its product.
    """
    if not changes(focus, Sum, Entry, Trace, Determinant):
        return None
    theories = (
        "coordinates", "matrix algebra", "diagonal matrices", "linearity of finite sums",
        "properties of the trace", "properties of the determinant",
    )  # fmt: skip
    return proposal(focus.goal, Kind.NORMAL_FORM, theories=theories)


MATRICES = (
    matrix_algebra,
    number_as_a_trace,
    properties_of_the_trace,
    properties_of_the_determinant,
    cholesky_factorisation,
    diagonal_matrices,
    coordinates,
)
