"""NumPy linear algebra: products, inverses, determinants and indices as Python expressions.

In the code every matrix is an array (..., rows, columns), a vector is one column, and a number is
a matrix of one row and one column.  An index runs along the rows; a second one, along the columns.
"""

from __future__ import annotations

from derive.formula import Formula
from derive.render.numpy.scope import (
    COLUMNS,
    Coder,
    Operation,
    Scope,
    call,
    dimension,
    free,
)

SYMMETRIC = {"symmetric", "positive definite", "diagonal", "positive diagonal"}


def transposed(code: Formula) -> Formula:
    """Return the code of the transpose."""
    return code.args[0] if code.head == "Transpose" else Formula("Transpose", (code,))


def factor(f: Formula, scope: Scope, code: Coder) -> Formula:
    """Return the code of the Cholesky factor of a positive definite matrix."""
    if f.head == "Var" and f.text in scope.factors:
        return Formula("Name", text=scope.factors[f.text])
    return call("cholesky", code(f, scope))


def is_positive_definite(f: Formula) -> bool:
    """Say whether a matrix is a variable that is positive definite by its domain."""
    return f.head == "Var" and f.domain == "positive definite"


def solved(f: Formula, right: Formula, scope: Scope, code: Coder) -> Formula:
    """Return the code of A⁻¹ B, from the formula of A and the code of B."""
    if is_positive_definite(f):
        return call("cholesky_solve", factor(f, scope, code), right)
    return call("solve", code(f, scope), right)


def _inverted(f: Formula) -> Formula | None:
    """Return the formula whose inverse a factor is: of A for A⁻¹, of Aᵀ for (A⁻¹)ᵀ."""
    if f.head == "Inverse":
        return f.args[0]
    if f.head == "Transpose" and f.args[0].head == "Inverse":
        return _transpose(f.args[0].args[0])
    return None


def _transpose(f: Formula) -> Formula:
    """Return the formula of the transpose."""
    if f.head == "Transpose":
        return f.args[0]
    if f.head == "Var" and f.domain in SYMMETRIC:
        return f
    return Formula("Transpose", (f,), shape=f.shape[::-1])


def _product(f: Formula, scope: Scope, code: Coder) -> Formula:
    """Return the code of a product; what an inverse stands before is solved for."""
    left, right = f.args
    inverted = _inverted(right)
    if inverted is None or _inverted(left) is not None:
        return _before(left, code(right, scope), scope, code)
    # A B⁻¹ = (B⁻ᵀ Aᵀ)ᵀ, and A C B⁻¹ = A (B⁻ᵀ Cᵀ)ᵀ
    nearest = left.args[1] if left.head == "MatrixProduct" else left
    flipped = code(nearest, scope) if _is_symmetric(nearest) else transposed(code(nearest, scope))
    solution = transposed(solved(_transpose(inverted), flipped, scope, code))
    return solution if nearest is left else _before(left.args[0], solution, scope, code)


def _before(left: Formula, right: Formula, scope: Scope, code: Coder) -> Formula:
    """Return the code of a product, from a formula and the code of what stands after it."""
    inverted = _inverted(left)
    if inverted is not None:
        return solved(inverted, right, scope, code)
    if left.head == "MatrixProduct" and (inner := _inverted(left.args[1])) is not None:
        # (A B⁻¹) C = A (B⁻¹ C)
        return _before(left.args[0], solved(inner, right, scope, code), scope, code)
    return Formula("MatrixProduct", (code(left, scope), right))


def _is_symmetric(f: Formula) -> bool:
    """Say whether a matrix is seen to be symmetric: Σ, A Aᵀ, and sums of such."""
    if f.head in ("Plus", "Minus"):
        return all(_is_symmetric(a) for a in f.args)
    if f.head == "MatrixProduct":
        return f.args[1] == _transpose(f.args[0])
    return f.head == "Var" and f.domain in SYMMETRIC


def _inverse(f: Formula, scope: Scope, code: Coder) -> Formula:
    if is_positive_definite(f.args[0]):
        identity = code(Formula("Identity", (_order(f),)), scope)
        return solved(f.args[0], identity, scope, code)
    return call("inverse", code(f.args[0], scope))


def _order(f: Formula) -> Formula:
    """Return the formula of the number of a matrix's rows."""
    return dimension(f.shape[0])


def _scalar(f: Formula, scope: Scope, code: Coder) -> Formula:
    return code(f.args[0], scope)


def _transposed(f: Formula, scope: Scope, code: Coder) -> Formula:
    inverted = _inverted(f)
    if inverted is not None:
        return code(Formula("Inverse", (inverted,), shape=f.shape), scope)
    return transposed(code(f.args[0], scope))


def _cholesky(f: Formula, scope: Scope, code: Coder) -> Formula:
    return factor(f.args[0], scope, code)


def _entry(f: Formula, scope: Scope, code: Coder) -> Formula:
    """Return the code of vᵢ or Aᵢⱼ, for all values of the indices at once."""
    matrix, *indices = f.args
    axes = [scope.axes[i.text] for i in indices]
    value = code(matrix, scope)
    if len(indices) == 2 and axes[0] == axes[1]:
        value, axes = call("diagonal", value), axes[:1]
    return transposed(value) if axes[0] == COLUMNS else value


def over_index(reduced: str, f: Formula, scope: Scope, code: Coder) -> Formula:
    """Return the code of a sum or a product of a body that depends on its index."""
    body, index = f.args
    inner = scope.run(index, body)
    value = code(body, inner)
    if inner.axes[index.text] == COLUMNS:
        return call(reduced, value, Formula("Name", text="axis=-1"))
    return call(reduced, value)


def _sum(f: Formula, scope: Scope, code: Coder) -> Formula:
    body, index = f.args
    if index.text not in free(body):
        return Formula("Times", (_length(index, scope, code), code(body, scope)))
    return over_index("index_sum", f, scope, code)


def _all_factors(f: Formula, scope: Scope, code: Coder) -> Formula:
    body, index = f.args
    if index.text not in free(body):
        return Formula("Power", (code(body, scope), _length(index, scope, code)))
    return over_index("index_product", f, scope, code)


def _diagonal(f: Formula, scope: Scope, code: Coder) -> Formula:
    body, index = f.args
    identity = call("np.eye", _length(index, scope, code))
    return Formula("Times", (code(body, scope.run(index, body)), identity))


def _coordinates(f: Formula, scope: Scope, code: Coder) -> Formula:
    """Return the code of the column whose entries are the body, for all values of its index."""
    body, index = f.args
    value = code(body, scope.run(index, body))
    if index.text in free(body):
        return value
    none = call("zeros", _length(index, scope, code), Formula("Number", text="1"))
    return Formula("Plus", (value, none))


def _length(index: Formula, scope: Scope, code: Coder) -> Formula:
    return code(dimension(index.range), scope)


def _called(function: str) -> Operation:
    """Return the operation that calls a function of the same arguments."""
    return lambda f, scope, code: call(function, *(code(a, scope) for a in f.args))


OPERATIONS: dict[str, Operation] = {
    "MatrixProduct": _product,
    "Scalar": _scalar,
    "Transpose": _transposed,
    "Inverse": _inverse,
    "Trace": _called("trace"),
    "Determinant": _called("det"),
    "Cholesky": _cholesky,
    "Identity": _called("np.eye"),
    "Zero": _called("zeros"),
    "Entry": _entry,
    "Sum": _sum,
    "Product": _all_factors,
    "Diagonal": _diagonal,
    "Coordinates": _coordinates,
    "PositiveDefinite": _called("is_positive_definite"),
}
